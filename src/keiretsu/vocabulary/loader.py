"""Load the vocabulary's data files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from keiretsu.errors import MisuseError, VocabularyError
from keiretsu.vocabulary.entries import (
    Basis,
    FlowKind,
    Layer,
    MoneyDirection,
    ObjectKind,
    Relation,
    Reliability,
    Status,
    Term,
)

LONGEST_NAME = 250
"""Letters of a name, of a layer's as well: more are no name, and more than a database's index takes."""

OPEN_LAYER = re.compile(r"[a-z0-9&]+(?:_[a-z0-9&]+)*")


def raw_entries(kind: str) -> dict[str, dict[str, Any]]:
    """Read one data file; raise :class:`VocabularyError` where it isn't a mapping of mappings."""
    text = files("keiretsu.vocabulary").joinpath("data", f"{kind}.yaml").read_text(encoding="utf-8")
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _broken(kind, f"is not YAML ({error})") from error
    if not isinstance(raw, dict) or not all(isinstance(entry, dict) for entry in raw.values()):
        raise _broken(kind, "is not a mapping of entries")
    return raw


@cache
def relations() -> Mapping[str, Relation]:
    """Return the nine relations by name.

    Examples
    --------
    >>> relations()["supplies"].object
    'customer'
    >>> len(relations())
    9
    """
    return MappingProxyType({name: _relation(name, raw) for name, raw in raw_entries("relations").items()})


def relation(name: str) -> Relation:
    """Return one relation.

    Raises
    ------
    MisuseError
        ``vocabulary.unknown-word`` for a word that isn't one of the nine.

    Examples
    --------
    >>> relation("invests").subject, relation("invests").symmetric
    ('investor', False)
    """
    try:
        return relations()[name]
    except KeyError:
        raise MisuseError(
            "vocabulary.unknown-word",
            where=name,
            message="is not a relation",
            hint=f"use one of {', '.join(relations())}",
        ) from None


@cache
def layers() -> Mapping[str, Layer]:
    """Return the closed layers by name, from the ground up.

    Examples
    --------
    >>> list(layers())[:2]
    ['chips', 'cloud']
    """
    return MappingProxyType({name: _layer(name, raw) for name, raw in raw_entries("layers").items()})


@cache
def statuses() -> Mapping[str, Status]:
    """Return the statuses by name, in the order of a relation's life.

    Examples
    --------
    >>> [status.name for status in statuses().values() if status.binding]
    ['agreed', 'in_effect']
    """
    return MappingProxyType({name: Status(name=name, **raw) for name, raw in raw_entries("statuses").items()})


@cache
def bases() -> Mapping[str, Basis]:
    """Return the bases of an amount by name.

    Examples
    --------
    >>> bases()["tranche"].meaning
    'One instalment of several.'
    """
    return MappingProxyType({name: Basis(name=name, **raw) for name, raw in raw_entries("bases").items()})


@cache
def terms() -> Mapping[str, Term]:
    """Return the terms of a deal by name.

    Examples
    --------
    >>> terms()["exclusive"].about
    'supply'
    """
    return MappingProxyType({name: Term(name=name, **raw) for name, raw in raw_entries("terms").items()})


@cache
def reliabilities() -> Mapping[str, Reliability]:
    """Return how far sources can be relied on, by name, the most reliable first.

    Examples
    --------
    >>> list(reliabilities())
    ['filing', 'official', 'press', 'secondary']
    """
    found = raw_entries("reliabilities")
    return MappingProxyType({name: Reliability(name=name, **raw) for name, raw in found.items()})


def is_layer(name: str) -> bool:
    """Tell whether a word can name a layer: a closed one, or a noun in the open form.

    Examples
    --------
    >>> is_layer("chips"), is_layer("network_equipment"), is_layer("Project Alpha")
    (True, True, False)
    """
    return name in layers() or (len(name) <= LONGEST_NAME and OPEN_LAYER.fullmatch(name) is not None)


def _relation(name: str, raw: dict[str, Any]) -> Relation:
    return Relation(
        name=name,
        meaning=raw["meaning"],
        subject=raw["subject"],
        object=raw["object"],
        object_kind=ObjectKind(raw["object_kind"]),
        symmetric=raw["symmetric"],
        money=MoneyDirection(raw["money"]),
        flow=None if raw["flow"] is None else FlowKind(raw["flow"]),
        terms=frozenset(raw["terms"]),
    )


def _layer(name: str, raw: dict[str, Any]) -> Layer:
    return Layer(name=name, **{**raw, "words": tuple(raw["words"])})


def _broken(kind: str, message: str) -> VocabularyError:
    return VocabularyError(
        "vocabulary.broken-file",
        where=f"vocabulary/data/{kind}.yaml",
        message=message,
        hint="reinstall keiretsu, or mend the file",
    )
