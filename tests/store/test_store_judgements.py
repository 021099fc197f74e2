"""Judgements: signed, one at a time of each thing, taken back without being lost, never replaced unseen."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Barrier

import pytest

from keiretsu.errors import ConflictError, MisuseError, StoreError
from keiretsu.judgements import (
    ClaimAnchor,
    ClaimJudgement,
    Distinct,
    Merge,
    Settlement,
    Signature,
    Split,
    Verdict,
    kind_of,
)
from keiretsu.store import Added, Store, judgement_digest
from keiretsu.store.looking_up import LookUp


def signed(author="A. Reader", reason="the filing says so"):
    return Signature(author, reason)


def on(claim, verdict=Verdict.ACCEPT, author="A. Reader", **correction):
    return ClaimJudgement(ClaimAnchor.of(claim), verdict, signed(author), correction)


def judge(store, judgement, instead_of=None, time=None):
    with store.writer(time) as writer:
        return writer.judge(judgement, instead_of)


def unsigned(judgements):
    return [(type(one), one.key, one.signature.author, one.signature.reason) for one in judgements]


@pytest.fixture
def read(store, memo, stake, rent, day):
    with store.writer(day(1)) as writer:
        writer.documents([memo])
        writer.claims([memo.id], [stake, rent], "rules/1")
    return store


def test_claims_and_judgements_are_found_by_how_their_ids_begin(read, stake, rent):
    judge(read, on(stake))
    look_up = LookUp(read, read.view().known_by)
    for claim in (stake, rent):
        assert [look_up.claims_begun(claim.id[:letters]) for letters in (8, 63, 64)] == [(claim,)] * 3
    (judged,) = look_up.judgements_at(look_up.known_by)
    assert look_up.judgements_begun(judged.digest[:8]) == look_up.judgements_begun(judged.digest) == (judged,)
    for nothing in ("", "%", "_", "f" * 65, stake.id[:8].upper() + "G", "9" * 5_000, "\0"):
        assert (look_up.claims_begun(nothing), look_up.judgements_begun(nothing)) == ((), ())
    with read.writer() as writer:
        writer.claims([stake.document.id], [rent], "rules/1")
    later = LookUp(read, read.view().known_by)
    assert (later.claims_begun(stake.id), look_up.claims_begun(stake.id)) == ((), (stake,))


def test_every_kind_of_judgement_comes_back_signed_at_its_recording(read, stake, day):
    made = [
        on(stake, Verdict.CORRECT, amount={"low": 3, "high": 3, "currency": "USD", "basis": "total"}),
        Merge("x-alpha", "x-alfa", signed()),
        Split("x-beta", ("Beta Labs",), signed(reason="another firm")),
        Distinct(("x-gamma", "x-gama"), signed()),
        Settlement("alpha-invests-beta:amount", "3000000000", ("2000000000",), signed("B. Editor")),
    ]
    for number, judgement in enumerate(made, start=2):
        assert judge(read, judgement, time=day(number)) == Added(new=1)
    found = read.view().judgements()
    assert unsigned(found) == unsigned(made)
    assert [one.signature.made_at for one in found] == [day(number) for number in range(2, 7)]
    assert found[0].correction["amount"]["low"] in (3, "3")
    assert read.view().counts().judgements == 5


def test_the_same_judgement_of_the_same_person_is_known(read, stake, day):
    assert judge(read, on(stake), time=day(2)) == Added(new=1)
    assert judge(read, on(stake), time=day(3)) == Added(known=1)
    assert [one.judgement.signature.made_at for one in read.view().judgement_history()] == [day(2)]


def test_another_judgement_takes_the_place_of_the_one_that_the_person_saw(read, stake, day):
    judge(read, on(stake), time=day(2))
    rejected = on(stake, Verdict.REJECT, "B. Editor")
    assert judge(read, rejected, judgement_digest(on(stake)), day(3)) == Added(changed=1)
    assert unsigned(read.view().judgements()) == unsigned([rejected])
    assert unsigned(read.view(known_by=day(2)).judgements()) == unsigned([on(stake)])
    first, second = read.view().judgement_history()
    assert (first.retired_at, first.revoked, second.retired_at) == (day(3), None, None)


def test_who_judges_what_somebody_else_has_judged_meanwhile_is_told(read, stake, day):
    judge(read, on(stake), time=day(2))
    with pytest.raises(ConflictError) as raised:
        judge(read, on(stake, Verdict.REJECT, "B. Editor"))
    line = str(raised.value)
    assert "error judgement.conflict: claim|" in line
    assert "A. Reader has judged this on 2026-01-02 12:00 UTC: the filing says so" in line
    assert "yours was not recorded; look at it as it stands now" in line
    assert unsigned(read.view().judgements()) == unsigned([on(stake)])


def test_a_reversal_is_signed_and_nothing_is_lost(read, stake, day):
    judge(read, on(stake), time=day(2))
    with read.writer(day(3)) as writer:
        assert writer.revoke(on(stake).key, signed("B. Editor", "hasty")) == Added(retired=1)
    assert read.view().judgements() == ()
    assert unsigned(read.view(known_by=day(2)).judgements()) == unsigned([on(stake)])
    (revoked,) = read.view().judgement_history()
    assert (revoked.retired_at, revoked.revoked) == (day(3), Signature("B. Editor", "hasty", day(3)))
    (then,) = read.view(known_by=day(2)).judgement_history()
    assert (then.retired_at, then.revoked) == (None, None)
    assert judge(read, on(stake), time=day(4)) == Added(new=1)


def test_what_was_taken_back_meanwhile_is_not_replaced_or_taken_back_again(read, stake, day):
    judge(read, on(stake), time=day(2))
    with read.writer(day(3)) as writer:
        writer.revoke(on(stake).key, signed("B. Editor", "hasty"), judgement_digest(on(stake)))
    with pytest.raises(ConflictError, match=r"B\. Editor has taken the judgement back on 2026-01-03"):
        judge(read, on(stake, Verdict.REJECT), judgement_digest(on(stake)))
    with pytest.raises(ConflictError, match="taken the judgement back"), read.writer() as writer:
        writer.revoke(on(stake).key, signed())


def test_a_reversal_of_another_judgement_than_was_seen_is_refused(read, stake):
    judge(read, on(stake))
    seen = judgement_digest(on(stake, Verdict.REJECT))
    with pytest.raises(ConflictError, match=r"A\. Reader has judged this"), read.writer() as writer:
        writer.revoke(on(stake).key, signed(), seen)
    assert len(read.view().judgements()) == 1


def test_what_nobody_has_judged_is_not_taken_back(store):
    with pytest.raises(MisuseError, match=r"judgement\.no-such-judgement"), store.writer() as writer:
        writer.revoke("party|x-alpha", signed())


def test_of_two_people_who_judge_at_once_one_wins_and_the_other_is_told(read, address, stake):
    both_are_there = Barrier(2)

    def judge_at_once(author):
        store = Store.open(address)
        both_are_there.wait()
        try:
            return judge(store, on(stake, Verdict.REJECT, author))
        except ConflictError as error:
            return str(error)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(judge_at_once, ["A. Reader", "B. Editor"]))
    (standing,) = read.view().judgements()
    assert outcomes.count(Added(new=1)) == 1
    (told,) = [outcome for outcome in outcomes if outcome != Added(new=1)]
    assert f"{standing.signature.author} has judged this" in told


def test_a_judgement_needs_its_document(store, stake):
    with pytest.raises(StoreError, match=r"workspace\.incomplete"):
        judge(store, on(stake))
    assert store.view().judgements() == ()


def test_an_altered_judgement_is_not_believed(read, stake):
    judge(read, on(stake))
    with read.transaction() as connection:
        connection.exec_driver_sql("UPDATE judgement_lives SET key = 'claim|another'")
    with pytest.raises(StoreError, match=r"workspace\.corrupt"):
        read.view().judgements()


def test_the_log_is_read_a_page_at_a_time(read, stake, rent, day):
    """What the database chooses is what choosing from the whole history gives."""
    judge(read, on(stake), time=day(2))
    judge(read, Merge("x-alpha", "x-alfa", signed("B. Editor")), time=day(2))
    judge(read, on(rent), time=day(3))
    judge(read, on(stake, Verdict.REJECT, "B. Editor"), judgement_digest(on(stake)), day(4))
    with read.writer(day(5)) as writer:
        writer.revoke(on(rent).key, signed("B. Editor", "hasty"))

    for moment in (day(1), day(3), day(6)):
        look_up = LookUp(read, moment)
        history = tuple(reversed(read.view(known_by=moment).judgement_history()))
        assert look_up.judgement_log() == (history, len(history))
        assert look_up.judgement_log(offset=1, limit=1) == (history[1:2], len(history))
        for author, kind, stands in product((None, "B. Editor"), (None, "claim"), (None, True, False)):
            chosen = tuple(
                one
                for one in history
                if author in (None, one.judgement.signature.author)
                and kind in (None, kind_of(one.judgement))
                and stands in (None, one.retired_at is None)
            )
            found = look_up.judgement_log(author=author, kind=kind, stands=stands)
            assert found == (chosen, len(chosen))
        assert look_up.judgement_authors() == tuple(
            sorted({one.judgement.signature.author for one in history})
        )
        for one in history:
            assert look_up.recorded_judgement(one.digest) == one
    assert LookUp(read, day(6)).recorded_judgement("0" * 64) is None
