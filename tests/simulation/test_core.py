"""How a model is stated and run, and what a run tells."""

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.simulation import Instrument, Model, Parameter, Start, in_blocks, simulate
from keiretsu.simulation.textbook import MODELS, bmw, lp, pc, sim

MONEY = Instrument("money", issuers=("Alpha",))
PARTIES = ("Alpha", "Beta", "Gamma")
OF_EACH_MODEL = pytest.mark.parametrize("name", MODELS)


def grant(books):
    """G is given."""
    books.pay("Alpha", "Beta", "grant", books.parameter("grant"))


def economy(*behaviours, instruments=(MONEY,), **given):
    parameters = {"grant": Parameter(10.0, "money a period")}
    return Model("economy", PARTIES, instruments, behaviours, parameters, **given)


def test_money_follows_payments():
    def purchases(books):
        books.pay("Beta", "Gamma", "purchases", 4)

    run = simulate(economy(grant, purchases), 3)
    assert run.position("Alpha", "money")[:, 0].tolist() == [0, -10, -20, -30]
    assert run.position("Beta", "money")[:, 0].tolist() == [0, 6, 12, 18]
    assert run.flow("purchases")[:, 0].tolist() == [0, 4, 4, 4]
    assert run.flow("purchases", "Beta")[:, 0].tolist() == [0, -4, -4, -4]
    assert run.net_worth("Gamma")[:, 0].tolist() == [0, 4, 8, 12]


def test_where_nobody_acts_nothing_happens():
    for parties in (PARTIES, ("Alpha",)):
        run = simulate(Model("rest", parties, (MONEY,), ()), 2)
        assert not run.transaction_flows(2).to_numpy().any()
        assert not run.balance_sheet(2).to_numpy().any()
        assert set(run.table()["amount"]) == {0.0}


def test_a_party_that_pays_itself_is_no_richer():
    def purchases(books):
        books.pay("Alpha", "Alpha", "purchases", 4)

    run = simulate(economy(purchases), 1)
    assert run.flow("purchases")[1, 0] == 4
    assert not run.net_worth("Alpha").any()


def test_a_sector_outside_may_hold_and_owe_anything():
    def exports(books):
        books.pay("abroad", "Beta", "exports", 3)

    run = simulate(economy(exports, outside=("abroad",)), 1)
    assert run.balance_sheet(1).loc["money"].tolist() == [0, 3, 0, -3, 0]


def test_a_variable_can_not_be_changed_after_it_is_set():
    def count(books):
        seen = np.ones((2, books.paths))
        books["seen"] = seen
        seen += 1

    with pytest.raises(ValueError, match="read-only"):
        simulate(economy(count), 1)


def test_a_variable_that_is_part_of_an_array_is_a_copy():
    def count(books):
        seen = np.ones((2, books.paths))
        books["seen"] = seen[0]
        seen += 1

    assert simulate(economy(count), 1).variable("seen")[1, 0] == 1


def test_a_parameter_changes_at_a_period_and_stays():
    run = simulate(economy(grant), 4, changes={3: {"grant": 1}})
    assert run.flow("grant")[1:, 0].tolist() == [10, 10, 1, 1]


def test_each_path_has_its_own_parameters():
    run = simulate(economy(grant), 2, paths=3, parameters={"grant": np.array([1.0, 2.0, 3.0])})
    assert run.position("Beta", "money")[2].tolist() == [2, 4, 6]


def test_equations_that_follow_each_other_are_solved_in_one_sweep():
    def purchases(books):
        books.pay("Beta", "Gamma", "purchases", books.flow("grant") / 2)

    assert {closed.sweeps for closed in simulate(economy(grant, purchases), 3).closed} == {1}
    backwards = simulate(economy(purchases, grant), 3)
    assert backwards.closed[0].sweeps > 1
    assert backwards.flow("purchases")[1:, 0].tolist() == [5, 5, 5]


