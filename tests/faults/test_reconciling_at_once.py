"""Two who reconcile at once: the deals of the one with fewer claims don't take the place of the other's."""

from __future__ import annotations

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.workspace import Workspace, reconciling


@pytest.fixture
def say(store, note, record):
    def claim(number: int, subject: str) -> None:
        document = note(number)
        record(store, document)
        said = Claim(Evidence.find(document, document.text), "invests", subject, "Beta", extractor="rules/1")
        with store.writer() as writer:
            writer.claims([document.id], [said], "rules/1")

    return claim


def test_who_read_earlier_and_writes_later_begins_anew(address, store, say, monkeypatch, sound) -> None:
    slow, quick = Workspace.open(address), Workspace.open(address)
    say(1, "Alpha")
    adds_up, rounds = reconciling.reconcile, []

    def while_another_reconciles(*given, **more):
        rounds.append(len(given[0]))
        if len(rounds) == 1:
            say(2, "Gamma")
            quick.reconcile()
        return adds_up(*given, **more)

    monkeypatch.setattr(reconciling, "reconcile", while_another_reconciles)
    result = slow.reconcile()

    assert rounds == [1, 2, 2]
    assert {deal.subject.name for deal in store.view().deals()} == {"Alpha", "Gamma"}
    assert result.new == 0
    assert result.known == 2
    sound(store)


def test_what_people_decide_meanwhile_waits_for_the_next_time(address, store, say, monkeypatch) -> None:
    workspace = Workspace.open(address)
    say(1, "Alpha")
    (claim,) = workspace.claims()
    adds_up, rounds = reconciling.reconcile, []

    def while_somebody_judges(*given, **more):
        rounds.append(len(given[0]))
        workspace.judge_as("Ann").reject(claim.id, "it is a rumour")
        return adds_up(*given, **more)

    monkeypatch.setattr(reconciling, "reconcile", while_somebody_judges)
    workspace.reconcile()

    assert rounds == [1]
    assert len(workspace.deals()) == 1
