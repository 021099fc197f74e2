"""Reported figures from a table, with their sources."""

from __future__ import annotations

import pytest

from keiretsu.errors import MisuseError
from keiretsu.imports import figure_columns, read_figures, read_table
from keiretsu.ledger import Item
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Period

PACK_HEADER = "party,item,segment,low,high,currency,start,end,title,publisher,date,url"


@pytest.fixture
def figures(sheet):
    def read(*lines: str, parties: tuple[Party, ...] = ()):
        table = read_table(sheet(*lines, name="figures.csv"))
        return read_figures(table, figure_columns(table.header), Registry(parties))

    return read


def test_the_columns_of_a_pack_are_read_as_they_are(figures):
    part = figures(
        PACK_HEADER,
        "Alpha,revenue,,20000000000,20000000000,USD,2025-01-01,2025-12-31,Annual report,Alpha,2026-02-03,",
        "Alpha,segment_revenue,Cloud,5000000000,6000000000,USD,2025,2025,Annual report,Alpha,2026-02-03,",
    )
    revenue, segment = part.figures

    assert (revenue.item, revenue.period, revenue.source.date) == (
        Item.REVENUE,
        Period.parse("2025"),
        "2026-02-03",
    )
    assert (segment.segment, str(segment.amount)) == ("Cloud", "USD 5 billion to 6 billion (total)")
    assert part.problems == ()


def test_other_words_for_columns_and_items(figures):
    part = figures(
        "Company,Metric,Value (USD m),Year,Source,Publisher,Filing date,Source type",
        "Alpha,Capex,1250.5,2024,Form 8,Alpha,3 February 2025,Annual report",
    )
    (figure,) = part.figures

    assert (figure.item, figure.amount.low) == (Item.CAPITAL_EXPENDITURE, 1_250_500_000)
    assert (figure.period, figure.source.reliability) == (Period.parse("2024"), "filing")


def test_a_figure_belongs_to_the_party_that_the_name_means(figures):
    known = Party("Alpha", aliases=("Alpha Inc.",), wikidata="Q1")
    row = ",revenue,,1e9,1e9,USD,2025,2025,Report,Alpha,2026,"
    part = figures(PACK_HEADER, f"Alpha Inc.{row}", f"Beta{row}", parties=(known,))

    assert [figure.party.id for figure in part.figures] == ["Q1", "x-beta"]
    assert [party.name for party in part.parties] == ["Beta"]


def test_rows_that_can_t_be_read_are_told_and_make_no_party(figures):
    part = figures(
        PACK_HEADER,
        "Alpha,profit,,1e9,1e9,USD,2025,2025,Report,Alpha,2026,",
        "Alpha,revenue,Cloud,1e9,1e9,USD,2025,2025,Report,Alpha,2026,",
        "Alpha,revenue,,1e9,1e9,USD,2025,,Report,Alpha,2026,",
        "Alpha,revenue,,1e9,1e9,USD,2025,2025,,Alpha,2026,",
        "Alpha,revenue,,,,USD,2025,2025,Report,Alpha,2026,",
        "Alpha,revenue,,2e9,1e9,USD,2025,2025,Report,Alpha,2026,",
        "Alpha,revenue,,1e9,1e9,XXY,2025,2025,Report,Alpha,2026,",
    )

    assert (part.figures, part.parties) == ((), ())
    assert [problem.code for problem in part.problems] == ["import.invalid-row"] * 7
    assert part.problems[0].where.endswith("figures.csv:2")


def test_sources_that_differ_both_come_in(figures):
    row = "Alpha,revenue,,{0},{0},USD,2025,2025,Report,{1},2026,"
    part = figures(
        PACK_HEADER, row.format("1e9", "Alpha"), row.format("2e9", "Beta"), row.format("1e9", "Alpha")
    )

    assert len(part.figures) == 2
    assert [problem.code for problem in part.problems] == ["import.repeated-row"]


def test_of_two_sums_by_one_source_the_first_comes_in_and_the_other_is_told(figures):
    row = "Alpha,revenue,,{0},{0},USD,2025,2025,Report,Alpha,2026,"
    part = figures(PACK_HEADER, row.format("1e9"), row.format("2e9"), row.format("1e9"))

    assert [str(figure.amount) for figure in part.figures] == ["USD 1 billion (total)"]
    assert [(found.code, found.where[-1]) for found in part.problems] == [
        ("import.invalid-row", "3"),
        ("import.repeated-row", "4"),
    ]
    assert (
        "gives USD 2 billion (total), where the same source gives USD 1 billion" in part.problems[0].message
    )


@pytest.mark.parametrize("header", ["item,amount", "party,amount", "party,item,currency"])
def test_a_table_of_figures_needs_party_item_and_sum(figures, header):
    with pytest.raises(MisuseError, match=r"import\.missing-column"):
        figures(header)
