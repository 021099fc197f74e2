"""Jobs: every way in which one can end, and what is left of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from keiretsu.errors import BusyError, ConflictError, ForbiddenError, NotFoundError, StoreError
from keiretsu.service.http import status_of
from keiretsu.service.identity import Identity, Role
from keiretsu.service.jobs import Job, Jobs, JobState
from keiretsu.service.jobs.folder import JobFolder
from keiretsu.service.jobs.rights import may_change, require_right
from keiretsu.service.jobs.running import KEPT, MOST_OF_ONE, MOST_WAITING

SUPPORT = Path(__file__).parents[1] / "support"
KINDS = {
    **dict.fromkeys(("read", "reconcile", "simulate"), "job_work:wait"),
    **{name: f"job_work:{name}" for name in ("echo", "refuse", "fail", "vanish")},
}
PATIENCE = 60


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Let the processes of jobs import what the tests have them do."""
    monkeypatch.setenv("PYTHONPATH", str(SUPPORT))


@pytest.fixture
def started(tmp_path) -> Iterator[Callable[[], Jobs]]:
    """Return a function that starts what a server starts, over the same folder each time."""
    all_: list[Jobs] = []

    def start() -> Jobs:
        all_.append(Jobs(tmp_path / "state" / "jobs", str(tmp_path / "secret" / "deals.sqlite"), KINDS))
        return all_[-1]

    yield start
    for jobs in all_:
        jobs.close()


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} never came"
        time.sleep(0.02)


def over(jobs: Jobs, job: Job) -> Job:
    until(lambda: jobs.get(job.id).state.is_over, "the end")
    return jobs.get(job.id)


def pids(jobs: Jobs, job: Job) -> list[int]:
    """Wait until a job waits; return its process and the one that it started."""
    until(lambda: jobs.get(job.id).stage == "waiting", "the stage")
    return [int(each) for each in (jobs.folder.of(job.id) / "pids").read_text().split()]


def is_alive(pid: int) -> bool:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_job_does_what_was_asked_and_is_kept(started):
    jobs = started()
    job = jobs.submit("echo", {"n": 1}, title="Echo", by="Ann", files={"a.txt": b"Alpha"})
    ended = over(jobs, job)

    assert (ended.state, ended.done, ended.total, ended.stage) == (JobState.DONE, 1000, 1000, "counting")
    assert jobs.result(job.id) == {"asked": {"n": 1}, "by": "Ann", "files": {"a.txt": "Alpha"}}
    until(lambda: not (jobs.folder.of(job.id) / "files").exists(), "the removal of the files")
    assert "a line for the log" in (jobs.folder.of(job.id) / "log.txt").read_text()
    result = jobs.result(job.id)
    jobs.close()
    later = started()
    assert later.get(job.id) == ended
    assert later.result(job.id) == result
    with pytest.raises(ConflictError, match="job-not-over"):
        later.start_again(job.id)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("refuse", "server.invalid-request"),
        ("fail", "server.job-failed"),
        ("vanish", "server.job-lost"),
    ],
)
def test_what_stops_a_job_is_told_without_the_server_s_places(started, tmp_path, kind, code):
    jobs = started()
    job = over(jobs, jobs.submit(kind, {}, title="Try", by="Ann", files={"a.txt": b"Alpha"}))

    assert job.state is JobState.FAILED
    assert job.problem["code"] == code
    assert str(tmp_path) not in str(job.problem)
    assert jobs.result(job.id) is None
    assert ("something within" in (jobs.folder.of(job.id) / "log.txt").read_text()) is (kind == "fail")
    until(lambda: jobs.folder.has_files(job.id), "its files")
    until(lambda: _again(jobs, job) is not None, "a second try")


def _again(jobs: Jobs, job: Job) -> Job | None:
    """Start a job again; its process may need a moment to be gone."""
    with suppress(ConflictError):
        return jobs.start_again(job.id)
    return None


