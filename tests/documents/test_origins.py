"""Copies of one story are one origin."""

import random

from keiretsu.documents import Document
from keiretsu.documents.origins import FEW, origins, sentence_key


def words(count: int, seed: int) -> str:
    source = random.Random(seed)
    return " ".join(f"w{source.randrange(3000)}" for _ in range(count))


def document(text: str) -> Document:
    return Document(text, name="a.txt")


def test_a_story_inside_a_longer_page_has_the_story_s_origin() -> None:
    story = document(words(150, seed=1))
    page = document(f"{words(900, seed=2)} {story.text} {words(300, seed=3)}")
    other = document(words(600, seed=4))
    found = origins([story, page, other])
    assert found[story.id] == found[page.id] != found[other.id]


def test_a_trimmed_and_retitled_copy_is_a_copy() -> None:
    text = words(200, seed=1)
    copy = f"Retitled: {text[: int(len(text) * 0.85)].upper()}, (more to come)"
    assert len(set(origins([document(text), document(copy)]).values())) == 1


def test_a_quotation_in_common_makes_no_copy() -> None:
    quotation = words(20, seed=1)
    pages = [document(f"{words(200, seed=2)} {quotation}"), document(quotation)]
    assert len(set(origins(pages).values())) == 2


def test_the_order_does_not_matter() -> None:
    story = words(120, seed=1)
    pages = [document(f"{words(80, seed=seed)} {story}") for seed in range(2, 6)] + [document(story)]
    assert origins(pages) == origins(reversed(pages))


def test_among_many_documents_the_copies_are_found_and_no_others() -> None:
    """Beyond a hundred documents candidates come from an index."""
    apart = [document(words(150 + seed % 200, seed=seed)) for seed in range(FEW + 50)]
    copies = [document(f"{words(20 * place, seed=1000 + place)} {apart[0].text}") for place in range(10)]
    found = origins([*apart, *copies])
    assert len({found[copy.id] for copy in (apart[0], *copies)}) == 1
    assert len(set(found.values())) == len(apart)


def test_sentences_are_one_up_to_spacing_and_punctuation() -> None:
    said = "\u201cAlpha has put 2 billion-plus into Beta,\u201d it said on Monday."
    assert sentence_key(said) == sentence_key('"Alpha has put 2billion plus into  Beta" - it said on Monday')
    assert sentence_key(said) != sentence_key(said.replace("2", "3"))
