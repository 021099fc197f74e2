"""The chapter on what could happen next: each scenario's answer, its picture, and who gains and loses."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites
from lxml import html

import keiretsu as kr
from keiretsu import report
from keiretsu.report.scenarios import scenarios


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> report.ReportContents:
    """The report on an industry of a pack with one scenario."""
    workspace = kr.open(sites.write_workspace(tmp_path_factory.mktemp("invented")))
    return workspace.contents(samples=0, paths=8)


@pytest.fixture(scope="module")
def page(contents: report.ReportContents) -> html.HtmlElement:
    return html.fromstring(report.render(contents))


def test_each_scenario_has_its_answer_and_its_picture(contents, page) -> None:
    section = page.get_element_by_id("scenario-markets_close")
    only = contents.comparisons[0]

    assert "Who lives on new money?" in section.text_content()
    assert only.line.removeprefix("Nobody lends or invests: ") in section.text_content()
    assert len(section.xpath(".//polyline")) == len(only.chart().series) == 2
    assert len(section.xpath(".//figure//tbody/tr")) == only.scenario.horizon + 1


def test_who_gains_and_loses_is_what_the_library_says(contents) -> None:
    only = contents.comparisons[0]
    firms = only.by_firm()
    for move in scenarios([only]).scenarios[0].moves:
        assert firms.loc[move.of, move.outcome] != 0
    cash = [move.of for move in scenarios([only]).scenarios[0].moves if move.outcome == "cash"]
    assert cash[0] == firms["cash"].abs().idxmax()


def test_what_scenarios_share_is_told_once_and_linked(contents, page) -> None:
    view = scenarios(contents.comparisons)
    shared = {anchor for anchor, _ in view.shared}

    assert shared
    assert {link.get("href")[1:] for link in page.xpath("//*[@id='scenario-markets_close']//a")} >= shared
    assert all(page.get_element_by_id(anchor) is not None for anchor in shared)


def test_the_seed_and_the_number_of_paths_are_printed(page) -> None:
    lead = " ".join(page.get_element_by_id("scenarios").text_content().split())
    assert "8 paths, seed 20260101" in lead


def test_the_same_workspace_gives_the_same_bytes(contents, tmp_path: Path) -> None:
    again = kr.open(sites.write_workspace(tmp_path)).contents(samples=0, paths=8)
    known = str(contents.known_by.isoformat(sep=" ", timespec="seconds"))
    other = str(again.known_by.isoformat(sep=" ", timespec="seconds"))

    assert report.render(contents) == report.render(contents)
    assert report.render(again).replace(other, known).count(known) == report.render(contents).count(known)


def test_without_paths_no_scenario_is_run(tmp_path: Path) -> None:
    contents = kr.open(sites.write_workspace(tmp_path)).contents(samples=0, paths=0)

    assert contents.comparisons == ()
    assert "the report was made without any" in report.render(contents)


def test_a_scenario_that_cannot_be_run_is_a_problem_of_the_report(tmp_path: Path) -> None:
    scenario = sites.PACK["scenarios/markets_close.yaml"].replace(
        "firms: all, times: 0}", "firms: Omega, times: 0}"
    )
    broken = {"scenarios/broken.yaml": scenario.replace("name: markets_close", "name: broken")}
    contents = kr.open(sites.write_workspace(tmp_path, more=broken)).contents(samples=0, paths=4)
    text = html.fromstring(report.render(contents)).get_element_by_id("problems").text_content()

    assert [each.scenario.name for each in contents.comparisons] == ["markets_close"]
    assert "Omega" in text
