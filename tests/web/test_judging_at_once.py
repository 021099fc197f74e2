"""Several who judge at once: each is told of the other, and what was confirmed is never lost."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sites
from playwright.sync_api import expect

ROWS = "table.claims tbody tr"


def reason(page):
    return page.get_by_label("Reason, or the remark").first


def decide(page, place, name, why):
    reason(page).fill(why)
    page.locator(ROWS).nth(place).get_by_role("button", name=f"{name}: ").click()


def test_of_two_browsers_the_second_is_told_of_the_first_and_keeps_what_was_typed(visitor, own_site):
    with own_site() as site:
        ann, ben = visitor.visit(site, "/claims"), visitor.visit(site, "/claims")
        title = ann.locator(ROWS).first.get_by_role("link").first.inner_text()
        decide(ann, 0, "Accept", "The filing says so")
        expect(ann.get_by_text("1 accepted.")).to_be_visible()
        visitor.expect(409)
        for place in (0, 1):
            ben.locator(ROWS).nth(place).get_by_role("checkbox").check()
        reason(ben).fill("Only a rumour")
        ben.get_by_role("button", name="Reject chosen").click()
        told = ben.get_by_role("alert")
        expect(told).to_contain_text("1 of your decisions was not recorded; 1 was.")
        expect(told).to_contain_text(f"{title}: ")
        expect(told).to_contain_text("The filing says so")
        expect(reason(ben)).to_have_value("Only a rumour")
        expect(ben.locator("input[name=claim]:checked")).to_have_count(1)
        ben.get_by_role("button", name="Reject chosen").click()
        expect(ben.get_by_text("1 rejected.")).to_be_visible()
        expect(ben.locator("tr.state-rejected")).to_have_count(2)


def test_what_was_confirmed_outlives_a_server_that_is_killed_and_none_of_many_is_lost(invented, tmp_path):
    copy = tmp_path / "industry.sqlite"
    copy.write_bytes(Path(invented).read_bytes())
    with sites.serving(copy) as site:
        page = site.get("/claims").text
        ids = list(dict.fromkeys(re.findall(r'data-row="([0-9a-f]{64})"', page)))
        csrf = re.search(r'name="csrf" value="([^"]+)"', page)
        more = {"csrf": csrf.group(1)} if csrf else {}

        def accept(key):
            form = {"one": f"accept:{key}", "reason": "Seen", **more}
            return key, site.post("/claims/judge", form=form).status

        with ThreadPoolExecutor(5) as reviewers:
            answered = list(reviewers.map(accept, ids[:10]))
            waiting = [reviewers.submit(accept, key) for key in ids[10:]]
            site.kill()
        answered += [one.result() for one in waiting if one.exception() is None]
        confirmed = {key for key, status in answered if status == 303}
        assert confirmed >= set(ids[:10])
    with sites.serving(copy) as again:
        page = again.get("/claims?judged=accepted").text
        assert confirmed <= set(re.findall(r'data-row="([0-9a-f]{64})"', page))
