"""The parts of the overview by hand: distance, months, tiles, road, projection, what if, reasons; and their weight."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from dash._utils import to_json

from dashboards.callbacks import filled, render
from dashboards.drawing import drawn
from dashboards.figures.distance import MARKS, said, toned
from dashboards.figures.heat import heat
from dashboards.figures.outlook import outlook
from dashboards.figures.road import ground, road
from dashboards.figures.selection import with_share
from dashboards.figures.tiles import MOST, tiles
from dashboards.figures.what_if import bridge_text, what_if
from dashboards.figures.why import Case, weakest, why
from dashboards.pages.overview import PARTS, content
from dashboards.pages.overview.gathered import Gathered, gather
from dashboards.question import ask
from dashboards.words import Words
from monitor.kpi.gaps import Bridge
from monitor.kpi.outlook import outlooks
from monitor.periods import Period
from tests.dashboards.fake import FakeService
from tests.dashboards.fake_figures import PROVINCE, figure, frame
from tests.dashboards.reading import hrefs, text, with_class

LIGHT = 300_000
"""Bytes a part of a page may weigh on its way to the browser."""
OCTOBER = Period("calendar", "month", 2026, 10)


def month(number: int, num: int | None, den: int | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    start = date(2026, number, 1)
    end = Period("calendar", "month", 2026, number).end
    return figure(num, den, period=f"2026-{number:02d}", period_start=start, period_end=end, **more)


# distance ------------------------------------------------------------------------------------------------------


def test_tones_are_distances_and_never_colour_alone() -> None:
    rows = frame(
        figure(950, 1000), figure(949, 1000), figure(900, 1000), figure(899, 1000), figure(650, 1000),
        figure(450, 1000), figure(449, 1000), figure(5, 10), figure(0, 0), figure(None, None),
        figure(1, 100, status="needs_check"),
    )  # fmt: skip
    found = toned(rows)
    assert found["tone"].to_list() == [
        "met", "far-1", "far-1", "far-2", "far-3", "far-4", "far-5",
        "too_few", "no_cases", "not_reported", "needs_check",
    ]  # fmt: skip
    assert found["mark"].to_list() == ["✓", "<1", "5", "5", "30", "50", "50", "…", "–", "?", "!"]
    assert set(MARKS) == {"met", "too_few", "no_cases", "not_reported", "needs_check"}


def test_a_distance_is_said_in_words(vi: Words) -> None:
    rows = toned(frame(figure(5024, 10_000), figure(None, None), figure(96, 100))).to_dicts()
    assert [said(vi, row) for row in rows] == [
        "50,24%, còn cách mục tiêu 44,76 điểm · Chưa đạt",
        "Chưa báo cáo",
        "96,00% · Đạt",
    ]


# months, tiles -------------------------------------------------------------------------------------------------


def test_the_heat_map_is_a_table_whose_cells_lead_to_the_unit_in_that_month(vi: Words) -> None:
    rows = frame(month(9, 50, 100), month(10, 96, 100), month(10, 20, 100, unit="other"))
    months = [Period("calendar", "month", 2026, number) for number in (8, 9, 10)]
    units = frame(month(10, 96, 100)).select("unit", "unit_name")

    def href(unit: str | None, period: str) -> str:
        return f"/{unit or ''}?{period}"

    found = heat(vi, units, rows, months, href, linked=True)
    assert text(with_class(found, "heat")).split() == [
        "Đơn",
        "vị",
        "8/26",
        "9/26",
        "10/26",
        "Đặc",
        "khu",
        "Phú",
        "Quốc",
        "45",
        "✓",
    ]
    assert hrefs(found) == [
        "/?2026-08",
        "/?2026-09",
        "/?2026-10",
        "/H01.201?2026-10",
        "/H01.201?2026-09",
        "/H01.201?2026-10",
    ]
    assert hrefs(heat(vi, units, rows, months, href, linked=False)) == hrefs(found)[:4]


def test_every_unit_has_a_tile_under_its_kind_those_that_lack_most_first(vi: Words) -> None:
    rows = frame(
        figure(90, 100, unit="a", unit_name="Xã A", kind="commune"),
        figure(10, 100, unit="b", unit_name="Xã B", kind="commune"),
        figure(99, 100, unit="c", unit_name="Sở C", kind="department"),
    )
    found = tiles(vi, rows, ["department", "ward", "commune"], lambda unit: f"/{unit}")
    assert hrefs(found) == ["/c", "/b", "/a"]
    assert text(found).split() == ["Sở,", "ngành1", "✓", "Xã2", "85", "5"]


def test_too_many_tiles_become_counts_that_add_up(vi: Words) -> None:
    rows = [figure(number % 97, 100, unit=f"u{number}", kind="commune") for number in range(MOST + 60)]
    found = tiles(vi, frame(*rows), ["commune"], lambda unit: f"/{unit}")
    assert hrefs(found) == []
    bar = with_class(found, "tone-bar")[0]
    assert sum(int(text(piece).replace(".", "")) for piece in bar["props"]["children"]) == MOST + 60


# road, projection ----------------------------------------------------------------------------------------------


def test_the_road_holds_every_month_and_every_milestone(vi: Words) -> None:
    rows = frame(month(9, 70, 100), month(10, None, None), month(11, 75, 100, provisional=True))
    at = ground(rows, ((2026, 80.0), (2030, 95.0)), 95.0)
    assert (at.first, at.last, at.low) == (date(2026, 1, 1), date(2030, 12, 31), 70.0)
    assert (at.up(85.0), at.across(date(2026, 1, 1)), at.across(date(2030, 12, 31))) == (50.0, 0.0, 100.0)
    found = road(vi, rows, ((2026, 80.0), (2030, 95.0)), 95.0, calendar="calendar", href=lambda code: f"/?{code}")
    assert hrefs(found) == ["/?2026-11", "/?2026-09"]
    assert len(with_class(found, "open")) == 1
    assert "Mốc cuối năm 2030\n95%" in text(found)


def captured(day: int) -> dict[str, Any]:
    return {"captured_at": datetime(2026, 11, day, 2, tzinfo=UTC), "provisional": True}


def test_a_projection_says_that_it_is_one_and_what_the_rest_must_reach(vi: Words, service: FakeService) -> None:
    """24 of 30 days: 1,900 of 2,400, 600 to come; 80 % of 3,000 is 2,400: 500 of 600 = 83.33 %. 95 % needs 950."""
    series = frame(month(9, 780, 1000), month(10, 790, 1000), month(11, 1900, 2400, **captured(25)))
    info = service.indicators("vi")[0]
    november = Period("calendar", "month", 2026, 11)
    rows = outlooks(series, [november], fewest=30, direction="high").to_dicts()
    told = text(outlook(vi, rows, info, "calendar"))
    assert "Dự báo, không phải số liệu" in told
    assert "hết ngày 24/11/2026" in told
    assert "Để kịp mốc 2026 (80%): 83,33% phần còn lại phải đạt (500 trong khoảng 600 hồ sơ)." in told
    # twice the pace, all of it good: 3,100 of 3,600 = 86.11 %
    assert "Không còn kịp mục tiêu 95% trong kỳ này: tốt nhất chỉ lên 83,33%" in told


def test_nothing_is_projected_for_a_period_with_a_hole(service: FakeService) -> None:
    series = frame(month(9, 780, 1000), month(10, None, None), month(11, 1900, 2400, **captured(25)))
    year = Period("calendar", "year", 2026, 1)
    assert outlooks(series, [year], fewest=30, direction="high").is_empty()
    assert service.indicators("vi")[0].minimum_denominator == 30


# what if, reasons ----------------------------------------------------------------------------------------------

UNITS = with_share(
    frame(
        figure(50, 100, unit="a", unit_name="Xã A", kind="commune", change=-3.0),
        figure(90, 100, unit="b", unit_name="Xã B", kind="commune", change=2.0),
        figure(99, 100, unit="c", unit_name="Xã C", kind="commune"),
    )
)
WHOLE = figure(239, 300, unit=PROVINCE, kind="province")
"""285 needed, 46 missing; 80 % is 240: one missing."""


def test_what_if_by_hand(vi: Words, service: FakeService) -> None:
    """a lacks 45: 284/300 = 94.67 %; b 5 more: 289/300 = 96.33 %."""
    found = text(what_if(vi, UNITS, WHOLE, service.indicators("vi")[0], 2026)).splitlines()
    assert "1 đơn vị thiếu nhiều nhất: thêm 45 hồ sơ94,67%" in found
    assert "Tất cả 2 đơn vị: thêm 50 hồ sơ96,33%" in found
    assert "Để toàn tỉnh đạt mốc 2026 (80%), chỉ cần 1 đơn vị thiếu nhiều nhất đạt mục tiêu của mình." in found
    assert "Để toàn tỉnh đạt mục tiêu 95%, chỉ cần 2 đơn vị thiếu nhiều nhất đạt mục tiêu của mình." in found


def test_the_sum_is_told_to_the_last_case(vi: Words) -> None:
    told = bridge_text(vi, Bridge(50, 9, 4, 0, 55), 2, "hồ sơ")
    assert told.startswith("Cộng lại: 2 đơn vị dưới mục tiêu thiếu 50, ")
    assert told.endswith("trừ 4 dư của các đơn vị đã đạt = đúng 55 hồ sơ toàn tỉnh còn thiếu.")


def test_reasons_tell_size_rate_duration_and_what_else_is_weak(vi: Words, service: FakeService) -> None:
    infos = service.indicators("vi")
    unit = UNITS.filter(pl.col("unit") == "a").row(0, named=True)
    weak = figure(20, 100, unit="a")
    others = weakest([(infos[3], weak, figure(80, 100)), (infos[1], weak, figure(80, 100))], infos[0])
    assert [name for name, _, _ in others] == [infos[3].name], "documents are other cases than dossiers"
    case = Case(unit, WHOLE, frame(month(9, 50, 100), month(10, 50, 100)), others, (("Đăng ký khai sinh", 31),))
    told = text(why(vi, [case], infos[0], lambda code: f"/unit/{code}"))
    assert "Thiếu 45 hồ sơ, 90,00% phần thiếu" in told
    assert "Tỷ lệ thấp: kém toàn tỉnh 29,67 điểm, với 33,33% số hồ sơ của tỉnh." in told
    assert "Mới: dưới mục tiêu 2 tháng gần đây." in told
    assert f"Yếu ở “{infos[3].name}”: 20,00%, kém toàn tỉnh 60,00 điểm." in told
    assert "Thủ tục “Đăng ký khai sinh”: thiếu 31 hồ sơ." in told


# light ---------------------------------------------------------------------------------------------------------


def weight(part: object) -> int:
    return len(json.dumps(json.loads(to_json(part)), ensure_ascii=False, separators=(",", ":")).encode())  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("search", ["", "?status=all&rows=all", "?heat=all", "?lang=en&status=all&rows=all&sort=rate"])
def test_the_page_of_a_province_is_light(service: FakeService, search: str) -> None:
    assert weight(drawn(render(service, "/", search)[0])) < LIGHT
    assert weight(drawn(filled(service, "months", search))) < LIGHT


@pytest.mark.parametrize("search", ["", "?status=all&rows=all", "?heat=all"])
def test_what_the_page_says_of_3321_communes_is_light(service: FakeService, search: str) -> None:
    found = nation(gather(ask(service, search)), 3321)
    assert found.units.height == 3321
    assert weight(drawn(content(found))) < LIGHT - 20_000  # the frame around it is not this page's


def nation(found: Gathered, count: int) -> Gathered:
    """The same province with so many communes, each like one of the real ones."""

    def many(frame: pl.DataFrame) -> pl.DataFrame:
        units = frame.filter(pl.col("unit") != PROVINCE)
        if units.is_empty():
            return frame
        whole = frame.filter(pl.col("unit") == PROVINCE)
        copies = -(-count // units["unit"].n_unique())
        named = [
            units.with_columns(
                unit=pl.col("unit") + f"-{copy}", unit_name=pl.col("unit_name") + f" số {copy}", parent=pl.lit(PROVINCE)
            )
            for copy in range(copies)
        ]
        kept = pl.concat(named)["unit"].unique(maintain_order=True).head(count).implode()
        return pl.concat([whole, pl.concat(named).filter(pl.col("unit").is_in(kept))])

    every = {code: many(frame) for code, frame in found.every.items()}
    made = replace(found, every=defaultdict(found.frame.clear, every), frame=many(found.frame))
    made.__dict__["trends"] = many(found.trends)
    return made


def test_parts_that_come_later_are_known_by_name(service: FakeService) -> None:
    assert set(PARTS) >= {"findings", "months"}
    assert len(with_class(filled(service, "months", "?heat=all")[0], "far")) > 100
    assert "Hãy tải lại trang" in text(filled(service, "nothing", ""))
