"""Check that the vocabulary's entries are complete and agree with one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from keiretsu.errors import Problem, Severity
from keiretsu.vocabulary.entries import Basis, Layer, MoneyDirection, Relation, Reliability, Status, Term
from keiretsu.vocabulary.loader import bases, layers, relations, reliabilities, statuses, terms


def lint() -> list[Problem]:
    """Return what is wrong with the vocabulary; an empty list when it holds together.

    Examples
    --------
    >>> lint()
    []
    """
    return [*_meanings(), *_relation_terms(), *_relation_money(), *_orders()]


def _meanings() -> Iterator[Problem]:
    kinds: dict[str, Mapping[str, Relation | Layer | Status | Basis | Term | Reliability]] = {
        "relations": {**relations()},
        "layers": {**layers()},
        "statuses": {**statuses()},
        "bases": {**bases()},
        "terms": {**terms()},
        "reliabilities": {**reliabilities()},
    }
    for kind, entries in kinds.items():
        for name, entry in entries.items():
            if not entry.meaning.endswith(".") or len(entry.meaning) < 10:
                yield _problem(f"{kind}.{name}", "has no meaning in a sentence", "write one sentence")


def _relation_terms() -> Iterator[Problem]:
    for entry in relations().values():
        for term in sorted(entry.terms - terms().keys()):
            yield _problem(f"relations.{entry.name}", f"allows the unknown term {term}", "add it to terms")


def _relation_money() -> Iterator[Problem]:
    for entry in relations().values():
        if (entry.flow is None) != (entry.money is MoneyDirection.NONE):
            yield _problem(
                f"relations.{entry.name}",
                "has money without a flow, or a flow without money",
                "give both or neither",
            )
        if entry.symmetric and _has_direction(entry):
            yield _problem(f"relations.{entry.name}", "is symmetric but pays one way", "drop one of the two")


def _has_direction(entry: Relation) -> bool:
    return entry.subject != entry.object or entry.money is not MoneyDirection.NONE


def _orders() -> Iterator[Problem]:
    for kind, orders in {
        "layers": [layer.order for layer in layers().values()],
        "statuses": [status.order for status in statuses().values()],
        "reliabilities": [each.order for each in reliabilities().values()],
    }.items():
        if orders != sorted(set(orders)):
            yield _problem(kind, "has orders that repeat or run backwards", "number them 1, 2, 3 ...")


def _problem(where: str, message: str, hint: str) -> Problem:
    return Problem("vocabulary.lint", Severity.ERROR, f"vocabulary: {where}", message, hint)
