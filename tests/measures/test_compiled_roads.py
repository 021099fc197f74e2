"""The compiled loops give what NumPy gives, and aren't loaded for small jobs."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.sparse import csr_array, random_array

from keiretsu.measures import clearing_vector, debt_rank, defaults, distress, mixing, source_shares
from keiretsu.measures.arrays import Edges, edges_of
from keiretsu.measures.defaults import Debts
from keiretsu.measures.graphs import reached_from

SMALL_JOBS = """
import sys
import numpy as np
from keiretsu.measures import clearing_vector, debt_rank, source_shares
ring = np.roll(np.eye(50), 1, axis=1)
clearing_vector(ring, np.ones(50), np.ones(50))
debt_rank(ring, np.ones(50), np.full(50, 0.1))
source_shares(ring, np.ones((50, 3)))
print("numba" in sys.modules)
"""


def run(program, **environment):
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stdout.strip()


def industry(parties, seed, *, density=0.3):
    draw = np.random.default_rng(seed)
    debts = draw.lognormal(0, 1, (parties, parties)) * (draw.random((parties, parties)) < density)
    return debts, draw.lognormal(-1, 1, parties), draw


def debts_of(debts, outside, *, alpha=1.0, beta=1.0, senior=False):
    return Debts.of(edges_of(debts), outside, alpha=alpha, beta=beta, senior=senior)


def assert_all_roads_agree(debts, assets):
    payments, failed_in = defaults.solve_rounds(debts, assets)
    for swept, found, expected in (
        (*defaults.sweep_rounds(debts, assets), failed_in),
        (*defaults.sweep_down(debts, assets), failed_in > 0),
    ):
        assert swept == pytest.approx(payments, rel=1e-11, abs=1e-12)
        assert (found == expected).all()


def test_small_jobs_do_not_load_numba():
    assert run(SMALL_JOBS) == "False"


@pytest.mark.parametrize("senior", [False, True], ids=["pari_passu", "senior"])
@pytest.mark.parametrize(("alpha", "beta"), [(1, 1), (0.5, 0.7), (0, 0), (1, 0.3), (0, 1)])
def test_clearing_by_sweeps_and_by_elimination(alpha, beta, senior):
    debts, outside, draw = industry(12, 3)
    assets = draw.lognormal(0, 1, (300, 12)) * draw.random((300, 1)) * 3
    assert_all_roads_agree(debts_of(debts, outside, alpha=alpha, beta=beta, senior=senior), assets)


@pytest.mark.parametrize("outside", [0.0, 1e-9, 1e-3])
def test_clearing_of_loops_that_let_out_little(outside):
    """Sweeps settle too slowly here, or would end early: all scenarios must come out as solved."""
    ring = np.roll(np.diag([10.0, 4, 7, 9]), 1, axis=1)
    assets = np.random.default_rng(2).random((150, 4)) * outside
    assert_all_roads_agree(debts_of(ring, np.full(4, outside)), assets)


@pytest.mark.parametrize(
    "debts",
    [[[0]], [[5]], np.zeros((3, 3)), [[0, 4], [4, 0]], [[6, 4], [0, 0]], [[2, 2, 0], [0, 0, 0], [1, 0, 9]]],
    ids=["alone", "owes itself", "no debts", "mutual", "self-debt", "isolated"],
)
@pytest.mark.parametrize("assets", [0.0, 1.0, 30.0])
@pytest.mark.parametrize("owed_outside", [0.0, 3.0])
def test_clearing_of_degenerate_systems(debts, assets, owed_outside):
    n = len(debts)
    for senior in (False, True):
        for alpha, beta in ((1, 1), (0, 0), (0.5, 0.5)):
            system = debts_of(debts, np.full(n, owed_outside), alpha=alpha, beta=beta, senior=senior)
            assert_all_roads_agree(system, np.full((3, n), assets))


def test_a_round_is_not_missed_where_means_are_close_to_what_is_owed():
    """Beta is short by a billionth only after Alpha's default has been settled exactly."""
    debts = np.zeros((3, 3))
    debts[0, 1] = debts[1, 0] = debts[1, 2] = 1.0
    for missing in (-1e-9, 1e-9):
        # Alpha owes 1, has 0 and gets Beta's 1, less what its creditors outside take
        system = debts_of(debts, np.array([1.0, 0, 0]))
        settled = 0.5
        assets = np.array([[0.0, 2 - settled - missing, 0]])
        assert_all_roads_agree(system, assets)
        assert (defaults.sweep_rounds(system, assets)[1][0, 1] == 2) == (missing > 0)


