"""A small pack about an invented bust: carriers that buy on credit, and what became of them."""

from __future__ import annotations

from pathlib import Path

HEAD = "name: bust\ntitle: An invented bust\ndescription: Carriers and makers.\nbase_currency: USD\n"
ORGANISATIONS = """\
- {name: Alpha, kind: carrier}
- {name: Beta, kind: carrier}
- {name: Gamma, kind: equipment_maker}
- {name: Delta, kind: carrier}
- {name: Epsilon, kind: equipment_maker}
- {name: Zeta, kind: carrier}
"""
FIGURES = """\
party,item,segment,low,high,currency,start,end,title,publisher,date,url
Alpha,revenue,,20000000,20000000,USD,2018-01-01,2018-12-31,Report,Alpha,2019-03,
Beta,revenue,,900000000,900000000,USD,2018-01-01,2018-12-31,Report,Beta,2019-03,
Gamma,revenue,,5000000000,5000000000,USD,2018-01-01,2018-12-31,Report,Gamma,2019-03,
Delta,revenue,,40000000,40000000,USD,2018-01-01,2018-12-31,Report,Delta,2019-03,
Epsilon,revenue,,3000000000,3000000000,USD,2018-01-01,2018-12-31,Report,Epsilon,2019-03,
Zeta,revenue,,10000000,10000000,USD,2018-01-01,2018-12-31,Report,Zeta,2019-03,
"""
LATE_FIGURE = "Alpha,revenue,,7000000000,7000000000,USD,2019-01-01,2019-12-31,Report,Alpha,2020-01,\n"
DOCUMENTS = {
    "001-alpha.md": (
        "2019-03-31",
        """\
Alpha agreed to buy network equipment worth $780 million from Gamma over five years.
Gamma lends up to $780 million to Alpha for the purchase.""",
    ),
    "002-beta.md": (
        "2019-06",
        "Beta agreed to buy network equipment worth $50 million from Gamma over five years.",
    ),
    "003-delta.md": (
        "2019",
        "Delta agreed to buy network equipment worth $60 million from Epsilon over five years.",
    ),
    "004-zeta.md": (
        "2019-12-31",
        "Zeta agreed to buy network equipment worth $10 million from Epsilon over five years.",
    ),
}
LATE_DOCUMENTS = {
    "005-late.md": (
        "2020-01-01",
        "Alpha agreed to buy network equipment worth $9 billion from Epsilon over five years.",
    ),
    "006-undated-in-the-year.md": (
        "2020",
        "Beta agreed to buy network equipment worth $8 billion from Epsilon over five years.",
    ),
}
OUTCOMES_HEAD = "party,outcome,date,low,high,currency,title,publisher,published,url,reliability\n"
OUTCOMES = """\
Alpha,bankruptcy,2021-05-01,,,,Alpha fails,The Post,2021-05-02,,press
Beta,survived,2024-01-01,,,,Beta stands,The Post,2024-01-02,,press
Gamma,write_off,2019-06-30,900000000,900000000,USD,Before the day,Gamma,2019-07,,filing
Gamma,write_off,2021-06-30,300000000,400000000,USD,Bad loans,Gamma,2021-07,,filing
Gamma,survived,2024-01-01,,,,Gamma stands,The Post,2024-01-02,,press
Delta,bankruptcy,2023-05-01,,,,Delta fails,The Post,2023-05-02,,press
Zeta,bankruptcy,2019-05-01,,,,Zeta fails,The Post,2019-05-02,,press
Zeta,survived,2024-01-01,,,,Zeta lives on,The Post,2024-01-02,,press
"""
LATE_OUTCOMES = """\
Gamma,write_off,2023-06-30,5000000000,5000000000,USD,After the horizon,Gamma,2023-07,,filing
Epsilon,survived,2018-01-01,,,,Epsilon stood,The Post,2018-01-02,,press
"""
CLOSES = """\
name: markets_close
title: Nobody lends or invests
asks: Who lives on new money?
about: A test.
horizon: 12
actions:
  - {date: 2020-02-01, do: change_funding, firms: all, times: {least: 0, most: 0.1}}
  - {date: 2020-02-01, do: change_lending, firms: all, times: 0}
  - {date: 2020-02-01, do: change_costs, firms: Alpha, times: 40}
main: {outcome: failures, expect: rises, why: Money runs out.}
"""
OVER = """\
name: over
title: Something that was over by then
asks: Who cares?
about: A test.
horizon: 12
actions:
  - {date: 2019-02-01, do: fail, firms: Beta}
main: {outcome: failures, expect: rises, why: It fails.}
"""
SCENARIOS = {"markets_close.yaml": CLOSES, "over.yaml": OVER}


def write_bust(folder: Path, *, late: bool = True) -> Path:
    """Write the pack and return its folder; ``late`` is what was public or happened too late to count."""
    (folder / "documents").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    documents = DOCUMENTS | (LATE_DOCUMENTS if late else {})
    files = {
        "pack.yaml": HEAD,
        "organisations.yaml": ORGANISATIONS,
        "figures.csv": FIGURES + (LATE_FIGURE if late else ""),
        "exchange_rates.csv": "currency,year,usd_per_unit,title,publisher,date,url\n",
        "assumptions.yaml": "{}\n",
        "outcomes.csv": OUTCOMES_HEAD + OUTCOMES + (LATE_OUTCOMES if late else ""),
        **{f"documents/{name}": _document(*each) for name, each in documents.items()},
        **{f"scenarios/{name}": text for name, text in SCENARIOS.items()},
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _document(day: str, text: str) -> str:
    front = f"title: A deal\npublisher: The Post\ndate: {day}\nurl: https://p.example/{day}"
    return f"---\n{front}\n---\n{text}\n"
