"""One claim beside its document: all that is said of it, and what a person can decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from keiretsu.claims import Claim
from keiretsu.errors import InvalidRecordError, MisuseError, Problem
from keiretsu.judgements import Verdict
from keiretsu.quantities import Money
from keiretsu.service.asked import Asked
from keiretsu.service.claims import ClaimFilter, claim_row, deals_of, neighbours
from keiretsu.service.claims_rows import ClaimRow
from keiretsu.service.http import AskedOf, IdentityOf, ReviewerOf, SiteOf
from keiretsu.service.identity import Identity, Role
from keiretsu.service.judging import Decision, Outcome, Result, judge_claims, undo
from keiretsu.service.site import Site
from keiretsu.vocabulary import bases, layers, relations, statuses, terms
from keiretsu.web.claims_shown import DONE, LATER, REASONS, Shown
from keiretsu.web.claims_shown import told as told_of
from keiretsu.web.pages import back, show

BEFORE, AFTER = 700, 2500  # characters of the document that are shown around the quote
LONGEST = 2000

router = APIRouter()

Text = Annotated[str, Field(max_length=LONGEST)]


class Correcting(BaseModel):
    """The form of one claim: what is decided, and each field as the person wants it."""

    verdict: Verdict
    reason: Text = ""
    seen: str = ""
    relation: Text = ""
    subject: Text = ""
    object: Text = ""
    layer: Text = ""
    status: Text = ""
    date: Text = ""
    low: Text = ""
    high: Text = ""
    currency: Text = ""
    basis: Text = ""
    terms: list[str] = []

    @classmethod
    def of(cls, claim: Claim) -> Correcting:
        """Return the form filled with what counts."""
        made = cls(verdict=Verdict.CORRECT, terms=list(claim.terms))
        given = {name: getattr(claim, name) or "" for name in _WORDS}
        if claim.amount is not None:
            low, high = _plain(claim.amount.low), _plain(claim.amount.high)
            given |= {
                "low": low,
                "high": high,
                "currency": claim.amount.currency,
                "basis": claim.amount.basis,
            }
        return made.model_copy(update=given)

    def correction(self, claim: Claim) -> dict[str, Any]:
        """Return the fields that differ from a claim as it is read.

        Raises
        ------
        InvalidRecordError
            For an amount that can't be.
        """
        given: dict[str, Any] = {name: getattr(self, name).strip() or None for name in _WORDS}
        changed = {name: value for name, value in given.items() if value != getattr(claim, name)}
        if sorted(set(self.terms)) != list(claim.terms):
            changed["terms"] = self.terms
        amount = self._amount()
        if amount != claim.amount:
            changed["amount"] = None if amount is None else _in_full(amount)
        return changed

    def _amount(self) -> Money | None:
        low, high = (re.sub(r"[,\s]", "", bound) or None for bound in (self.low, self.high))
        if low is None and high is None:
            return None
        return Money.between(low, high, self.currency.strip().upper(), basis=self.basis or "total")


_WORDS = ("relation", "subject", "object", "layer", "status", "date")


@router.get("/claims/{claim_id}")
def show_claim(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    who: IdentityOf,
    claim_id: str,
    at: Annotated[int | None, Query(ge=0, le=10**7)] = None,
) -> HTMLResponse:
    """Show a claim beside its document."""
    row = claim_row(site, asked, claim_id)
    return _page(request, site, asked, who, row, _Came(ClaimFilter.parse(request.query_params), at))


@router.post("/claims/{claim_id}")
def judge(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    who: ReviewerOf,
    claim_id: str,
    form: Annotated[Correcting, Form()],
    at: Annotated[int | None, Query(ge=0, le=10**7)] = None,
) -> Response:
    """Record what is decided; where somebody was first, what stands now is shown, and the input kept."""
    row = claim_row(site, asked, claim_id)
    came = _Came(ClaimFilter.parse(request.query_params), at)
    try:
        correction = _correction(form, row.claim) if form.verdict is Verdict.CORRECT else {}
        decision = Decision(row.claim.id, form.verdict, form.reason, correction, form.seen or None)
        (outcome,) = judge_claims(site, who, [decision], over=True).outcomes
    except (InvalidRecordError, MisuseError) as error:
        return _page(request, site, asked, who, row, came, Answered(form, error.problem, None, 400))
    if outcome.result is Result.CONFLICT:
        now = claim_row(site, asked, claim_id)
        return _page(request, site, asked, who, now, came, Answered(form, None, outcome, 409))
    told = "was so already" if outcome.result is Result.ALREADY else DONE[form.verdict]
    return back(request, came.address(asked, row.claim.id), f"{Shown(0, row).title}: {told}. {LATER}")


@router.post("/claims/{claim_id}/undo")
def take_back(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    who: ReviewerOf,
    claim_id: str,
    judgement: Annotated[str, Form(max_length=64)],
    reason: Annotated[str, Form(max_length=LONGEST)],
    at: Annotated[int | None, Query(ge=0, le=10**7)] = None,
) -> Response:
    """Take back a judgement of the claim."""
    row = claim_row(site, asked, claim_id)
    came = _Came(ClaimFilter.parse(request.query_params), at)
    try:
        (outcome,) = undo(site, who, [judgement], reason).outcomes
    except InvalidRecordError as error:
        return _page(request, site, asked, who, row, came, Answered(None, error.problem, None, 400))
    if outcome.result is not Result.RECORDED:
        now = claim_row(site, asked, claim_id)
        return _page(request, site, asked, who, now, came, Answered(None, None, outcome, 409))
    return back(request, came.address(asked, row.claim.id), f"The judgement was taken back. {LATER}")


@dataclass(frozen=True, slots=True)
class Answered:
    """What a form that wasn't carried out is answered with: the person's input, and why."""

    form: Correcting | None = None
    problem: Problem | None = None
    conflict: Outcome | None = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class _Came:
    """The list that a person came from, and the claim's place in it."""

    wanted: ClaimFilter
    at: int | None

    def query(self, at: int | None = None) -> dict[str, str]:
        """Return what an address must carry so that the way back is known."""
        place = self.at if at is None else at
        return self.wanted.query() | ({} if place is None else {"at": str(place)})

    def address(self, asked: Asked, claim_id: str) -> str:
        """Return the address of the claim's page."""
        text = urlencode({**self.query(), **asked.query()})
        return f"/claims/{claim_id}?{text}" if text else f"/claims/{claim_id}"


