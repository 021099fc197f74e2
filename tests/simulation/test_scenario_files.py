"""A scenario's file says what happens; what is wrong with it is told with file, line and fix."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from keiretsu.errors import catalogue
from keiretsu.simulation.scenarios import Scenario, parse_scenario, read_scenario, read_scenarios, schema

STOP = """\
name: funding_stops
title: Outside investors stop funding laboratories
asks: Who runs out of money?
about: Nobody outside puts in new money for a year.
horizon: 8
actions:
  - date: 2026-07-01
    do: change_funding
    firms: {kind: ai_lab}
    times: {least: 0, most: 0.5}
    quarters: 4
    recovers: 2
  - {date: 2026-07-01, do: fail, firms: [Alpha, {sells: cloud}]}
behaviours: {rescue: off}
parameters: {cost of switching: .inf}
main:
  outcome: money
  of: Alpha
  expect: falls
  why: Nobody pays in.
"""


def changed(old: str, new: str) -> Scenario | list[str]:
    """Read the file with some words of it changed: the scenario, or its problems as lines."""
    assert old in STOP
    found = parse_scenario(STOP.replace(old, new, 1), "pack/stop.yaml")
    return found if isinstance(found, Scenario) else [problem.line() for problem in found]


def test_a_file_is_read():
    scenario = parse_scenario(STOP, "pack/stop.yaml")

    assert isinstance(scenario, Scenario)
    first, second = scenario.actions
    assert (first.do, first.times.middle, first.quarters) == ("change_funding", 0.25, 4)
    assert [str(each) for each in second.firms] == ["Alpha", "who sells cloud"]
    assert scenario.behaviours == {"rescue": "off"}
    assert scenario.parameters["cost of switching"] == float("inf")
    assert scenario.where("actions", 1, "firms") == "pack/stop.yaml:13"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("times:", "tmies:", 10, "did you mean 'times'?"),
        ("change_funding", "change_fundng", 8, "did you mean 'change_funding'?"),
        ("    do: change_funding\n", "", 7, "says not what it does"),
        ("2026-07-01\n", "2026-13-01\n", 7, "month must be in 1..12"),
        ("2026-07-01\n", "2026\n", 7, "2026 is not a day"),
        ("kind: ai_lab", "knd: ai_lab", 9, "did you mean 'kind'?"),
        ("kind: ai_lab", "kind: ai_lab, sells: cloud", 9, "give one of name, kind, sells and buys"),
        ("firms: {kind: ai_lab}", "firms: []", 9, "at least 1 item"),
        ("least: 0,", "least: 3,", 10, "put the smaller first"),
        ("least: 0,", "least: -1,", 10, "give a number at least 0"),
        ("most: 0.5", "mots: 0.5", 10, "did you mean 'most'?"),
        ("quarters: 4", "quarters: 0", 11, "greater than or equal to 1"),
        ("    quarters: 4\n", "", 7, "add quarters"),
        ("horizon: 8\n", "", 1, "add it: How many quarters are run."),
        ("horizon: 8", "horizon: soon", 5, "horizon"),
        ("expect: falls", "expect: fall", 19, "'rises' or 'falls'"),
        ("outcome: money", "outcom: money", 17, "did you mean 'outcome'?"),
        ("name: funding_stops", "name: Funding stops", 1, "name"),
        ("title:", "titel:", 2, "did you mean 'title'?"),
        ("{rescue: off}", "[rescue]", 14, "behaviours"),
    ],
)
def test_a_faulty_entry_is_told_with_line_and_fix(old: str, new: str, line: int, words: str):
    problems = changed(old, new)

    assert any(f"stop.yaml:{line}:" in each and words in each for each in problems), problems
    assert all(each.startswith("error scenario.invalid-entry: ") for each in problems)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title:", "name:", "pack/stop.yaml:2: gives 'name' twice"),
        ("expect: falls", "expect: falls\n  expect: rises", "pack/stop.yaml:20: gives 'expect' twice"),
        ("Alpha, {", "&a Alpha, *a, {", "pack/stop.yaml:13: is not YAML (an alias)"),
        ("times: {", "times: }{", "pack/stop.yaml:10: is not YAML"),
        (STOP, "", "pack/stop.yaml: is not a mapping"),
        (STOP, "- a list", "pack/stop.yaml: is not a mapping"),
        (STOP, "[" * 100_000, "pack/stop.yaml: is not YAML"),
        (STOP, "a: !!python/object:os.system {}", "pack/stop.yaml:1: is not YAML"),
    ],
)
def test_a_broken_file_is_told(old: str, new: str, words: str):
    (problem,) = changed(old, new)

    assert problem.startswith(f"error scenario.broken-file: {words}")


def test_what_changes_nothing_is_no_scenario():
    head, main = STOP[: STOP.index("actions:")], STOP[STOP.index("main:") :]
    (problem,) = parse_scenario(head + main, "pack/nothing.yaml")

    assert "nothing happens" in problem.message


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(STOP, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(STOP.replace("times", "tmies"), encoding="utf-8")
    (tmp_path / "c.yaml").write_bytes(b"name: \xff")
    (tmp_path / "d.yaml").write_text(STOP, encoding="utf-8")
    (tmp_path / "e.yaml").write_text(STOP.replace("name: funding_stops", "name: other"), encoding="utf-8")

    scenarios, problems = read_scenarios([tmp_path, tmp_path / "none.yaml"])

    assert [scenario.name for scenario in scenarios] == ["funding_stops", "other"]
    assert [problem.where.split("/")[1] for problem in problems] == [
        "b.yaml:10",
        "c.yaml",
        "d.yaml:1",
        "none.yaml",
    ]
    assert {problem.code for problem in problems} <= catalogue().keys()
    assert isinstance(read_scenario(tmp_path / "a.yaml"), Scenario)


def test_the_published_schema_is_current():
    published = Path(__file__).resolve().parents[2] / "docs" / "reference" / "scenario.schema.json"

    assert json.loads(published.read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize(
    ("old", "new", "is_valid"),
    [
        ("Alpha", "Alpha", True),
        ("least: 0, most: 0.5", "least: 0, mst: 0.5", False),
        ("{least: 0, most: 0.5}", "0.5", True),
        ("{kind: ai_lab}", "all", True),
        ("{kind: ai_lab}", "{}", False),
        ("change_funding", "change_fundng", False),
        ("change_funding", "ban_exclusivity", False),
        ("expect: falls", "expect: fall", False),
    ],
)
def test_the_schema_says_what_may_be_read(old: str, new: str, *, is_valid: bool):
    text = STOP.replace(old, new, 1)
    plain = text.replace("off", "'off'").replace(".inf", "9")  # as JSON, and YAML 1.2, can say it
    raw = json.loads(json.dumps(yaml.safe_load(plain), default=str))

    jsonschema.Draft202012Validator.check_schema(schema())
    assert jsonschema.Draft202012Validator(schema()).is_valid(raw) is is_valid
    assert isinstance(parse_scenario(text, "pack/stop.yaml"), Scenario) is is_valid
