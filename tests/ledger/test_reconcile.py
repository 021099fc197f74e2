"""What claims add up to."""

import random
from datetime import date

from keiretsu.ledger import deals_as_of, reconcile
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money


def test_claims_about_one_pair_relation_and_layer_are_one_deal_with_all_their_evidence(say) -> None:
    claims = [
        say("2025-01-10", "supplies", "Alpha", "Beta", layer="cloud", status="in_talks"),
        say("2025-03-01", "supplies", "Alpha", "Beta", layer="cloud", status="agreed", usd=5e9),
        say("2025-04-01", "supplies", "Alpha", "Beta", layer="chips"),
    ]
    cloud, chips = sorted(reconcile(claims, Registry()), key=lambda deal: deal.layer, reverse=True)
    assert [claim.quote for claim in cloud.claims] == [claims[0].quote, claims[1].quote]
    assert (cloud.status, cloud.valid_from) == ("agreed", date(2025, 3, 1))
    assert chips.claims == (claims[2],)


def test_the_order_of_claims_does_not_matter(say) -> None:
    claims = [
        say("2023-01-01", "invests", "Alpha", "Beta", usd=1e9),
        say("2023-06-01", "invests", "Alpha", "Beta", usd=3e9, basis="cumulative"),
        say(None, "invests", "Alpha", "Beta"),
        say("2024-01-01", "competes", "Alpha", "Gamma", layer="apps"),
        say("2024-01-01", "competes", "Gamma", "Alpha"),
        say("2024-05-01", "valued", "Beta", usd=60e9, basis="valuation"),
    ]
    expected = reconcile(claims, Registry())
    for seed in range(10):
        shuffled = random.Random(seed).sample(claims, len(claims))
        assert reconcile(shuffled, Registry()) == expected


def test_an_instalment_and_a_cumulative_sum_are_not_added_up(say) -> None:
    first, all_so_far = (
        say("2023-09-01", "invests", "Alpha", "Beta", usd=1e9, basis="tranche"),
        say("2024-03-01", "invests", "Alpha", "Beta", usd=4e9, basis="cumulative"),
    )
    (deal,) = reconcile([first, all_so_far], Registry())
    assert deal.amount == Money.exactly("4e9", "USD", basis="cumulative")
    assert deal.set_aside == (first,)
    assert deal.amount_rule == "cumulative_covers"


def test_a_rumoured_sum_does_not_stand_beside_an_agreed_one(say) -> None:
    rumour = say("2025-01-01", "invests", "Alpha", "Beta", usd=30e9, status="in_talks")
    fact = say("2025-02-01", "invests", "Alpha", "Beta", usd=10e9, status="agreed")
    (deal,) = reconcile([rumour, fact], Registry())
    assert deal.amount == fact.amount
    assert deal.set_aside == (rumour,)


def test_a_plan_s_sum_is_not_what_a_binding_deal_pays(say) -> None:
    claims = [
        say("2025-01-01", "invests", "Alpha", "Beta", status="in_effect"),
        say("2025-02-01", "invests", "Alpha", "Beta", usd=100e9, status="planned"),
    ]
    (deal,) = reconcile(claims, Registry())
    assert (deal.status, deal.amount_rule, deal.is_paid) == ("in_effect", "unconfirmed_sum", False)


def test_a_claim_without_a_layer_joins_the_only_layered_deal(say) -> None:
    claims = [
        say("2025-01-01", "supplies", "Alpha", "Beta", layer="chips"),
        say("2025-02-01", "supplies", "Alpha", "Beta", usd=2e9),
    ]
    (deal,) = reconcile(claims, Registry())
    assert (deal.layer, deal.amount) == ("chips", Money.exactly("2e9", "USD"))


def test_a_unit_and_its_owner_make_one_deal(say) -> None:
    registry = Registry([Party("Alpha", units=("Alpha Cloud",))])
    claims = [
        say("2025-01-01", "supplies", "Alpha Cloud", "Beta", layer="cloud"),
        say("2025-02-01", "supplies", "Alpha", "Beta", layer="cloud"),
    ]
    (deal,) = reconcile(claims, registry)
    assert deal.subject.name == "Alpha"
    assert len(deal.claims) == 2


def test_dealings_between_a_unit_and_its_owner_are_no_deal(say) -> None:
    registry = Registry([Party("Alpha", units=("Alpha Cloud",))])
    assert reconcile([say("2025-01-01", "supplies", "Alpha Cloud", "Alpha")], registry) == ()


