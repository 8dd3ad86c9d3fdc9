"""Sentences built from the numbers of a finding, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

Names = Mapping[str, tuple[str, str]]
"""Vietnamese and English name by code."""


def said(rows: pl.DataFrame, vi: str, en: str) -> pl.DataFrame:
    """Add ``words_vi`` and ``words_en``: the templates with ``{column}`` replaced by the row's value.

    Whole numbers get their thousands separated, others two decimals, days are written day/month/year; a text column
    ``x_vi``, ``x_en`` is chosen by language for ``{x}``. Rows are findings: few, whatever was looked through.
    """
    texts = {"vi": vi, "en": en}
    columns = {
        f"words_{lang}": [template.format_map(_shown(row, lang)) for row in rows.iter_rows(named=True)]
        for lang, template in texts.items()
    }
    return rows.with_columns(pl.Series(name, values, dtype=pl.String) for name, values in columns.items())


def named(codes: tuple[str, ...], names: Names, place: int) -> str:
    """Several codes by name, joined by a plus sign; ``place`` 0 = Vietnamese, 1 = English."""
    return " + ".join(names.get(code, (code, code))[place] for code in codes)


def number(value: float, lang: str) -> str:
    """1234.5 as 1.234,50 for vi, 1,234.50 for en; whole counts without decimals."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def _shown(row: Mapping[str, object], lang: str) -> dict[str, str]:
    shown = {name: _cell(value, lang) for name, value in row.items()}
    ending = f"_{lang}"
    return shown | {name.removesuffix(ending): text for name, text in shown.items() if name.endswith(ending)}


def _cell(value: object, lang: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, (int, float)):
        return number(value, lang)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
