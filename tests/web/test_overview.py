"""The overview: what is there, at both widths, in light and dark."""

from __future__ import annotations

import pytest

WIDTHS = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_overview_fits_and_breaks_no_rule(visitor, site, assert_accessible, assert_fits, width, scheme):
    page = visitor.visit(site, "/", viewport=WIDTHS[width], color_scheme=scheme)

    assert page.locator("h1").text_content() == "An invented industry"
    assert_fits(page)
    assert_accessible(page)
