"""Coupons, invitations and gifts on both databases: many at once, and what comes twice."""

import asyncio
import itertools
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest

from shop.errors import ShopError
from shop.growth.coupons import Coupon
from shop.growth.gifts import MOST_OPEN, Gift, GiftState
from shop.growth.invitations import MOST_A_DAY, InviteRules
from shop.growth.typed_coupons import read_coupon
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ledger.wallet_change import ChangeLimits, WantedChange
from shop.ordering.place import settlement_of
from shop.person import Person
from shop.replies import Accepted, Refusal, Rejected
from storage.erasing.steps import forget_at_once
from storage.growth.coupons import Coupons
from storage.growth.gifts import Gifts
from storage.growth.invitations import Invitations
from storage.growth.tables import invitation
from storage.ledger.payments import Payments
from storage.ledger.wallet_changes import WalletChanges
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest

PRICE = 1_000_000
RULES = InviteRules(1_000, "USD")
FREE: dict[str, Any] = {"price_micro": PRICE, "coupon": "TEN", "discount_micro": 100_000}


async def made(stores: StoresUnderTest, words: str) -> Coupon:
    """Make a coupon."""
    new = read_coupon(words.split(), "USD", NOON)
    return await Coupons(stores.database).make(new, by=OLGA, update_id=1, now=NOON)


async def enters(stores: StoresUnderTest, person_id: int, key: str, update_id: int = 1) -> Any:
    """Type a coupon."""
    return await Coupons(stores.database).enter(person_id, key, currency="USD", update_id=update_id, now=NOON)


async def outcomes(*doing: Awaitable[object]) -> list[str]:
    """Do all of it at once; return `done`, or the key of what was refused, sorted."""
    ended = await asyncio.gather(*doing, return_exceptions=True)
    others = [one for one in ended if isinstance(one, BaseException) and not isinstance(one, ShopError)]
    assert not others, others
    return sorted(one.key if isinstance(one, ShopError) else "done" for one in ended)


async def pays(stores: StoresUnderTest, person_id: int, charge: str, micro: int = 10_000_000) -> Payments:
    """Have somebody top up in Stars."""
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    bill = Invoice(charge, person_id, "stars", STARS, 77, micro, "USD", NOON + 60 * MINUTE)
    await payments.offer(bill, NOON)
    await payments.paid(Paid("stars", charge, person_id, charge, STARS, 77), NOON)
    return payments


async def gave(stores: StoresUnderTest, micro: int = 1_000_000) -> Gift:
    """Have Ann make a gift."""
    gifts = Gifts(stores.database)
    offered = await gifts.offer(ANN, micro, "USD", NOON)
    return await gifts.make(ANN, offered.id, NOON)


async def test_a_coupon_with_three_uses_is_credited_three_times(stores: StoresUnderTest) -> None:
    await made(stores, "FIVE 5 uses 3 each 3")
    people = [ANN, BOB, OLGA]
    doing = [enters(stores, person, "five", number) for number in range(3) for person in people]
    assert await outcomes(*doing) == ["coupon_used_up"] * 6 + ["done"] * 3
    balances = [await stores.ledger.balance(stores.wallet(person)) for person in people]
    assert sum(balances) == 15_000_000
    assert await stores.broken() == set()


async def test_the_same_message_twice_at_once_is_one_use(stores: StoresUnderTest) -> None:
    await made(stores, "FIVE 5 uses 3")
    assert await outcomes(*(enters(stores, ANN, "five", 7) for _ in range(4))) == ["done"] * 4
    assert await stores.ledger.balance(stores.wallet(ANN)) == 5_000_000


async def test_the_last_use_goes_to_one_of_two_orders(stores: StoresUnderTest) -> None:
    await made(stores, "TEN 10% uses 1")
    tokens = {}
    for person in (ANN, BOB):
        await enters(stores, person, "ten")
        tokens[person] = await stores.offered(person, **FREE)
    doing = [
        stores.orders.reserve(token=token, person_id=person, acknowledged=True, now=NOON)
        for person, token in tokens.items()
    ]
    assert await outcomes(*doing) == ["coupon_used_up", "done"]
    assert await stores.broken() == set()


async def test_a_use_is_free_again_while_its_order_came_to_nothing(stores: StoresUnderTest) -> None:
    await made(stores, "TEN 10% uses 1")
    for outcome in (Rejected(Refusal.LINK, "no"), Accepted("1")):
        await enters(stores, ANN, "ten")
        claimed = await stores.in_flight(ANN, **FREE)
        await stores.queue.settle(claimed, settlement_of(outcome, attempt=1, now=NOON), NOON)
        assert await stores.broken() == set()
    with pytest.raises(ShopError, match="coupon_used_before"):
        await enters(stores, ANN, "ten")
    [tally] = await Coupons(stores.database).list_live(limit=9)
    assert (tally.uses, tally.micro) == (1, 100_000)


