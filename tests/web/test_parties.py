"""The pages of parties in a browser: search, merge, split, undo, and one party's page."""

from __future__ import annotations

import keiretsu as kr

PHONE = {"width": 390, "height": 844}
HOSTILE = '"><script>alert(1)</script>'


def test_parties_are_searched_by_keyboard_and_the_address_tells(
    visitor, site, assert_fits, assert_accessible
):
    page = visitor.visit(site, "/parties", viewport=PHONE, color_scheme="dark")
    assert page.locator("h1").text_content() == "Parties"
    assert_fits(page)
    assert_accessible(page)

    page.get_by_label("Search names, units and ids").focus()
    page.keyboard.type("alpha")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=alpha**")
    page.get_by_text("1 party found").wait_for()
    assert page.locator("table.parties tbody tr").count() == 1

    page.goto(f"{site.url}/parties?kind=lab&sort=name")
    assert page.get_by_label("Kind").input_value() == "lab"
    names = page.locator("table.parties tbody th").all_inner_texts()
    assert names == ["Beta Labs", "Theta Institute for Very Large Models of the Northern Provinces"]

    page.goto(f"{site.url}/parties?q={HOSTILE}")
    assert page.get_by_label("Search names").input_value() == HOSTILE
    assert page.get_by_text("No party has all of these words").is_visible()
    assert_accessible(page)


def test_each_view_of_parties_fits_and_breaks_no_rule(visitor, site, assert_fits, assert_accessible):
    page = visitor.visit(site, "/parties", viewport=PHONE)
    for view in ("proposals", "compare&a=zeta&b=zeta", "judgements"):
        page.goto(f"{site.url}/parties?view={view}")
        assert_fits(page)
        assert_accessible(page)


def test_a_party_s_page_tells_the_library_s_numbers(visitor, site, assert_fits, assert_accessible):
    workspace = kr.open(site.workspace)
    own = workspace.measure("provenance").of("Gamma Chips").self_funded
    loss = workspace.losses("Gamma Chips").total
    page = visitor.visit(site, "/parties/x-gamma-chips")
    for part in ("#revenue .self-funded", "#bounds .bounded", "#tied table", "#losses table"):
        page.locator(part).first.wait_for()

    lower, middle, upper = (f"{100 * share:.1f} %".replace("0.0 %", "0 %") for share in own.shares)
    told = page.locator("#money .self-funded").inner_text()
    assert f"{lower} to {upper}" in told
    assert f"{middle} in proportion" in told
    assert page.locator("#failing .figure").first.get_attribute("title") == f"USD {loss:,.0f}"
    deals = {
        deal.id for deal in workspace.network().deals if "x-gamma-chips" in (deal.subject.id, deal.object.id)
    }
    links = page.locator("#deals tbody td a").evaluate_all("all => all.map((one) => one.pathname)")
    assert {link.removeprefix("/deals/") for link in links} == deals
    assert page.locator("#ties").get_by_text("Delta Compute").count() > 0
    assert_fits(page)
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_fits(page)


def test_what_nobody_goes_by_is_told(site):
    for path in ("/parties/x-nobody", "/parties/%2e%2e%2fetc%2fpasswd", "/money/bounds?party=x-nobody"):
        assert site.get(path).status == 404
    assert site.get("/parties?view=nonsense").status == 422
    assert site.get("/parties?offset=-1").status == 422


