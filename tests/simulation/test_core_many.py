"""Many parties at once: arrays, registers of pairs, memoranda, and what a run tells of them."""

from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.reasons import Reason
from keiretsu.simulation import (
    Instrument,
    Model,
    Parameter,
    SimulationError,
    Start,
    in_blocks,
    simulate,
    walk,
)

PARTIES = ("Alpha", "Beta", "Gamma", "bank")
MONEY = Instrument("money", issuers=PARTIES)
LOANS = Instrument("loans", pairs=(("bank", "Alpha"), ("bank", "Beta"), ("Gamma", "Alpha")))
COMMITMENTS = Instrument("commitments", pairs=(("Alpha", "Gamma"), ("Beta", "Gamma")), is_memorandum=True)
MACHINES = Instrument("machines")
DEAL = Reason("Alpha buys of Beta", quote="Alpha buys goods.", source="a.txt")


def economy(*behaviours, **parameters):
    return Model(
        "many", PARTIES, (MONEY, LOANS, MACHINES, COMMITMENTS), behaviours, {**parameters, "size": SIZE}
    )


SIZE = Parameter(1.0, "of everything", unit="units", least=0, most=5)


def lend(books):
    """The bank lends."""
    books.exchange("loans", [0, 1], np.array([[10.0], [5.0]]))


def trade(books):
    """Goods are bought."""
    amounts = np.array([[1.0], [2.0], [1.0]]) * books.parameter("size")
    books.transfer("goods", [0, 0, 1], [1, 2, 2], amounts, grounds=[DEAL, None, None])


def test_each_payer_pays_its_payee():
    run = simulate(economy(trade), 2, paths=2, parameters={"size": np.array([1.0, 2.0])})
    assert run.flow("goods", "Alpha")[1:].tolist() == [[-3, -6], [-3, -6]]
    assert run.position("Beta", "money")[2].tolist() == [0, 0]
    assert run.position("Gamma", "money")[2].tolist() == [6, 12]
    assert run.flow("goods")[1].tolist() == [4, 8]


def test_what_many_hold_is_read_as_an_array():
    def look(books):
        books["before"] = books.openings("money")
        books["after"] = books.holdings("money")

    run = simulate(economy(lend, trade, look), 2)
    assert run.variable("before")[2, :, 0].tolist() == [7, 5, 3, -15]
    assert run.variable("after")[2, :, 0].tolist() == [14, 10, 6, -30]


def test_a_register_is_kept_pair_by_pair():
    def repay(books):
        books.exchange("loans", [0], -4.0)
        books["left"] = books.held_pairs("loans")

    def sell(books):
        books.buy("Gamma", "Alpha", "loans", 3)
        books.revalue("bank", "Beta", "loans", -1)

    run = simulate(economy(lend, repay, sell), 2)
    assert run.register("loans")[:, :, 0].tolist() == [[6, 4, 3], [12, 8, 6]]
    assert run.position("Alpha", "loans")[:, 0].tolist() == [0, -9, -18]
    assert run.position("bank", "loans")[2, 0] == 20
    assert run.variable("left")[2, :, 0].tolist() == [16, 8, 6]  # with what others did in the period


def test_a_register_that_a_run_starts_with_gives_the_positions():
    start = Start(pairs={"loans": np.array([1.0, 2.0, 3.0])})
    run = simulate(economy(), 1, paths=3, start=start)
    assert run.position("Alpha", "loans")[1].tolist() == [-4, -4, -4]
    assert run.position("bank", "loans")[0].tolist() == [3, 3, 3]


def test_loans_are_written_down_pair_by_pair():
    def default(books):
        books.reprice("loans", [2], -books.opening_pairs("loans")[[2]], grounds=[DEAL])

    run = simulate(economy(default), 1, start=Start(pairs={"loans": np.array([0.0, 2.0, 3.0])}))
    assert run.net_worth("Gamma")[:, 0].tolist() == [3, 0]
    assert run.net_worth("Alpha")[:, 0].tolist() == [-3, 0]
    told = "\n".join(run.why("Gamma", "loans", 1).lines())
    assert "Gamma gains -3 on Alpha" in told
    assert '"Alpha buys goods." (a.txt)' in told


