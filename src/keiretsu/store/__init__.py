"""The workspace: every record with its clocks, in a database from which nothing is deleted."""

from keiretsu.store.backup import Backup, backup
from keiretsu.store.copying import Copied, copy
from keiretsu.store.lives import Added
from keiretsu.store.records import RecordedJudgement
from keiretsu.store.rows import judgement_digest
from keiretsu.store.store import Store
from keiretsu.store.verify import Verification, verify
from keiretsu.store.view import Counts, View
from keiretsu.store.writer import Writer

__all__ = [
    "Added",
    "Backup",
    "Copied",
    "Counts",
    "RecordedJudgement",
    "Store",
    "Verification",
    "View",
    "Writer",
    "backup",
    "copy",
    "judgement_digest",
    "verify",
]
