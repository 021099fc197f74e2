"""The report in a few sentences and figures."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.report.contents import ReportContents
from keiretsu.report.money import a_year, in_all, percent, short
from keiretsu.report.spreads import NO_SPREADS, Spread, Spreads
from keiretsu.report.wording import words


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
    """A sentence of the first page, and the section that explains it."""

    text: str
    section: str


def key_figures(contents: ReportContents, spreads: Spreads = NO_SPREADS) -> tuple[KeyFigure, ...]:
    """Return the numbers at the head of the report."""
    network, circularity = contents.network, contents.circularity
    spread = spreads.get("circularity", "circulating share")
    total, gross = (a_year(sum_, network.currency) for sum_ in (circularity.total, circularity.gross))
    return (
        _count(len(contents.documents), "document", "read"),
        _count(len(contents.claims), "claim", "read"),
        _count(len(network.deals), "deal", "deals"),
        _count(len(network.parties), "part", "map", "y", "ies"),
        KeyFigure(f"{network.currency} {short(circularity.gross)}", gross.full, "moves in a year", "map"),
        KeyFigure(percent(circularity.share), total.full, "can go round in loops", "loops", spread),
    )


def _count(number: int, stem: str, section: str, one: str = "", many: str = "s") -> KeyFigure:
    return KeyFigure(f"{number:,}", f"{number:,}", stem + (one if number == 1 else many), section)


def findings(contents: ReportContents) -> tuple[Finding, ...]:
    """Return what was found, in sentences."""
    every = (
        *(_unknown_sums, _estimated, _circularity, _most_self_funded, _most_concentrated),
        *(_most_fragile, _costliest_to_leave, _blocs),
    )
    return tuple(finding for find in every if (finding := find(contents)) is not None)


def _unknown_sums(contents: ReportContents) -> Finding | None:
    payments = contents.network.payments
    if not payments:
        return None
    unknown = sum(payment.rate is None for payment in payments)
    rest = (
        f"{unknown} of them state no sum, so every total here leaves them out"
        if unknown
        else "each states a sum"
    )
    return Finding(f"{len(payments)} deals move money on this day; {rest}.", "deals")


def _circularity(contents: ReportContents) -> Finding | None:
    circularity, currency = contents.circularity, contents.network.currency
    if not circularity.loops:
        return None
    first = circularity.loops[0]
    return Finding(
        f"At most {a_year(circularity.total, currency)} ({percent(circularity.share)} of what moves between"
        f" the parties) can come back to where it started. The largest loop is {first.title()},"
        f" {a_year(first.per_year, currency)}.",
        "loops",
    )


def _most_self_funded(contents: ReportContents) -> Finding | None:
    shares = {
        each.party.name: each.self_funded.shares
        for each in contents.provenance.parties
        if each.self_funded is not None and each.self_funded.shares[1] > 0
    }
    if not shares:
        return None
    name = max(shares, key=lambda name: (shares[name][1], name))
    lower, proportional, upper = (percent(share) for share in shares[name])
    return Finding(
        f"Between {lower} and {upper} of the revenue of {name} bears its own investment ({proportional} if"
        " every party spends all of its money alike): the largest such share.",
        "money",
    )


def _most_concentrated(contents: ReportContents) -> Finding | None:
    several = [layer for layer in contents.concentration.layers if len(layer.suppliers) > 2]
    if not several:
        return None
    top = max(several, key=lambda layer: (layer.index.points, layer.layer))
    return Finding(
        f"Of the layers with more than two suppliers, {words(top.layer)} is the most concentrated:"
        f" its two largest take {percent(top.largest_two)} of what the deals pay.",
        "concentration",
    )


def _estimated(contents: ReportContents) -> Finding | None:
    found = [payment for payment in contents.network.payments if payment.is_estimated]
    if not found:
        return None
    total = sum(payment.rate.per_year for payment in found if payment.rate)
    which = "The sum of 1 deal is" if len(found) == 1 else f"The sums of {len(found)} deals are"
    return Finding(
        f"{which} estimated, {a_year(total, contents.network.currency)} in all; estimates are marked wherever"
        " they count.",
        "assumptions",
    )


def _most_fragile(contents: ReportContents) -> Finding | None:
    ranked = contents.contagion.parties
    if not ranked or ranked[0].rescue.avoided <= 0:
        return None
    first, currency = ranked[0], contents.network.currency
    lost, direct = (in_all(sum_, currency) for sum_ in (first.rescue.avoided, first.direct))
    return Finding(
        f"The failure of {first.party.name} would cost the others most: {lost} within a year, {direct} of it"
        " at once.",
        "fragility",
    )


def _costliest_to_leave(contents: ReportContents) -> Finding | None:
    supplies = contents.dependence.supplies
    if not supplies or supplies[0].cost_of_leaving <= 0:
        return None
    first = supplies[0]
    cost = in_all(first.cost_of_leaving, contents.network.currency)
    return Finding(
        f"No supplier is as costly to leave as {first.supplier.name} is for {first.customer.name}: {cost}.",
        "dependence",
    )


def _blocs(contents: ReportContents) -> Finding | None:
    found = contents.blocs.into(2)
    if len(found.blocs) < 2:
        return None
    index = found.frustration
    return Finding(
        f"{index.index:g} of {index.weight:g} ties between parties go against the two blocs that fit best.",
        "alliances",
    )
