"""A national load, made up: 34 provinces with 3,321 communes, 12 indicators, 60 months.

Nothing of it is real but the sizes: names say "mô phỏng", every pull is marked simulated, and no network is asked.
It is written through the store's own interface. Counts follow from the place of source, measure, unit and month
alone, so that two runs give the same ones; months are counted back from the last one that has closed. Some units do
not report, some numbers are held back, and twice a source restates a month: of a few units, and of nearly all.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

import polars as pl
import yaml

from monitor.periods import Period, last_closed_month, month_of
from monitor.store import Answer, Batch, Ending, NewPull, Store, Tally
from tests.running import ROOT, Home

PROVINCES, COMMUNES, MONTHS = 34, 3321, 60
HELD = 5
"""Units of which one number a month is held back."""
ROOT_UNIT = "VN"
KEPT = ROOT / "var" / "bench"
"""Where the load lies between runs; delete the folder to have it made anew."""
_PRIME, _SPREAD = 6_364_136_223_846_793_005, 2**33
_READY = "ready"


@dataclass(frozen=True, slots=True)
class Pair:
    """A denominator and the numerators that share it, one after the other never above it."""

    series: str
    whole: str
    parts: tuple[str, ...]
    size: int


SOURCES: dict[str, tuple[Pair, ...]] = {
    "mot-cua": (
        Pair("digitization", "dossiers_resolved", ("dossiers_input_result_digitized",), 180),
        Pair("digitization", "dossiers_received", (), 200),
    ),
    "cong-dvcqg": (
        Pair("dossier-digitized", "dossiers_in_competence", ("dossiers_input_result_digitized",), 190),
        Pair("dossier-digitized", "dossiers_result_required", ("results_electronic",), 150),
        Pair("dossier-digitized", "dossiers_received", ("dossiers_reused_data", "dossiers_online"), 200),
        Pair("progress", "dossiers_handled", ("dossiers_handled_on_time",), 210),
        Pair("payment", "dossiers_with_fee", ("dossiers_paid_online",), 60),
        Pair("sync", "dossiers_sync_due", ("dossiers_synced",), 180),
    ),
    "so-van-ban": (
        Pair("register", "documents_outgoing", ("documents_outgoing_signed",), 90),
        Pair("register", "documents_incoming", ("documents_incoming_electronic",), 240),
        Pair("register", "casefiles", ("casefiles_online",), 70),
        Pair("register", "party_procedures", ("party_procedures_electronic",), 25),
    ),
}
"""What each made-up source counts: together the twelve indicators K1 to K12, K3 from two sources."""


def nation(url: str | None = None, folder: Path = KEPT) -> Home:
    """The load, made where it does not lie ready: its config, and its store (SQLite in its own folder, or ``url``)."""
    last = last_closed_month(datetime.now(UTC).date(), "calendar")
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    place = folder / f"nation-{last.code}-{made_by}-{'postgresql' if url else 'sqlite'}"
    home = Home(place / "data", place / "config", {"SOHOA_DATABASE_URL": url} if url else {})
    if url or not (place / _READY).exists():
        shutil.rmtree(place, ignore_errors=True)
        declare(home.config)
        store = Store(url or f"sqlite:///{home.data / 'sohoa.db'}", home.data)
        store.upgrade()
        fill(store, last, COMMUNES, MONTHS)
        store.close()
        (place / _READY).touch()
    return home


def declare(folder: Path, communes: int = COMMUNES) -> None:
    """The province's declaration with the nation's units and three sources that nobody pulls."""
    shutil.copytree(ROOT / "config", folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "demo")
    lines = ["code,name,kind,parent,valid_from,valid_to,gso_code,head,contact"]
    lines += [f"{code},{name},{kind},{parent},2020-01-01,,,," for code, name, kind, parent in units(communes)]
    (folder / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    schemes = [f"{scheme},{ROOT_UNIT},{ROOT_UNIT},2020-01-01," for scheme in ("igate", "edxml")]
    header = "scheme,code,unit,valid_from,valid_to"
    (folder / "unit_codes.csv").write_text("\n".join([header, *schemes]) + "\n", encoding="utf-8")
    for name in ("indicators.yaml", "alerts.yaml"):
        file = folder / name
        file.write_text(re.sub(r"\bH01(\.\w+)?\b", ROOT_UNIT, file.read_text("utf-8")), encoding="utf-8")
    (folder / "sources.yaml").write_text(yaml.safe_dump([_source(name) for name in SOURCES]), encoding="utf-8")


def units(communes: int) -> Iterator[tuple[str, str, str, str]]:
    """(code, name, kind, parent) of the nation, its provinces, and each commune with the province it is dealt to."""
    yield ROOT_UNIT, "Toàn quốc (mô phỏng)", "other", ""
    for number in range(1, PROVINCES + 1):
        yield f"T{number:02d}", f"Tỉnh mô phỏng {number:02d}", "province", ROOT_UNIT
    for number in range(communes):
        kind, word = ("ward", "Phường") if number % 5 == 0 else ("commune", "Xã")
        yield f"X{number:04d}", f"{word} mô phỏng {number:04d}", kind, f"T{number % PROVINCES + 1:02d}"


def fill(store: Store, last: Period, communes: int, months: int) -> None:
    """Pull every month of every source, the running one too, then the two restatements."""
    span = [last]
    for _ in range(months - 1):
        span.append(span[-1].previous())
    span = [*reversed(span), month_of(last.end + timedelta(days=1), "calendar")]
    for source in SOURCES:
        for number, month in enumerate(span):
            rows = counts(source, communes, number)
            if number == len(span) - 1:
                rows = rows.with_columns(pl.col("value") * 3 // 4)
            pull(store, source, month, rows, _captured(month, days=3 if number < len(span) - 1 else -9))
    few = counts("mot-cua", communes, months - 1).filter(_chance("place", 77) % 50 == 0)
    pull(store, "mot-cua", last, less(few), _captured(last, days=12))
    earlier = span[-8]
    pull(store, "so-van-ban", earlier, less(counts("so-van-ban", communes, months - 7)), _captured(last, days=13))


def counts(source: str, communes: int, number: int) -> pl.DataFrame:
    """One source's counts of its ``number``-th month: [place, unit, series, measure, value]."""
    base = pl.DataFrame({"place": range(communes)}, schema={"place": pl.UInt64}).with_columns(
        unit=pl.concat_str(pl.lit("X"), pl.col("place").cast(pl.String).str.zfill(4))
    )
    silent = _chance("place", number + 1000) % 100 == 0
    frames = [_pair(base, pair, number, place) for place, pair in enumerate(SOURCES[source])]
    return pl.concat(frames).with_columns(value=pl.when(~silent).then("value"))


