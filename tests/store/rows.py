"""Hand-made rows for the store's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl

from monitor.store import NEW_COUNTS, NEW_QUARANTINE, Answer, Batch, Ending, NewPull, Scope, Store, Tally

T0 = datetime(2026, 11, 23, 3, 0, 0, 123456, tzinfo=UTC)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))


def count_row(
    value: int | None, at: datetime = T0, days: tuple[date, date] = OCTOBER, **more: object
) -> dict[str, object]:
    return {
        "series": "table",
        "calendar": "calendar",
        "grain": "month",
        "unit": "U1",
        "measure": "dossiers_received",
        "period_start": days[0],
        "period_end": days[1],
        "procedure": "",
        "value": value,
        "captured_at": at,
        **more,
    }


def counts(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=NEW_COUNTS)


def held(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=NEW_QUARANTINE)


def held_row(value: str | None = "-1", **more: object) -> dict[str, object]:
    return {
        "series": "table",
        "unit_code": "U1",
        "measure": "dossiers_received",
        "period_start": OCTOBER[0],
        "period_end": OCTOBER[1],
        "procedure": "",
        "unit_name": "Xã U1",
        "unit": "U1",
        "calendar": "calendar",
        "value": value,
        "reason": "negative",
        "detail": "dossiers_received = -1",
        **more,
    }


def begin(
    store: Store,
    source: str = "src",
    scope: Scope = "usual",
    at: datetime = T0,
    calendars: tuple[str, ...] = ("calendar",),
) -> int:
    return store.begin_pull(
        NewPull(
            source,
            "scripted",
            simulated=True,
            scope=scope,
            calendars=calendars,
            first=OCTOBER[0],
            last=OCTOBER[1],
            started_at=at,
        )
    )


def answer(store: Store, body: bytes = b"{}", at: datetime = T0, url: str = "http://source.test/table") -> Answer:
    return Answer(store.keep_evidence(body), len(body), url, "GET", 200, "application/json", at, {"file": "số liệu"})


def add(  # noqa: PLR0913  (each named at the call)
    store: Store,
    pull_id: int,
    rows: pl.DataFrame,
    quarantined: pl.DataFrame | None = None,
    *,
    source: str = "src",
    body: bytes = b"{}",
    url: str = "http://source.test/table",
) -> frozenset[int]:
    kept = held() if quarantined is None else quarantined
    tally = Tally(rows.height + kept.height, rows.height, kept.height, 0, 0, 1)
    return store.commit(pull_id, source, Batch(answer(store, body, url=url), rows, kept, tally))


def finish(store: Store, pull_id: int, source: str = "src") -> None:
    store.finish_pull(pull_id, source, Ending("complete", T0 + timedelta(minutes=1)))
