from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import Problem, Severity
from keiretsu.judgements import ClaimAnchor, ClaimJudgement, Merge, Settlement, Signature, Verdict
from keiretsu.ledger import Deal, Item, ReportedFigure, Source, Step
from keiretsu.ledger.contradictions import Contradiction, Reading
from keiretsu.ledger.derivation import Derivation
from keiretsu.parties import Party
from keiretsu.quantities import Money, Period
from keiretsu.store import Store


@pytest.fixture
def store(address):
    """An empty workspace, on each database that there is."""
    return Store.open(address)


@pytest.fixture
def sqlite_store(tmp_path):
    """An empty workspace in a file."""
    return Store.create(tmp_path / "deals.sqlite")


@pytest.fixture
def server_store(postgresql):
    """An empty workspace in a database of a server."""
    address = postgresql.workspace()
    yield Store.open(address)
    postgresql.drop(address)


@pytest.fixture
def memo():
    return Document(
        "Alpha put 2 billion dollars into Beta. Beta rents servers from Alpha.",
        name="memo.txt",
        source="inbox/memo.txt",
        published="2025-03",
    )


@pytest.fixture
def stake(memo):
    evidence = Evidence.find(memo, "Alpha put 2 billion dollars into Beta.")
    return Claim(
        evidence, "invests", "Alpha", "Beta", amount=Money.exactly("2e9", "USD"), extractor="rules/1"
    )


@pytest.fixture
def rent(memo):
    evidence = Evidence.find(memo, "Beta rents servers from Alpha.")
    return Claim(evidence, "supplies", "Alpha", "Beta", layer="cloud", extractor="rules/1")


@pytest.fixture
def day():
    """Make the noon of a day of January 2026."""
    return lambda number: datetime(2026, 1, number, 12, tzinfo=UTC)


@pytest.fixture
def history(store, live_through):
    """A workspace with a past, on each database that there is."""
    return live_through(store)


@pytest.fixture
def sqlite_history(sqlite_store, live_through):
    """A workspace with a past in a file."""
    return live_through(sqlite_store)


@pytest.fixture
def live_through(memo, stake, rent, day):
    """Make a function that gives a workspace a past: something of every kind, changed and taken back."""

    def live(store):
        note = Document("Gamma \x00 sues Delta \ufdd0.", name="note.txt", title="Bêta 🏭")
        alpha, beta = Party("Alpha", aliases=("Alpha Inc.",), wikidata="Q1"), Party("Beta")
        report = Source("Annual report", "Alpha", "2026-01-02", reliability="filing")
        cash = ReportedFigure(
            alpha, Item.CASH, Money.exactly("0.10", "EUR"), Period.parse("2025-12-31"), report
        )
        step = Step("in_effect", date(2025, 3, 1), stake)
        derivation = Derivation(
            "only_stated", stake.amount, (stake,), (Derivation("only_stated", set_aside=(rent,)),)
        )
        deal = Deal(
            "alpha-invests-beta",
            "invests",
            alpha,
            beta,
            None,
            None,
            (step,),
            stake.amount,
            derivation=derivation,
            term_years=5.0,
        )
        sides = (Reading("2e9", "2 billion", (stake,)), Reading("0.10", "ten cents", figures=(cash,)))
        by_ann = Signature("Ann", "by the bank", day(1))
        dispute = Contradiction("alpha-beta-amount", deal.id, "amount", sides, "person", settled=by_ann)
        accepted = ClaimJudgement(ClaimAnchor.of(stake), Verdict.ACCEPT, Signature("Ann", "checked"))
        with store.writer(recorded_at=day(1)) as writer:
            writer.documents([memo, note])
            writer.claims([memo.id], [stake, rent], "rules/1")
            writer.parties([alpha])
            writer.figures([cash])
            writer.setting("pack", "none")
            writer.problems(
                "read", "a.txt", [Problem("document.empty", Severity.ERROR, "a.txt", "empty", "-")]
            )
        with store.writer(recorded_at=day(2)) as writer:
            writer.deals([deal])
            writer.contradictions([dispute])
            writer.judge(accepted)
            writer.judge(Settlement(dispute.id, "2e9", ("0.10",), Signature("Ann", "by the bank")))
            writer.judge(Merge(alpha.id, beta.id, Signature("Ben", "one house")))
        with store.writer(recorded_at=day(3)) as writer:
            writer.documents([replace(memo, published="2025-04", reliability="press")])
            writer.claims([memo.id], [replace(rent, extractor="rules/2")], "rules/2")
            writer.figures([replace(cash, amount=Money.exactly("0.20", "EUR"))])
            writer.revoke(accepted.key, Signature("Ben", "wrong bank"))
            writer.problems("read", "a.txt", [])
        with store.writer(recorded_at=day(4)) as writer:
            writer.claims([memo.id], [replace(stake, extractor="rules/3")], "rules/3")
            writer.deals([])
            writer.contradictions([])
            writer.parties([replace(alpha, country="US")])
        return store

    return live
