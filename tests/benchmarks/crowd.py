"""People at the dashboard, each clicking through links of their own: a process apart, so as not to slow the server.

``python -m tests.benchmarks.crowd ADDRESS PEOPLE ROUNDS`` reads the links as a JSON list from standard input.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Barrier
from time import perf_counter, sleep

import requests

from tests.benchmarks.national import CROWD, Asker, p95, told

PATIENCE = 120
READING = (1.0, 3.0)
"""Seconds a person looks at a page before the next click."""


@dataclass
class Crowd:
    """What became of everyone's clicks. ``together``: all click in the same instant; None: after reading."""

    address: str
    links: list[str]
    rounds: int
    together: Barrier | None
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def person(self, number: int) -> None:
        """Click so many times."""
        random, asker = Random(number), Asker(self.address)
        for _ in range(self.rounds):
            if self.together is None:
                sleep(random.uniform(*READING))
            else:
                self.together.wait(PATIENCE)
            begun = perf_counter()
            try:
                asker.page(random.choice(self.links))
            except (requests.RequestException, RuntimeError) as error:
                self.errors.append(str(error)[:200])
            self.seconds.append(perf_counter() - begun)


def main(address: str, people: int, rounds: int, links: list[str]) -> None:
    """Print what happens when all click in the same instant, and when each reads for a while in between."""
    pages = [link for link in links if "." not in link.partition("?")[0]]
    for what, together in (("in the same instant", Barrier(people)), ("each after reading 1 to 3 s", None)):
        crowd, begun = Crowd(address, pages, rounds, together), perf_counter()
        with ThreadPoolExecutor(people) as pool:
            list(pool.map(crowd.person, range(people)))
        rate = len(crowd.seconds) / (perf_counter() - begun)
        told(f"{people} people, {rounds} clicks {what}, p95", p95(crowd.seconds), CROWD)
        print(f"    {len(crowd.errors)} errors; {rate:.0f} clicks a second {crowd.errors[:2] or ''}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), json.load(sys.stdin))
