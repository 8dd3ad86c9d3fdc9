"""Reading the declared files: text, YAML and CSV, every mistake as a Problem instead of an exception."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

from monitor.declared.problems import Problem, nearest, show

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_CONVERTED = {f"{_TAG}{name}" for name in ("int", "float", "bool", "null", "timestamp")}
_DEEPEST = 40
_LARGEST_KEY = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CSV file: where it stands and its cells by column; an empty cell is null."""

    line: int
    cells: dict[str, str | None]


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """The text of a UTF-8 file, a byte order mark removed; None with a problem if it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        remedy = "Put the file there; the project's own config/ folder holds an example of each."
        problems.append(Problem(path.as_posix(), "", "", "is missing", remedy))
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        problems.append(Problem(path.as_posix(), "", "", message, "Check that it is a file you may read."))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        remedy = "Save the file with the encoding UTF-8 (in a spreadsheet: 'CSV UTF-8')."
        problems.append(Problem(path.as_posix(), f"line {line}", "", "is not UTF-8 text", remedy))
    return None


def read_yaml(path: Path, problems: list[Problem]) -> object:
    """The content of a YAML file: dictionaries, lists and plain values; None with a problem if it has mistakes.

    Stricter than YAML: a key written twice, anchors and application tags are refused.
    """
    text = read_text(path, problems)
    if text is None:
        return None
    before = len(problems)
    try:
        content = _Builder(path.as_posix(), text, problems).document()
    except (yaml.YAMLError, RecursionError) as error:
        problems.append(_no_yaml(path.as_posix(), error))
        return None
    if content is None and len(problems) == before:
        problems.append(Problem(path.as_posix(), "", "", "is empty", "Write its entries or restore it from a backup."))
    return None if len(problems) > before else content


def _no_yaml(file: str, error: Exception) -> Problem:
    if isinstance(error, RecursionError):
        return Problem(file, "", "", "is nested too deeply", "Write it with fewer levels.")
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(file, "", "", "holds characters YAML does not allow", "Remove control characters.")
    mark = error.problem_mark or error.context_mark
    place = f"line {mark.line + 1}" if mark else ""
    remedy = "Check the indentation, colons and quotes there; put texts with ':' or '#' in quotes."
    return Problem(file, place, "", f"is no valid YAML ({error.problem or error.context})", remedy)


class _Builder:
    """Turns the events of one YAML document into plain data and notes what is refused.

    Events instead of the library's tree, because that is built by recursion in C, which deep nesting makes crash.
    """

    def __init__(self, file: str, text: str, problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._events: Any = _Loader(text)
        self._convert = yaml.constructor.SafeConstructor()

    def document(self) -> object:
        """The content of the only document; None, with a problem unless the file is empty, if it has none."""
        content = None
        self._events.get_event()
        if self._events.check_event(yaml.DocumentStartEvent):
            self._events.get_event()
            content = self._value(0)
            self._events.get_event()
        if not self._events.check_event(yaml.StreamEndEvent):
            remedy = "Remove the line '---' and what follows, or move it to a file of its own."
            self._refuse(self._events.peek_event().start_mark, "", "begins a second document", remedy)
        return content

    def _value(self, depth: int) -> object:
        event = self._events.get_event()
        if depth > _DEEPEST:
            raise RecursionError
        if isinstance(event, yaml.CollectionStartEvent) and event.tag:
            self._refuse(event.start_mark, "", f"uses the tag {show(event.tag)}", "Write it without a tag.")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(depth + 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth + 1)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        self._refuse(event.start_mark, "", "is used twice by & and *", "Write the lines out where they are needed.")
        return None

    def _sequence(self, depth: int) -> list[object]:
        content = []
        while not self._events.check_event(yaml.SequenceEndEvent):
            content.append(self._value(depth))
        self._events.get_event()
        return content

    def _mapping(self, depth: int) -> dict[object, object]:
        content: dict[object, object] = {}
        while not self._events.check_event(yaml.MappingEndEvent):
            mark = self._events.peek_event().start_mark
            key, value = self._value(depth), self._value(depth)
            if not _is_key(key):
                remedy = "Write the key as text; put it in quotes if it is a word such as yes, no, on or off."
                self._refuse(mark, "", "has a key that is no text", remedy)
            elif key in content:
                self._refuse(mark, str(key), "is written twice", "Keep one of the two lines.")
            else:
                content[key] = value
        self._events.get_event()
        return content

    def _scalar(self, event: Any) -> object:  # noqa: ANN401 - the library's events carry no types
        tag = event.tag or self._events.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag == f"{_TAG}str":
            return event.value
        if tag not in _CONVERTED:
            self._refuse(event.start_mark, "", f"uses the tag {show(tag)}", "Write it without a tag.")
            return None
        try:
            return self._convert.construct_object(yaml.ScalarNode(tag, event.value))
        except (ValueError, ArithmeticError, LookupError, AttributeError):  # what the library raises for "!!int x"
            return event.value

    def _refuse(self, mark: Any, key: str, message: str, remedy: str) -> None:  # noqa: ANN401
        place = f"line {mark.line + 1}"
        self._problems.append(Problem(self._file, f"{place}, {key}" if key else place, "", message, remedy))


def _is_key(key: object) -> bool:
    """Whether a key is text or a small number (a year); YAML also turns yes, no, on, off and days into other types."""
    return isinstance(key, str) or (type(key) is int and 0 <= key < _LARGEST_KEY)


def read_csv(path: Path, required: list[str], optional: list[str], problems: list[Problem]) -> list[Row]:
    """The rows of a CSV file whose columns, in any order, are the required ones and some of the optional ones.

    A row with a wrong number of cells is left out with a problem; a wrong header leaves out all rows.
    """
    text = read_text(path, problems)
    if text is None:
        return []
    rows: list[Row] = []
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if _header_problems(path.as_posix(), header, required, optional, problems):
            return []
        for cells in reader:
            if len(cells) == len(header):
                rows.append(Row(reader.line_num, {key: cell or None for key, cell in zip(header, cells, strict=True)}))
            elif cells:
                message = f"has {len(cells)} cells instead of {len(header)}"
                remedy = "Put a text that holds a comma in double quotes, and keep a comma for every empty cell."
                problems.append(Problem(path.as_posix(), f"line {reader.line_num}", "", message, remedy))
    except csv.Error as error:
        remedy = "Check the double quotes on that line and the one before."
        problems.append(Problem(path.as_posix(), f"line {reader.line_num}", "", f"is no valid CSV ({error})", remedy))
    return rows


def _header_problems(
    file: str, header: list[str], required: list[str], optional: list[str], problems: list[Problem]
) -> bool:
    before = len(problems)
    whole = f"The first line is: {','.join([*required, *optional])}"
    if len(header) <= 1:
        problems.append(Problem(file, "line 1", "", "is no header with commas", f"{whole}."))
        return True
    known = [*required, *optional]
    missing = [name for name in required if name not in header]
    for name in dict.fromkeys(header):
        if name not in known:
            remedy = f"{nearest(name, missing or known)} {whole}."
            problems.append(Problem(file, "line 1", show(name), "is no known column", remedy))
        elif header.count(name) > 1:
            problems.append(Problem(file, "line 1", show(name), "is a column twice", "Keep one of the two."))
    if len(problems) == before:
        problems += [Problem(file, "line 1", "", f"lacks the column {name}", f"{whole}.") for name in missing]
    return len(problems) > before
