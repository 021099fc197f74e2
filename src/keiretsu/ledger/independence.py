"""Which claims go back to one source: those of one document, of its copies, or of one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import networkx as nx

from keiretsu.claims import Claim
from keiretsu.documents.origins import origins, sentence_key


def claim_origins(claims: Iterable[Claim]) -> Mapping[str, str]:
    """Return the origin of each claim, by the claims' ids.

    Answers *how many independent sources say so*: as many as there are different origins. Claims of
    one document have one origin, so have those of its copies, and those whose quotes are one
    sentence but for spacing and punctuation, however their documents differ otherwise.
    """
    found = sorted(claims, key=lambda claim: claim.id)
    graph: nx.Graph[str] = nx.Graph()
    texts = origins(claim.document for claim in found)
    sentences: dict[str, list[str]] = {}
    for claim in found:
        document = texts[claim.document.id]
        graph.add_node(document)
        words = sentence_key(claim.quote)
        if words is not None:
            sentences.setdefault(words, []).append(document)
    for alike in sentences.values():
        graph.add_edges_from(pairwise(alike))
    first = {key: min(group) for group in nx.connected_components(graph) for key in group}
    return {claim.id: first[texts[claim.document.id]] for claim in found}