def test_a_flow_that_stops_is_not_read_from_the_period_before():
    def purchases(books):
        books["seen"] = books.flow("grant")

    def only_once(books):
        if books.period == 1:
            books.pay("Alpha", "Beta", "grant", 10)

    run = simulate(economy(purchases, only_once), 3)
    assert run.variable("seen")[1:, 0].tolist() == [10, 0, 0]


def test_a_behaviour_takes_back_what_it_no_longer_posts():
    def hesitant(books):
        if books.flow("grant")[0] == 0:
            books.pay("Beta", "Gamma", "advance", 1)

    run = simulate(economy(hesitant, grant), 1)
    assert run.flow("advance")[1, 0] == 0


def test_a_loan_is_an_asset_and_a_debt():
    loan = Instrument("loan", issuers=("Gamma",), holders=("Beta",))

    def lend(books):
        books.buy("Beta", "Gamma", "loan", 6)

    run = simulate(economy(grant, lend, instruments=(MONEY, loan)), 2)
    assert run.balance_sheet(2).loc["loan"].tolist() == [0, 12, -12, 0]
    assert run.net_worth("Gamma")[2, 0] == 0
    flows = run.transaction_flows(1)
    assert flows.loc["change in loan", ("Beta", "capital")] == -6
    assert flows.loc["saving", ("Beta", "capital")] == 10


def test_a_write_down_costs_the_holder_and_relieves_the_debtor():
    loan = Instrument("loan", issuers=("Gamma",))
    start = Start({"loan": {"Beta": 8.0, "Gamma": -8.0}})

    def default(books):
        books.revalue("Beta", "Gamma", "loan", -3)

    run = simulate(economy(default, instruments=(MONEY, loan)), 1, start=start)
    assert run.net_worth("Beta")[:, 0].tolist() == [8, 5]
    assert run.net_worth("Gamma")[:, 0].tolist() == [-8, -5]
    assert not run.transaction_flows(1).to_numpy().any()
    assert run.revaluations(1).loc["loan"].tolist() == [0, -3, 3]


def test_a_machine_is_nobodys_debt():
    machines = Instrument("machines")

    def invest(books):
        books.buy("Beta", "Gamma", "machines", 10)
        books.revalue("Beta", None, "machines", -1)

    run = simulate(economy(grant, invest, instruments=(MONEY, machines)), 1)
    assert run.balance_sheet(1).loc["machines"].tolist() == [0, 9, 0, 9]
    assert run.transaction_flows(1).loc["change in machines", ("Gamma", "current")] == 10


def test_several_pay_into_a_market_and_several_are_paid():
    def market(books):
        books.post("goods", {"Alpha": 5, "Beta": 3}, {"Beta": 2, "Gamma": 6})

    run = simulate(economy(market, grant), 1)
    assert run.flow("goods", "Beta")[1, 0] == -1
    assert run.flow("goods")[1, 0] == 8
    assert run.transaction_flows(1)["sum"].abs().max() == 0


@OF_EACH_MODEL
def test_paths_in_a_batch_are_those_alone(name):
    textbook, spread = MODELS[name], np.linspace(0.9, 1.1, 7)
    of_income = textbook.MODEL.parameters["propensity to consume income"].value * (spread * 0.5 + 0.5)
    given = {"propensity to consume income": of_income}
    together = simulate(textbook.MODEL, 12, paths=7, start=textbook.START, parameters=given)
    blocks = in_blocks(textbook.MODEL, 12, paths=7, size=3, start=textbook.START, parameters=given)
    joined = np.concatenate([np.stack(run.positions()) for run in blocks], axis=-1)
    assert (joined == np.stack(together.positions())).all()


def test_why_leads_to_behaviour_parameters_and_source():
    run = simulate(lp.MODEL, 15, start=lp.START, changes={15: {"bond price": 15}})
    told = "\n".join(run.why("households", "bonds", 15).lines())
    assert "bond_market: households gain -9.45168 on bonds of government" in told
    assert "CG = (Pbl - Pbl(-1)) BLh(-1)" in told
    assert "bond price = 15: Pblbar\n" in told
    assert "(Godley and Lavoie (2007), chapter 5)" in told
    assert "bond price = 20 in the period before" in told


