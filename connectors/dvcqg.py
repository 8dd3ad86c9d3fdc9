"""National public service portal (Cổng DVCQG), JSON reporting API of its evaluation pages.

Wire format: POST of a JSON question, answered **201** ``{"code": "OK", "data": {…}, "message": "OK"}``; no login. Three
endpoints are read, each on its own counting basis, so each is a series (or several) of its own:

* ``evaluation/dossier-digitized``: numerator and denominator per metric, for the province and each unit, in pages;
* ``evaluation/dvc-progress-tree``: dossiers handled and on time, for the province and each unit;
* ``evaluation/provide-online-tree``: dossiers by channel, for the province only (its children have scores only).

Traps: the answer does not echo the question, so the province is verified by its code; counts may be null (not
reported); a ratio is null or 0 where the denominator is 0; the running month is refused until it has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from unicodedata import normalize

from pydantic import Field

from connectors import dvcqg_payload as wire
from connectors.base import Batch, ConnectorOptions, Reject, Span, Window, count_frame
from connectors.errors import ConfigurationError
from connectors.rows import count_row, plain
from connectors.spans import Named, begun, last_closed_month, named, running
from connectors.transport import Answer, Auth, HttpConnector, HttpOptions, NoAuth, Question
from connectors.transport.payload import broken

DIGITIZED, PROGRESS, ONLINE = "dossier-digitized", "dvc-progress-tree", "provide-online-tree"
METRICS: dict[str, tuple[str, str]] = {
    "SO_HOA_GIAY_TO_GIAI_QUYET": ("dossiers_input_result_digitized", "dossiers_in_competence"),
    "ORIGINAL_RESULT_AVAILABLE": ("results_electronic", "dossiers_result_required"),
    "REUSED_DIGITIZED_DATA": ("dossiers_reused_data", "dossiers_received"),
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": ("dossiers_personal_store", "dossiers_received"),
    "CITIZEN_DATA_CONNECTED_DOSSIER": ("dossiers_population_data", "dossiers_received"),
    "CITIZEN_DATA_CONNECTED_FORMALITY": ("procedures_population_data", "procedures_for_citizens"),
}
"""Metric code → measures of its numerator and denominator. Other codes carry nothing we count."""
MAY_BE_ABSENT = frozenset({"CITIZEN_DATA_CONNECTED_FORMALITY"})
"""Absent when the portal counts under a procedure filter, and for some units."""
_AGREED = frozenset({200, 201})
_MOST_PAGES = 1000
Rows = list[dict[str, object]]


class DvcqgOptions(HttpOptions):
    """``root_department_id`` is the portal's uuid of the province, ``root_department_code`` its code (H01)."""

    root_department_id: str
    root_department_code: str
    root_department_name: str | None = None
    page_size: int = Field(default=200, ge=1, le=200)


