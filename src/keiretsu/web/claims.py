"""Claims: searched, judged one by one and many at once, and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from keiretsu.documents import Document
from keiretsu.errors import InvalidRecordError, MisuseError, Problem
from keiretsu.judgements import ClaimJudgement, Verdict
from keiretsu.quantities import parse_moment
from keiretsu.service.asked import Asked
from keiretsu.service.claims import (
    JUDGED,
    ClaimFilter,
    claim_row,
    extractor_names,
    search_claims,
)
from keiretsu.service.http import AskedOf, IdentityOf, ReviewerOf, SiteOf
from keiretsu.service.identity import Identity, Role
from keiretsu.service.judging import Decided, Decision, Outcome, Result, judge_claims, recorded_at, undo
from keiretsu.service.site import Site
from keiretsu.store import RecordedJudgement
from keiretsu.store.looking_up import LookUp
from keiretsu.store.searching import Order
from keiretsu.vocabulary import layers, relations, statuses
from keiretsu.web import claims_one
from keiretsu.web.claims_shown import DONE, REASONS, Shown, summed_up
from keiretsu.web.pages import back, show

ROWS = 50
LONGEST = 2000
ORDERS = {
    Order.CONFIDENCE: "least sure first",
    Order.SURE: "surest first",
    Order.NEWEST: "newest first",
    Order.OLDEST: "oldest first",
    Order.READ: "as read, document by document",
}
MORE = (
    "layer",
    "status",
    "amount",
    "extractor",
    "confidence_from",
    "confidence_to",
    "date_from",
    "date_to",
    "document",
)
"""What the folded part of the form asks for."""
UNDONE = "undone right after it was recorded"

router = APIRouter()

Reason = Annotated[str, Form(max_length=LONGEST)]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a form that couldn't be carried out in full is answered with: the person's input is kept."""

    reason: str = ""
    over: bool = False
    conflicts: tuple[Outcome, ...] = ()
    recorded: int = 0
    problem: Problem | None = None
    status: int = 200

    @property
    def kept(self) -> frozenset[str]:
        """The claims that stay chosen."""
        return frozenset(one.about for one in self.conflicts)


class Search(BaseModel):
    """What the list of claims is asked beside its filter."""

    offset: int = Field(0, ge=0, le=10**7)
    done: str = ""


class Judging(BaseModel):
    """The form of the list: what is decided of which claims."""

    claim: list[str] = []
    seen: list[str] = []
    verdict: str = ""
    one: str = ""
    reason: str = Field("", max_length=LONGEST)
    over: bool = False
    query: str = ""


@router.get("/claims")
def list_claims(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    who: IdentityOf,
    search: Annotated[Search, Query()],
) -> HTMLResponse:
    """Show a page of claims, the least sure first unless told otherwise."""
    wanted = ClaimFilter.parse(request.query_params)
    return _list(request, site, asked, who, wanted, search)


@router.post("/claims/judge")
def judge(
    request: Request, site: SiteOf, asked: AskedOf, who: ReviewerOf, form: Annotated[Judging, Form()]
) -> Response:
    """Record what is decided of the claims chosen; what can't be is shown with what stands now."""
    given = dict(parse_qsl(form.query))
    wanted, search = ClaimFilter.parse(given), _search(given)
    try:
        decided = judge_claims(site, who, _decisions(form), over=form.over)
    except (InvalidRecordError, MisuseError) as error:
        answered = Answered(form.reason, form.over, problem=error.problem, status=400)
        return _list(request, site, asked, who, wanted, search, answered, chosen=frozenset(form.claim))
    refused = (*decided.of(Result.CONFLICT), *decided.of(Result.NOT_FOUND))
    if refused:
        done = len(decided.of(Result.RECORDED))
        answered = Answered(form.reason, form.over, refused, done, status=409)
        search = search.model_copy(update={"done": _moment(decided)})
        return _list(request, site, asked, who, wanted, search, answered, chosen=answered.kept)
    address = _address(asked, wanted, search.offset, _moment(decided))
    return back(request, address, _already(decided))


@router.post("/claims/undo")
def take_back(
    request: Request,
    site: SiteOf,
    who: ReviewerOf,
    moment: Annotated[str, Form()],
    back_to: Annotated[str, Form(alias="back")] = "/claims",
) -> Response:
    """Take back what one action recorded."""
    standing = _recorded(site, who, moment)
    undone = undo(site, who, [one.digest for one in standing], UNDONE)
    number = len(undone.of(Result.RECORDED))
    told = "judgement was" if number == 1 else "judgements were"
    return back(request, back_to, f"{number:,} {told} taken back.")


router.include_router(claims_one.router)


