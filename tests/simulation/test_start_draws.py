"""Starts that differ from path to path by what the sources leave open."""

from datetime import date
from functools import partial

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import project, sample
from keiretsu.network.example import three_firms
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.simulation import Model, simulate
from keiretsu.simulation.start import drawn_start, industry_of

DAY = date(2025, 6, 30)
SOURCE = Source("Annual report", "The firms", "2025-03-01")


@pytest.fixture(scope="module")
def network(say):
    """Return a network with a range, a plan, a stake that is only agreed, and a sum that nobody tells."""
    year = {"basis": "per_year", "layer": "cloud"}
    claims = [
        say(
            "2025-01-01",
            "supplies",
            "Cloud",
            "Lab",
            amount=Money.between(20, 60, "USD", basis="per_year"),
            layer="cloud",
        ),
        say("2025-01-01", "supplies", "Rival", "Lab", usd=30, status="planned", **year),
        say("2025-01-01", "supplies", "Maker", "Cloud", layer="chips"),
        say("2025-01-01", "invests", "Cloud", "Lab", usd=80, status="agreed"),
        say("2025-01-01", "valued", "Lab", usd=400, basis="valuation"),
    ]
    period = Period.parse("2025-01-01/2025-12-31")
    figures = [
        ReportedFigure(Party(name), Item.REVENUE, Money.exactly(amount, "USD"), period, SOURCE)
        for name, amount in (("Cloud", 300), ("Lab", 10), ("Maker", 90))
    ]
    deals = reconcile(claims, Registry())
    return project(deals, figures, as_of=DAY, rates=ExchangeRates("USD"), unknown="estimate")


@pytest.fixture(scope="module")
def industry(network):
    return industry_of(network, mechanisms={})


def edge(industry, customer, supplier):
    ends = zip(industry.supplies.customer, industry.supplies.supplier, strict=True)
    names = [(industry.firms[one], industry.firms[other]) for one, other in ends]
    return names.index((customer, supplier))


def pair(industry, holder, issuer):
    ends = zip(industry.equity.holder, industry.equity.issuer, strict=True)
    names = [(industry.names[one], industry.names[other]) for one, other in ends]
    return names.index((holder, issuer))


def test_paths_differ_by_what_is_open(network, industry) -> None:
    spend = drawn_start(industry, network, range(200)).variables["base spend"]
    bought = spend[edge(industry, "Lab", "Cloud")]
    assert 20 <= bought.min() < 25 < 55 < bought.max() <= 60
    planned = spend[edge(industry, "Lab", "Rival")]
    assert set(planned) == {0.0, 30.0}
    assert industry.start.variables["base spend"][edge(industry, "Lab", "Rival"), 0] == 0


def test_a_deal_that_is_not_real_gives_no_stake_and_no_promise(network, industry) -> None:
    variables = drawn_start(industry, network, range(200)).variables
    place = pair(industry, "Cloud", "Lab")
    real = variables["base funding"][place] > 0
    assert 0.8 < real.mean() < 1
    assert np.array_equal(variables["ownership"][place] > 0, real)


def test_what_is_estimated_is_estimated_anew_on_each_path(network, industry) -> None:
    variables = drawn_start(industry, network, range(50)).variables
    lab = industry.firms.index("Lab")
    bought = variables["base spend"][industry.supplies.customer == lab].sum(axis=0)
    cash = drawn_start(industry, network, range(50)).positions["money"]["Lab"]
    assert np.corrcoef(bought, cash)[0, 1] > 0.5
    assert len(np.unique(variables["base spend"][edge(industry, "Cloud", "Maker")])) > 1


@pytest.mark.parametrize("numbers", [range(3), range(120, 140), [300, 5, 129]])
def test_a_path_starts_alike_in_any_block_to_the_bit(network, industry, numbers) -> None:
    whole = drawn_start(industry, network, range(301))
    block = drawn_start(industry, network, numbers)
    for name, rows in block.variables.items():
        other = whole.variables[name]
        assert np.array_equal(rows, other[:, list(numbers)] if other.shape[1] > 1 else other), name
    for name, held in block.pairs.items():
        assert np.array_equal(held, whole.pairs[name][:, list(numbers)]), name


def test_another_seed_gives_other_paths(network, industry) -> None:
    one, other = (
        drawn_start(industry, network, range(9), seed=seed).variables["base spend"] for seed in (1, 2)
    )
    assert not np.array_equal(one, other)


def test_every_path_starts_with_balanced_books(network, industry) -> None:
    def resting(books) -> None:
        """Nobody does anything."""

    model = Model("rest", industry.firms, industry.instruments, (resting,), outside=industry.names[4:])
    run = simulate(model, 1, paths=40, start=drawn_start(industry, network, range(40)))
    assert (run.position("Lab", "money")[0] > 0).all()


def test_without_anything_open_paths_start_as_the_network_is() -> None:
    network = three_firms()
    industry = industry_of(network, mechanisms={})
    start = drawn_start(industry, network, [7])
    for name, rows in industry.start.variables.items():
        assert np.array_equal(start.variables[name], rows), name


def test_a_part_of_a_sample_is_that_part_of_the_whole(network) -> None:
    whole = sample(network, 40, seed=3)
    for first in (1, 6, 16):
        part = sample(network, 40 - first, seed=3, first=first)
        assert np.array_equal(part.real, whole.real[first:])
        assert part.rates == pytest.approx(whole.rates[first:])


def test_what_cannot_be_drawn_is_told(network, industry) -> None:
    drawing = partial(drawn_start, industry)
    for numbers in ([], [3, -1]):
        with pytest.raises(MisuseError, match="invalid-start") as caught:
            drawing(network, numbers)
        assert "from 0 on" in caught.value.problem.hint
    with pytest.raises(MisuseError, match="has other firms"):
        drawing(three_firms(), [0])
    with pytest.raises(MisuseError, match="first: is -1"):
        sample(network, first=-1)
