"""docs/config.md names every file and every key; it cannot drift from the models."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel

from connectors.registry import CONNECTORS
from monitor.declared import alert_models, checks, loading, models, report_models
from monitor.declared.fields import Bilingual
from monitor.declared.validation import key_of
from tests.running import ROOT

TEXT = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
MODELS: dict[str, list[type[BaseModel]]] = {
    "units.csv": [models.Unit],
    "unit_codes.csv": [models.UnitCode],
    "unit_successions.csv": [models.Succession],
    "fields.csv": [models.ProcedureField],
    "procedures.csv": [models.Procedure],
    "measures.yaml": [models.Measure],
    "indicators.yaml": [models.Indicator, models.Reading, Bilingual],
    "targets.yaml": [models.Target],
    "sources.yaml": [models.Source, models.BasisChange, Bilingual],
    "calendar.yaml": [models.WorkingCalendar, models.CalendarRule, models.DayNote],
    "checks.yaml": [checks.Check, checks.Comparison, Bilingual],
    "alerts.yaml": [
        alert_models.AlertPlan,
        alert_models.Hours,
        alert_models.Step,
        alert_models.Letterhead,
        alert_models.AlertRule,
        alert_models.Scope,
        alert_models.When,
        Bilingual,
    ],
    "reports.yaml": [
        report_models.ReportPlan,
        report_models.Issuer,
        report_models.IssuerInEnglish,
        report_models.Grade,
        report_models.Schedule,
        Bilingual,
    ],
}


def keys(section: str) -> list[tuple[str, bool]]:
    """Keys of a file and whether they must be there."""
    return [
        (key_of(model, name), field.is_required())
        for model in MODELS[section]
        for name, field in model.model_fields.items()
    ]


@pytest.mark.parametrize("section", MODELS)
def test_every_key_is_described_and_marked_when_required(section: str) -> None:
    for key, required in keys(section):
        assert f"`{key}`" in SECTIONS[section], key
        starred = re.search(rf"`{key}` \*", SECTIONS[section]) is not None
        assert starred == required or key in ("vi", "en"), key


@pytest.mark.parametrize("section", MODELS)
def test_no_key_is_described_that_does_not_exist(section: str) -> None:
    rows = re.findall(r"^\| (`[^|]+) \|", SECTIONS[section], re.MULTILINE)
    described = {key for row in rows for key in re.findall(r"`([^`]+)`", row)}
    assert described <= {key for key, _ in keys(section)}


def test_every_file_has_its_section() -> None:
    assert set(loading.FILES) == set(MODELS)
    assert set(SECTIONS) == {*loading.FILES, loading.AREAS}
    assert all(f"`{file}`" in TEXT for file in (*loading.FILES, loading.AREAS, loading.DEMO_SOURCES))


def test_words_that_a_value_may_be_are_listed() -> None:
    assert all(f"`{kind}`" in SECTIONS["units.csv"] for kind in models.UNIT_KINDS)
    assert all(f"`{connector}`" in SECTIONS["sources.yaml"] for connector in CONNECTORS)


def test_defaults_are_the_ones_of_the_code() -> None:
    source = models.Source(name="a", connector="b")
    for key, value in [("schedule", f'"{source.schedule}"'), ("repull", source.repull), ("history", source.history)]:
        assert re.search(rf"^\| `{key}` \| `?{re.escape(str(value))}`? \|", SECTIONS["sources.yaml"], re.MULTILINE), key
