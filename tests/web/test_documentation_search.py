"""The built documentation is read as plain files: its search works without a server and without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30_000


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return the documentation's first page, built without the pages that are made from the code."""
    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), hooks=[]))
    return folder / "index.html"


def test_a_word_is_found_in_the_pages_opened_as_files(built, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 844})
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(built.as_uri())
    page.locator("input.md-search__input").click()
    page.keyboard.type("fungible", delay=20)
    first = page.locator(".md-search-result__item a").first
    expect(first).to_be_visible(timeout=PATIENCE)
    first.click()
    page.wait_for_url("**/round-tripping.html*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("known only within bounds")
    page.close()
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []
    assert errors == []
