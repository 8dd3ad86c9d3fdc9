"""A read replica is only ever read: on SQLite and on a real PostgreSQL."""
# ruff: noqa: S608 - the queries of these tests are put together from constants

from __future__ import annotations

import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from connectors.base import Batch, Connector, Window
from connectors.errors import ConfigurationError, SourceError
from connectors.registry import build
from connectors.spans import months
from connectors.sql.columns import SqlColumns, texts, tidy
from connectors.sql.database import Limits, address, reading
from connectors.sql.statement import statement_problem, without_comments
from tests.connectors.conformance.peer import WINDOW
from tests.connectors.conformance.test_http import collect
from tests.connectors.replicas import COLUMNS, QUERY, ROWS, TOLD, fill, options
from tests.stores import NewUrl

WHERE = "WHERE ngay BETWEEN :start AND :end"
COUNTED = f"SELECT ma AS code, ten AS name, di, ky FROM van_ban {WHERE}"
LIMITS = Limits(60, 10, 1000)


def sql(given: object) -> Connector:
    return build("sql", given, clock=lambda: datetime(2026, 11, 23, 3, tzinfo=UTC))  # type: ignore[arg-type]


def pulled(given: object) -> tuple[list[Batch], SourceError | None]:
    return collect(sql(given).pull(WINDOW))


def values(batches: list[Batch]) -> list[int | None]:
    return [value for batch in batches for value in batch.counts["value"]]


def test_counts_of_each_period(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    connector = sql(options(database_url, tmp_path))
    batches, error = collect(connector.pull(WINDOW))
    assert error is None
    assert values(batches) == TOLD
    assert [batch.counts["period_end"][0] for batch in batches] == [date(2026, 8, 31), date(2026, 9, 30)]
    assert batches[0].evidence.body.decode().splitlines() == [
        "row,code,name,di,ky",
        "1,H01.01,Xã Mỹ Hòa Hưng,120,300",
        "2,H01.02,Sở Bưu chính,0,",
    ]
    provenance = batches[0].evidence.provenance
    assert provenance["days"] == "2026-08-01 2026-08-31"
    assert len(provenance["query_sha256"]) == 64
    assert "4 columns" in connector.probe(WINDOW.today)
    told = f"{[b.evidence for b in batches]}"
    assert database_url not in told
    assert str(tmp_path) not in told


def test_a_running_period_is_asked_up_to_today(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    window = Window((months(2026, 9, 1),), date(2026, 9, 29))
    (batch,) = sql(options(database_url, tmp_path)).pull(window)
    assert batch.counts["unit_code"].unique().to_list() == ["H01.02"]
    assert batch.evidence.provenance["days"] == "2026-09-01 2026-09-29"


WRITES = {
    "INSERT": "INSERT INTO van_ban (ma, di) VALUES ('x', 1)",
    "UPDATE": "UPDATE van_ban SET di = 0",
    "DELETE": "DELETE FROM van_ban",
    "CREATE": "CREATE TABLE t (x INTEGER)",
    "DROP": "DROP TABLE van_ban",
}


@pytest.mark.parametrize("write", WRITES)
def test_the_database_itself_refuses_to_write(database_url: str, write: str) -> None:
    """Past the first lock, as if a reviewer had let it through."""
    fill(database_url)
    with pytest.raises(SourceError) as caught, reading(address(database_url), LIMITS) as connection:
        connection.execute(text(WRITES[write]))
    assert "tries to write" in caught.value.message
    assert rows_in(database_url) == len(ROWS)


def rows_in(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        number = connection.execute(text("SELECT count(*) FROM van_ban")).scalar_one()
    engine.dispose()
    return int(number)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_query_that_writes_never_reaches_the_database(database_url: str, tmp_path: Path, write: str) -> None:
    fill(database_url)
    for query in (write, f"{COUNTED}; {write}", f"WITH w AS ({write} RETURNING 1) {COUNTED}"):
        batches, error = pulled(options(database_url, tmp_path, query))
        assert error is not None
        assert (batches, error.kind) == ([], "configuration")
    assert rows_in(database_url) == len(ROWS)


ENDLESS = {
    "sqlite": f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    f"SELECT ma AS code, ten AS name, (SELECT count(*) FROM n) AS di, 1 AS ky FROM van_ban {WHERE}",
    "postgresql": f"SELECT ma AS code, ten AS name, di, CASE WHEN pg_sleep(600) IS NULL THEN 1 END AS ky "
    f"FROM van_ban {WHERE}",
}


def test_a_query_that_takes_too_long_is_given_up(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    query = ENDLESS[database_url.partition(":")[0]]
    batches, error = pulled(options(database_url, tmp_path, query, timeout=0.3))
    assert error is not None
    assert (batches, error.kind) == ([], "unavailable")
    assert "took longer than its timeout" in error.message


def test_a_huge_result_is_streamed(database_url: str, tmp_path: Path) -> None:
    """The rows pass with a thirtieth of them in memory at a time."""
    many = 300_000
    fill(database_url)
    series = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})"
        if database_url.startswith("sqlite")
        else f"WITH n(i) AS (SELECT generate_series(1, {many}))"
    )
    query = f"{series} SELECT CAST(i AS TEXT) AS code, 'Xã' AS name, i AS di, 1 AS ky FROM n WHERE :start <= :end"
    connector = sql(options(database_url, tmp_path, query, chunk_rows=10_000))
    total = height = 0
    tracemalloc.start()
    for number, batch in enumerate(connector.pull(Window(WINDOW.spans[:1], WINDOW.today)), start=1):
        assert batch.counts.height == 20_000
        total += sum(batch.counts.filter(batch.counts["measure"] == "documents_outgoing")["value"])
        height = number
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert height == many // 10_000
    assert total == many * (many + 1) // 2
    assert peak < 40 * 2**20, f"{peak / 2**20:.0f} MiB: the result was read whole"


def test_rows_come_before_the_database_has_found_them_all(database_url: str, tmp_path: Path) -> None:
    """The last row cannot be computed: those before it have long been read when the database finds out."""
    fill(database_url)
    lite = database_url.startswith("sqlite")
    series = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
        if lite
        else "WITH n(i) AS (SELECT generate_series(1, 5000))"
    )
    failing = "CASE WHEN i = 5000 THEN abs(-9223372036854775807 - 1) ELSE 1 END" if lite else "1 / (5000 - i)"
    query = (
        f"{series} SELECT CAST(i AS TEXT) AS code, 'Xã' AS name, i AS di, {failing} AS ky FROM n WHERE :start <= :end"
    )
    batches, error = pulled(options(database_url, tmp_path, query, chunk_rows=100))
    assert error is not None
    assert (len(batches), error.kind) == (49, "contract")


