"""What changed between two states of the network, as far as a request may take."""

from __future__ import annotations

from datetime import date

import pytest

from keiretsu.errors import MisuseError, catalogue
from keiretsu.service import changes
from keiretsu.service.asked import Asked
from keiretsu.service.changes import Between, compared, figure_changed
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site


@pytest.fixture(scope="module")
def site(invented_industry, tmp_path_factory):
    made = Site(Settings(invented_industry, tmp_path_factory.mktemp("state")))
    yield made
    made.jobs.close()


def test_more_changes_than_a_request_may_take_are_refused_and_still_listed(site, monkeypatch):
    between = Between(Asked(date(2025, 3, 1)), Asked(site.day(Asked())))
    assert len(compared(site, between).changes) > 2
    monkeypatch.setattr(changes, "MOST_CHANGES", 2)
    with pytest.raises(MisuseError) as refused:
        figure_changed(site, between, "circularity", "circulating money", "")
    assert refused.value.problem.code == "server.too-many-changes"
    assert refused.value.problem.code in catalogue()
