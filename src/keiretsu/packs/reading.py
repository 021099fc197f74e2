"""Read a pack's entries into records, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from keiretsu.claims import KnownName, NameKind
from keiretsu.errors import InvalidRecordError, Problem, Severity
from keiretsu.ledger import ExchangeRate, ReportedFigure
from keiretsu.packs.alike import nearest
from keiretsu.packs.files import check, csv_rows, invalid, place, yaml_entries
from keiretsu.packs.models import FigureRow, OrganisationEntry, RateRow
from keiretsu.packs.rates import rate_key, to_base
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period


@dataclass
class Reading:
    """What has been read of a pack so far, what was wrong with it, and where each record stands.

    ``places`` has a party and a figure by its id, an exchange rate by its currency and year.
    """

    parties: list[Party] = field(default_factory=list)
    known_names: list[KnownName] = field(default_factory=list)
    figures: list[ReportedFigure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)
    _told: dict[tuple[str | None, ...], str] = field(default_factory=dict)
    _registry: Registry = field(default_factory=Registry)

    def read_organisations(self, path: Path) -> None:
        """Read who there is, and by which names."""
        for line, raw in yaml_entries(path):
            entry = check(OrganisationEntry, raw, place(path, line))
            if isinstance(entry, Problem):
                self.problems.append(entry)
            else:
                self._add_organisation(entry, place(path, line))

    def read_figures(self, path: Path) -> None:
        """Read what they report."""
        for line, raw in csv_rows(path, FigureRow):
            row = check(FigureRow, raw, place(path, line))
            problem = row if isinstance(row, Problem) else self._add_figure(row, place(path, line))
            if problem is not None:
                self.problems.append(problem)

    def read_rates(self, path: Path, base: str) -> tuple[ExchangeRate, ...]:
        """Return the rates into the base currency."""
        rows: list[tuple[str, RateRow]] = []
        for line, raw in csv_rows(path, RateRow):
            row = check(RateRow, raw, place(path, line))
            if isinstance(row, Problem):
                self.problems.append(row)
            else:
                rows.append((place(path, line), row))
                self.places.setdefault(rate_key(row), place(path, line))
        rates, problems = to_base(rows, base)
        self.problems.extend(problems)
        return rates

    def _add_organisation(self, entry: OrganisationEntry, where: str) -> None:
        party = _party(entry)
        if any(party.name == other.name or party.id == other.id for other in self.parties):
            self.problems.append(invalid(where, f"{entry.name} or its id {party.id} is already in the file"))
            return
        self.parties.append(party)
        self.places[party.id] = where
        self._registry.add(party)
        for known in _known_names(entry):
            owner = self._owners.setdefault(known.name.casefold(), entry.name)
            if owner == entry.name:
                self.known_names.append(known)
            else:
                self.problems.append(_claimed_twice(where, known.name, owner, entry.name))

    def _add_figure(self, row: FigureRow, where: str) -> Problem | None:
        if row.party not in self._registry:
            return unknown_party(where, row.party, "figure", (known.name for known in self.known_names))
        try:
            figure = _figure(row, self._registry.resolve(row.party))
        except InvalidRecordError as error:
            return invalid(where, f"{error.problem.where}: {error.problem.message}")
        first = self._told.setdefault(_series(figure), where)
        if first != where:
            return _repeated_figure(where, figure, first)
        self.figures.append(figure)
        self.places[figure.id] = where
        return None


def unknown_party(where: str, party: str, what: str, names: Iterable[str]) -> Problem:
    """Return the problem of a row about an organisation that the pack doesn't have."""
    meant = nearest(party, names)
    return Problem(
        "pack.unknown-party",
        Severity.ERROR,
        where,
        f"{party!r} is not in organisations.yaml; the {what} is left out",
        f"write {meant!r} if that is meant, or add the organisation"
        if meant
        else "add the organisation, or use the name that it has there",
    )


def _party(entry: OrganisationEntry) -> Party:
    return Party(
        name=entry.name,
        kind=entry.kind,
        aliases=entry.aliases,
        units=tuple(unit.name for unit in entry.units),
        wikidata=entry.wikidata,
        lei=entry.lei,
        country=entry.country,
    )


def _known_names(entry: OrganisationEntry) -> list[KnownName]:
    itself = [KnownName(name, entry.name, industry_type=entry.kind) for name in (entry.name, *entry.aliases)]
    units = [_offering(entry, unit.name, unit.layer, NameKind.UNIT) for unit in entry.units]
    products = [_offering(entry, product.name, product.layer, NameKind.PRODUCT) for product in entry.products]
    return itself + units + products


def _offering(entry: OrganisationEntry, name: str, layer: str | None, kind: NameKind) -> KnownName:
    return KnownName(name, entry.name, kind, industry_type=entry.kind, layer=layer)


def _figure(row: FigureRow, party: Party) -> ReportedFigure:
    return ReportedFigure(
        party=party,
        item=row.item,
        amount=Money(row.low, row.high, row.currency),
        period=Period.parse(f"{row.start}/{row.end}"),
        source=row.source(),
        segment=row.segment,
    )


def _series(figure: ReportedFigure) -> tuple[str | None, ...]:
    """Return what a figure measures by which source: a source says it once, as in the store."""
    source = figure.source
    measured = (figure.party.id, figure.item.value, figure.segment, str(figure.period))
    return (*measured, source.title, source.publisher, source.date)


def _claimed_twice(where: str, name: str, first: str, second: str) -> Problem:
    return Problem(
        "pack.name-claimed-twice",
        Severity.ERROR,
        where,
        f"{name!r} is claimed by {first} and by {second}; it is read as {first}",
        "remove it from one of the two",
    )


def _repeated_figure(where: str, figure: ReportedFigure, first: str) -> Problem:
    return Problem(
        "pack.repeated-figure",
        Severity.ERROR,
        where,
        f"{figure.party.name} {figure.item} of {figure.period.start} to {figure.period.end} stands at"
        f" {first} by the same source; the second is left out",
        "keep the row that is right; a second source has its own title, publisher or date",
    )
