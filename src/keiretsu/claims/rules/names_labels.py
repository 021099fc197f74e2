"""From what speaks for each label of a name to its one label in a document."""

from __future__ import annotations

ENOUGH = 0.6
DOUBT = 0.3
SHAPELY = 0.85
OFTEN = 2.0
ORGANISATION = "organisation"


def label_of(votes: dict[str, float]) -> str:
    """Return the label that the evidence gives, or an empty text where nothing tells.

    Examples
    --------
    >>> label_of({"organisation": 1.0, "place": 0.5}), label_of({"organisation": 0.3})
    ('organisation', '')
    """
    if not votes:
        return ""
    best = max(sorted(votes), key=lambda label: votes[label])
    if best != ORGANISATION:
        return best
    others = max((score for label, score in votes.items() if label != ORGANISATION), default=0.0)
    return ORGANISATION if votes[best] >= ENOUGH and votes[best] > others else ""


def borne_out(
    votes: dict[str, float], *, is_person: bool, is_full: bool = False, is_often: bool = False
) -> dict[str, float]:
    """Return votes in which each guess counts as much as the rest of the document bears it out.

    Parameters
    ----------
    votes
        The weights by label; those with a question mark are guesses.
    is_person
        Whether the document has a full name that this name is a part of, or whose last name it uses.
    is_full
        Whether this looks like a full name, which is more than a guess.
    is_often
        Whether entity recognition takes most of many mentions for a person.

    Examples
    --------
    >>> borne_out({"person?": 1.0, "organisation": 0.5}, is_person=False)
    {'organisation': 0.5, 'person': 0.3}
    >>> borne_out({"place?": 1.0, "place": 0.6}, is_person=False)
    {'place': 1.6}
    """
    sure = {label: weight for label, weight in votes.items() if not label.endswith("?")}
    for label, weight in votes.items():
        if label.endswith("?"):
            plain = label.removesuffix("?")
            is_sure = plain in sure or (plain == "person" and is_person)
            worth = 1.0 if is_sure else SHAPELY if is_full else DOUBT
            worth = OFTEN if plain == "person" and is_often else worth
            sure[plain] = sure.get(plain, 0.0) + weight * worth
    return sure
