"""The script of the report is built from what stands in frontend/."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def hook():
    pytest.importorskip("hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "frontend"
    shutil.copytree(ROOT / "frontend", folder, ignore=shutil.ignore_patterns("node_modules"))
    return folder


def test_the_bundle_is_made_from_the_sources_as_they_are(hook):
    stamp = ROOT / "src" / "keiretsu" / "report" / "static" / hook.STAMP

    assert stamp.read_text() == hook.fingerprint(ROOT / hook.FRONTEND), "run: uv pip install --no-deps -e ."


def test_new_dates_make_no_new_bundle_and_new_bytes_do(hook, sources):
    before = hook.fingerprint(sources)
    for path in sources.rglob("*.js"):
        os.utime(path, (0, 0))
    assert hook.fingerprint(sources) == before
    (sources / "src" / "report" / "main.js").write_text("// another")

    assert hook.fingerprint(sources) != before


def test_a_failing_npm_ends_the_build_with_one_clear_line(hook, sources, capsys):
    with pytest.raises(SystemExit) as caught:
        hook.npm("run", "no-such-step", folder=sources)

    assert str(caught.value).startswith(
        "error build.npm-failed: frontend: 'npm run no-such-step' ended with 1"
    )
    assert "no-such-step" in capsys.readouterr().err


def test_the_lock_names_no_registry():
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]

    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []
