"""Fees and bonuses: how they are typed; what is paid is credit, fee and bonus to the last coin."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.by_hand import ByHand
from payments.card import Card
from payments.stars import Stars
from payments.tariff import Tariff
from shop.ledger.journals import Account, AccountKind, JournalEntry, clearing
from shop.ledger.payment import Payment, PaymentState, Share, credit_of, surcharge_of
from shop.ledger.surcharge import MOST_FIXED_MICRO, MOST_PPM, Surcharge, read_surcharges
from shop.ledger.topup import Credit, Invoice, coin_micro, crediting, returning, step_paid, taking_back

NOW = datetime(2030, 1, 1, tzinfo=UTC)
WALLET = Account(AccountKind.WALLET, 7, "USD")
SURCHARGES = st.one_of(
    st.builds(Surcharge, st.integers(0, MOST_PPM), st.integers(0, MOST_FIXED_MICRO)),
    st.builds(Surcharge, st.integers(-MOST_PPM, 0)),
)
CURRENCIES = ("USD", "JPY", "KWD")
"""Of two, no and three decimals."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("card 2.9% + 0.30, stars -5%", {"card": (29_000, 300_000), "stars": (-50_000, 0)}),
        ("Card: 2,9 %+0,30; stars −5 %", {"card": (29_000, 300_000), "stars": (-50_000, 0)}),
        ("card ۲٫۹٪ + ۰٫۳۰، stars −۵٪", {"card": (29_000, 300_000), "stars": (-50_000, 0)}),
        ("crypto_pay=+1%\nbank -0.5%", {"crypto_pay": (10_000, 0), "bank": (-5_000, 0)}),
        ("card 0% + 1", {"card": (0, 1_000_000)}),
        ("card 0% + 0,125", {"card": (0, 125_000)}),
        ("card 0% + 1.250", {"card": (0, 1_250_000)}),  # as other amounts there: a point is a point
        ("manual 50%", {"manual": (500_000, 0)}),
        ("bank 0% + 4500", {"bank": (0, 4_500_000_000)}),  # what a transfer costs in Indonesia
        ("bank 1% + 10000000", {"bank": (10_000, 10_000_000_000_000)}),
    ],
)
def test_fees_and_bonuses_are_read_as_operators_type_them(
    text: str, found: dict[str, tuple[int, int]]
) -> None:
    assert {name: (one.ppm, one.fixed_micro) for name, one in read_surcharges(text).items()} == found


@pytest.mark.parametrize("text", ["card 2.9% + 0.30", "card -2.9%", "card 0.0001%"])
def test_what_is_typed_becomes_whole_micro_units(text: str) -> None:
    """A fraction would be as good as equal, and make every sum of money inexact."""
    fee = read_surcharges(text)["card"]
    assert {type(fee.ppm), type(fee.fixed_micro), type(fee.of(333_333))} == {int}


@pytest.mark.parametrize(
    "text",
    [
        "card",
        "card 3",
        "3%",
        "card 51%",
        "card -3% + 1",
        "card 3% - 1",
        "card 3%, card 4%",
        "card 3% + 10000000.01",
        "card 1e1%",
        "card 3%%",
        "card 3% stars 4%",
        "bank 1% + 4,500",
        "bank 1%+1,000, card 2%",
    ],
)
def test_a_surcharge_that_can_be_misread_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_surcharges(text)


@given(SURCHARGES, st.integers(1, 10**9), st.sampled_from(CURRENCIES), st.integers(1, 10**6))
def test_what_is_paid_is_what_is_booked(surcharge: Surcharge, cents: int, currency: str, star: int) -> None:
    for way in (Stars(star), Card("284685063:TEST:x")):
        tariff = Tariff(currency, (way,), (), 0, 10**18, {way.name: surcharge})
        price = tariff.price(way, cents * 10_000)
        paid_micro = price.credit_micro + price.surcharge_micro
        assert price.credit_micro >= cents * 10_000
        assert (price.surcharge_micro >= 0) or surcharge.is_bonus
        if price.currency == currency:
            assert paid_micro == price.amount_minor * coin_micro(currency)
        else:
            assert price.amount_minor * star - star < paid_micro <= price.amount_minor * star
        named = way.price(cents * 10_000, currency)
        assert paid_micro >= named.credit_micro + min(0, surcharge.of(named.credit_micro))


@given(SURCHARGES, st.integers(1, 10**12), st.sampled_from(CURRENCIES))
def test_what_is_asked_for_by_hand_can_be_paid_and_is_credited(
    surcharge: Surcharge, micro: int, currency: str
) -> None:
    """What an order lacks may be a part of a coin: a part of a price that came back is rounded to none."""
    way = ByHand("Pay")
    tariff = Tariff(currency, (way,), (), 0, 10**18, {way.name: surcharge})
    credit_micro, surcharge_micro = tariff.by_hand(way, micro)
    assert credit_micro >= micro
    step, paid_micro = step_paid(currency), credit_micro + surcharge_micro
    assert paid_micro % step == 0
    named_micro = paid_micro if surcharge.is_bonus else credit_micro
    assert 0 <= named_micro - micro < step
    if surcharge.is_fee:
        assert 0 <= surcharge_micro - surcharge.of(credit_micro) < step
    elif not surcharge.is_bonus:
        assert surcharge_micro == 0


