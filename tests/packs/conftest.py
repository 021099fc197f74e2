"""A small pack about an invented industry, for the tests to load and to break."""

from __future__ import annotations

from pathlib import Path

import pytest

HEAD = """\
name: tin
title: The tin industry
description: Mines, smelters and those who lend to them.
base_currency: USD
"""
ORGANISATIONS = """\
- name: Alpha
  kind: smelter
  wikidata: Q1
  country: GB
  aliases: [Alpha Smelting]
  units:
    - {name: Alpha Cloud, layer: cloud}
    - {name: Alpha Wharf}
  products:
    - {name: Alpha Chip, layer: chips}
- name: Beta
  kind: mine
"""
FIGURES = """\
party,item,segment,low,high,currency,start,end,title,publisher,date,url
Alpha,revenue,,1000000000,1000000000,USD,2024-01-01,2024-12-31,Annual report,Alpha,2025-02,https://a.example/r
Alpha Smelting,segment_revenue,Wire,,250000000,GBP,2024-01-01,2024-12-31,Annual report,Alpha,2025-02,
"""
RATES = """\
currency,year,usd_per_unit,title,publisher,date,url
GBP,2024,1.25,Yearly averages,Central bank,2025-01,https://b.example/rates
"""
DOCUMENT = """\
---
title: Alpha funds Beta
publisher: The Tin Post
date: 2024-05-06
url: https://p.example/1
---
Alpha invests 5 million dollars in Beta.
"""


@pytest.fixture
def tin(tmp_path: Path) -> Path:
    """Return the folder of a pack without a fault."""
    folder = tmp_path / "tin"
    (folder / "documents").mkdir(parents=True)
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "organisations.yaml").write_text(ORGANISATIONS, encoding="utf-8")
    (folder / "figures.csv").write_text(FIGURES, encoding="utf-8")
    (folder / "exchange_rates.csv").write_text(RATES, encoding="utf-8")
    (folder / "assumptions.yaml").write_text("{}\n", encoding="utf-8")
    (folder / "documents" / "one.md").write_text(DOCUMENT, encoding="utf-8")
    return folder
