"""The Economic Systemic Risk Index: worked examples of three firms, its limits, and a published network."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from keiretsu.errors import MisuseError
from keiretsu.measures.critical import esri

# flows[i, j] is what i pays j: goods go from j to i.
ALPHA, BETA, GAMMA = range(3)


def test_a_chain_of_only_suppliers_stops_as_a_whole():
    """Gamma makes what Beta needs, Beta what Alpha needs; nobody else makes it."""
    paid = np.zeros((3, 3))
    paid[ALPHA, BETA], paid[BETA, GAMMA] = 60, 40
    found = esri(paid, [2, 1, 0], output=[100, 60, 40])
    assert found.downstream[GAMMA].tolist() == [1, 1, 1]
    assert found.downstream[ALPHA].tolist() == [1, 0, 0]  # a customer takes no supplier down this way
    assert found.upstream[ALPHA].tolist() == [1, 1, 1]
    assert found.upstream[GAMMA].tolist() == [0, 0, 1]
    assert found.own_share.tolist() == [0.5, 0.3, 0.2]


def test_payments_in_place_of_deliveries_would_turn_it_round():
    paid = np.zeros((3, 3))
    paid[ALPHA, BETA] = 10
    found = esri(paid, [0, 0, 1], output=[30, 10, 0])
    assert found.index.tolist() == [1.0, 1.0, 0.0]
    assert found.downstream[BETA, ALPHA] == 1
    assert found.downstream[ALPHA, BETA] == 0


@pytest.mark.parametrize(("essential", "lost"), [(True, 0.75), (False, 0.15)])
def test_an_essential_input_stops_more_than_its_price(essential, lost):
    """Alpha buys 20 of chips, 15 of them from Beta, and 80 of energy from Gamma and Delta.

    Beta sells 15 of 20 chips; once it has stopped it is all that is missing, so nothing replaces it.
    """
    paid = np.zeros((2, 5, 5))
    paid[0, 0, 1], paid[0, 0, 2] = 15, 5
    paid[1, 0, 3], paid[1, 0, 4] = 40, 40
    found = esri(paid, essential=[essential, True])
    assert found.downstream[1, 0] == pytest.approx(lost)


def test_a_small_supplier_of_a_large_market_is_replaced():
    """Beta sells 10 to Alpha, Gamma 90 to Delta, of the same layer: 10 of the 90 left could be Alpha's."""
    paid = np.zeros((4, 4))
    paid[ALPHA, BETA], paid[3, GAMMA] = 10, 90
    found = esri(paid, [1, 0, 0, 1], output=[10, 10, 90, 90])
    assert found.downstream[BETA, ALPHA] == pytest.approx(10 / 90)
    assert found.downstream[GAMMA, 3] == 1  # 90 of what Beta's 10 can't make good


def test_the_share_of_the_market_counts_what_is_left_of_it():
    """Two of three chip makers depend on the third for a part: its end leaves less to turn to."""
    paid = np.zeros((4, 4))
    paid[0, 1], paid[0, 2], paid[0, 3] = 40, 40, 20  # the customer buys chips of all three
    paid[1, 3] = 10  # and the first chip maker needs the third's
    found = esri(paid, [1, 0, 0, 0], output=[100, 40, 40, 30])
    lost = found.downstream[3]
    left = 40 * (1 - lost[1]) + 40
    assert lost[1] == pytest.approx(min(1, 30 / left))
    weights = min(1, 40 / left) * lost[1] * 0.4 + min(1, 30 / left) * 0.2
    assert lost[0] == pytest.approx(weights)


def test_only_linear_production_adds_shares_up():
    """Without essential inputs and with sole suppliers, losses are shares of all purchases, passed on."""
    paid = np.zeros((3, 3))
    paid[ALPHA, BETA], paid[ALPHA, GAMMA], paid[BETA, GAMMA] = 60, 40, 30
    found = esri(paid, [2, 1, 0], essential=False, output=[100, 60, 70])
    assert found.downstream[GAMMA].tolist() == pytest.approx([0.4 + 0.6 * 1.0, 1, 1])
    assert found.downstream[BETA].tolist() == pytest.approx([0.6, 1, 0])


