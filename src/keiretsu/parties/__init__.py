"""Organisations: who is meant by which name."""

from keiretsu.parties.record import Party, slug
from keiretsu.parties.registry import Registry

__all__ = ["Party", "Registry", "slug"]
