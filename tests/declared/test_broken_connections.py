"""Mistakes inside the lists of a connector's options: the key leads to the line, the remedy says what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.declared.mistakes import Mistake, assert_found

SOURCES = "sources.yaml"
REST = "kho-ket-qua.options"


def mistake(old: str, new: str, key: str, says: str, remedy: str, value: str = "") -> Mistake:  # noqa: PLR0913, PLR0917
    return Mistake(SOURCES, old, new, key, says, remedy, value, late=True)


MISTAKES = [
    mistake(
        "results_electronic: tong",
        "results_electronics: tong",
        f"{REST}.tables.0.measures",
        "no measure",
        "results_electronic",
        "'results_electronics'",
    ),
    mistake(
        "dossiers_online: {sum",
        "dossiers_onlin: {sum",
        f"{REST}.tables.1.measures",
        "no measure",
        "dossiers_online",
        "'dossiers_onlin'",
    ),
    mistake(
        "{start:%d/%m/%Y}",
        "{today:%d/%m/%Y}",
        f"{REST}.tables.0.query.from",
        "not accepted",
        "{start:%d/%m/%Y}",
        "'{today:%d/%m/%Y}'",
    ),
    mistake("{end:%d/%m/%Y}", "{end:%B}", f"{REST}.tables.0.query.to", "not accepted", "is not known", "'{end:%B}'"),
    mistake(
        "kenh: ^truc-tuyen$",
        "kenh: (truc",
        f"{REST}.tables.1.measures.dossiers_online.where.kenh",
        "not accepted",
        "no regular expression",
        "'(truc'",
    ),
    mistake("children: childrenData", "childen: childrenData", f"{REST}.tables.0.childen", "no known key", "children"),
    mistake(
        "rows: data\n        children",
        "rows: data..x\n        children",
        f"{REST}.tables.0.rows",
        "not accepted",
        "joined by dots",
        "'data..x'",
    ),
    mistake("unit: {code: id", "unit: {cod: id", f"{REST}.tables.0.unit.cod", "no known key", "code"),
    mistake(
        'X-Api-Key: "${SOHOA_RESULTS_KEY}"',
        "X-Api-Key: hunter-2",
        f"{REST}.auth.headers.X-Api-Key",
        "credentials come from the environment",
        "SOHOA_KHO_KET_QUA_X_API_KEY",
        "(hidden)",
    ),
    mistake(
        "dossiers_received: Tong tiep nhan",
        "dossiers_receivd: Tong tiep nhan",
        "du-lieu-mo.options.resources.0.columns.measures",
        "no measure",
        "dossiers_received",
        "'dossiers_receivd'",
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_named_with_its_key(folder: Path, mistake: Mistake) -> None:
    assert_found(folder, mistake)