def test_a_job_is_cancelled_with_all_that_it_started(started, tmp_path):
    jobs = started()
    request = {"until": str(tmp_path / "never")}
    first = jobs.submit("read", request, title="Read", by="Ann", files={"a.txt": b"Alpha"})
    waiting = jobs.submit("read", request, title="Read", by="Ann", files={"a.txt": b"Alpha"})
    processes = pids(jobs, first)

    assert jobs.get(waiting.id).state is JobState.QUEUED
    assert jobs.cancel(waiting.id).state is JobState.CANCELLED
    assert not jobs.folder.has_files(waiting.id)
    assert jobs.cancel(first.id).state is JobState.CANCELLED
    until(lambda: not any(map(is_alive, processes)), "the end of the processes")
    until(lambda: not jobs.folder.has_files(first.id), "the removal of the files")
    assert jobs.get(first.id).state is JobState.CANCELLED
    assert not jobs.get(first.id).can_start_again
    assert jobs.at_work() == 0


def test_a_job_that_is_cancelled_while_it_starts_stays_cancelled(started, tmp_path):
    jobs = started()
    made = [
        jobs.submit("simulate", {"until": str(tmp_path / "never")}, title="Run", by="Ann") for _ in range(4)
    ]
    for job in made:
        jobs.cancel(job.id)
    last = jobs.submit("echo", {}, title="Echo", by="Ann")

    assert over(jobs, last).state is JobState.DONE
    assert {jobs.get(job.id).state for job in made} == {JobState.CANCELLED}
    until(lambda: _again(jobs, made[0]) is not None, "a second try")


def test_one_job_at_a_time_writes_and_others_go_on_beside_it(started, tmp_path):
    jobs = started()
    ends = {name: tmp_path / name for name in ("read", "reconcile", "simulate")}
    made = {name: jobs.submit(name, {"until": str(end)}, title=name, by="Ann") for name, end in ends.items()}
    pids(jobs, made["read"])
    pids(jobs, made["simulate"])
    assert jobs.get(made["reconcile"].id).state is JobState.QUEUED
    ends["read"].touch()
    pids(jobs, made["reconcile"])
    ends["reconcile"].touch()
    ends["simulate"].touch()
    ended = {name: over(jobs, job) for name, job in made.items()}
    assert {job.state for job in ended.values()} == {JobState.DONE}
    assert ended["reconcile"].started_at >= ended["read"].ended_at


def test_no_more_than_so_many_may_wait(started, tmp_path):
    jobs = started()
    request = {"until": str(tmp_path / "never")}
    for _ in range(MOST_OF_ONE + 1):  # one is at work
        jobs.submit("read", request, title="Read", by="Ann")
    with pytest.raises(BusyError, match=r"10 of yours and 0 of others wait") as refused:
        jobs.submit("read", request, title="Read", by="Ann")
    assert status_of(refused.value) == 429
    for _ in range(MOST_WAITING - MOST_OF_ONE):
        jobs.submit("read", request, title="Read", by="Ben")
    with pytest.raises(BusyError, match=r"server\.too-many-jobs"):
        jobs.submit("read", request, title="Read", by="Cid")
    assert len(list(jobs.folder.jobs())) == MOST_WAITING + 1


def test_what_a_server_s_end_cut_short_can_be_started_again(started, tmp_path):
    jobs = started()
    end = tmp_path / "end"
    job = jobs.submit("read", {"until": str(end)}, title="Read", by="Ann", files={"a.txt": b"Alpha"})
    waiting = jobs.submit("reconcile", {"until": str(end)}, title="Reconcile", by="Ann")
    processes = pids(jobs, job)
    jobs.close()

    assert not any(map(is_alive, processes))
    with pytest.raises(StoreError, match=r"server\.closing"):
        jobs.submit("echo", {}, title="Echo", by="Ann")
    later = started()
    assert [later.get(each.id).state for each in (job, waiting)] == [JobState.INTERRUPTED] * 2
    end.touch()
    assert later.start_again(job.id).id == job.id
    assert over(later, job).state is JobState.DONE


DYING = """
import sys, time
from pathlib import Path
from keiretsu.service.jobs import Jobs
jobs = Jobs(Path(sys.argv[1]), "deals.sqlite", {"read": "job_work:wait"})
job = jobs.submit("read", {"until": "/nowhere"}, title="Read", by="Ann")
while jobs.get(job.id).stage != "waiting":
    time.sleep(0.05)
print(job.id, flush=True)
time.sleep(600)
"""


