"""The package builds as a wheel and an sdist that hold what is needed and nothing foreign."""

import ast
import json
import re
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions, requires, version
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from wheels import ROOT, SAID, build

ROOMS_WITH_PAGES = ("api", "report", "web")
KINDS = {".css", ".csv", ".html", ".ini", ".j2", ".js", ".mako", ".md", ".py", ".template", ".typed", ".yaml"}
TEXTS_OF_BUNDLES = {"THIRD-PARTY-LICENSES.txt", "swagger-ui-bundle.js.LICENSE.txt", "made-from.txt"}
RULE = "\n" + "=" * 100 + "\n"
TO_REBUILD = {"pyproject.toml", "hatch_build.py", ".gitignore"}
TO_READ = {"README.md", "LICENSE", "CHANGELOG.md", "PKG-INFO"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    with zipfile.ZipFile(build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")) as opened:
        yield opened


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    """Return the sdist, laid out in a folder."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build(ROOT, folder, "sdist")) as opened:
        opened.extractall(folder, filter="data")
    (unpacked,) = (path for path in folder.iterdir() if path.is_dir())
    return unpacked


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def metadata(wheel) -> str:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return wheel.read(name).decode()


def test_the_wheel_holds_the_package_and_its_licence_alone(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {re.sub(r"-[\d.]+\.", ".", top) for top in tops} == {"keiretsu", "keiretsu.dist-info"}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel.namelist())
    assert "License-Expression: Apache-2.0" in metadata(wheel)

    own = [Path(name) for name in wheel.namelist() if name.startswith("keiretsu/")]
    assert {path.suffix for path in own if path.name not in TEXTS_OF_BUNDLES} <= KINDS
    foreign = {"node_modules", "frontend", "tests", "__pycache__"}
    assert [path for path in own if foreign.intersection(path.parts)] == []


def test_the_wheel_holds_the_pages_and_the_packs(wheel):
    held = set(wheel.namelist())
    assert {
        "keiretsu/report/static/report.js",
        "keiretsu/web/static/workbench.js",
        "keiretsu/api/static/swagger-ui-bundle.js",
        "keiretsu/packs/data/new/pyproject.toml.template",
    } <= held
    for pack in ("ai", "telecom"):
        assert {f"keiretsu/packs/{pack}/{name}" for name in ("pack.yaml", "figures.csv")} <= held
        assert any(name.startswith(f"keiretsu/packs/{pack}/documents/") for name in held)


def test_every_file_of_the_sources_is_in_the_wheel(wheel):
    sources = {path for path in (ROOT / "src" / "keiretsu").rglob("*") if path.is_file()}
    kept = {path for path in sources if "__pycache__" not in path.parts}
    missing = {path.relative_to(ROOT / "src").as_posix() for path in kept} - set(wheel.namelist())
    assert missing == set()


@pytest.mark.parametrize("room", ROOMS_WITH_PAGES)
def test_the_terms_of_bundled_scripts_lie_beside_them(wheel, room):
    _, *each = wheel.read(f"keiretsu/{room}/static/THIRD-PARTY-LICENSES.txt").decode().split(RULE)
    texts = {text.split()[0]: text for text in each}

    asked = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    bundled = {"api": {"swagger-ui-dist"}, "report": {"echarts"}, "web": {"echarts", "htmx.org"}}[room]
    assert bundled == texts.keys() & asked["dependencies"].keys()
    assert texts.keys().isdisjoint(asked["devDependencies"])
    assert [name for name, text in texts.items() if "WARRANT" not in text.upper()] == []


def test_the_wheel_asks_for_what_the_project_declares(wheel, project):
    told = metadata(wheel)
    asked = [Requirement(text) for text in re.findall(r"^Requires-Dist: (.+)$", told, re.MULTILINE)]
    always = {canonicalize_name(each.name) for each in asked if each.marker is None}
    assert always == {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    extras = set(re.findall(r"^Provides-Extra: (.+)$", told, re.MULTILINE))
    assert extras == set(project["optional-dependencies"])


def test_every_import_is_of_a_declared_dependency(wheel, project):
    declared = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    for name, extra in project["optional-dependencies"].items():
        if name != "dev":
            declared |= {canonicalize_name(Requirement(text).name) for text in extra}
    declared |= set(chain.from_iterable(map(needs, declared)))
    at_hand = packages_distributions()
    undeclared = {
        (module, name)
        for name in wheel.namelist()
        if name.endswith(".py")
        for module in imported(ast.parse(wheel.read(name)))
        if module not in sys.stdlib_module_names and module != "keiretsu"
        if not declared.intersection(map(canonicalize_name, at_hand.get(module, [module])))
    }
    assert undeclared == set()


def needs(package: str) -> set[str]:
    """Return what a package can't do without, and so brings: fastapi brings starlette."""
    asked = [Requirement(text) for text in requires(package) or ()]
    return {canonicalize_name(each.name) for each in asked if "extra" not in str(each.marker)}


def imported(tree: ast.Module) -> set[str]:
    """Return the packages that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_the_sdist_holds_what_it_takes_to_build_the_wheel_again(sdist, wheel, tmp_path):
    assert {path.name for path in sdist.iterdir()} == TO_REBUILD | TO_READ | {"src", "frontend"}
    assert not (sdist / "frontend" / "node_modules").exists()

    with zipfile.ZipFile(build(sdist, tmp_path, "wheel")) as again:
        assert sorted(again.namelist()) == sorted(wheel.namelist())


def test_the_demo_runs_from_the_wheel_alone(demo_folder):
    said = (demo_folder.parent / SAID).read_text(encoding="utf-8")
    assert re.search(r"^5 reported +keiretsu-demo/report\.html", said, re.MULTILINE)
    assert "largest loops of money" in said

    installed = demo_folder.parent / "installed"
    assert list(installed.glob("lib/python*/site-packages/keiretsu/report/static/report.js"))
    report = (demo_folder / "keiretsu-demo" / "report.html").read_text(encoding="utf-8")
    assert f"keiretsu {version('keiretsu')}" in report
    assert "chart-map" in report
