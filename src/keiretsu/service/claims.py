"""Claims searched, filtered and paged, each with what people decided about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Self, TypeVar

from keiretsu.errors import MisuseError, NotFoundError
from keiretsu.ledger import Deal
from keiretsu.quantities import parse_day
from keiretsu.service.asked import Asked
from keiretsu.service.claims_judged import ANNOTATED, judged_index
from keiretsu.service.claims_rows import ClaimRow, Hearing, State, rows_of
from keiretsu.service.keeping import Kept
from keiretsu.service.paging import Page
from keiretsu.service.site import Site
from keiretsu.store import View
from keiretsu.store.looking_up import LookUp
from keiretsu.store.searching import ClaimSearch, Found, Order, claims_changed_at, extractors, search
from keiretsu.vocabulary import is_layer, relations, statuses

T = TypeVar("T")

JUDGED = (*State, ANNOTATED)
"""What can be asked of people's decisions."""

_WORD = re.compile(r'"([^"]+)"|(\S+)')
_YES_NO = {"yes": True, "no": False}
_ORDERS = {each.value: each for each in Order}

_extractors: Kept[tuple[str, datetime | None], list[str]] = Kept(8)


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims are asked for, and in which order; what is empty or ``None`` isn't asked.

    Parameters
    ----------
    words
        Words, or phrases in double quotes, that all stand in the quote or the name of an end.
    relation, layer, status
        Words of the vocabulary.
    party
        A party's id, or a name of an end.
    document
        A document's id.
    extractor
        Name and version of an extractor.
    confidence_from, confidence_to
        Bounds of the confidence, 0 to 100.
    date_from, date_to
        Bounds of the day on which the claimed thing begins.
    judged
        ``undecided``, ``accepted``, ``rejected``, ``corrected`` or ``annotated``.
    amount
        Whether a sum is stated.
    order
        The least sure first, unless told otherwise; see :class:`keiretsu.store.searching.Order`.

    Examples
    --------
    >>> ClaimFilter.parse({"relation": "invests", "words": "", "confidence_to": "40"}).query()
    {'relation': 'invests', 'confidence_to': '40'}
    """

    words: str = ""
    relation: str | None = None
    layer: str | None = None
    status: str | None = None
    party: str | None = None
    document: str | None = None
    extractor: str | None = None
    confidence_from: int | None = None
    confidence_to: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    judged: str | None = None
    amount: bool | None = None
    order: Order = Order.CONFIDENCE

    def __post_init__(self) -> None:
        choices = (
            ("relation", self.relation, self.relation in relations()),
            ("layer", self.layer, is_layer(self.layer or "")),
            ("status", self.status, self.status in statuses()),
            ("judged", self.judged, self.judged in JUDGED),
        )
        for name, value, is_known in choices:
            if value is not None and not is_known:
                raise _invalid(name, value)

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> Self:
        """Read a filter from an address's query; other names in it are passed over.

        Raises
        ------
        MisuseError
            ``claim.invalid-filter`` for a word that isn't one of those, or no number; or for no day.
        """
        wanted = {name: text.strip() for name, text in given.items() if text.strip()}
        return cls(
            words=wanted.get("words", ""),
            relation=wanted.get("relation"),
            layer=wanted.get("layer"),
            status=wanted.get("status"),
            party=wanted.get("party"),
            document=wanted.get("document"),
            extractor=wanted.get("extractor"),
            confidence_from=_percent("confidence_from", wanted.get("confidence_from")),
            confidence_to=_percent("confidence_to", wanted.get("confidence_to")),
            date_from=parse_day(wanted.get("date_from"), "date_from"),
            date_to=parse_day(wanted.get("date_to"), "date_to"),
            judged=wanted.get("judged"),
            amount=_one_of("amount", _YES_NO, wanted.get("amount")),
            order=_one_of("order", _ORDERS, wanted.get("order")) or Order.CONFIDENCE,
        )

    def query(self) -> dict[str, str]:
        """Return what an address must carry so that it comes back the same."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        if self.amount is not None:
            found["amount"] = "yes" if self.amount else "no"
        if self.order is Order.CONFIDENCE:
            del found["order"]
        return {name: str(value) for name, value in found.items() if value not in (None, "")}

    @property
    def terms(self) -> tuple[str, ...]:
        """The words and phrases that are looked for.

        Examples
        --------
        >>> ClaimFilter('"up to" Alpha').terms
        ('up to', 'Alpha')
        """
        return tuple(phrase or word for phrase, word in _WORD.findall(self.words))


@dataclass(frozen=True, slots=True)
class ClaimPage(Page[ClaimRow]):
    """A page of claims; where there are more than are counted, ``is_more`` says so.

    ``total`` is then the number that there are at least.
    """

    is_more: bool = False


def search_claims(
    site: Site, asked: Asked, wanted: ClaimFilter, offset: int = 0, limit: int = 50
) -> ClaimPage:
    """Return a page of the claims that a filter asks for, as known by the moment asked for.

    The claims of a day are those of what had begun by then. Only the page's own documents are read.
    """
    view = site.view(asked)
    look_up = LookUp(site.workspace.store, view.known_by)
    found = _Searching(site, view, look_up).run(asked, wanted, offset, limit)
    claims = look_up.claims(found.ids)
    rows = rows_of(look_up, [claims[key] for key in found.ids])
    return ClaimPage(rows, offset, limit, found.total, found.is_more)


