"""The best blocs of a network's signed ties, and the ties that break them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from keiretsu.measures.blocs import Frustration, frustration_index
from keiretsu.measures.of_network.ties import Sign, Tie
from keiretsu.measures.signed import SignedEdge
from keiretsu.network import Network
from keiretsu.parties import Party
from keiretsu.quantities import counted

EFFORT = 20.0  # a proof: a minute or so at most, on a slow machine


@dataclass(frozen=True)
class Partition:
    """The blocs that go against the fewest ties, for a number of blocs at most.

    Parameters
    ----------
    most
        How many blocs at most.
    frustration
        The index, whether it is proved, and its lower bound where it isn't.
    blocs
        The parties of each bloc, the largest bloc first; who has no tie that isn't neutral is in none.
    frustrated
        The ties that break the pattern: friendly ones between blocs and hostile ones inside.
    """

    most: int
    frustration: Frustration = field(repr=False)
    blocs: tuple[tuple[Party, ...], ...]
    frustrated: tuple[Tie, ...] = field(repr=False)

    @property
    def bloc(self) -> dict[str, int]:
        """The number of each party's bloc, by its id; 1 is the largest."""
        return {party.id: number for number, bloc in enumerate(self.blocs, 1) for party in bloc}

    def title(self) -> str:
        """Return the index with its proof, in a line."""
        found = self.frustration
        go = "goes" if found.index == 1 else "go"
        ties = f"{found.index:g} of {counted(found.weight, 'tie')} {go} against {self.most} blocs at best"
        return ties if found.proved else f"{ties} found; no blocs have fewer than {found.lower_bound:g}"

    def breach(self, tie: Tie) -> str:
        """Return in which way a frustrated tie breaks the pattern."""
        return "friends in different blocs" if tie.sign is Sign.FRIENDLY else "opponents in one bloc"


def best_partition(network: Network, ties: Sequence[Tie], most: int) -> Partition:
    """Return the blocs, ``most`` of them at most, that go against the fewest ties."""
    edges = signed_edges(network, ties)
    found = frustration_index(len(network.parties), edges, blocs=most, effort=EFFORT)
    tied = {place for left, right, _ in edges for place in (left, right)}
    blocs = [tuple(network.parties[place] for place in bloc if place in tied) for bloc in found.partition]
    counted = [tie for tie in ties if tie.sign is not Sign.NEUTRAL]
    return Partition(
        most=most,
        frustration=found,
        blocs=tuple(sorted(filter(None, blocs), key=lambda bloc: -len(bloc))),
        frustrated=tuple(counted[place] for place in found.frustrated),
    )


def signed_edges(network: Network, ties: Sequence[Tie]) -> list[SignedEdge]:
    """Return the ties that aren't neutral as triples of party, party and sign, in their order."""
    index = network.index
    return [
        (index[tie.left.id], index[tie.right.id], float(tie.sign))
        for tie in ties
        if tie.sign is not Sign.NEUTRAL
    ]
