"""Two people who judge one claim at once: one wins, the other is told."""

from __future__ import annotations

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.errors import ConflictError
from keiretsu.workspace import Workspace

ROUNDS = 8
PEOPLE = ("Ann", "Ben")


@pytest.fixture
def claims(store, note, record) -> list[Claim]:
    """As many claims as there are rounds."""
    made = []
    for number in range(1, ROUNDS + 1):
        document = note(number)
        record(store, document)
        claim = Claim(Evidence.find(document, document.text), "invests", "Alpha", "Beta", extractor="rules/1")
        with store.writer() as writer:
            writer.claims([document.id], [claim], "rules/1")
        made.append(claim)
    return made


def test_one_of_two_processes_wins_and_the_other_is_told_who_did(address, store, claims, act, sound) -> None:
    desks = {name: act("judge", address, name, *(claim.id for claim in claims)) for name in PEOPLE}
    for claim in claims:
        for desk in desks.values():
            assert desk.stdout.readline() == "ready\n"
        for desk in desks.values():
            desk.stdin.write("go\n")
            desk.stdin.flush()
        said = {name: desk.stdout.readline().strip() for name, desk in desks.items()}
        winner, loser = sorted(PEOPLE, key=lambda name: said[name] != "recorded")
        assert said[winner] == "recorded"
        assert said[loser].startswith("error judgement.conflict: ")
        assert f"{winner} knows better" in said[loser]
        standing = [one for one in store.view().judgements() if one.anchor.claim_id == claim.id]
        assert [one.signature.author for one in standing] == [winner]
    sound(store)


def test_who_has_not_looked_again_cannot_overrule_unseen(address, claims) -> None:
    ann, ben = (Workspace.open(address).judge_as(name, over=True) for name in PEOPLE)
    ann.reject(claims[0].id, "it is a rumour")
    with pytest.raises(ConflictError, match="Ann has judged this"):
        ben.accept(claims[0].id, "the filing says so")
    ben.look()
    ben.accept(claims[0].id, "the filing says so")
    with pytest.raises(ConflictError, match="Ben has judged this"):
        ann.reject(claims[0].id, "it is a rumour still")


def test_a_judgement_taken_back_meanwhile_is_told_too(address, claims) -> None:
    from keiretsu.store import judgement_digest

    ann, ben = (Workspace.open(address).judge_as(name, over=True) for name in PEOPLE)
    ann.reject(claims[0].id, "it is a rumour")
    ben.look()
    ann.undo(judgement_digest(ann.seen.judgements()[0]), "it was no rumour")
    with pytest.raises(ConflictError, match="Ann has taken the judgement back"):
        ben.accept(claims[0].id, "the filing says so")
