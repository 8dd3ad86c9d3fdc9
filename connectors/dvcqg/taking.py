"""From what the portal prints of a unit to counts, or to what is held back and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from connectors.base import Batch, Reject, Span, count_frame
from connectors.dvcqg import payload as wire
from connectors.dvcqg.families import MetricFamily
from connectors.rows import count_row, plain
from connectors.transport import Answer
from connectors.transport.payload import broken

Rule = Literal["provisional", "contradiction"]


@dataclass
class Taking:
    """Collects the counts of one answer about ``span`` and, if it is about one, ``procedure``."""

    span: Span
    procedure: str = ""
    rows: list[dict[str, object]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def take(self, series: str, code: str, name: str | None, counts: Mapping[str, int | None]) -> None:
        """Counts as they are."""
        self.rows += [count_row(series, code, name, m, self.span, v, self.procedure) for m, v in counts.items()]

    def hold(  # noqa: PLR0913, PLR0917 - what a reject has to tell
        self, series: str, code: str, name: str | None, counts: Mapping[str, int | None], rule: Rule, reason: str
    ) -> None:
        """Counts that are not taken as they stand, and why."""
        self.rejects += [
            Reject(
                where=f"{code} {series}",
                unit_code=code,
                unit_name=plain(name),
                measure=measure,
                period=self.span,
                value=str(value),
                reason=reason,
                procedure=self.procedure,
                series=series,
                rule=rule,
            )
            for measure, value in counts.items()
        ]

    def marked(
        self, series: str, code: str, name: str | None, counts: Mapping[str, int | None], mark: str | None
    ) -> None:
        """Counts as they are, or held back where the portal marks them as not final."""
        if mark is None:
            self.take(series, code, name, counts)
        else:
            self.hold(series, code, name, counts, "provisional", f"the portal marks the count as not final ({mark})")

    def metric(self, family: MetricFamily, unit: wire.Unit, metric: wire.Metric, mark: str | None) -> None:
        """A numerator and its denominator, both or neither."""
        pair = family.pairs.get(metric.code)
        if pair is None:
            return
        series = f"{family.endpoint}/{metric.code}"
        counts = dict(zip(pair, (metric.numerator, metric.denominator), strict=True))
        mark = mark or unit.mark or metric.mark
        if mark is None and not metric.agrees():
            reason = f"{metric.numerator}/{metric.denominator} is not the published {metric.ratio} %"
            self.hold(series, unit.code, unit.name, counts, "contradiction", reason)
        else:
            self.marked(series, unit.code, unit.name, counts, mark)

    def batch(self, answer: Answer) -> Batch:
        """All of it, with the answer it came from."""
        return Batch(count_frame(self.rows), answer.evidence(), tuple(self.rejects))


def check_metrics(answer: Answer, family: MetricFamily, where: str, unit: wire.Unit) -> None:
    """Every known metric must be there once: a renamed one must not look like "not reported"."""
    codes = [metric.code for metric in unit.metrics]
    for code in family.pairs:
        if code not in codes and code not in family.may_be_absent:
            raise broken(answer, f"{where}.metrics lacks {code}; found {', '.join(codes) or 'none'}")
        if codes.count(code) > 1:
            raise broken(answer, f"{where}.metrics holds {code} {codes.count(code)} times")
