"""What is in the workspace, what is new in it, and what in it needs a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from keiretsu.documents import Document
from keiretsu.ledger import CONTRADICTION_RULES, Deal
from keiretsu.service.asked import Asked
from keiretsu.service.claims import ClaimFilter, search_claims
from keiretsu.service.claims_rows import State
from keiretsu.service.contradictions import UNDECIDED
from keiretsu.service.keeping import Kept
from keiretsu.service.site import Site
from keiretsu.store import Counts, RecordedJudgement
from keiretsu.store.recent import Recording

RECORDINGS, NEWEST, KEPT = 10, 6, 8


@dataclass(frozen=True, slots=True)
class News:
    """What was recorded last, the newest first.

    Parameters
    ----------
    recordings
        What each of the last recordings changed, in numbers.
    documents, deals
        The documents and deals recorded last, each with when that was; a deal that changed is
        recorded anew.
    judgements
        What people decided last.
    """

    recordings: tuple[Recording, ...]
    documents: tuple[tuple[Document, datetime], ...]
    deals: tuple[tuple[Deal, datetime], ...]
    judgements: tuple[RecordedJudgement, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What waits for somebody to decide it, in numbers.

    Parameters
    ----------
    claims
        Claims that nobody has judged; ``are_more`` where there are more than were counted.
    contradictions
        Contradictions of which no rule tells which side is right, and nobody has.
    by_rule
        Contradictions by the rule that chose a side, for those that nobody has settled.
    problems
        Open problems by severity.
    """

    claims: int
    are_more: bool
    contradictions: int
    by_rule: Mapping[str, int]
    problems: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """The workspace at one moment."""

    counts: Counts
    news: News
    decisions: Decisions


_kept: Kept[tuple[str, datetime], Overview] = Kept(KEPT)


def overview(site: Site, asked: Asked) -> Overview:
    """Return what is there, what is new, and what needs a decision; worked out once a recording."""
    known_by = site.vintage(asked).known_by
    return _kept.get((site.settings.workspace, known_by), lambda: _look(site, asked))


def _look(site: Site, asked: Asked) -> Overview:
    counts = site.vintage(asked).view.counts()
    return Overview(counts, _news(site, asked), _decisions(site, asked))


def _news(site: Site, asked: Asked) -> News:
    view = site.vintage(asked).view
    deals = {deal.id: deal for deal in site.settled(asked).deals()}
    return News(
        recordings=view.recordings(RECORDINGS),
        documents=tuple((view.document(key), when) for key, when in view.newest("documents", NEWEST)),
        deals=tuple((deals[key], when) for key, when in view.newest("deals", NEWEST) if key in deals),
        judgements=view.newest_judgements(NEWEST),
    )


def _decisions(site: Site, asked: Asked) -> Decisions:
    rules = Counter(one.rule for one in site.settled(asked).contradictions() if one.settled is None)
    undecided = search_claims(site, Asked(None, asked.known_by), ClaimFilter(judged=State.UNDECIDED), limit=1)
    return Decisions(
        claims=undecided.total,
        are_more=undecided.is_more,
        contradictions=rules[UNDECIDED],
        by_rule={rule: rules[rule] for rule in CONTRADICTION_RULES if rules[rule]},
        problems=Counter(str(one.severity) for one in site.vintage(asked).view.problems()),
    )
