"""A browser of the system, and pages that may ask the network for nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import browsers
import pytest
import sites
from playwright.sync_api import Browser, Page, expect

from keiretsu import report
from keiretsu.claims import Claim
from keiretsu.errors import Problem, Severity
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

LABS = (
    "Delta",
    "Epsilon",
    "Zeta",
    "Eta",
    "The Theta Institute for Very Large Models of the Northern Provinces",
)
CLOUDS = ("Alpha", "Beta")
PATIENCE = 60_000  # a busy machine is slow, not wrong

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the system's Chromium, quiet towards the network; skip where there is none."""
    found = browsers.chromium()
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(browsers.ADVICE)
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    return {"executable_path": found, "args": [*quiet, *browsers.sandbox()]}


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a file; a request for anything else, or an error, fails the test."""
    contexts = []
    asked: list[str] = []
    errors: list[str] = []

    def open_file(path: Path, **options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda line: errors.append(line.text) if line.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []
    assert len([url for url in asked if url.startswith("file://")]) == len(contexts)
    assert errors == []


@pytest.fixture(scope="session")
def report_path(say: Callable[..., Claim], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the report on an industry of ten parties."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    claims = [*_deals(say)]
    source = Source("Annual report", "Alpha", "2026-01-01")
    revenues = tuple(
        ReportedFigure(Party(name), Item.REVENUE, Money.exactly(dollars, "USD"), Period.parse("2025"), source)
        for name, dollars in (("Alpha", 90_000_000_000), ("Iota", 60_000_000_000))
    )
    network = project(
        reconcile(
            claims, Registry([Party("Alpha", kind="cloud_provider"), Party("Iota", kind="chip_maker")])
        ),
        revenues,
        as_of=date(2025, 12, 31),
        rates=ExchangeRates("USD"),
        unknown="estimate",
    )
    contents = report.ReportContents(
        title="An invented industry",
        as_of=date(2025, 12, 31),
        known_by=datetime(2026, 1, 1, tzinfo=UTC),
        documents=tuple(claim.document for claim in claims),
        claims=tuple(claims),
        figures=revenues,
        contradictions=(),
        network=network,
        problems=(Problem("document.empty", Severity.ERROR, "a.txt", "holds no text", "remove the file"),),
        pack_title="Invented",
        version="1.2.3",
        samples=20,
    )
    report.write(contents, path)
    return path


def _deals(say: Callable[..., Claim]) -> Iterator[Claim]:
    for number, lab in enumerate(LABS, start=1):
        cloud = CLOUDS[number % 2]
        yield say("2025-03-04", "invests", cloud, lab, usd=number * 1e9)
        yield say("2025-03-05", "supplies", cloud, lab, usd=number * 4e9, layer="cloud")
        yield say("2025-03-06", "supplies", "Iota", lab, layer="chips")
        yield say("2025-03-07", "builds", lab, "models", layer="models")
    yield say("2025-03-08", "supplies", "Iota", "Alpha", usd=20e9, layer="chips")
    yield say("2025-03-09", "invests", "Iota", "Delta", usd=9e9, status="in_talks")
    yield say("2025-03-10", "competes", "Alpha", "Beta", layer="cloud")
    yield say("2025-03-11", "regulates", "Kappa", "Alpha")


AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the invented industry once; copy it before anything is changed."""
    return Path(sites.write_workspace(tmp_path_factory.mktemp("invented")))


@pytest.fixture(scope="session")
def site(invented: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sites.RunningSite]:
    """Serve the invented industry to tests that change nothing."""
    with sites.serving(invented, state=tmp_path_factory.mktemp("state")) as running:
        yield running


@pytest.fixture
def own_site(
    request: pytest.FixtureRequest, invented: Path, tmp_path: Path
) -> Callable[..., AbstractContextManager[sites.RunningSite]]:
    """Return a function that serves a copy of the invented industry, for tests that change it."""

    @contextmanager
    def serve(*arguments: str, **more: str) -> Iterator[sites.RunningSite]:
        copy = tmp_path / "industry.sqlite"
        if not copy.exists():
            shutil.copy(invented, copy)
        with sites.serving(copy, *arguments, **more) as running:
            yield running
            _leave(request)

    return serve


def _leave(request: pytest.FixtureRequest) -> None:
    """Have all pages of a test's browser left, so that none asks for more when its server has ended."""
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            for page in context.pages:
                page.goto("about:blank")


class Visitor:
    """Somebody with a browser, who is let in; all that goes wrong in it is remembered."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.expected: set[int] = set()

    def visit(self, site: sites.RunningSite, path: str = "/", **options: object) -> Page:
        """Open a page of a site in a browser of its own, let in by the token."""
        context = self._browser.new_context(**{"viewport": DESK, **options})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(f"{site.url}/?token={site.token}")
        page.goto(f"{site.url}{path}")
        return page

    def expect(self, status: int) -> None:
        """Answers of this status are what the test is about, and no fault."""
        self.expected.add(status)

    def _hear(self, line: object) -> None:
        text = line.text
        if line.type in ("error", "warning") and not any(str(status) in text for status in self.expected):
            self.errors.append(text)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Return somebody with a browser; an error in it, or a request to elsewhere, fails the test."""
    made = Visitor(browser)
    yield made
    for context in browser.contexts:
        context.close()
    assert [url for url in made.asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []
    assert made.errors == []


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Return a check by axe-core that a page as it stands breaks no rule of accessibility."""

    def check(page: Page) -> None:
        assert AXE.exists(), "axe-core isn't installed; type: npm ci --prefix frontend"
        page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        broken = [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found["violations"]]
        assert broken == []

    return check


@pytest.fixture
def assert_fits() -> Callable[[Page], None]:
    """Return a check that a page needs no sideways scrolling."""

    def check(page: Page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= page.viewport_size["width"]

    return check
