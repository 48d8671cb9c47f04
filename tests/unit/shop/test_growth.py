"""Coupons, gifts and invitations as policy: who may use one, what it is worth, and what is booked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.errors import ShopError
from shop.growth import coupons, gifts, invitations
from shop.growth.coupons import Coupon, NewCoupon, coupon_key, discounted
from shop.growth.gifts import Gift, GiftState
from shop.growth.invitations import Facts, InviteRules, Refused
from shop.growth.typed_coupons import MOST_USES, read_coupon
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between
from shop.ordering.terms import Terms
from shop.sentences import Amount

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
ANN, BOB = 7, 8
SUMMER = Coupon("SUMMER", "summer", "USD", percent_ppm=100_000, id=3)
TERMS = Terms("77", "Followers", "https://x.y/ann", 1000, {}, 1_000_000, "USD", asks_quantity=True)

# --- coupons -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SUMMER", "summer"),
        (" sum mer ", "summer"),
        ("sum-mer_25", "summer25"),
        ("sum–mer—25", "summer25"),
        ("sum−mer\u00ad25", "summer25"),
        ("summer٢٥", "summer25"),
        ("ｓｕｍｍｅｒ", "summer"),
        ("Straße", "strasse"),
        ("лето", "лето"),
        ("हिन्दी", "हिन्दी"),
        ("abc", "abc"),
        ("ab", None),
        ("a" * 32, "a" * 32),
        ("a" * 33, None),
        ("10%off", None),
        ("sum.mer", None),
        ("sum+mer", None),
        ("", None),
        ("---", None),
    ],
)
def test_a_coupons_name_is_one_however_it_is_spelled(text: str, key: str | None) -> None:
    assert coupon_key(text) == key


def refused(coupon: Coupon | None, uses: int = 0, own: int = 0, currency: str = "USD") -> str | None:
    error = coupons.refusal_of(coupon, uses=uses, own_uses=own, currency=currency, now=NOW)
    return error.key if error else None


@pytest.mark.parametrize(
    ("coupon", "uses", "own", "key"),
    [
        (SUMMER, 99, 0, None),
        (None, 0, 0, "coupon_unknown"),
        (replace(SUMMER, stopped_at=NOW), 0, 0, "coupon_unknown"),
        (replace(SUMMER, ends_at=NOW), 0, 0, "coupon_over"),
        (replace(SUMMER, ends_at=NOW + timedelta(seconds=1)), 0, 0, None),
        (SUMMER, 1, 1, "coupon_used_before"),
        (replace(SUMMER, each=2), 1, 1, None),
        (replace(SUMMER, each=2), 2, 2, "coupon_used_before"),
        (replace(SUMMER, uses=5), 4, 0, None),
        (replace(SUMMER, uses=5), 5, 0, "coupon_used_up"),
        (replace(SUMMER, uses=5), 5, 1, "coupon_used_before"),
    ],
)
def test_why_a_coupon_cannot_be_used(coupon: Coupon | None, uses: int, own: int, key: str | None) -> None:
    assert refused(coupon, uses, own) == key


def test_a_coupon_in_another_currency_is_as_good_as_stopped() -> None:
    assert refused(SUMMER, currency="EUR") == "coupon_unknown"


@pytest.mark.parametrize(
    ("ppm", "floor", "step", "price"),
    [
        (100_000, 0, 100, 900_000),
        (100_000, 950_000, 100, 950_000),
        (123_456, 0, 100, 876_600),
        (123_456, 0, 10_000, 880_000),
        (1_000_000, 0, 100, 0),
        (1_000_000, -5, 100, 0),
        (1, 0, 1, 999_999),
    ],
)
def test_a_coupon_takes_its_part_off_down_to_the_floor_in_whole_steps(
    ppm: int, floor: int, step: int, price: int
) -> None:
    coupon = replace(SUMMER, percent_ppm=ppm)
    assert discounted(TERMS, coupon, floor_micro=floor, step_micro=step) == replace(
        TERMS, price_micro=price, coupon="SUMMER", discount_micro=1_000_000 - price
    )


@pytest.mark.parametrize(
    ("coupon", "floor"),
    [
        (replace(SUMMER, currency="EUR"), 0),
        (replace(SUMMER, least_micro=1_000_001), 0),
        (SUMMER, 1_000_000),
        (SUMMER, 1_200_000),
    ],
)
def test_a_coupon_that_takes_nothing_off_leaves_the_terms_as_they_are(coupon: Coupon, floor: int) -> None:
    assert discounted(TERMS, coupon, floor_micro=floor, step_micro=100) is TERMS


def test_a_coupon_counts_from_exactly_its_least_order() -> None:
    coupon = replace(SUMMER, least_micro=1_000_000)
    assert discounted(TERMS, coupon, floor_micro=0, step_micro=100).discount_micro == 100_000


def test_the_amount_of_a_coupon_comes_from_the_coupons_account_once_for_each_use() -> None:
    coupon = replace(SUMMER, percent_ppm=0, amount_micro=5_000_000)
    assert (coupon.is_credit, SUMMER.is_credit) == (True, False)
    promo, wallet = Account(AccountKind.COUPON, None, "USD"), Account(AccountKind.WALLET, ANN, "USD")
    assert coupons.crediting(coupon, 12, ANN) == JournalEntry(
        "coupon:12", JournalKind.COUPON, between(promo, wallet, 5_000_000), reason="🎟 SUMMER"
    )


def typed(words: str) -> NewCoupon:
    return read_coupon(words.split(), "USD", NOW)


@pytest.mark.parametrize(
    ("words", "coupon"),
    [
        ("summer 10%", NewCoupon("SUMMER", "summer", "USD", percent_ppm=100_000)),
        ("Summer-25 12,5٪", NewCoupon("SUMMER-25", "summer25", "USD", percent_ppm=125_000)),
        ("summer 100％", NewCoupon("SUMMER", "summer", "USD", percent_ppm=1_000_000)),
        ("summer ١٠%", NewCoupon("SUMMER", "summer", "USD", percent_ppm=100_000)),
        ("summer 10 %", NewCoupon("SUMMER", "summer", "USD", percent_ppm=100_000)),
        ("summer %10 uses 5", NewCoupon("SUMMER", "summer", "USD", percent_ppm=100_000, uses=5)),
        ("summer ۱۰ ٪ each 2", NewCoupon("SUMMER", "summer", "USD", percent_ppm=100_000, each=2)),
        ("summer 0.0001%", NewCoupon("SUMMER", "summer", "USD", percent_ppm=1)),
        ("hello 0.000001 uses 5", NewCoupon("HELLO", "hello", "USD", amount_micro=1, uses=5)),
        ("hello 5 uses 1.000", NewCoupon("HELLO", "hello", "USD", amount_micro=5_000_000, uses=1000)),
        ("hello $5 uses 100", NewCoupon("HELLO", "hello", "USD", amount_micro=5_000_000, uses=100)),
        (
            "summer 10% USES 100 each ٢ from 4,50 until 31/12/2030",
            NewCoupon(
                "SUMMER",
                "summer",
                "USD",
                percent_ppm=100_000,
                uses=100,
                each=2,
                least_micro=4_500_000,
                ends_at=datetime(2031, 1, 1, tzinfo=UTC),
            ),
        ),
        (
            "summer 10% until 2.5.2030",
            NewCoupon(
                "SUMMER", "summer", "USD", percent_ppm=100_000, ends_at=datetime(2030, 5, 3, tzinfo=UTC)
            ),
        ),
        (
            f"hello 1000000 uses {MOST_USES}",
            NewCoupon("HELLO", "hello", "USD", amount_micro=10**12, uses=MOST_USES),
        ),
        (
            "hello 1500000 uses 500",  # of a currency with large numbers
            NewCoupon("HELLO", "hello", "USD", amount_micro=15 * 10**11, uses=500),
        ),
        (
            "summer 10% from 2500000",
            NewCoupon("SUMMER", "summer", "USD", percent_ppm=100_000, least_micro=25 * 10**11),
        ),
    ],
)
def test_a_coupon_is_read_as_operators_type_it(words: str, coupon: NewCoupon) -> None:
    assert typed(words) == coupon


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("", "coupon_usage"),
        ("summer", "coupon_usage"),
        ("summer 10% uses", "coupon_usage"),
        ("summer %", "coupon_usage"),
        ("% 10", "coupon_name"),
        ("summer 10% uses 5 uses 6", "coupon_usage"),
        ("summer 10% twice 2", "coupon_usage"),
        ("a 10%", "coupon_name"),
        ("summer 0%", "coupon_usage"),
        ("summer 100.0001%", "coupon_usage"),
        ("summer 101%", "coupon_usage"),
        ("summer ten", "coupon_usage"),
        ("summer 0 uses 5", "coupon_usage"),
        (f"summer 1000000.01 uses {MOST_USES}", "coupon_usage"),
        ("summer 1000000000.01 uses 5", "coupon_usage"),
        ("summer 10% from 1000000000.01", "coupon_usage"),
        ("summer 1.50 uses 5 from 4", "coupon_usage"),
        ("summer 10% uses 0", "coupon_usage"),
        (f"summer 10% uses {MOST_USES + 1}", "coupon_usage"),
        ("summer 10% each many", "coupon_usage"),
        ("summer 10% from x", "coupon_usage"),
        ("summer 10% until soon", "date_unreadable"),
        ("summer 10% until 30/4/2030", "date_past"),
    ],
)
def test_what_is_no_coupon_says_what_is_allowed(words: str, key: str) -> None:
    with pytest.raises(ShopError) as refused:
        typed(words)
    assert refused.value.key == key


def test_an_amount_that_may_be_two_is_asked_about() -> None:
    with pytest.raises(ShopError) as refused:
        typed("hello 1.500 uses 5")
    assert (refused.value.key, refused.value.values) == (
        "amount_unclear",
        {"typed": "1.500", "many": "1500", "few": "1.5000"},
    )


def test_money_is_given_away_only_a_counted_number_of_times() -> None:
    with pytest.raises(ShopError) as refused:
        typed("hello 5.00 each 1")
    assert (refused.value.key, refused.value.values) == (
        "coupon_counted",
        {"code": "hello", "amount": "5.00"},
    )


# --- gifts -------------------------------------------------------------------------------------------------

GIFT = Gift(4, "secret", ANN, 500, "USD", GiftState.OPEN, NOW + timedelta(days=1))
WALLET = Account(AccountKind.WALLET, ANN, "USD")
HELD = Account(AccountKind.GIFT, ANN, "USD")


@pytest.mark.parametrize(
    ("balance", "given", "giveable"), [(10, 3, 7), (10, 0, 10), (3, 3, 0), (2, 3, 0), (4, 3, 1)]
)
def test_what_the_shop_gave_cannot_be_given_on(balance: int, given: int, giveable: int) -> None:
    assert gifts.giveable_micro(balance, given) == giveable


def test_a_gift_is_at_most_what_can_be_given_and_one_of_ten() -> None:
    gifts.check_gift(GIFT, giveable_micro=500, waiting=9)
    with pytest.raises(ShopError) as refused:
        gifts.check_gift(GIFT, giveable_micro=499, waiting=0)
    assert (refused.value.key, refused.value.values) == ("gift_too_much", {"most": Amount(499, "USD")})
    with pytest.raises(ShopError) as refused:
        gifts.check_gift(GIFT, giveable_micro=500, waiting=10)
    assert (refused.value.key, refused.value.values) == ("gift_too_many", {"count": 10})


@pytest.mark.parametrize(
    ("gift", "taker", "key"),
    [
        (None, BOB, "gift_unknown"),
        (replace(GIFT, state=GiftState.OFFERED), BOB, "gift_unknown"),
        (GIFT, ANN, "gift_own"),
        (replace(GIFT, state=GiftState.TAKEN), BOB, "gift_taken"),
        (replace(GIFT, state=GiftState.CANCELED), BOB, "gift_over"),
        (replace(GIFT, state=GiftState.EXPIRED), BOB, "gift_over"),
        (replace(GIFT, state=GiftState.RECALLED), BOB, "gift_over"),
        (replace(GIFT, expires_at=NOW), BOB, "gift_over"),
    ],
)
def test_why_a_gift_cannot_be_taken(gift: Gift | None, taker: int, key: str) -> None:
    with pytest.raises(ShopError) as refused:
        gifts.check_taking(gift, taker, NOW)
    assert refused.value.key == key


def test_an_open_gift_can_be_taken_until_its_last_moment() -> None:
    gifts.check_taking(replace(GIFT, expires_at=NOW + timedelta(microseconds=1)), BOB, NOW)


def test_a_gifts_money_is_held_and_then_the_friends_or_the_givers_again() -> None:
    friend = Account(AccountKind.WALLET, BOB, "USD")
    assert gifts.holding(GIFT) == JournalEntry(
        "gift:4", JournalKind.GIFT, between(WALLET, HELD, 500), reason="🎁 4"
    )
    assert gifts.handing_over(GIFT, BOB) == JournalEntry(
        "gift_taken:4", JournalKind.GIFT_TAKEN, between(HELD, friend, 500), reason="🎁 4"
    )
    assert gifts.going_back(GIFT) == JournalEntry(
        "gift_back:4", JournalKind.GIFT_BACK, between(HELD, WALLET, 500), reason="🎁 4"
    )


# --- invitations -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "side"), [(BOB, "invited"), (ANN, "inviter")])
def test_each_side_of_an_invitation_is_credited_once_for_ever(person: int, side: str) -> None:
    rules = InviteRules(250, "USD")
    shop, wallet = Account(AccountKind.INVITE, None, "USD"), Account(AccountKind.WALLET, person, "USD")
    assert invitations.rewarding(rules, BOB, person) == JournalEntry(
        f"invite:8:{side}", JournalKind.INVITE, between(shop, wallet, 250), reason="🤝"
    )
    assert rules.least_micro == 500


@pytest.mark.parametrize(
    ("same_payer", "erased", "lately", "refusal"),
    [
        (False, False, 9, None),
        (False, False, 10, Refused.TOO_MANY),
        (True, False, 0, Refused.SAME_PAYER),
        (True, True, 10, Refused.SAME_PAYER),
        (False, True, 10, Refused.ERASED),
    ],
)
def test_who_pays_for_themselves_or_brings_too_many_gets_nothing(
    same_payer: bool, erased: bool, lately: int, refusal: Refused | None
) -> None:
    assert invitations.refusal_of(Facts(1_000, same_payer, erased, lately)) is refusal
