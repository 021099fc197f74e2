"""Predicate frames: which words state which relation, and where their arguments stand.

A frame is data (``data/frames_*.yaml``). A *slot* is a deep grammatical function that the resolver
finds in any construction; roles list slots in the order in which they are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from keiretsu.errors import KeiretsuError, Problem, Severity, VocabularyError
from keiretsu.vocabulary import relation, statuses, terms
from keiretsu.vocabulary.entries import ObjectKind

PLAIN_SLOTS = {
    "subj", "obj", "dative", "poss", "mod", "appos", "self", "topic", "dealt", "theme", "target",
    "above", "raiser", "contrast", "bearer", "listed", "giver", "recipient", "user", "talks",
    "counterpart", "vendor", "head", "clause", "obj_clause", "deal", "kind", "members", "around", "whose",
    "under", "before", "verb_prep", "compared", "content", "made_by", "added", "elsewhere",
}  # fmt: skip
SLOT = re.compile(
    rf"(?:{'|'.join(sorted(PLAIN_SLOTS))}|(?:prep|obj_prep|head_prep):[a-z]+(?:\|[a-z]+)*)"
    r"(?:\.(?:owner|possessor|inside|name|whole|whose))?"
)
KEYS = {
    "relation", "verbs", "nouns", "adjectives", "subject", "object", "goods", "layer", "status", "terms",
    "requires", "described", "mutual", "open_goods", "authority", "oriented", "trust",
}  # fmt: skip
REQUIREMENTS = {
    "things", "plural",
    "goods", "closed_goods", "unsourced", "possessed", "own", "copula",
    "money", "round", "stake", "control", "team", "access",
    "rivalry", "capital", "order", "shares", "rights", "round_before", "seller",
    "revenue", "elaborates", "alone", "credit", "warrants", "partial", "securities", "singular", "bid_noun",
    "bidding", "auction",
    "pooled", "dominance", "market_share", "market", "verdict", "permit", "rival_source", "comparative",
    "ranked", "field", "qualified", "lump", "budget", "habitual", "under_way", "priced", "sized",
    "control_of", "contested", "left_behind", "allied", "not_sold", "no_offering", "no_deed", "bare",
    "agentless", "no_client", "unowned", "entire",
}  # fmt: skip
ROOTS = {"verbs": "verb", "nouns": "noun", "adjectives": "adjective"}


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to state a relation.

    Parameters
    ----------
    relation, status, terms
        What a match states, before the clause has its say on the status.
    subject, object
        Slots of the two roles; the first that holds an organisation wins.
    goods
        Slots in which the layer stands; ``layer`` is the layer where none is named.
    requires
        What else the clause must give: goods, money, a noun of a class (see :mod:`conditions`).
    described
        Whether an object without a name ("its truck division") is put down in the text's own words.
    mutual
        Whether several organisations in the subject's place are each other's object.
    open_goods
        Whether a noun outside the closed layers is taken as the layer.
    authority
        Whether the subject must be a public authority.
    oriented
        Whether what the two are called decides who supplies whom.
    trust
        How often a match is right when its arguments are, 0 to 100.
    """

    relation: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    goods: tuple[str, ...]
    layer: str | None
    status: str
    terms: tuple[str, ...]
    requires: frozenset[str]
    described: bool
    mutual: bool
    open_goods: bool
    authority: bool
    oriented: bool
    trust: int


FrameTable = dict[tuple[str, str], list[tuple[tuple[str, ...], Frame]]]


@cache
def frame_table() -> FrameTable:
    """Return the frames by the head word that evokes them.

    The key is (part of speech, lemma of the head word); with each frame stand the other words of the
    expression ("joint" for "joint venture", "up" for "team up").

    Examples
    --------
    >>> any(frame.relation == "invests" for _, frame in frame_table()[("verb", "invest")])
    True
    """
    problems = lint_frames()
    if problems:
        raise VocabularyError(
            "vocabulary.broken-file",
            where=problems[0].where,
            message=problems[0].message,
            hint=problems[0].hint,
        )
    table: FrameTable = {}
    for _, raw in raw_frames():
        frame = _frame(raw)
        for key, part in ROOTS.items():
            for expression in raw.get(key, []):
                head, rest = _head(expression, part)
                table.setdefault((part, head), []).append((rest, frame))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def raw_frames() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each frame as the files have it, with the place that it stands in."""
    folder = files("keiretsu.claims.rules").joinpath("data")
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith("frames_"):
            for number, raw in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
                yield f"{path.name}, frame {number}", raw


def lint_frames() -> list[Problem]:
    """Return what is wrong with the frames' files; an empty list when they hold together.

    Examples
    --------
    >>> lint_frames()
    []
    """
    return [problem for where, raw in raw_frames() for problem in _lint(where, raw)]


def _lint(where: str, raw: dict[str, Any]) -> Iterator[Problem]:
    for key in sorted(raw.keys() - KEYS):
        yield _problem(where, f"has the unknown key {key!r}", f"use some of {', '.join(sorted(KEYS))}")
    if not any(raw.get(key) for key in ROOTS):
        yield _problem(where, "is evoked by no word", "give verbs, nouns or adjectives")
    yield from _lint_slots(where, raw)
    try:
        kind = relation(raw["relation"])
    except KeiretsuError:
        yield _problem(where, f"has the unknown relation {raw['relation']!r}", "use one of the nine")
        return
    if raw.get("status", "in_effect") not in statuses():
        yield _problem(where, f"has the unknown status {raw['status']!r}", "use one of the vocabulary's")
    for term in raw.get("terms", []):
        if term not in terms() or (kind.terms and term not in kind.terms):
            yield _problem(where, f"has the term {term!r}", f"use one that {kind.name} allows")
    for word in set(raw.get("requires", [])) - REQUIREMENTS:
        yield _problem(where, f"requires {word!r}", f"use some of {', '.join(sorted(REQUIREMENTS))}")
    if kind.object_kind is ObjectKind.PARTY and not raw.get("object") and not raw.get("mutual"):
        yield _problem(where, "has no slot for its object", "give object or mutual")


def _lint_slots(where: str, raw: dict[str, Any]) -> Iterator[Problem]:
    for slot in [slot for role in ("subject", "object", "goods") for slot in raw.get(role, [])]:
        if not SLOT.fullmatch(slot):
            yield _problem(where, f"has the unknown slot {slot!r}", "see slots.py for the slots")


def _problem(where: str, message: str, hint: str) -> Problem:
    return Problem("vocabulary.lint", Severity.ERROR, f"claims/rules/data/{where}", message, hint)


def _frame(raw: dict[str, Any]) -> Frame:
    return Frame(
        relation=raw["relation"],
        subject=tuple(raw.get("subject", [])),
        object=tuple(raw.get("object", [])),
        goods=tuple(raw.get("goods", [])),
        layer=raw.get("layer"),
        status=raw.get("status", "in_effect"),
        terms=tuple(raw.get("terms", [])),
        requires=frozenset(raw.get("requires", [])),
        described=raw.get("described", False),
        mutual=raw.get("mutual", False),
        open_goods=raw.get("open_goods", True),
        authority=raw.get("authority", False),
        oriented=raw.get("oriented", False),
        trust=raw.get("trust", 70),
    )


def _head(expression: str, part: str) -> tuple[str, tuple[str, ...]]:
    """Split an expression: a verb stands first, a noun or adjective last."""
    words = expression.split()
    if part == "verb":
        return words[0], tuple(words[1:])
    return words[-1], tuple(words[:-1])
