"""The style sheet and the scripts that the pages load."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from keiretsu.errors import KeiretsuError
from keiretsu.report.sheets import sheet

SHEETS = "styles"
SCRIPT = "workbench.js"
FOR_A_YEAR = "public, max-age=31536000, immutable"


def static_files() -> StaticFiles:
    """Return the application that serves the bundle; what it serves is addressed with its hash."""
    return _Immutable(packages=[("keiretsu.web", "static")])


class _Immutable(StaticFiles):
    def file_response(self, *args: object, **kwargs: object) -> Response:
        response: Response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = FOR_A_YEAR
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.startswith("workbench") and path.endswith(".css"):
            headers = {"Cache-Control": FOR_A_YEAR}
            return Response(style_sheet(), media_type="text/css", headers=headers)
        return await super().get_response(path, scope)


@cache
def style_sheet() -> str:
    """Return all sheets as one: the report's colours first, then the workbench's own in order of name."""
    own = files("keiretsu.web").joinpath(SHEETS)
    sheets = sorted(
        (each for each in own.iterdir() if each.name.endswith(".css")), key=lambda each: each.name
    )
    return "\n".join(
        [sheet("tokens.css"), sheet("report.css"), *(each.read_text(encoding="utf-8") for each in sheets)]
    )


@cache
def style_address() -> str:
    """Return the address of the style sheet, which changes with what it says."""
    return f"/static/workbench-{_digest(style_sheet().encode())}.css"


@cache
def script_address() -> str:
    """Return the address of the script.

    Raises
    ------
    KeiretsuError
        ``report.no-bundle`` where the package was never built.
    """
    place = files("keiretsu.web").joinpath("static", SCRIPT)
    try:
        content = place.read_bytes()
    except FileNotFoundError:
        raise KeiretsuError(
            "report.no-bundle",
            where=SCRIPT,
            message="the workbench's script isn't there, because the package was never built",
            hint="install keiretsu again, which builds it",
        ) from None
    return f"/static/{SCRIPT}?{_digest(content)}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