def test_later_talk_does_not_undo_what_is_agreed_but_an_end_does(say) -> None:
    agreed = say("2025-01-01", "supplies", "Alpha", "Beta", status="agreed")
    guess = say("2025-02-01", "supplies", "Alpha", "Beta", status="speculated")
    end = say("2025-03-01", "supplies", "Alpha", "Beta", status="ended")
    (standing,) = reconcile([agreed, guess], Registry())
    (over,) = reconcile([agreed, guess, end], Registry())
    assert (standing.status, standing.valid_to) == ("agreed", None)
    assert (over.status, over.valid_to) == ("ended", date(2025, 3, 1))


def test_a_denied_rumour_that_comes_true_stands(say) -> None:
    claims = [
        say("2025-01-01", "acquires", "Alpha", "Beta", status="denied"),
        say("2025-06-01", "acquires", "Alpha", "Beta", status="agreed"),
    ]
    (deal,) = reconcile(claims, Registry())
    assert deal.status == "agreed"


def test_a_worth_is_the_newest_and_never_a_stake(say) -> None:
    claims = [
        say("2024-01-01", "valued", "Beta", usd=80e9, basis="valuation"),
        say("2025-01-01", "valued", "Beta", usd=60e9, basis="valuation"),
        say("2025-01-02", "invests", "Alpha", "Beta", usd=60e9, basis="valuation"),
    ]
    invested, worth = reconcile(claims, Registry())
    assert worth.amount == Money.exactly("60e9", "USD", basis="valuation")
    assert invested.amount is None


def test_a_deal_as_of_a_day_knows_nothing_dated_later(say) -> None:
    claims = [
        say("2023-01-01", "invests", "Alpha", "Beta", usd=1e9),
        say("2025-01-01", "invests", "Alpha", "Beta", usd=9e9),
    ]
    deals = reconcile(claims, Registry())
    (before,) = deals_as_of(deals, date(2024, 1, 1))
    assert before.amount == Money.exactly("1e9", "USD")
    assert deals_as_of(deals, date(2022, 1, 1)) == ()
    assert deals_as_of(deals, date(2026, 1, 1)) == deals


def test_a_past_event_is_dated_by_itself_and_a_coming_one_by_its_announcement(say) -> None:
    past = say("2025-01-01", "invests", "Alpha", "Beta", date="2019")
    coming = say("2025-01-01", "builds", "Alpha", "cloud", status="planned", date="2027")
    invests = next(d for d in reconcile([past, coming], Registry()) if d.relation == "invests")
    builds = next(d for d in reconcile([past, coming], Registry()) if d.relation == "builds")
    assert invests.timeline[0].day == date(2019, 1, 1)
    assert builds.timeline[0].day == date(2025, 1, 1)


def test_parties_whose_names_read_alike_keep_their_deals_apart(say) -> None:
    registry = Registry([Party("A-B", wikidata="Q1"), Party("A B", wikidata="Q2")])
    claims = [say("2025-01-01", "invests", "A-B", "Gamma"), say("2025-01-01", "invests", "A B", "Gamma")]
    assert len({deal.id for deal in reconcile(claims, registry)}) == 2


def test_why_ends_at_the_quotes_and_names_what_was_set_aside(say) -> None:
    claims = [
        say("2023-01-01", "invests", "Alpha", "Beta", usd=1e9, basis="tranche", name="old.txt"),
        say("2025-01-01", "invests", "Alpha", "Beta", usd=9e9, basis="cumulative", name="new.txt"),
    ]
    (deal,) = reconcile(claims, Registry())
    stated, covered = deal.why().leaves()
    assert (stated.quote, covered.quote) == (claims[1].quote, claims[0].quote)
    assert "set aside: it is covered" in covered.text
    assert stated.source.startswith("new.txt")


def test_rivals_of_one_name_have_one_deal_whichever_of_them_is_named_first(say) -> None:
    registry = Registry(
        [Party("Alpha", wikidata="Q1"), Party("Alpha", wikidata="Q2", aliases=("Alpha Two",))]
    )
    claims = [say(None, "competes", "Alpha", "Alpha Two"), say(None, "competes", "Alpha Two", "Alpha")]
    (deal,) = reconcile(claims, registry)
    assert len(deal.claims) == 2


def test_no_two_deals_have_one_id_although_the_layer_that_is_built_reads_as_theirs(say) -> None:
    claims = [
        say("2025-01-10", "builds", "Alpha", "cloud", layer="cloud"),
        say("2025-01-10", "builds", "Alpha", "cloud", layer="chips"),
        say("2025-01-10", "builds", "Alpha", "cloud"),
    ]
    deals = reconcile(claims, Registry())
    assert [deal.layer for deal in deals].count(None) == 1
    assert len({deal.id for deal in deals}) == len(deals) == 3
