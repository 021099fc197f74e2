"""The promise of docs/reference/openapi.json: what stands there is served, under the same names and types."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from keiretsu.api.docs import described
from keiretsu.errors import catalogue

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PROMISED = json.loads((REFERENCE / "openapi.json").read_text(encoding="utf-8"))
WORDS_OF = ("enum", "const", "type", "format", "pattern", "$ref", "in", "name", "operationId")
"""What of a description is promised to the letter; limits may be widened and words of prose changed."""


@pytest.fixture(scope="module")
def served() -> dict:
    return described("keiretsu_session")


def broken(promised: object, served: object, place: str = "") -> list[str]:
    """Return what of a promise isn't kept."""
    if isinstance(promised, dict) and isinstance(served, dict):
        return [line for name, value in promised.items() for line in broken_at(name, value, served, place)]
    if isinstance(promised, list) and isinstance(served, list):
        return [
            line
            for each in promised
            for line in ([] if any(not broken(each, other) for other in served) else [f"{place}: {each}"])
        ]
    return [] if promised == served else [f"{place}: {promised} is {served}"]


def broken_at(name: str, value: object, served: dict, place: str) -> list[str]:
    here = f"{place}/{name}"
    if isinstance(value, dict | list):
        return broken(value, served[name], here) if name in served else [f"{here} is gone"]
    return broken(value, served.get(name), here) if name in WORDS_OF else []


def newly_demanded(promised: dict, served: dict) -> list[str]:
    """Return the parameters and fields of requests that programs of yesterday don't send."""
    found = []
    for path, operations in promised["paths"].items():
        for method, operation in operations.items():
            now = served["paths"].get(path, {}).get(method, {})
            before = {each["name"] for each in operation.get("parameters", ()) if each["required"]}
            demanded = {each["name"] for each in now.get("parameters", ()) if each["required"]}
            found += [f"{method} {path}: {name}" for name in sorted(demanded - before)]
    for name, schema in promised["components"]["schemas"].items():
        now = served["components"]["schemas"].get(name, {})
        if name in sent(served):
            demanded = set(now.get("required", ())) - set(schema.get("required", ()))
            found += [f"{name}.{field}" for field in sorted(demanded)]
    return found


def sent(description: dict) -> set[str]:
    """Return the names of the schemas that requests are made of."""
    schemas = description["components"]["schemas"]
    bodies = [
        operation["requestBody"]
        for operations in description["paths"].values()
        for operation in operations.values()
        if "requestBody" in operation
    ]
    found: set[str] = set()
    waiting = re.findall(r"#/components/schemas/(\w+)", json.dumps(bodies))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += re.findall(r"#/components/schemas/(\w+)", json.dumps(schemas[name]))
    return found


def test_what_was_promised_is_served(served):
    assert broken(PROMISED, served) == []
    assert newly_demanded(PROMISED, served) == []


def test_a_broken_promise_is_found(served):
    for place in (
        ("paths", "/api/v1/deals", "get"),
        ("paths", "/api/v1/deals", "get", "parameters"),
        ("components", "schemas", "Deal", "properties", "amount"),
        ("components", "responses", "Fault404"),
    ):
        changed = json.loads(json.dumps(served))
        *above, last = place
        within = changed
        for name in above:
            within = within[name]
        within[last] = [] if isinstance(within[last], list) else {"type": "null"}
        assert broken(PROMISED, changed), place


def test_the_promise_is_whole(served):
    """Whoever adds something promises it too: python scripts/openapi.py."""
    assert broken(served, PROMISED) == []


def test_every_address_stands_in_the_reference_and_no_other(served):
    written = (REFERENCE / "api.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([A-Z]+ /api/v1/[^`]+)` \|", written, re.MULTILINE))
    there = {f"{method.upper()} {path}" for path, methods in served["paths"].items() for method in methods}
    assert told == there


def test_names_are_told_once_and_everything_is_described(served):
    operations = [each for methods in served["paths"].values() for each in methods.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)
    for operation in operations:
        assert operation["description"]
        assert all(
            each.get("description") or each["in"] == "path" for each in operation.get("parameters", ())
        )
    for name, schema in served["components"]["schemas"].items():
        for field, told in schema.get("properties", {}).items():
            assert told.get("description") or "$ref" in told, f"{name}.{field}"


def test_every_fault_is_declared_in_its_own_type(served):
    for operation in (each for methods in served["paths"].values() for each in methods.values()):
        faults = {status: told for status, told in operation["responses"].items() if int(status) >= 400}
        assert {"400", "401", "403", "422", "429", "503"} <= set(faults)
        assert all(told["$ref"].endswith(f"Fault{status}") for status, told in faults.items())
    for told in served["components"]["responses"].values():
        assert list(told["content"]) == ["application/problem+json"]


def test_codes_in_the_sources_of_the_interface_are_explained():
    source = "\n".join(file.read_text() for file in (ROOT / "src" / "keiretsu" / "api").rglob("*.py"))
    codes = set(re.findall(r'"((?:server|measure|workspace|judgement|simulation)\.[a-z]+-[a-z-]+)"', source))
    assert codes
    assert codes <= set(catalogue())
