import math

import numpy as np
import pytest
from scipy.sparse import csr_array

from keiretsu.errors import MisuseError
from keiretsu.measures import concentration_ratio, hhi


def test_the_unit_of_the_shares_does_not_matter():
    percent, money = hhi([30, 30, 20, 20]), hhi([3e10, 3e10, 2e10, 2e10])
    assert percent.points == pytest.approx(2600, abs=1e-9)
    assert money.points == pytest.approx(percent.points, rel=1e-12)


def test_a_monopoly():
    market = hhi([0, 12, 0])
    assert (market.points, market.effective_number, market.effective_number_shannon) == (10_000, 1, 1)
    assert math.copysign(1, market.shannon_bits) == 1


def test_shares_at_the_edge_of_a_float():
    assert hhi([8e307, 8e307]).fraction == 0.5
    assert hhi([5e-324, 5e-324]).fraction == 0.5


def test_a_ratio_over_more_firms_than_there_are_is_one():
    assert concentration_ratio([0.1, 0.2, 0.3], 5) == 1.0
    assert concentration_ratio([1, 4, 5], 1) == 0.5


@pytest.mark.parametrize(
    "shares", [[], [0, 0], [-1, 2], [float("nan")], [[1, 2]], ["x"], csr_array([[1, 2]])]
)
def test_shares_that_make_no_market_are_refused(shares):
    for measure in (hhi, lambda given: concentration_ratio(given, 2)):
        with pytest.raises(MisuseError) as caught:
            measure(shares)
        assert caught.value.problem.code == "measure.invalid-shares"


def test_a_ratio_over_no_firm_is_refused():
    with pytest.raises(MisuseError, match=r"measure\.invalid-option: k"):
        concentration_ratio(np.ones(3), 0)
