"""What changed from one edition to another: in a sentence, and figure by figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import Row, listing, small
from dashboards.figures.parts import Children
from dashboards.words import Words, signed
from monitor.reports.content import Content


def changed_figures(
    words: Words, changes: pl.DataFrame, after: Content, numbers: tuple[int, int], everything: str | None
) -> list[Component | None]:
    """``changes`` (``monitor.reports.difference.CHANGES``) as a table: the whole province first in each indicator."""
    names = dict(after["definitions"].select("indicator", f"name_{words.lang}").iter_rows())
    sources = dict(after["sources"].select("source", f"title_{words.lang}").iter_rows())
    before, now = (words("reports.number", number=number) for number in numbers)

    def about(row: Row) -> Children:
        source = sources.get(row["source"], row["source"])
        return [names.get(row["indicator"], row["indicator"]), small(" ", source)]

    columns = [
        ("indicator", about, "text"),
        ("unit", lambda row: row["unit_name"], "text"),
        ("before", lambda row: _figure(words, row, "before_"), "num"),
        ("after", lambda row: _figure(words, row, ""), "num"),
        ("delta", lambda row: _delta(words, row), "num"),
    ]
    return listing(words, f"{before} → {now}", columns, _ordered(changes, list(names)), everything=everything)


def _ordered(changes: pl.DataFrame, indicators: Sequence[str]) -> Sequence[Row]:
    places = {code: place for place, code in enumerate(indicators)}
    place = pl.col("indicator").replace_strict(places, default=len(places), return_dtype=pl.Int64)
    return changes.sort(place, pl.col("unit").str.len_chars(), "unit", "source").to_dicts()


def _figure(words: Words, row: Mapping[str, object], prefix: str) -> Children:
    """Counts and rate; a word where there is no rate."""
    status, shown = row[f"{prefix}status"], row[f"{prefix}shown"]
    if status is None:
        return words("reports.absent")
    counts = [words.count(_whole(row[f"{prefix}{name}"])) for name in ("numerator", "denominator")]
    rate = words.percent(str(shown)) if shown is not None else words.status(str(status))
    return [html.Span(rate), small(f" {counts[0]}/{counts[1]}")]


def _delta(words: Words, row: Mapping[str, object]) -> Children:
    """By how much numerator and denominator changed; empty where one of the editions has no such count."""
    told = []
    for name in ("numerator", "denominator"):
        before, now = _whole(row[f"before_{name}"]), _whole(row[name])
        if before is None or now is None:
            return words("blank")
        plus = "+" if now > before else ""
        told.append(f"{plus}{signed(now - before, words.lang)}")
    return words("reports.delta", numerator=told[0], denominator=told[1])


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
