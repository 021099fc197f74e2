"""In a real browser: hostile text stays text on every page, and a team signs in, decides and goes out."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sites
from lxml import html

import keiretsu as kr
from keiretsu.cli.main import main
from keiretsu.service.accounts import Accounts, Actor
from keiretsu.service.identity import Role

PASSWORD = "correct horse battery"
SCRIPT = "<script>window.injected = 1</script>"
IMAGE = '"><img src=x onerror=window.injected=2>'
TEMPLATE = "{{ 7 * 7 }}${window.injected=3}"
HOSTILE = f"Omega {SCRIPT}{IMAGE} & Sons"
FORMULA = "=HYPERLINK(1)"
SHEET = [
    ["Investor", "Portfolio company", "Amount", "Date", "Source", "Publisher", "Published", "Link", "Quote"],
    [
        *(HOSTILE, "Beta Labs", "$7bn", "2025-09-02", f"Title {IMAGE}", f"Post {SCRIPT}", "2025-09-03"),
        *("javascript:window.injected=4", f"{HOSTILE} put $7bn into Beta Labs. {TEMPLATE}"),
    ],
    [
        *(FORMULA, HOSTILE, "$1bn", "2025-09-02", TEMPLATE, "Post", "2025-09-03"),
        *("https://x.example/'\"<b>", ""),
    ],
]
FIGURE = [
    "Alpha Cloud",
    "segment_revenue",
    f"Segment {IMAGE}",
    "9000000000",
    "USD",
    "2024",
    f"Report {SCRIPT}",
    "Alpha",
    "2025-02",
]
MOST_PAGES = 150
NOT_PAGES = ("/static/", "/logout", "/api/v1/", "/api/docs")
DOWNLOAD = re.compile(
    r"\.(csv|json|yaml|png|svg|html|zip|parquet|pdf|graphml|gexf)\b|/(source|download|files)\b"
)


@pytest.fixture(scope="module")
def hostile(invented: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an industry in which names, titles, publishers, links, segments and reasons are hostile."""
    place = tmp_path_factory.mktemp("hostile")
    copy = place / "industry.sqlite"
    shutil.copy(invented, copy)
    sheet, figures = place / "deals.csv", place / "figures.csv"
    article = place / f"img src=x onerror=window.injected=5 '{TEMPLATE}.txt".replace("/", "")
    with sheet.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows(SHEET)
    header = ["party", "item", "segment", "amount", "currency", "period", "title", "publisher", "date"]
    with figures.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows([header, FIGURE])
    article.write_text(f"Kappa Corp {SCRIPT} invested $3 billion in Beta Labs. {IMAGE}", encoding="utf-8")
    for words in (["deals", str(sheet)], ["figures", str(figures)]):
        _run("import", *words, "-w", str(copy))
    workspace = kr.open(copy)
    workspace.read([article], published="2025-09-05", title=f"A {SCRIPT}", publisher=IMAGE)
    workspace.extract(workers=1, executor="serial")
    workspace.reconcile()
    desk = workspace.judge_as(f"Ann {IMAGE}")
    assert IMAGE in str([figure.segment for figure in workspace.figures()])
    claim = next(one for one in workspace.claims() if HOSTILE in one.subject)
    desk.accept(claim.id, f"because {SCRIPT}")
    desk.annotate(claim.id, f"a remark {IMAGE} {TEMPLATE}")
    return copy


