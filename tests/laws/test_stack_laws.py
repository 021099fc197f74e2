"""What must hold of the stack and the blocs of a network, whatever its deals are."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.ledger import ExchangeRates, reconcile
from keiretsu.measures import frustration_index
from keiretsu.measures.blocdescent import frustration_at_most
from keiretsu.measures.of_network.blocs import bloc_structure
from keiretsu.measures.of_network.stack import stack_coverage
from keiretsu.measures.upstream import stages_to_end_use
from keiretsu.network import project
from keiretsu.parties import Registry
from keiretsu.quantities import Money

PARTIES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
OTHERS = {name: f"X{name}" for name in PARTIES}
FIGURES = [
    "layers_covered",
    "adjacent_layers",
    "made_too",
    "rivals_supplied",
    "rivals_by_layer",
    "sales_to_rivals",
]
PUBLISHED = "2025-01-01"


def law(*cases):
    return lambda test: settings(deadline=None, max_examples=40)(given(*cases)(test))


relations = st.sampled_from(["supplies", "competes", "invests", "partners"])
deals = st.lists(
    st.tuples(
        relations,
        st.permutations(PARTIES).map(lambda names: tuple(names[:2])),
        st.sampled_from(["chips", "cloud", "turbine"]),
        st.integers(1, 9),
    ),
    max_size=12,
)


def network_of(told):
    claims = []
    for number, (relation, names, layer, usd) in enumerate(told):
        pair = sorted(names) if relation in ("competes", "partners") else names
        text = Document(f"{number} {relation} {pair}.", name=f"{number}.txt", published=PUBLISHED)
        fields = {"layer": layer} if relation in ("supplies", "competes") else {}
        if relation in ("supplies", "invests"):
            fields["amount"] = Money.exactly(usd, "USD", basis="per_year")
        claims.append(Claim(Evidence.find(text, text.text), relation, *pair, **fields))
    return project(reconcile(claims, Registry()), as_of=date(2025, 6, 30), rates=ExchangeRates("USD"))


def renamed(told, names):
    return [(relation, tuple(names[name] for name in pair), *rest) for relation, pair, *rest in told]


def rows(stack):
    """Return each party's layers, without standing, and its figures."""
    table = stack.table().set_index("party")
    return {
        name: (
            [layer for layer in stack.layers if stack.standing(name, layer)],
            table.loc[name, FIGURES].to_numpy(float),
        )
        for name in table.index
    }


def assert_same(first, second):
    assert first.keys() == second.keys()
    for name, (layers, figures) in first.items():
        assert sorted(layers) == sorted(second[name][0])
        np.testing.assert_allclose(figures, second[name][1])


@law(deals, st.permutations(PARTIES))
def test_what_the_parties_are_called_does_not_matter(told, order):
    names = dict(zip(PARTIES, order, strict=True))
    mine, other = (stack_coverage(network_of(each)) for each in (told, renamed(told, names)))
    assert_same({names[name]: row for name, row in rows(mine).items()}, rows(other))
    for name in rows(mine):
        standings = [
            (mine.standing(name, layer), other.standing(names[name], layer)) for layer in mine.layers
        ]
        assert all(before == after for before, after in standings)
    before, after = (bloc_structure(network_of(each)) for each in (told, renamed(told, names)))
    for most in (2, 3):
        assert before.into(most).frustration.index == after.into(most).frustration.index


@law(deals, deals)
def test_strangers_change_no_layers_and_no_arms_and_frustration_adds_up(told, strangers):
    apart = renamed(strangers, OTHERS)
    both = stack_coverage(network_of(told + apart))
    found = rows(stack_coverage(network_of(told))) | rows(stack_coverage(network_of(apart)))
    assert_same(found, rows(both))
    one, other, joint = (bloc_structure(network_of(each)) for each in (told, apart, told + apart))
    for most in (2, 3):
        parts = [each.into(most).frustration.index for each in (one, other)]
        assert joint.into(most).frustration.index == sum(parts)


@law(deals)
def test_who_arms_a_rival_supplies_it_and_is_its_rival(told):
    stack = stack_coverage(network_of(told))
    for one in stack.armings:
        assert one.called or one.shared
        assert all(leaf.quote or leaf.source for leaf in one.why().leaves())
    table = stack.table()
    shares = table["sales_to_rivals"].dropna()
    assert ((shares >= 0) & (shares <= 1)).all()
    assert (table["rivals_supplied"] <= len(PARTIES) - 1).all()
    listed = stack.rivals_supplied()
    listed = listed[(listed["relation"] == "supplies") & (listed["reading"] == "called rivals")]
    found = listed.groupby("supplier")["customer"].nunique().to_dict()
    counts = zip(table["party"], table["rivals_supplied"], strict=True)
    assert {name: count for name, count in counts if count} == found


ties = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(-3, 3)).filter(lambda tie: tie[0] != tie[1]),
    max_size=14,
)


@law(ties, st.integers(2, 3), st.lists(st.booleans(), min_size=14, max_size=14))
def test_splitting_a_firm_can_only_resolve_conflicts(told, most, moves):
    """Some ties of firm 0 go to a part of it, firm 6; merged back, all of them share a bloc again."""
    split = [
        (6 if left == 0 and move else left, 6 if right == 0 and move else right, sign)
        for (left, right, sign), move in zip(told, moves, strict=False)
    ]
    merged = frustration_index(6, told, blocs=most).index
    assert frustration_index(7, split, blocs=most).index <= merged
    bound = [(0, 6, 100)]  # two parts of one firm stay together
    assert frustration_index(7, split + bound, blocs=most).index == merged


@law(ties, st.integers(0, 5), st.integers(0, 5))
def test_a_tie_of_no_weight_and_a_firm_without_ties_change_nothing(told, left, right):
    index = frustration_index(6, told, blocs=3).index
    assert frustration_index(7, [*told, (left, right, 0)], blocs=3).index == index


@law(ties)
def test_descents_are_bounded_by_the_proof_from_below_and_fall_with_more_blocs(told):
    matrix = np.zeros((1, 6, 6))
    for left, right, sign in told:
        matrix[0, left, right] += sign
        matrix[0, right, left] += sign
    found = frustration_at_most(matrix, 3)[0]
    net = [(i, j, matrix[0, i, j]) for i in range(6) for j in range(i)]
    assert all(found[most - 1] >= frustration_index(6, net, blocs=most).index for most in (1, 2, 3))
    assert (np.diff(found) <= 0).all()


tables = st.lists(st.integers(0, 5).map(float), min_size=20, max_size=20)


@law(tables, st.floats(1e-3, 1e6), st.permutations(range(4)))
def test_stages_do_not_depend_on_the_unit_nor_on_the_order(numbers, unit, order):
    sales, demand = np.reshape(numbers[:16], (1, 4, 4)), np.reshape(numbers[16:], (1, 4))
    stages = stages_to_end_use(sales, demand)
    assert (stages >= 1).all()
    assert stages_to_end_use(sales * unit, demand * unit) == pytest.approx(stages)
    mixed = stages_to_end_use(sales[:, order][:, :, order], demand[:, order])
    assert mixed == pytest.approx(stages[:, order])
