"""Parts of payments that go back, asked for or found: the book says what the gateway says."""

import asyncio
import random
from datetime import timedelta

import pytest

from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, clearing
from shop.ledger.payment import MUCH_MORE, Asking, Credited, Doubt, PaymentState, Return
from shop.ledger.topup import Invoice, Paid
from storage.backup.after import mark_restored
from storage.ledger.payments import Payments
from storage.ledger.store import Ledger
from tests.contracts.storage.stores import ANN, MINUTE, NOON, OLGA, StoresUnderTest

ASKED = 510
"""The smallest coins of an invoice that credits 5.00 and has a fee of 0.10."""


class Gateway:
    """What a gateway knows of one payment, and our asking it."""

    def __init__(self, stores: StoresUnderTest, payments: Payments, payload: str) -> None:
        self.payments, self.payload = payments, payload
        self.came = self.back = 0
        self.open: Return | None = None
        self.ledger = Ledger(stores.database)

    async def tells(self) -> None:
        """Say what came and what went back."""
        told = Paid(
            "gate", self.payload, ANN, self.payload, "USD", self.came, in_parts=True, back_minor=self.back
        )
        if self.came and self.back >= self.came:
            await self.payments.was_returned("gate", self.payload, NOON)
        elif self.came:
            await self.payments.paid(told, NOON)

    async def is_asked(self, amount_minor: int) -> None:
        """Begin to give a part of some payment back."""
        for paid in await self.payments.list_latest(ANN, limit=50):
            try:
                self.open = await self.payments.returns.begin_return(paid.id, NOON, amount_minor=amount_minor)
            except ShopError:  # less is left, or a return is under way
                continue
            return

    async def ends(self, *, well: bool) -> None:
        """Make the return under way, or refuse it."""
        if self.open is None:
            return
        begun, self.open = self.open, None
        if well and self.back + begun.share.amount_minor <= self.came:
            self.back += begun.share.amount_minor
            await self.payments.returns.returned(begun, NOON)
        else:
            await self.payments.returns.not_returned(begun, NOON)


@pytest.mark.parametrize("surcharge_micro", [100_000, -500_000], ids=["fee", "bonus"])
@pytest.mark.parametrize("seed", range(12))
async def test_the_book_follows_the_gateway(stores: StoresUnderTest, seed: int, surcharge_micro: int) -> None:
    dice, payments = (
        random.Random(seed),
        Payments(stores.database, operators=frozenset({OLGA}), credit_micro=None),
    )
    bill = Invoice(
        "p",
        ANN,
        "gate",
        "USD",
        ASKED,
        ASKED * 10_000 - surcharge_micro,
        "USD",
        NOON + 60 * MINUTE,
        surcharge_micro=surcharge_micro,
    )
    await payments.offer(bill, NOON)
    gateway = Gateway(stores, payments, "p")
    for _ in range(25):
        match dice.choice(("comes", "back", "asked", "well", "refused", "tells", "tells")):
            case "comes":
                gateway.came += dice.randint(1, 300)
            case "back":
                gateway.back = min(gateway.came, gateway.back + dice.randint(1, 100))
            case "asked" if gateway.open is None:
                await gateway.is_asked(dice.randint(1, 200))
            case "well":
                await gateway.ends(well=True)
            case "refused":
                await gateway.ends(well=False)
            case _:
                await gateway.tells()
    gateway.came = max(1, gateway.came)
    await gateway.ends(well=dice.random() < 0.5)
    for _ in range(2):
        await gateway.tells()
    assert await stores.broken() == set()
    stays = gateway.came - gateway.back
    outside = await gateway.ledger.balance(Account(clearing("gate"), None, "USD"))
    assert abs(-outside - stays * 10_000) <= 25  # micro-units: each part is rounded
    bonus = -await gateway.ledger.balance(Account(AccountKind.BONUS, None, "USD"))
    assert 0 <= bonus <= max(0, MUCH_MORE * -surcharge_micro)
    if gateway.back >= gateway.came:
        assert outside == 0
        for kind in (AccountKind.SURCHARGE, AccountKind.BONUS, AccountKind.WRITE_OFF):
            assert await gateway.ledger.balance(Account(kind, None, "USD")) == 0
        assert await gateway.ledger.balance(stores.wallet(ANN)) == 0


