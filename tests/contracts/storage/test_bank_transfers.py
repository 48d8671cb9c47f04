"""Bank transfers in rows: each credited once, whoever tells of it and whoever decides, on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from shop.errors import ShopError
from shop.ledger.matching import MOST_ADDED, ROUND
from shop.ledger.matching_facts import Doubt
from shop.ledger.payment import OwnInvoice
from shop.ledger.read_transfer import MOST_OPEN, ReadTransfer, TransferState
from shop.ledger.topup import Invoice
from shop.ledger.transfers import Transfer
from storage.ledger.bank_transfers import Transfers
from storage.ledger.payments import Payments
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest

SMS, STATEMENT = "AD-BANK", "statement"
HOUR = 60 * MINUTE


@pytest.fixture
def transfers(stores: StoresUnderTest) -> Transfers:
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    return Transfers(stores.database, payments, operators=frozenset({OLGA}))


def bill(payload: str, person_id: int = ANN, minor: int = 500) -> Invoice:
    return Invoice(payload, person_id, "bank", "USD", minor, minor * 10_000, "USD", NOON + 24 * HOUR)


def told(own: OwnInvoice, number: str, sender: str = SMS, **changes: object) -> Transfer:
    """Return a transfer that pays an invoice as it was asked."""
    invoice = own.invoice
    one = Transfer(number, invoice.amount_minor, "USD", NOON + MINUTE, invoice.gateway_id, sender)
    return replace(one, **changes)  # type: ignore[arg-type]  # the fields of a transfer


async def has(stores: StoresUnderTest) -> int:
    """Return what Ann has."""
    return await stores.ledger.balance(stores.wallet(ANN))


async def decided(transfers: Transfers, *found: Transfer) -> list[ReadTransfer]:
    """Take these in and decide about all that waits; return what became of them."""
    numbers = await transfers.take_in("bank", found, NOON + MINUTE)
    while await transfers.decide_next(NOON + 2 * MINUTE):
        continue
    return await transfers.list_these(numbers)


async def test_nobody_else_is_asked_for_the_same_amount(transfers: Transfers) -> None:
    asked = await asyncio.gather(
        *(transfers.offer(bill(f"p{n}", (ANN, BOB, OLGA)[n % 3]), NOON) for n in range(8))
    )
    amounts = [one.invoice.amount_minor for one in asked]
    assert len(set(amounts)) == 8
    assert all(amount % ROUND and amount > 500 for amount in amounts)
    assert all(one.invoice.credit_micro == one.invoice.amount_minor * 10_000 for one in asked)
    assert len({one.invoice.gateway_id for one in asked}) == 8


async def test_without_room_an_amount_is_round_and_needs_its_reference(
    stores: StoresUnderTest, transfers: Transfers
) -> None:
    for n in range(MOST_ADDED):
        await stores.payments.offer(bill(f"p{n}", minor=501 + n), NOON)
    crowded = await transfers.offer(bill("one too many", BOB), NOON)
    assert crowded.invoice.amount_minor == 500
    [bare] = await decided(transfers, told(crowded, "1", text=""))
    assert (bare.state, bare.doubt) == (TransferState.DOUBTFUL, Doubt.AMOUNT_ONLY)
    [named] = await decided(transfers, told(crowded, "2", at=NOON + 3 * HOUR, amount_minor=502))
    assert named.state is TransferState.CREDITED


async def test_a_statement_repeats_what_notifications_told(
    stores: StoresUnderTest, transfers: Transfers
) -> None:
    own, other = await transfers.offer(bill("a"), NOON), await transfers.offer(bill("b", BOB), NOON)
    first = await decided(transfers, told(own, "1"), told(other, "2"))
    assert [one.state for one in first] == [TransferState.CREDITED] * 2
    again = await decided(
        transfers,
        told(own, "x1", STATEMENT, text=""),
        told(other, "x2", STATEMENT),
        told(own, "x3", STATEMENT),
    )
    assert [one.state for one in again] == [
        TransferState.TOLD_BEFORE,
        TransferState.TOLD_BEFORE,
        TransferState.DOUBTFUL,  # a second time in the same statement: nobody told of that before
    ]
    assert [one.same_as for one in again[:2]] == [one.id for one in first]
    assert await has(stores) == own.invoice.credit_micro


async def test_two_who_decide_at_once_credit_once(stores: StoresUnderTest, transfers: Transfers) -> None:
    own = await transfers.offer(bill("a"), NOON)
    await transfers.take_in("bank", [told(own, "1")], NOON)
    await asyncio.gather(*(transfers.decide_next(NOON + MINUTE) for _ in range(6)))
    await transfers.take_in("bank", [told(own, "x1", STATEMENT)], NOON)
    await asyncio.gather(*(transfers.decide_next(NOON + MINUTE) for _ in range(6)))
    assert await has(stores) == own.invoice.credit_micro


async def test_the_same_told_again_is_one_row(transfers: Transfers) -> None:
    own = await transfers.offer(bill("a"), NOON)
    taken = await asyncio.gather(*(transfers.take_in("bank", [told(own, "1")], NOON) for _ in range(5)))
    assert sum(len(numbers) for numbers in taken) == 1


async def test_what_was_stored_by_a_sign_for_no_number_is_not_credited_again(
    stores: StoresUnderTest, transfers: Transfers
) -> None:
    """An earlier version took the "-" of a statement for the transfer's number."""
    own = await transfers.offer(bill("a"), NOON)
    await decided(transfers, told(own, "-"))
    before = await has(stores)
    assert before > 0
    again = told(own, "a digest of the line", no_number="-")
    assert await transfers.take_in("bank", [again, again], NOON) == []
    later = replace(again, at=again.at + timedelta(days=1))
    assert len(await transfers.take_in("bank", [later], NOON)) == 1
    assert await has(stores) == before


