"""The assumptions behind the figures, and the words that claims are written in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from keiretsu.network import drawing_assumptions
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.vocabulary import bases, layers, relations, reliabilities, statuses, terms
from keiretsu.web.pages import show

router = APIRouter()


@router.get("/assumptions")
def assumptions(request: Request, site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Show each assumption with its value, its meaning and its grounds."""
    used = site.network(asked).assumptions
    return show(
        request,
        "assumptions.html.j2",
        asked=asked,
        assumptions=tuple(used),
        given=frozenset(used.given),
        pack=site.settled(asked).pack.title,
        draws=drawing_assumptions(used),
        vocabulary=(
            ("Relations", relations()),
            ("States", statuses()),
            ("Layers", layers()),
            ("Terms", terms()),
            ("What a sum stands for", bases()),
            ("Reliability of sources", reliabilities()),
        ),
    )
