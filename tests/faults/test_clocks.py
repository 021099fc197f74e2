"""A machine whose clock goes backwards: recordings still follow one another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from keiretsu.store import verify
from keiretsu.store.schema import recordings
from keiretsu.workspace import Workspace

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)


def times(store) -> list[datetime]:
    with store.snapshot() as connection:
        return list(connection.execute(select(recordings.c.recorded_at)).scalars())


def told(store) -> set[str]:
    """Return what verifying finds: nothing but what it has to say about the clock."""
    return {problem.code for problem in verify(store).problems}


def test_recordings_follow_one_another_whatever_the_clock_says(store, note, record) -> None:
    given = (NOON, NOON - timedelta(days=36500), NOON, NOON + timedelta(seconds=1), NOON)
    views = []
    for number, moment in enumerate(given, start=1):
        record(store, note(number), recorded_at=moment)
        views.append(store.view().known_by)
    assert views == times(store) == sorted(set(views))
    for number, moment in enumerate(views, start=1):
        assert len(store.view(moment).documents()) == number
    assert told(store) == {"verify.clock-set-back"}


def test_the_steps_go_on_after_the_clock_was_ahead(address, store, note, record, sound, tmp_path):
    record(store, note(1), recorded_at=FUTURE)
    before = store.view()
    known = before.documents()
    workspace = Workspace.open(address)
    (tmp_path / "second.txt").write_text(note(2).text)
    workspace.read([tmp_path / "second.txt"])
    workspace.extract()
    workspace.reconcile()
    workspace.judge_as("Ann").reject(workspace.claims()[0].id, "it is a rumour")
    assert before.documents() == store.view(FUTURE).documents() == known
    assert store.view(FUTURE).claims() == store.view(FUTURE).judgements() == ()
    assert len(workspace.documents()) == 2
    assert all(one.signature.made_at > FUTURE for one in workspace.judgements())
    assert times(store) == sorted(set(times(store)))
    assert told(store) == {"verify.future-recording", "verify.clock-set-back"}