def test_many_scenarios_take_the_compiled_road(monkeypatch):
    debts, outside, draw = industry(9, 5)
    assets = draw.lognormal(0, 1, (200, 9))
    by_numpy = clearing_vector(debts, assets, outside, alpha=0.7)
    monkeypatch.setattr(defaults, "MANY", 0)
    compiled = clearing_vector(debts, assets, outside, alpha=0.7)
    for name in ("payments", "defaults", "equity", "external_payments", "default_round"):
        assert getattr(compiled, name) == pytest.approx(getattr(by_numpy, name), rel=1e-11, abs=1e-12)


def test_one_scenario_of_many_settles_too_slowly():
    """Alpha and Beta owe each other, and next to nothing outside, which they can't pay in one scenario."""
    system = debts_of([[0, 1], [1, 0]], np.full(2, 1e-6))
    assets = np.full((300, 2), 1e-6)
    assets[140] = 0.0
    assert_all_roads_agree(system, assets)
    payments, failed = defaults.sweep_down(system, assets)
    assert np.flatnonzero(failed.all(axis=1)).tolist() == [140]
    assert payments[140] == pytest.approx([0, 0], abs=1e-12)


def test_many_scenarios_may_be_changed_after_clearing(monkeypatch):
    """What is only found when it is asked for rests on what was given."""
    debts, outside, draw = industry(9, 5)
    assets = draw.lognormal(0, 1, (200, 9))
    monkeypatch.setattr(defaults, "MANY", 0)
    asked, left = (clearing_vector(debts, assets, outside, alpha=0.7) for _ in range(2))
    found = {name: getattr(asked, name) for name in ("equity", "external_payments", "default_round")}
    assets[:] = debts[:] = outside[:] = 0.0
    for name, expected in found.items():
        assert (getattr(left, name) == expected).all()


def test_clearing_of_very_many_parties():
    draw = np.random.default_rng(1)
    n = 30_000
    debts = random_array((n, n), density=10 / n, rng=draw, data_sampler=draw.random).tocsr()
    outside = debts.sum(axis=1) * 0.3
    assets = debts.sum(axis=1) * draw.uniform(0, 0.8, n)
    result = clearing_vector(debts, assets, outside)
    means = assets + result.payment_matrix.sum(axis=0)
    assert result.defaults.sum() > n / 10
    assert result.payments == pytest.approx(np.minimum(result.total_obligations, means), rel=1e-12)


