"""What became of a pack's parties after its documents end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from keiretsu.errors import InvalidRecordError, Problem, Severity
from keiretsu.ledger import Source
from keiretsu.packs.files import check, csv_rows, invalid, place
from keiretsu.packs.models import Outcome, OutcomeRow
from keiretsu.packs.reading import unknown_party
from keiretsu.packs.record import Pack
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

_FILE = "outcomes.csv"
OutcomeKey = tuple[str, Outcome, str]
"""Whose outcome it is by the party's id, what happened, and when: what a file says once."""


@dataclass(frozen=True, slots=True)
class PartyOutcome:
    """What became of one party, and who says so.

    Answers *did this party fail, and how*: the truth that a forecast is held against.

    Parameters
    ----------
    party
        Whose outcome it is.
    outcome
        What happened.
    date
        When: a day, or the month or year where no source is more precise.
    amount
        What was owed, exchanged, written off or set aside; ``None`` where no source tells.
    source
        Title, publisher, day of publication, address and reliability of what reports it.
    """

    party: Party
    outcome: Outcome
    date: Period
    amount: Money | None
    source: Source

    @property
    def key(self) -> OutcomeKey:
        """What tells one outcome of a file from another."""
        return self.party.id, self.outcome, str(self.date)


@dataclass(frozen=True, slots=True)
class OutcomesRead:
    """The outcomes of a pack's parties, in the order of their file, and what was left out.

    ``places`` has file and line of each outcome by its ``key``.
    """

    outcomes: tuple[PartyOutcome, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: Mapping[OutcomeKey, str] = field(default_factory=dict)


def load_outcomes(pack: Pack) -> OutcomesRead:
    """Load what became of a pack's parties, from the ``outcomes.csv`` beside its other files.

    Answers *which of these parties failed later*. Nothing but a test of forecasts reads it: loading a
    pack leaves the file alone, and so does everything that is computed from the pack.

    Parameters
    ----------
    pack
        A pack, whole or as of a day.

    Returns
    -------
    OutcomesRead
        The outcomes; a row that is not valid is left out and told in ``problems``. Both are empty
        where the pack has no such file.

    Raises
    ------
    PackError
        ``pack.broken-file`` where the file can't be parsed.

    Examples
    --------
    >>> from keiretsu.packs import load_pack
    >>> read = load_outcomes(load_pack("telecom"))
    >>> read.problems
    ()
    >>> any(one.outcome is Outcome.BANKRUPTCY for one in read.outcomes)
    True
    """
    path = pack.assumptions_path.parent / _FILE
    if not path.is_file():
        return OutcomesRead()
    registry = Registry()
    for party in pack.parties:
        registry.add(party)
    outcomes: dict[OutcomeKey, PartyOutcome] = {}
    places: dict[OutcomeKey, str] = {}
    problems: list[Problem] = []
    for line, raw in csv_rows(path, OutcomeRow):
        where = place(path, line)
        row = check(OutcomeRow, raw, where)
        read = row if isinstance(row, Problem) else _outcome(row, registry, where)
        if isinstance(read, Problem):
            problems.append(read)
        elif read.key in outcomes:
            problems.append(_repeated(where, read))
        else:
            outcomes[read.key] = read
            places[read.key] = where
    return OutcomesRead(tuple(outcomes.values()), tuple(problems), places)


def _outcome(row: OutcomeRow, registry: Registry, where: str) -> PartyOutcome | Problem:
    if row.party not in registry:
        return unknown_party(where, row.party, "outcome", (party.name for party in registry))
    try:
        amount = None if row.currency is None else Money(row.low, row.high, row.currency)
    except InvalidRecordError as error:
        return invalid(where, f"{error.problem.where}: {error.problem.message}")
    source = Source(row.title, row.publisher, row.published, row.url, row.reliability)
    return PartyOutcome(registry.resolve(row.party), row.outcome, Period.parse(row.date), amount, source)


def _repeated(where: str, outcome: PartyOutcome) -> Problem:
    return Problem(
        "pack.repeated-outcome",
        Severity.ERROR,
        where,
        f"{outcome.party.name} {outcome.outcome} of {outcome.date.start} stands above already;"
        " the second is left out",
        "keep one row; where sources differ, state the range",
    )
