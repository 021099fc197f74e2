"""What pronouns and definite nouns stand for, in industries of all kinds; and when nobody can tell."""

import pytest

RESOLVED = [
    ("Kappa, a Danish shipping line, met Norvik Steel. The shipping line bought Quell Inc.", "Kappa"),
    ("Kestrel Air met Norvik Steel. The airline bought Quell Inc.", "Kestrel Air"),
    ("Kestrel Air met Norvik Steel. The steelmaker bought Quell Inc.", "Norvik Steel"),
    ("Norvik Steel said on Monday that it had bought Quell Inc.", "Norvik Steel"),
    ("Norvik Steel's shares fell. The company bought Quell Inc.", "Norvik Steel"),
    ('"We grow," Tom Hale, head of Norvik Steel, said. The company bought Quell Inc.', "Norvik Steel"),
    ("The Morning Post reported that Norvik Steel is growing. The company bought Quell Inc.", "Norvik Steel"),
    ("Norvik Steel grew. The startup bought Quell Inc.", "Norvik Steel"),
    ("Norvik Steel and Ostrava Bank met. The former bought Quell Inc.", "Norvik Steel"),
    ("Norvik Steel and Ostrava Bank met. The latter bought Quell Inc.", "Ostrava Bank"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "buyer"), RESOLVED)
def test_a_reference_goes_to_the_prominent_or_fitting_organisation(cores_of_unknown, text, buyer):
    assert ("acquires", buyer, "Quell") in cores_of_unknown(text)


UNRESOLVED = [
    "The bank Norvik Corp and the bank Zephyr Corp met. The bank bought Quell Inc.",
    "Norvik Steel and Ostrava Bank met. The company bought Quell Inc.",
    "Norvik Steel is growing. Analysts said they would buy Quell Inc.",
    "Norvik Steel is growing. The airline bought Quell Inc. from its founder.",
    "Norvik Steel is growing. Another company bought Quell Inc.",
    "The Morning Post reported on steel. The company bought Quell Inc.",
]


@pytest.mark.parametrize("text", UNRESOLVED)
def test_nothing_is_taken_where_two_fit_or_none_does(cores_of_unknown, text):
    assert not {core for core in cores_of_unknown(text) if core[0] == "acquires"}


def test_an_object_is_not_the_subject_of_its_own_verb(cores_of_unknown):
    text = "Shares of Fenwick Corp jumped after Ostrava Steel offered to buy it."
    assert ("acquires", "Ostrava Steel", "Fenwick") in cores_of_unknown(text)


def test_a_pronoun_may_come_before_its_name(cores_of_unknown):
    text = "After its takeover of Zephyr, Norvik invested in Quell."
    assert ("acquires", "Norvik", "Zephyr") in cores_of_unknown(text)


@pytest.mark.parametrize("reference", ["The two companies", "The pair", "Both companies"])
def test_two_go_to_the_two_named_together(cores_of_unknown, reference):
    text = f"Norvik Steel and Ostrava Bank met. {reference} formed a partnership."
    assert cores_of_unknown(text) == {("partners", "Norvik Steel", "Ostrava Bank")}
