"""Where sources disagree: both sides, the reading chosen, and by which rule or person."""

import json
from dataclasses import replace

import pytest

from keiretsu.claims import Evidence
from keiretsu.documents import Document
from keiretsu.judgements import Settlement, Signature
from keiretsu.ledger import CONTRADICTION_RULES, Reading, reconcile
from keiretsu.ledger.choosing import RULES
from keiretsu.parties import Registry

AMOUNT = "amount:invests:x-alpha:x-beta"
STATUS = "status:invests:x-alpha:x-beta"


@pytest.fixture
def report(say):
    """Return a function that says, in a document of its own, what Alpha put into Beta, in billions."""

    def claim(billions=None, *, published=None, reliability=None, note="", **fields):
        usd = None if billions is None else billions * 1e9
        made = say(published, "invests", "Alpha", "Beta", usd=usd, **fields)
        text = f"{note} {made.quote}".strip()
        document = Document(text, name="a.txt", published=published, reliability=reliability)
        return replace(made, evidence=Evidence.find(document, text))

    return claim


def read(*claims, settlements=()):
    (deal,) = reconcile(claims, Registry(), settlements=settlements)
    return deal


def billions(deal) -> float:
    return float(deal.amount.low) / 1e9


def settle(chosen, over, contradiction=AMOUNT):
    signature = Signature("Ada", "I read the filing")
    return Settlement(contradiction, chosen, tuple(over), signature)


def key(amount: float) -> str:
    return f"{amount * 1e9:.0f} {amount * 1e9:.0f} USD total"


def test_both_sides_have_their_words_their_sources_and_their_dates(report) -> None:
    claims = [report(13, published="2025-03-01"), report(14, published="2025-03-02")]
    (contradiction,) = read(*claims).contradictions
    assert (contradiction.id, contradiction.about) == (AMOUNT, "alpha-beta-invests")
    assert {claim for reading in contradiction.readings for claim in reading.claims} == set(claims)
    assert {leaf.quote for leaf in contradiction.why().leaves()} == {claim.quote for claim in claims}


def test_one_document_does_not_contradict_itself(report) -> None:
    text = "Alpha put 4 billion into Beta. Alpha put 5 billion into Beta."
    document = Document(text, name="a.txt")
    claims = [
        replace(report(amount), evidence=Evidence.find(document, sentence))
        for amount, sentence in ((4, text[:30]), (5, text[31:]))
    ]
    assert read(*claims).contradictions == ()


def test_what_the_same_agency_story_says_in_two_papers_has_one_origin(report) -> None:
    said = "Alpha has put 4 billion dollars into Beta, two people familiar with the matter said."
    pages = [Document(f"{paper}: {said}", name=f"{paper}.txt") for paper in ("Gamma", "Delta", "Epsilon")]
    copies = [replace(report(4), evidence=Evidence.find(page, said)) for page in pages]
    others = [report(5, note="First."), report(5, note="Second.")]
    (contradiction,) = read(*copies, *others).contradictions
    assert contradiction.rule == "more_origins"
    assert [(reading.key, reading.origins) for reading in contradiction.readings] == [
        (key(5), 2),
        (key(4), 1),
    ]


def test_a_newer_filing_goes_before_older_press_but_not_before_newer(report) -> None:
    filing = report(4, published="2025-03-05", reliability="filing")
    older = report(5, published="2025-03-01", reliability="press")
    newer = report(6, published="2025-03-09", reliability="press")
    assert read(filing, older).contradictions[0].rule == "newer_filing"
    assert billions(read(filing, older)) == 4
    assert read(filing, newer).contradictions[0].rule == "more_reliable"


def test_the_more_precise_goes_before_the_vaguer(report) -> None:
    dated, plain = report(4, date="2025"), report(5)
    deal = read(dated, plain)
    assert (billions(deal), deal.contradictions[0].rule) == (4, "more_precise")


def test_the_newer_report_goes_before_the_older_if_nothing_else_tells(report) -> None:
    deal = read(report(5, published="2025-03-01"), report(4, published="2025-03-09"))
    assert (billions(deal), deal.contradictions[0].rule) == (4, "newer")


def test_a_sum_so_far_only_grows(report) -> None:
    deal = read(report(5, basis="cumulative"), report(4, basis="cumulative"))
    assert (billions(deal), deal.contradictions[0].rule) == (5, "only_grows")


def test_what_nothing_decides_is_called_undecided(report) -> None:
    deal = read(report(4), report(5))
    assert (billions(deal), deal.contradictions[0].rule) == (5, "undecided")
    assert "needs a decision" in CONTRADICTION_RULES["undecided"]


def test_a_person_decides_before_all_rules(report) -> None:
    deal = read(report(4, date="2025"), report(5), settlements=[settle(key(5), [key(4)])])
    (contradiction,) = deal.contradictions
    assert (billions(deal), contradiction.rule, contradiction.settled.author) == (5, "person", "Ada")
    assert "by Ada: I read the filing" in contradiction.why().text


def test_a_person_s_choice_stands_when_a_new_reading_appears_and_says_so(report) -> None:
    deal = read(report(4), report(5), report(6), settlements=[settle(key(4), [key(5)])])
    assert (billions(deal), deal.contradictions[0].rule) == (4, "person_before_new_reading")


def test_a_choice_of_what_nobody_says_any_more_decides_nothing(report) -> None:
    deal = read(report(4), report(5), settlements=[settle(key(9), [key(5)])])
    assert deal.contradictions[0].settled is None


def test_an_end_and_a_beginning_without_dates_contradict_each_other(report) -> None:
    stands, over = report(note="It stands."), report(note="It is over.", status="ended")
    deal = read(stands, over)
    (contradiction,) = deal.contradictions
    assert (contradiction.id, contradiction.what, contradiction.rule) == (
        STATUS,
        "status",
        "ends_after_begin",
    )
    assert deal.status == "ended"
    settled = read(stands, over, settlements=[settle("in_effect", ["ended"], STATUS)])
    assert (settled.status, settled.valid_to) == ("in_effect", None)


def test_a_denial_that_nothing_tells_against_stands_until_decided(report) -> None:
    deal = read(report(note="It stands.", status="agreed"), report(note="It is not.", status="denied"))
    assert (deal.status, deal.contradictions[0].rule) == ("denied", "undecided")


def test_dates_make_a_life_of_an_end_and_a_beginning(report) -> None:
    deal = read(report(published="2024-01-01"), report(published="2025-01-01", status="ended"))
    assert (deal.status, deal.contradictions) == ("ended", ())


def test_a_denial_by_the_more_reliable_source_counts(report) -> None:
    said = report(published="2025-01-01", status="agreed", reliability="secondary")
    denied = report(published="2025-01-01", status="denied", reliability="official")
    assert read(said, denied).status == "denied"


def test_a_reading_survives_the_store(report) -> None:
    claims = [report(4), report(5)]
    (contradiction,) = read(*claims).contradictions
    for reading in contradiction.readings:
        stored = json.loads(json.dumps(reading.to_json()))
        assert Reading.load(stored, {claim.id: claim for claim in claims}, {}) == reading


def test_every_rule_of_choice_is_explained() -> None:
    beside_the_order = {"person", "person_before_new_reading", "ranges_intersect", "undecided"}
    assert set(RULES) | beside_the_order == set(CONTRADICTION_RULES)
    assert list(RULES) == [rule for rule in CONTRADICTION_RULES if rule in RULES]
