"""The message and the hint of each fault of a workspace, by its code."""

from __future__ import annotations

from collections.abc import Mapping

IN_FILE: Mapping[str, tuple[str, str]] = {
    "workspace.missing": ("no workspace is there", "make one with: keiretsu init {address}"),
    "workspace.bad-path": ("no file can be there: {detail}", "choose another path"),
    "workspace.exists": (
        "a file or folder of this name is there already, and is left as it is",
        "open it, or choose another name",
    ),
    "workspace.not-a-workspace": (
        "is {detail}, not a keiretsu workspace",
        "name a file that keiretsu init has made",
    ),
    "workspace.newer-schema": ("has a schema that this keiretsu doesn't know: {detail}", "upgrade keiretsu"),
    "workspace.unreadable": (
        "you have no right to read it",
        "ask its owner for the right to read and write it",
    ),
    "workspace.read-only": (
        "the file or its folder can't be written, and nothing was recorded",
        "give yourself the right to write there, or copy the workspace to a folder of yours",
    ),
    "workspace.disk-full": (
        "the disk has no room left, and nothing of this step was recorded",
        "free some room and run the step again",
    ),
    "workspace.busy": (
        "another process is writing to it, and nothing of this step was recorded",
        "run the step again when the other one has ended",
    ),
    "workspace.corrupt": (
        "what is stored is not what was recorded: {detail}",
        "restore the workspace from a copy, or make a new one from its documents",
    ),
    "workspace.incomplete": (
        "a record cites what the workspace doesn't hold, or is given twice, and nothing was recorded",
        "record documents before their claims, and claims before their deals",
    ),
    "workspace.unstorable-text": (
        "no database keeps {detail}, which holds half of a surrogate pair; nothing was recorded",
        "type it anew, in a terminal whose encoding is that of the text",
    ),
    "workspace.failed": (
        "the database gave up, and nothing of this step was recorded: {detail}",
        "check the disk and the file's rights, then run the step again",
    ),
}
"""Of a file; what a server has in common with it is worded alike."""

ON_SERVER: Mapping[str, tuple[str, str]] = {
    "workspace.exists": (
        "the database holds tables already, and is left as it is",
        "open it if it is a workspace, or make another database with createdb",
    ),
    "workspace.not-a-workspace": (
        "is {detail}, not a keiretsu workspace",
        "name a database that keiretsu init has filled",
    ),
    "workspace.read-only": (
        "the database doesn't allow it, and nothing was recorded: {detail}",
        "ask its owner for the right to read and write it, or use the server that takes writes",
    ),
    "workspace.disk-full": (
        "the server's disk has no room left, and nothing of this step was recorded",
        "free some room there and run the step again",
    ),
    "workspace.failed": (
        "the database gave up, and nothing of this step was recorded: {detail}",
        "look into the server's log, then run the step again",
    ),
    "workspace.unreachable": (
        "no database server answers there: {detail}",
        "start the server, or mend the host and port of the address",
    ),
    "workspace.refused": (
        "the server lets this user not in: {detail}",
        "check the user and the password, which PGPASSWORD or ~/.pgpass may hold",
    ),
    "workspace.no-database": (
        "the server has no database of this name",
        "make it with createdb, then run: keiretsu init {address}",
    ),
    "workspace.bad-encoding": (
        "the database keeps its text in {detail}, which can't hold every document",
        "make one with: createdb --encoding UTF8 --template template0 NAME",
    ),
    "workspace.connection-lost": (
        "the connection to the server broke; the step was recorded whole or not at all",
        "run the step again: what was recorded is not recorded twice",
    ),
    "workspace.too-many-connections": (
        "the server takes no more connections, and nothing was recorded",
        "try again when others have ended, or let the server take more (max_connections)",
    ),
}
"""Of a PostgreSQL database."""
