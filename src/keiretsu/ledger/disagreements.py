"""What a deal's sources disagree on, made into records: its sum, its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from keiretsu.claims import Claim
from keiretsu.judgements import Settlement
from keiretsu.ledger.arithmetic import Worked
from keiretsu.ledger.candidates import voices
from keiretsu.ledger.choosing import Choice, Side, choose
from keiretsu.ledger.contradictions import Contradiction, Reading
from keiretsu.ledger.independence import claim_origins
from keiretsu.ledger.life import Step, first_told, furthest, standing
from keiretsu.vocabulary import statuses


@dataclass(frozen=True, slots=True)
class Subject:
    """What a contradiction is about: the deal's id, and what stays of it when claims are read anew."""

    about: str
    place: str

    def id(self, what: str) -> str:
        """Return the contradiction's id."""
        return f"{what}:{self.place}".rstrip(":")


def of_amount(subject: Subject, worked: Worked) -> tuple[Contradiction, ...]:
    """Return the readings of a sum that differ as a contradiction, if independent sources give them."""
    claims = [claim for each in worked.readings for claim in each.claims]
    origins = claim_origins(claims)
    if worked.choice is None or len(set(origins.values())) < 2:
        return ()
    readings = tuple(_reading(each.key, str(each.money), each.claims, origins) for each in worked.readings)
    return (_contradiction(subject, "amount", readings, worked.choice, compatible=worked.compatible),)


def of_status(
    subject: Subject, steps: Sequence[Step], settlements: Mapping[str, Settlement]
) -> tuple[Contradiction, ...]:
    """Return a contradiction where a source ends or denies what another one says to stand.

    Where their days tell the two apart, they are a life and no contradiction.
    """
    first = first_told(steps)
    if _is_life(first):
        return ()
    sides: dict[str, tuple[Side, list[Claim]]] = {}
    origins = claim_origins(step.claim for step in first)
    stands = [step for step in first if step.is_binding]
    over = [step for step in first if step.is_ending]
    if _sources(stands, origins) <= _sources(over, origins) or _sources(over, origins) <= _sources(
        stands, origins
    ):
        return ()  # each side needs a source that doesn't tell the other too
    for key, group in ((furthest(stands), stands), (standing(over), over)):
        claims, order = [step.claim for step in group], statuses()[key].order
        sides[key] = (Side(key, voices(claims, origins), size=Decimal(order), ends=key == "ended"), claims)
    choice = choose((side for side, _ in sides.values()), settlements.get(subject.id("status")))
    readings = tuple(
        _reading(side.key, side.key.replace("_", " "), sides[side.key][1], origins) for side in choice.sides
    )
    return (_contradiction(subject, "status", readings, choice),)


def _is_life(steps: Sequence[Step]) -> bool:
    """Whether the days tell a beginning and an end apart, or there is only one of the two."""
    stands = [step.day for step in steps if step.is_binding]
    over = [step.day for step in steps if step.is_ending]
    if not stands or not over:
        return True
    dated = [day for day in stands if day is not None]
    ends = [day for day in over if day is not None]
    return bool(dated) and len(ends) == len(over) and max(dated) != max(ends)


def _sources(steps: Iterable[Step], origins: Mapping[str, str]) -> set[str]:
    return {origins[step.claim.id] for step in steps}


def _reading(key: str, says: str, claims: Iterable[Claim], origins: Mapping[str, str]) -> Reading:
    found = tuple(sorted(claims, key=lambda claim: (claim.document.published or "", claim.id)))
    return Reading(key, says, found, origins=len({origins[claim.id] for claim in found}))


def _contradiction(
    subject: Subject, what: str, readings: tuple[Reading, ...], choice: Choice, *, compatible: bool = False
) -> Contradiction:
    settled = choice.settlement.signature if choice.settlement else None
    return Contradiction(subject.id(what), subject.about, what, readings, choice.rule, compatible, settled)
