"""What must hold of draws and of intervals whatever the deals are."""

import dataclasses
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.ledger import ExchangeRates, deals_as_of, reconcile
from keiretsu.measures import intervals
from keiretsu.measures.of_network.result import Measure, Statistic
from keiretsu.network import Assumptions, project, sample
from keiretsu.network.chances import payment_bounds
from keiretsu.parties import Registry
from keiretsu.quantities import Money

DAY = date(2025, 6, 30)
NAMES = ("Alpha", "Beta", "Gamma", "Delta")
STATES = ("speculated", "planned", "in_talks", "agreed", "in_effect")
FLOWS = Measure(
    "flows",
    "How much is paid?",
    of=lambda network: pytest.fail(f"{network.as_of} needn't be measured"),
    statistics=lambda draws: [
        Statistic("paid", party.name, "per year", np.where(paid > 0, paid, np.nan))
        for party, paid in zip(draws.network.parties, draws.flows().sum(axis=2).T, strict=True)
    ],
)

bounds = st.tuples(st.integers(1, 999), st.integers(0, 999)).flatmap(
    lambda pair: st.sampled_from(
        [(pair[0], pair[0] + pair[1]), (pair[0], None), (None, pair[0]), (pair[0], pair[0])]
    )
)
told = st.tuples(
    st.sampled_from(["supplies", "invests"]),
    st.permutations(NAMES).map(lambda names: tuple(names[:2])),
    st.sampled_from(STATES),
    st.none() | bounds,
)
ledgers = st.lists(told, max_size=8, unique_by=lambda each: each[:2])


def law(*cases):
    return lambda test: settings(deadline=None, max_examples=40)(given(*cases)(test))


def network_of(say, ledger, *, times: int = 1, mark: str = "", order=lambda deals: deals):
    claims = []
    for relation, (subject, object_), status, bounds in ledger:
        scaled = None if bounds is None else [None if one is None else one * times for one in bounds]
        amount = None if scaled is None else Money.between(*scaled, "USD", basis="per_year")
        ends = (subject + mark, object_ + mark)
        claims.append(say("2025-01-01", relation, *ends, amount=amount, status=status))
    deals = deals_as_of(reconcile(claims, Registry()), DAY)
    return project(order(list(deals)), as_of=DAY, rates=ExchangeRates("USD"))


@pytest.fixture(scope="module")
def making(say):
    return lambda ledger, **how: network_of(say, ledger, **how)


def by_deal(draws) -> dict[str, np.ndarray]:
    return {payment.deal.id: draws.rates[:, column] for column, payment in enumerate(draws.payments)}


def test_rescaling_the_currency_rescales_every_draw(making) -> None:
    @law(ledgers, st.integers(2, 10_000))
    def holds(ledger, times) -> None:
        once, often = sample(making(ledger), 20), sample(making(ledger, times=times), 20)
        assert (once.real == often.real).all()
        assert often.rates == pytest.approx(times * once.rates)

    holds()


def test_the_order_of_deals_and_parties_changes_no_draw(making) -> None:
    @law(ledgers, st.randoms(use_true_random=False))
    def holds(ledger, random) -> None:
        def shuffled(items):
            return random.sample(items, len(items))

        network = making(ledger)
        other = making(ledger, order=shuffled)
        other = dataclasses.replace(other, parties=tuple(shuffled(list(other.parties))))
        first, second = by_deal(sample(network, 20)), by_deal(sample(other, 20))
        assert first.keys() == second.keys()
        assert all(np.array_equal(first[key], second[key]) for key in first)
        place = [other.index[party.id] for party in network.parties]
        flows = sample(other, 20).flows()
        assert flows[:, place][:, :, place] == pytest.approx(sample(network, 20).flows())

    holds()


def test_a_certain_deal_is_in_every_draw_and_each_sum_in_its_range(making) -> None:
    @law(ledgers)
    def holds(ledger) -> None:
        draws = sample(making(ledger), 20)
        certain = [deal.status == "in_effect" for deal in draws.network.deals]
        assert draws.real[:, certain].all()
        for column, payment in enumerate(draws.payments):
            low, high = payment_bounds(payment, Assumptions())
            paid = draws.rates[:, column]
            assert ((paid == 0) | ((low <= paid) & (paid <= high))).all()

    holds()


def test_two_networks_side_by_side_are_drawn_as_each_alone(making, say) -> None:
    @law(ledgers, ledgers)
    def holds(first, second) -> None:
        alone = by_deal(sample(making(first), 20)) | by_deal(sample(making(second, mark=" II"), 20))
        claims = [network.deals for network in (making(first), making(second, mark=" II"))]
        both = project([*claims[0], *claims[1]], as_of=DAY, rates=ExchangeRates("USD"))
        together = by_deal(sample(both, 20))
        assert together.keys() == alone.keys()
        assert all(np.array_equal(together[key], alone[key]) for key in alone)

    holds()


def test_an_interval_holds_its_median_and_counts_the_draws_that_have_a_meaning(making) -> None:
    @law(ledgers, st.integers(1, 150))
    def holds(ledger, samples) -> None:
        network = making(ledger)
        paid = sample(network, samples).flows().sum(axis=2).T
        for figure, drawn in zip(intervals(network, [FLOWS], samples=samples).figures, paid, strict=True):
            assert figure.defined == (drawn > 0).sum()
            if figure.defined:
                assert figure.low <= figure.median <= figure.high
                assert figure.low in drawn
                assert figure.high in drawn
            else:
                assert np.isnan([figure.low, figure.median, figure.high]).all()

    holds()