def test_machines_are_bought_and_wear_out():
    def invest(books):
        books.transfer("machines", [0, 1], [2, 2], 4.0, instrument="machines")
        books.reprice_held("machines", [0], -1.0)

    run = simulate(economy(lend, invest), 1)
    assert run.balance_sheet(1).loc["machines"].tolist() == [3, 4, 0, 0, 7]
    assert run.revaluations(1).loc["machines"].tolist() == [-1, 0, 0, 0]
    assert run.transaction_flows(1).loc["change in machines", ("Gamma", "current")] == 8


def test_a_commitment_is_below_the_line():
    def sign(books):
        books.reprice("commitments", [0, 1], np.array([[100.0], [50.0]]))

    run = simulate(economy(sign), 2)
    sheet = run.balance_sheet(2)
    assert list(sheet.index) == ["money", "loans", "machines", "net worth", "sum", "commitments"]
    assert sheet.loc["commitments"].tolist() == [200, 100, -300, 0, 0]
    assert not run.net_worth("Gamma").any()
    assert not sheet.loc["sum"].any()


def test_why_lists_a_partys_own_payments_with_their_grounds():
    told = list(simulate(economy(trade), 1).why("Alpha", "goods", 1).lines())
    assert told[0] == "Alpha receives -3 for goods in period 1, less what it pays"
    assert [line.strip() for line in told[2:6]] == [
        "Alpha pays Gamma 2",
        "Alpha pays Beta 1",
        "Alpha buys of Beta",
        '"Alpha buys goods." (a.txt)',
    ]
    assert "size = 1 units: of everything (from 0 to 5) [estimate]" in told[-1]


def test_two_behaviours_may_post_one_item():
    def more(books):
        books.transfer("goods", [2], [0], 5.0)

    run = simulate(economy(trade, more), 1)
    assert run.flow("goods")[1, 0] == 9
    assert run.flow("goods", "Alpha")[1, 0] == 2


def test_variables_have_any_axes_before_the_paths():
    def note(books):
        books["rates"] = books.last("rates") + 1
        books["shares"] = np.full((2, 3, 1), books.period)

    start = Start(variables={"rates": np.array([[1.0], [2.0]])})
    run = simulate(economy(note), 2, paths=2, start=start)
    assert run.variable("rates").tolist() == [[[1, 1], [2, 2]], [[2, 2], [3, 3]], [[3, 3], [4, 4]]]
    assert run.variable("shares").shape == (3, 2, 3, 2)
    assert len(run.plot("shares").axes[0].get_lines()) == 6


def test_equations_of_many_are_solved_together():
    def spend(books):
        """C = Y / 2, firm by firm."""
        books.transfer("spending", [0, 1], [1, 0], 5 + books["income"] / 2)

    def earn(books):
        books["income"] = np.stack([books.flow("spending") / 2] * 2)

    run = simulate(economy(spend, earn), 2, paths=3)
    assert run.variable("income")[1:] == pytest.approx(np.full((2, 2, 3), 10.0))


def test_payers_that_change_while_equations_are_solved():
    def pay(books):
        payer = int(books["turn"][0] > 0.5)
        books.transfer("fee", [payer], [2], np.array([[1.0]]))

    def turn(books):
        books["turn"] = np.ones(books.paths)

    run = simulate(economy(pay, turn), 1, paths=2)
    assert run.flow("fee", "Beta")[1].tolist() == [-1, -1]
    assert run.flow("fee")[1].tolist() == [1, 1]


