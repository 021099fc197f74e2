"""An invented industry of which two articles disagree, and a third comes later."""

from pathlib import Path

import pytest

import keiretsu as kr

FIRST = {
    "gazette.txt": "Alpha Cloud invested $10 billion in Beta Labs on 3 March 2025. "
    "Beta Labs signed a $50 billion deal in April 2025 to rent servers from Alpha Cloud.",
    "herald.txt": "Alpha Cloud invested $12 billion in Beta Labs on 3 March 2025.",
}
LATER = {
    "courier.txt": "Gamma Chips sells chips worth $6 billion to Alpha Cloud. "
    "Alpha Cloud ended its deal with Beta Labs in May 2025.",
}


def write(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def industry(tmp_path: Path):
    """A workspace with two articles, reconciled."""
    workspace = kr.create(tmp_path / "deals.sqlite", pack="none")
    workspace.read([write(tmp_path / "first", FIRST)], published="2025-05-01")
    workspace.extract()
    workspace.reconcile()
    return workspace


@pytest.fixture
def goes_on(tmp_path: Path):
    """Let an industry go on: another article, judgements, another reconciliation."""

    def go_on(workspace) -> None:
        workspace.read([write(tmp_path / "later", LATER)], published="2025-06-01")
        workspace.extract()
        workspace.reconcile()
        desk = workspace.judge_as("Ann")
        claim = next(claim for claim in workspace.claims() if claim.document.name == "herald.txt")
        desk.reject(claim.id, "the filing says 10")
        desk.merge("Alpha Cloud", "Gamma Chips", "one group since June")
        workspace.reconcile()

    return go_on


@pytest.fixture
def tiny_pack(tmp_path: Path) -> Path:
    """A pack with two organisations and an assumption of its own."""
    return write(
        tmp_path / "tiny",
        {
            "pack.yaml": "name: tiny\ntitle: A tiny industry\ndescription: Two firms.\nbase_currency: USD\n",
            "organisations.yaml": "- {name: Alpha, kind: bank, aliases: [Alpha Inc.]}\n- {name: Beta}\n",
            "figures.csv": "party,item,segment,low,high,currency,start,end,title,publisher,date,url\n",
            "exchange_rates.csv": "currency,year,usd_per_unit,title,publisher,date,url\n",
            "assumptions.yaml": "supply_term_years: {value: 7, unit: years, meaning: A., source: B.}\n",
        },
    )