async def paid_in_full(stores: StoresUnderTest) -> tuple[Payments, int]:
    """Return Ann's payment of 5.10, and its number."""
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    bill = Invoice(
        "p", ANN, "gate", "USD", ASKED, 5_000_000, "USD", NOON + 60 * MINUTE, surcharge_micro=100_000
    )
    await payments.offer(bill, NOON)
    await payments.paid(Paid("gate", "c", ANN, "p", "USD", ASKED, in_parts=True), NOON)
    [paid] = await payments.list_latest(ANN, limit=5)
    return payments, paid.id


async def test_the_parts_of_a_payment_add_up_to_it(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    for amount_minor in (1, 100, 7, 402):
        begun = await payments.returns.begin_return(number, NOON, amount_minor=amount_minor)
        await payments.returns.returned(begun, NOON)
        assert await stores.broken() == set()
    paid = await payments.find(number)
    assert paid is not None
    assert (paid.state, paid.back) == (PaymentState.RETURNED, (510, 5_000_000, 100_000))
    ledger = Ledger(stores.database)
    for account in (stores.wallet(ANN), Account(clearing("gate"), None, "USD")):
        assert await ledger.balance(account) == 0


@pytest.mark.parametrize("amount_minor", [0, -1, 511])
async def test_more_than_there_is_does_not_go_back(stores: StoresUnderTest, amount_minor: int) -> None:
    payments, number = await paid_in_full(stores)
    with pytest.raises(ShopError, match="nothing_to_return"):
        await payments.returns.begin_return(number, NOON, amount_minor=amount_minor)
    assert await stores.broken() == set()


async def test_one_return_at_a_time_and_each_tap_once(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON, amount_minor=100, n=1)
    with pytest.raises(ShopError, match="nothing_to_return"):
        await payments.returns.begin_return(number, NOON, amount_minor=100, n=2)
    await payments.returns.returned(begun, NOON)
    with pytest.raises(ShopError, match="button_old"):
        await payments.returns.begin_return(number, NOON, amount_minor=100, n=1)
    await payments.returns.returned(begun, NOON)  # told twice
    await payments.returns.not_returned(begun, NOON)  # an answer that comes late changes nothing
    assert await Ledger(stores.database).balance(stores.wallet(ANN)) == 5_000_000 - 980_392
    assert await stores.broken() == set()
    assert await payments.returns.tries(number) == 1


async def test_all_goes_back_while_a_part_is_on_its_way(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON, amount_minor=100)
    for _ in range(2):
        await payments.was_returned("gate", "c", NOON)
        assert await stores.broken() == set()
    await payments.returns.returned(begun, NOON)
    paid = await payments.find(number)
    assert paid is not None
    assert (paid.state, paid.back) == (PaymentState.RETURNED, (510, 5_000_000, 100_000))
    assert await payments.returns.list_returning() == []
    assert await stores.broken() == set()


async def told(payments: Payments, back: int) -> None:
    """The gateway says that so much of the 5.10 went back."""
    paid = Paid("gate", "c", ANN, "p", "USD", ASKED, in_parts=True, back_minor=back)
    await payments.paid(paid, NOON)


async def test_a_part_that_the_gateway_tells_of_is_not_asked_for_again(stores: StoresUnderTest) -> None:
    """Its answer was lost, perhaps for longer than the gateway keeps our key."""
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON, amount_minor=400)
    await told(payments, 399)
    assert len(await payments.returns.list_returning()) == 1
    await told(payments, 400)
    assert await payments.returns.list_returning() == []
    await payments.returns.not_returned(begun, NOON)  # what comes late changes nothing
    await told(payments, 450)
    paid = await payments.find(number)
    assert paid is not None
    assert (paid.state, paid.back.amount_minor) == (PaymentState.CREDITED, 450)
    assert await stores.broken() == set()


async def test_a_return_is_asked_for_by_one_alone(stores: StoresUnderTest) -> None:
    """Also if several kiosks do so at the same time; whoever dies meanwhile leaves it to others in time."""
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON)
    day = timedelta(days=1)
    found = await asyncio.gather(*(payments.returns.begin_asking(begun, NOON, day) for _ in range(4)))
    assert sorted(one.name for one in found) == ["NOT_NOW", "NOT_NOW", "NOT_NOW", "YES"]
    later = NOON + MINUTE
    assert await payments.returns.begin_asking(begun, later, day) is Asking.YES
    await payments.returns.end_asking(begun, later, arrived=True)
    assert await payments.returns.begin_asking(begun, later, day) is Asking.YES
    await payments.returns.end_asking(begun, later, arrived=True)
    assert await payments.returns.begin_asking(begun, NOON + day, day) is Asking.TOO_LATE
    assert await payments.returns.begin_asking(begun, NOON + 9 * day, None) is Asking.YES


