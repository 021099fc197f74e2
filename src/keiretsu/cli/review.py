"""The command review: what waits for a decision, one after another, in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from keiretsu.claims import Claim
from keiretsu.cli.judge import ByOption, author, read_amount
from keiretsu.cli.options import DEFAULT_WORKSPACE, WorkspaceOption, open_workspace
from keiretsu.cli.output import emit_line, emit_reason
from keiretsu.errors import KeiretsuError
from keiretsu.judgements import CORRECTABLE, Proposal
from keiretsu.ledger import Contradiction

if TYPE_CHECKING:
    from keiretsu.workspace import Judge
    from keiretsu.workspace.queue import Pending

CONTEXT = 240
"""Letters of the document that are shown on each side of a quote."""

Answers: TypeAlias = Mapping[str, tuple[str, Callable[[str], object]]]
"""Key → what it does in words, and the decision that it makes with a reason."""


class Kind(StrEnum):
    """What can be reviewed."""

    ALL = "all"
    CONTRADICTIONS = "contradictions"
    CLAIMS = "claims"
    PARTIES = "parties"


KINDS: Mapping[Kind, tuple[type[object], ...]] = {
    Kind.ALL: (Contradiction, Claim, Proposal),
    Kind.CONTRADICTIONS: (Contradiction,),
    Kind.CLAIMS: (Claim,),
    Kind.PARTIES: (Proposal,),
}


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(review)


def review(
    kind: Annotated[Kind, typer.Argument(help="What to review.")] = Kind.ALL,
    by: ByOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
) -> None:
    """Decide, one after another, what no rule can: each decision is recorded at once.

    Contradictions come first, then claims from the least sure on, then parties that may be one.
    """
    desk = open_workspace(workspace).judge_as(author(by), over=True)
    decided = seen = 0
    for item in _waiting(desk, kind):
        seen += 1
        try:
            outcome = _ask(desk, item)
        except typer.Abort:  # the end of the input, or Ctrl-C: what was recorded stays
            outcome = None
        if outcome is None:
            break
        decided += outcome
    emit_line(f"decisions recorded: {decided}" if seen else "nothing waits for a decision")
    if decided:
        emit_line("next: keiretsu reconcile")


def _waiting(desk: Judge, kind: Kind) -> Iterator[Pending]:
    from keiretsu.workspace.queue import pending

    return (item for item in pending(desk.seen) if isinstance(item, KINDS[kind]))


def _ask(desk: Judge, item: Pending) -> bool | None:
    """Show one item and record what is decided: whether anything was; ``None`` for the end."""
    answers = _show(desk, item)
    keys = ", ".join(f"{key} {words}" for key, (words, _) in answers.items())
    while True:
        key = typer.prompt(f"{keys}, s skip, q quit", default="s", show_default=False).strip().casefold()
        if key in ("s", "q"):
            return None if key == "q" else False
        if key not in answers:
            emit_line(f"{key!r} is none of these")
            continue
        try:
            answers[key][1](typer.prompt("why"))
        except KeiretsuError as error:
            emit_line(error.problem.line())
            desk.look()
            continue
        emit_line("recorded")
        return True


def _show(desk: Judge, item: Pending) -> Answers:
    if isinstance(item, Contradiction):
        return _show_contradiction(desk, item)
    if isinstance(item, Claim):
        return _show_claim(desk, item)
    return _show_proposal(desk, item)


def _show_contradiction(desk: Judge, item: Contradiction) -> Answers:
    emit_line("")
    emit_reason(item.why())
    return {
        str(number): (reading.says, partial(desk.settle, item.id, str(number)))
        for number, reading in enumerate(item.readings, start=1)
    }


def _show_claim(desk: Judge, item: Claim) -> Answers:
    span, text = item.evidence.span, item.document.text
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    origin = (item.document.name, item.document.publisher, item.document.published)
    emit_line(f"\n{', '.join(part for part in origin if part)}")
    emit_line(f"{before}>>> {item.quote} <<<{after}")
    fields = {name: value for name, value in item.to_json().items() if name in CORRECTABLE and value}
    fields["amount"] = str(item.amount) if item.amount else None
    emit_line("; ".join(f"{name} {value}" for name, value in fields.items() if value))
    emit_line(f"{item.extractor}, {item.confidence} % sure")
    return {
        "a": ("accept", partial(desk.accept, item.id)),
        "r": ("reject", partial(desk.reject, item.id)),
        "c": ("correct", lambda why: desk.correct(item.id, why, _correction())),
        "n": ("note", partial(desk.annotate, item.id)),
    }


def _show_proposal(desk: Judge, item: Proposal) -> Answers:
    emit_line(
        f"\n{item.first.name} ({item.first.id}) and {item.second.name} ({item.second.id}): {item.because}"
    )
    first, second = item.first.id, item.second.id
    return {
        "m": ("one party", partial(desk.merge, first, second)),
        "d": ("two parties", partial(desk.tell_apart, first, second)),
    }


def _correction() -> dict[str, object]:
    """Ask for the fields that are to be given anew, until an empty line."""
    given: dict[str, object] = {}
    while field := typer.prompt("field (empty when done)", default="", show_default=False).strip():
        if field not in CORRECTABLE:
            emit_line(f"{field!r} is none of {', '.join(CORRECTABLE)}")
            continue
        text = typer.prompt(f"{field} (none for none)")
        given[field] = _value(field, text)
    return given


def _value(field: str, text: str) -> object:
    if text == "none":
        return [] if field == "terms" else None
    if field == "terms":
        return [term.strip() for term in text.split(",")]
    return read_amount(text, None) if field == "amount" else text
