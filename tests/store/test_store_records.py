"""Every kind of record comes back as it was written, on each database."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import MisuseError, Problem, Severity
from keiretsu.judgements import Signature, Split
from keiretsu.ledger import Item, ReportedFigure, Source, reconcile
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.store import Added, Counts

ALPHA = Party("Alpha", "cloud_provider", ("Alpha Inc.",), ("Alpha Cloud",), wikidata="Q1", country="US")
REPORT = Source("Annual report", "Alpha", "2026-02-01", "https://alpha.example/report")


def revenue(amount="10e9", **changes):
    figure = ReportedFigure(ALPHA, Item.REVENUE, Money.exactly(amount, "USD"), Period.parse("2025"), REPORT)
    return replace(figure, **changes)


def problem(where="a.txt", code="document.empty"):
    return Problem(code, Severity.ERROR, where, "holds no text", "leave the file out")


def test_documents_come_back_with_their_text_and_origin(store, memo):
    odd = Document(
        "Bêta 🏭 vaut\r\n\t1 € \x00.", name="b.txt", title="T", publisher="P", url="https://b.example"
    )
    with store.writer() as writer:
        assert writer.documents([memo, odd]) == Added(new=2)
    assert store.view().documents() == (odd, memo)
    assert store.view().document(memo.id) == memo


def test_a_file_name_that_is_no_unicode_does_not_stop_the_batch(store, memo):
    odd = replace(memo, name="caf\udce9.txt", source="in/caf\udce9.txt")
    with store.writer() as writer:
        writer.documents([odd])
        assert writer.documents([odd]) == Added(known=1)
        writer.problems("read", odd.source, [problem(odd.source)])
        assert writer.problems("read", odd.source, []) == Added(retired=1)
    assert [document.name for document in store.view().documents()] == ["caf\\udce9.txt"]


def test_an_unknown_document_is_misuse(store):
    with pytest.raises(MisuseError, match=r"document\.unknown: abc: no document"):
        store.view().document("abc")


def test_claims_come_back_with_their_evidence(store, memo, stake, rent):
    planned = Claim(
        Evidence.find(memo, "Alpha"), "builds", "Alpha", "chips", "chips", status="planned", date="2026/..",
        terms=("exclusive", "lock_in"), confidence=73, extractor="rules/1",
    )  # fmt: skip
    with store.writer() as writer:
        writer.documents([memo])
        assert writer.claims([memo.id], [rent, stake, planned], "rules/1") == Added(new=3)
    assert store.view().claims() == (planned, stake, rent)
    assert store.view().claims()[0].document == memo


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("0.1", "0.1000000000000000000000000001"),
        (None, "12345678901234567890.123"),
        ("1E+9", None),
        ("-0", "0"),
    ],
)
def test_no_digit_of_a_sum_is_lost(store, memo, stake, low, high):
    amount = Money(low and Decimal(low), high and Decimal(high), "EUR", "tranche")
    with store.writer() as writer:
        writer.documents([memo])
        writer.claims([memo.id], [replace(stake, amount=amount)], "rules/1")
    (found,) = store.view().claims()
    assert (found.amount.low, found.amount.high) == (amount.low, amount.high)
    assert str(found.amount.high) == str(amount.high)


def test_a_claim_made_twice_is_kept_once_in_its_surest_reading(store, memo, stake):
    sure, unsure = replace(stake, confidence=90), replace(stake, confidence=20)
    by_hand = replace(stake, extractor="hand", confidence=95)
    with store.writer() as writer:
        writer.documents([memo])
        assert writer.claims([memo.id], [unsure, sure], "rules/1") == Added(new=1)
        assert store.view().claims() == ()
        assert writer.claims([memo.id], [by_hand], "hand") == Added(new=1)
    assert store.view().claims() == (by_hand,)
    assert store.view().counts().claims == 1


def test_a_claim_of_another_document_or_extractor_is_misuse(store, memo, stake):
    with store.writer() as writer:
        writer.documents([memo])
        with pytest.raises(MisuseError, match="isn't among those read"):
            writer.claims([], [stake], "rules/1")
        with pytest.raises(MisuseError, match="was made by rules/1, not by llm/1"):
            writer.claims([memo.id], [stake], "llm/1")


def test_parties_come_back_by_name_and_are_changed_in_place(store):
    beta = Party("Beta", lei="5493001KJTIIGC8Y1R12")
    wider = replace(beta, aliases=("Beta Labs",))
    with store.writer() as writer:
        assert writer.parties([beta, ALPHA]) == Added(new=2)
        assert writer.parties([wider]) == Added(changed=1)
    assert store.view().parties() == (ALPHA, wider)


def test_figures_come_back_and_a_corrected_sum_takes_the_place_of_the_first(store):
    segment = revenue("4e9", item=Item.SEGMENT_REVENUE, segment="Alpha Cloud")
    other_source = revenue("11e9", source=replace(REPORT, publisher="Gamma"))
    with store.writer() as writer:
        assert writer.figures([revenue("10e9"), segment, other_source]) == Added(new=3)
        assert writer.figures([revenue("10.5e9"), segment]) == Added(known=1, changed=1)
    assert set(store.view().figures()) == {revenue("10.5e9"), segment, other_source}
    assert store.view().parties() == (ALPHA,)


def test_figures_leave_a_party_that_is_known_as_it_is(store):
    with store.writer() as writer:
        writer.parties([ALPHA])
        writer.figures([revenue(party=replace(ALPHA, aliases=()))])
    assert store.view().parties() == (ALPHA,)


def test_deals_come_back_with_their_timeline_and_are_a_full_set(store, memo, stake, rent):
    second = replace(stake, status="agreed", amount=Money.exactly("1e9", "USD"), date="2025-02-01")
    project = Claim(Evidence.find(memo, "Alpha"), "builds", "Alpha", "Project Delta", extractor="rules/1")
    claims = [stake, rent, second, project]
    deals = reconcile(claims, Registry([ALPHA]))
    assert any(deal.set_aside for deal in deals)
    with store.writer() as writer:
        writer.documents([memo])
        writer.claims([memo.id], claims, "rules/1")
        assert writer.deals(deals) == Added(new=3)
        assert writer.deals(deals) == Added(known=3)
    assert store.view().deals() == deals
    assert {party.name for party in store.view().parties()} == {"Alpha", "Beta"}
    with store.writer() as writer:
        assert writer.deals(deals[:1]) == Added(known=1, retired=2)
    assert store.view().deals() == deals[:1]


def test_a_deal_keeps_its_evidence_until_the_next_reconciliation(store, memo, stake):
    deals = reconcile([stake], Registry())
    with store.writer() as writer:
        writer.documents([memo])
        writer.claims([memo.id], [stake], "rules/1")
        writer.deals(deals)
        writer.claims([memo.id], [], "rules/2")
    assert store.view().claims() == ()
    assert store.view().deals() == deals


def test_a_deal_with_another_claim_is_changed(store, memo, stake):
    repeated = replace(stake, evidence=Evidence.find(memo, "Alpha put 2 billion"))
    with store.writer() as writer:
        writer.documents([memo])
        writer.claims([memo.id], [stake, repeated], "rules/1")
        writer.deals(reconcile([stake], Registry()))
        assert writer.deals(reconcile([stake, repeated], Registry())) == Added(changed=1)
    (deal,) = store.view().deals()
    assert set(deal.claims) == {stake, repeated}


def test_running_a_step_again_replaces_its_problems_and_no_others(store):
    with store.writer() as writer:
        assert writer.problems("read", "a", [problem("a1"), problem("a2"), problem("a2")]) == Added(new=2)
        writer.problems("read", "b", [problem("b1")])
        writer.problems("extract", "a", [problem("a1", "claim.invalid")])
        assert writer.problems("read", "a", [problem("a2"), problem("a3")]) == Added(1, 1, 0, 1)
    assert [(found.code, found.where) for found in store.view().problems()] == [
        ("document.empty", "a2"),
        ("document.empty", "b1"),
        ("claim.invalid", "a1"),
        ("document.empty", "a3"),
    ]
    assert store.view().problems()[0] == problem("a2")


def test_problems_of_many_subjects_replace_those_of_each(store):
    with store.writer() as writer:
        found = {f"{number}": [problem(f"{number}")] for number in range(1200)}
        assert writer.problems_of("read", found | {"sound": []}) == Added(new=1200)
        writer.problems("read", "elsewhere", [problem("e")])
        assert writer.problems_of("read", found | {"7": [], "9": [problem("9a")]}) == Added(1, 1198, 0, 2)
    wheres = {each.where for each in store.view().problems()}
    assert ("7" in wheres, "9" in wheres, "9a" in wheres, "e" in wheres) == (False, False, True, True)


def test_more_problems_of_a_subject_stand_beside_the_others(store):
    with store.writer() as writer:
        writer.problems("import", "a", [problem("a1")])
        assert writer.problems("import", "a", [problem("a1"), problem("a2")], more=True) == Added(1, 1)
        assert writer.problems("import", "a", []) == Added(retired=2)


def test_a_setting_has_its_last_value(store):
    with store.writer() as writer:
        assert writer.setting("packs", "tin") == Added(new=1)
        assert writer.setting("packs", "tin") == Added(known=1)
        assert writer.setting("packs", "tin,zinc") == Added(changed=1)
        writer.setting("currency", "EUR")
    assert store.view().settings() == {"currency": "EUR", "packs": "tin,zinc"}


def test_counts(store, memo, stake, rent):
    assert store.view().counts() == Counts(0, 0, 0, 0, 0, 0, 0, 0)
    with store.writer() as writer:
        writer.documents([memo])
        writer.claims([memo.id], [stake, rent], "rules/1")
        writer.figures([revenue()])
        writer.deals(reconcile([stake], Registry([ALPHA])))
        writer.problems("read", "a", [problem()])
    assert store.view().counts() == Counts(
        documents=1, claims=2, parties=2, figures=1, deals=1, contradictions=0, judgements=0, problems=1
    )


def test_a_batch_larger_than_one_query_holds(store):
    documents = [Document(f"Alpha buys Beta {number}.", name=f"{number:04}.txt") for number in range(1200)]
    claims = [
        Claim(Evidence.find(text, "Alpha buys Beta"), "acquires", "Alpha", "Beta") for text in documents
    ]
    ids = [document.id for document in documents]
    with store.writer() as writer:
        assert writer.documents(documents) == Added(new=1200)
        assert writer.claims(ids, claims, "hand") == Added(new=1200)
        assert writer.claims(ids, claims[:-1], "hand") == Added(known=1199, retired=1)
        assert writer.documents(documents) == Added(known=1200)
    assert store.view().documents() == tuple(documents)
    assert set(store.view().claims()) == set(claims[:-1])


def signs(seed, number):
    """Letters of four bytes that no database can press together."""
    return "".join(map(chr, Random(seed).sample(range(0x20000, 0x2A000), number)))


def test_the_longest_names_that_can_be_are_kept_on_each_database(store):
    document = Document("Alpha rents servers from Beta.", name="a.txt")
    first, second, layer = signs(1, 250), signs(2, 250), "".join(Random(3).choices("abcdefghijklmn", k=250))
    claim = Claim(Evidence.at(document, 0, 30), "supplies", first, second, layer, extractor="rules/1")
    split = Split("x-alpha", tuple(signs(number, 60) for number in range(100)), Signature("Ann", "others"))
    figure = replace(revenue(), item=Item.SEGMENT_REVENUE, segment=signs(4, 250), party=Party(first))
    with store.writer() as writer:
        writer.documents([document])
        writer.claims([document.id], [claim], "rules/1")
        writer.deals(reconcile([claim], Registry()))
        writer.figures([figure])
        writer.judge(split)
    view = store.view()
    assert view.claims() == (claim,)
    assert [deal.subject.name for deal in view.deals()] == [first]
    assert view.figures() == (figure,)
    assert [one.key for one in view.judgements()] == [split.key]
