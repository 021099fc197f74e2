"""Where sources disagree: what is open, what rules decided, and what people settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from keiretsu.judgements import Settlement
from keiretsu.ledger import Contradiction, Deal
from keiretsu.report.wording import sentence
from keiretsu.service.asked import Asked
from keiretsu.service.paging import Page, page_of
from keiretsu.service.site import Site
from keiretsu.store import RecordedJudgement
from keiretsu.store.looking_up import LookUp
from keiretsu.workspace.explaining import contradiction as named_contradiction

UNDECIDED = "undecided"


class Standing(StrEnum):
    """How far a disagreement is decided, the most pressing first.

    ``open`` ones no rule decides, ``decided`` ones a rule did, ``settled`` ones somebody did;
    ``compatible`` ones can all be true, so there is nothing to decide.
    """

    OPEN = "open"
    DECIDED = "decided"
    SETTLED = "settled"
    COMPATIBLE = "compatible"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A contradiction with what people decided about it.

    Parameters
    ----------
    contradiction
        As the deals and figures have it now; its first reading is the one that is used.
    settlement
        What somebody decided and hasn't taken back.
    deal
        The deal that it is about; ``None`` for one about a reported figure.
    """

    contradiction: Contradiction
    settlement: RecordedJudgement | None
    deal: Deal | None

    @property
    def id(self) -> str:
        """The contradiction's id."""
        return self.contradiction.id

    @property
    def heading(self) -> str:
        """What it is about, in words."""
        return sentence(self.deal) if self.deal else self.contradiction.about

    @property
    def standing(self) -> Standing:
        """How far it is decided."""
        if self.settlement is not None or self.contradiction.settled is not None:
            return Standing.SETTLED
        if self.contradiction.compatible:
            return Standing.COMPATIBLE
        return Standing.OPEN if self.contradiction.rule == UNDECIDED else Standing.DECIDED

    @property
    def wanted(self) -> str | None:
        """The key of the reading that somebody chose."""
        made = self.settlement.judgement if self.settlement else None
        return made.chosen if isinstance(made, Settlement) else None

    @property
    def is_waiting(self) -> bool:
        """Whether the next reconciliation changes which reading is used."""
        settled = self.contradiction.settled
        if self.wanted is None:
            return settled is not None
        return self.wanted != self.contradiction.chosen.key or settled is None


@dataclass(frozen=True, slots=True)
class Disagreements:
    """A page of the disagreements, and how many of each standing there are in all."""

    page: Page[Disagreement]
    counts: Mapping[Standing, int]


def disagreements(
    site: Site, asked: Asked, standing: Standing | None = None, offset: int = 0, limit: int = 50
) -> Disagreements:
    """Return a page of the disagreements, the open ones first; of a day, of what had been said by then."""
    found = _with_settlements(site, asked, site.settled(asked).contradictions(asked.as_of))
    counted = Counter(one.standing for one in found)
    shown = [one for one in found if standing in (None, one.standing)]
    order = list(Standing)
    shown.sort(key=lambda one: (order.index(one.standing), one.heading.casefold(), one.id))
    return Disagreements(page_of(shown, offset, limit), {each: counted[each] for each in Standing})


def disagreement(site: Site, asked: Asked, contradiction_id: str) -> Disagreement:
    """Return one disagreement, by its id.

    Raises
    ------
    NotFoundError
        ``workspace.no-such-contradiction``.
    """
    vintage = site.settled(asked)
    found = named_contradiction(vintage.contradictions(asked.as_of), contradiction_id)
    return _with_settlements(site, asked, (found,))[0]


def _with_settlements(
    site: Site, asked: Asked, contradictions: tuple[Contradiction, ...]
) -> tuple[Disagreement, ...]:
    look_up = LookUp(site.workspace.store, site.view(asked).known_by)
    settlements = look_up.of_kind("settlement")
    deals = {deal.id: deal for deal in site.settled(asked).deals()}
    return tuple(
        Disagreement(one, settlements.get(f"contradiction|{one.id}"), deals.get(one.about))
        for one in contradictions
    )
