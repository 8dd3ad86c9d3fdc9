"""The report before it has a layout: a run of headings, paragraphs and tables that every renderer prints alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1: I, II …; 2: 1, 2 … Numbered by the renderer."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; an ``item`` of a list is printed with a dash before it."""

    text: str
    item: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``share`` is its part of the width, relative to the others."""

    title: str
    share: float = 1
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of ready texts; every row has a cell for each column. ``kind`` says which table it is."""

    kind: Literal["overall", "below", "short", "causes", "tasks"]
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """Where a renderer that can draw puts a chart: ``trend``, ``ranking`` or ``heatmap`` of an indicator."""

    kind: Literal["trend", "ranking", "heatmap"]
    indicator: str
    caption: str


Block = Heading | Paragraph | TableBlock | ChartBlock


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language.

    ``title`` is the kind of paper, ``subject`` what it is about; ``notes`` stand on top in a box: simulated counts,
    incomplete counts. ``blocks`` come in order.
    """

    lang: str
    title: str
    subject: str
    notes: tuple[str, ...]
    opening: tuple[str, ...]
    blocks: tuple[Block, ...]
    closing: str
