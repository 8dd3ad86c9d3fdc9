"""Compares a total a system prints with the parts it prints beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors.base import Reject, Span
from connectors.rows import plain

Counts = Mapping[str, int | None]


def differences(total: Counts, parts: Sequence[Counts]) -> dict[str, str]:
    """Measure → how its total differs from the sum of its parts.

    A total or part that is not reported cannot be compared: nothing is said of that measure.
    """
    found: dict[str, str] = {}
    for measure, printed in total.items():
        shares = [part.get(measure) for part in parts]
        reported = [share for share in shares if share is not None]
        if printed is not None and len(reported) == len(shares) and sum(reported) != printed:
            found[measure] = f"the total is {printed}, its {len(parts)} parts add up to {sum(reported)}"
    return found


def held_total(  # noqa: PLR0913, PLR0917 - what a reject has to tell
    series: str, code: str, name: str | None, span: Span, total: Counts, why: Mapping[str, str]
) -> tuple[Reject, ...]:
    """The measures of a total that differ from their parts, as rejects."""
    return tuple(
        Reject(
            where=f"{code} {series}",
            unit_code=code,
            unit_name=plain(name),
            measure=measure,
            period=span,
            value=str(total[measure]),
            reason=reason,
            series=series,
            rule="contradiction",
        )
        for measure, reason in why.items()
    )
