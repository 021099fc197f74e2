"""The script that stands inline in the report, and the policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import unescape
from importlib.resources import files
from pathlib import Path

from keiretsu.errors import KeiretsuError

SCRIPT = "report.js"
TERMS = "THIRD-PARTY-LICENSES.txt"
"""What the bundle is made of is not ours: a copy of it must have these with it."""

_HEAD = 4_096
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


@cache
def script() -> str:
    """Return the bundle below the terms of what is in it, safe to stand between script tags.

    Raises
    ------
    KeiretsuError
        ``report.no-bundle`` where the package was put in place without being built.
    """
    static = files("keiretsu.report").joinpath("static")
    try:
        terms, code = (static.joinpath(name).read_text(encoding="utf-8") for name in (TERMS, SCRIPT))
    except FileNotFoundError:
        raise KeiretsuError(
            "report.no-bundle",
            where=SCRIPT,
            message="the report's script isn't there, because the package was never built",
            hint="install keiretsu again, which builds it",
        ) from None
    return closed_in(f"{remark(terms)}\n{code}")


def remark(text: str) -> str:
    r"""Return a text as a remark at the head of a script, which no tool that shortens scripts takes out.

    Examples
    --------
    >>> remark("As is. */ alert(1)")
    '/*!\nAs is. * / alert(1)\n*/'
    """
    told = text.strip().replace("*/", "* /")
    return f"/*!\n{told}\n*/"


def closed_in(text: str) -> str:
    r"""Return a script without what would end its element or open a comment in it.

    Examples
    --------
    >>> closed_in("a = '</script>'; b = '<!--'")
    "a = '<\\/script>'; b = '<\\!--'"
    """
    return re.sub(r"<(/script|!--)", r"<\\\1", text, flags=re.IGNORECASE)


def policy(text: str) -> str:
    """Return the Content-Security-Policy: this one script may run, and nothing may be fetched.

    Styles may stand inline, because the charts set them on the elements that they draw.

    Examples
    --------
    >>> policy("1")[:59]
    "default-src 'none'; script-src 'sha256-a4ayc/80/OGda4BO/1o/"
    """
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def policy_of(report: Path) -> str:
    """Return the policy that a report brings, which another version may have written with another script.

    Raises
    ------
    ValueError
        Where the file is no report.
    """
    with report.open(encoding="utf-8") as page:
        told = _POLICY.search(page.read(_HEAD))
    if told is None:
        raise ValueError(f"{report} is no report: it has no policy")
    return unescape(told[1])
