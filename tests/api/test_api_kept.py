"""What is asked again is sent again only if it changed; pages hold everything once; the past stays."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

API = "/api/v1"
LINK = re.compile(r'<([^>]+)>; rel="(\w+)"')


def links(answer) -> dict[str, str]:
    return {name: address for address, name in LINK.findall(answer.headers.get("link", ""))}


def accept(site, claim_id: str, reason: str = "as filed"):
    body = {"kind": "claim", "claim_id": claim_id, "verdict": "accept", "reason": reason}
    return site.post(f"{API}/judgements", json_body=body)


def undecided(site) -> list[str]:
    """Return claims that nobody has decided; vouching for them changes nothing for other tests."""
    found = site.get(f"{API}/claims?judged=undecided&relation=invests").json()["items"]
    return [each["claim"]["id"] for each in found]


@pytest.mark.parametrize(
    "address",
    ["/claims", "/deals", "/vocabulary", "/measures/stack", "/exports/ftm", "/changes?from=2025-03-01"],
)
def test_an_answer_that_still_holds_is_not_sent_again(api_site, address):
    first = api_site.get(f"{API}{address}")
    assert first.headers["cache-control"] == "private, no-cache"

    again = api_site.get(f"{API}{address}", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})

    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("wrapped", ["{strong}", "W/{strong}", '"a,b",W/{strong}', '{strong} , W/"x"'])
def test_weak_and_strong_tags_compare_alike(api_site, wrapped):
    tag = api_site.get(f"{API}/deals").headers["etag"]

    given = wrapped.format(strong=tag.removeprefix("W/"))

    assert api_site.get(f"{API}/deals", headers={"If-None-Match": given}).status == 304


@pytest.mark.parametrize("given", ["", "x", "W/", '"', '"*"', "*, *", '"x", *', "{bare}", 'W/"{bare}'])
def test_what_is_no_tag_of_the_answer_brings_the_answer(api_site, given):
    bare = api_site.get(f"{API}/deals").headers["etag"].removeprefix("W/").strip('"')

    answer = api_site.get(f"{API}/deals", headers={"If-None-Match": given.format(bare=bare)})

    assert (answer.status, answer.json()["offset"]) == (200, 0)


@pytest.mark.parametrize("address", ["/deals/none", "/claims/none", "/measures/none", "/problem-codes/none"])
def test_whoever_has_any_answer_is_told_where_there_is_none(api_site, address):
    """RFC 9110, 13.1.2: the condition ``*`` is false only where there is something to have."""
    there, missing = (
        api_site.get(f"{API}{path}", headers={"If-None-Match": "*"})
        for path in (address.removesuffix("/none"), address)
    )

    assert (there.status, there.body) == (304, b"")
    assert (missing.status, "etag" in missing.headers) == (404, False)
    assert missing.json()["status"] == 404
    assert api_site.get(f"{API}/deals?as_of=never", headers={"If-None-Match": "*"}).status == 422


def test_another_question_has_another_tag(api_site):
    addresses = ("/deals", "/deals?limit=2", "/deals?as_of=2025-05-01", "/payments")
    tags = [api_site.get(f"{API}{address}").headers["etag"] for address in addresses]
    assert len(set(tags)) == len(tags)


def test_a_judgement_changes_claims_and_leaves_the_network_as_it_is(changing_site):
    site = changing_site
    before = {name: site.get(f"{API}/{name}") for name in ("claims", "network", "judgements")}
    held = {name: {"If-None-Match": answer.headers["etag"]} for name, answer in before.items()}

    assert accept(site, undecided(site)[0]).status == 201

    after = {name: site.get(f"{API}/{name}", headers=held[name]) for name in before}
    statuses = {name: answer.status for name, answer in after.items()}
    assert statuses == {"claims": 200, "network": 304, "judgements": 200}
    assert after["claims"].headers["etag"] != before["claims"].headers["etag"]


def test_what_was_known_before_a_judgement_can_be_asked_for_ever_after(changing_site):
    site = changing_site
    claim = undecided(site)[0]
    moment = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    assert accept(site, claim).status == 201

    now = site.get(f"{API}/claims/{claim}").json()
    then = site.get(f"{API}/claims/{claim}?known_by={moment}").json()
    assert (now["state"], now["counts"]["confidence"]) == ("accepted", 100)
    assert (then["state"], then["judgements"]) == ("undecided", [])
    assert site.get(f"{API}/workspace?known_by=2020-01-01").json()["counts"]["claims"] == 0


@pytest.mark.parametrize("limit", [1, 3, 500])
@pytest.mark.parametrize("address", ["/claims?order=read", "/deals?binding=true", "/problem-codes"])
def test_pages_hold_everything_once_and_lead_to_one_another(api_site, address, limit):
    joined = "&" if "?" in address else "?"
    if limit == 1 and address == "/problem-codes":
        limit = 50
    found, next_ = [], f"{API}{address}{joined}limit={limit}"
    while next_:
        answer = api_site.get(next_)
        page = answer.json()
        assert page["offset"] == len(found)
        assert ("prev" in links(answer)) == bool(found)
        found += [str(each) for each in page["items"]]
        next_ = links(answer).get("next")
    assert len(found) == len(set(found)) == page["total"]


def test_a_page_beyond_the_end_is_empty(api_site):
    page = api_site.get(f"{API}/deals?offset=100000").json()
    assert page["items"] == []
    assert page["total"] > 0


def test_two_programs_ask_at_once(api_site):
    addresses = [f"{API}/{name}" for name in ("deals", "network", "measures/contagion", "claims")] * 6
    alone = {address: api_site.get(address).body for address in dict.fromkeys(addresses)}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(api_site.get, addresses))
    assert [answer.body for answer in answers] == [alone[address] for address in addresses]


def test_two_programs_judge_at_once_and_none_is_lost(changing_site):
    site = changing_site
    claims = undecided(site)[-3:]
    both = [(claim, reason) for claim in claims for reason in ("as one says", "as the other says")]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda each: accept(site, *each), both))

    assert sorted(answer.status for answer in answers) == [201] * len(claims) + [409] * len(claims)
    made = {answer.json()["id"] for answer in answers if answer.status == 201}
    standing = site.get(f"{API}/judgements?standing=true&limit=500").json()["items"]
    assert made <= {each["id"] for each in standing}
