"""The script that stands inline in the report, and the policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from keiretsu.errors import KeiretsuError


@cache
def script() -> str:
    """Return the bundle, safe to stand between script tags.

    Raises
    ------
    KeiretsuError
        ``report.no-bundle`` where the package was put in place without being built.
    """
    place = files("keiretsu.report").joinpath("static", "report.js")
    try:
        text = place.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeiretsuError(
            "report.no-bundle",
            where="report.js",
            message="the report's script isn't there, because the package was never built",
            hint="install keiretsu again, which builds it",
        ) from None
    return closed_in(text)


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
