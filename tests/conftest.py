"""What tests of several rooms share: claims in a line, a scripted language model, a database server."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import postgres
import pytest
import wheels

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.quantities import Money


@pytest.fixture(scope="session")
def say() -> Callable[..., Claim]:
    """Return a function that makes a claim with a document of its own around it.

    ``say("2025-03-04", "supplies", "Alpha", "Beta", usd=5e9, layer="cloud")``
    """

    def claim(
        published: str | None,
        relation: str,
        subject: str,
        object_: str | None = None,
        *,
        usd: float | None = None,
        currency: str = "USD",
        basis: str = "total",
        amount: Money | None = None,
        name: str = "note.txt",
        **fields: object,
    ) -> Claim:
        if usd is not None:
            amount = Money.exactly(int(usd), currency, basis=basis)
        what = f"{published} {subject} {relation} {object_} {amount} {sorted(fields.items())}."
        document = Document(what, name=name, published=published)
        evidence = Evidence.find(document, what)
        return Claim(evidence, relation, subject, object_, amount=amount, **fields)

    return claim


@dataclass
class Reply:
    """One HTTP answer of the scripted endpoint."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0

    @classmethod
    def completion(cls, message: dict[str, Any], finish: str = "stop", **more: Any) -> Reply:
        choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", **message}}
        usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        envelope = {"id": "1", "object": "chat.completion", "created": 1, "model": "alpha-7b"}
        return cls({**envelope, "choices": [choice], "usage": usage}, **more)

    @classmethod
    def call(cls, arguments: Any, finish: str = "tool_calls", *, tool: str = "claims", **more: Any) -> Reply:
        """Answer by calling a tool, the form if not told otherwise; arguments in text go out as they are."""
        text = arguments if isinstance(arguments, str) else json.dumps(arguments)
        function = {"name": tool, "arguments": text}
        tools = [{"id": "call_1", "type": "function", "function": function}]
        return cls.completion({"content": None, "tool_calls": tools}, finish, **more)

    @classmethod
    def claims(cls, *claims: Any, **more: Any) -> Reply:
        return cls.call({"claims": list(claims)}, **more)

    @classmethod
    def error(cls, status: int, code: str | None = None, message: str = "no", **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls({"error": {"message": message, "type": code, "code": code}}, status, named)


@dataclass
class Request:
    """What the scripted endpoint was sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    def says(self) -> str:
        return json.dumps(self.body["messages"], ensure_ascii=False)


class ScriptedEndpoint:
    """A real HTTP server on this machine that answers as a script says, and remembers what it was sent.

    Replies are used up in their order; the last one is repeated. A reply given for a word answers
    every request whose document holds that word.
    """

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.by_word: dict[str, Reply] = {}
        self.requests: list[Request] = []
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def next_reply(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            for word, reply in self.by_word.items():
                if word in request.says():
                    return reply
            return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Count how many requests are answered at once."""
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        yield
        with self._lock:
            self.at_once -= 1

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.path, headers, json.loads(self.rfile.read(length)))
                reply = endpoint.next_reply(request)
                with endpoint.under_way():
                    time.sleep(reply.after)
                body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
                self.send_response(reply.status)
                for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing on standard error."""

        return Handler


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture
def endpoint(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ScriptedEndpoint]:
    """Return a language model on this machine, set up as a user would set it up."""
    served = ScriptedEndpoint()
    for name in ("API", "OUTPUT", "TIMEOUT", "MAX_TOKENS", "CONNECTIONS", "KEY"):
        monkeypatch.delenv(f"KEIRETSU_LLM_{name}", raising=False)
    monkeypatch.setenv("KEIRETSU_LLM_MODEL", "alpha-7b")
    monkeypatch.setenv("KEIRETSU_LLM_URL", served.url)
    monkeypatch.setenv("KEIRETSU_LLM_CACHE", str(tmp_path_factory.mktemp("answers")))
    yield served
    served.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a reader's folder with the demo of the AI pack, made once in a run of the tests; copy it."""
    of_process = tmp_path_factory.getbasetemp()
    of_run = of_process.parent if "PYTEST_XDIST_WORKER" in os.environ else of_process
    return wheels.make_demo(of_run / "demo")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """Return a PostgreSQL server of this session; where none is installed its tests skip, on CI they fail."""
    programs = postgres.programs()
    if programs is None:
        missing = f"no PostgreSQL server is installed; type: {postgres.APT}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    server = postgres.Server(programs)
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """Return the address of an empty workspace, on each database that there is."""
    if request.param == "sqlite":
        from keiretsu.store import Store

        path = tmp_path / "deals.sqlite"
        Store.create(path)
        yield path
        return
    server: postgres.Server = request.getfixturevalue("postgresql")
    made = server.workspace()
    yield made
    server.drop(made)
