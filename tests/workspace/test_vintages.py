"""What was known by a moment can be had again, whatever was recorded since."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import keiretsu as kr
from keiretsu import report
from keiretsu.errors import MisuseError
from keiretsu.measures import measure_names


def everything(vintage):
    """Return all that can be asked of a vintage, as data."""
    return (
        vintage.documents(),
        vintage.claims(),
        vintage.judgements(),
        vintage.parties(),
        vintage.figures(),
        vintage.deals(),
        vintage.contradictions(),
        vintage.problems(),
        vintage.network().table().to_json(),
        *(vintage.measure(name).table().to_json() for name in measure_names()),
    )


def test_a_vintage_answers_the_same_after_the_industry_went_on(industry, goes_on) -> None:
    before = everything(industry.vintage())
    moment = datetime.now(UTC)
    goes_on(industry)
    assert everything(industry.vintage(moment)) == before
    assert everything(industry.vintage()) != before


def test_a_report_of_an_earlier_moment_is_the_same_to_the_byte(industry, goes_on, tmp_path: Path) -> None:
    report.write(industry.contents(), tmp_path / "then.html")
    moment = datetime.now(UTC)
    goes_on(industry)
    report.write(industry.contents(known_by=moment), tmp_path / "again.html")
    report.write(industry.contents(), tmp_path / "now.html")
    then = (tmp_path / "then.html").read_bytes()
    assert (tmp_path / "again.html").read_bytes() == then
    assert (tmp_path / "now.html").read_bytes() != then


@pytest.mark.parametrize("form", list(report.Format))
def test_an_export_of_an_earlier_moment_is_the_same_to_the_byte(
    industry, goes_on, tmp_path: Path, form
) -> None:
    def exported(name: str, known_by: datetime | None) -> dict[str, bytes]:
        written = report.export(industry.contents(known_by=known_by), form, tmp_path / name)
        return {path.name.replace(name, ""): path.read_bytes() for path in written}

    before = exported("then", None)
    moment = datetime.now(UTC)
    goes_on(industry)
    assert exported("again", moment) == before
    assert exported("now", None) != before


def test_before_the_first_recording_nothing_is_known(industry) -> None:
    vintage = industry.vintage(datetime(2020, 1, 1, tzinfo=UTC))
    assert (vintage.documents(), vintage.claims(), vintage.deals()) == ((), (), ())


def test_as_of_a_day_only_what_had_been_said_by_then_counts(industry) -> None:
    assert [deal.relation for deal in industry.deals(date(2025, 3, 31))] == ["invests"]
    assert industry.documents(date(2025, 4, 30)) == ()
    assert industry.contradictions(date(2025, 2, 28)) == ()
    (contradiction,) = industry.contradictions(date(2025, 3, 31))
    assert {reading.says for reading in contradiction.readings} == {
        "USD 10 billion (total)",
        "USD 12 billion (total)",
    }


def test_a_pack_that_changes_changes_no_workspace_that_was_made_with_it(tmp_path: Path, tiny_pack) -> None:
    workspace = kr.create(tmp_path / "deals.sqlite", pack=str(tiny_pack))
    before = list(workspace.network().assumptions)
    assumptions = tiny_pack / "assumptions.yaml"
    assumptions.write_text(
        assumptions.read_text(encoding="utf-8").replace("value: 7", "value: 9"), encoding="utf-8"
    )
    assert list(kr.open(tmp_path / "deals.sqlite").network().assumptions) == before
    assert 7 in [assumption.value for assumption in before]


def test_a_moment_without_a_zone_is_refused(industry) -> None:
    with pytest.raises(MisuseError) as caught:
        industry.claims(known_by=datetime(2025, 1, 1))  # noqa: DTZ001 - that is the point
    assert caught.value.problem.code == "time.without-zone"
