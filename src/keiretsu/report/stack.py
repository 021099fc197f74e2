"""Who stands where in the stack, and who arms its own rivals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from keiretsu.measures.of_network import Stack
from keiretsu.measures.of_network.rivals import Arming
from keiretsu.network import Network
from keiretsu.reasons import Reason
from keiretsu.report.grids import GridView, grid
from keiretsu.report.money import Figure, a_year
from keiretsu.report.wording import verb, words


@dataclass(frozen=True, slots=True)
class ArmingView:
    """What one party gives a rival, as the reader meets it."""

    text: str
    layer: str | None
    reading: str
    because: str
    figure: Figure
    is_estimated: bool
    why: Reason


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Why a party stands in a layer as it does, in a place that others can lead to."""

    anchor: str
    why: Reason


@dataclass(frozen=True, slots=True)
class StackView:
    """The chapter: the grid, why each stands where it stands, and what is given to rivals.

    ``more`` counts the parties and the layers that the grid leaves out.
    """

    standing: GridView
    more: tuple[int, int]
    parties: tuple[tuple[str, tuple[CoverageView, ...]], ...]
    called: tuple[ArmingView, ...]
    by_layer: tuple[ArmingView, ...]


def stack(found: Stack) -> StackView:
    """Return who covers which layer, for reading."""
    standing = _standing(found)
    shown = {party.id: party.name for party in found.parties}
    covered: dict[str, list[CoverageView]] = {key: [] for key in shown}
    for each in found.coverages:
        if each.party.id in shown:
            view = CoverageView(f"standing-{each.party.id}-{each.layer}", each.why())
            covered[each.party.id].append(view)
    return StackView(
        standing=replace(standing, note=""),
        more=(len(found.parties) - len(standing.rows), len(found.layers) - len(standing.columns)),
        parties=tuple((shown[key], tuple(views)) for key, views in covered.items() if views),
        called=armings(found.network, (each for each in found.armings if each.called)),
        by_layer=armings(found.network, (each for each in found.armings if not each.called)),
    )


def _standing(found: Stack) -> GridView:
    """Return the grid of those that stand in one of its layers."""
    layers = found.chart().columns
    there = {each.party.id for each in found.coverages if each.layer in layers}
    return grid(found.of(*(party.id for party in found.parties if party.id in there)).chart())


def standing_anchors(view: StackView) -> dict[Reason, str]:
    """Return the addresses on the page that explain who stands where."""
    return {each.why: f"#{each.anchor}" for _, views in view.parties for each in views}


def armings(network: Network, found: Iterable[Arming]) -> tuple[ArmingView, ...]:
    """Return what parties of a network give their rivals, for reading."""
    estimated = {payment.deal.id for payment in network.payments if payment.is_estimated}
    return tuple(_arming(each, network, estimated) for each in found)


def _arming(each: Arming, network: Network, estimated: set[str]) -> ArmingView:
    return ArmingView(
        text=f"{each.party.name} {verb(each.relation)} {each.rival.name}",
        layer=words(each.layer) if each.layer else None,
        reading=each.reading,
        because=each.because,
        figure=a_year(each.per_year, network.currency),
        is_estimated=any(deal.id in estimated for deal in each.deals),
        why=each.why(),
    )
