"""Which column of a table holds what: as the user says, else by the names of the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keiretsu.errors import InvalidRecordError, MisuseError
from keiretsu.imports.table import Row
from keiretsu.imports.words import data, plain, word
from keiretsu.vocabulary import relations


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of the column that each field is read from.

    Parameters
    ----------
    headers
        Headers by field, in the order of the fields.
    unused
        The headers that no field is read from.
    relation
        The relation of every row, where there is no column of relations.
    """

    headers: Mapping[str, str]
    unused: tuple[str, ...]
    relation: str | None = None

    def of(self, row: Row) -> dict[str, str]:
        """Return the cells of a row by field; a field without a cell is missing."""
        named = ((field, row.cells.get(header)) for field, header in self.headers.items())
        return {field: cell for field, cell in named if cell}


def deal_columns(
    header: Iterable[str], given: Mapping[str, str] | None = None, *, relation: str | None = None
) -> Columns:
    """Choose the columns of a table of deals.

    Where no column names the relation, and none is given, the names of the roles tell it: investor
    and investee, buyer and target, supplier and customer.

    Parameters
    ----------
    header
        The names of the columns.
    given
        Headers by field, as the user maps them.
    relation
        The relation of every row, over what a column says.

    Raises
    ------
    MisuseError
        ``import.unknown-field``, ``import.unknown-column`` or ``import.unknown-relation``; or
        ``import.missing-column`` where no column holds the subject, or nothing tells the relation.

    Examples
    --------
    >>> chosen = deal_columns(["Investor", "Portfolio company", "Amount (USD m)", "Notes"])
    >>> chosen.headers["object"], chosen.relation, chosen.unused
    ('Portfolio company', 'invests', ('Notes',))
    """
    names = tuple(header)
    mapped = _given("deals", names, given or {})
    told = _relation(relation) if relation else None
    of_roles = _by_roles(names, mapped, told)
    if of_roles is not None:
        mapped = {"subject": of_roles[1], "object": of_roles[2]} | mapped
    found = _guessed("deals", names, mapped)
    if told:
        found.pop("relation", None)
    elif "relation" not in found and of_roles is not None:
        told = of_roles[0]
    if "subject" not in found:
        raise _missing("subject", "whose deal it is", "--map subject=COLUMN")
    if told is None and "relation" not in found:
        raise _missing("relation", "what kind of deal it is", "--relation invests, or --map relation=COLUMN")
    return Columns(found, _unused(names, found), told)


def figure_columns(header: Iterable[str], given: Mapping[str, str] | None = None) -> Columns:
    """Choose the columns of a table of reported figures.

    Raises
    ------
    MisuseError
        As :func:`deal_columns` does; party, item and a sum are needed.

    Examples
    --------
    >>> figure_columns(["company", "metric", "value", "year"]).headers
    {'party': 'company', 'item': 'metric', 'amount': 'value', 'period': 'year'}
    """
    names = tuple(header)
    found = _guessed("figures", names, _given("figures", names, given or {}))
    for field, what in (("party", "whose figure it is"), ("item", "what it measures")):
        if field not in found:
            raise _missing(field, what, f"--map {field}=COLUMN")
    if not found.keys() & {"amount", "low", "high"}:
        raise _missing("amount", "how much it is", "--map amount=COLUMN")
    return Columns(found, _unused(names, found))


def _given(kind: str, header: tuple[str, ...], given: Mapping[str, str]) -> dict[str, str]:
    fields = tuple(data("columns")[kind])
    for field, column in given.items():
        if field not in fields:
            raise MisuseError(
                "import.unknown-field",
                where=f"--map {field}={column}",
                message="names a field that there isn't",
                hint=f"map one of {', '.join(fields)}",
            )
        if column not in header:
            raise MisuseError(
                "import.unknown-column",
                where=f"--map {field}={column}",
                message="names a column that the file doesn't have",
                hint=f"map to one of {', '.join(name for name in header if name)}",
            )
    return dict(given)


def _relation(given: str) -> str:
    try:
        return word("relations", given)
    except InvalidRecordError as error:
        raise MisuseError(
            "import.unknown-relation",
            where=f"--relation {given}",
            message="is not a relation",
            hint=error.problem.hint,
        ) from error


def _guessed(kind: str, header: tuple[str, ...], mapped: Mapping[str, str]) -> dict[str, str]:
    """Add the fields that the names of the columns tell; a column is read for one field only."""
    free = {plain(name): name for name in reversed(header) if name not in mapped.values()}
    found: dict[str, str] = {}
    for field, synonyms in data("columns")[kind].items():
        if field in mapped:
            found[field] = mapped[field]
            continue
        told = next((name for name in (field, *synonyms) if name in free), None)
        if told is not None:
            found[field] = free.pop(told)
    return found


def _by_roles(
    header: tuple[str, ...], mapped: Mapping[str, str], told: str | None
) -> tuple[str, str, str] | None:
    """Return the relation that two columns name the roles of, with their headers."""
    for name, relation in relations().items():
        if told not in (None, name):
            continue
        more = data("words")["roles"].get(name, {})
        subject = _role(header, mapped.get("subject"), (relation.subject, *more.get("subject", ())))
        other = _role(header, mapped.get("object"), (relation.object, *more.get("object", ())))
        if subject and other and subject != other:
            return name, subject, other
    return None


def _role(header: tuple[str, ...], mapped: str | None, words: tuple[str, ...]) -> str | None:
    columns = header if mapped is None else (mapped,)
    names = {plain(column): column for column in reversed(columns)}
    return next((names[role] for role in words if role in names), None)


def _unused(header: tuple[str, ...], found: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in header if name and name not in found.values())


def _missing(field: str, what: str, hint: str) -> MisuseError:
    return MisuseError(
        "import.missing-column",
        where=field,
        message=f"no column is known to say {what}",
        hint=f"name it with {hint}",
    )
