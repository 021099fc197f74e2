"""Backlog is had on a day: it stands for that day and is not spread over time."""

from datetime import date

from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import Draws, project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period


def test_backlog_stands_as_it_is_reported_and_is_no_income(say) -> None:
    source = Source("Annual report", "Alpha", "2025-02-01")
    money, day = Money.exactly(900, "USD"), Period.parse("2024-12-31")
    bill = say("2025-01-01", "supplies", "Alpha", "Beta", usd=100, basis="per_year", status="agreed")
    network = project(
        reconcile([bill], Registry()),
        [ReportedFigure(Party("Alpha"), Item.BACKLOG, money, day, source)],
        as_of=date(2025, 6, 30),
        rates=ExchangeRates("USD"),
    )

    alpha = next(party for party in network.parties if party.name == "Alpha")
    backlog = network.reported.of(alpha, Item.BACKLOG)
    assert backlog is not None
    assert (backlog.amount, backlog.why.estimate) == (900, False)
    assert Draws.point(network).reported[Item.BACKLOG].tolist()[0][network.parties.index(alpha)] == 900
    assert [inflow for inflow in network.inflows if inflow.party == alpha] == []
