"""The reasons of the figures of circularity, down to the quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.network import Network
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    from keiretsu.measures.of_network.circularity import Circularity


def share_reason(found: Circularity) -> Reason:
    """Explain the largest circular flow: its loops, the proof, and all that moves."""
    currency = found.network.currency
    return Reason(
        f"at most {currency} {found.total:,.0f} a year can go round: {found.share:.1%} of"
        f" {found.gross:,.0f} that moves between parties",
        (*(loop.why(currency) for loop in found.loops), _proof(found), _all_payments(found.network)),
        estimate=any(loop.is_estimated for loop in found.loops),
    )


def finn_reason(found: Circularity) -> Reason:
    """Explain Finn's cycling index: what moves, and what comes in from outside."""
    inflows = found.network.inflows
    entering = Reason(
        f"from outside: {found.network.currency} {sum(one.per_year for one in inflows):,.0f} a year",
        tuple(inflow.why for inflow in inflows),
    )
    return Reason(
        f"Finn's cycling index: {found.finn:.2%} of all that parties take in has been with them before,"
        " if each passes on every dollar alike",
        (_all_payments(found.network), entering),
    )


def excess_reason(found: Circularity) -> Reason:
    """Explain how much more moves than would settle what parties pay beyond what they receive."""
    flows = found.network.flows()
    least = float(abs(flows.sum(axis=1) - flows.sum(axis=0)).sum()) / 2
    currency = found.network.currency
    return Reason(
        f"excess over net positions: {currency} {found.gross - least:,.0f} a year, as {least:,.0f} of the"
        f" {found.gross:,.0f} that moves would settle what each party pays beyond what it receives",
        (_all_payments(found.network),),
    )


def null_reason(found: Circularity) -> Reason:
    """Explain how the share compares with chance."""
    null = found.null
    if null.is_frozen:
        text = "chance can't be told: no two payments can swap payees, so p = 1"
        return Reason(text, (share_reason(found),), estimate=True)
    told = Reason(
        f"{counted(null.values.size, 'network')} with who pays whom rewired at random (seed {null.seed}):"
        f" on average {null.mean:.1%} can go round, standard deviation {null.deviation:.1%}, "
        f"z = {null.z:.2f}",
        (_kept(found),),
        source="edge swaps of Maslov and Sneppen (2002), test of Besag and Clifford (1989)",
        estimate=True,
    )
    text = f"chance gives a share of {found.share:.1%} or more with p = {null.p_value:.3f} (one-sided)"
    return Reason(text, (told, share_reason(found)), estimate=True)


def _kept(found: Circularity) -> Reason:
    missed = float(found.null.unmet.mean())
    return Reason(
        "kept: how many parties each pays and is paid by, and what it pays; on average"
        f" {missed:.1%} of all money reaches another payee than what each receives would want",
        source="iterative proportional fitting",
        estimate=True,
    )


def _proof(found: Circularity) -> Reason:
    potentials = zip(found.network.parties, found.certificate.potentials, strict=True)
    told = ", ".join(f"{party.name} {number}" for party, number in potentials if number)
    return Reason(
        f"proof: no circulation exceeds {found.network.currency} {found.certificate.upper_bound:,.0f} a year,"
        " the sum over all payments of amount times max(0, 1 - d of the payer + d of the payee)",
        source=f"d: {told or 'none'}, and 0 for all others",
    )


def _all_payments(network: Network) -> Reason:
    made = [payment for payment in network.payments_between() if payment.payee and payment.rate]
    total = sum(payment.rate.per_year for payment in made if payment.rate)
    return Reason(
        f"all payments between parties: {network.currency} {total:,.0f} a year",
        tuple(payment.why for payment in made),
    )
