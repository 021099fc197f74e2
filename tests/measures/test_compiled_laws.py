"""Whatever the network, the compiled loops give what NumPy gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.measures import defaults, distress, mixing
from keiretsu.measures.arrays import edges_of
from keiretsu.measures.defaults import Debts

AMOUNTS = st.one_of(st.just(0.0), st.floats(0.01, 1e4), st.integers(1, 50).map(float))
PARTS = st.one_of(st.just(0.0), st.just(1.0), st.floats(0.01, 0.99))


def table(rows, columns, values=AMOUNTS):
    row = st.lists(values, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows).map(np.array)


sizes = st.integers(1, 5)
systems = sizes.flatmap(lambda n: st.tuples(table(n, n), table(3, n), table(1, n)))
shocked = sizes.flatmap(lambda n: st.tuples(table(n, n, st.one_of(AMOUNTS, PARTS)), table(n, 3, PARTS)))
networks = sizes.flatmap(lambda n: st.tuples(table(n, n), table(n, 2)))


@settings(deadline=None)
@given(systems, PARTS, PARTS, st.booleans())
def test_clearing(system, alpha, beta, senior):
    owed, assets, outside = system
    debts = Debts.of(edges_of(owed), outside[0], alpha=alpha, beta=beta, senior=senior)
    payments, failed_in = defaults.solve_rounds(debts, assets)
    for swept, found, expected in (
        (*defaults.sweep_rounds(debts, assets), failed_in),
        (*defaults.sweep_down(debts, assets), failed_in > 0),
    ):
        assert swept == pytest.approx(payments, rel=1e-9, abs=1e-9)
        assert (found == expected).all()


@settings(deadline=None)
@given(shocked)
def test_debtrank(case):
    impact, shock = case
    compiled, slow = distress._sweep_compiled(impact, shock)
    limits = distress._limits(impact, shock)
    assert compiled[:, ~slow] == pytest.approx(limits[:, ~slow], abs=1e-9)
    capped = np.minimum(impact, 1)
    assert distress._step_compiled(capped, shock) == pytest.approx(distress._step(capped, shock), abs=1e-12)


@settings(deadline=None)
@given(networks)
def test_provenance(case):
    flows, sources = case
    edges = edges_of(flows)
    with pytest.MonkeyPatch.context() as patched:
        eliminated = mixing.trace_back(edges, sources)
        patched.setattr(mixing, "DENSE", 0)
        assert mixing.trace_back(edges, sources) == pytest.approx(eliminated, abs=1e-9)
