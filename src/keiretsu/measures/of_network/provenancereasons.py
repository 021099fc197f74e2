"""Why a party's revenue and income is whose it is, down to the quotes."""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.measures.of_network.provenancerecords import PartyProvenance
from keiretsu.measures.of_network.revenueclasses import RevenueSource
from keiretsu.network import Inflow, Network
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind


def reason(found: PartyProvenance, network: Network) -> Reason:
    """Explain a party's revenue and income by source and its self-funded share, down to the quotes."""
    name, currency = found.party.name, network.currency
    received = tuple(payment.why for payment in network.payments_between(payee=found.party))
    return Reason(
        f"{name} takes in {currency} {found.income:,.0f} a year as of {network.as_of}",
        (
            *_revenue(found, network),
            *_self_funded(found, network),
            Reason(
                "its income by ultimate source, each party spending all of its money alike",
                tuple(_entered(entry) for entry in found.entries),
            ),
            Reason("of the deals in the network it receives", received),
        ),
    )


def _revenue(found: PartyProvenance, network: Network) -> tuple[Reason, ...]:
    if found.revenue <= 0:
        return ()
    text = (
        f"of its revenue of {network.currency} {found.revenue:,.0f} a year, by the last one who put the"
        " money in, each party spending all of its money alike"
    )
    if found.unknown:
        without = counted(
            found.unknown, "deal without a known sum, which is", "deals without a known sum, which are"
        )
        text += f"; others buy from it by {without} left out"
    inside = (*_own(found, network), *_funders(found, network), *_circulating(found))
    return (Reason(text, (*inside, *(_entered(entry) for entry in found.revenue_entries)), estimate=True),)


def _own(found: PartyProvenance, network: Network) -> Iterator[Reason]:
    for source, kind in (
        (RevenueSource.OWN_CAPITAL, FlowKind.CAPITAL),
        (RevenueSource.OWN_PURCHASES, FlowKind.PURCHASE),
    ):
        if found.revenue_shares[source] > 0:
            paid = network.payments_between(found.party, kind=kind)
            text = f"{found.revenue_shares[source]:.1%} is the {source}: what {found.party.name} pays others"
            yield Reason(text, tuple(payment.why for payment in paid))


def _funders(found: PartyProvenance, network: Network) -> Iterator[Reason]:
    for funder, share in found.funders:
        yield Reason(f"{share:.1%} was put in by {funder.name}", _capital(network, funder))


def _circulating(found: PartyProvenance) -> Iterator[Reason]:
    share = found.revenue_shares[RevenueSource.CIRCULATING]
    if share > 0:
        yield Reason(f"{share:.1%} is {RevenueSource.CIRCULATING}")


def _entered(entry: tuple[Inflow, float]) -> Reason:
    inflow, share = entry
    return Reason(f"{share:.1%} entered as {inflow.source} of {inflow.party.name}", (inflow.why,))


def _capital(network: Network, investor: Party) -> tuple[Reason, ...]:
    invested = network.payments_between(investor, kind=FlowKind.CAPITAL)
    return tuple(payment.why for payment in invested if payment.payee is not None)


def _self_funded(found: PartyProvenance, network: Network) -> tuple[Reason, ...]:
    own = found.self_funded
    if own is None:
        return ()
    lower, proportional, upper = own.shares
    text = (
        f"between {lower:.1%} and {upper:.1%} of its revenue bears its own investment"
        f" ({proportional:.1%} if every party spends all of its money alike)"
    )
    return (Reason(text, _capital(network, found.party), estimate=True),)
