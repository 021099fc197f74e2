"""Clearing and DebtRank against published numbers; the sources are named in the data."""

import numpy as np
import pytest
from published import assert_within, cases

from keiretsu.measures import clearing_vector, debt_rank


@pytest.mark.parametrize("case", cases("contagion.json", "clearing", "clearing_with_costs"))
def test_clearing(case):
    expected, tolerance = case["expected"], case["tolerance"]
    result = clearing_vector(**case["inputs"])
    assert_within(result.payments, expected["clearing_vector"], tolerance)
    assert result.defaults.tolist() == expected["default"]
    got = {
        "total_obligations": result.total_obligations,
        "equity_after_clearing": result.equity,
        "interbank_payments_matrix": result.payment_matrix,
    }
    for key in got.keys() & expected.keys():
        assert_within(got[key], expected[key], tolerance)
    if "insolvency_rounds" in expected:
        assert result.rounds == expected["insolvency_rounds"]


@pytest.mark.parametrize("case", cases("contagion.json", "debtrank"))
def test_debtrank(case):
    given, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    result = debt_rank(
        given["exposures"], given["equity"], given["initial_loss_fraction"], weights=given["weights"]
    )
    assert_within(result.loss, expected["final_loss_fraction"], tolerance)
    assert_within(result.debtrank, expected["debtrank"], tolerance)
    assert_within(result.equity, expected["final_equity"], tolerance)


@pytest.mark.parametrize(
    ("variant", "key"), [("linear", "debtrank_when_i_fails"), ("threshold", "default_cascade_when_i_fails")]
)
@pytest.mark.parametrize("case", cases("contagion.json", "debtrank_of_each"))
def test_debtrank_of_each_failure(case, variant, key):
    given = case["inputs"]
    parties = len(given["equity"])
    exposures = np.zeros((parties, parties))
    for holder, issuer, amount in given["exposure_edges"]:
        exposures[holder, issuer] = amount
    result = debt_rank(exposures, given["equity"], np.eye(parties), weights=given["weights"], variant=variant)
    assert_within(result.debtrank, case["expected"][key], case["tolerance"])
