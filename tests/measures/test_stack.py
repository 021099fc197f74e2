"""Who covers which layer, with what standing, and who arms its own rivals."""

from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.measures import upstreamness
from keiretsu.measures.of_network.coverage import Standing
from keiretsu.measures.of_network.stack import MEASURE, stack_coverage, statistics
from keiretsu.measures.upstream import stages_to_end_use
from keiretsu.network import Assumption, Assumptions, Draws, Offering, project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

DAY = date(2025, 6, 30)
OLD, NEW = "2020-01-01", "2025-06-01"


def network_of(*claims, offerings=(), figures=(), day=DAY, assumptions=None):
    deals = reconcile(claims, Registry())
    rates = ExchangeRates("USD")
    return project(
        deals, figures, as_of=day, rates=rates, offerings=offerings, assumptions=assumptions or Assumptions()
    )


def standing(*claims, party="Alpha", layer="chips", **context):
    return stack_coverage(network_of(*claims, **context)).standing(party, layer)


def reports(party, usd):
    source = Source("Annual report", party, "2025-03-01")
    return ReportedFigure(Party(party), Item.REVENUE, Money.exactly(usd, "USD"), Period.parse("2024"), source)


def test_who_has_the_larger_part_of_known_sales_leads(say):
    sales = [
        say(OLD, "supplies", "Alpha", "Gamma", usd=80, basis="per_year", layer="chips"),
        say(OLD, "supplies", "Beta", "Gamma", usd=20, basis="per_year", layer="chips"),
    ]
    assert standing(*sales) is Standing.LEADING
    assert standing(*sales, party="Beta") is Standing.CATCHING_UP
    quotes = [leaf.quote for leaf in stack_coverage(network_of(*sales)).why("Alpha", "chips").leaves()]
    assert any("Alpha supplies Gamma" in quote for quote in quotes if quote)


def test_one_known_sale_makes_no_leader(say):
    assert standing(say(OLD, "supplies", "Alpha", "Beta", usd=80, layer="chips")) is Standing.CATCHING_UP


def test_without_sums_the_number_of_customers_makes_a_leader(say):
    sales = [say(OLD, "supplies", "Alpha", name, layer="chips") for name in ("Gamma", "Delta", "Epsilon")]
    sales.append(say(OLD, "supplies", "Beta", "Gamma", layer="chips"))
    assert standing(*sales) is Standing.LEADING
    assert standing(*sales, party="Beta") is Standing.CATCHING_UP


def test_what_makes_a_leader_is_an_assumption_that_why_shows(say):
    sales = [
        say(OLD, "supplies", name, "Gamma", usd=usd, basis="per_year", layer="chips")
        for name, usd in (("Alpha", 30), ("Beta", 70))
    ]
    strict = Assumptions({"leading_share": Assumption("leading_share", 0.5, "share", "half", "our choice")})
    assert standing(*sales) is Standing.LEADING
    assert standing(*sales, assumptions=strict) is Standing.CATCHING_UP
    told = "\n".join(stack_coverage(network_of(*sales)).why("Alpha", "chips").lines())
    assert "assumed: leading_share = 0.25" in told


@pytest.mark.parametrize("status", ["planned", "in_talks", "speculated"])
def test_who_only_plans_is_early_and_covers_nothing_yet(say, status):
    claim = say(OLD, "builds", "Alpha", "chips", layer="chips", status=status)
    stack = stack_coverage(network_of(claim))
    assert stack.standing("Alpha", "chips") is Standing.EARLY
    assert stack.table()["layers_covered"].tolist() == [0]


def test_a_builder_is_early_until_it_has_been_told_of_for_some_time(say):
    assert standing(say(NEW, "builds", "Alpha", "chips", layer="chips")) is Standing.EARLY
    assert standing(say(OLD, "builds", "Alpha", "chips", layer="chips")) is Standing.CATCHING_UP
    assert standing(say(None, "builds", "Alpha", "chips", layer="chips")) is Standing.CATCHING_UP


@pytest.mark.parametrize(
    ("relation", "other"), [("supplies", "Beta"), ("competes", "Beta"), ("competes", "Aleph")]
)
def test_a_customer_or_a_rival_shows_that_a_builder_is_further(say, relation, other):
    new = say(NEW, "builds", "Alpha", "chips", layer="chips")
    names = sorted(["Alpha", other]) if relation == "competes" else ["Alpha", other]
    assert standing(new, say(NEW, relation, *names, layer="chips")) is Standing.CATCHING_UP


