"""A target without a name may be described; a bare common noun describes none."""

import pytest


@pytest.mark.parametrize(
    "what",
    [
        "more property and equipment",
        "property",
        "commercial property",
        "some businesses",
        "other assets",
        "hotels",
        "several brands",
    ],
)
def test_common_nouns_are_no_organisations(cores_of, what):
    assert cores_of(f"Omega bought {what} in 2024.") == set()


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("the robotics business of Delta", "robotics business"),
        ("Delta's hotels", "hotels"),
        ("a riverside hotel", "riverside hotel"),
        ("two copper mines from Delta", "two copper mines"),
        ("a design team", "design team"),
        ("a commercial property", "commercial property"),
    ],
)
def test_a_target_told_apart_is_put_down_in_the_texts_words(cores_of, what, words):
    assert ("acquires", "Omega", words) in cores_of(f"Omega bought {what}.")
