"""What every party's failure does to all others, for a network as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.of_network.means import Means, buffer_of, worths_of
from keiretsu.measures.of_network.naming import party_named
from keiretsu.measures.of_network.positions import Positions
from keiretsu.measures.of_network.spreading import spread
from keiretsu.network import Draws, Network
from keiretsu.network.exposures import Exposure, exposures


@dataclass(frozen=True, eq=False)
class Failures:
    """The failure of each of ``n`` parties in turn, and what the others lose by it.

    Parameters
    ----------
    network
        The network.
    exposures
        What the losses are made of.
    positions
        The same as arrays, in one draw: the network as it is.
    distress
        The part of its worth that each party (row) has lost in the end by each failure (column),
        shape ``(n, n)``.
    losses
        What each party loses by it, second rounds included, shape ``(n, n)``.
    """

    network: Network = field(repr=False)
    exposures: tuple[Exposure, ...] = field(repr=False)
    positions: Positions = field(repr=False)
    distress: Floats
    losses: Floats

    @classmethod
    def of(cls, network: Network) -> Self:
        """Let every party of the network fail in turn."""
        positions = Positions.of(Draws.point(network))
        distress = spread(positions.impact, positions.failures())
        return cls(network, exposures(network), positions, distress[0], positions.losses(distress)[0])

    def place(self, name: str) -> int:
        """Return the place of a party by its name or id.

        Raises
        ------
        NotFoundError
            ``measure.no-such-party``.
        """
        return self.network.index[party_named(name, self.network.parties, self.network.as_of).id]

    @cached_property
    def exposures_to(self) -> dict[str, tuple[Exposure, ...]]:
        """The exposures by the id of the party that would fail."""
        found: dict[str, list[Exposure]] = {}
        for exposure in self.exposures:
            found.setdefault(exposure.of.id, []).append(exposure)
        return {party: tuple(held) for party, held in found.items()}

    @cached_property
    def buffers(self) -> dict[str, Means | None]:
        """The cash of every party, by its id; ``None`` where it is unknown."""
        return {party.id: buffer_of(self.network, party) for party in self.network.parties}

    @cached_property
    def worths(self) -> dict[str, Means | None]:
        """What every party is worth, by its id; ``None`` where nothing tells."""
        return worths_of(self.network)

    def holders(self, place: int) -> tuple[int, ...]:
        """Return the places of all that are exposed to a party, or lose by its failure in later rounds."""
        exposed = self.exposures_to.get(self.network.parties[place].id, ())
        losing = np.flatnonzero(self.losses[:, place] > 0).tolist()
        return tuple(sorted({*losing, *(self.network.index[each.holder.id] for each in exposed)}))

    def direct(self, holder: int, party: int) -> float:
        """Return what a holder loses by a failure itself, without second rounds."""
        return float(self.positions.direct[0, holder, party])

    def second_rounds(self, holder: int, party: int) -> tuple[int, ...]:
        """Return the parties whose distress after a failure costs a holder more, largest loss first."""
        lost = self.positions.claims[0, holder] * self.distress[:, party]
        lost[[holder, party]] = 0.0
        order = np.argsort(-lost, kind="stable")
        return tuple(int(place) for place in order if lost[place] > 0)
