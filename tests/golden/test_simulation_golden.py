"""The accounting core against the textbook's models; the sources are named in the data."""

import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from keiretsu.simulation import Start, simulate
from keiretsu.simulation.textbook import MODELS

DATA = Path(__file__).parent / "data/stock_flow.json"
CASES = {case["id"]: case for case in json.loads(DATA.read_text(encoding="utf-8"))["cases"]}
OF_EACH_CASE = pytest.mark.parametrize("name", CASES)
AT_REST = [name for name, case in CASES.items() if "steady state" in case["expected"]]
IN_PRINT = [name for name, case in CASES.items() if "published" in case]
FIGURES = [
    pytest.param(name, int(what.split()[1]), symbol, id=f"{name}-{what.split()[1]}-{symbol}")
    for name, case in CASES.items()
    for what, row in case["expected"].items()
    if what.startswith("period")
    for symbol in row
]
# What the book calls rows otherwise, and what firms put aside in their own books, which nobody is paid.
CALLED, WITHIN_A_PARTY = {"investment": "change in capital"}, {"depreciation allowances"}


@cache
def run_of(name):
    case = CASES[name]
    textbook, given = MODELS[case["model"]], case["inputs"]
    named = {
        period: {textbook.PARAMETERS[symbol]: value for symbol, value in values.items()}
        for period, values in {0: given["parameters"], **given["shocks"]}.items()
    }
    return simulate(
        textbook.MODEL,
        300,
        start=Start(**given["start"]),
        parameters=named.pop(0),
        changes={int(period): values for period, values in named.items()},
    )


@cache
def figures_of(name):
    return {symbol: read(run_of(name))[:, 0] for symbol, read in MODELS[CASES[name]["model"]].SYMBOLS.items()}


@pytest.mark.parametrize(("name", "period", "symbol"), FIGURES)
def test_a_figure_is_the_published_one(name, period, symbol):
    expected = CASES[name]["expected"][f"period {period}"][symbol]
    allowed = max(1e-9, CASES[name]["tolerance"]["rel"] * abs(expected))
    assert abs(figures_of(name)[symbol][period] - expected) <= allowed


@OF_EACH_CASE
def test_every_variable_of_the_case_is_compared(name):
    symbols = {symbol for what, row in CASES[name]["expected"].items() if what[0] == "p" for symbol in row}
    assert symbols == set(figures_of(name))


@pytest.mark.parametrize("name", AT_REST)
def test_the_economy_comes_to_rest_where_the_book_says(name):
    rest = CASES[name]["expected"]["steady state"]
    assert {symbol: figures_of(name)[symbol][-1] for symbol in rest} == pytest.approx(rest, rel=1e-7)


@pytest.mark.parametrize("name", IN_PRINT)
def test_figures_round_to_those_in_print(name):
    for what, given in CASES[name]["published"].items():
        symbol, period = what.split(" in period ")
        assert abs(figures_of(name)[symbol][int(period)] - given["value"]) <= given["abs"]


def value(expression, name, period):
    """Evaluate a cell of the book's matrix, in which X(-1) is the value of the period before."""
    figures, given = figures_of(name), CASES[name]["inputs"]["parameters"]
    now = {**given, **{symbol: row[period] for symbol, row in figures.items()}}
    before = {f"{symbol}_before": row[period - 1] for symbol, row in figures.items()}
    return eval(re.sub(r"(\w+)\(-1\)", r"\1_before", expression), {}, now | before)


@pytest.mark.parametrize("period", [2, 5, 6, 30])
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "transaction_flow_matrix" in case])
def test_the_transaction_flow_matrix_is_the_books(name, period):
    book, ours = CASES[name]["transaction_flow_matrix"], run_of(name).transaction_flows(period)
    parties = [column.removesuffix(" current").removesuffix(" capital") for column in book["columns"]]
    for row, cells in book["rows"].items():
        if row in WITHIN_A_PARTY:
            continue
        expected = dict.fromkeys(parties, 0.0)
        for party, cell in zip(parties, cells, strict=True):
            expected[party] += value(cell, name, period)
        got = ours.loc[CALLED.get(row, row)]
        assert {party: got[party].sum() for party in parties} == pytest.approx(expected, abs=1e-8)
    own = {CALLED.get(row, row) for row in book["rows"]} - WITHIN_A_PARTY
    assert set(ours.index) - {"saving", "sum"} == own


@OF_EACH_CASE
def test_all_rows_and_columns_sum_to_zero(name):
    run = run_of(name)
    real = sum(run.position(party, one.name) for party in run.model.names for one in run.model.instruments)
    for period in (1, 5, 15, 60, 300):
        flows, sheet = run.transaction_flows(period), run.balance_sheet(period)
        size = np.abs(sheet.to_numpy()).max() * 1e-9
        assert np.abs(flows.loc["sum"]).max() <= size
        assert np.abs(flows["sum"]).max() <= size
        assert np.abs(sheet.loc["sum"]).max() <= size
        owed = [one.name for one in run.model.instruments if not one.is_real]
        assert np.abs(sheet.loc[owed, "sum"]).max() <= size
        assert sheet.loc["net worth", "sum"] == pytest.approx(-real[period, 0], abs=size)
