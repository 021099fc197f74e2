"""What the last recordings changed."""

from dataclasses import replace

from keiretsu.documents import Document
from keiretsu.judgements import ClaimAnchor, ClaimJudgement, Signature, Verdict
from keiretsu.ledger import reconcile
from keiretsu.parties import Party, Registry


def deals_of(*claims):
    return reconcile(claims, Registry([Party("Alpha"), Party("Beta")]))


def test_each_recording_tells_what_is_new_changed_and_gone(store, memo, stake, rent, day):
    other = Document("Gamma sues Delta.", name="other.txt")
    with store.writer(recorded_at=day(1)) as writer:
        writer.documents([memo, other])
    with store.writer(recorded_at=day(2)) as writer:
        writer.claims([memo.id], [stake, rent], "rules/1")
        writer.parties([Party("Alpha"), Party("Beta")])
        writer.deals(deals_of(stake, rent))
    with store.writer(recorded_at=day(3)) as writer:
        writer.claims([memo.id], [replace(rent, confidence=20)], "rules/1")
        writer.parties([Party("Alpha"), Party("Beta", country="DE")])
        writer.deals(deals_of(rent))
    newest, second, first = store.view().recordings(3)

    assert (first.moment, first.begun, first.ended) == (day(1), {"documents": 2}, {})
    assert (second.begun, second.ended) == ({"claims": 2, "parties": 2, "deals": 2}, {})
    assert newest.begun["claims"] == newest.begun["parties"] == 1
    assert newest.ended == {"deals": 1}


def test_what_was_recorded_later_is_not_told(store, memo, stake, day):
    for number, document in ((1, memo), (2, Document("Later.", name="later.txt"))):
        with store.writer(recorded_at=day(number)) as writer:
            writer.documents([document])
    view = store.view(known_by=day(1))

    assert [one.moment for one in view.recordings(10)] == [day(1)]
    assert view.newest("documents", 10) == ((memo.id, day(1)),)
    assert store.view().newest("documents", 1)[0][1] == day(2)


def test_judgements_come_newest_first_with_what_became_of_them(store, memo, stake, rent, day):
    with store.writer(recorded_at=day(1)) as writer:
        writer.documents([memo])
        writer.claims([memo.id], [stake, rent], "rules/1")
    for number, claim in ((2, stake), (3, rent)):
        judgement = ClaimJudgement(ClaimAnchor.of(claim), Verdict.ACCEPT, Signature("Ann", "it says so"))
        with store.writer(recorded_at=day(number)) as writer:
            writer.judge(judgement)
    (newest,) = store.view().newest_judgements(1)

    assert newest.judgement.anchor.claim_id == rent.id
    assert newest.judgement.signature.made_at == day(3)
    assert newest.retired_at is None


def test_an_empty_workspace_has_no_recordings(store):
    assert store.view().recordings(10) == ()
    assert store.view().newest("deals", 3) == ()
