"""The connector: which tables, what is asked, and which rows are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from http import HTTPStatus
from typing import ClassVar, Final, Literal, Self

from pydantic import Field, SecretStr, TypeAdapter, model_validator

from connectors.base import Batch, ConnectorOptions, Span, Window, count_frame
from connectors.errors import ContractBroken
from connectors.rollup import differences, held_total
from connectors.rows import count_row
from connectors.spans import begun, last_closed_month
from connectors.tandan import payload as wire
from connectors.tandan.auth import TandanAuth
from connectors.tandan.walk import Walk
from connectors.transport import Answer, Auth, HttpConnector, HttpOptions, NoAuth, Question
from connectors.transport.payload import parse

TableName = Literal["ChiTieuSoHoa", "ChiTieuDvcTrucTuyen", "BaoCao06a"]
_READ = frozenset({HTTPStatus.OK, HTTPStatus.BAD_REQUEST})
_SHOWN = 200


@dataclass(frozen=True)
class Table:
    """One table: where it is and how its pages are read."""

    path: str
    model: type[wire.Page]

    @cached_property
    def reader(self) -> TypeAdapter[wire.Page]:
        """Reads one page."""
        return TypeAdapter(self.model)


TABLES: Final[Mapping[TableName, Table]] = {
    "ChiTieuSoHoa": Table("api/v1/QuyetDinh766s/ChiTieuSoHoa", wire.DigitizedPage),
    "ChiTieuDvcTrucTuyen": Table("api/v1/QuyetDinh766s/ChiTieuDvcTrucTuyen", wire.OnlinePage),
    "BaoCao06a": Table("api/v1/BaoCaoTongHops/BaoCao06a", wire.ReportPage),
}


class TandanOptions(HttpOptions):
    """What to ask and as whom.

    ``parent_code``  the province's code in the system (``maDinhDanhCha``): its row and those just below it are read.
    ``tables``       which tables; each is a series of its own.
    ``catalog``      the level asked for.
    ``tenant``, ``username``, ``password``, ``security_code``: none of them for tables open to everybody.
    """

    parent_code: str = Field(min_length=1)
    tables: tuple[TableName, ...] = Field(default=("ChiTieuSoHoa", "ChiTieuDvcTrucTuyen", "BaoCao06a"), min_length=1)
    catalog: str = "don-vi"
    page_size: int = Field(default=1000, ge=1, le=1000)
    tenant: str = "root"
    username: str | None = None
    password: SecretStr | None = None
    security_code: SecretStr | None = None

    @model_validator(mode="after")
    def _name_and_password(self) -> Self:
        if (self.username is None) != (self.password is None):
            raise ValueError("username and password belong together")
        return self


class Tandan(HttpConnector[TandanOptions]):
    """Yields the counts of each table per unit and span, and the province's own as far as they are their sum."""

    name: ClassVar[str] = "tandan"
    system: ClassVar[str] = "Hệ thống một cửa Tân Dân"
    Options: ClassVar[type[ConnectorOptions]] = TandanOptions
    measures: ClassVar[frozenset[str]] = frozenset(
        {
            "dossiers_received",
            "dossiers_components_not_digitized",
            "dossiers_components_digitized",
            "dossiers_reused_data",
            "dossiers_reused_data_portal",
            "dossiers_resolved",
            "results_not_electronic",
            "results_electronic",
            "dossiers_online",
            "dossiers_direct",
            "dossiers_postal",
            "dossiers_synced",
            "dossiers_with_fee",
            "dossiers_paid_online",
            "dossiers_to_handle",
            "dossiers_carried_over",
            "dossiers_resolved_early",
            "dossiers_resolved_on_time",
            "dossiers_resolved_overdue",
            "dossiers_in_process_not_due",
            "dossiers_in_process_overdue",
        }
    )

    @staticmethod
    def auth(options: TandanOptions) -> Auth:
        """A token of the system's own, or nobody."""
        if options.username is None or options.password is None:
            return NoAuth()
        code = None if options.security_code is None else options.security_code.get_secret_value()
        password = options.password.get_secret_value()
        return TandanAuth(options.base_url, options.tenant, options.username, password, code)

    def steps(self, window: Window) -> int:
        """One answer per span and table; further pages come on top."""
        return len(begun(window)) * len(self.options.tables)

    def pull(self, window: Window) -> Iterator[Batch]:
        """Per span and table a Batch per page; a running span is asked for up to today."""
        for span in begun(window):
            for name in self.options.tables:
                yield from self._table(name, span, Span(span.start, min(span.end, window.today)))

    def probe(self, today: date) -> str:
        """Ask for the first page of the first table in the last closed month."""
        span, name = last_closed_month(today), self.options.tables[0]
        rows = len(parse(self._ask(name, span, 1), TABLES[name].reader).rows)
        return f"The one-stop system answered for {span.start:%m/%Y}: {rows} rows of {name}."

    def _table(self, name: TableName, span: Span, days: Span) -> Iterator[Batch]:
        walk = Walk(self.options.parent_code, self.options.catalog, self.options.page_size)
        while not walk.ended:
            answer = self._ask(name, days, walk.page)
            units = walk.turn(answer, parse(answer, TABLES[name].reader))
            batch = _batch(name, answer, span, units)
            own = walk.province
            if walk.ended and own is not None and own[1] is answer:
                yield _joined(batch, _province(name, span, walk, *own))
                return
            yield batch
        if walk.province is not None:
            yield _province(name, span, walk, *walk.province)

    def _ask(self, name: TableName, days: Span, page: int) -> Answer:
        body = {
            "tuNgay": days.start.isoformat(),
            "denNgay": days.end.isoformat(),
            "maDonVi": "",
            "maDinhDanhCha": self.options.parent_code,
            "catalog": self.options.catalog,
            "cache": False,
            "pageNumber": page,
            "pageSize": self.options.page_size,
        }
        question = Question("POST", self.address(TABLES[name].path), json=body, headers={"tenant": self.options.tenant})
        answer = self.transport.ask(question, _READ.__contains__)
        if answer.status == HTTPStatus.BAD_REQUEST:
            said = " ".join(answer.body.decode("utf-8", errors="replace").split())[:_SHOWN]
            raise ContractBroken(
                f"{answer.url} refuses the question with 400: {said or 'no reason given'}",
                "Nothing was stored. Compare the question with what the system says, and the options of this source.",
                answer.evidence(),
            )
        return answer


def _batch(name: str, answer: Answer, span: Span, rows: list[wire.Row]) -> Batch:
    counted = [count_row(name, row.code, row.name, m, span, v) for row in rows for m, v in row.counts().items()]
    return Batch(count_frame(counted), answer.evidence())


def _province(name: str, span: Span, walk: Walk, row: wire.Row, answer: Answer) -> Batch:
    """The province's row as far as its units add up to it, with the page it stood on."""
    counts = row.counts()
    why = differences(counts, [unit.counts() for unit in walk.units.values()]) if walk.units else {}
    kept = [count_row(name, row.code, row.name, m, span, value) for m, value in counts.items() if m not in why]
    return Batch(count_frame(kept), answer.evidence(), held_total(name, row.code, row.name, span, counts, why))


def _joined(batch: Batch, more: Batch) -> Batch:
    return Batch(batch.counts.vstack(more.counts), batch.evidence, batch.rejects + more.rejects)