def claim_row(site: Site, asked: Asked, claim_id: str) -> ClaimRow:
    """Return one claim with what became of it, by its id as read or as corrected.

    Raises
    ------
    NotFoundError
        ``claim.unknown`` where no claim was ever recorded under the id.
    """
    view = site.view(asked)
    look_up = LookUp(site.workspace.store, view.known_by)
    claim = look_up.claims([claim_id]).get(claim_id)
    if claim is None:
        raise NotFoundError(
            "claim.unknown",
            where=claim_id[:64],
            message="no claim of the workspace has this id",
            hint="search the claims for it",
        )
    hearing = Hearing.of(look_up, [claim.document.id])
    statement = hearing.statements.get(claim_id)
    is_reading = statement is None or claim_id in {each.id for each in statement.twins}
    return hearing.row(claim if is_reading or statement is None else statement.versions[0])


def neighbours(
    site: Site, asked: Asked, wanted: ClaimFilter, place: int, claim_id: str
) -> tuple[tuple[int, str] | None, tuple[int, str] | None]:
    """Return the claims before and after one in what a filter finds, each with its place.

    ``place`` is where the claim stood when the person came from the list; a claim that has left the
    list since, because it was decided, is followed by the one that has come to its place.
    """
    view = site.view(asked)
    look_up = LookUp(site.workspace.store, view.known_by)
    first = max(0, place - 1)
    ids = _Searching(site, view, look_up).run(asked, wanted, first, 3).ids
    places = dict(enumerate(ids, start=first))
    here = next((number for number, key in places.items() if key == claim_id), None)
    before, after = (place - 1, place) if here is None else (here - 1, here + 1)
    return (
        (before, places[before]) if before in places else None,
        (after, places[after]) if after in places else None,
    )


def deals_of(site: Site, asked: Asked, row: ClaimRow) -> tuple[Deal, ...]:
    """Return the deals of the last reconciliation that rest on a claim."""
    view = site.view(asked)
    citing = LookUp(site.workspace.store, view.known_by).deals_citing(row.ids)
    return tuple(deal for deal in site.settled(asked).deals() if deal.id in citing) if citing else ()


def extractor_names(site: Site, asked: Asked) -> list[str]:
    """Return the extractors whose claims were ever recorded."""
    view = site.view(asked)
    return _Searching(site, view, LookUp(site.workspace.store, view.known_by)).extractors()


class _Searching:
    """A search at one moment."""

    def __init__(self, site: Site, view: View, look_up: LookUp) -> None:
        self._site, self._view, self._look_up = site, view, look_up
        self._store, self._workspace = site.workspace.store, site.settings.workspace
        with self._store.snapshot() as connection:
            self._changed_at = claims_changed_at(connection, view.known_by)

    def extractors(self) -> list[str]:
        def read() -> list[str]:
            with self._store.snapshot() as connection:
                return extractors(connection)

        return _extractors.get((self._workspace, self._changed_at), read)

    def run(self, asked: Asked, wanted: ClaimFilter, offset: int, limit: int) -> Found:
        """Return the ids of the claims found."""
        sought = self._sought(asked, wanted)
        families = {name.partition("/")[0] for name in self.extractors()}
        with self._store.snapshot() as connection:
            return search(
                connection, self._view.known_by, sought, offset, limit, are_shared=len(families) > 1
            )

    def _sought(self, asked: Asked, wanted: ClaimFilter) -> ClaimSearch:
        index = judged_index(self._workspace, self._look_up, self._changed_at)
        is_undecided = wanted.judged == State.UNDECIDED
        return ClaimSearch(
            words=wanted.terms,
            names=_names(self._site, asked, wanted.party),
            relation=wanted.relation,
            layer=wanted.layer,
            status=wanted.status,
            extractor=wanted.extractor,
            document=wanted.document,
            has_amount=wanted.amount,
            confidence_from=wanted.confidence_from,
            confidence_to=wanted.confidence_to,
            dated_from=wanted.date_from,
            dated_to=wanted.date_to,
            begun_by=asked.as_of,
            among=None if wanted.judged is None or is_undecided else index.of[wanted.judged],
            without=index.decided if is_undecided else frozenset(),
            revived=index.revived,
            order=wanted.order,
        )


def _names(site: Site, asked: Asked, party: str | None) -> tuple[str, ...]:
    """Return the names that a party goes by in claims; what is no party is a name itself."""
    if party is None:
        return ()
    wanted = party.casefold()
    for each in site.settled(asked).parties():
        if wanted in (each.id.casefold(), each.name.casefold()):
            return (each.name, *each.aliases, *each.units)
    return (party,)


def _percent(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if len(text) > 3 or not text.isdecimal() or int(text) > 100:
        raise _invalid(name, text)
    return int(text)


def _one_of(name: str, choices: Mapping[str, T], text: str | None) -> T | None:
    if text is None:
        return None
    if text not in choices:
        raise _invalid(name, text)
    return choices[text]


def _invalid(name: str, value: str) -> MisuseError:
    return MisuseError(
        "claim.invalid-filter",
        where=f"{name}: {value[:40]}",
        message="isn't something that claims can be filtered by",
        hint="choose one of the form's values",
    )
