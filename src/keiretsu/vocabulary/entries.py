"""The entries of the vocabulary, one class a kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ObjectKind(StrEnum):
    """What may stand in the object's place of a relation."""

    PARTY = "party"
    LAYER_OR_PROJECT = "layer_or_project"
    LAYER_OR_PROJECT_OR_NOTHING = "layer_or_project_or_nothing"
    NOTHING = "nothing"


class MoneyDirection(StrEnum):
    """Who pays whom where a relation moves money; ``outside`` is nobody named."""

    SUBJECT_PAYS_OBJECT = "subject_pays_object"
    OBJECT_PAYS_SUBJECT = "object_pays_subject"
    SUBJECT_PAYS_OUTSIDE = "subject_pays_outside"
    NONE = "none"


class FlowKind(StrEnum):
    """What a payment is for: ``capital`` buys a claim on the payee, ``purchase`` a good or service."""

    CAPITAL = "capital"
    PURCHASE = "purchase"


@dataclass(frozen=True, slots=True)
class Relation:
    """One of the nine relations: its roles, its symmetry and the way that its money goes."""

    name: str
    meaning: str
    subject: str
    object: str
    object_kind: ObjectKind
    symmetric: bool
    money: MoneyDirection
    flow: FlowKind | None
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the stack; ``order`` runs from the ground up, ``words`` are its name by other words.

    ``capitalised`` says whether its buyers put it on their balance sheets, as capital expenditure.
    """

    name: str
    meaning: str
    order: int
    words: tuple[str, ...] = ()
    capitalised: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """A state in the life of a relation."""

    name: str
    meaning: str
    order: int
    binding: bool


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far a source can be relied on; ``order`` 1 is the most reliable."""

    name: str
    meaning: str
    order: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What a sum of money is the measure of."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Term:
    """A condition of a deal, about money or about supply."""

    name: str
    meaning: str
    about: str
