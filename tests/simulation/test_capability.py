"""What firms' products can do, and what comes of it."""

import numpy as np
import pytest
from market_industries import industry_of, lever, play

from keiretsu.simulation.industry import capability, product_market

# Alpha and Beta sell to end customers; both rent from Gamma.
RENTERS = industry_of((30.0, 30.0, 0.0), market=[0, 0, -1], supplies=[(0, 2, 1, 20.0), (1, 2, 1, 20.0)])
ONLY_INPUTS = {"decay_of_capability": 0.0, "spill-over_of_capability": 0.0, "gain_from_inputs": 0.4}


def capability_of(quarters=1, *, industry=RENTERS, **given):
    return play(industry, [capability.MECHANISM], quarters, **given).variable("capability")[1:, :, 0]


def ordered(*quantities):
    return {"quantity": np.array(quantities)[:, None]}


def test_with_the_inputs_of_the_start_nothing_changes():
    assert not capability_of(20).any()


def test_capability_grows_with_the_log_of_inputs():
    seen = capability_of(8, variables=ordered(40.0, 10.0), **ONLY_INPUTS)
    assert seen[-1, :2] == pytest.approx([2 * 0.4 * np.log(2), -2 * 0.4 * np.log(2)])


def test_better_inputs_are_more_inputs():
    seen = capability_of(4, efficiency=lever(3, 2, 2.0, rest=1.0), **ONLY_INPUTS)
    assert seen[-1, :2] == pytest.approx([0.4 * np.log(2)] * 2)


def test_what_a_firm_makes_itself_counts():
    made = {"in-house share": np.array([[0.5], [0.0]]), **ordered(20.0, 20.0)}
    seen = capability_of(4, variables=made, **ONLY_INPUTS)
    assert seen[-1, :2] == pytest.approx([0.4 * np.log(1.5), 0])


def test_an_advantage_fades():
    ahead = {"capability": lever(3, 0, 1.0)}
    seen = capability_of(4, variables=ahead, **{**ONLY_INPUTS, "decay_of_capability": 0.4})
    assert seen[:, 0] == pytest.approx(0.9 ** np.arange(1, 5))


def test_capability_spills_over_to_those_behind_in_the_same_market():
    ahead = {"capability": lever(3, 0, 1.0)}
    spills = {**ONLY_INPUTS, "spill-over_of_capability": 0.4}
    seen = capability_of(4, variables=ahead, **spills)
    assert seen[:, 0] == pytest.approx([1] * 4)
    assert seen[:, 1] == pytest.approx(1 - 0.9 ** np.arange(1, 5))
    apart = industry_of((30.0, 30.0), market=[0, 1])
    assert not capability_of(4, industry=apart, variables={"capability": lever(2, 0, 1.0)}, **spills)[
        :, 1
    ].any()


def test_a_gain_by_a_scenario_is_one_of_the_quarter():
    seen = capability_of(1, capability_gain=lever(3, 1, 0.3))
    assert seen[0] == pytest.approx([0, 0.3, 0])


def test_a_firm_without_inputs_falls_back_and_no_further_than_the_log_allows():
    seen = capability_of(4, variables=ordered(0.0, 20.0), **ONLY_INPUTS)
    assert seen[-1, 0] == pytest.approx(0.4 * np.log(capability.LEAST_INPUT))
    assert not capability_of(4, industry=industry_of((30.0,))).any()  # one that never had any


def test_what_a_failed_firm_could_do_stays_as_it_was():
    gone = {"alive": np.array([[0.0], [1.0], [1.0]]), "capability": lever(3, 0, 1.0), **ordered(0.0, 20.0)}
    seen = capability_of(4, variables=gone)
    assert seen[:, 0] == pytest.approx([1] * 4)
    assert seen[-1, 1] > 0


def test_more_inputs_than_rivals_make_more_capability_and_a_larger_share():
    both = [product_market.MECHANISM, capability.MECHANISM]
    run = play(RENTERS, both, 12, variables=ordered(40.0, 20.0))
    share = run.variable("market share")[1:, :, 0]
    assert (np.diff(share[:, 0]) > 0).all()
    assert share[-1, 0] > share[-1, 1]
    assert run.variable("capability")[-1, 0, 0] > run.variable("capability")[-1, 1, 0]
