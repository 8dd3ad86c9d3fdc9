"""sources.yaml: the configured connections, checked without asking any connector."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from monitor.declared.entries import read_entries
from monitor.declared.models import Source
from monitor.declared.placeholders import filled_from, malformed
from monitor.declared.problems import Problem, nearest, show

_GOVERNMENT = ".gov.vn"


def read_sources(path: Path, problems: list[Problem]) -> tuple[Source, ...]:
    """The entries of a sources file."""
    return read_entries(Source, path, "name", problems)


def name_problems(file: str, sources: Sequence[Source]) -> Iterator[Problem]:
    """Names given twice, a calendar listed twice."""
    seen: set[str] = set()
    for source in sources:
        if source.name in seen:
            remedy = "Give each source its own name; counts are kept under it."
            yield Problem(file, f"{source.name}.name", show(source.name), "is given twice", remedy)
        seen.add(source.name)
        if len(set(source.calendars)) < len(source.calendars):
            yield Problem(file, f"{source.name}.calendar", "", "names a calendar twice", "Keep one of the two.")


def scheme_problems(file: str, sources: Sequence[Source], schemes: Collection[str]) -> Iterator[Problem]:
    """Sources whose unit codes no scheme of unit_codes.csv translates."""
    for source in sources:
        if source.units not in schemes:
            message = "is no scheme of unit_codes.csv"
            yield Problem(file, f"{source.name}.units", show(source.units), message, nearest(source.units, schemes))


def placeholder_problems(file: str, sources: Sequence[Source]) -> Iterator[Problem]:
    """Texts that open a placeholder and do not finish it. The text is not shown: it may be half a secret."""
    for source in sources:
        for key, text in _texts(f"{source.name}.options", source.options):
            if malformed(text):
                remedy = "Write ${NAME} for a variable of the environment or ${file:/path} for a secret file."
                yield Problem(file, key, "", "holds a '${' that is no placeholder", remedy)


def permission_problems(file: str, sources: Sequence[Source], environ: Mapping[str, str]) -> Iterator[Problem]:
    """Enabled sources that ask a live government address although no permission is written down."""
    for source in sources:
        if source.enabled and source.permission is None:
            for key, host in government_hosts(source, environ):
                message = f"asks the live government address {host} without permission"
                remedy = 'Set enabled: false, or add permission: "who allowed it, in which letter, on which day".'
                yield Problem(file, key, "", message, remedy)


def government_hosts(source: Source, environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Key and host of every option that points at a live government address, placeholders filled where they can be."""
    for key, text in _texts(f"{source.name}.options", source.options):
        host = _host(filled_from(text, environ))
        if f".{host}".endswith(_GOVERNMENT):
            yield key, host


def _host(text: str) -> str:
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname
    except ValueError:
        return ""
    return (host or "").rstrip(".").lower()


def _texts(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(f"{key}.{name}", part)
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _texts(f"{key}.{number}", part)
    elif isinstance(value, str):
        yield key, value


def left_out_problems(file: str, sources: Sequence[Source], measures: Collection[str]) -> Iterator[Problem]:
    """Measures a source is said to leave out and nobody declared."""
    for source in sources:
        for place, code in enumerate(source.leaves_out):
            if code not in measures:
                message = "is no measure of measures.yaml"
                yield Problem(file, f"{source.name}.leaves_out.{place}", show(code), message, nearest(code, measures))
