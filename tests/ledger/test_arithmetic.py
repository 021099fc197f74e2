"""The arithmetic of one deal: instalments, sums so far, totals, sums per year, ranges."""

from dataclasses import replace
from datetime import date

import pytest

from keiretsu.claims import Evidence
from keiretsu.documents import Document
from keiretsu.ledger import deals_as_of, reconcile
from keiretsu.parties import Registry
from keiretsu.quantities import Money


def deal_of(*claims):
    (deal,) = reconcile(claims, Registry())
    return deal


def sum_of(*claims) -> str:
    return str(deal_of(*claims).amount)


@pytest.fixture
def put(say):
    """Return ``put("2025-01-01", 2, "tranche")``, which says what Alpha put into Beta, in billions."""

    def claim(published, billions, basis="total", **fields):
        low, high = billions if isinstance(billions, tuple) else (billions, billions)
        low, high = (None if bound is None else int(bound * 1_000_000_000) for bound in (low, high))
        amount = Money.between(low, high, fields.pop("currency", "USD"), basis=basis)
        return say(published, fields.pop("relation", "invests"), "Alpha", "Beta", amount=amount, **fields)

    return claim


def test_instalments_add_up(put) -> None:
    assert sum_of(put(None, 1, "tranche"), put(None, 2, "tranche")) == "USD 3 billion (cumulative)"


def test_an_open_bound_stays_open_in_a_sum(put) -> None:
    told = sum_of(put(None, 1, "tranche"), put(None, (2, None), "tranche"))
    assert told == "at least USD 3 billion (cumulative)"


def test_an_instalment_told_twice_counts_once(put) -> None:
    assert (
        sum_of(put("2025-01-01", 1, "tranche"), put("2025-06-01", 1, "tranche")) == "USD 1 billion (tranche)"
    )


def test_equal_instalments_with_dates_of_their_own_are_two(put) -> None:
    first, second = put(None, 1, "tranche", date="2023-09"), put(None, 1, "tranche", date="2024-03")
    assert sum_of(first, second) == "USD 2 billion (cumulative)"
    assert sum_of(first, second, put(None, 1, "tranche", date="2023")) == "USD 2 billion (cumulative)"


def test_a_newer_sum_so_far_has_grown_from_the_older(put) -> None:
    older, newer = put("2023-01-01", 2, "cumulative"), put("2024-01-01", 5, "cumulative")
    deal = deal_of(older, newer)
    assert str(deal.amount) == "USD 5 billion (cumulative)"
    assert (deal.set_aside, deal.contradictions) == ((older,), ())


def test_instalments_after_a_sum_so_far_come_on_top(put) -> None:
    before = put("2023-01-01", 1, "tranche")
    so_far = put("2024-01-01", 4, "cumulative")
    after = put("2024-06-01", 2, "tranche")
    deal = deal_of(before, so_far, after)
    assert str(deal.amount) == "USD 6 billion (cumulative)"
    assert (deal.amount_rule, deal.set_aside) == ("later_added", (before,))
    assert deal.amount_day == date(2024, 6, 1)


def test_a_sum_so_far_bounds_and_its_known_parts_bound_it(put) -> None:
    deal = deal_of(put(None, 1, "tranche"), put(None, 2, "tranche"), put(None, (2, None), "cumulative"))
    assert (str(deal.amount), deal.amount_rule) == ("USD 3 billion (cumulative)", "ranges_intersect")


def test_a_sum_so_far_stands_as_of_its_telling_though_it_began_before(put) -> None:
    since = put("2025-01-24", 14, "cumulative", date="2019/..")
    deals = reconcile([since], Registry())
    (early,) = deals_as_of(deals, date(2021, 1, 1))
    assert (early.status, early.amount) == ("in_effect", None)
    assert deals_as_of(deals, date(2025, 2, 1)) == deals
    assert deals[0].accumulated.start == date(2019, 1, 1)


def test_a_total_covers_its_instalments(put) -> None:
    deal = deal_of(put(None, 8), put(None, 4, "tranche"))
    assert (str(deal.amount), deal.amount_rule) == ("USD 8 billion (total)", "total_covers")


