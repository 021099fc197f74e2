"""Claims as W3C Web Annotations on their documents."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from keiretsu.claims import Claim
from keiretsu.documents import Document

AROUND = 32
"""How many code points before and after a quote tell it from the same words elsewhere."""

CONTEXT = ("http://www.w3.org/ns/anno.jsonld", {"@vocab": "urn:keiretsu:vocabulary:"})
_BODY = ("relation", "subject", "object", "layer", "amount", "status", "date", "terms")


def web_annotations(claims: Iterable[Claim]) -> bytes:
    """Return the claims as one annotation collection in JSON-LD.

    Answers *which words say so*, for any program that reads the Web Annotation Data Model (W3C,
    2017). An annotation's target is the document's text, named by its SHA-256, with two selectors:
    the quote with up to 32 code points on either side, and its start and end in code points. Its
    body is the claim in the guideline's words.

    Examples
    --------
    >>> from keiretsu.claims import Evidence
    >>> text = Document("So Alpha buys Beta.", name="a.txt")
    >>> claim = Claim(Evidence.find(text, "Alpha buys Beta"), "acquires", "Alpha", "Beta")
    >>> page = json.loads(web_annotations([claim]))["first"]
    >>> page["items"][0]["target"]["selector"][1]
    {'type': 'TextPositionSelector', 'start': 3, 'end': 18}
    """
    ordered = sorted(claims, key=lambda claim: (claim.document.name, claim.evidence.span, claim.id))
    page = {"type": "AnnotationPage", "startIndex": 0, "items": [_annotation(claim) for claim in ordered]}
    collection = {
        "@context": CONTEXT,
        "id": "urn:keiretsu:claims",
        "type": "AnnotationCollection",
        "label": "Claims",
        "total": len(ordered),
        "first": {"id": "urn:keiretsu:claims:page:1", **page},
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _annotation(claim: Claim) -> dict[str, Any]:
    said = claim.to_json()
    return {
        "id": f"urn:keiretsu:claim:{claim.id}",
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": claim.extractor},
        "body": {
            "type": "Claim",
            **{key: said[key] for key in _BODY},
            "confidence": claim.confidence,
        },
        "target": {
            "type": "SpecificResource",
            "source": _source(claim.document),
            "selector": [_quote(claim), _position(claim)],
        },
    }


def _source(document: Document) -> dict[str, Any]:
    known = {
        "via": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
    }
    return {
        "id": f"urn:keiretsu:document:{document.id}",
        "type": "Text",
        "format": "text/plain",
        "name": document.name,
        **{key: value for key, value in known.items() if value is not None},
    }


def _quote(claim: Claim) -> dict[str, Any]:
    text, span = claim.document.text, claim.evidence.span
    return {
        "type": "TextQuoteSelector",
        "exact": claim.quote,
        "prefix": text[max(0, span.start - AROUND) : span.start],
        "suffix": text[span.end : span.end + AROUND],
    }


def _position(claim: Claim) -> dict[str, Any]:
    span = claim.evidence.span
    return {"type": "TextPositionSelector", "start": span.start, "end": span.end}
