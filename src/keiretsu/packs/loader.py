"""Find a pack and load it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from keiretsu.claims import KnownName, NameKind
from keiretsu.errors import InvalidRecordError, PackError, Problem, Severity
from keiretsu.ledger import ExchangeRate, ReportedFigure
from keiretsu.packs.files import broken, check, csv_rows, invalid, place, read_mapping, yaml_entries
from keiretsu.packs.models import FigureRow, OrganisationEntry, PackHead, RateRow
from keiretsu.packs.rates import to_base
from keiretsu.packs.record import Pack
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

_HOME = Path(__file__).parent
_HEAD = "pack.yaml"


def pack_names() -> tuple[str, ...]:
    """Return the names of the packs that ship with keiretsu.

    Examples
    --------
    >>> "ai" in pack_names()
    True
    """
    return tuple(sorted(head.parent.name for head in _HOME.glob(f"*/{_HEAD}")))


def load_pack(name_or_path: str | Path) -> Pack:
    """Load a pack that ships with keiretsu, by its name, or any other, by its folder's path.

    Answers *what is known of this industry before a document is read*. An entry or row that is not
    valid is left out and told in ``problems``; the rest of the pack is loaded.

    Parameters
    ----------
    name_or_path
        A name out of :func:`pack_names`, or the path of a folder that holds a ``pack.yaml``.

    Returns
    -------
    Pack
        The pack; ``problems`` is empty where every entry is valid.

    Raises
    ------
    PackError
        ``pack.unknown`` where there is no such pack, ``pack.broken-file`` where a file is missing
        or can't be parsed.

    Examples
    --------
    >>> load_pack("ai").base_currency
    'USD'
    """
    folder = _folder(name_or_path)
    head = _head(folder / _HEAD)
    reading = _Reading()
    reading.read_organisations(folder / "organisations.yaml")
    reading.read_figures(folder / "figures.csv")
    rates = reading.read_rates(folder / "exchange_rates.csv", head.base_currency)
    documents = (path for path in (folder / "documents").glob("**/*") if path.is_file())
    return Pack(
        name=head.name,
        title=head.title,
        description=head.description,
        base_currency=head.base_currency,
        parties=tuple(reading.parties),
        known_names=tuple(reading.known_names),
        figures=tuple(reading.figures.values()),
        exchange_rates=rates,
        document_paths=tuple(sorted(path for path in documents if not path.name.startswith("."))),
        assumptions_path=folder / "assumptions.yaml",
        parameters_path=parameters if (parameters := folder / "parameters.yaml").is_file() else None,
        scenario_paths=tuple(sorted((folder / "scenarios").glob("*.yaml"))),
        problems=tuple(reading.problems),
    )


@dataclass
class _Reading:
    """What has been read of a pack so far, and what was wrong with it."""

    parties: list[Party] = field(default_factory=list)
    known_names: list[KnownName] = field(default_factory=list)
    figures: dict[tuple[str, str, str | None, str], ReportedFigure] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _owners: dict[str, str] = field(default_factory=dict)
    _registry: Registry = field(default_factory=Registry)

    def read_organisations(self, path: Path) -> None:
        for line, raw in yaml_entries(path):
            entry = check(OrganisationEntry, raw, place(path, line))
            if isinstance(entry, Problem):
                self.problems.append(entry)
            else:
                self._add_organisation(entry, place(path, line))

    def _add_organisation(self, entry: OrganisationEntry, where: str) -> None:
        party = _party(entry)
        if any(party.name == other.name or party.id == other.id for other in self.parties):
            self.problems.append(invalid(where, f"{entry.name} or its id {party.id} is already in the file"))
            return
        self.parties.append(party)
        self._registry.add(party)
        for known in _known_names(entry):
            owner = self._owners.setdefault(known.name.casefold(), entry.name)
            if owner == entry.name:
                self.known_names.append(known)
            else:
                self.problems.append(_claimed_twice(where, known.name, owner, entry.name))

    def read_figures(self, path: Path) -> None:
        for line, raw in csv_rows(path, FigureRow):
            row = check(FigureRow, raw, place(path, line))
            problem = row if isinstance(row, Problem) else self._add_figure(row, place(path, line))
            if problem is not None:
                self.problems.append(problem)

    def _add_figure(self, row: FigureRow, where: str) -> Problem | None:
        if row.party not in self._registry:
            return _unknown_party(where, row.party)
        try:
            figure = _figure(row, self._registry.resolve(row.party))
        except InvalidRecordError as error:
            return invalid(where, f"{error.problem.where}: {error.problem.message}")
        key = (figure.party.id, figure.item.value, figure.segment, str(figure.period))
        if key in self.figures:
            return _repeated_figure(where, figure)
        self.figures[key] = figure
        return None

    def read_rates(self, path: Path, base: str) -> tuple[ExchangeRate, ...]:
        rows: list[tuple[str, RateRow]] = []
        for line, raw in csv_rows(path, RateRow):
            row = check(RateRow, raw, place(path, line))
            if isinstance(row, Problem):
                self.problems.append(row)
            else:
                rows.append((place(path, line), row))
        rates, problems = to_base(rows, base)
        self.problems.extend(problems)
        return rates


def _folder(name_or_path: str | Path) -> Path:
    """Return a pack's folder; a name that ships goes before a folder of the same name."""
    if str(name_or_path) in pack_names():
        return _HOME / name_or_path
    if (Path(name_or_path) / _HEAD).is_file():
        return Path(name_or_path).resolve()
    known = ", ".join(pack_names())
    raise PackError(
        "pack.unknown",
        where=str(name_or_path),
        message=f"is neither a pack ({known}) nor a folder with a {_HEAD}",
        hint=f"use {known}, or give the path of a pack's folder",
    )


def _head(path: Path) -> PackHead:
    head = check(PackHead, read_mapping(path), place(path))
    if isinstance(head, Problem):
        raise broken(head.where, head.message, "mend the keys; see docs/reference/packs.md")
    return head


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


def _claimed_twice(where: str, name: str, first: str, second: str) -> Problem:
    return Problem(
        "pack.name-claimed-twice",
        Severity.ERROR,
        where,
        f"{name!r} is claimed by {first} and by {second}; it is read as {first}",
        "remove it from one of the two",
    )


def _unknown_party(where: str, party: str) -> Problem:
    return Problem(
        "pack.unknown-party",
        Severity.ERROR,
        where,
        f"{party!r} is not in organisations.yaml; the figure is left out",
        "add the organisation, or use the name that it has there",
    )


def _repeated_figure(where: str, figure: ReportedFigure) -> Problem:
    return Problem(
        "pack.repeated-figure",
        Severity.ERROR,
        where,
        f"{figure.party.name} {figure.item} of {figure.period.start} to {figure.period.end} stands above"
        " already; the second is left out",
        "keep one row; where sources differ, state the range",
    )
