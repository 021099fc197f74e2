"""Packs are found by name: those that ship, then those that installed packages register."""

from collections.abc import Callable
from pathlib import Path

import pytest

from keiretsu.errors import PackError
from keiretsu.packs import find_packs, lint_pack, load_pack, pack_names

Install = Callable[..., Path]


@pytest.fixture
def install(tin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Lay a package on Python's path as pip does; the pack of tin is its content."""

    def lay(
        package: str, name: str = "tin", module: str = "the_tin_pack", content: Path | None = tin
    ) -> Path:
        site = tmp_path / f"site-{package}"
        metadata = site / f"{package}-1.0.dist-info"
        metadata.mkdir(parents=True)
        (metadata / "METADATA").write_text(f"Name: {package}\nVersion: 1.0\n", encoding="utf-8")
        (metadata / "entry_points.txt").write_text(f"[keiretsu.packs]\n{name} = {module}\n", encoding="utf-8")
        if content is not None:
            content.rename(site / module)
        monkeypatch.syspath_prepend(site)
        return site / module

    return lay


def test_an_installed_pack_is_found_by_its_name_from_anywhere(install: Install):
    folder = install("tin-pack")

    assert [(one.name, one.folder, one.origin) for one in find_packs().packs if one.name == "tin"] == [
        ("tin", folder, "tin-pack 1.0")
    ]
    assert load_pack("tin").title == "The tin industry"
    assert lint_pack("tin") == []


def test_nothing_of_an_installed_pack_is_run(install: Install):
    (install("tin-pack") / "__init__.py").write_text("raise SystemExit")

    assert load_pack("tin").parties


@pytest.mark.parametrize("module", ["nowhere", "json", "keiretsu.nowhere", "string", "no module!", ""])
def test_a_broken_installed_pack_is_told_and_the_others_are_found(install: Install, module: str):
    install("broken-pack", module=module, content=None)
    found = find_packs()

    assert {"ai", "telecom"} <= {pack.name for pack in found.packs}
    assert [(problem.code, problem.where) for problem in found.problems] == [("pack.broken-install", "tin")]
    with pytest.raises(PackError, match=r"pack\.broken-install: tin: is registered by broken-pack 1\.0"):
        load_pack("tin")


def test_a_pack_that_ships_goes_before_an_installed_one_of_its_name(install: Install):
    folder = install("a-pack", name="ai")
    (problem,) = find_packs().problems

    assert (problem.code, problem.where) == ("pack.name-clash", "ai")
    assert str(folder) in problem.hint
    assert load_pack("ai").title != "The tin industry"


def test_of_two_installed_packs_of_one_name_the_first_by_package_is_used(install: Install, tmp_path: Path):
    install("b-pack", module="second_pack", content=None)
    (tmp_path / "site-b-pack" / "second_pack").mkdir()
    (tmp_path / "site-b-pack" / "second_pack" / "pack.yaml").write_text("name: tin\n")
    install("a-pack")
    found = find_packs()

    assert [pack.origin for pack in found.packs if pack.name == "tin"] == ["a-pack 1.0"]
    assert [problem.code for problem in found.problems] == ["pack.name-clash"]


def test_an_installed_pack_that_cannot_be_read_is_known_and_told(install: Install):
    (install("tin-pack") / "pack.yaml").write_text("name: tin\n")
    (tin,) = [pack for pack in find_packs().packs if pack.name == "tin"]

    with pytest.raises(PackError, match=r"pack\.broken-file: the_tin_pack/pack\.yaml: title"):
        print(tin.title)
    assert [problem.code for problem in lint_pack("tin")] == ["pack.broken-file"]


def test_a_folder_whose_name_is_taken_is_noted_by_the_lint(tin: Path):
    head = tin / "pack.yaml"
    head.write_text(head.read_text().replace("name: tin", "name: ai"))
    (problem,) = lint_pack(tin)

    assert (problem.code, problem.severity, problem.where) == ("pack.name-clash", "note", "tin/pack.yaml")


def test_without_installed_packs_there_are_those_that_ship():
    assert pack_names() == ("ai", "telecom")
    assert {pack.origin for pack in find_packs().packs} == {"keiretsu"}
