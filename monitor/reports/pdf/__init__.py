"""The report as PDF/A: the same document, laid out by typst with fonts of its own."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import typst

from monitor.reports.charts import chart
from monitor.reports.compose import Making, document
from monitor.reports.document import Block, ChartBlock, Heading, Paragraph
from monitor.reports.papers import paper
from monitor.reports.wording import Wording

_HERE = Path(__file__).parent
STANDARD: Final = "a-2a"
"""PDF/A-2a: kept for years, fonts inside, headings and tables tagged."""
DOTS: Final = 110.0
"""Dots an inch of a page's picture: 910 wide, sharp on a screen."""


def pdf(making: Making, lang: str, made_at: datetime) -> bytes:
    """The report of an edition frozen at ``made_at``, which is the file's date: it renders alike again.

    Fonts come from this package alone, so that every machine renders alike, too.
    """
    made: bytes = typst.compile(**_source(making, lang, made_at), pdf_standards=[STANDARD])
    return made


def pages(making: Making, lang: str, made_at: datetime) -> list[bytes]:
    """The pages of ``pdf`` as PNG pictures of ``DOTS`` an inch."""
    made: bytes | list[bytes] = typst.compile(**_source(making, lang, made_at), format="png", ppi=DOTS)
    return made if isinstance(made, list) else [made]


def _source(making: Making, lang: str, made_at: datetime) -> dict[str, Any]:
    data = {**_data(making, lang), "made": made_at.astimezone(UTC).timetuple()[:6]}
    return {
        "input": _HERE / "report.typ",
        "root": _HERE,
        "font_paths": [_HERE / "fonts"],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
    }


def _data(making: Making, lang: str) -> dict[str, Any]:
    whole = document(making, lang)
    wording = Wording(lang)
    return {
        **asdict(paper(making.plan, lang)),
        "lang": lang,
        "title": whole.title,
        "subject": whole.subject,
        "notes": whole.notes,
        "opening": whole.opening,
        "closing": whole.closing,
        "blocks": [made for block in whole.blocks if (made := _block(block, making, wording)) is not None],
    }


def _block(block: Block, making: Making, wording: Wording) -> dict[str, Any] | None:
    if isinstance(block, ChartBlock):
        drawn = chart(block.kind, making.content, block.indicator, wording)
        return None if drawn is None else {"type": "chart", "caption": block.caption, "chart": drawn}
    kind = "heading" if isinstance(block, Heading) else "paragraph" if isinstance(block, Paragraph) else "table"
    return {"type": kind, **asdict(block)}
