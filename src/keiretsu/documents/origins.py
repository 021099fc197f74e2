"""Which documents tell one story: copies of it, and pages that print it inside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from zlib import crc32

import networkx as nx
import numpy as np
from datasketch import MinHash, MinHashLSHEnsemble
from rapidfuzz.utils import default_process

from keiretsu.documents.record import Document

SHINGLE_WORDS = 5
"""Words a shingle: long enough that two texts seldom share one by chance."""
LEAST_SHINGLES = 25
"""Texts of fewer shingles, a paragraph, are told apart: a quotation in common makes no copy."""
LEAST_SHARE = 0.8
"""Of the shorter text's shingles, how many the longer one must hold: editors trim and retitle."""
CANDIDATE_SHARE = 0.6
"""What the index is asked for; its estimate errs, so it is asked for more than will do."""
LEAST_WORDS = 8
"""Shorter sentences are written twice by chance."""
FEW = 100
"""So many texts are compared pair by pair sooner than an index is built."""
_PERMUTATIONS = 128
_WORD = re.compile(r"\w+")


def origins(documents: Iterable[Document]) -> Mapping[str, str]:
    """Find the documents that go back to one story.

    Answers *how many independent voices are these*. Two documents have one origin when the longer
    holds at least four fifths of the shorter one's five-word shingles (Broder 1997), such as an
    agency's story on the page of a newspaper; so do those that are linked by a third. Candidates
    come from an index (Zhu et al. 2016) and are verified by counting, so no two texts that differ
    are ever taken for one, and not all pairs are compared. The order of the documents doesn't
    matter.

    Parameters
    ----------
    documents
        The documents; a document given twice counts once.

    Returns
    -------
    mapping of str to str
        The id of each document's origin: the least id among the documents that it is shared by.

    Examples
    --------
    >>> story = " ".join(f"word{n}" for n in range(60))
    >>> first, copy = Document(story, name="a.txt"), Document(f"Reprint. {story}", name="b.txt")
    >>> found = origins([first, copy, Document("Another story.", name="c.txt")])
    >>> found[first.id] == found[copy.id], len(set(found.values()))
    (True, 2)
    """
    texts = {document.id: document for document in documents}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(texts)
    long = {key: shingles(texts[key].text) for key in sorted(texts)}
    long = {key: found for key, found in long.items() if len(found) >= LEAST_SHINGLES}
    graph.add_edges_from(_copies(long))
    return {key: min(group) for group in nx.connected_components(graph) for key in group}


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[int]:
    """Return the hashes of a text's runs of words, in lower case and without punctuation."""
    words = [crc32(word.encode("utf-8")) for word in _WORD.findall(text.casefold())]
    if len(words) < SHINGLE_WORDS:
        return frozenset()
    runs = np.lib.stride_tricks.sliding_window_view(np.array(words, dtype=np.uint64), SHINGLE_WORDS)
    powers = np.array([1_000_003**place % 2**64 for place in range(SHINGLE_WORDS)], dtype=np.uint64)
    return frozenset((runs * powers).sum(axis=1, dtype=np.uint64).tolist())


@lru_cache(maxsize=65536)
def sentence_key(quote: str) -> str | None:
    """Return what a sentence shares with its copies: its letters and digits, whatever the spacing.

    ``None`` for a sentence so short that two people may have written it.

    Examples
    --------
    >>> one = sentence_key("Alpha has put 2 billion dollars into Beta, it said.")
    >>> one == sentence_key("Alpha has put 2 billion  dollars into Beta - it said")
    True
    >>> sentence_key("Alpha buys Beta.") is None
    True
    """
    words = default_process(quote).split()
    return "".join(words) if len(words) >= LEAST_WORDS else None


def _copies(texts: Mapping[str, frozenset[int]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of which one holds the other, verified by counting."""
    pairs = combinations(texts, 2) if len(texts) <= FEW else _candidates(texts)
    for one, other in pairs:
        if _holds(texts[one], texts[other]):
            yield one, other


def _candidates(texts: Mapping[str, frozenset[int]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of which one probably holds the other, from an index of sketches."""
    hashes = {key: _min_hash(found) for key, found in texts.items()}
    index = MinHashLSHEnsemble(threshold=CANDIDATE_SHARE, num_perm=_PERMUTATIONS)
    index.index((key, hashes[key], len(found)) for key, found in texts.items())
    for key, found in texts.items():
        for other in index.query(hashes[key], len(found)):
            if other != key:
                yield key, other


def _holds(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= LEAST_SHARE * min(len(one), len(other))


def _min_hash(found: frozenset[int]) -> MinHash:
    made = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=_itself)
    made.update_batch(sorted(found))
    return made


def _itself(shingle: int) -> int:
    return shingle % 2**32
