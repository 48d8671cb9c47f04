"""Memberships as rows: each charge counts once, its period is paid for once, and what goes back is over."""

import asyncio
from datetime import datetime, timedelta

import pytest

from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.ledger.payment import Credited
from shop.ledger.topup import STARS, Invoice, Paid
from shop.membership.charges import Subscribed
from shop.membership.membership import LATE, MAY_RENEW, Renewal
from storage.ledger.payments import Payments
from storage.membership.store import Memberships
from storage.tidying import INVOICES_KEPT, Tidying
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest

MONTH, DAY = timedelta(days=30), timedelta(days=1)
PRICE, WORTH = 100, 1_300_000
AT_ONCE = 8


class Club:
    """Memberships on one database."""

    def __init__(self, stores: StoresUnderTest) -> None:
        self.stores = stores
        self.payments = Payments(stores.database, operators=frozenset({OLGA}))
        self.rows = Memberships(stores.database, self.payments)

    async def offers(self, payload: str, person_id: int = ANN, now: datetime = NOON) -> None:
        """Make a link."""
        bill = Invoice(payload, person_id, "stars", STARS, PRICE, WORTH, "USD", now + 60 * MINUTE)
        await self.rows.offer(bill, "member", now)

    async def charges(
        self, charge_id: str, payload: str = "join", *, at: datetime = NOON, told: Subscribed | None = None
    ) -> Credited:
        """Report a charge, by Telegram's list if nothing else is told of it."""
        told = told or Subscribed(at=at)
        return await self.payments.paid(
            Paid("stars", charge_id, ANN, payload, STARS, PRICE, subscribed=told), at
        )

    async def until(self, now: datetime = NOON) -> datetime | None:
        """Return until when Ann is a member."""
        return (await self.rows.load_members(now)).until(ANN, now)

    async def earned(self) -> int:
        """Return what memberships brought in."""
        return await self.stores.ledger.balance(Account(AccountKind.MEMBERSHIP, None, "USD"))


@pytest.fixture
def club(stores: StoresUnderTest) -> Club:
    """A club at the stores."""
    return Club(stores)


async def test_a_charge_reported_at_one_moment_counts_once(club: Club) -> None:
    await club.offers("join")
    ends = await asyncio.gather(*(club.charges("c1") for _ in range(AT_ONCE)))
    assert ends.count(Credited.NOW) == 1
    assert (await club.earned(), await club.until()) == (WORTH, NOON + MONTH)
    assert await club.stores.broken() == set()


async def test_two_charges_at_one_moment_pay_for_one_month_after_the_other(club: Club) -> None:
    await club.offers("join")
    await asyncio.gather(*(club.charges(f"c{n}") for n in range(3)))
    assert (await club.earned(), await club.until()) == (3 * WORTH, NOON + 3 * MONTH)
    assert [one.renewal for one in await club.rows.list_to_tell()] == [Renewal.STOPPING] * 2
    assert await club.stores.broken() == set()


async def test_a_renewal_follows_on_whatever_source_tells_of_it(club: Club) -> None:
    await club.offers("join")
    await club.charges("c1", told=Subscribed(NOON, NOON + MONTH, is_first=True))
    await club.charges("c2", at=NOON + MONTH)
    assert await club.until(NOON + MONTH) == NOON + 2 * MONTH
    early = NOON + 2 * MONTH - timedelta(hours=1)
    await club.charges("c3", at=early, told=Subscribed(early, NOON + 3 * MONTH, is_first=False))
    assert await club.until(early) == NOON + 3 * MONTH
    assert await club.rows.list_to_tell() == []
    assert await club.earned() == 3 * WORTH
    assert await club.stores.broken() == set()


async def test_a_member_is_offered_and_charged_no_second_one(club: Club) -> None:
    await club.offers("first")
    await club.offers("join")
    asked = {"person_id": ANN, "currency": STARS, "amount_minor": PRICE, "now": NOON}
    assert await club.payments.check(payload="first", **asked) == "invoice_expired"  # type: ignore[arg-type] # a test's dict
    assert await club.payments.check(payload="join", **asked) is None  # type: ignore[arg-type] # as above
    await club.charges("c1")
    with pytest.raises(ShopError, match="member_already"):
        await club.offers("third", now=NOON + DAY)
    await club.offers("third", now=NOON + MONTH)


async def test_what_went_back_is_over_and_its_renewals_are_stopped(club: Club) -> None:
    await club.offers("join")
    await club.charges("c1")
    payment = await club.payments.find_charge("stars", "c1")
    assert payment is not None
    assert payment.is_membership
    begun = await club.payments.returns.begin_return(payment.id, NOON)
    assert (await club.earned(), await club.until()) == (0, None)
    await club.payments.returns.not_returned(begun, NOON)
    assert (await club.earned(), await club.until()) == (WORTH, NOON + MONTH)
    await club.payments.was_returned("stars", "c1", NOON)
    await club.payments.was_returned("stars", "c1", NOON)
    assert (await club.earned(), await club.until()) == (0, None)
    [wanted] = await club.rows.list_to_tell()
    assert (wanted.charge_id, wanted.renewal) == ("c1", Renewal.STOPPING)
    assert await club.rows.tell_ended(NOON + MONTH + LATE) == 0
    assert await club.stores.broken() == set()


async def test_the_end_is_told_once_and_again_after_a_late_charge(club: Club) -> None:
    await club.offers("join")
    await club.charges("c1")
    assert await club.rows.tell_ended(NOON + MONTH) == 0, "a renewal may be on its way"
    over = NOON + MONTH + LATE
    assert [await club.rows.tell_ended(over) for _ in range(2)] == [1, 0]
    await club.charges("c2", at=over)
    assert await club.rows.tell_ended(over) == 0
    assert await club.rows.tell_ended(over + MONTH + LATE) == 1


async def test_a_wish_is_its_owners_and_holds_until_telegram_has_it(club: Club) -> None:
    await club.offers("join")
    await club.charges("c1")
    mine = await club.rows.find_running(ANN, NOON)
    assert mine is not None
    for person, wanted in ((BOB, False), (ANN, True)):
        done = await club.rows.want(mine.id, person, Renewal.STOPPING, instead_of=MAY_RENEW, now=NOON)
        assert done is wanted
    await club.rows.told(mine.id, Renewal.ALLOWING, Renewal.ALLOWED, NOON)
    assert len(await club.rows.list_to_tell()) == 1, "something else was wanted since"
    await club.rows.told(mine.id, Renewal.STOPPING, Renewal.STOPPED, NOON)
    assert await club.rows.list_to_tell() == []
    assert await club.rows.list_due(NOON + MONTH - MINUTE) == []


async def test_offers_that_nobody_took_are_tidied_away(club: Club) -> None:
    await club.offers("kept")
    await club.charges("c1", "kept")
    await club.offers("left", BOB)
    assert await club.rows.is_offer("left")
    tidying = Tidying(club.stores.database)
    later = NOON + INVOICES_KEPT + DAY
    while await tidying.tidy(later):
        continue
    assert not await club.rows.is_offer("left")
    assert await club.rows.is_offer("kept")
    assert await club.stores.broken() == set()
