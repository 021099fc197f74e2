"""What becomes of a posting when its behaviour acts again: paths that have settled keep the old one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.holdings import Holdings, nothing
from keiretsu.simulation.masks import Flags
from keiretsu.simulation.posting import Many, Posting
from keiretsu.simulation.records import Model


def emptied(posting: Posting) -> Posting:
    """Return a posting of nothing between the same parties."""
    nil = np.zeros_like(posting.paid)
    return replace(posting, paid=nil, received=nil if posting.is_paired else np.zeros_like(posting.received))


def merged(old: Posting | None, new: Posting, is_settled: Flags) -> Posting:
    """Return the new posting with the amounts of the old one on the paths that have settled."""
    if not is_settled.any():
        return new
    if old is None:
        return _where(is_settled, emptied(new), new)
    if _is_alike(old, new):
        return _where(is_settled, old, new)
    return _joined(_where(is_settled, old, emptied(old)), _where(is_settled, emptied(new), new))


def moves(model: Model, old: Posting | None, new: Posting) -> list[tuple[Floats, Floats]]:
    """Return what has moved, as pairs of arrays alike: what was posted before, and what is now."""
    old = emptied(new) if old is None else old
    if _is_alike(old, new):
        sides = [(old.paid, new.paid)]
        return sides if new.is_paired else [*sides, (old.received, new.received)]
    return [(_entered(model, old).positions, _entered(model, new).positions)]


def _entered(model: Model, posting: Posting) -> Holdings:
    holdings = nothing(model, posting.amount.size)
    holdings.post(posting)
    return holdings


def _is_alike(old: Posting, new: Posting) -> bool:
    return (
        np.array_equal(old.payers, new.payers)
        and np.array_equal(old.payees, new.payees)
        and (old.places is None or new.places is None or np.array_equal(old.places, new.places))
    )


def _where(is_settled: Flags, old: Posting, new: Posting) -> Posting:
    received = np.where(is_settled, old.received, new.received)
    paid = received if new.is_paired else np.where(is_settled, old.paid, new.paid)
    return replace(new, paid=paid, received=received)


def _joined(old: Posting, new: Posting) -> Posting:
    """Return one posting in array form of both; what is nothing in the old one is left out."""
    some: Flags = (old.received != 0).any(axis=1)
    received = np.concatenate([old.received[some], new.received])
    has_places = old.places is not None and new.places is not None
    return replace(
        new,
        payers=_both(old.payers, new.payers, some) if new.payers.size else new.payers,
        payees=_both(old.payees, new.payees, some),
        paid=received if new.payers.size else new.paid,
        received=received,
        places=_both(old.places, new.places, some) if has_places else None,
        many=Many(tuple(_both(_grounds(old), _grounds(new), some))),
    )


def _grounds(posting: Posting) -> NDArray[np.object_]:
    grounds = np.full(len(posting.received), None, dtype=object)
    if posting.many is not None:
        grounds[:] = [posting.many.of(row) for row in range(len(grounds))]
    return grounds


def _both(old: NDArray[Any] | None, new: NDArray[Any] | None, some: Flags) -> NDArray[Any]:
    return np.concatenate([np.asarray(old)[some], np.asarray(new)])
