"""The workbench: the workspace in a browser."""

from keiretsu.web.ready import load_pages
from keiretsu.web.routes import router
from keiretsu.web.static_files import static_files

__all__ = ["load_pages", "router", "static_files"]