async def test_a_doubtful_one_is_decided_once(stores: StoresUnderTest, transfers: Transfers) -> None:
    own = await transfers.offer(bill("a"), NOON)
    mistyped = own.invoice.gateway_id[1:] + own.invoice.gateway_id[0]
    [one] = await decided(transfers, told(own, "1", text=mistyped))
    assert one.candidates[0].topup_id == own.id
    ends = await asyncio.gather(
        *(transfers.settle(one.id, OLGA, invoice_id, NOON) for invoice_id in (own.id, None, own.id)),
        return_exceptions=True,
    )
    refused = [end for end in ends if isinstance(end, ShopError)]
    assert [error.key for error in refused] == ["decided_before"] * 2
    credited = (await transfers.list_these([one.id]))[0].state is TransferState.CREDITED
    assert await has(stores) == (own.invoice.credit_micro if credited else 0)


async def test_only_a_candidate_can_have_it(transfers: Transfers) -> None:
    own = await transfers.offer(bill("a"), NOON)
    far = await transfers.offer(bill("b", BOB, minor=90_000), NOON)
    mistyped = own.invoice.gateway_id[1:] + own.invoice.gateway_id[0]
    [one] = await decided(transfers, told(own, "1", text=mistyped))
    with pytest.raises(ShopError, match="button_old"):
        await transfers.settle(one.id, OLGA, far.id, NOON)


async def test_what_the_bank_takes_back_is_taken_once(stores: StoresUnderTest, transfers: Transfers) -> None:
    own = await transfers.offer(bill("a"), NOON)
    back = told(own, "back", text="", is_reversal=True, reverses="1")
    [came, went] = await decided(transfers, told(own, "1"), back)
    assert (came.state, went.state) == (TransferState.TAKEN_BACK, TransferState.TOOK_BACK)
    assert await has(stores) == 0
    [again] = await decided(transfers, replace(back, id="back again"))
    assert again.state is TransferState.DOUBTFUL
    assert await stores.broken() == set()


async def test_late_money_is_a_persons_to_place(transfers: Transfers) -> None:
    own = await transfers.offer(bill("a"), NOON)
    later = NOON + timedelta(days=30)
    numbers = await transfers.take_in("bank", [told(own, "1", at=later)], later)
    await transfers.decide_next(later)
    [one] = await transfers.list_these(numbers)
    assert (one.state, one.doubt) == (TransferState.DOUBTFUL, Doubt.LATE)
    assert one.candidates[0].topup_id == own.id


async def test_nobody_uses_up_the_amounts(transfers: Transfers) -> None:
    for n in range(MOST_OPEN):
        await transfers.offer(bill(f"a{n}"), NOON)
    with pytest.raises(ShopError, match="payments_wait"):
        await transfers.offer(bill("one too many"), NOON)
    await transfers.offer(bill("another's", BOB), NOON)


async def test_a_doubt_ends_when_another_source_settles_it(
    stores: StoresUnderTest, transfers: Transfers
) -> None:
    own = await transfers.offer(bill("a"), NOON)
    [bare] = await decided(transfers, told(own, "1", text="", amount_minor=500))
    assert bare.state is TransferState.DOUBTFUL
    [line] = await decided(transfers, told(own, "x1", STATEMENT, amount_minor=500))
    assert line.state is TransferState.CREDITED
    [bare] = await transfers.list_these([bare.id])
    assert (bare.state, bare.same_as) == (TransferState.TOLD_BEFORE, line.id)
    with pytest.raises(ShopError, match="decided_before"):
        await transfers.settle(bare.id, OLGA, own.id, NOON)
    assert await has(stores) == 5_000_000


async def test_two_doubts_of_one_payment_are_one_credit(
    stores: StoresUnderTest, transfers: Transfers
) -> None:
    own = await transfers.offer(bill("a"), NOON)
    both = await decided(transfers, told(own, "1", text=""), told(own, "2", "push", text=""))
    assert [one.state for one in both] == [TransferState.DOUBTFUL] * 2
    await transfers.settle(both[0].id, OLGA, own.id, NOON)
    with pytest.raises(ShopError, match="decided_before"):
        await transfers.settle(both[1].id, OLGA, own.id, NOON)
    assert await has(stores) == own.invoice.credit_micro


