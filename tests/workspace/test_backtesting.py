"""A pack held against its own past: what was public by a day, and what followed it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from bust import OUTCOMES_HEAD, write_bust

from keiretsu.errors import MisuseError, PackError
from keiretsu.packs import load_pack
from keiretsu.packs.outcomes import load_outcomes
from keiretsu.quantities import Period
from keiretsu.reasons import Reason
from keiretsu.simulation.backtest import Backtest
from keiretsu.workspace.backtesting import FAILURES, KNOWN_THEN, backtest

END_OF_2019, END_OF_1999 = date(2019, 12, 31), date(1999, 12, 31)
DATED = re.compile(r"(\d{4}(?:-\d{2}){0,2})$")


def figures(found: Backtest) -> list[bytes]:
    return [values.tobytes() for each in found.forecasts for values in (each.failed, each.lost)]


def steps(reason: Reason) -> Iterator[Reason]:
    yield reason
    for each in reason.because:
        yield from steps(each)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bust(tmp_path_factory.mktemp("bust") / "bust")


@pytest.fixture(scope="module")
def found(pack: Path) -> Backtest:
    """Return the made-up pack's backtest."""
    return backtest(str(pack), END_OF_2019, paths=16)


def test_who_failed_later_is_told_from_who_did_not(found: Backtest) -> None:
    table = found.table().set_index("firm")
    assert table["failed"].to_dict() == {"Alpha": True, "Beta": False, "Gamma": False, "Delta": False}
    assert table.index[0] == "Alpha"
    assert table.loc["Gamma", "what happened"] == "write off 2021-06-30; survived 2024-01-01"
    assert found.rankings()["failed"].unique().tolist() == [1]


def test_who_fails_after_the_horizon_has_survived_it(found: Backtest) -> None:
    delta = found.table().set_index("firm").loc["Delta"]
    assert not delta["failed"]
    assert delta["what happened"] == "bankruptcy 2023-05-01"


def test_who_had_failed_by_the_day_is_not_judged(found: Backtest) -> None:
    assert "Zeta" in found.industry.firms
    assert "Zeta" not in found.table()["firm"].tolist()


def test_only_what_lies_within_the_horizon_is_held_against_it(found: Backtest, pack: Path) -> None:
    """The loss of 2023 comes later than twelve quarters, and that of 2019 earlier than the day."""
    rows = found.losses()
    assert set(rows["firm"]) == {"Gamma"}
    assert rows[["lost at least", "lost at most"]].values.tolist() == [[3e8, 4e8]] * len(found.forecasts)
    longer = backtest(str(pack), END_OF_2019, paths=2, quarters=16)
    assert longer.table().set_index("firm")["failed"]["Delta"]
    assert longer.losses()["lost at least"].tolist() == [5.3e9] * len(longer.forecasts)


def test_nothing_that_came_too_late_has_an_effect(found: Backtest, tmp_path: Path) -> None:
    """Documents, figures and outcomes of later days are as if they had not been written."""
    without = backtest(str(write_bust(tmp_path / "bust", late=False)), END_OF_2019, paths=16)
    assert figures(without) == figures(found)
    assert without.table().equals(found.table())
    assert without.losses().equals(found.losses())
    assert without.verdict == found.verdict


def test_the_same_call_gives_the_same_figures(found: Backtest, pack: Path) -> None:
    assert figures(backtest(str(pack), END_OF_2019, paths=16)) == figures(found)
    assert figures(backtest(str(pack), END_OF_2019, paths=16, seed=3)) != figures(found)


def test_scenarios_that_lie_after_the_day_are_runs_of_their_own(found: Backtest) -> None:
    assert [each.name for each in found.forecasts] == [KNOWN_THEN, "if markets close"]
    then, closed = found.forecasts
    alpha = found.industry.firms.index("Alpha")
    assert closed.chance[alpha] > then.chance[alpha]
    assert closed.chance.sum() >= then.chance.sum()


def test_simple_rankings_are_by_size_and_by_debt(found: Backtest) -> None:
    """Alpha sells least, and has borrowed most beside what it sells."""
    table = found.table().set_index("firm")
    assert table["rank by size"].to_dict() == {"Alpha": 1, "Delta": 2, "Beta": 3, "Gamma": 4}
    assert table["rank by leverage"]["Alpha"] == 1
    gamma = found.industry.firms.index("Gamma")
    assert found.naive_losses["lent"].argmax() == gamma