def _list(
    request: Request,
    site: Site,
    asked: Asked,
    who: Identity,
    wanted: ClaimFilter,
    search: Search,
    answered: Answered | None = None,
    chosen: frozenset[str] = frozenset(),
) -> HTMLResponse:
    page = search_claims(site, asked, wanted, search.offset, ROWS)
    told = answered or Answered()
    refused = [one for one in told.conflicts if one.result is Result.CONFLICT]
    return show(
        request,
        "claims.html.j2",
        asked=asked,
        status=told.status,
        page=page,
        wanted=wanted,
        query=wanted.query(),
        here=_address(asked, wanted, search.offset),
        rows=[Shown(search.offset + place, row) for place, row in enumerate(page.items)],
        answered=told,
        conflicts=[(one, Shown(0, claim_row(site, asked, one.about))) for one in refused],
        chosen=chosen,
        may_judge=who.role.covers(Role.REVIEWER) and asked.known_by is None,
        done=_done(site, who, search.done),
        words_of=_choices(site, asked, wanted),
        reasons=REASONS,
        order_words=ORDERS,
        done_words=DONE,
        more=sum(name in MORE for name in wanted.query()),
        asked_query=asked.query(),
        page_address=lambda offset: _address(asked, wanted, offset),
        document=_document(site, asked, wanted),
    )


def _decisions(form: Judging) -> Sequence[Decision]:
    """Return what a form decides, by the buttons of one row or for all rows that were chosen."""
    word, _, one = form.one.partition(":")
    ids = [one] if one else list(dict.fromkeys(form.claim))
    verdict = word if one else form.verdict
    if verdict not in (Verdict.ACCEPT, Verdict.REJECT, Verdict.ANNOTATE):
        raise _unclear(verdict, "press one of the buttons")
    if not ids:
        raise _unclear("nothing", "choose at least one claim, then press the button again")
    seen = dict(each.split(":", 1) for each in form.seen if ":" in each)
    return [Decision(key, Verdict(verdict), form.reason, seen=seen.get(key) or None) for key in ids]


def _unclear(where: str, hint: str) -> MisuseError:
    return MisuseError(
        "claim.nothing-decided", where=where[:40], message="says nothing about any claim", hint=hint
    )


def _search(given: Mapping[str, str]) -> Search:
    offset = given.get("offset", "0")
    return Search(offset=int(offset) if offset.isdecimal() and len(offset) < 8 else 0)


def _address(asked: Asked, wanted: ClaimFilter, offset: int, done: str = "") -> str:
    query = {**wanted.query(), **asked.query(), "offset": str(offset or ""), "done": done}
    text = urlencode({name: value for name, value in query.items() if value})
    return f"/claims?{text}" if text else "/claims"


def _moment(decided: Decided) -> str:
    return decided.recorded_at.isoformat() if decided.recorded_at else ""


def _already(decided: Decided) -> str:
    """Tell what was so before; what was recorded is told where it can be undone."""
    number = len(decided.of(Result.ALREADY))
    if number == 0:
        return ""
    return f"{number:,} {'was' if number == 1 else 'were'} judged so already, by you and for this reason."


def _recorded(site: Site, who: Identity, moment: str) -> list[RecordedJudgement]:
    """Return what an action of somebody recorded of claims, as far as it still stands."""
    read = parse_moment(moment or None, "done")
    found = () if read is None else recorded_at(site, who.name, read)
    return [one for one in found if isinstance(one.judgement, ClaimJudgement)]


def _done(site: Site, who: Identity, moment: str) -> dict[str, str] | None:
    """Return what the last action did, in words."""
    standing = _recorded(site, who, moment) if who.role.covers(Role.REVIEWER) else []
    if not standing:
        return None
    return {"moment": moment, "told": summed_up(standing), "reason": standing[0].judgement.signature.reason}


def _choices(site: Site, asked: Asked, wanted: ClaimFilter) -> dict[str, Sequence[str]]:
    """Return the values that the form offers."""
    return {
        "relation": tuple(relations()),
        "layer": _with(tuple(layers()), wanted.layer),
        "status": tuple(statuses()),
        "judged": JUDGED,
        "extractor": _with(tuple(extractor_names(site, asked)), wanted.extractor),
        "order": tuple(Order),
    }


def _with(choices: tuple[str, ...], chosen: str | None) -> tuple[str, ...]:
    return choices if chosen is None or chosen in choices else (*choices, chosen)


def _document(site: Site, asked: Asked, wanted: ClaimFilter) -> Document | None:
    if wanted.document is None:
        return None
    view = site.view(asked)
    return LookUp(site.workspace.store, view.known_by).documents([wanted.document]).get(wanted.document)
