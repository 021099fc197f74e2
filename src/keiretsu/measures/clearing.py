"""Clearing: who can pay how much of what it owes, when everybody's means are others' payments."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats, FlowMatrix, Indices, SparseMatrix, amounts_of_parties, edges_of
from keiretsu.measures.defaults import Debts, fictitious_defaults, greatest_payments
from keiretsu.measures.leaking import passed_along
from keiretsu.measures.options import is_part

if TYPE_CHECKING:
    from keiretsu.measures.leaking import Shares

CODE = "measure.invalid-liabilities"


@dataclass(frozen=True, eq=False)
class Clearing:
    """What each party pays if all debts fall due at once: the greatest clearing vector.

    With one scenario the arrays have shape ``(n,)``, with ``s`` scenarios ``(s, n)``. What isn't a
    parameter is found when it is first asked for.

    Parameters
    ----------
    payments
        What each party pays on its obligations, 0 to ``total_obligations``, in the liabilities' unit.
    defaults
        Whether a party can't pay all that it owes.
    total_obligations
        What each party owes in all, shape ``(n,)``; without the external debts where these are senior,
        as ``payments`` doesn't contain them either.
    shares
        Which part of its payments a party makes to each other one, shape ``(n, n)``.
    """

    payments: Floats
    defaults: NDArray[np.bool_]
    total_obligations: Floats
    shares: Shares
    _debts: Debts = field(repr=False)
    _assets: Floats = field(repr=False)
    _failed_in: Indices | None = field(repr=False)

    @cached_property
    def equity(self) -> Floats:
        """What is left to each party after all payments; 0 for one in default."""
        left = self._assets + self._received
        left -= self.payments
        left -= self._debts.senior
        left.clip(min=0.0, out=left)
        left[self.defaults] = 0.0
        return left

    @cached_property
    def external_payments(self) -> Floats:
        """What the creditors outside get from each party."""
        debts = self._debts
        external = self.payments * debts.outside
        if debts.senior.any():
            realised = debts.alpha * self._assets + debts.beta * self._received
            external += np.where(self.defaults, np.minimum(debts.senior, realised), debts.senior)
        return external

    @cached_property
    def default_round(self) -> Indices:
        """The round in which each party fails; 0 for one that pays in full.

        1 if it would fail although everybody else paid in full, 2 if it fails because of those of round
        1, and so on.
        """
        if self._failed_in is not None:
            return self._failed_in
        return fictitious_defaults(self._debts, np.atleast_2d(self._assets)).reshape(self._assets.shape)

    @property
    def _received(self) -> Floats:
        received = passed_along(self._debts.shares, np.atleast_2d(self.payments))
        return received.reshape(self.payments.shape)

    @property
    def payment_matrix(self) -> Shares:
        """What each party (row) pays each other one, shape ``(n, n)``, or ``(s, n, n)`` for scenarios.

        Dense or sparse as the liabilities were; always dense for scenarios.
        """
        if isinstance(self.shares, np.ndarray):
            dense: Floats = self.payments[..., None] * self.shares
            return dense
        if self.payments.ndim > 1:
            return self.payments[..., None] * self.shares.toarray()
        from scipy.sparse import diags_array

        return (diags_array(self.payments) @ self.shares).tocsr()

    @property
    def rounds(self) -> list[list[int]]:
        """The parties that fail in each round, by index.

        Raises
        ------
        MisuseError
            ``measure.many-scenarios`` where the result is of several; use ``default_round``.
        """
        if self.default_round.ndim > 1:
            raise MisuseError(
                "measure.many-scenarios",
                where="rounds",
                message="differ between scenarios",
                hint="read default_round, which has a row a scenario",
            )
        last = int(self.default_round.max(initial=0))
        return [np.flatnonzero(self.default_round == number).tolist() for number in range(1, last + 1)]


def clearing_vector(
    liabilities: FlowMatrix,
    external_assets: ArrayLike,
    external_liabilities: ArrayLike | None = None,
    *,
    alpha: float = 1.0,
    beta: float = 1.0,
    external_seniority: Literal["pari_passu", "senior"] = "pari_passu",
) -> Clearing:
    """Find what everybody pays if all debts fall due and nobody can pay more than it has.

    Answers *who fails if these fail, and how much do the others still get?* A party that can't pay in
    full hands out all that it has, in proportion to what it owes; its creditors then have less,
    and may fail in turn. Of all consistent outcomes it is the one that is best for everybody.

    Formula, with ``pbar_i = sum_j L_ij + x_i`` what is owed, ``P_ij = L_ij / pbar_i``, and what comes
    in ``c_i = sum_j p_j P_ji``: ``p_i = pbar_i`` if ``e_i + c_i >= pbar_i``, else ``alpha e_i + beta c_i``;
    the greatest ``p``. Where external debts are senior, ``pbar_i = sum_j L_ij`` and ``x_i`` is taken off
    what a party has first: ``p_i = pbar_i`` if ``e_i + c_i - x_i >= pbar_i``, else
    ``max(0, alpha e_i + beta c_i - x_i)``.

    Parameters
    ----------
    liabilities
        ``L``, shape ``(n, n)``, dense or SciPy sparse, in any one unit of money; ``L[i, j]`` is what ``i``
        owes ``j``. A debt to oneself counts in what is owed and in what comes in.
    external_assets
        ``e``, what each party has besides claims on the others, shape ``(n,)``, or ``(s, n)`` for ``s``
        scenarios at once; not negative.
    external_liabilities
        ``x``, what each party owes outside, shape ``(n,)``; none if left out.
    alpha, beta
        Which part of its external assets, and of what comes in, a party in default still realises;
        0..1, and 1 without costs of default.
    external_seniority
        ``pari_passu``: external creditors rank with the parties. ``senior``: they are paid first.

    Returns
    -------
    Clearing
        ``payments``, ``defaults``, ``equity``, ``payment_matrix``, ``rounds``.

    Raises
    ------
    MisuseError
        ``measure.invalid-liabilities`` for amounts that are negative or not finite, or shapes that don't
        fit; ``measure.invalid-recovery`` for ``alpha`` or ``beta`` outside 0..1;
        ``measure.unknown-variant`` for another seniority.

    Notes
    -----
    Eisenberg and Noe (2001) without costs, Rogers and Veraart (2013) with them, the seniority after
    Elsinger (2009). Small jobs by rounds of fictitious defaults, each solved exactly. From 200,000
    debts, counted in each scenario, payments are swept down from all in full until none falls by
    more than 1e-15 of itself, and what settles too slowly is solved; the rounds are then worked out
    when asked for. A shortfall below 1e-12 of what is owed is taken for rounding.

    Examples
    --------
    Alpha owes Beta 10 and has 4; Beta owes Gamma 8 and has 1: Beta fails because Alpha does.

    >>> result = clearing_vector([[0, 10, 0], [0, 0, 8], [0, 0, 0]], [4, 1, 2])
    >>> result.payments.tolist(), result.equity.tolist()
    ([4.0, 5.0, 0.0], [0.0, 0.0, 7.0])
    >>> result.rounds
    [[0], [1]]

    If failing costs half of everything, Gamma gets less:

    >>> clearing_vector([[0, 10, 0], [0, 0, 8], [0, 0, 0]], [4, 1, 2], alpha=0.5, beta=0.5).payments.tolist()
    [2.0, 1.5, 0.0]
    """
    _require_recovery(alpha, beta, external_seniority)
    edges = edges_of(liabilities, code=CODE, name="liabilities")
    given = np.zeros(edges.parties) if external_liabilities is None else external_liabilities
    outside = amounts_of_parties(given, CODE, "external_liabilities", edges.parties)
    debts = Debts.of(edges, outside, alpha=alpha, beta=beta, senior=external_seniority == "senior")
    assets = amounts_of_parties(external_assets, CODE, "external_assets", edges.parties, scenarios=True)
    payments, defaults, failed_in = greatest_payments(debts, np.atleast_2d(assets))
    return Clearing(
        payments=payments.reshape(assets.shape),
        defaults=defaults.reshape(assets.shape),
        total_obligations=debts.owed,
        shares=_in_the_form_of(liabilities, debts.shares),
        _debts=debts,
        _assets=assets,
        _failed_in=None if failed_in is None else failed_in.reshape(assets.shape),
    )


def _in_the_form_of(given: FlowMatrix, shares: Shares) -> Shares:
    from scipy.sparse import csr_array

    if isinstance(given, SparseMatrix):
        return csr_array(shares)
    return shares if isinstance(shares, np.ndarray) else shares.toarray()


def _require_recovery(alpha: float, beta: float, seniority: str) -> None:
    for name, part in (("alpha", alpha), ("beta", beta)):
        if not is_part(part):
            raise MisuseError(
                "measure.invalid-recovery",
                where=name,
                message=f"is {part!r}, and a part that is recovered is between 0 and 1",
                hint="give 0.4 for 40 %, and 1 if default costs nothing",
            )
    if seniority not in ("pari_passu", "senior"):
        raise MisuseError(
            "measure.unknown-variant",
            where="external_seniority",
            message=f"is {seniority!r}",
            hint="use pari_passu or senior",
        )