def test_who_owes_and_sells_nothing_is_the_most_indebted(tmp_path: Path) -> None:
    folder = write_bust(tmp_path / "bust")
    path = folder / "figures.csv"
    text = (
        path.read_text(encoding="utf-8")
        .replace("20000000,20000000", "0,0")
        .replace(
            "Beta,revenue",
            "Beta,debt,,1000000000,1000000000,USD,2018-12-31,2018-12-31,Report,Beta,2019-03,\nBeta,revenue",
        )
    )
    path.write_text(text, encoding="utf-8")
    found = backtest(str(folder), END_OF_2019, paths=2)
    assert found.industry.start.variables["base revenue"][found.industry.firms.index("Alpha"), 0] == 0
    assert found.table().set_index("firm")["rank by leverage"]["Alpha"] == 1


def test_what_is_done_is_told(pack: Path) -> None:
    told: list[str] = []
    backtest(str(pack), END_OF_2019, paths=2, quarters=8, on_stage=told.append)
    assert told[0] == "reading 4 documents that were public by 2019-12-31"
    assert [words.split(": ")[0] for words in told[1:]] == ["running 2 paths"] * 2


def test_a_row_that_is_not_valid_is_told_and_the_others_count(tmp_path: Path) -> None:
    folder = write_bust(tmp_path / "bust")
    with (folder / "outcomes.csv").open("a", encoding="utf-8") as file:
        file.write("Omega,bankruptcy,2021-05-01,,,,Who,The Post,2021-05-02,,press\n")
    found = backtest(str(folder), END_OF_2019, paths=2, quarters=8)
    assert [each.code for each in found.problems] == ["pack.unknown-party"]
    assert found.table()["failed"].sum() == 1


@pytest.mark.parametrize("rows", ["", "Beta,survived,2024-01-01,,,,Stands,The Post,2024-01-02,,press\n"])
def test_a_pack_that_knows_of_no_failure_is_refused(tmp_path: Path, rows: str) -> None:
    folder = write_bust(tmp_path / "bust")
    (folder / "outcomes.csv").write_text(OUTCOMES_HEAD + rows, encoding="utf-8")
    with pytest.raises(MisuseError, match="nothing-happened"):
        backtest(str(folder), END_OF_2019, paths=2)


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        backtest(str(tmp_path / "none"), END_OF_2019)


# The pack that ships


@pytest.fixture(scope="module")
def telecom() -> Backtest:
    return backtest("telecom", END_OF_1999, paths=8)


def test_no_quote_or_figure_of_the_telecom_pack_is_later_than_the_day(telecom: Backtest) -> None:
    figures_then = {
        f"{one.source.title}, {one.source.publisher}, {one.source.date}"
        for one in load_pack("telecom").published_by(END_OF_1999).figures
    }
    dated = 0
    for reason in telecom.industry.grounds.values():
        for step in steps(reason):
            day = DATED.search(step.source or "")
            if day is None or " on average in " in step.text:
                continue  # a rate of exchange converts, and foretells nothing
            dated += 1
            end = Period.parse(day[1]).end
            assert end is not None
            assert end <= END_OF_1999, step
            assert step.quote is not None or step.source in figures_then, step
    assert dated > 100


def test_who_had_failed_before_2000_is_not_judged(telecom: Backtest) -> None:
    outcomes = load_outcomes(load_pack("telecom")).outcomes
    gone = {
        one.party.name
        for one in outcomes
        if one.outcome in FAILURES and one.date.end is not None and one.date.end <= END_OF_1999
    }
    assert gone
    assert not gone & set(telecom.table()["firm"])


def test_the_telecom_pack_is_judged_on_makers_and_carriers_of_both_kinds(telecom: Backtest) -> None:
    rows = telecom.rankings()
    assert telecom.forecasts[0].name == KNOWN_THEN
    assert len(telecom.forecasts) == 3
    assert rows["failed"].min() >= 8
    assert rows["spared"].min() >= 8
    assert telecom.problems == ()
    assert "Rank correlation" in telecom.verdict
    assert telecom.loss_rankings()["firms"].min() >= 5
