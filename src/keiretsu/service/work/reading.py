"""Uploaded files read into documents, their claims extracted, and all claims reconciled.

Each of the three is recorded whole or not at all, so that the work can be stopped at any moment and
done again: what is known already is not recorded twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from keiretsu.claims import Claim
from keiretsu.documents import Document, ReadResult
from keiretsu.errors import NotFoundError, Problem, Severity
from keiretsu.service.jobs import JobContext
from keiretsu.service.jobs.folder import FILES
from keiretsu.service.jobs.record import problem_fields
from keiretsu.service.uploads import MOST_BYTES_A_FILE, SOURCE
from keiretsu.service.uploads_sandbox import Reading, Sandbox
from keiretsu.service.work.limits import Patience, memory_limited
from keiretsu.service.work.reconciling import reconcile
from keiretsu.workspace import Workspace

MOST_MEMORY = 6_000_000_000
SECONDS, LETTERS_A_SECOND, MOST_SECONDS = 60, 1000, 900
"""How long the claims of one document may take: far longer than those of any article do."""


@dataclass(frozen=True, slots=True)
class _FileRead:
    """A file by the name that its sender gave it, with what was read of it."""

    name: str
    document: Document | None
    problems: tuple[Problem, ...]


def work(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    """Read the files of a request, extract the claims of their documents, and reconcile.

    Returns
    -------
    dict
        ``files``: of each its ``name``, ``document`` (an id, or ``None``), ``title``, ``words``,
        ``is_new``, ``claims`` and ``problems``; and ``deals``, as
        :func:`keiretsu.service.work.reconciling.reconcile` gives them.
    """
    workspace = Workspace.open(context.workspace)
    files = _without_copies(_read(context, request))
    documents = [each.document for each in files if each.document is not None]
    held = {document.id for document in documents if _is_held(workspace, document)}
    if not documents:
        return {"files": [_told(workspace, each, held) for each in files], "deals": None}
    workspace.take_in_documents(_taken(files))
    failed = _extract(context, workspace, documents)
    deals = reconcile(context, workspace)
    files = [replace(each, problems=(*each.problems, *failed.get(each.name, ()))) for each in files]
    return {"files": [_told(workspace, each, held) for each in files], "deals": deals}


def _read(context: JobContext, request: Mapping[str, Any]) -> Iterator[_FileRead]:
    files = request["files"]
    with Sandbox(context.folder / FILES) as sandbox:
        for number, file in enumerate(files):
            context.progress(number, len(files), "reading")
            name, stored = file["name"], file["stored"]
            if stored is None:
                yield _FileRead(name, None, (_too_large(name),))
            else:
                found: Reading = sandbox.read(stored, name, f"{SOURCE}{name}", request["origin"])
                yield _FileRead(name, found.document, found.problems)
    context.progress(len(files), len(files), "reading")


def _without_copies(files: Iterable[_FileRead]) -> list[_FileRead]:
    """Return the files, those with the text of an earlier one without their document."""
    first: dict[str, str] = {}
    made = []
    for each in files:
        document = each.document
        if document is None or document.id not in first:
            made.append(each)
        else:
            note = _copy(each.name, first[document.id])
            made.append(_FileRead(each.name, None, (*each.problems, note)))
        if document is not None:
            first.setdefault(document.id, each.name)
    return made


def _is_held(workspace: Workspace, document: Document) -> bool:
    try:
        workspace.store.view().document(document.id)
    except NotFoundError:
        return False
    return True


def _taken(files: Iterable[_FileRead]) -> ReadResult:
    """Return what the workspace takes in: the documents, with the problems of reading them."""
    read = [(each.document, each.problems) for each in files if each.document is not None]
    problems = [replace(problem, where=document.source) for document, found in read for problem in found]
    return ReadResult(tuple(document for document, _ in read), tuple(problems))


def _extract(
    context: JobContext, workspace: Workspace, documents: Sequence[Document]
) -> dict[str, list[Problem]]:
    """Extract the claims of some documents; return the problems by the name of the file."""
    waiting = list(documents)

    def tell(_done: Document) -> None:
        waiting.pop(0)  # one after the other, in their order
        context.progress(len(documents) - len(waiting), len(documents), "extracting")
        patience.begin(_seconds_for(waiting[0]) if waiting else MOST_SECONDS)

    context.progress(0, len(documents), "extracting")
    with memory_limited(MOST_MEMORY), Patience() as patience:
        patience.begin(_seconds_for(documents[0]))
        step = workspace.extract(
            document_ids=[document.id for document in documents],
            workers=1,
            executor="serial",
            on_document=tell,
        )
    found: dict[str, list[Problem]] = {}
    for problem in step.problems:
        name = problem.where.removeprefix(SOURCE)
        found.setdefault(name, []).append(replace(problem, where=name))
    return found


def _seconds_for(document: Document) -> int:
    return min(MOST_SECONDS, SECONDS + len(document.text) // LETTERS_A_SECOND)


def _told(workspace: Workspace, file: _FileRead, held: set[str]) -> dict[str, Any]:
    """Return what became of a file."""
    document = file.document
    claims: tuple[Claim, ...] = ()
    if document is not None:
        claims = workspace.store.view().document_content(document.id).claims
    return {
        "name": file.name,
        "document": document and document.id,
        "title": document and (document.title or document.name),
        "words": len(document.text.split()) if document else 0,
        "is_new": document is not None and document.id not in held,
        "claims": [_claim(claim) for claim in claims],
        "problems": [problem_fields(problem) for problem in file.problems],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    said = claim.to_json()
    fields = ("quote", "relation", "subject", "object", "layer", "status", "amount", "date", "terms")
    return {"id": claim.id, "confidence": claim.confidence, **{field: said[field] for field in fields}}


def _too_large(name: str) -> Problem:
    message = f"is larger than {MOST_BYTES_A_FILE // 1_000_000} MB"
    return Problem("document.too-large", Severity.ERROR, name, message, "split it into its documents")


def _copy(name: str, first: str) -> Problem:
    message = f"has the same text as {first}, so only the first was taken"
    return Problem("document.duplicate", Severity.NOTE, name, message, "leave one of them out")
