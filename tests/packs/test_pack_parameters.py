"""The packs' own values for what the simulation's behaviours read."""

import re
from functools import cache

import pytest

from keiretsu.packs import load_pack
from keiretsu.simulation.industry.by_market import split_name
from keiretsu.simulation.industry.given import read_given
from keiretsu.simulation.industry.mechanism import chosen
from keiretsu.simulation.industry.parameters import parameters_of

PACKS = ("ai", "telecom")
KNOWS_WHEN = re.compile(r"(19|20)\d\d|^Our reckoning|^As the ")


@cache
def given_by(pack):
    return read_given(load_pack(pack).parameters_path)


ENTRIES = [(pack, name) for pack in PACKS for name in given_by(pack)]


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_s_parameters_are_read_by_mechanisms(pack) -> None:
    given = given_by(pack)
    markets = [split[1] for name in given if (split := split_name(name))]
    found = parameters_of(chosen(), given, markets)
    assert {name: found[name].value for name in given} == {name: each.value for name, each in given.items()}


@pytest.mark.parametrize(("pack", "name"), ENTRIES)
def test_every_value_has_a_dated_source_and_a_likely_range_around_it(pack, name) -> None:
    given = given_by(pack)[name]
    low, high = given.likely
    for value in (given.value, *(value for _, value in given.dated)):
        assert low <= value <= high
    assert KNOWS_WHEN.search(given.source)


def test_what_was_believed_in_1999_does_not_change_by_what_came_later() -> None:
    assert not any(each.dated for each in given_by("telecom").values())
