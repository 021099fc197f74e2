"""The application over an empty workspace, asked in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from visits import HOST, OPERATOR, PASSWORD, TOKEN

import keiretsu as kr
from keiretsu.server.app import create
from keiretsu.service.accounts import Accounts
from keiretsu.service.identity import Role
from keiretsu.service.settings import Settings


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("empty") / "secret-folder" / "industry.sqlite"
    kr.create(place, pack="none")
    return place


@pytest.fixture
def settings(empty_workspace: Path, tmp_path: Path) -> Settings:
    return Settings(str(empty_workspace), tmp_path / "state", token=TOKEN, author="Local Analyst")


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the accounts of one user of each role once."""
    place = tmp_path_factory.mktemp("staffed") / "state"
    accounts = Accounts(place)
    for role in Role:
        accounts.users.add(f"{role.title()} Alpha", role, PASSWORD, OPERATOR)
    accounts.close()
    return place


@pytest.fixture
def team(staffed: Path, settings: Settings) -> Accounts:
    """Return the accounts of a server with one user of each role."""
    shutil.copytree(staffed, settings.state)
    return Accounts(settings.state)


@pytest.fixture
def visiting(settings: Settings) -> Iterator[Callable[..., TestClient]]:
    """Return a function that makes a visitor of the application; all of them visit one server."""
    with ExitStack() as running:
        apps: list[FastAPI] = []

        def visit(**headers: str) -> TestClient:
            app = apps[0] if apps else create(settings)
            client = TestClient(
                app, HOST, raise_server_exceptions=False, follow_redirects=False, headers=headers
            )
            if not apps:
                apps.append(app)
                running.enter_context(client)
            return client

        yield visit


@pytest.fixture
def let_in(visiting: Callable[..., TestClient]) -> TestClient:
    """Return a browser that opened the printed address of a server without users."""
    client = visiting()
    assert client.get(f"/?token={TOKEN}").status_code == 303
    return client
