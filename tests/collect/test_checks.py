from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from connectors.base import Reject, Span
from monitor.collect.checks import Checked, Expected, check, relations_of, ties
from monitor.collect.mapping import Places
from monitor.collect.rules import BY_CODE, RULES, rules
from monitor.collect.seen import Seen
from monitor.declared.checks import INTRINSIC, Check, Comparison
from monitor.declared.declared import Declared
from monitor.store import HELD_KEY
from tests.collect.world import (
    CHECKS,
    DIGITIZED,
    ELECTRONIC,
    JOINT,
    NOT_DIGITIZED,
    NOVEMBER,
    OCTOBER,
    RECEIVED,
    RESOLVED,
    TEXT,
    TODAY,
    batch,
    declared,
    month,
    reject,
    row,
)

NOTHING = pl.DataFrame(schema={**HELD_KEY, "unit": pl.String(), "value": pl.Int64()})


def checked(
    rows: Sequence[dict[str, object]],
    rejects: tuple[Reject, ...] = (),
    *,
    world: Declared | None = None,
    window: frozenset[Span] | None = frozenset({OCTOBER, NOVEMBER}),
    earlier: pl.DataFrame = NOTHING,
) -> Checked:
    known = world or declared()
    expected = Expected(
        Places(known.unit_code_frame("portal"), known.unit_frame(), "period", TODAY, ("calendar",)),
        frozenset(measure.code for measure in known.measures),
        relations_of(known.reading_frame(), known.checks, "src"),
        window,
    )
    seen = Seen()
    seen.add(earlier)
    return check(batch(rows, rejects=rejects), expected, seen)


def reasons(found: Checked) -> list[tuple[str, str, str]]:
    return found.held.select("unit_code", "measure", "reason").rows()


def good(found: Checked) -> list[tuple[str, str, int | None]]:
    return found.good.select("unit", "measure", "value").rows()


def test_sound_counts_pass_untouched() -> None:
    rows = [row(RECEIVED, 10), row(DIGITIZED, 10), row(RECEIVED, 0, "U2"), row(DIGITIZED, None, "U2")]
    found = checked(rows)
    assert found.held.is_empty()
    assert found.rows == 4
    assert good(found) == [("U1", RECEIVED, 10), ("U1", DIGITIZED, 10), ("U2", RECEIVED, 0), ("U2", DIGITIZED, None)]


def test_an_undeclared_unit_is_held_back() -> None:
    found = checked([row(RECEIVED, 1, "ZZ", unit_name="Xã Lạ"), row(RECEIVED, 2)])
    assert reasons(found) == [("ZZ", RECEIVED, "unknown_unit")]
    assert found.held["detail"].item() == "ZZ (Xã Lạ)"
    assert good(found) == [("U1", RECEIVED, 2)]


def test_a_unit_outside_its_validity_is_held_back() -> None:
    before = month("2025-06")
    found = checked([row(RECEIVED, 1, span=before)], window=frozenset({before}))
    assert reasons(found) == [("U1", RECEIVED, "unit_not_valid")]


def test_an_undeclared_measure_is_held_back_alone() -> None:
    found = checked([row("bananas", 1), row(RECEIVED, 2)])
    assert reasons(found) == [("U1", "bananas", "unknown_measure")]
    assert good(found) == [("U1", RECEIVED, 2)]


def test_days_that_are_no_period_are_held_back() -> None:
    week = Span(date(2026, 10, 5), date(2026, 10, 11))
    assert reasons(checked([row(RECEIVED, 1, span=week)])) == [("U1", RECEIVED, "not_a_period")]
    nd09 = month("2026-10", "nd09")
    assert reasons(checked([row(RECEIVED, 1, span=nd09)])) == [("U1", RECEIVED, "not_a_period")]


def test_a_period_nobody_asked_for_is_held_back() -> None:
    found = checked([row(RECEIVED, 1, span=month("2026-09"))])
    assert reasons(found) == [("U1", RECEIVED, "outside_window")]
    assert found.held["detail"].item() == "2026-09-01..2026-09-30"
    assert good(checked([row(RECEIVED, 1, span=month("2026-09"))], window=None)) == [("U1", RECEIVED, 1)]


def test_a_negative_number_is_held_back_with_what_it_is_divided_by() -> None:
    found = checked([row(DIGITIZED, -1), row(RECEIVED, 10), row("casefiles", 3), row(RECEIVED, 5, "U2")])
    assert reasons(found) == [("U1", DIGITIZED, "negative"), ("U1", RECEIVED, "tied_to_held")]
    assert found.held["value"].to_list() == ["-1", "10"]
    assert good(found) == [("U1", "casefiles", 3), ("U2", RECEIVED, 5)]


