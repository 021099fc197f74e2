"""The signed ties of a network: who is with whom and who against whom, one vote a deal."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from keiretsu.ledger import Deal
from keiretsu.measures.arrays import Floats
from keiretsu.network import Draws, Network
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

VOTES = {"invests": 1, "acquires": 1, "supplies": 1, "partners": 1, "competes": -1, "regulates": -1}
"""The relations that are votes for (1) or against (-1) a tie; the others say nothing of two parties."""


class Sign(IntEnum):
    """What the deals of two parties add up to."""

    FRIENDLY = 1
    NEUTRAL = 0
    HOSTILE = -1


@dataclass(frozen=True)
class Tie:
    """Two parties and the binding deals between them.

    Parameters
    ----------
    left, right
        The parties, in the network's order.
    friendly
        The deals by which one funds, acquires, supplies or partners the other.
    hostile
        Those by which they compete, or one regulates the other.
    """

    left: Party
    right: Party
    friendly: tuple[Deal, ...] = field(repr=False)
    hostile: tuple[Deal, ...] = field(repr=False)

    @property
    def sign(self) -> Sign:
        """The sign of the majority: each deal has one vote, and an equal number is neutral."""
        return Sign(int(np.sign(len(self.friendly) - len(self.hostile))))

    @property
    def is_contested(self) -> bool:
        """Whether there are deals of both signs."""
        return bool(self.friendly and self.hostile)

    def title(self) -> str:
        """Return the two names."""
        return f"{self.left.name} and {self.right.name}"

    def why(self) -> Reason:
        """Explain the sign by the deals, down to the quotes."""
        votes = f"{counted(len(self.friendly), 'deal')} for, {len(self.hostile)} against"
        deals = tuple(deal.why() for deal in (*self.friendly, *self.hostile))
        return Reason(f"{self.title()}: {self.sign.name.lower()} ({votes}; each deal has one vote)", deals)


def signed_ties(network: Network) -> tuple[Tie, ...]:
    """Return the ties of all pairs that have a binding deal with a vote, in the network's order."""
    found: dict[tuple[int, int], list[Deal]] = {}
    for deal in network.deals:
        pair = _pair(network, deal)
        if pair is not None and deal.is_binding:
            found.setdefault(pair, []).append(deal)
    return tuple(
        Tie(
            network.parties[left],
            network.parties[right],
            friendly=tuple(deal for deal in deals if VOTES[deal.relation] > 0),
            hostile=tuple(deal for deal in deals if VOTES[deal.relation] < 0),
        )
        for (left, right), deals in sorted(found.items())
    )


@dataclass(frozen=True, eq=False)
class DrawnTies:
    """The signed ties of a network in every draw.

    Parameters
    ----------
    signs
        Sign of each pair, symmetric, shape ``(s, n, n)``.
    contested
        Number of pairs with deals of both signs, shape ``s``.
    """

    signs: Floats
    contested: Floats


def drawn_ties(draws: Draws) -> DrawnTies:
    """Add up the votes of the deals that are real in each draw."""
    n = draws.parties
    friendly, hostile = np.zeros((2, len(draws), n, n))
    for place, deal in enumerate(draws.network.deals):
        pair = _pair(draws.network, deal)
        if pair is not None:
            votes = friendly if VOTES[deal.relation] > 0 else hostile
            votes[:, pair[0], pair[1]] += draws.real[:, place]
    signs = np.sign(friendly - hostile)
    contested = ((friendly > 0) & (hostile > 0)).sum(axis=(1, 2)).astype(np.float64)
    return DrawnTies(signs + signs.transpose(0, 2, 1), contested)


def _pair(network: Network, deal: Deal) -> tuple[int, int] | None:
    """Return the places of a deal's two parties; ``None`` where it is no tie of two."""
    if deal.relation not in VOTES or deal.object is None or deal.object == deal.subject:
        return None
    one, other = network.index[deal.subject.id], network.index[deal.object.id]
    return min(one, other), max(one, other)
