"""What a reconciliation writes: deals with derivations, contradictions, found parties, judged claims."""

from dataclasses import replace

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.judgements import Signature
from keiretsu.ledger import Item, ReportedFigure, Source, reconcile
from keiretsu.ledger.contradictions import Contradiction, Reading
from keiretsu.ledger.derivation import Derivation
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.store import Added

ALPHA = Party("Alpha", "cloud_provider", country="US")
REPORT = Source("Annual report", "Alpha", "2026-02-01", reliability="filing")


def revenue(amount):
    return ReportedFigure(ALPHA, Item.REVENUE, Money.exactly(amount, "USD"), Period.parse("2025"), REPORT)


@pytest.fixture
def more(memo):
    return Claim(
        Evidence.find(memo, "2 billion dollars"), "invests", "Alpha", "Beta", date="2025-02-01",
        amount=Money.exactly("1000000000.10", "USD", basis="tranche"), extractor="rules/1",
    )  # fmt: skip


@pytest.fixture
def read(store, memo, stake, rent, more, day):
    with store.writer(day(1)) as writer:
        writer.documents([memo])
        writer.claims([memo.id], [stake, rent, more], "rules/1")
    return store


@pytest.fixture
def deal(stake, more):
    """A deal whose sum was worked out in two steps, over a term."""
    (plain,) = reconcile([stake, more], Registry([ALPHA]))
    total = Derivation("only_stated", stake.amount, claims=(stake,))
    tranche = Derivation("only_stated", more.amount, claims=(more,), set_aside=(more,))
    return replace(
        plain,
        amount=stake.amount,
        derivation=Derivation("largest_stated", stake.amount, parts=(total, tranche)),
        term_years=2.5,
        contradictions=(),
    )


@pytest.fixture
def disagreement(deal, stake, more):
    return Contradiction(
        id=f"{deal.id}:amount",
        about=deal.id,
        what="amount",
        readings=(
            Reading("2000000000", "USD 2 billion", (stake,), origins=2),
            Reading("1000000000.10", "USD 1 billion", (more,)),
        ),
        rule="newer",
        compatible=True,
    )


def record(store, deals, contradictions, time=None):
    with store.writer(time) as writer:
        return writer.deals(deals), writer.contradictions(contradictions)


def test_a_deal_comes_back_with_its_derivation_term_and_contradictions(read, deal, disagreement):
    deal = replace(deal, contradictions=(disagreement,))
    assert record(read, [deal], [disagreement]) == (Added(new=1), Added(new=1))
    assert read.view().deals() == (deal,)
    assert read.view().contradictions() == (disagreement,)
    assert record(read, [deal], [disagreement]) == (Added(known=1), Added(known=1))
    assert read.view().counts().contradictions == 1


def test_another_derivation_is_another_deal(read, deal):
    record(read, [deal], [])
    shorter = replace(deal, term_years=2.0)
    assert record(read, [shorter], [])[0] == Added(changed=1)
    flat = replace(shorter, derivation=Derivation("largest_stated", deal.amount))
    assert record(read, [flat], [])[0] == Added(changed=1)
    assert read.view().deals() == (flat,)


def test_a_deal_may_cite_claims_beside_its_timeline(read, deal, rent):
    cites = replace(deal, derivation=Derivation("largest_stated", deal.amount, parts=(
        Derivation("only_stated", deal.amount, claims=(rent,)),
    )))  # fmt: skip
    record(read, [cites], [])
    assert read.view().deals() == (cites,)


def test_contradictions_are_a_full_set_with_a_past(read, deal, disagreement, day):
    settled = replace(
        disagreement,
        rule="person",
        compatible=False,
        readings=disagreement.readings[::-1],
        settled=Signature("B. Editor", "asked the company", day(2)),
    )
    record(read, [deal], [disagreement], day(2))
    assert record(read, [deal], [settled], day(3))[1] == Added(changed=1)
    assert record(read, [deal], [], day(4))[1] == Added(retired=1)
    known = [read.view(known_by=day(number)).contradictions() for number in (1, 2, 3, 4)]
    assert known == [(), (disagreement,), (settled,), ()]
    assert read.view(known_by=day(2)).deals() == (replace(deal, contradictions=(disagreement,)),)


def test_a_contradiction_keeps_its_sources_when_they_are_read_otherwise_since(
    read, deal, disagreement, memo, day
):
    record(read, [deal], [disagreement], day(2))
    with read.writer(day(3)) as writer:
        writer.claims([memo.id], [], "rules/2")
    assert read.view().claims() == ()
    assert read.view().contradictions() == (disagreement,)


