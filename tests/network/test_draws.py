"""A network's money as arrays, draw by draw."""

from datetime import date

import numpy as np
import pytest

from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import Draws, project, sample
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.vocabulary.entries import FlowKind

DAY = date(2025, 6, 30)
SOURCE = Source("Annual report", "Alpha", "2025-03-01")


@pytest.fixture
def network(say):
    """Alpha funds Beta with 60 a year; Beta rents for 80 and buys chips for 5 a year from Alpha."""
    claims = [
        say("2025-01-01", "invests", "Alpha", "Beta", usd=120),
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=80, basis="per_year", layer="cloud"),
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=5, basis="per_year", layer="chips"),
        say("2025-01-01", "acquires", "Alpha", "Gamma", usd=40),
        say("2025-01-01", "supplies", "Beta", "Gamma", layer="cloud"),
        say("2025-01-01", "invests", "Gamma", "Beta", usd=40, status="in_talks"),
    ]
    figures = [
        ReportedFigure(Party(name), item, Money.exactly(usd, "USD"), Period.parse("2024"), SOURCE)
        for name, item, usd in (("Alpha", Item.REVENUE, 200), ("Beta", Item.FUNDING, 90))
    ]
    return project(reconcile(claims, Registry()), figures, as_of=DAY, rates=ExchangeRates("USD"))


def test_the_network_as_it_is_is_one_draw(network) -> None:
    point = Draws.point(network)
    assert len(point) == 1
    assert point.flows()[0] == pytest.approx(network.flows())
    assert [deal.relation for deal, real in zip(network.deals, point.real[0], strict=True) if not real] == [
        "invests"
    ]


@pytest.mark.parametrize(
    ("kind", "layer", "paid"),
    [
        (FlowKind.CAPITAL, None, 0),
        (FlowKind.PURCHASE, None, 85),
        (None, "chips", 5),
        (FlowKind.CAPITAL, "chips", 0),
        (None, "oil", 0),
    ],
)
def test_flows_of_a_kind_and_a_layer(network, kind, layer, paid: float) -> None:
    flows = Draws.point(network).flows(kind, layer)[0]
    assert flows[network.index["x-beta"], network.index["x-alpha"]] == pytest.approx(paid)


def test_payments_to_nobody_named_are_no_flow(network) -> None:
    point = Draws.point(network)
    assert -1 in point.payee
    assert point.flows().sum() == pytest.approx(145)


def test_funding_is_spread_as_the_network_s_inflows_are(network) -> None:
    point = Draws.point(network)
    assert point.reported[Item.REVENUE][0, network.index["x-alpha"]] == pytest.approx(200, rel=0.01)
    assert point.reported[Item.FUNDING][0, network.index["x-beta"]] == pytest.approx(45, rel=0.01)
    assert np.isnan(point.reported[Item.DEBT]).all()


def test_blocks_are_the_draws_in_their_order(network) -> None:
    draws = sample(network, 10)
    blocks = list(draws.blocks(4))
    assert [len(block) for block in blocks] == [4, 4, 2]
    assert np.array_equal(np.concatenate([block.flows() for block in blocks]), draws.flows())
    assert np.array_equal(np.concatenate([block.real for block in blocks]), draws.real)
    revenue = np.concatenate([block.reported[Item.REVENUE] for block in blocks])
    assert np.array_equal(revenue, draws.reported[Item.REVENUE], equal_nan=True)


def test_a_network_without_parties_has_draws_without_parties() -> None:
    empty = project([], as_of=DAY, rates=ExchangeRates("USD"))
    assert Draws.point(empty).flows().shape == (1, 0, 0)
    assert sample(empty, 3).flows().shape == (3, 0, 0)
