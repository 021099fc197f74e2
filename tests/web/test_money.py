"""The page of money in a browser: shares with bounds, what comes after the page, and loops."""

from __future__ import annotations

import shutil

import sites

import keiretsu as kr

PHONE = {"width": 390, "height": 844}


def test_whose_money_a_revenue_is_with_bounds_and_draws(visitor, site, assert_fits, assert_accessible):
    measured = kr.open(site.workspace).measure("provenance")
    page = visitor.visit(site, "/money?party=x-gamma-chips")
    page.locator("#bounds .bounded .row").first.wait_for()
    page.locator("#draws table").wait_for()
    page.locator("#chance table").wait_for()
    page.locator("[data-chart] svg").wait_for()

    gamma = measured.of("Gamma Chips")
    shares = {name: f"{100 * share:.1f} %" for name, share in gamma.revenue_shares.items() if share > 0.0005}
    rows = page.locator("table.shares tbody tr").all_inner_texts()
    assert len(rows) >= len(shares)
    for name, share in shares.items():
        assert any(name in row and share in row for row in rows)
    own = page.locator("#bounds .row", has_text="its own capital, come back")
    least, _, most = (f"{100 * share:.1f} %".replace("0.0 %", "0 %") for share in gamma.self_funded.shares)
    assert f"{least} to {most}" in own.inner_text()
    assert "Bounds under any routing" in page.locator("#bounds").inner_text()
    assert "5 to 95 % of draws" in page.locator("#draws").inner_text()
    assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size(PHONE)
    assert_fits(page)


def test_a_firm_is_chosen_and_a_loop_leads_to_its_quotes(visitor, site):
    page = visitor.visit(site, "/money?as_of=2025-12-31")
    page.get_by_label("Firm, the most revenue first").select_option("Beta Labs")
    page.get_by_label("Firm, the most revenue first").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**party=x-beta-labs**")
    assert "as_of=2025-12-31" in page.url
    assert "the revenue of Beta Labs" in page.locator("h2").first.inner_text()

    loops = kr.open(site.workspace).measure("circularity").loops
    assert page.locator("ol.loops > li").count() == len(loops)
    first = page.locator("ol.loops > li").first
    first.locator("summary", has_text="Why").focus()
    page.keyboard.press("Enter")
    for summary in first.locator(".why summary").all()[1:]:
        summary.click()
    links = first.locator(".why a").evaluate_all("all => all.map((one) => one.pathname)")
    assert {link for link in links if link.startswith("/deals/")}
    assert site.get(links[0]).status == 200


def test_without_scripts_what_comes_later_is_a_link(visitor, site):
    page = visitor.visit(site, "/money", java_script_enabled=False)
    for name, told in (("bounds", "Bounds under any routing"), ("draws", "of draws"), ("chance", "rewired")):
        page.goto(f"{site.url}/money")
        page.locator(f"#{name} a").click()
        assert told in page.locator(".part").inner_text()


def test_an_empty_workspace_says_what_to_do(visitor, tmp_path, assert_accessible):
    kr.create(tmp_path / "empty.sqlite", pack="none")
    with sites.serving(tmp_path / "empty.sqlite") as site:
        page = visitor.visit(site, "/money", viewport=PHONE)
        assert page.get_by_text("No party is known to sell anything").is_visible()
        assert page.get_by_text("No money goes round").is_visible()
        assert_accessible(page)
        page.goto(f"{site.url}/parties")
        assert page.get_by_text("There are no parties yet").is_visible()
        assert_accessible(page)
        for view in ("proposals", "compare", "judgements"):
            assert site.get(f"/parties?view={view}").status == 200


def test_names_and_ids_of_any_script_are_data(visitor, invented, tmp_path, assert_accessible):
    from keiretsu.parties import Party

    copy = shutil.copy(invented, tmp_path / "industry.sqlite")
    strange = Party("星/云 & <b>", aliases=('<img src=x onerror="alert(1)">', "=1+1", "x" * 300))
    with kr.open(copy).store.writer() as writer:
        writer.parties([strange])
    with sites.serving(copy) as site:
        page = visitor.visit(site, "/parties?q=<img", viewport=PHONE)
        page.get_by_role("link", name=strange.name).click()
        assert page.locator("h1").inner_text().startswith(strange.name)
        assert page.get_by_label('<img src=x onerror="alert(1)">').is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert_accessible(page)
        page.get_by_label("=1+1").check()
        page.get_by_role("button", name="Show what a split would change").click()
        page.get_by_text("If =1+1 was another party").wait_for()
