"""The documents of the AI pack: each names its source, and none repeats another."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import keiretsu
from keiretsu.vocabulary import reliabilities

FOLDER = Path(keiretsu.__file__).parent / "packs" / "ai" / "documents"
PATHS = sorted(FOLDER.iterdir())
NAME = re.compile(r"(?P<number>\d{3})-[a-z0-9]+(-[a-z0-9]+)*\.md")


def read(path: Path) -> tuple[dict[str, Any], str]:
    """Split a document into its front matter and its body."""
    opening, front, body = path.read_text(encoding="utf-8").split("---\n", maxsplit=2)
    assert opening == ""
    return yaml.safe_load(front), body.strip()


def sentences(body: str) -> set[str]:
    """Give the sentences of a body, indifferent to case and spacing."""
    parts = re.split(r"(?<=[.!?])\s+", body)
    return {" ".join(part.lower().split()) for part in parts}


def test_there_are_enough_documents_for_a_demonstration() -> None:
    assert len(PATHS) >= 34


def test_file_names_count_upwards_without_a_gap() -> None:
    matches = [NAME.fullmatch(path.name) for path in PATHS]
    numbers = [int(match["number"]) if match else 0 for match in matches]
    assert numbers == list(range(1, len(PATHS) + 1))


def test_documents_are_numbered_by_date() -> None:
    dates = [read(path)[0]["date"] for path in PATHS]
    assert dates == sorted(dates)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_front_matter_names_title_date_and_source(path: Path) -> None:
    front, _ = read(path)
    assert set(front) == {"title", "publisher", "date", "url", "source", "reliability"}
    assert set(front["source"]) == {"title", "publisher", "date"}
    assert front["publisher"] == f"keiretsu AI pack, after {front['source']['publisher']}"
    assert front["title"].strip()
    assert front["source"]["title"].strip()
    assert front["title"] != front["source"]["title"]
    assert front["url"].startswith("https://")
    assert front["reliability"] in reliabilities()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_date_is_a_day_of_the_period_that_the_pack_covers(path: Path) -> None:
    front, _ = read(path)
    # YAML turns an ISO day that exists into a date and leaves any other text a string.
    assert isinstance(front["date"], date)
    assert date(2019, 1, 1) <= front["date"] <= date(2026, 12, 31)
    assert front["source"]["date"] == front["date"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_body_is_short_prose(path: Path) -> None:
    _, body = read(path)
    assert 40 <= len(body.split()) <= 250
    assert body.endswith(".")


def test_no_two_documents_share_a_sentence() -> None:
    holders: dict[str, list[str]] = defaultdict(list)
    for path in PATHS:
        for sentence in sentences(read(path)[1]):
            holders[sentence].append(path.name)
    assert {text: names for text, names in holders.items() if len(names) > 1} == {}


def test_no_two_documents_have_one_headline() -> None:
    titles = [read(path)[0]["title"] for path in PATHS]
    assert len(titles) == len(set(titles))
