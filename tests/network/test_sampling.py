"""Networks that could be so: drawn from the states of deals and the ranges of sums."""

import dataclasses
from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.ledger.life import ENDINGS
from keiretsu.network import Assumption, Assumptions, Draws, drawing_assumptions, project, sample
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.vocabulary import statuses

DAY = date(2025, 6, 30)
SOURCE = Source("Annual report", "Alpha", "2025-03-01")
DRAWS = 2000


def assuming(**values: float) -> Assumptions:
    return Assumptions({name: Assumption(name, value, "", "", "") for name, value in values.items()})


def network_of(*claims, figures=(), assumptions=None, as_of: date = DAY):
    deals = reconcile(claims, Registry())
    return project(deals, figures, as_of=as_of, rates=ExchangeRates("USD"), assumptions=assumptions)


def drawn(say, amount: Money, **assumed: float) -> np.ndarray:
    """Return what the draws give a sum per year."""
    claim = say("2025-01-01", "supplies", "Alpha", "Beta", amount=amount)
    return sample(network_of(claim, assumptions=assuming(**assumed)), DRAWS).rates[:, 0]


def per_year(low, high) -> Money:
    return Money.between(low, high, "USD", basis="per_year")


def test_every_state_that_is_not_over_has_a_chance() -> None:
    named = {each.name for each in drawing_assumptions(Assumptions())}
    assert {f"chance_{status}" for status in statuses() if status not in ENDINGS} < named


@pytest.mark.parametrize(
    ("status", "chance"), [("speculated", 0.1), ("in_talks", 0.3), ("planned", 0.5), ("agreed", 0.9)]
)
def test_a_deal_is_real_as_often_as_its_state_says(say, status: str, chance: float) -> None:
    network = network_of(say("2025-01-01", "supplies", "Alpha", "Beta", usd=50, status=status))
    draws = sample(network, DRAWS)
    assert draws.real.mean() == pytest.approx(chance, abs=0.03)
    assert np.array_equal(draws.rates[:, 0] > 0, draws.real[:, 0])
    assert set(draws.rates[:, 0]) == {0.0, 10.0}


def test_what_may_come_true_is_possible_and_says_so(say) -> None:
    network = network_of(say("2025-01-01", "supplies", "Alpha", "Beta", usd=50, status="planned"))
    (possible,) = network.possible
    assert (network.payments, possible.rate.per_year) == ((), pytest.approx(10))
    assert "if the deal came true: it binds nobody yet" in possible.why.text
    assert any(leaf.quote for leaf in possible.why.leaves())


def test_a_planned_round_of_several_investors_is_no_single_one_s(say) -> None:
    claims = [
        say("2025-01-01", "invests", name, "Lab", usd=60, status="planned") for name in ("Alpha", "Beta")
    ]
    shared = [dataclasses.replace(claim, evidence=claims[0].evidence) for claim in claims]
    assert [payment.rate for payment in network_of(*shared).possible] == [None, None]


def test_a_deal_that_is_over_is_in_no_draw(say) -> None:
    claims = [
        say("2024-01-01", "supplies", "Alpha", "Beta", usd=50, status="planned"),
        say("2025-01-01", "supplies", "Alpha", "Beta", status="denied"),
    ]
    assert network_of(*claims).possible == ()


def test_a_range_is_drawn_evenly_between_its_bounds(say) -> None:
    found = drawn(say, per_year(20, 60))
    assert (found.min(), found.max()) == pytest.approx((20, 60), abs=0.5)
    assert np.quantile(found, [0.25, 0.5, 0.75]) == pytest.approx([30, 40, 50], abs=1.5)


def test_at_least_reaches_up_by_the_assumed_factor(say) -> None:
    found = drawn(say, per_year(20, None), open_range_factor=0.5)
    assert (found.min(), found.max()) == pytest.approx((20, 30), abs=0.1)


def test_up_to_starts_at_the_assumed_part(say) -> None:
    found = drawn(say, per_year(None, 60), up_to_least_share=0.25)
    assert (found.min(), found.max()) == pytest.approx((15, 60), abs=0.5)


def test_a_single_figure_is_drawn_within_the_assumed_spread(say) -> None:
    assert set(drawn(say, per_year(60, 60))) == {60.0}
    found = drawn(say, per_year(60, 60), exact_sum_spread=0.1)
    assert (found.min(), found.max()) == pytest.approx((54, 66), abs=0.1)


