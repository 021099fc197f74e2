"""Commands of a day and as known by a moment."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

LISTINGS = ("documents", "claims", "deals", "contradictions", "figures", "parties")
DATED = (*(name for name in LISTINGS if name != "parties"), "network", "measure")
LATER_ARTICLE = (
    "Epsilon Corp invested $3 billion in Alpha Cloud. "
    "Alpha Cloud invested $12 billion in Beta Labs on 3 March 2025."
)
LATER_FIGURE = """\
party,item,segment,low,high,currency,start,end,title,publisher,date,url
Epsilon,revenue,,9000000000,9000000000,USD,2024-01-01,2024-12-31,Annual report,Epsilon,2025-02-01,
"""


@pytest.fixture
def moment(keiretsu, workspace: Path, tmp_path: Path) -> str:
    """The moment before an article that disagrees, and a figure, came into the workspace."""
    before = datetime.now(UTC).isoformat()
    article, figures = tmp_path / "later.txt", tmp_path / "later.csv"
    article.write_text(LATER_ARTICLE, encoding="utf-8")
    figures.write_text(LATER_FIGURE, encoding="utf-8")
    steps = (("read", article), ("import", "figures", figures), ("extract",), ("reconcile",))
    for step in steps:
        assert keiretsu(*step, "--workspace", workspace).status == 0
    return before


@pytest.mark.parametrize("command", [*LISTINGS, "network", "measure"])
def test_every_listing_is_had_as_known_by_a_moment(
    keiretsu, workspace: Path, moment: str, command: str
) -> None:
    now = keiretsu(command, "--workspace", workspace, "--json").json()
    then = keiretsu(command, "--workspace", workspace, "--known-by", moment, "--json").json()
    assert "epsilon" not in str(then).lower()
    assert now["result"] != then["result"]


@pytest.mark.parametrize("command", DATED)
def test_every_dated_command_takes_a_day(keiretsu, workspace: Path, command: str) -> None:
    early = keiretsu(command, "--workspace", workspace, "--as-of", "2001-01-01", "--json")
    assert early.status == 0
    assert "Alpha Cloud" not in str(early.json())


def test_a_table_shows_ids_that_other_commands_take(keiretsu, workspace: Path) -> None:
    shown = keiretsu("claims", "--workspace", workspace)
    (claim,) = [
        one
        for one in keiretsu("claims", "-w", workspace, "--json").json()["result"]
        if one["relation"] == "invests"
    ]
    assert claim["id"][:10] in shown.out
    done = keiretsu("judge", "accept", claim["id"][:10], "--reason", "seen", "--by", "Ann", "-w", workspace)
    assert done.status == 0


def test_why_and_report_take_both_clocks(keiretsu, workspace: Path, moment: str, tmp_path: Path) -> None:
    clocks = ("--as-of", "2025-05-01", "--known-by", moment, "--workspace", workspace)
    assert keiretsu("why", "loop", "1", *clocks).status == 0
    assert keiretsu("report", "--out", tmp_path / "report.html", *clocks).status == 0
    assert "Epsilon" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert keiretsu("export", "csv", "--out", tmp_path / "csv", *clocks).status == 0
    assert "Epsilon" not in (tmp_path / "csv" / "claims.csv").read_text(encoding="utf-8")


def test_a_day_stands_for_its_end(keiretsu, workspace: Path) -> None:
    today = datetime.now(UTC).date().isoformat()
    assert keiretsu("deals", "-w", workspace, "--known-by", today, "--json").json()["result"] != []


@pytest.mark.parametrize("moment", ["yesterday", "2025-02-30", "2025-01-01T10:00:00"])
def test_a_moment_that_is_none_is_misuse(keiretsu, workspace: Path, moment: str) -> None:
    refused = keiretsu("claims", "-w", workspace, "--known-by", moment)
    assert refused.status == 2
    assert "time.invalid-moment" in refused.err
