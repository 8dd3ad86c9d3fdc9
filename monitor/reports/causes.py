"""Why two sources differ, as a report tells it: the amounts of each named cause and of the rest. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from monitor.reports.content import Content
from monitor.reports.document import Column, TableBlock
from monitor.reports.speaking import Row, say
from monitor.reports.wording import NOTHING, Wording
from monitor.trust.reconciliation import CAUSES, UNEXPLAINED

PAIR = ["indicator", "source", "other"]
COUNTED = ("numerator", "denominator")
SIDES = (*COUNTED, "points")
HUNDREDTH = 0.01


def differences(content: Content) -> list[Row]:
    """The province's two figures of each indicator that two sources count, with ``parts``: cause → {side: amount}.

    Keys: those of ``PAIR``, ``first`` and ``second`` (rows of ``FIGURES``), ``points`` (hundredths, null without two
    rates) and ``parts``.
    """
    top = content["reconciled"].filter(content.top)
    figures = {
        (row["indicator"], row["source"]): row for row in content["figures"].filter(content.top).iter_rows(named=True)
    }
    return [
        {
            **dict(zip(PAIR, pair, strict=True)),
            "first": figures[pair[0], pair[1]],
            "second": figures[pair[0], pair[2]],
            "points": _sum(rows["points"]),
            "parts": {row["cause"]: {side: row[side] for side in SIDES} for row in rows.iter_rows(named=True)},
        }
        for pair, rows in _pairs(top)
    ]


def by_unit(content: Content) -> pl.DataFrame:
    """[indicator, source, other, unit, side, first, second, difference, each cause, check, points].

    Two rows per unit that both sources count, the numerator's and the denominator's; ``check`` is what the causes add
    up to minus the difference: always 0. ``points`` (of the rates) stands beside the numerator.
    """
    key = [*PAIR, "unit"]
    amounts = content["reconciled"].unpivot(COUNTED, index=[*key, "cause"], variable_name="side", value_name="amount")
    wide = amounts.pivot("cause", index=[*key, "side"], values="amount", on_columns=CAUSES)
    sides = content["figures"].unpivot(COUNTED, index=["indicator", "source", "unit"], variable_name="side")
    found = wide.join(sides.rename({"value": "first"}), on=["indicator", "source", "unit", "side"]).join(
        sides.rename({"value": "second"}), left_on=["indicator", "other", "unit", "side"], right_on=sides.columns[:-1]
    )
    points = (
        content["reconciled"]
        .group_by(key)
        .agg(pl.when(pl.col("points").is_not_null().all()).then(pl.col("points").sum() * HUNDREDTH).first())
    )
    whole = found.join(points, on=key).with_columns(difference=pl.col("first") - pl.col("second"))
    above = pl.when(pl.col("side") == COUNTED[0]).then("points")
    return whole.with_columns(check=pl.sum_horizontal(CAUSES) - pl.col("difference"), points=above)


def sentences(wording: Wording, content: Content) -> Iterator[str]:
    """One sentence for each indicator that two sources count: both figures, their difference, its causes in points."""
    for one in differences(content):
        yield say(wording, "say.reconciled", **_spoken(wording, content, one), causes=_causes(wording, one))


def table(wording: Wording, content: Content) -> TableBlock | None:
    """What makes up each difference, in counts and in points; None where no two sources count the same."""
    found = differences(content)
    if not found:
        return None
    columns = (
        Column(say(wording, "col.indicator"), 3.4),
        Column(say(wording, "col.cause"), 2.6),
        *(Column(say(wording, f"col.{name}"), 1.3, "right") for name in SIDES),
    )
    rows = tuple(row for one in found for row in _rows(wording, content, one))
    return TableBlock("causes", say(wording, "table.causes"), columns, rows)


def _pairs(top: pl.DataFrame) -> Iterator[tuple[tuple[str, str, str], pl.DataFrame]]:
    for key, rows in top.group_by(PAIR, maintain_order=True):
        yield (str(key[0]), str(key[1]), str(key[2])), rows


def _sum(points: pl.Series) -> int | None:
    return None if points.is_null().any() else int(points.sum())


def _names(wording: Wording, content: Content, one: Row) -> dict[str, str]:
    lang = wording.lang
    names = dict(content["definitions"].select("indicator", f"name_{lang}").iter_rows())
    titles = dict(content["titles"].select("source", f"title_{lang}").iter_rows())
    return {"name": names[one["indicator"]], **{side: titles[one[side]] for side in ("source", "other")}}


def _spoken(wording: Wording, content: Content, one: Row) -> dict[str, Any]:
    sides = {"first": one["first"], "second": one["second"]}
    counts = {f"{place}_{name}": wording.count(row[name]) for place, row in sides.items() for name in COUNTED}
    rates = {f"{place}_rate": wording.percent(row["shown"]) for place, row in sides.items()}
    return {**_names(wording, content, one), **counts, **rates, "points": _points(wording, one["points"])}


def _causes(wording: Wording, one: Row) -> str:
    told = [
        say(wording, "say.cause", cause=wording.cause(cause), points=_points(wording, part["points"]))
        for cause, part in one["parts"].items()
        if cause == UNEXPLAINED or part["numerator"] or part["denominator"]
    ]
    return "; ".join(told)


def _rows(wording: Wording, content: Content, one: Row) -> Iterator[tuple[str, ...]]:
    """The difference first, then what it is made of; a cause without any amount is left out, the rest never is."""
    named = _names(wording, content, one)
    whole = {side: sum(part[side] for part in one["parts"].values()) for side in COUNTED}
    title = say(wording, "say.pair", **named)
    yield (title, say(wording, "say.difference"), *_amounts(wording, {**whole, "points": one["points"]}))
    for cause in CAUSES:
        part = one["parts"].get(cause, dict.fromkeys(SIDES, 0))
        if cause == UNEXPLAINED or part["numerator"] or part["denominator"]:
            yield ("", wording.cause(cause), *_amounts(wording, part))


def _amounts(wording: Wording, part: dict[str, int | None]) -> Sequence[str]:
    return [*(wording.signed(part[side]) for side in COUNTED), _points(wording, part["points"])]


def _points(wording: Wording, hundredths: int | None) -> str:
    return NOTHING if hundredths is None else wording.points(float(hundredths * Decimal("0.01")))
