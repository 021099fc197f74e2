"""What the measures answer to the cases of ``tests/golden/data``, by the names of what is expected."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from keiretsu import measures
from keiretsu.simulation import Run, Start, simulate
from keiretsu.simulation.textbook import MODELS

DATA = Path(__file__).parents[1] / "tests/golden/data"
LEAST = 1e-9  # this much is always allowed
LONG = 300  # periods after which the textbook's models stand still
# What the cases call the index, and of how many blocs.
INDEX = {"frustration_index": 2, "min_line_index_k2": 2, "min_line_index_k3": 3, "min_line_index_k4": 4}

Case: TypeAlias = dict[str, Any]
Answers: TypeAlias = dict[str, Any]


def cases(file: str) -> list[Case]:
    """Return the cases of a file."""
    found: list[Case] = json.loads((DATA / f"{file}.json").read_text(encoding="utf-8"))["cases"]
    return found


def clearing(case: Case) -> Answers:
    """Answer a case of clearing, with or without costs of default."""
    given, expected = case["inputs"], case["expected"]
    result = measures.clearing_vector(**given)
    answers = {
        "total_obligations": result.total_obligations,
        "clearing_vector": result.payments,
        "default": result.defaults,
        "equity_after_clearing": result.equity,
        "interbank_payments_matrix": result.payment_matrix,
        "insolvency_rounds": result.rounds,
    }
    if "least_clearing_vector" in expected:  # smaller than the greatest, which is what is asked for
        answers["least_clearing_vector"] = least_payments(given)
    return answers


def least_payments(given: Case) -> np.ndarray[Any, Any]:
    """Return the least clearing vector, from below: a check of the case, which tells the two apart."""
    owed = np.array(given["liabilities"], dtype=float)
    total = owed.sum(axis=1)
    shares = owed / np.where(total > 0, total, 1.0)[:, None]
    assets, paid = np.array(given["external_assets"], dtype=float), np.zeros(len(owed))
    for _ in range(1000):
        received = paid @ shares
        in_default = given["alpha"] * assets + given["beta"] * received
        paid = np.where(assets + received >= total, total, np.minimum(in_default, total))
    return paid


def debtrank(case: Case) -> Answers:
    """Answer a case of DebtRank with one shock."""
    given = case["inputs"]
    shock = given["initial_loss_fraction"]
    result = measures.debt_rank(given["exposures"], given["equity"], shock, weights=given["weights"])
    return {
        "final_loss_fraction": result.loss,
        "debtrank": result.debtrank,
        "final_equity": result.equity,
    }


def debtrank_of_each(case: Case) -> Answers:
    """Answer a case in which each party fails in turn."""
    given = case["inputs"]
    parties = len(given["equity"])
    exposures = np.zeros((parties, parties))
    for holder, issuer, amount in given["exposure_edges"]:
        exposures[holder, issuer] = amount

    def ranks(variant: Any) -> object:
        shock = np.eye(parties)
        return measures.debt_rank(
            exposures, given["equity"], shock, weights=given["weights"], variant=variant
        ).debtrank

    return {
        "debtrank_when_i_fails": ranks("linear"),
        "default_cascade_when_i_fails": ranks("threshold"),
    }


def stakes(case: Case) -> np.ndarray[Any, Any]:
    """Return the holdings of a case, from debts if it gives those."""
    given = case["inputs"]
    if "C" in given:
        return np.array(given["C"])
    claims = np.array(given["claims"], dtype=float)
    return np.asarray((claims / claims.sum(axis=1, keepdims=True)).T * given["cross_held_fraction"])


def dependency(case: Case) -> Answers:
    """Answer a case of the dependency matrix."""
    held = stakes(case)
    matrix = measures.dependency_matrix(held)
    return {
        "C": held,
        "C_hat_diag": np.diag(matrix @ (np.eye(len(held)) - held)),
        "A": matrix,
        "column_sums_of_A": matrix.sum(axis=0),
    }


def cascade(case: Case) -> Answers:
    """Answer a case of failures through cross-holdings."""
    given = case["inputs"]
    held = stakes(next(other for other in cases("cross_holdings") if other["id"] == given["C_from"]))
    result = measures.failure_cascade(
        held, given["primitive_values_after"], given["threshold"], given["failure_cost"]
    )
    return {"value": result.value, "failed": result.failed, "rounds": result.rounds}


def cycling(case: Case) -> Answers:
    """Answer a case of Finn's cycling."""
    given = case["inputs"]
    flows = np.zeros((given["n"],) * 2)
    for payer, payee, amount in given["edges"]:
        flows[payer, payee] = amount
    out = given.get("boundary_outputs")
    if out is None:
        out = np.column_stack([given["export"], given["respiration"]])
    result = measures.cycling(flows, given["boundary_inputs"], out)
    names = {
        "node_cycling_share": "node_share",
        "N_output_integral": "N",
        "simple_cycles": "",
        "origin_share": "",
    }
    answers: Answers = {}
    for key in case["expected"]:
        if name := names.get(key, key.lower()):
            answers[key] = getattr(result, name)
    if case["expected"].get("simple_cycles") is not None:
        answers["simple_cycles"] = len(list(measures.elementary_cycles(flows)))
    if "origin_share" in case["expected"]:
        answers["origin_share"] = measures.source_shares(flows, given["boundary_inputs"]).shares
    return answers


