"""Which capitals name an organisation: bare names, people, places, products, press, authorities."""

import pytest

from keiretsu.claims import Gazetteer, NameKind
from keiretsu.claims.rules.names_candidates import places
from keiretsu.claims.rules.pipeline import load_pipeline
from keiretsu.claims.rules.reading import read


@pytest.fixture(scope="module")
def named():
    """Return the canonical names of the organisations that a text names, with nothing known beforehand."""
    pipeline = load_pipeline(None)

    def find(text: str) -> set[str]:
        found = (mention.known for line in read(text, pipeline, Gazetteer()) for mention in line.mentions)
        return {known.canonical for known in found if known.kind is not NameKind.PRODUCT}

    return find


BUYERS = ["Norvik", "Telcoma", "Brightwater", "Kestrel Air", "Ostrava Steel", "Zywia"]
CONSTRUCTIONS = [
    ("{0} agreed to acquire Quell for $3 billion.", "subject of the verb below the main one"),
    ("Shares of {0} rose after it bought Quell.", "owner of shares"),
    ("The carrier {0} invested $2 billion in Quell.", "behind what it is"),
    ("Quell was bought by {0} last year.", "agent of a passive"),
    ("{0}, a maker of lamps, bought Quell.", "with an apposition"),
    ("Quell signed a contract with {0} on Monday.", "other side of a deal"),
    ("The deal values {0}'s shares at $3 billion.", "owner"),
]


@pytest.mark.parametrize("buyer", BUYERS)
@pytest.mark.parametrize(("sentence", "place"), CONSTRUCTIONS)
def test_a_bare_name_is_an_organisation_by_its_place_in_the_clause(named, buyer, sentence, place):
    assert buyer in named(sentence.format(buyer)), place


def test_a_plain_word_that_deals_is_a_name(named):
    assert named("Alpha invested $2 billion in Beta.") == {"Alpha", "Beta"}


OTHERS = [
    ("Quell, led by Tom Hale, 45, bought Norvik. Hale invested $2 billion in Norvik.", "Hale"),
    ("Chief executive Lars Berg said Norvik would buy Quell.", "Lars Berg"),
    ("Washington fined Norvik last year.", "Washington"),
    ("Norvik, based in Klattau, bought Quell.", "Klattau"),
    ("Danish brewer Norvik bought Quell.", "Danish"),
    ("Norvik launched the Falcon 9X, a helicopter. The Falcon costs $4 million.", "Falcon"),
    ("Norvik acquired the rights to Zelotrib, a cancer drug, from Quell.", "Zelotrib"),
    ("Norvik bought Quell in March. Monday was the last day.", "March"),
    ("Norvik and Quell met at the Lisbon Energy Conference.", "Lisbon Energy Conference"),
]


@pytest.mark.parametrize(("text", "name"), OTHERS)
def test_people_places_products_and_occasions_are_not_organisations(named, text, name):
    found = named(text)
    assert name not in found
    assert "Norvik" in found


WHOLE_NAMES = [
    ("Bank of Carinthia lent $2 billion to Norvik.", "Bank of Carinthia"),
    ("Harper & Co invested in Norvik.", "Harper & Co"),
    ("The University of Carinthia bought servers from Norvik.", "University of Carinthia"),
    ("The Ministry of Transport fined Norvik.", "Ministry of Transport"),
    ("The European Commission fined Norvik.", "European Commission"),
    ("Gamma Holdings, Inc. bought Norvik.", "Gamma Holdings"),
    ("Airline Kestrel ordered aircraft from Norvik.", "Kestrel"),
    ("Vorta's Lumo signed a contract with Norvik.", "Lumo"),
    ("Norvik CEO Tom Hale bought shares of Quell.", "Quell"),
]


@pytest.mark.parametrize(("text", "name"), WHOLE_NAMES)
def test_a_name_begins_and_ends_where_it_should(named, text, name):
    assert {name, "Norvik"} <= named(text)


TIES = [
    ("Quell AI is growing. Quell bought Norvik.", {"Quell AI", "Norvik"}),
    ("Quell is growing. Norvik bought Quell AI.", {"Quell AI", "Norvik"}),
    (
        "International Steel Corporation (ISC) bought Norvik. ISC also owns Zephyr Bank.",
        {"International Steel", "Norvik", "Zephyr Bank"},
    ),
    ("Gamma Steel bought Gamma Bank. Gamma has no comment.", {"Gamma Steel", "Gamma Bank"}),
]


@pytest.mark.parametrize(("text", "names"), TIES)
def test_short_forms_and_initials_are_tied_to_the_long_form_in_either_order(named, text, names):
    assert names <= named(text) <= names | {"Gamma"}


@pytest.mark.parametrize(
    "text",
    [
        "Kestrel told the Morning Post it would buy Zephyr.",
        "According to the Morning Post, Kestrel will buy Zephyr.",
        "Kestrel will buy Zephyr, the Morning Post reported.",
    ],
)
def test_who_reports_a_deal_is_no_party_of_it(cores_of_unknown, text):
    assert cores_of_unknown(text) == {("acquires", "Kestrel", "Zephyr")}


def test_countries_and_cities_are_known():
    assert {"Norway", "Copenhagen", "Texas", "UK"} <= places()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norvik agreed to buy Bio:lex for $300 million.", "Bio:lex"),
        ("The software firm Port:all was bought by Norvik.", "Port:all"),
    ],
)
def test_a_colon_within_a_name_is_part_of_it(named, text, name):
    assert named(text) == {name, "Norvik"}


def test_a_name_ends_with_its_sentence(named):
    text = (
        "Norvik ordered vans from Quell Motors Inc. Zephyr Bank invested $2 million in Kestrel Ltd. "
        "Vorta sold its mine."
    )
    assert {"Norvik", "Quell Motors", "Zephyr Bank", "Kestrel"} <= named(text)


def test_a_chief_executive_is_no_organisation(cores_of_unknown):
    text = "Norvik Inc. Chief Executive Tom Hale said it would buy Quell Ltd. for $2 billion."
    assert cores_of_unknown(text) == {("acquires", "Norvik", "Quell")}
