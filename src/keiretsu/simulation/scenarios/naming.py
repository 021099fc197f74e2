"""From the words of a scenario to the places of an industry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from keiretsu.errors import Problem
from keiretsu.parties import Party, Registry
from keiretsu.parties.registry import name_key
from keiretsu.simulation.industry.levers import Per
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.scenarios import faults
from keiretsu.simulation.scenarios.fields import ALL, Firms, Layers, Selector
from keiretsu.vocabulary import layers as vocabulary


def labels(industry: Industry, per: Per) -> tuple[str, ...]:
    """Return what each place of a lever or a variable is called.

    Examples
    --------
    >>> from keiretsu.simulation.industry.example import three_firms
    >>> labels(three_firms(), Per.GROUP)
    ('Alpha / cloud', 'Beta / chips')
    """
    firms, layers, supplies = industry.names, industry.layers, industry.supplies
    _, customer, layer = industry.groups
    rows: dict[Per, Iterable[tuple[str, ...]]] = {
        Per.FIRM: ((firm,) for firm in industry.firms),
        Per.EDGE: (
            (firms[one], firms[other], layers[of])
            for one, other, of in zip(supplies.customer, supplies.supplier, supplies.layer, strict=True)
        ),
        Per.PAIR: (
            (firms[one], firms[other])
            for one, other in zip(industry.equity.holder, industry.equity.issuer, strict=True)
        ),
        Per.GROUP: ((firms[one], layers[of]) for one, of in zip(customer, layer, strict=True)),
        Per.MARKET: ((layers[of],) for of in industry.markets),
        Per.LAYER: ((layer,) for layer in layers),
        Per.INDUSTRY: (("industry",),),
    }
    return tuple(" / ".join(row) for row in rows[per])


@dataclass(slots=True)
class Found:
    """Places that words name, and the problems with words that name none."""

    places: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Names:
    """The names of an industry's firms and layers.

    Parameters
    ----------
    industry
        The industry.
    parties
        Who its firms are, by which other names and of which kind; a firm without a party has its name
        only.
    """

    industry: Industry
    parties: tuple[Party, ...] = ()

    def firms(self, selectors: Firms, where: str) -> Found:
        """Return the firms that any of the selectors names."""
        found = Found()
        for selector in selectors:
            trait, value = selector.trait
            match trait:
                case "name":
                    self._add(found, self._named(str(value)), where, "firm", str(value), self._firm_names)
                case "kind":
                    self._add(
                        found, self._of_kind(str(value)), where, "kind of firm", str(value), self._kinds
                    )
                case _:
                    self._add_traders(found, selector, where)
        return found

    def layers(self, words: Layers, where: str) -> Found:
        """Return the layers that any of the words names."""
        found = Found()
        for word in words:
            self._add(found, self._layers_named(word), where, "layer", word, self.industry.layers)
        return found

    def rows(self, selectors: Firms, per: Per, where: str) -> Found:
        """Return the rows of an outcome: those that belong to the firms, or bear the name of the layer."""
        if per is Per.FIRM:
            return self.firms(selectors, where)
        found, known = Found(), labels(self.industry, per)
        for selector in selectors:
            word = str(selector.trait[1])
            rows = {row for row, label in enumerate(known) if word in (label, *label.split(" / "))}
            self._add(found, rows, where, per.value, word, known)
        return found

    def _add_traders(self, found: Found, selector: Selector, where: str) -> None:
        trait, layer = selector.trait
        named = self.layers((str(layer),), where)
        found.problems += named.problems
        found.places |= self._traders(named.places, buys=trait == "buys")
        if named.places and not self._traders(named.places, buys=trait == "buys"):
            found.problems.append(
                faults.nothing_to_change(
                    where, f"nobody {trait} {layer} in the industry", "name another layer"
                )
            )

    @staticmethod
    def _add(found: Found, places: set[int], where: str, kind: str, name: str, known: Iterable[str]) -> None:
        found.places |= places
        if not places:
            found.problems.append(faults.unknown(where, kind, name, known))

    def _named(self, name: str) -> set[int]:
        if name == ALL:
            return set(range(len(self.industry.firms)))
        if name in self._places:
            return {self._places[name]}
        by_key = {name_key(firm): place for firm, place in self._places.items()}
        if name_key(name) in by_key:
            return {by_key[name_key(name)]}
        return {self._place_of[party.id] for party in self._meant(name) if party.id in self._place_of}

    def _meant(self, name: str) -> Iterator[Party]:
        if name in self._registry:
            yield self._registry.resolve(name)
        yield from (party for party in self.parties if party.id == name)

    def _of_kind(self, kind: str) -> set[int]:
        return {
            self._place_of[party.id]
            for party in self.parties
            if party.kind == kind and party.id in self._place_of
        }

    def _layers_named(self, word: str) -> set[int]:
        if word == ALL:
            return set(range(len(self.industry.layers)))
        return {place for place, layer in enumerate(self.industry.layers) if word in self._words_of(layer)}

    @staticmethod
    def _words_of(layer: str) -> tuple[str, ...]:
        known = vocabulary().get(layer)
        return (layer,) if known is None else (layer, *known.words)

    def _traders(self, layers: set[int], *, buys: bool) -> set[int]:
        supplies, chosen = self.industry.supplies, np.array(sorted(layers), dtype=np.intp)
        edges = np.isin(supplies.layer, chosen)
        if buys:
            return set(supplies.customer[edges].tolist())
        to_end_customers = np.flatnonzero(np.isin(self.industry.market, self._markets_in(layers)))
        return set(supplies.supplier[edges].tolist()) | set(to_end_customers.tolist())

    def _markets_in(self, layers: set[int]) -> list[int]:
        return [market for market, layer in enumerate(self.industry.markets) if int(layer) in layers]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {firm: place for place, firm in enumerate(self.industry.firms)}

    @cached_property
    def _registry(self) -> Registry:
        return Registry(self.parties)

    @cached_property
    def _place_of(self) -> dict[str, int]:
        """The firm of each party's id; firms of one name have their id behind it."""
        names = (
            (party.id, name) for party in self.parties for name in (f"{party.name} ({party.id})", party.name)
        )
        found: dict[str, int] = {}
        for party_id, name in names:
            if name in self._places:
                found.setdefault(party_id, self._places[name])
        return found

    @property
    def _firm_names(self) -> list[str]:
        present = [party for party in self.parties if party.id in self._place_of]
        return [*self.industry.firms, *(name for party in present for name in (*party.aliases, *party.units))]

    @property
    def _kinds(self) -> list[str]:
        return sorted({party.kind for party in self.parties if party.id in self._place_of})