async def test_without_its_coupon_no_card_is_confirmed(stores: StoresUnderTest) -> None:
    await made(stores, "TEN 10%")
    token = await stores.offered(ANN, **FREE)
    with pytest.raises(ShopError, match="coupon_unknown"):
        await stores.orders.reserve(token=token, person_id=ANN, acknowledged=True, now=NOON)
    assert await stores.ledger.balance(stores.wallet(ANN)) == 0


async def test_a_gift_is_taken_by_one_of_many(stores: StoresUnderTest) -> None:
    await pays(stores, ANN, "stx1")
    gift, gifts = await gave(stores), Gifts(stores.database)
    doing = [gifts.take(person, gift.token, NOON) for person in (BOB, OLGA, BOB, ANN)]
    ended = await outcomes(*doing, gifts.cancel(ANN, gift.id, NOON), gifts.expire(NOON))
    assert set(ended) <= {"done", "gift_taken", "gift_own", "gift_over"}
    balances = [await stores.ledger.balance(stores.wallet(person)) for person in (ANN, BOB, OLGA)]
    assert sum(balances) == 10_000_000
    assert sorted(balances)[:2] in ([0, 0], [0, 1_000_000])
    assert await stores.broken() == set()


async def test_no_more_is_given_than_was_paid_in(stores: StoresUnderTest) -> None:
    await pays(stores, ANN, "stx1", 3_000_000)
    await stores.given(ANN, 5_000_000)
    gifts = Gifts(stores.database)
    offered = [await gifts.offer(ANN, 1_000_000, "USD", NOON) for _ in range(5)]
    ended = await outcomes(*(gifts.make(ANN, one.id, NOON) for one in offered))
    assert ended == ["done"] * 3 + ["gift_too_much"] * 2
    assert await stores.ledger.balance(stores.wallet(ANN)) == 5_000_000
    assert await stores.broken() == set()


async def test_so_many_gifts_wait_and_no_more(stores: StoresUnderTest) -> None:
    await pays(stores, ANN, "stx1", 100_000_000)
    for _ in range(MOST_OPEN):
        await gave(stores)
    with pytest.raises(ShopError, match="gift_too_many"):
        await gave(stores)


async def test_a_returned_payment_recalls_what_was_not_taken(stores: StoresUnderTest) -> None:
    payments = await pays(stores, ANN, "stx1", 3_000_000)
    gifts = Gifts(stores.database)
    taken, waiting = await gave(stores), await gave(stores)
    await gifts.take(BOB, taken.token, NOON)
    await payments.was_returned("stars", "stx1", NOON)
    assert (await gifts.find_own(ANN, waiting.id)).state is GiftState.RECALLED
    assert await stores.ledger.balance(stores.wallet(ANN)) == 0
    assert await stores.ledger.balance(stores.wallet(BOB)) == 1_000_000
    assert await stores.broken() == set()


async def invited(stores: StoresUnderTest, *people: int) -> Invitations:
    """Have Ann invite these, who have paid and been served."""
    for person in people:
        await stores.people.seen(Person(person, "New", "en"), NOON)
        row = {"invited_id": person, "inviter_id": ANN, "state": "waiting", "invited_at": NOON}
        await stores.add_rows(invitation, row)
        await pays(stores, person, f"stx{person}")
    return Invitations(stores.database, rules=lambda: RULES, operators=frozenset({OLGA}))


async def test_an_invitation_is_rewarded_once_however_often_it_is_looked_at(stores: StoresUnderTest) -> None:
    invitations = await invited(stores, BOB)
    assert await outcomes(*(invitations.reward(BOB, NOON) for _ in range(5))) == ["done"] * 5
    assert await stores.ledger.balance(stores.wallet(ANN)) == 1_000
    assert await stores.ledger.balance(stores.wallet(BOB)) == 10_001_000
    assert await stores.broken() == set()


@pytest.mark.parametrize("left", [0, 1_000])
async def test_what_was_charged_back_once_it_was_spent_was_never_paid_in(
    stores: StoresUnderTest, left: int
) -> None:
    invitations, gifts = await invited(stores, BOB), Gifts(stores.database)
    offered = await gifts.offer(BOB, 10_000_000 - left, "USD", NOON)
    made = await gifts.make(BOB, offered.id, NOON)
    await gifts.take(OLGA, made.token, NOON)
    payments = await pays(stores, OLGA, "another's")
    await payments.was_returned("stars", f"stx{BOB}", NOON)
    assert await stores.ledger.balance(stores.wallet(BOB)) == 0
    assert not await invitations.reward(BOB, NOON)
    await pays(stores, BOB, "stx again", RULES.least_micro - 1)
    assert not await invitations.reward(BOB, NOON)
    await pays(stores, BOB, "stx once more", 1)
    assert await invitations.reward(BOB, NOON)
    assert await stores.ledger.balance(stores.wallet(ANN)) == 1_000
    assert await stores.broken() == set()


