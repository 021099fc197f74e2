"""The industry of a network: who is in it, who may do what, and with what each firm begins."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import Assumption, Assumptions, Offering, OutsideSource, project
from keiretsu.network.example import three_firms
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.simulation import Instrument, Model, simulate
from keiretsu.simulation.industry.records import Outside
from keiretsu.simulation.start import industry_of, starting_figures

DAY = date(2025, 6, 30)
SOURCE = Source("Annual report", "The firms", "2025-03-01")


def assuming(**values):
    return Assumptions({name: Assumption(name, value, "", "", "A guess") for name, value in values.items()})


def reports(party, item, amount, period="2025-01-01/2025-12-31"):
    return ReportedFigure(Party(party), item, Money.exactly(amount, "USD"), Period.parse(period), SOURCE)


def start_of(*claims, figures=(), assumptions=None, offerings=(), unknown="exclude"):
    network = project(
        reconcile(claims, Registry()),
        figures,
        as_of=DAY,
        rates=ExchangeRates("USD"),
        assumptions=assumptions,
        offerings=offerings,
        unknown=unknown,
    )
    return industry_of(network, mechanisms={})


def figure(industry, firm, name):
    table = starting_figures(industry).set_index(["firm", "figure"])
    return table.loc[(firm, name), "amount"]


def edges(industry):
    """Return what is spent and committed by customer, supplier and layer."""
    supplies, variables = industry.supplies, industry.start.variables
    return {
        (industry.firms[customer], industry.firms[supplier], industry.layers[layer]): (spend, committed)
        for customer, supplier, layer, spend, committed in zip(
            supplies.customer,
            supplies.supplier,
            supplies.layer,
            variables["base spend"][:, 0],
            variables["base committed"][:, 0],
            strict=True,
        )
    }


def pairs(industry, name):
    """Return a variable of the equity register by holder and issuer."""
    equity, values = industry.equity, industry.start.variables[name][:, 0]
    ends = zip(equity.holder, equity.issuer, values, strict=True)
    return {(industry.names[one], industry.names[other]): value for one, other, value in ends}


def year_of_cloud(say, supplier, customer, amount, **fields):
    return say(
        "2025-01-01", "supplies", supplier, customer, usd=amount, basis="per_year", layer="cloud", **fields
    )


def test_who_has_to_do_with_money_is_a_firm(say) -> None:
    industry = start_of(
        year_of_cloud(say, "Alpha", "Beta", 10),
        say("2025-01-01", "invests", "Fund", "Beta"),
        say("2025-01-01", "regulates", "Agency", "Alpha"),
        say("2025-01-01", "competes", "Rival", "Alpha", layer="cloud"),
    )
    assert industry.firms == ("Alpha", "Beta", "Fund")
    assert industry.names[3:] == tuple(Outside)


def test_a_firm_that_is_called_as_a_sector_outside_gets_a_name_of_its_own(say) -> None:
    industry = start_of(year_of_cloud(say, "Alpha", "banks", 10), year_of_cloud(say, "others", "Alpha", 10))
    assert len({*industry.names}) == len(industry.names)
    assert "others (x-others)" in industry.firms


def test_deals_of_one_pair_and_layer_add_up(say) -> None:
    industry = start_of(
        year_of_cloud(say, "Alpha", "Beta", 10),
        say("2025-03-01", "supplies", "Alpha", "Beta", usd=60, layer="cloud", terms=("primary_provider",)),
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=7, basis="per_year", layer="chips"),
    )
    found = edges(industry)
    assert found["Beta", "Alpha", "chips"] == (7, 0)
    assert len(found) == 2


def test_what_is_committed_falls_due_at_the_pace_of_the_payments(say) -> None:
    industry = start_of(
        say("2025-06-30", "supplies", "Alpha", "Beta", usd=50, layer="cloud", date="2025-06-30/2030-06-30")
    )
    (spend, committed) = edges(industry)["Beta", "Alpha", "cloud"]
    assert (spend, committed) == pytest.approx((10, 50), rel=0.01)
    assert committed / industry.supplies.years[0] == pytest.approx(spend)


def test_a_yearly_sum_without_an_end_commits_to_nothing(say) -> None:
    assert edges(start_of(year_of_cloud(say, "Alpha", "Beta", 10)))["Beta", "Alpha", "cloud"] == (10, 0)


def test_a_sum_that_was_filled_in_commits_to_nothing(say) -> None:
    industry = start_of(
        say("2025-01-01", "supplies", "Alpha", "Beta", layer="cloud"),
        figures=[reports("Alpha", Item.REVENUE, 100)],
        unknown="estimate",
    )
    spend, committed = edges(industry)["Beta", "Alpha", "cloud"]
    assert spend > 0
    assert committed == 0
    assert industry.supplies.grounds[0].estimate


def test_a_customer_may_turn_to_whoever_else_sells_the_layer(say) -> None:
    industry = start_of(
        year_of_cloud(say, "Alpha", "Beta", 10),
        year_of_cloud(say, "Gamma", "Delta", 5),
        say("2025-01-01", "supplies", "Epsilon", "Delta", layer="cloud"),
        say("2025-01-01", "supplies", "Zeta", "Eta", layer="chips"),
    )
    found = edges(industry)
    assert {supplier for customer, supplier, _ in found if customer == "Beta"} == {
        "Alpha",
        "Gamma",
        "Epsilon",
    }
    assert found["Beta", "Gamma", "cloud"] == (0, 0)
    assert {supplier for customer, supplier, _ in found if customer == "Eta"} == {"Zeta"}  # nothing to shift
    candidate = industry.supplies.grounds[list(found).index(("Beta", "Gamma", "cloud"))]
    assert candidate.estimate
    assert any(leaf.quote for leaf in candidate.leaves())


def test_nobody_may_turn_to_itself_and_the_largest_offers_are_enough(say) -> None:
    claims = [year_of_cloud(say, f"Seller {n:02}", f"Buyer {n:02}", 100 - n) for n in range(20)]
    industry = start_of(*claims, year_of_cloud(say, "Seller 00", "Seller 01", 3))
    found = edges(industry)
    assert all(customer != supplier for customer, supplier, _ in found)
    offers = [supplier for customer, supplier, _ in found if customer == "Buyer 19"]
    assert offers == ["Seller 19", *(f"Seller {n:02}" for n in range(7))]
    assert np.array_equal(np.bincount(industry.supplies.group), [8] * 21)


def test_groups_are_together_and_counted_from_nought(say) -> None:
    industry = start_of(
        year_of_cloud(say, "Alpha", "Beta", 10),
        year_of_cloud(say, "Alpha", "Gamma", 10),
        say("2025-01-01", "supplies", "Delta", "Beta", usd=3, basis="per_year", layer="chips"),
    )
    groups = industry.supplies.group
    assert groups[0] == 0
    assert set(np.diff(groups)) <= {0, 1}
    keys = list(zip(groups, industry.supplies.customer, industry.supplies.layer, strict=True))
    assert len({key[0] for key in keys}) == len({key[1:] for key in keys}) == 3


def test_an_exclusive_supplier_is_one_while_no_other_is_known(say) -> None:
    alone = year_of_cloud(say, "Alpha", "Beta", 10, terms=("exclusive",))
    assert start_of(alone).supplies.is_exclusive.tolist() == [True]
    both = start_of(alone, year_of_cloud(say, "Gamma", "Beta", 5))
    assert not both.supplies.is_exclusive.any()


def test_a_stake_is_what_was_paid_so_far_and_the_rest_a_promise(say) -> None:
    industry = start_of(
        say("2024-12-31", "invests", "Alpha", "Beta", usd=40, date="2024-12-31/2026-12-31"),
        say("2025-01-01", "valued", "Beta", usd=100, basis="valuation"),
    )
    stake = "Alpha", "Beta"
    assert pairs(industry, "ownership")[stake] == pytest.approx(0.1, rel=0.02)
    assert pairs(industry, "base funding")[stake] == pytest.approx(20, rel=0.01)
    place = list(pairs(industry, "ownership")).index(stake)
    assert industry.equity.years[place] == pytest.approx(1.5, rel=0.01)
    assert any(leaf.quote for leaf in industry.equity.grounds[place].leaves())


def test_a_yearly_investment_goes_on_and_what_it_added_up_to_is_a_stake(say) -> None:
    industry = start_of(
        say("2023-06-30", "invests", "Alpha", "Beta", usd=10, basis="per_year"),
        say("2025-01-01", "valued", "Beta", usd=100, basis="valuation"),
    )
    assert pairs(industry, "ownership")["Alpha", "Beta"] == pytest.approx(0.2, rel=0.01)
    assert pairs(industry, "base funding")["Alpha", "Beta"] == pytest.approx(10, rel=0.01)


def test_shares_in_a_firm_sum_to_one_however_much_was_paid(say) -> None:
    industry = start_of(
        say("2020-01-01", "invests", "Alpha", "Gamma", usd=90),
        say("2020-01-01", "invests", "Beta", "Gamma", usd=60),
        say("2025-01-01", "valued", "Gamma", usd=100, basis="valuation"),
        year_of_cloud(say, "Alpha", "Gamma", 1),
    )
    shares = pairs(industry, "ownership")
    assert shares["Alpha", "Gamma"] == pytest.approx(0.6)
    assert shares["outside investors", "Gamma"] == 0
    totals = np.zeros(len(industry.firms))
    np.add.at(totals, industry.equity.issuer, list(shares.values()))
    assert totals == pytest.approx(1)


def test_every_firm_has_its_investors_and_banks_first_and_its_suppliers_may_fund_it(say) -> None:
    industry = start_of(year_of_cloud(say, "Alpha", "Beta", 10), year_of_cloud(say, "Gamma", "Delta", 5))
    count = len(industry.firms)
    for links, sector in ((industry.equity, Outside.INVESTORS), (industry.loans, Outside.BANKS)):
        assert links.holder[:count].tolist() == [industry.outside(sector)] * count
        assert links.issuer[:count].tolist() == list(range(count))
    held = {*zip(industry.equity.holder, industry.equity.issuer, strict=True)}
    assert {*zip(industry.supplies.supplier, industry.supplies.customer, strict=True)} <= held
    assert len(held) == len(industry.equity)


def test_a_takeover_gives_the_whole_firm_and_a_round_a_share_of_it(say) -> None:
    industry = start_of(
        say("2025-01-01", "acquires", "Alpha", "Beta", usd=3),
        say("2020-01-01", "invests", "Alpha", "Gamma", usd=3),
    )
    shares = pairs(industry, "ownership")
    assert (shares["Alpha", "Beta"], figure(industry, "Beta", "base valuation")) == (1, 3)
    assert shares["Alpha", "Gamma"] == pytest.approx(0.167)


def test_debt_is_owed_to_firms_first_and_to_banks_for_the_rest(say) -> None:
    industry = start_of(
        say("2020-01-01", "invests", "Alpha", "Beta", usd=30, terms=("debt",)),
        year_of_cloud(say, "Alpha", "Beta", 10),
        figures=[reports("Beta", Item.DEBT, 100)],
    )
    loans, lent = industry.loans, industry.start.pairs["loans"][:, 0]
    owed = {
        (industry.names[h], industry.names[i]): x
        for h, i, x in zip(loans.holder, loans.issuer, lent, strict=True)
    }
    assert owed["banks", "Beta"] == 70
    assert owed["Alpha", "Beta"] == 30
    assert owed["banks", "Alpha"] == 0


def test_a_loan_that_is_not_paid_out_yet_counts_as_lent_and_had(say) -> None:
    industry = start_of(
        say("2025-06-30", "invests", "Alpha", "Beta", usd=30, terms=("debt",), date="2025-06-30/2027-06-30"),
        figures=[reports("Beta", Item.DEBT, 100), reports("Beta", Item.CASH, 5, "2025-03-31")],
    )
    assert figure(industry, "Beta", "loans") == pytest.approx(130, rel=0.01)
    assert figure(industry, "Beta", "money") == pytest.approx(35, rel=0.01)
    assert "agreed to lend it" in industry.grounds["money", "Beta"].text
    assert not any(pairs(industry, "base funding").values())


def test_end_customers_pay_what_the_network_says(say) -> None:
    network = three_firms()
    sales = industry_of(network, mechanisms={}).start.variables["base sales"][:, 0]
    ends = list(OutsideSource).index(OutsideSource.END_CUSTOMERS)
    assert sales == pytest.approx(network.sources()[:, ends])


def test_a_firm_keeps_its_margin_after_what_it_buys_and_its_upkeep(say) -> None:
    industry = start_of(
        year_of_cloud(say, "Alpha", "Beta", 20),
        figures=[reports("Beta", Item.REVENUE, 100), reports("Beta", Item.CAPITAL_EXPENDITURE, 8)],
        assumptions=assuming(operating_margin=0.25, capital_years=5),
    )
    costs, capacity = figure(industry, "Beta", "base costs"), figure(industry, "Beta", "capacity")
    assert capacity == pytest.approx(40, rel=0.01)
    assert 100 - 20 - 8 - costs == pytest.approx(25, rel=0.01)


def test_what_becomes_capacity_is_known_by_the_layer_else_assumed(say) -> None:
    bought = [
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=4, basis="per_year", layer=layer)
        for layer in ("chips", "cloud", "cooling")
    ]
    figures = [reports("Beta", Item.REVENUE, 100), reports("Beta", Item.CAPITAL_EXPENDITURE, 8)]
    industry = start_of(*bought, figures=figures, assumptions=assuming(capitalised_of_unknown=0.25))
    parts = dict(
        zip(
            (industry.layers[place] for place in industry.supplies.layer),
            industry.start.variables["capitalised"][:, 0].tolist(),
            strict=True,
        )
    )
    assert parts == {"chips": 1, "cloud": 0, "cooling": 0.25}
    no_upkeep = start_of(*bought, figures=figures, assumptions=assuming(capitalised_of_unknown=1.0))
    more = figure(no_upkeep, "Beta", "base costs") - figure(industry, "Beta", "base costs")
    assert more == pytest.approx(0.75 * 4)  # what was upkeep is now among the inputs
    why = str(start_of(*bought, figures=figures).grounds["base costs", "Beta"])
    assert "halfway between all and nothing" in why


def test_a_firm_that_spends_more_than_it_earns_still_pays_its_staff_and_has_some_time(say) -> None:
    industry = start_of(
        year_of_cloud(say, "Alpha", "Lab", 100),
        figures=[reports("Lab", Item.REVENUE, 10)],
        assumptions=assuming(least_costs=0.3, runway_years=2, capital_of_revenue=0),
    )
    assert figure(industry, "Lab", "base costs") == pytest.approx(3, rel=0.01)
    assert figure(industry, "Lab", "money") == pytest.approx(2 * 93, rel=0.01)


def test_a_firm_of_unknown_revenue_earns_what_it_must_pay(say) -> None:
    industry = start_of(year_of_cloud(say, "Alpha", "Beta", 20))
    assert figure(industry, "Beta", "base revenue") > 20
    taken_in = figure(industry, "Beta", "base revenue")
    upkeep = taken_in * 0.25 / 4
    assert taken_in == pytest.approx(20 + figure(industry, "Beta", "base costs") + upkeep)
    needy = start_of(year_of_cloud(say, "Alpha", "Beta", 20), assumptions=assuming(unreported_earned=0))
    assert figure(needy, "Beta", "base revenue") == 0
    assert figure(needy, "Beta", "money") == pytest.approx(20)


def test_a_firm_of_unknown_revenue_can_pay_its_lenders(say) -> None:
    claims = [year_of_cloud(say, "Alpha", "Beta", 20)]
    assumed = assuming(interest_of_debt=0.1, loan_years=4, least_costs=0, capital_of_revenue=0)
    owing = start_of(*claims, figures=[reports("Beta", Item.DEBT, 100)], assumptions=assumed)
    assert figure(owing, "Beta", "base revenue") == pytest.approx(20 + 100 * 0.35)
    borrower = start_of(
        say("2020-01-01", "invests", "Alpha", "Beta", usd=10, terms=("debt",)), assumptions=assumed
    )
    assert figure(borrower, "Beta", "base revenue") == pytest.approx(10 * 0.35)


def test_who_reports_no_cash_has_some_time_to_pay_its_lenders(say) -> None:
    industry = start_of(
        year_of_cloud(say, "Alpha", "Beta", 20),
        figures=[reports("Beta", Item.REVENUE, 20), reports("Beta", Item.DEBT, 100)],
        assumptions=assuming(interest_of_debt=0.1, loan_years=4, least_costs=0, capital_of_revenue=0),
    )
    assert figure(industry, "Beta", "money") == pytest.approx(35, rel=0.01)


def test_what_is_reported_is_taken_as_it_is(say) -> None:
    industry = start_of(
        year_of_cloud(say, "Alpha", "Beta", 20),
        figures=[reports("Beta", Item.CASH, 3, "2025-03-31"), reports("Beta", Item.REVENUE, 50)],
    )
    table = starting_figures(industry).set_index(["firm", "figure"])
    assert table.loc[("Beta", "money"), "amount"] == 3
    assert not table.loc[("Beta", "money"), "is_estimated"]
    assert table.loc[("Alpha", "money"), "is_estimated"]


def test_a_holder_without_revenue_is_worth_what_it_has(say) -> None:
    industry = start_of(say("2020-01-01", "invests", "Fund", "Beta", usd=30))
    assert figure(industry, "Fund", "base valuation") == 30
    assert figure(industry, "Beta", "base valuation") == pytest.approx(30 / 0.167)


@pytest.mark.parametrize(
    ("claims", "layer"),
    [
        ([("supplies", "Alpha", "Beta", {"layer": "chips", "usd": 9, "basis": "per_year"})], "chips"),
        (
            [
                ("builds", "Alpha", "models", {"layer": "models"}),
                ("competes", "Gamma", "Alpha", {"layer": "models"}),
            ],
            "models",
        ),
        (
            [
                ("builds", "Alpha", "models", {"layer": "models"}),
                ("builds", "Alpha", "chips", {"layer": "chips"}),
            ],
            "models",
        ),
        ([], "apps"),
    ],
)
def test_a_firm_sells_end_customers_the_layer_that_most_shows(say, claims, layer) -> None:
    told = [say("2025-01-01", relation, one, other, **fields) for relation, one, other, fields in claims]
    industry = start_of(
        *told,
        say("2025-01-01", "invests", "Fund", "Alpha"),
        figures=[reports("Alpha", Item.REVENUE, 100)],
        offerings=[Offering(Party("Alpha"), "Product", "apps", "a list")],
    )
    market = industry.market[industry.firms.index("Alpha")]
    assert industry.layers[industry.markets[market]] == layer
    assert industry.market[industry.firms.index("Fund")] == -1


def test_every_figure_of_every_firm_has_its_reason(say) -> None:
    industry = start_of(
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=50, layer="cloud"),
        say("2024-12-31", "invests", "Alpha", "Beta", usd=40, date="2024-12-31/2026-12-31"),
        say("2020-01-01", "invests", "Fund", "Beta", usd=4, terms=("debt",)),
        figures=[reports("Beta", Item.REVENUE, 10)],
    )
    table = starting_figures(industry)
    assert len(table) == len(industry.firms) * table["figure"].nunique()
    assert table["why"].str.len().min() > 0
    for row in table[table["amount"] > 0].itertuples():
        leaves = [*industry.grounds[row.figure, row.firm].leaves()]
        assert any(leaf.quote or leaf.source for leaf in leaves), row
        assert f"{row.amount:,.0f}" in row.why or row.figure == "equity"
    assert all(industry.supplies.grounds)


def test_the_start_balances(say) -> None:
    industry = industry_of(three_firms(), mechanisms={})

    def resting(books) -> None:
        """Nobody does anything."""

    model = Model("rest", industry.firms, industry.instruments, (resting,), outside=industry.names[3:])
    run = simulate(model, 1, start=replace(industry.start, variables={}))
    assert isinstance(model.money, Instrument)
    assert run.position("Alpha", "money")[1, 0] == run.position("Alpha", "money")[0, 0] > 0


def test_a_network_of_nothing_is_an_industry_of_nobody() -> None:
    industry = start_of()
    assert (industry.firms, len(industry.supplies), len(industry.equity)) == ((), 0, 0)
    assert len(starting_figures(industry)) == 0
