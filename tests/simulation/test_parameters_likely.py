"""What the mechanisms' parameters say of themselves."""

from itertools import chain

import pytest

from keiretsu.simulation.industry.mechanism import chosen, mechanisms

DECLARED = [(each.name, *item) for each in chosen().values() for item in each.parameters.items()]


@pytest.mark.parametrize(("mechanism", "name", "parameter"), DECLARED, ids=lambda each: str(each)[:40])
def test_every_parameter_has_a_likely_range_around_its_value(mechanism, name, parameter) -> None:
    low, high = parameter.likely
    assert low <= parameter.value <= high, f"{mechanism}: {name}"
    assert low < high
    parameter.check(name, low)
    parameter.check(name, high)


def test_a_parameter_of_several_mechanisms_is_declared_once() -> None:
    found = {}
    for name, parameter in chain.from_iterable(each.parameters.items() for each in mechanisms().values()):
        assert found.setdefault(name, parameter) is parameter, name
    assert len(found) < len(DECLARED)
