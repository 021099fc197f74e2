"""Each rule of the lint tells what, where and what next, of a pack that loads without a fault."""

from pathlib import Path

import pytest

from keiretsu.errors import Problem
from keiretsu.packs import lint_pack

YEAR = "2024-01-01,2024-12-31"
OUTCOMES = "party,outcome,date,low,high,currency,title,publisher,published,url,reliability\n"


def told(folder: Path, code: str) -> Problem:
    """Return the one problem of a pack, which has a code."""
    (problem,) = lint_pack(folder)
    assert problem.code == code
    return problem


def add_figure(folder: Path, row: str) -> None:
    with (folder / "figures.csv").open("a", encoding="utf-8") as figures:
        figures.write(row + "\n")


def add_document(folder: Path, text: str, url: str = "https://p.example/2") -> None:
    front = f"---\ntitle: News\npublisher: The Tin Post\ndate: 2024-06-01\nurl: {url}\n---\n"
    (folder / "documents" / "two.md").write_text(front + text, encoding="utf-8")


def test_sources_that_disagree_are_noted_with_the_one_that_is_used(tin: Path):
    add_figure(tin, f"Alpha,revenue,,7,7,USD,{YEAR},Another report,Gamma,2025-03,")
    problem = told(tin, "pack.sources-disagree")

    assert (problem.severity, problem.where) == ("note", "tin/figures.csv:4")
    assert "USD 7 (total) (tin/figures.csv:4), USD 1 billion (total) (tin/figures.csv:2)" in problem.message
    assert "the newer report" in problem.message


def test_the_more_reliable_source_is_used_though_it_is_older(tin: Path):
    figures = tin / "figures.csv"
    header, first, second = figures.read_text(encoding="utf-8").splitlines()
    rows = [f"{header},reliability", f"{first},secondary", f"{second},"]
    figures.write_text("\n".join([*rows, f"Alpha,revenue,,7,7,USD,{YEAR},Filing,Alpha,2025-01,,filing"]))

    problem = told(tin, "pack.sources-disagree")
    assert problem.where == "tin/figures.csv:4"


def test_sources_that_agree_but_for_rounding_are_no_matter(tin: Path):
    add_figure(tin, f"Alpha,revenue,,1010000000,1010000000,USD,{YEAR},Another report,Gamma,2025-03,")
    add_figure(tin, f"Alpha,revenue,,1000000000,1000000000,USD,{YEAR},A third,Delta,2025-03,")

    assert lint_pack(tin) == []


def test_a_round_that_may_stand_twice_is_noted(tin: Path):
    add_figure(tin, "Beta,funding,,5,5,USD,2024-03-01,2024-03-01,Announced,Beta,2024-03-02,")
    add_figure(tin, "Beta,funding,,5,5,USD,2024-05-01,2024-05-01,Closed,Beta,2024-05-02,")
    add_figure(tin, "Beta,funding,,5,5,USD,2023-05-01,2023-05-01,Earlier,Beta,2023-05-02,")
    problem = told(tin, "pack.figure-perhaps-twice")

    assert problem.where == "tin/figures.csv:5"
    assert "tin/figures.csv:4, within 61 days" in problem.message


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"Beta,revenue,,5,5,USD,{YEAR},Report,Beta,2125-02,", "is to come"),
        ("Beta,funding,,5,5,USD,2025-01-01,2025-01-01,Report,Beta,2024-12-31,", "after its source"),
        ("Beta,cash,,5,5,USD,2024-12-31,2024-12-31,Report,Beta,2024-10-02,", "after its source"),
        ("Beta,revenue,,5,5,USD,1824-01-01,1824-12-31,Report,Beta,2025-02,", "begins on 1824"),
        (f"Beta,backlog,,5,5,USD,{YEAR},Report,Beta,2025-02,", "no flow"),
        ("Beta,revenue,,5,5,USD,2022-01-01,2024-12-31,Report,Beta,2025-02,", "more than a year"),
    ],
)
def test_dates_that_cannot_be_meant_are_told(tin: Path, row: str, words: str):
    add_figure(tin, row)
    problem = told(tin, "pack.implausible-date")

    assert (problem.severity, problem.where) == ("warning", "tin/figures.csv:4")
    assert words in f"{problem.message}; {problem.hint}"


def test_a_sum_for_a_year_that_is_not_over_is_noted_and_a_bound_is_none(tin: Path):
    add_figure(tin, f"Beta,capital_expenditure,,5,5,USD,{YEAR},Outlook,Beta,2024-02-01,")
    add_figure(tin, "Beta,capital_expenditure,,6,6,USD,2025-01-01,2025-12-31,Outlook,Beta,2024-02-01,")
    add_figure(tin, f"Beta,revenue,,5,,USD,{YEAR},Outlook,Beta,2024-02-01,")
    problems = lint_pack(tin)

    assert {problem.code for problem in problems} == {"pack.projection"}
    assert [problem.where for problem in problems] == ["tin/figures.csv:4", "tin/figures.csv:5"]


