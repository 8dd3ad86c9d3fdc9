"""The tables as the system sends them. Percentages are not read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from pydantic import AliasChoices, Field, model_validator

from connectors.transport.payload import Count, Payload


def spelled(name: str, **more: Any) -> Any:  # noqa: ANN401 - what pydantic's Field takes and gives
    """A field in camelCase, or in PascalCase; in no other spelling."""
    return Field(validation_alias=AliasChoices(name, _pascal(name)), **more)


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


class Spelled(Payload):
    """An object whose fields may begin with a small or a capital letter, each in one spelling only."""

    @model_validator(mode="before")
    @classmethod
    def _one_spelling(cls, value: object) -> object:
        twice = (
            [key for key in value if key != _pascal(key) and _pascal(key) in value] if isinstance(value, dict) else ()
        )
        if twice:
            raise ValueError(f"{twice[0]} stands in two spellings")
        return value


class Row(Spelled):
    """A row of any table: which level it is of, whom it is about, below whom it stands."""

    catalog: str | None = spelled("catalog", default=None)
    code: str = spelled("maThongKe", min_length=1)
    above: str | None = spelled("maThongKeCha")
    name: str | None = spelled("tenThongKe")

    @abstractmethod
    def counts(self) -> dict[str, int | None]:
        """Measure → count."""


class Page(Spelled):
    """One page; a table that is not paged says nothing of pages."""

    current: Count | None = spelled("currentPage", default=None)
    pages: Count | None = spelled("totalPages", default=None)
    total: Count | None = spelled("totalCount", default=None)
    more: bool | None = spelled("hasNextPage", default=None)

    @property
    @abstractmethod
    def rows(self) -> Sequence[Row]:
        """The rows of the page."""


class DigitizedRow(Row):
    """``ChiTieuSoHoa``. A procedure without a result counts as digitized there."""

    received: Count | None = spelled("tiepNhan")
    without: Count | None = spelled("chuaSoHoaTPHS")
    with_components: Count | None = spelled("coSoHoaTPHS")
    reused: Count | None = spelled("coTaiSuDungTPHS")
    reused_portal: Count | None = spelled("coTaiSuDungTPHSTuDvcQg")
    resolved: Count | None = spelled("daGiaiQuyet")
    without_result: Count | None = spelled("daGiaiQuyetChuaSoHoa")
    with_result: Count | None = spelled("daGiaiQuyetDaSoHoa")

    def counts(self) -> dict[str, int | None]:
        """Measure → count."""
        return {
            "dossiers_received": self.received,
            "dossiers_components_not_digitized": self.without,
            "dossiers_components_digitized": self.with_components,
            "dossiers_reused_data": self.reused,
            "dossiers_reused_data_portal": self.reused_portal,
            "dossiers_resolved": self.resolved,
            "results_not_electronic": self.without_result,
            "results_electronic": self.with_result,
        }


class OnlineRow(Row):
    """``ChiTieuDvcTrucTuyen``."""

    received: Count | None = spelled("tongTiepNhan")
    online: Count | None = spelled("tiepNhanQuaMang")
    direct: Count | None = spelled("tiepNhanTrucTiep")
    postal: Count | None = spelled("tiepNhanBCCI")
    synced: Count | None = spelled("tongDaDongBoVeDvcqg")
    with_fee: Count | None = spelled("tongCoNghiaVuTaiChinh")
    paid: Count | None = spelled("daTTTTQuaDvcqg")

    def counts(self) -> dict[str, int | None]:
        """Measure → count."""
        return {
            "dossiers_received": self.received,
            "dossiers_online": self.online,
            "dossiers_direct": self.direct,
            "dossiers_postal": self.postal,
            "dossiers_synced": self.synced,
            "dossiers_with_fee": self.with_fee,
            "dossiers_paid_online": self.paid,
        }


class ReportRow(Row):
    """``BaoCao06a``."""

    to_handle: Count | None = spelled("tongSo")
    received: Count | None = spelled("tongTiepNhan")
    carried_over: Count | None = spelled("tiepNhanKyTruoc")
    online: Count | None = spelled("tiepNhanQuaMang")
    direct: Count | None = spelled("tiepNhanTrucTiep")
    postal: Count | None = spelled("tiepNhanQuaBCCI")
    resolved: Count | None = spelled("tongDaXuLy")
    early: Count | None = spelled("daXuLyTruocHan")
    on_time: Count | None = spelled("daXuLyDungHan")
    overdue: Count | None = spelled("daXuLyQuaHan")
    open_not_due: Count | None = spelled("dangXuLyTrongHan")
    open_overdue: Count | None = spelled("dangXuLyQuaHan")

    def counts(self) -> dict[str, int | None]:
        """Measure → count."""
        return {
            "dossiers_to_handle": self.to_handle,
            "dossiers_received": self.received,
            "dossiers_carried_over": self.carried_over,
            "dossiers_online": self.online,
            "dossiers_direct": self.direct,
            "dossiers_postal": self.postal,
            "dossiers_resolved": self.resolved,
            "dossiers_resolved_early": self.early,
            "dossiers_resolved_on_time": self.on_time,
            "dossiers_resolved_overdue": self.overdue,
            "dossiers_in_process_not_due": self.open_not_due,
            "dossiers_in_process_overdue": self.open_overdue,
        }


class DigitizedPage(Page):
    """A page of ``ChiTieuSoHoa``."""

    data: list[DigitizedRow] = spelled("data")

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the page."""
        return self.data


class OnlinePage(Page):
    """A page of ``ChiTieuDvcTrucTuyen``."""

    data: list[OnlineRow] = spelled("data")

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the page."""
        return self.data


class ReportPage(Page):
    """A page of ``BaoCao06a``."""

    data: list[ReportRow] = spelled("data")

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the page."""
        return self.data
