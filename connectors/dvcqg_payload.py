"""The portal's answers as it sends them. Ratios are only compared with the counts, never stored."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from pydantic import Field, TypeAdapter

from connectors.errors import ContractBroken
from connectors.transport import Answer
from connectors.transport.payload import Count, Payload, Ratio, check, decode

_HUNDREDTH = Decimal("0.01")
_ReadT = TypeVar("_ReadT")


class Metric(Payload):
    """One metric of one unit: counts, and the percentage the portal printed."""

    code: str
    numerator: Count | None
    denominator: Count | None
    ratio: Ratio | None

    def agrees(self) -> bool:
        """Whether the printed ratio is that of the counts, to 0.01 after rounding half up to two decimals.

        Where a count or the ratio is null, or the denominator 0, the portal prints null, 0 or 100 alike.
        """
        if self.numerator is None or not self.denominator or self.ratio is None:
            return True
        counted = (Decimal(100 * self.numerator) / self.denominator).quantize(_HUNDREDTH, ROUND_HALF_UP)
        return abs(Decimal(str(self.ratio)) - counted) <= _HUNDREDTH


class Root(Payload):
    """The province's own part of an answer; code and name where the endpoint gives them."""

    code: str | None = Field(alias="departmentCode", default=None)
    name: str | None = Field(alias="departmentName", default=None)


class Overview(Root):
    """The province in ``dossier-digitized``."""

    metrics: list[Metric]


class Unit(Payload):
    """A unit in ``dossier-digitized``."""

    code: str = Field(alias="departmentCode", min_length=1)
    name: str | None = Field(alias="departmentName")
    metrics: list[Metric]

    @classmethod
    def of_province(cls, code: str, overview: Overview) -> Unit:
        """The province's overview as the row of a unit."""
        return cls.model_construct(code=code, name=overview.name, metrics=overview.metrics)


class Pagination(Payload):
    """How many units and pages there are."""

    total: Count
    current_page: Count = Field(alias="currentPage")
    total_pages: Count = Field(alias="totalPages")


class Digitized(Payload):
    """``data`` of ``dossier-digitized``."""

    overview: Overview
    evaluation: list[Unit]
    pagination: Pagination


class ProgressRoot(Root):
    """The province in ``dvc-progress-tree``."""

    handled: Count | None = Field(alias="totalReceived")
    on_time: Count | None = Field(alias="totalOnTime")

    def counts(self) -> dict[str, int | None]:
        """Measure → count."""
        return {"dossiers_handled": self.handled, "dossiers_handled_on_time": self.on_time}


class ProgressUnit(ProgressRoot):
    """A unit in ``dvc-progress-tree``; only units say how many are overdue."""

    code: str = Field(alias="departmentCode", min_length=1)
    overdue: Count | None = Field(alias="totalOverdue")


class Progress(Payload):
    """``data`` of ``dvc-progress-tree``."""

    parent: ProgressRoot
    children: list[ProgressUnit]
    pagination: Pagination | None = None


class OnlineRoot(Root):
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


class Online(Payload):
    """``data`` of ``provide-online-tree``; children carry scores only and are not read."""

    parent: OnlineRoot


class _Envelope(Payload):
    code: str
    message: str | None = None
    data: object = None


_ENVELOPE = TypeAdapter(_Envelope)
DIGITIZED = TypeAdapter(Digitized)
PROGRESS = TypeAdapter(Progress)
ONLINE = TypeAdapter(Online)


def read(answer: Answer, model: TypeAdapter[_ReadT]) -> _ReadT:
    """The envelope's ``data``. Raises ``ContractBroken`` if the portal reports an error inside a good status."""
    envelope = check(answer, decode(answer), _ENVELOPE)
    if envelope.code != "OK":
        raise ContractBroken(
            f"{answer.url} reports {envelope.code}: {(envelope.message or 'no reason given')[:200]}",
            "Nothing was stored from this answer. Read what the portal says about this period.",
            answer.evidence(),
        )
    return check(answer, envelope.data, model, "data")