@pytest.mark.parametrize("strength", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("variant", ["linear", "original"])
@pytest.mark.parametrize("form", [np.array, csr_array], ids=["dense", "sparse"])
def test_debtrank_by_both_roads(monkeypatch, form, variant, strength):
    exposures, equity, draw = industry(14, 2)
    exposures *= strength / 5
    equity[3] = 0
    shocks = draw.random((300, 14)) * (draw.random((300, 14)) < 0.2)
    by_numpy = debt_rank(form(exposures), equity, shocks, variant=variant)
    monkeypatch.setattr(distress, "MANY", 0)
    compiled = debt_rank(form(exposures), equity, shocks, variant=variant)
    assert compiled.loss == pytest.approx(by_numpy.loss, rel=1e-11, abs=1e-13)
    assert compiled.debtrank == pytest.approx(by_numpy.debtrank, abs=1e-12)


@pytest.mark.parametrize("passed", [1 - 1e-7, 1.0, 1.2])
def test_debtrank_of_loops_that_hardly_fade(monkeypatch, passed):
    loop, shocks = [[0, passed], [passed, 0]], [[1e-9, 0], [0, 0.5], [0, 0]]
    by_numpy = debt_rank(loop, [1, 1], shocks)
    monkeypatch.setattr(distress, "MANY", 0)
    assert debt_rank(loop, [1, 1], shocks).loss == pytest.approx(by_numpy.loss, rel=1e-9)


@pytest.mark.parametrize("variant", ["linear", "original"])
@pytest.mark.parametrize("exposures", [[[0]], [[0.5]], np.zeros((3, 3)), [[0, 9], [0, 0]]])
def test_debtrank_of_degenerate_systems(monkeypatch, exposures, variant):
    n = len(exposures)
    for equity in (np.zeros(n), np.ones(n)):
        shocks = np.vstack([np.zeros(n), np.ones(n), np.linspace(0, 1, n)])
        by_numpy = debt_rank(exposures, equity, shocks, variant=variant)
        with monkeypatch.context() as patched:
            patched.setattr(distress, "MANY", 0)
            compiled = debt_rank(exposures, equity, shocks, variant=variant)
        assert compiled.loss == pytest.approx(by_numpy.loss)


def network(parties, seed, columns, *, fed=0.2):
    draw = np.random.default_rng(seed)
    flows = random_array((parties, parties), density=0.05, rng=draw, data_sampler=draw.random).tocsr()
    return flows, draw.random((parties, columns)) * (draw.random((parties, 1)) < fed)


@pytest.mark.parametrize("columns", [1, 3, 5, 6, 7, 13])
@pytest.mark.parametrize("fed", [0.0, 0.1, 1.0])
def test_provenance_by_sweeps_and_by_elimination(monkeypatch, columns, fed):
    flows, sources = network(120, columns, columns, fed=fed)
    eliminated = source_shares(flows, sources)
    monkeypatch.setattr(mixing, "DENSE", 0)
    swept = source_shares(flows, sources)
    assert swept.shares == pytest.approx(eliminated.shares, abs=1e-10)
    assert swept.unsourced == pytest.approx(eliminated.unsourced, abs=1e-10)


@pytest.mark.parametrize("leak", [1e-3, 1e-8, 1e-17])
@pytest.mark.parametrize("direct", [0, 300], ids=["factors", "elimination"])
def test_money_that_hardly_leaves_a_loop_is_solved_directly(monkeypatch, leak, direct):
    """Alpha and Beta pay each other; both get a little from sources of their own."""
    if direct == 0 and leak < 1e-15:
        pytest.skip("what leaves is lost to rounding unless nothing is subtracted")
    flows, sources = np.zeros((400, 400)), np.zeros((400, 2))
    flows[0, 1] = flows[1, 0] = 1.0
    sources[0, 0], sources[1, 1] = leak, 3 * leak
    flows[1, 2] = leak
    sources[3:, 0] = 1.0
    flows[3, 4] = 1.0
    monkeypatch.setattr(mixing, "DIRECT", direct)
    shares = source_shares(csr_array(flows), sources).shares
    small = source_shares(flows[:5, :5], sources[:5]).shares
    assert shares[:, :5] == pytest.approx(small, abs=1e-7)


def test_reach_does_not_depend_on_the_size_or_order_of_the_edges(monkeypatch):
    flows, sources = network(250, 4, 1, fed=0.01)
    edges = edges_of(flows)
    order = np.random.default_rng(0).permutation(edges.amount.size)
    mixed = Edges(250, edges.payer[order], edges.payee[order], edges.amount[order])
    near = reached_from(edges, sources[:, 0] > 0)
    monkeypatch.setattr("keiretsu.measures.graphs.DENSE", 0)
    assert (reached_from(mixed, sources[:, 0] > 0) == near).all()


def test_compiled_loops_work_where_nothing_can_be_written(tmp_path):
    """Numba finds no folder to keep compiled code in: a copy of the package in one that can't be one."""
    program = """
import numba.core.caching as caching
caching.CacheImpl._locator_classes = []
import numpy as np
from keiretsu.measures import source_shares
ring = np.roll(np.eye(400), 1, axis=1)
print(source_shares(ring, np.ones((400, 1))).shares.min().round(9))
"""
    assert run(program) == "1.0"
