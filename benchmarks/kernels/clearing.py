"""What 50 firms pay in 10,000 scenarios if all debts fall due: Eisenberg and Noe's greatest clearing vector.

Each scenario draws for each firm which part of its external assets is left. The loops are the usual ones:
a linear programme a scenario, payments swept down from all in full, and rounds of fictitious defaults.
keiretsu also says who fails; rounds, equity and what creditors outside get are found when asked for.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from benchmarks.industries import industry
from benchmarks.kernel import Kernel, Settings
from keiretsu.measures import clearing_vector

FIRMS, SCENARIOS = 50, 10_000
PROGRAMMES, LOOPED = 100, 1_000  # scenarios that the loops do
CLOSE, ROUNDING = 1e-10, 1e-12


def kernel(_settings: Settings) -> Kernel:
    """Return the kernel."""
    of = industry(FIRMS)
    debts, outside = of.flows.toarray(), of.external_liabilities
    owed = debts.sum(axis=1) + outside
    shares = debts / np.where(owed > 0, owed, 1)[:, None]
    left = np.random.default_rng(1).uniform(0, 1.2, (SCENARIOS, FIRMS))
    scenarios = of.external_assets * left
    limits = np.column_stack([np.zeros(FIRMS), owed])

    def programme(assets: np.ndarray) -> np.ndarray:
        return linprog(-np.ones(FIRMS), np.eye(FIRMS) - shares.T, assets, bounds=limits).x

    def swept(assets: np.ndarray) -> np.ndarray:
        paid, change = owed, np.inf
        while change > CLOSE:
            after = np.minimum(owed, assets + paid @ shares)
            paid, change = after, np.abs(after - paid).max()
        return paid

    def rounds(assets: np.ndarray) -> np.ndarray:
        paid, failed = owed, np.zeros(FIRMS, dtype=bool)
        while (fails := (owed - assets - paid @ shares > ROUNDING * owed) & ~failed).any():
            failed = failed | fails
            paid = owed.copy()
            begins = (assets + owed[~failed] @ shares[~failed])[failed]
            among = shares[np.ix_(failed, failed)]
            paid[failed] = np.linalg.solve(np.eye(len(among)) - among.T, begins)
        return paid

    return Kernel(
        SCENARIOS,
        "scenarios",
        {
            "linear programmes, HiGHS": lambda: [programme(assets) for assets in scenarios[:PROGRAMMES]],
            "NumPy, sweeps": lambda: [swept(assets) for assets in scenarios[:LOOPED]],
            "NumPy, fictitious defaults": lambda: [rounds(assets) for assets in scenarios[:LOOPED]],
            "keiretsu clearing_vector": lambda: clearing_vector(debts, scenarios, outside).payments,
        },
        part={
            "linear programmes, HiGHS": PROGRAMMES / SCENARIOS,
            "NumPy, sweeps": LOOPED / SCENARIOS,
            "NumPy, fictitious defaults": LOOPED / SCENARIOS,
        },
    )
