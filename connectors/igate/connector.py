"""The connector: which reports are asked for which spans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import ClassVar

from pydantic import SecretStr

from connectors.base import Batch, ConnectorOptions, Span, Window
from connectors.igate import agencies, dossiers
from connectors.igate.agencies import Agencies
from connectors.igate.options import IgateOptions
from connectors.igate.reports import REPORTS, Report
from connectors.igate.rollup import SERIES, WAYS, folded_ways, rolled_up
from connectors.spans import begun, last_closed_month
from connectors.transport import Answer, Auth, HttpConnector, OAuth2, Question


class Igate(HttpConnector[IgateOptions]):
    """Yields the counts of each report asked for, per agency and span."""

    name: ClassVar[str] = "igate"
    system: ClassVar[str] = "Hệ thống một cửa VNPT iGate 2"
    Options: ClassVar[type[ConnectorOptions]] = IgateOptions
    measures: ClassVar[frozenset[str]] = frozenset({"dossiers_received", *WAYS}).union(
        *(report.measures for report in REPORTS.values())
    )

    @staticmethod
    def auth(options: IgateOptions) -> Auth:
        """A bearer token of the province's Keycloak."""
        return OAuth2(
            options.token_url,
            options.client_id,
            client_secret=_revealed(options.client_secret),
            username=options.username,
            password=_revealed(options.password),
            scope=options.scope,
        )

    def steps(self, window: Window) -> int:
        """One Batch per report and span that has begun."""
        return len(self.options.reports) * len(begun(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """One Batch per span and report; a running span is asked for up to today."""
        spans = begun(window)
        known = self._catalogue() if spans and self._needs_catalogue() else Agencies()
        for span in spans:
            asked = Span(span.start, min(span.end, window.today))
            for name in self.options.reports:
                report = REPORTS.get(name)
                if report is None:
                    yield self._rolled_up(asked, span, known)
                else:
                    yield report.batch(self._report(report, asked), span, known)

    def probe(self, today: date) -> str:
        """Get a token and ask the first report for the last closed month."""
        span = last_closed_month(today)
        report = REPORTS.get(self.options.reports[0])
        if report is None:
            with dossiers.forgetful():
                self._ask(dossiers.PATH, {**self._list_of(span), "page": "0", "size": "1"})
            return f"The one-stop system lists its dossiers of {span.start:%m/%Y}."
        rows = report.read(self._report(report, span))
        return f"The one-stop system answered for {span.start:%m/%Y}: {len(rows)} agencies."

    def _needs_catalogue(self) -> bool:
        """Whether a report names agencies by id or by name only."""
        return any(name not in REPORTS or REPORTS[name].by_name for name in self.options.reports)

    def _catalogue(self) -> Agencies:
        parameters = {"ancestor-id": self.options.ancestor_id, "size": str(agencies.SIZE)}
        return agencies.catalogue(lambda page: self._ask(agencies.PATH, {**parameters, "page": str(page)}))

    def _report(self, report: Report, span: Span) -> Answer:
        parameters = report.parameters(span, self.options.ancestor_id)
        if report.series == "digitization-by-agency" and self.options.list_level_id is not None:
            parameters["list-level-id"] = self.options.list_level_id
        return self._ask(report.path, {**parameters, **self._besides(report.series)})

    def _rolled_up(self, asked: Span, span: Span, known: Agencies) -> Batch:
        parameters = self._list_of(asked)
        listing = dossiers.read(
            lambda page: self._ask(dossiers.PATH, {**parameters, "page": str(page)}),
            asked,
            timedelta(seconds=self.options.look_back),
        )
        names = (self.options.filed_online, self.options.filed_directly, self.options.filed_by_post)
        return rolled_up(listing, span, known, folded_ways(zip(WAYS, names, strict=True)))

    def _list_of(self, span: Span) -> dict[str, str]:
        return {
            "size": str(self.options.page_size),
            "spec": self.options.paging,
            "sort": "updatedDate,desc",
            "accepted-from": f"{span.start.isoformat()}T00:00:00.000Z",
            "accepted-to": f"{span.end.isoformat()}T23:59:59.999Z",
            **self._besides(SERIES),
        }

    def _besides(self, series: str) -> Mapping[str, str]:
        """What this province's system wants to be told besides."""
        return next((more for name, more in self.options.parameters.items() if name == series), {})

    def _ask(self, path: str, params: Mapping[str, str]) -> Answer:
        return self.transport.ask(Question("GET", self.address(path), params=params))


def _revealed(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
