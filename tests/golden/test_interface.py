"""The measures as others call them: their arguments, what their results are called, and what they refuse."""

import inspect

import numpy as np
import pytest
from scipy import sparse

from keiretsu import measures
from keiretsu.errors import MisuseError

# Arguments in order, those after the star by name only, with what is taken if they are left out.
SIGNATURES = {
    "clearing_vector": "liabilities, external_assets, external_liabilities=None, *, alpha=1.0, beta=1.0, "
    "external_seniority='pari_passu'",
    "debt_rank": "exposures, equity, initial_loss, *, weights=None, variant='linear'",
    "dependency_matrix": "holdings",
    "failure_cascade": "holdings, primitive_values, threshold, failure_cost",
    "cycling": "flows, boundary_inputs, boundary_outputs=None",
    "leontief_inverse": "flows, final_demand",
    "ghosh_inverse": "flows, final_demand",
    "upstreamness": "flows, final_demand",
    "hypothetical_extraction": "flows, final_demand, sector",
    "elementary_cycles": "flows, *, max_length=None",
    "maximum_circulation": "flows",
    "circulation_decomposition": "transition",
    "hhi": "shares",
    "concentration_ratio": "shares, k",
    "frustration_index": "n, signed_edges, *, blocs=2",
    "balance": "n, signed_edges",
    "source_shares": "flows, sources",
    "round_trip": "flows, other_cash_in, edge",
}
ADDED = {"elementary_cycles": ["time_limit"], "frustration_index": ["effort"]}

RING = np.array([[0.0, 5, 1], [0, 2, 10], [20, 0, 0]])
SUMS = [4.0, 1.0, 2.0]
# What each measure of a matrix answers, as arrays.
ANSWERS = {
    "clearing_vector": lambda flows, sums: measures.clearing_vector(flows, sums).payments,
    "debt_rank": lambda flows, sums: measures.debt_rank(flows, sums, np.ones(len(sums)) / 10).loss,
    "dependency_matrix": lambda flows, _: measures.dependency_matrix(flows / 100),
    "failure_cascade": lambda flows, sums: measures.failure_cascade(flows / 100, sums, 2, 1).value,
    "cycling": lambda flows, sums: measures.cycling(flows, sums).node_share,
    "leontief_inverse": measures.leontief_inverse,
    "ghosh_inverse": measures.ghosh_inverse,
    "upstreamness": measures.upstreamness,
    "hypothetical_extraction": lambda flows, sums: (
        measures.hypothetical_extraction(flows, sums, [0] if len(sums) else []).x_without
    ),
    "elementary_cycles": lambda flows, _: [len(cycle) for cycle in measures.elementary_cycles(flows)],
    "maximum_circulation": lambda flows, _: measures.maximum_circulation(flows).total,
    "source_shares": lambda flows, sums: measures.source_shares(flows, sums).shares,
}
FORMS = {
    "integers": lambda flows: flows.astype(np.int64),
    "small integers": lambda flows: flows.astype(np.uint8),
    "by column": np.asfortranarray,
    "every second": lambda flows: np.repeat(np.repeat(flows, 2, 0), 2, 1)[::2, ::2],
    **{
        f"{name}_{kind}": getattr(sparse, f"{name}_{kind}")
        for name in ("csr", "csc", "coo", "lil", "dok", "bsr", "dia")
        for kind in ("array", "matrix")
    },
}
OF_A_MATRIX = pytest.mark.parametrize("name", ANSWERS)


@pytest.mark.parametrize("name", SIGNATURES)
def test_arguments_are_named_and_ordered_as_agreed(name):
    given = inspect.signature(getattr(measures, name))
    kept = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in given.parameters.values()
        if parameter.name not in ADDED.get(name, ())
    ]
    assert str(inspect.Signature(kept)) == f"({SIGNATURES[name]})"


@pytest.mark.parametrize("form", FORMS)
@OF_A_MATRIX
def test_every_form_of_a_matrix_gives_the_same(name, form):
    expected = ANSWERS[name](RING, SUMS)
    assert np.asarray(ANSWERS[name](FORMS[form](RING), SUMS)) == pytest.approx(np.asarray(expected))


@OF_A_MATRIX
def test_no_parties_are_a_network_too(name):
    for nobody in (np.zeros((0, 0)), sparse.csr_array((0, 0))):
        assert not np.any(ANSWERS[name](nobody, []))


def test_a_list_of_no_rows_is_a_matrix_of_no_parties():
    assert measures.clearing_vector([], []).payments.shape == (0,)
    assert measures.maximum_circulation([]).total == 0
    assert list(measures.elementary_cycles([])) == []
    assert measures.source_shares([], []).shares.shape == (0, 0)


@pytest.mark.parametrize("name", sorted(ANSWERS.keys() - {"dependency_matrix", "failure_cascade"}))
@pytest.mark.parametrize("scale", [1e-300, 1e-12, 1e15, 1e290])
def test_the_unit_of_money_is_free(name, scale):
    amounts = name in ("clearing_vector", "hypothetical_extraction", "maximum_circulation")
    expected = np.asarray(ANSWERS[name](RING, SUMS))
    got = np.asarray(ANSWERS[name](RING * scale, np.array(SUMS) * scale))
    assert got / (scale if amounts else 1) == pytest.approx(expected)


@pytest.mark.parametrize(
    "call",
    [
        lambda: measures.clearing_vector(RING, SUMS, alpha="half"),
        lambda: measures.clearing_vector(RING, SUMS, beta=None),
        lambda: measures.debt_rank(RING, SUMS, [0, 0, 1], variant=["linear"]),
        lambda: measures.elementary_cycles(RING, max_length=1.5),
        lambda: measures.elementary_cycles(RING, max_length="three"),
        lambda: measures.elementary_cycles(RING, time_limit="soon"),
        lambda: measures.concentration_ratio([1, 2, 3], 1.5),
        lambda: measures.concentration_ratio([1, 2, 3], None),
        lambda: measures.frustration_index(2, None),
        lambda: measures.balance(2, 5),
        lambda: measures.round_trip(RING, SUMS, None),
        lambda: measures.round_trip(RING, SUMS, 5),
        lambda: measures.round_trip(RING, SUMS, (0, 1, "all")),
        lambda: measures.round_trip(RING, SUMS, (0, 1, None)),
    ],
)
def test_what_is_no_number_list_or_name_is_misuse(call):
    with pytest.raises(MisuseError):
        call()
