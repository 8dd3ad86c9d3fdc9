"""Workbooks in a folder, one a month."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from unicodedata import normalize

from tests.connectors.conformance.peer import FilePeer, Trouble
from tests.connectors.sheets import HEADERS, MAP, Cells, workbook

AUGUST: Cells = [["H01.01", "Xã Mỹ Hòa Hưng", "08/2026", 120, 300], ["H01.02", "Sở Bưu chính", "08/2026", 0, "ND"]]
SEPTEMBER: Cells = [["H01.01", "Xã Mỹ Hòa Hưng", "09/2026", 121, 301], ["H01.02", "Sở Bưu chính", "09/2026", 7, 8]]


def prepare(folder: Path) -> Mapping[str, object]:
    workbook(folder / "a.xlsx", AUGUST)
    workbook(folder / "b.xlsx", SEPTEMBER)
    return {"folder": str(folder), "series": "so", "columns": MAP}


def second(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """The second file with other bytes."""

    def spoil(folder: Path) -> None:
        file = folder / "b.xlsx"
        file.write_bytes(change(file.read_bytes()))

    return spoil


def rewritten(cells: Cells) -> Callable[[Path], None]:
    return lambda folder: _rewrite(folder, cells)


def _rewrite(folder: Path, cells: Cells) -> None:
    workbook(folder / "b.xlsx", cells)


def _gone(folder: Path) -> None:
    for file in folder.glob("*.xlsx"):
        file.unlink()


def _decomposed() -> Cells:
    return [[normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row] for row in SEPTEMBER]


def _renamed(folder: Path) -> None:
    (folder / "b.xlsx").write_text(",".join(["Mã", *HEADERS[1:]]) + "\n", encoding="utf-8")


def _copied(folder: Path) -> None:
    shutil.copy(folder / "b.xlsx", folder / "b (1).xlsx")


PEERS = (
    FilePeer(
        name="spreadsheet",
        prepare=prepare,
        told=[120, 300, 0, None, 121, 301, 7, 8],
        batches=2,
        unit="Xã Mỹ Hòa Hưng",
        troubles={
            "missing": Trouble(_gone, "unavailable", "holds no file", batches=0),
            "empty": Trouble(second(lambda _: b""), "contract", "is empty", batches=1),
            "truncated": Trouble(second(lambda body: body[:900]), "contract", "cannot be opened", batches=1),
            "wrong type": Trouble(
                rewritten([[*SEPTEMBER[0][:3], "khoảng 10", SEPTEMBER[0][4]], SEPTEMBER[1]]), rejects=1
            ),
            "changed field": Trouble(_renamed, "contract", "has no column 'Mã đơn vị'", batches=1),
            "given twice": Trouble(_copied, batches=3),
            "HTML instead of data": Trouble(
                second(lambda _: b"<html><table><tr><td>1</td></tr></table></html>"),
                "contract",
                "has no column 'Mã đơn vị'",
                batches=1,
            ),
            "huge": Trouble(
                second(lambda body: body + bytes(100_000)),
                "contract",
                "larger than 100000 bytes",
                batches=1,
                options={"max_file_bytes": 100_000},
            ),
            "not UTF-8": Trouble(
                second(lambda _: b"M\xff \xfe\x81\xfe\n"), "contract", "neither in UTF-8 nor in UTF-16", batches=1
            ),
            "NFD names": Trouble(rewritten(_decomposed())),
        },
    ),
)
