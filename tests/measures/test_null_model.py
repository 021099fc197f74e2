"""Is it more than chance? Rewired networks, and what they keep."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from keiretsu.errors import MisuseError
from keiretsu.measures import circulating_share, null_model
from keiretsu.measures.rewiring import rewired


def industry(seed, parties=12, density=0.2):
    draw = np.random.default_rng(seed)
    flows = np.where(draw.random((parties, parties)) < density, draw.lognormal(0, 1, (parties, parties)), 0)
    np.fill_diagonal(flows, 0)
    return flows


def mutual(flows):
    """Count pairs that pay each other, network by network."""
    there = flows > 0
    return (there & there.transpose(0, 2, 1)).sum(axis=(1, 2)) / 2


def all_rewired(flows, samples=20, seed=5):
    blocks = list(rewired(flows, np.random.default_rng(seed), samples))
    return (np.concatenate([getattr(one, name) for one in blocks]) for name in ("flows", "swapped", "unmet"))


def test_every_party_keeps_its_partners_number_and_what_it_pays():
    flows = industry(1)
    found, swapped, _ = all_rewired(flows)
    assert ((found > 0).sum(axis=2) == (flows > 0).sum(axis=1)).all()
    assert ((found > 0).sum(axis=1) == (flows > 0).sum(axis=0)).all()
    assert found.sum(axis=2) == pytest.approx(np.tile(flows.sum(axis=1), (20, 1)))
    assert not np.einsum("sii->si", found).any()
    assert (swapped > 10).all()
    assert len({one.tobytes() for one in found > 0}) == 20


def test_unmet_is_the_money_that_reaches_another_payee():
    flows = industry(2)
    found, _, unmet = all_rewired(flows)
    missed = np.abs(found.sum(axis=1) - flows.sum(axis=0)).sum(axis=1) / 2 / flows.sum()
    assert unmet == pytest.approx(missed, abs=1e-8)
    assert unmet.max() > 0.01


def test_strengths_are_met_where_edges_are_many():
    flows = industry(3, parties=10, density=0.8)
    found, _, unmet = all_rewired(flows)
    assert unmet.max() < 1e-4
    assert found.sum(axis=1) == pytest.approx(np.tile(flows.sum(axis=0), (20, 1)), rel=1e-2)


def test_payments_to_oneself_stay():
    flows = industry(4)
    flows[3, 3] = 7
    found, _, _ = all_rewired(flows)
    assert (found[:, 3, 3] == 7).all()


def test_all_wirings_of_a_small_network_are_equally_likely():
    """Of four parties that each pay one other and are paid by one there are nine."""
    found, _, _ = all_rewired(np.roll(np.eye(4), 1, axis=1), samples=3600)
    _, times = np.unique(found.reshape(3600, -1) > 0, axis=0, return_counts=True)
    assert len(times) == 9
    assert times == pytest.approx(np.full(9, 400), abs=5 * 400**0.5)


def test_a_chance_network_has_a_small_p_value_as_seldom_as_it_says():
    start = industry(6, parties=8, density=0.3)
    chance = next(iter(rewired(start > 0, np.random.default_rng(0), 150))).flows
    p_values = np.array([null_model(one > 0, mutual, samples=19, seed=3).p_value for one in chance])
    assert (p_values <= 0.05).mean() <= 0.05 + 3 * (0.05 * 0.95 / 150) ** 0.5
    assert (p_values <= 0.25).mean() <= 0.25 + 3 * (0.25 * 0.75 / 150) ** 0.5


def test_an_industry_of_pairs_that_pay_each_other_is_no_chance():
    flows = np.zeros((16, 16))
    for pair in range(8):
        flows[2 * pair, 2 * pair + 1] = flows[2 * pair + 1, 2 * pair] = 2.0**pair
    result = null_model(flows, circulating_share, samples=99)
    assert result.observed == pytest.approx(1)
    assert (result.p_value, result.is_frozen) == (0.01, False)
    assert result.z > 2
    assert result.z == pytest.approx((1 - result.values.mean()) / result.values.std())


def test_nothing_that_goes_round_is_as_likely_as_can_be():
    flows = np.triu(industry(7), 1)
    assert null_model(flows, circulating_share, samples=9).p_value == 1


@pytest.mark.parametrize(
    "flows",
    [
        np.zeros((0, 0)),
        np.zeros((3, 3)),
        [[0, 5], [0, 0]],
        [[0, 5], [3, 0]],
        [[4.0]],
        np.roll(np.eye(3), 1, 1),
    ],
)
def test_where_no_payees_can_be_swapped_chance_tells_nothing(flows):
    result = null_model(flows, circulating_share, samples=9)
    assert (result.p_value, result.is_frozen) == (1.0, True)
    assert np.isnan(result.z)
    assert result.mean == pytest.approx(result.observed)


def test_the_same_seed_gives_the_same_answer_and_sparse_flows_do_too():
    flows = industry(8)
    first, again = (
        null_model(form, circulating_share, samples=9, seed=4) for form in (flows, csr_array(flows))
    )
    other = null_model(flows, circulating_share, samples=9, seed=5)
    assert first.values.tolist() == again.values.tolist() != other.values.tolist()


@pytest.mark.parametrize("factor", [1e-300, 1e295])
def test_units_of_money_make_no_difference(factor):
    flows = industry(9)
    first, scaled = (null_model(each, circulating_share, samples=9) for each in (flows, flows * factor))
    assert scaled.values == pytest.approx(first.values)


def test_large_networks_are_rewired_a_few_at_a_time():
    flows = np.zeros((800, 800))
    flows[:6, :6] = industry(10, parties=6, density=0.5)
    blocks = list(rewired(flows, np.random.default_rng(0), 10))
    assert [len(block.flows) for block in blocks] == [7, 3]
    assert (mutual(np.concatenate([block.flows for block in blocks])) <= 15).all()


@pytest.mark.parametrize(
    ("figure", "samples"),
    [
        (circulating_share, 0),
        (circulating_share, 2.5),
        (lambda flows: flows.sum(), 5),
        (lambda flows: flows, 5),
    ],
)
def test_misuse(figure, samples):
    with pytest.raises(MisuseError) as caught:
        null_model(industry(1), figure, samples=samples)
    assert caught.value.problem.code == "measure.invalid-option"
