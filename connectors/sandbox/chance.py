"""Random draws and curves of the simulation. The generator is always passed in: same generator state, same draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from random import Random

Curve = Sequence[tuple[float, float]]
"""Points (x, y) with rising x from 0 to 1; straight lines between them."""

_EXACT_BELOW = 40


def along(curve: Curve, x: float) -> float:
    """Height of the curve at ``x`` (0 to 1)."""
    for (x0, y0), (x1, y1) in pairwise(curve):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return curve[-1][1]


def logit(share: float) -> float:
    """Log-odds of a share strictly between 0 and 1."""
    return math.log(share / (1 - share))


def logistic(odds: float) -> float:
    """Share with these log-odds: the inverse of ``logit``."""
    return 1 / (1 + math.exp(-odds))


def some_of(rng: Random, whole: int, share: float) -> int:
    """How many of ``whole`` dossiers have a trait that each has with probability ``share``: 0 to ``whole``.

    Exact trials for a few, the normal approximation for many: nobody can tell them apart in a count.
    """
    if whole <= 0 or share <= 0:
        return 0
    if share >= 1:
        return whole
    if whole < _EXACT_BELOW:
        return sum(rng.random() < share for _ in range(whole))
    drawn = round(rng.gauss(whole * share, math.sqrt(whole * share * (1 - share))))
    return min(whole, max(0, drawn))


def arrivals(rng: Random, mean: float) -> int:
    """How many arrive where ``mean`` do on average (Poisson; normal approximation for many)."""
    if mean >= _EXACT_BELOW:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    count, product, threshold = 0, rng.random(), math.exp(-mean)
    while product > threshold:
        count, product = count + 1, product * rng.random()
    return count
