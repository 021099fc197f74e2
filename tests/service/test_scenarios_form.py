"""A scenario's form and its YAML are two views of one text."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import keiretsu
from keiretsu.errors import MisuseError
from keiretsu.service.scenarios_form import form_of, posted_of
from keiretsu.service.scenarios_sent import entries_of
from keiretsu.service.scenarios_steps import stepped
from keiretsu.simulation.scenarios import Scenario, has_comments, parse_scenario, scenario_text
from keiretsu.simulation.scenarios.keys import action_kinds
from keiretsu.simulation.scenarios.reading import read_entries

OWN = sorted((Path(keiretsu.__file__).parent / "packs").glob("*/scenarios/*.yaml"))
MAIN = {"outcome": "cash", "expect": "falls", "why": "No money comes in."}
HEAD = {"name": "stop", "title": "Stop", "asks": "Who lives?", "about": "A test.", "horizon": 4}

lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    str.strip
)
texts = st.lists(lines, min_size=1, max_size=4).map("\n".join)
numbers = st.floats(0, 1e9) | st.integers(0, 10**9)
sizes = numbers | st.tuples(numbers, numbers).map(lambda two: {"least": min(two), "most": max(two)})
firms = st.lists(
    lines
    | st.sampled_from(["kind", "sells", "buys"]).flatmap(lambda trait: st.fixed_dictionaries({trait: lines})),
    min_size=1,
    max_size=3,
)
nouns = st.text(string.ascii_lowercase, min_size=1)
actions = st.fixed_dictionaries(
    {"date": st.dates().map(str), "do": st.just("change_funding"), "firms": firms, "times": sizes},
    optional={"quarters": st.integers(1, 9)},
)
scenarios = st.fixed_dictionaries(
    {
        "name": nouns,
        "title": lines,
        "asks": texts,
        "about": texts,
        "horizon": st.integers(1, 400),
        "actions": st.lists(actions, min_size=1, max_size=3),
        "main": st.fixed_dictionaries(
            {"outcome": lines, "expect": st.sampled_from(["rises", "falls"]), "why": texts},
            optional={"of": firms, "quarter": st.integers(1, 400)},
        ),
    },
    optional={
        "given": st.lists(actions, max_size=2),
        "behaviours": st.dictionaries(st.sampled_from(["rescue", "funding"]), st.just("off")),
        "parameters": st.dictionaries(lines.map(str.strip), numbers, max_size=3),
    },
)


def read(text: str) -> dict:
    found = parse_scenario(text, "scenario.yaml")
    assert isinstance(found, Scenario), found
    return found.model_dump()


def through_the_form(text: str) -> str:
    form = form_of(read_entries(text, "scenario.yaml").entries)
    return scenario_text(entries_of(dict(posted_of(form)), form.left))


@pytest.mark.parametrize("path", OWN, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_form_writes_each_scenario_of_the_packs_back_as_it_is(path):
    text = path.read_text(encoding="utf-8")

    assert read(through_the_form(text)) == read(text)
    assert form_of(read_entries(text, "").entries).left == ()


@given(scenarios)
def test_whatever_a_scenario_says_comes_back_from_its_text_and_from_its_form(entries):
    text = scenario_text(entries)

    assert read_entries(text, "scenario.yaml").entries == entries
    assert read(through_the_form(text)) == read(text)


def test_what_the_form_cannot_show_is_left_alone():
    entries = {
        **HEAD,
        "tags": ["a", {"b": 1}],
        "title": "two\nlines",
        "actions": [
            {"date": "2026-07-01", "do": "fail", "firms": [{"kind": "lab", "sells": "cloud"}], "tmies": 2},
            {"do": "explode", "what": {"deep": [1, 2]}},
            "nothing",
            {"date": "2026-07-01", "do": "change_costs", "firms": "all", "times": {"least": [1]}},
        ],
        "behaviours": {"rescue": "off", "no such turn": "off", "funding": ["a"]},
        "parameters": {"debt limit": 2, "odd": [1]},
        "main": {**MAIN, "of": "Alpha", "colour": "red"},
    }
    form = form_of(entries)

    assert {".".join(map(str, place)) for place, _ in form.left} == {
        *("tags", "title", "actions.0.firms", "actions.0.tmies", "actions.1", "actions.2"),
        *(
            "actions.3.times",
            "behaviours.no such turn",
            "behaviours.funding",
            "parameters.odd",
            "main.colour",
        ),
    }
    assert entries_of(dict(posted_of(form)), form.left) == entries


@pytest.mark.parametrize("entries", [{}, {"actions": 3, "main": "cash", "behaviours": [], "parameters": 1}])
def test_entries_of_the_wrong_shape_are_left_alone_too(entries):
    form = form_of(entries)

    assert entries_of(dict(posted_of(form)), form.left) == entries


def test_an_action_of_another_kind_keeps_what_both_have_and_is_given_the_rest():
    before = {"date": "2026-07-01", "do": "change_funding", "firms": "Alpha", "times": 0.5, "quarters": 2}
    posted = dict(posted_of(form_of({**HEAD, "actions": [before], "main": MAIN})))

    changed = entries_of({**posted, "actions.0.do": "make_in_house"}, (), "2026-10-01")

    assert changed["actions"] == [
        {"date": "2026-07-01", "do": "make_in_house", "customers": "all", "layers": "all", "share": 0.5}
        | {"quarters": 2}
    ]


def test_what_is_typed_in_a_field_of_numbers_stays_as_it_is_where_it_is_none():
    posted = {"horizon": " 12 ", "main.quarter": "soon", "actions.0.do": "change_costs"}
    posted |= {"actions.0.times.least": "0,5", "actions.0.times.most": "1e3", "title": "2027"}

    found = entries_of(posted)

    assert (found["horizon"], found["title"], found["main"]) == (12, "2027", {"quarter": "soon"})
    assert found["actions"][0]["times"] == {"least": "0,5", "most": 1000.0}


@pytest.mark.parametrize(
    ("step", "expected", "focus"),
    [
        ("add:actions.0.firms", {"firms": ["Alpha", ""]}, "actions.0.firms.1"),
        ("remove:actions.0.firms.0", {"firms": None}, "actions.0.firms"),
    ],
)
def test_rows_are_added_and_removed(step, expected, focus):
    entries = {**HEAD, "actions": [{"do": "fail", "firms": "Alpha"}]}

    after, where = stepped(entries, step, "2026-10-01")

    assert (after["actions"][0].get("firms"), where) == (expected["firms"], focus)
    assert entries["actions"][0]["firms"] == "Alpha"


def test_actions_are_added_moved_and_removed():
    entries = {**HEAD, "actions": [{"do": "fail"}]}
    two, focus = stepped(entries, "add:actions", "2026-10-01")
    turned, _ = stepped(two, "up:actions.1", "")
    left, _ = stepped(turned, "remove:actions.1", "")

    assert [each["do"] for each in two["actions"]] == ["fail", "change_funding"]
    assert focus == "actions.1"
    assert [each["do"] for each in turned["actions"]] == ["change_funding", "fail"]
    assert [each["do"] for each in left["actions"]] == ["change_funding"]
    assert "actions" not in stepped(left, "remove:actions.0", "")[0]
    assert stepped(entries, "add:parameters", "")[0]["parameters"] == {"": ""}


@pytest.mark.parametrize(
    "step", ["x", "add:", "remove:actions.9", "up:name", "remove:actions.0.0.0", "add:a.b.c.d"]
)
def test_a_step_that_cannot_be_taken_is_refused(step):
    with pytest.raises(MisuseError, match="can't be done"):
        stepped({**HEAD, "actions": [{"do": "fail"}], "main": MAIN}, step, "")


def test_comments_are_known_from_what_only_looks_like_one():
    assert has_comments("# who\nname: a")
    assert has_comments("name: a\n\n  # the end\n")
    assert not has_comments("name: 'a # b'\nabout: |\n  # no comment\n")


def test_every_action_has_a_meaning_and_its_keys_have_one():
    for kind in action_kinds().values():
        assert kind.meaning
        assert all(key.meaning for key in kind.keys), kind.do
