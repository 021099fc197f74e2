"""The lock holds every direct dependency in a version that is asked for, with hashes and no addresses."""

import re
import tomllib
from itertools import chain

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def lock(repository):
    return (repository / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def locked(lock):
    """Return the version of each package that this Python installs."""
    versions = {}
    for name, version, marker in re.findall(r"^([\w.-]+)==(\S+?)(?: ; (.+?))? \\$", lock, re.MULTILINE):
        if not marker or Marker(marker).evaluate():
            versions[canonicalize_name(name)] = version
    return versions


def test_every_direct_dependency_is_locked_as_asked_for(repository, locked):
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = chain(project["dependencies"], *project["optional-dependencies"].values())
    requirements = [Requirement(text) for text in asked]
    wrong = [
        str(each)
        for each in requirements
        if each.name != "keiretsu" and locked.get(canonicalize_name(each.name), "0") not in each.specifier
    ]
    assert wrong == []


def test_every_package_has_a_hash(lock):
    blocks = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)
    assert [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def test_it_names_no_address(lock):
    assert "://" not in lock
    assert not re.search(r"index-url|find-links|trusted-host", lock)
