"""What comes back of a scenario's form may have been made up: it makes a draft, or is refused."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
import sites
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keiretsu.errors import MisuseError
from keiretsu.service.asked import Asked
from keiretsu.service.scenarios import MOST_DEPTH, Ready, ready
from keiretsu.service.scenarios_draft import draft_of, draft_of_posted
from keiretsu.service.scenarios_form import posted_of
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site

LONG = "9" * 5_000
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.fixture(scope="module")
def made(invented_industry, tmp_path_factory) -> Ready:
    return ready(Site(Settings(invented_industry, tmp_path_factory.mktemp("state"))), Asked())


@pytest.fixture(scope="module")
def usual(made) -> dict[str, str]:
    """Return what a browser sends of the form of a scenario that nobody touched."""
    draft = draft_of(sites.SCENARIO, made)
    own = {"yaml": draft.text, "left": draft.left, "seen_form": draft.seen_form, "seen_text": draft.seen_text}
    return {**dict(posted_of(draft.form)), **own}


@pytest.mark.parametrize(
    "crafted",
    [
        {"main.of.0.value.x": "Alpha"},
        {"actions.0.firms.0.trait.x": "name"},
        {"actions.0.times.least.x": "1"},
        {"actions.0.times.most" + ".x" * 2_000: "1"},
        {"actions.0.do.x": "fail"},
        {"actions.0.date.0": "2026-01-01"},
        {"actions.x.do": "fail"},
        {"actions.²": "fail"},
        {"actions.0": "fail"},
        {f"actions.{LONG}.do": "fail"},
        {"parameters.0.key.x": "a"},
        {"parameters.0.value.x": "a"},
        {"behaviours.rescue.x": "off"},
        {"horizon.x": "4"},
        {"title.x": "A title"},
        {"main": "cash"},
    ],
    ids=lambda crafted: next(iter(crafted))[:40],
)
def test_a_field_where_the_form_has_none_is_refused(made, usual, crafted):
    for fields in ({**usual, **crafted}, {**crafted, **usual}):
        with pytest.raises(MisuseError, match="no field of the form") as refused:
            draft_of_posted(fields, made)
        assert refused.value.problem.code == "server.invalid-request"


@pytest.mark.parametrize(
    "left",
    [
        *("x", "1", "null", '"a"', "[1]", "[[1]]", DEEP),
        '[[["title"], "\\ud800"]]',
        '[[["parameters", "\\ud800"], 2]]',
        f'[[["x"], {LONG}]]',
        f'[[["x"], {"[" * (MOST_DEPTH + 2)}{"]" * (MOST_DEPTH + 2)}]]',
        '[[["actions", 0.5], 1]]',
        "[[[[]], 1]]",
        "[[[], 1]]",
        json.dumps([[["a"] * 500, 1]]),
    ],
    ids=lambda left: left[:32],
)
def test_what_the_form_left_alone_comes_back_as_it_was_sent_or_not_at_all(made, usual, left):
    with pytest.raises(MisuseError, match="no field of the form"):
        draft_of_posted({**usual, "left": left}, made)


@pytest.mark.parametrize(
    "step",
    [f"add:{LONG}", f"add:actions.{LONG}", f"up:actions.{'9' * 30}", "add:main" + ".a" * 3_000, "add:²"],
    ids=lambda step: step[:16],
)
def test_a_step_to_nowhere_is_refused(made, usual, step):
    with pytest.raises(MisuseError, match="can't be done"):
        draft_of_posted({**usual, "step": step}, made)


@pytest.mark.parametrize(
    "text",
    [
        *("a: !!timestamp x", "a: !!bool x", "a: !!int x", "a: !!float x", "a: !!binary x"),
        f"a: {LONG}",
        f"a: 0x{'f' * 5_000}",
        f"horizon: {'9' * 400}",
        "a: " + "[" * 5_000,
        'a: "\\ud800"',
    ],
    ids=lambda text: text[:20],
)
def test_a_text_that_cannot_be_read_says_so(made, usual, text):
    draft = draft_of_posted({**usual, "yaml": text}, made)

    assert [problem.code for problem in draft.problems] == ["scenario.broken-file"]
    assert draft.is_stale


_parts = st.sampled_from(["main", "actions", "given", "parameters", "behaviours", "title", "horizon"]) | (
    st.sampled_from(["of", "firms", "times", "least", "most", "value", "trait", "key", "do", "date"])
    | st.sampled_from(["rescue", "0", "1", "-1", "²", "", "x"])
)
_names = st.lists(_parts, min_size=1, max_size=5).map(".".join)
_values = st.text() | st.sampled_from(
    ["", "all", "fail", "change_funding", "NaN", "1e999", "-0", "9" * 29, "9999-12-31", "0000-00-00", "\x00"]
)
_steps = st.tuples(st.sampled_from(["add", "remove", "up", ""]), _names).map(":".join)
_left = st.lists(st.tuples(st.lists(_parts | st.integers(), max_size=4), st.none() | _values)).map(json.dumps)
_more = st.fixed_dictionaries(
    {}, optional={"step": _steps, "left": _left, "take": st.sampled_from(["form", "yaml"]), "yaml": _values}
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_names, _values, max_size=4), _more, st.sets(_names))
def test_whatever_is_sent_is_a_draft_or_is_refused(made, usual, changed, more, missing):
    fields = {name: value for name, value in usual.items() if name not in missing}
    with suppress(MisuseError):
        draft = draft_of_posted({**fields, **changed, **more}, made)
        draft.text.encode("utf-8")
        draft.left.encode("utf-8")