def test_what_is_paid_under_an_agreed_total_is_a_part_of_it(put) -> None:
    agreed = put("2023-09-01", 4, status="agreed")
    assert sum_of(agreed, put("2024-03-01", 2.75, "tranche")) == "USD 4 billion (total)"
    assert sum_of(agreed, put("2024-03-01", 1, "cumulative")) == "USD 4 billion (total)"


def test_what_is_agreed_after_a_total_comes_on_top(put) -> None:
    first, second = put("2023-09-01", 4), put("2024-11-01", 4, "tranche", status="agreed")
    assert sum_of(first, second) == "USD 8 billion (cumulative)"


def test_what_is_paid_under_an_up_to_fills_it_and_the_rest_comes_on_top(put) -> None:
    ceiling = put("2023-09-25", (None, 4))
    first = put("2024-03-27", 2.75, "tranche")
    assert sum_of(ceiling, first) == "USD 2.75 billion to 4 billion (total)"
    more = put("2024-11-22", 4, "tranche")
    deal = deal_of(ceiling, first, more)
    assert str(deal.amount) == "USD 6.75 billion to 8 billion (cumulative)"
    assert deal.contradictions == ()


def test_a_whole_told_again_as_an_instalment_is_not_added(put) -> None:
    assert sum_of(put("2023-09-01", 4), put("2024-11-01", 4, "tranche")) == "USD 4 billion (total)"


def test_instalments_beyond_the_total_contradict_it(put) -> None:
    deal = deal_of(put(None, 4), put(None, 3, "tranche"), put(None, 2, "tranche"))
    (contradiction,) = deal.contradictions
    assert [reading.says for reading in contradiction.readings] == [
        "USD 5 billion (cumulative)",
        "USD 4 billion (total)",
    ]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ((2, None), 3, "USD 3 billion (total)"),
        ((None, 5), (2, None), "USD 2 billion to 5 billion (total)"),
        ((1, 4), (3, 6), "USD 3 billion to 4 billion (total)"),
    ],
)
def test_ranges_intersect(put, first, second, both) -> None:
    deal = deal_of(put(None, first), put(None, second))
    assert str(deal.amount) == both
    assert deal.contradictions[0].compatible


def test_a_sum_per_year_over_the_term_is_a_total(put) -> None:
    deal = deal_of(put("2025-01-01", 2, "per_year", relation="supplies", date="2025/2029"))
    assert (str(deal.amount), deal.amount_rule) == ("USD 10 billion (total)", "rate_over_term")
    assert deal.term_years == 5


def test_the_term_may_be_told_by_another_claim(put, say) -> None:
    rate = put("2025-01-01", 2, "per_year", relation="supplies")
    term = say("2025-01-02", "supplies", "Alpha", "Beta", date="2025/2029")
    assert sum_of(rate, term) == "USD 10 billion (total)"


def test_a_total_and_a_sum_per_year_tell_the_term(put) -> None:
    total, rate = put(None, 10, relation="supplies"), put(None, 2, "per_year", relation="supplies")
    deal = deal_of(total, rate)
    assert (str(deal.amount), deal.term_years, deal.set_aside) == ("USD 10 billion (total)", 5, ())
    assert deal.contradictions == ()


def test_a_total_that_is_not_the_sums_of_its_years_is_a_contradiction(put) -> None:
    total = put(None, 30, relation="supplies")
    rate = put(None, 2, "per_year", relation="supplies", date="2025/2029")
    (contradiction,) = deal_of(total, rate).contradictions
    assert {reading.says for reading in contradiction.readings} == {
        "USD 30 billion (total)",
        "USD 10 billion (total)",
    }


def test_a_sum_per_year_above_the_total_is_a_contradiction(put) -> None:
    deal = deal_of(put(None, 2, relation="supplies"), put(None, 5, "per_year", relation="supplies"))
    assert (len(deal.contradictions), deal.term_years) == (1, None)


def test_an_instalment_is_no_other_sum_than_one_per_year(put) -> None:
    rate, part = put(None, 2, "per_year", relation="supplies"), put(None, 1, "tranche", relation="supplies")
    deal = deal_of(rate, part)
    assert (deal.amount, deal.set_aside, deal.contradictions) == (rate.amount, (part,), ())


