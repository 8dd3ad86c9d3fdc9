"""Questions about figures on both databases. Expected numbers are counted by hand from the few counts given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from connectors.base import Span
from monitor.collect.pull import pull_source
from monitor.declared import Declared, Source, load
from monitor.declared.models import Succession
from monitor.figures import FigureService, QueryError
from monitor.store import Store
from monitor.viewer import Viewer
from tests.collect.world import Scripted, batch, month, row
from tests.running import ROOT

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
SERIES = "digitization-by-agency"
PHU_QUOC, LONG_XUYEN = "H01.201", "H01.101"
Pull = Callable[[str, Sequence[dict[str, object]], datetime], None]


@pytest.fixture(scope="module")
def declared() -> Declared:
    return load(ROOT / "config", environ={})


@pytest.fixture
def pull(store: Store, declared: Declared) -> Pull:
    """Pulls rows into the store as on a given moment."""

    def run(name: str, rows: Sequence[dict[str, object]], at: datetime) -> None:
        source = Source.model_validate({"name": name, "connector": "igate", "units_as_of": "today"})
        spans = [Span(r["period_start"], r["period_end"]) for r in rows]  # type: ignore[arg-type]
        first, last = min(spans).start, max(spans).end
        connector = Scripted([batch(rows, at, url=f"http://one-stop.test/{at:%Y%m%d%H%M%S}")])
        result = pull_source(store, declared, source, connector, clock=lambda: at, first=first, last=last)
        assert result.outcome == "complete", result
        assert result.quarantined == 0, store.quarantine()

    return run


def pair(unit: str, joint: int | None, resolved: int | None, span: Span) -> list[dict[str, object]]:
    return [
        row("dossiers_input_result_digitized", joint, unit, span, series=SERIES),
        row("dossiers_resolved", resolved, unit, span, series=SERIES),
    ]


OCTOBER, SEPTEMBER = month("2026-10"), month("2026-09")


@pytest.fixture
def service(store: Store, declared: Declared, pull: Pull) -> FigureService:
    """Two units in two months; October of Phú Quốc is restated five days later."""
    september = pair(PHU_QUOC, 50, 100, SEPTEMBER) + pair(LONG_XUYEN, 190, 200, SEPTEMBER)
    october = pair(PHU_QUOC, 40, 100, OCTOBER) + pair(LONG_XUYEN, 189, 200, OCTOBER)
    pull("mot-cua", september + october, NOON - timedelta(days=10))
    pull("mot-cua", pair(PHU_QUOC, 60, 100, OCTOBER), NOON - timedelta(days=5))
    return FigureService(store, declared, lambda: NOON)


def test_the_province_is_the_sum_of_its_units_with_their_number(service: FigureService) -> None:
    (found,) = service.figures(indicators=["K1"], period="2026-10", unit="H01").to_dicts()
    assert (found["numerator"], found["denominator"]) == (60 + 189, 300)
    assert found["shown"] == "83.00"
    assert (found["reported"], found["expected"]) == (2, 117)
    assert found["shortfall"] == 285 - 249
    # September: 240 of 300 = 80 %.
    assert found["change"] == pytest.approx(3.0)


def test_a_figure_can_be_asked_as_it_was_known(service: FigureService) -> None:
    then = NOON - timedelta(days=6)
    (old,) = service.figures(indicators=["K1"], period="2026-10", unit=PHU_QUOC, as_known_at=then).to_dicts()
    (new,) = service.figures(indicators=["K1"], period="2026-10", unit=PHU_QUOC).to_dicts()
    assert (old["numerator"], old["restated"]) == (40, False)
    assert (new["numerator"], new["restated"]) == (60, True)
    passport = service.explain("K1", PHU_QUOC, period="2026-10", as_known_at=then)
    assert passport is not None
    assert [version[1:] for version in passport.versions] == [(40, 100)]


def test_the_passport_names_counts_evidence_and_every_version(service: FigureService) -> None:
    passport = service.explain("K1", PHU_QUOC, period="2026-10")
    assert passport is not None
    assert [(code, value) for code, _, value in passport.numerator_measures] == [
        ("dossiers_input_result_digitized", 60)
    ]
    assert [(code, value) for code, _, value in passport.denominator_measures] == [("dossiers_resolved", 100)]
    assert [version[1:] for version in passport.versions] == [(40, 100), (60, 100)]
    for sha256, url, size in passport.evidence:
        assert len(service.store.evidence(sha256)) == size
        assert url.startswith("http://one-stop.test/")
    assert passport.checked_by is None
    assert "chờ thẩm định" in passport.legal_basis


def test_a_figure_nobody_reported_still_has_a_passport(service: FigureService) -> None:
    passport = service.explain("K1", "H01.01", period="2026-10")
    assert passport is not None
    assert (passport.status, passport.numerator, passport.evidence) == ("not_reported", None, ())


def test_an_indicator_without_a_source_has_none(service: FigureService) -> None:
    assert service.explain("K8", PHU_QUOC, period="2026-10") is None
    assert service.sources_of("K8") == ()


def test_without_the_headline_source_the_first_one_with_counts_is_shown(service: FigureService) -> None:
    """K3 is led by the portal; only the one-stop system has counts, over dossiers received, which were not given."""
    assert service.sources_of("K1") == ("mot-cua",)
    assert service.sources_of("K3") == ()


def test_a_viewer_sees_its_own_subtree_only(store: Store, declared: Declared, service: FigureService) -> None:
    own = FigureService(store, declared, lambda: NOON, viewer=Viewer("unit", LONG_XUYEN))
    assert set(own.figures(period="2026-10")["unit"]) == {LONG_XUYEN}
    assert set(own.units["unit"]) == {LONG_XUYEN}
    assert own.explain("K1", PHU_QUOC, period="2026-10") is None
    assert own.counts_of(PHU_QUOC, period="2026-10", calendar="calendar", lang="vi").is_empty()
    assert own.series("K1", PHU_QUOC, source=None, calendar="calendar", months=3).is_empty()
    assert service.explain("K1", PHU_QUOC, period="2026-10") is not None


def test_a_kept_service_sees_a_later_pull(store: Store, declared: Declared, service: FigureService, pull: Pull) -> None:
    del service
    kept = FigureService(store, declared, lambda: NOON, keep=True)
    before = kept.figures(indicators=["K1"], period="2026-10", unit=PHU_QUOC)["numerator"].to_list()
    pull("mot-cua", pair(PHU_QUOC, 70, 100, OCTOBER), NOON - timedelta(days=1))
    after = kept.figures(indicators=["K1"], period="2026-10", unit=PHU_QUOC)["numerator"].to_list()
    assert (before, after) == ([60], [70])


def test_a_trend_has_a_row_for_every_month(service: FigureService) -> None:
    trend = service.series("K1", PHU_QUOC, source=None, calendar="calendar", months=4)
    assert trend["period"].to_list() == ["2026-08", "2026-09", "2026-10", "2026-11"]
    assert trend["numerator"].to_list() == [None, 50, 60, None]
    assert trend["status"].to_list() == ["not_reported", "below", "below", "provisional"]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ({"indicators": ["K77"]}, "K7"),
        ({"source": "motcua"}, "mot-cua"),
        ({"unit": "H01.999"}, "H01"),
        ({"level": "district"}, "department"),
        ({"status": "red"}, "below"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_ones(
    service: FigureService, question: dict[str, object], named: str
) -> None:
    with pytest.raises(QueryError, match=named):
        service.figures(period="2026-10", **question)  # type: ignore[arg-type]


def test_nothing_is_compared_across_a_day_on_which_the_source_changed_its_counting(
    store: Store, service: FigureService
) -> None:
    declared = load(ROOT / "config", environ={})
    told = {"valid_from": "2026-10-01", "why": {"vi": "đổi cách đếm", "en": "counts in another way"}}
    changed = tuple(
        Source.model_validate({"name": s.name, "connector": s.connector, "basis_changes": [told]})
        for s in declared.sources
    )
    other = FigureService(store, replace(declared, sources=changed), lambda: NOON)
    (found,) = other.figures(indicators=["K1"], period="2026-10", unit="H01").to_dicts()
    assert (found["shown"], found["change"], found["trend_break"]) == ("83.00", None, "declared")
    assert service.figures(indicators=["K1"], period="2026-10", unit="H01")["change"].to_list() == [pytest.approx(3.0)]
    trend = other.series("K1", PHU_QUOC, source=None, calendar="calendar", months=3)
    assert trend.select("period", "trend_break").rows() == [
        ("2026-09", None),
        ("2026-10", "declared"),
        ("2026-11", None),
    ]


def test_the_change_can_be_told_since_the_same_period_a_year_ago(service: FigureService, pull: Pull) -> None:
    pull("mot-cua", pair(PHU_QUOC, 45, 100, month("2025-10")), NOON - timedelta(days=4))
    (asked,) = service.figures(indicators=["K1"], period="2026-10", unit=PHU_QUOC, compare="year_ago").to_dicts()
    assert asked["change"] == pytest.approx(60.0 - 45.0)
    (plain,) = service.figures(indicators=["K1"], period="2026-10", unit=PHU_QUOC).to_dicts()
    assert plain["change"] == pytest.approx(60.0 - 50.0)
    with pytest.raises(QueryError, match="year_ago"):
        service.figures(period="2026-10", compare="last")


def test_a_year_to_date_is_the_sum_of_its_months(service: FigureService) -> None:
    (found,) = service.figures(indicators=["K1"], period="2026-10M", unit=PHU_QUOC).to_dicts()
    assert (found["numerator"], found["denominator"], found["reported"]) == (50 + 60, 200, 2)
    assert found["change"] is None


def test_the_passport_on_todays_map_names_the_units_handed_over(store: Store, declared: Declared, pull: Pull) -> None:
    line = {"predecessor": LONG_XUYEN, "successor": PHU_QUOC, "share": "1", "valid_from": "2026-11-01"}
    merged = Succession.model_validate(line)
    pull("mot-cua", pair(PHU_QUOC, 60, 100, OCTOBER) + pair(LONG_XUYEN, 189, 200, OCTOBER), NOON - timedelta(days=5))
    service = FigureService(store, replace(declared, successions=(merged,)), lambda: NOON)
    assert service.remapped
    found = service.explain("K1", PHU_QUOC, period="2026-10", on_map="today")
    assert found is not None
    assert (found.numerator, found.denominator) == (60 + 189, 300)
    assert found.numerator_measures[0][2] == 60 + 189
    assert found.gathered == ((declared.unit(LONG_XUYEN).name, 1, 1),)
    plain = service.explain("K1", PHU_QUOC, period="2026-10")
    assert plain is not None
    assert (plain.numerator, plain.gathered) == (60, ())


def test_nothing_was_known_before_the_first_pull(service: FigureService) -> None:
    assert service.known_since() == date(2026, 11, 13)
    assert service.today == date(2026, 11, 23)
