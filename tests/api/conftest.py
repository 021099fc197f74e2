"""An invented industry, served to programs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import sites

API = "/api/v1"


@pytest.fixture(scope="session")
def invented_industry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the invented industry once; copy it before anything is changed."""
    return Path(sites.write_workspace(tmp_path_factory.mktemp("industry")))


@pytest.fixture(scope="session")
def api_site(
    invented_industry: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sites.RunningSite]:
    """Serve it to tests that change nothing."""
    with sites.serving(invented_industry, state=tmp_path_factory.mktemp("state")) as running:
        yield running


@pytest.fixture(scope="session")
def changing_site(
    invented_industry: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sites.RunningSite]:
    """Serve a copy to tests that change it, each something else."""
    copy = tmp_path_factory.mktemp("changing") / "industry.sqlite"
    shutil.copy(invented_industry, copy)
    with sites.serving(copy) as running:
        yield running


@pytest.fixture
def fresh_site(
    invented_industry: Path, tmp_path: Path
) -> Callable[..., AbstractContextManager[sites.RunningSite]]:
    """Return a function that serves a copy of its own."""

    def serve(*arguments: str, **more: str) -> AbstractContextManager[sites.RunningSite]:
        copy = tmp_path / "industry.sqlite"
        shutil.copy(invented_industry, copy)
        return sites.serving(copy, *arguments, **more)

    return serve
