"""Trials: a step is killed at a random point, and its workspace looked at."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from kill_child import Child, start
from kill_places import Databases, Place, state
from kill_steps import Step

from keiretsu.errors import KeiretsuError
from keiretsu.store import Store, verify
from keiretsu.workspace import Workspace

REHEARSALS = 3
LATE = 1.2
"""How far beyond the measured end a kill may come, as a multiple of the measured time."""

BROKEN_OFF = {"workspace.connection-lost", "workspace.unreachable"}
"""What a step may say when the server is gone."""


@dataclass(frozen=True)
class Course:
    """A step when nothing comes between: where it begins from and what it leads to.

    Parameters
    ----------
    kept
        The workspace that it begins from.
    states
        The hash of the workspace after each number of acts.
    seconds
        How long the step takes.
    writes
        How long each of its transactions takes, up to the acknowledgement of what it wrote.
    """

    step: Step
    kept: str
    states: tuple[str, ...]
    seconds: float
    writes: tuple[float, ...]


@dataclass(frozen=True)
class Trial:
    """What came of one kill.

    Parameters
    ----------
    at
        What the process was about: ``between`` two acts or working one out, ``writing``,
        ``committing``, or ``over``.
    acknowledged, held
        How many acts were acknowledged, and how many the workspace holds; ``None`` where what it
        holds is the work of no number of whole acts.
    error
        The code of the error that the step printed, where it could.
    faults
        What is amiss, each in a line.
    """

    step: str
    killed: str
    at: str
    acknowledged: int
    held: int | None
    error: str | None
    faults: tuple[str, ...]


class UndisturbedError(Exception):
    """A step that doesn't do, even where nobody kills it, what it did before."""


def rehearse(place: Place, steps: Sequence[Step]) -> list[Course]:
    """Do all steps without a kill, and return their courses."""
    address = place.empty()
    Workspace.create(address, pack="none")
    courses = []
    for step in steps:
        kept = place.keep(address)
        states = [state(Store.open(address))]
        for act in range(step.acts):
            _do(place, step, address, range(act, act + 1))
            states.append(state(Store.open(address)))
        if len(set(states)) != step.acts + 1:
            raise UndisturbedError(f"{step.name}: an act records nothing")
        runs = [_timed(place, step, kept, states[-1]) for _ in range(REHEARSALS)]
        writes = [statistics.median(times) for times in zip(*map(_writes, runs), strict=True)]
        seconds = statistics.median(run.heard[-1][1] for run in runs)
        courses.append(Course(step, kept, tuple(states), seconds, tuple(writes)))
    place.drop(address)
    return courses


def kill_step(place: Place, course: Course, dice: random.Random) -> Trial:
    """Kill a step's process somewhere."""
    address = place.again(course.kept)
    child = start(course.step, address, range(course.step.acts))
    _wait(child, course, dice)
    child.kill()
    return _looked_at(place, course, address, child, "step")


def kill_server(place: Databases, course: Course, dice: random.Random) -> Trial:
    """Stop the server at once somewhere in a step; the step's process goes on and has to say so."""
    address = place.again(course.kept)
    child = start(course.step, address, range(course.step.acts))
    _wait(child, course, dice)
    place.server.stop()
    child.end()
    place.server.start()
    return _looked_at(place, course, address, child, "server")


def _wait(child: Child, course: Course, dice: random.Random) -> None:
    """Wait for a random while: half of the times anywhere in the step, half from a transaction's begin on."""
    if dice.random() < 0.5:
        child.wait(dice.uniform(0, course.seconds * LATE))
        return
    chosen = dice.randrange(len(course.writes))
    child.wait_for("begun", chosen + 1)
    child.wait(dice.uniform(0, course.writes[chosen] * LATE))


def _looked_at(place: Place, course: Course, address: str, child: Child, killed: str) -> Trial:
    """Look at a workspace after a kill, do the step again, and look again."""
    place.settle(address)
    acknowledged, held = child.times("acknowledged"), None
    faults = _said_badly(child, killed)
    try:
        store = Store.open(address)
        held = _acts_held(course, state(store))
        faults += _faults(store, acknowledged, held)
        _do(place, course.step, address, range(held or 0 if course.step.resumes else 0, course.step.acts))
        if state(store) != course.states[-1]:
            faults.append("done again, the step ends otherwise than undisturbed")
        faults += [f"after that: {problem.line()}" for problem in verify(store).problems]
    except (KeiretsuError, UndisturbedError) as error:
        faults.append(str(error))
    place.drop(address)
    return Trial(course.step.name, killed, child.place(), acknowledged, held, child.error(), tuple(faults))


def _acts_held(course: Course, found: str) -> int | None:
    return course.states.index(found) if found in course.states else None


def _faults(store: Store, acknowledged: int, held: int | None) -> list[str]:
    faults = [problem.line() for problem in verify(store).problems]
    if held is None:
        return [*faults, "half-written: the workspace holds the work of no number of whole acts"]
    if held < acknowledged:
        return [*faults, f"lost: {acknowledged} acts were acknowledged, {held} are held"]
    if held > acknowledged + 1:
        return [*faults, f"held: {held} acts, of which {acknowledged} were acknowledged"]
    return faults


def _said_badly(child: Child, killed: str) -> list[str]:
    """Return what a process may not have printed."""
    error = child.error()
    if "Traceback" in child.said:
        return [f"no error of keiretsu's: {child.said[-3000:]}"]
    if error is not None and (killed == "step" or error not in BROKEN_OFF):
        return [f"an error that isn't the kill's: {error}: {child.said[-1000:]}"]
    return []


def _do(place: Place, step: Step, address: str, acts: range) -> Child:
    """Do acts to their end, which has to be a good one."""
    child = start(step, address, acts)
    child.end()
    place.settle(address)
    if child.error() or "Traceback" in child.said:
        raise UndisturbedError(
            f"{step.name} fails where nothing comes between: {child.error()}: {child.said}"
        )
    return child


def _timed(place: Place, step: Step, kept: str, wanted: str) -> Child:
    address = place.again(kept)
    child = _do(place, step, address, range(step.acts))
    if state(Store.open(address)) != wanted:
        raise UndisturbedError(f"{step.name}: done in one go it ends otherwise than act by act")
    place.drop(address)
    return child


def _writes(run: Child) -> list[float]:
    """Return how long each transaction took, up to the next acknowledgement."""
    begun = [when for mark, when in run.heard if mark == "begun"]
    acknowledged = [when for mark, when in run.heard if mark == "acknowledged"]
    return [min(later for later in acknowledged if later >= when) - when for when in begun]
