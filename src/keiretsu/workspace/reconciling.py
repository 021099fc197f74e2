"""The step from claims to deals, for several who take it at once."""

from __future__ import annotations

from collections.abc import Iterable

from keiretsu.judgements import JUDGED, Judgement, judged_registry, party_ids
from keiretsu.ledger import Deal, reconcile
from keiretsu.parties import Party
from keiretsu.store import Store, View
from keiretsu.workspace.steps import StepResult
from keiretsu.workspace.vintage import Vintage

LOOKED_THROUGH = 50
"""The last recordings, which are looked through for others' deals; what lies farther back isn't seen."""


def reconcile_once(store: Store, vintage: Vintage) -> StepResult | None:
    """Add a vintage's claims up to deals and keep them; ``None``, and nothing kept, where they are too old.

    They are where somebody else has kept deals since, which may rest on claims that the vintage lacks.
    """
    view, judged, judgements = vintage.view, vintage.judged, vintage.judgements()
    registry = judged_registry(view.parties("given"), judgements, view.parties("found"))
    deals = reconcile(judged.claims, registry, settlements=vintage.settlements())
    contradictions = [one for deal in deals for one in deal.contradictions]
    contradictions += vintage.figures_read().contradictions
    corrected = [claim for claim in judged.claims if claim.extractor == JUDGED]
    problems = (*judged.problems, *registry.problems)
    with store.writer() as writer:
        if _has_newer_deals(store, view):
            return None
        writer.claims({document.id for document in vintage.documents()}, corrected, JUDGED)
        writer.found_parties(_found(view, deals, judgements))
        added = writer.deals(deals)
        writer.contradictions(contradictions)
        writer.problems("reconcile", "claims", problems)
    return StepResult("deals", added, problems)


def _has_newer_deals(store: Store, view: View) -> bool:
    recordings = store.view().recordings(LOOKED_THROUGH)
    return any("deals" in {*one.begun, *one.ended} for one in recordings if one.moment > view.known_by)


def _found(view: View, deals: Iterable[Deal], judgements: Iterable[Judgement]) -> tuple[Party, ...]:
    """Return the parties made of names in claims: the ends of deals, and whom judgements are about.

    They are kept as they were found, without the names that judgements gave them.
    """
    given = {party.id for party in view.parties("given")}
    named = {party_id for judgement in judgements for party_id in party_ids(judgement)}
    ends = {party.id: party for deal in deals for party in (deal.subject, deal.object) if party}
    held = {party.id: party for party in view.parties("found") if party.id in named or party.id in ends}
    return tuple(party for key, party in (ends | held).items() if key not in given)