NOTHING_LEFT = Doubt("Gate", "there is nothing left")


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_refusal_counts_unless_another_request_has_no_answer(
    stores: StoresUnderTest, *, arrived: bool
) -> None:
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON)
    await payments.returns.begin_asking(begun, NOON, None)
    await payments.returns.end_asking(begun, NOON, arrived=arrived)
    later = NOON + MINUTE
    await payments.returns.begin_asking(begun, later, None)
    assert await payments.returns.refused(begun, later, NOTHING_LEFT, later) is not arrived
    balance = await Ledger(stores.database).balance(stores.wallet(ANN))
    assert balance == (0 if arrived else 5_000_000)
    assert len(await payments.returns.list_doubtful(ANN)) == arrived


async def test_whoever_was_overtaken_while_asking_changes_nothing(stores: StoresUnderTest) -> None:
    """A kiosk stood still between its mark and its request; another asked meanwhile, without an answer."""
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON)
    first, second, third = (NOON + n * MINUTE for n in range(3))
    await payments.returns.begin_asking(begun, first, None)
    assert await payments.returns.begin_asking(begun, second, None) is Asking.YES
    await payments.returns.end_asking(begun, first, arrived=False)
    assert await payments.returns.begin_asking(begun, second, None) is Asking.NOT_NOW
    await payments.returns.end_asking(begun, second, arrived=True)
    await payments.returns.begin_asking(begun, third, None)
    for since in (first, third):
        assert not await payments.returns.refused(begun, since, NOTHING_LEFT, third)
    assert await Ledger(stores.database).balance(stores.wallet(ANN)) == 0


async def test_after_a_restore_a_return_may_have_been_made(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON)
    later = NOON + timedelta(days=2)
    await stores.database.write(lambda connection: mark_restored(connection, NOON + MINUTE, later, [OLGA]))
    assert await payments.returns.begin_asking(begun, later, timedelta(hours=12)) is Asking.TOO_LATE
    assert await payments.returns.begin_asking(begun, later, None) is Asking.YES
    assert not await payments.returns.refused(begun, later, NOTHING_LEFT, later)


async def test_a_doubt_is_settled_once_and_is_asked_for_by_nobody(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON)
    await payments.returns.begin_asking(begun, NOON, None)
    await payments.returns.doubted(begun, NOTHING_LEFT, NOON)
    assert await payments.returns.list_returning() == []
    assert await payments.returns.begin_asking(begun, NOON + 9 * MINUTE, None) is Asking.NOT_NOW
    [doubted] = await payments.returns.list_doubtful(ANN)
    assert (doubted.n, doubted.share, doubted.doubt) == (begun.n, begun.share, "there is nothing left")
    settling = (
        payments.returns.settle_doubt(doubted, NOON, went_back=went_back, by=OLGA)
        for went_back in (False, True)
    )
    settled = await asyncio.gather(*settling, return_exceptions=True)
    assert sorted(type(one).__name__ for one in settled) == ["NoneType", "ShopError"]
    assert await payments.returns.list_doubtful(ANN) == []
    assert await stores.broken() == set()


async def test_a_yes_after_a_no_takes_the_money_out_once(stores: StoresUnderTest) -> None:
    """A kiosk that was stopped in the middle hears it after another booked a refusal."""
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON)
    await payments.returns.not_returned(begun, NOON)
    assert await Ledger(stores.database).balance(stores.wallet(ANN)) == 5_000_000
    for _ in range(2):
        await payments.returns.returned(begun, NOON)
        assert await Ledger(stores.database).balance(stores.wallet(ANN)) == 0
        assert await stores.broken() == set()
    await payments.was_returned("gate", "c", NOON)
    assert await Ledger(stores.database).balance(stores.wallet(ANN)) == 0