async def test_so_many_are_rewarded_in_a_day(stores: StoresUnderTest) -> None:
    people = range(7_000_000_201, 7_000_000_201 + MOST_A_DAY + 2)
    invitations = await invited(stores, *people)
    for person in people:
        assert await invitations.reward(person, NOON)
    assert await stores.ledger.balance(stores.wallet(ANN)) == MOST_A_DAY * 1_000
    told = [one for one in await stores.messages() if one.payload.get("alert") == "invite_too_many"]
    assert [one.payload["number"] for one in told] == list(people)[-2:]
    later = await invited(stores, 7_000_000_301)
    assert await later.reward(7_000_000_301, NOON + timedelta(days=1))
    assert await stores.ledger.balance(stores.wallet(ANN)) == (MOST_A_DAY + 1) * 1_000


async def test_who_paid_the_bill_of_the_other_is_refused(stores: StoresUnderTest) -> None:
    invitations = await invited(stores, BOB)
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    await payments.offer(Invoice("bobs", BOB, "stars", STARS, 77, 5_000_000, "USD", NOON + 60 * MINUTE), NOON)
    await payments.paid(Paid("stars", "stx7", ANN, "bobs", STARS, 77), NOON)
    assert await invitations.reward(BOB, NOON)
    assert await stores.ledger.balance(stores.wallet(ANN)) == 0
    alert = [one for one in await stores.messages() if one.payload.get("alert") == "invite_same_payer"]
    assert len(alert) == 1
    assert await stores.broken() == set()


@pytest.mark.parametrize("erased", [ANN, BOB])
async def test_who_had_the_data_deleted_that_tell_payers_apart_is_refused(
    stores: StoresUnderTest, erased: int
) -> None:
    """Else one person with two accounts deletes the data of one of them, and is rewarded twice."""
    invitations = await invited(stores, BOB)
    payments, until = Payments(stores.database, operators=frozenset({OLGA})), NOON + 60 * MINUTE
    for person, charge in ((ANN, "c1"), (BOB, "c2")):
        await payments.offer(Invoice(charge, person, "card", "USD", 500, 5_000_000, "USD", until), NOON)
        await payments.paid(Paid("card", charge, person, charge, "USD", 500, payer="one address"), NOON)
    await stores.database.write(lambda one: forget_at_once(one, erased, NOON))
    assert await invitations.reward(BOB, NOON)
    alerts = [one.payload["alert"] for one in await stores.messages() if one.kind == "alert"]
    assert alerts == ["invite_erased"]
    assert await stores.broken() == set()


async def test_who_paid_in_another_way_than_the_one_without_data_is_rewarded(stores: StoresUnderTest) -> None:
    invitations = await invited(stores, BOB)
    payments, until = Payments(stores.database, operators=frozenset({OLGA})), NOON + 60 * MINUTE
    await payments.offer(Invoice("c", ANN, "card", "USD", 500, 5_000_000, "USD", until), NOON)
    await payments.paid(Paid("card", "c", ANN, "c", "USD", 500, payer="one address"), NOON)
    await stores.database.write(lambda one: forget_at_once(one, ANN, NOON))
    assert await invitations.reward(BOB, NOON)
    assert [one for one in await stores.messages() if one.kind == "alert"] == []


async def test_a_bonus_that_went_back_with_its_payment_was_never_given(stores: StoresUnderTest) -> None:
    invitations, gifts = await invited(stores, BOB), Gifts(stores.database)
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    paid, bonus = 10_000_000, 500_000
    bill = Invoice(
        "b", BOB, "stars", STARS, 77, paid + bonus, "USD", NOON + 60 * MINUTE, surcharge_micro=-bonus
    )
    await payments.offer(bill, NOON)
    await payments.paid(Paid("stars", "with bonus", BOB, "b", STARS, 77), NOON)
    assert await gifts.giveable(BOB, "USD") == 2 * paid
    for charge in ("with bonus", f"stx{BOB}"):
        await payments.was_returned("stars", charge, NOON)
    assert await stores.ledger.balance(stores.wallet(BOB)) == 0
    await pays(stores, BOB, "again", RULES.least_micro)
    assert await gifts.giveable(BOB, "USD") == RULES.least_micro
    assert await invitations.reward(BOB, NOON)


async def test_what_an_operator_gave_or_took_by_mistake_and_undid_is_as_if_it_never_was(
    stores: StoresUnderTest,
) -> None:
    changes, gifts = WalletChanges(stores.database, operators=frozenset({OLGA})), Gifts(stores.database)
    await pays(stores, ANN, "stx1", 3_000_000)
    numbers = itertools.count(1)

    async def books(micro: int, undoes: int | None = None) -> int:
        wanted = WantedChange(OLGA, next(numbers), ANN, micro, "USD", "a slip", undoes=undoes)
        change = await changes.ask(wanted, NOON)
        limits = ChangeLimits(10**9, None)
        await changes.confirm(change.id, OLGA, version=None, limits=limits, now=NOON)
        return change.id

    given = await books(2_000_000)
    assert await gifts.giveable(ANN, "USD") == 3_000_000
    undone = await books(-2_000_000, undoes=given)
    assert await gifts.giveable(ANN, "USD") == 3_000_000
    taken = await books(-1_000_000)
    await books(1_000_000, undoes=taken)
    assert await gifts.giveable(ANN, "USD") == 3_000_000
    await books(2_000_000, undoes=undone)
    assert await gifts.giveable(ANN, "USD") == 3_000_000