def _page(
    request: Request,
    site: Site,
    asked: Asked,
    who: Identity,
    row: ClaimRow,
    came: _Came,
    answered: Answered | None = None,
) -> HTMLResponse:
    told = answered or Answered()
    shown = Shown(came.at or 0, row)
    around = (None, None) if came.at is None else neighbours(site, asked, came.wanted, came.at, row.claim.id)
    return show(
        request,
        "claim.html.j2",
        asked=asked,
        status=told.status,
        shown=shown,
        row=row,
        claim=shown.claim,
        text=_text(row.claim),
        deals=deals_of(site, asked, row),
        form=told.form or Correcting.of(shown.claim),
        answered=told,
        is_correcting=_is_correcting(request, told),
        came=came,
        before=around[0],
        after=around[1],
        may_judge=who.role.covers(Role.REVIEWER) and asked.known_by is None,
        told=told_of,
        done_words=DONE,
        reasons=REASONS,
        vocabulary=_vocabulary(shown.claim),
    )


def _is_correcting(request: Request, answered: Answered) -> bool:
    """Tell whether the form of a correction is open."""
    if answered.form is not None:
        return answered.form.verdict is Verdict.CORRECT
    return "correct" in request.query_params


def _correction(form: Correcting, claim: Claim) -> dict[str, Any]:
    """Return what a form corrects; a form that changes nothing is told so."""
    correction = form.correction(claim)
    if correction:
        return correction
    raise MisuseError(
        "claim.nothing-decided",
        where="the correction",
        message="says what was read",
        hint="change a field, or accept the claim instead",
    )


def _text(claim: Claim) -> tuple[str, str, str, bool, bool]:
    """Return what stands before the quote, the quote, what follows, and whether either was cut."""
    text, span = claim.document.text, claim.evidence.span
    start, end = max(0, span.start - BEFORE), min(len(text), span.end + AFTER)
    return (
        text[start : span.start].lstrip("\n"),
        claim.quote,
        text[span.end : end],
        start > 0,
        end < len(text),
    )


def _vocabulary(claim: Claim) -> dict[str, Sequence[str]]:
    """Return the words that the form offers; a layer may be any noun, so the claim's own is among them."""
    open_layers = (claim.layer,) if claim.layer and claim.layer not in layers() else ()
    return {
        "relation": tuple(relations()),
        "layer": (*layers(), *open_layers),
        "status": tuple(statuses()),
        "basis": tuple(bases()),
        "terms": tuple(terms()),
    }


def _plain(bound: Decimal | None) -> str:
    return "" if bound is None else f"{bound:f}"


def _in_full(amount: Money) -> dict[str, str | None]:
    """Return an amount as a correction keeps it, to the last digit."""
    bounds = {"low": _plain(amount.low) or None, "high": _plain(amount.high) or None}
    return {**bounds, "currency": amount.currency, "basis": amount.basis}
