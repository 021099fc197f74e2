"""Cross-holdings: who ultimately owns whom, and how far one failure drags others down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.errors import MisuseError
from keiretsu.measures.absorbing import visits
from keiretsu.measures.arrays import Edges, Floats, FlowMatrix, edges_of, numbers
from keiretsu.measures.graphs import reached_from, sparse_matrix
from keiretsu.quantities import counted

ROUNDING = 1e-12
DENSE = 2000  # parties; up to here one matrix serves all rounds of a cascade


@dataclass(frozen=True, slots=True, eq=False)
class FailureCascade:
    """Market values after a shock, and who fails in which order.

    Parameters
    ----------
    value
        ``v``, shape ``(n,)``: market value of each party once no more fail, in the unit of the
        primitive values. Below 0 if the costs of failing exceed all that a party's owners have in it.
    value_before_failures
        Market value of each party before any failure's cost, shape ``(n,)``.
    rounds
        Indices of the parties that fail in each round; those of the first fail by the shock itself,
        later ones because others did.
    """

    value: Floats
    value_before_failures: Floats
    rounds: tuple[tuple[int, ...], ...]

    @property
    def failed(self) -> tuple[int, ...]:
        """All that fail, in order: by round, then by index."""
        return tuple(party for together in self.rounds for party in together)


def dependency_matrix(holdings: FlowMatrix) -> Floats:
    """Return how much of each party's value ends up with the outside owners of each other.

    Answers *of a dollar that party j earns, how much is ultimately party i's?* once ownership is
    followed through all chains and rings of stakes. Adding up the book equity of parties that own
    each other counts the same dollar twice or more; this doesn't.

    Formula: ``A = C_hat (I - C)^-1``, with ``C_hat`` the diagonal matrix of what outsiders own,
    ``C_hat_jj = 1 - sum_i C_ij``. Market values are ``v = A p`` for primitive values ``p``.

    Parameters
    ----------
    holdings
        ``C``, shape ``(n, n)``, dense or SciPy sparse: ``C[i, j]`` is the share of ``j`` that ``i`` holds,
        0..1 (the row owns, the column is owned). A column adds up to at most 1. Own shares, ``C[j, j]``,
        are as if they had been withdrawn.

    Returns
    -------
    ndarray
        ``A``, shape ``(n, n)``, each entry 0..1; each column adds up to 1.

    Raises
    ------
    MisuseError
        ``measure.invalid-holdings`` for shares that are negative, or of which more than the whole is
        held; ``measure.closed-ownership`` if a group has no outside owner at all, as nobody then
        ultimately owns it.

    Notes
    -----
    Elliott, Golub and Jackson (2014), after Brioschi, Buzzacchi and Colombo (1989).

    Examples
    --------
    Alpha holds half of Beta, and Beta half of Gamma: of Gamma's dollar outside owners of Gamma get
    50 cents, those of Beta and of Alpha 25 each.

    >>> dependency_matrix([[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]]).tolist()
    [[1.0, 0.5, 0.25], [0.0, 0.5, 0.25], [0.0, 0.0, 0.5]]
    """
    return _dependency(*_owned(holdings))


def failure_cascade(
    holdings: FlowMatrix, primitive_values: ArrayLike, threshold: ArrayLike, failure_cost: ArrayLike
) -> FailureCascade:
    """Let parties fail whose market value is too low, and others with them.

    Answers *if these assets lose value, who fails, in what order, and what is everyone worth then?*

    Formula: ``v = A (p - b)`` with ``A`` of :func:`dependency_matrix` and ``b_i`` the failure cost of
    each party that has failed. Starting from no failure, all with ``v_i < threshold_i`` fail at once,
    round by round, until none is left: the best case, with the fewest failures that are consistent.

    Parameters
    ----------
    holdings
        ``C``, as for :func:`dependency_matrix`.
    primitive_values
        ``p``, shape ``(n,)``, or one number for all: what each party's own assets are worth after the shock,
        in any one unit of money.
    threshold
        The same shape and unit: the market value below which a party fails. A value within one part in
        10^12 of its threshold counts as reaching it, so that rounding fails nobody.
    failure_cost
        The same shape and unit, not negative: what failing destroys of a party's own assets.

    Returns
    -------
    FailureCascade
        ``value``, ``failed`` and ``rounds``.

    Raises
    ------
    MisuseError
        As :func:`dependency_matrix`; ``measure.invalid-values`` for values that aren't finite numbers,
        one a party, or costs below 0.

    Notes
    -----
    Elliott, Golub and Jackson (2014), section II. Failures of one round are counted as one wave.

    Examples
    --------
    Beta holds half of Alpha, and Gamma half of Beta. Alpha's assets have dropped to 4, and it is in
    trouble below 5; so is Beta, below 5.5, once Alpha's failure costs it dear. Gamma withstands.

    >>> stakes = [[0, 0, 0], [0.5, 0, 0], [0, 0.5, 0]]
    >>> result = failure_cascade(stakes, [4, 10, 10], threshold=[5, 5.5, 8], failure_cost=[4, 8, 1])
    >>> result.rounds
    ((0,), (1,))
    >>> result.value_before_failures.tolist(), result.value.tolist()
    ([2.0, 6.0, 16.0], [0.0, 1.0, 11.0])
    """
    stakes, outside = _owned(holdings)
    own = _per_party(primitive_values, "primitive_values", stakes.parties)
    least = _per_party(threshold, "threshold", stakes.parties)
    cost = _per_party(failure_cost, "failure_cost", stakes.parties)
    if (cost < 0).any():
        raise _invalid("failure_cost", f"is {cost.min()} for a party", "give costs of 0 or more")
    return _fall(_valuation(stakes, outside), own, least, cost)


def _fall(market: Callable[[Floats], Floats], own: Floats, least: Floats, cost: Floats) -> FailureCascade:
    before = value = market(own)
    standing = np.ones(own.size, dtype=np.bool_)
    rounds: list[tuple[int, ...]] = []
    while (now := standing & _below(value, least)).any():
        standing &= ~now
        rounds.append(tuple(np.flatnonzero(now).tolist()))
        value = market(own - np.where(standing, 0.0, cost))
    return FailureCascade(value=value, value_before_failures=before, rounds=tuple(rounds))


def _below(value: Floats, least: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    slack = ROUNDING * np.maximum(np.abs(value), np.abs(least))
    return np.asarray(value < least - slack)


def _dependency(stakes: Edges, outside: Floats) -> Floats:
    # A dollar walks from what is owned to its owners, until it is with an outside one.
    upward = Edges(stakes.parties, stakes.payee, stakes.payer, stakes.amount)
    dependency: Floats = outside[:, None] * visits(upward.dense(), outside).T
    return dependency


def _valuation(stakes: Edges, outside: Floats) -> Callable[[Floats], Floats]:
    """Return the function from primitive to market values."""
    if stakes.parties <= DENSE:
        dependency = _dependency(stakes, outside)
        return lambda own: np.asarray(dependency @ own)
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    factors = splu((eye_array(stakes.parties) - sparse_matrix(stakes)).tocsc())
    return lambda own: np.asarray(outside * factors.solve(own))


def _owned(holdings: FlowMatrix) -> tuple[Edges, Floats]:
    """Return the stakes (holder, held) and the share of each party that outsiders own."""
    code, name = "measure.invalid-holdings", "holdings"
    stakes = edges_of(holdings, code=code, name=name)
    held = stakes.received()
    wrong = np.flatnonzero(held > 1 + ROUNDING)
    if wrong.size:
        raise MisuseError(
            code,
            where=f"{name}[:, {wrong[0]}]",
            message=f"adds up to {held[wrong[0]]}, and no more than the whole of a party can be held",
            hint="give fractions, 0.05 for 5 %, with the holder in the row",
        )
    outside = np.where(held < 1 - ROUNDING, 1 - held, 0.0)
    closed = np.flatnonzero(~reached_from(stakes, outside > 0))
    if closed.size:
        raise MisuseError(
            "measure.closed-ownership",
            where=f"parties {closed.tolist()}",
            message="are held whole by each other, so that nobody outside ultimately owns them",
            hint="leave out the party, or lower the stakes by what outsiders hold",
        )
    return stakes, outside


def _per_party(values: ArrayLike, name: str, parties: int) -> Floats:
    given = numbers(values, "measure.invalid-values", name)
    if given.ndim == 0:
        given = np.full(parties, given)
    if given.shape != (parties,):
        raise _invalid(
            name,
            f"has shape {given.shape} for {counted(parties, 'party', 'parties')}",
            "give one number a party",
        )
    if not np.isfinite(given).all():
        raise _invalid(name, "holds a number that isn't finite", "give every party a finite amount")
    return given


def _invalid(name: str, message: str, hint: str) -> MisuseError:
    return MisuseError("measure.invalid-values", where=name, message=message, hint=hint)
