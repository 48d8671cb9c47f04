"""Changes of wallets: booked once under the row's key, whoever decides, and taken back once."""

import asyncio
from datetime import timedelta

import pytest

from shop.errors import ShopError
from shop.ledger.journals import FundsShort
from shop.ledger.wallet_change import Came, ChangeLimits, ChangeState, Step, WalletChange, WantedChange
from storage.ledger.wallet_changes import WalletChanges, drop_changes
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest

LIMITS = ChangeLimits(50, 500)


@pytest.fixture
def changes(stores: StoresUnderTest) -> WalletChanges:
    """The store under test; Olga and Bob operate."""
    return WalletChanges(stores.database, operators=frozenset({OLGA, BOB}))


async def asks(
    changes: WalletChanges, micro: int, update_id: int = 1, undoes: int | None = None
) -> WalletChange:
    return await changes.ask(WantedChange(OLGA, update_id, ANN, micro, "USD", "a gift", undoes=undoes), NOON)


async def yes(
    changes: WalletChanges, change: WalletChange, by: int = OLGA, version: int | None = None, minutes: int = 0
) -> Step:
    now = NOON + minutes * MINUTE
    return await changes.confirm(change.id, by, version=version, limits=LIMITS, now=now)


async def typed(changes: WalletChanges, change: WalletChange, by: int = OLGA, minutes: int = 0) -> Step:
    now = NOON + minutes * MINUTE
    return await changes.typed_again(change.id, by, version=None, limits=LIMITS, now=now)


async def balance(stores: StoresUnderTest) -> int:
    return await stores.ledger.balance(stores.wallet(ANN))


async def test_the_same_update_asks_once_and_a_yes_books_once(
    stores: StoresUnderTest, changes: WalletChanges
) -> None:
    first = await asks(changes, 5)
    assert await asks(changes, 5) == first
    came = [(await yes(changes, first)).came for _ in range(3)]
    assert came == [Came.DONE, Came.BEFORE, Came.BEFORE]
    assert await balance(stores) == 5
    assert [one.kind for one in await stores.messages()] == ["wallet_changed"]


async def test_two_second_operators_at_once_book_once(
    stores: StoresUnderTest, changes: WalletChanges
) -> None:
    large = await asks(changes, 501)
    assert (await yes(changes, large)).came is Came.TYPE_AGAIN
    assert (await typed(changes, large)).came is Came.WAITS
    assert [(one.kind, one.chat_id) for one in await stores.messages()] == [("change_second", BOB)]
    assert [one.id for one in await changes.list_waiting(limit=9)] == [large.id]
    assert (await yes(changes, large)).came is Came.WAITS
    with pytest.raises(ShopError, match="change_needs_second"):
        await typed(changes, large, minutes=2)
    steps = await asyncio.gather(*(yes(changes, large, by=BOB) for _ in range(4)))
    assert sorted(step.came.name for step in steps) == ["BEFORE", "BEFORE", "BEFORE", "DONE"]
    assert await balance(stores) == 501
    assert await stores.broken() == set()


async def test_alone_it_is_the_asker_after_a_minute(stores: StoresUnderTest) -> None:
    changes = WalletChanges(stores.database, operators=frozenset({OLGA, 5}))  # 5 has never written
    large = await asks(changes, 501)
    await yes(changes, large)
    await typed(changes, large)
    with pytest.raises(ShopError, match="change_too_soon"):
        await typed(changes, large)
    assert (await typed(changes, large, minutes=1)).came is Came.DONE
    assert await balance(stores) == 501


async def test_nothing_is_booked_from_a_card_that_is_not_true(
    stores: StoresUnderTest, changes: WalletChanges
) -> None:
    shown = (await changes.wallet_now(stores.wallet(ANN))).version
    one, other = await asks(changes, 5), await asks(changes, 7, update_id=2)
    assert (await yes(changes, one, version=shown)).came is Came.DONE
    assert (await yes(changes, other, version=shown)).came is Came.MOVED
    now = await changes.wallet_now(stores.wallet(ANN))
    assert (now.balance_micro, now.version) == (5, shown + 1)
    assert (await yes(changes, other, version=now.version)).came is Came.DONE


async def test_more_than_there_is_leaves_all_as_it_was(
    stores: StoresUnderTest, changes: WalletChanges
) -> None:
    fine = await asks(changes, -5)
    with pytest.raises(FundsShort):
        await yes(changes, fine)
    known = await changes.find(fine.id)
    assert known is not None
    assert known.state is ChangeState.ASKED
    assert await stores.messages() == []


async def test_it_is_undone_once(stores: StoresUnderTest, changes: WalletChanges) -> None:
    gift = await asks(changes, 5)
    with pytest.raises(ShopError, match="change_undone"):
        await asks(changes, -5, update_id=2, undoes=gift.id)
    await yes(changes, gift)
    one = await asks(changes, -5, update_id=3, undoes=gift.id)
    other = await asks(changes, -5, update_id=4, undoes=gift.id)
    await stores.given(ANN, 100)
    assert (await yes(changes, one)).came is Came.DONE
    assert await changes.is_undone(gift.id)
    with pytest.raises(ShopError, match="change_undone"):
        await yes(changes, other)
    assert await balance(stores) == 100
    assert await stores.broken() == set()


async def test_whose_question_it_is(stores: StoresUnderTest, changes: WalletChanges) -> None:
    small = await asks(changes, 5)
    for deciding in (yes(changes, small, by=BOB), typed(changes, small, by=BOB)):
        with pytest.raises(ShopError, match="change_not_yours"):
            await deciding
    with pytest.raises(ShopError, match="change_not_yours"):
        await changes.drop(small.id, BOB, NOON)
    assert (await changes.drop(small.id, OLGA, NOON)).change.state is ChangeState.DROPPED
    assert (await yes(changes, small)).came is Came.BEFORE
    with pytest.raises(ShopError, match="button_old"):
        await changes.confirm(2**70, OLGA, version=None, limits=LIMITS, now=NOON)
    assert await balance(stores) == 0


async def test_it_lapses_and_goes_with_a_persons_data(
    stores: StoresUnderTest, changes: WalletChanges
) -> None:
    late, gone = await asks(changes, 5), await asks(changes, 5, update_id=2)
    assert (await yes(changes, late, minutes=60)).came is Came.LAPSED
    assert (await yes(changes, late)).came is Came.LAPSED
    await stores.database.write(lambda connection: drop_changes(connection, ANN, NOON))
    step = await yes(changes, gone)
    assert (step.came, step.change.state, step.change.reason) == (Came.BEFORE, ChangeState.DROPPED, "")
    assert await balance(stores) == 0
    assert timedelta(minutes=60) == 60 * MINUTE