def test_labelled_arrays_hold_every_figure():
    run = simulate(economy(lend, trade), 2, paths=2, parameters={"size": np.array([1.0, 2.0])})
    books = run.array()
    assert dict(books.position.sizes) == {"path": 2, "period": 3, "party": 4, "instrument": 4}
    assert books.position.sel(path=1, period=2, party="Gamma", instrument="money") == 12
    assert books.payment.sel(path=1, period=1, item="goods").values.tolist() == [-6, 0, 6, 0]
    assert not books.payment.sel(period=0).any()
    assert not books.revaluation.any()
    assert (books.position.sel(period=1, instrument="loans").sum("party") == 0).all()


def test_a_walk_gives_the_periods_of_a_run_one_by_one():
    run = simulate(economy(lend, trade), 3)
    for walked, kept in zip(walk(economy(lend, trade), 3), run.closed, strict=True):
        assert (walked.positions == kept.positions).all()
        assert (walked.registers["loans"] == kept.registers["loans"]).all()
        assert walked.postings[0].item == "loans"


def test_blocks_cut_the_paths_of_arrays_and_nothing_else():
    def note(books):
        books["seen"] = books.last("seen") * books.parameter("size")

    seen, size = np.arange(1.0, 11).reshape(2, 5), np.array([1.0, 2, 3, 4, 5])
    start = Start({}, {"seen": seen}, {"loans": np.outer([1, 2, 3], size)})
    given = {"parameters": {"size": size}, "changes": {2: {"size": np.array([[2.0]])}}}
    whole = simulate(economy(note), 2, paths=5, start=start, **given)
    blocks = list(in_blocks(economy(note), 2, paths=5, size=2, start=start, **given))
    for name in ("seen",):
        assert (np.concatenate([run.variable(name) for run in blocks], -1) == whole.variable(name)).all()
    joined = np.concatenate([run.register("loans") for run in blocks], axis=-1)
    assert (joined == whole.register("loans")).all()


def test_no_block_is_of_a_single_path_unless_blocks_are_tiny():
    sizes = {
        (paths, size): [run.paths for run in in_blocks(economy(), 1, paths=paths, size=size)]
        for paths in range(2, 12)
        for size in range(3, 6)
    }
    assert min(min(blocks) for blocks in sizes.values()) == 2
    assert all(max(blocks) <= size for (_, size), blocks in sizes.items())
    assert all(sum(blocks) == paths for (paths, _), blocks in sizes.items())


def test_behaviours_are_switched_off_and_replaced():
    def barter(books):
        """Nothing is paid."""

    model = economy(lend, trade)
    assert model.without("lend").behaviour_names == ("trade",)
    assert model.replacing(trade=barter).behaviour_names == ("lend", "barter")
    assert model.replacing({"trade": barter}).behaviour_names == ("lend", "barter")
    for change in (lambda: model.without("borrow"), lambda: model.replacing(borrow=barter)):
        with pytest.raises(MisuseError, match="no behaviour 'borrow'"):
            change()


