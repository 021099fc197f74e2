"""What the measures of signed networks take: edges between parties, friendly above 0, hostile below."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats, Indices, numbers
from keiretsu.measures.options import whole

SignedEdge: TypeAlias = tuple[int, int, float]
SignedEdgeList: TypeAlias = Iterable[SignedEdge | Sequence[float]] | NDArray[np.generic]
CODE, NAME, TRIPLE = "measure.invalid-signed-edges", "signed_edges", 3


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of different parties with what their edges add up to, each pair once.

    Parameters
    ----------
    parties
        Number of parties ``n``.
    left, right
        Indices of each pair, ``left < right``.
    net
        The pair's weights added up, never 0: friendly above, hostile below.
    """

    parties: int
    left: Indices
    right: Indices
    net: Floats


@dataclass(frozen=True, slots=True, eq=False)
class SignedEdges:
    """Checked signed edges, in the order given; a pair may be stated several times, either way round."""

    parties: int
    left: Indices
    right: Indices
    weight: Floats

    def frustrated_by(self, labels: Indices) -> Indices:
        """Return the positions of the edges that blocs ``labels`` go against."""
        apart = labels[self.left] != labels[self.right]
        return np.flatnonzero(np.where(apart, self.weight > 0, self.weight < 0))

    def pairs(self) -> tuple[Pairs, float]:
        """Return the net pairs, and the weight that goes against any blocs.

        Of two edges of opposite sign between one pair, one is frustrated whatever the blocs are;
        so is a hostile edge of a party to itself.
        """
        low, high = np.minimum(self.left, self.right), np.maximum(self.left, self.right)
        between = low != high
        lost = math.fsum(-self.weight[~between & (self.weight < 0)])
        keys, place = np.unique(low[between] * self.parties + high[between], return_inverse=True)
        friendly = np.bincount(place, self.weight[between].clip(min=0), keys.size)
        hostile = np.bincount(place, (-self.weight[between]).clip(min=0), keys.size)
        left, right = np.divmod(keys, max(self.parties, 1))
        standing = friendly != hostile
        net = (friendly - hostile)[standing]
        lost += math.fsum(np.minimum(friendly, hostile))
        return Pairs(self.parties, left[standing], right[standing], net), lost


def signed_edges_of(n: int, signed_edges: SignedEdgeList, name: str = NAME) -> SignedEdges:
    """Check ``n`` parties and their signed edges.

    Raises
    ------
    MisuseError
        ``measure.invalid-signed-edges`` for a number of parties that isn't whole or is below 0, edges
        that aren't triples of party, party and weight, a party outside ``0..n-1``, or a weight
        that isn't finite.

    Examples
    --------
    >>> edges = signed_edges_of(3, [(0, 1, 2), (1, 0, -0.5), (1, 2, -1)])
    >>> pairs, lost = edges.pairs()
    >>> pairs.net.tolist(), lost
    ([1.5, -1.0], 0.5)
    """
    parties = whole(n, "n", least=0, code=CODE)
    if not isinstance(signed_edges, Iterable):
        raise _invalid(name, f"is {signed_edges!r}", "give a triple an edge: party, party, weight")
    given = signed_edges if isinstance(signed_edges, np.ndarray) else list(signed_edges)
    table = numbers(given, CODE, name)
    if table.size == 0:
        table = table.reshape(0, TRIPLE)
    if table.ndim != 2 or table.shape[1] != TRIPLE:
        raise _invalid(name, f"has shape {table.shape}", "give one triple an edge: party, party, weight")
    ends, weight = table[:, :2], table[:, 2]
    bad = ~((ends == np.floor(ends)) & (ends >= 0) & (ends < parties)).all(axis=1)
    if bad.any():
        first = int(np.argmax(bad))
        found = f"joins {table[first, 0]:g} and {table[first, 1]:g}, and parties are 0 to {parties - 1}"
        raise _invalid(f"{name}[{first}]", found, "use the indices of the parties")
    if not np.isfinite(weight).all():
        first = int(np.argmax(~np.isfinite(weight)))
        raise _invalid(f"{name}[{first}]", f"has weight {weight[first]}", "leave out edges of unknown weight")
    with np.errstate(over="ignore"):
        overflows = not np.isfinite(np.abs(weight).sum())
    if overflows:
        raise _invalid(name, "adds up to more than a float holds", "use a larger unit")
    left, right = ends.astype(np.int64).T
    return SignedEdges(parties, left, right, weight)


def _invalid(where: str, message: str, hint: str) -> MisuseError:
    return MisuseError(CODE, where=where, message=message, hint=hint)
