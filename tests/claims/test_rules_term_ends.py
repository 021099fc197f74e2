"""The end of a term isn't when a deal begins: the claim has no date from it."""

import pytest


def supply_date(claims):
    found = [claim for claim in claims if claim.relation == "supplies"]
    assert [(claim.subject, claim.object) for claim in found] == [("Gamma", "Beta")]
    return found[0].date


@pytest.mark.parametrize(
    "end",
    [
        "until 2031",
        "until December 2031",
        "until the end of 2031",
        "until 31 December 2031",
        "till 2031",
        "through 2031",
        "through at least 2031",
        "through the first half of 2031",
        "up to the end of 2031",
    ],
)
def test_a_term_that_ends_gives_no_date(claims_of, end):
    assert supply_date(claims_of(f"Gamma will supply Beta with servers {end}.")) is None


@pytest.mark.parametrize("to", ["to 2030", "until 2030", "into 2030", "through 2030"])
def test_an_extension_gives_no_date(claims_of, to):
    text = f"Gamma extended its contract to supply Beta with servers {to}."
    assert supply_date(claims_of(text)) is None


@pytest.mark.parametrize(
    ("when", "date"),
    [
        ("from 2026", "2026"),
        ("from 2026 to 2030", "2026"),
        ("from March 2026 until June 2030", "2026-03"),
        ("since 2019", "2019/.."),
        ("in 2026", "2026"),
        ("by 2027", "2027"),
        ("midway through 2026", "2026"),
    ],
)
def test_a_beginning_or_a_day_is_the_date(claims_of, when, date):
    assert supply_date(claims_of(f"Gamma supplies Beta with servers {when}.")) == date


@pytest.mark.parametrize(
    "text",
    [
        "Gamma will supply Beta with servers until December 2031, the firms said in September 2025.",
        "Gamma agreed in September 2025 to supply Beta with servers through 2031.",
    ],
)
def test_another_date_of_the_sentence_takes_its_place(claims_of, text):
    assert supply_date(claims_of(text)) == "2025-09"


@pytest.mark.parametrize(
    "text",
    [
        "Gamma is not expected to supply Beta with servers until 2027.",
        "Gamma has postponed deliveries of servers to Beta until 2027.",
    ],
)
def test_not_until_is_a_beginning(claims_of, text):
    assert supply_date(claims_of(text)) == "2027"


def test_the_end_of_what_is_over_is_its_date(claims_of):
    claims = claims_of("Gamma supplied Beta with servers until 2019.")
    assert [(claim.status, claim.date) for claim in claims] == [("ended", "2019")]


def test_what_was_put_in_so_far_stands_as_of_its_last_day(claims_of):
    past = claims_of("Omega has invested $3 billion in Beta through June 2025.")
    assert [claim.date for claim in past] == ["2025-06"]
    ahead = claims_of("Omega will invest $3 billion in Beta through 2028.")
    assert [claim.date for claim in ahead] == [None]
