"""The look-up of known weaknesses: what is found fails, and what can't be asked is said to be so."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "audit.py"


@pytest.fixture(scope="module")
def audit():
    loader = SourceFileLoader("audit_script", str(SCRIPT))
    module = module_from_spec(spec_from_loader("audit_script", loader))
    import sys

    sys.modules["audit_script"] = module
    loader.exec_module(module)
    return module


def test_a_weak_python_package_is_found(audit):
    weak = {"name": "alpha", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": ["1.1"]}]}
    found = audit.of_python({"dependencies": [weak, {"name": "beta", "version": "2", "vulns": []}]})
    assert (found.looked_up, found.found) == (2, ("alpha 1.0: X-1, mended in 1.1",))


@pytest.mark.parametrize("answer", [{}, {"dependencies": [{"name": "alpha", "skip_reason": "not there"}]}])
def test_packages_that_were_passed_over_were_not_looked_up(audit, answer):
    (line,) = audit.of_python(answer).lines()
    assert "not looked up" in line


def test_a_weak_package_of_the_pages_is_found_from_high_on(audit):
    weak = {"name": "alpha", "range": "<2", "severity": "high"}
    mild = {"name": "beta", "range": "<2", "severity": "moderate"}
    answer = {"vulnerabilities": {"alpha": weak, "beta": mild}, "metadata": {"dependencies": {"total": 9}}}
    assert audit.of_pages(answer).found == ("alpha <2: high",)
    assert audit.of_pages({"message": "405 Method Not Allowed"}).looked_up is None


def test_a_command_without_an_answer_is_no_answer(audit):
    import sys

    assert audit.asked([sys.executable, "-c", "print('no JSON')"]) == {}
