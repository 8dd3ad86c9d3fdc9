"""The portal's connector: what is asked, in which order, and how it is verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from http import HTTPStatus
from typing import ClassVar
from unicodedata import normalize

from connectors.base import Batch, ConnectorOptions, Span, Window
from connectors.dvcqg import payload as wire
from connectors.dvcqg.families import FAMILIES, MEASURES, ONLINE, MetricFamily, TreeFamily
from connectors.dvcqg.options import EVALUATIONS, DvcqgOptions
from connectors.dvcqg.taking import Taking, check_metrics
from connectors.dvcqg.walk import Walk
from connectors.errors import ConfigurationError
from connectors.spans import Named, begun, last_closed_month, named, running
from connectors.transport import Answer, Auth, HttpConnector, NoAuth, Question
from connectors.transport.payload import broken

RESULTS, CATALOGUE = "service-results", "formalities"
NATION = "Cả nước"
_PROVINCES = "ADMINISTRATIVE_UNIT"
_READ = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.BAD_REQUEST})
"""Statuses with an envelope in them: the portal answers 201, and 400 to a period it does not publish yet."""


@dataclass(frozen=True)
class Subject:
    """What one question is about. ``whole`` holds the province's counts of all procedures, by endpoint."""

    span: Span
    period: Named
    procedure: wire.Procedure | None = None
    whole: dict[str, Mapping[str, int | None]] = field(default_factory=dict)

    def taking(self) -> Taking:
        """An empty place for the counts of an answer."""
        return Taking(self.span, self.procedure.code if self.procedure else "")


