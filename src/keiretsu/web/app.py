"""The web application that serves a workspace's report."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from functools import lru_cache

from fastapi import FastAPI, Request
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import HTMLResponse, JSONResponse

from keiretsu import report
from keiretsu.errors import DOCUMENTATION, KeiretsuError, MisuseError
from keiretsu.workspace import Workspace

WORKSPACE_VARIABLE = "KEIRETSU_WORKSPACE"
KEPT_PAGES = 8
HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def create() -> FastAPI:
    """Make the application for the workspace that ``KEIRETSU_WORKSPACE`` names.

    Requests that name another host than this machine are refused, so that no page of another site
    can read the workspace through the visitor's browser.
    """
    address = os.environ[WORKSPACE_VARIABLE]
    app = FastAPI(title="keiretsu", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)

    @lru_cache(maxsize=KEPT_PAGES)
    def page(as_of: date, moment: datetime) -> str:
        """Render the report of all that was recorded by a moment; it takes seconds, and never changes."""
        contents = Workspace.open(address).contents(as_of, known_by=moment, printed=datetime.now(UTC))
        return report.render(contents)

    @app.get("/")
    def show_report(as_of: date | None = None, known_by: datetime | None = None) -> HTMLResponse:
        """Render the report as of a day and as known by a moment."""
        vintage = Workspace.open(address).vintage(known_by)
        html = page(as_of or vintage.newest_day(), vintage.known_by)
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    @app.exception_handler(KeiretsuError)
    def explain(_: Request, error: KeiretsuError) -> JSONResponse:
        """Answer a fault in the one error shape (RFC 9457)."""
        problem = error.problem
        status = 400 if isinstance(error, MisuseError) else 500
        body = {
            "type": f"{DOCUMENTATION}/{problem.code}",
            "title": problem.message,
            "status": status,
            "detail": problem.hint,
            "code": problem.code,
        }
        return JSONResponse(body, status_code=status, media_type="application/problem+json")

    return app
