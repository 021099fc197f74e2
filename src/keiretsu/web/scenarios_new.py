"""What a new scenario begins as."""

from __future__ import annotations

import re
from collections.abc import Container

EMPTY = """\
name: what_if
title: What happens
asks: What is the question?
about: The mechanism, and what is assumed.
horizon: 8
actions:
  - date: {day}
    do: change_funding
    firms: all
    times: 0.5
    quarters: 4
main:
  outcome: cash
  expect: falls
  why: Why theory says so.
"""
_NAME = re.compile(r"^name:[ \t]*([a-z0-9_]+)", re.MULTILINE)


def copied(text: str, taken: Container[str]) -> str:
    r"""Return a scenario's text under a name that none has yet; all else stays as it is.

    Examples
    --------
    >>> copied("name: stop\ntitle: Stop", {"stop", "stop_2"})
    'name: stop_3\ntitle: Stop'
    """
    found = _NAME.search(text)
    if found is None:
        return text
    number = 2
    while f"{found[1]}_{number}" in taken:
        number += 1
    return f"{text[: found.start(1)]}{found[1]}_{number}{text[found.end(1) :]}"
