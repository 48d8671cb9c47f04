"""The books: from which account to which money moves, under which key, and with which words."""

from dataclasses import replace

import pytest

from shop.ledger.journals import (
    Account,
    AccountKind,
    FundsShort,
    JournalEntry,
    JournalKind,
    Posting,
    Sale,
    between,
    capturing,
    clearing,
    converting,
    converting_back,
    forfeiting,
    granting,
    refunding,
    reserving,
    topping_up,
    voiding,
    withdrawing,
)

ANN, PIA = 7, 9
WALLET = Account(AccountKind.WALLET, ANN, "USD")
HELD = Account(AccountKind.HELD, ANN, "USD")
SALES = Account(AccountKind.SALES, None, "USD")
COUPONS = Account(AccountKind.COUPON, None, "USD")
PROMO = Account(AccountKind.PROMO, None, "USD")
PLAIN = Sale(5, ANN, 900, "USD")
CUT = Sale(5, ANN, 900, "USD", discount_micro=100, coupon="SUMMER")
FREE = Sale(5, ANN, 0, "USD")
RUBLES = Account(AccountKind.WALLET, ANN, "RUB")
NANO = 1_000_000_000


def moved(giver: Account, taker: Account, micro: int) -> tuple[Posting, Posting]:
    """Return what such a movement posts: the giver has less, the taker as much more."""
    return Posting(giver, -micro), Posting(taker, micro)


def test_an_order_takes_its_price_from_the_wallet_and_holds_it() -> None:
    assert list(reserving(PLAIN)) == [
        JournalEntry("reserve:5", JournalKind.RESERVE, moved(WALLET, HELD, 900), order_id=5)
    ]


def test_the_statement_names_the_coupon_and_what_it_took_off() -> None:
    [entry] = reserving(CUT)
    assert entry.reason == "🎟 SUMMER −0.0001 USD"
    assert entry.postings == moved(WALLET, HELD, 900)
    [entry] = reserving(replace(CUT, currency="IRR", discount_micro=7_933_000_000))
    assert entry.reason == "🎟 SUMMER −7933 IRR"


def test_an_order_sent_becomes_a_sale_and_the_shop_bears_its_discount() -> None:
    assert list(capturing(PLAIN)) == [
        JournalEntry("capture:5", JournalKind.CAPTURE, moved(HELD, SALES, 900), order_id=5)
    ]
    assert list(capturing(CUT)) == [
        JournalEntry("capture:5", JournalKind.CAPTURE, moved(HELD, SALES, 900), order_id=5),
        JournalEntry("discount:5", JournalKind.DISCOUNT, moved(COUPONS, SALES, 100), order_id=5),
    ]


def test_an_order_not_sent_gives_the_held_price_back() -> None:
    assert list(voiding(CUT)) == [
        JournalEntry("void:5", JournalKind.VOID, moved(HELD, WALLET, 900), order_id=5)
    ]


@pytest.mark.parametrize("moving", [reserving, capturing, voiding])
def test_nothing_is_booked_for_an_order_that_costs_nothing(moving: object) -> None:
    assert callable(moving)
    assert list(moving(FREE)) == []


def test_a_refund_brings_the_wallet_to_the_level_and_undoes_as_much_of_the_discount() -> None:
    assert list(refunding(PLAIN, refunded_micro=0, level_micro=300)) == [
        JournalEntry("refund:5:300", JournalKind.REFUND, moved(SALES, WALLET, 300), order_id=5)
    ]
    assert list(refunding(CUT, refunded_micro=0, level_micro=450)) == [
        JournalEntry("refund:5:450", JournalKind.REFUND, moved(SALES, WALLET, 450), order_id=5),
        JournalEntry("discount:5:450", JournalKind.DISCOUNT, moved(SALES, COUPONS, 50), order_id=5),
    ]


def test_a_part_of_a_discount_is_undone_in_whole_micro_units() -> None:
    _, discount = refunding(CUT, refunded_micro=0, level_micro=300)
    assert discount.postings == moved(SALES, COUPONS, 33)


def test_a_second_refund_is_only_what_is_more_and_never_more_than_the_price() -> None:
    refund, discount = refunding(CUT, refunded_micro=450, level_micro=5_000)
    assert (refund.key, refund.postings) == ("refund:5:900", moved(SALES, WALLET, 450))
    assert (discount.key, discount.postings) == ("discount:5:900", moved(SALES, COUPONS, 50))


