"""Programs decide as people do: shown what stands, told of conflicts, and able to take it back."""

from __future__ import annotations

import math
import time

from keiretsu.service.accounts import Accounts
from keiretsu.service.accounts.events import Actor
from keiretsu.service.identity import Role

OPERATOR = Actor("operator")
API = "/api/v1"
PATIENCE = 120


def post(site, address: str, **body: object):
    return site.post(f"{API}{address}", json_body=body)


def first_claims(site, count: int) -> list[str]:
    """Return claims that nobody has decided and no contradiction rests on."""
    wanted = f"judged=undecided&relation=supplies&order=read&limit={count}"
    found = site.get(f"{API}/claims?{wanted}").json()["items"]
    assert len(found) == count
    return [each["claim"]["id"] for each in found]


def wait_for(site, job):
    deadline = time.monotonic() + PATIENCE
    while not job["is_over"]:
        assert time.monotonic() < deadline, job
        time.sleep(0.2)
        job = site.get(job["url"]).json()
    return job


def test_a_claim_is_corrected_seen_replaced_and_undone(changing_site):
    (claim,) = first_claims(changing_site, 1)
    given = {"kind": "claim", "claim_id": claim, "verdict": "correct", "reason": "as filed"}
    amount = {"low": "4000000000.25", "high": None, "currency": "USD", "basis": "total"}

    made = post(changing_site, "/judgements", **given, correction={"amount": amount, "layer": None})
    assert made.status == 201, made.text
    counted = changing_site.get(f"{API}/claims/{claim}").json()
    assert counted["state"] == "corrected"
    assert counted["counts"]["amount"] == amount
    assert counted["counts"]["layer"] is None
    assert counted["claim"]["amount"] != amount

    unseen = post(changing_site, "/judgements", **given | {"verdict": "reject"})
    assert unseen.status == 409
    assert unseen.json()["code"] == "judgement.conflict"
    seen = post(changing_site, "/judgements", **given | {"verdict": "reject"}, seen=counted["seen"])
    assert seen.status == 201, seen.text

    undone = post(changing_site, f"/judgements/{seen.json()['id']}/undo", reason="only tried")
    assert undone.status == 200
    assert undone.json()["revoked"]["reason"] == "only tried"
    assert post(changing_site, f"/judgements/{seen.json()['id']}/undo", reason="again").status == 409
    assert changing_site.get(f"{API}/claims/{claim}").json()["state"] == "undecided"
    history = changing_site.get(f"{API}/claims/{claim}/judgements").json()["items"]
    assert [(each["is_standing"], each["revoked"] is None) for each in history[-2:]] == [
        (False, True),
        (False, False),
    ]


def test_a_correction_that_would_be_no_claim_is_refused(changing_site):
    (claim,) = first_claims(changing_site, 1)
    body = {"kind": "claim", "claim_id": claim, "verdict": "correct", "reason": "as filed"}
    refused = post(changing_site, "/judgements", **body, correction={"relation": "loves"})
    assert refused.status == 422
    assert refused.json()["code"] == "judgement.invalid-correction"


def test_many_are_decided_at_once_and_each_is_told_what_became_of_it(changing_site):
    taken, *free = first_claims(changing_site, 3)
    assert (
        post(
            changing_site,
            "/judgements",
            kind="claim",
            claim_id=taken,
            verdict="accept",
            reason="seen in the filing",
        ).status
        == 201
    )
    decisions = [
        {"kind": "claim", "claim_id": claim, "verdict": "reject", "reason": "called off"}
        for claim in (*free, taken, "x" * 64)
    ]

    answer = post(changing_site, "/judgements/bulk", decisions=decisions)

    assert answer.status == 200, answer.text
    told = {each["about"]: each for each in answer.json()["outcomes"]}
    assert answer.json()["recorded"] == len(free)
    assert [told[claim]["result"] for claim in free] == ["recorded"] * len(free)
    assert told[taken]["result"] == "conflict"
    assert told[taken]["standing"]["content"]["verdict"] == "accept"
    assert told["x" * 64]["result"] == "not_found"
    again = post(changing_site, "/judgements/bulk", decisions=decisions[:1] * 2)
    assert again.status == 400


