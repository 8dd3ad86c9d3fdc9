"""A file that has not changed since a complete pull is not downloaded again, and nothing is missed by that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from connectors.registry import build
from monitor.collect.pull import PullResult, pull_source
from monitor.store import Store
from tests.collect.world import NOW, OCTOBER, declared, source, ticking
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script
from tests.connectors.test_ckan import Ckan

Serve = Callable[[Script], Loopback]
COLUMNS = {"unit_code": "Ma", "period": {"column": "Ky", "format": "MM/YYYY"}, "measures": {"casefiles": "So"}}
RESOURCE = {"id": "kq", "series": "s", "columns": COLUMNS}
FILE = "/dataset/x/T.csv"


def csv(*values: object, code: str = "U") -> bytes:
    lines = [f"{code}{number},10/2026,{value}" for number, value in enumerate(values, 1)]
    return "\n".join(["Ma,Ky,So", *lines, ""]).encode()


@dataclass
class Portal:
    """A portal with one uploaded file; every upload moves ``last_modified``, as CKAN does."""

    body: bytes
    version: int = 1
    more: Mapping[str, object] = field(default_factory=dict)
    url: str = ""

    def upload(self, body: bytes) -> None:
        self.body, self.version = body, self.version + 1

    def __call__(self, asked: Asked) -> Reply:
        stamp = f"2026-11-0{self.version}T08:00:00.000001"
        about: dict[str, object] = {"last_modified": stamp, "url_type": "upload", "size": len(self.body)}
        about |= {"url": self.url + FILE, "datastore_active": False, "maintainer": "Nguyễn Văn A", **self.more}
        return Ckan(about=about, files={FILE: self.body})(asked)


@dataclass
class Pulling:
    """Pulls hour after hour from one portal into one store."""

    store: Store
    server: Loopback
    hour: int = 0

    def pull(self, *resources: Mapping[str, object], hand: bool = False) -> tuple[PullResult, int]:
        """How the pull went, and how many files were downloaded for it."""
        clock = Clock()
        given = {"base_url": self.server.url, "resources": list(resources or [RESOURCE]), "requests_per_second": 1000}
        connector = build("ckan", given, clock=clock, sleep=clock.sleep)
        self.hour += 1
        self.server.asked.clear()
        moment = ticking(NOW + timedelta(hours=self.hour))
        first = OCTOBER.start if hand else None
        result = pull_source(self.store, declared(), source(), connector, clock=moment, first=first)
        return result, sum(asked.path == FILE for asked in self.server.asked)

    def values(self) -> list[int | None]:
        return [value for (value,) in self.store.read_counts().sort("captured_at", "unit").select("value").rows()]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """On SQLite alone: what a pull is told is known is tried on both in tests/collect/test_known.py."""
    opened = Store(f"sqlite:///{tmp_path / 'sohoa.db'}", tmp_path / "data")
    opened.upgrade()
    yield opened
    opened.close()


@pytest.fixture
def portal() -> Portal:
    return Portal(csv(5, 7))


@pytest.fixture
def pulling(store: Store, serve: Serve, portal: Portal) -> Pulling:
    server = serve(portal)
    assert urlsplit(server.url).hostname
    portal.url = server.url
    return Pulling(store, server)


def test_the_same_file_is_told_not_read_and_a_new_one_is_read(pulling: Pulling, portal: Portal) -> None:
    assert pulling.pull()[1] == 1
    for _ in range(2):
        result, downloads = pulling.pull()
        assert downloads == 0
        assert (result.outcome, result.answers, result.rows_in) == ("complete", 1, 0)
    portal.upload(csv(5, 8))
    result, downloads = pulling.pull()
    assert (downloads, result.stored, result.restated, result.unchanged) == (1, 1, 1, 1)
    assert pulling.values() == [5, 7, 8]
    assert pulling.store.check() == ()


def test_the_portals_word_is_kept_in_place_of_the_file_and_nobodys_name(pulling: Pulling) -> None:
    pulling.pull()
    result, _ = pulling.pull()
    folder = pulling.store.evidence_dir
    names = [path.name.partition(".")[0] for path in folder.rglob("*.zst")]
    answers = [a for name in names for a in pulling.store.evidence_info(name)["answers"]]
    (skipped,) = [a for a in answers if a["pull_id"] == result.pull_id]
    assert skipped["provenance"]["not-read-again"].startswith("unchanged")
    assert skipped["url"].endswith("resource_show?id=kq")
    assert not any("Nguyễn".encode() in pulling.store.evidence(name) for name in names)


def test_asked_for_by_hand_it_is_read(pulling: Pulling) -> None:
    pulling.pull()
    assert pulling.pull(hand=True)[1] == 1


def test_what_is_held_back_is_read_until_it_is_good(pulling: Pulling, portal: Portal) -> None:
    portal.upload(csv(5, "x"))
    assert pulling.pull()[0].quarantined == 1
    assert pulling.pull()[1] == 1
    portal.upload(csv(5, 6))
    assert pulling.pull()[1] == 1
    assert pulling.store.quarantine().is_empty()
    assert pulling.pull()[1] == 0


@pytest.mark.parametrize(
    "again",
    [
        {**RESOURCE, "columns": {**COLUMNS, "measures": {"dossiers_received": "So"}}},
        {**RESOURCE, "series": "t"},
        {**RESOURCE, "not_reported": ["5"]},
    ],
    ids=["another measure", "another series", "other cells without a count"],
)
def test_another_way_of_reading_reads_it_and_so_does_the_way_back(
    pulling: Pulling, again: Mapping[str, object]
) -> None:
    assert [pulling.pull(each)[1] for each in (RESOURCE, again, again, RESOURCE)] == [1, 1, 0, 1]


@pytest.mark.parametrize(
    "more", [{"url_type": None}, {"last_modified": None}], ids=["it lies elsewhere", "its age is not told"]
)
def test_what_the_portal_cannot_vouch_for_is_always_read(
    pulling: Pulling, portal: Portal, more: Mapping[str, object]
) -> None:
    portal.more = more
    assert [pulling.pull()[1] for _ in range(2)] == [1, 1]


def test_resources_that_may_contradict_each_other_are_read_together(pulling: Pulling) -> None:
    other = {**RESOURCE, "id": "kq2"}
    assert [pulling.pull(RESOURCE, other)[1] for _ in range(2)] == [2, 2]


def test_resources_of_different_months_stand_for_themselves(pulling: Pulling) -> None:
    each = [{**RESOURCE, "id": f"r{m}", "columns": {**COLUMNS, "period": {"fixed": f"2026-{m}"}}} for m in ("09", "10")]
    assert [pulling.pull(*each)[1] for _ in range(2)] == [2, 0]
