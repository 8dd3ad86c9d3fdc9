"""From packets to counts: documents, not messages; what was recalled or replaced is taken out again. Pure polars."""

from __future__ import annotations

import polars as pl

from connectors.base import COUNT_SCHEMA, Span
from connectors.edxml.packet import NEW, RECALL, REPLACE, UPDATE

PACKETS: dict[str, pl.DataType] = {
    "kind": pl.Int64(),
    "sender": pl.String(),
    "document": pl.String(),
    "originals": pl.List(pl.String()),
    "receivers": pl.List(pl.String()),
    "held_by": pl.List(pl.String()),
    "at": pl.Datetime("us"),
    "signed": pl.Boolean(),
    "paper": pl.Boolean(),
}
"""Columns of a frame of packets; see ``packet.Packet``."""
SERIES = "edxml"
_COPY = ["sender", "document", "receiver"]
_DOCUMENT = ["sender", "document"]


def copies_of(packets: pl.DataFrame) -> pl.DataFrame:
    """Each document at each receiver that still holds it: [sender, document, receiver, day], one row a copy.

    A message repeated is one copy. A copy is gone if its sender recalled or replaced the document after sending it.
    """
    sent = (
        packets.filter(pl.col("kind").is_in([NEW, REPLACE]))
        .select(*_DOCUMENT, "at", pl.col("receivers").alias("receiver"))
        .explode("receiver")
    )
    taken = _taken(packets)
    for key, part in (
        (_DOCUMENT, taken.filter(pl.col("receiver").is_null())),
        (_COPY, taken.filter(pl.col("receiver").is_not_null())),
    ):
        latest = part.group_by(key).agg(pl.col("at").max().alias("gone"))
        sent = sent.join(latest, on=key, how="left").filter(pl.col("gone").is_null() | (pl.col("at") > pl.col("gone")))
        sent = sent.drop("gone")
    return sent.group_by(_COPY).agg(pl.col("at").min().dt.date().alias("day")).sort(_COPY)


def _taken(packets: pl.DataFrame) -> pl.DataFrame:
    """What recalls and replacements take out: [sender, document, receiver | null = all, at]."""
    return (
        packets.filter(pl.col("kind").is_in([RECALL, REPLACE]))
        .select(
            "sender",
            pl.col("document").alias("own"),
            "kind",
            pl.col("originals").alias("document"),
            pl.when(pl.col("held_by").list.len() > 0).then(pl.col("held_by")).alias("receiver"),
            "at",
        )
        .explode("document")
        .filter((pl.col("kind") == RECALL) | (pl.col("document") != pl.col("own")))
        .explode("receiver")
        .select(*_COPY, "at")
    )


def facts_of(packets: pl.DataFrame) -> pl.DataFrame:
    """Whether each document is signed and goes without paper, by its newest version: [sender, document, signed, paper].

    An update is a version of the document it updates.
    """
    own = packets.filter(pl.col("kind").is_in([NEW, REPLACE])).select(*_DOCUMENT, "at", "kind", "signed", "paper")
    updates = (
        packets.filter(pl.col("kind") == UPDATE)
        .select("sender", pl.col("originals").alias("document"), "at", "kind", "signed", "paper")
        .explode("document")
    )
    order = ["at", "kind", "signed", "paper"]
    return pl.concat([own, updates]).sort(order).group_by(_DOCUMENT).agg(pl.col("signed", "paper").last())


def counts_of(copies: pl.DataFrame, facts: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Counts (``COUNT_SCHEMA``) of one span.

    A document sent in the span counts once for its sender, whatever the number of receivers, and once for each of
    them. ``documents_sent_paperless`` is null where the packets of a unit do not all say whether paper follows.
    """
    sent = copies.group_by(_DOCUMENT).agg(pl.col("day").min()).join(facts, on=_DOCUMENT, how="left")
    inside = pl.col("day").is_between(span.start, span.end)
    by_sender = (
        sent.filter(inside)
        .group_by(pl.col("sender").alias("unit_code"))
        .agg(
            pl.len().cast(pl.Int64).alias("documents_sent"),
            pl.col("signed").cast(pl.Int64).sum().alias("documents_sent_signed"),
            pl.when(pl.col("paper").is_not_null().all())
            .then((~pl.col("paper")).cast(pl.Int64).sum())
            .alias("documents_sent_paperless"),
        )
    )
    by_receiver = (
        copies.filter(inside)
        .group_by(pl.col("receiver").alias("unit_code"))
        .agg(pl.len().cast(pl.Int64).alias("documents_received"))
    )
    parts = [part.unpivot(index="unit_code", variable_name="measure") for part in (by_sender, by_receiver)]
    return _filled(pl.concat(parts), span).sort("unit_code", "measure")


def _filled(rows: pl.DataFrame, span: Span) -> pl.DataFrame:
    constant = {
        "series": SERIES,
        "unit_name": None,
        "period_start": span.start,
        "period_end": span.end,
        "procedure": "",
    }
    filled = rows.with_columns(pl.lit(value, dtype=COUNT_SCHEMA[name]).alias(name) for name, value in constant.items())
    return filled.select(COUNT_SCHEMA.keys()).cast(pl.Schema(COUNT_SCHEMA))


def behind(packets: pl.DataFrame, span: Span) -> pl.DataFrame:
    """The packets a span's counts rest on: those of documents sent in it, and what was later done to them."""
    named = pl.concat_list(pl.col("originals"), pl.concat_list("document"))
    indexed = packets.with_row_index("row").with_columns(named.alias("about"))
    sent = indexed.filter(
        pl.col("kind").is_in([NEW, REPLACE]), pl.col("at").dt.date().is_between(span.start, span.end)
    ).select("sender", pl.col("document").alias("about"))
    rows = indexed.select("row", "sender", "about").explode("about").join(sent, on=["sender", "about"], how="semi")
    return packets[rows["row"].unique().sort()]