@given(SURCHARGES, st.integers(1, 10**12))
def test_what_is_missing_is_credited_and_not_a_coin_more_is_asked(surcharge: Surcharge, missing: int) -> None:
    way = ByHand("Pay")
    tariff = Tariff("USD", (way,), (), 0, 10**18, {way.name: surcharge})
    due = tariff.due(way, missing)
    assert due is not None
    assert tariff.by_hand(way, due)[0] >= missing
    paid_micro = tariff.paid_micro(way, due)
    if surcharge.is_bonus:
        assert tariff.by_hand(way, paid_micro - coin_micro("USD"))[0] < missing
    else:
        assert due == missing


@given(SURCHARGES, st.sampled_from(("USD", "EUR")))
def test_the_largest_amount_is_payable_with_its_fee(surcharge: Surcharge, currency: str) -> None:
    way = Card("284685063:TEST:x")
    tariff = Tariff(currency, (way,), (), 0, 10**18, {way.name: surcharge})
    bounds, own = tariff.bounds(way, exact=True), way.bounds(currency, exact=True)
    assert own is not None
    if bounds is not None and bounds.maximum_micro:
        price = tariff.price(way, bounds.maximum_micro)
        assert price.amount_minor * coin_micro(currency) <= own.maximum_micro + coin_micro(currency) - 1


@given(SURCHARGES, st.integers(1, 10**12))
def test_the_largest_credit_is_never_above_what_may_be_paid(surcharge: Surcharge, most: int) -> None:
    largest = surcharge.credit_for(most)
    if surcharge.is_fee and largest:
        assert largest + surcharge.of(largest) <= most
        assert (largest + 1) + surcharge.of(largest + 1) > most


@given(
    st.integers(1, 10**9),
    st.integers(1, 10**15),
    st.integers(-(10**14), 10**15),
    st.lists(st.integers(1, 10**9), max_size=4),
)
def test_parts_add_up_to_the_invoices_own_rate(
    asked: int, credit: int, surcharge: int, parts: list[int]
) -> None:
    surcharge = max(surcharge, 1 - credit)
    invoice = Invoice("x", 7, "heleket", "USD", asked, credit, "USD", NOW, surcharge_micro=surcharge)
    assert (credit_of(invoice, asked), surcharge_of(invoice, asked)) == (credit, surcharge)
    came = 0
    for part in parts:
        before, came = came, came + part
        more = surcharge_of(invoice, came) - surcharge_of(invoice, before)
        assert (more >= -1) if surcharge >= 0 else (more <= 1)


@given(st.integers(1, 10**15), st.integers(-(10**15), 10**15), st.integers(0, 10**15))
def test_a_return_undoes_every_account_but_the_loss(credit: int, surcharge: int, taken: int) -> None:
    one = Credit("stars", WALLET, credit, max(surcharge, 1 - credit))
    came = _sums(crediting("stx1", one))
    assert came.get(WALLET, 0) == credit
    assert came[Account(clearing("stars"), None, "USD")] == -(credit + one.surcharge_micro)
    taken = min(taken, credit)
    back = _sums([*crediting("stx1", one), *returning("k", one, taken_micro=taken)])
    loss = Account(AccountKind.WRITE_OFF, None, "USD")
    assert {account: micro for account, micro in back.items() if micro} == {
        account: micro for account, micro in ((WALLET, credit - taken), (loss, taken - credit)) if micro
    }
    again = _sums([*returning("k", one, taken_micro=credit), *taking_back("k", one)])
    assert not any(again.values())
    without = replace(one, surcharge_micro=0)
    assert (
        len(list(crediting("stx1", without))) == len(list(returning("k", without, taken_micro=credit))) == 1
    )


def _sums(entries: Iterable[JournalEntry]) -> dict[Account, int]:
    """Return what these entries leave in each account."""
    sums: dict[Account, int] = {}
    for entry in entries:
        for posting in entry.postings:
            sums[posting.account] = sums.get(posting.account, 0) + posting.amount_micro
    return sums


@given(
    st.integers(1, 10**6),
    st.integers(0, 10**12),
    st.integers(-(10**6), 10**6),
    st.lists(st.tuples(st.integers(1, 10**5), st.booleans()), max_size=6),
)
def test_no_share_changes_its_sign_and_all_of_them_are_the_whole(
    amount: int, credit: int, surcharge: int, tries: list[tuple[int, bool]]
) -> None:
    paid = Payment(
        *(1, "gate", "c", 7, "USD", amount, credit, "USD", PaymentState.CREDITED, 1, NOW),
        surcharge_micro=surcharge,
    )
    under_way: list[Share] = []
    for wanted, is_refused in tries:
        if share := paid.share(min(wanted, paid.left.amount_minor)):
            assert 0 <= share.credited_micro <= paid.left.credited_micro
            assert share.surcharge_micro * surcharge >= 0
            paid = paid.gone(share)
            under_way += [share] * is_refused
    for share in under_way:
        paid = paid.gone(Share(*(-part for part in share)))
    assert paid.share(paid.left.amount_minor) == paid.left
    assert paid.gone(paid.left).back == (amount, credit, surcharge)
