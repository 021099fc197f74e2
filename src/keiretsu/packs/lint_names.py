"""What is wrong with the names of a pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from keiretsu.errors import Problem, Severity
from keiretsu.packs.alike import nearest
from keiretsu.packs.looked import Looked
from keiretsu.vocabulary import layers


def open_layers(looked: Looked) -> Iterator[Problem]:
    """Yield the layers that are nearly one of the vocabulary, or one that the pack uses more often.

    An industry has nouns of its own; only what looks like a slip is told.
    """
    used = Counter(known.layer for known in looked.pack.known_names if known.layer)
    for known in looked.pack.known_names:
        if known.layer is None or known.layer in layers():
            continue
        commoner = (layer for layer in used if used[layer] > used[known.layer])
        meant = _layer_meant(known.layer, [*layers(), *commoner])
        if meant:
            yield Problem(
                "pack.open-layer",
                Severity.NOTE,
                looked.file(f"organisations.yaml: {known.name}"),
                f"{known.layer!r} is not a layer of the vocabulary, and is nearly {meant!r}",
                f"write {meant!r} if that is meant; it counts as a noun of this industry if it isn't",
            )


def alike_organisations(looked: Looked) -> Iterator[Problem]:
    """Yield the organisations whose names are so alike that they may be one."""
    for first, second in combinations(looked.pack.parties, 2):
        if nearest(second.name, [first.name]):
            yield Problem(
                "pack.near-miss-name",
                Severity.NOTE,
                looked.places[second.id],
                f"{second.name!r} is nearly {first.name!r} at {looked.places[first.id]}",
                "make one an alias of the other if they are one organisation",
            )


def unused_organisations(looked: Looked) -> Iterator[Problem]:
    """Yield the organisations of which the pack tells nothing but their names."""
    told = {figure.party.name for figure in looked.pack.figures}.union(*looked.mentioned.values())
    for party in looked.pack.parties:
        if party.name not in told:
            yield Problem(
                "pack.unused-organisation",
                Severity.NOTE,
                looked.places[party.id],
                f"{party.name} has no figure, and no document names it",
                "add what is known of it; leave it if your own documents will name it",
            )


def _layer_meant(word: str, known: list[str]) -> str | None:
    """Return the layer that this word is a likely slip of; a plural is one here."""
    number = (layer for layer in known if f"{layer}s" == word or layer == f"{word}s")
    return next(number, None) or nearest(word, known)
