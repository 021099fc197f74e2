"""Every resource answers, and what it says leads on: pages to pages, figures to quotes, ids to records."""

from __future__ import annotations

import io
import json
import math
import zipfile
from urllib.parse import quote

import pytest

API = "/api/v1"
DEAL = "alpha-cloud-beta-labs-invests"
PARTY = "x-alpha-cloud"
ADDRESSES = {
    "workspace": "/workspace",
    "identity": "/identity",
    "documents": "/documents",
    "claims": "/claims",
    "judgements": "/judgements",
    "contradictions": "/contradictions",
    "a contradiction": "/contradictions/amount:invests:x-alpha-cloud:x-beta-labs",
    "parties": "/parties?order=received",
    "a party": f"/parties/{PARTY}",
    "money": f"/parties/{PARTY}/money",
    "losses": f"/parties/{PARTY}/losses",
    "decisions": f"/parties/decisions?party={PARTY}",
    "proposals": "/proposals",
    "deals": "/deals?binding=true&relation=invests",
    "a deal": f"/deals/{DEAL}",
    "figures": "/figures?item=revenue",
    "rates": "/rates",
    "assumptions": "/assumptions",
    "network": "/network?unknown=estimate",
    "payments": "/payments?flow=capital",
    "measures": "/measures",
    "intervals": "/measures/circularity/intervals",
    "series": "/measures/circularity/series?from=2025-03-01&every=month&figure=circulating%20share",
    "changes": "/changes?from=2025-03-01",
    "changes of a figure": "/measures/circularity/changes?from=2025-06-01&figure=circulating%20share",
    "figures moved": "/measures/circularity/moved?from=2025-03-01",
    "loops": "/loops",
    "stack": "/stack",
    "blocs": "/blocs",
    "scenarios": "/scenarios",
    "a scenario": "/scenarios/markets_close",
    "runs": "/runs",
    "jobs": "/jobs",
    "problems": "/problems",
    "codes": "/problem-codes",
    "a code": "/problem-codes/document.empty",
    "vocabulary": "/vocabulary",
}
MOST_EXPLAINED = 4
MEASURES = ("blocs", "circularity", "concentration", "contagion", "dependence", "provenance", "stack")


