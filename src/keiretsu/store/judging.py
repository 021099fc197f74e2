"""How judgements are taken in: of two people who judge one thing at once, one is told of the other."""

from __future__ import annotations

from sqlalchemy import RowMapping, select, update

from keiretsu.errors import ConflictError, MisuseError
from keiretsu.judgements import Judgement, Signature
from keiretsu.store import rows
from keiretsu.store.lives import Added, Change, Recording, bring_up
from keiretsu.store.schema import judgement_lives as table


def judge(recording: Recording, judgement: Judgement, instead_of: str | None) -> Added:
    """Record a judgement, unless another one stands than the person saw."""
    wanted = rows.judgement_life(judgement)
    key = judgement.key
    standing = _standing(recording, key)
    seen = None if standing is None else standing["digest"]
    if seen not in (instead_of, wanted["digest"]):
        raise _conflict(recording, key)
    alive = {} if standing is None else {key: (standing["life"], standing["digest"])}
    change: Change = bring_up(recording, table, {key: wanted}, alive)
    return change.added()


def revoke(recording: Recording, key: str, signature: Signature, seen: str | None) -> Added:
    """Take back the judgement that stands, if it is the one that the person saw."""
    standing = _standing(recording, key)
    if standing is None or seen not in (None, standing["digest"]):
        raise _conflict(recording, key)
    ending = {
        "retired_at": recording.note(),
        "retired_by": signature.author,
        "retired_reason": signature.reason,
    }
    recording.connection.execute(update(table).where(table.c.life == standing["life"]).values(ending))
    return Added(retired=1)


def _standing(recording: Recording, key: str) -> RowMapping | None:
    query = select(table).where(table.c.key == key, table.c.retired_at.is_(None))
    return recording.connection.execute(query).mappings().one_or_none()


def _conflict(recording: Recording, key: str) -> ConflictError | MisuseError:
    """Say what stands, or what became of the last judgement, where the person saw something else."""
    query = select(table).where(table.c.key == key).order_by(table.c.life.desc()).limit(1)
    last = recording.connection.execute(query).mappings().one_or_none()
    if last is None:
        return MisuseError(
            "judgement.no-such-judgement",
            where=key,
            message="nobody has judged this",
            hint="list the judgements for what there is to replace or to take back",
        )
    if last["retired_at"] is None:
        message = (
            f"{last['author']} has judged this on {last['recorded_at']:%Y-%m-%d %H:%M} UTC: {last['reason']}"
        )
    else:
        who = last["retired_by"] or last["author"]
        message = f"{who} has taken the judgement back on {last['retired_at']:%Y-%m-%d %H:%M} UTC"
    return ConflictError(
        "judgement.conflict",
        where=key,
        message=f"{message}; yours was not recorded",
        hint="look at it as it stands now, and judge again",
    )
