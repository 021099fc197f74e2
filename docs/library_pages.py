"""The library's reference, made from its docstrings: a page for each room with every public name.

A docstring in NumPy's form becomes Markdown: parameters a definition list, examples a block of their own.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
SECTION = re.compile(r"^(\w[\w ]+)\n-+$", re.MULTILINE)
ENTRIES = {"Attributes", "Parameters", "Raises", "Returns", "Yields"}
NOT_FOR_IMPORT = {"api", "cli", "server", "service", "web"}
"""Rooms that are used as commands, pages and addresses, and have pages of their own."""


@cache
def library_pages() -> dict[str, str]:
    """Return the pages by their names: a list of all public names, and one page a room that explains them."""
    modules = [import_module(name) for name in modules_offered()]
    pages = {f"reference/library/{page_name(module)}.md": room_page(module) for module in modules}
    head = (
        "# Library\n\nThe public names of each room, from the one that everything starts with to the first "
        "one down. `help(name)` in Python tells the same as the pages."
    )
    return {"reference/library.md": "\n\n".join([head, *map(listing, modules)])} | pages


def modules_offered() -> list[str]:
    """Return ``keiretsu``, its rooms from the workspace down, and the packages in them that offer names."""
    rooms = [f"keiretsu.{room}" for room in rooms_in_order() if room not in NOT_FOR_IMPORT]
    found = ["keiretsu"]
    for room in rooms:
        paths = getattr(import_module(room), "__path__", [])
        below = [each.name for each in walk_packages(paths, f"{room}.") if each.ispkg]
        found += [name for name in (room, *sorted(below)) if public_names(import_module(name))]
    return found


def rooms_in_order() -> list[str]:
    """Return the rooms as the import contract has them, those that import the others first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [room.strip("() ") for layer in layers for room in layer.split("|")]


def public_names(module: ModuleType) -> list[str]:
    """Return the names that a room offers: its ``__all__``, else what it defines itself."""
    if hasattr(module, "__all__"):
        return sorted(module.__all__)
    here = vars(module).items()
    defined = [name for name, thing in here if getattr(thing, "__module__", None) == module.__name__]
    return sorted(name for name in defined if not name.startswith("_"))


def listing(module: ModuleType) -> str:
    """Return the section of a room in the list of all."""
    page = f"library/{page_name(module)}.md"
    rows = (
        f"| [`{name}`]({page}#{anchor(name)}) | {summary(module, name)} |" for name in public_names(module)
    )
    head = (
        f"## {module.__name__}\n\n{first_sentence(inspect.getdoc(module))}\n\n| name | what |\n| --- | --- |"
    )
    return "\n".join([head, *rows])


def anchor(name: str) -> str:
    """Return where a name stands on its page; underscores around it would be read as emphasis."""
    return name.strip("_")


def page_name(module: ModuleType) -> str:
    """Return the name of a room's page."""
    return module.__name__.removeprefix("keiretsu.")


def summary(module: ModuleType, name: str) -> str:
    """Return what a name is in one sentence."""
    return first_sentence(docstring(module, name)).replace("|", r"\|")


def room_page(module: ModuleType) -> str:
    """Return the page of a room."""
    parts = [f"# {module.__name__}", markdown(inspect.getdoc(module) or "")]
    for name in public_names(module):
        parts.append(f"## `{name}` {{ #{anchor(name)} }}")
        parts += name_parts(module, name)
    return "\n\n".join(parts)


def name_parts(module: ModuleType, name: str) -> Iterator[str]:
    """Yield how a name is used, what it does, and what it offers if it is a class."""
    thing = getattr(module, name)
    if callable(thing) and (used := signature(name, thing)):
        yield f"```py\n{used}\n```"
    yield markdown(docstring(module, name))
    if inspect.isclass(thing):
        for member, offered in members(thing):
            yield f"### `{name}.{member}`"
            target = offered.fget if isinstance(offered, property) else getattr(thing, member)
            if not isinstance(offered, property) and (used := signature(member, target)):
                yield f"```py\n{used}\n```"
            yield markdown(inspect.getdoc(target) or "")