@pytest.mark.parametrize("url", ["a.example/r", "ftp://a.example/r", "https:///r", "https://a/a b", "[x"])
def test_an_address_that_no_browser_opens_is_told_wherever_it_stands(tin: Path, url: str):
    add_figure(tin, f"Beta,revenue,,5,5,USD,{YEAR},Report,Beta,2025-02,{url}")
    with (tin / "exchange_rates.csv").open("a") as rates:
        rates.write(f"EUR,2024,1.1,T,P,2025,{url}\n")
    first = "Beta,default,2024-03,,,,T,P,2024-04,https://p.example/3,\n"
    (tin / "outcomes.csv").write_text(OUTCOMES + first + f"Beta,default,2025-03,,,,T,P,2025-04,{url},\n")
    add_document(tin, "Alpha buys Beta.", url=f"'{url}'")
    problems = lint_pack(tin)

    assert {problem.code for problem in problems} == {"pack.unusable-address"}
    assert [problem.where for problem in problems] == [
        "tin/figures.csv:4",
        "tin/exchange_rates.csv:3",
        "tin/outcomes.csv:3",
        "tin/documents/two.md",
    ]


def test_a_document_about_nobody_is_told(tin: Path):
    add_document(tin, "Nobody of note sold anything to anybody.")

    assert told(tin, "pack.document-without-organisation").where == "tin/documents/two.md"


def test_a_name_in_a_document_that_is_nearly_a_known_one_is_noted_with_its_line(tin: Path):
    add_document(tin, "Alpha buys Beta.\nAlpha Smeltign lends to Alphas.")
    problem = told(tin, "pack.near-miss-name")

    assert (problem.severity, problem.where) == ("note", "tin/documents/two.md:8")
    assert "'Alpha Smeltign', which is nearly 'Alpha Smelting'" in problem.message


def test_a_document_in_another_encoding_is_looked_at_all_the_same(tin: Path):
    text = "Société Alpha Smeltign sold tin in 2024, and an émigré bought it for a château.\n"
    (tin / "documents" / "two.txt").write_bytes(text.encode("latin-1"))
    codes = {problem.code: problem.where for problem in lint_pack(tin)}

    assert codes["pack.near-miss-name"] == "tin/documents/two.txt:1"


def test_a_document_may_be_a_link_to_elsewhere(tin: Path, tmp_path: Path):
    (tmp_path / "elsewhere.md").write_text("Alpha buys Beta.")
    (tin / "documents" / "two.md").symlink_to(tmp_path / "elsewhere.md")

    assert told(tin, "pack.document-without-source").where == "tin/documents/two.md"


def test_organisations_whose_names_are_alike_are_noted(tin: Path):
    with (tin / "organisations.yaml").open("a") as organisations:
        organisations.write("- {name: Gamma Works, kind: mine}\n- {name: Gamma Worsk, kind: mine}\n")
    add_document(tin, "Gamma Works buys Gamma Worsk.")

    assert told(tin, "pack.near-miss-name").where == "tin/organisations.yaml:14"


def test_an_organisation_of_which_nothing_is_told_is_noted(tin: Path):
    with (tin / "organisations.yaml").open("a") as organisations:
        organisations.write("- {name: Gamma, kind: mine}\n")
    problem = told(tin, "pack.unused-organisation")

    assert (problem.severity, problem.where) == ("note", "tin/organisations.yaml:13")


def test_an_industrys_own_layer_is_no_slip(tin: Path):
    file = tin / "organisations.yaml"
    file.write_text(file.read_text().replace("layer: cloud", "layer: tin_plate"))

    assert lint_pack(tin) == []


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        (
            "assumptions.yaml",
            "no_such_thing: {value: 1, unit: years, meaning: m, source: s}",
            "pack.broken-assumption",
        ),
        ("parameters.yaml", "no such thing: {value: 1}", "pack.broken-parameter"),
        ("parameters.yaml", "cost of switching: \x00", "pack.broken-parameter"),
        ("scenarios/stop.yaml", "name: stop", "scenario.invalid-entry"),
        ("outcomes.csv", "party", "pack.broken-file"),
    ],
)
def test_what_the_network_or_the_simulation_would_refuse_is_told(tin: Path, file: str, text: str, code: str):
    (tin / file).parent.mkdir(exist_ok=True)
    (tin / file).write_text(text + "\n", encoding="utf-8")

    assert {problem.code for problem in lint_pack(tin)} == {code}


def test_a_file_that_cannot_be_parsed_is_the_only_problem(tin: Path):
    (tin / "figures.csv").write_text("party\n")
    problem = told(tin, "pack.broken-file")

    assert problem.where == "tin/figures.csv:1"


def test_what_must_be_mended_stands_before_what_may_be(tin: Path):
    add_document(tin, "Nobody sold anything.", url="nowhere")
    with (tin / "organisations.yaml").open("a") as organisations:
        organisations.write("- {name: Gamma, kind: mine}\n- {name: Delta}\n")

    severities = [problem.severity for problem in lint_pack(tin)]
    assert severities == ["error", "warning", "warning", "note"]
