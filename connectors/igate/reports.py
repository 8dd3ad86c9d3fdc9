"""The three reports that answer with one row per agency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import Field, TypeAdapter

from connectors.base import Batch, Span, count_frame
from connectors.igate.agencies import Agencies, Agency
from connectors.rows import count_row
from connectors.transport import Answer
from connectors.transport.payload import Count, Payload, broken, parse

Counts = Mapping[str, int | None]


class Row(Protocol):
    """One agency's counts."""

    def named(self, agencies: Agencies) -> Agency:
        """The agency, by what the row says of it and, where that is not its code, by the catalogue."""

    def counts(self) -> Counts:
        """Measure → count."""


class _Named(Payload):
    code: str | None
    name: str | None


class _ByAgency(Payload):
    agency: _Named

    def named(self, agencies: Agencies) -> Agency:  # noqa: ARG002 - the row names its code
        """The agency as the row says it."""
        return Agency(self.agency.code, self.agency.name)


class _Digitization(_ByAgency):
    received: Count | None = Field(alias="totalReceiver")
    with_components: Count | None = Field(alias="totalReceiverHavingFile")
    without_components: Count | None = Field(alias="totalReceiverNopeFile")
    resolved: Count | None = Field(alias="totalComplete")
    with_result: Count | None = Field(alias="totalCompleteHavingFile")
    without_result: Count | None = Field(alias="totalCompleteNopeFile")
    with_both: Count | None = Field(alias="totalReceiverCompleteHavingFile")

    def counts(self) -> Counts:
        """Measure → count."""
        return {
            "dossiers_received": self.received,
            "dossiers_components_digitized": self.with_components,
            "dossiers_components_not_digitized": self.without_components,
            "dossiers_resolved": self.resolved,
            "results_electronic": self.with_result,
            "results_not_electronic": self.without_result,
            "dossiers_input_result_digitized": self.with_both,
        }


class _Statistic(_ByAgency):
    received: Count | None
    online: Count | None = Field(alias="receivedOnline")
    direct: Count | None = Field(alias="receivedDirect")
    resolved: Count | None
    overdue: Count | None = Field(alias="resolvedOverdue")

    def counts(self) -> Counts:
        """Measure → count."""
        return {
            "dossiers_received": self.received,
            "dossiers_online": self.online,
            "dossiers_direct": self.direct,
            "dossiers_resolved": self.resolved,
            "dossiers_resolved_overdue": self.overdue,
        }


class _Online(Payload):
    """Dossiers filed online. Those accepted, done and refused are parts of the online ones only: not counted here."""

    name: str = Field(alias="agency_name")
    parent: str | None = Field(alias="parent_name")
    total: Count | None
    paid: Count | None = Field(alias="onlinepaid_quantity")

    def named(self, agencies: Agencies) -> Agency:
        """The agency by its name, which is all the row says of it."""
        return agencies.by_name(self.name)

    def counts(self) -> Counts:
        """Measure → count."""
        return {"dossiers_online": self.total, "dossiers_paid_online": self.paid}


@dataclass(frozen=True)
class Report:
    """One endpoint: its series, address, names of its parameters, rows, and the tail of its day bounds."""

    series: str
    path: str
    first_day: str
    last_day: str
    root: str
    rows: TypeAdapter[Any]
    measures: frozenset[str]
    ends: tuple[str, str] = ("T00:00:00.000Z", "T23:59:59.999Z")
    by_name: bool = False

    def parameters(self, span: Span, ancestor_id: str) -> dict[str, str]:
        """What is asked for a span of days."""
        return {
            self.first_day: f"{span.start.isoformat()}{self.ends[0]}",
            self.last_day: f"{span.end.isoformat()}{self.ends[1]}",
            self.root: ancestor_id,
        }

    def read(self, answer: Answer) -> list[Row]:
        """The rows of an answer. Raises ``ContractBroken``."""
        rows: list[Row] = parse(answer, self.rows)
        return rows

    def batch(self, answer: Answer, span: Span, agencies: Agencies) -> Batch:
        """The counts of an answer."""
        rows: list[dict[str, object]] = []
        for index, row in enumerate(self.read(answer)):
            rows.extend(self._counted(answer, index, row, span, agencies))
        return Batch(count_frame(rows), answer.evidence())

    def _counted(
        self, answer: Answer, index: int, row: Row, span: Span, agencies: Agencies
    ) -> Iterator[dict[str, object]]:
        agency = row.named(agencies)
        code, name = agency.code or "", agency.name
        if not code and not name:
            raise broken(answer, f"[{index}].agency has neither code nor name")
        for measure, value in row.counts().items():
            yield count_row(self.series, code, name, measure, span, value)


REPORTS: Mapping[str, Report] = {
    report.series: report
    for report in (
        Report(
            series="digitization-by-agency",
            path="pa/kgg-digitize/digitization-by-agency",
            first_day="from",
            last_day="to",
            root="ancestor-id",
            rows=TypeAdapter(list[_Digitization]),
            measures=frozenset(
                {
                    "dossiers_received",
                    "dossiers_components_digitized",
                    "dossiers_components_not_digitized",
                    "dossiers_resolved",
                    "results_electronic",
                    "results_not_electronic",
                    "dossiers_input_result_digitized",
                }
            ),
        ),
        Report(
            series="statistic-agency-kgg",
            path="pa/dossier-statistic/--statistic-agency-kgg",
            first_day="from-date",
            last_day="to-date",
            root="agency-id",
            rows=TypeAdapter(list[_Statistic]),
            measures=frozenset(
                {
                    "dossiers_received",
                    "dossiers_online",
                    "dossiers_direct",
                    "dossiers_resolved",
                    "dossiers_resolved_overdue",
                }
            ),
        ),
        Report(
            series="kgg-dossier-report-online",
            path="pa/kgg-dossier-statistic/--kgg-dossier-report-online",
            first_day="from-applied-date",
            last_day="to-applied-date",
            root="agency-id",
            rows=TypeAdapter(list[_Online]),
            measures=frozenset({"dossiers_online", "dossiers_paid_online"}),
            ends=("T00:00:00.0Z", "T23:59:59.0Z"),
            by_name=True,
        ),
    )
}
"""The reports by their series."""
