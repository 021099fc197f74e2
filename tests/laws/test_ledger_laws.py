"""Laws of reconciliation: no order, no copy and no unit of money changes what claims add up to."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.ledger import deals_as_of, reconcile
from keiretsu.ledger.days import sum_day
from keiretsu.ledger.life import step_day
from keiretsu.parties import Registry
from keiretsu.quantities import Money
from keiretsu.vocabulary import reliabilities, statuses

BASES = ["total", "tranche", "cumulative"]
FILLER = "as two people who know of the matter said on that day"
days = st.none() | st.dates(date(2023, 1, 1), date(2026, 1, 1)).map(str)
own_dates = st.none() | st.sampled_from(["2023", "2024-03", "2024-09-15", "2025", "2019/.."])
few = settings(max_examples=100, deadline=None)


@st.composite
def sums(draw, bases=BASES, currencies=("USD",)):
    low, high = sorted(draw(st.tuples(st.integers(1, 12), st.integers(1, 12))))
    low, high = draw(st.sampled_from([(low, low), (low, low), (low, high), (low, None), (None, high)]))
    return Money.between(low, high, draw(st.sampled_from(currencies)), basis=draw(st.sampled_from(bases)))


@st.composite
def statements(draw, relation="invests", **kinds):
    return (
        relation,
        draw(st.none() | sums(**kinds)),
        draw(st.sampled_from([*sorted(statuses()), "agreed", "in_effect"])),
        draw(own_dates),
    )


@st.composite
def articles(draw, **kinds):
    """Some articles, each with the day of its publication and what it states."""
    return [
        tell(number, published, reliability, told)
        for number, (published, reliability, told) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        days,
                        st.none() | st.sampled_from(sorted(reliabilities())),
                        st.lists(statements(**kinds), min_size=1, max_size=3),
                    ),
                    min_size=1,
                    max_size=5,
                )
            )
        )
    ]


def tell(number, published, reliability, told, head=""):
    """Return the claims of one article."""
    sentences = [
        f"In article {number} sentence {place}: Alpha {relation} Beta {amount} {status} {own}, {FILLER}."
        for place, (relation, amount, status, own) in enumerate(told)
    ]
    text = " ".join([head, *sentences]).strip()
    document = Document(text, name=f"{number}.txt", published=published, reliability=reliability)
    return [
        Claim(
            Evidence.find(document, sentence),
            relation,
            "Alpha",
            "Beta",
            amount=amount,
            status=status,
            date=own,
        )
        for sentence, (relation, amount, status, own) in zip(sentences, told, strict=True)
    ]


def flat(groups):
    return [claim for group in groups for claim in group]


def figures(deals):
    return [(deal.id, deal.amount, deal.status, deal.term_years) for deal in deals]


EVERY = {"bases": [*BASES, "per_year", "valuation"], "currencies": ("USD", "EUR")}


@few
@given(articles(**EVERY), st.randoms(use_true_random=False))
def test_the_order_of_the_claims_does_not_matter(told, random):
    claims = flat(told)
    shuffled = random.sample(claims, len(claims))
    assert reconcile(shuffled, Registry()) == reconcile(claims, Registry())


@few
@given(articles(**EVERY), st.data())
def test_a_copy_of_an_article_changes_no_sum(told, data):
    original = data.draw(st.sampled_from(told))
    document = original[0].document
    published = document.published
    if published is not None:
        later = data.draw(st.integers(0, 400))
        published = str(date.fromisoformat(published) + timedelta(days=later))
    copied = Document(
        f"Reprinted. {document.text}", name="copy.txt", published=published, reliability=document.reliability
    )
    copies = [replace(claim, evidence=Evidence.find(copied, claim.quote)) for claim in original]
    before = reconcile(flat(told), Registry())
    after = reconcile([*flat(told), *copies], Registry())
    assert figures(after) == figures(before)


@few
@given(
    st.integers(1, 20),
    st.lists(st.integers(1, 20), min_size=1, max_size=5),
    st.sampled_from(["2025-06-01", None]),
    st.data(),
)
def test_an_instalment_of_a_sum_of_all_so_far_adds_nothing(whole, sizes, published, data):
    def money(amount, basis):
        return Money.exactly(amount, "USD", basis=basis)

    parts = []
    for size in dict.fromkeys(sizes):
        if sum(parts) + size <= whole:
            parts.append(size)
    so_far = tell(0, published, None, [("invests", money(whole, "cumulative"), "in_effect", None)])
    told = [so_far]
    for number, size in enumerate(parts, 1):
        day = data.draw(st.none() | st.dates(date(2024, 1, 1), date(2025, 6, 1)).map(str))
        told.append(tell(number, day, None, [("invests", money(size, "tranche"), "in_effect", None)]))
        (deal,) = reconcile(flat(told), Registry())
        assert deal.amount == money(whole, "cumulative")


@few
@given(articles(**EVERY), st.sampled_from(["0.001", "3", "1000000"]))
def test_another_unit_of_money_scales_every_sum(told, factor):
    factor = Decimal(factor)

    def scaled(money):
        if money is None:
            return None
        low, high = (None if bound is None else bound * factor for bound in (money.low, money.high))
        return Money(low, high, money.currency, money.basis)

    in_units = [replace(claim, amount=scaled(claim.amount)) for claim in flat(told)]
    before, after = reconcile(flat(told), Registry()), reconcile(in_units, Registry())
    assert [deal.amount for deal in after] == [scaled(deal.amount) for deal in before]


@few
@given(articles(), st.dates(date(2022, 1, 1), date(2026, 6, 1)))
def test_as_of_a_day_no_later_claim_is_heard_and_no_later_sum(told, day):
    deals = deals_as_of(reconcile(flat(told), Registry()), day)
    for deal in deals:
        for claim in deal.claims:
            begun = step_day(claim)
            assert begun is None or begun <= day
        heard = {claim.id for step in deal.derivation.steps() for claim in step.claims}
        for claim in deal.claims:
            if claim.id in heard and claim.amount.basis == "cumulative":
                told_by = sum_day(claim)
                assert told_by is None or told_by <= day


@few
@given(articles(), st.dates(date(2022, 1, 1), date(2026, 6, 1)), st.integers(0, 900))
def test_a_day_seen_from_a_later_day_is_the_same_day(told, day, more):
    """Looking at a day goes by what was told until then, however much is known by now."""
    deals = reconcile(flat(told), Registry())
    later = deals_as_of(deals, day + timedelta(days=more))
    assert [deal.timeline for deal in deals_as_of(later, day)] == [
        deal.timeline for deal in deals_as_of(deals, day)
    ]


@few
@given(articles())
def test_no_sum_exceeds_all_sums_together(told):
    stated = [claim.amount for claim in flat(told) if claim.amount]
    tops = [money.high for money in stated]
    for deal in reconcile(flat(told), Registry()):
        if deal.amount is not None:
            assert None in tops or (deal.amount.high is not None and deal.amount.high <= sum(tops))


@few
@given(articles(**EVERY))
def test_every_claim_belongs_to_one_deal_and_every_sum_is_used_or_set_aside(told):
    deals = reconcile(flat(told), Registry())
    placed = [claim.id for deal in deals for claim in deal.claims]
    assert sorted(placed) == sorted({claim.id for claim in flat(told)})
    for deal in deals:
        used = {claim.id for step in deal.derivation.steps() for claim in step.claims}
        aside = {claim.id for claim in deal.set_aside}
        assert used | aside == {claim.id for claim in deal.claims if claim.amount}
        assert not used & aside
        assert deal.derivation == type(deal.derivation).from_json(
            deal.derivation.to_json(), {claim.id: claim for claim in deal.claims}
        )
