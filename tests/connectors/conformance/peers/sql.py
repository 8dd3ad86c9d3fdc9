"""A database file, asked by a query file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from unicodedata import normalize

from tests.connectors.conformance.peer import FilePeer, Never, Trouble
from tests.connectors.replicas import QUERY, ROWS, TOLD, Row, fill, options


def prepare(folder: Path) -> Mapping[str, object]:
    url = f"sqlite:///{folder / 'so.db'}"
    fill(url)
    return options(url, folder)


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        file = folder / "so.db"
        file.write_bytes(change(file.read_bytes()))

    return spoil


def _rows(change: Callable[[Row], Row]) -> Callable[[Path], None]:
    return lambda folder: fill(f"sqlite:///{folder / 'so.db'}", [change(row) for row in ROWS])


def _query(query: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / "query.sql").write_text(query, encoding="utf-8")

    return spoil


PLAIN = QUERY.replace("sum(di)", "di").replace("sum(ky)", "ky").replace("GROUP BY ma, ten", "")
"""Not summed up: several rows for one unit."""
ODD = "CASE WHEN max(ngay) = '2026-09-30' THEN '12.5' ELSE sum(ky) END"
RENAMED = QUERY.replace("AS ky", "AS signed")
TWICE = "SELECT * FROM (" + QUERY.replace("ORDER BY ma", "") + ")"  # noqa: S608 - both parts are constants

PEERS = (
    FilePeer(
        name="sql",
        prepare=prepare,
        told=TOLD,
        batches=2,
        unit="Xã Mỹ Hòa Hưng",
        troubles={
            "missing": Trouble(lambda folder: (folder / "so.db").unlink(), "unavailable", "cannot be asked", batches=0),
            "empty": Trouble(_bytes(lambda _: b""), "contract", "does not fit the database", batches=0),
            "truncated": Trouble(_bytes(lambda body: body[:8000]), "contract", "no whole database", batches=0),
            "wrong type": Trouble(_query(QUERY.replace("sum(ky) AS", f"{ODD} AS")), rejects=1),
            "changed field": Trouble(_query(RENAMED), "contract", "declared are", batches=0),
            "given twice": Trouble(_query(f"{TWICE} UNION ALL {TWICE}")),
            "HTML instead of data": Trouble(
                _bytes(lambda _: b"<html><table><tr><td>1</td></tr></table></html>" * 9),
                "contract",
                "no whole database",
                batches=0,
            ),
            "huge": Trouble(
                _query(PLAIN), "contract", "more than 2 rows", batches=0, options={"max_rows": 2, "chunk_rows": 100}
            ),
            "not UTF-8": Never("a database gives texts, not bytes"),
            "NFD names": Trouble(_rows(lambda row: (row[0], normalize("NFD", row[1]), *row[2:]))),
        },
    ),
)
