"""Whatever an endpoint does, the batch goes on, and what went wrong is one line with a code."""

import json

import pytest

from keiretsu.claims import Gazetteer, load_extractor
from keiretsu.documents import Document
from keiretsu.errors import KeiretsuError

GOOD = {
    "quote": "Gamma buys Delta.",
    "relation": "acquires",
    "subject": "Gamma",
    "object": "Delta",
    "layer": None,
    "amount": None,
    "status": "in_effect",
    "date": None,
    "terms": [],
}
FAILING = Document("Alpha buys Beta.", name="bad.txt")
FINE = Document("Gamma buys Delta.", name="good.txt")


@pytest.fixture
def outcome(endpoint, reply):
    """Return a function that lets one document of two meet a reply, and returns what was found."""

    def read(*replies, **options):
        endpoint.by_word = {"Gamma buys": reply.claims(GOOD)}
        endpoint.replies = list(replies)
        return load_extractor("llm", Gazetteer(), {"llm": options}).extract_batch([FAILING, FINE])

    return read


SCRIPTS = {
    "arguments that are no JSON": (lambda reply: reply.call("{not json"), "llm.answer-unusable"),
    "a wrong schema": (lambda reply: reply.call({"claims": 3}), "llm.answer-unusable"),
    "other arguments": (lambda reply: reply.call({"deals": []}), "llm.answer-unusable"),
    "another tool": (lambda reply: reply.call({"path": "a.txt"}, tool="write_file"), "llm.answer-unusable"),
    "text": (lambda reply: reply.completion({"content": "Sure! Here you go."}), "llm.answer-unusable"),
    "no choice": (
        lambda reply: reply({"id": "1", "object": "chat.completion", "choices": []}),
        "llm.answer-unusable",
    ),
    "a web page": (lambda reply: reply(b"<html>Welcome</html>"), "llm.answer-unusable"),
    "another JSON": (lambda reply: reply({"hello": "world"}), "llm.answer-unusable"),
    "a deep JSON": (lambda reply: reply(b"[" * 100_000), "llm.answer-unusable"),
    "nothing": (lambda reply: reply(b""), "llm.answer-unusable"),
    "bytes": (lambda reply: reply(bytes(range(256))), "llm.answer-unusable"),
    "an answer that is cut off": (lambda reply: reply.call('{"claims": [{"quo', "length"), "llm.answer-cut"),
    "a refusal": (lambda reply: reply.completion({"content": None, "refusal": "I can't."}), "llm.refused"),
    "a filter": (lambda reply: reply.completion({"content": None}, "content_filter"), "llm.refused"),
    "a text that is too long": (lambda reply: reply.error(400, "context_length_exceeded"), "llm.too-long"),
    "a rejection": (lambda reply: reply.error(422), "llm.request-rejected"),
    "a redirect": (lambda reply: reply({}, 307, {"Location": "/v2"}), "llm.request-rejected"),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_one_failing_document_stops_no_other(outcome, reply, name):
    script, code = SCRIPTS[name]
    found = outcome(script(reply))
    assert [claim.document.name for claim in found.claims] == ["good.txt"]
    assert [(problem.where, problem.code) for problem in found.problems] == [("bad.txt", code)]
    assert set(found.read_by.values()) == {frozenset({FINE.id})}


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_keeps_failing_is_asked_again_and_then_reported(outcome, endpoint, reply, status):
    found = outcome(reply.error(status, retry_after_ms="1"))
    assert [problem.code for problem in found.problems] == ["llm.server-failed"]
    assert len(endpoint.requests) == 1 + 4


def test_a_server_that_recovers_costs_nothing_but_time(outcome, reply):
    found = outcome(
        reply.error(429, retry_after_ms="1"), reply.error(500, retry_after_ms="1"), reply.claims()
    )
    assert found.problems == ()
    assert set(found.read_by.values()) == {frozenset({FAILING.id, FINE.id})}


def test_too_many_requests_are_reported(outcome, reply):
    found = outcome(reply.error(429, retry_after_ms="1"))
    assert [problem.code for problem in found.problems] == ["llm.rate-limited"]


def test_a_form_that_is_wrong_once_is_mended(outcome, endpoint, reply):
    claim = {**GOOD, "quote": "Alpha buys Beta.", "subject": "Alpha", "object": "Beta"}
    found = outcome(reply.call({"claims": 3}), reply.claims(claim))
    assert [item.document.name for item in found.claims] == ["bad.txt", "good.txt"]
    assert found.usage[0].requests == 3


def test_no_answer_in_time_is_a_problem(outcome, reply):
    found = outcome(reply.claims(after=3), timeout=1.0)
    assert [problem.code for problem in found.problems] == ["llm.timed-out"]


def test_a_server_that_is_gone_is_a_problem_of_each_document(endpoint, reply):
    endpoint.close()
    found = load_extractor("llm", Gazetteer()).extract_batch([FAILING, FINE])
    assert [problem.code for problem in found.problems] == ["llm.unreachable"] * 2


@pytest.mark.parametrize(
    ("status", "code", "problem"),
    [
        (401, None, "llm.not-authorised"),
        (403, None, "llm.not-authorised"),
        (404, "model_not_found", "llm.no-such-model"),
        (402, None, "llm.quota-used-up"),
    ],
)
def test_what_would_fail_for_every_document_is_said_once(endpoint, reply, monkeypatch, status, code, problem):
    monkeypatch.setenv("KEIRETSU_LLM_CONNECTIONS", "1")
    endpoint.replies = [reply.error(status, code)]
    many = [Document(f"Alpha buys Beta {number}.", name=f"{number}.txt") for number in range(20)]
    found = load_extractor("llm", Gazetteer()).extract_batch(many)
    (only,) = found.problems
    assert (only.code, "20 documents" in only.message) == (problem, True)
    assert len(endpoint.requests) == 1


def test_one_document_alone_raises_what_went_wrong(endpoint, reply):
    endpoint.replies = [reply.error(401)]
    with pytest.raises(KeiretsuError) as raised:
        load_extractor("llm", Gazetteer()).extract(FAILING)
    assert raised.value.problem.code == "llm.not-authorised"


def test_tokens_are_counted_and_those_of_failures_too(outcome, reply):
    used = outcome(reply.call("{not json")).usage[0]
    assert (used.requests, used.input_tokens, used.output_tokens) == (3, 300, 60)
    assert (used.model, used.cost) == ("alpha-7b", None)


def test_a_price_is_added_up(endpoint, reply):
    priced = reply.claims()
    priced.body["usage"]["logfire_ai_gateway"] = {"cost": "0.25"}
    endpoint.replies = [priced]
    used = load_extractor("llm", Gazetteer()).extract_batch([FAILING, FINE]).usage[0]
    assert used.cost == 0.5
    assert "about USD 0.5000" in used.line()


def test_more_than_fifty_documents_are_read(endpoint, reply):
    endpoint.replies = [reply.claims()]
    many = [Document(f"Alpha buys Beta {number}.", name=f"{number}.txt") for number in range(60)]
    seen = []
    found = load_extractor("llm", Gazetteer()).extract_batch(many, seen.append)
    assert found.usage[0].requests == len(seen) == 60
    assert found.problems == ()


def test_no_more_requests_are_under_way_than_allowed(endpoint, reply, monkeypatch):
    monkeypatch.setenv("KEIRETSU_LLM_CONNECTIONS", "5")
    endpoint.replies = [reply.claims(after=0.5)]
    many = [Document(f"Alpha buys Beta {number}.", name=f"{number}.txt") for number in range(10)]
    load_extractor("llm", Gazetteer()).extract_batch(many)
    assert len(endpoint.requests) == 10
    assert 1 < endpoint.most_at_once <= 5


def test_an_endpoint_that_takes_schemas_is_sent_one(endpoint, reply, monkeypatch):
    monkeypatch.setenv("KEIRETSU_LLM_OUTPUT", "schema")
    endpoint.replies = [reply.completion({"content": json.dumps({"claims": [GOOD]})})]
    claims = load_extractor("llm", Gazetteer()).extract(FINE)
    assert [claim.relation for claim in claims] == ["acquires"]
    (sent,) = endpoint.requests
    assert sent.body["response_format"]["type"] == "json_schema"
    assert "tools" not in sent.body


def test_an_endpoint_of_the_other_protocol_is_spoken_to_in_it(endpoint, reply, monkeypatch):
    monkeypatch.setenv("KEIRETSU_LLM_API", "messages")
    monkeypatch.setenv("KEIRETSU_LLM_KEY", "a-key")
    monkeypatch.setenv("KEIRETSU_LLM_URL", endpoint.url.removesuffix("/v1"))
    content = [{"type": "tool_use", "id": "t1", "name": "claims", "input": {"claims": [GOOD]}}]
    head = {"id": "m1", "type": "message", "role": "assistant", "model": "alpha-7b"}
    usage = {"input_tokens": 100, "output_tokens": 20}
    endpoint.replies = [reply({**head, "content": content, "stop_reason": "tool_use", "usage": usage})]
    found = load_extractor("llm", Gazetteer()).extract_batch([FINE])
    assert [claim.relation for claim in found.claims] == ["acquires"]
    assert (found.usage[0].input_tokens, found.usage[0].output_tokens) == (100, 20)
    (sent,) = endpoint.requests
    assert (sent.path, sent.headers["x-api-key"]) == ("/v1/messages", "a-key")


def test_it_works_inside_a_running_loop(endpoint, reply):
    import asyncio

    endpoint.replies = [reply.claims(GOOD)]
    extractor = load_extractor("llm", Gazetteer())

    async def cell():
        return extractor.extract(FINE)

    assert [claim.subject for claim in asyncio.run(cell())] == ["Gamma"]
