"""What is wrong with the material, without where on the server anything is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from keiretsu.errors import Problem
from keiretsu.service.asked import Asked
from keiretsu.service.site import Site


def open_problems(site: Site, asked: Asked) -> tuple[Problem, ...]:
    """Return the open problems of the material, then those of the day's network."""
    found = (*site.vintage(asked).problems(), *site.network(asked).problems)
    return tuple(without_folder(each) for each in found)


def without_folder(problem: Problem) -> Problem:
    """Return a problem that names a file without the folder of this machine that it was read from.

    Examples
    --------
    >>> from keiretsu.errors import Severity
    >>> problem = Problem("document.empty", Severity.ERROR, "/home/ann/a.txt", "is empty", "leave it out")
    >>> without_folder(problem).where
    'a.txt'
    """
    where = PurePath(problem.where)
    return replace(problem, where=where.name) if where.is_absolute() else problem
