"""Mistakes in alerts.yaml: each is told with its place and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.declared import load
from tests.declared.mistakes import Mistake, assert_found

FILE = "alerts.yaml"
K1 = "code: k1-duoi-moc"

MISTAKES = [
    Mistake(FILE, 'start: "07:30"', 'start: "7h30"', "hours.start", "no time of day", "07:30", "'7h30'"),
    Mistake(FILE, 'end: "17:00"', 'end: "07:00"', "hours.end", "after start", "earlier", "'07:00:00'"),
    Mistake(
        FILE, "{to: [unit, parent]", "{to: [unit, boss]", "ladders.default.1.to", "no recipient", "roles", "'boss'"
    ),
    Mistake(FILE, "zalo_oa: 30", "zalo: 30", "limits.zalo", "no channel", "zalo_oa", "'zalo'"),
    Mistake(FILE, "code: k2-duoi-moc", K1, "rules.1.code", "twice", "of its own", "'k1-duoi-moc'"),
    Mistake(FILE, "indicator: K1\n", "indicator: K99\n", "rules.0.indicator", "no indicator", "K", "'K99'"),
    Mistake(FILE, "  indicator: G2\n", "", "rules.10.indicator", "is missing", "Name the indicator"),
    Mistake(FILE, "  provisional: true\n", "", "rules.8.provisional", "does not fit", "provisional: true", "False"),
    Mistake(FILE, "ladder: report", "ladder: repot", "rules.9.ladder", "no ladder", "report", "'repot'"),
    Mistake(
        FILE,
        "when: {kind: stale",
        "indicator: K1\n  when: {kind: stale",
        "rules.11.indicator",
        "source",
        "Delete",
        "'K1'",
    ),
    Mistake(
        FILE,
        "when: {kind: falling, points: 5}",
        "when: {kind: faling}",
        "rules.3.when.kind",
        "not known",
        "falling",
        "'faling'",
    ),
    Mistake(
        FILE,
        "  when: {kind: shortfall_share, share: 10}",
        "  source: mot-cu\n  when: {kind: shortfall_share}",
        "rules.2.source",
        "no source",
        "mot-cua",
        "'mot-cu'",
        late=True,
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_told_with_its_remedy(folder: Path, mistake: Mistake) -> None:
    assert_found(folder, mistake)


def test_a_province_may_have_no_alerts(folder: Path) -> None:
    (folder / FILE).unlink()
    assert load(folder).alerts.rules == ()
