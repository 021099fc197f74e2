"""What people decide of parties, so that nobody overrules unseen what somebody else decided."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from keiretsu.errors import ConflictError, MisuseError, NotFoundError
from keiretsu.judgements import Distinct, Judgement, Merge, Signature, Split, party_ids
from keiretsu.parties import Party
from keiretsu.service.asked import Asked
from keiretsu.service.identity import Identity
from keiretsu.service.keeping import Kept
from keiretsu.service.site import Site
from keiretsu.store import judgement_digest
from keiretsu.store.looking_up import LookUp
from keiretsu.workspace.judging import Judge

NOW = Asked()
KEPT = 8

_looking_and_judging = Lock()
_judged: Kept[tuple[str, datetime], tuple[Judgement, ...]] = Kept(KEPT)


@dataclass(frozen=True, slots=True)
class Standing:
    """A judgement of parties that stands, in words.

    Parameters
    ----------
    digest
        What it is undone by.
    text
        What was decided, the parties by their names.
    signature
        Who, why and when.
    parties
        The ids of the parties that it is about.
    """

    digest: str
    text: str
    signature: Signature
    parties: tuple[str, ...]


def standing(site: Site, asked: Asked, party_id: str | None = None) -> tuple[Standing, ...]:
    """Return the judgements of parties that stand, the newest first; of one party, if one is given."""
    vintage = site.settled(asked)
    names = {party.id: party.name for party in (*vintage.view.parties(), *vintage.parties())}
    canonical = vintage.judged_parties.canonical
    found = [
        Standing(judgement_digest(each), _text(each, names), each.signature, party_ids(each))
        for each in _of_parties(site, asked)
    ]
    about = (
        one
        for one in found
        if party_id is None or any(party_id in (each, canonical(each)) for each in one.parties)
    )
    return tuple(sorted(about, key=_newest, reverse=True))


def mark(site: Site, asked: Asked, *ids: str) -> str:
    """Return what changes whenever somebody decides anything about the parties that bears on them.

    A form carries the mark of what its reader saw.
    """
    digests = sorted(judgement_digest(each) for each in _bearing(_of_parties(site, asked), ids))
    return hashlib.sha256("|".join(digests).encode()).hexdigest()[:16]


def merge(site: Site, who: Identity, kept: str, merged: str, reason: str, seen: str) -> None:
    """Record that two parties are one, under the name of the first."""
    with _looking_and_judging:
        _desk(site, who, (kept, merged), reason, seen).merge(kept, merged, reason)


def tell_apart(site: Site, who: Identity, first: str, second: str, reason: str, seen: str) -> None:
    """Record that two parties are two."""
    with _looking_and_judging:
        _desk(site, who, (first, second), reason, seen).tell_apart(first, second, reason)


def split(site: Site, who: Identity, party: Party, names: Collection[str], reason: str, seen: str) -> None:
    """Record that some names of a party are another's.

    Raises
    ------
    MisuseError
        Where a name is none that can be taken off, or none is given.
    """
    others = {*party.aliases, *party.units}
    strange = [name for name in names if name not in others]
    if not names or strange:
        raise MisuseError(
            "judgement.unknown-name",
            where=party.name,
            message=f"{', '.join(strange)} is none of its other names" if strange else "no name is given",
            hint="choose among its aliases and units; its own name can't be taken off",
        )
    with _looking_and_judging:
        _desk(site, who, (party.id,), reason, seen).split(party.id, tuple(names), reason)


def undo(site: Site, who: Identity, digest: str, reason: str) -> None:
    """Take a judgement back.

    Raises
    ------
    ConflictError
        Where somebody else has taken it back, or another one stands in its place.
    NotFoundError
        Where there never was such a judgement.
    """
    _check_reason(reason)
    with _looking_and_judging:
        judge = site.workspace.judge_as(who.name, over=True)
        try:
            judge.undo(digest, reason)
        except NotFoundError as error:
            raise _undone_already(site, digest) or error from None


def _desk(site: Site, who: Identity, ids: tuple[str, ...], reason: str, seen: str) -> Judge:
    """Return the desk of somebody who has seen what stands; raise where it isn't what they saw."""
    _check_reason(reason)
    if mark(site, NOW, *ids) != seen:
        raise _decided_since(site, ids)
    return site.workspace.judge_as(who.name, over=True)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise MisuseError(
            "judgement.unsigned",
            where="reason",
            message="a judgement needs a reason",
            hint="say in a few words why, so that others can follow it",
        )


def _of_parties(site: Site, asked: Asked) -> tuple[Judgement, ...]:
    """Return the judgements of parties that stand, which can be few among many of claims."""
    vintage = site.settled(asked)

    def make() -> tuple[Judgement, ...]:
        return tuple(each for each in vintage.judgements() if party_ids(each))

    return _judged.get((site.settings.workspace, vintage.known_by), make)


def _bearing(judgements: Iterable[Judgement], ids: Iterable[str]) -> tuple[Judgement, ...]:
    """Return what stands of parties: whom they were merged into, told apart from, and what was split off."""
    about = set(ids)
    found = []
    for each in judgements:
        match each:
            case Merge(merged_id=key) | Split(party_id=key):
                bears = key in about
            case Distinct(party_ids=pair):
                bears = about.issuperset(pair)
            case _:
                bears = False
        if bears:
            found.append(each)
    return tuple(found)


def _decided_since(site: Site, ids: Iterable[str]) -> ConflictError:
    names = {party.id: party.name for party in site.settled(NOW).view.parties()}
    told = "; ".join(_told(each, names) for each in _bearing(_of_parties(site, NOW), ids))
    return ConflictError(
        "judgement.conflict",
        where=" and ".join(names.get(each, each) for each in ids),
        message=f"{told or 'what you saw was taken back'}; yours was not recorded",
        hint="look at it as it stands now, and decide again",
    )


def _undone_already(site: Site, digest: str) -> ConflictError | None:
    store = site.workspace.store
    gone = LookUp(store, store.view().known_by).recorded_judgement(digest)
    if gone is None or gone.retired_at is None:
        return None
    by = gone.revoked.author if gone.revoked else gone.judgement.signature.author
    return ConflictError(
        "judgement.conflict",
        where=digest[:12],
        message=f"{by} has taken it back on {gone.retired_at:%Y-%m-%d}; nothing was recorded again",
        hint="look at the parties as they stand now",
    )


def _told(judgement: Judgement, names: dict[str, str]) -> str:
    signed = judgement.signature
    when = f" on {signed.made_at:%Y-%m-%d}" if signed.made_at else ""
    return f"{signed.author} has decided{when}: {_text(judgement, names)} ({signed.reason})"


def _text(judgement: Judgement, names: dict[str, str]) -> str:
    said = [names.get(each, each) for each in party_ids(judgement)]
    match judgement:
        case Merge():
            return f"{said[1]} is {said[0]}"
        case Split():
            return f"{', '.join(judgement.names)} is not {said[0]}"
        case _:
            return f"{' and '.join(said)} are two parties"


def _newest(one: Standing) -> tuple[datetime, str]:
    made_at = one.signature.made_at
    assert made_at is not None  # noqa: S101 - what stands was recorded
    return made_at, one.digest
