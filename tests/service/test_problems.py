"""What is wrong with the material is told without the folders of the server."""

from __future__ import annotations

import keiretsu as kr
from keiretsu.service.asked import Asked
from keiretsu.service.problems import open_problems
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site


def test_a_file_that_was_read_is_told_by_its_name(tmp_path):
    workspace = kr.create(tmp_path / "industry.sqlite", pack="none")
    (tmp_path / "empty.txt").write_text(" ")
    workspace.read([tmp_path])
    site = Site(Settings(str(tmp_path / "industry.sqlite"), tmp_path / "state"))

    found = open_problems(site, Asked())
    assert ("document.empty", "empty.txt") in {(each.code, each.where) for each in found}
    assert str(tmp_path) not in str(found)
    site.jobs.close()
