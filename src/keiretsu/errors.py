"""Problems and exceptions: what went wrong, where, why, and what to do next.

Two kinds of fault are kept apart. What a *user's material* gets wrong is a :class:`Problem`: a
record that is collected, stored and shown, while the rest of the batch goes on. What stops a call
altogether is an exception from the tree below :class:`KeiretsuError`, and each of these carries a
:class:`Problem` too, so that one line with one code reaches the user either way.

Every code has an entry in ``problems.yaml`` beside this file, from which its page in the
documentation is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml


class Severity(StrEnum):
    """How much a problem costs: ``error`` (something was left out), ``warning`` or ``note``."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the material, as data.

    Parameters
    ----------
    code
        Dotted name, such as ``document.empty``; each has a page in the documentation.
    severity
        How much it costs.
    where
        The file, record, line or figure that it is about.
    message
        What is wrong and why, in one line.
    hint
        What to do next, in one line.

    Examples
    --------
    >>> problem = Problem("document.empty", Severity.ERROR, "a.txt", "has no text", "remove the file")
    >>> problem.line()
    'error document.empty: a.txt: has no text; remove the file'
    """

    code: str
    severity: Severity
    where: str
    message: str
    hint: str

    def line(self) -> str:
        """Return the problem as the one line that the user reads."""
        return f"{self.severity} {self.code}: {self.where}: {self.message}; {self.hint}"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What the documentation says of a problem code: its meaning, cause and cure."""

    code: str
    meaning: str
    cause: str
    cure: str


@cache
def catalogue() -> dict[str, CatalogueEntry]:
    """Return every problem code with its meaning, cause and cure.

    Examples
    --------
    >>> catalogue()["document.empty"].meaning
    'A file holds no text at all.'
    """
    raw = yaml.safe_load(files("keiretsu").joinpath("problems.yaml").read_text(encoding="utf-8"))
    return {code: CatalogueEntry(code, **entry) for code, entry in raw.items()}


class KeiretsuError(Exception):
    """Base of every exception that keiretsu raises on purpose; carries its :class:`Problem`.

    Examples
    --------
    >>> try:
    ...     raise KeiretsuError("pack.unknown", where="tin", message="no such pack", hint="use ai")
    ... except KeiretsuError as error:
    ...     print(error.problem.code, "|", error)
    pack.unknown | error pack.unknown: tin: no such pack; use ai
    """

    def __init__(self, code: str, *, where: str, message: str, hint: str) -> None:
        self.problem = Problem(code, Severity.ERROR, where, message, hint)
        super().__init__(self.problem.line())

    def __reduce__(self) -> tuple[Callable[..., KeiretsuError], tuple[type[KeiretsuError], Problem]]:
        """Survive the way from a worker's process."""
        return _raised_again, (type(self), self.problem)


def _raised_again(kind: type[KeiretsuError], problem: Problem) -> KeiretsuError:
    return kind(problem.code, where=problem.where, message=problem.message, hint=problem.hint)


class MisuseError(KeiretsuError, ValueError):
    """The call itself is off: an option, an argument or a combination of them (exit status 2)."""


class NotFoundError(MisuseError):
    """What was asked for by name or id isn't there."""


class ForbiddenError(KeiretsuError):
    """Who asks may not do this."""


class BusyError(KeiretsuError):
    """There is too much to do already; the same call may do later."""


class InvalidRecordError(KeiretsuError, ValueError):
    """A record that would not be valid: it is refused at construction."""


class EvidenceError(InvalidRecordError):
    """A quote that is not an exact substring of its document."""


class DocumentError(KeiretsuError):
    """A document that can't be read."""


class VocabularyError(KeiretsuError):
    """A vocabulary file that doesn't pass its lint."""


class PackError(KeiretsuError):
    """An industry pack that is missing or broken."""


class StoreError(KeiretsuError):
    """A workspace that can't be opened, read or written."""


class ConflictError(KeiretsuError):
    """A change that somebody else's change came before: it is refused, and nothing of it is recorded."""


class MissingExtraError(KeiretsuError, ImportError):
    """A feature whose optional dependency isn't installed."""
