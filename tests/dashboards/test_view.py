from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.service import LEVELS, STATUSES
from dashboards.view import SORTS, Choices, View, ViewProblem, language_of, parse_view
from monitor.periods import CALENDARS

CHOICES = Choices(("K1", "K2", "K3a"), ("mot-cua", "cong-dvcqg"), ("department", "ward", "commune", "special_zone"))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
PERIODS = st.sampled_from(["2026-10", "2026-Q3", "2026-H1", "2026-9M", "2025"])
VIEWS = st.builds(
    View,
    lang=st.sampled_from(["vi", "en"]),
    period=st.none() | PERIODS,
    calendar=st.sampled_from(CALENDARS),
    indicator=st.none() | st.sampled_from(CHOICES.indicators),
    source=st.none() | st.sampled_from(CHOICES.sources),
    level=st.none() | st.sampled_from(LEVELS),
    kind=st.none() | st.sampled_from(CHOICES.kinds),
    status=st.none() | st.sampled_from([*STATUSES, "all"]),
    sort=st.sampled_from(SORTS),
    rows=st.sampled_from([None, "all"]),
    known_at=st.none() | MOMENTS,
)


@given(VIEWS)
def test_an_address_says_exactly_what_is_shown(view: View) -> None:
    assert parse_view(view.query(), CHOICES) == view


@given(st.text(max_size=60))
def test_any_text_as_an_address_is_read_or_refused_with_a_sentence(search: str) -> None:
    with suppress(ViewProblem):
        parse_view(search, CHOICES)
        return
    with pytest.raises(ViewProblem) as refused:
        parse_view(search, CHOICES)
    assert len(refused.value.sentence()) > 20
    assert refused.value.status == 400


def test_defaults_make_the_shortest_address() -> None:
    assert View().query() == ""
    assert View(sort="rate").query() == "?sort=rate"


@pytest.mark.parametrize(
    ("search", "named"),
    [
        ("period=2026-13", "2026-Q3"),
        ("calendar=lunar", "calendar, nd09"),
        ("indicator=K99", "K1, K2, K3a"),
        ("source=nobody", "mot-cua, cong-dvcqg"),
        ("level=galaxy", "department, commune"),
        ("kind=village", "ward"),
        ("status=red", "needs_check"),
        ("sort=size", "shortfall, rate, change"),
        ("rows=7", "all"),
        ("lang=fr", "vi, en"),
        ("known_at=yesterday", "2026-11-02"),
        ("known_at=0001-01-01T00:00", "2026-11-02"),
    ],
)
def test_a_wrong_parameter_names_itself_and_what_to_write(search: str, named: str) -> None:
    with pytest.raises(ViewProblem) as refused:
        parse_view(f"?{search}", CHOICES)
    sentence = refused.value.sentence()
    assert search in sentence
    assert named in sentence


def test_the_sentence_is_in_the_language_of_the_address() -> None:
    with pytest.raises(ViewProblem) as refused:
        parse_view("?lang=en&sort=size", CHOICES)
    assert refused.value.sentence() == (
        "The address parameter “sort=size” is not valid. Use one of: shortfall, rate, change."
    )


def test_names_added_by_other_programs_are_ignored() -> None:
    assert parse_view("?fbclid=abc&indicator=K2", CHOICES) == View(indicator="K2")


def test_a_day_means_its_end_in_vietnam() -> None:
    view = parse_view("?known_at=2026-11-02", CHOICES)
    assert view.known_at == datetime(2026, 11, 2, 16, 59, 59, tzinfo=UTC)


def test_a_time_without_zone_is_vietnams() -> None:
    view = parse_view("?known_at=2026-11-02T07:30", CHOICES)
    assert view.known_at == datetime(2026, 11, 2, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("search", "lang"), [("?lang=en&period=x", "en"), ("?lang=xx", "vi"), ("", "vi")])
def test_the_language_is_known_even_when_the_rest_is_wrong(search: str, lang: str) -> None:
    assert language_of(search) == lang