class Dvcqg(HttpConnector[DvcqgOptions]):
    """Yields the portal's counts per month (or quarter, year), endpoint and page."""

    name: ClassVar[str] = "dvcqg"
    system: ClassVar[str] = "Cổng Dịch vụ công quốc gia"
    Options: ClassVar[type[ConnectorOptions]] = DvcqgOptions
    measures: ClassVar[frozenset[str]] = frozenset(
        {measure for pair in METRICS.values() for measure in pair}
        | {"dossiers_handled", "dossiers_handled_on_time", "dossiers_handled_overdue"}
        | {"dossiers_online", "dossiers_direct", "dossiers_postal"}
    )

    @staticmethod
    def auth(options: DvcqgOptions) -> Auth:  # noqa: ARG004 - the same for any options
        """Nobody: the evaluation is public."""
        return NoAuth()

    def steps(self, window: Window) -> int:
        """Three answers per span that can be asked for; further pages come on top."""
        return 3 * len(_askable(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """Per span: digitized (a Batch per page), progress (a Batch per page), online."""
        for span, period in _askable(window):
            yield from self._digitized(span, period)
            yield from self._progress(span, period)
            yield self._online(span, period)

    def probe(self, today: date) -> str:
        """Ask for the province's channels in the last closed month, and verify that it is the province."""
        span = last_closed_month(today)
        batch = self._online(span, Named("month", span.start.year, span.start.month))
        total = batch.counts["value"][0]
        return f"The portal answered for {self.options.root_department_code}, {span.start:%m/%Y}: {total} dossiers."

    def _digitized(self, span: Span, period: Named) -> Iterator[Batch]:
        walk = _Walk(self.options.page_size)
        while not walk.ended:
            answer = self._ask(DIGITIZED, period, walk.page)
            data = wire.read(answer, wire.DIGITIZED)
            self._verify(answer, data.overview, data.evaluation)
            walk.turn(answer, [unit.code for unit in data.evaluation], data.pagination)
            rows, rejects = Rows(), list[Reject]()
            own = [wire.Unit.of_province(self.options.root_department_code, data.overview)] if walk.first else []
            for where, unit in _numbered(own, data.evaluation):
                _check_metrics(answer, where, unit)
                for metric in unit.metrics:
                    _read_metric(unit, metric, span, rows, rejects)
            yield Batch(count_frame(rows), answer.evidence(), tuple(rejects))

    def _progress(self, span: Span, period: Named) -> Iterator[Batch]:
        walk = _Walk(self.options.page_size)
        while not walk.ended:
            answer = self._ask(PROGRESS, period, walk.page)
            data = wire.read(answer, wire.PROGRESS)
            self._verify(answer, data.parent, data.children)
            walk.turn(answer, [child.code for child in data.children], data.pagination)
            rows = Rows()
            if walk.first:
                code, name = self.options.root_department_code, data.parent.name
                rows += [count_row(PROGRESS, code, name, m, span, v) for m, v in data.parent.counts().items()]
            for child in data.children:
                counts = child.counts() | {"dossiers_handled_overdue": child.overdue}
                rows += [count_row(PROGRESS, child.code, child.name, m, span, v) for m, v in counts.items()]
            yield Batch(count_frame(rows), answer.evidence())

    def _online(self, span: Span, period: Named) -> Batch:
        answer = self._ask(ONLINE, period, 1)
        parent = wire.read(answer, wire.ONLINE).parent
        self._verify(answer, parent, [])
        code = self.options.root_department_code
        rows = [count_row(ONLINE, code, parent.name, m, span, v) for m, v in parent.counts().items()]
        return Batch(count_frame(rows), answer.evidence())

    def _ask(self, endpoint: str, period: Named, page: int) -> Answer:
        body: dict[str, object] = {"timeType": period.time_type, "year": period.year}
        if period.time_type != "year":
            body[period.time_type] = period.number
        body |= {
            "rootDepartmentId": self.options.root_department_id,
            "currentPage": page,
            "pageSize": self.options.page_size,
        }
        question = Question("POST", self.address(f"evaluation/{endpoint}"), json=body)
        return self.transport.ask(question, _AGREED.__contains__)

    def _verify(self, answer: Answer, root: wire.Root, units: list[wire.Unit] | list[wire.ProgressUnit]) -> None:
        """The answer must be about our province: the portal falls back to another one without a word."""
        code, name = self.options.root_department_code, self.options.root_department_name
        if root.code is not None and root.code != code:
            raise broken(answer, f"the answer is about {root.code}, not {code}")
        if name and root.name and _folded(name) not in _folded(root.name):
            raise broken(answer, f"the answer is about {root.name}, not {name}")
        foreign = next((unit.code for unit in units if not unit.code.startswith(f"{code}.")), None)
        if foreign is not None:
            raise broken(answer, f"the answer holds {foreign}, which is no unit of {code}")


class _Walk:
    """Walks pages and notices when they repeat, skip or lose units."""

    def __init__(self, page_size: int) -> None:
        self.page = 1
        self.ended = False
        self.first = True
        self._page_size = page_size
        self._seen: set[str] = set()

    def turn(self, answer: Answer, codes: list[str], pagination: wire.Pagination | None) -> None:
        """Take the units of the page just answered; afterwards ``page`` is the next one."""
        self.first = self.page == 1
        twice = self._seen.intersection(codes)
        if twice:
            raise broken(answer, f"page {self.page} repeats units of an earlier page ({min(twice)})")
        self._seen.update(codes)
        if pagination is None:
            self.ended = len(codes) < self._page_size
        else:
            self._follow(answer, pagination)
        if not codes and not self.ended:
            raise broken(answer, f"page {self.page} is empty though more pages were announced")
        if self.page >= _MOST_PAGES:
            raise broken(answer, f"there are more than {_MOST_PAGES} pages")
        self.page += 1

    def _follow(self, answer: Answer, pagination: wire.Pagination) -> None:
        if pagination.current_page != self.page:
            raise broken(answer, f"page {self.page} was asked for, page {pagination.current_page} was given")
        self.ended = self.page >= pagination.total_pages
        if self.ended and len(self._seen) != pagination.total:
            raise broken(answer, f"{len(self._seen)} units came, {pagination.total} were announced")


def _askable(window: Window) -> list[tuple[Span, Named]]:
    """The spans the portal answers for: begun, and for months ended. Raises ``ConfigurationError``."""
    found: list[tuple[Span, Named]] = []
    for span in begun(window):
        period = named(span)
        if period is None:
            raise ConfigurationError(
                f"The portal has no period from {span.start} to {span.end}; it knows months, quarters and years.",
                "Set calendar: calendar for this source in config/sources.yaml.",
            )
        if period.time_type != "month" or not running(span, window.today):
            found.append((span, period))
    return found


def _folded(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


def _numbered(own: list[wire.Unit], units: list[wire.Unit]) -> Iterator[tuple[str, wire.Unit]]:
    """Each unit with where it stands in the answer."""
    for unit in own:
        yield "data.overview", unit
    for index, unit in enumerate(units):
        yield f"data.evaluation[{index}]", unit


def _check_metrics(answer: Answer, where: str, unit: wire.Unit) -> None:
    """Every known metric must be there once: a renamed one must not look like "not reported"."""
    codes = [metric.code for metric in unit.metrics]
    for code in METRICS:
        if code not in codes and code not in MAY_BE_ABSENT:
            raise broken(answer, f"{where}.metrics lacks {code}; found {', '.join(codes) or 'none'}")
        if codes.count(code) > 1:
            raise broken(answer, f"{where}.metrics holds {code} {codes.count(code)} times")


def _read_metric(unit: wire.Unit, metric: wire.Metric, span: Span, rows: Rows, rejects: list[Reject]) -> None:
    """Add the pair to ``rows``, or hold both back when the published ratio contradicts them."""
    if metric.code not in METRICS:
        return
    series = f"{DIGITIZED}/{metric.code}"
    pair = zip(METRICS[metric.code], (metric.numerator, metric.denominator), strict=True)
    if metric.agrees():
        rows += [count_row(series, unit.code, unit.name, measure, span, value) for measure, value in pair]
        return
    reason = f"{metric.numerator}/{metric.denominator} is not the published {metric.ratio} %"
    for measure, value in pair:
        where = f"{unit.code} {metric.code}"
        rejects.append(Reject(where, unit.code, plain(unit.name), measure, span, str(value), reason, "", series))
