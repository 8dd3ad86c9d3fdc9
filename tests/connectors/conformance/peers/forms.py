"""A drop folder of forms: the digitization table of a one-stop system, one page saved as .xls a month."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from unicodedata import normalize

from tests.connectors.conformance.peer import FilePeer, Trouble
from tests.connectors.filled import SO_HOA, Cell, Filled, as_html, as_xls

AUGUST: list[list[Cell]] = [
    [1, "Xã Mỹ Hòa Hưng", "1.234", 234, 1000, 7, 3, 900, 100, 800],
    [2, "Sở Bưu chính", 5, 2, 3, "N/A", "-", 0, 0, 0],
    ["", "Tổng cộng", "1.239", 236, "1.003", 7, 3, 900, 100, 800],
]
SEPTEMBER: list[list[Cell]] = [
    [1, "Xã Mỹ Hòa Hưng", 1300, 300, 1000, 8, 4, 901, 100, 801],
    [2, "Sở Bưu chính", 6, 2, 4, 1, 1, 10, 4, 6],
]


def month(rows: list[list[Cell]], number: int) -> Filled:
    return Filled(SO_HOA, rows, titles=("Số hóa hồ sơ", f"Tháng {number:02d}/2026"), left=0, formula=False)


def prepare(folder: Path) -> Mapping[str, object]:
    as_html(folder / "a.xls", month(AUGUST, 8))
    as_xls(folder / "b.xls", month(SEPTEMBER, 9))
    return {"folder": str(folder)}


def second(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        file = folder / "b.xls"
        file.write_bytes(change(file.read_bytes()))

    return spoil


def rewritten(rows: list[list[Cell]]) -> Callable[[Path], None]:
    return lambda folder: _rewrite(folder, month(rows, 9))


def _rewrite(folder: Path, form: Filled) -> None:
    as_html(folder / "b.xls", form)


def _gone(folder: Path) -> None:
    for file in folder.glob("*.xls"):
        file.unlink()


def _copied(folder: Path) -> None:
    shutil.copy(folder / "b.xls", folder / "b (1).xls")
    os.utime(folder / "b (1).xls", ns=(2**60, 2**60))


def _decomposed() -> list[list[Cell]]:
    return [[normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row] for row in SEPTEMBER]


PEERS = (
    FilePeer(
        name="forms",
        connector="spreadsheet",
        prepare=prepare,
        told=[
            *(1234, 234, 1000, 7, 3, 900, 100, 800, 5, 2, 3, None, None, 0, 0, 0),
            *(1300, 300, 1000, 8, 4, 901, 100, 801, 6, 2, 4, 1, 1, 10, 4, 6),
        ],
        batches=2,
        unit="Xã Mỹ Hòa Hưng",
        troubles={
            "missing": Trouble(_gone, "unavailable", "holds no file", batches=0),
            "empty": Trouble(second(lambda _: b""), "contract", "is empty", batches=1),
            "truncated": Trouble(second(lambda body: body[:900]), "contract", "cannot be opened", batches=1),
            "wrong type": Trouble(rewritten([[*SEPTEMBER[0][:2], "12.5", *SEPTEMBER[0][3:]], SEPTEMBER[1]]), rejects=1),
            "changed field": Trouble(
                lambda folder: _rewrite(folder, Filled(SO_HOA[:-1], SEPTEMBER, titles=("Tháng 09/2026",))),
                "contract",
                "nearest is 766/SoHoa, but",
                batches=1,
            ),
            "given twice": Trouble(_copied, batches=3),
            "HTML instead of data": Trouble(
                second(lambda _: b"<html><title>Request Rejected</title></html>"),
                "contract",
                "without a table",
                batches=1,
            ),
            "huge": Trouble(
                second(lambda body: body + bytes(100_000)),
                "contract",
                "larger than 100000 bytes",
                batches=1,
                options={"max_file_bytes": 100_000},
            ),
            "not UTF-8": Trouble(second(lambda _: b"\x80\x81\xfe\xff;1;2"), "contract", "neither in UTF-8", batches=1),
            "NFD names": Trouble(rewritten(_decomposed())),
        },
    ),
)
