"""Scenarios that people saved: they belong to the server, and are no part of the workspace."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from keiretsu.errors import ConflictError, ForbiddenError, MisuseError, NotFoundError, StoreError
from keiretsu.quantities import counted
from keiretsu.service.identity import Identity, Role

HEAD = "# saved: "
LONGEST_NAME = 100
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Saved:
    """A scenario that somebody saved: its name, its text, who, and when (UTC)."""

    name: str
    text: str
    author: str
    saved_at: datetime

    def may_change(self, who: Identity) -> bool:
        """Tell whether somebody may replace or delete it: its author, or an admin."""
        return who.role.covers(Role.REVIEWER) and (who.name == self.author or who.role is Role.ADMIN)


class SavedScenarios:
    """A folder with one YAML file each, whose first line is a comment that says who saved it, and when."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def all(self) -> Iterator[Saved]:
        """Yield all, by name; what is damaged is passed over."""
        for file in sorted(self.place.glob("*.yaml")):
            if (found := _loaded(file)) is not None:
                yield found

    def get(self, name: str) -> Saved:
        """Return one.

        Raises
        ------
        NotFoundError
            ``simulation.unknown-scenario`` where there is none of this name.
        """
        found = _loaded(self.place / f"{name}.yaml") if _is_name(name) else None
        if found is None:
            raise NotFoundError(
                "simulation.unknown-scenario",
                where=name[:64],
                message="there is no scenario of this name",
                hint="list the scenarios for their names",
            )
        return found

    def save(self, name: str, text: str, who: Identity) -> Saved:
        """Save a scenario under its name, in place of an earlier one of the same author.

        Raises
        ------
        ForbiddenError
            For somebody who is no reviewer.
        ConflictError
            ``scenario.name-taken`` where somebody else has saved one of the name.
        MisuseError
            ``scenario.invalid-entry`` for a name that is too long for a file's.
        StoreError
            ``server.not-kept`` where the server's disk is full.
        """
        who.require(Role.REVIEWER)
        if len(name) > LONGEST_NAME:
            message = f"has {counted(len(name), 'letter')}, and a saved one has at most {LONGEST_NAME}"
            raise MisuseError(
                "scenario.invalid-entry", where="name", message=message, hint="give it a shorter name"
            )
        with _lock:
            file = self.place / f"{name}.yaml"
            before = _loaded(file) if file.exists() else None
            if before is not None and not before.may_change(who):
                raise name_taken(name, f"{before.author} has saved one of this name")
            saved = Saved(name, text, who.name, datetime.now(UTC))
            try:
                _replace(file, saved)
            except OSError as error:
                raise _not_kept(name, error) from error
        return saved

    def delete(self, name: str, who: Identity) -> None:
        """Delete a scenario.

        Raises
        ------
        ForbiddenError
            ``server.forbidden`` for somebody who neither saved it nor is an admin.
        NotFoundError
            Where there is none.
        """
        with _lock:
            saved = self.get(name)
            if not saved.may_change(who):
                raise ForbiddenError(
                    "server.forbidden",
                    where=name,
                    message=f"was saved by {saved.author}",
                    hint="ask them or an admin to delete it",
                )
            (self.place / f"{name}.yaml").unlink()


def name_taken(name: str, why: str) -> ConflictError:
    """Return the fault of a name that can't be given to another scenario."""
    return ConflictError(
        "scenario.name-taken", where=name, message=why, hint="give yours another name, and save it again"
    )


def _not_kept(name: str, error: OSError) -> StoreError:
    return StoreError(
        "server.not-kept",
        where=name,
        message=f"it can't be written to the server's disk ({error.strerror or 'unknown reason'})",
        hint="make room on the disk of the server's state folder, then save it again",
    )


def _is_name(name: str) -> bool:
    return name.isascii() and name.replace("_", "").isalnum()


def _loaded(file: Path) -> Saved | None:
    try:
        head, _, text = file.read_text(encoding="utf-8").partition("\n")
        said = json.loads(head.removeprefix(HEAD))
        return Saved(file.stem, text, str(said["author"]), datetime.fromisoformat(said["saved_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _replace(file: Path, saved: Saved) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps({"author": saved.author, "saved_at": saved.saved_at.isoformat()})
    fresh = file.with_suffix(f".{secrets.token_hex(4)}")
    with fresh.open("w", encoding="utf-8") as written:
        written.write(f"{HEAD}{head}\n{saved.text}")
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)
