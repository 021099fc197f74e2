import importlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from keiretsu.cli.main import app

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def repository():
    return ROOT


@pytest.fixture(scope="session")
def made_pages():
    """Return the pages that the build makes, by their names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "docs")
        return dict(importlib.import_module("hooks").generated())


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """Run the demo once, as a reader of the tutorial does."""
    folder = tmp_path_factory.mktemp("reader")
    result = CliRunner().invoke(app, ["demo", "--no-open", "--out", str(folder / "keiretsu-demo")])
    assert result.exit_code in (0, 1), result.output
    return folder
