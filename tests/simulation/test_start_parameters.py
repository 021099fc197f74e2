"""Parameters of mechanisms, a pack's values over them, and values that change by date."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from keiretsu.errors import PackError
from keiretsu.simulation import Parameter
from keiretsu.simulation.industry.given import parse_given, read_given
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.parameters import dated_changes, parameters_of

PULL = Parameter(0.5, "how strongly", "A paper", unit="1/year", least=0, most=1)


def mechanisms(**parameters):
    def make(industry):
        raise AssertionError("not built here")

    return {"gift": Mechanism("gift", "", "", "", make, parameters)}


def overridden(text):
    return parameters_of(mechanisms(pull=PULL, push=PULL), parse_given(text, "parameters.yaml"))


def test_a_given_value_replaces_the_mechanism_s_with_its_source_and_range() -> None:
    found = overridden("""
pull:
  value: 0.25
  least: 0.1
  most: 0.4
  likely: [0.2, 0.3]
  unit: 1/year
  source: >-
    A report
    of two lines
  dated: {2026-01-01: 0.4, 2025-07-01: 0.3}
""")
    pull = found["pull"]
    assert (pull.value, pull.least, pull.most, pull.likely) == (0.25, 0.1, 0.4, (0.2, 0.3))
    assert (pull.source, pull.meaning) == ("A report of two lines", "how strongly")
    assert pull.dated == ((date(2025, 7, 1), 0.3), (date(2026, 1, 1), 0.4))
    assert found["push"] is PULL


def test_the_mechanism_s_likely_range_stands_for_a_value_within_it_only() -> None:
    known = mechanisms(pull=replace(PULL, likely=(0.2, 0.6)))
    (pull,) = parameters_of(known, parse_given("pull: {value: 0.3, source: A}", "")).values()
    assert pull.likely == (0.2, 0.6)
    with pytest.raises(PackError, match=r"likely from 0\.2 to 0\.6; give its own likely range"):
        parameters_of(known, parse_given("pull: {value: 0.7, source: A}", ""))


def test_without_anything_given_the_mechanisms_values_stand() -> None:
    assert parameters_of(mechanisms(pull=PULL)) == {"pull": PULL}
    assert parse_given("# nothing yet\n", "parameters.yaml") == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "pul: {value: 1, source: A}",
            "parameters.yaml:1: no mechanism reads a parameter 'pul'; did you mean pull?",
        ),
        ("\n\npull: {value: 2, source: A}", "parameters.yaml:3: pull is 2; give a number from 0 to 1"),
        ("pull: {value: 1, source: A, most: 9}", "pull is 9; give a number from 0 to 1"),
        ("pull: {value: 0.2, least: 0.3, source: A}", "0.2 is out of its range from 0.3"),
        ("pull: {value: 1, source: A, dated: {2025-01-01: -1}}", "pull is -1"),
        ("pull: {value: 1, source: A, unit: share}", "pull is in 'share'; give it in 1/year"),
        ("pull: {value: 0.2, source: A, likely: 0.3}", "the likely range of pull has not two ends"),
        (
            "pull: {value: 0.2, source: A, likely: [0.3, 0.1]}",
            "the likely range of pull goes from 0.3 to 0.1",
        ),
        (
            "pull: {value: 0.2, source: A, likely: [0.1, .inf]}",
            "the likely range of pull goes from 0.1 to inf",
        ),
        (
            "pull: {value: 0.2, source: A, likely: [0, some]}",
            "the likely range of pull is 'some'; give a number",
        ),
        ("pull: {value: 0.2, source: A, likely: [0, 2]}", "pull is 2; give a number from 0 to 1"),
        ("pull: {value: 0.2, source: A, likely: [0.3, 0.4]}", "pull is 0.2, and likely from 0.3 to 0.4"),
        (
            "pull: {value: 0.2, most: 0.3, source: A, likely: [0, 0.4]}",
            "0.4 is out of its range from 0 to 0.3",
        ),
        ("pull: {value: 1}", "pull has no source; use value, source, least, most, likely, unit, dated"),
        ("pull: {value: 1, source: A, values: 3}", "pull has a field 'values'"),
        ("pull: {value: high, source: A}", "pull is 'high'; give a number"),
        ("pull: {value: yes, source: A}", "pull is True; give a number"),
        ("pull: {value: .nan, source: A}", "pull is nan; give a number"),
        ("pull: {value: 1, source: A, dated: {2025: 1}}", "write dated: {2025-07-01: 0.3}"),
        ("pull: 0.3", "pull has no fields; write value and source below it"),
        ("pull: {value: 1, source: A}\npull: {value: 1, source: A}", "parameters.yaml:2: gives 'pull' twice"),
        ("pull:\n  value: 0.2\n  value: 0.3\n  source: A", "parameters.yaml:3: gives 'value' twice"),
        ("- pull", "parameters.yaml:1: is no list of parameters"),
        ("pull: {value: 1\nsource", "parameters.yaml:2: is not YAML"),
        ("pull: {value: 2025-13-01, source: A}", "parameters.yaml: is not YAML"),
        ("[" * 100_000, "parameters.yaml: is not YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(text, told) -> None:
    with pytest.raises(PackError) as caught:
        overridden(text)
    assert caught.value.problem.code == "pack.broken-parameter"
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_is_read_and_a_missing_one_told(tmp_path) -> None:
    path = tmp_path / "parameters.yaml"
    path.write_text("pull: {value: 0.25, source: A}\n", encoding="utf-8")
    assert read_given(path)["pull"].value == 0.25
    with pytest.raises(PackError, match=r"pack\.broken-parameter: none\.yaml"):
        read_given(tmp_path / "none.yaml")


def changes(*dated, as_of=date(2025, 12, 31), periods=8):
    parameter = Parameter(1.0, "rate", dated=dated)
    found = dated_changes({"rate": parameter, "fixed": PULL}, as_of, periods)
    return {period: {name: float(value) for name, value in new.items()} for period, new in found.items()}


def test_a_dated_value_holds_from_the_first_period_that_begins_with_it() -> None:
    assert changes((date(2026, 4, 1), 2.0), (date(2026, 4, 2), 3.0)) == {2: {"rate": 2.0}, 3: {"rate": 3.0}}


def test_what_held_before_the_start_holds_from_the_first_period_on() -> None:
    assert changes((date(2020, 1, 1), 2.0), (date(2025, 6, 1), 3.0)) == {1: {"rate": 3.0}}
    assert changes((date(2040, 1, 1), 2.0)) == {}


def test_periods_begin_on_days_that_exist() -> None:
    assert changes((date(2027, 2, 28), 2.0), as_of=date(2025, 11, 29)) == {6: {"rate": 2.0}}


def test_a_dated_value_may_differ_from_path_to_path() -> None:
    parameter = Parameter(1.0, "rate", dated=((date(2026, 1, 1), np.array([1.0, 2.0])),))
    (new,) = dated_changes({"rate": parameter}, date(2025, 12, 31), 4).values()
    assert new["rate"].tolist() == [1.0, 2.0]
