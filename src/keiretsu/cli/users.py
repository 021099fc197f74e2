"""Commands that decide who may use the server: users, with one verb a change."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.options import DEFAULT_WORKSPACE, JsonOption, WorkspaceOption, open_workspace
from keiretsu.cli.output import emit_json, emit_line, emit_table
from keiretsu.cli.serve import StateOption
from keiretsu.errors import MisuseError
from keiretsu.service.identity import Role
from keiretsu.service.settings import state_beside

if TYPE_CHECKING:
    from keiretsu.service.accounts import Accounts, Actor

NameArgument = Annotated[str, typer.Argument(help="The user's name.")]
RoleOption = Annotated[Role, typer.Option(help="What the user may do; each may all that those before may.")]

group = typer.Typer(help="Decide who may use the server, and what they may do.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(group, name="users")


@group.command()
def add(
    name: NameArgument,
    role: RoleOption,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    state: StateOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Add a user; the password is asked for, or read from standard input."""
    user = _accounts(workspace, state).users.add(name, role, _password(name), _actor())
    _tell({"name": user.name, "role": user.role}, f"added {user.name} as {user.role}", as_json=as_json)


@group.command(name="list")
def list_(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    state: StateOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """List the users."""
    rows = [
        {
            "name": user.name,
            "role": user.role,
            "added": user.created_at.isoformat(timespec="seconds"),
            "disabled": user.disabled_at.isoformat(timespec="seconds") if user.disabled_at else None,
        }
        for user in _accounts(workspace, state).users.all()
    ]
    _list(rows, "Users", as_json=as_json)


@group.command()
def role(
    name: NameArgument,
    role: Annotated[Role, typer.Argument(help="The new role.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    state: StateOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Give a user another role; the user's sessions and tokens end."""
    users = _accounts(workspace, state).users
    users.set_role(name, role, _actor())
    _tell({"name": users.get(name).name, "role": role}, f"{name} is {role} now", as_json=as_json)


@group.command()
def password(
    name: NameArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    state: StateOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Change a user's password, which is asked for, or read from standard input."""
    users = _accounts(workspace, state).users
    user = users.get(name)
    users.set_password(name, _password(name), _actor())
    _tell({"name": user.name}, f"the password of {user.name} is changed", as_json=as_json)


@group.command()
def disable(
    name: NameArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    state: StateOption = None,
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Let the user in again.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Lock a user out at once; what the user judged stays."""
    users = _accounts(workspace, state).users
    users.set_disabled(name, _actor(), is_disabled=not undo)
    done = f"{name} may sign in again" if undo else f"{name} is locked out"
    _tell({"name": users.get(name).name, "disabled": not undo}, done, as_json=as_json)


@group.command()
def token(
    name: NameArgument,
    label: Annotated[str, typer.Option("--for", help="The program that uses the token.")] = "command line",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    state: StateOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Make a token by which a program is let in as a user; it is printed this once."""
    accounts = _accounts(workspace, state)
    user = accounts.users.get(name)
    made = accounts.tokens.make(user.id, user.name, label, _actor())
    _tell({"name": user.name, "token": made}, made, as_json=as_json)


@group.command()
def events(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    state: StateOption = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many at most.")] = 100,
    *,
    as_json: JsonOption = False,
) -> None:
    """List what happened to accounts, the newest first: who came in, who was refused, what changed."""
    rows = [
        {
            "at": event.at.isoformat(timespec="seconds"),
            "what": event.kind,
            "account": event.name,
            "by": event.by,
            "address": event.address,
            "detail": event.detail,
        }
        for event in _accounts(workspace, state).events.page(limit=most).items
    ]
    _list(rows, "Events", as_json=as_json)


def _accounts(workspace: str, state: Path | None) -> Accounts:
    """Return the accounts in a folder, or in the one beside a workspace, which must be there."""
    from keiretsu.service.accounts import Accounts

    if state is None:
        open_workspace(workspace)
    return Accounts(state or state_beside(workspace))


def _actor() -> Actor:
    from keiretsu.service.accounts import Actor

    return Actor(getpass.getuser())


def _password(name: str) -> str:
    """Ask for a password twice without showing it, or read it from what is piped in.

    Raises
    ------
    MisuseError
        ``cli.passwords-differ`` where the second isn't the first.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Password of {name}: ")
    if first != getpass.getpass("The same again: "):
        raise MisuseError(
            "cli.passwords-differ", where=name, message="the two passwords differ", hint="type them again"
        )
    return first


def _tell(result: dict[str, Any], line: str, *, as_json: bool) -> None:
    if as_json:
        emit_json(result)
    else:
        emit_line(line)


def _list(rows: list[dict[str, Any]], title: str, *, as_json: bool) -> None:
    import pandas as pd

    if as_json:
        emit_json(rows)
    else:
        emit_table(pd.DataFrame(rows), title)