def members(thing: type) -> Iterator[tuple[str, object]]:
    """Yield the public methods and properties that a class defines, or inherits from a class of ours."""
    for name, offered in sorted(inspect.getmembers_static(thing)):
        owner = next((each for each in thing.__mro__ if name in vars(each)), thing)
        is_offered = isinstance(offered, property | staticmethod | classmethod) or inspect.isfunction(offered)
        if not name.startswith("_") and is_offered and owner.__module__.startswith("keiretsu"):
            yield name, offered


class _Bare:
    """An annotation that is shown as it was written, without quotes."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def signature(name: str, thing: object) -> str:
    """Return how something is called, or nothing where that can't be told."""
    try:
        told = inspect.signature(thing)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""
    bare = [each.replace(annotation=_bare(each.annotation)) for each in told.parameters.values()]
    return f"{name}{told.replace(parameters=bare, return_annotation=_bare(told.return_annotation))}"


def _bare(annotation: object) -> object:
    return _Bare(annotation) if isinstance(annotation, str) else annotation


def docstring(module: ModuleType, name: str) -> str:
    """Return a public name's docstring; of a constant or a type's name, the text below its assignment."""
    thing = getattr(module, name)
    if inspect.isclass(thing) or inspect.isroutine(thing) or inspect.ismodule(thing):
        return inspect.getdoc(thing) or ""
    return _text_below(module.__name__, name)


def _text_below(module: str, name: str) -> str:
    """Return the text below the assignment of a name, else what is assigned, from the module that does it."""
    tree = ast.parse(Path(str(find_spec(module).origin)).read_text(encoding="utf-8"))  # type: ignore[union-attr]
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.ImportFrom) and name in {each.asname or each.name for each in node.names}:
            return _text_below(str(node.module), name)
        assigned = getattr(node, "targets", [getattr(node, "target", None)])
        if any(isinstance(target, ast.Name) and target.id == name for target in assigned):
            is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            return inspect.cleandoc(str(after.value.value)) if is_text else _assigned(node)  # type: ignore[union-attr]
    return ""


def _assigned(node: ast.stmt) -> str:
    """Return what a statement assigns, shortened."""
    return f"`{textwrap.shorten(ast.unparse(node.value), 100, placeholder=' ...')}`"  # type: ignore[attr-defined]


def first_sentence(text: str | None) -> str:
    """Return the first paragraph of a docstring in one line."""
    return " ".join(plain((text or "").partition("\n\n")[0]).split())


def plain(text: str) -> str:
    """Return text without the markup that Markdown doesn't know."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text)
    return text.replace("``", "`").replace("::\n", ":\n")


def markdown(text: str) -> str:
    """Return a docstring as Markdown."""
    head, *rest = SECTION.split(text)
    parts = [plain(head).strip()]
    for title, body in zip(rest[::2], rest[1::2], strict=True):
        parts.append(f"**{title}**")
        parts += definitions(body) if title in ENTRIES else paragraphs(body)
    return "\n\n".join(part for part in parts if part)


def definitions(body: str) -> Iterator[str]:
    """Yield the entries of a section: each a term, and below it what it means."""
    for term, meaning in re.findall(r"^(\S.*)\n((?:(?:[ ]+.*)?\n?)*)", body.strip("\n") + "\n", re.MULTILINE):
        told = textwrap.indent(plain(textwrap.dedent(meaning)).strip(), "    ").strip()
        yield f"`{term}`\n:   {told}" if told else plain(term)


def paragraphs(body: str) -> Iterator[str]:
    """Yield the paragraphs of a section, its examples as blocks."""
    for part in re.split(r"\n{2,}", body.strip("\n")):
        yield f"```pycon\n{part}\n```" if part.lstrip().startswith(">>>") else plain(part)
