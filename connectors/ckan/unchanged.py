"""Whether an uploaded file still is what the last pull read. Pure.

Only files uploaded to the portal: their ``last_modified`` moves with every upload. A file that lies elsewhere may
change without the portal's knowing, and rows may change before the portal says so: it stamps them by a job that runs
later, and their number does not move with a corrected cell. So both are always read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

from connectors.base import Batch, Span, count_frame
from connectors.ckan.options import CkanOptions, Resource
from connectors.ckan.portal import About
from connectors.spreadsheet.options import PeriodFixed
from connectors.spreadsheet.periods import span_of
from connectors.transport import Answer

_COMPARED = ("reading", "resource-modified", "resource-hash", "resource-size")


def stamp(options: CkanOptions, resource: Resource, about: About) -> dict[str, str]:
    """What the evidence says of the file: how old it is, and as ``reading`` which one was read by which column map."""
    words = f"{options.base_url}\n{resource.model_dump_json()}"
    return {**about.provenance(), "reading": sha256(words.encode()).hexdigest()}


def unchanged(options: CkanOptions, resource: Resource, about: About, known: Iterable[Mapping[str, str]]) -> bool:
    """Whether the same file was read by the same column map, and no other resource can contradict it."""
    if about.url_type != "upload" or not about.last_modified or not _alone(options, resource):
        return False
    now = _compared(stamp(options, resource, about))
    return any(_compared(before) == now for before in known)


def nothing_new(answer: Answer, about: About, known: Mapping[str, str]) -> Batch:
    """A Batch without counts: its evidence is the portal's word that the file is the same."""
    body = about.model_dump_json(exclude_none=True).encode()
    said = {**known, "not-read-again": "unchanged since it was read by a complete pull"}
    whole = answer.evidence()
    return Batch(count_frame([]), replace(whole, body=body, provenance={**whole.provenance, **said}))


def fixed_span(resource: Resource) -> Span | None:
    """The one period a resource is about, or None where its rows tell theirs."""
    period = resource.columns.period
    return span_of("", period) if isinstance(period, PeriodFixed) else None


def _compared(provenance: Mapping[str, str]) -> tuple[str | None, ...]:
    return tuple(provenance.get(name) for name in _COMPARED)


def _alone(options: CkanOptions, resource: Resource) -> bool:
    """Whether no other resource may speak of the same counts: two that disagree are seen only when both are read."""
    span, mine = fixed_span(resource), _series(resource)
    others = [other for other in options.resources if other is not resource and _series(other) & mine]
    return all(span is not None and fixed_span(other) not in {None, span} for other in others)


def _series(resource: Resource) -> frozenset[str | None]:
    metric = resource.columns.metric
    return frozenset({resource.series} if metric is None else {target.series for target in metric.map.values()})