def test_final_customers_go_on_buying():
    paid = np.zeros((3, 3))
    paid[ALPHA, BETA], paid[BETA, GAMMA] = 50, 50
    assert esri(paid, [2, 1, 0]).upstream[ALPHA].tolist() == [1, 1, 1]
    assert esri(paid, [2, 1, 0], output=[0, 200, 50]).upstream[ALPHA].tolist() == [1, 0.25, 0.25]


def test_the_network_that_a_published_implementation_comes_with():
    """Vitelot, Economic-Systemic-Risk (2023), data/test_list.csv and test_esri.csv: all amounts 1.

    One of its links (H to X) is of a third kind, negligible, that isn't told apart here; it touches the
    index of H alone.
    """
    names = "AXBCDEFGHIJKL"
    sales = ["AX", "BX", "CX", "DX", "EX", "FX", "GX", "HX", "XI", "XJ", "XK", "KL"]
    linear = {"EX", "FX", "GX", "HX", "XJ"}
    layer = dict(zip(names, [0, 0, 1, 1, 1, 2, 2, 4, 5, 0, 2, 3, 1], strict=True))
    paid, essential = np.zeros((13, 13)), np.ones((6, 13), dtype=bool)
    for supplier, customer in sales:
        paid[names.index(customer), names.index(supplier)] = 1
        essential[layer[supplier], names.index(customer)] = supplier + customer not in linear
    found = esri(paid, [layer[name] for name in names], essential=essential)
    published = {"A": 5 / 12, "X": 1, "B": 0.1369047619047619, "C": 0.1369047619047619}
    published |= {"D": 0.1369047619047619, "E": 0.12320402298850575, "F": 0.12320402298850575}
    published |= {"G": 0.12320402298850575, "I": 11 / 36, "J": 11 / 36, "K": 7 / 18, "L": 7 / 18}
    got = {name: found.index[names.index(name)] for name in published}
    assert got == pytest.approx(published, rel=1e-12)


def test_a_firm_may_sell_of_several_layers():
    """Beta sells chips and cloud, alone in the first, one of two in the second."""
    chips, cloud = np.zeros((3, 3)), np.zeros((3, 3))
    chips[ALPHA, BETA] = 10
    cloud[ALPHA, BETA], cloud[ALPHA, GAMMA] = 30, 70
    found = esri([chips, cloud])
    assert found.downstream[BETA, ALPHA] == 1
    assert found.downstream[GAMMA, ALPHA] == pytest.approx(0.7)
    assert esri([csr_array(chips), csr_array(cloud)]).index == pytest.approx(found.index)


def test_sparse_and_dense_agree():
    rng = np.random.default_rng(3)
    paid = rng.random((30, 30)) * (rng.random((30, 30)) < 0.1)
    layers = rng.integers(0, 4, 30)
    dense, sparse = esri(paid, layers), esri(csr_array(paid), layers)
    assert sparse.index == pytest.approx(dense.index)
    assert (dense.index >= dense.own_share - 1e-12).all()
    assert (dense.index <= 1).all()


def test_a_loop_that_nothing_leaves_loses_all_however_slowly():
    """Alpha and Beta sell to each other, and Alpha a millionth to Gamma, which stops."""
    paid = np.zeros((3, 3))
    paid[BETA, ALPHA], paid[ALPHA, BETA], paid[GAMMA, ALPHA] = 1e6, 1e6, 1
    assert esri(paid, [0, 1, 2]).upstream[GAMMA] == pytest.approx([1, 1, 1])


