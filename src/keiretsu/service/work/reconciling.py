"""All claims added up to deals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keiretsu.ledger import Deal
from keiretsu.report.wording import layer_beside, sentence
from keiretsu.service.jobs import Job, JobContext, JobState
from keiretsu.service.jobs.record import problem_fields
from keiretsu.service.site import Site
from keiretsu.workspace import Workspace

KIND = "reconcile"


def start_reconciling(site: Site, by: str) -> Job:
    """Have all claims reconciled in the background; one that waits already does it for all.

    Raises
    ------
    MisuseError, StoreError
        Where no more jobs are taken, or the disk is full; see :meth:`Jobs.submit`.
    """
    waiting = (job for job in site.jobs.all() if job.kind == KIND and job.state is JobState.QUEUED)
    return next(waiting, None) or site.jobs.submit(KIND, {}, title="Reconcile all claims", by=by)


def work(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    """Reconcile the whole workspace, which is all that there is to ask for.

    Returns
    -------
    dict
        ``deals``, as :func:`reconcile` gives them.
    """
    del request
    return {"deals": reconcile(context, Workspace.open(context.workspace))}


def reconcile(context: JobContext, workspace: Workspace) -> dict[str, Any]:
    """Reconcile, and return what changed.

    Returns
    -------
    dict
        ``new`` and ``changed`` deals, each with ``id`` and ``title``; how many are ``gone``; and the
        ``problems``.
    """
    context.progress(0, None, "reconciling")
    before = workspace.store.view().known_by
    step = workspace.reconcile()
    after = workspace.vintage()
    found = after.view.deals_since(before)
    titles = {deal.id: _title(deal) for deal in after.deals()} if found else {}
    told = {key: {"id": key, "title": titles[key]} for key in found}
    return {
        "new": [told[key] for key, is_new in found.items() if is_new],
        "changed": [told[key] for key, is_new in found.items() if not is_new],
        "gone": step.added.retired,
        "problems": [problem_fields(problem) for problem in step.problems],
    }


def _title(deal: Deal) -> str:
    layer = layer_beside(deal)
    return f"{sentence(deal)} ({layer})" if layer else sentence(deal)
