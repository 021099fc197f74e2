"""Who covers which layer of the stack, and who arms its own rivals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from keiretsu.errors import NotFoundError
from keiretsu.measures.charts import Grid
from keiretsu.measures.of_network.coverage import Coverage, Standing, coverage, layers_of
from keiretsu.measures.of_network.integration import SHARED
from keiretsu.measures.of_network.naming import party_named, wrong_names
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.measures.of_network.rivals import Arming, armings
from keiretsu.measures.of_network.stack_figures import Figure, stack_figures
from keiretsu.network import Draws, Network
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.vocabulary import layers as known_layers

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 24
SHADES = {Standing.LEADING: 1.0, Standing.CATCHING_UP: 0.65, Standing.EARLY: 0.35, Standing.LEFT: 0.1}


@dataclass(frozen=True)
class Stack(Result):
    """The layers of the stack that each party covers, and what it gives its rivals.

    Parameters
    ----------
    network
        What was measured.
    layers
        The layers found: the vocabulary's from the ground up, then others, most parties first.
    coverages
        Who is in which layer.
    armings
        What parties give their rivals.
    parties
        Whom the table and the picture show: all that are in some layer or arm a rival, if not chosen
        by :meth:`of`.
    """

    network: Network = field(repr=False)
    layers: tuple[str, ...]
    coverages: tuple[Coverage, ...] = field(repr=False)
    armings: tuple[Arming, ...] = field(repr=False)
    parties: tuple[Party, ...]

    def of(self, *names: str) -> Stack:
        """Return the same for some parties only, in the order given."""
        return replace(self, parties=tuple(self._party(name) for name in names))

    def standing(self, party: str, layer: str) -> Standing | None:
        """Return where a party stands in a layer; ``None`` where nothing places it there."""
        found = self._in_layer(self._party(party), layer)
        return found.standing if found else None

    def table(self) -> pd.DataFrame:
        """Return one row a party: its standing in every layer, its integration and whom it arms."""
        import pandas as pd

        columns = ["party", *self.layers, *(figure.column for figure in self._figures)]
        counts = {figure.column: "Int64" for figure in self._figures if figure.unit == "count"}
        return pd.DataFrame([self._row(party) for party in self.parties], columns=columns).astype(counts)

    def rivals_supplied(self) -> pd.DataFrame:
        """Return one row for what a party shown gives a rival: called rivals first, then the largest sums."""
        import pandas as pd

        columns = [
            "supplier",
            "relation",
            "layer",
            "customer",
            "reading",
            "rival_because",
            "per_year",
            "currency",
        ]
        rows = [
            (
                one.party.name,
                one.relation,
                one.layer,
                one.rival.name,
                one.reading,
                one.because,
                one.per_year,
                self.network.currency,
            )
            for one in self.armings
            if one.party in self.parties
        ]
        return pd.DataFrame(rows, columns=columns)

    def chart(self) -> Grid:
        """Return parties by layers, with the standing as word and shade."""
        shown, columns = self.parties[:MOST_ROWS], self._layers_to_show()
        cells = [[self._in_layer(party, layer) for layer in columns] for party in shown]
        left = (
            (len(self.parties) - len(shown), "party", "parties"),
            (len(self.layers) - len(columns), "layer", "layers"),
        )
        more = [f"{number} more {one if number == 1 else many}" for number, one, many in left if number]
        return Grid(
            title=f"Who covers which layer, as of {self.network.as_of}",
            rows=tuple(party.name for party in shown),
            columns=columns,
            values=tuple(tuple(SHADES[one.standing] if one else None for one in row) for row in cells),
            words=tuple(tuple(str(one.standing) if one else "" for one in row) for row in cells),
            legend={str(standing): shade for standing, shade in SHADES.items()},
            note=f"The table has {' and '.join(more)}." if more else "",
        )

    def why(self, *names: str) -> Reason:
        """Explain a party's layers, its standing in a layer, or what it gives a rival: down to the quotes.

        ``why(party)``, ``why(party, layer)`` or ``why(party, rival)``.

        Raises
        ------
        NotFoundError
            ``measure.no-such-party``, ``measure.not-a-rival``.
        MisuseError
            ``measure.wrong-names``.
        """
        if not 1 <= len(names) <= 2:
            raise wrong_names(names, "a party, a party and a layer, or a party and its rival")
        party = self._party(names[0])
        if len(names) == 1:
            return self._why_party(party)
        if names[1] in self.layers:
            return self._why_layer(party, names[1])
        return self._why_rival(party, self._party(names[1]))

    def _layers_to_show(self) -> tuple[str, ...]:
        """Return the vocabulary's layers, and others that parties share; all where there are none such."""
        parties = Counter(one.layer for one in self.coverages)
        shared = [layer for layer in self.layers if layer in known_layers() or parties[layer] >= SHARED]
        return tuple(shared) or self.layers

    def _why_party(self, party: Party) -> Reason:
        own = tuple(one.why() for one in self.coverages if one.party == party)
        if party.id not in self.network.index:  # the figures are of the parties of deals that stand
            text = f"{party.name} is in no deal that stands as of {self.network.as_of}"
            return Reason(text, own)
        given = tuple(one.why() for one in self.armings if one.party == party and one.called)
        place = self.network.index[party.id]
        figures = {each.column: float(each.values[0, place]) for each in self._figures}
        layers, rivals = counted(figures["layers_covered"], "layer"), figures["rivals_supplied"]
        text = f"{party.name} covers {layers}, and supplies {rivals:g} of those called its rivals"
        return Reason(f"{text}, as of {self.network.as_of}", (*own, *given))

    def _why_layer(self, party: Party, layer: str) -> Reason:
        found = self._in_layer(party, layer)
        if found is None:
            return Reason(f"{party.name} in {layer}: no deal and no list places it there")
        return found.why()

    def _why_rival(self, party: Party, rival: Party) -> Reason:
        found = [one for one in self.armings if (one.party, one.rival) == (party, rival)]
        if not found:
            raise NotFoundError(
                "measure.not-a-rival",
                where=f"{party.name} {rival.name}",
                message=f"no binding deal by which the first arms the second as of {self.network.as_of}",
                hint="look the pair up in the table of rivals supplied",
            )
        return Reason(f"{party.name} arms its rival {rival.name}", tuple(one.why() for one in found))

    @cached_property
    def _figures(self) -> tuple[Figure, ...]:
        return stack_figures(Draws.point(self.network), self.coverages, self.layers)

    @cached_property
    def _cells(self) -> dict[tuple[str, str], Coverage]:
        return {(one.party.id, one.layer): one for one in self.coverages}

    def _in_layer(self, party: Party, layer: str) -> Coverage | None:
        return self._cells.get((party.id, layer))

    def _row(self, party: Party) -> dict[str, object]:
        cells = {layer: self._in_layer(party, layer) for layer in self.layers}
        place = self.network.index.get(party.id)
        return {
            "party": party.name,
            **{layer: str(one.standing) if one else "" for layer, one in cells.items()},
            **{
                figure.column: float("nan") if place is None else float(figure.values[0, place])
                for figure in self._figures
            },
        }

    def _party(self, name: str) -> Party:
        known = (*self.network.parties, *(one.party for one in self.coverages))
        return party_named(name, known, self.network.as_of)