def input_output(case: Case) -> Answers:
    """Answer a case of input-output analysis."""
    sales, demand = (np.array(case["inputs"][key], dtype=float) for key in ("Z", "final_demand"))
    expected, unit = case["expected"], np.eye(len(sales))
    total = demand.reshape(len(sales), -1).sum(axis=1)
    leontief = measures.leontief_inverse(sales, demand)
    ghosh = measures.ghosh_inverse(sales, demand)
    without = measures.hypothetical_extraction(sales, demand, 0)
    output = leontief @ total
    added = output - sales.sum(axis=0)
    answers: Answers = {
        "x": output,
        "value_added": added,
        "A": unit - np.linalg.inv(leontief),
        "L": leontief,
        "B": unit - np.linalg.inv(ghosh),
        "G": ghosh,
        "output_multiplier_colsum_L": leontief.sum(axis=0),
        "input_multiplier_rowsum_G": ghosh.sum(axis=1),
        "upstreamness": measures.upstreamness(sales, demand),
        "downstreamness": leontief.sum(axis=0),
        "value_added_content_colsums": added / output @ leontief,
        "hypothetical_extraction_sector0": {"x_without": without.x_without, "loss": without.loss},
        "L_row0": leontief[0],
        "G_row0": ghosh[0],
    }
    if "new_final_demand" in expected:
        answers["x_new"] = leontief @ expected["new_final_demand"]
    if "footprint" in expected:
        answers["footprint"] = footprint(expected["footprint"]["satellite"], leontief, total)
        answers |= {key: answers["footprint"][key] for key in ("production_based", "consumption_based")}
    return answers


def footprint(
    satellite: list[float], leontief: np.ndarray[Any, Any], demand: np.ndarray[Any, Any]
) -> Answers:
    """Return what final demand causes of a quantity that goes with output."""
    intensity = np.array(satellite) / (leontief @ demand)
    caused = intensity[:, None] * leontief * demand
    return {
        "satellite": intensity * (leontief @ demand),
        "matrix": caused,
        "production_based": caused.sum(axis=1),
        "consumption_based": caused.sum(axis=0),
    }


def cycle_count(case: Case) -> Answers:
    """Answer a case of elementary cycles."""
    given = case["inputs"]
    flows = np.zeros((given["n"],) * 2)
    flows[tuple(np.transpose(given["edges"]))] = 1
    found = Counter(len(cycle) for cycle in measures.elementary_cycles(flows))
    return {
        "simple_cycles": found.total(),
        "by_length": {str(length): found[length] for length in sorted(found)},
    }


def max_circulation(case: Case) -> Answers:
    """Answer a case of the largest circulation."""
    result = measures.maximum_circulation(case["inputs"]["W"])
    same = ("gross", "net_positions", "minimum_gross_after_netting_cycles", "excess_over_net")
    answers = {key: getattr(result, key) for key in same}
    return answers | {"total_circulation": result.total, "circular_share": result.share}


def concentration(case: Case) -> Answers:
    """Answer a case of concentration."""
    shares = case["inputs"]["shares_percent"]
    result = measures.hhi(shares)
    answers = {
        key: getattr(result, key) for key in ("effective_number", "shannon_bits", "effective_number_shannon")
    }
    return answers | {
        "hhi_points": result.points,
        "hhi_fraction": result.fraction,
        "cr2": measures.concentration_ratio(shares, 2),
    }


def signed_balance(case: Case) -> Answers:
    """Answer a case of blocs and balance."""
    given, expected = case["inputs"], case["expected"]
    result = measures.balance(given["n"], given["edges"])
    same = ("edges", "negative_edges", "triangles", "balanced_triangles", "balanced_triangle_share")
    answers: Answers = {key: getattr(result, key) for key in (*same, "walk_balance")}
    for key, most in INDEX.items():
        if key in expected:
            found = measures.frustration_index(given["n"], given["edges"], blocs=most)
            answers[key] = found.half if given["directed"] else found.index
            if most == 2:
                answers["normalised_frustration_1_minus_2L_over_m"] = found.normalised
                answers["blocs"] = in_the_order_of(expected.get("blocs", []), found.partition)
    if "three_blocs" in expected:  # best partitions tie: the published one must be among the best
        least = answers["min_line_index_k3"]
        is_best = abs(against(given, expected["three_blocs"]) - least) <= LEAST
        answers["three_blocs"] = expected["three_blocs"] if is_best else None
    return answers


def in_the_order_of(expected: list[list[int]], found: tuple[tuple[int, ...], ...]) -> object:
    """Return the blocs found in the order of those expected, if they are the same."""
    same = {frozenset(bloc) for bloc in expected} == {frozenset(bloc) for bloc in found}
    return expected if same else found