def test_a_job_ends_with_a_server_that_is_killed(started, tmp_path):
    place = tmp_path / "state" / "jobs"
    with subprocess.Popen([sys.executable, "-c", DYING, place], stdout=subprocess.PIPE, text=True) as server:
        job_id = server.stdout.readline().strip()
        processes = [int(each) for each in (place / job_id / "pids").read_text().split()]
        assert all(map(is_alive, processes))
        os.kill(server.pid, signal.SIGKILL)

    until(lambda: not any(map(is_alive, processes)), "the end of the job's processes")
    assert started().get(job_id).state is JobState.INTERRUPTED


def test_damaged_jobs_are_passed_over_and_ids_are_no_paths(started, tmp_path):
    place = tmp_path / "state" / "jobs"
    for name, content in {"aa": "{", "bb": "[]", "cc": '{"id": "aa"}', "dd": ""}.items():
        (place / name).mkdir(parents=True)
        (place / name / "job.json").write_text(content)
    (place / "ee").mkdir()
    jobs = started()

    assert jobs.all() == ()
    for job_id in ("aa", "../jobs/aa", "", "ee", "\0"):
        with pytest.raises(NotFoundError):
            jobs.get(job_id)


@pytest.mark.parametrize("left", [None, "", '{"asked":', "\0" * 20, "[]"])
def test_a_job_whose_result_was_damaged_has_failed_and_can_be_done_again(started, left):
    jobs = started()
    job = over(jobs, jobs.submit("echo", {}, title="Echo", by="Ann"))
    place = jobs.folder.of(job.id) / "result.json"
    whole = jobs.result(job.id)
    place.unlink() if left is None else place.write_text(left)

    assert jobs.result(job.id) is None
    failed = jobs.get(job.id)
    assert (failed.state, failed.problem["code"]) == (JobState.FAILED, "server.result-lost")
    jobs.close()
    later = started()
    assert later.get(job.id) == failed, "it is so after a restart"
    assert over(later, later.start_again(job.id)).state is JobState.DONE
    assert later.result(job.id) == whole


def test_a_disk_that_takes_nothing_is_told_and_nothing_is_left(started, tmp_path):
    jobs = started()
    shutil.rmtree(tmp_path / "state" / "jobs")
    (tmp_path / "state" / "jobs").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=r"server\.not-kept") as refused:
        jobs.submit("echo", {}, title="Echo", by="Ann")
    assert str(tmp_path) not in str(refused.value)
    assert jobs.all() == ()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=r"server\.not-kept") as refused:
        Jobs(tmp_path / "state" / "jobs", "deals.sqlite", KINDS)
    assert str(tmp_path) not in str(refused.value)


def test_two_servers_never_share_a_folder(started):
    first = started()
    job = first.submit("read", {"until": "/nowhere"}, title="Read", by="Ann")
    with pytest.raises(ConflictError, match=r"server\.state-in-use"):
        started()
    assert not first.get(job.id).state.is_over
    first.close()
    assert started().get(job.id).state is JobState.INTERRUPTED


def test_the_newest_jobs_are_kept_and_older_ones_removed(started, tmp_path):
    folder, now = JobFolder(tmp_path / "state" / "jobs"), datetime.now(UTC)
    for number in range(KEPT + 5):
        then = now - timedelta(hours=number + 1)
        folder.make(Job(f"{number:016x}", "echo", "Echo", "Ann", state=JobState.DONE, created_at=then), {})
    jobs = started()
    last = jobs.submit("echo", {}, title="Echo", by="Ann")
    over(jobs, last)

    assert len(jobs.all()) == KEPT
    assert jobs.all()[0].id == last.id
    assert len(list(folder.place.iterdir())) == KEPT
    with pytest.raises(NotFoundError):
        jobs.get(f"{KEPT + 4:016x}")


@pytest.mark.parametrize(
    ("who", "kind", "may"),
    [
        (Identity("Ann", Role.REVIEWER), "read", True),
        (Identity("Ann", Role.READER), "simulate", True),
        (Identity("Ann", Role.READER), "read", False),
        (Identity("Bob", Role.REVIEWER), "read", False),
        (Identity("Bob", Role.ADMIN), "read", True),
    ],
)
def test_who_asked_for_a_job_and_admins_may_change_it(who, kind, may):
    job = Job("aa", kind, "Try", "Ann")
    assert may_change(job, who) is may
    with nullcontext() if may else pytest.raises(ForbiddenError):
        require_right(job, who)
