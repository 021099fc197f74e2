"""The style sheets of the page, which the paper and the workbench share."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def sheet(name: str) -> str:
    """Return a style sheet that lies beside the templates, by its file's name.

    Examples
    --------
    >>> sheet("tokens.css").startswith(":root")
    True
    """
    return files("keiretsu.report").joinpath("templates", name).read_text(encoding="utf-8")
