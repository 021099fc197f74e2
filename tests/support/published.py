"""The cases of ``tests/golden/data``: published numbers, and how far off ours may be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

DATA = Path(__file__).parents[1] / "golden" / "data"


def cases(file: str, *kinds: str) -> list[Any]:
    """Return the cases of a file, of some kinds or all, as parameters of a test."""
    table = json.loads((DATA / file).read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["id"]) for case in table if not kinds or case.get("kind") in kinds]


def assert_within(got: Any, expected: Any, tolerance: Mapping[str, float]) -> None:
    """Hold each number against the one expected, by the case's tolerance."""
    got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    allowed = np.maximum(tolerance.get("abs", 0), 1e-9) + tolerance.get("rel", 0) * np.abs(expected)
    assert got.shape == expected.shape
    assert (np.abs(got - expected) <= allowed).all(), f"{got} is not {expected}"
