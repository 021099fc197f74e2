"""Scenarios as they are written: what is wrong with them, which view counts, who saved which."""

from __future__ import annotations

import json

import pytest
import sites

from keiretsu.errors import ConflictError, ForbiddenError, MisuseError, NotFoundError, StoreError
from keiretsu.service.asked import Asked
from keiretsu.service.identity import Identity, Role
from keiretsu.service.scenarios import (
    MOST_SIGNS,
    read_bounded,
    ready,
    save_scenario,
    saved_scenarios,
    scenario_named,
    scenarios,
)
from keiretsu.service.scenarios_draft import draft_of, draft_of_posted
from keiretsu.service.scenarios_form import posted_of
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site

NOW = Asked()
ADMIN, ANNE, BOB = (
    Identity("root", Role.ADMIN),
    Identity("Anne", Role.REVIEWER),
    Identity("Bob", Role.REVIEWER),
)
READER = Identity("Rae", Role.READER)
OWN = sites.SCENARIO.replace("name: markets_close", "name: mine")


@pytest.fixture
def site(invented_industry, tmp_path) -> Site:
    return Site(Settings(invented_industry, tmp_path))


@pytest.fixture
def made(site):
    return ready(site, NOW)


def sent(draft, **changed: str) -> dict[str, str]:
    """Return what a browser sends of a draft, with some of it changed."""
    fields = dict(posted_of(draft.form)) if draft.form else {}
    own = {"yaml": draft.text, "left": draft.left, "seen_form": draft.seen_form, "seen_text": draft.seen_text}
    return {**fields, **own, **changed}


def test_an_untouched_draft_keeps_its_text_to_the_letter(made):
    text = "# why we ask\n" + sites.SCENARIO
    draft = draft_of(text, made)

    again = draft_of_posted({**sent(draft), "yaml": text.replace("\n", "\r\n")}, made)

    assert (again.text, again.problems, again.has_comments) == (text, (), True)


def test_what_is_changed_in_the_form_is_written_into_the_yaml(made):
    draft = draft_of(sites.SCENARIO, made)

    after = draft_of_posted(sent(draft, horizon="6", **{"actions.0.times.most": "0.5"}), made)

    assert "horizon: 6" in after.text
    assert after.scenario.actions[0].times.most == 0.5
    assert after.scenario.actions[1:] == draft.scenario.actions[1:]


def test_what_is_changed_in_the_yaml_is_shown_in_the_form(made):
    draft = draft_of(sites.SCENARIO, made)

    after = draft_of_posted(sent(draft, yaml=sites.SCENARIO.replace("horizon: 4", "horizon: 7")), made)

    assert after.form.fields["horizon"].value == "7"
    assert after.is_from_text


def test_where_both_were_changed_somebody_must_choose(made):
    draft = draft_of(sites.SCENARIO, made)
    both = sent(draft, horizon="6", yaml=sites.SCENARIO.replace("horizon: 4", "horizon: 7"))

    conflict = draft_of_posted(both, made)
    still = draft_of_posted(sent(conflict), made)

    assert conflict.is_conflict
    assert conflict.scenario is None
    assert still.is_conflict
    assert draft_of_posted(sent(conflict, take="form"), made).scenario.horizon == 6
    assert draft_of_posted(sent(conflict, take="yaml"), made).scenario.horizon == 7


def test_a_text_that_cannot_be_read_leaves_the_form_as_it_was(made):
    draft = draft_of(sites.SCENARIO, made)

    broken = draft_of_posted(sent(draft, yaml="name: [", horizon="4"), made)

    assert broken.is_stale
    assert broken.form == draft.form
    assert broken.problems[0].code == "scenario.broken-file"
    mended = draft_of_posted(sent(broken, yaml=sites.SCENARIO), made)
    assert mended.problems == ()


def test_what_is_wrong_is_told_by_line_and_by_field(made):
    text = (
        sites.SCENARIO.replace("firms: all, times: 0}", "firms: Alpa Cloud, times: -1}")
        .replace("outcome: cash", "outcome: csh")
        .replace("title: Nobody lends or invests\n", "")
    )
    wrong = draft_of(text, made)
    mended = draft_of(text.replace("times: -1", "times: 0") + "title: x\n", made)

    assert {where: problems[0].message[:35] for where, problems in wrong.by_place.items()} == {
        "title": "title: is missing; the scenario is ",
        "actions.1.times": "action 2, change_lending, times: -1",
    }
    assert [problem.where for problem in wrong.problems] == ["scenario.yaml:1", "scenario.yaml:7"]
    assert set(mended.by_place) == {"actions.1", "main.outcome"}
    assert mended.scenario is not None
    assert "did you mean 'Alpha Cloud'?" in [problem.hint for problem in mended.problems]


def test_an_action_before_the_start_is_told_before_it_is_run(made):
    early = draft_of(sites.SCENARIO.replace("2025-10-01", "2020-01-01"), made)

    assert early.by_place["actions.0.date"][0].code == "scenario.outside-horizon"


