"""Scenarios in the browser: chosen, written, run, stopped, compared and downloaded."""

from __future__ import annotations

import json
import re
import time

import pytest
import sites
from playwright.sync_api import expect

WIDTHS = [({"width": 1280, "height": 900}, "light"), ({"width": 390, "height": 844}, "dark")]
FOR_LONG = "20000"


@pytest.fixture(scope="module")
def run(site):
    """Return the address of a run that is done."""
    made = site.post("/scenarios/run", form={"name": "markets_close", "paths": "20", "seed": "7"})
    return until_over(site, made.headers["location"])


def until_over(site, address: str) -> str:
    while site.get(f"{address}/progress").headers.get("hx-refresh") != "true":
        time.sleep(0.2)
    return address


def fits(page, assert_accessible, assert_fits) -> None:
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize(("viewport", "scheme"), WIDTHS, ids=["1280", "390"])
def test_each_page_fits_and_breaks_no_rule(
    visitor, site, run, assert_accessible, assert_fits, viewport, scheme
):
    page = visitor.visit(site, "/scenarios", viewport=viewport, color_scheme=scheme)
    fits(page, assert_accessible, assert_fits)
    for path, heading in {
        "/scenarios/markets_close": "Nobody lends or invests",
        run: "Nobody lends or invests",
        f"{run}?outcome=cash&of=Beta+Labs&sort=difference": "Nobody lends or invests",
        f"/runs/compare?run={run.rpartition('/')[2]}": "Runs side by side",
    }.items():
        page.goto(site.url + path)
        expect(page.locator("h1")).to_have_text(heading)
        fits(page, assert_accessible, assert_fits)


def test_form_and_yaml_follow_each_other_while_one_types(visitor, site, assert_accessible):
    page = visitor.visit(site, "/scenarios/markets_close")
    yaml, wrong = page.locator("#yaml"), page.locator("#wrong")
    expect(wrong).to_contain_text("It can be run.")

    page.get_by_label("Quarters that are run").fill("6")
    expect(yaml).to_have_value(re.compile("horizon: 6"))
    expect(page.get_by_label("Quarters that are run")).to_be_focused()

    what = page.locator("[id='f-actions.0']")
    what.focus()
    what.select_option("make_in_house")
    expect(yaml).to_have_value(re.compile("do: make_in_house\n +customers: all\n +layers: all\n +share: 0.5"))
    expect(what).to_be_focused()

    page.get_by_role("button", name="Add to Customers").click()
    expect(page.get_by_label("Customers 2", exact=True)).to_be_focused()
    page.keyboard.type("Gama Chips")
    expect(wrong).to_contain_text("did you mean 'Gamma Chips'?")
    expect(page.locator("fieldset.action .wrong")).to_contain_text("there is no firm 'Gama Chips'")
    assert_accessible(page)
    page.get_by_label("Customers 2 by").select_option("kind")
    page.get_by_label("Customers 2", exact=True).fill("lab")
    expect(yaml).to_have_value(re.compile(r"kind: lab"))
    expect(wrong).to_contain_text("It can be run.")

    yaml.fill(yaml.input_value().replace("expect: falls", "expect: rises") + "colour: red\n")
    expect(page.get_by_label("Theory says that it")).to_have_value("rises")
    expect(page.locator("#form-pane")).to_contain_text("The form leaves alone: colour")
    expect(wrong).to_contain_text("colour: is no key here")
    yaml.fill("name: [")
    expect(page.locator("#form-pane")).to_contain_text("shows what stood there before")
    expect(page.get_by_label("Customers 2", exact=True)).to_have_value("lab")


def test_a_scenario_is_written_saved_and_run_by_keyboard_and_stopped(visitor, own_site):
    visitor.expect(409)
    with own_site() as site:
        page = visitor.visit(site, "/scenarios/new?from=markets_close")
        expect(page.locator("#yaml")).to_have_value(re.compile("^name: markets_close_2"))
        page.get_by_label("Name", exact=True).fill("markets_close")
        page.get_by_role("button", name="Save").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("the pack has a scenario of this name")

        page.get_by_label("Name", exact=True).fill("year_without_money")
        page.get_by_role("button", name="Save").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/scenarios/year_without_money")
        expect(page.locator("#notice")).to_contain_text("Saved as year_without_money.")

        page.get_by_label("Paths").fill(FOR_LONG)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Run")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/runs/*")
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.get_by_role("status").nth(1)).to_contain_text("Running paths", timeout=60_000)
        page.get_by_role("button", name="Cancel").focus()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("It was cancelled.")

        page.goto(f"{site.url}/scenarios/year_without_money")
        page.get_by_label("Delete year_without_money for everybody").check()
        page.get_by_role("button", name="Delete").click()
        expect(page.locator("#notice")).to_contain_text("Deleted year_without_money.")
        expect(page.get_by_role("link", name="Nobody lends or invests").first).to_be_visible()


