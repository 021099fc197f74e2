"""Each measure is explained: what it asks, how, what misleads about it, and after whom."""

import inspect
import re
from importlib.metadata import entry_points

import pytest

from keiretsu import measures

REGISTRY = {"load_measure", "measure_names", "series"}  # ask other measures, and are none
FORMULAS = {
    "circulating_money",
    "circulating_share",
    "finn_index",
}  # figures of a measure, for many networks at once


@pytest.fixture(scope="module")
def sections(repository):
    """Return the sections of the pages of measures by their headings."""
    pages = (repository / "docs" / "explanation").glob("measures-*.md")
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    return dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", text, re.MULTILINE))


def test_every_measure_has_its_question_pitfalls_and_sources(sections):
    assert len(sections) > 20
    for heading, text in sections.items():
        assert re.match(r"\n\*[^*]+\?\*", text), f"{heading}: begins with its question"
        assert "\nPitfalls:" in text, f"{heading}: has pitfalls"
        assert re.search(r"^Sources: \S", text, re.MULTILINE), f"{heading}: has sources"


def test_every_public_function_and_registered_measure_has_a_section(sections):
    headed = {name for heading in sections for name in re.findall(r"`(\w+)`", heading)}
    functions = {name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))}
    registered = {entry.name for entry in entry_points(group="keiretsu.measures")}
    assert (functions | registered) - headed - REGISTRY - FORMULAS == set()
