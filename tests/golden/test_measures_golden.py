"""The measures against published numbers; the sources are named in the data."""

from collections import Counter

import numpy as np
import pytest
from published import assert_within, cases

from keiretsu.measures import (
    concentration_ratio,
    elementary_cycles,
    hhi,
    maximum_circulation,
    round_trip,
    source_shares,
)

PROVENANCE = {case.id: case.values[0] for case in cases("provenance.json")}
CYCLES = "cycles_circulation_concentration.json"


@pytest.mark.parametrize("case", cases(CYCLES, "cycle_count"))
def test_every_elementary_cycle_is_found_once(case):
    edges, n = case["inputs"]["edges"], case["inputs"]["n"]
    flows = np.zeros((n, n))
    flows[tuple(np.transpose(edges))] = 1
    cycles = list(elementary_cycles(flows))
    by_length = Counter(str(len(cycle)) for cycle in cycles)
    assert len(set(cycles)) == len(cycles) == case["expected"]["simple_cycles"]
    assert by_length == case["expected"]["by_length"]
    short = list(elementary_cycles(flows, max_length=4))
    assert len(short) == sum(count for length, count in by_length.items() if int(length) <= 4)


@pytest.mark.parametrize("case", cases(CYCLES, "max_circulation"))
def test_largest_circulation(case):
    flows, expected, tolerance = np.array(case["inputs"]["W"]), case["expected"], case["tolerance"]
    result = maximum_circulation(flows)
    assert_within(result.total, expected["total_circulation"], tolerance)
    assert_within(result.share, expected["circular_share"], tolerance)
    for key in ("gross", "net_positions", "minimum_gross_after_netting_cycles", "excess_over_net"):
        assert_within(getattr(result, key), expected[key], tolerance)
    assert (result.flows.sum(axis=0) == result.flows.sum(axis=1)).all()
    assert ((result.flows >= 0) & (result.flows <= flows)).all()
    assert_within(result.upper_bound, expected["total_circulation"], tolerance)
    around = sum(loop.amount * len(loop.parties) for loop in result.loops())
    assert_within(around, expected["total_circulation"], tolerance)


@pytest.mark.parametrize("case", cases(CYCLES, "concentration_or_centrality"))
def test_concentration_indices(case):
    shares = case["inputs"]["shares_percent"]
    result = hhi(shares)
    got = {
        "hhi_points": result.points,
        "hhi_fraction": result.fraction,
        "effective_number": result.effective_number,
        "shannon_bits": result.shannon_bits,
        "effective_number_shannon": result.effective_number_shannon,
        "cr2": concentration_ratio(shares, 2),
    }
    for key, value in case["expected"].items():
        assert_within(got[key], value, case["tolerance"])


def test_bialek_average_flows():
    case = PROVENANCE["bialek4_average"]
    given, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    result = source_shares(given["flows"], given["generation"])
    assert_within(result.throughflow, expected["throughflow"], tolerance)
    assert_within(result.shares, expected["source_share"], tolerance)
    assert_within(result.shares * given["load"], expected["load_from_generator"], tolerance)
    for line, parts in expected["line_contributions"].items():
        payer, payee = (int(node) - 1 for node in line.split("-"))
        carried = given["flows"][payer][payee] * result.shares[:2, payer]
        assert_within(carried, [parts["from_G1"], parts["from_G2"]], tolerance)


def test_bialek_gross_flows():
    case = PROVENANCE["bialek4_gross"]
    given, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    generation, load = np.array(given["generation"], float), np.array(given["load"], float)
    sent = _lines(given["sending_end"])
    # What a node passes on, as parts of what reaches it; losses are not taken off on the way.
    passed_on = sent / (load + sent.sum(axis=1))[:, None]
    power = np.linalg.solve(np.eye(4) - passed_on.T, generation)
    result = source_shares(passed_on * power[:, None], generation)
    gross_load = power * load / (load + sent.sum(axis=1))
    assert_within(result.throughflow, expected["gross_nodal_power"], tolerance)
    assert_within(gross_load, expected["gross_load"], tolerance)
    assert_within(gross_load - load, expected["loss_allocated_to_load"], tolerance)
    assert_within(result.shares * gross_load, expected["gross_load_from_generator"], tolerance)


def _lines(by_name):
    matrix = np.zeros((4, 4))
    for line, power in by_name.items():
        payer, payee = (int(node) - 1 for node in line.split("-"))
        matrix[payer, payee] = power
    return matrix


def test_two_firms_unlabelled_money_hides_the_round_trip():
    case = PROVENANCE["roundtrip_two_firm"]
    given, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    sources = np.column_stack([given["customer_cash_in"], given["outside_capital_in"]])
    result = source_shares(given["flows"], sources)
    assert_within(result.throughflow, expected["throughflow"], tolerance)
    assert_within(result.shares[0], expected["end_customer_share"], tolerance)
    assert_within(result.shares[1], expected["outside_capital_share"], tolerance)
    assert_within(result.N, expected["N"], tolerance)


def test_two_firms_labelled_money_shows_it():
    case = PROVENANCE["roundtrip_labelled"]
    given, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    result = round_trip(given["flows"], given["customer_cash_in"], (0, 1))
    visits = source_shares(given["flows"], given["customer_cash_in"]).N
    got = {
        "return_probability_of_invested_dollar": result.return_probability,
        "invested": result.invested,
        "comes_back_as_revenue": result.proportional,
        "share_of_cloud_sales_self_funded": result.share_of_inflow.proportional,
        "share_of_lab_linked_sales_self_funded": result.share_of_linked_inflow.proportional,
        "node_cycling_share_cloud": 1 - 1 / visits[0, 0],
        "diag_N_cloud": visits[0, 0],
    }
    for key, value in expected.items():
        assert_within(got[key], value, tolerance)


def test_two_firms_bounds():
    case = PROVENANCE["bounds_two_firm"]
    given, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    result = round_trip(given["flows"], given["other_cash_in"], tuple(given["tagged_edge"]))
    assert_within(result.lower, expected["lower_bound"], tolerance)
    assert_within(result.proportional, expected["proportional"], tolerance)
    assert_within(result.upper, expected["upper_bound"], tolerance)
    assert_within(result.invested, expected["invested"], tolerance)
