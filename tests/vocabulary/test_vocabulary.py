"""The vocabulary: complete, and in agreement with the guideline."""

from keiretsu.vocabulary import bases, layers, lint, relations, reliabilities, statuses, terms


def test_the_nine_relations_are_there() -> None:
    assert set(relations()) == {
        "invests", "acquires", "supplies", "partners", "competes", "builds", "spends", "valued", "regulates",
    }  # fmt: skip


def test_only_alliances_and_rivalries_are_symmetric() -> None:
    assert {name for name, entry in relations().items() if entry.symmetric} == {"partners", "competes"}


def test_statuses_bases_and_terms_are_those_of_the_guideline() -> None:
    assert set(statuses()) == {
        "in_effect", "agreed", "planned", "in_talks", "speculated", "ended", "denied",
    }  # fmt: skip
    assert set(bases()) == {"total", "tranche", "cumulative", "per_year", "valuation"}
    assert len(terms()) == 11
    assert list(layers()) == ["chips", "cloud", "data", "models", "apps", "devices", "robots"]


def test_customers_pay_suppliers_and_investors_pay_investees() -> None:
    assert relations()["supplies"].money == "object_pays_subject"
    assert relations()["invests"].money == "subject_pays_object"


def test_the_more_a_source_answers_for_its_words_the_more_reliable_it_is() -> None:
    assert [each.name for each in sorted(reliabilities().values(), key=lambda each: each.order)] == [
        "filing", "official", "press", "secondary",
    ]  # fmt: skip


def test_the_lint_passes() -> None:
    assert lint() == []
