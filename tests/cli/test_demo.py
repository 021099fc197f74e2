"""The demo: a pack's documents, the whole way to a report."""

import os
from pathlib import Path

import pytest

HEAD = "name: tin\ntitle: The tin industry\ndescription: Two firms.\nbase_currency: USD\n"
ARTICLE = """---
title: Alpha funds Beta
publisher: A test
date: 2025-05-01
url: https://example.org/alpha
---

Alpha Cloud invested $10 billion in Beta Labs on 3 March 2025.
Beta Labs signed a $50 billion deal in April 2025 to rent servers from Alpha Cloud.
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of one document, in a folder of its own."""
    folder = tmp_path / "tin"
    (folder / "documents").mkdir(parents=True)
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "organisations.yaml").write_text(
        "- {name: Alpha Cloud, kind: cloud_provider}\n", encoding="utf-8"
    )
    (folder / "figures.csv").write_text(
        "party,item,segment,low,high,currency,start,end,title,publisher,date,url\n", encoding="utf-8"
    )
    (folder / "exchange_rates.csv").write_text(
        "currency,year,usd_per_unit,title,publisher,date,url\n", encoding="utf-8"
    )
    (folder / "assumptions.yaml").write_text("{}\n", encoding="utf-8")
    (folder / "documents" / "001-alpha.md").write_text(ARTICLE, encoding="utf-8")
    return folder


def test_the_demo_of_any_pack_ends_with_a_report_and_its_loops(keiretsu, pack: Path, tmp_path: Path) -> None:
    told = keiretsu("demo", "--pack", pack, "--out", tmp_path / "demo", "--no-open", "--json")
    result = told.json()["result"]
    assert told.status == 0
    assert result["documents"] == {"new": 1, "known": 0}
    assert [loop["per_year"] for loop in result["loops"]] == [5e9]
    assert "Alpha Cloud" in Path(result["report"]).read_text(encoding="utf-8")


def test_a_second_demo_adds_nothing(keiretsu, pack: Path, tmp_path: Path) -> None:
    for known in (0, 1):
        told = keiretsu("demo", "--pack", pack, "--out", tmp_path / "demo", "--no-open", "--json")
        assert told.json()["result"]["documents"] == {"new": 1 - known, "known": known}


def test_a_demo_without_a_pack_leaves_nothing_behind(keiretsu, tmp_path: Path) -> None:
    told = keiretsu("demo", "--pack", "none", "--out", tmp_path / "demo")
    assert (told.status, len(told.lines())) == (2, 1)
    assert "cli.demo-needs-a-pack" in told.err
    assert not (tmp_path / "demo").exists()


def test_a_folder_that_cannot_be_made_is_told(keiretsu, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = keiretsu("demo", "--pack", pack, "--out", tmp_path / "file" / os.curdir / "demo")
    assert (told.status, len(told.lines())) == (2, 1)
    assert "cli.no-folder" in told.err
