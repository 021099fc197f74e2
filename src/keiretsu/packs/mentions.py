"""Find a pack's names in texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from keiretsu.claims import KnownName
from keiretsu.packs.alike import SHORTEST, nearest

_CAPITALISED = r"[A-Z][\w&.-]*\w"
_PROPER = re.compile(rf"(?<!\w){_CAPITALISED}(?: {_CAPITALISED}){{0,2}}")


class Names:
    """The names of a pack, as they stand in texts.

    Examples
    --------
    >>> names = Names([KnownName("Alpha Ports", "Alpha"), KnownName("Beta Line", "Beta")])
    >>> sorted(names.owners_in("Alpha Ports lends to nobody.")), list(names.slips_in("Alpha Prots lends."))
    (['Alpha'], [('Alpha Prots', 'Alpha Ports')])
    """

    def __init__(self, known: Iterable[KnownName]) -> None:
        self._owners = {name.name.casefold(): name.canonical for name in known}
        self._names = sorted({name.name for name in known}, key=lambda name: (-len(name), name))
        self._words = {word for name in self._owners for word in name.split()}
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for name in self._names:
            self._by_length[name.count(" ")].append(name)
        self._meant: dict[str, str | None] = {}

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self._names))})(?!\w)", re.IGNORECASE)

    def owners_in(self, text: str) -> frozenset[str]:
        """Return the organisations that a text names, by any of their names."""
        if not self._names:
            return frozenset()
        return frozenset(self._owners[found.casefold()] for found in self._any.findall(text))

    def slips_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield proper names that are nearly a known one: as written, and as known."""
        seen: set[str] = set()
        for found in _PROPER.finditer(text):
            for written in _beginnings(found.group()):
                if written in seen or self._is_of_names(written):
                    continue
                seen.add(written)
                if meant := self._meant_by(written):
                    yield written, meant

    def _is_of_names(self, written: str) -> bool:
        """Say whether all words are those of known names: a part of a name is no slip of another."""
        return self._words.issuperset(written.casefold().split())

    def _meant_by(self, written: str) -> str | None:
        """Return the name of as many words that this one is a slip of: one word is none of two."""
        if written not in self._meant:
            self._meant[written] = nearest(written, self._by_length[written.count(" ")])
        return self._meant[written]


def _beginnings(words: str) -> Iterator[str]:
    """Yield a run of words, and each part of it that could be a name by itself."""
    parts = words.split(" ")
    for first in range(len(parts)):
        for last in range(len(parts), first, -1):
            name = " ".join(parts[first:last])
            if len(name) >= SHORTEST:
                yield name