def test_runs_are_watched_read_and_compared_by_mouse(visitor, site, run):
    page = visitor.visit(site, "/scenarios")
    page.get_by_label("Choose Nobody lends or invests").check()
    page.get_by_label("Paths").fill("16")
    page.get_by_role("button", name="Run those chosen").click()
    expect(page.locator(".answer-line").first).to_contain_text("cash of all", timeout=60_000)
    expect(page.locator("[data-drawn] svg").first).to_be_visible()
    rows = page.locator("#gains tbody tr").count()
    whiskers = page.locator("#gains [data-drawn] svg path[stroke-width='1.4']")
    expect(whiskers).to_have_count(3 * rows)  # a line and its two caps for each bar

    page.get_by_role("link", name="Baseline").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Baseline ↓")
    page.locator("#differences ~ .scroll tbody a").first.click()
    expect(page.locator("#figure-shown .answer-line")).to_contain_text("after 4 quarters")
    same = page.url
    page.goto(same)
    expect(page.locator("#figure-shown .answer-line")).to_be_visible()
    page.locator("#figure-shown details.why summary").first.click()
    expect(page.locator("#figure-shown .reasons").first).to_contain_text("the same random numbers")

    page.locator("select[name=with]").select_option(run.rpartition("/")[2])
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("h1")).to_have_text("Runs side by side")
    expect(page.locator("table.answers tbody tr")).to_have_count(2)
    expect(page.locator("[data-drawn] svg").first).to_be_visible()


def test_what_a_comparison_leaves_out_is_told(site):
    texts = [sites.SCENARIO.replace("markets_close", f"number_{number}") for number in range(6)]
    made = site.post("/api/v1/runs/simulations", json_body={"texts": texts, "paths": 4}).json()
    until_over(site, f"/runs/{made['id']}")
    page = site.get(f"/runs/compare?run={made['id']}").text

    assert page.count('<th scope="row"><a href="/runs/') == len(texts)
    assert "Drawn are the first 5 of 6 scenarios in which it differs" in page


def test_all_of_a_run_can_be_downloaded(site, run):
    table = site.get(f"{run}/figures.csv")
    whole = site.get(f"{run}/result.json")
    text = site.get(f"{run}/scenario.yaml")

    assert table.text.splitlines()[0] == "outcome,of,unit,baseline,scenario,difference,low,high"
    assert table.headers["content-disposition"].startswith('attachment; filename="markets_close-')
    assert whole.json()["request"]["scenarios"] == [sites.SCENARIO] == [text.text]
    assert whole.json()["result"]["seed"] == 7
    for picture in ("fan", "difference", "firms"):
        assert site.get(f"{run}/chart.png?show={picture}").body.startswith(b"\x89PNG")
        assert site.get(f"{run}/chart.svg?show={picture}").text.startswith("<svg")
    assert site.get(f"{run}/scenario.yaml?number=4").status == 404
    assert site.get(f"{run}/chart.gif").status == 422
    assert site.get("/runs/nothing").status == 404


def test_what_drives_an_answer_is_found_out(site):
    sent = {"yaml": sites.SCENARIO, "left": "[]", "how": "sensitivity", "samples": "16", "seed": "7"}
    found = until_over(site, site.post("/scenarios/try", form=sent).headers["location"])

    page = site.get(found).text
    assert "accounts for" in page
    assert "change_funding (action 1): times" in page
    assert "What drives: Nobody lends or invests" in site.get("/scenarios").text
    assert site.get(f"{found}/figures.csv").text.startswith("rank,input,by itself")
    assert site.get(f"{found}/chart.svg").text.startswith("<svg")


def test_the_same_run_again_gives_the_same(site, run):
    again = until_over(site, site.post(f"{run}/again").headers["location"])

    assert again != run
    assert (
        site.get(f"{again}/result.json").json()["result"] == site.get(f"{run}/result.json").json()["result"]
    )


def test_everything_works_without_scripts(site):
    sent = {"left": "[]", "yaml": sites.SCENARIO.replace("horizon: 4", "horizon: 3"), "step": ""}

    drawn = site.post("/scenarios/draft", form=sent)
    assert 'value="3"' in drawn.text
    assert "<h1>Nobody lends or invests</h1>" in drawn.text
    refused = site.post("/scenarios/try", form={**sent, "yaml": "a: &a [x]\nb: [*a, *a]"})
    assert (refused.status, "an alias" in refused.text) == (422, True)
    hostile = site.post(
        "/scenarios/draft", form={**sent, "yaml": 'title: "</textarea><script>alert(1)</script>"'}
    )
    assert "<script>alert(1)" not in hostile.text
    assert (
        site.post("/scenarios/draft", form={**sent, "take": "form", "step": "remove:actions.9"}).status == 400
    )
    assert site.post("/scenarios/run", form={"name": "no_such_thing"}).status == 404
    assert site.post("/scenarios/run", form={"paths": "10"}).status == 400
    assert site.post("/scenarios/run", form={"name": "markets_close", "paths": "-5"}).status == 400
    assert site.post("/scenarios/draft", form={**sent, "title": ["one", "another"]}).status == 400
    assert site.post("/scenarios/draft", form={**sent, "main.of.0.value.x": "Alpha"}).status == 400
    many = {f"actions.{number}.do": "fail" for number in range(2_000)}
    assert site.post("/scenarios/draft", form={**sent, **many}).status == 400


def test_a_run_that_a_server_ended_in_can_be_run_again(own_site, visitor):
    with own_site() as site:
        made = site.post("/scenarios/run", form={"name": "markets_close", "paths": FOR_LONG, "seed": "1"})
        address = made.headers["location"]
        while "unning paths" not in site.get(f"{address}/progress").text:
            time.sleep(0.2)
        site.kill()
    with own_site() as site:
        page = visitor.visit(site, address)
        expect(page.locator("main")).to_contain_text("The server ended while it was running.")
        request = json.loads(page.locator(".request pre").last.text_content() or "")
        assert (request["paths"], request["seed"]) == (int(FOR_LONG), 1)
        page.get_by_role("button", name="Run again").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator("main")).to_contain_text("It was cancelled.")
