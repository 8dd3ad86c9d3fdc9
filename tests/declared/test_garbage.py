"""Whatever stands in the files: problems come back, never another exception, and nothing hangs."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.declared import ConfigProblems, Problem, check, load
from monitor.declared.loading import (
    CALENDAR,
    CHECKS,
    INDICATORS,
    MEASURES,
    SOURCES,
    SUCCESSIONS,
    TARGETS,
    UNIT_CODES,
    UNITS,
)
from tests.declaring import copy_config
from tests.running import ROOT

YAML_FILES = [MEASURES, INDICATORS, TARGETS, SOURCES, CALENDAR, CHECKS]
CSV_FILES = [UNITS, UNIT_CODES, SUCCESSIONS]
PROVINCE = ROOT / "config"

KEY_WORDS = """code name kind version final milestones default vi en readings numerator options columns measures period
metric map base_url password calendar calendars connector schedule days_off day first_day direction noun
compares left right thresholds severity title remedy"""
VALUE_WORDS = "K1 G1 dossiers flow nd09 spreadsheet igate dvcqg high portal 2026 ${X} ${ ${file:/x} https://a.gov.vn"
WORDS = st.sampled_from([*KEY_WORDS.split(), *VALUE_WORDS.split()])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.datetimes()
    | WORDS
    | st.text(max_size=12)
    | st.binary(max_size=4)
)
KEYS = WORDS | st.integers(-1, 2030) | st.text(max_size=6) | st.booleans()
DOCUMENTS = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)
BYTES = st.binary(max_size=80) | st.text(alphabet="[]{}:,-&*!|>'\"#%@`? \n\tab1", max_size=60).map(str.encode)


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield copy_config(Path(place) / "config")


def answers(folder: Path, file: str, content: bytes) -> tuple[Problem, ...]:
    """Problems of the folder with this content in one file, which is put back afterwards."""
    try:
        (folder / file).write_bytes(content)
        problems = check(folder)
        try:
            load(folder)
        except ConfigProblems as refused:
            assert set(refused.problems) <= set(problems)  # noqa: PT017 - load may also accept what check minds
        for problem in problems:
            assert problem.message
            assert problem.remedy
            assert str(problem).isprintable()
        return problems
    finally:
        shutil.copy(PROVINCE / file, folder / file)


@pytest.mark.parametrize("file", YAML_FILES)
@given(document=DOCUMENTS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_in_a_yaml_file(shared: Path, file: str, document: object) -> None:
    answers(shared, file, yaml.safe_dump(document, allow_unicode=True).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("file", [*YAML_FILES, *CSV_FILES])
@given(content=BYTES)
@settings(max_examples=15, deadline=None)
def test_any_bytes_in_a_file(shared: Path, file: str, content: bytes) -> None:
    assert answers(shared, file, content) or file == UNIT_CODES


@pytest.mark.parametrize("file", YAML_FILES)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_any_value_in_the_place_of_a_right_one(shared: Path, file: str, data: st.DataObject) -> None:
    content = yaml.safe_load((PROVINCE / file).read_text(encoding="utf-8"))
    place: list[object] | dict[object, object] = content
    while True:
        keys = list(range(len(place))) if isinstance(place, list) else list(place)
        key = data.draw(st.sampled_from(keys))
        inner = place[key]  # type: ignore[call-overload]
        if not isinstance(inner, list | dict) or not inner or data.draw(st.booleans()):
            break
        place = inner
    place[key] = data.draw(DOCUMENTS)  # type: ignore[call-overload]
    answers(shared, file, yaml.safe_dump(content, allow_unicode=True).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("file", CSV_FILES)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_any_text_in_a_cell(shared: Path, file: str, data: st.DataObject) -> None:
    lines = (PROVINCE / file).read_text(encoding="utf-8").splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    cells = lines[number].split(",")
    column = data.draw(st.integers(0, len(cells) - 1))
    cells[column] = data.draw(st.text(max_size=10) | st.sampled_from(["H01", "H01.01", "2025-07-01", "ward", '"']))
    lines[number] = ",".join(cells)
    answers(shared, file, "\n".join(lines).encode("utf-8", "surrogatepass"))
