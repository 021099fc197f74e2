"""The interface's own documentation: its description, and a page that draws it."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from keiretsu.api.addresses import PREFIX
from keiretsu.errors import KeiretsuError, NotFoundError
from keiretsu.service.accounts.http import AdmissionOf
from keiretsu.service.http import IdentityOf

router = APIRouter(include_in_schema=False)

FILES = {
    "docs.js": ("pages", "text/javascript"),
    "swagger-ui-bundle.js": ("static", "text/javascript"),
    "swagger-ui.css": ("static", "text/css"),
}
FOR_A_DAY = {"Cache-Control": "private, max-age=86400"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""As everywhere, but for the style elements that Swagger UI makes."""


@router.get(f"{PREFIX}/openapi.json")
def get_description(admission: AdmissionOf) -> JSONResponse:
    """Return the description of the interface (OpenAPI 3.1)."""
    return JSONResponse(described(admission.cookie))


@router.get("/api/docs")
def show_docs(identity: IdentityOf) -> Response:
    """Show the description as a page, from which requests can be tried."""
    page = files("keiretsu.api").joinpath("pages", "docs.html").read_text(encoding="utf-8")
    page = page.replace("{{ csrf }}", escape(identity.csrf, quote=True))
    return Response(page, headers={"Content-Security-Policy": POLICY}, media_type="text/html")


@router.get("/api/docs/{name}")
def get_file(name: str) -> Response:
    """Return a file that the page loads."""
    if name not in FILES:
        raise NotFoundError(
            "server.no-such-page", where=name[:64], message="not found", hint="start from /api/docs"
        )
    folder, kind = FILES[name]
    try:
        content = files("keiretsu.api").joinpath(folder, name).read_bytes()
    except FileNotFoundError:
        raise KeiretsuError(
            "report.no-bundle",
            where=name,
            message="the page's script isn't there, because the package was never built",
            hint="install keiretsu again, which builds it",
        ) from None
    return Response(content, headers=FOR_A_DAY, media_type=kind)


@cache
def described(cookie: str) -> dict[str, Any]:
    """Return the description; see :func:`keiretsu.api.openapi.description`."""
    from keiretsu.api.openapi import description
    from keiretsu.api.routes import resources

    return description(resources(), cookie)
