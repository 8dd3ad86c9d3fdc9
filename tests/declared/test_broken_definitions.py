"""Mistakes in measures.yaml, indicators.yaml, targets.yaml and calendar.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.declared import check, load
from tests.declared.mistakes import Mistake, assert_found

MEASURES, INDICATORS, TARGETS, CALENDAR = "measures.yaml", "indicators.yaml", "targets.yaml", "calendar.yaml"
K1_RESOLVED = "    - dossiers_resolved\n"
K5_FINAL = "K5: {final: 80"

MISTAKES = [
    Mistake(
        MEASURES,
        "- {code: dossiers_online,",
        "- {code: dossiers_online, kind: flow, noun: dossiers, vi: x, en: x}\n- {code: dossiers_online,",
        "dossiers_online.code",
        "given twice",
        "Keep one",
        "'dossiers_online'",
    ),
    Mistake(
        MEASURES,
        "received, kind: flow",
        "received, kind: flows",
        "dossiers_received.kind",
        "not known",
        "Did you mean flow?",
        "'flows'",
    ),
    Mistake(
        MEASURES,
        "noun: dossiers",
        "noun: dossiers, nuon: x",
        "dossiers_received.nuon",
        "no known key",
        "Did you mean noun?",
    ),
    Mistake(
        MEASURES, "- {code: dossiers_received, kind: flow", "- {kind: flow", "entry 1.code", "missing", "docs/config.md"
    ),
    Mistake(INDICATORS, "  direction: high\n", "", "K1.direction", "missing", "docs/config.md"),
    Mistake(INDICATORS, "  remedy:", "  remdy: {}\n  remedy:", "K1.remdy", "no known key", "Did you mean remedy?"),
    Mistake(INDICATORS, "version: 1", "version: '1'", "K1.version", "no whole number", "digits", "'1'"),
    Mistake(INDICATORS, "version: 1", "version: true", "K1.version", "no whole number", "digits", "True"),
    Mistake(INDICATORS, "version: 1", "version: 0", "K1.version", "out of range", "greater than or equal to 1", "0"),
    Mistake(
        INDICATORS, "headline: true", "headline: 'yes'", "K1.headline", "neither true nor false", "quotes", "'yes'"
    ),
    Mistake(INDICATORS, "    en: Procedures processed digitally\n", "", "K1.name.en", "missing", "Add it"),
    Mistake(INDICATORS, "en: Procedures processed digitally", "en: ''", "K1.name.en", "is empty", "Write", "''"),
    Mistake(INDICATORS, "en: Procedures processed digitally", "en: 95", "K1.name.en", "no text", "quotes", "95"),
    Mistake(INDICATORS, "en: Procedures processed digitally", "en:", "K1.name.en", "is empty", "Write its value"),
    Mistake(INDICATORS, "m: 2023-01-01", "m: soon", "K1.effective_from", "no date", "2026-10-31", "'soon'"),
    Mistake(INDICATORS, "m: 2023-01-01", "m: 2023-02-29", "K1.effective_from", "no day", "Correct", "'2023-02-29'"),
    Mistake(
        INDICATORS, "m: 2023-01-01", "m: 2023-01-01 10:00:00", "K1.effective_from", "no date", "", "2023-01-01 10:00:00"
    ),
    Mistake(
        INDICATORS,
        K1_RESOLVED,
        "    - dossier_resolved\n",
        "K1.readings.0.denominator.0",
        "no measure",
        "Did you mean dossiers_resolved",
        "'dossier_resolved'",
    ),
    Mistake(
        INDICATORS,
        K1_RESOLVED,
        K1_RESOLVED * 2,
        "K1.readings.0.denominator.1",
        "added twice",
        "Keep one",
        "'dossiers_resolved'",
    ),
    Mistake(
        INDICATORS,
        K1_RESOLVED,
        "    - documents_outgoing\n",
        "K1.readings.0",
        "counts documents",
        "one noun",
        "'documents_outgoing'",
    ),
    Mistake(
        INDICATORS, K1_RESOLVED, "    - dossiers_in_process\n", "K1.readings.0", "mixes flows and stocks", "flows only"
    ),
    Mistake(
        INDICATORS,
        f"    denominator:\n{K1_RESOLVED}",
        "    denominator: []\n",
        "K1.readings.0.denominator",
        "is empty",
        "at least one",
        "(a list of 0)",
    ),
    Mistake(
        INDICATORS,
        f"    denominator:\n{K1_RESOLVED}",
        "    denominator: dossiers_resolved\n",
        "K1.readings.0.denominator",
        "no list",
        "'- '",
        "'dossiers_resolved'",
    ),
    Mistake(
        INDICATORS,
        "lead_agency: H01.01",
        "lead_agency: H01.O1",
        "K1.lead_agency",
        "no unit of units.csv",
        "Did you mean",
        "'H01.O1'",
    ),
    Mistake(
        INDICATORS, "  - H01.12\n", "  - H01.99\n", "K1.coordinating_agencies.1", "no unit", "units.csv", "'H01.99'"
    ),
    Mistake(INDICATORS, "direction: high", "direction: up", "K1.direction", "not known", "Known: high, low.", "'up'"),
    Mistake(
        INDICATORS,
        "checked_on: null",
        "checked_on: 2026-11-01",
        "K1.checked_by",
        "missing beside",
        "null for both",
        late=True,
    ),
    Mistake(
        INDICATORS,
        "headline_source: mot-cua",
        "headline_source: motcua",
        "K1.headline_source",
        "no source",
        "Did you mean mot-cua",
        "'motcua'",
        late=True,
    ),
    Mistake(TARGETS, K5_FINAL, "K5: {final: abc", "K5.final", "no number", "95 or 94.5", "'abc'"),
    Mistake(TARGETS, K5_FINAL, "K5: {final: '80'", "K5.final", "no number", "without quotes", "'80'"),
    Mistake(TARGETS, K5_FINAL, "K5: {final: 80.125", "K5.final", "more than two decimals", "Round", "80.125"),
    Mistake(TARGETS, K5_FINAL, "K5: {final: 180", "K5.final", "no share", "from 0 to 100", "180"),
    Mistake(TARGETS, K5_FINAL, "K5: {final: .nan", "K5.final", "no share", "from 0 to 100", "nan"),
    Mistake(TARGETS, K5_FINAL, "K5: {final: yes", "K5.final", "no number", "Write a number", "True"),
    Mistake(TARGETS, K5_FINAL, "K5: {final: {ward: 80}", "K5.final", "no default", "default:", "(a group of 1)"),
    Mistake(
        TARGETS, "2026: {default: 30}", "2019: {default: 30}", "K5.milestones.2019", "out of range", "2020", "2019"
    ),
    Mistake(
        TARGETS, "2026: {default: 30}", "2026: {town: 30}", "K5.milestones.2026.town", "not known", "ward", "'town'"
    ),
    Mistake(
        TARGETS, "2026: {default: 30}", "2026: {default: abc}", "K5.milestones.2026.default", "no number", "", "'abc'"
    ),
    Mistake(
        TARGETS,
        "2026: {default: 30}",
        "2026: {default: 50}",
        "K5.milestones.2027.default",
        "falls back",
        "between 50 and 80",
        "45",
        late=True,
    ),
    Mistake(
        TARGETS,
        "2030: {default: 80}",
        "2030: {default: 85}",
        "K5.milestones.2030.default",
        "beyond the final target 80",
        "Correct",
        "85",
        late=True,
    ),
    Mistake(
        TARGETS,
        "G1: {final: 10}",
        "G1: {final: 10, milestones: {2026: {ward: 9}}}",
        "G1.milestones.2026.ward",
        "beyond",
        "",
        "9",
        late=True,
    ),
    Mistake(TARGETS, "G4: {final: 0}", "G5: {final: 0}\nG4: {final: 0}", "G5", "no indicator", "Known: G1, G2"),
    Mistake(TARGETS, "G4: {final: 0}", "", "G4", "is missing", "Add G4:"),
    Mistake(TARGETS, "G4: {final: 0}", "G4: {final: 0}\nG4: {final: 1}", "line 62, G4", "written twice", "Keep one"),
    Mistake(TARGETS, "G4: {final: 0}", "G4: {final: 0", "line 62", "no valid YAML", "indentation"),
    Mistake(TARGETS, "G4: {final: 0}", "G4: 0", "G4", "no group", "Indent"),
    Mistake(
        CALENDAR, "Asia/Ho_Chi_Minh", "Asia/Bangkok", "time_zone", "not known", "Asia/Ho_Chi_Minh", "'Asia/Bangkok'"
    ),
    Mistake(CALENDAR, "first_day: 15", "first_day: 16", "calendars.nd09.first_day", "which is 15", "Write 15", "16"),
    Mistake(CALENDAR, "  nd09:", "  nd9:", "calendars.nd9", "not known", "Did you mean nd09?", "'nd9'"),
    Mistake(
        CALENDAR,
        "default_calendar: calendar",
        "default_calendar: solar",
        "default_calendar",
        "not known",
        "nd09",
        "'solar'",
    ),
    Mistake(CALENDAR, "day: 2026-01-01", "day: 2026-01-32", "days_off.0.day", "no day", "Correct", "'2026-01-32'"),
    Mistake(
        CALENDAR,
        "day: 2026-02-16",
        "day: 2026-01-01",
        "days_off.2.day",
        "given twice",
        "Keep one",
        "2026-01-01",
        late=True,
    ),
    Mistake(
        CALENDAR,
        "day: 2026-01-10",
        "day: 2026-01-12",
        "working_days.0.day",
        "neither a Saturday",
        "Saturdays",
        "2026-01-12",
        late=True,
    ),
    Mistake(
        CALENDAR,
        "day: 2026-08-22",
        "day: 2026-05-01",
        "working_days.1.day",
        "also a day off",
        "one of the two",
        "2026-05-01",
        late=True,
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_one_mistake_is_one_problem(folder: Path, mistake: Mistake) -> None:
    assert_found(folder, mistake)


def second_version(folder: Path, effective_from: str) -> None:
    """Add version 2 of K1, which counts a stricter numerator."""
    path = folder / INDICATORS
    text = path.read_text(encoding="utf-8")
    entry = text[text.index("- code: K1\n") : text.index("- code: K2\n")]
    entry = entry.replace("version: 1", "version: 2").replace("2023-01-01", effective_from)
    entry = entry.replace("dossiers_input_result_digitized", "results_electronic")
    path.write_text(f"{text}\n{entry}", encoding="utf-8")


def test_a_new_version_follows_the_old_one_from_its_day(folder: Path) -> None:
    second_version(folder, "2026-07-01")
    assert check(folder) == ()
    declared = load(folder)
    assert declared.indicator("K1").version == 2
    rows = declared.indicator_frame().filter(indicator="K1").select("version", "effective_from", "effective_to").rows()
    assert rows == [(1, date(2023, 1, 1), date(2026, 7, 1)), (2, date(2026, 7, 1), None)]
    readings = declared.reading_frame().filter(indicator="K1", side="numerator")
    assert readings.select("version", "measure", "effective_to").rows() == [
        (1, "dossiers_input_result_digitized", date(2026, 7, 1)),
        (2, "results_electronic", None),
    ]


def test_a_version_is_given_once(folder: Path) -> None:
    second_version(folder, "2026-07-01")
    path = folder / INDICATORS
    path.write_text(path.read_text(encoding="utf-8").replace("version: 2", "version: 1"), encoding="utf-8")
    (problem,) = check(folder)
    assert (problem.key, problem.value, problem.message) == ("K1.version", "1", "is given twice")


@pytest.mark.parametrize("day", ["2023-01-01", "2022-12-31"])
def test_a_new_version_must_begin_later(folder: Path, day: str) -> None:
    second_version(folder, day)
    (problem,) = check(folder)
    assert (problem.key, problem.value) == ("K1.effective_from", day)
    assert "does not lie after version 1" in problem.message
    assert "later day" in problem.remedy


def test_hundredths_are_exact(folder: Path) -> None:
    path = folder / TARGETS
    path.write_text(path.read_text(encoding="utf-8").replace(K5_FINAL, "K5: {final: 80.07"), encoding="utf-8")
    assert load(folder).target_frame().filter(indicator="K5")["target"].unique().to_list() == [8007]


@pytest.mark.parametrize("file", [MEASURES, INDICATORS, TARGETS, CALENDAR])
@pytest.mark.parametrize("content", ["just a text\n", "12\n", "- - 1\n"])
def test_another_kind_of_document_is_one_problem(folder: Path, file: str, content: str) -> None:
    (folder / file).write_text(content, encoding="utf-8")
    (problem,) = check(folder)
    assert problem.file.endswith(file)
    assert "docs/config.md" in problem.remedy