def _run(*words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code in (0, 1, None)


def dangers(page: str) -> Iterator[str]:
    """Yield what a page would run: scripts in it, handlers, and addresses that are scripts."""
    tree = html.document_fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            yield "script"
        for name, value in element.attrib.items():
            if name.startswith(("on", "hx-on")) or value.strip().lower().startswith("javascript:"):
                yield f"{element.tag} {name}={value}"
        if element.tag == "img" and element.get("src") == "x":
            yield "img"


def addresses(page: str) -> Iterator[str]:
    for element in html.document_fromstring(page).iter("a", "div", "section", "form", "td", "button"):
        for name in ("href", "hx-get"):
            address = (element.get(name) or "").partition("#")[0]
            if address.startswith("/") and not address.startswith(NOT_PAGES) and not DOWNLOAD.search(address):
                yield address


def pattern(address: str) -> str:
    """Return the kind of page that an address is: without what only tells one from the next."""
    path, _, query = address.partition("?")
    named = re.sub(r"/[0-9a-f]{8,}[^/]*|/x-[^/]+|/\d+", "/ID", path)
    return f"{named}?{'&'.join(sorted(part.partition('=')[0] for part in query.split('&') if part))}"


def test_hostile_text_is_text_on_every_page(visitor, hostile, tmp_path):
    """Every kind of page that links lead to is read; then one of each is opened in the browser."""
    with sites.serving(hostile, state=tmp_path / "state") as running:
        waiting, seen, of_kind = ["/", "/judgements", "/account", "/users"], set(), {}
        while waiting and len(seen) < MOST_PAGES:
            address = waiting.pop(0)
            kind = pattern(address)
            if address in seen or of_kind.get(kind, 0) >= 4:
                continue
            seen.add(address)
            answer = running.get(address)
            if not answer.headers["content-type"].startswith("text/html"):
                continue
            of_kind[kind] = of_kind.get(kind, 0) + 1
            if not kind.startswith("/report?"):  # its one script is let in by the hash in its policy
                assert (address, list(dangers(answer.text))) == (address, [])
            # Pages on what is hostile come first.
            found = sorted(set(addresses(answer.text)) - seen, key=lambda each: "mega" not in each)
            waiting += found
        assert {"/", "/judgements"} <= seen
        _open_one_of_each(visitor, running, seen)


def _open_one_of_each(visitor, running: sites.RunningSite, seen: set[str]) -> None:
    first = {pattern(address).partition("?")[0]: address for address in sorted(seen, reverse=True)}
    page = visitor.visit(running, "/judgements")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    assert HOSTILE in page.locator("main").inner_text()
    for status in (400, 403, 404, 409, 422, 503):
        visitor.expect(status)
    for address in first.values():
        page.goto(f"{running.url}{address}", wait_until="load")
        assert (address, page.evaluate("window.injected ?? null")) == (address, None)
        assert page.locator("img[src='x'], [onerror]").count() == 0
    page.goto("about:blank")  # what polls would outlive the server
    assert dialogs == []


def test_no_download_holds_a_formula(hostile, tmp_path):
    _run("export", "csv", "-w", str(hostile), "--out", str(tmp_path / "out"))
    cells = []
    for file in (tmp_path / "out").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as table:
            cells += [cell for row in csv.reader(table) for cell in row]
    assert f"'{FORMULA}" in cells
    numbers = re.compile(r"-?[\d.]+(e[+-]?\d+)?")
    formulas = [
        cell for cell in cells if cell.startswith(("=", "+", "-", "@")) and not numbers.fullmatch(cell)
    ]
    assert formulas == []


def test_a_team_signs_in_decides_and_goes_out(visitor, own_site, tmp_path, assert_accessible, assert_fits):
    """By keyboard alone; the pages of accounts at both widths, in light and dark."""
    state = tmp_path / "team"
    accounts = Accounts(state)
    accounts.users.add("Ann Alpha", Role.ADMIN, PASSWORD, Actor("operator"))
    accounts.users.add(
        "Theodora Longname-Hyphenated of the Northern Provinces", Role.READER, PASSWORD, Actor("operator")
    )
    visitor.expect(401)
    with own_site(state=state) as running:
        page = visitor.visit(running, "/judgements?author=Ann")
        assert page.locator("h1").text_content() == "Sign in"
        page.keyboard.type("Ann Alpha")
        page.keyboard.press("Tab")
        page.keyboard.type("wrong")
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        assert page.evaluate("document.activeElement.name") == "password"
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/judgements?author=Ann")

        page.goto(f"{running.url}/account")
        page.get_by_label("Which program is it for?").fill("nightly")
        page.keyboard.press("Enter")
        token = page.get_by_label("Token", exact=True).input_value()
        assert running.get("/account", headers={"Authorization": f"Bearer {token}"}).status == 200
        for path in ("/account", "/users", "/judgements"):
            for width, scheme in ((1280, "light"), (390, "dark")):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.goto(f"{running.url}{path}")
                assert_fits(page)
                assert_accessible(page)

        page.goto(f"{running.url}/users")
        page.get_by_label("Role of Theodora").select_option("reviewer")
        page.get_by_role("button", name=re.compile("Give Theodora")).press("Enter")
        page.get_by_text("is reviewer now").wait_for()
        page.get_by_role("button", name="Sign out").press("Enter")
        page.get_by_text("You are signed out").wait_for()
        page.goto(f"{running.url}/users")
        assert page.locator("h1").text_content() == "Sign in"
        assert_accessible(page)


def test_a_link_of_another_site_leads_in_with_the_session(visitor, site, tmp_path):
    """The cookie isn't sent with such a link, and is with the step that the answer takes by itself."""
    page = visitor.visit(site, "/")
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text(f'<a href="{site.url}/judgements?kind=merge">here</a>', encoding="utf-8")
    page.goto(elsewhere.as_uri())
    visitor.asked.clear()
    page.get_by_text("here").click()
    page.wait_for_function("document.querySelector('h1')?.textContent === 'Judgements'")
    assert page.url == f"{site.url}/judgements?kind=merge"
