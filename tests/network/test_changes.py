"""What differs between two days: deals that began, ended or changed, and new figures."""

from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import Draws, project
from keiretsu.network.changes import ChangeKind, Comparison
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

EARLY, LATE = date(2024, 6, 30), date(2025, 6, 30)


@pytest.fixture
def days(say):
    """A year: a contract begins, one ends, one stays, a stake grows, and a firm's sales double."""
    claims = [
        say("2024-01-01", "invests", "Cloud", "Lab", usd=20),
        say("2025-01-01", "invests", "Cloud", "Lab", usd=40, basis="cumulative"),
        say("2024-01-01", "supplies", "Cloud", "Shop", usd=5, basis="per_year", layer="cloud"),
        say("2025-02-01", "supplies", "Cloud", "Shop", layer="cloud", status="ended"),
        say("2025-03-01", "supplies", "Foundry", "Cloud", usd=8, basis="per_year", layer="chips"),
        say("2024-01-01", "supplies", "Mine", "Foundry", usd=2, basis="per_year", layer="ore"),
        say("2025-01-01", "competes", "Cloud", "Rival"),
    ]
    source = Source("Annual report", "Cloud", "2025-03-01")
    figures = [
        ReportedFigure(Party("Cloud"), Item.REVENUE, Money.exactly(usd, "USD"), Period.parse(year), source)
        for year, usd in (("2023", 50), ("2025", 100))
    ]
    raised = ReportedFigure(
        Party("Lab"), Item.FUNDING, Money.exactly(300, "USD"), Period.parse("2025-02"), source
    )
    figures.append(raised)
    deals = reconcile(claims, Registry())
    return [project(deals, figures, as_of=day, rates=ExchangeRates("USD")) for day in (EARLY, LATE)]


def test_each_change_is_named_with_what_it_was_and_is(days) -> None:
    found = {one.title: (one.kind, one.before, one.after) for one in Comparison(*days).changes}
    assert found == {
        "Cloud invests Lab": (ChangeKind.SUM, 10, pytest.approx(40, rel=0.01)),
        "Cloud supplies Shop (cloud)": (ChangeKind.ENDED, 5, None),
        "Foundry supplies Cloud (chips)": (ChangeKind.BEGAN, None, 8),
        "Cloud competes Rival": (ChangeKind.BEGAN, None, None),
        "Lab: funding": (ChangeKind.REPORTED, None, pytest.approx(150)),
        "Cloud: revenue": (ChangeKind.REPORTED, pytest.approx(50, rel=0.01), pytest.approx(100, rel=0.01)),
    }


def test_a_day_compared_with_itself_has_no_change(days) -> None:
    assert Comparison(days[0], days[0]).changes == ()


def test_no_change_made_is_the_earlier_day_and_all_made_the_later_one(days) -> None:
    comparison = Comparison(*days)
    count = len(comparison.changes)
    states = comparison.states(np.array([[False] * count, [True] * count]))
    names = [party.name for party in states.network.parties]
    for flows, network in zip(states.flows(), days, strict=True):
        own = [names.index(party.name) for party in network.parties]
        assert flows[np.ix_(own, own)] == pytest.approx(network.flows())
        assert flows.sum() == pytest.approx(network.flows().sum())
    for state, network in enumerate(days):
        own = [names.index(party.name) for party in network.parties]
        for item, amounts in Draws.point(network).reported.items():
            assert states.reported[item][state, own] == pytest.approx(amounts[0], nan_ok=True), item


def test_one_change_made_alone_leaves_all_others(days) -> None:
    comparison = Comparison(*days)
    made = np.array([[one.title == "Cloud invests Lab" for one in comparison.changes]])
    states = comparison.states(made)
    assert states.flows().sum() == pytest.approx(40 + 5 + 2, rel=0.01)
    rivalry = [deal.relation for deal in states.network.deals].index("competes")
    assert not states.real[0, rivalry]


def test_networks_in_two_currencies_are_not_compared(days) -> None:
    other = project([], as_of=LATE, rates=ExchangeRates("EUR"))
    with pytest.raises(MisuseError) as caught:
        Comparison(days[0], other)
    assert caught.value.problem.code == "network.currencies-differ"
