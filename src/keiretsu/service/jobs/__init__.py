"""Work that takes longer than a request: started, watched, stopped, and kept."""

from keiretsu.service.jobs.record import Job, JobContext, JobState
from keiretsu.service.jobs.running import Jobs

__all__ = ["Job", "JobContext", "JobState", "Jobs"]
