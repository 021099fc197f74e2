"""Structural balance: whether the friend of a friend is a friend, and the enemy of an enemy too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.signed import Pairs, SignedEdgeList, signed_edges_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True)
class Balance:
    """How balanced a signed network is, by its triangles and by its closed walks.

    Parameters
    ----------
    edges, negative_edges
        Edges given whose weight isn't 0, and those of them below 0.
    triangles, balanced_triangles
        Sets of three parties that all have ties with each other, and those with an even number of
        hostile ties.
    walk_balance
        The walk balance, above 0 and at most 1; 1 exactly if two blocs fit cleanly.
    """

    edges: int
    negative_edges: int
    triangles: int
    balanced_triangles: int
    walk_balance: float

    @property
    def balanced_triangle_share(self) -> float:
        """The balanced part of all triangles, 0..1; not a number (nan) where there is no triangle."""
        return self.balanced_triangles / self.triangles if self.triangles else float("nan")


def balance(n: int, signed_edges: SignedEdgeList) -> Balance:
    """Measure the structural balance of a signed network.

    Answers *how consistent are friendships and rivalries: is the enemy of my enemy my friend?*

    Formula: with ``A`` the symmetric matrix of signs, ``balanced_triangle_share`` is the share of
    triangles whose signs multiply to +1, and ``walk_balance = tr exp(A) / tr exp(|A|)``, which weighs
    closed walks of every length ``k`` by ``1/k!``.

    Parameters
    ----------
    n
        Number of parties.
    signed_edges
        Triples ``(i, j, w)`` as for :func:`frustration_index`. Only signs count: the sign of a pair is
        that of all its weights added up, and a pair whose weights cancel has no tie. A tie of a
        party to itself is in no triangle; a hostile one makes closed walks negative.

    Returns
    -------
    Balance
        Counts, ``balanced_triangle_share`` and ``walk_balance``; all are without unit.

    Raises
    ------
    MisuseError
        ``measure.invalid-signed-edges`` as for :func:`frustration_index`.

    Notes
    -----
    Cartwright and Harary (1956) for triangles, Estrada and Benzi (2014) for walks. Each connected
    component's eigenvalues are found from its dense matrix: a few thousand parties at most.

    Examples
    --------
    Two allies with a common rival are balanced, three rivals are not.

    >>> allies = balance(3, [(0, 1, 1), (0, 2, -1), (1, 2, -1)])
    >>> allies.balanced_triangle_share, round(allies.walk_balance, 9)
    (1.0, 1.0)
    >>> rivals = balance(3, [(0, 1, -1), (0, 2, -1), (1, 2, -1)])
    >>> rivals.balanced_triangle_share, round(rivals.walk_balance, 3)
    (0.0, 0.686)
    """
    given = signed_edges_of(n, signed_edges)
    pairs, _ = given.pairs()
    loops = given.left == given.right
    own = np.sign(np.bincount(given.left[loops], given.weight[loops], given.parties))
    signs = _signs(pairs)
    ties = abs(signs)
    # Six closed walks of three steps go round each triangle, all with the product of its signs.
    triangles = int((ties @ ties).multiply(ties).sum()) // 6
    surplus = int((signs @ signs).multiply(signs).sum()) // 6
    return Balance(
        edges=int((given.weight != 0).sum()),
        negative_edges=int((given.weight < 0).sum()),
        triangles=triangles,
        balanced_triangles=(triangles + surplus) // 2,
        walk_balance=_walk_balance(signs, own),
    )


def _signs(pairs: Pairs) -> csr_array[Any, Any]:
    from scipy.sparse import coo_array

    ends = np.concatenate([pairs.left, pairs.right]), np.concatenate([pairs.right, pairs.left])
    sign = np.sign(np.tile(pairs.net, 2)).astype(np.int64)
    return coo_array((sign, ends), shape=(pairs.parties, pairs.parties)).tocsr()


def _walk_balance(signs: csr_array[Any, Any], own: Floats) -> float:
    """Return ``tr exp(A) / tr exp(|A|)`` by the eigenvalues of one connected component at a time."""
    from scipy.sparse.csgraph import connected_components

    if not own.size:
        return 1.0
    labels = connected_components(abs(signs), directed=False)[1]
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    alone = np.array([group[0] for group in groups if group.size == 1], dtype=np.int64)
    signed, unsigned = [own[alone]], [np.abs(own[alone])]
    for group in groups:
        if group.size > 1:
            matrix = signs[group][:, group].toarray() + np.diag(own[group])
            signed.append(np.linalg.eigvalsh(matrix))
            unsigned.append(np.linalg.eigvalsh(np.abs(matrix)))
    total = np.concatenate(unsigned)
    # Divided by the largest term, so that nothing overflows.
    walks = np.exp(np.concatenate(signed) - total.max()).sum() / np.exp(total - total.max()).sum()
    return min(float(walks), 1.0)
