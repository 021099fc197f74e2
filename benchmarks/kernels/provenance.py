"""Whose money each firm's inflow is, by six sources: ``(I - G^T) X = B``.

The peers get the matrix ready made; keiretsu starts from the flows, checks them and finds who is reached.
Those that iterate stop at 1e-10. A direct solution of far more than a thousand firms doesn't end.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, eye_array
from scipy.sparse.linalg import splu

from benchmarks.industries import industry
from benchmarks.kernel import Kernel, Settings
from keiretsu.measures import source_shares

DIRECT = 3_000  # firms
CLOSE = 1e-10


def kernel(settings: Settings) -> Kernel:
    """Return the kernel."""
    of = industry(settings.firms)
    inflow = of.sources.sum(axis=1) + of.flows.sum(axis=0)
    payers = of.flows.tocsc()
    parts = payers.data / np.repeat(inflow, np.diff(payers.indptr))
    back = csr_array((parts, payers.indices, payers.indptr), shape=payers.shape)
    begins = of.sources / inflow[:, None]
    system = (eye_array(of.firms) - back).tocsc()

    def factors() -> np.ndarray:
        return splu(system).solve(begins)

    def products() -> np.ndarray:
        mix, change = begins, np.inf
        while change > CLOSE:
            after = begins + back @ mix
            mix, change = after, np.abs(after - mix).max()
        return mix

    def keiretsu() -> np.ndarray:
        return source_shares(of.flows, of.sources).shares.T

    direct = {"SciPy splu": factors} if of.firms <= DIRECT else {}
    return Kernel(
        of.firms, "firms", {**direct, "SciPy sparse products": products, "keiretsu source_shares": keiretsu}
    )
