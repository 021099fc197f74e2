"""What people decide about claims, parties and contradictions, and what follows from it."""

from dataclasses import replace

import pytest

from keiretsu.errors import ConflictError, InvalidRecordError, KeiretsuError, MisuseError
from keiretsu.quantities import Money


def said_by(workspace, document: str, relation: str):
    return next(
        claim for claim in workspace.claims() if (claim.document.name, claim.relation) == (document, relation)
    )


def stake(workspace):
    return next(deal for deal in workspace.deals() if deal.relation == "invests")


def read_again(workspace, version: str, reread) -> None:
    """Let a newer version of the rules read the documents, which reads some claims otherwise."""
    claims = [
        replace(each, extractor=version)
        for claim in workspace.store.view().claims()
        for each in reread(claim)
    ]
    with workspace.store.writer() as writer:
        writer.claims([document.id for document in workspace.documents()], claims, version)


def test_a_rejected_claim_counts_no_more_and_its_deal_follows(industry) -> None:
    herald = said_by(industry, "herald.txt", "invests")
    industry.judge_as("Ann").reject(herald.id, "the filing says 10")
    assert herald not in industry.claims()
    industry.reconcile()
    assert stake(industry).amount == Money.exactly("10e9", "USD")
    assert industry.contradictions() == ()


def test_a_correction_is_what_the_deal_rests_on_down_to_the_quote(industry) -> None:
    desk = industry.judge_as("Ann")
    desk.reject(said_by(industry, "herald.txt", "invests").id, "a typing error")
    gazette = said_by(industry, "gazette.txt", "invests")
    amount = {"low": 11_000_000_000, "high": 11_000_000_000, "currency": "USD", "basis": "total"}
    desk.correct(gazette.id, "the annual report has 11", {"amount": amount})
    industry.reconcile()
    assert stake(industry).amount == Money.exactly("11e9", "USD")
    assert [leaf.quote for leaf in stake(industry).why().leaves() if leaf.quote] == [gazette.quote]


def test_what_is_taken_back_is_as_it_was_before(industry) -> None:
    before = industry.claims(), industry.deals(), industry.contradictions()
    desk = industry.judge_as("Ann")
    desk.reject(said_by(industry, "herald.txt", "invests").id, "a mistake of mine")
    industry.reconcile()
    (judgement,) = industry.store.view().judgement_history()
    desk.undo(judgement.digest[:12], "it stands in the filing after all")
    industry.reconcile()
    assert (industry.claims(), industry.deals(), industry.contradictions()) == before
    assert industry.judgements() == ()


def test_judgements_survive_a_newer_version_that_reads_another_sum(industry) -> None:
    desk = industry.judge_as("Ann")
    desk.reject(said_by(industry, "herald.txt", "invests").id, "not what was paid")
    amount = {"low": 11_000_000_000, "high": None, "currency": "USD", "basis": "total"}
    desk.correct(said_by(industry, "gazette.txt", "invests").id, "at least 11", {"amount": amount})

    def other_sum(claim):
        yield replace(claim, amount=Money.exactly("9e9", "USD")) if claim.relation == "invests" else claim

    read_again(industry, "rules/99", other_sum)
    industry.reconcile()
    assert [claim.document.name for claim in industry.claims() if claim.relation == "invests"] == [
        "gazette.txt"
    ]
    assert stake(industry).amount == Money.between("11e9", None, "USD")


def test_an_accepted_claim_stays_when_no_extractor_makes_it_any_more(industry) -> None:
    gazette = said_by(industry, "gazette.txt", "invests")
    industry.judge_as("Ann").accept(gazette.id, "seen in the filing")
    read_again(industry, "rules/99", lambda claim: [] if claim.relation == "invests" else [claim])
    industry.reconcile()
    assert [claim.id for claim in stake(industry).claims] == [gazette.id]


def test_two_merged_parties_are_one_in_deals_and_two_again_when_it_is_undone(industry) -> None:
    before = industry.parties(), industry.deals()
    desk = industry.judge_as("Ann")
    desk.merge("Beta Labs", "Alpha Cloud", "they are one firm")
    industry.reconcile()
    assert {party.name for party in industry.parties()} == {"Beta Labs"}
    assert industry.deals() == ()  # nobody invests in itself
    industry.reconcile()
    assert {party.name for party in industry.parties()} == {"Beta Labs"}
    (judgement,) = industry.store.view().judgement_history()
    desk.undo(judgement.digest, "they aren't")
    industry.reconcile()
    assert (industry.parties(), industry.deals()) == before


