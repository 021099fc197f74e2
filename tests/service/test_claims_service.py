"""Claims searched and judged as pages and programs do: many at once, nothing over what wasn't seen."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from keiretsu.errors import ForbiddenError, InvalidRecordError, MisuseError, NotFoundError
from keiretsu.judgements import Verdict
from keiretsu.service.asked import Asked
from keiretsu.service.claims import ClaimFilter, claim_row, deals_of, neighbours, search_claims
from keiretsu.service.claims_rows import State
from keiretsu.service.contradictions import Standing, disagreement, disagreements
from keiretsu.service.identity import Identity, Role
from keiretsu.service.judging import Decision, Result, judge_claims, recorded_at, settle, undo
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site

ANN, BEN = Identity("Ann", Role.REVIEWER), Identity("Ben", Role.REVIEWER)
NOW = Asked()
WRONG = (
    {"relation": "loves"},
    {"confidence_from": "101"},
    {"confidence_to": "9" * 5000},
    {"judged": "perhaps"},
    {"order": "random"},
    {"amount": "some"},
    {"date_from": "soon"},
)


@pytest.fixture
def site(invented_industry, tmp_path):
    copy = shutil.copy(invented_industry, tmp_path / "industry.sqlite")
    opened = Site(Settings(str(copy), tmp_path / "state"))
    yield opened
    opened.jobs.close()


def found(site, **wanted):
    return search_claims(site, NOW, ClaimFilter(**wanted)).items


def first(site, **wanted):
    return found(site, **wanted)[0]


def decide(site, who, verdict, *rows, reason="seen", over=False, **more):
    decisions = [Decision(row.claim.id, verdict, reason, seen=row.seen, **more) for row in rows]
    return judge_claims(site, who, decisions, over=over)


def test_a_filter_comes_back_from_its_address_and_refuses_what_can_not_be():
    given = {
        "words": "up to",
        "judged": "undecided",
        "amount": "no",
        "order": "newest",
        "date_to": "2025-01-01",
    }
    assert ClaimFilter.parse({**given, "offset": "50", "layer": " "}).query() == given
    for wrong in WRONG:
        with pytest.raises(MisuseError):
            ClaimFilter.parse(wrong)


def test_claims_are_found_by_party_in_all_its_names_and_paged_in_the_order_of_review(site):
    everything = search_claims(site, NOW, ClaimFilter())
    assert [row.claim.confidence for row in everything.items] == sorted(
        row.claim.confidence for row in everything.items
    )
    pages = [search_claims(site, NOW, ClaimFilter(), offset, 5) for offset in range(0, everything.total, 5)]
    assert [row.claim.id for page in pages for row in page.items] == [
        row.claim.id for row in everything.items
    ]
    party = next(each for each in site.settled(NOW).parties() if each.name == "Alpha Cloud")
    by_id, by_name = found(site, party=party.id), found(site, party="alpha cloud")
    assert by_id == by_name
    assert {"Alpha Cloud"} < {end for row in by_id for end in (row.claim.subject, row.claim.object)}
    before = Asked.parse("2025-03-31", None)
    assert search_claims(site, before, ClaimFilter()).total < everything.total


def test_what_was_decided_is_told_and_filtered_by(site):
    one, two, three, four, *_ = found(site)
    decide(site, ANN, Verdict.ACCEPT, one)
    decide(site, ANN, Verdict.REJECT, two)
    decide(site, ANN, Verdict.CORRECT, three, correction={"status": "planned"})
    decide(site, ANN, Verdict.ANNOTATE, four, reason="ask the press office")
    of = {
        word: [row.claim.id for row in found(site, judged=word)]
        for word in ("accepted", "rejected", "corrected", "annotated")
    }
    assert list(of.values()) == [[one.claim.id], [two.claim.id], [three.claim.id], [four.claim.id]]
    undecided = {row.claim.id for row in found(site, judged="undecided")}
    assert four.claim.id in undecided
    assert not undecided & {one.claim.id, two.claim.id, three.claim.id}
    rejected, corrected = first(site, judged="rejected"), first(site, judged="corrected")
    assert (rejected.counts, corrected.counts.status) == (None, "planned")
    site.workspace.reconcile()
    by_its_new_id = claim_row(site, NOW, corrected.counts.id)
    assert (by_its_new_id.claim.id, by_its_new_id.state) == (three.claim.id, State.CORRECTED)
    assert deals_of(site, NOW, by_its_new_id)
    with pytest.raises(NotFoundError):
        claim_row(site, NOW, "f" * 64)


def test_many_are_judged_at_once_and_a_conflict_of_one_loses_none_of_the_others(site):
    one, two, three, *_ = found(site)
    decide(site, BEN, Verdict.REJECT, two, reason="a rumour")
    decided = decide(site, ANN, Verdict.ACCEPT, one, two, three)
    assert [each.result for each in decided.outcomes] == [Result.RECORDED, Result.CONFLICT, Result.RECORDED]
    (conflict,) = decided.of(Result.CONFLICT)
    assert (conflict.about, conflict.standing.judgement.signature.author) == (two.claim.id, "Ben")
    assert "Ben" in conflict.message
    assert "a rumour" in conflict.message
    seen = claim_row(site, NOW, two.claim.id)
    assert (seen.state, seen.standing.judgement.verdict) == (State.REJECTED, Verdict.REJECT)
    (still,) = decide(site, ANN, Verdict.ACCEPT, seen).outcomes
    assert still.result is Result.CONFLICT  # what somebody else decided takes an explicit choice
    (replaced,) = decide(site, ANN, Verdict.ACCEPT, seen, over=True).outcomes
    assert replaced.result is Result.RECORDED
    assert claim_row(site, NOW, two.claim.id).state is State.ACCEPTED
    (again,) = decide(site, ANN, Verdict.ACCEPT, claim_row(site, NOW, two.claim.id)).outcomes
    assert again.result is Result.ALREADY
    unknown = judge_claims(site, ANN, [Decision("f" * 64, Verdict.ACCEPT, "seen")])
    assert unknown.outcomes[0].result is Result.NOT_FOUND


def test_one_action_is_undone_as_a_whole_and_an_undone_one_is_told(site):
    rows = found(site)[:4]
    decided = decide(site, ANN, Verdict.REJECT, *rows, reason="a mistake")
    standing = recorded_at(site, "Ann", decided.recorded_at)
    assert len(standing) == 4
    assert recorded_at(site, "Ben", decided.recorded_at) == ()
    first = rows[0].claim.id
    ordered = sorted(standing, key=lambda one: one.judgement.anchor.claim_id != first)
    digests = [one.digest for one in ordered]
    undo(site, BEN, digests[:1], "it was right")
    outcomes = undo(site, ANN, digests, "undone").outcomes
    assert [each.result for each in outcomes] == [Result.NOT_FOUND, *[Result.RECORDED] * 3]
    assert {claim_row(site, NOW, row.claim.id).state for row in rows} == {State.UNDECIDED}
    assert [one.revoked.author for one in claim_row(site, NOW, rows[1].claim.id).history] == ["Ann"]


def test_what_may_not_be_decided_is_refused_and_nothing_is_recorded(site):
    row = first(site)
    with pytest.raises(ForbiddenError):
        decide(site, Identity("Rea", Role.READER), Verdict.ACCEPT, row)
    with pytest.raises(InvalidRecordError):
        decide(site, ANN, Verdict.ACCEPT, row, reason=" ")
    with pytest.raises(InvalidRecordError):
        decide(site, ANN, Verdict.CORRECT, row, correction={"status": "whatever"})
    assert first(site) == row


def test_the_way_on_goes_by_the_list_that_one_came_from(site):
    ids = [row.claim.id for row in found(site, judged="undecided")]
    wanted = ClaimFilter(judged="undecided")
    assert neighbours(site, NOW, wanted, 1, ids[1]) == ((0, ids[0]), (2, ids[2]))
    assert neighbours(site, NOW, wanted, 0, ids[0]) == (None, (1, ids[1]))
    decide(site, ANN, Verdict.ACCEPT, claim_row(site, NOW, ids[1]))
    assert neighbours(site, NOW, wanted, 1, ids[1]) == ((0, ids[0]), (1, ids[2]))  # it has left the list


def test_a_judgement_that_moved_to_a_newer_reading_is_told_there(site):
    row = first(site, words="talks")
    decide(site, ANN, Verdict.REJECT, row)
    document = row.claim.document
    read = [claim for claim in site.workspace.store.view().claims() if claim.document == document]
    newer = [replace(claim, amount=None, extractor="rules/9") for claim in read]
    with site.workspace.store.writer() as writer:
        writer.claims([document.id], newer, "rules/9")
    (moved,) = found(site, judged="rejected")
    assert moved.claim.amount is None
    assert moved.claim.id != row.claim.id
    decide(site, ANN, Verdict.ACCEPT, claim_row(site, NOW, row.claim.id))
    with site.workspace.store.writer() as writer:
        writer.claims([document.id], [], "rules/10")
    (revived,) = found(site, document=document.id)
    assert (revived.claim.id, revived.is_read, revived.state) == (row.claim.id, False, State.ACCEPTED)


def test_a_contradiction_is_settled_told_and_taken_back(site):
    (one,) = disagreements(site, NOW).page.items
    assert (one.standing, one.is_waiting) == (Standing.DECIDED, False)
    other = one.contradiction.readings[1].key
    assert settle(site, ANN, one.id, other, "the filing").result is Result.RECORDED
    assert settle(site, BEN, one.id, other, "too late").result is Result.CONFLICT
    waiting = disagreement(site, NOW, one.id)
    assert (waiting.standing, waiting.wanted, waiting.is_waiting) == (Standing.SETTLED, other, True)
    site.workspace.reconcile()
    settled = disagreement(site, NOW, one.id)
    assert (settled.contradiction.chosen.key, settled.is_waiting) == (other, False)
    with pytest.raises(MisuseError):
        settle(site, ANN, one.id, "no such reading", "why")
    undo(site, ANN, [settled.settlement.digest], "the filing was corrected")
    assert disagreement(site, NOW, one.id).is_waiting