def test_parties_are_told_apart_merged_and_split(changing_site):
    first, second = "x-zeta-robotic", "x-zeta-robotics"
    pair = f"{API}/parties/decisions?party={second}&party={first}"
    proposed = changing_site.get(f"{API}/proposals").json()["items"]
    assert [{each["first"]["id"], each["second"]["id"]} for each in proposed] == [{first, second}]

    apart = post(
        changing_site, "/judgements", kind="distinct", first_id=first, second_id=second, reason="two firms"
    )
    assert apart.status == 201, apart.text
    assert changing_site.get(f"{API}/proposals").json()["total"] == 0
    merge = {"kind": "merge", "kept_id": second, "merged_id": first, "reason": "a misspelling"}
    assert post(changing_site, "/judgements", **merge).status == 409
    standing = changing_site.get(pair).json()
    assert [each["id"] for each in standing["decisions"]] == [apart.json()["id"]]

    merged = post(changing_site, "/judgements", **merge, seen=standing["seen"])
    assert merged.status == 201, merged.text
    kept = changing_site.get(f"{API}/parties/{first}").json()
    assert (kept["id"], kept["aliases"]) == (second, ["Zeta Robotic"])

    split = {"kind": "split", "party_id": second, "names": ["Zeta Robotic"], "reason": "two firms after all"}
    seen = changing_site.get(f"{API}/parties/decisions?party={second}").json()["seen"]
    parted = post(changing_site, "/judgements", **split, seen=seen)
    assert parted.status == 201, parted.text
    assert changing_site.get(f"{API}/parties/{first}").json()["id"] == first


def test_a_contradiction_is_settled_and_deals_follow_the_next_reconciliation(changing_site):
    (found,) = changing_site.get(f"{API}/contradictions").json()["items"]
    used, other = found["readings"]
    body = {"kind": "settlement", "contradiction_id": found["id"], "reason": "the filing says so"}
    made = post(changing_site, "/judgements", **body, reading=other["key"])
    assert made.status == 201, made.text
    settled = changing_site.get(f"{API}/contradictions/{found['id']}").json()
    assert settled["seen"] == made.json()["id"] == settled["settlement"]["id"]
    assert post(changing_site, "/judgements", **body, reading=used["key"]).status == 409

    started = changing_site.post(f"{API}/reconciliations")
    assert (started.status, started.headers["location"]) == (202, started.json()["url"])
    assert wait_for(changing_site, started.json())["state"] == "done"

    after = changing_site.get(f"{API}/contradictions/{found['id']}").json()
    assert (after["rule"], after["readings"][0]["key"]) == ("person", other["key"])
    deal = changing_site.get(f"{API}/deals/{found['about']}").json()
    assert deal["amount"]["high"] == "10000000000"