def test_a_name_that_is_split_off_is_a_party_of_its_own_until_it_is_undone(tmp_path, tiny_pack) -> None:
    import keiretsu as kr

    (tmp_path / "a.txt").write_text("Alpha Inc. invested $2 billion in Beta.", encoding="utf-8")
    workspace = kr.create(tmp_path / "deals.sqlite", pack=str(tiny_pack))
    workspace.read([tmp_path / "a.txt"])
    workspace.extract()
    workspace.reconcile()
    investors = {deal.subject.name for deal in workspace.deals()}
    desk = workspace.judge_as("Ann")
    owner = next(party for party in workspace.parties() if party.name in investors)
    desk.split(owner.name, owner.aliases[:1], "another firm of that name")
    workspace.reconcile()
    assert owner.aliases[0] in {party.name for party in workspace.parties()}
    (judgement,) = workspace.store.view().judgement_history()
    desk.undo(judgement.digest, "the same after all")
    workspace.reconcile()
    assert {deal.subject.name for deal in workspace.deals()} == investors
    assert owner.aliases[0] not in {party.name for party in workspace.parties()}


def test_a_settled_contradiction_stays_settled_and_says_by_whom(industry) -> None:
    (contradiction,) = industry.contradictions()
    turned_down = contradiction.readings[1]
    industry.judge_as("Ann").settle(contradiction.id, "2", "the wire has it right")
    industry.reconcile()
    (settled,) = industry.contradictions()
    assert (settled.id, settled.chosen.key) == (contradiction.id, turned_down.key)
    assert settled.settled is not None
    assert (settled.settled.author, settled.settled.reason) == ("Ann", "the wire has it right")
    assert str(stake(industry).amount) == turned_down.says
    assert "Ann" in "\n".join(settled.why().lines())


def test_what_somebody_else_judged_since_one_looked_is_not_overruled_unseen(industry) -> None:
    herald = said_by(industry, "herald.txt", "invests")
    ann, ben = industry.judge_as("Ann"), industry.judge_as("Ben", over=True)
    ann.reject(herald.id, "wrong")
    with pytest.raises(ConflictError, match="Ann") as caught:
        ben.accept(herald.id, "right")
    assert caught.value.problem.code == "judgement.conflict"
    ben.look()
    ben.accept(herald.id, "right, and I have seen Ann's reason")
    assert herald.id in {claim.id for claim in industry.claims()}


def test_one_who_has_not_asked_to_does_not_overrule(industry) -> None:
    herald = said_by(industry, "herald.txt", "invests")
    industry.judge_as("Ann").reject(herald.id, "wrong")
    with pytest.raises(ConflictError):
        industry.judge_as("Ben").accept(herald.id, "right")


def test_a_judgement_without_a_reason_is_refused(industry) -> None:
    with pytest.raises(InvalidRecordError):
        industry.judge_as("Ann").reject(said_by(industry, "herald.txt", "invests").id, " ")


@pytest.mark.parametrize(
    ("code", "decide"),
    [
        ("judgement.no-such-claim", lambda desk: desk.reject("ffff", "no")),
        ("judgement.no-such-party", lambda desk: desk.merge("Alpha Cloud", "Omega", "no")),
        ("judgement.no-such-judgement", lambda desk: desk.undo("ffff", "no")),
        ("workspace.no-such-contradiction", lambda desk: desk.settle("nothing", "1", "no")),
    ],
)
def test_what_is_not_there_can_not_be_judged(industry, code, decide) -> None:
    with pytest.raises(MisuseError) as caught:
        decide(industry.judge_as("Ann"))
    assert caught.value.problem.code == code


MANY_DIGITS = "9" * 5_000
"""More digits than Python turns into a number."""


def amount(low: object) -> dict[str, object]:
    return {"amount": {"low": low, "high": None, "currency": "USD", "basis": "total"}}


@pytest.mark.parametrize(
    ("code", "decide"),
    [
        ("judgement.no-such-reading", lambda desk, _, disputed: desk.settle(disputed, MANY_DIGITS, "no")),
        ("judgement.no-such-reading", lambda desk, _, disputed: desk.settle(disputed, "0", "no")),
        ("judgement.no-such-reading", lambda desk, _, disputed: desk.settle(disputed, "3", "no")),
        ("judgement.no-such-claim", lambda desk, *_: desk.reject(MANY_DIGITS, "no")),
        ("judgement.no-such-party", lambda desk, *_: desk.merge("Alpha Cloud", MANY_DIGITS, "no")),
        ("judgement.no-such-judgement", lambda desk, *_: desk.undo(MANY_DIGITS, "no")),
        ("judgement.invalid-correction", lambda desk, said, _: desk.correct(said, "no", amount(MANY_DIGITS))),
        ("judgement.invalid-correction", lambda desk, said, _: desk.correct(said, "no", amount(10**5_000))),
        ("judgement.invalid-correction", lambda desk, said, _: desk.correct(said, "no", amount("1e-99999"))),
    ],
)
def test_a_number_of_any_length_is_refused_in_a_line_and_records_nothing(industry, code, decide) -> None:
    (disputed,), said = industry.contradictions(), said_by(industry, "herald.txt", "invests")
    before = industry.store.view().known_by
    with pytest.raises(KeiretsuError) as caught:
        decide(industry.judge_as("Ann"), said.id, disputed.id)
    assert caught.value.problem.code == code
    assert len(caught.value.problem.line()) < 400
    assert industry.store.view().known_by == before
