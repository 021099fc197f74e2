"""Rankings of the parties by several measures, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from keiretsu.measures.of_network import Contagion, Dependence
from keiretsu.measures.of_network.contagion import Failing
from keiretsu.parties import Party
from keiretsu.report.money import percent, short
from keiretsu.report.spreads import NO_SPREADS, Spread, Spreads

SMALLEST, SMALL = 1e-6, 5e-3  # shares that are told by one digit
UNKNOWN, NO_NEED = "unknown", "none needed"


@dataclass(frozen=True, slots=True)
class Column:
    """A measure: its heading, its unit, what it says, and its figure's name where it has intervals."""

    name: str
    unit: str
    meaning: str
    figure: tuple[str, str] | None = None


COLUMNS: Mapping[str, Column] = {
    "loss": Column(
        "Loss to others",
        "money",
        "What the others lose within a year if it fails, second rounds included.",
        ("contagion", "loss"),
    ),
    "debtrank": Column(
        "DebtRank",
        "share",
        "Part of all known worth that the others lose by its stakes, loans and bills (Bardoscia and others"
        " 2015).",
        ("contagion", "debtrank"),
    ),
    "extraction": Column(
        "Output lost",
        "money",
        "Output a year that the others lose if it neither buys nor sells, and nobody takes its place"
        " (Dietzenbacher and Lahr 2013).",
    ),
    "rescue": Column(
        "Times its rescue",
        "ratio",
        "Loss to others over what keeping it going for a year costs; above 1 a rescue is worth it for them"
        " together. None is needed where its sales and cash cover what it owes.",
        ("contagion", "rescue ratio"),
    ),
    "esri": Column(
        "Critical input",
        "share",
        "Part of all output that stops if it stops: Economic Systemic Risk Index (Diem and others 2022).",
        ("dependence", "esri"),
    ),
    "lock_in": Column(
        "Lock-in",
        "money",
        "What it would cost all of its customers together to leave it: still committed, and the switch.",
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A party's figure by one measure: in words, its rank, and how far it could be off.

    ``rank`` is ``None`` where the figure is unknown or nothing; ``spread`` is median, low and high.
    """

    said: str
    rank: int | None
    spread: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A party with its place by each measure."""

    party: Party
    places: Mapping[str, Place]


def ranked(
    contagion: Contagion, dependence: Dependence, sort: str, spreads: Spreads = NO_SPREADS
) -> tuple[Ranked, ...]:
    """Return the parties that any measure ranks, in the order of one of them."""
    network = contagion.network
    figures = _figures(contagion, dependence)
    ranks = {key: _ranks(values.values()) for key, values in figures.items()}
    known = [party for party in network.parties if any(values.get(party.id) for values in figures.values())]

    def order(party: Party) -> tuple[float, float, str]:
        own, loss = (figures[key].get(party.id) or 0.0 for key in (sort, "loss"))
        return -own, -loss, party.name.casefold()

    def place(party: Party, key: str) -> Place:
        value, column = figures[key].get(party.id), COLUMNS[key]
        rank = ranks[key].get(value) if value else None
        spread = spreads.get(*column.figure, network.label(party)) if column.figure and rank else None
        said = _told(value, key, network.currency)
        return Place(said, rank, _range(spread, column.unit) if spread else None)

    return tuple(
        Ranked(party, {key: place(party, key) for key in COLUMNS}) for party in sorted(known, key=order)
    )


def _figures(contagion: Contagion, dependence: Dependence) -> dict[str, dict[str, float | None]]:
    """Return each measure's figures by the ids of the parties; ``None`` and what is left out is unknown.

    Nobody is exposed to a party that the contagion doesn't list, so its failure costs nothing.
    """
    parties, failing = contagion.network.parties, {each.party.id: each for each in contagion.parties}
    critical = dependence.critical

    def of_failures(what: Callable[[Failing], float]) -> dict[str, float | None]:
        # What is nothing, but for exposures of unknown size, is unknown.
        found = {
            key: None if each.unknown and not what(each) else what(each) for key, each in failing.items()
        }
        return {party.id: found.get(party.id, 0.0) for party in parties}

    return {
        "loss": of_failures(lambda each: each.rescue.avoided),
        "debtrank": of_failures(lambda each: each.debtrank),
        "extraction": of_failures(lambda each: each.extraction),
        "rescue": {key: each.rescue.ratio for key, each in failing.items()},
        "esri": {parties[place].id: float(critical.risk.index[place]) for place in critical.places},
        "lock_in": {party.id: _lock_in(dependence, party) for party in parties},
    }


def _lock_in(dependence: Dependence, party: Party) -> float | None:
    own = [supply for supply in dependence.supplies if supply.supplier == party]
    cost = sum(supply.cost_of_leaving for supply in own)
    return None if not cost and any(supply.without_sum for supply in own) else cost


def _ranks(values: Iterable[float | None]) -> dict[float, int]:
    """Return the rank of each figure: equal figures have the same, and what is nothing has none."""
    ranks: dict[float, int] = {}
    for rank, value in enumerate(sorted((value for value in values if value), reverse=True), start=1):
        ranks.setdefault(value, rank)
    return ranks


def _told(value: float | None, key: str, currency: str) -> str:
    if value is None:
        return NO_NEED if key == "rescue" else UNKNOWN
    return _said(value, COLUMNS[key].unit, currency)


def _range(spread: Spread, unit: str) -> tuple[str, str, str]:
    median, low, high = (_said(each, unit) for each in (spread.median, spread.low, spread.high))
    return median, low, high


def _said(value: float, unit: str, currency: str = "") -> str:
    match unit:
        case "money":
            return f"{currency} {short(value)}".strip()
        case "share":
            return f"{value * 100:.1g} %" if SMALLEST <= value < SMALL else percent(value)
        case _:
            return f"{value:,.1f}"