def test_documents_are_sent_and_read(changing_site):
    text = "Alpha Cloud invested $3 billion in Delta Compute."
    parts = ('name="published"\r\n\r\n2025-09-02', f'name="files"; filename="sent.txt"\r\n\r\n{text}')
    body = "".join(f"--x\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--x--\r\n"
    started = changing_site.post(
        f"{API}/documents",
        body=body.encode(),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert started.status == 202, started.text

    job = wait_for(changing_site, started.json())
    assert job["state"] == "done", job
    (read,) = changing_site.get(job["result"]).json()["result"]["files"]
    document = changing_site.get(f"{API}/documents/{read['document']}").json()
    assert (document["name"], document["published"]) == ("sent.txt", "2025-09-02")
    assert changing_site.get(document["text"]).text == text


def test_a_scenario_is_checked_saved_run_and_deleted(changing_site):
    text = changing_site.get(f"{API}/scenarios/markets_close/yaml").text
    own = text.replace("name: markets_close", "name: my_own")
    checked = post(changing_site, "/scenarios/validation", text=own).json()
    assert (checked["can_run"], checked["name"]) == (True, "my_own")
    broken = post(changing_site, "/scenarios/validation", text="name: x").json()
    assert not broken["can_run"]
    assert broken["problems"]

    saved = post(changing_site, "/scenarios", text=own)
    assert (saved.status, saved.headers["location"]) == (201, f"{API}/scenarios/my_own")
    started = post(changing_site, "/runs/simulations", scenarios=["my_own"], texts=[], paths=8)
    assert started.status == 202, started.text
    early = changing_site.get(started.json()["result"])
    assert early.status in (200, 409)
    job = wait_for(changing_site, started.json())
    assert job["state"] == "done", job

    result = changing_site.get(f"{API}/runs/{job['id']}/result").json()["result"]
    assert [each["name"] for each in result["scenarios"]] == ["my_own"]
    figures = changing_site.get(f"{API}/runs/{job['id']}/figures?scenario=my_own").json()
    assert figures["total"] == len(result["scenarios"][0]["figures"])
    for figure in figures["items"]:
        assert len(figure["difference"]["median"]) == 5  # the start, and four quarters
    assert changing_site.get(f"{API}/runs").json()["items"][0]["id"] == job["id"]
    assert changing_site.ask("DELETE", f"{API}/scenarios/my_own").status == 204
    assert changing_site.get(f"{API}/scenarios/my_own").status == 404


def test_a_report_is_made_in_the_background_and_fetched(changing_site):
    address, asked = "/reports?as_of=2025-06-30", {"form": "html", "samples": 0, "paths": 0}
    job = wait_for(changing_site, post(changing_site, address, **asked).json())
    assert job["state"] == "done"

    found = changing_site.get(f"{API}/reports/{job['id']}")
    assert found.headers["content-type"].startswith("text/html")
    assert "script-src 'sha256-" in found.headers["content-security-policy"]
    assert "keiretsu-2025-06-30.html" in found.headers["content-disposition"]
    assert "An invented industry" in found.text
    assert changing_site.get(f"{API}/reports/x").json()["code"] == "server.no-such-job"
    assert post(changing_site, "/reports", form="exe").status == 422


def test_what_many_changes_did_to_a_figure_is_worked_out_in_the_background(changing_site):
    address = "/measures/circularity/changes?from=2025-03-01&figure=circulating%20money"
    assert changing_site.get(f"{API}{address}").json()["code"] == "server.not-shared-out"
    job = wait_for(changing_site, changing_site.post(f"{API}{address}").json())
    assert job["state"] == "done"

    found = changing_site.get(f"{API}{address}&limit=500").json()
    did = sum(each["contribution"] for each in found["items"]) + found["passing_of_time"]
    assert math.isclose(did, found["after"]["value"] - found["before"]["value"], rel_tol=1e-6)
    assert changing_site.post(f"{API}{address}x").json()["code"] == "measure.no-such-figure"


def test_a_job_is_stopped_and_begun_again(changing_site):
    started = post(changing_site, "/runs/sensitivities", scenario="markets_close", samples=1024)
    assert started.status == 202, started.text
    stopped = changing_site.post(f"{API}/jobs/{started.json()['id']}/cancel")
    assert stopped.json()["state"] == "cancelled"
    assert changing_site.get(stopped.json()["result"]).json()["code"] == "server.job-not-done"

    deadline = time.monotonic() + PATIENCE
    while (again := changing_site.post(f"{API}/jobs/{started.json()['id']}/again")).status == 409:
        assert time.monotonic() < deadline  # its process is still ending
        time.sleep(0.2)
    assert again.status == 202
    assert changing_site.post(f"{API}/jobs/{started.json()['id']}/cancel").status == 200


def test_a_change_takes_a_reviewer_and_a_reader_may_look(fresh_site):
    decision = {"kind": "claim", "claim_id": "x", "verdict": "accept", "reason": "so"}
    changes = {
        "/judgements": decision,
        "/judgements/bulk": {"decisions": [decision]},
        f"/judgements/{'x' * 64}/undo": {"reason": "so"},
        "/reconciliations": None,
        "/scenarios": {"text": "name: x"},
        "/documents": None,
    }
    with fresh_site() as site:
        theirs = post(site, "/runs/simulations", scenarios=["markets_close"], paths=2_000).json()["url"]
        assert site.post(f"{theirs}/cancel").status == 200
        accounts = Accounts(site.state)
        reader = accounts.users.add("Ann", Role.READER, "a long enough password", OPERATOR)
        site.token = accounts.tokens.make(reader.id, reader.name, "test", OPERATOR)
        accounts.close()

        assert site.get(f"{API}/identity").json() == {"name": "Ann", "role": "reader"}
        for address, body in changes.items():
            answer = site.post(f"{API}{address}", json_body=body)
            assert (answer.status, answer.json()["code"]) == (403, "server.forbidden"), address
        assert [site.post(f"{theirs}/{what}").status for what in ("cancel", "again")] == [403, 403]
        started = post(site, "/runs/simulations", scenarios=["markets_close"], paths=2)
        assert started.status == 202
