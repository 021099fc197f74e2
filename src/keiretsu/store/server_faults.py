"""Which fault a PostgreSQL server's error is."""

from __future__ import annotations

from collections.abc import Mapping

_BY_STATE: Mapping[str, str] = {
    "23": "workspace.incomplete",
    "08": "workspace.connection-lost",
    "57P01": "workspace.connection-lost",
    "57P02": "workspace.connection-lost",
    "57P03": "workspace.unreachable",
    "28": "workspace.refused",
    "3D000": "workspace.no-database",
    "42501": "workspace.read-only",
    "25006": "workspace.read-only",
    "53100": "workspace.disk-full",
    "53300": "workspace.too-many-connections",
    "55P03": "workspace.busy",
    "40": "workspace.busy",
    "42P01": "workspace.corrupt",
    "42703": "workspace.corrupt",
    "XX001": "workspace.corrupt",
    "XX002": "workspace.corrupt",
}
"""Faults by the server's state, or by its class, which is the state's first two letters."""

_BY_WORDS = (
    ("too many clients", "workspace.too-many-connections"),
    ("remaining connection slots", "workspace.too-many-connections"),
    ("too many connections", "workspace.too-many-connections"),
    ("authentication failed", "workspace.refused"),
    ("no pg_hba.conf entry", "workspace.refused"),
    ("no password supplied", "workspace.refused"),
    ("is not permitted to log in", "workspace.refused"),
    ("permission denied for database", "workspace.refused"),
    ('" does not exist', "workspace.no-database"),
)
"""Faults by what the server says while it is connected to, when the driver knows no state."""


_AT_CONNECTING = (
    "connection failed",
    "connection is bad",
    "connection timeout",
    "failed to resolve host",
    "multiple connection attempts failed",
)
"""How the driver begins what it says before there is a connection; whatever else fails, one broke."""


def of_server(error: BaseException) -> tuple[str, str]:
    """Return the code of a fault, and the server's words in one line."""
    detail = " ".join(str(error).split())
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return _BY_STATE.get(state) or _BY_STATE.get(state[:2]) or "workspace.failed", detail
    if type(error).__name__ != "OperationalError":
        return "workspace.failed", detail
    if not detail.startswith(_AT_CONNECTING):
        return "workspace.connection-lost", detail
    if 'role "' in detail and detail.endswith('" does not exist'):
        return "workspace.refused", detail
    return next((code for words, code in _BY_WORDS if words in detail), "workspace.unreachable"), detail
