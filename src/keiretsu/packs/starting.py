"""Start a pack: a folder that loads, with a small invented example to replace."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template

from pydantic import TypeAdapter, ValidationError

from keiretsu.errors import MisuseError
from keiretsu.packs.finding import find_packs
from keiretsu.packs.models import Noun

_TEMPLATE = Path(__file__).parent / "data" / "new"
_RESERVED = "none"


def new_pack(name: str, title: str | None = None, into: str | Path = ".") -> Path:
    """Make the folder of a new pack, whose files explain themselves.

    Answers *where do I begin with an industry of my own*. The folder loads and lints without a
    problem; its firms are invented, for the user to replace.

    Parameters
    ----------
    name
        Lower case, words joined by underscores; the folder's name, and the one that the pack is found
        by once it is installed.
    title
        One line; made from the name if not given.
    into
        The folder in which the new one is made.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    MisuseError
        ``pack.invalid-name`` for a name that no pack can have, ``pack.name-taken`` where a pack or
        something else of that name is there, ``pack.not-writable`` where the folder can't be made.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from keiretsu.packs import lint_pack
    >>> lint_pack(new_pack("harbours", "Harbours and who owns them", mkdtemp()))
    []
    """
    _check_name(name)
    folder = Path(into) / name
    if folder.exists():
        raise _taken(name, f"{folder} is there already", "remove it, or choose another name")
    heading = " ".join((title or "").split()) or name.replace("_", " ").capitalize()
    in_yaml = json.dumps(heading, ensure_ascii=False)  # YAML reads what JSON quotes
    written = {"name": name, "dashed": name.replace("_", "-"), "title": heading, "quoted_title": in_yaml}
    try:
        for source in sorted(_TEMPLATE.rglob("*.template")):
            target = folder / source.relative_to(_TEMPLATE).with_suffix("")
            target.parent.mkdir(parents=True, exist_ok=True)
            text = Template(source.read_text(encoding="utf-8")).substitute(written)
            target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MisuseError(
            "pack.not-writable",
            where=str(folder),
            message=f"can't be made ({error.strerror})",
            hint="go to a folder that you may write to",
        ) from error
    return folder


def _check_name(name: str) -> None:
    try:
        TypeAdapter(Noun).validate_python(name)
    except ValidationError:
        raise MisuseError(
            "pack.invalid-name",
            where=name,
            message="is no name of a pack",
            hint="use lower case and digits, beginning with a letter, and underscores for spaces",
        ) from None
    if name == _RESERVED:
        raise _taken(name, "stands for no pack", "choose another name")
    for pack in find_packs().packs:
        if pack.name == name:
            raise _taken(name, f"is the name of a pack of {pack.origin}", "choose another name")


def _taken(name: str, message: str, hint: str) -> MisuseError:
    return MisuseError("pack.name-taken", where=name, message=message, hint=hint)
