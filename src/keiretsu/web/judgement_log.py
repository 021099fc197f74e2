"""The log of judgements: who decided what and why, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from keiretsu.judgements import KINDS, Judgement, kind_of, title
from keiretsu.judgements.record import ClaimJudgement, Merge, Settlement, Split
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.keeping import Kept
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.site import Site
from keiretsu.store import RecordedJudgement
from keiretsu.web.pages import show

KEPT = 4

router = APIRouter()
_histories: Kept[tuple[str, datetime], Sequence[RecordedJudgement]] = Kept(KEPT)


@dataclass(frozen=True, slots=True)
class Entry:
    """A judgement as the page shows it; ``path`` leads to what it is about."""

    recorded: RecordedJudgement
    title: str
    path: str | None


@router.get("/judgements")
def judgements(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    author: Annotated[str, Query()] = "",
    kind: Annotated[str, Query()] = "",
    offset: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """Show all judgements that were ever made, the newest first."""
    history = _history(site, asked)
    wanted = [
        one
        for one in history
        if author in ("", one.judgement.signature.author) and kind in ("", kind_of(one.judgement))
    ]
    page = page_of(wanted, offset, USUAL)
    return show(
        request,
        "judgement_log.html.j2",
        asked=asked,
        entries=tuple(_entries(page.items)),
        page=page,
        authors=sorted({one.judgement.signature.author for one in history}),
        kinds=tuple(KINDS),
        chosen={"author": author, "kind": kind},
    )


def _history(site: Site, asked: Asked) -> Sequence[RecordedJudgement]:
    """Return all judgements, the newest first."""
    view = site.vintage(asked).view
    key = (site.settings.workspace, view.known_by)
    return _histories.get(key, lambda: tuple(reversed(view.judgement_history())))


def _entries(history: Sequence[RecordedJudgement]) -> Iterator[Entry]:
    for one in history:
        yield Entry(one, title(one.judgement), _path(one.judgement))


def _path(judgement: Judgement) -> str | None:
    match judgement:
        case ClaimJudgement(anchor=anchor):
            return f"/claims/{anchor.claim_id}"
        case Merge(kept_id=party) | Split(party_id=party):
            return f"/parties/{party}"
        case Settlement(contradiction=contradiction):
            return f"/contradictions/{contradiction}"
        case _:
            return None
