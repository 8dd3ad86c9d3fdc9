"""VNPT iGate 2 one-stop system, digitization by agency (Kiên Giang customization, now part of An Giang).

Wire format: a Keycloak token (password grant with ``client_id`` in the form, or client credentials with Basic),
then ``GET /pa/kgg-digitize/digitization-by-agency?from=…&to=…&ancestor-id=…``, an array of agencies. ``from`` and
``to`` are local day bounds written as if they were UTC (``…T00:00:00.000Z``). Any run of days may be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Self

from pydantic import Field, SecretStr, TypeAdapter, model_validator

from connectors.base import Batch, ConnectorOptions, Span, Window, count_frame
from connectors.rows import count_row
from connectors.spans import begun, last_closed_month
from connectors.transport import Answer, Auth, HttpConnector, HttpOptions, OAuth2, Question
from connectors.transport.options import HttpAddress
from connectors.transport.payload import Count, Payload, broken, parse

SERIES = "digitization-by-agency"


class IgateOptions(HttpOptions):
    """``username`` and ``password``, or ``client_secret`` alone; ``ancestor_id`` is the province's agency id."""

    token_url: HttpAddress
    client_id: str
    username: str | None = None
    password: SecretStr | None = None
    client_secret: SecretStr | None = None
    ancestor_id: str
    list_level_id: str | None = None

    @model_validator(mode="after")
    def _one_grant(self) -> Self:
        if (self.username is None) != (self.password is None):
            raise ValueError("username and password belong together")
        if self.password is None and self.client_secret is None:
            raise ValueError("give username and password, or client_secret")
        return self


class _Agency(Payload):
    code: str | None
    name: str | None


class _Row(Payload):
    agency: _Agency
    received: Count | None = Field(alias="totalReceiver")
    with_components: Count | None = Field(alias="totalReceiverHavingFile")
    without_components: Count | None = Field(alias="totalReceiverNopeFile")
    resolved: Count | None = Field(alias="totalComplete")
    with_result: Count | None = Field(alias="totalCompleteHavingFile")
    without_result: Count | None = Field(alias="totalCompleteNopeFile")
    with_both: Count | None = Field(alias="totalReceiverCompleteHavingFile")

    def counts(self) -> dict[str, int | None]:
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


_ROWS = TypeAdapter(list[_Row])


class Igate(HttpConnector[IgateOptions]):
    """Yields seven dossier counts per agency and span."""

    name: ClassVar[str] = "igate"
    system: ClassVar[str] = "Hệ thống một cửa VNPT iGate 2"
    Options: ClassVar[type[ConnectorOptions]] = IgateOptions
    measures: ClassVar[frozenset[str]] = frozenset(
        {
            "dossiers_received",
            "dossiers_components_digitized",
            "dossiers_components_not_digitized",
            "dossiers_resolved",
            "results_electronic",
            "results_not_electronic",
            "dossiers_input_result_digitized",
        }
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
        )

    def steps(self, window: Window) -> int:
        """One answer per span that has begun."""
        return len(begun(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """One Batch per span; a running span is asked for up to today."""
        for span in begun(window):
            answer = self._ask(Span(span.start, min(span.end, window.today)))
            yield _batch(answer, span)

    def probe(self, today: date) -> str:
        """Get a token and ask for the last closed month."""
        span = last_closed_month(today)
        rows = parse(self._ask(span), _ROWS)
        return f"The one-stop system answered for {span.start:%m/%Y}: {len(rows)} agencies."

    def _ask(self, span: Span) -> Answer:
        params = {
            "from": f"{span.start.isoformat()}T00:00:00.000Z",
            "to": f"{span.end.isoformat()}T23:59:59.999Z",
            "ancestor-id": self.options.ancestor_id,
        }
        if self.options.list_level_id is not None:
            params["list-level-id"] = self.options.list_level_id
        return self.transport.ask(
            Question("GET", self.address("pa/kgg-digitize/digitization-by-agency"), params=params)
        )


def _revealed(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def _batch(answer: Answer, span: Span) -> Batch:
    rows: list[dict[str, object]] = []
    agencies = parse(answer, _ROWS)
    for index, row in enumerate(agencies):
        code, name = row.agency.code or "", row.agency.name
        if not code and not name:
            raise broken(answer, f"[{index}].agency has neither code nor name")
        rows.extend(count_row(SERIES, code, name, measure, span, value) for measure, value in row.counts().items())
    return Batch(count_frame(rows), answer.evidence())
