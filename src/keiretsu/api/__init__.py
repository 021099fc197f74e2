"""The REST interface: what the workbench shows, for programs."""

from keiretsu.api.routes import router

__all__ = ["router"]
