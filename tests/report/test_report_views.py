"""What each section says of three parties."""

from __future__ import annotations

from dataclasses import replace

import pytest

from keiretsu.parties import Party
from keiretsu.report import deals, loops, summary
from keiretsu.report import map as maps
from keiretsu.report.concentration import concentration
from keiretsu.report.provenance import provenance
from keiretsu.report.reading import readings


def link(drawn, source, target, family):
    found = [
        ln for ln in drawn.links if (ln.source.name, ln.target.name, ln.family) == (source, target, family)
    ]
    assert len(found) == 1, [(ln.source.name, ln.target.name, ln.family) for ln in drawn.links]
    return found[0]


def test_money_points_from_payer_to_payee(contents):
    drawn = maps.draw(contents.network)

    assert str(link(drawn, "Alpha", "Beta", "capital").figure) == "USD 5.0 bn a year"
    assert str(link(drawn, "Beta", "Alpha", "purchase").figure) == "USD 3.0 bn a year"


def test_a_deal_without_a_sum_says_so_and_is_thin(contents):
    drawn = maps.draw(contents.network)
    unknown = link(drawn, "Alpha", "Gamma", "purchase")

    assert str(unknown.figure) == "sum unknown"
    assert drawn.widths()[drawn.links.index(unknown)] == maps.THINNEST


def test_talks_are_dashed_and_move_no_money(contents):
    talks = link(maps.draw(contents.network), "Gamma", "Beta", "capital")

    assert not talks.is_confirmed
    assert str(talks.figure) == "none"


def test_rivals_have_a_line_without_an_arrow(contents):
    assert not link(maps.draw(contents.network), "Alpha", "Gamma", "other").has_arrow


def test_the_largest_party_has_the_largest_mark(contents):
    drawn = maps.draw(contents.network)
    by_size = sorted(drawn.marks, key=lambda mark: -mark.size)

    assert [mark.party.name for mark in by_size] == ["Beta", "Alpha", "Gamma"]
    assert by_size[0].size == maps.LARGEST
    assert [mark.rank for mark in by_size] == [0, 1, 2]


def test_a_party_without_a_relation_to_another_is_named_beside_the_map(report_on, say):
    drawn = maps.draw(report_on([say("2025-01-01", "builds", "Delta", "chips", layer="chips")]).network)

    assert drawn.marks == ()
    assert [party.name for party in drawn.alone] == ["Delta"]


def test_only_known_kinds_have_a_colour_of_their_own(report_on, say):
    claims = [say("2025-01-01", "partners", "Alpha", "Beta")]
    drawn = maps.draw(report_on(claims, parties=[Party("Alpha", kind="chip_maker")]).network)

    assert drawn.kinds == ("chip_maker",)
    assert {mark.party.name: mark.kind for mark in drawn.marks} == {"Alpha": 0, "Beta": maps.KINDS}


def test_the_loop_pays_what_its_smallest_leg_pays(contents):
    found = loops.loops(contents.circularity)

    assert [(view.names, str(view.figure)) for view in found.loops] == [
        (("Alpha", "Beta", "Alpha"), "USD 3.0 bn a year")
    ]
    assert found.loops[0].is_capital_back
    assert str(found.total) == "USD 6.0 bn a year"
    assert {(leg.payer.name, leg.payee.name, leg.family) for leg in found.legs} == {
        ("Alpha", "Beta", "capital"),
        ("Beta", "Alpha", "purchase"),
    }


def test_the_flows_have_no_cycle_because_each_side_has_its_own_marks(contents):
    chart = loops.loops(contents.circularity).chart()

    assert {node["id"][0] for node in chart["nodes"]} == {"0", "1"}
    assert all((ln["source"][0], ln["target"][0]) == ("0", "1") for ln in chart["links"])


def test_income_adds_up_by_source(contents):
    for party in provenance(contents.provenance).parties:
        assert sum(part.length for part in party.bar) == pytest.approx(100, abs=0.1)


def test_every_entry_leads_to_the_money_that_enters(contents):
    view = provenance(contents.provenance)
    anchors = {inflow.anchor for inflow in view.inflows}

    assert anchors
    assert {entry.anchor for party in view.parties for entry in party.entries} <= anchors