def test_two_values_for_one_count_are_both_held_back() -> None:
    found = checked([row(RECEIVED, 10), row(RECEIVED, 11), row(RECEIVED, 7, "U2"), row(RECEIVED, 7, "U2")])
    assert reasons(found) == [("U1", RECEIVED, "duplicate_conflict")] * 2
    assert found.held["detail"].to_list() == [f"{RECEIVED}: 10 ≠ 11"] * 2
    assert good(found) == [("U2", RECEIVED, 7)] * 2


def test_unreported_and_reported_contradict_each_other() -> None:
    assert reasons(checked([row(RECEIVED, None), row(RECEIVED, 0)])) == [("U1", RECEIVED, "duplicate_conflict")] * 2


def test_a_batch_that_contradicts_an_earlier_one_of_the_pull_is_held_back() -> None:
    first = checked([row(RECEIVED, 10), row(RECEIVED, 4, "U2")]).good
    found = checked([row(RECEIVED, 11), row(RECEIVED, 4, "U2")], earlier=first)
    assert reasons(found) == [("U1", RECEIVED, "duplicate_conflict")]
    assert found.held["detail"].item() == f"{RECEIVED}: 10 ≠ 11"


def test_a_numerator_over_its_denominator_holds_both_back() -> None:
    found = checked([row(DIGITIZED, 11), row(RECEIVED, 10), row(DIGITIZED, 10, "U2"), row(RECEIVED, 10, "U2")])
    assert reasons(found) == [
        ("U1", DIGITIZED, "numerator_over_denominator"),
        ("U1", RECEIVED, "numerator_over_denominator"),
    ]
    assert found.held["detail"][0] == f"{DIGITIZED} = 11 > {RECEIVED} = 10"
    assert [unit for unit, _, _ in good(found)] == ["U2", "U2"]


def test_a_reading_with_several_measures_is_summed_before_it_is_compared() -> None:
    world = declared([((DIGITIZED, ELECTRONIC), (RECEIVED, RESOLVED))])
    sound = [row(DIGITIZED, 9), row(ELECTRONIC, 6), row(RECEIVED, 5), row(RESOLVED, 10)]
    assert checked(sound, world=world).held.is_empty()
    assert checked([*sound[:3], row(RESOLVED, 9)], world=world).held.height == 4


def test_series_units_periods_and_procedures_are_compared_apart() -> None:
    rows = [
        row(DIGITIZED, 5),
        row(RECEIVED, 4, series="other"),
        row(RECEIVED, 4, "U2"),
        row(RECEIVED, 4, span=NOVEMBER),
        row(RECEIVED, 4, procedure="1.001"),
    ]
    assert checked(rows).held.is_empty()


def test_a_reading_is_checked_only_while_it_is_in_force() -> None:
    rows = [row(DIGITIZED, 11), row(RECEIVED, 10)]
    assert checked(rows, world=declared(effective_from=date(2026, 10, 31))).held.height == 2
    assert checked(rows, world=declared(effective_from=date(2026, 11, 1))).held.is_empty()


def test_an_unreported_side_breaks_nothing() -> None:
    assert checked([row(DIGITIZED, 11), row(RECEIVED, None)]).held.is_empty()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({RECEIVED: 10, DIGITIZED: 6, NOT_DIGITIZED: 3}, "broken_identity"),
        ({RESOLVED: 10, ELECTRONIC: 6, "results_not_electronic": 5}, "broken_identity"),
        ({RECEIVED: 10, "dossiers_online": 6, "dossiers_direct": 3, "dossiers_postal": 2}, "broken_identity"),
        ({"dossiers_handled": 10, "dossiers_handled_on_time": 6, "dossiers_handled_overdue": 3}, "broken_identity"),
        ({JOINT: 7, DIGITIZED: 6}, "joint_over_side"),
        ({JOINT: 7, ELECTRONIC: 6}, "joint_over_side"),
        ({"documents_sent_signed": 7, "documents_sent": 6}, "part_over_whole"),
    ],
)
def test_a_broken_identity_holds_back_all_its_rows(values: dict[str, int], code: str) -> None:
    found = checked([row(measure, value) for measure, value in values.items()])
    assert reasons(found) == [("U1", measure, code) for measure in values]
    mended = dict(values)
    first = next(iter(mended))
    mended[first] = 6 if code in {"joint_over_side", "part_over_whole"} else sum(list(values.values())[1:])
    assert checked([row(measure, value) for measure, value in mended.items()]).held.is_empty()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("dossiers_to_handle", {"dossiers_online", "dossiers_direct_or_postal", "dossiers_carried_over"}),
        ("dossiers_resolved", {"dossiers_resolved_early", "dossiers_resolved_on_time", "dossiers_resolved_overdue"}),
        ("dossiers_in_process", {"dossiers_in_process_not_due", "dossiers_in_process_overdue"}),
    ],
)
def test_form_06a_must_add_up(left: str, right: set[str]) -> None:
    held_back = [one for check in CHECKS if check.holds_back for one in check.compares]
    assert (left, right) in [(one.left[0], set(one.right)) for one in held_back if len(one.left) == 1]


