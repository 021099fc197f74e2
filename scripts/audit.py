"""Look up what is depended upon in the lists of known weaknesses.

    python scripts/audit.py

Python packages are those of ``requirements.lock``, asked of the service that pip-audit uses; packages of
the pages are those of ``frontend/package-lock.json``, asked of the npm registry, from the severity ``high``
on. A weakness that is found ends it with status 1. Where a service can't be reached, one line says so, and
that is no failure: a mirror often has no such service.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PATIENCE = 300
SEVERE = ("high", "critical")
PIP_AUDIT = (
    *("-m", "pip_audit", "-r", "requirements.lock", "--require-hashes", "--disable-pip"),
    *("--format", "json", "--progress-spinner", "off"),
)
NPM_AUDIT = ("npm", "audit", "--prefix", "frontend", "--json")


@dataclass(frozen=True, slots=True)
class Audit:
    """What one service said.

    Parameters
    ----------
    of
        Which packages.
    looked_up
        How many of them the service knows; ``None`` where it can't be reached.
    found
        The weaknesses, one line each.
    """

    of: str
    looked_up: int | None = None
    found: tuple[str, ...] = ()

    def lines(self) -> Iterable[str]:
        """Yield what there is to tell."""
        if self.looked_up is None:
            yield f"{self.of}: not looked up, the list of known weaknesses can't be reached from here"
            return
        yield from (f"{self.of}: {line}" for line in self.found)
        yield f"{self.of}: {self.looked_up} looked up, {len(self.found)} known weaknesses"


def of_python(answer: Mapping[str, Any]) -> Audit:
    """Read what pip-audit says; packages that it had to pass over weren't looked up."""
    known = [one for one in answer.get("dependencies", ()) if "vulns" in one]
    if not known:
        return Audit("Python packages")
    found = (
        f"{one['name']} {one['version']}: {weak['id']}, mended in {', '.join(weak['fix_versions']) or 'none'}"
        for one in known
        for weak in one["vulns"]
    )
    return Audit("Python packages", len(known), tuple(found))


def of_pages(answer: Mapping[str, Any]) -> Audit:
    """Read what npm says; a registry without the service answers with an error."""
    if "vulnerabilities" not in answer:
        return Audit("packages of the pages")
    severe = [one for one in answer["vulnerabilities"].values() if one["severity"] in SEVERE]
    found = tuple(f"{one['name']} {one['range']}: {one['severity']}" for one in severe)
    return Audit("packages of the pages", answer["metadata"]["dependencies"]["total"], found)


def asked(command: Iterable[str]) -> dict[str, Any]:
    """Return what a command answers in JSON; nothing where it doesn't."""
    try:
        done = subprocess.run(  # noqa: S603 - the two commands above
            list(command), cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def main() -> None:
    """Ask both services, and tell."""
    audits = (of_python(asked([sys.executable, *PIP_AUDIT])), of_pages(asked(NPM_AUDIT)))
    for audit in audits:
        for line in audit.lines():
            print(line, flush=True)
    sys.exit(1 if any(audit.found for audit in audits) else 0)


if __name__ == "__main__":
    main()
