from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from flask.testing import FlaskClient

import dashboards
from dashboards.app import create_app
from dashboards.callbacks import moved, render
from tests.dashboards.fake import FakeService
from tests.dashboards.reading import hrefs, text, with_class

OUTSIDE = re.compile(r"""(?:src|href)=["'](?:https?:)?//""")


@pytest.fixture(scope="module")
def client(service: FakeService) -> FlaskClient:
    server = create_app(service).server
    return server.test_client()  # type: ignore[no-any-return]  # Dash types its server loosely


def page(service: FakeService, path: str, search: str = "") -> str:
    return text(render(service, path, search)[0])


def asset(client: FlaskClient, address: str) -> str:
    with client.get(address) as answer:
        return str(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/?period=2026-Q3&status=near&sort=rate&lang=en", 200),
        ("/unit/H01.201", 200),
        ("/unit/H01", 200),
        ("/?period=october", 400),
        ("/?period=2027-05", 400),
        ("/?indicator=K1&source=cong-dvcqg", 400),
        ("/unit/H01.201?status=red", 400),
        ("/unit/H99.999", 404),
        ("/unit/", 404),
        ("/nowhere", 404),
    ],
)
def test_a_page_answers_with_its_status(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize(("address", "lang"), [("/", "vi"), ("/?lang=en", "en"), ("/?lang=xx", "vi")])
def test_the_document_is_in_the_language_of_its_address(client: FlaskClient, address: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in client.get(address).text


def test_nothing_is_asked_of_another_server(client: FlaskClient) -> None:
    answer = client.get("/")
    assert not OUTSIDE.search(answer.text)
    policy = answer.headers["Content-Security-Policy"]
    assert "http" not in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_no_style_sheet_asks_for_anything_elsewhere(client: FlaskClient) -> None:
    sheets = re.findall(r'href="(/assets/[^"]+\.css[^"]*)"', client.get("/").text)
    assert len(sheets) == len(list((Path(dashboards.__file__).parent / "assets").glob("*.css")))
    for sheet in sheets:
        for address in re.findall(r"url\(\"?([^\")]+)", asset(client, sheet)):
            assert address.startswith(("fonts/", "data:"))


def test_every_font_is_served(client: FlaskClient) -> None:
    fonts = set(re.findall(r'url\("(fonts/[^"]+)"\)', asset(client, "/assets/1-tokens.css")))
    assert len(fonts) == 9
    for font in fonts:
        with client.get(f"/assets/{font}") as answer:
            assert answer.data.startswith(b"wOF2")


def test_health(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.get_json() == {
        "status": "ok",
        "simulated": True,
        "latest_closed_period": {"calendar": "2026-10", "nd09": "2026-11"},
        "warm": True,
    }


def test_the_browser_gets_the_page_by_callback(client: FlaskClient) -> None:
    body = {
        "output": "..page.children...heading.data..",
        "outputs": [{"id": "page", "property": "children"}, {"id": "heading", "property": "data"}],
        "inputs": [
            {"id": "url", "property": "pathname", "value": "/unit/H01.201"},
            {"id": "url", "property": "search", "value": "?lang=en"},
        ],
        "changedPropIds": ["url.pathname"],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200
    response = json.loads(answer.text)["response"]
    assert response["heading"]["data"] == {"title": "Đặc khu Phú Quốc · sohoa", "lang": "en"}
    assert "more dossiers" in json.dumps(response["page"], ensure_ascii=False)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "address",
    ["/", "/?status=all&rows=all", "/?indicator=K6", "/?indicator=G1", "/?period=2026-11", "/?calendar=nd09",
     "/?period=2019-01", "/unit/H01.201", "/unit/H01.13", "/unit/H01.120", "/unit/H01", "/unit/H01.201?indicator=K4",
     "/unit/H01.201?indicator=K6", "/unit/H01.201?indicator=G1", "/unit/H01.201?period=2026-11"],
)  # fmt: skip
def test_every_page_can_be_made_and_prints_no_raw_value(service: FakeService, address: str, lang: str) -> None:
    path, _, search = address.partition("?")
    shown = page(service, path, f"?lang={lang}&{search}")
    assert "{" not in shown
    assert "None" not in shown.replace("Left out\nNone", "")  # a definition that leaves nothing out says so
    assert "**" not in shown
    assert ("nan" in shown.lower().split()) is False
    assert ("SỐ LIỆU MÔ PHỎNG" in shown) is (lang == "vi")
    assert ("SIMULATED DATA" in shown) is (lang == "en")
    assert "log" not in shown.split()


def test_real_figures_are_not_marked_as_simulated() -> None:
    assert "MÔ PHỎNG" not in page(FakeService(simulated=False), "/").replace("(mô phỏng)", "")


def test_the_list_starts_with_the_largest_shortfall_and_keeps_to_twelve(service: FakeService) -> None:
    children = render(service, "/", "")[0]
    shares = [float(text(node).strip()[:-1].replace(",", ".")) for node in with_class(children, "share")[1:]]
    assert len(shares) == 12
    assert shares == sorted(shares, reverse=True)


def test_all_units_can_be_listed(service: FakeService) -> None:
    children = render(service, "/", "?status=all&rows=all")[0]
    assert sum(href.startswith("/unit/") and "rows=all" in href for href in hrefs(children)) >= 117


def test_links_keep_the_view(service: FakeService) -> None:
    children = render(service, "/", "?period=2026-09&kind=ward&lang=en")[0]
    to_units = [href for href in hrefs(with_class(children, "ranking")) if href.startswith("/unit/H01.1")]
    assert to_units
    assert all("period=2026-09" in href and "kind=ward" in href and "lang=en" in href for href in to_units)


def test_an_earlier_knowledge_is_asked_for_and_said(service: FakeService) -> None:
    shown = page(service, "/", "?known_at=2026-11-05")
    assert "23:59 05/11/2026" in shown
    assert service.asked[-1] == "2026-10 2026-11-05 16:59:59+00:00"


def test_a_unit_shows_what_it_has_to_do_and_where_its_figure_came_from(service: FakeService) -> None:
    row = service.figures(indicators=["K1"], period="2026-10", unit="H01.201").row(0, named=True)
    shown = page(service, "/unit/H01.201")
    shortfall = f"{row['shortfall']:,}".replace(",", ".")
    assert f"Cần thêm {shortfall} hồ sơ để đạt 95%." in shown
    assert "Rà soát hồ sơ đã giải quyết" in shown
    assert "Con số này từ đâu ra?" in shown


def test_nobody_is_urged_on_too_few_cases(service: FakeService) -> None:
    shown = page(service, "/unit/H01.15")
    assert "Số lượng quá nhỏ để đánh giá" in shown
    assert "Cần thêm" not in shown
    assert "Rà soát hồ sơ" not in shown


def test_an_open_month_counts_those_that_are_there_so_far(service: FakeService) -> None:
    units = service.figures(indicators=["K1"], period="2026-11").filter(pl.col("kind") != "province")
    there = units.filter(pl.col("shortfall") == 0).height
    shown = page(service, "/", "?period=2026-11")
    assert there > 0
    assert f"{there}/117 đơn vị tạm đạt" in shown
    assert "0/117 đơn vị đạt" not in shown


def test_a_unit_that_cannot_make_it_any_more_is_told_so(service: FakeService) -> None:
    assert "Kỳ này không còn kịp" in page(service, "/unit/H01.201", "?period=2026-11")
    assert "Kỳ này không còn kịp" not in page(service, "/unit/H01.201")


def test_a_missing_figure_has_its_reason(service: FakeService) -> None:
    by_calendar = page(service, "/", "?calendar=nd09&indicator=K2")
    assert "không báo cáo theo lịch đang chọn" in by_calendar
    assert "Nguồn không báo cáo theo lịch này" in by_calendar
    assert "Chưa có nguồn số liệu:" in by_calendar
    assert "Nguồn không chia theo đơn vị:" in page(service, "/unit/H01.201")


def test_two_sources_stand_side_by_side(service: FakeService) -> None:
    assert "Các nguồn đặt cạnh nhau" in page(service, "/unit/H01.201", "?indicator=K4")
    assert "Các nguồn đặt cạnh nhau" not in page(service, "/unit/H01.201", "?indicator=K1")


def test_an_empty_store_says_what_to_run(service: FakeService) -> None:
    assert "sohoa pull" in page(FakeService(empty=True), "/")
    assert create_app(FakeService(empty=True)).server.test_client().get("/").status_code == 200
    assert service.empty is False


class Broken(FakeService):
    def figures(self, **_more: Any) -> Any:  # noqa: ANN401 - never answers
        raise RuntimeError("secret of the inside")


def test_a_failure_inside_is_a_sentence_and_a_log_line(caplog: pytest.LogCaptureFixture) -> None:
    shown = page(Broken(), "/")
    assert "Hãy tải lại trang" in shown
    assert "secret" not in shown
    assert "secret of the inside" in caplog.text


def pick(name: str, value: str | None) -> list[dict[str, Any]]:
    return [{"prop_id": f'{{"pick":"{name}"}}.value', "value": value}]


@pytest.mark.parametrize(
    ("name", "value", "search", "expected"),
    [
        ("unit", "H01.117", "?sort=rate", ("/unit/H01.117", None)),
        ("period", "2026-09", "", (None, "?period=2026-09")),
        ("period", "2026-10", "?period=2026-09", (None, "")),
        ("calendar", "nd09", "", (None, "?calendar=nd09")),
        ("source", "mot-cua", "?indicator=K4", (None, "?indicator=K4&source=mot-cua")),
        ("source", "cong-dvcqg", "?indicator=K4&source=mot-cua", (None, "?indicator=K4")),
        ("calendar", "calendar", "", (None, None)),
        ("unit", None, "", (None, None)),
    ],
)
def test_picking_changes_the_address(
    service: FakeService, name: str, value: str | None, search: str, expected: tuple[str | None, str | None]
) -> None:
    path, query = moved(service, pick(name, value), "/", search)
    assert (path if isinstance(path, str) else None, query if isinstance(query, str) else None) == expected