def test_a_loop_of_inputs_loses_all_however_slowly():
    """Alpha and Beta make everything of each other's goods, but for a millionth of Alpha's."""
    paid = np.zeros((3, 3))
    paid[ALPHA, BETA], paid[BETA, ALPHA], paid[ALPHA, GAMMA] = 1e6, 1e6, 1
    found = esri(paid, [0, 1, 2], essential=False)
    assert found.downstream[GAMMA] == pytest.approx([1, 1, 1])
    assert found.residual == 0


def test_a_slow_loop_whose_firms_can_be_replaced():
    """The same with rivals that sell elsewhere: the losses come to rest where the formula holds."""
    paid = np.zeros((6, 6))
    paid[0, 1], paid[1, 0], paid[0, 2], paid[5, 3], paid[5, 4] = 1e4, 1e4, 1, 150, 150
    found = esri(paid, [0, 1, 2, 0, 1, 3], essential=False)
    first, second = found.downstream[2, :2]
    left_of_first, left_of_second = 1e4 * (1 - first) + 150, 1e4 * (1 - second) + 150
    assert 0.005 < first < 0.006  # there is another state at rest, in which more is lost
    assert second == pytest.approx(min(1, 1e4 / left_of_first) * first, abs=1e-9)
    assert first == pytest.approx((min(1, 1e4 / left_of_second) * second * 1e4 + 1) / 10_001, abs=1e-9)


def test_what_a_firm_pays_itself_changes_nothing():
    paid = np.array([[0, 60.0, 0], [0, 0, 40], [0, 0, 0]])
    with_own = paid + np.diag([5.0, 7.0, 9.0])
    assert esri(with_own, [2, 1, 0]).index.tolist() == esri(paid, [2, 1, 0]).index.tolist()


@pytest.mark.parametrize("paid", [np.zeros((1, 1)), np.zeros((3, 3)), np.zeros((0, 0)), np.ones((1, 1))])
def test_without_trade_nothing_follows(paid):
    found = esri(paid)
    assert found.index.tolist() == [0.0] * len(paid)
    assert found.loss.tolist() == np.eye(len(paid)).tolist()


def test_an_isolated_firm_stops_alone():
    found = esri([[0, 1, 0], [0, 0, 0], [0, 0, 0]], output=[2, 1, 1])
    assert found.index[GAMMA] == 0.25


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"layers": [0, 1]}, "measure.invalid-layers"),
        ({"layers": [0, -1, 0]}, "measure.invalid-layers"),
        ({"layers": [0.5, 0, 0]}, "measure.invalid-layers"),
        ({"essential": [[True]]}, "measure.invalid-layers"),
        ({"essential": 2}, "measure.invalid-layers"),
        ({"layers": [0, 1, 2], "essential": [True]}, "measure.invalid-layers"),
        ({"output": [1, 2]}, "measure.invalid-values"),
        ({"output": [1, -2, 3]}, "measure.invalid-values"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, code):
    with pytest.raises(MisuseError) as caught:
        esri([[0, 1, 1], [0, 0, 1], [1, 0, 0]], **arguments)
    assert caught.value.problem.code == code


def test_layers_beside_one_matrix_a_layer_are_refused():
    with pytest.raises(MisuseError, match=r"measure\.invalid-layers"):
        esri(np.zeros((2, 3, 3)), [0, 0, 0])
    with pytest.raises(MisuseError, match=r"measure\.invalid-layers"):
        esri([csr_array((2, 2)), csr_array((3, 3))])


def test_losses_that_creep_towards_their_rest_say_how_far_they_still_move():
    """Two rests fall together at one half, so that each round moves less than the last, for ever."""
    paid = np.array([[0.0, 12, 1], [0, 0, 47], [1, 0, 0]])
    found = esri(paid, np.array([0, 1, 1]), essential=False)
    assert found.downstream[1, 0] == pytest.approx(0.5, abs=1e-3)
    assert 0 < found.residual < 1e-6