def test_a_proposal_is_merged_by_keyboard_reconciled_and_taken_back(visitor, own_site, assert_accessible):
    with own_site() as site:
        page = visitor.visit(site, "/parties?view=proposals")
        page.get_by_label("Why").focus()
        page.keyboard.type('one firm <b>"misspelt"</b>')
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert "keep “Zeta Robotics”" in page.evaluate("document.activeElement.innerText")
        page.keyboard.press("Enter")
        page.get_by_text("One party. Deals and sums follow").wait_for()
        assert page.get_by_text("1 deal waits for the next reconciliation").is_visible()
        assert page.get_by_text("No two parties have names that are alike").is_visible()

        page.get_by_role("button", name="Reconcile now").click()
        page.wait_for_url("**/jobs/**")
        _until_nothing_waits(page, site)
        page.goto(f"{site.url}/parties/x-zeta-robotic?offset=0")
        assert page.url.endswith("/parties/x-zeta-robotics?offset=0")
        assert page.locator("#deals h3").all_inner_texts() == ["Acquires 1", "Supplies 1"]
        assert page.get_by_label("Zeta Robotic", exact=True).is_visible()
        assert_accessible(page)

        page.goto(f"{site.url}/parties?view=judgements")
        assert page.get_by_text('one firm <b>"misspelt"</b>').is_visible()
        page.locator(".undo summary").click()
        page.get_by_label("Why").fill("two firms after all")
        page.get_by_role("button", name="Take it back").click()
        page.get_by_text("Taken back.").wait_for()
        page.get_by_role("button", name="Reconcile now").click()
        page.wait_for_url("**/jobs/**")
        _until_nothing_waits(page, site)
        assert site.get("/parties/x-zeta-robotic").status == 200


def _until_nothing_waits(page, site):
    """Look again until the reconciliation is done, which another process works on."""
    for _ in range(60):
        page.goto(f"{site.url}/parties?view=judgements")
        if not page.locator(".waits").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("the reconciliation didn't come to an end")


def test_of_two_who_decide_at_once_the_second_sees_what_stands(visitor, own_site, assert_accessible):
    with own_site() as site:
        first = visitor.visit(site, "/parties?view=proposals")
        second = visitor.visit(site, "/parties?view=proposals")
        for page, button, reason in ((first, "Two parties", "two sites"), (second, "One party", "one name")):
            page.get_by_label("Why").fill(reason)
            if page is second:
                visitor.expect(409)
            page.get_by_role("button", name=button).first.click()
        assert second.locator("h1").text_content() == "Somebody was first"
        assert second.get_by_text("two sites").count() > 0
        assert_accessible(second)
        assert len(kr.open(site.workspace).judgements()) == 1

        second.get_by_role("link", name="Look at the two as they stand now").click()
        second.get_by_label("Why").fill("I asked them")
        second.get_by_role("button", name="One party").first.click()
        second.get_by_text("One party. Deals").wait_for()
        assert len(kr.open(site.workspace).judgements()) == 2


def test_names_are_split_off_after_a_look_at_what_changes(visitor, own_site, assert_accessible):
    with own_site() as site:
        page = visitor.visit(site, "/parties/x-alpha-cloud")
        page.get_by_label("Alpha", exact=True).check()
        page.get_by_role("button", name="Show what a split would change").click()
        page.get_by_text("no deal would be read anew, because no claim uses this name").wait_for()
        assert_accessible(page)
        page.get_by_label("Why").first.fill("another firm")
        page.get_by_role("button", name="Split off Alpha").click()
        page.get_by_text("Alpha: another party.").wait_for()
        assert page.get_by_text("It goes by no other name").is_visible()
        assert page.get_by_text("Alpha is not Alpha Cloud", exact=True).is_visible()


def test_a_moment_in_the_past_and_a_stale_form_decide_nothing(own_site):
    with own_site() as site:
        for path in (
            "/parties?view=proposals&known_by=2100-01-01",
            "/parties/x-alpha-cloud?known_by=2100-01-01",
        ):
            assert '<form method="post"' not in site.get(path).text
        sent = {"first": "x-zeta-robotic", "second": "x-zeta-robotics", "decision": "two", "seen": "stale"}
        assert site.post("/parties/decide", form={**sent, "reason": "a guess"}).status == 409
        assert site.post("/parties/decide", form={**sent, "reason": " "}).status == 400
        assert site.post("/parties/decide", form={**sent, "decision": "neither"}).status == 422
        assert kr.open(site.workspace).judgements() == ()
