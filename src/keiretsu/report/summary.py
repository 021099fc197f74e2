"""The report in a few sentences and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from keiretsu.measures.of_network import (
    Blocs,
    Circularity,
    Concentrations,
    Contagion,
    Dependence,
    Provenance,
)
from keiretsu.network import Network
from keiretsu.quantities import counted
from keiretsu.report.contents import ReportContents
from keiretsu.report.dependence import about
from keiretsu.report.money import a_year, in_all, percent, short
from keiretsu.report.spreads import NO_SPREADS, Spread, Spreads
from keiretsu.report.wording import words


class Measured(Protocol):
    """What findings are made of: a network and its measures."""

    @property
    def network(self) -> Network:
        """The network of a day."""

    @property
    def circularity(self) -> Circularity:
        """What can go round."""

    @property
    def provenance(self) -> Provenance:
        """Whose money revenue is."""

    @property
    def concentration(self) -> Concentrations:
        """How concentrated each layer is."""

    @property
    def contagion(self) -> Contagion:
        """What failures would cost."""

    @property
    def dependence(self) -> Dependence:
        """What ties customers to suppliers."""

    @property
    def blocs(self) -> Blocs:
        """The blocs of friends and rivals."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number of the first page, and the section that explains it."""

    value: str
    full: str
    label: str
    section: str
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence of the first page, and the section that explains it.

    ``figure`` is what the sentence is about, where it has intervals: measure, name, and of whom.
    """

    text: str
    section: str
    figure: tuple[str, str, str] | None = None


def key_figures(contents: ReportContents, spreads: Spreads = NO_SPREADS) -> tuple[KeyFigure, ...]:
    """Return the numbers at the head of the report."""
    network = contents.network
    return (
        _count(len(contents.documents), "document", "read"),
        _count(len(contents.claims), "claim", "read"),
        _count(len(network.deals), "deal", "deals"),
        _count(len(network.parties), "part", "map", "y", "ies"),
        *money_figures(contents, spreads),
    )


def money_figures(measured: Measured, spreads: Spreads = NO_SPREADS) -> tuple[KeyFigure, ...]:
    """Return how much money moves, and how much of it can go round."""
    network, circularity = measured.network, measured.circularity
    spread = spreads.get("circularity", "circulating share")
    total, gross = (a_year(sum_, network.currency) for sum_ in (circularity.total, circularity.gross))
    return (
        KeyFigure(f"{network.currency} {short(circularity.gross)}", gross.full, "moves in a year", "map"),
        KeyFigure(percent(circularity.share), total.full, "can go round in loops", "loops", spread),
    )


def _count(number: int, stem: str, section: str, one: str = "", many: str = "s") -> KeyFigure:
    return KeyFigure(f"{number:,}", f"{number:,}", stem + (one if number == 1 else many), section)


def findings(measured: Measured) -> tuple[Finding, ...]:
    """Return what was found, in sentences."""
    every = (
        *(_unknown_sums, _estimated, _circularity, _most_self_funded, _most_concentrated),
        *(_most_fragile, _costliest_to_leave, _blocs),
    )
    return tuple(finding for find in every if (finding := find(measured)) is not None)


def _unknown_sums(measured: Measured) -> Finding | None:
    payments = measured.network.payments
    if not payments:
        return None
    unknown = sum(payment.rate is None for payment in payments)
    moving = counted(len(payments), "deal moves", "deals move")
    stating, it = counted(unknown, "of them states", "of them state"), "it" if unknown == 1 else "them"
    rest = f"{stating} no sum, so every total here leaves {it} out" if unknown else "each states a sum"
    return Finding(f"{moving} money on this day; {rest}.", "deals")


def _circularity(measured: Measured) -> Finding | None:
    circularity, currency = measured.circularity, measured.network.currency
    if not circularity.loops:
        return None
    first = circularity.loops[0]
    return Finding(
        f"At most {a_year(circularity.total, currency)} ({percent(circularity.share)} of what moves between"
        f" the parties) can come back to where it started. The largest loop is {first.title()},"
        f" {a_year(first.per_year, currency)}.",
        "loops",
        ("circularity", "circulating money", ""),
    )


def _most_self_funded(measured: Measured) -> Finding | None:
    funded = [
        (each.self_funded.shares, each.party)
        for each in measured.provenance.parties
        if each.self_funded is not None and each.self_funded.shares[1] > 0
    ]
    if not funded:
        return None
    shares, party = max(funded, key=lambda each: (each[0][1], each[1].name))
    lower, proportional, upper = (percent(share) for share in shares)
    return Finding(
        f"Between {lower} and {upper} of the revenue of {party.name} bears its own investment"
        f" ({proportional} if every party spends all of its money alike): the largest such share.",
        "money",
        ("provenance", "self-funded, proportional", measured.network.label(party)),
    )


def _most_concentrated(measured: Measured) -> Finding | None:
    several = [layer for layer in measured.concentration.layers if len(layer.suppliers) > 2]
    if not several:
        return None
    top = max(several, key=lambda layer: (layer.index.points, layer.layer))
    return Finding(
        f"Of the layers with more than two suppliers, {words(top.layer)} is the most concentrated:"
        f" its two largest take {percent(top.largest_two)} of what the deals pay.",
        "concentration",
        ("concentration", "cr2", top.layer),
    )


def _estimated(measured: Measured) -> Finding | None:
    found = [payment for payment in measured.network.payments if payment.is_estimated]
    if not found:
        return None
    total = sum(payment.rate.per_year for payment in found if payment.rate)
    which = "The sum of 1 deal is" if len(found) == 1 else f"The sums of {counted(len(found), 'deal')} are"
    return Finding(
        f"{which} estimated, {a_year(total, measured.network.currency)} in all; estimates are marked wherever"
        " they count.",
        "assumptions",
    )


def _most_fragile(measured: Measured) -> Finding | None:
    ranked = measured.contagion.parties
    if not ranked or ranked[0].rescue.avoided <= 0:
        return None
    first, currency = ranked[0], measured.network.currency
    lost, direct = (in_all(sum_, currency) for sum_ in (first.rescue.avoided, first.direct))
    return Finding(
        f"The failure of {first.party.name} would cost the others most: {lost} within a year, {direct} of it"
        " at once.",
        "fragility",
        ("contagion", "loss", measured.network.label(first.party)),
    )


def _costliest_to_leave(measured: Measured) -> Finding | None:
    supplies = measured.dependence.supplies
    if not supplies or supplies[0].cost_of_leaving <= 0:
        return None
    first = supplies[0]
    cost = in_all(first.cost_of_leaving, measured.network.currency)
    return Finding(
        f"No supplier is as costly to leave as {first.supplier.name} is for {first.customer.name}: {cost}.",
        "dependence",
        ("dependence", "cost_of_leaving", about(measured.network, first)),
    )


def _blocs(measured: Measured) -> Finding | None:
    found = measured.blocs.into(2)
    if len(found.blocs) < 2:
        return None
    index = found.frustration
    go = "goes" if index.index == 1 else "go"
    return Finding(
        f"{index.index:g} of {counted(index.weight, 'tie')} between parties {go} against the two blocs"
        " that fit best.",
        "alliances",
        ("blocs", "frustrated ties, at most", "2 blocs"),
    )
