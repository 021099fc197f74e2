"""Requests that schemathesis makes from the description find nothing that isn't as described.

All its checks are on. That a request as described can't be done is told by a 400, apart from the 422 of
one that isn't as described; so a 400 is among the answers that are expected of the former.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SETTINGS = """\
headers = {{ Authorization = "Bearer {token}" }}
request-timeout = 120

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "401", "403", "404", "409", "429"]

[parameters]
measure = "circularity"
party_id = "x-alpha-cloud"
deal_id = "alpha-cloud-beta-labs-invests"
contradiction_id = "amount:invests:x-alpha-cloud:x-beta-labs"
"""
ROUNDS = {
    "everything": ("--phases", "fuzzing", "--max-examples", "3"),
    "changes at their borders": ("--phases", "coverage", "--include-method", "POST"),
}


@pytest.mark.parametrize("arguments", ROUNDS.values(), ids=ROUNDS)
def test_nothing_is_found(changing_site, tmp_path, arguments):
    (tmp_path / "schemathesis.toml").write_text(SETTINGS.format(token=changing_site.token))
    program = Path(sys.executable).with_name("schemathesis")
    where = f"{changing_site.url}/api/v1/openapi.json"
    done = subprocess.run(
        [program, "run", where, "--seed", "20260101", "--no-shrink", "--workers", "2", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
