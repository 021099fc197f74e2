"""Singulars by which goods in the plural are called."""

import pytest

from keiretsu.claims.gazetteer import Gazetteer
from keiretsu.claims.rules.pipeline import load_pipeline
from keiretsu.claims.rules.reading import read


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("dies", "die"),
        ("cookies", "cookie"),
        ("pies", "pie"),
        ("batteries", "battery"),
        ("gigafactories", "gigafactory"),
        ("cryptocurrencies", "cryptocurrency"),
        ("smartwatches", "smartwatch"),
        ("watches", "watch"),
        ("caches", "cache"),
        ("engines", "engine"),
    ],
)
def test_a_plural_has_the_singular_that_its_spelling_gives_it(plural: str, singular: str) -> None:
    (line,) = read(f"Alpha sells {plural} to Beta.", load_pipeline(None), Gazetteer())
    assert [token.lemma_ for token in line.doc if token.lower_ == plural] == [singular]
