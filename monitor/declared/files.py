"""Reading the declared files: text, YAML and CSV, every mistake as a Problem instead of an exception."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import yaml

from monitor.declared.problems import Problem, nearest, show

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_CONVERTED = {f"{_TAG}{name}" for name in ("int", "float", "bool", "null", "timestamp")}
_DEEPEST = 40
_LARGEST_KEY = 1_000_000
_QUOTES = "Check the indentation, colons and quotes there; put texts with ':' or '#' in quotes."


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
    builder = _Builder(path.as_posix(), problems)
    before = len(problems)
    content = builder.build_text(text)
    if content is None and len(problems) == before:
        problems.append(Problem(path.as_posix(), "", "", "is empty", "Write its entries or restore it from a backup."))
    return None if len(problems) > before else content


class _Builder:
    """Turns the nodes of one YAML document into plain data and notes what is refused."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._convert = yaml.constructor.SafeConstructor()
        self._seen: set[int] = set()

    def build_text(self, text: str) -> object:
        try:
            loader = _Loader(text)
            try:
                node = loader.get_single_node()
            finally:
                loader.dispose()
            return None if node is None else self._build(node, 0)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._refuse(mark, "", f"is no valid YAML ({error.problem or error.context})", _QUOTES)
        except yaml.YAMLError:
            self._refuse(None, "", "holds characters YAML does not allow", "Remove control characters.")
        except RecursionError:
            self._refuse(None, "", "is nested too deeply", "Write it with fewer levels.")
        return None

    def _build(self, node: yaml.Node, depth: int) -> object:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._seen:
            self._refuse(node.start_mark, "", "is used twice by & and *", "Write the lines out where they are needed.")
            return None
        if depth > _DEEPEST:
            raise RecursionError
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self._build(part, depth + 1) for part in node.value]
        return self._mapping(node, depth + 1)

    def _scalar(self, node: yaml.ScalarNode) -> object:
        if node.tag not in _CONVERTED:
            if node.tag != f"{_TAG}str":
                self._refuse(node.start_mark, "", f"uses the tag {show(node.tag)}", "Write a plain value.")
            return node.value
        try:
            return self._convert.construct_object(node)
        except (ValueError, ArithmeticError, LookupError, AttributeError):  # what the library raises for "!!int x"
            return node.value

    def _mapping(self, node: yaml.Node, depth: int) -> dict[object, object]:
        content: dict[object, object] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not _is_key(key):
                remedy = "Write the key as text; put it in quotes if it is a word such as yes, no, on or off."
                self._refuse(key_node.start_mark, "", "has a key that is no text", remedy)
            elif key in content:
                self._refuse(key_node.start_mark, str(key), "is written twice", "Keep one of the two lines.")
            else:
                content[key] = self._build(value_node, depth)
        return content

    def _refuse(self, mark: yaml.Mark | None, key: str, message: str, remedy: str) -> None:
        place = f"line {mark.line + 1}" if mark else ""
        self._problems.append(Problem(self._file, ", ".join(filter(None, [place, key])), "", message, remedy))


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
