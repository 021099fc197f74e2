"""Invented articles that repeat and contradict one another."""

from __future__ import annotations

from itertools import islice, product
from pathlib import Path

ARTICLES = 6
FIRMS = ("Alpha Corp", "Beta Inc.", "Gamma Labs", "Delta Systems", "Epsilon Energy", "Zeta Cloud")
SENTENCES = (
    "{0} invested ${2} billion in {1} in March 2025.",
    "{1} agreed to rent servers from {0} for ${3} billion over five years.",
    "{0} supplies chips to {1}.",
    "{0} is in talks to buy {1} for ${3} billion.",
)


def write_articles(folder: Path) -> list[Path]:
    """Write the articles; each tells of the same pairs, and of sums that differ by the article."""
    paths = []
    for number in range(ARTICLES):
        pairs = islice(((one, two) for one, two in product(FIRMS, FIRMS) if one != two), number % 2, 30, 4)
        lines = [
            SENTENCES[place % len(SENTENCES)].format(*pair, place + 9 - number, 10 * (place + 1))
            for place, pair in enumerate(pairs)
        ]
        path = folder / f"article-{number}.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        paths.append(path)
    return paths
