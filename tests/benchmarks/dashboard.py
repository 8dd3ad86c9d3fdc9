"""Server time of a filter change on the dashboard, over HTTP, against the hand-written query."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from statistics import median, quantiles
from time import perf_counter

import requests
from waitress.server import create_server

from dashboards.app import create_app
from tests.benchmarks.rates import by_hand, service_of
from tests.running import Home

INDICATORS = ("K1", "K2", "K3", "K4", "K7")
STATUSES = ("", "near", "met", "all")
SORTS = ("", "rate", "change")


def report(demo: Home) -> None:
    """Print p50 and p95 of every combination of filters on the demo, first visits included."""
    service = service_of(demo, keep=True)
    periods = service.periods("calendar")[1:7]
    searches = [
        "?" + "&".join(f"{k}={v}" for k, v in (("indicator", i), ("period", p), ("status", s), ("sort", o)) if v)
        for i, p, s, o in product(INDICATORS, periods, STATUSES, SORTS)
    ]
    with serving(service_of(demo, keep=True)) as address:
        ask(address, "")
        seconds = sorted(ask(address, search) for search in searches)
    counts = service.store.read_counts(calendar="calendar")
    month = date.fromisoformat(f"{periods[0]}-01")
    hand = []
    for _ in range(15):
        begun = perf_counter()
        by_hand(counts, month)
        hand.append(perf_counter() - begun)
    p95 = quantiles(seconds, n=20)[-1]
    told = f"p50 {1000 * median(seconds):.0f} ms, p95 {1000 * p95:.0f} ms"
    print(f"dashboard, {len(searches)} filter changes over HTTP: {told}")
    print(f"  p95 ratio to a hand-written polars query on rows in memory: {p95 / median(hand):.1f}")


@contextmanager
def serving(service: object) -> Iterator[str]:
    """The dashboard on a free port."""
    app = create_app(service)  # type: ignore[arg-type]  # the service meets the pages' protocol
    server = create_server(app.server, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def ask(address: str, search: str) -> float:
    """Seconds for one change of the address, as the page's own callback asks it."""
    dependencies = _dependencies(address)
    body = {
        "output": dependencies["output"],
        "outputs": [{"id": "page", "property": "children"}, {"id": "heading", "property": "data"}],
        "inputs": [
            {"id": "url", "property": "pathname", "value": "/"},
            {"id": "url", "property": "search", "value": search},
        ],
        "changedPropIds": ["url.search"],
    }
    begun = perf_counter()
    answer = requests.post(f"{address}/_dash-update-component", json=body, timeout=60)
    seconds = perf_counter() - begun
    answer.raise_for_status()
    if "problem" in json.dumps(answer.json())[:2000]:
        raise RuntimeError(f"the page of {search} is a problem page")
    return seconds


_KNOWN: dict[str, dict[str, str]] = {}


def _dependencies(address: str) -> dict[str, str]:
    if address not in _KNOWN:
        found = requests.get(f"{address}/_dash-dependencies", timeout=60).json()
        _KNOWN[address] = next(one for one in found if "page.children" in one["output"])
    return _KNOWN[address]
