"""The command serve: the workspace's report in a browser, fresh at every visit."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from keiretsu.cli.options import DEFAULT_WORKSPACE, WorkspaceOption, open_workspace
from keiretsu.cli.output import emit_line

# The application is named, not imported: the command line and the server are siblings.
APPLICATION = "keiretsu.server.app:create"
HOST = "127.0.0.1"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(serve)


def serve(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8765,
) -> None:
    """Serve the workspace's report to browsers on this machine, until Ctrl-C."""
    import uvicorn

    open_workspace(workspace)
    os.environ["KEIRETSU_WORKSPACE"] = workspace
    emit_line(f"serving {workspace} on http://{HOST}:{port}/?as_of=YYYY-MM-DD (the day may be left out)")
    uvicorn.run(APPLICATION, factory=True, host=HOST, port=port, log_level="warning")
