"""Counts of dossiers by agency and by how they were filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from connectors.base import Batch, Reject, Span, count_frame
from connectors.igate.agencies import Agencies, folded
from connectors.igate.dossiers import Dossier, Listing
from connectors.rows import count_row, plain

SERIES = "dossier-search"
WAYS = ("dossiers_online", "dossiers_direct", "dossiers_postal")
_UNKNOWN = "?"
_SCHEMA = {"code": pl.String(), "name": pl.String(), "way": pl.String(), "method": pl.String()}


def rolled_up(listing: Listing, span: Span, agencies: Agencies, ways: Mapping[str, str]) -> Batch:
    """One count per agency and measure; the evidence is these counts.

    ``ways`` is the folded name of a way of filing → its measure. Where an agency has dossiers filed in a way nobody
    named, how its dossiers were filed is held back; dossiers of no agency are held back whole.
    """
    found = pl.DataFrame(
        [_placed(dossier, agencies, ways) for dossier in listing.dossiers], schema=_SCHEMA, orient="row"
    )
    summed = (
        found.group_by("code")
        .agg(
            pl.col("name").drop_nulls().sort().first(),
            pl.len().cast(pl.Int64).alias("dossiers_received"),
            *(pl.col("way").eq(way).sum().cast(pl.Int64).alias(way) for way in (*WAYS, _UNKNOWN)),
            pl.col("method").filter(pl.col("way") == _UNKNOWN).drop_nulls().unique().sort().str.join(", "),
        )
        .sort("code")
    )
    rows: list[dict[str, object]] = []
    rejects: list[Reject] = []
    for agency in summed.iter_rows(named=True):
        _count(agency, span, rows, rejects)
    kept = summed.drop("method").rename({_UNKNOWN: "other"}).write_csv().encode()
    evidence = replace(listing.evidence, body=kept, media_type="text/csv")
    return Batch(count_frame(rows), evidence, tuple(rejects))


def folded_ways(names: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Folded name of a way of filing → measure."""
    return {folded(name): measure for measure, known in names for name in known}


def _placed(dossier: Dossier, agencies: Agencies, ways: Mapping[str, str]) -> tuple[str, str | None, str, str | None]:
    known = agencies.by_id(dossier.agency.id)
    code = dossier.agency.code or (known.code if known else None) or dossier.agency.id or ""
    method = dossier.method.name if dossier.method else None
    return code, plain(known.name) if known else None, ways.get(folded(method), _UNKNOWN), plain(method)


def _count(agency: Mapping[str, object], span: Span, rows: list[dict[str, object]], rejects: list[Reject]) -> None:
    """One agency's counts into ``rows``, what cannot be said of it into ``rejects``."""
    code, name = str(agency["code"]), agency["name"]
    unit = name if isinstance(name, str) else None
    for measure in ("dossiers_received", *WAYS):
        reason = _doubt(agency, measure)
        value = agency[measure]
        if reason is None and isinstance(value, int):
            rows.append(count_row(SERIES, code, unit, measure, span, value))
        else:
            where = f"agency {code or '(none)'}"
            rejects.append(Reject(where, code, unit, measure, span, str(value), reason or "", "", SERIES))


def _doubt(agency: Mapping[str, object], measure: str) -> str | None:
    """Why a count of an agency cannot be taken, if so."""
    if not agency["code"]:
        return "these dossiers name no agency"
    if measure in WAYS and agency[_UNKNOWN]:
        named = agency["method"] or "none"
        return f"{agency[_UNKNOWN]} of the agency's dossiers were filed in a way not declared ({named})"
    return None
