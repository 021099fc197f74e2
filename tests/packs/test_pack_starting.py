"""A new pack loads and lints without a problem, explains itself, and becomes a wheel that others install."""

import subprocess
import sys
from pathlib import Path

import pytest

from keiretsu.errors import MisuseError
from keiretsu.packs import find_packs, lint_pack, load_pack, new_pack

OF_A_PACK = ("pack.yaml", "organisations.yaml", "figures.csv", "exchange_rates.csv", "assumptions.yaml")


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_pack("harbours_2", "Harbours: who owns them", tmp_path_factory.mktemp("new"))


def install(folder: Path, site: Path) -> None:
    """Install a folder as a reader does, without a network: pip builds a wheel of it on the way."""
    offline = ("--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "-q")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *offline, "--target", str(site), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_it_has_no_problem_not_even_a_note(harbours: Path):
    assert lint_pack(harbours) == []


def test_it_is_an_example_of_everything_that_can_be_told(harbours: Path):
    pack = load_pack(harbours)

    assert (pack.name, pack.title) == ("harbours_2", "Harbours: who owns them")
    assert {bool(party.aliases) for party in pack.parties} == {True, False}
    assert {"frame", "bicycle", None} == {known.layer for known in pack.known_names}
    assert {figure.amount.currency for figure in pack.figures} == {"GBP", "USD"}
    assert len(pack.document_paths) == 1


def test_every_file_of_it_explains_itself(harbours: Path):
    for name in (*OF_A_PACK, "pyproject.toml"):
        assert (harbours / name).read_text(encoding="utf-8").startswith("# "), name
    assert "pip install ./harbours_2" in (harbours / "README.md").read_text(encoding="utf-8")


def test_a_title_is_made_of_the_name(tmp_path: Path):
    assert load_pack(new_pack("tin_mines", into=tmp_path)).title == "Tin mines"
    assert load_pack(new_pack("gold", "  ", into=tmp_path)).title == "Gold"


@pytest.mark.parametrize("title", ["Tin: a $history", 'Tin, "the" metal', "# Tin", "Zinn\nund Blei - größer"])
def test_a_title_may_have_any_signs(tmp_path: Path, title: str):
    assert load_pack(new_pack("tin", title, tmp_path)).title == " ".join(title.split())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Tin", "pack.invalid-name"),
        ("tin mines", "pack.invalid-name"),
        ("../tin", "pack.invalid-name"),
        ("", "pack.invalid-name"),
        ("ai", "pack.name-taken"),
        ("none", "pack.name-taken"),
        ("there", "pack.name-taken"),
        ("tin", "pack.not-writable"),
    ],
)
def test_a_name_that_will_not_do_is_told(tmp_path: Path, name: str, code: str):
    (tmp_path / "there").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(MisuseError) as caught:
        new_pack(name, into=tmp_path / "file" if code == "pack.not-writable" else tmp_path)

    assert caught.value.problem.code == code


def test_it_is_installed_as_a_package_and_found_by_its_name(
    harbours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    install(harbours, tmp_path)
    package = tmp_path / "keiretsu_pack_harbours_2"
    held = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    assert held == {*OF_A_PACK, "documents/example.md"}

    monkeypatch.syspath_prepend(tmp_path)
    (found,) = [pack for pack in find_packs().packs if pack.name == "harbours_2"]
    assert (found.origin, found.title) == ("keiretsu-pack-harbours-2 0.1.0", "Harbours: who owns them")
    assert lint_pack("harbours_2") == []
