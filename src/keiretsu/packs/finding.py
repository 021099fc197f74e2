"""Which packs there are: those that ship with keiretsu, and those that other packages install."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from keiretsu.errors import PackError, Problem, Severity
from keiretsu.packs.files import HEAD, read_head

GROUP = "keiretsu.packs"
"""The entry point group in which a package registers a pack: its name, and the package that holds it."""
SHIPPED = "keiretsu"
_HOME = Path(__file__).parent


@dataclass(frozen=True)
class FoundPack:
    """A pack that is known by a name.

    Parameters
    ----------
    name
        What :func:`~keiretsu.packs.load_pack` calls it.
    folder
        Where its files are.
    origin
        What it comes with: ``keiretsu``, or another package with its version.
    """

    name: str
    folder: Path
    origin: str

    @cached_property
    def title(self) -> str:
        """Its title; raises :class:`PackError` where ``pack.yaml`` can't be used."""
        return read_head(self.folder / HEAD).title


@dataclass(frozen=True, slots=True)
class PacksFound:
    """The packs by name, those that ship first, and what is wrong with installed ones."""

    packs: tuple[FoundPack, ...]
    problems: tuple[Problem, ...]


def find_packs() -> PacksFound:
    """Find the packs that ship with keiretsu and those that other packages register.

    Answers *which packs can I name, and where does each come from*. A package registers a pack as an
    entry point of the group ``keiretsu.packs``, whose value is the package that holds ``pack.yaml``.
    No code of it is run. One that is broken is told, and the others are found all the same; of two
    with one name the first is used: one that ships, then by the name of the package.

    Examples
    --------
    >>> {pack.name: pack.origin for pack in find_packs().packs}["telecom"]
    'keiretsu'
    """
    shipped = (FoundPack(head.parent.name, head.parent, SHIPPED) for head in sorted(_HOME.glob(f"*/{HEAD}")))
    packs = {pack.name: pack for pack in shipped}
    problems: list[Problem] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda one: (_origin(one), one.name)):
        folder = _folder(entry)
        if folder is None:
            problems.append(_broken(entry))
        elif entry.name in packs:
            problems.append(_clash(entry, packs[entry.name]))
        else:
            packs[entry.name] = FoundPack(entry.name, folder, _origin(entry))
    return PacksFound(tuple(packs.values()), tuple(problems))


def pack_names() -> tuple[str, ...]:
    """Return the names of the packs that ship with keiretsu or are installed.

    Examples
    --------
    >>> "ai" in pack_names()
    True
    """
    return tuple(sorted(pack.name for pack in find_packs().packs))


def pack_folder(name_or_path: str | Path) -> Path:
    """Return a pack's folder; a name goes before a folder of the same name.

    Raises
    ------
    PackError
        ``pack.broken-install`` where the pack of that name is broken, ``pack.unknown`` where there is
        none, and no folder with a ``pack.yaml`` either.
    """
    found = find_packs()
    named = {pack.name: pack.folder for pack in found.packs}
    if str(name_or_path) in named:
        return named[str(name_or_path)]
    if (Path(name_or_path) / HEAD).is_file():
        return Path(name_or_path).resolve()
    for problem in found.problems:
        if problem.where == str(name_or_path):
            raise PackError(problem.code, where=problem.where, message=problem.message, hint=problem.hint)
    known = ", ".join(sorted(named))
    raise PackError(
        "pack.unknown",
        where=str(name_or_path),
        message=f"is neither a pack ({known}) nor a folder with a {HEAD}",
        hint=f"use {known}, or give the path of a pack's folder",
    )


def _folder(entry: EntryPoint) -> Path | None:
    """Return the folder of a registered pack; ``None`` where it holds none."""
    for place in _locations(entry.value):
        if (place / HEAD).is_file():
            return place
    return None


def _locations(module: str) -> Iterator[Path]:
    top, *below = module.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):  # no name of a module, or one that hides what it is
        return
    for location in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(location, *below)


def _origin(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def _broken(entry: EntryPoint) -> Problem:
    return Problem(
        "pack.broken-install",
        Severity.WARNING,
        entry.name,
        f"is registered by {_origin(entry)}, but {entry.value} holds no {HEAD}",
        "install that package again, or uninstall it",
    )


def _clash(entry: EntryPoint, first: FoundPack) -> Problem:
    return Problem(
        "pack.name-clash",
        Severity.WARNING,
        entry.name,
        f"is registered by {_origin(entry)}, but {first.origin} has a pack of this name, which is used",
        f"give the folder's path to use it ({_folder(entry)}), or uninstall one of the two",
    )
