"""Organisations: who is meant by which name."""

from keiretsu.parties.record import Party, slug
from keiretsu.parties.registry import Registry, name_key

__all__ = ["Party", "Registry", "name_key", "slug"]
