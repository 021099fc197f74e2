"""The workbench: the workspace in a browser."""

from keiretsu.web.routes import router
from keiretsu.web.static_files import static_files

__all__ = ["router", "static_files"]
