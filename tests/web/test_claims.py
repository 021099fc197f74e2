"""The claims: found, read beside their document, judged by mouse and by keyboard, and taken back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
ROWS = "table.claims tbody tr"


def reason(page):
    return page.get_by_label("Reason, or the remark").first


def words_of(page, place=0):
    return page.locator(ROWS).nth(place).locator("q").inner_text()


def test_claims_are_found_by_words_and_filters_and_the_address_comes_back(
    visitor, site, assert_accessible, assert_fits
):
    page = visitor.visit(site, "/claims")
    expect(page.get_by_text("14 claims", exact=True)).to_be_visible()
    page.get_by_label("Words in the quote or a name").fill("INVESTED billion")
    page.get_by_label("Relation").select_option("invests")
    expect(page.locator(ROWS)).to_have_count(4)
    assert "words=INVESTED+billion" in page.url
    again = visitor.visit(site, page.url.removeprefix(site.url))
    expect(again.locator(ROWS)).to_have_count(4)
    assert again.get_by_label("Words in the quote or a name").input_value() == "INVESTED billion"
    quote = page.locator("q").filter(has_text="<script>").first
    expect(quote).to_contain_text('Kappa Corp <script>alert("x")</script> invested')
    assert_accessible(page)
    again.goto(f"{site.url}/claims?words=nobody+said+so")
    expect(again.get_by_text("No claim is like that.")).to_be_visible()
    assert_accessible(again)
    visitor.expect(400)
    again.goto(f"{site.url}/claims?relation=loves")
    expect(again.get_by_text("isn't something that claims can be filtered by")).to_be_visible()
    phone = visitor.visit(site, "/claims?order=newest", viewport=PHONE, color_scheme="dark")
    assert_fits(phone)
    assert_accessible(phone)


def test_some_are_judged_at_once_and_undone_and_a_reason_is_asked_for(visitor, own_site, assert_accessible):
    with own_site() as site:
        page = visitor.visit(site, "/claims")
        for place in (0, 1):
            page.locator(ROWS).nth(place).get_by_role("checkbox").check()
        expect(page.get_by_text("2 chosen")).to_be_visible()
        page.get_by_role("button", name="Reject chosen").click()
        assert reason(page).evaluate("field => field.matches(':invalid')")
        reason(page).fill("A rumour <b>only</b>")
        page.get_by_role("button", name="Reject chosen").click()
        expect(page.get_by_text("2 rejected.")).to_be_visible()
        expect(page.locator("tr.state-rejected")).to_have_count(2)
        expect(page.locator("tr.state-rejected").first).to_contain_text("A rumour <b>only</b>")
        assert_accessible(page)
        page.reload()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("2 judgements were taken back.")).to_be_visible()
        expect(page.locator("tr.state-rejected")).to_have_count(0)
        page.get_by_label("All on this page").check()
        page.get_by_label("All on this page").uncheck()
        reason(page).fill("Seen")
        visitor.expect(400)
        page.get_by_role("button", name="Accept chosen").click()
        expect(page.get_by_role("alert")).to_contain_text("choose at least one claim")
        expect(reason(page)).to_have_value("Seen")
        page.locator(ROWS).nth(2).get_by_role("button", name="Accept: ").click()
        expect(page.get_by_text("1 accepted.")).to_be_visible()
        expect(page.locator("tr.state-accepted")).to_have_count(1)


def test_by_keyboard_alone_and_the_keys_can_be_off(visitor, own_site):
    with own_site() as site:
        page = visitor.visit(site, "/claims")
        expect(page.get_by_text("Keys", exact=True)).to_be_visible()  # they are heard from now on
        reason(page).focus()
        page.keyboard.type("j a x")  # letters in a field are letters
        expect(reason(page)).to_have_value("j a x")
        page.keyboard.press("Tab")
        page.keyboard.press("j")
        page.keyboard.press("ArrowDown")
        expect(page.locator(ROWS).nth(1)).to_have_attribute("aria-current", "true")
        page.keyboard.press("r")
        expect(page.get_by_text("1 rejected.")).to_be_visible()
        expect(page.locator(ROWS).nth(1)).to_have_attribute("aria-current", "true")
        expect(reason(page)).to_have_value("j a x")
        page.keyboard.press("k")
        page.keyboard.press("x")
        expect(page.get_by_text("1 chosen")).to_be_visible()
        page.keyboard.press("?")
        page.get_by_label("Single keys act on the list of claims").uncheck()
        page.locator(ROWS).nth(2).get_by_role("link").first.focus()
        page.keyboard.press("a")
        page.reload()
        expect(page.locator("tr.state-accepted")).to_have_count(0)
        page.get_by_text("Keys", exact=True).click()
        page.get_by_label("Single keys act on the list of claims").check()
        page.locator(ROWS).nth(3).get_by_role("link").first.focus()
        title = page.locator(ROWS).nth(3).get_by_role("link").first.inner_text()
        page.keyboard.press("c")
        expect(page.locator("h1")).to_have_text(title)
        expect(page.get_by_role("button", name="Record the correction")).to_be_visible()


def test_a_claim_is_corrected_beside_its_document_and_the_way_on_is_offered(
    visitor, own_site, assert_accessible, assert_fits
):
    with own_site() as site:
        page = visitor.visit(site, "/claims?judged=undecided")
        first, second = words_of(page), words_of(page, 1)
        page.locator(ROWS).first.get_by_role("link").first.click()
        expect(page.locator("mark")).to_have_text(first)
        assert_accessible(page)
        form = page.locator("#correct")
        form.get_by_label("Status").select_option("planned")
        form.get_by_label("At least").fill("1,500,000,000")
        form.get_by_label("At most").fill("1000000000")
        form.get_by_label("Currency").fill("eur")
        form.get_by_label("Of what").select_option("total")
        form.get_by_label("Reason").fill("The release says so")
        visitor.expect(400)
        form.get_by_role("button", name="Record the correction").click()
        expect(page.get_by_role("alert")).to_contain_text("the lower bound is above the upper")
        expect(form.get_by_label("Status")).to_have_value("planned")
        form.get_by_label("At most").fill("")
        form.get_by_role("button", name="Record the correction").click()
        expect(page.locator(".chip.state-corrected")).to_be_visible()
        facts = page.locator(".facts-of")
        expect(facts).to_contain_text("at least EUR 1.5 billion (total)")
        expect(facts).to_contain_text(re.compile("planned.*read as", re.DOTALL))
        page.set_viewport_size(PHONE)
        assert_fits(page)
        assert_accessible(page)
        page.get_by_role("link", name="Next claim").click()
        expect(page.locator("mark")).to_have_text(second)
        page.get_by_role("link", name="Claim before").wait_for(state="detached")
        page.go_back()
        page.get_by_label("Why take it back").fill("It was a typing error")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".chip.state-undecided")).to_be_visible()
        expect(page.get_by_text("Taken back by")).to_be_visible()


def test_readers_and_those_who_look_back_see_no_forms(visitor, site):
    page = visitor.visit(site, "/claims?known_by=2999-01-01")
    expect(page.locator(ROWS)).to_have_count(14)
    expect(page.get_by_role("button", name="Accept chosen")).to_have_count(0)
    page.locator(ROWS).first.get_by_role("link").first.click()
    expect(page.get_by_text("This is what was known by then.")).to_be_visible()
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
