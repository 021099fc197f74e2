"""The report in a few sentences and figures."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.report.contents import ReportContents
from keiretsu.report.money import a_year, percent, short
from keiretsu.report.wording import words


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number of the first page, and the section that explains it."""

    value: str
    full: str
    label: str
    section: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence of the first page, and the section that explains it."""

    text: str
    section: str


def key_figures(contents: ReportContents) -> tuple[KeyFigure, ...]:
    """Return the numbers at the head of the report."""
    network, circularity = contents.network, contents.circularity
    total, gross = (a_year(sum_, network.currency) for sum_ in (circularity.total, circularity.gross))
    return (
        _count(len(contents.documents), "document", "read"),
        _count(len(contents.claims), "claim", "read"),
        _count(len(network.deals), "deal", "deals"),
        _count(len(network.parties), "part", "map", "y", "ies"),
        KeyFigure(f"{network.currency} {short(circularity.gross)}", gross.full, "moves in a year", "map"),
        KeyFigure(percent(circularity.share), total.full, "can go round in loops", "loops"),
    )


def _count(number: int, stem: str, section: str, one: str = "", many: str = "s") -> KeyFigure:
    return KeyFigure(f"{number:,}", f"{number:,}", stem + (one if number == 1 else many), section)


def findings(contents: ReportContents) -> tuple[Finding, ...]:
    """Return what was found, in sentences."""
    every = (_unknown_sums, _circularity, _most_self_funded, _most_concentrated)
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
