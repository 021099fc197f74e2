"""All resources of the interface."""

from __future__ import annotations

from fastapi import APIRouter

PREFIX = "/api/v1"


def router() -> APIRouter:
    """Return the interface; each room adds its own resources."""
    return APIRouter(prefix=PREFIX)
