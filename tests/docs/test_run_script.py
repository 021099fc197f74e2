"""``./run`` explains itself, and notices when its environment is no longer what the repository asks for."""

import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest


@pytest.fixture
def clone(repository, tmp_path):
    """Return a folder with what ``./run`` looks at, its name with a space."""
    folder = tmp_path / "my clone"
    (folder / "frontend" / "node_modules").mkdir(parents=True)
    for name in ("run", "pyproject.toml", "requirements.lock"):
        shutil.copy(repository / name, folder)
    (folder / "frontend" / "page.js").write_text("one", encoding="utf-8")
    return folder


def load(folder):
    loader = SourceFileLoader("run_script", str(folder / "run"))
    module = module_from_spec(spec_from_loader("run_script", loader))
    loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [([], 2, "usage: ./run JOB"), (["--help"], 0, "usage: ./run JOB"), (["tset"], 2, "no job 'tset'")],
)
def test_it_explains_itself_without_setting_anything_up(clone, words, status, says):
    done = subprocess.run(
        [sys.executable, clone / "run", *words], capture_output=True, text=True, check=False, cwd="/"
    )
    assert (done.returncode, says in done.stdout + done.stderr) == (status, True)
    assert not (clone / ".venv").exists()


def test_a_changed_lock_asks_for_new_packages(clone):
    script = load(clone)
    before = script.wanted()
    script.LOCK.write_text("another==1", encoding="utf-8")
    assert [now == then for now, then in zip(script.wanted(), before, strict=True)] == [False, True]


def test_a_changed_page_asks_for_the_project_alone(clone):
    script = load(clone)
    before = script.wanted()
    (clone / "frontend" / "page.js").write_text("two", encoding="utf-8")
    assert [now == then for now, then in zip(script.wanted(), before, strict=True)] == [True, False]


def test_what_npm_installs_asks_for_nothing(clone):
    script = load(clone)
    before = script.wanted()
    (clone / "frontend" / "node_modules" / "library.js").write_text("three", encoding="utf-8")
    assert script.wanted() == before


def test_an_environment_without_a_stamp_counts_as_unfinished(clone):
    script = load(clone)
    script.VENV.mkdir()
    assert script.stamped() == []
    script.STAMP.write_text("\n".join(script.wanted()), encoding="utf-8")
    assert script.stamped() == script.wanted()
