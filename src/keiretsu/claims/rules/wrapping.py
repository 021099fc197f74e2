"""Tell line breaks that wrap a paragraph from those that end one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_SENTENCE_END = re.compile(r"[.!?:;][\"')\]]*\s*$")
_LIST_ITEM = re.compile(r"\s*(?:[-*\u2022\u2013]\s|\d{1,2}[.)]\s)")
_LINE = re.compile(r"[^\n]*\n?")
NARROWEST, WIDEST = 40, 130
"""Columns between which running text is wrapped; a longer line is a paragraph of its own."""
FULL = 0.75
"""Part of the column that a line fills if only the next word's length made it end."""


def soft_breaks(text: str) -> Iterator[int]:
    r"""Yield the offsets of the line breaks that only wrap a paragraph.

    A break is soft where the sentence plainly goes on: the next line begins with a small letter, or
    the line is filled to the column at which its block of lines is wrapped and doesn't end a
    sentence. Blank lines, list items and lines that are shorter than the column end a paragraph.

    Examples
    --------
    >>> list(soft_breaks("Alpha has agreed\nto buy Beta.\nGamma denies it."))
    [16]
    """
    for block in _blocks(text):
        column = max(len(line.rstrip()) for _, line in block)
        is_wrapped = len(block) > 2 and NARROWEST <= column <= WIDEST
        for (start, line), (_, following) in pairwise(block):
            if _goes_on(line.rstrip(), following.lstrip(), column if is_wrapped else None):
                yield start + len(line.rstrip("\r\n"))


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield runs of lines with no blank line between them, each line with its offset."""
    block: list[tuple[int, str]] = []
    for match in _LINE.finditer(text):
        if match.group().strip():
            block.append((match.start(), match.group()))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _goes_on(line: str, following: str, column: int | None) -> bool:
    """Whether the sentence of a line goes on in the next; ``column`` where its block is wrapped."""
    if _SENTENCE_END.search(line) or _LIST_ITEM.match(following):
        return False
    if following[:1].islower() or following[:1] == "(":
        return True
    return column is not None and len(line) >= FULL * column
