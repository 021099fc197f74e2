"""The description of the interface (OpenAPI 3.1), with its faults in their own media type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from keiretsu.api.addresses import PREFIX
from keiretsu.api.problems import MEDIA_TYPE

YAML = "application/yaml"
_PAGED = re.compile(r"Paged_(\w+?)_(?=\")")

VERSION = "1.0.0"
SUMMARY = "What the workbench shows and does, for programs."
DESCRIPTION = """\
Answers are about a day (`as_of`) as known by a moment (`known_by`). Lists come in pages (`limit`, \
`offset`) with links to the next ones. Sums that sources state are text of decimal digits; figures that \
are worked out are numbers; what is unknown is `null` and never 0. Every figure has the address of its \
explanation, down to the quotes (`why`). Faults are problems of RFC 9457, with a stable code."""
TAGS = {
    "workspace": "What is there, since when, and who asks.",
    "documents": "The texts.",
    "claims": "What the texts say, with their words.",
    "judgements": "What people decided about claims, parties and contradictions.",
    "contradictions": "Where sources disagree.",
    "parties": "Organisations.",
    "deals": "What the claims add up to.",
    "figures": "Reported figures, exchange rates and assumptions.",
    "network": "Who pays whom how much a year.",
    "measures": "How circular, concentrated and fragile the network is.",
    "why": "Explanations.",
    "scenarios": "What could happen.",
    "runs": "Simulations.",
    "jobs": "Work in the background.",
    "problems": "What is wrong with the material, and what codes mean.",
    "vocabulary": "The words that claims are written in.",
    "report": "The report, and files for other programs.",
}
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "The token that the server prints at its start, or one of a user's account.",
}
SESSION = {
    "type": "apiKey",
    "in": "cookie",
    "description": "The session of somebody who has signed in with a browser; changes also need the"
    " session's own token in the header X-CSRF-Token.",
}


def description(resources: APIRouter, cookie: str) -> dict[str, Any]:
    """Return the description of the resources, under the address that they are served at.

    ``cookie`` is what a session's cookie is called on this server.
    """
    made = _readable(
        get_openapi(
            title="REST API of keiretsu",
            version=VERSION,
            summary=SUMMARY,
            description=DESCRIPTION,
            routes=resources.routes,
            tags=[{"name": name, "description": said} for name, said in TAGS.items()],
        )
    )
    made["paths"] = {f"{PREFIX}{path}": operations for path, operations in made["paths"].items()}
    schemes = {"bearer": BEARER, "session": SESSION | {"name": cookie}}
    made["components"]["securitySchemes"] = schemes
    made["security"] = [{name: []} for name in schemes]
    faults = made["components"].setdefault("responses", {})
    for operation in operations(made):
        _told_once(operation, faults)
        _without_null(operation)
    return made


def _readable(made: dict[str, Any]) -> dict[str, Any]:
    """Return a description in which a page of claims is a ``ClaimPage``."""
    named: dict[str, Any] = json.loads(_PAGED.sub(r"\1Page", json.dumps(made)))
    return named


def operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the operations of a description."""
    for methods in made["paths"].values():
        yield from methods.values()


def _told_once(operation: dict[str, Any], faults: dict[str, Any]) -> None:
    """Have an operation name its faults, which are described once, in their own media type."""
    for status, answer in operation["responses"].items():
        if YAML in answer.get("content", ()):
            answer["content"][YAML] = {"schema": {}}  # whatever the text says
        if int(status) >= 400:
            (content,) = answer["content"].values()
            name = f"Fault{status}"
            faults[name] = {"description": answer["description"], "content": {MEDIA_TYPE: content}}
            operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}


def _without_null(operation: dict[str, Any]) -> None:
    """Say of parameters that may be left out that they may, and not that they can be null: no address can."""
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        rest = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
        if len(rest) == 1:
            parameter["schema"] = {key: value for key, value in schema.items() if key != "anyOf"} | rest[0]
