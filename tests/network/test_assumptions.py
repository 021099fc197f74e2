"""Assumptions are named, bounded and read from a file."""

from pathlib import Path

import pytest

from keiretsu.errors import PackError
from keiretsu.network import Assumptions


def write(folder: Path, text: str) -> Path:
    path = folder / "assumptions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pack_s_value_replaces_the_default(tmp_path: Path) -> None:
    text = "supply_term_years: {value: 7, unit: years, meaning: Long., source: A survey.}"
    assumed = Assumptions.load(write(tmp_path, text))
    assert assumed["supply_term_years"].value == 7
    assert assumed["capital_term_years"].value == 2


@pytest.mark.parametrize(
    "text",
    [
        "supply_term_years: {value: 0, unit: years, meaning: None., source: Nobody.}",
        "term_of_supply: {value: 5, unit: years, meaning: Long., source: A survey.}",
        "supply_term_years: 5",
        "supply_term_years: {value: many, unit: years, meaning: Long., source: A survey.}",
        "supply_term_years: {value: 5, unit: years}",
        "supply_term_years: [",
        "- 5",
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(PackError) as caught:
        Assumptions.load(write(tmp_path, text))
    assert caught.value.problem.code == "pack.broken-assumption"
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        Assumptions.load(tmp_path / "none.yaml")
