"""Laws of the clocks: later knowledge never changes an earlier view, and nothing is ever deleted."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import KeiretsuError
from keiretsu.quantities import Money
from keiretsu.workspace import Workspace

NAMES = ("Alpha", "Beta", "Gamma")
DAYS = (None, date(2025, 3, 1), date(2025, 9, 1))


@st.composite
def documents(draw):
    """A document with some claims of which no two are made at one place."""
    sums = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    text = " ".join(f"Sentence {place} states {sum_}." for place, sum_ in enumerate(sums))
    published = draw(st.sampled_from([None, "2025-01", "2025-06-15"]))
    document = Document(text, name=draw(st.sampled_from(["a.txt", "b.txt"])), published=published)
    claims = [
        draw(claims_of(document, f"Sentence {place} states {sum_}.", sum_)) for place, sum_ in enumerate(sums)
    ]
    return document, claims


@st.composite
def claims_of(draw, document, quote, sum_):
    subject, object_ = draw(st.permutations(NAMES))[:2]
    basis = draw(st.sampled_from(["total", "tranche", "cumulative", "per_year"]))
    return Claim(
        Evidence.find(document, quote),
        draw(st.sampled_from(["invests", "supplies"])),
        subject,
        object_,
        amount=draw(st.none() | st.just(Money.exactly(sum_ * 10**9, "USD", basis=basis))),
        status=draw(st.sampled_from(["in_talks", "agreed", "in_effect", "ended", "denied"])),
        extractor="rules/1",
    )


steps = st.lists(
    st.tuples(st.just("read"), documents())
    | st.tuples(st.just("reconcile"), st.none())
    | st.tuples(st.sampled_from(["accept", "reject", "merge", "settle", "undo"]), st.integers(0, 9)),
    min_size=2,
    max_size=8,
)


def take(workspace: Workspace, step: str, what) -> None:
    """Do a step; one that asks for what isn't there does nothing."""
    desk = workspace.judge_as("Ann", over=True)
    try:
        if step == "read":
            document, claims = what
            with workspace.store.writer() as writer:
                writer.documents([document])
                writer.claims([document.id], claims, "rules/1")
        elif step == "reconcile":
            workspace.reconcile()
        elif step == "merge":
            desk.merge(NAMES[what % 3], NAMES[(what + 1) % 3], "one firm")
        elif step == "settle":
            contradictions = workspace.contradictions()
            desk.settle(contradictions[what % len(contradictions)].id, "2", "so it is")
        elif step == "undo":
            history = workspace.store.view().judgement_history()
            desk.undo(history[what % len(history)].digest, "a mistake")
        else:
            claims = workspace.store.view().claims()
            getattr(desk, step)(claims[what % len(claims)].id, "so it is")
    except (KeiretsuError, ZeroDivisionError):
        pass


def known(workspace: Workspace, moment=None):
    """Return what is known by a moment, as of several days."""
    vintage = workspace.vintage(moment)
    dated = [
        (vintage.documents(day), vintage.claims(day), vintage.deals(day), vintage.contradictions(day))
        for day in DAYS
    ]
    network = vintage.network(date(2025, 9, 1)).table().to_json()
    return dated, network, vintage.judgements(), vintage.parties(), vintage.problems()


@settings(max_examples=30, deadline=None)
@given(steps)
def test_later_knowledge_never_changes_an_earlier_view(done):
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder, "deals.sqlite"), pack="none")
        seen = []
        for step, what in done:
            take(workspace, step, what)
            seen.append((workspace.vintage().known_by, known(workspace)))
        for moment, then in seen:
            assert known(workspace, moment) == then


@settings(max_examples=30, deadline=None)
@given(steps)
def test_nothing_is_ever_deleted(done):
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder, "deals.sqlite"), pack="none")
        held: set[object] = set()
        for step, what in done:
            take(workspace, step, what)
            view = workspace.store.view()
            ids = [claim.id for claim in view.claims()]
            held |= {*ids, *(one.digest for one in view.judgement_history())}
            kept = {
                *view.claims_by_id(str(key) for key in held),
                *(one.digest for one in view.judgement_history()),
            }
            assert held <= kept


@settings(max_examples=25, deadline=None)
@given(steps)
def test_reconciling_twice_is_reconciling_once(done):
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder, "deals.sqlite"), pack="none")
        for step, what in done:
            take(workspace, step, what)
        workspace.reconcile()
        once = workspace.deals(), workspace.contradictions(), workspace.vintage().known_by
        workspace.reconcile()
        assert (workspace.deals(), workspace.contradictions(), workspace.vintage().known_by) == once