def against(given: Case, blocs: list[list[int]]) -> float:
    """Return the weight that goes against given blocs, arcs by half."""
    of = {party: place for place, bloc in enumerate(blocs) for party in bloc}
    weight = sum(abs(w) for i, j, w in given["edges"] if (of[i] == of[j]) != (w > 0))
    return weight / 2 if given["directed"] else float(weight)


def bialek_average(case: Case) -> Answers:
    """Answer the case of average flows."""
    given = case["inputs"]
    result = measures.source_shares(given["flows"], given["generation"])
    lines = {}
    for line in case["expected"]["line_contributions"]:
        payer, payee = (int(node) - 1 for node in line.split("-"))
        carried = given["flows"][payer][payee] * result.shares[:2, payer]
        lines[line] = {"from_G1": float(carried[0]), "from_G2": float(carried[1])}
    return {
        "throughflow": result.throughflow,
        "source_share": result.shares,
        "load_from_generator": result.shares * given["load"],
        "line_contributions": lines,
    }


def bialek_gross(case: Case) -> Answers:
    """Answer the case of gross flows, whose losses are not taken off on the way."""
    given = case["inputs"]
    generation, load = np.array(given["generation"], float), np.array(given["load"], float)
    sent = np.zeros((4, 4))
    for line, power in given["sending_end"].items():
        payer, payee = (int(node) - 1 for node in line.split("-"))
        sent[payer, payee] = power
    passed_on = sent / (load + sent.sum(axis=1))[:, None]
    through = np.linalg.solve(np.eye(4) - passed_on.T, generation)
    result = measures.source_shares(passed_on * through[:, None], generation)
    gross_load = through * load / (load + sent.sum(axis=1))
    return {
        "gross_nodal_power": result.throughflow,
        "gross_load": gross_load,
        "loss_allocated_to_load": gross_load - load,
        "gross_load_from_generator": result.shares * gross_load,
    }


def two_firms_unlabelled(case: Case) -> Answers:
    """Answer the case of two firms whose money bears no labels."""
    given = case["inputs"]
    sources = np.column_stack([given["customer_cash_in"], given["outside_capital_in"]])
    result = measures.source_shares(given["flows"], sources)
    return {
        "throughflow": result.throughflow,
        "end_customer_share": result.shares[0],
        "outside_capital_share": result.shares[1],
        "N": result.N,
    }


def two_firms_labelled(case: Case) -> Answers:
    """Answer the case of two firms of which one's money is tagged."""
    given = case["inputs"]
    result = measures.round_trip(given["flows"], given["customer_cash_in"], (0, 1))
    finn = measures.cycling(given["flows"], given["customer_cash_in"])
    return {
        "return_probability_of_invested_dollar": result.return_probability,
        "invested": result.invested,
        "comes_back_as_revenue": result.proportional,
        "share_of_cloud_sales_self_funded": result.share_of_inflow.proportional,
        "share_of_lab_linked_sales_self_funded": result.share_of_linked_inflow.proportional,
        "node_cycling_share_cloud": float(finn.node_share[0]),
        "diag_N_cloud": float(finn.diag_n[0]),
    }


def two_firms_bounds(case: Case) -> Answers:
    """Answer the case of what must, may and does on average come back."""
    given = case["inputs"]
    result = measures.round_trip(given["flows"], given["other_cash_in"], tuple(given["tagged_edge"]))
    return {
        "lower_bound": result.lower,
        "proportional": result.proportional,
        "upper_bound": result.upper,
        "invested": result.invested,
    }


def stock_flow(case: Case) -> Answers:
    """Answer a case of the accounting core: every figure of the textbook's model, by period."""
    symbols = MODELS[case["model"]].SYMBOLS
    periods = [int(what.split()[1]) for what in case["expected"] if what.startswith("period")]
    still = "steady state" in case["expected"]
    run = simulated(case, LONG if still else max(periods))
    figures = {symbol: read(run)[:, 0].tolist() for symbol, read in symbols.items()}
    by_period = {period: {symbol: row[period] for symbol, row in figures.items()} for period in periods}
    answers: Answers = {
        f"period {period}": {symbol: row[symbol] for symbol in case["expected"][f"period {period}"]}
        for period, row in by_period.items()
    }
    if still:
        answers["steady state"] = {symbol: figures[symbol][-1] for symbol in case["expected"]["steady state"]}
    return answers | {
        f"{symbol} in period {period}": value
        for period, row in by_period.items()
        for symbol, value in row.items()
    }


def simulated(case: Case, periods: int) -> Run:
    """Run the model of a case of the accounting core, with its parameters, start and shocks."""
    textbook, given = MODELS[case["model"]], case["inputs"]

    def named(values: dict[str, float]) -> dict[str, float]:
        return {textbook.PARAMETERS[symbol]: value for symbol, value in values.items()}

    return simulate(
        textbook.MODEL,
        periods,
        start=Start(**given["start"]),
        parameters=named(given["parameters"]),
        changes={int(period): named(values) for period, values in given["shocks"].items()},
    )
