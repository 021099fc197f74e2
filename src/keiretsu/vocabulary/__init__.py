"""The words that claims are written in: relations, layers, statuses, bases, terms and reliabilities.

The words are data (``data/*.yaml``), each with its meaning; this room loads them and checks that
they hold together. The meanings follow the annotation guideline that extraction is scored by.
"""

from keiretsu.vocabulary.entries import Basis, Layer, Relation, Reliability, Status, Term
from keiretsu.vocabulary.lint import lint
from keiretsu.vocabulary.loader import (
    LONGEST_NAME,
    bases,
    is_layer,
    layers,
    relation,
    relations,
    reliabilities,
    statuses,
    terms,
)

__all__ = [
    "LONGEST_NAME",
    "Basis",
    "Layer",
    "Relation",
    "Reliability",
    "Status",
    "Term",
    "bases",
    "is_layer",
    "layers",
    "lint",
    "relation",
    "relations",
    "reliabilities",
    "statuses",
    "terms",
]
