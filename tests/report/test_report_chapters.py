"""The chapters on fragility, dependence, the stack and alliances, and how sure the figures are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from keiretsu import report
from keiretsu.measures.charts import Grid
from keiretsu.parties import Party
from keiretsu.report import loops, summary
from keiretsu.report.alliances import alliances
from keiretsu.report.bars import sums, whisker
from keiretsu.report.dependence import dependence
from keiretsu.report.fragility import fragility
from keiretsu.report.grids import grid
from keiretsu.report.spreads import Spread, Spreads
from keiretsu.report.stack import stack, standing_anchors


@pytest.fixture(scope="module")
def uncertain(report_on, say):
    """Alpha may or may not put 10 into Beta, which buys for 5 to 15 of it."""
    claims = [
        say("2025-03-04", "invests", "Alpha", "Beta", usd=10e9, status="agreed"),
        say("2025-04-05", "supplies", "Alpha", "Beta", amount=between(5e9, 15e9), layer="cloud"),
    ]
    return replace(report_on(claims), samples=100)


def between(low, high):
    from keiretsu.quantities import Money

    return Money.between(low, high, "USD")


def quoted(reason):
    return any(leaf.quote for leaf in reason.leaves())


def test_failures_are_ranked_by_what_the_others_lose(contents):
    found = fragility(contents.contagion)

    assert [view.name for view in found.ranked] == ["Beta", "Alpha", "Gamma"]
    assert found.ranked[0].loss.full == f"USD {contents.contagion.parties[0].rescue.avoided:,.0f}"


def test_the_bars_of_a_failure_add_up_to_the_loss(contents):
    found = fragility(contents.contagion)
    longest = max(sum(part.length for part in view.bar) for view in found.ranked)

    assert longest == pytest.approx(100, abs=0.01)


def test_a_failure_says_who_loses_what_down_to_quotes(contents):
    (beta, *_) = fragility(contents.contagion).failures
    alpha = next(view for view in beta.holders if view.name == "Alpha")

    assert "stake USD 10.0 bn" in alpha.in_words
    assert any(quoted(reason) for reason in alpha.why)


def test_a_failure_in_the_ranking_leads_to_who_loses_what(contents):
    found = fragility(contents.contagion)

    assert [view.told for view in found.ranked] == [failure.anchor for failure in found.failures]


def test_leaving_costs_what_is_committed_and_the_switch(contents):
    (first, *_) = dependence(contents.dependence).leaving
    supply = contents.dependence.supplies[0]

    assert (first.customer, first.supplier, first.layer) == ("Beta", "Alpha", "cloud")
    assert first.cost.full == f"USD {supply.cost_of_leaving:,.0f}"
    assert [part.label for part in first.bar] == ["still committed", "the switch, assumed"]
    assert any(quoted(reason) for reason in first.why)


def test_a_stake_of_the_supplier_stands_beside(contents):
    (first, *_) = dependence(contents.dependence).leaving

    assert "the supplier holds a stake in it (USD 10.0 bn put in)" in first.notes


def test_each_standing_has_a_place_that_explains_it(contents):
    view = stack(contents.stack)
    rows = dict(view.standing.rows)
    words = {
        (name, column): cell.word
        for name, cells in rows.items()
        for column, cell in zip(view.standing.columns, cells, strict=True)
    }

    assert words["Alpha", "cloud"] == "leading"
    assert set(standing_anchors(view).values()) >= {"#standing-x-alpha-cloud", "#standing-x-beta-models"}


def test_who_supplies_a_called_rival_is_named_with_its_reason(contents):
    (first, *_) = stack(contents.stack).called

    assert (first.text, first.layer, str(first.figure)) == ("Gamma supplies Alpha", "chips", "sum unknown")
    assert quoted(first.why)


def test_the_blocs_name_the_tie_that_breaks_them(report_on, say):
    """Alpha funds Beta and Gamma, which fight each other: no two blocs fit."""
    claims = [
        say("2025-01-01", "invests", "Alpha", "Beta"),
        say("2025-01-02", "invests", "Alpha", "Gamma"),
        say("2025-01-03", "competes", "Beta", "Gamma"),
    ]
    found = alliances(report_on(claims).blocs)

    assert found.partitions[0].title == "1 of 3 ties goes against 2 blocs at best"
    assert len(found.breaches) == 1
    assert quoted(found.breaches[0].why)
    assert {member.name for member in found.members} == {"Alpha", "Beta", "Gamma"}
    assert found.balance == "0 %"


def test_loops_say_when_money_can_be_back_and_what_chance_gives(contents):
    found = loops.loops(contents.circularity)

    assert found.loops[0].in_time == (
        "In time: what Alpha sends on 2025-03-04 can be back on 2025-04-05 at the earliest"
    )
    assert "chance" in found.chance


def test_without_loops_chance_is_not_asked(report_on, say):
    found = loops.loops(report_on([say("2025-01-01", "invests", "Alpha", "Beta", usd=1e9)]).circularity)

    assert (found.chance, found.why_chance) == ("", None)


def test_without_samples_there_is_no_spread(contents):
    assert contents.intervals is None
    assert "of draws" not in html.fromstring(report.render(contents)).text_content()


def test_with_samples_the_key_figure_has_a_median_and_a_range(uncertain):
    spreads = Spreads.of(uncertain.intervals)
    loop = summary.key_figures(uncertain, spreads)[-1]

    assert loop.spread == spreads.get("circularity", "circulating share")
    assert loop.spread.low <= loop.spread.median <= loop.spread.high
    assert str(loop.spread).replace("\xa0", " ").startswith("median ")


def test_the_page_prints_what_the_draws_assume(uncertain):
    section = html.fromstring(report.render(uncertain)).get_element_by_id("assumptions")
    text = " ".join(section.text_content().split())

    assert "100 networks that could be so, drawn from seed 20260101" in text
    assert "chance agreed 0.9" in text


def test_the_same_contents_give_the_same_draws(uncertain):
    assert report.render(uncertain) == report.render(replace(uncertain))


def test_a_range_over_a_bar_lies_on_the_scale_of_the_bar():
    spread = Spread(median=2.0, low=1.0, high=3.0, words="")

    assert (whisker(spread, 4.0).start, whisker(spread, 4.0).length) == (25.0, 50.0)
    assert whisker(Spread(2.0, 2.0, 2.0, ""), 4.0) is None
    assert whisker(None, 4.0) is None


def test_a_bar_of_nothing_is_empty():
    assert sums([("a", 1, 0.0)], 0.0, "USD") == ()


def test_cells_have_shades_of_the_sign_and_size_of_their_value():
    view = grid(Grid("Ties", ("a",), ("b", "c", "d", "e"), ((1.0, 0.1, 0.0, None),), (("+", "", "±", ""),)))

    assert [cell.shade for cell in view.rows[0][1]] == ["shade-4", "shade-1", "shade-0", "shade-0"]


def test_two_parties_of_one_name_have_figures_of_their_own(report_on, say):
    both = [
        Party("Alpha", wikidata=key, aliases=(alias,))
        for key, alias in (("Q1", "Alpha A"), ("Q2", "Alpha B"))
    ]
    claims = [
        say("2025-01-01", "supplies", "Alpha A", "Beta", usd=1e9, layer="cloud"),
        say("2025-01-01", "supplies", "Alpha B", "Beta", usd=2e9, layer="cloud"),
    ]
    found = replace(report_on(claims, parties=both), samples=10)
    abouts = {each.about for each in found.intervals.figures if each.measure == "contagion"}

    assert abouts == {"Alpha (Q1)", "Alpha (Q2)", "Beta"}
    assert len(dependence(found.dependence, Spreads.of(found.intervals)).leaving) == 2
