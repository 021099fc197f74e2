"""The application: the workbench and the REST interface over one workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from keiretsu import __version__, api, web
from keiretsu.errors import KeiretsuError
from keiretsu.server import faults
from keiretsu.server.door import Door
from keiretsu.server.headers import SecureHeaders
from keiretsu.service.accounts.admission import Admission
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site


def create(settings: Settings | None = None) -> FastAPI:
    """Make the application for the workspace that the settings name, or else the environment."""
    site = Site(settings or Settings.of_environment(), first=web.load_pages)
    app = FastAPI(
        title="keiretsu", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_life
    )
    app.state.site = site
    app.state.admission = Admission(site.settings)
    app.add_middleware(Door, admission=app.state.admission, settings=site.settings)
    app.add_middleware(SecureHeaders)
    app.add_exception_handler(KeiretsuError, faults.on_fault)
    app.add_exception_handler(HTTPException, faults.on_http)
    app.add_exception_handler(RequestValidationError, faults.on_invalid)
    app.add_exception_handler(Exception, faults.on_failure)
    app.include_router(api.router())
    app.include_router(web.router())
    app.mount("/static", web.static_files())
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """End what is at work in the background, and let go of the accounts, when the server ends."""
    yield
    app.state.site.jobs.close()
    app.state.admission.accounts.close()
