"""The faults that a resource can answer with, as its description declares them."""

from __future__ import annotations

from typing import Any

from keiretsu.api.problems import ProblemAnswer

ALWAYS = (400, 401, 403, 422, 429, 503)
MEANINGS = {
    400: "The request can't be done as it is: what it names or combines is off.",
    401: "Nobody was shown to ask: send a token, or sign in.",
    403: "Who asks may not do this.",
    404: "What the address names isn't there.",
    409: "Somebody's change came before, or the state doesn't allow it.",
    413: "What was sent is too large.",
    415: "What was sent is of a kind that isn't read.",
    422: "A parameter or a field isn't as described, or together they make no valid record.",
    429: "Too many requests: ask again after the time that Retry-After gives.",
    503: "The workspace can't be read or written now.",
}


def faults(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what a resource declares: the faults of all, and its own."""
    return {
        status: {"model": ProblemAnswer, "description": MEANINGS[status]}
        for status in sorted({*ALWAYS, *statuses})
    }
