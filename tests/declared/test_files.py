"""Files as editors, spreadsheets and accidents leave them: each gives its own sentence."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from monitor.declared import ConfigProblems, check, load
from monitor.declared.files import read_csv, read_yaml
from monitor.declared.loading import CALENDAR, INDICATORS, MEASURES, SOURCES, TARGETS, UNITS
from monitor.declared.problems import Problem

NEEDED = [UNITS, MEASURES, INDICATORS, TARGETS, SOURCES, CALENDAR]


def read(path: Path, content: str | bytes) -> tuple[object, list[Problem]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    problems: list[Problem] = []
    return read_yaml(path, problems), problems


def test_plain_yaml_becomes_plain_data(tmp_path: Path) -> None:
    text = "\ufeffa: [1, 2.5, yes, null, 2026-10-31, '2026-10-31', 2026-02-30]\n2026: {b: Số liệu}\n"
    expected = {"a": [1, 2.5, True, None, date(2026, 10, 31), "2026-10-31", "2026-02-30"], 2026: {"b": "Số liệu"}}
    assert read(tmp_path / "a.yaml", text) == (expected, [])


@pytest.mark.parametrize(
    ("content", "key", "says", "remedy"),
    [
        ("a: 1\nb: 2\na: 3\n", "line 3, a", "written twice", "Keep one"),
        ("a:\n  b: 1\n  b: 1\n", "line 3, b", "written twice", "Keep one"),
        ("a: b: c\n", "line 1", "no valid YAML (mapping values", "':'"),
        ("a: 1\n\tb: 2\n", "line 2", "no valid YAML", "indentation"),
        ('a: "x\n', "line 2", "no valid YAML", "quotes"),
        ("a: {b\n", "line 2", "no valid YAML", "indentation"),
        ("--- 1\n--- 2\n", "line 2", "second document", "file of its own"),
        ("a: &x [1]\nb: *x\n", "line 2", "used twice", "Write the lines out"),
        ("a: &x [*x]\n", "line 1", "used twice", "Write the lines out"),
        ("b: *x\n", "line 1", "used twice", "Write the lines out"),
        ("a: !!python/object:os.system x\n", "line 1", "uses the tag", "without a tag"),
        ("a: !thing [1]\n", "line 1", "uses the tag", "without a tag"),
        ("no: 1\n", "line 1", "key that is no text", "yes, no, on or off"),
        ("? [a]\n: 1\n", "line 1", "key that is no text", "as text"),
        ("2026-01-01: x\n", "line 1", "key that is no text", "quotes"),
        ("", "", "is empty", "backup"),
        ("# nothing but a comment\n", "", "is empty", "backup"),
        ("null\n", "", "is empty", "backup"),
        ("[" * 100_000, "", "nested too deeply", "fewer levels"),
        ("- " * 100_000, "", "nested too deeply", "fewer levels"),
        ("{a: " * 50 + "}" * 50, "", "nested too deeply", "fewer levels"),
        ("a: \x00", "", "does not allow", "control characters"),
        (b"a: 1\nb: S\xe1\xbb\n", "line 2", "not UTF-8", "UTF-8"),
        ("a: 1".encode("utf-16"), "line 1", "not UTF-8", "UTF-8"),
    ],
)
def test_a_mistake_in_yaml_is_one_problem(
    tmp_path: Path, content: str | bytes, key: str, says: str, remedy: str
) -> None:
    value, problems = read(tmp_path / "a.yaml", content)
    assert value is None
    assert [(problem.file, problem.key) for problem in problems] == [((tmp_path / "a.yaml").as_posix(), key)]
    assert says in problems[0].message
    assert remedy in problems[0].remedy


@pytest.mark.parametrize("text", ["!!int x", '!!int ""', "!!bool q", "!!timestamp q", '!!float ""', "!!null z"])
def test_a_standard_tag_that_does_not_fit_leaves_the_text(tmp_path: Path, text: str) -> None:
    value, problems = read(tmp_path / "a.yaml", f"a: {text}")
    assert problems == []
    assert isinstance(value, dict)
    assert value["a"] in ("x", "", "q", None)


def test_a_csv_with_nul_or_an_endless_quote_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for content in ('a,b\n1,"2\n3,4\n', f"a,b\n1,{'x' * 140_000}\n"):
        path.write_text(content, encoding="utf-8")
        problems: list[Problem] = []
        assert read_csv(path, ["a", "b"], [], problems) == []
        assert len(problems) == 1
        assert "no valid CSV" in problems[0].message


def test_cells_keep_quoted_commas_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('b,a\r\n"x, ""y""\nz",1\r\n\r\n,2\r\n', encoding="utf-8", newline="")
    problems: list[Problem] = []
    rows = read_csv(path, ["a"], ["b", "c"], problems)
    assert problems == []
    assert [(row.line, row.cells) for row in rows] == [(3, {"b": 'x, "y"\nz', "a": "1"}), (5, {"b": None, "a": "2"})]


@pytest.mark.parametrize("file", NEEDED)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    (problem,) = check(folder)
    assert (problem.file, problem.message) == ((folder / file).as_posix(), "is missing")
    assert "Put the file there" in problem.remedy


@pytest.mark.parametrize("file", NEEDED)
def test_a_folder_in_the_place_of_a_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    (folder / file).mkdir()
    (problem,) = check(folder)
    assert "cannot be read" in problem.message


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    (problem,) = check(tmp_path / "nowhere")
    assert problem.message == "is no folder"
    assert "SOHOA_CONFIG" in problem.remedy
    with pytest.raises(ConfigProblems) as caught:
        load(tmp_path / "nowhere")
    assert caught.value.problems == (problem,)
    assert str(caught.value) == str(problem)


@pytest.mark.parametrize("file", [UNITS, MEASURES, INDICATORS, SOURCES, CALENDAR])
def test_decomposed_letters_are_found_with_the_line_to_write_instead(folder: Path, file: str) -> None:
    path = folder / file
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if unicodedata.normalize("NFD", line) != line)
    good = lines[number]
    lines[number] = unicodedata.normalize("NFD", good)
    path.write_text("\n".join(lines), encoding="utf-8")
    problems = [problem for problem in check(folder) if "decomposed" in problem.message]
    assert [(problem.file, problem.key) for problem in problems] == [(path.as_posix(), f"line {number + 1}")]
    assert problems[0].remedy.endswith(good.strip())
    assert "Normalise" in problems[0].remedy


def test_a_problem_is_one_printable_line() -> None:
    problem = Problem("config/targets.yaml", "K1\n\x1b[31m.final", "'abc'", "is no number", "Write a number.")
    assert str(problem) == "config/targets.yaml: K1  [31m.final = 'abc': is no number → Write a number."
    assert str(Problem("a.csv", "", "", "is missing", "Put it there.")) == "a.csv: is missing → Put it there."
