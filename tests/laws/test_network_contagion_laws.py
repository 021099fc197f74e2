"""What must hold of contagion whatever the deals are."""

from datetime import date
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.measures.of_network.contagion import MEASURE
from keiretsu.measures.of_network.failures import Failures
from keiretsu.network import Assumption, Assumptions, Draws, project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

NAMES = ("Alpha", "Beta", "Gamma", "Delta")
SOURCE = Source("Annual report", "The firms", "2025-03-01")
RECOVERIES = (
    "recovery_of_equity",
    "recovery_of_debt",
    "recovery_of_receivables",
    "recovery_of_sales",
    "recovery_of_supply",
)

deals = st.lists(
    st.tuples(
        st.sampled_from(["invests", "lends", "supplies"]),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.one_of(st.none(), st.integers(1, 500)),
    ).filter(lambda deal: deal[1] != deal[2]),
    max_size=7,
    unique_by=lambda deal: deal[:3],
)
revenues = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 300), max_size=4)


def law(*cases):
    """Draw cases without a deadline: deals are reconciled from claims in each."""
    return lambda test: settings(deadline=None, max_examples=30)(given(*cases)(test))


def failures_of(deals, revenues, scale=1, rename=str, **assumed) -> Failures:
    return Failures.of(network_of(deals, revenues, scale, rename, **assumed))


def network_of(deals, revenues, scale=1, rename=str, **assumed):
    numbers = count()
    claims = [claim(next(numbers), kind, rename(a), rename(b), usd, scale) for kind, a, b, usd in deals]
    # Everybody is in the network, with a deal or without.
    claims += [
        claim(next(numbers), "competes", rename(NAMES[0]), rename(name), None, 1) for name in NAMES[1:]
    ]
    figures = [
        ReportedFigure(
            Party(rename(name)), Item.REVENUE, Money.exactly(usd * scale, "USD"), Period.parse("2024"), SOURCE
        )
        for name, usd in revenues.items()
    ]
    given_ = {name: Assumption(name, value, "share", "m", "s") for name, value in assumed.items()}
    return project(
        reconcile(claims, Registry()),
        figures,
        as_of=date(2025, 6, 30),
        rates=ExchangeRates("USD"),
        assumptions=Assumptions(given_),
    )


def claim(number, kind, subject, object_, usd, scale):
    text = f"{number}: {subject} {kind} {object_} {usd}."
    evidence = Evidence.find(Document(text, name="note.txt", published="2025-01-01"), text)
    amount = None if usd is None else Money.exactly(usd * scale, "USD", basis="per_year")
    relation = "invests" if kind == "lends" else kind
    # Two stakes of one pair would add up to one deal; a loan has a layer, which keeps it apart.
    fields = {"terms": ("debt",), "layer": "cloud"} if kind == "lends" else {}
    return Claim(evidence, relation, subject, object_, amount=amount, **fields)


def named(failures):
    """Return the losses by the names of who loses and who fails."""
    parties = failures.network.parties
    return {
        (holder.name, party.name): failures.losses[row, column]
        for row, holder in enumerate(parties)
        for column, party in enumerate(parties)
    }


def close(losses):
    return pytest.approx(losses, rel=1e-9, abs=1e-9)


@law(deals, revenues, st.sampled_from([10, 1000]))
def test_another_currency_changes_the_unit_only(deals, revenues, scale):
    small, large = failures_of(deals, revenues), failures_of(deals, revenues, scale)
    assert large.losses == close(small.losses * scale)
    assert large.distress == close(small.distress)


@law(deals, revenues, st.permutations(NAMES))
def test_parties_lose_the_same_by_other_names(deals, revenues, order):
    other = dict(zip(NAMES, order, strict=True))
    here, there = named(failures_of(deals, revenues)), named(failures_of(deals, revenues, rename=other.get))
    assert {(other[a], other[b]): lost for (a, b), lost in here.items()} == close(there)


@law(deals, revenues, st.sampled_from(["invests", "supplies"]))
def test_a_deal_of_no_size_costs_nobody_anything(deals, revenues, kind):
    without = [deal for deal in deals if deal[:3] != (kind, "Beta", "Gamma")]
    assert named(failures_of([*without, (kind, "Beta", "Gamma", 0)], revenues)) == close(
        named(failures_of(without, revenues))
    )


@law(deals, deals, revenues)
def test_a_failure_never_crosses_to_a_network_apart(deals, others, revenues):
    apart = [(kind, f"{a} Two", f"{b} Two", usd) for kind, a, b, usd in others]
    both = named(failures_of([*deals, *apart], revenues))
    assert all(lost == 0 for (a, b), lost in both.items() if a.endswith("Two") != b.endswith("Two"))
    alone = named(failures_of(deals, revenues))
    assert {pair: both[pair] for pair in alone} == close(alone)


@law(deals, revenues, st.sampled_from(RECOVERIES), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_recovery_never_raises_a_loss(deals, revenues, name, one, other):
    less, more = (failures_of(deals, revenues, **{name: part}) for part in sorted((one, other)))
    assert (more.losses <= less.losses * (1 + 1e-9) + 1e-9).all()
    assert (more.distress <= less.distress + 1e-9).all()


@law(deals, revenues)
def test_second_rounds_only_add_and_nobody_loses_more_than_all_it_has_claims_on(deals, revenues):
    failures = failures_of(deals, revenues)
    direct = failures.positions.direct[0]
    apart = ~np.eye(len(direct), dtype=bool)
    assert (failures.losses[apart] >= direct[apart] * (1 - 1e-9)).all()
    assert not np.diag(failures.losses).any()
    most = failures.positions.claims[0].sum(axis=1)[:, None] + failures.positions.income[0]
    assert (failures.losses <= most * (1 + 1e-9) + 1e-9).all()
    assert ((failures.distress >= 0) & (failures.distress <= 1)).all()


@law(deals, revenues)
def test_debtrank_is_a_part_of_all_worth(deals, revenues):
    found = MEASURE.statistics(Draws.point(network_of(deals, revenues)))
    ranks = np.concatenate([each.values for each in found if each.name == "debtrank"])
    assert ((ranks >= 0) & (ranks <= 1 + 1e-9)).all()
