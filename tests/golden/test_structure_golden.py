"""Cross-holdings, cycling and input-output against published numbers; the sources are named in the data."""

import numpy as np
import pytest
from published import assert_within, cases
from scipy.sparse import coo_array

from keiretsu.measures import (
    cycling,
    dependency_matrix,
    elementary_cycles,
    failure_cascade,
    ghosh_inverse,
    hypothetical_extraction,
    leontief_inverse,
    source_shares,
    upstreamness,
)

HOLDINGS = {case.id: case.values[0] for case in cases("cross_holdings.json")}


def holdings(case):
    given = case["inputs"]
    if "C" in given:
        return np.array(given["C"])
    if "C_from" in given:
        return holdings(HOLDINGS[given["C_from"]])
    claims = np.array(given["claims"], dtype=float)
    return (claims / claims.sum(axis=1, keepdims=True)).T * given["cross_held_fraction"]


@pytest.mark.parametrize("case", cases("cross_holdings.json", "dependency"))
def test_dependency_matrix(case):
    expected, tolerance, stakes = case["expected"], case["tolerance"], holdings(case)
    assert_within(stakes, expected.get("C", stakes), tolerance)
    result = dependency_matrix(stakes)
    assert_within(result, expected["A"], tolerance)
    assert_within(result.sum(axis=0), expected.get("column_sums_of_A", np.ones(len(stakes))), tolerance)


@pytest.mark.parametrize("case", cases("cross_holdings.json", "cascade"))
def test_failure_cascade(case):
    given, expected = case["inputs"], case["expected"]
    shocked = given["primitive_values_after"]
    result = failure_cascade(holdings(case), shocked, given["threshold"], given["failure_cost"])
    assert_within(result.value, expected["value"], case["tolerance"])
    assert list(result.failed) == expected["failed"]
    assert [list(together) for together in result.rounds] == expected["rounds"]


def flow_matrix(given):
    payer, payee, amount = np.transpose(given["edges"])
    places = (payer.astype(int), payee.astype(int))
    return coo_array((amount, places), shape=(given["n"],) * 2)


def outputs(given):
    if "boundary_outputs" in given:
        return given["boundary_outputs"]
    return np.column_stack([given["export"], given["respiration"]])


@pytest.mark.parametrize("form", ["dense", "sparse"])
@pytest.mark.parametrize("case", cases("cycling.json"))
def test_cycling(case, form):
    given, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    flows = flow_matrix(given)
    result = cycling(flows if form == "sparse" else flows.toarray(), given["boundary_inputs"], outputs(given))
    names = {"node_cycling_share": "node_share", "N_output_integral": "N"}
    for key, value in expected.items():
        if key not in ("simple_cycles", "origin_share"):
            assert_within(
                getattr(result, names.get(key, key if key == "N" else key.lower())), value, tolerance
            )
    if "origin_share" in expected:
        origin = source_shares(flows, given["boundary_inputs"])
        assert_within(origin.shares, expected["origin_share"], tolerance)
    if expected.get("simple_cycles") is not None:
        assert len(list(elementary_cycles(flows))) == expected["simple_cycles"]


@pytest.mark.parametrize("case", [case for case in cases("cycling.json") if "published" in case.values[0]])
def test_cycling_as_printed(case):
    given, printed = case["inputs"], case["published"]
    result = cycling(flow_matrix(given), given["boundary_inputs"], outputs(given))
    for key, value in printed["values"].items():
        assert getattr(result, key.lower()) == pytest.approx(value, abs=printed["abs"][key])


@pytest.mark.parametrize("case", cases("input_output.json"))
def test_inverses_and_multipliers(case):
    sales, demand = np.array(case["inputs"]["Z"], float), np.array(case["inputs"]["final_demand"], float)
    expected, tolerance = case["expected"], case["tolerance"]
    inverse, ghosh = leontief_inverse(sales, demand), ghosh_inverse(sales, demand)
    output, added = np.array(expected["x"], float), np.array(expected["value_added"], float)
    total = demand.reshape(len(sales), -1).sum(axis=1)
    assert_within(inverse, expected["L"], tolerance)
    assert_within(ghosh, expected["G"], tolerance)
    assert_within(inverse @ total, output, tolerance)
    assert_within(added @ ghosh, output, tolerance)
    assert_within(added / output @ inverse, expected["value_added_content_colsums"], tolerance)
    assert_within(np.eye(len(sales)) - np.linalg.inv(inverse), expected["A"], tolerance)
    assert_within(np.eye(len(sales)) - np.linalg.inv(ghosh), expected["B"], tolerance)
    assert_within(inverse.sum(axis=0), expected["output_multiplier_colsum_L"], tolerance)
    assert_within(inverse.sum(axis=0), expected["downstreamness"], tolerance)
    assert_within(ghosh.sum(axis=1), expected["input_multiplier_rowsum_G"], tolerance)
    assert_within(upstreamness(sales, demand), expected["upstreamness"], tolerance)
    assert_published(case["published"], inverse, ghosh)


def assert_published(printed, inverse, ghosh):
    got = {"L": inverse, "L_row0": inverse[0], "G_row0": ghosh[0]}
    for key in got.keys() & printed.keys():
        assert got[key] == pytest.approx(np.array(printed[key]["value"]), abs=printed[key]["abs"])


@pytest.mark.parametrize("case", cases("input_output.json"))
def test_hypothetical_extraction(case):
    expected, tolerance = case["expected"], case["tolerance"]
    result = hypothetical_extraction(case["inputs"]["Z"], case["inputs"]["final_demand"], 0)
    assert_within(result.x, expected["x"], tolerance)
    assert_within(result.x_without, expected["hypothetical_extraction_sector0"]["x_without"], tolerance)
    assert_within(result.loss, expected["hypothetical_extraction_sector0"]["loss"], tolerance)


def test_output_for_a_new_final_demand():
    case = cases("input_output.json")[0].values[0]
    inverse = leontief_inverse(case["inputs"]["Z"], case["inputs"]["final_demand"])
    expected = case["expected"]
    assert_within(inverse @ expected["new_final_demand"], expected["x_new"], case["tolerance"])


def test_footprint_of_final_demand():
    case = cases("input_output.json")[1].values[0]
    expected, tolerance = case["expected"]["footprint"], case["tolerance"]
    intensity = np.array(expected["satellite"]) / case["expected"]["x"]
    inverse = leontief_inverse(case["inputs"]["Z"], case["inputs"]["final_demand"])
    footprint = intensity[:, None] * inverse * case["inputs"]["final_demand"]
    assert_within(footprint, expected["matrix"], tolerance)
    assert_within(footprint.sum(axis=1), expected["production_based"], tolerance)
    assert_within(footprint.sum(axis=0), expected["consumption_based"], tolerance)