def test_why_follows_a_variable_to_the_behaviour_that_set_it():
    run = simulate(pc.MODEL, 2, start=pc.START)
    told = "\n".join(run.why("production", "consumption", 2).lines())
    assert "consumption: households pay production 86.4865 for consumption" in told
    assert "output = 106.486" in told
    assert "income: Y = C + G" in told


def test_a_parameter_without_a_source_is_an_assumption():
    leaf = next(simulate(economy(grant), 1).why("Beta", "grant", 1).leaves())
    assert leaf.text == "grant = 10: money a period"
    assert leaf.estimate


def test_the_table_holds_every_figure_of_every_path():
    run = simulate(bmw.MODEL, 3, paths=2, start=bmw.START)
    table = run.table()
    assert list(table.columns) == ["path", "period", "party", "kind", "item", "amount"]
    got = table.set_index(["path", "period", "party", "kind", "item"])["amount"]
    assert got[1, 0, "firms", "position", "loans"] == -160
    assert got[1, 3, "firms", "payment", "wages"] == pytest.approx(-140)
    assert got[0, 3, "firms", "revaluation", "capital"] == pytest.approx(-16)
    assert got.index.is_unique


def test_a_picture_shows_variables_or_net_worths():
    run = simulate(sim.MODEL, 5)
    lines = run.plot("output", "disposable income").axes[0].get_lines()
    assert [line.get_label() for line in lines] == ["output", "disposable income"]
    assert len(run.plot().axes[0].get_lines()) == 3


@pytest.mark.parametrize(
    "call",
    [
        lambda run: run.position("Delta", "money"),
        lambda run: run.position("households", "gold"),
        lambda run: run.flow("gifts"),
        lambda run: run.revaluation("gold"),
        lambda run: run.variable("mood"),
        lambda run: run.balance_sheet(9),
        lambda run: run.balance_sheet(1, path=1),
        lambda run: run.transaction_flows(0),
        lambda run: run.why("households", "gifts", 1),
    ],
)
def test_what_the_model_does_not_have_is_misuse(call):
    with pytest.raises(MisuseError):
        call(simulate(sim.MODEL, 2))


@pytest.mark.parametrize(
    "call",
    [
        lambda: simulate(sim.MODEL, 0),
        lambda: simulate(sim.MODEL, 1, paths=0),
        lambda: simulate(sim.MODEL, 1, parameters={"gold": 1}),
        lambda: simulate(sim.MODEL, 1, changes={0: {"wage": 2}}),
        lambda: simulate(sim.MODEL, 1, changes={-1: {"wage": 2}}),
        lambda: simulate(sim.MODEL, 1, paths=2, parameters={"wage": np.ones(3)}),
        lambda: simulate(sim.MODEL, 1, parameters={"wage": float("nan")}),
        lambda: simulate(sim.MODEL, 1, start=Start({"gold": {"households": 1}})),
        lambda: list(in_blocks(sim.MODEL, 1, paths=2, size=0)),
    ],
)
def test_what_can_not_be_run_is_misuse(call):
    with pytest.raises(MisuseError):
        call()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"instruments": ()}, "no instrument to pay in"),
        ({"parties": ("Alpha", "Alpha")}, "'Alpha' names two things"),
        ({"behaviours": (grant, grant)}, "'grant' names two things"),
        ({"instruments": (Instrument("money", issuers=("Delta",)),)}, "no party 'Delta'"),
    ],
)
def test_a_model_that_makes_no_sense_is_refused(given, said):
    stated = {"name": "odd", "parties": PARTIES, "instruments": (MONEY,), "behaviours": ()}
    with pytest.raises(MisuseError, match=said):
        Model(**(stated | given))


def test_blocks_refuse_an_array_that_fits_a_block_and_not_the_paths():
    wrong = {"government spending": np.array([10.0, 20.0])}
    with pytest.raises(MisuseError):
        list(in_blocks(sim.MODEL, 2, paths=6, size=2, parameters=wrong))
