"""Python's collector of garbage stands still while many records are made, and goes on after it."""

import gc

import pytest

from keiretsu.execution.collecting import without_collecting


def test_the_collector_goes_on_after_a_failure_too() -> None:
    with pytest.raises(ValueError, match="spoilt"), without_collecting():
        float("spoilt")
    assert gc.isenabled()


def test_only_who_stopped_the_collector_starts_it_again() -> None:
    with without_collecting():
        with without_collecting():
            pass
        assert not gc.isenabled()
    gc.disable()
    try:
        with without_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
