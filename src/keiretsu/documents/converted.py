"""What a reader makes of a file's bytes, and how it says that it can't."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from keiretsu.errors import DocumentError, Problem


@dataclass(frozen=True, slots=True)
class Converted:
    """A file's text and what the file says of its own origin; dates and words are still as it states them."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    reliability: str | None = None
    problems: tuple[Problem, ...] = ()


Reader = Callable[[bytes, str], Converted]
"""Turns a file's bytes into text; the second argument is the file's name for messages."""


def refusal(code: str, where: str, message: str, hint: str) -> DocumentError:
    """Return the exception by which one file leaves the batch."""
    return DocumentError(code, where=where, message=message, hint=hint)


@contextmanager
def silenced(library: str) -> Iterator[None]:
    """Keep a library's log lines and warnings from the user: what matters becomes a problem."""
    logger = logging.getLogger(library)
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
