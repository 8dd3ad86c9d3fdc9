from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest

import dashboards
from dashboards.figures.parts import change, chip, gap, meter, percent, sparkline
from dashboards.figures.ranking import Scale, ranking
from dashboards.figures.selection import with_share
from dashboards.service import STATUSES
from dashboards.words import Words
from tests.dashboards.fake import FakeService
from tests.dashboards.fake_figures import figure, frame
from tests.dashboards.reading import hrefs, text, tree, with_class

STYLES = (Path(dashboards.__file__).parent / "assets" / "3-overview.css").read_text(encoding="utf-8")
TARGET = "87.50%"  # of an axis from 60 to 100


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_has_a_colour_an_icon_and_a_word(words: Words, status: str) -> None:
    shown = chip(words, status)
    assert text(shown) == words.status(status)
    assert len(with_class(shown, f"chip-{status}")) == 1
    assert re.search(rf"\.chip-{status}[ ,][^}}]*--icon: url", STYLES)


def test_a_status_may_say_how_sure_it_is(vi: Words) -> None:
    assert text(chip(vi, "below", "probably")) == "Chưa đạt · nhiều khả năng"


@pytest.mark.parametrize(
    ("points", "direction", "shown", "tone"),
    [
        (1.87, "high", "▲ 1,87", "change change-good"),
        (-0.35, "high", "▼ 0,35", "change change-bad"),
        (-0.35, "low", "▼ 0,35", "change change-good"),
        (0.004, "high", "không đổi", "change"),
        (None, "high", "–", "change"),
    ],
)
def test_changes(vi: Words, points: float | None, direction: str, shown: str, tone: str) -> None:
    found = change(vi, points, direction)
    assert text(found) == shown
    assert tree(found)["props"]["className"] == tone


def test_an_unknown_change_is_explained_in_a_sentence(vi: Words) -> None:
    assert text(change(vi, None, "high", sentence=True)) == "chưa so sánh được với kỳ trước"
    assert text(change(vi, 1.0, "high", sentence=True)) == "▲ 1,00 điểm so với kỳ trước"


def test_the_gap_and_the_shown_rate_add_up_to_the_target() -> None:
    assert gap(figure(40_417, 52_110)) == Decimal("17.44")
    assert gap(figure(None, None)) is None


def test_a_bar_ends_where_its_frame_ends_but_the_number_is_not_clamped(vi: Words) -> None:
    row = figure(50, 100) | {"rate": 104.0, "shown": "104.00"}
    bar = meter(vi, row)
    assert with_class(bar, "meter-fill")[0]["props"]["style"] == {"width": "100.00%"}
    assert tree(bar)["props"]["aria-label"] == "104,00%, mục tiêu 95%"
    assert percent(None) == "0.00%"


def test_a_sparkline_breaks_where_a_month_is_missing() -> None:
    picture = unquote(tree(sparkline([70.0, 72.0, None, 75.0, 76.0], "năm tháng"))["props"]["style"]["--spark"])
    assert picture.count("<polyline") == 2
    assert picture.count("<circle") == 1
    assert "None" not in picture


def test_one_point_is_no_line() -> None:
    assert "style" not in tree(sparkline([None, 70.0], "hai tháng"))["props"]


def test_the_axis_holds_everything_drawn_and_has_round_ticks() -> None:
    scale = Scale.of(frame(figure(57, 100, milestone=None), figure(80, 100)))
    assert scale.low == 40.0  # the interval of 57/100 reaches down to 47.2
    assert scale.ticks() == [40, 60, 80]
    assert (scale.at(40.0), scale.at(100.0), scale.at(70.0)) == ("0.00%", "100.00%", "50.00%")
    assert Scale.of(frame()).low == 0.0


@pytest.fixture
def listed(vi: Words, service: FakeService) -> object:
    rows = with_share(
        frame(
            figure(70, 100, unit="a", unit_name="Xã A", change=1.5),
            figure(94_999, 100_000, unit="b", unit_name="Xã B"),
            figure(None, None, unit="c", unit_name="Xã C"),
            figure(0, 0, unit="d", unit_name="Xã D"),
            figure(96, 100, unit="e", unit_name="Xã E"),
        )
    )
    info = service.indicators("vi")[0]
    return ranking(vi, rows, info, target=95.0, href=lambda unit: f"/unit/{unit}?sort=rate", so_far=True)


def test_each_unit_is_a_row_that_leads_to_its_page(listed: object) -> None:
    assert hrefs(listed) == [f"/unit/{unit}?sort=rate" for unit in "abcde"]
    assert [line for line in text(listed).splitlines() if line.startswith("Xã")] == [f"Xã {name}" for name in "ABCDE"]


def test_missing_values_stay_blank_and_never_zero(listed: object) -> None:
    lines = text(listed).splitlines()
    for name, status in (("C", "Chưa báo cáo"), ("D", "Không phát sinh")):
        row = lines[lines.index(f"Xã {name}") :][:10]
        assert status in row
        assert not any("0" in part for part in row)


def test_a_gap_too_small_to_show_is_still_a_shortfall(listed: object) -> None:
    lines = text(listed).splitlines()
    row = lines[lines.index("Xã B") :][:10]
    assert row[3:5] == ["95,00%", "1"]
    assert "Cận đạt" in row


def test_the_earlier_dot_needs_an_earlier_rate(listed: object) -> None:
    assert len(with_class(listed, "mark-before")) == 1
    assert len(with_class(listed, "mark-now")) == 3
    assert [node["props"]["style"]["--target"] for node in with_class(listed, "track")] == [TARGET] * 5