@pytest.mark.parametrize(
    "text",
    {
        "aliases": "a: &a [x]\nb: [*a, *a]",
        "bomb": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]",
        "python": "name: !!python/object/apply:os.system [echo]",
        "bytes": "name: !!binary aGk=",
        "set": "name: !!set {a}",
        "surrogate": 'name: "\\ud800"',
        "deep": "a: " + "[" * 500 + "]" * 500,
        "deep but readable": "a: " + "[" * 40 + "]" * 40,
        "very deep": "a: " + "{a: " * 9000 + "}" * 9000,
        "huge": "about: " + "x" * MOST_SIGNS,
        "number": "horizon: " + "9" * 6000,
        "key": "? [a]\n: b",
        "keys of numbers": "1: 2",
        "twice": "name: a\nname: b",
        "control": "name: \x07",
        "list": "- a",
        "nothing": "",
    }.items(),
    ids=lambda pair: pair[0],
)
def test_hostile_texts_are_refused_in_one_line(made, text):
    found = read_bounded(text[1])
    draft = draft_of(text[1], made)

    assert draft.scenario is None
    assert [problem.code for problem in draft.problems] == ["scenario.broken-file"]
    assert isinstance(found, tuple)
    assert "\n" not in draft.problems[0].line()
    json.dumps([problem.line() for problem in draft.problems]).encode()


def test_a_scenario_with_more_than_a_form_holds_is_shown_as_yaml_only(made):
    action = "  - {date: 2025-10-01, do: change_funding, firms: all, times: 1}\n"
    draft = draft_of(sites.SCENARIO.replace("actions:\n", "actions:\n" + action * 150), made)

    assert draft.form is None
    assert draft.scenario is not None
    assert draft_of_posted(sent(draft, yaml=sites.SCENARIO), made).form is not None


def test_saved_scenarios_stand_beside_those_of_the_pack(site):
    before = [one.name for one in scenarios(site, NOW)]
    saved = save_scenario(site, NOW, OWN, ANNE)

    assert before == ["markets_close"]
    assert [one.name for one in scenarios(site, NOW)] == ["markets_close", "mine"]
    found = scenario_named(site, NOW, "mine")
    assert (found.text, found.saved.author, found.saved) == (OWN, "Anne", saved)
    assert [file.name for file in (site.settings.state / "scenarios").iterdir()] == ["mine.yaml"]


def test_only_who_saved_a_scenario_or_an_admin_changes_it(site):
    save_scenario(site, NOW, OWN, ANNE)
    with pytest.raises(ConflictError, match="Anne has saved one"):
        save_scenario(site, NOW, OWN, BOB)
    with pytest.raises(ForbiddenError, match="was saved by Anne"):
        saved_scenarios(site).delete("mine", BOB)
    with pytest.raises(ForbiddenError):
        save_scenario(site, NOW, OWN.replace("mine", "other"), READER)

    save_scenario(site, NOW, OWN.replace("horizon: 4", "horizon: 5"), ANNE)
    assert scenario_named(site, NOW, "mine").scenario.horizon == 5
    saved_scenarios(site).delete("mine", ADMIN)
    with pytest.raises(NotFoundError):
        scenario_named(site, NOW, "mine")


def test_a_name_that_is_taken_or_no_scenario_is_not_saved(site):
    with pytest.raises(ConflictError, match="the pack has"):
        save_scenario(site, NOW, sites.SCENARIO, ANNE)
    with pytest.raises(ConflictError, match="means something else"):
        save_scenario(site, NOW, OWN.replace("name: mine", "name: new"), ANNE)
    with pytest.raises(MisuseError, match="title: is missing"):
        save_scenario(site, NOW, OWN.replace("title: Nobody lends or invests\n", ""), ANNE)
    assert list(saved_scenarios(site).all()) == []


@pytest.mark.parametrize("name", ["../mine", "..", "/etc/passwd", "mine.yaml", "", "a/b", "ä", "x" * 9000])
def test_a_name_is_never_a_path(site, name):
    with pytest.raises(NotFoundError):
        saved_scenarios(site).get(name)


def test_a_name_that_is_too_long_for_a_file_s_is_refused(site):
    for number, error in ((100, None), (101, MisuseError), (40_000 - len(OWN), MisuseError)):
        text = OWN.replace("name: mine", f"name: {'a' * number}")
        if error is None:
            assert save_scenario(site, NOW, text, ANNE).author == "Anne"
        else:
            with pytest.raises(error, match="letters"):
                save_scenario(site, NOW, text, ANNE)


def test_a_disk_that_takes_no_scenario_is_told_without_its_place(site, tmp_path):
    (tmp_path / "scenarios").write_text("a file where the folder should be")

    with pytest.raises(StoreError, match=r"server\.not-kept") as refused:
        save_scenario(site, NOW, OWN, ANNE)
    assert str(tmp_path) not in str(refused.value)


def test_a_damaged_file_is_passed_over(site):
    save_scenario(site, NOW, OWN, ANNE)
    below = site.settings.state / "scenarios"
    (below / "odd.yaml").write_text("name: odd\n", encoding="utf-8")
    (below / "bytes.yaml").write_bytes(b"\xff\xfe")

    assert [one.name for one in saved_scenarios(site).all()] == ["mine"]