async def test_a_yes_after_a_no_ends_the_try_that_followed(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    first = await payments.returns.begin_return(number, NOON)
    await payments.returns.not_returned(first, NOON)
    second = await payments.returns.begin_return(number, NOON)
    await payments.returns.returned(first, NOON)
    await payments.returns.not_returned(second, NOON)  # nothing is left there
    assert await Ledger(stores.database).balance(stores.wallet(ANN)) == 0
    assert await stores.broken() == set()


async def test_a_doubt_without_words_is_one(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, NOON)
    await payments.returns.doubted(begun, Doubt("Gate", ""), NOON)
    assert len(await payments.returns.list_doubtful(ANN)) == 1
    assert await payments.returns.list_returning() == []


async def test_what_nobody_takes_on_for_a_day_is_left(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    elsewhere = Payments(stores.database, operators=frozenset({OLGA}), bot_id=7)
    begun = await payments.returns.begin_return(number, NOON)
    day = timedelta(days=1)
    assert await elsewhere.returns.list_left(NOON + day - MINUTE) == []
    assert [one.key for one in await elsewhere.returns.list_left(NOON + day)] == [begun.key]


async def test_a_part_of_a_payment_in_suspense_leaves_suspense(stores: StoresUnderTest) -> None:
    payments, ledger = Payments(stores.database, operators=frozenset({OLGA})), Ledger(stores.database)
    suspense = Account(AccountKind.SUSPENSE, None, "USD")
    for back, left in ((0, 510), (100, 410), (100, 410), (110, 400)):
        await told(payments, back)
        assert await ledger.balance(suspense) == left * 10_000
        assert await stores.broken() == set()
    await payments.was_returned("gate", "c", NOON)
    assert await ledger.balance(suspense) == 0
    assert await stores.broken() == set()


async def test_a_charge_counts_for_one_invoice_alone(stores: StoresUnderTest) -> None:
    payments, _ = await paid_in_full(stores)
    other = Invoice("q", ANN, "gate", "USD", 100, 9_000_000, "USD", NOON + 60 * MINUTE)
    await payments.offer(other, NOON)
    for came in (ASKED, ASKED + 100):
        paid = Paid("gate", "c", ANN, "q", "USD", came, in_parts=True, back_minor=50)
        assert await payments.paid(paid, NOON) is Credited.BEFORE
    assert await Ledger(stores.database).balance(stores.wallet(ANN)) == 5_000_000
    assert await stores.broken() == set()


async def test_a_payment_is_compared_again_when_a_part_went_back(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    week = timedelta(days=7)
    assert await payments.list_booked("gate", NOON + MINUTE, 10) == []
    begun = await payments.returns.begin_return(number, NOON + week, amount_minor=100)
    await payments.returns.returned(begun, NOON + week)
    [booked] = await payments.list_booked("gate", NOON + MINUTE, 10)
    assert (booked.came_minor, booked.back_minor, booked.back_at) == (ASKED, 100, NOON + week)


async def test_a_part_worth_nothing_waits_for_more(stores: StoresUnderTest) -> None:
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    await payments.offer(Invoice("p", ANN, "gate", "IDR", 510, 2, "USD", NOON + 60 * MINUTE), NOON)
    for back in (0, 100, 300, 500):
        paid = Paid("gate", "c", ANN, "p", "IDR", 510, in_parts=True, back_minor=back)
        await payments.paid(paid, NOON)
        assert await stores.broken() == set()
    [known] = await payments.list_latest(ANN, limit=5)
    with pytest.raises(ShopError, match="nothing_to_return"):
        await payments.returns.begin_return(known.id, NOON, amount_minor=1)
    await payments.was_returned("gate", "c", NOON)
    assert await Ledger(stores.database).balance(stores.wallet(ANN)) == 0
    assert await stores.broken() == set()


async def test_what_is_on_its_way_back_is_not_compared(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    since = NOON - 60 * MINUTE
    [booked] = await payments.list_booked("gate", since, 10)
    assert (booked.came_minor, booked.back_minor) == (510, 0)
    begun = await payments.returns.begin_return(number, NOON, amount_minor=100)
    assert await payments.list_booked("gate", since, 10) == []
    await payments.returns.returned(begun, NOON)
    [booked] = await payments.list_booked("gate", since, 10)
    assert (booked.came_minor, booked.back_minor) == (510, 100)
