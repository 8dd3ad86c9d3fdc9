"""The portal's answers as it sends them. Ratios are only compared with the counts, never stored."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from http import HTTPStatus
from typing import TypeVar

from pydantic import Field, TypeAdapter

from connectors.errors import ContractBroken, SourceError, SourceUnavailable
from connectors.transport import Answer
from connectors.transport.payload import Count, Payload, Ratio, check, decode

_HUNDREDTH = Decimal("0.01")
_FINAL = frozenset({"", "OK"})
_NOT_YET = re.compile(r"PERIOD_NOT_CLOSED|chưa kết thúc", re.IGNORECASE)
_ReadT = TypeVar("_ReadT")


def agree(part: int | None, whole: int | None, printed: float | None) -> bool:
    """Whether a printed percentage is that of the counts, to 0.01 after rounding half up to two decimals.

    Where a count or the percentage is null, or the whole 0, the portal prints null, 0 or 100 alike.
    """
    if part is None or not whole or printed is None:
        return True
    counted = (Decimal(100 * part) / whole).quantize(_HUNDREDTH, ROUND_HALF_UP)
    return abs(Decimal(str(printed)) - counted) <= _HUNDREDTH


class Marked(Payload):
    """A part of an answer on which the portal may print what its counts rest on."""

    quality: str | None = Field(alias="dataQualityStatus", default=None)
    quality_message: str | None = Field(alias="dataQualityMessage", default=None)

    @property
    def mark(self) -> str | None:
        """Why the counts are not final, in the portal's words; None = it says nothing of the kind."""
        if self.quality is None or self.quality in _FINAL:
            return None
        return f"{self.quality}: {self.quality_message}" if self.quality_message else self.quality


class Metric(Marked):
    """One metric of one unit: counts, and the percentage the portal printed."""

    code: str
    numerator: Count | None
    denominator: Count | None
    ratio: Ratio | None

    def agrees(self) -> bool:
        """Whether the printed ratio is that of the counts."""
        return agree(self.numerator, self.denominator, self.ratio)


class Root(Marked):
    """The province's own part of an answer; code and name where the endpoint gives them."""

    code: str | None = Field(alias="departmentCode", default=None)
    name: str | None = Field(alias="departmentName", default=None)


class Overview(Root):
    """The province in an answer of metrics."""

    metrics: list[Metric]


class Unit(Marked):
    """A unit in an answer of metrics."""

    code: str = Field(alias="departmentCode", min_length=1)
    name: str | None = Field(alias="departmentName")
    metrics: list[Metric]

    @classmethod
    def of_province(cls, code: str, overview: Overview) -> Unit:
        """The province's overview as the row of a unit."""
        return cls.model_construct(
            code=code,
            name=overview.name,
            metrics=overview.metrics,
            quality=overview.quality,
            quality_message=overview.quality_message,
        )


class Pagination(Payload):
    """How many units and pages there are."""

    total: Count
    current_page: Count = Field(alias="currentPage")
    total_pages: Count = Field(alias="totalPages")


class Measured(Marked):
    """``data`` of an answer of metrics."""

    overview: Overview
    evaluation: list[Unit]
    pagination: Pagination


class TreeRoot(Root):
    """The province of a tree."""

    @abstractmethod
    def counts(self) -> dict[str, int | None]:
        """Measure → count."""


class TreeUnit(Marked):
    """A unit of a tree; it always has a code."""

    code: str = Field(alias="departmentCode", min_length=1)
    name: str | None = Field(alias="departmentName", default=None)

    @abstractmethod
    def counts(self) -> dict[str, int | None]:
        """Measure → count."""


class Tree(Marked):
    """``data`` of an answer with a parent (the province) and children (its units)."""

    parent: TreeRoot
    pagination: Pagination | None = None

    @property
    def units(self) -> Sequence[TreeUnit]:
        """The children that carry counts."""
        return ()


class _Progress(Payload):
    handled: Count | None = Field(alias="totalReceived")
    on_time: Count | None = Field(alias="totalOnTime")

    def counts(self) -> dict[str, int | None]:
        """Measure → count."""
        return {"dossiers_handled": self.handled, "dossiers_handled_on_time": self.on_time}


class ProgressRoot(_Progress, TreeRoot):
    """The province in ``dvc-progress-tree``."""


class ProgressUnit(_Progress, TreeUnit):
    """A unit in ``dvc-progress-tree``; only units say how many are overdue."""

    overdue: Count | None = Field(alias="totalOverdue")

    def counts(self) -> dict[str, int | None]:
        """Measure → count."""
        return super().counts() | {"dossiers_handled_overdue": self.overdue}