class Dvcqg(HttpConnector[DvcqgOptions]):
    """Yields the portal's counts per month (or quarter, year), endpoint and page."""

    name: ClassVar[str] = "dvcqg"
    system: ClassVar[str] = "Cổng Dịch vụ công quốc gia"
    Options: ClassVar[type[ConnectorOptions]] = DvcqgOptions
    measures: ClassVar[frozenset[str]] = MEASURES

    @staticmethod
    def auth(options: DvcqgOptions) -> Auth:  # noqa: ARG004 - the same for any options
        """Nobody: the evaluation is public."""
        return NoAuth()

    def steps(self, window: Window) -> int:
        """One answer per span, endpoint and procedure; further pages come on top."""
        families = self._families()
        single = sum(family.procedure_key is not None for family in families) * len(self.options.procedures)
        per_span = len(families) + single + (RESULTS in self.options.families)
        return per_span * len(_askable(window)) + (self._catalogue_span(window) is not None)

    def pull(self, window: Window) -> Iterator[Batch]:
        """Per span: every endpoint, a Batch per page; then the same for each procedure; the catalogue last."""
        spans = _askable(window)
        procedures = [self._procedure(code) for code in self.options.procedures] if spans else []
        for span, period in spans:
            subject = Subject(span, period)
            for about in (subject, *(replace(subject, procedure=one) for one in procedures)):
                for family in self._families():
                    if about.procedure is None or family.procedure_key is not None:
                        yield from self._evaluation(family, about)
            if RESULTS in self.options.families:
                yield self._results(subject)
        today = self._catalogue_span(window)
        if today is not None:
            yield from self._catalogue(today)

    def probe(self, today: date) -> str:
        """Ask for the province's channels in the last closed month, and verify that it is the province."""
        span = last_closed_month(today)
        (batch,) = self._tree(ONLINE, Subject(span, Named("month", span.start.year, span.start.month)))
        shown = batch.counts.filter(measure="dossiers_received")["value"]
        total = shown[0] if shown.len() else "no final count of"
        return f"The portal answered for {self.options.root_department_code}, {span.start:%m/%Y}: {total} dossiers."

    def _families(self) -> list[MetricFamily | TreeFamily]:
        return [FAMILIES[name] for name in EVALUATIONS if name in self.options.families]

    def _evaluation(self, family: MetricFamily | TreeFamily, subject: Subject) -> Iterator[Batch]:
        return self._metrics(family, subject) if isinstance(family, MetricFamily) else self._tree(family, subject)

    def _metrics(self, family: MetricFamily, subject: Subject) -> Iterator[Batch]:
        walk = Walk(self.options.page_size)
        while not walk.ended:
            answer = self._ask(family, subject, walk.page)
            data = wire.read(answer, wire.MEASURED)
            self._verify(answer, data.overview, [unit.code for unit in data.evaluation])
            walk.turn(answer, [unit.code for unit in data.evaluation], data.pagination)
            taking = subject.taking()
            own = [wire.Unit.of_province(self.options.root_department_code, data.overview)] if walk.first else []
            for where, unit in _numbered(own, data.evaluation):
                check_metrics(answer, family, where, unit)
                for metric in unit.metrics:
                    taking.metric(family, unit, metric, data.mark)
            if own:
                _prove_filter(answer, family.endpoint, subject, _figures(family, data.overview))
            yield taking.batch(answer)

    def _tree(self, family: TreeFamily, subject: Subject) -> Iterator[Batch]:
        walk = Walk(self.options.page_size)
        while not walk.ended:
            answer = self._ask(family, subject, walk.page)
            data = wire.read(answer, family.reader)
            codes = [unit.code for unit in data.units]
            self._verify(answer, data.parent, codes)
            walk.turn(answer, codes, data.pagination)
            taking = subject.taking()
            if walk.first:
                root, code = data.parent, self.options.root_department_code
                _prove_filter(answer, family.endpoint, subject, root.counts())
                taking.marked(family.endpoint, code, root.name, root.counts(), data.mark or root.mark)
            for unit in data.units:
                taking.marked(family.endpoint, unit.code, unit.name, unit.counts(), data.mark or unit.mark)
            yield taking.batch(answer)

    def _results(self, subject: Subject) -> Batch:
        """The nation's ring of filing channels: the only counts among the scores of ``service-results``."""
        body = {**_named(subject.period), "departmentType": _PROVINCES}
        answer = self._post(f"evaluation/{RESULTS}", body)
        data = wire.read(answer, wire.RESULTS)
        if self.options.root_department_code not in data.provinces:
            raise broken(answer, f"the ranking of provinces lacks {self.options.root_department_code}")
        ring = {part.code: part for part in data.donuts.online}
        if sorted(ring) != ["ONLINE", "OTHER"] or len(data.donuts.online) != len(ring):
            found = ", ".join(part.code for part in data.donuts.online)
            raise broken(answer, f"the ring of filing channels holds {found or 'nothing'}, not ONLINE and OTHER")
        online, other = ring["ONLINE"], ring["OTHER"]
        counts = {"dossiers_online": online.value, "dossiers_not_online": other.value}
        whole = None if None in counts.values() else sum(value or 0 for value in counts.values())
        taking, nation = subject.taking(), self.options.nation_code or ""
        if all(wire.agree(part.value, whole, part.percent) for part in ring.values()):
            taking.take(RESULTS, nation, NATION, counts)
        else:
            shown = f"{online.percent} % and {other.percent} %"
            reason = f"{online.value} and {other.value} are not the published {shown}"
            taking.hold(RESULTS, nation, NATION, counts, "contradiction", reason)
        return taking.batch(answer)

    def _procedure(self, code: str) -> wire.Procedure:
        """The catalogue's entry of a procedure. Raises ``ConfigurationError`` if it has none."""
        walk = Walk(self.options.catalogue_page_size)
        while not walk.ended:
            answer, page = self._page_of_catalogue(code, walk)
            found = next((item for item in page.items if item.code == code), None)
            if found is not None:
                return found
        raise ConfigurationError(
            f"The portal's catalogue has no procedure {code}.",
            "Correct or remove it in options.procedures of this source (config/sources.yaml).",
            answer.evidence(),
        )

    def _catalogue(self, span: Span) -> Iterator[Batch]:
        """Every page of the catalogue; the last Batch tells how many procedures the province applies."""
        walk, applied = Walk(self.options.catalogue_page_size), 0
        while not walk.ended:
            answer, page = self._page_of_catalogue("", walk)
            applied += sum(self.options.root_department_id in (item.applied_by or ()) for item in page.items)
            taking = Taking(span)
            if walk.ended:
                code = self.options.root_department_code
                taking.take(CATALOGUE, code, None, {"procedures_catalogued": applied})
            yield taking.batch(answer)

    def _page_of_catalogue(self, query: str, walk: Walk) -> tuple[Answer, wire.Catalogue]:
        size = self.options.catalogue_page_size
        answer = self._post(CATALOGUE, {"q": query, "currentPage": walk.page, "pageSize": size})
        page = wire.read(answer, wire.CATALOGUE)
        walk.turn(answer, [item.key for item in page.items], page.pagination)
        return answer, page

    def _catalogue_span(self, window: Window) -> Span | None:
        """The catalogue is as of today: its count belongs to the month that is running."""
        if CATALOGUE not in self.options.families:
            return None
        days = [span for span in begun(window) if running(span, window.today)]
        months = [span for span in days if (period := named(span)) is not None and period.time_type == "month"]
        return months[0] if months else None

    def _ask(self, family: MetricFamily | TreeFamily, subject: Subject, page: int) -> Answer:
        body: dict[str, object] = {}
        if family.by_days:
            body |= {"fromDate": subject.span.start.isoformat(), "toDate": subject.span.end.isoformat()}
        else:
            body |= _named(subject.period)
        body |= {
            "rootDepartmentId": self.options.root_department_id,
            "currentPage": page,
            "pageSize": self.options.page_size,
        }
        if subject.procedure is not None and family.procedure_key is not None:
            body[family.procedure_key] = subject.procedure.key
        return self._post(f"evaluation/{family.endpoint}", body)

    def _post(self, path: str, body: dict[str, object]) -> Answer:
        return self.transport.ask(Question("POST", self.address(path), json=body), _READ.__contains__)

    def _verify(self, answer: Answer, root: wire.Root, units: list[str]) -> None:
        """The answer must be about our province: the portal falls back to another one without a word."""
        code, name = self.options.root_department_code, self.options.root_department_name
        if root.code is not None and root.code != code:
            raise broken(answer, f"the answer is about {root.code}, not {code}")
        if name and root.name and _folded(name) not in _folded(root.name):
            raise broken(answer, f"the answer is about {root.name}, not {name}")
        foreign = next((unit for unit in units if not unit.startswith(f"{code}.")), None)
        if foreign is not None:
            raise broken(answer, f"the answer holds {foreign}, which is no unit of {code}")


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


