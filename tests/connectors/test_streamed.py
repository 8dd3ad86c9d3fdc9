"""A CSV file too large for memory: the same counts as read whole, piece by piece, and one evidence for all."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import Batch, Evidence
from connectors.errors import ContractBroken
from connectors.spreadsheet.options import TableRules
from connectors.spreadsheet.streamed import BLOCK, stream_csv
from tests.connectors.conftest import Clock
from tests.connectors.sheets import MAP, Cells, read, spreadsheet, text_file

RULES = TableRules.model_validate({"series": "so", "columns": MAP})


def streamed(path: Path, block: int, rules: TableRules = RULES) -> list[Batch]:
    body = path.read_bytes()
    head = Evidence("file:a", "READ", None, "text/csv", body[: max(block, 400)], Clock().now, {"file": path.name})
    return list(stream_csv(head, io.BytesIO(body), rules, block))


patiently = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
CELLS = st.one_of(st.integers(0, 10**6), st.sampled_from(["ND", "", "x\ny", 'nói "không"', "1.5", "Hòa;Hoà"]))


@patiently
@given(
    st.lists(st.tuples(CELLS, CELLS), max_size=40),
    st.integers(200, 900),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    st.sampled_from([",", ";", "\t"]),
)
def test_pieces_say_what_the_whole_says(
    tmp_path: Path, cells: list[tuple[object, object]], block: int, encoding: str, delimiter: str
) -> None:
    rows: Cells = [[f"H01.{n}", "Xã Mỹ Hòa", "08/2026", *pair, "x"] for n, pair in enumerate(cells)]
    path = text_file(tmp_path / "a.csv", rows, encoding=encoding, delimiter=delimiter)
    whole = spreadsheet().file_batch(path)
    batches = streamed(path, block)
    assert pl.concat([batch.counts for batch in batches]).equals(whole.counts)
    assert [reject for batch in batches for reject in batch.rejects] == list(whole.rejects)
    (evidence,) = {id(batch.evidence): batch.evidence for batch in batches}.values()
    assert evidence.provenance["sha256"] == whole.evidence.provenance["sha256"]
    with evidence.open() as file:
        assert file.read() == whole.evidence.body


def test_title_lines_and_a_header_of_two_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    line = "H01.{},Sở A,08/2026,{},2\n"
    header = 'Mã đơn vị,Tên đơn vị,Kỳ,"Văn bản\nđi",Văn bản đến\n'
    path.write_text("Sổ\n\n" + header + "".join(line.format(n, n) for n in range(50)), encoding="utf-8")
    batches = streamed(path, 300, TableRules.model_validate({"series": "so", "columns": MAP, "header_row": 3}))
    assert len(batches) > 3
    assert sum(batch.counts.height for batch in batches) == 100


@pytest.mark.parametrize(
    ("end", "says"),
    [
        (b'"H01.1,x\n' + b"H01.2,a,08/2026,1,2,x\n" * 400, "cannot be read as CSV"),
        (b"H01.1,a,08/2026,1,2,x,7,8,9\n", "cannot be read as CSV"),
        (b"H01.1,\xff\xfe,08/2026,1,2,x\n", "is not written in utf-8"),
    ],
)
def test_damage_far_into_the_file_gives_nothing_and_keeps_no_content(tmp_path: Path, end: bytes, says: str) -> None:
    rows: Cells = [[f"H01.{n}", "Sở A", "08/2026", n, n, "Nguyễn Văn A"] for n in range(100)]
    path = text_file(tmp_path / "a.csv", rows, encoding="utf-8")
    path.write_bytes(path.read_bytes() + end)
    with pytest.raises(ContractBroken) as caught:
        streamed(path, 500)
    assert says in caught.value.message
    assert caught.value.evidence is not None
    assert caught.value.evidence.body == b"file: a.csv"


def test_a_large_file_comes_in_several_batches(tmp_path: Path) -> None:
    rows = 300_000
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Mã đơn vị;Tên đơn vị;Kỳ;Văn bản đi;Văn bản đến\n")
        file.writelines(f"H01.{n};Sở Nông nghiệp và Môi trường;08/2026;{n};1\n" for n in range(rows))
    assert path.stat().st_size > BLOCK
    batches = list(spreadsheet(max_file_bytes=1000).file_batches(path))
    assert len(batches) > 1
    assert len({id(batch.evidence) for batch in batches}) == 1
    assert all(batch.evidence.body == b"" for batch in batches)
    assert sum(batch.counts.height for batch in batches) == 2 * rows
    assert read(batches[-1])[f"H01.{rows - 1}", "documents_outgoing"] == rows - 1