class Progress(Tree):
    """``data`` of ``dvc-progress-tree``."""

    parent: ProgressRoot
    children: list[ProgressUnit]

    @property
    def units(self) -> Sequence[TreeUnit]:
        """Every unit."""
        return self.children


class OnlineRoot(TreeRoot):
    """The province in ``provide-online-tree``."""

    online: Count | None = Field(alias="channelOnlineSum")
    direct: Count | None = Field(alias="channelDirectSum")
    postal: Count | None = Field(alias="channelPostalSum")
    received: Count | None = Field(alias="channelTotalSum")

    def counts(self) -> dict[str, int | None]:
        """Measure → count."""
        return {
            "dossiers_received": self.received,
            "dossiers_online": self.online,
            "dossiers_direct": self.direct,
            "dossiers_postal": self.postal,
        }


class Online(Tree):
    """``data`` of ``provide-online-tree``; children carry scores only and are not read."""

    parent: OnlineRoot


class _Payments(Payload):
    paid: Count | None = Field(alias="totalDossierOnlinePaymentSuccess")
    with_fee: Count | None = Field(alias="totalDossierFinancialObligation")
    procedures_paid: Count | None = Field(alias="totalDossierOnlineFormalityPaymentSuccess")
    procedures_active: Count | None = Field(alias="totalFeeDossierFormality")
    procedures: Count | None = Field(alias="totalFeeFormality")

    def counts(self) -> dict[str, int | None]:
        """Measure → count."""
        return {
            "dossiers_paid_online": self.paid,
            "dossiers_with_fee": self.with_fee,
            "procedures_paid_online": self.procedures_paid,
            "procedures_fee_active": self.procedures_active,
            "procedures_with_fee": self.procedures,
        }


class PaymentRoot(_Payments, TreeRoot):
    """The province in ``formality-online-payment-tree``."""


class PaymentUnit(_Payments, TreeUnit):
    """A unit in ``formality-online-payment-tree``."""


class Payment(Tree):
    """``data`` of ``formality-online-payment-tree``."""

    parent: PaymentRoot
    children: list[PaymentUnit]

    @property
    def units(self) -> Sequence[TreeUnit]:
        """Every unit."""
        return self.children


class Slice(Payload):
    """One part of a ring chart."""

    code: str
    value: Count | None
    percent: Ratio | None


class _Rings(Payload):
    online: list[Slice] = Field(alias="onlineDossier")


class _Ranked(Payload):
    code: str = Field(alias="departmentCode")


class Results(Payload):
    """``data`` of ``service-results``: the ranking of all provinces. Its scores are not read."""

    donuts: _Rings
    evaluation: list[_Ranked]

    @property
    def provinces(self) -> list[str]:
        """Codes of the provinces ranked."""
        return [ranked.code for ranked in self.evaluation]


class Procedure(Payload):
    """One procedure of the catalogue."""

    key: str = Field(alias="id", min_length=1)
    code: str
    applied_by: list[str] | None = Field(alias="appliedDepartmentIds", default=None)


class Catalogue(Payload):
    """``data`` of ``formalities``."""

    items: list[Procedure]
    pagination: Pagination


class _Envelope(Payload):
    code: str
    message: str | None = None
    data: object = None


_ENVELOPE = TypeAdapter(_Envelope)
MEASURED = TypeAdapter(Measured)
RESULTS = TypeAdapter(Results)
CATALOGUE = TypeAdapter(Catalogue)


def read(answer: Answer, model: TypeAdapter[_ReadT]) -> _ReadT:
    """The envelope's ``data``.

    Raises ``SourceUnavailable`` where the portal does not publish the period yet, ``ContractBroken`` for any other
    error it reports, whatever the status.
    """
    envelope = check(answer, decode(answer), _ENVELOPE)
    if envelope.code != "OK" or answer.status == HTTPStatus.BAD_REQUEST:
        raise _refusal(answer, envelope)
    return check(answer, envelope.data, model, "data")


def _refusal(answer: Answer, envelope: _Envelope) -> SourceError:
    said = f"{envelope.code}: {(envelope.message or 'no reason given')[:200]}"
    if _NOT_YET.search(said):
        return SourceUnavailable(
            f"The portal does not publish this period yet ({said}).",
            "It is the portal's timing, not a unit's delay: the next pull asks for the same period again.",
            answer.evidence(),
        )
    remedy = "Nothing was stored from this answer. Read what the portal says about this period."
    return ContractBroken(f"{answer.url} reports {said}", remedy, answer.evidence())
