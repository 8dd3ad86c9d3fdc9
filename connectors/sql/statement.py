"""Whether a query file holds what may be run: a single SELECT or WITH that reads, with :start and :end.

This is the first of two locks, so that a reviewer hears of a mistake at ``sohoa check``. The second is the database's
own: the query runs in a transaction that it refuses to write in.
"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import text

from connectors.errors import ConfigurationError

PARAMETERS = frozenset({"start", "end"})
_SKIPPED = re.compile(
    r"""--[^\n]*                              # a comment to the end of the line
      | /\*.*?\*/                             # a comment; nested ones are refused below
      | (?<![\w$])\$(?P<tag>\w*)\$.*?\$(?P=tag)\$       # dollar quotes of PostgreSQL
      | (?<!\w)[eE]'(?:[^'\\]|\\.|'')*'              # a text with backslashes
      | '(?:[^']|'')*'                        # a text
      | "(?:[^"]|"")*" | `[^`]*` | \[\w[^\]]*\]   # a quoted name
    """,
    re.VERBOSE | re.DOTALL,
)
_WRITING = frozenset(
    {
        *("insert", "update", "delete", "merge", "into", "truncate"),
        *("create", "alter", "drop", "grant", "revoke", "copy", "call", "execute"),
        *("attach", "detach", "pragma", "vacuum", "begin", "commit", "rollback"),
    }
)
"""Words that stand outside texts and names in no query that only reads."""
_REMEDY_WRITES = 'Leave it to reading; a column that has this name goes in quotation marks: "{word}".'


def without_comments(query: str) -> str:
    """The query as it is sent: a name with a colon in a comment is no parameter."""
    return _SKIPPED.sub(lambda found: " " if found[0].startswith(("--", "/*")) else found[0], query)


def read_query(path: Path) -> str:
    """The query of a reviewed file, without its comments. Raises ``ConfigurationError`` if it may not be run."""
    try:
        query = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        remedy = "Put it there, for example as ${SOHOA_CONFIG}/queries/NAME.sql, or correct options.query."
        raise ConfigurationError(f"The query file {path.name} cannot be read.", remedy) from None
    problem = statement_problem(query)
    if problem is not None:
        raise ConfigurationError(f"The query {path.name} {problem[0]}.", problem[1])
    return without_comments(query)


def statement_problem(query: str) -> tuple[str, str] | None:
    """What keeps a query from being run, and what to do; None if nothing does."""
    query = without_comments(query)
    bare = _SKIPPED.sub(" 0 ", query)
    if any(mark in bare for mark in ("/*", "*/", "'", '"', "`", "$$")):
        return "holds a comment or a quotation that is not closed, or one inside another", "Take it out."
    if ";" in bare.rstrip().removesuffix(";"):
        return "holds more than one statement", "Keep one SELECT."
    words = re.findall(r"[A-Za-z_]\w*", bare)
    if not words or words[0].lower() not in {"select", "with"}:
        return "is no SELECT", "Begin with SELECT or WITH."
    writing = next((word for word in words if word.lower() in _WRITING), None)
    if writing is not None:
        return f"holds the word {writing.upper()}", _REMEDY_WRITES.format(word=writing)
    return _parameter_problem(query)


def _parameter_problem(query: str) -> tuple[str, str] | None:
    named = set(text(query).compile().params)
    if missing := sorted(PARAMETERS - named):
        return f"does not name :{missing[0]}", "Ask for the days from :start to :end, both included."
    if strange := sorted(named - PARAMETERS):
        return (
            f"names :{strange[0]}, which nobody gives",
            "Only :start and :end are given; write a colon in a text as \\:.",
        )
    return None
