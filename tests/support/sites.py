"""A running server, as a user would start it, and an invented industry for it to serve."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import keiretsu as kr

PATIENCE = 240
TOKEN = "open-sesame-for-tests"
LONG = "Theta Institute for Very Large Models of the Northern Provinces"
ARTICLES = {
    "001-alpha-invests.txt": (
        "2025-03-04",
        """\
Alpha Cloud invested $10 billion in Beta Labs on 3 March 2025.
Gamma Chips supplies chips to Alpha Cloud.""",
    ),
    "002-beta-rents.txt": (
        "2025-04-20",
        "Beta Labs agreed to buy cloud computing worth $50 billion from Alpha Cloud over five years.",
    ),
    "003-gamma.txt": (
        "2025-05-02",
        """\
Gamma Chips invested $5 billion in Delta Compute.
Delta Compute agreed to buy chips worth $20 billion from Gamma Chips over four years.
Gamma Chips competes with Delta Silicon.""",
    ),
    "004-another-figure.txt": (
        "2025-06-10",
        "Alpha Cloud invested $12 billion in Beta Labs on 3 March 2025, a person close to the deal said.",
    ),
    "005-talks.txt": (
        "2025-07-01",
        f"Alpha Cloud is in talks to invest $3 billion in {LONG}.\nEpsilon Labs competes with Beta Labs.",
    ),
    "006-epsilon.txt": (
        "2025-08-15",
        """\
Delta Compute supplies cloud computing to Epsilon Labs for $4 billion a year.
Alpha Cloud acquired Zeta Robotics for $1 billion.
Gamma Chips supplies chips to Zeta Robotic.""",
    ),
    "007-hostile.txt": (
        "2025-09-01",
        """\
Kappa Corp <script>alert("x")</script> invested $2 billion in "Lambda & Sons".
Kappa Corp lends up to $1 billion to Epsilon Labs.""",
    ),
}
FIGURES = """\
party,item,segment,low,high,currency,start,end,title,publisher,date,url
Alpha Cloud,revenue,,90000000000,90000000000,USD,2024-01-01,2024-12-31,Annual report,Alpha Cloud,2025-02,
Gamma Chips,revenue,,60000000000,60000000000,USD,2024-01-01,2024-12-31,Annual report,Gamma Chips,2025-02,
Beta Labs,revenue,,4000000000,4000000000,USD,2024-01-01,2024-12-31,Annual report,Beta Labs,2025-02,
Delta Compute,revenue,,2000000000,2000000000,USD,2024-01-01,2024-12-31,Annual report,Delta Compute,2025-02,
"""
ORGANISATIONS = """\
- {name: Alpha Cloud, kind: cloud_provider, aliases: [Alpha]}
- {name: Beta Labs, kind: lab}
- {name: Gamma Chips, kind: chip_maker}
- {name: Delta Compute, kind: cloud_provider}
- {name: Theta Institute for Very Large Models of the Northern Provinces, kind: lab}
"""
SCENARIO = """\
name: markets_close
title: Nobody lends or invests
asks: Who lives on new money?
about: Capital markets are closed for a year.
horizon: 4
actions:
  - {date: 2025-10-01, do: change_funding, firms: all, times: {least: 0, most: 0.1}}
  - {date: 2025-10-01, do: change_lending, firms: all, times: 0}
main: {outcome: cash, expect: falls, why: Firms that live on new money run out of cash.}
"""
PACK = {
    "pack.yaml": "name: invented\ntitle: An invented industry\ndescription: For tests.\nbase_currency: USD\n",
    "organisations.yaml": ORGANISATIONS,
    "figures.csv": FIGURES,
    "exchange_rates.csv": "currency,year,usd_per_unit,title,publisher,date,url\n",
    "assumptions.yaml": "{}\n",
    "scenarios/markets_close.yaml": SCENARIO,
}


def write_workspace(
    place: Path, *, address: str | Path | None = None, more: Mapping[str, str] | None = None
) -> str:
    """Make a workspace of an invented industry: deals, a contradiction, hostile names, a scenario.

    ``more`` are further files of its pack.
    """
    pack = place / "pack"
    (pack / "scenarios").mkdir(parents=True)
    for name, text in (PACK | dict(more or {})).items():
        (pack / name).write_text(text, encoding="utf-8")
    articles = place / "articles"
    articles.mkdir()
    made = str(address or place / "industry.sqlite")
    workspace = kr.create(made, pack=str(pack))
    for name, (published, text) in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
        workspace.read(
            [articles / name], published=published, title=name[4:-4], publisher="The Invented Post"
        )
    workspace.extract(workers=1, executor="serial")
    workspace.reconcile()
    return made


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class RunningSite:
    """A server at work, asked as a program would ask it: with its token."""

    port: int
    workspace: str
    state: Path
    process: subprocess.Popen[str]
    token: str = TOKEN
    log: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        *,
        json_body: Any = None,
        form: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        if json_body is not None:
            body, sent["Content-Type"] = json.dumps(json_body).encode(), "application/json"
        if form is not None:
            body = urlencode(form, doseq=True).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body=body, headers={k: v for k, v in sent.items() if v})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str, **more: Any) -> Answer:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> Answer:
        return self.ask("POST", path, **more)

    def kill(self) -> None:
        """End the server as a power cut would."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    workspace: str | Path,
    *arguments: str,
    state: Path | None = None,
    port: int | None = None,
    **environment: str,
) -> Iterator[RunningSite]:
    """Run ``keiretsu serve`` on a free port, until the block ends."""
    port = port or free_port()
    state = state or Path(f"{workspace}.server")
    command = [Path(sys.executable).with_name("keiretsu"), "serve", "-w", str(workspace), "--port", str(port)]
    more = {**os.environ, "KEIRETSU_TOKEN": TOKEN, "KEIRETSU_STATE": str(state), **environment}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, *arguments], env=more, text=True, **pipes) as process:
        try:
            _wait(port, process)
            yield RunningSite(port, str(workspace), state, process)
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End the server as a user does; one that doesn't end fails the test, and isn't waited for."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def _wait(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server didn't start")
