"""Why a failure costs what it costs: from the sum down to the quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keiretsu.errors import NotFoundError
from keiretsu.measures.of_network.naming import wrong_names
from keiretsu.network.exposures import ExposureKind
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    from keiretsu.measures.of_network.losses import HolderLoss, KindLoss, Losses


def explain(losses: Losses, names: tuple[str, ...]) -> Reason:
    """Explain the loss of all, of a holder, or of a holder and kind."""
    if not names:
        text = f"If {losses.party.name} fails, others lose {_money(losses, losses.total)} within a year"
        unpaid = tuple(each.why for each in losses.unpaid)
        return Reason(text, (*(_holder(losses, each) for each in losses.holders), *unpaid), estimate=True)
    if len(names) > 2:
        raise wrong_names(names, "a holder, or a holder and a kind of exposure")
    found = losses.of(names[0])
    if len(names) == 1:
        return _holder(losses, found)
    for each in found.kinds:
        if each.kind == names[1]:
            return _kind(losses, each)
    raise NotFoundError(
        "measure.no-such-exposure",
        where=" / ".join(names),
        message=f"has no exposure of this kind to {losses.party.name}",
        hint=f"use one of {', '.join(ExposureKind)}, as the table by kind lists them",
    )


def _holder(losses: Losses, found: HolderLoss) -> Reason:
    lost = _money(losses, found.total)
    text = f"{found.holder.name} loses {lost} within a year if {losses.party.name} fails"
    if found.share_of_buffer is not None:
        text += f", {found.share_of_buffer:.0%} of its cash"
    because = tuple(_kind(losses, each) for each in found.kinds)
    cash = (found.buffer.why,) if found.buffer else ()
    return Reason(text, (*because, *_second_rounds(losses, found), *cash), estimate=True)


def _kind(losses: Losses, found: KindLoss) -> Reason:
    reasons = tuple(each.why for each in found.exposures)
    unknown = f"; {found.unknown} of unknown size" if found.unknown else ""
    if found.recovery is None:
        later = (
            f"{found.kind}: {_money(losses, found.gross)} after the coming year, no loss of the year{unknown}"
        )
        return Reason(later, reasons)
    text = (
        f"{found.kind}: {_money(losses, found.loss)} of {_money(losses, found.gross)} is lost,"
        f" {found.recovery.value:.0%} recovered{unknown}"
    )
    return Reason(text, (*reasons, found.recovery.why()), estimate=True)


def _second_rounds(losses: Losses, found: HolderLoss) -> tuple[Reason, ...]:
    failures = losses.failures
    index = failures.network.index
    holder, party = index[found.holder.id], index[losses.party.id]
    reasons = []
    for place in failures.second_rounds(holder, party):
        other = failures.network.parties[place]
        part = float(failures.distress[place, party])
        lost = part * float(failures.positions.claims[0, holder, place])
        claims = tuple(
            each.why
            for each in failures.exposures
            if each.holder == found.holder and each.of == other and each.kind.is_claim
        )
        cost = f"which costs {_money(losses, lost)}"
        text = f"second round: {other.name} has lost {part:.1%} of its worth, {cost}"
        known = failures.worths[other.id]
        reasons.append(Reason(text, (*claims, *((known.why,) if known else ())), estimate=True))
    return tuple(reasons)


def _money(losses: Losses, amount: float) -> str:
    return f"{losses.network.currency} {amount:,.0f}"
