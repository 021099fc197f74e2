"""FollowTheMoney entities: parties, deals and figures as far as they can say them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from keiretsu.imports import read_ftm
from keiretsu.ledger import ExchangeRates, Item, deals_as_of, reconcile
from keiretsu.network import project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.report.ftm import ftm

ALPHA = {"id": "a", "schema": "Company", "properties": {"name": ["Alpha"], "country": ["us"]}}
BETA = {"id": "b", "schema": "Company", "properties": {"name": ["Beta"], "alias": ["Beta Labs"]}}
NEWS = {
    "id": "d",
    "schema": "Article",
    "properties": {
        "title": ["Alpha funds Beta"],
        "publisher": ["Gamma Daily"],
        "publishedAt": ["2025-03-05"],
        "sourceUrl": ["https://example.org/1"],
    },
}


def entity(schema: str, key: str = "e", **properties: str) -> dict:
    return {"id": key, "schema": schema, "properties": {name: [value] for name, value in properties.items()}}


@pytest.fixture
def entities(sheet):
    def read(*several: dict | str, parties: tuple[Party, ...] = ()):
        lines = [one if isinstance(one, str) else json.dumps(one) for one in several]
        return read_ftm(sheet(*lines, name="a.ftm.json"), Registry(parties))

    return read


def test_an_ownership_is_an_investment_with_its_proof(entities):
    share = entity(
        "Ownership",
        owner="a",
        asset="b",
        sharesValue="4e9",
        sharesCurrency="USD",
        startDate="2025-03",
        proof="d",
    )
    part = entities(ALPHA, BETA, NEWS, share)
    (claim,) = part.claims

    assert (claim.relation, claim.subject, claim.object, claim.date) == (
        "invests",
        "Alpha",
        "Beta",
        "2025-03",
    )
    assert claim.amount == Money.exactly("4e9", "USD")
    assert (claim.document.title, claim.document.published) == ("Alpha funds Beta", "2025-03-05")
    assert "owner: Alpha" in claim.quote
    assert [party.name for party in part.parties] == ["Alpha", "Beta"]
    assert part.parties[0].country == "US"
    assert part.problems == ()


def test_a_debt_is_an_investment_of_the_creditor(entities):
    part = entities(ALPHA, BETA, entity("Debt", debtor="a", creditor="b", amount="1000000", currency="eur"))
    (claim,) = part.claims

    assert (claim.subject, claim.object, claim.terms) == ("Beta", "Alpha", ("debt",))
    assert claim.amount == Money.exactly("1000000", "EUR")
    assert [problem.code for problem in part.problems] == ["import.no-source"]


def test_a_link_is_the_relation_that_its_role_names(entities):
    link = entity(
        "UnknownLink", subject="a", object="b", role="supplies: cloud", status="in_talks", proof="d"
    )
    (claim,) = entities(ALPHA, BETA, NEWS, link).claims

    assert (claim.relation, claim.layer, claim.status) == ("supplies", "cloud", "in_talks")


def test_a_payment_that_says_what_for_is_a_deal(entities):
    paid = entity(
        "Payment",
        payer="a",
        beneficiary="b",
        purpose="supplies chips",
        amount="5e6",
        currency="USD",
        proof="d",
    )
    (claim,) = entities(ALPHA, BETA, NEWS, paid).claims

    assert (claim.relation, claim.subject, claim.object, claim.layer) == (
        "supplies",
        "Beta",
        "Alpha",
        "chips",
    )


def test_a_payment_of_a_link_s_record_gives_the_link_its_sum(entities):
    link = entity("UnknownLink", "l", subject="b", object="a", role="supplies", recordId="7", proof="d")
    paid = entity(
        "Payment",
        "p",
        payer="a",
        beneficiary="b",
        purpose="supplies",
        recordId="7",
        amount="5e6",
        currency="USD",
        proof="d",
    )
    (claim,) = entities(ALPHA, BETA, NEWS, paid, link).claims

    assert (claim.subject, claim.amount) == ("Beta", Money.exactly("5e6", "USD"))


def test_what_has_ended_makes_a_second_claim(entities):
    share = entity("Ownership", owner="a", asset="b", startDate="2020", endDate="2024-05-06", proof="d")
    part = entities(ALPHA, BETA, NEWS, share)

    assert [(claim.status, claim.date) for claim in part.claims] == [
        ("in_effect", "2020"),
        ("ended", "2024-05-06"),
    ]
    assert part.claims[1].quote == "endDate: 2024-05-06"
    assert len(part.documents) == 1


def test_a_debt_to_nobody_named_is_a_reported_figure(entities):
    owed = entity("Debt", debtor="a", amount="7000000000", currency="USD", date="2025-12-31", proof="d")
    (figure,) = entities(ALPHA, NEWS, owed).figures

    assert (figure.item, figure.party.name, figure.amount.low) == (Item.DEBT, "Alpha", 7_000_000_000)
    assert (figure.period, figure.source.publisher) == (Period.parse("2025-12-31"), "Gamma Daily")


def test_an_issue_of_securities_is_funding(entities):
    issue = entity("Security", issuer="a", amount="9e9", currency="USD", issueDate="2025-06-07", proof="d")
    part = entities(ALPHA, NEWS, issue)

    assert [(figure.item, figure.period) for figure in part.figures] == [
        (Item.FUNDING, Period.parse("2025-06-07"))
    ]


def test_of_two_sums_of_one_debt_by_one_source_the_first_comes_in_and_the_other_is_told(entities):
    owed = {"debtor": "a", "currency": "USD", "date": "2025-12-31", "proof": "d"}
    part = entities(
        ALPHA,
        NEWS,
        entity("Debt", "1", amount="7e9", **owed),
        entity("Debt", "2", amount="8e9", **owed),
        entity("Debt", "3", amount="7e9", **owed),
    )

    assert [figure.amount for figure in part.figures] == [Money.exactly("7e9", "USD")]
    assert [(found.code, found.where[-1]) for found in part.problems] == [("import.invalid-row", "4")]


def test_a_figure_without_date_sum_or_source_is_left_out(entities):
    part = entities(
        ALPHA,
        NEWS,
        entity("Debt", "1", debtor="a", amount="7e9", currency="USD", proof="d"),
        entity("Debt", "2", debtor="a", date="2025", proof="d"),
        entity("Debt", "3", debtor="a", amount="7e9", currency="USD", date="2025"),
        entity("Debt", "4", debtor="x", amount="7e9", currency="USD", date="2025", proof="d"),
    )

    assert part.figures == ()
    assert [problem.code for problem in part.problems] == ["import.invalid-row"] * 4


def test_known_parties_are_met_by_identifier_or_by_any_name(entities):
    known = (Party("Alphabetic", wikidata="Q7"), Party("Beta Labs", kind="laboratory"))
    alpha = {"id": "a", "schema": "Company", "properties": {"name": ["Alpha"], "wikidataId": ["Q7"]}}
    part = entities(alpha, BETA, entity("Ownership", owner="a", asset="b", proof="d"), NEWS, parties=known)

    assert part.parties == ()
    assert [(claim.subject, claim.object) for claim in part.claims] == [("Alphabetic", "Beta Labs")]


def test_what_names_no_deal_is_counted(entities):
    part = entities(
        ALPHA,
        BETA,
        entity("Directorship", "1", director="p", organization="a"),
        entity("Directorship", "2", director="p", organization="b"),
        entity("UnknownLink", "3", subject="a", object="b", role="friend"),
        entity("Payment", "4", payer="a", beneficiary="b", amount="5"),
    )

    assert part.claims == ()
    assert [problem.code for problem in part.problems] == ["import.left-out-entities"] * 3
    assert part.problems[0].message.startswith("2 entities of the schema Directorship")


def test_faults_are_told_line_by_line(entities):
    part = entities(
        ALPHA,
        "{",
        '{"id": "x", "schema": "Company", "properties": {"name": "Beta"}}',
        entity("Ownership", "1", owner="a", asset="nobody"),
        entity("Ownership", "2", owner="a"),
        BETA,
        entity("Ownership", "3", owner="a", asset="b", sharesValue="many", sharesCurrency="USD"),
        entity("Ownership", "4", owner="a", asset="b", sharesValue="5"),
        entity("Ownership", "5", owner="a", asset="b", startDate="2025-02-30"),
    )

    assert part.claims == ()
    assert [problem.where.rpartition(":")[2] for problem in part.problems] == [
        "2",
        "3",
        "4",
        "5",
        "7",
        "8",
        "9",
    ]
    assert {problem.code for problem in part.problems} == {"import.invalid-row"}


@pytest.mark.parametrize(
    ("stated", "read"), [("4,000,000.5", "4000000.5"), ("4,5", None), ("1.234,56", None)]
)
def test_a_comma_is_read_only_where_it_parts_thousands(entities, stated, read):
    share = entity("Ownership", owner="a", asset="b", sharesValue=stated, sharesCurrency="USD", proof="d")
    part = entities(ALPHA, BETA, NEWS, share)

    assert [claim.amount for claim in part.claims] == ([Money.exactly(read, "USD")] if read else [])
    assert [problem.code for problem in part.problems] == ([] if read else ["import.invalid-row"])


@pytest.mark.parametrize(("identifier", "given"), [("wikidataId", "gamma"), ("leiCode", "n/a")])
def test_a_party_that_cant_be_is_left_out_and_the_rest_comes_in(entities, identifier, given):
    wrong = entity("Company", "c", name="Gamma", **{identifier: given})
    part = entities(wrong, ALPHA, BETA, NEWS, entity("Ownership", owner="a", asset="b", proof="d"))

    assert [party.name for party in part.parties] == ["Alpha", "Beta"]
    assert len(part.claims) == 1
    assert [(problem.code, problem.where[-2:]) for problem in part.problems] == [("import.invalid-row", ":1")]


def test_our_own_export_comes_back_as_the_same_pairs(sheet, say):
    said = [
        say("2025-01-01", "invests", "Alpha", "Beta", usd=10e9),
        say("2025-01-01", "invests", "Gamma", "Beta", usd=2e9, terms=("debt",)),
        say("2025-01-01", "acquires", "Alpha", "Delta", usd=1e9),
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=15e9, layer="cloud"),
        say("2025-01-01", "supplies", "Gamma", "Alpha", layer="chips"),
        say("2025-01-01", "partners", "Alpha", "Gamma", layer="cloud"),
        say("2025-01-01", "competes", "Alpha", "Beta", layer="models"),
        say("2025-01-01", "invests", "Gamma", "Delta", usd=1e9, status="in_talks"),
        say("2025-01-01", "regulates", "Office", "Alpha"),
    ]
    parties = [Party("Office", "regulator"), Party("Alpha", wikidata="Q7", aliases=("Alpha Inc.",))]
    network = project(
        reconcile(said, Registry(parties)), as_of=date(2025, 12, 31), rates=ExchangeRates("USD")
    )
    path = sheet(ftm(network).decode("utf-8"), name="own.ftm.json")
    part = read_ftm(path, Registry())
    again = deals_as_of(reconcile(part.claims, Registry(part.parties)), date(2025, 12, 31))

    def kept(deals):
        return {(deal.id, deal.subject.id, deal.object.id, deal.status, deal.terms) for deal in deals}

    def sums(deals):
        return {deal.id: deal.amount and deal.amount.key for deal in deals if deal.status != "in_talks"}

    assert part.problems == ()
    assert kept(again) == kept(network.deals)
    assert sums(again) == sums(network.deals)  # links, as of what isn't confirmed, hold no sums
