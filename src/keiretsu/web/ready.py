"""What is made ready for the first visitor: pages' templates, and the maps that take longest."""

from __future__ import annotations

from keiretsu.service import maps
from keiretsu.service.asked import Asked
from keiretsu.service.maps_asked import Chosen
from keiretsu.service.site import Site
from keiretsu.web.pages import load_templates


def load_pages(site: Site) -> None:
    """Read the templates of all pages, and lay the maps of a large workspace out."""
    load_templates()
    if site.is_large():
        for everybody in (False, True):
            maps.shown(site, Asked(), Chosen(everybody=everybody))
