"""Commands by which people decide: judge, with one verb a kind of decision."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.listing import SHORT
from keiretsu.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    KnownByOption,
    WorkspaceOption,
    open_workspace,
)
from keiretsu.cli.output import emit_json, emit_line, emit_note, emit_table
from keiretsu.errors import MisuseError
from keiretsu.quantities import parse_moment
from keiretsu.service.paging import USUAL, Page

if TYPE_CHECKING:
    from datetime import datetime

    from keiretsu.store import Added, RecordedJudgement
    from keiretsu.workspace import Judge

FARTHEST = 10**9
"""More than any database holds, and less than any can't count."""

NOTHING = "none"
"""What is typed to leave a field of a correction empty."""

ReasonOption = Annotated[str, typer.Option("--reason", "-r", help="Why; it stays beside the decision.")]
ByOption = Annotated[
    str | None,
    typer.Option("--by", envvar="KEIRETSU_AUTHOR", help="Who decides; your login name if not given."),
]
OverOption = Annotated[bool, typer.Option("--over", help="Replace the standing judgement of somebody else.")]
ClaimArgument = Annotated[str, typer.Argument(help="The claim's id, or how it begins.")]

group = typer.Typer(help="Decide about claims, parties and contradictions.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(group, name="judge")


def _on_claim(done: str, decide: Callable[[Judge, str, str], Added]) -> Callable[..., None]:
    """Return a command that decides about one claim."""

    def command(
        claim: ClaimArgument,
        reason: ReasonOption,
        by: ByOption = None,
        workspace: WorkspaceOption = DEFAULT_WORKSPACE,
        *,
        over: OverOption = False,
    ) -> None:
        _tell(done, decide(_desk(workspace, by, over=over), claim, reason))

    return command


def _on_pair(done: str, decide: Callable[[Judge, str, str, str], Added]) -> Callable[..., None]:
    """Return a command that decides about two parties."""

    def command(
        first: Annotated[str, typer.Argument(help="A party; of two that are one, whose name stays.")],
        second: Annotated[str, typer.Argument(help="Another one.")],
        reason: ReasonOption,
        by: ByOption = None,
        workspace: WorkspaceOption = DEFAULT_WORKSPACE,
        *,
        over: OverOption = False,
    ) -> None:
        _tell(done, decide(_desk(workspace, by, over=over), first, second, reason))

    return command


group.command("accept", help="Vouch for a claim: it stays even where no extractor makes it any more.")(
    _on_claim("accepted", lambda desk, claim, reason: desk.accept(claim, reason))
)
group.command("reject", help="Take a claim out.")(
    _on_claim("rejected", lambda desk, claim, reason: desk.reject(claim, reason))
)
group.command("merge", help="Say that two parties are one, which goes by the first one's name.")(
    _on_pair("merged", lambda desk, kept, merged, reason: desk.merge(kept, merged, reason))
)
group.command("distinct", help="Say that two parties aren't one, so that no merge of them is proposed.")(
    _on_pair("told apart", lambda desk, first, second, reason: desk.tell_apart(first, second, reason))
)


def author(by: str | None) -> str:
    """Return who decides: the name given, else the login name."""
    return by or getpass.getuser()


@group.command()
def correct(
    claim: ClaimArgument,
    reason: ReasonOption,
    relation: Annotated[str | None, typer.Option(help="The relation.")] = None,
    subject: Annotated[str | None, typer.Option(help="Who does it.")] = None,
    object_: Annotated[str | None, typer.Option("--object", help="To whom or what.")] = None,
    layer: Annotated[str | None, typer.Option(help="The layer; none for none.")] = None,
    amount: Annotated[
        str | None,
        typer.Option(help="The sum as a text states it, such as 'up to $5 billion'; none for none."),
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(help="What the sum measures: total, tranche, cumulative, per_year, valuation."),
    ] = None,
    status: Annotated[str | None, typer.Option(help="How far it is.")] = None,
    date: Annotated[str | None, typer.Option(help="When it holds; none for none.")] = None,
    terms: Annotated[str | None, typer.Option(help="Its terms with commas between; none for none.")] = None,
    by: ByOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    *,
    over: OverOption = False,
) -> None:
    """Give fields of a claim anew; those not named stay as they were read."""
    words = {
        "relation": relation,
        "subject": subject,
        "object": object_,
        "layer": layer,
        "status": status,
        "date": date,
    }
    given: dict[str, Any] = {name: _or_none(text) for name, text in words.items() if text is not None}
    if terms is not None:
        given["terms"] = [] if terms == NOTHING else [term.strip() for term in terms.split(",")]
    if amount is not None:
        given["amount"] = None if amount == NOTHING else read_amount(amount, basis)
    _tell("corrected", _desk(workspace, by, over=over).correct(claim, reason, given))


@group.command()
def annotate(
    claim: ClaimArgument,
    remark: Annotated[str, typer.Argument(help="What there is to say.")],
    by: ByOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
) -> None:
    """Add a remark to a claim."""
    _tell("annotated", _desk(workspace, by, over=True).annotate(claim, remark))


@group.command()
def split(
    party: Annotated[str, typer.Argument(help="The party that goes by too many names.")],
    names: Annotated[list[str], typer.Argument(help="The names that are another's, its main one first.")],
    reason: ReasonOption,
    by: ByOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    *,
    over: OverOption = False,
) -> None:
    """Say that some names of a party are another organisation's."""
    _tell("split", _desk(workspace, by, over=over).split(party, names, reason))


@group.command()
def settle(
    contradiction: Annotated[str, typer.Argument(help="The contradiction's id, or how it begins.")],
    reading: Annotated[
        str, typer.Argument(help="The reading that is right: its number in the list, or its key.")
    ],
    reason: ReasonOption,
    by: ByOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    *,
    over: OverOption = False,
) -> None:
    """Say which reading of a contradiction is right."""
    _tell("settled", _desk(workspace, by, over=over).settle(contradiction, reading, reason))


@group.command()
def undo(
    judgement: Annotated[str, typer.Argument(help="The judgement's id, or how it begins.")],
    reason: ReasonOption,
    by: ByOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
) -> None:
    """Take a judgement back; what it changed is as it was before."""
    _tell("taken back", _desk(workspace, by, over=True).undo(judgement, reason))


@group.command(name="list")
def list_(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    known_by: KnownByOption = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Those replaced or taken back as well, with what became of them.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=FARTHEST, help="How many are listed at most.")] = USUAL,
    offset: Annotated[int, typer.Option(min=0, max=FARTHEST, help="How many are passed over first.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """List the judgements that stand, or all that were ever made, the newest first."""
    import pandas as pd

    from keiretsu.store.looking_up import LookUp

    store = open_workspace(workspace).store
    look_up = LookUp(store, store.view(parse_moment(known_by, "--known-by")).known_by)
    stands = None if everything else True
    found, total = look_up.judgement_log(stands=stands, offset=offset, limit=limit)
    page = Page(found, offset, limit, total)
    rows = [_row(one, with_end=everything) for one in page.items]
    if as_json:
        emit_json(rows)
    else:
        emit_table(pd.DataFrame(rows), "Judgements")
    if page.after is not None:
        emit_note(f"{page.first} to {page.last} of {page.total}; go on with --offset {page.after}")


def read_amount(text: str, basis: str | None) -> dict[str, Any]:
    """Return the sum that a person typed as the guideline's amount object.

    Raises
    ------
    MisuseError
        Where the text states no sum, or more than one.

    Examples
    --------
    >>> read_amount("up to $5 billion", "tranche")
    {'low': None, 'high': 5000000000, 'currency': 'USD', 'basis': 'tranche'}
    """
    from keiretsu.claims.rules.money import money_mentions

    found = money_mentions(text)
    if len(found) != 1:
        raise MisuseError(
            "cli.no-amount",
            where=f"--amount {text}",
            message="states no sum" if not found else "states several sums",
            hint="write one sum with its currency, such as '$2 billion' or 'EUR 3.5 million to 4 million'",
        )
    amount = found[0].money.to_json()
    return amount if basis is None else amount | {"basis": basis}


def _or_none(text: str) -> str | None:
    return None if text == NOTHING else text


def _desk(workspace: str, by: str | None, *, over: bool) -> Judge:
    return open_workspace(workspace).judge_as(author(by), over=over)


def _tell(done: str, added: Added) -> None:
    is_new = added.new or added.changed or added.retired
    emit_line(f"{done}; deals follow with: keiretsu reconcile" if is_new else "known already")


def _row(recorded: RecordedJudgement, *, with_end: bool) -> dict[str, object]:
    from keiretsu.judgements import title

    signature = recorded.judgement.signature
    row: dict[str, object] = {
        "id": recorded.digest[:SHORT],
        "judgement": title(recorded.judgement),
        "by": signature.author,
        "at": _moment(signature.made_at),
        "reason": signature.reason,
    }
    if with_end:
        revoked = recorded.revoked
        taken_back = f"taken back by {revoked.author}: {revoked.reason}" if revoked else "replaced"
        row |= {"until": _moment(recorded.retired_at), "why": taken_back if recorded.retired_at else None}
    return row


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