def test_a_product_on_a_list_places_its_owner_in_the_layer_without_a_quote(say):
    listed = [Offering(Party("Alpha"), "Alpha One", "chips", "organisations.yaml")]
    network = network_of(say(OLD, "supplies", "Alpha", "Beta", layer="cloud"), offerings=listed)
    stack = stack_coverage(network)
    assert stack.standing("Alpha", "chips") is Standing.CATCHING_UP
    (leaf,) = [leaf for leaf in stack.why("Alpha", "chips").leaves() if "Alpha One" in leaf.text]
    assert (leaf.quote, leaf.source) == (None, "organisations.yaml")


def test_a_list_alone_makes_a_row_for_a_party_without_deals():
    listed = [Offering(Party("Alpha"), "Alpha One", "chips", "organisations.yaml")]
    table = stack_coverage(network_of(offerings=listed)).table()
    assert table[["party", "chips"]].to_numpy().tolist() == [["Alpha", "catching up"]]
    assert np.isnan(table["layers_covered"]).all()
    told = stack_coverage(network_of(offerings=listed)).why("Alpha")
    assert "nan" not in told.text
    assert "organisations.yaml" in [leaf.source for leaf in told.leaves()]


def test_who_has_ended_all_of_it_has_left(say):
    began = say(OLD, "supplies", "Alpha", "Beta", layer="chips")
    over = say(NEW, "supplies", "Alpha", "Beta", layer="chips", status="ended")
    assert standing(began, over) is Standing.LEFT
    assert standing(began, over, day=date(2024, 1, 1)) is Standing.CATCHING_UP
    still = say(OLD, "supplies", "Alpha", "Gamma", layer="chips")
    assert standing(began, over, still) is Standing.CATCHING_UP


def test_what_was_only_denied_was_never_there(say):
    context = say(OLD, "supplies", "Alpha", "Beta", layer="cloud")
    assert standing(context, say(OLD, "supplies", "Alpha", "Beta", layer="chips", status="denied")) is None


def test_layers_of_any_industry_after_those_of_the_vocabulary(say):
    claims = [
        say(OLD, "builds", "Alpha", "cloud", layer="cloud"),
        say(OLD, "builds", "Alpha", "chips", layer="chips"),
        say(OLD, "builds", "Alpha", "fibre", layer="fibre"),
        say(OLD, "builds", "Alpha", "turbine", layer="turbine"),
        say(OLD, "builds", "Beta", "turbine", layer="turbine"),
    ]
    stack = stack_coverage(network_of(*claims))
    assert stack.layers == ("chips", "cloud", "turbine", "fibre")
    assert [party.name for party in stack.parties] == ["Alpha", "Beta"]


@pytest.fixture
def industry(say):
    """Alpha makes chips and runs a cloud; Beta runs a cloud on chips of Alpha and its own."""
    claims = [
        say(OLD, "supplies", "Alpha", "Beta", usd=30, basis="per_year", layer="chips"),
        say(OLD, "builds", "Beta", "chips", layer="chips"),
        say(OLD, "supplies", "Alpha", "Gamma", usd=10, basis="per_year", layer="cloud"),
        say(OLD, "supplies", "Beta", "Gamma", usd=60, basis="per_year", layer="cloud"),
        say(OLD, "supplies", "Delta", "Beta", usd=5, basis="per_year", layer="turbine"),
        say(OLD, "invests", "Alpha", "Beta", usd=20, basis="per_year"),
        say(OLD, "invests", "Alpha", "Gamma", usd=60, basis="per_year"),
        say(OLD, "competes", "Alpha", "Beta"),
    ]
    return network_of(*claims, figures=[reports("Beta", 100), reports("Gamma", 200)])


def row(network, party):
    return stack_coverage(network).of(party).table().iloc[0]


def test_integration(industry):
    beta = row(industry, "Beta")
    assert (beta["layers_covered"], beta["adjacent_layers"]) == (2, 2)
    assert beta["integration"] == 1  # of chips and cloud; nobody else makes turbines
    assert beta["made_too"] == 0.5  # it buys chips, which it makes too, and turbines
    assert beta["value_added"] == pytest.approx(1 - 35 / 100, abs=0.002)
    assert np.isnan(row(industry, "Alpha")["value_added"])


def test_upstreamness(industry):
    """Gamma sells to end users, so does Beta 40 of its 100; Alpha sells 30 to Beta and 10 to Gamma."""
    beta = 0.4 * 1 + 0.6 * 2
    assert row(industry, "Beta")["upstreamness"] == pytest.approx(beta, abs=0.002)
    assert row(industry, "Alpha")["upstreamness"] == pytest.approx(1 + 0.75 * beta + 0.25 * 1, abs=0.002)