def _named(period: Named) -> dict[str, object]:
    """A period as the portal is asked for it."""
    body: dict[str, object] = {"timeType": period.time_type, "year": period.year}
    if period.time_type != "year":
        body[period.time_type] = period.number
    return body


def _figures(family: MetricFamily, overview: wire.Overview) -> dict[str, int | None]:
    """The province's numerators and denominators by metric."""
    counted = [metric for metric in overview.metrics if metric.code in family.pairs]
    sides = [(metric.code, metric.numerator, metric.denominator) for metric in counted]
    return {f"{code}/{side}": value for code, *pair in sides for side, value in zip("nd", pair, strict=True)}


def _prove_filter(answer: Answer, endpoint: str, subject: Subject, figures: Mapping[str, int | None]) -> None:
    """One procedure cannot be all of them: the same figures again mean that the filter was dropped without a word."""
    if subject.procedure is None:
        subject.whole[endpoint] = figures
        return
    whole = subject.whole.get(endpoint, {})
    if any(figures.values()) and all(whole.get(name) == value for name, value in figures.items()):
        said = f"the figures for {subject.procedure.code} are those of all procedures: the filter was ignored"
        raise broken(answer, said)


def _folded(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


def _numbered(own: list[wire.Unit], units: list[wire.Unit]) -> Iterator[tuple[str, wire.Unit]]:
    """Each unit with where it stands in the answer."""
    for unit in own:
        yield "data.overview", unit
    for index, unit in enumerate(units):
        yield f"data.evaluation[{index}]", unit
