"""The map of many parties: how long until it is drawn, and how smoothly it is dragged.

``python -m benchmarks.map`` makes a workspace of 500 parties and 3,000 lines between them, serves it, and
opens its map in the Chromium of this machine, drawn in software. It prints the seconds that the layout
takes, those from the click to the picture, and the frames a second while the map and a mark are dragged.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import browsers
from sites import RunningSite, serving

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.quantities import Money
from keiretsu.report import layout
from keiretsu.store import Store
from keiretsu.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Page

PARTIES, LINES = 500, 3_000
SMALL = (60, 150)
SECONDS = 4.0
DRAWN = "seconds from navigation to drawn"
PATIENCE = 180_000  # milliseconds
EXTRACTOR = "rules/1"
RELATIONS = {"supplies": "delivers chips to", "invests": "put money into", "competes": "fights"}
FRAMES = """() => {
  window.frames = [];
  const note = (now) => { window.frames.push(now); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


def pairs(parties: int, lines: int) -> list[tuple[int, int]]:
    """Return so many pairs of different parties, a few of whom have many; the same at each run."""
    chance = Random(4)
    found: dict[tuple[int, int], None] = {}
    while len(found) < lines:
        one, other = (int(parties * chance.random() ** 2) for _ in range(2))
        if one != other:
            found[one, other] = None
    return list(found)


def write(address: Path, parties: int, lines: int) -> None:
    """Write a workspace whose map has so many parties and lines."""
    made = [
        _claim(number, pair, Random(number)) for number, pair in enumerate(pairs(parties, lines), start=1)
    ]
    store = Store.create(address)
    with store.writer() as writer:
        writer.documents([claim.document for claim in made])
        writer.claims({claim.document.id for claim in made}, made, EXTRACTOR)
    Workspace(store).reconcile()


def _claim(number: int, pair: tuple[int, int], chance: Random) -> Claim:
    relation = chance.choices(list(RELATIONS), weights=(6, 3, 1))[0]
    subject, other = (f"Firm {place}" for place in pair)
    text = f"{subject} {RELATIONS[relation]} {other}, note {number} says."
    published = f"{chance.randrange(2021, 2026)}-{chance.randrange(1, 13):02}-11"
    document = Document(text, name=f"note-{number}.txt", title=f"Note {number}", published=published)
    has_sum = relation != "competes" and chance.random() < 0.7
    return Claim(
        Evidence.find(document, text),
        relation,
        subject,
        other,
        layer="chips" if relation != "invests" else None,
        amount=Money.exactly(chance.randrange(1, 5_000) * 1_000_000, "USD") if has_sum else None,
        status=chance.choice(("agreed", "in_effect", "in_effect", "in_talks")),
        extractor=EXTRACTOR,
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.map", description=__doc__)
    parser.add_argument("--parties", type=int, default=PARTIES)
    parser.add_argument("--lines", type=int, default=LINES)
    asked = parser.parse_args()
    for parties, lines in (SMALL, (asked.parties, asked.lines)):
        print(f"layout of {parties} parties, {lines} lines: {layout_seconds(parties, lines):.2f} s")
    with TemporaryDirectory() as folder:
        address = Path(folder) / "map.sqlite"
        write(address, asked.parties, asked.lines)
        with serving(address) as site:
            with opened() as page:
                seconds = drawn(page, f"{site.url}/map?show=all&token={site.token}")
            print(f"{DRAWN}, the first page of a server that has just started: {seconds}")
        with serving(address) as site:
            for name, value in look(site).items():
                print(f"{name}: {value}")


def layout_seconds(parties: int, lines: int) -> float:
    """Return how long the layout takes, the median of three after a first one."""
    names = [f"firm-{place}" for place in range(parties)]
    edges = [(names[one], names[other]) for one, other in pairs(parties, lines)]
    seconds = []
    for _ in range(4):
        start = time.perf_counter()
        layout.place(names, edges, layout.screen(parties))
        seconds.append(time.perf_counter() - start)
    return median(seconds[1:])


@contextmanager
def opened() -> Iterator[Page]:
    """Yield a page of the browser of this machine."""
    from playwright.sync_api import sync_playwright

    program = browsers.chromium() or sys.exit(browsers.ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=browsers.sandbox())
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


def drawn(page: Page, address: str) -> str:
    """Return how many seconds it takes from an address of the map to its picture."""
    page.goto(address)
    page.wait_for_selector("#map-picture[data-ready]")
    moment = page.evaluate("performance.getEntriesByName('map-drawn')[0].startTime")
    return f"{moment / 1000:.2f}"


def look(site: RunningSite) -> dict[str, str]:
    """Open the map in a browser, and drag it."""
    found = {}
    with opened() as page:
        page.goto(f"{site.url}/?token={site.token}")
        for name in ("the second page of a server that has just started", "warm", "warm again"):
            found[f"{DRAWN}, {name}"] = drawn(page, f"{site.url}/map?show=all")
        counts = page.locator("#map-counts").text_content() or ""
        found["on the map"] = " ".join(counts.split())
        page.evaluate(FRAMES)
        page.locator("#map-picture").scroll_into_view_if_needed()
        box = page.locator("#map-picture").bounding_box()
        assert box is not None
        x, y = box["x"] + 6, box["y"] + box["height"] - 6  # a corner, where no mark stands
        found["dragging the map"] = _dragged(page, x, y, held=True)
        page.keyboard.press("0")
        x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 3
        found["pointing at lines and marks"] = _dragged(page, x, y, held=False)
        found["dragging a mark"] = _dragged(page, *_mark(page, box), held=True)
    return found


def _mark(page: Page, box: dict[str, float]) -> tuple[float, float]:
    """Return where on the page the party with most money stands."""
    node, frame = page.evaluate(
        """() => {
          const data = JSON.parse(document.querySelector("#map-picture script").textContent);
          return [data.nodes.find((node) => node.rank === 0), data.frame];
        }"""
    )
    left, top, bottom = 52, 22, 34  # as map_scene.js fits the map into its place
    high = box["height"] - top - bottom
    scale = min((box["width"] - 2 * left) / frame["width"], high / frame["height"])
    x = (box["width"] - frame["width"] * scale) / 2 + node["x"] * scale
    y = top + (high - frame["height"] * scale) / 2 + node["y"] * scale
    return box["x"] + x, box["y"] + y


def _dragged(page: Page, x: float, y: float, *, held: bool) -> str:
    """Return the frames a second while the mouse moves, and the longest pause between two."""
    mouse = page.mouse
    mouse.move(x, y)
    if held:
        mouse.down()
    page.evaluate("window.frames.length = 0")
    moves, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        moves += 1
        mouse.move(x + moves % 80 * 3, y - moves % 60 * 3)
    frames = page.evaluate("window.frames")
    if held:
        mouse.up()
    gaps = [later - earlier for earlier, later in pairwise(frames)]
    rate = 1000 * len(gaps) / sum(gaps)
    slowest = sorted(gaps)[int(len(gaps) * 0.95)]
    return f"{rate:.0f} frames a second, 95 % of them within {slowest:.0f} ms, {moves} moves of the mouse"


if __name__ == "__main__":
    main()