def test_an_attached_file_cannot_be_written_either(tmp_path: Path) -> None:
    url, other = f"sqlite:///{tmp_path / 'so.db'}", tmp_path / "other.db"
    fill(url)

    def write() -> None:
        with reading(address(url), LIMITS) as connection:
            connection.execute(text("ATTACH :other AS other"), {"other": f"file:{other}?mode=rwc"})
            connection.execute(text("CREATE TABLE other.t (x INTEGER)"))

    with pytest.raises(SourceError) as caught:
        write()
    assert "tries to write" in caught.value.message


def test_more_rows_than_allowed_stop_the_pull(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    batches, error = pulled(options(database_url, tmp_path, COUNTED, max_rows=2, chunk_rows=2))
    assert error is not None
    assert (len(batches), error.kind) == (1, "contract")
    assert "more than 2 rows" in error.message


def test_a_column_nobody_declared_is_not_fetched(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    batches, error = pulled(options(database_url, tmp_path, COUNTED.replace("ky FROM", "ky, ten AS trich_yeu FROM")))
    assert error is not None
    assert (batches, error.kind) == ([], "contract")
    assert "trich_yeu" in error.message


@pytest.mark.parametrize(
    ("query", "kind"),
    [(COUNTED.replace("van_ban", "khong_co"), "contract"), (COUNTED.replace("di, ky", "di, ky,"), "contract")],
)
def test_a_query_that_does_not_fit_the_tables(database_url: str, tmp_path: Path, query: str, kind: str) -> None:
    fill(database_url)
    batches, error = pulled(options(database_url, tmp_path, query))
    assert error is not None
    assert (batches, error.kind) == ([], kind)


def test_exact_decimals_are_counts_and_others_are_held_back(new_url: NewUrl, tmp_path: Path) -> None:
    url = new_url()
    rows = [("H01.01", "Xã", "2026-08-01", "12", "12.5"), (None, "", "2026-08-02", "1", "1")]
    fill(url, rows, kind="NUMERIC")
    (batch, _), error = pulled(options(url, tmp_path))
    assert error is None
    assert values([batch]) == [12]
    assert sorted((r.value, r.reason) for r in batch.rejects) == [
        ("1", "the row names no unit"),
        ("1", "the row names no unit"),
        ("12.5", "the cell is no whole number"),
    ]


@pytest.fixture
def postgres_url(postgres_server: object) -> str:
    url: str = postgres_server.new_database()  # type: ignore[attr-defined]
    return url


def test_a_reader_without_rights_is_a_matter_of_credentials(postgres_url: str, tmp_path: Path) -> None:
    fill(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS nguoi_doc")
        connection.execute("CREATE ROLE nguoi_doc LOGIN")
    batches, error = pulled(options(postgres_url.replace("sohoa@", "nguoi_doc@", 1), tmp_path))
    assert error is not None
    assert (batches, error.kind) == ([], "credentials")


def test_a_database_that_is_not_there(postgres_url: str, tmp_path: Path) -> None:
    cases = {
        postgres_url.replace("@/sohoa_", "@/khong_co_"): "configuration",
        "postgresql://u:bi-mat-cua-toi@127.0.0.1:1/x": "unavailable",
        f"sqlite:///{tmp_path / 'khong-co.db'}": "unavailable",
    }
    for url, kind in cases.items():
        batches, error = pulled(options(url, tmp_path))
        assert error is not None
        assert (batches, error.kind) == ([], kind)
        assert "bi-mat-cua-toi" not in str(error)
        assert str(tmp_path) not in str(error)
    assert not (tmp_path / "khong-co.db").exists()


@pytest.mark.parametrize("url", ["no address", "mysql://u:p@h/d", "postgresql+khong://h/d"])
def test_addresses_that_cannot_be_read(url: str, tmp_path: Path) -> None:
    _, error = pulled(options(url, tmp_path))
    assert isinstance(error, ConfigurationError)
    assert error.remedy


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"measures": {"a": "b"}}, "unit_code or unit_name"),
        ({"unit_code": "a", "measures": {"m": "a"}}, "cannot be two things"),
        ({"unit_code": "a", "measures": {}}, "at least 1 item"),
        ({"unit_code": "Họ và tên", "measures": {"m": "b"}}, "personal data"),
    ],
)
def test_columns_that_make_no_sense(columns: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        SqlColumns.model_validate(columns)


GOOD = (
    QUERY,
    f"{COUNTED};\n-- the end; DELETE nothing",
    f"/* reads; drops nothing */ with a as ({COUNTED}) select * from a",
    f"SELECT 'DELETE; it''s' AS code, \"update\" AS name, $$drop$$ AS x, E'\\'; drop' AS y FROM van_ban {WHERE}",
    COUNTED.replace(":start", "CAST(:start AS date)"),
    COUNTED.replace("ngay", "ngay::date"),
)
BAD = {
    "": "is no SELECT",
    "-- nothing": "is no SELECT",
    "VALUES (:start, :end)": "is no SELECT",
    f"EXPLAIN {COUNTED}": "is no SELECT",
    f"{COUNTED}; SELECT 1": "more than one statement",
    f"{COUNTED} FOR UPDATE": "UPDATE",
    "SELECT * INTO t FROM van_ban WHERE :start < :end": "INTO",
    f"WITH d AS (DELETE FROM van_ban RETURNING *) {COUNTED}": "DELETE",
    "SELECT di FROM van_ban WHERE ngay >= :start": "does not name :end",
    f"{COUNTED} AND ma = :unit": "names :unit",
    f"{COUNTED} /* /* nested */ */": "not closed",
    f"{COUNTED} AND ma = 'x": "not closed",
    f"SELECT 1 AS a$$; DELETE FROM van_ban; SELECT 2 AS b$$ {WHERE}": "not closed",
}


@pytest.mark.parametrize("query", GOOD)
def test_a_query_that_reads_is_let_through(query: str) -> None:
    assert statement_problem(query) is None


@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
def test_anything_else_is_refused(query: str) -> None:
    problem = statement_problem(query)
    assert problem is not None
    assert BAD[query] in problem[0]
    assert problem[1]


def test_a_parameter_in_a_comment_is_no_parameter() -> None:
    assert "start" not in without_comments("SELECT 1 -- from :start\n, 2")
    assert statement_problem("SELECT 1 -- :start :end") == (
        "does not name :end",
        "Ask for the days from :start to :end, both included.",
    )


@given(st.text(max_size=40), st.text(alphabet="'\"$;-/*[]` \nEe\\:", max_size=12))
def test_no_text_breaks_the_first_lock(noise: str, marks: str) -> None:
    """Whatever stands around it, a bare DELETE after a semicolon is never let through."""
    assert statement_problem(f"{COUNTED} {noise}{marks}\n; DELETE FROM van_ban") is not None or _hidden(
        f"{noise}{marks}"
    )


def _hidden(before: str) -> bool:
    """Whether the DELETE stands inside a quotation or comment that this text opens."""
    return any(mark in before for mark in ("'", '"', "`", "$", "/*", "["))


CELLS = st.one_of(
    st.none(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.decimals(allow_nan=True),
    st.text(max_size=6),
    st.booleans(),
    st.binary(max_size=3),
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=6))
def test_any_cell_is_a_count_or_held_back(rows: list[tuple[object, ...]]) -> None:
    columns = SqlColumns.model_validate(COLUMNS)
    span = months(2026, 8, 1)
    counts, rejects = tidy(texts(columns.names(), rows, 1), columns, "so", span)
    assert counts.height + len(rejects) == 2 * len(rows)
    whole = {number for row in rows for cell in row[2:] if (number := _whole(cell)) is not None}
    assert {value for value in counts["value"] if value is not None} <= whole


def _whole(cell: object) -> int | None:
    """The whole number a cell is, by the standard library's own judgement."""
    if cell is None or isinstance(cell, bool | bytes):
        return None
    try:
        number = Decimal(str(cell).strip())
        return int(number) if number == number.to_integral_value() else None
    except (ArithmeticError, ValueError):
        return None