def _pair(base: pl.DataFrame, pair: Pair, number: int, place: int) -> pl.DataFrame:
    """Small and large communes, better from year to year, each at its own pace."""
    size = pair.size * (20 + _chance("place", 7) % 180) // 100
    whole = (size * (85 + _chance("place", 131 * place + number) % 30) // 100).alias(pair.whole)
    columns = [whole]
    for step, part in enumerate(pair.parts, start=11 * place + 1):
        level = 350 + _chance("place", step) % 500 + number * (3 + _chance("place", step + 500) % 4)
        share = pl.min_horizontal(level + _chance("place", 977 * step + number) % 60, pl.lit(1000, pl.UInt64))
        columns.append((pl.col(pair.whole) * share // 1000).alias(part))
    wide = base.with_columns(columns[0]).with_columns(columns[1:])
    tall = wide.unpivot([pair.whole, *pair.parts], index=["place", "unit"], variable_name="measure")
    return tall.with_columns(pl.col("value").cast(pl.Int64), series=pl.lit(pair.series))


def _chance(column: str, seed: int) -> pl.Expr:
    """A number that looks random and always is the same for the same place and seed."""
    start = pl.col(column) + (seed * _PRIME) % 2**63
    once = start * pl.lit(_PRIME, pl.UInt64) + pl.lit(seed + 1, pl.UInt64)
    twice = (once ^ (once // _SPREAD)) * pl.lit(_PRIME, pl.UInt64)
    return twice // _SPREAD


def less(rows: pl.DataFrame) -> pl.DataFrame:
    """The same counts, one case fewer wherever there are ten."""
    return rows.with_columns(value=pl.col("value") - (pl.col("value") > 10).cast(pl.Int64))


def _captured(month: Period, days: int) -> datetime:
    return datetime.combine(month.end + timedelta(days=days), time(3), UTC)


def pull(store: Store, source: str, month: Period, rows: pl.DataFrame, at: datetime) -> None:
    """One complete pull of one answer."""
    body = json.dumps({"simulated": True, "source": source, "month": month.code, "at": at.isoformat()}).encode()
    answer = Answer(store.keep_evidence(body), len(body), f"simulated://{source}", "GET", 200, "application/json", at)
    wrong = (pl.col("measure") == rows["measure"][-1]) & (pl.col("place") < HELD)
    given = (
        rows.filter(~wrong)
        .drop("place")
        .with_columns(
            calendar=pl.lit("calendar"),
            grain=pl.lit("month"),
            period_start=pl.lit(month.start),
            period_end=pl.lit(month.end),
            procedure=pl.lit(""),
            captured_at=pl.lit(at).cast(pl.Datetime("us", "UTC")),
        )
    )
    held = _held(rows.filter(wrong), month)
    tally = Tally(rows_in=given.height + held.height, stored=given.height, quarantined=held.height, answers=1)
    new = NewPull(source, "spreadsheet", True, "usual", ("calendar",), month.start, month.end, at)  # noqa: FBT003
    number = store.begin_pull(new)
    store.commit(number, source, Batch(answer, given, held, tally))
    store.finish_pull(number, source, Ending("complete", at + timedelta(minutes=1)))


def _held(rows: pl.DataFrame, month: Period) -> pl.DataFrame:
    """Numbers that are held back: each larger than what it is part of."""
    return rows.select(
        "series",
        "measure",
        "unit",
        unit_code="unit",
        unit_name=pl.lit(None, pl.String),
        period_start=pl.lit(month.start),
        period_end=pl.lit(month.end),
        calendar=pl.lit("calendar"),
        procedure=pl.lit(""),
        value=pl.lit("99999"),
        reason=pl.lit("part_over_whole"),
        detail=pl.lit("99999 mô phỏng"),
    )


def _source(name: str) -> dict[str, object]:
    return {
        "name": name,
        "title": {"vi": f"{name} (mô phỏng)", "en": f"{name} (simulated)"},
        "connector": "spreadsheet",
        "enabled": True,
        "simulated": True,
        "calendar": "calendar",
        "schedule": "0 4 * * *",
        "repull": 2,
        "history": MONTHS,
        "units": "portal",
        "options": {"folder": "${SOHOA_DATA}/inbox", "preset": "generic"},
    }


def main() -> None:
    """Make the load and say what it is."""
    begun = perf_counter()
    home = nation(sys.argv[1] if sys.argv[1:] else None)
    print(f"{home.data}: {perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
