"""What an export guards so that no spreadsheet runs it comes in again as it was."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.imports import read_table
from keiretsu.imports.formulas import as_it_was, neutralised


@given(st.text(alphabet="'=+-@\t\r\uff1dab 1"))
def test_what_is_guarded_is_no_formula_and_comes_back(text):
    guarded = str(neutralised(text))
    assert guarded[:1] not in ("=", "+", "-", "@", "\t", "\r", "\uff1d")
    assert as_it_was(guarded) == text


@pytest.mark.parametrize(
    "name", ["=Alpha", "+Beta", "-Gamma", "@Delta", "'=Epsilon", "O'Brien & Sons", "'t Zeta"]
)
def test_a_name_survives_the_way_out_and_in(tmp_path, name):
    file = tmp_path / "deals.csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows([["Investor", "=x"], [neutralised(name), neutralised("=1")]])
    table = read_table(file)
    assert table.header == ("Investor", "=x")
    assert [row.cells for row in table.rows()] == [{"Investor": name, "=x": "=1"}]
