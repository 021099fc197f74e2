"""Which claims are of one deal, and which of another of the same pair."""

from dataclasses import replace
from datetime import date

import pytest

from keiretsu.claims import Evidence
from keiretsu.documents import Document
from keiretsu.ledger import reconcile
from keiretsu.parties import Registry
from keiretsu.quantities import Money


@pytest.fixture
def sell(say):
    """Return a function that says what Alpha sells to Beta, in billions."""

    def claim(published, billions=None, **fields):
        usd = None if billions is None else billions * 1e9
        return say(published, fields.pop("relation", "supplies"), "Alpha", "Beta", usd=usd, **fields)

    return claim


def deals_of(*claims):
    return reconcile(claims, Registry())


def in_one_document(*claims):
    text = " ".join(claim.quote for claim in claims)
    document = Document(text, name="one.txt", published=claims[0].document.published)
    return [replace(claim, evidence=Evidence.find(document, claim.quote)) for claim in claims]


def test_a_later_larger_total_is_a_deal_of_its_own(sell) -> None:
    first, second = deals_of(
        sell("2024-01-10", 10, status="agreed"),
        sell("2024-02-01"),
        sell("2025-06-01", 30, status="agreed"),
        sell("2025-09-01"),
    )
    assert (first.id, second.id) == ("alpha-beta-supplies", "alpha-beta-supplies-2025-06")
    assert [str(deal.amount) for deal in (first, second)] == [
        "USD 10 billion (total)",
        "USD 30 billion (total)",
    ]
    assert [len(deal.claims) for deal in (first, second)] == [2, 2]


def test_what_is_agreed_later_up_to_more_is_a_deal_of_its_own(sell) -> None:
    first, second = deals_of(
        sell("2025-03-01", amount=Money.between("3e9", None, "USD")),
        sell("2026-04-01", amount=Money.between(None, "40e9", "USD"), status="agreed"),
    )
    assert (str(first.amount), str(second.amount)) == (
        "at least USD 3 billion (total)",
        "up to USD 40 billion (total)",
    )


def test_a_larger_total_within_a_quarter_is_a_contradiction_instead(sell) -> None:
    (deal,) = deals_of(sell("2024-01-10", 10), sell("2024-02-10", 30))
    assert [reading.says for reading in deal.contradictions[0].readings] == [
        "USD 30 billion (total)",
        "USD 10 billion (total)",
    ]


def test_a_deal_agreed_anew_after_its_end_is_another_deal(sell) -> None:
    first, second = deals_of(
        sell("2023-01-01", 5),
        sell("2024-01-01", status="ended"),
        sell("2025-01-01", 5, status="agreed"),
    )
    assert (first.status, first.valid_to) == ("ended", date(2024, 1, 1))
    assert (second.status, second.valid_from) == ("agreed", date(2025, 1, 1))


def test_an_old_story_printed_again_after_the_end_begins_nothing(sell) -> None:
    story = sell("2023-01-01", 5, status="agreed")
    end = sell("2024-01-01", status="ended")
    page = Document(f"From our archive: {story.quote}", name="page.txt", published="2024-06-01")
    again = replace(story, evidence=Evidence.find(page, story.quote))
    (deal,) = deals_of(story, end, again)
    assert deal.status == "ended"


def test_totals_dated_apart_by_their_texts_are_deals_of_their_own(sell) -> None:
    first, second = deals_of(sell(None, 5, date="2021-03"), sell(None, 4, date="2024-05"))
    assert [str(deal.amount) for deal in (first, second)] == [
        "USD 5 billion (total)",
        "USD 4 billion (total)",
    ]


def test_serving_now_and_agreed_on_more_are_two_deals(sell) -> None:
    now, more = in_one_document(sell("2025-01-01"), sell("2025-01-01", 38, status="agreed"))
    first, second = deals_of(now, more)
    assert (first.status, first.amount) == ("in_effect", None)
    assert (second.status, str(second.amount)) == ("agreed", "USD 38 billion (total)")


def test_talks_of_more_than_is_agreed_are_a_deal_in_talks(sell) -> None:
    first, second = deals_of(
        sell("2024-01-01", 10, status="agreed"), sell("2024-05-01", 30, status="in_talks")
    )
    assert (first.status, second.status) == ("agreed", "in_talks")
    assert (str(second.amount), second.is_paid) == ("USD 30 billion (total)", False)


def test_a_rumour_shortly_before_the_deal_is_its_earlier_life(sell) -> None:
    _, second = deals_of(
        sell("2024-01-01", 10, status="agreed"),
        sell("2025-01-01", 40, status="speculated"),
        sell("2025-03-01", 30, status="agreed"),
    )
    assert [step.status for step in second.timeline] == ["speculated", "agreed"]
    assert str(second.amount) == "USD 30 billion (total)"


def test_a_stake_is_one_when_a_sum_so_far_covers_it(sell) -> None:
    (deal,) = deals_of(
        sell("2019-07-01", 1, relation="invests"),
        sell("2023-01-01", 10, relation="invests"),
        sell("2023-06-01", 13, relation="invests", basis="cumulative"),
    )
    assert str(deal.amount) == "USD 13 billion (cumulative)"


def test_a_sum_that_the_larger_total_names_as_an_instalment_is_no_deal_of_its_own(sell) -> None:
    before = sell("2023-09-01", 4, relation="invests")
    total, part = in_one_document(
        sell("2025-01-01", 8, relation="invests"), sell("2025-01-01", 4, relation="invests", basis="tranche")
    )
    (deal,) = deals_of(before, total, part)
    assert str(deal.amount) == "USD 8 billion (total)"
    assert deal.contradictions[0].rule == "instalment_of_larger"


def test_deals_of_one_month_have_ids_of_their_own(sell) -> None:
    claims = [
        sell(None, amount, date=day) for amount, day in ((5, "2021-03"), (6, "2024-05"), (7, "2024-05"))
    ]
    told = in_one_document(sell("2024-05-03", 1), sell("2024-05-03", 9, status="agreed"))
    ids = [deal.id for deal in deals_of(*claims, *told)]
    assert len(set(ids)) == len(ids)


def test_a_round_s_sum_told_again_of_one_investor_is_the_round_s(say) -> None:
    together = [say("2025-09-09", "invests", name, "Lab", usd=2e9) for name in ("Alpha", "Gamma")]
    alone = say("2025-09-09", "invests", "Alpha", "Lab", usd=2e9, terms=("equity",))
    first, second = together
    text = f"{first.quote} {alone.quote}"
    document = Document(text, name="one.txt", published="2025-09-09")
    claims = [replace(claim, evidence=Evidence.find(document, first.quote)) for claim in (first, second)]
    claims.append(replace(alone, evidence=Evidence.find(document, alone.quote)))
    assert [deal.amount_rule for deal in deals_of(*claims)] == ["shared_sum", "shared_sum"]