def stack_coverage(network: Network) -> Stack:
    """Find who covers which layer of the stack, and who arms its own rivals.

    Answers *who is in which layer, how far is each integrated, and who supplies or funds those that it
    competes with*. The rules of standing are those of :func:`coverage`; the figures those of
    :class:`Integration` and :class:`Arms`. The money of a party's unknown deals counts as nothing.

    Returns
    -------
    Stack
        Parties in most layers first.

    Notes
    -----
    Harrigan (1984) for taper integration, Adelman (1955) for value added over sales, Antras, Chor,
    Fally and Hillberry (2012) for upstreamness.

    Examples
    --------
    Alpha makes chips and runs a cloud, Beta only a cloud, on Alpha's chips.

    >>> from datetime import date
    >>> from keiretsu.claims import Claim, Evidence
    >>> from keiretsu.documents import Document
    >>> from keiretsu.ledger import ExchangeRates, reconcile
    >>> from keiretsu.network import project
    >>> from keiretsu.parties import Registry
    >>> text = Document("Alpha sells Beta chips. Alpha serves Gamma. Beta serves Gamma.", name="a")
    >>> claims = [
    ...     Claim(Evidence.find(text, quote), "supplies", supplier, customer, layer=layer)
    ...     for quote, supplier, customer, layer in [
    ...         ("Alpha sells Beta chips.", "Alpha", "Beta", "chips"),
    ...         ("Alpha serves Gamma.", "Alpha", "Gamma", "cloud"),
    ...         ("Beta serves Gamma.", "Beta", "Gamma", "cloud"),
    ...     ]
    ... ]
    >>> network = project(reconcile(claims, Registry()), as_of=date(2025, 1, 1), rates=ExchangeRates("USD"))
    >>> stack = stack_coverage(network)
    >>> stack.table()[["party", "chips", "cloud", "layers_covered"]].values.tolist()
    [['Alpha', 'catching up', 'catching up', 2], ['Beta', '', 'catching up', 1]]
    >>> stack.rivals_supplied()[["supplier", "customer", "rival_because"]].values.tolist()
    [['Alpha', 'Beta', 'both cover cloud']]
    """
    coverages = coverage(network)
    given = armings(network, coverages)
    return Stack(network, layers_of(coverages), coverages, given, _ranked(coverages, given))


def statistics(draws: Draws) -> Sequence[Statistic]:
    """Return every party's figures of the table in every draw."""
    coverages = coverage(draws.network)
    figures = stack_figures(draws, coverages, layers_of(coverages))
    within = {party.id for party in _ranked(coverages, armings(draws.network, coverages))}
    return [
        Statistic(figure.name, draws.network.label(party), figure.unit, figure.values[:, place])
        for place, party in enumerate(draws.network.parties)
        if party.id in within
        for figure in figures
    ]


def _ranked(coverages: Sequence[Coverage], given: Sequence[Arming]) -> tuple[Party, ...]:
    """Return who is in some layer or arms a rival: most layers first, and of those with more than plans."""
    found: dict[str, list[Coverage]] = {}
    for one in coverages:
        found.setdefault(one.party.id, []).append(one)
    parties = {one.party.id: one.party for one in coverages}
    parties |= {one.party.id: one.party for one in given}
    counts = {key: sum(one.is_binding for one in own) for key, own in found.items()}
    # The sort is stable, so that equals stay in alphabetical order.
    order = sorted(parties, key=lambda key: (-counts.get(key, 0), -len(found.get(key, ()))))
    return tuple(parties[key] for key in order)


MEASURE = Measure(
    name="stack",
    question="Who covers which layer of the stack, and who arms its own rivals?",
    of=stack_coverage,
    statistics=statistics,
)