@pytest.fixture
def estimated(say):
    """Return a network whose Lab and Rival pay Foundry what nobody tells; Foundry reports 60 a year."""

    def network(**assumed: float):
        claims = [
            say("2025-01-01", "supplies", "Foundry", "Cloud", usd=30, basis="per_year"),
            say("2025-01-01", "supplies", "Foundry", "Lab"),
            say("2025-01-01", "supplies", "Foundry", "Rival", status="agreed"),
        ]
        revenue = ReportedFigure(
            Party("Foundry"), Item.REVENUE, Money.exactly(60, "USD"), Period.parse("2024"), SOURCE
        )
        return project(
            reconcile(claims, Registry()),
            [revenue],
            as_of=DAY,
            rates=ExchangeRates("USD"),
            assumptions=assuming(**assumed),
            unknown="estimate",
        )

    return network


def test_estimates_meet_the_totals_of_every_draw(estimated) -> None:
    draws = sample(estimated(), DRAWS)
    cloud, lab, rival = draws.rates.T
    assert set(cloud) == {30.0}
    assert (cloud + lab + rival <= np.nanmax(draws.reported[Item.REVENUE]) + 1e-6).all()
    assert lab.std() > 0.5
    assert np.array_equal(rival > 0, draws.real[:, 2])
    assert lab[rival == 0].mean() > lab[rival > 0].mean() + 1


def test_estimates_without_a_spread_of_certain_deals_are_those_of_the_network(estimated) -> None:
    network = estimated(estimated_sum_spread=0, chance_agreed=1)
    assert sample(network, 3).rates == pytest.approx(np.repeat(Draws.point(network).rates, 3, axis=0))


def test_a_reported_range_is_drawn_and_a_reported_figure_stands(say) -> None:
    figures = [
        ReportedFigure(Party(name), Item.REVENUE, Money.between(low, 40, "USD"), Period.parse("2024"), SOURCE)
        for name, low in (("Alpha", 20), ("Beta", 40))
    ]
    claim = say("2025-01-01", "competes", "Alpha", "Beta")
    network = network_of(claim, figures=figures, assumptions=assuming(exact_sum_spread=0.5))
    alpha, beta = sample(network, DRAWS).reported[Item.REVENUE].T
    assert (alpha.min(), alpha.max()) == pytest.approx((20, 40), rel=0.01)
    assert beta == pytest.approx(40, rel=0.01)


def test_where_nothing_is_uncertain_every_draw_is_the_network_as_it_is(say) -> None:
    network = network_of(
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=50),
        say("2025-01-01", "invests", "Alpha", "Beta", usd=7),
        figures=[
            ReportedFigure(Party("Beta"), Item.REVENUE, Money.exactly(9, "USD"), Period.parse("2024"), SOURCE)
        ],
    )
    point, draws = Draws.point(network), sample(network, 5)
    assert (draws.rates == point.rates).all()
    assert (draws.real == point.real).all()
    assert np.array_equal(
        draws.reported[Item.REVENUE], np.repeat(point.reported[Item.REVENUE], 5, axis=0), equal_nan=True
    )


def test_the_same_seed_draws_the_same_and_another_seed_does_not(say) -> None:
    network = network_of(say("2025-01-01", "invests", "Alpha", "Beta", amount=Money.between(2, 6, "USD")))
    assert np.array_equal(sample(network, 50).rates, sample(network, 50).rates)
    assert not np.array_equal(sample(network, 50).rates, sample(network, 50, seed=1).rates)


def test_more_draws_begin_with_the_same_ones(say) -> None:
    network = network_of(say("2025-01-01", "invests", "Alpha", "Beta", amount=Money.between(2, 6, "USD")))
    assert np.array_equal(sample(network, 100).rates[:10], sample(network, 10).rates)


def test_days_are_drawn_alike_so_that_a_plan_that_is_agreed_on_stays_real(say) -> None:
    claims = [
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=50, status="planned"),
        say("2025-03-01", "supplies", "Alpha", "Beta", usd=50, status="agreed"),
    ]
    before = sample(network_of(*claims, as_of=date(2025, 2, 1))).real
    after = sample(network_of(*claims, as_of=date(2025, 4, 1))).real
    assert (before <= after).all()
    assert before.sum() < after.sum()


@pytest.mark.parametrize("samples", [0, -3])
def test_fewer_than_one_draw(say, samples: int) -> None:
    with pytest.raises(MisuseError) as caught:
        sample(network_of(), samples)
    assert caught.value.problem.code == "network.invalid-samples"
