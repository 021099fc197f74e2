"""keiretsu as others get it: built as a package, installed from its wheel, with the demo it makes there."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAID = "said.txt"


def build(sources: Path, into: Path, target: str) -> Path:
    """Build a package as an installer does: where pages are as their sources, no npm is called."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(into)]
    run(command, cwd=sources)
    (built,) = into.iterdir()
    return built


def install(wheel: Path, place: Path) -> Path:
    """Install a wheel in an environment of its own, and return the folder of its commands.

    What keiretsu depends on is taken from the environment that the tests run in; keiretsu itself isn't,
    because an editable installation is found by a file that only the environment's own folder is asked for.
    """
    venv.create(place, clear=True, symlinks=True)
    python = place / "bin" / "python"
    site = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip())
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "--quiet"]
    run([*pip, "install", "--no-index", "--no-deps", wheel])
    take_over_kernels(ROOT / "src" / "keiretsu", site / "keiretsu")
    return python.parent


def take_over_kernels(sources: Path, installed: Path) -> None:
    """Give installed modules what Numba compiled of the same sources, told by their dates and sizes.

    To compile all of it anew takes longer than the demo itself.
    """
    for kernel in sources.rglob("__pycache__/*.nb[ci]"):
        module = (kernel.parents[1] / kernel.name.partition(".")[0]).with_suffix(".py").relative_to(sources)
        cache = installed / kernel.parent.relative_to(sources)
        cache.mkdir(exist_ok=True)
        shutil.copy(kernel, cache)
        shutil.copystat(sources / module, installed / module)


def make_demo(place: Path) -> Path:
    """Return a reader's folder with the demo in it, made by the wheel where it isn't there yet.

    Several processes that ask for one place wait for the first of them. No program is on the path but
    those that the wheel brings, so that nothing is built.
    """
    reader = place / "reader"
    place.mkdir(exist_ok=True)
    with alone(place / "lock"):
        if not (place / SAID).exists():
            (place / "dist").mkdir(exist_ok=True)
            commands = install(build(ROOT, place / "dist", "wheel"), place / "installed")
            reader.mkdir(exist_ok=True)
            bare = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
            demo = [commands / "keiretsu", "demo", "--no-open"]
            said = run(demo, cwd=reader, env={**bare, "PATH": str(commands)}, allowed=(0, 1))
            (place / SAID).write_text(said, encoding="utf-8")
    return reader


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Be the only process between here and the end."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run(command, allowed=(0,), **options) -> str:
    """Run a program that must end well, and return what it prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode in allowed, done.stdout + done.stderr
    return done.stdout
