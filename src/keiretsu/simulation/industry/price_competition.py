"""Prices of firms that compete for customers who choose by multinomial logit.

Customers choose firm i with the share s_i = exp(v_i) / (exp(v_0) + sum_j exp(v_j)), where
v_i = (worth_i - p_i) / sigma, and 0 is what they have without any of the firms. Each firm sets the price
that earns it most, given the others': p_i = c_i + sigma / (1 - s_i). There is exactly one such set of
prices (Anderson, de Palma and Thisse 1992; Caplin and Nalebuff 1991). As all rivals enter through one
sum, H = exp(v_0) + sum_j exp(v_j), it is found by one equation a market (Nocke and Schutz 2018): with the
reach t_i = (worth_i - c_i) / sigma and the excess mark-up z_i = s_i / (1 - s_i),

    z_i + log(z_i / (1 + z_i)) = t_i - 1 - log H,      sum_i z_i / (1 + z_i) + exp(v_0) / H = 1.
"""

from __future__ import annotations

import math

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.industry.records import Places

CLOSE = 1e-8  # a Newton step so small leaves an error of its square
ROUNDING = 1e-15
MOST_STEPS = 200
FEW_STEPS = 6
TINY = 1e-12  # a mark-up from which Newton's method may take long
FAR = 36.0  # exp(-FAR) is rounding beside 1


def compete(bounds: Places, reach: Floats, outside: Floats, guess: Floats) -> Floats:
    """Return the excess mark-ups z at which no firm wants another price: (sellers, paths).

    Answers *what do firms charge, and whom do customers choose*: the share is z / (1 + z), the price
    c + sigma (1 + z).

    Parameters
    ----------
    bounds
        Where each market's sellers begin, and their number: (markets + 1,).
    reach
        The utility of each firm's product at a price of what it costs; -inf for a firm that does not
        sell: (sellers, paths).
    outside
        The utility of buying from none of them, finite: (markets, paths).
    guess
        Mark-ups to begin with, such as those of the quarter before; any numbers will do.

    Examples
    --------
    Two equal firms beside an equal offer at cost, and a third that sells nothing:

    >>> reach = np.array([[0.0], [0.0], [-np.inf]])
    >>> z = compete(np.array([0, 3]), reach, np.zeros((1, 1)), np.ones((3, 1)))
    >>> (z / (1 + z)).round(4).tolist()
    [[0.1848], [0.1848], [0.0]]
    """
    excess = np.array(guess, dtype=np.float64, order="C")
    _settle(bounds, np.array(reach, order="C"), np.array(outside, order="C"), excess)
    return excess


@kernel
def _excess_at(utility: float, excess: float) -> float:
    """Return the z that solves z + log(z / (1 + z)) = utility, by Newton's method from a guess."""
    if utility < -FAR:
        return math.exp(utility)
    if not TINY < excess < 1.0 / TINY:
        excess = max(utility, math.exp(min(utility, 0.0)))
    for _ in range(MOST_STEPS):
        miss = excess + math.log(excess / (1.0 + excess)) - utility
        step = miss / (1.0 + 1.0 / (excess * (1.0 + excess)))
        if step >= excess:  # past zero, where the logarithm ends
            excess *= 0.1
            continue
        excess -= step
        if abs(step) <= CLOSE * excess:
            break
    return excess


@kernel
def _log_sum(reach: Floats, outside: float, excess: Floats) -> float:
    """Return log H at given mark-ups."""
    most = outside
    for firm in range(len(reach)):
        most = max(most, reach[firm] - 1.0 - excess[firm])
    total = math.exp(outside - most)
    for firm in range(len(reach)):
        total += math.exp(reach[firm] - 1.0 - excess[firm] - most)
    return most + math.log(total)


@kernel
def _answer(reach: Floats, outside: float, log_sum: float, excess: Floats) -> tuple[float, float]:
    """Set the mark-ups that go with a log H; return the sum of all shares less 1, and how fast it falls."""
    alone = math.exp(outside - log_sum)
    miss, slope = alone - 1.0, alone
    for firm in range(len(reach)):
        z = _excess_at(reach[firm] - 1.0 - log_sum, excess[firm])
        excess[firm] = z
        miss += z / (1.0 + z)
        slope += z / ((1.0 + z) * (1.0 + z + z * z))
    return miss, slope


@kernel
def _solve(reach: Floats, outside: float, excess: Floats) -> None:
    """Set the mark-ups of one market, by Newton's method on log H within bounds that close in on it."""
    low, high = outside, _log_sum(reach, outside, np.zeros(len(reach)))
    at = min(max(_log_sum(reach, outside, excess), low), high)
    for _ in range(MOST_STEPS):
        miss, slope = _answer(reach, outside, at, excess)
        if miss > 0.0:
            low = at
        else:
            high = at
        step = miss / slope if slope > 0.0 else np.inf
        following = at + step
        if not low <= following <= high:
            following = 0.5 * (low + high)
        moved, at = abs(following - at), following
        if abs(miss) <= ROUNDING or moved <= ROUNDING * max(1.0, abs(at)):
            break
        if abs(step) <= CLOSE and moved == abs(step):
            _answer(reach, outside, at, excess)
            break


@kernel
def _approach(reach: Floats, outside: float, excess: Floats) -> bool:
    """Set the mark-ups by Newton's method on all of them and log H at once; return whether that is done.

    It is quick from a good guess, and may fail from a bad one.
    """
    firms = len(reach)
    miss, slope = np.empty(firms), np.empty(firms)
    at = _log_sum(reach, outside, excess)
    for _ in range(FEW_STEPS):
        alone = math.exp(outside - at)
        over, steepness = alone - 1.0, alone
        for firm in range(firms):
            z = excess[firm]
            miss[firm] = z + math.log(z / (1.0 + z)) + 1.0 + at - reach[firm]
            slope[firm] = 1.0 + 1.0 / (z * (1.0 + z))
            part = 1.0 / ((1.0 + z) ** 2 * slope[firm])
            over += z / (1.0 + z) - part * miss[firm]
            steepness += part
        moved = over / steepness
        at += moved
        largest = abs(moved)
        for firm in range(firms):
            step = (miss[firm] + moved) / slope[firm]
            if not step < excess[firm]:
                return False
            excess[firm] -= step
            largest = max(largest, abs(step) / excess[firm])
        if largest <= CLOSE:
            return True
    return False


@kernel
def _settle(bounds: Places, reach: Floats, outside: Floats, excess: Floats) -> None:
    for market in range(len(bounds) - 1):
        low, high = bounds[market], bounds[market + 1]
        for path in range(reach.shape[1]):
            own, alone = np.ascontiguousarray(reach[low:high, path]), outside[market, path]
            near = np.ascontiguousarray(excess[low:high, path])
            sells = own > -np.inf
            own, near = own[sells], near[sells]
            is_good = near.size > 0 and near.min() > TINY and near.max() < 1.0 / TINY
            if not (is_good and _approach(own, alone, near)):
                _solve(own, alone, near)
            count = 0
            for firm in range(low, high):
                excess[firm, path] = 0.0
                if sells[firm - low]:
                    excess[firm, path] = near[count]
                    count += 1
