"""Every state without figures, or with old ones, is said with what to do; what a viewer may not see stays unseen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from dashboards.app import create_app
from dashboards.callbacks import render
from dashboards.words import Words
from monitor.figures import FigureService
from monitor.viewer import Viewer
from tests.dashboards.fake import FakeService
from tests.dashboards.reading import hrefs, text, with_class
from tests.dashboards.real import LONG_XUYEN, NOON, PHU_QUOC, service

OTHERS = ("Phú Quốc", PHU_QUOC, "Tiên Hải")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> FigureService:
    return service(tmp_path_factory.mktemp("states"))


@pytest.fixture(scope="module")
def ward(real: FigureService) -> FigureService:
    """The same store, asked by somebody who may see one ward."""
    return FigureService(real.store, real.declared, lambda: NOON, keep=True, viewer=Viewer(subtree=LONG_XUYEN))


@dataclass
class Broken(FakeService):
    def figures(self, **_more: Any) -> Any:  # noqa: ANN401 - never answers
        raise RuntimeError("secret of the inside")

    def __hash__(self) -> int:
        return id(self)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("asked", "kind", "way"),
    [
        ("/?period=october&indicator=K4", "wrong", "/?indicator=K4"),
        ("/units?find=phu&status=red", "wrong", "/units?find=phu"),
        ("/unit/H99.999", "missing", "/units"),
        ("/nowhere", "missing", "/units"),
    ],
)
def test_a_wrong_address_has_a_way_on_that_keeps_what_was_right(asked: str, kind: str, way: str, lang: str) -> None:
    path, _, search = asked.partition("?")
    spoken = "" if lang == "vi" else "&lang=en"
    children, heading = render(FakeService(), path, f"?{search}{spoken}")
    assert with_class(children, f"state-{kind}")
    assert Words(lang)(f"state.{kind}.title") in heading["title"]
    wanted = way if lang == "vi" else f"{way}{'&' if '?' in way else '?'}lang=en"
    assert wanted in hrefs(children)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_empty_store_says_what_to_do_and_its_sources_can_be_seen(
    tmp_path_factory: pytest.TempPathFactory, real: FigureService, lang: str
) -> None:
    bare = service_without_counts(tmp_path_factory, real)
    children, _ = render(bare, "/", f"?lang={lang}")
    assert [step for step in ("sources.yaml", "sources test", "sohoa pull") if step not in text(children)] == []
    way = next(href for href in hrefs(children) if href.startswith("/data/sources"))
    shown = text(render(bare, urlsplit(way).path, f"?{urlsplit(way).query}")[0])
    assert Words(lang)("data.sources") in shown
    assert Words(lang)("state.empty.title") not in shown
    assert create_app(bare).server.test_client().get("/").status_code == 200


def service_without_counts(tmp_path_factory: pytest.TempPathFactory, real: FigureService) -> FigureService:
    from monitor.store import Store  # noqa: PLC0415 - beside its only use

    folder = tmp_path_factory.mktemp("bare")
    store = Store(f"sqlite:///{folder / 'sohoa.db'}", folder)
    store.upgrade()
    return FigureService(store, real.declared, lambda: NOON, keep=True)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_failure_inside_gives_the_same_address_once_more(lang: str, caplog: pytest.LogCaptureFixture) -> None:
    children, _ = render(Broken(), "/", f"?indicator=K4&lang={lang}")
    assert f"/?indicator=K4&lang={lang}" in hrefs(children)
    assert Words(lang)("state.failed.note") in text(children)
    assert "secret" not in text(children)
    assert "secret of the inside" in caplog.text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_old_source_is_told_above_its_figures(real: FigureService, lang: str) -> None:
    """Pulled in full ten days ago and two days ago; the province allows three (config/alerts.yaml)."""
    told = [text(node) for node in with_class(render(real, "/", f"?lang={lang}")[0], "stale")]
    assert len(told) == 1
    assert "12:00 13/11/2026" in told[0]
    assert re.search(r"\b3 (ngày|days)", told[0])
    fresh = FigureService(real.store, real.declared, lambda: NOON - timedelta(days=9), keep=True)
    assert with_class(render(fresh, "/", "")[0], "stale") == []


@pytest.mark.parametrize(
    ("address", "status"),
    [("/", 403), (f"/unit/{PHU_QUOC}", 403), ("/unit/H01", 403), (f"/unit/{LONG_XUYEN}", 200), ("/unit/H99.999", 404)],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_a_viewer_may_not_see_is_refused_without_naming_it(
    ward: FigureService, address: str, status: int, lang: str
) -> None:
    assert create_app(ward).server.test_client().get(f"{address}?lang={lang}").status_code == status
    children, heading = render(ward, address, f"?lang={lang}")
    assert [name for name in OTHERS if name in text(children) or name in heading["title"]] == []
    if status == 403:
        assert with_class(children, "state-forbidden")
        assert f"/unit/{LONG_XUYEN}" in {urlsplit(href).path for href in hrefs(children)}
        assert not re.search(r"\d+[,.]\d\d ?%", text(children))


def test_no_page_of_one_ward_s_viewer_names_another_unit(ward: FigureService) -> None:
    waiting, seen = [f"/unit/{LONG_XUYEN}"], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen or path.endswith((".csv", ".xlsx")):
            continue
        seen.add(path)
        children, _ = render(ward, path, "?indicator=K3&period=2026-10")
        assert [name for name in OTHERS if name in text(children)] == [], path
        waiting += [urlsplit(href).path for href in hrefs(children) if href.startswith("/")]
    assert {"/units", "/data/findings", "/data/reconciliation"} <= seen
