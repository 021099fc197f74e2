"""Visitors of a site: readers who look around, and reviewers who judge claims."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import Any
from urllib.parse import quote

PATIENCE = 120
PAGES = (
    "/",
    "/map",
    "/claims?judged=undecided&sort=confidence",
    "/claims?relation=supplies&status=agreed",
    "/claims?words=delivers&offset=200",
    "/contradictions",
    "/deals",
    "/parties",
    "/money",
    "/stack",
    "/fragility",
    "/documents",
    "/judgements",
)
ANSWERS = (
    "/api/v1/workspace",
    "/api/v1/claims?limit=50",
    "/api/v1/claims?status=in_talks&limit=100&offset=300",
    "/api/v1/deals?limit=50",
    "/api/v1/parties?limit=50",
    "/api/v1/network",
    "/api/v1/measures/concentration",
    "/api/v1/contradictions?limit=20",
)


@dataclass(frozen=True, slots=True)
class Wait:
    """One answer: of which kind, after how many seconds, and what was wrong with it, if anything was."""

    kind: str
    seconds: float
    status: int
    error: str = ""


@dataclass
class Visitor:
    """Somebody who goes from page to page, looks at each for a while, and never gives up."""

    port: int
    name: str
    token: str
    look: float
    note: Callable[[Wait], None] = field(repr=False)

    def __post_init__(self) -> None:
        self.chance = Random(self.name)
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def warm_up(self) -> float:
        """Ask for everything once, and return how long that took."""
        started = time.monotonic()
        for path in (*PAGES, *ANSWERS):
            self.ask("GET", path, "first answer")
        return time.monotonic() - started

    def stroll(self, until: float) -> None:
        """Go about the site until a moment of the monotonic clock."""
        time.sleep(self.chance.uniform(0, self.look))
        while time.monotonic() < until:
            self.step()
            time.sleep(min(self.chance.expovariate(1 / self.look), max(0.0, until - time.monotonic())))

    def step(self) -> None:
        """Ask for something."""
        raise NotImplementedError

    def ask(
        self, method: str, path: str, kind: str, body: object = None, fine: tuple[int, ...] = (200,)
    ) -> tuple[int, Any] | None:
        """Send a request and note how long its answer took.

        Return its status and what it holds; nothing where none came that can be read.
        """
        headers = {"Authorization": f"Bearer {self.token}"}
        sent = None if body is None else json.dumps(body)
        if sent is not None:
            headers["Content-Type"] = "application/json"
        self._connection.close()  # a server ends connections that were idle for seconds; open another
        started = time.monotonic()
        try:
            self._connection.request(method, path, body=sent, headers=headers)
            response = self._connection.getresponse()
            content = response.read()
            waited = time.monotonic() - started
            is_json = "json" in (response.getheader("content-type") or "")
            found = json.loads(content) if is_json and content else content
        except (OSError, HTTPException, ValueError) as error:
            self._connection.close()
            self.note(Wait(kind, time.monotonic() - started, 0, f"{method} {path}: {error!r}"))
            return None
        wrong = "" if response.status in fine else f"{method} {path}: {response.status} {content[:200]!r}"
        self.note(Wait(kind, waited, response.status, wrong))
        return response.status, found


class Reader(Visitor):
    """Somebody who looks at pages, and whose programs ask the interface."""

    def step(self) -> None:
        """Look at a page, a party, a document or an answer."""
        kind = self.chance.choices(["page", "party", "answer"], [6, 2, 2])[0]
        if kind == "answer":
            self.ask("GET", self.chance.choice(ANSWERS), "API")
        elif kind == "party":
            party = f"x-firm-{self.chance.randrange(500)}"
            self.ask("GET", f"/parties/{quote(party)}", "page")
        else:
            self.ask("GET", self.chance.choice(PAGES), "page")


class Reviewer(Visitor):
    """Somebody who judges one claim after another, and remembers what the server confirmed."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.confirmed: list[str] = []
        self.conflicts = 0

    def step(self) -> None:
        """Pick a claim of some page of the list, and judge it."""
        offset = 50 * self.chance.randrange(100)
        found = self.ask("GET", f"/api/v1/claims?judged=undecided&limit=50&offset={offset}", "API")
        if found is None or found[0] != 200 or not found[1]["items"]:  # told, or a page beyond the last one
            return
        row = self.chance.choice(found[1]["items"])
        verdict = self.chance.choice(["accept", "reject"])
        reason = f"{verdict} number {len(self.confirmed) + self.conflicts} of {self.name}"
        decision = {
            "kind": "claim",
            "claim_id": row["claim"]["id"],
            "verdict": verdict,
            "reason": reason,
            "seen": row["seen"],
        }
        answer = self.ask("POST", "/api/v1/judgements", "judgement", decision, (200, 201, 409))
        if answer is not None and answer[0] in (200, 201):
            self.confirmed.append(reason)
        elif answer is not None and answer[0] == 409:
            self.conflicts += 1
