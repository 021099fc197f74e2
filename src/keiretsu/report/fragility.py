"""What a failure would cost the others: the ranking, and who loses what by the largest ones."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.measures.of_network import Contagion, Losses
from keiretsu.measures.of_network.contagion import Failing
from keiretsu.measures.of_network.losses import HolderLoss
from keiretsu.network.exposures import ExposureKind
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.report.bars import Segment, Whisker, described, sums, whisker
from keiretsu.report.money import Figure, in_all, percent
from keiretsu.report.spreads import NO_SPREADS, Spread, Spreads

RANKED = 12
TOLD = 3  # the failures of which the report tells who loses what
KINDS = tuple(kind for kind in ExposureKind if kind is not ExposureKind.BACKLOG)
SECOND_ROUNDS = "second rounds"
SECOND_ROUNDS_COLOUR = 7


@dataclass(frozen=True, slots=True)
class LossView:
    """A loss as the reader meets it: by a party's failure, or of one holder.

    ``told`` is the place where the page tells who loses what by the failure, if it does.
    """

    name: str
    loss: Figure
    bar: tuple[Segment, ...]
    whisker: Whisker | None
    in_words: str
    notes: tuple[str, ...]
    is_estimated: bool
    why: tuple[Reason, ...]
    told: str | None = None


@dataclass(frozen=True, slots=True)
class FailureView:
    """One failure: who loses what by it, and how many lose only sums that no source gives."""

    anchor: str
    name: str
    total: Figure
    holders: tuple[LossView, ...]
    without_sum: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fragility:
    """The chapter: the ranking, the kinds of exposure with their colours, and the largest failures."""

    ranked: tuple[LossView, ...]
    kinds: tuple[tuple[str, int, str], ...]
    failures: tuple[FailureView, ...]


def fragility(found: Contagion, spreads: Spreads = NO_SPREADS) -> Fragility:
    """Return what failures would cost, for reading; only failures by which a known sum is lost."""
    costly = [each for each in found.parties if each.rescue.avoided > 0][:RANKED]
    drawn = [spreads.get("contagion", "loss", found.network.label(each.party)) for each in costly]
    whole = max(
        (
            max(one.rescue.avoided, spread.high if spread else 0.0)
            for one, spread in zip(costly, drawn, strict=True)
        ),
        default=0.0,
    )
    return Fragility(
        ranked=tuple(
            _ranked(found, each, spread, whole, is_told=place < TOLD)
            for place, (each, spread) in enumerate(zip(costly, drawn, strict=True))
        ),
        kinds=kinds_of_loss(),
        failures=tuple(_failure(found.if_fails(each.party.id)) for each in costly[:TOLD]),
    )


def kinds_of_loss() -> tuple[tuple[str, int, str], ...]:
    """Return the parts of a loss: name, number of its colour, and meaning."""
    return (
        *((str(kind), number, kind.meaning) for number, kind in enumerate(KINDS, start=1)),
        (SECOND_ROUNDS, SECOND_ROUNDS_COLOUR, "Lost by claims on others who lose by the failure."),
    )


def holders_of(lost: Losses, first: int = 0, most: int | None = None) -> tuple[LossView, ...]:
    """Return those that lose a known sum by a failure, for reading: the most of them from a place on."""
    losing = losing_by(lost)
    whole = max((each.total for each in losing), default=0.0)
    return tuple(_holder(lost, each, whole) for each in losing[first:][:most])


def losing_by(lost: Losses) -> tuple[HolderLoss, ...]:
    """Return those that lose a known sum by a failure, the largest loss first."""
    return tuple(each for each in lost.holders if each.total > 0)


def _ranked(
    found: Contagion, each: Failing, spread: Spread | None, whole: float, *, is_told: bool
) -> LossView:
    currency = found.network.currency
    parts = [("direct", 1, each.direct), (SECOND_ROUNDS, 4, each.rescue.avoided - each.direct)]
    bar = sums(parts, whole, currency)
    notes = []
    if each.rescue.ratio is not None:
        cost = in_all(each.rescue.cost, currency)
        notes.append(f"{each.rescue.ratio:,.1f} times what it would cost to keep it going ({cost})")
    if each.unknown:
        notes.append(f"{counted(each.unknown, 'exposure')} of unknown size left out")
    return LossView(
        name=each.party.name,
        loss=in_all(each.rescue.avoided, currency),
        bar=bar,
        whisker=whisker(spread, whole),
        in_words=described(bar) + (f"; {spread}" if spread else ""),
        notes=tuple(notes),
        is_estimated=any(held.is_estimated for held in found.failures.exposures_to[each.party.id]),
        why=(each.rescue.why,) if is_told else found.why(each.party.id).because,
        told=_anchor(each.party) if is_told else None,
    )


def _anchor(party: Party) -> str:
    return f"failure-{party.id}"


def _failure(lost: Losses) -> FailureView:
    return FailureView(
        anchor=_anchor(lost.party),
        name=lost.party.name,
        total=in_all(lost.total, lost.network.currency),
        holders=holders_of(lost),
        without_sum=tuple(each.holder.name for each in lost.holders if each.total <= 0),
    )


def _holder(lost: Losses, each: HolderLoss, whole: float) -> LossView:
    currency = lost.network.currency
    by_kind = {kind.kind: kind.loss for kind in each.kinds}
    parts = [(str(kind), number, by_kind.get(kind, 0.0)) for number, kind in enumerate(KINDS, start=1)]
    bar = sums([*parts, (SECOND_ROUNDS, SECOND_ROUNDS_COLOUR, each.second_rounds)], whole, currency)
    notes = []
    if each.share_of_buffer is not None:
        notes.append(f"{percent(each.share_of_buffer)} of its cash")
    unknown = sum(kind.unknown for kind in each.kinds)
    if unknown:
        notes.append(f"{unknown} of its exposures {'is' if unknown == 1 else 'are'} of unknown size")
    return LossView(
        name=each.holder.name,
        loss=in_all(each.total, currency),
        bar=bar,
        whisker=None,
        in_words=described(bar),
        notes=tuple(notes),
        is_estimated=any(held.is_estimated for kind in each.kinds for held in kind.exposures),
        why=lost.why(each.holder.id).because,
    )