async def test_what_a_person_left_alone_is_not_credited_by_its_repeat(
    stores: StoresUnderTest, transfers: Transfers
) -> None:
    own = await transfers.offer(bill("a"), NOON)
    [bare] = await decided(transfers, told(own, "1", text="", amount_minor=500))
    await transfers.settle(bare.id, OLGA, None, NOON)
    [line] = await decided(transfers, told(own, "x1", STATEMENT, amount_minor=500))
    assert (line.state, line.doubt) == (TransferState.DOUBTFUL, Doubt.TWIN)
    assert await has(stores) == 0


async def test_an_invoice_that_has_ended_is_not_revived(
    stores: StoresUnderTest, transfers: Transfers
) -> None:
    own = await transfers.offer(bill("a"), NOON)
    later = NOON + timedelta(days=60)
    await stores.payments.drop(own.invoice, later)
    kept = await stores.payments.find_invoice(own.id, ANN)
    assert kept is not None
    assert kept.invoice.expires_at == own.invoice.expires_at


@pytest.mark.parametrize(
    ("minor", "hours", "doubt"), [(1_000, 30, Doubt.LATE), (1_000, 1, None), (2_100, 1, Doubt.MUCH_MORE)]
)
async def test_a_rate_holds_for_a_while_and_for_about_the_amount(
    transfers: Transfers, minor: int, hours: int, doubt: Doubt | None
) -> None:
    asked = replace(bill("a", minor=1_000), currency="TON")
    own = await transfers.offer(asked, NOON)
    at = NOON + hours * HOUR
    one = told(own, "1", currency="TON", amount_minor=minor, at=at)
    numbers = await transfers.take_in("bank", [one], at)
    await transfers.decide_next(at)
    [read] = await transfers.list_these(numbers)
    assert read.doubt == doubt
    assert read.state is (TransferState.DOUBTFUL if doubt else TransferState.CREDITED)


@pytest.mark.parametrize(
    ("parts", "doubts"),
    [
        ((1_000, 999, 2), [None, None, Doubt.MUCH_MORE]),
        ((1_000, 999, 1), [None, None, None]),
        ((700, 1_301, 600), [None, Doubt.MUCH_MORE, None]),  # what waits has brought nothing
    ],
)
async def test_a_rate_holds_for_all_the_parts_together(
    stores: StoresUnderTest, transfers: Transfers, parts: tuple[int, ...], doubts: list[Doubt | None]
) -> None:
    asked = replace(bill("a", minor=1_000), currency="TON")
    own = await transfers.offer(asked, NOON)
    more = 2 * (own.invoice.amount_minor - 1_000)  # what was added to the amount to make it unique
    sent = (parts[0] + more, *parts[1:])
    came = [told(own, str(n), currency="TON", amount_minor=minor) for n, minor in enumerate(sent)]
    read = await decided(transfers, *came)
    assert [one.doubt for one in read] == doubts
    credited = sum(minor for minor, doubt in zip(sent, doubts, strict=True) if doubt is None)
    assert await has(stores) == credited * 10_000


async def test_a_number_that_begins_anew_is_another_transfer(
    stores: StoresUnderTest, transfers: Transfers
) -> None:
    own = await transfers.offer(bill("a"), NOON)
    await decided(transfers, told(own, "1", STATEMENT))
    later = NOON + timedelta(days=9)
    other = await transfers.offer(replace(bill("b", BOB), expires_at=later + HOUR), later)
    again = told(other, "1", STATEMENT, amount_minor=own.invoice.amount_minor, at=later)
    for known in (False, True):
        numbers = await transfers.take_in("bank", [again], later)
        assert (not numbers) is known
        await transfers.decide_next(later)
    assert await stores.ledger.balance(stores.wallet(BOB)) == own.invoice.credit_micro


async def test_money_that_came_in_time_may_be_told_late(transfers: Transfers) -> None:
    own = await transfers.offer(bill("a"), NOON)
    late = NOON + timedelta(days=9)
    numbers = await transfers.take_in("bank", [told(own, "1")], late)
    await transfers.decide_next(late)
    [one] = await transfers.list_these(numbers)
    assert one.state is TransferState.CREDITED


async def test_a_reversal_may_name_what_another_source_told(
    stores: StoresUnderTest, transfers: Transfers
) -> None:
    own = await transfers.offer(bill("a"), NOON)
    await decided(transfers, told(own, "1"))
    back = told(own, "x2", STATEMENT, text="", is_reversal=True, reverses="x1")
    [line, went] = await decided(transfers, told(own, "x1", STATEMENT), back)
    assert (line.state, went.state) == (TransferState.TOLD_BEFORE, TransferState.TOOK_BACK)
    assert await has(stores) == 0
    assert await stores.broken() == set()