def test_figures_that_disagree_come_back_though_one_was_corrected_since(store, day):
    first, other = revenue("10e9"), replace(revenue("11e9"), source=replace(REPORT, publisher="Gamma"))
    disagreement = Contradiction(
        "figure:alpha", "Alpha revenue 2025", "figure",
        (Reading("10", "10 billion", figures=(first,)), Reading("11", "11 billion", figures=(other,))),
        "reliability",
    )  # fmt: skip
    with store.writer(day(1)) as writer:
        writer.figures([first, other])
        writer.contradictions([disagreement])
    with store.writer(day(2)) as writer:
        assert writer.figures([revenue("10.5e9")]) == Added(changed=1)
    assert store.view().contradictions() == (disagreement,)
    assert {figure.source.reliability for figure in store.view().figures()} == {"filing"}


def test_a_source_that_is_found_to_be_reliable_is_a_change(store, memo):
    with store.writer() as writer:
        writer.documents([memo])
        assert writer.documents([replace(memo, reliability="press")]) == Added(changed=1)
        assert writer.documents([memo]) == Added(known=1)
    assert store.view().documents()[0].reliability == "press"


def test_claims_as_people_corrected_them_stand_apart_from_what_is_claimed(read, memo, stake, day):
    corrected = replace(stake, amount=Money.exactly("3e9", "USD"), extractor="judged/1", confidence=100)
    before = read.view().claims()
    with read.writer(day(2)) as writer:
        assert writer.claims([memo.id], [corrected], "judged/1") == Added(new=1)
        writer.deals(reconcile([corrected], Registry()))
    view = read.view()
    assert view.claims() == before
    assert view.counts().claims == len(before)
    assert view.deals()[0].claims == (corrected,)
    assert view.claims_by_id([corrected.id, stake.id, "0" * 64]) == {corrected.id: corrected, stake.id: stake}
    assert read.view(known_by=day(1)).claims_by_id([corrected.id]) == {}
    with read.writer(day(3)) as writer:
        assert writer.claims([memo.id], [], "judged/1") == Added(retired=1)
    assert read.view().claims_by_id([corrected.id]) == {corrected.id: corrected}


def test_found_parties_are_a_full_set_and_given_ones_are_left_alone(store, day):
    beta, gamma = Party("Beta"), Party("Gamma")
    with store.writer(day(1)) as writer:
        writer.parties([ALPHA])
        assert writer.found_parties([replace(ALPHA, country=None), beta, gamma]) == Added(new=2)
    with store.writer(day(2)) as writer:
        assert writer.found_parties([ALPHA, beta]) == Added(known=1, retired=1)
    assert store.view().parties() == (ALPHA, beta)
    assert store.view(known_by=day(1)).parties() == (ALPHA, beta, gamma)


def test_a_found_party_that_is_given_later_is_not_retired_any_more(store):
    beta = Party("Beta")
    with store.writer() as writer:
        writer.found_parties([beta])
        assert writer.parties([beta]) == Added(changed=1)
        assert writer.found_parties([]) == Added()
    assert store.view().parties() == (beta,)


def test_a_party_with_a_figure_is_given(store):
    with store.writer() as writer:
        writer.found_parties([ALPHA])
        writer.figures([revenue("10e9")])
        assert writer.found_parties([]) == Added()
    assert store.view().figures() == (revenue("10e9"),)
    assert store.view().parties() == (ALPHA,)


def test_a_deal_names_its_parties_after_they_are_no_longer_found(read, deal):
    record(read, [deal], [])
    with read.writer() as writer:
        assert writer.found_parties([]) == Added(retired=2)
    assert read.view().parties() == ()
    assert read.view().deals() == (deal,)


def test_claims_by_id_are_as_many_as_asked_for(store, day):
    text = Document(" ".join(f"Alpha buys Beta{number}." for number in range(700)), name="list.txt")
    claims = [
        Claim(Evidence.find(text, f"Alpha buys Beta{number}."), "acquires", "Alpha", f"Beta{number}")
        for number in range(700)
    ]
    with store.writer() as writer:
        writer.documents([text])
        writer.claims([text.id], claims, "hand")
    assert store.view().claims_by_id(claim.id for claim in claims) == {claim.id: claim for claim in claims}