def strict(body: bytes) -> object:
    """Read JSON as the standard has it: without the numbers that it doesn't know."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    return json.loads(body, parse_constant=refuse)


def whys(answer: object):
    """Yield all addresses of explanations in an answer."""
    if isinstance(answer, dict):
        for name, value in answer.items():
            if name == "why" and value.startswith(API):
                yield value
            elif name == "row_why":
                yield from filter(None, value)
            else:
                yield from whys(value)
    elif isinstance(answer, list):
        for each in answer:
            yield from whys(each)


def leaves(reason):
    if not reason["because"]:
        yield reason
    for each in reason["because"]:
        yield from leaves(each)


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_resource_answers_and_its_explanations_stand(api_site, address):
    answer = api_site.get(f"{API}{address}")
    assert answer.status == 200, answer.text

    for why in list(dict.fromkeys(whys(strict(answer.body))))[:MOST_EXPLAINED]:
        explained = api_site.get(why)
        assert explained.status == 200, f"{why}: {explained.text}"
        assert list(leaves(explained.json()))


@pytest.mark.parametrize("unknown", ["exclude", "estimate"])
@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_gives_a_table_a_chart_and_an_explanation_of_each_row(api_site, measure, unknown):
    answer = api_site.get(f"{API}/measures/{measure}?unknown={unknown}").json()

    table = answer["table"]
    assert table["rows"]
    assert all(len(row) == len(table["columns"]) for row in table["rows"])
    assert len(answer["row_why"]) == len(table["rows"])
    assert answer["chart"]["kind"] in ("bars", "lines", "grid", "links")
    assert answer["assumptions"]
    for why in answer["row_why"][:MOST_EXPLAINED]:
        assert api_site.get(why).status == 200, why


def test_a_deal_leads_to_the_words_in_their_document(api_site):
    deal = api_site.get(f"{API}/deals/{DEAL}").json()
    assert deal["amount"] == {
        "low": "12000000000",
        "high": "12000000000",
        "currency": "USD",
        "basis": "total",
    }

    for step in deal["timeline"]:
        told = step["claim"]["quote"]
        text = api_site.get(f"{told['document']}/text").text
        assert text[told["start"] : told["end"]] == told["text"]


def test_what_is_unknown_is_null(api_site):
    deals = api_site.get(f"{API}/deals?limit=500").json()["items"]
    unstated = [deal for deal in deals if deal["amount"] is None]
    payments = api_site.get(f"{API}/payments?limit=500").json()["items"]
    paid = {payment["deal_id"]: payment["rate"] for payment in payments}

    found = [paid[deal["id"]] for deal in unstated if deal["id"] in paid]
    assert found
    assert found == [None] * len(found)


def test_contributions_and_the_passing_of_time_add_up_to_what_changed(api_site):
    address = f"{API}/measures/circularity/changes?from=2025-06-01&figure=circulating%20share"
    found = api_site.get(f"{address}&limit=500").json()
    listed = api_site.get(f"{API}/changes?from=2025-06-01&limit=500").json()
    moved = api_site.get(f"{API}/measures/circularity/moved?from=2025-06-01").json()["items"]

    (share,) = [each for each in moved if each["name"] == "circulating share"]
    assert [share["before"], share["after"]] == [found[when]["value"] for when in ("before", "after")]
    assert share["difference"] == found["after"]["value"] - found["before"]["value"] != 0
    moved = sum(each["contribution"] for each in found["items"]) + found["passing_of_time"]
    assert math.isclose(moved, found["after"]["value"] - found["before"]["value"], rel_tol=1e-6)
    told = sorted(({**each, "contribution": None} for each in found["items"]), key=str)
    assert told == sorted(({**each, "contribution": None} for each in listed["items"]), key=str)
    assert [each["items"][0] for each in (found, api_site.get(f"{address}&limit=1").json())] == (
        found["items"][:1] * 2
    )


def test_what_was_learnt_between_two_moments_is_a_change_too(api_site):
    """Of one day: by 2020 nothing had been recorded, so every deal of the day has begun since."""
    day = api_site.get(f"{API}/workspace").json()["as_of"]
    found = api_site.get(f"{API}/changes?from={day}&from_known_by=2020-01-01&limit=500").json()
    binding = api_site.get(f"{API}/deals?binding=true&limit=500").json()["items"]

    assert found["before"]["as_of"] == found["after"]["as_of"] == day
    began = {each["deal_id"] for each in found["items"] if each["kind"] == "began"}
    assert began
    assert began <= {deal["id"] for deal in binding}
    assert api_site.get(found["items"][0]["why"]).status == 200
    assert api_site.get(f"{API}/changes?from={day}").json()["items"] == []


def test_every_loop_can_be_walked(api_site):
    for loop in api_site.get(f"{API}/loops").json()["items"]:
        payers = [leg["payer"]["id"] for leg in loop["legs"]]
        payees = [leg["payee"]["id"] for leg in loop["legs"]]
        assert payees == [*payers[1:], payers[0]]
        assert loop["per_year"] > 0
        for leg in loop["legs"]:
            paid = sum(each["rate"]["per_year"] for each in leg["payments"] if each["rate"])
            assert paid >= loop["per_year"] * (1 - 1e-9)


def test_shares_of_revenue_add_up_and_bounds_hold(api_site):
    money = api_site.get(f"{API}/parties/{PARTY}/money").json()

    assert math.isclose(sum(each["share"] for each in money["revenue_shares"]), 1.0, abs_tol=1e-9)
    own = money["self_funded"]
    assert 0 <= own["lower"] <= own["proportional"] <= own["upper"] <= 1


def test_claims_are_filtered(api_site):
    invested = api_site.get(f"{API}/claims?relation=invests&amount=true&party={PARTY}").json()["items"]
    assert invested
    for each in invested:
        assert each["claim"]["relation"] == "invests"
        assert each["claim"]["amount"] is not None
        assert "Alpha Cloud" in (each["claim"]["subject"], each["claim"]["object"])
    assert api_site.get(f"{API}/claims?words={quote('no such words')}").json()["total"] == 0


def test_a_document_has_its_claims(api_site):
    for document in api_site.get(f"{API}/documents").json()["items"]:
        found = api_site.get(f"{API}/documents/{document['id']}/claims").json()
        assert found["total"] == document["claims"]
        assert {each["claim"]["quote"]["document_id"] for each in found["items"]} <= {document["id"]}


def test_no_answer_tells_a_place_of_the_server(api_site):
    place = str(api_site.state.parent.parent)
    for address in ADDRESSES.values():
        assert place not in api_site.get(f"{API}{address}").text


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_tables_are_taken_away_in_an_archive(api_site, form):
    answer = api_site.get(f"{API}/exports/{form}")
    assert answer.headers["content-type"] == "application/zip"
    assert "attachment" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert archive.testzip() is None
        assert any("claims" in name or name.endswith(".jsonl") for name in archive.namelist())
    assert api_site.get(f"{API}/exports/{form}").body == answer.body


@pytest.mark.parametrize("form", ["graphml", "gexf", "ftm", "annotations"])
def test_the_network_is_taken_away_as_a_file(api_site, form):
    answer = api_site.get(f"{API}/exports/{form}")
    assert answer.status == 200
    assert "Alpha Cloud" in answer.text


def test_a_scenario_is_a_file_too(api_site):
    answer = api_site.get(f"{API}/scenarios/markets_close/yaml")
    assert answer.headers["content-type"] == "application/yaml"
    assert answer.text == api_site.get(f"{API}/scenarios/markets_close").json()["text"]


def test_the_report_is_one_page(api_site):
    answer = api_site.get(f"{API}/report")
    assert answer.headers["content-type"].startswith("text/html")
    assert "An invented industry" in answer.text