@pytest.mark.parametrize(("refunded", "level"), [(300, 300), (300, 299), (900, 901)])
def test_a_level_reached_before_refunds_nothing(refunded: int, level: int) -> None:
    assert list(refunding(CUT, refunded_micro=refunded, level_micro=level)) == []


def test_one_micro_unit_more_is_refunded() -> None:
    [refund] = refunding(PLAIN, refunded_micro=300, level_micro=301)
    assert (refund.key, refund.postings) == ("refund:5:301", moved(SALES, WALLET, 1))


def test_a_payment_is_credited_out_of_its_providers_account() -> None:
    outside = Account("clearing:card", None, "USD")
    assert clearing("card") == outside.kind
    assert topping_up("card", "c-1", WALLET, 500) == JournalEntry(
        "topup:card:c-1", JournalKind.TOPUP, moved(outside, WALLET, 500)
    )


def test_an_operators_change_says_who_made_it_and_why() -> None:
    assert granting("f1", WALLET, 70, actor_id=PIA, reason="sorry") == JournalEntry(
        "admin:f1", JournalKind.CREDIT, moved(PROMO, WALLET, 70), actor_id=PIA, reason="sorry"
    )
    assert withdrawing("f1", WALLET, 70, actor_id=PIA, reason="slip") == JournalEntry(
        "admin:f1", JournalKind.DEBIT, moved(WALLET, PROMO, 70), actor_id=PIA, reason="slip"
    )


def test_money_given_up_is_the_shops() -> None:
    kept = Account(AccountKind.FORFEITED, None, "USD")
    assert forfeiting("erase:7", WALLET, 70) == JournalEntry(
        "forfeit:erase:7", JournalKind.FORFEIT, moved(WALLET, kept, 70)
    )


@pytest.mark.parametrize(
    ("rate_nano", "worth", "words"),
    [
        (90 * NANO, 900, "1 USD = 90 RUB"),
        (NANO // 8 * 13, 17, "1 USD = 1.625 RUB"),
        (1, 1, "1 USD = 0.000000001 RUB"),
    ],
)
def test_a_wallet_is_converted_at_the_rate_it_names_rounded_up(
    rate_nano: int, worth: int, words: str
) -> None:
    assert converting("convert:7", WALLET, RUBLES, 10, rate_nano=rate_nano) == JournalEntry(
        "convert:7",
        JournalKind.CONVERT,
        (
            *moved(WALLET, Account(AccountKind.EXCHANGE, None, "USD"), 10),
            *moved(Account(AccountKind.EXCHANGE, None, "RUB"), RUBLES, worth),
        ),
        reason=words,
    )


def test_a_conversion_is_taken_back_at_its_own_rate() -> None:
    assert converting_back("back:7", WALLET, RUBLES, 10, rate_nano=NANO // 8 * 13) == JournalEntry(
        "back:7",
        JournalKind.CONVERT,
        (
            *moved(RUBLES, Account(AccountKind.EXCHANGE, None, "RUB"), 17),
            *moved(Account(AccountKind.EXCHANGE, None, "USD"), WALLET, 10),
        ),
        reason="1 USD = 1.625 RUB",
    )


def test_what_is_worth_nothing_in_the_other_currency_leaves_the_wallet_all_the_same() -> None:
    entry = converting("convert:7", WALLET, RUBLES, 10, rate_nano=0)
    assert entry.postings == moved(WALLET, Account(AccountKind.EXCHANGE, None, "USD"), 10)


@pytest.mark.parametrize(
    "postings",
    [
        (),
        (Posting(WALLET, 0),),
        (Posting(WALLET, -5), Posting(HELD, 4)),
        (Posting(WALLET, -5), Posting(RUBLES, 5)),
        (Posting(WALLET, 0), Posting(HELD, 0)),
        (Posting(WALLET, -5), Posting(HELD, 5), Posting(SALES, 0)),
    ],
)
def test_what_does_not_add_up_in_each_currency_is_no_entry(postings: tuple[Posting, ...]) -> None:
    with pytest.raises(ValueError, match="journal k does not add up"):
        JournalEntry("k", JournalKind.CREDIT, postings)


def test_a_wallet_too_small_says_how_much_is_missing() -> None:
    short = FundsShort(needed_micro=900, balance_micro=650, currency="USD")
    assert (short.key, short.needed_micro, short.balance_micro, short.currency) == (
        "funds_short",
        900,
        650,
        "USD",
    )
    assert short.missing_micro == 250


def test_money_moves_from_the_giver_to_the_taker() -> None:
    assert between(WALLET, HELD, 3) == (Posting(WALLET, -3), Posting(HELD, 3))