def test_a_parameter_has_a_range_and_dated_values():
    rate = Parameter(0.02, "rate", least=0, dated=((date(2024, 1, 1), 0.03), (date(2025, 1, 1), 0.04)))
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2026, 1, 1))
    assert [rate.at(day) for day in days] == [0.02, 0.03, 0.04]
    for wrong in (
        lambda: Parameter(-1, "rate", least=0),
        lambda: Parameter(0, "rate", most=1, dated=((date(2024, 1, 1), 2.0),)),
        lambda: Parameter(0, "rate", dated=((date(2024, 1, 1), 1.0), (date(2023, 1, 1), 2.0))),
        lambda: simulate(economy(trade), 1, parameters={"size": 6}),
        lambda: simulate(economy(trade), 1, changes={1: {"size": -1}}),
    ):
        with pytest.raises(MisuseError, match=r"out of its range|not in order"):
            wrong()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda books: books.transfer("goods", [0], [1, 2], 1.0), "1 payer and 2 payees"),
        (lambda books: books.transfer("goods", [0, 9], [1, 2], 1.0), "names the party at 9"),
        (lambda books: books.transfer("goods", [0, -1], [1, 2], 1.0), "names the party at -1"),
        (lambda books: books.transfer("goods", [0.5], [1], 1.0), "whole numbers"),
        (lambda books: books.transfer("goods", [0, 1], [1, 2], np.ones((3, 1))), "3 x 1 amounts"),
        (lambda books: books.transfer("goods", [0, 1], [1, 2], np.full((2, 1), np.inf)), "not a finite"),
        (lambda books: books.transfer("goods", [0], [1], 1.0, grounds=[]), "0 grounds"),
        (lambda books: books.transfer("goods", [0], [1], 1.0, grounds=[DEAL, DEAL]), "2 grounds"),
        (lambda books: books.transfer("loans", [0], [1], 1.0, instrument="loans"), "use exchange"),
        (lambda books: books.transfer("goods", [], [], 1.0), None),
        (lambda books: books.exchange("machines", [0], 1.0), "not kept pair by pair"),
        (lambda books: books.exchange("commitments", [0], 1.0), "off balance sheet"),
        (lambda books: books.exchange("loans", [3], 1.0), "names place 3"),
        (lambda books: books.opening_pairs("machines"), "not kept pair by pair"),
        (lambda books: books.buy("Beta", "Gamma", "loans", 1), "no pair of loans 'Beta, Gamma'"),
        (lambda books: books.reprice_held("loans", [0], 1.0), "owed by somebody"),
        (lambda books: [books.exchange("loans", [0], 1.0) for _ in range(2)], "in array form twice"),
        (lambda books: books.pay("Alpha", "Beta", "goods", np.ones((1, 2))), "array of 2 axes"),
    ],
)
def test_what_makes_no_sense_is_named(act, said):
    def odd(books):
        act(books)

    if said is None:
        simulate(economy(odd), 1, paths=2)
        return
    with pytest.raises(MisuseError, match=f"odd.*{said}|{said}"):
        simulate(economy(odd), 1, paths=2)


@pytest.mark.parametrize(
    ("instrument", "said"),
    [
        (Instrument("loans", ("Alpha",), pairs=(("bank", "Beta"),)), "bank can't hold what Beta owes"),
        (Instrument("loans", pairs=(("Beta", "Beta"),)), "Beta can't hold what Beta owes"),
        (Instrument("loans", holders=("Alpha",), pairs=(("bank", "Beta"),)), "bank can't hold"),
        (Instrument("loans", pairs=(("bank", "Delta"),)), "no party 'Delta'"),
    ],
)
def test_pairs_that_may_not_be_are_refused(instrument, said):
    with pytest.raises(MisuseError, match=said):
        Model("odd", PARTIES, (MONEY, instrument), ())


def test_a_pair_that_is_there_twice_must_be_told_apart():
    loans = Instrument("loans", pairs=(("bank", "Alpha"), ("bank", "Alpha")))

    def lend(books):
        books.exchange("loans", [0, 1], np.array([[1.0], [2.0]]))

    def which(books):
        books.buy("bank", "Alpha", "loans", 1)

    run = simulate(Model("twice", PARTIES, (MONEY, loans), (lend,)), 1)
    assert run.register("loans")[0, :, 0].tolist() == [1, 2]
    assert run.position("bank", "loans")[1, 0] == 3
    with pytest.raises(MisuseError, match="at 2 places"):
        simulate(Model("twice", PARTIES, (MONEY, loans), (which,)), 1)


@pytest.mark.parametrize(
    "pairs",
    [
        {"loans": np.ones(2)},
        {"loans": np.ones((3, 4))},
        {"machines": np.ones(1)},
        {"loans": np.full(3, np.nan)},
    ],
)
def test_a_register_that_does_not_fit_is_refused(pairs):
    with pytest.raises(MisuseError):
        simulate(economy(), 1, paths=2, start=Start(pairs=pairs))


def test_a_register_below_zero_stops_the_run():
    def repay(books):
        books.exchange("loans", [0, 1], np.array([[10.0], [-4.0]]))

    with pytest.raises(SimulationError, match=r"bank would hold -4 of loans of Beta, after repay"):
        simulate(economy(repay), 1)