def test_a_newer_sum_per_year_takes_the_place_of_an_older(put) -> None:
    deal = deal_of(
        put("2023-01-01", 1, "per_year", relation="supplies"),
        put("2023-03-15", 2, "per_year", relation="supplies"),
    )
    assert (str(deal.amount), deal.contradictions) == ("USD 2 billion (per year)", ())


def test_a_sum_in_another_currency_is_set_aside(put) -> None:
    dollars, more, euros = put(None, 2), put(None, (1, None)), put(None, 9, currency="EUR")
    deal = deal_of(dollars, more, euros)
    assert (str(deal.amount), deal.set_aside) == ("USD 2 billion (total)", (euros,))
    assert any("another currency" in leaf.text for leaf in deal.why().leaves())


def test_a_later_budget_for_the_same_period_revises_the_former(put) -> None:
    def budget(published, billions, year):
        return put(published, billions, relation="spends", status="planned", date=year)

    first, second, next_year = (
        budget("2025-01-01", 60, "2025"),
        budget("2025-07-01", 70, "2025"),
        budget("2026-01-01", 90, "2026"),
    )
    deals = reconcile([first, second, next_year], Registry())
    assert [str(deal.amount) for deal in deals] == ["USD 70 billion (total)", "USD 90 billion (total)"]
    assert all(not deal.contradictions for deal in deals)


def test_worths_over_time_are_a_series_and_at_one_time_a_contradiction(say) -> None:
    def worth(published, billions):
        return say(published, "valued", "Beta", usd=billions * 1e9, basis="valuation")

    series = deal_of(worth("2024-01-01", 18), worth("2025-03-01", 61))
    assert (str(series.amount), series.contradictions) == ("USD 61 billion (valuation)", ())
    disputed = deal_of(worth("2024-01-01", 18), worth("2025-03-01", 61), worth("2025-03-03", 60))
    assert [reading.says for reading in disputed.contradictions[0].readings] == [
        "USD 60 billion (valuation)",
        "USD 61 billion (valuation)",
    ]


def test_a_worth_may_come_back_to_what_it_was(say) -> None:
    def worth(published, billions):
        return say(published, "valued", "Beta", usd=billions * 1e9, basis="valuation")

    assert sum_of(worth("2025-01-01", 350), worth("2025-06-01", 380), worth("2025-12-01", 350)) == (
        "USD 350 billion (valuation)"
    )


def test_why_tells_the_term_and_what_was_set_aside(put) -> None:
    deal = deal_of(
        put(None, 10, relation="supplies"),
        put(None, 2, "per_year", relation="supplies"),
        put(None, 40, relation="supplies", status="speculated"),
    )
    text = "\n".join(deal.why().lines())
    assert "paid over 5 years" in text
    assert "set aside: it is only planned, under discussion or rumoured" in text


def test_an_undated_instalment_joins_the_earliest_of_its_size(put) -> None:
    september, october = put(None, 1, "tranche", date="2025-09"), put(None, 1, "tranche", date="2025-10")
    undated = put("2025-09-15", 1, "tranche")
    deal = deal_of(september, october, undated, put("2025-09-20", 3, "cumulative"))
    assert (str(deal.amount), deal.amount_rule) == ("USD 4 billion (cumulative)", "later_added")


def test_a_round_s_sum_bounds_each_investor_by_the_largest_figure_told(say) -> None:
    def rounds(low, high):
        text = f"Alpha and Gamma put {low} to {high} into Beta."
        document = Document(text, name="one.txt", published="2025-01-01")
        amount = Money.between(low, high, "USD")
        made = [say("2025-01-01", "invests", who, "Beta", amount=amount) for who in ("Alpha", "Gamma")]
        return [replace(claim, evidence=Evidence.at(document, 0, len(text))) for claim in made]

    deals = reconcile([*rounds("1e9", None), *rounds("5e9", "5e9")], Registry())
    assert {str(deal.amount) for deal in deals} == {"up to USD 5 billion (total)"}