def comparing(**changes: object) -> Declared:
    """A province with one declared check of its own: received = online + direct."""
    sides = {"left": ["dossiers_received"], "right": ["dossiers_online", "dossiers_direct"], "basis": "form"}
    check = {"code": "own", "severity": "error", "title": TEXT, "remedy": TEXT, "holds_back": True}
    compared = Comparison.model_validate({**sides, **changes})
    return replace(declared(()), checks=(Check.model_validate({**check, "compares": [compared]}),))


@pytest.mark.parametrize(
    ("changes", "online", "held"),
    [
        ({}, 7, False),
        ({}, 8, True),
        ({"tolerance": 1}, 8, False),
        ({"tolerance": 1}, 6, False),
        ({"tolerance": 1}, 9, True),
        ({"sign": "<="}, 6, True),
        ({"sign": "<="}, 8, False),
        ({"sign": ">="}, 6, False),
        ({"sign": ">="}, 8, True),
        ({"sign": ">=", "tolerance": 1}, 8, False),
        ({"since": date(2026, 11, 1)}, 8, False),
        ({"since": date(2026, 10, 31)}, 8, True),
        ({"until": date(2026, 10, 1)}, 8, False),
        ({"sources": ["src"]}, 8, True),
        ({"sources": ["other"]}, 8, False),
    ],
)
def test_a_declared_comparison_holds_back_what_breaks_it(changes: dict[str, object], online: int, held: bool) -> None:
    rows = [row("dossiers_received", 10), row("dossiers_online", online), row("dossiers_direct", 3)]
    found = checked(rows, world=comparing(**changes))
    assert reasons(found) == ([("U1", one["measure"], "own") for one in rows] if held else [])


def test_a_cell_that_is_no_number_is_held_back_with_its_place_and_company() -> None:
    found = checked([row(RECEIVED, 10), row("casefiles", 2)], (reject(DIGITIZED, "mười"),))
    assert found.rows == 3
    assert sorted(reasons(found)) == [("U1", DIGITIZED, "unreadable"), ("U1", RECEIVED, "tied_to_held")]
    unreadable = found.held.filter(pl.col("reason") == "unreadable").to_dicts()[0]
    assert (unreadable["unit"], unreadable["value"]) == ("U1", "mười")
    assert unreadable["detail"] == "Sheet1!C7: not an integer"
    assert good(found) == [("U1", "casefiles", 2)]


def test_a_cell_without_a_period_is_held_back_too() -> None:
    found = checked([], (reject(DIGITIZED, "x", "", None),))
    assert found.held.select("reason", "unit", "period_start", "calendar").rows() == [("unreadable", None, None, None)]


def test_a_row_that_breaks_several_rules_is_held_back_once() -> None:
    found = checked([row("bananas", -1, "ZZ", Span(date(2026, 10, 2), date(2026, 10, 3)))])
    assert reasons(found) == [("ZZ", "bananas", "unknown_unit")]


def test_no_rows_are_no_trouble() -> None:
    found = checked([])
    assert (found.good.height, found.held.height, found.rows) == (0, 0, 0)


def test_ties_reach_as_far_as_relations_do() -> None:
    world = declared([(("a",), ("b",)), (("c",), ("d",)), (("e",), ("f",)), (("b",), ("c",))])
    number = ties(relations_of(world.reading_frame()))
    assert number["a"] == number["b"] == number["c"] == number["d"]
    assert number["e"] == number["f"] != number["a"]


def test_every_rule_speaks_both_languages_and_says_what_to_do() -> None:
    known = rules(declared())
    assert all(all((rule.vi, rule.en, rule.remedy_vi, rule.remedy_en)) for rule in known.values())
    assert set(known) == {*BY_CODE, *(check.code for check in CHECKS)}
    assert tuple(rule.code for rule in RULES) == INTRINSIC