def test_who_arms_its_rivals(industry):
    alpha = row(industry, "Alpha")
    assert (alpha["rivals_supplied"], alpha["rivals_funded"]) == (1, 1)
    assert alpha["sales_to_rivals"] == pytest.approx(30 / 40)
    assert alpha["capital_to_rivals"] == pytest.approx(20 / 80)
    assert row(industry, "Beta")["rivals_supplied"] == 0
    table = stack_coverage(industry).rivals_supplied()
    assert table[["supplier", "relation", "customer", "per_year", "reading"]].to_numpy().tolist() == [
        ["Alpha", "supplies", "Beta", 30.0, "called rivals"],
        ["Alpha", "invests", "Beta", 20.0, "called rivals"],
    ]


def test_rivals_by_layer_are_a_reading_of_their_own(say):
    claims = [
        say(OLD, "supplies", "Alpha", "Beta", layer="chips"),
        say(OLD, "builds", "Beta", "chips", layer="chips"),
    ]
    stack = stack_coverage(network_of(*claims))
    (alpha,) = stack.rivals_supplied().to_dict("records")
    assert (alpha["reading"], alpha["rival_because"]) == ("in the same layer", "both cover chips")
    figures = stack.of("Alpha").table().iloc[0]
    assert (figures["rivals_supplied"], figures["rivals_by_layer"]) == (0, 1)


def test_who_supplies_a_rival_with_something_of_no_layer_is_listed(say):
    claims = [say(OLD, "supplies", "Alpha", "Beta"), say(OLD, "competes", "Alpha", "Beta")]
    stack = stack_coverage(network_of(*claims))
    assert stack.rivals_supplied()["supplier"].tolist() == ["Alpha"]
    assert stack.table()["rivals_supplied"].tolist() == [1]


def test_why_of_a_rival_ends_at_the_quotes_of_the_supply_and_of_the_rivalry(industry):
    quotes = " ".join(leaf.quote or "" for leaf in stack_coverage(industry).why("Alpha", "Beta").leaves())
    assert "Alpha supplies Beta" in quotes
    assert "Alpha competes Beta" in quotes
    told = "\n".join(stack_coverage(industry).why("Alpha").lines())
    assert "covers 2 layers" in told
    assert "supplies 1 of those called its rivals" in told


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("Omega",), "measure.no-such-party"),
        (("Alpha", "Omega"), "measure.no-such-party"),
        (("Beta", "Alpha"), "measure.not-a-rival"),
        ((), "measure.wrong-names"),
        (("Alpha", "chips", "cloud"), "measure.wrong-names"),
    ],
)
def test_what_cannot_be_explained(industry, names, code):
    with pytest.raises(MisuseError) as caught:
        stack_coverage(industry).why(*names)
    assert caught.value.problem.code == code


def test_a_layer_that_a_party_is_not_in(industry):
    assert stack_coverage(industry).standing("Gamma", "chips") is None
    assert "no deal" in stack_coverage(industry).why("Gamma", "chips").text


def test_the_picture_shows_those_chosen_with_the_standing_as_word_and_shade(industry):
    chart = stack_coverage(industry).of("Beta", "Gamma").chart()
    assert (chart.rows, chart.columns) == (("Beta", "Gamma"), ("chips", "cloud"))
    assert chart.words == (("catching up", "leading"), ("", ""))
    assert chart.values[0] == (chart.legend["catching up"], chart.legend["leading"])
    assert chart.note == "The table has 1 more layer."


def test_the_figures_of_a_draw_follow_what_is_real_in_it(industry):
    point = Draws.point(industry)
    drawn = Draws(
        industry,
        point.payments,
        np.vstack([point.rates, np.zeros_like(point.rates)]),
        np.vstack([point.real, np.zeros_like(point.real)]),
        {item: np.vstack([values, values]) for item, values in point.reported.items()},
        seed=1,
    )
    found = {(one.name, one.about): one.values.tolist() for one in statistics(drawn)}
    assert found["layers covered", "Alpha"] == [2, 0]
    assert found["called rivals supplied", "Alpha"] == [1, 0]
    assert found["value added over sales, at most", "Beta"] == pytest.approx([0.65, 1.0], abs=0.002)
    table = MEASURE.of(industry).table().set_index("party")
    assert table.loc["Alpha", "layers_covered"] == found["layers covered", "Alpha"][0]


def test_upstreamness_of_many_draws_is_that_of_each():
    rng = np.random.default_rng(3)
    sales = rng.random((40, 6, 6)) * (rng.random((40, 6, 6)) < 0.25)
    demand = rng.random((40, 6)) * (rng.random((40, 6)) < 0.5)
    each = [upstreamness(table, ends) for table, ends in zip(sales, demand, strict=True)]
    assert np.isinf(each).any()
    np.testing.assert_allclose(stages_to_end_use(sales, demand), each, rtol=1e-9)


def test_nobody():
    stack = stack_coverage(network_of())
    assert stack.table().empty
    assert stack.rivals_supplied().empty
    assert (stack.layers, stack.chart().rows, list(statistics(Draws.point(stack.network)))) == ((), (), [])
