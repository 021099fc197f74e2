"""The log of judgements: who decided what and why, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from keiretsu.judgements import KINDS, Judgement, title
from keiretsu.judgements.record import ClaimJudgement, Merge, Settlement, Split
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.paging import USUAL, Page
from keiretsu.store import RecordedJudgement
from keiretsu.store.looking_up import LookUp
from keiretsu.web.pages import show

router = APIRouter()


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
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> HTMLResponse:
    """Show all judgements that were ever made, the newest first."""
    look_up = LookUp(site.workspace.store, site.view(asked).known_by)
    found, total = look_up.judgement_log(kind=kind or None, author=author or None, offset=offset, limit=USUAL)
    return show(
        request,
        "judgement_log.html.j2",
        asked=asked,
        entries=tuple(_entries(found)),
        page=Page(found, offset, USUAL, total),
        authors=look_up.judgement_authors(),
        kinds=tuple(KINDS),
        chosen={"author": author, "kind": kind},
    )


def _entries(history: Iterable[RecordedJudgement]) -> Iterator[Entry]:
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
