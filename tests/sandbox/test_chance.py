from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sandbox.chance import along, arrivals, logistic, logit, some_of


@given(st.integers(), st.integers(0, 5000), st.floats(0, 1))
def test_some_of_a_whole_is_never_less_than_none_nor_more_than_all(seed: int, whole: int, share: float) -> None:
    assert 0 <= some_of(Random(seed), whole, share) <= whole


@given(st.integers(), st.integers(0, 5000))
def test_all_of_them_at_one_none_at_zero(seed: int, whole: int) -> None:
    assert some_of(Random(seed), whole, 1.0) == whole
    assert some_of(Random(seed), whole, 0.0) == 0


@pytest.mark.parametrize("mean", [2.0, 30.0, 400.0])
def test_arrivals_have_their_mean(mean: float) -> None:
    rng = Random(7)
    drawn = [arrivals(rng, mean) for _ in range(4000)]
    assert sum(drawn) / len(drawn) == pytest.approx(mean, rel=0.05)
    assert min(drawn) >= 0


def test_along_a_curve() -> None:
    curve = ((0, 10), (0.5, 20), (1, 60))
    assert [along(curve, x) for x in (0, 0.25, 0.5, 0.75, 1)] == [10, 15, 20, 40, 60]


@given(st.floats(0.001, 0.999))
def test_logistic_undoes_logit(share: float) -> None:
    assert logistic(logit(share)) == pytest.approx(share)
