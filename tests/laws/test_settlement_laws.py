"""Laws of clearing on a list of debts, over random networks, means and costs of default."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from keiretsu.measures.clearing import clearing_vector
from keiretsu.simulation.industry.clearing_kernel import Between, Cleared, Terms, clear, debts_between

MANY = settings(deadline=None, max_examples=80)  # the first case waits for the compiler
SUMS = st.one_of(st.just(0.0), st.floats(0.01, 1e6), st.sampled_from([1.0, 2.0, 1e-3]))
PARTS = st.one_of(st.just(1.0), st.just(0.0), st.floats(0, 1))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Between, Terms, np.ndarray, np.ndarray]:
    firms, paths = draw(st.integers(2, 6)), draw(st.integers(1, 4))
    pairs = st.tuples(st.integers(0, firms - 1), st.integers(1, firms - 1))
    drawn = draw(st.lists(pairs, max_size=14))
    debtor = np.array([one for one, _ in drawn], dtype=np.int64)
    creditor = np.array([(one + step) % firms for one, step in drawn], dtype=np.int64)

    def sums(rows: int) -> np.ndarray:
        return draw(arrays(np.float64, (rows, paths), elements=SUMS))

    terms = Terms(
        sums(len(drawn)),
        sums(firms),
        sums(firms),
        draw(arrays(np.bool_, (firms, paths), elements=st.sampled_from([False, False, False, True]))),
        draw(arrays(np.float64, paths, elements=PARTS)),
        draw(arrays(np.float64, paths, elements=PARTS)),
    )
    return debts_between(debtor, creditor, firms), terms, debtor, creditor


def unforced(terms: Terms) -> Terms:
    return terms._replace(is_forced=np.zeros_like(terms.is_forced))


@MANY
@given(cases())
def test_it_is_the_greatest_clearing_vector(case: tuple[Between, Terms, np.ndarray, np.ndarray]) -> None:
    between, terms, debtor, creditor = case
    terms = unforced(terms)
    cleared = clear(between, terms)
    for path in range(terms.means.shape[1]):
        owed = np.zeros((len(terms.means), len(terms.means)))
        np.add.at(owed, (debtor, creditor), terms.debts[:, path])
        greatest = clearing_vector(
            owed,
            terms.means[:, path],
            terms.outside[:, path],
            alpha=float(terms.alpha[path]),
            beta=float(terms.beta[path]),
        )
        pays = cleared.owed[:, path] * cleared.part[:, path]
        np.testing.assert_allclose(pays, greatest.payments, rtol=1e-9, atol=1e-9)
        assert (cleared.failed_in[:, path] == greatest.default_round).all()


@MANY
@given(cases())
def test_nobody_pays_more_than_it_has_or_owes(case: tuple[Between, Terms, np.ndarray, np.ndarray]) -> None:
    between, terms, _, _ = case
    cleared = clear(between, terms)
    has = terms.means + cleared.received
    fails = cleared.failed_in > 0
    kept = fails * ((1 - terms.alpha) * terms.means + (1 - terms.beta) * cleared.received)
    assert ((cleared.part >= 0) & (cleared.part <= 1)).all()
    assert (cleared.owed * cleared.part <= (has - kept) * (1 + 1e-9) + 1e-9).all()
    assert (cleared.part[~fails] == 1).all()
    assert fails[terms.is_forced].all()


@MANY
@given(cases())
def test_what_is_received_is_what_the_others_pay(case: tuple[Between, Terms, np.ndarray, np.ndarray]) -> None:
    between, terms, debtor, creditor = case
    cleared = clear(between, terms)
    paid = terms.debts * cleared.part[debtor]
    received = np.zeros_like(cleared.received)
    np.add.at(received, creditor, paid)
    np.testing.assert_allclose(cleared.received, received, rtol=1e-9, atol=1e-9)
    outside = (terms.outside * cleared.part).sum(axis=0)
    np.testing.assert_allclose(
        paid.sum(axis=0) + outside, (cleared.owed * cleared.part).sum(axis=0), rtol=1e-9
    )


@MANY
@given(cases(), st.data())
def test_a_path_does_not_depend_on_those_beside_it(
    case: tuple[Between, Terms, np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    between, terms, _, _ = case
    path = data.draw(st.integers(0, terms.means.shape[1] - 1))
    alone = Terms(*(np.ascontiguousarray(each[..., path : path + 1]) for each in terms))
    for one, among in zip(clear(between, alone), clear(between, terms), strict=True):
        assert (one[:, 0] == among[:, path]).all()


@MANY
@given(cases())
def test_more_means_never_hurt(case: tuple[Between, Terms, np.ndarray, np.ndarray]) -> None:
    between, terms, _, _ = case
    before = clear(between, terms)
    after = clear(between, terms._replace(means=terms.means + 1.0))
    assert (after.part >= before.part * (1 - 1e-9)).all()


def cleared_ring(leak: float, firms: int) -> Cleared:
    """Clear a ring in which each owes the next 1, and little leaks out: sweeps take very long."""
    places = np.arange(firms)
    terms = Terms(
        np.ones((firms, 1)),
        np.full((firms, 1), leak),
        np.zeros((firms, 1)),
        np.zeros((firms, 1), dtype=np.bool_),
        np.ones(1),
        np.ones(1),
    )
    return clear(debts_between(places, (places + 1) % firms, firms), terms)


@MANY
@given(st.floats(1e-9, 1.0), st.integers(2, 6))
def test_a_ring_out_of_which_money_leaks_pays_nothing(leak: float, firms: int) -> None:
    """Nobody has anything of its own, so that nothing that leaves the ring can be paid for."""
    assert cleared_ring(leak, firms).part.max() < 1e-6