def test_the_self_funded_share_is_a_range_with_a_mark_in_it(contents):
    (alpha,) = provenance(contents.provenance).self_funded
    own = alpha.self_funded

    assert alpha.name == "Alpha"
    assert 0 <= own.start <= own.mark <= own.start + own.length <= 100
    assert str(own.invested) == "USD 5.0 bn a year"
    assert [quoted(reason) for reason in own.why] == [True, True]


def test_an_investment_that_never_comes_back_is_only_named(report_on, say):
    view = provenance(report_on([say("2025-03-04", "invests", "Alpha", "Beta", usd=1e9)]).provenance)

    assert view.self_funded == ()
    assert view.never_returned == ("Alpha",)


def test_concentration_is_explained_by_quotes(contents):
    (cloud,) = concentration(contents.concentration)

    assert (cloud.name, cloud.hhi, cloud.in_words) == ("cloud", "6,250", "Alpha 75.0 %, Gamma 25.0 %")
    assert quoted(cloud.why)


def test_deals_come_by_relation_with_most_money_first(contents):
    groups = {group.relation: group.deals for group in deals.groups(contents.network)}

    assert list(groups) == ["invests", "supplies", "competes", "builds"]
    assert [view.heading for view in groups["supplies"]] == [
        "Alpha supplies Beta",
        "Gamma supplies Beta",
        "Gamma supplies Alpha",
    ]


def test_a_deal_shows_its_sentence_its_sum_and_what_was_assumed(contents, ring):
    supply = deals.groups(contents.network)[1].deals[0]

    assert [said.quote for said in supply.sentences] == [ring[1].quote]
    assert supply.stated == "USD 15 billion (total)"
    assert [reason.text for reason in supply.assumed] == ["assumed: supply_term_years = 5 years"]


def test_a_range_shows_what_the_sources_allow(report_on, say):
    claims = [say("2025-01-01", "invests", "Alpha", "Beta", amount=range_of(2e9, 4e9))]
    ((view,),) = (group.deals for group in deals.groups(report_on(claims).network))

    assert view.bounds == "USD 1.0 bn a year to USD 2.0 bn a year"


def test_an_open_range_says_at_least(report_on, say):
    claims = [say("2025-01-01", "invests", "Alpha", "Beta", amount=range_of(2e9, None))]
    ((view,),) = (group.deals for group in deals.groups(report_on(claims).network))

    assert view.bounds == "at least USD 1.0 bn a year"


def test_documents_come_newest_first_with_their_claims(contents):
    found = readings(contents.documents, contents.claims)

    assert [reading.document.published for reading in found][:2] == ["2025-09-10", "2025-08-09"]
    assert {reading.claims for reading in found} == {1}


def test_the_findings_name_the_largest_loop(contents):
    texts = " ".join(finding.text for finding in summary.findings(contents))

    assert "The largest loop is Alpha → Beta → Alpha, USD 3.0 bn a year." in texts
    assert "4 deals move money on this day; 1 of them states no sum" in texts


def test_the_key_figures_count(contents):
    found = {number.label: number.value for number in summary.key_figures(contents)}

    assert (found["documents"], found["claims"], found["deals"], found["parties"]) == ("7", "7", "7", "3")
    assert found["moves in a year"] == "USD 9.0 bn"


def test_one_is_counted_in_the_singular(report_on, say, contents):
    one = replace(contents, documents=contents.documents[:1])

    assert summary.key_figures(one)[0].label == "document"


def range_of(low, high):
    from keiretsu.quantities import Money

    return Money.between(low, high, "USD")


def quoted(reason):
    return any(leaf.quote for leaf in reason.leaves())


def test_revenue_adds_up_by_who_put_it_in_and_shows_the_vendor_s_own_capital(contents):
    view = provenance(contents.provenance)
    alpha = next(found for found in view.revenues if found.name == "Alpha")

    assert [sum(part.length for part in found.bar) for found in view.revenues] == [
        pytest.approx(100, abs=0.1) for _ in view.revenues
    ]
    assert "vendor's own capital" in {part.label for part in alpha.bar}
    assert {entry.anchor for found in view.revenues for entry in found.entries} <= {
        each.anchor for each in (*view.inflows, *view.investors)
    }
