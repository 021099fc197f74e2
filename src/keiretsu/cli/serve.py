"""The command serve: the workbench and the REST interface over one workspace, in a browser."""

from __future__ import annotations

import getpass
import ipaddress
import os
import secrets
import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.options import DEFAULT_WORKSPACE, WorkspaceOption, open_workspace
from keiretsu.cli.output import emit_line
from keiretsu.errors import MisuseError
from keiretsu.service.settings import VARIABLES, state_beside
from keiretsu.store.addresses import place_of, shown

if TYPE_CHECKING:
    from uvicorn import Server

# The application is named, not imported: the command line and the server are siblings.
APPLICATION = "keiretsu.server.app:create"
HOST = "127.0.0.1"
TOKEN_BYTES = 32
LAST_ANSWERS = 10  # seconds that a server that ends gives to what was asked of it
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to

StateOption = Annotated[
    Path | None,
    typer.Option(
        "--state",
        envvar=VARIABLES["state"],
        help="The folder of accounts, sessions and jobs; beside the workspace if not given.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(serve)


def serve(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for a free one.")] = 8765,
    host: Annotated[
        str, typer.Option(help="The address to listen on; any but this machine's own takes users.")
    ] = HOST,
    state: StateOption = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A name that browsers call the server by; may be repeated.")
    ] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="The address of the proxy whose word on https and on who asks is taken; else none is.",
        ),
    ] = None,
    *,
    open_: Annotated[bool, typer.Option("--open", help="Open the front page in a browser.")] = False,
) -> None:
    """Serve the workspace to browsers and programs, until Ctrl-C."""
    open_workspace(workspace)
    folder = state or state_beside(workspace)
    has_users = _has_users(folder)
    if not has_users and not _is_loopback(host):
        raise MisuseError(
            "server.no-users",
            where=f"--host {host}",
            message="others could reach the server, and it has no users",
            hint=f"add one by: keiretsu users add NAME --role admin --state {folder}",
        )
    token = "" if has_users else os.environ.get(VARIABLES["token"]) or secrets.token_urlsafe(TOKEN_BYTES)
    listening = _bound(host, port)
    own = [] if host in ANYWHERE else [f"[{host}]" if ":" in host else host]
    _pass_on(
        workspace=workspace,
        state=str(folder),
        token=token,
        author=os.environ.get(VARIABLES["author"]) or getpass.getuser(),
        hosts=",".join([*own, *(allow_host or ())]),
    )
    name = HOST if host in ANYWHERE else host
    where = f"http://{f'[{name}]' if ':' in name else name}:{listening.getsockname()[1]}/"
    address = f"{where}?token={token}" if token else where

    def announce() -> None:
        emit_line(f"serving {shown(place_of(workspace))} on {address}")
        sys.stdout.flush()
        if open_:
            webbrowser.open(address)

    _server(announce, behind_proxy).run(sockets=[listening])


def _has_users(state: Path) -> bool:
    from keiretsu.service.accounts import Accounts

    return Accounts(state).users.are_any()


def _is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _pass_on(**settings: str) -> None:
    """Tell the application, which is made from the environment."""
    for name, value in settings.items():
        os.environ[VARIABLES[name]] = value


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket at the address; a free port is known from then on."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise MisuseError(
            "server.address-taken",
            where=f"{host}:{port}",
            message=f"the server can't listen there: {error.strerror}",
            hint="choose another --port, or 0 for a free one",
        ) from error
    return made


def _server(announce: Callable[[], None], behind_proxy: str | None) -> Server:
    """Return the server; it logs no addresses of requests, which may hold a token."""
    import uvicorn

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                announce()

    proxy: dict[str, Any] = {"proxy_headers": behind_proxy is not None}
    if behind_proxy is not None:
        proxy["forwarded_allow_ips"] = behind_proxy
    config = uvicorn.Config(
        APPLICATION,
        factory=True,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=LAST_ANSWERS,
        **proxy,
    )
    return Announcing(config)