def test_a_register_that_does_not_add_up_stops_the_run():
    def widely(books):
        books.post("loans", {"bank": 3}, {"Alpha": 3}, "loans")

    with pytest.raises(SimulationError, match=r"Alpha has -3 of loans, and 0 in its register, after widely"):
        simulate(economy(widely), 1)
    start = Start({"loans": {"bank": 5, "Alpha": -5}}, pairs={"loans": np.array([4.0, 0, 0])})
    with pytest.raises(SimulationError, match=r"the start, path 0: Alpha has -5 of loans, and -4"):
        simulate(economy(), 1, start=start)


def test_amounts_beyond_all_numbers_stop_the_run():
    def inflate(books):
        books.pay("bank", "Alpha", "gift", 1e308)

    with pytest.raises(SimulationError, match="grows beyond all numbers"):
        simulate(economy(inflate), 3)


def test_five_thousand_parties_and_fifty_thousand_pairs():
    names = tuple(f"firm {place}" for place in range(5_000))
    chance = np.random.default_rng(1)
    holders, issuers = chance.integers(5_000, size=(2, 50_000))
    issuers = np.where(holders == issuers, (issuers + 1) % 5_000, issuers)
    pairs = tuple(zip((names[one] for one in holders), (names[one] for one in issuers), strict=True))
    loans, places = Instrument("loans", pairs=pairs), np.arange(50_000)

    def lend(books):
        books.exchange("loans", places, 1.0)
        books.transfer("goods", issuers, holders, 0.5)

    model = Model("large", (*names, "bank"), (Instrument("money", issuers=names), loans), (lend,))
    last = list(walk(model, 2, paths=2))[-1]
    assert (last.registers["loans"] == 2).all()
    lent = np.bincount(holders, minlength=5_001) - np.bincount(issuers, minlength=5_001)
    assert (last.positions[1, :, 0] == 2 * lent).all()


def test_a_parameter_may_be_infinite_but_must_be_a_number():
    def trade_at_most(books):
        books.pay("bank", "Alpha", "gift", np.minimum(books.parameter("size"), 7))

    model = economy(trade_at_most).parameters | {"size": Parameter(1.0, "of everything")}
    boundless = Model("many", PARTIES, (MONEY,), (trade_at_most,), model)
    run = simulate(boundless, 2, parameters={"size": np.inf}, changes={2: {"size": 1.0}})
    assert run.position("Alpha", "money")[:, 0].tolist() == [0, 7, 8]
    with pytest.raises(MisuseError, match="size is not a number"):
        simulate(boundless, 1, parameters={"size": np.nan})


def test_what_a_start_holds_must_be_finite():
    with pytest.raises(MisuseError, match="finite"):
        simulate(economy(), 1, start=Start({"money": {"Alpha": np.inf, "bank": -np.inf}}))


def test_net_worth_of_one_path_is_that_of_many_to_the_bit():
    held = {"money": {"Alpha": 0.1, "bank": -0.1}, "machines": {"Alpha": 0.3}}
    start = Start(held, pairs={"loans": np.array([0.7, 0.2, 0.4])})
    one, many = (simulate(economy(trade), 1, paths=paths, start=start) for paths in (1, 3))
    assert (one.net_worth("Alpha") == many.net_worth("Alpha")).all()


def test_in_a_sequence_of_events_nothing_is_paid_on_by_a_guess():
    """What is paid on is what was paid in this period, and not in the one before."""

    def grant(books):
        if books.period == 1:
            books.pay("Alpha", "Beta", "grant", 10)

    def passing_on(books):
        books.pay("Beta", "Gamma", "passed on", books.flow("grant"))

    money = Instrument("money", issuers=("Alpha",))
    model = Model("once", ("Alpha", "Beta", "Gamma"), (money,), (grant, passing_on), is_sequential=True)
    assert simulate(model, 3).flow("passed on")[:, 0].tolist() == [0, 10, 0, 0]
