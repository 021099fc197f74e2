"""Who owns whom and who lends to whom: the pairs of the equity register and of the loan register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from keiretsu.ledger import Deal
from keiretsu.measures.of_network.dependence_leaving import years_left
from keiretsu.network import Network, Payment
from keiretsu.network.exposures import Exposure, ExposureKind, claims_of
from keiretsu.network.outside import is_lending
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.industry.records import Links, Outside, Places, Supplies
from keiretsu.simulation.start.firms import stakes
from keiretsu.simulation.start.supplying import mean_years
from keiretsu.vocabulary.entries import FlowKind

Ends = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PutIn:
    """A stake or a loan by a deal: where it stands, and how it was paid.

    Parameters
    ----------
    place
        Of the pair in its register.
    deal
        Place of the deal in the network.
    amount
        What the deal says is put in, all in all.
    payment
        By which it is still being paid, if it is.
    years
        For how long until all of it is, so that this part isn't put in yet.
    claim
        What it gives a claim on, and why.
    """

    place: int
    deal: int
    amount: float
    payment: Payment | None
    years: float
    claim: Exposure

    @property
    def takes_over(self) -> bool:
        """Whether it bought the whole firm."""
        return self.claim.deal.relation == "acquires"


@dataclass(frozen=True, eq=False)
class Ownership:
    """The pairs of both registers, and the deals behind them.

    Parameters
    ----------
    equity, loans
        The pairs.
    place
        The place of each holder and issuer in the equity register.
    stakes, lent
        What was put in for shares, and what was lent.
    """

    equity: Links
    loans: Links
    place: Mapping[Ends, int]
    stakes: tuple[PutIn, ...]
    lent: tuple[PutIn, ...]


def ownership_of(network: Network, places: Mapping[str, int], supplies: Supplies) -> Ownership:
    """Return who may own and lend to whom.

    Every firm has a pair with the investors outside and one with the banks. Every stake and loan by a deal
    and every funding that is promised has its own; so has each supplier with its customer, which it may fund.
    """
    firms = len(places)
    running = _running(network, places)
    deals = stakes(network)
    owning = [_ends(deal, places) for deal in deals if not deal.is_lent]
    pairs = [*owning, *running, *_supplier_pairs(supplies)]
    equity = _numbered(_outside(Outside.INVESTORS, firms), pairs)
    debts = _numbered(_outside(Outside.BANKS, firms), [_ends(deal, places) for deal in deals if deal.is_lent])
    claims = {claim.deal.id: claim for claim in claims_of(network, deals)}
    put_in = _put_in(network, places, claims, {True: debts, False: equity})
    grounds = _grounds(deals, places, running)
    return Ownership(
        equity=_links(
            equity, {ends: _promised_years(network, found) for ends, found in running.items()}, grounds[False]
        ),
        loans=_links(debts, dict.fromkeys(debts, network.assumptions["loan_years"].value), grounds[True]),
        place=equity,
        stakes=tuple(each for each in put_in if each.claim.kind is ExposureKind.STAKE),
        lent=tuple(each for each in put_in if each.claim.kind is ExposureKind.LOAN),
    )


def promise_years(network: Network, payment: Payment) -> float:
    """Return for how many years a funding goes on: the assumed term for a sum per year without an end."""
    left = years_left(payment, network.as_of)
    if left is not None:
        return left
    goes_on = payment.deal.amount is not None and payment.deal.amount.basis == "per_year"
    return network.assumptions["capital_term_years"].value if goes_on else 0.0


def funding_pair(payment: Payment, places: Mapping[str, int]) -> Ends | None:
    """Return the holder and the issuer of a payment that buys shares; ``None`` for others."""
    is_funding = payment.flow is FlowKind.CAPITAL and not is_lending(payment)
    if not is_funding or payment.payee is None or payment.payee == payment.payer:
        return None
    return places[payment.payer.id], places[payment.payee.id]


def _running(network: Network, places: Mapping[str, int]) -> dict[Ends, list[Payment]]:
    found: dict[Ends, list[Payment]] = {}
    for payment in (*network.payments, *network.possible):
        if ends := funding_pair(payment, places):
            found.setdefault(ends, []).append(payment)
    return found


def _promised_years(network: Network, payments: list[Payment]) -> float:
    left = [(one, promise_years(network, one)) for one in payments]
    return mean_years([(one.rate.per_year if one.rate else 0.0, years) for one, years in left if years > 0])


def _ends(deal: Deal, places: Mapping[str, int]) -> Ends:
    return places[deal.subject.id], places[deal.object.id if deal.object else ""]


def _outside(sector: Outside, firms: int) -> list[Ends]:
    return [(firms + list(Outside).index(sector), firm) for firm in range(firms)]


def _supplier_pairs(supplies: Supplies) -> list[Ends]:
    return list(zip(supplies.supplier.tolist(), supplies.customer.tolist(), strict=True))


def _numbered(first: list[Ends], others: Iterable[Ends]) -> dict[Ends, int]:
    return {ends: place for place, ends in enumerate(dict.fromkeys([*first, *sorted(set(others))]))}


def _put_in(
    network: Network,
    places: Mapping[str, int],
    claims: Mapping[str, Exposure],
    registers: Mapping[bool, Mapping[Ends, int]],
) -> list[PutIn]:
    paid = {one.deal.id: one for one in network.payments if one.flow is FlowKind.CAPITAL and one.payee}
    found = []
    for number, deal in enumerate(network.deals):
        claim = claims.get(deal.id)
        if claim is None or not claim.amount:
            continue
        payment = paid.get(deal.id)
        years = (years_left(payment, network.as_of) or 0.0) if payment else 0.0
        place = registers[deal.is_lent][_ends(deal, places)]
        found.append(PutIn(place, number, claim.amount, payment, years, claim))
    return found


def _grounds(
    deals: tuple[Deal, ...], places: Mapping[str, int], running: Mapping[Ends, list[Payment]]
) -> dict[bool, dict[Ends, Reason]]:
    """Return the deals behind each pair of the loan register (``True``) and of the equity register."""
    because: dict[bool, dict[Ends, dict[str, Reason]]] = {True: {}, False: {}}
    for deal in deals:
        because[deal.is_lent].setdefault(_ends(deal, places), {})[deal.id] = deal.why()
    for ends, payments in running.items():
        paid = {payment.deal.id: payment.why for payment in payments}
        because[False][ends] = because[False].get(ends, {}) | paid
    return {is_lent: _counted(of_pairs) for is_lent, of_pairs in because.items()}


def _counted(of_pairs: Mapping[Ends, Mapping[str, Reason]]) -> dict[Ends, Reason]:
    return {
        ends: Reason(
            f"{counted(len(found), 'deal')} by which one has put, or puts, capital into the other",
            (*found.values(),),
        )
        for ends, found in of_pairs.items()
    }


def _links(place: Mapping[Ends, int], years: Mapping[Ends, float], grounds: Mapping[Ends, Reason]) -> Links:
    ends = np.array(list(place), dtype=np.intp).reshape(-1, 2)
    return Links(
        holder=_column(ends, 0),
        issuer=_column(ends, 1),
        years=np.array([years.get(each, 0.0) for each in place], dtype=np.float64),
        grounds=tuple(grounds.get(each) for each in place),
    )


def _column(ends: Places, column: int) -> Places:
    return np.ascontiguousarray(ends[:, column])
