"""Sums that no source gives are called estimated wherever they stand."""

from __future__ import annotations

import json

import networkx as nx
import pandas as pd
import pytest
from lxml import etree, html

from keiretsu import report
from keiretsu.report import Format, loops
from keiretsu.report import map as maps
from keiretsu.report.concentration import concentration
from keiretsu.report.graph import graph
from keiretsu.report.map_svg import svg
from keiretsu.report.provenance import provenance

DEAL = "gamma-alpha-supplies-chips"


@pytest.fixture(scope="module")
def printed(estimated):
    return html.fromstring(report.render(estimated))


def test_one_payment_is_estimated(estimated):
    assert [each.deal.id for each in estimated.network.payments if each.is_estimated] == [DEAL]


def test_the_map_marks_the_line_and_no_other(estimated):
    drawn = maps.draw(estimated.network)
    marked = [link for link in drawn.links if link.is_estimated]
    lines = {line["to"]: line for line in drawn.chart(estimated.provenance)["links"]}

    assert [(link.source.name, link.target.name) for link in marked] == [("Alpha", "Gamma")]
    assert [to for to, line in lines.items() if line["estimated"]] == [f"deal-{DEAL}"]
    assert "estimated, stated by no source" in lines[f"deal-{DEAL}"]["lines"]


def test_the_still_map_has_another_stroke_for_it(estimated, contents):
    pictures = [svg(maps.draw(each.network)) for each in (estimated, contents)]
    strokes = [set(etree.fromstring(each).xpath("//@style")) for each in pictures]
    dashes = [
        {part for style in each for part in style.split("; ") if "dasharray" in part} for each in strokes
    ]

    assert len(dashes[0]) > len(dashes[1])


@pytest.mark.parametrize("section", ["map", "money", "concentration", "fragility", "dependence", "deals"])
def test_each_section_says_so_in_a_word(printed, section):
    chips = printed.get_element_by_id(section).find_class("chip-estimate")

    assert "estimated" in {chip.text for chip in chips}


def test_a_report_without_estimates_has_no_such_word(contents):
    found = html.fromstring(report.render(contents)).find_class("chip-estimate")

    assert "estimated" not in {chip.text for chip in found}


def test_the_findings_count_the_estimated_deals(printed):
    assert "The sum of 1 deal is estimated" in printed.get_element_by_id("summary").text_content()


def test_shares_with_estimated_money_say_which_part(estimated):
    chips = next(each for each in concentration(estimated.concentration) if each.name == "chips")
    marked = {each.name for each in provenance(estimated.provenance).revenues if each.is_estimated}

    assert chips.estimated == "100 %"
    assert marked == {"Gamma"}


def test_a_loop_with_an_estimated_leg_is_marked(report_on, say, estimated):
    back = say("2025-03-05", "invests", "Gamma", "Alpha", usd=6e9)
    found = loops.loops(
        report_on([*estimated.claims, back], estimated.figures, unknown="estimate").circularity
    )
    marked = {(leg.payer.name, leg.payee.name) for leg in found.legs if leg.is_estimated}

    assert ("Alpha", "Gamma") in marked
    assert any(view.is_estimated for view in found.loops)
    assert {link["title"] for link in found.chart()["links"] if link["estimated"]} == {
        f"{payer} pays {payee}" for payer, payee in marked
    }


def test_graphs_have_it_as_an_attribute(estimated, tmp_path):
    report.export(estimated, Format.GRAPHML, tmp_path / "network.graphml")
    read = nx.read_graphml(tmp_path / "network.graphml")
    for made in (graph(estimated.network), read):
        marks = {key: data.get("estimated") for _, _, key, data in made.edges(keys=True, data=True)}
        assert {key for key, mark in marks.items() if mark} == {DEAL}
        assert marks["alpha-beta-invests"] is False


def test_what_rests_on_an_assumption_alone_is_not_called_estimated(contents):
    edge = graph(contents.network).edges["x-beta", "x-alpha", "alpha-beta-supplies-cloud"]

    assert (edge["assumed"], edge["estimated"]) == (True, False)


def test_gexf_has_it_as_a_value(estimated, tmp_path):
    report.export(estimated, Format.GEXF, tmp_path / "network.gexf")
    root = etree.parse(tmp_path / "network.gexf").getroot()
    space = {"g": "http://gexf.net/1.3"}
    marked = root.xpath("//g:edge[.//g:attvalue[@for='estimated' and @value='true']]/@id", namespaces=space)

    assert marked == [DEAL]


@pytest.mark.parametrize(("form", "read"), [(Format.CSV, pd.read_csv), (Format.PARQUET, pd.read_parquet)])
def test_tables_have_it_as_a_column(estimated, tmp_path, form, read):
    report.export(estimated, form, tmp_path)
    payments = read(tmp_path / f"payments.{form}")

    assert list(payments["deal"][payments["estimated"]]) == [DEAL]
    assert payments["per_year"].notna().all()


def test_followthemoney_has_it_in_words_and_as_no_payment(estimated, tmp_path):
    (paid,) = (each.rate.per_year for each in estimated.network.payments if each.is_estimated)
    report.export(estimated, Format.FTM, tmp_path / "network.json")
    entities = [json.loads(line) for line in (tmp_path / "network.json").read_text().splitlines()]
    of_deal = [each for each in entities if each["properties"].get("recordId") == [DEAL]]

    assert [each["schema"] for each in of_deal] == ["UnknownLink"]
    assert of_deal[0]["properties"]["summary"][0].endswith(
        f"estimated, stated by no source: USD {paid:,.0f} a year"
    )
