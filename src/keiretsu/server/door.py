"""The door: who asks is found out before anything is answered."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from keiretsu.service.identity import Identity, Role


class Door:
    """Lets requests in, each with the identity of who asks in its state."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find out who asks, and pass the request on."""
        if scope["type"] == "http":
            author = scope["app"].state.site.settings.author
            scope.setdefault("state", {})["identity"] = Identity(author, Role.ADMIN)
        await self._app(scope, receive, send)
