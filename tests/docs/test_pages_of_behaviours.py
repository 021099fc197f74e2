"""The page of behaviours is made from the code, and the page that explains them keeps up with it."""

import re

import pytest

from keiretsu.simulation.industry.levers import LEVERS
from keiretsu.simulation.industry.mechanism import ORDER, mechanisms
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.industry.variables import VARIABLES

SECTION = re.compile(r"^### \d+\. (\w+)\n(.*?)(?=^##)", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def made(made_pages):
    return made_pages["reference/behaviours.md"]


@pytest.fixture(scope="module")
def explained(repository):
    page = (repository / "docs" / "explanation" / "industry.md").read_text(encoding="utf-8")
    return dict(SECTION.findall(page))


def test_the_generated_page_has_the_turns_in_their_order(made):
    headings = re.findall(r"^## (\w+)$", made, re.MULTILINE)
    assert headings == [*ORDER, "Variables", "Levers", "Outcomes"]


@pytest.mark.parametrize("turn", ORDER)
def test_it_has_the_rule_and_every_parameter_of_a_turn(made, turn):
    section = made.split(f"## {turn}\n")[1].split("\n## ")[0]
    assert mechanisms()[turn].equation in section
    assert [name for name in mechanisms()[turn].parameters if f"`{name}`" not in section] == []


def test_it_has_what_mechanisms_share_and_what_is_measured(made):
    rows = re.findall(r"^\| `([^`]+)` \|", made, re.MULTILINE)
    assert [name for name in (*VARIABLES, *LEVERS, *OUTCOMES) if name not in rows] == []


def test_the_explanation_follows_the_order_of_a_quarter(explained):
    assert list(explained) == list(ORDER)


@pytest.mark.parametrize("turn", ORDER)
def test_the_explanation_names_every_source_of_a_turn(explained, turn):
    years = re.findall(r"\b[12]\d{3}\b", mechanisms()[turn].source)
    assert [year for year in years if f"({year})" not in explained[turn]] == []
