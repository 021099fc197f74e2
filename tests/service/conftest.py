"""An invented industry, written once for all tests of services that change nothing in it."""

from __future__ import annotations

import pytest
import sites


@pytest.fixture(scope="session")
def invented_industry(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sites.write_workspace(tmp_path_factory.mktemp("invented"))
