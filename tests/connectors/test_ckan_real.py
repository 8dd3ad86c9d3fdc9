"""The connector against a real CKAN 2.12: pages, its own cap, files, private data, its own refusals."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pytest
import requests

from connectors.base import Batch, Connector, Window
from connectors.errors import ConfigurationError, ContractBroken, CredentialsError
from connectors.registry import build
from connectors.spans import months
from tests.connectors.conftest import Clock
from tests.peers import ckan

pytestmark = [pytest.mark.peer, pytest.mark.xdist_group("ckan")]
WINDOW = Window((months(2026, 8, 1), months(2026, 9, 1)), months(2026, 11, 1).start)
UNITS = 450
MEASURES = {"dossiers_received": "Tong/tiep nhan", "dossiers_components_digitized": "So hoa TPHS"}


@pytest.fixture(scope="module")
def portal() -> Iterator[ckan.Ckan]:
    with ckan.running() as running:
        running.act("organization_create", name="tinh-a")
        for name, private in (("mo", False), ("rieng", True)):
            running.act("package_create", name=name, owner_org="tinh-a", private=private)
        yield running


def connector(  # noqa: PLR0913 - what a declaration may say
    portal: ckan.Ckan,
    clock: Clock,
    resource_id: str,
    period: Mapping[str, object],
    *,
    token: str | None = None,
    filters: Mapping[str, str] | None = None,
) -> Connector:
    columns = {"unit_name": "Ten don vi", "period": period, "measures": MEASURES}
    resource = {"id": resource_id, "series": "s", "columns": columns, "filters": filters or {}}
    given = {"base_url": portal.url, "resources": [resource], "token": token, "requests_per_second": 1000, "retries": 0}
    return build("ckan", given, clock=clock, sleep=clock.sleep)


def rows(portal: ckan.Ckan, package: str, records: list[dict[str, object]], kind: str = "text") -> str:
    fields = [{"id": "Ten don vi", "type": "text"}, *({"id": header, "type": kind} for header in MEASURES.values())]
    fields.append({"id": "Ho ten", "type": "text"})
    resource = {"package_id": package, "name": "T8.2026"}
    created = portal.act("datastore_create", resource=resource, fields=fields, records=records)
    return str(created["resource_id"])


def record(number: int, received: object, digitized: object) -> dict[str, object]:
    counts = dict(zip(MEASURES.values(), (received, digitized), strict=True))
    return {"Ten don vi": f"Xã {number}", **counts, "Ho ten": "Nguyễn Văn A"}


def total(batches: list[Batch], measure: str) -> int:
    return sum(v for b in batches for m, v in b.counts.select("measure", "value").rows() if m == measure and v)


def test_rows_come_page_by_page_below_the_portals_own_cap(portal: ckan.Ckan, clock: Clock) -> None:
    """It is asked for 32 000 rows, gives 200, and says so; every row comes once, as uploaded: as text."""
    records = [record(n, str(n), str(n // 2) if n % 3 else "") for n in range(1, UNITS + 1)]
    resource_id = rows(portal, "mo", records)
    batches = list(connector(portal, clock, resource_id, {"fixed": "2026-08"}).pull(WINDOW))
    assert [batch.counts.height for batch in batches] == [2 * ckan.ROWS_MAX, 2 * ckan.ROWS_MAX, 2 * 50]
    assert total(batches, "dossiers_received") == Fraction(UNITS * (UNITS + 1), 2)
    assert total(batches, "dossiers_components_digitized") == sum(n // 2 for n in range(1, UNITS + 1) if n % 3)
    assert sum(batch.counts["value"].null_count() for batch in batches) == UNITS // 3
    assert not any(batch.rejects for batch in batches)
    assert not any("Nguyễn".encode() in batch.evidence.body for batch in batches)
    assert all(batch.evidence.provenance["resource"] == "T8.2026" for batch in batches)


def test_rows_added_while_pages_are_walked_shift_nothing(portal: ckan.Ckan, clock: Clock) -> None:
    resource_id = rows(portal, "mo", [record(n, n, None) for n in range(1, 301)], kind="numeric")
    pull = connector(portal, clock, resource_id, {"fixed": "2026-08"}).pull(WINDOW)
    first = next(pull)
    portal.act("datastore_upsert", resource_id=resource_id, method="insert", records=[record(301, 301, 0)])
    names = [name for batch in (first, *pull) for name in batch.counts["unit_name"].unique()]
    assert sorted(names) == sorted(f"Xã {n}" for n in range(1, 302))


def test_what_no_page_asks_for_is_not_asked(portal: ckan.Ckan, clock: Clock) -> None:
    resource_id = rows(portal, "mo", [record(1, "1", "1"), record(2, "2", "2")])
    filtered = connector(portal, clock, resource_id, {"fixed": "2026-08"}, filters={"Ten don vi": "Xã 2"})
    assert total(list(filtered.pull(WINDOW)), "dossiers_received") == 2
    assert connector(portal, clock, resource_id, {"fixed": "2026-10"}).steps(WINDOW) == 0
    assert "has 2 rows." in connector(portal, clock, resource_id, {"fixed": "2026-08"}).probe(WINDOW.today)


def _csv() -> bytes:
    return b"Ten don vi,Ky,Tong/tiep nhan,So hoa TPHS\nX\xc3\xa3 1,08/2026,120,114\nX\xc3\xa3 2,09/2026,7,\n"


def _xlsx() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in _csv().decode().splitlines():
        book.worksheets[0].append(line.split(","))
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("name", "body"), [("T8.csv", _csv()), ("T8.xlsx", _xlsx())], ids=["CSV", "XLSX"])
def test_a_file_without_rows_is_downloaded(portal: ckan.Ckan, clock: Clock, name: str, body: bytes) -> None:
    about = portal.upload(name, body, package_id="mo", name=name)
    assert about["datastore_active"] is False
    search = requests.get(f"{portal.url}/api/3/action/datastore_search?resource_id={about['id']}", timeout=60)
    assert search.status_code == 404
    made = connector(portal, clock, about["id"], {"column": "Ky", "format": "MM/YYYY"})
    (batch,) = made.pull(WINDOW)
    assert [value for (value,) in batch.counts.select("value").rows()] == [120, 114, 7, None]
    assert batch.evidence.provenance["resource-modified"] == about["last_modified"]
    assert "is a file without rows" in made.probe(WINDOW.today)


def test_a_file_it_has_not_replaced_is_not_downloaded_again(portal: ckan.Ckan, clock: Clock) -> None:
    """A file of the same length that differs in one figure is another upload."""
    about = portal.upload("T.csv", _csv(), package_id="mo", name="T")
    made = connector(portal, clock, about["id"], {"column": "Ky", "format": "MM/YYYY"})
    (first,) = made.pull(WINDOW)
    again = replace(WINDOW, known=(first.evidence.provenance,))
    (skipped,) = made.pull(again)
    assert skipped.counts.is_empty()
    assert skipped.evidence.provenance["not-read-again"]
    changed = _csv().replace(b"120", b"121")
    portal.upload("T.csv", changed, "resource_update", id=about["id"], package_id="mo", name="T")
    (second,) = made.pull(again)
    assert second.counts["value"].to_list() == [121, 114, 7, None]


def test_private_rows_need_the_token(portal: ckan.Ckan, clock: Clock) -> None:
    resource_id = rows(portal, "rieng", [record(1, "5", "4")])
    with pytest.raises(CredentialsError, match="403"):
        list(connector(portal, clock, resource_id, {"fixed": "2026-08"}).pull(WINDOW))
    batches = list(connector(portal, clock, resource_id, {"fixed": "2026-08"}, token=portal.token).pull(WINDOW))
    assert total(batches, "dossiers_received") == 5
    assert portal.token not in f"{[batch.evidence for batch in batches]}"


def test_its_refusals_are_told_in_its_words(portal: ckan.Ckan, clock: Clock) -> None:
    resource_id = rows(portal, "mo", [record(1, "5", "4")])
    with pytest.raises(ContractBroken, match="Unknown field: Loai"):
        list(connector(portal, clock, resource_id, {"fixed": "2026-08"}, filters={"Loai": "x"}).pull(WINDOW))
    with pytest.raises(ContractBroken, match=r"'Ky' is missing; fields found there: 'Ten don vi', 'Tong/tiep nhan'"):
        list(connector(portal, clock, resource_id, {"column": "Ky", "format": "MM/YYYY"}).pull(WINDOW))
    with pytest.raises(ConfigurationError, match="404: Not found"):
        list(connector(portal, clock, "00000000-0000-0000-0000-000000000000", {"fixed": "2026-08"}).pull(WINDOW))
