"""What must happen to each measure's figures if the network is changed in a way that changes little."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import block_diag, coo_array, csr_array, issparse

from keiretsu import measures

AMOUNTS = st.one_of(st.just(0.0), st.floats(0.01, 1e4), st.integers(1, 20).map(float))
PARTS = st.one_of(st.just(0.0), st.just(1.0), st.floats(0.01, 0.99))
RATES = st.integers(-30, 50).map(lambda power: 2.0**power)
IDLE = 310


@dataclass(frozen=True)
class World:
    """Money flows, two sums of money of each party, a part of 1 of each, and one party to ask about."""

    flows: np.ndarray
    sums: np.ndarray
    parts: np.ndarray
    chosen: int = 0

    @property
    def parties(self):
        return len(self.sums)


@dataclass(frozen=True)
class Figure:
    """A figure of a party, a pair, rows of parties, or of the ``whole``: local, a sum or neither.

    ``money`` tells amounts from ratios; ``splits`` that the others see no difference if a firm is split.
    """

    kind: str
    value: object
    money: bool = False
    splits: bool = False


def dense(matrix):
    return matrix.toarray() if issparse(matrix) else matrix


def clearing(world):
    return _cleared(measures.clearing_vector(world.flows, *world.sums.T))


def clearing_with_costs(world):
    options = {"alpha": 0.5, "beta": 0.75, "external_seniority": "senior"}
    return _cleared(measures.clearing_vector(world.flows, *world.sums.T, **options))


def _cleared(result):
    return (
        Figure("party", result.payments, money=True, splits=True),
        Figure("party", result.equity, money=True, splits=True),
        Figure("party", result.default_round, splits=True),
        Figure("pair", dense(result.payment_matrix), money=True),
    )


def debt_rank(variant):
    def distress(world):
        equity = world.sums[:, 0] + world.sums[:, 1]
        result = measures.debt_rank(world.flows, equity, world.parts, variant=variant)
        # The original variant caps each impact at 1, so that two halves hit harder than the whole.
        return (
            Figure("party", result.loss, splits=variant != "original"),
            Figure("party", result.equity, money=True, splits=variant != "original"),
            Figure("whole", result.debtrank),
        )

    distress.__name__ = f"debt_rank_{variant}"
    return distress


def stakes(world):
    flows = dense(world.flows)
    whole = 1.1 * flows.sum(axis=0) + world.sums[:, 0]
    held = np.divide(flows, whole, out=np.zeros_like(flows), where=whole > 0)
    return csr_array(held) if issparse(world.flows) else held


def dependency_matrix(world):
    return (Figure("pair", measures.dependency_matrix(stakes(world))),)


def failure_cascade(world):
    own, least = world.sums.T
    result = measures.failure_cascade(stakes(world), own, least, least / 2)
    failed = np.isin(np.arange(world.parties), result.failed).astype(float)
    return Figure("party", result.value, money=True), Figure("party", failed)


def cycling(world):
    result = measures.cycling(world.flows, world.sums)
    return (
        Figure("party", result.throughflow, money=True, splits=True),
        Figure("party", result.node_share),
        Figure("sum", result.tst, money=True, splits=True),
        Figure("whole", result.fci),
        Figure("whole", result.ascendency, money=True),
        Figure("whole", result.capacity, money=True),
    )


def demand(world):
    return world.sums.sum(axis=1) + 0.1 * np.asarray(world.flows.sum(axis=1)).ravel()


def input_output(world):
    return (
        Figure("pair", measures.leontief_inverse(world.flows, demand(world))),
        Figure("pair", measures.ghosh_inverse(world.flows, demand(world))),
        Figure("party", measures.upstreamness(world.flows, demand(world)), splits=True),
    )


def hypothetical_extraction(world):
    result = measures.hypothetical_extraction(world.flows, demand(world), world.chosen)
    return (
        Figure("party", result.x_without, money=True, splits=True),
        Figure("local", result.loss, money=True, splits=True),
    )


def elementary_cycles(world):
    cycles = list(measures.elementary_cycles(world.flows))
    through = Counter(party for cycle in cycles for party in cycle)
    return (
        Figure("sum", len(cycles)),
        Figure("party", np.array([through[party] for party in range(world.parties)])),
    )


def maximum_circulation(world):
    result = measures.maximum_circulation(world.flows)
    return (
        Figure("sum", result.total, money=True),
        Figure("whole", result.share),
        Figure("party", result.net_positions, money=True, splits=True),
    )


def concentration(world):
    sales = world.sums[:, 0]
    if not sales.any():
        return ()
    result = measures.hhi(sales)
    return (
        Figure("whole", result.fraction),
        Figure("whole", result.shannon_bits),
        Figure("whole", measures.concentration_ratio(sales, 2)),
    )


def blocs(world):
    # The larger payment of a pair is a friendly tie, the smaller one a hostile one.
    flows = dense(world.flows)
    payer, payee = flows.nonzero()
    weight = flows[payer, payee]
    edges = np.column_stack([payer, payee, np.where(weight >= flows[payee, payer], weight, -weight)])
    result = measures.balance(world.parties, edges)
    return (
        Figure("sum", measures.frustration_index(world.parties, edges).index, money=True),
        Figure("sum", measures.frustration_index(world.parties, edges, blocs=3).index, money=True),
        Figure("whole", result.walk_balance),
        Figure("sum", result.balanced_triangles),
    )


def source_shares(world):
    result = measures.source_shares(world.flows, world.sums)
    return (
        Figure("rows", result.shares, splits=True),
        Figure("party", result.unsourced, splits=True),
        Figure("party", result.throughflow, money=True, splits=True),
    )


def round_trip(world):
    investees = csr_array(world.flows)[[world.chosen]].nonzero()[1]
    edges = [(world.chosen, int(party)) for party in investees if party != world.chosen]
    if not edges:
        return ()
    result = measures.round_trip(world.flows, world.sums[:, 0], edges)
    return (
        *(Figure("local", getattr(result, name), money=True) for name in ("lower", "proportional", "upper")),
        Figure("local", result.share_of_inflow),
    )


MEASURES = (
    clearing,
    clearing_with_costs,
    *(debt_rank(variant) for variant in ("linear", "original", "threshold")),
    dependency_matrix,
    failure_cascade,
    cycling,
    input_output,
    hypothetical_extraction,
    elementary_cycles,
    maximum_circulation,
    concentration,
    blocs,
    source_shares,
    round_trip,
)


def table(values, rows, columns):
    return st.lists(values, min_size=rows * columns, max_size=rows * columns).map(
        lambda drawn: np.array(drawn, dtype=float).reshape(rows, columns)
    )


def worlds_of(n):
    return st.builds(World, table(AMOUNTS, n, n), table(AMOUNTS, n, 2), table(PARTS, n, 1).map(np.ravel))


worlds = st.integers(1, 5).flatmap(worlds_of)


def of_every_measure(*cases, examples=25):
    """Ask each measure; without a deadline, as the first case waits for the solvers to be imported."""

    def decorate(law):
        bounded = settings(deadline=None, max_examples=examples)(given(*cases)(law))
        return pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)(bounded)

    return decorate


def law(*cases):
    return lambda test: settings(deadline=None, max_examples=50)(given(*cases)(test))


def same(got, expected, scale=1.0):
    assert np.asarray(got) == pytest.approx(np.asarray(expected), rel=1e-7, abs=1e-7 * scale)


def size_of(world):
    """Return the money that is about, by which what rounding leaves of a sum is judged."""
    return max(world.flows.sum() + world.sums.sum(), 1e-300)


def scale_of(figure, world):
    return size_of(world) if figure.money else 1.0


def in_order(figure, order):
    if figure.kind == "pair":
        return figure.value[np.ix_(order, order)]
    return figure.value[..., order] if figure.kind in ("party", "rows") else figure.value


def of_first(figure, parties):
    """Return the part of a figure that is about the first parties."""
    return in_order(figure, np.arange(parties))


def beside(world, other):
    """Put another network, with which there are no payments, beside a network."""
    flows = block_diag([world.flows, other.flows]).toarray()
    sums, parts = np.vstack([world.sums, other.sums]), np.concatenate([world.parts, other.parts])
    return World(flows, sums, parts, world.chosen)


def split(world, part):
    """Split the last firm in two that share all its dealings in one proportion, those with itself too."""
    shares = np.vstack([np.eye(world.parties), np.eye(world.parties)[-1]])
    shares[-2, -1], shares[-1, -1] = part, 1 - part
    parts = np.append(world.parts, world.parts[-1])
    return World(shares @ world.flows @ shares.T, shares @ world.sums, parts, world.chosen)


def merged(figure, part, scale):
    """Return a figure with the last two parties as one, and check that they are alike."""
    if figure.kind not in ("party", "rows"):
        return figure.value
    first, second = figure.value[..., -2], figure.value[..., -1]
    if not figure.money:
        same(first, second)
        return figure.value[..., :-1]
    same(first * (1 - part), second * part, scale)
    return np.concatenate([figure.value[..., :-2], (first + second)[..., None]], axis=-1)


@of_every_measure(worlds, RATES)
def test_in_another_currency_amounts_are_converted_and_ratios_stay(measure, world, rate):
    abroad = replace(world, flows=world.flows * rate, sums=world.sums * rate)
    for figure, again in zip(measure(world), measure(abroad), strict=True):
        same(np.asarray(again.value) / (rate if figure.money else 1), figure.value, scale_of(figure, world))


@of_every_measure(worlds, st.randoms())
def test_named_otherwise_each_party_keeps_its_figures(measure, world, random):
    order = list(range(world.parties))
    random.shuffle(order)
    flows = world.flows[np.ix_(order, order)]
    renamed = World(flows, world.sums[order], world.parts[order], order.index(world.chosen))
    for figure, again in zip(measure(world), measure(renamed), strict=True):
        same(again.value, in_order(figure, order), scale_of(figure, world))


@of_every_measure(worlds)
def test_a_party_without_dealings_changes_nothing(measure, world):
    more = beside(world, World(np.zeros((1, 1)), np.zeros((1, 2)), np.zeros(1)))
    for figure, again in zip(measure(world), measure(more), strict=True):
        same(of_first(again, world.parties), figure.value, scale_of(figure, world))


@of_every_measure(worlds, examples=5)
def test_among_hundreds_of_idle_parties_the_figures_are_the_same(measure, world):
    # Larger networks are solved by other means than small ones.
    more = beside(world, World(np.zeros((IDLE, IDLE)), np.zeros((IDLE, 2)), np.zeros(IDLE)))
    for figure, again in zip(measure(world), measure(more), strict=True):
        same(of_first(again, world.parties), figure.value, scale_of(figure, world))


def test_output_that_hardly_reaches_final_use_is_as_far_upstream_among_many():
    sales, final = np.array([[545.0, 0.0], [1.3, 0.0]]), np.array([1.5e-5, 0.03])
    few = measures.upstreamness(sales, final)
    many = block_diag([sales, csr_array((IDLE, IDLE))])
    got = measures.upstreamness(many, np.append(final, np.zeros(IDLE)))
    assert got[:2] == pytest.approx(few, rel=1e-12)
    assert few[0] == pytest.approx((545 + 1.5e-5) / 1.5e-5, rel=1e-12)


@of_every_measure(worlds, worlds)
def test_a_network_apart_changes_nothing_and_sums_add_up(measure, world, other):
    alone, apart, both = measure(world), measure(other), measure(beside(world, other))
    for place, (figure, again) in enumerate(zip(alone, both, strict=False)):
        if figure.kind == "sum":
            same(again.value, figure.value + apart[place].value, size_of(world) + size_of(other))
        elif figure.kind != "whole":
            same(of_first(again, world.parties), figure.value, scale_of(figure, world))


@of_every_measure(worlds)
def test_sparse_with_stated_zeros_and_halves_is_as_dense(measure, world):
    # Each payment is stated in two halves, and each that isn't made as one of zero.
    payer, payee = np.indices(world.flows.shape).reshape(2, -1)
    halves = np.tile(world.flows[payer, payee] / 2, 2)
    places = np.tile(payer, 2), np.tile(payee, 2)
    entries = coo_array((halves, places), shape=world.flows.shape)
    for flows in (csr_array(world.flows), entries.tocsc(), entries.tolil().tocsr()):
        for figure, again in zip(measure(world), measure(replace(world, flows=flows)), strict=True):
            same(again.value, figure.value, scale_of(figure, world))


@of_every_measure(worlds)
def test_what_is_given_is_only_read(measure, world):
    before = [values.copy() for values in (world.flows, world.sums, world.parts)]
    for values in (world.flows, world.sums, world.parts):
        values.flags.writeable = False
    measure(world)
    for was, values in zip(before, (world.flows, world.sums, world.parts), strict=True):
        assert (was == values).all()


@of_every_measure(st.integers(2, 5).flatmap(worlds_of), st.floats(0.01, 0.99))
def test_a_firm_split_in_two_and_merged_again_is_as_before(measure, world, part):
    for figure, again in zip(measure(world), measure(split(world, part)), strict=True):
        if figure.splits:
            scale = scale_of(figure, world)
            same(merged(again, part, scale), figure.value, scale)


@law(worlds)
def test_money_that_flows_backwards_goes_round_the_same_loops(world):
    back = replace(world, flows=world.flows.T)
    for figure, again in zip(maximum_circulation(world)[:2], maximum_circulation(back)[:2], strict=True):
        same(again.value, figure.value, scale_of(figure, world))
    turned = {frozenset(cycle) for cycle in measures.elementary_cycles(back.flows)}
    assert turned == {frozenset(cycle) for cycle in measures.elementary_cycles(world.flows)}
    assert elementary_cycles(back)[0] == elementary_cycles(world)[0]


@law(worlds, st.floats(0.01, 1e4))
def test_money_sent_round_all_parties_circulates_in_addition(world, amount):
    ring = np.roll(np.eye(world.parties), 1, axis=1) * amount
    before = measures.maximum_circulation(world.flows).total
    after = measures.maximum_circulation(world.flows + ring).total
    assert after >= (before + ring.sum()) * (1 - 1e-9)


@law(worlds, st.data())
def test_a_larger_payment_never_lowers_what_can_circulate(world, data):
    parties = st.integers(0, world.parties - 1)
    more = world.flows.copy()
    more[data.draw(parties), data.draw(parties)] += data.draw(st.floats(0, 1e4))
    before, after = (measures.maximum_circulation(flows).total for flows in (world.flows, more))
    assert after >= before * (1 - 1e-9)


@law(worlds)
def test_the_inverse_of_purchases_is_that_of_sales_turned_round(world):
    sales = world.flows
    final = demand(world) + np.maximum(sales.sum(axis=0) - sales.sum(axis=1), 0) + 1
    added = final + sales.sum(axis=1) - sales.sum(axis=0)
    same(measures.ghosh_inverse(sales.T, added), measures.leontief_inverse(sales, final).T)


@law(worlds)
def test_the_shares_of_two_sources_add_up_to_those_of_both_as_one(world):
    apart = measures.source_shares(world.flows, world.sums)
    as_one = measures.source_shares(world.flows, world.sums.sum(axis=1, keepdims=True))
    same(apart.shares.sum(axis=0), as_one.shares[0])


@law(st.integers(2, 5).flatmap(worlds_of), st.floats(0.01, 1))
def test_of_half_the_investment_half_comes_back_in_proportion(world, part):
    flows = world.flows.copy()
    flows[0, 1] += 1
    whole = measures.round_trip(flows, world.sums[:, 0], (0, 1))
    some = measures.round_trip(flows, world.sums[:, 0], (0, 1, flows[0, 1] * part))
    same(some.proportional, whole.proportional * part, flows.max())
    assert some.lower <= whole.lower * (1 + 1e-9) + 1e-9 * flows.max()
    assert some.upper <= whole.upper * (1 + 1e-9) + 1e-9 * flows.max()


@law(worlds)
def test_whoever_has_all_that_it_owes_pays_in_full(world):
    owed = world.flows.sum(axis=1) + world.sums[:, 1]
    result = measures.clearing_vector(world.flows, owed, world.sums[:, 1], alpha=0.1, beta=0.1)
    assert not result.defaults.any()
    same(result.payments, owed, size_of(world))


@law(worlds)
def test_distress_of_small_shocks_adds_up(world):
    # Nobody loses all: each party is exposed to half of its equity at most.
    equity = 2 * world.flows.sum(axis=1) + 1
    first, second = world.parts / 5, np.roll(world.parts, 1) / 5
    lost = [measures.debt_rank(world.flows, equity, shock).loss for shock in (first, second, first + second)]
    same(lost[2], lost[0] + lost[1])


@law(worlds)
def test_chances_in_another_order_complete_the_same_cycles_as_often(world):
    chances = world.flows + 1
    chances /= chances.sum(axis=1, keepdims=True)
    weights = {
        frozenset(zip(cycle.parties, (*cycle.parties[1:], cycle.parties[0]), strict=True)): cycle.weight
        for cycle in measures.circulation_decomposition(chances)
    }
    last = world.parties - 1
    for cycle in measures.circulation_decomposition(chances[::-1, ::-1]):
        steps = zip(cycle.parties, (*cycle.parties[1:], cycle.parties[0]), strict=True)
        assert cycle.weight == pytest.approx(weights[frozenset((last - i, last - j) for i, j in steps)])
