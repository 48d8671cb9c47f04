"""Exports and imports on both databases: pages without gaps, and each balance booked once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shop.errors import ShopError
from shop.ledger.journals import topping_up
from shop.transfer.cells import Cell
from shop.transfer.export import Export, ExportKind, FileForm, Span
from shop.transfer.people_import import Found, ImportState
from shop.transfer.people_lines import PersonRow
from storage.desk.staff import StaffStore
from storage.growth.gifts import Gifts
from storage.transfer.exports import START, Cut, Exports, Key
from storage.transfer.imports import Imports
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest

WANTED = Export(0, ExportKind.ORDERS, FileForm.CSV, Span.ALL, None, None, OLGA, 5)
DAY = timedelta(days=1)


async def every_line(stores: StoresUnderTest, wanted: Export, *, limit: int = 2) -> list[list[Cell]]:
    """Return all lines of an export, read in small pages."""
    exports = Exports(stores.database)
    upto = await exports.last_key(wanted.kind)
    key: Key | None = START
    lines: list[list[Cell]] = []
    while key is not None:
        page, key = await exports.page(Cut(wanted, "USD", key, upto, limit))
        lines += [list(line) for line in page]
    return lines


async def test_pages_have_every_order_once_and_none_that_came_later(stores: StoresUnderTest) -> None:
    numbers = [(await stores.placed(str(n))).id for n in range(5)]
    assert [line[0] for line in await every_line(stores, WANTED)] == numbers


async def test_a_span_has_its_own_lines_alone(stores: StoresUnderTest) -> None:
    early = await stores.reserved(now=NOON)
    late = await stores.reserved(now=NOON + DAY)
    since = replace(WANTED, since=NOON + MINUTE)
    until = replace(WANTED, until=NOON + MINUTE)
    assert [line[0] for line in await every_line(stores, since)] == [late.id]
    assert [line[0] for line in await every_line(stores, until)] == [early.id]
    nothing = replace(WANTED, since=NOON + 2 * DAY)
    assert await every_line(stores, nothing) == []


async def test_no_journal_is_torn_between_pages(stores: StoresUnderTest) -> None:
    for person_id in (ANN, BOB):
        await stores.given(person_id, 5_000_000)
        await stores.reserved(person_id)
    lines = await every_line(stores, replace(WANTED, kind=ExportKind.BOOK), limit=3)
    places = [(line[0], line[1]) for line in lines]
    assert len(set(places)) == len(places)
    assert sum(line[11] for line in lines if isinstance(line[11], int)) == 0


async def test_people_have_their_money_and_their_ban(stores: StoresUnderTest) -> None:
    await stores.given(ANN, 5_000_000)
    lines = await every_line(stores, replace(WANTED, kind=ExportKind.PEOPLE))
    assert [(line[0], line[4], line[7]) for line in lines[:2]] == [(ANN, 5_000_000, "no"), (BOB, 0, "no")]
    gifts = Gifts(stores.database)
    await stores.booked(topping_up("manual", "1", stores.wallet(ANN), 2_000_000))
    offered = await gifts.offer(ANN, 1_500_000, "USD", NOON)
    await gifts.make(ANN, offered.id, NOON)
    [ann, *_] = await every_line(stores, replace(WANTED, kind=ExportKind.PEOPLE))
    assert (ann[4], ann[9]) == (5_500_000, "1.50 USD gift"), (
        "what waits as a gift is theirs until it is taken"
    )


async def test_the_same_tap_asks_for_one_file(stores: StoresUnderTest) -> None:
    exports = Exports(stores.database)
    for _ in range(2):
        await exports.ask(WANTED, 7, NOON)
    first = await exports.begin_next()
    assert first is not None
    assert (first.tries, first.form) == (0, FileForm.CSV)
    again = await exports.begin_next()
    assert again is not None
    assert again.tries == 1
    await exports.end(first.id, NOON)
    await exports.ask(WANTED, 7, NOON)
    assert await exports.begin_next() is None


def cem(line: int = 2, person_id: int = 5001, micro: int = 1_000_000, *, banned: bool = False) -> PersonRow:
    return PersonRow(line, person_id, "Cem", "cem", "tr", micro, "", banned=banned)


async def asked(stores: StoresUnderTest, *rows: PersonRow, source: str = "oldbot", update_id: int = 1) -> int:
    """Have a file read and confirmed; return the import's number."""
    imports = Imports(stores.database)
    await imports.ask(
        source=source,
        file_id="f",
        currency="USD",
        asked_by=OLGA,
        message_id=1,
        update_id=update_id,
        now=NOON,
    )
    wanted, now = await imports.begin_next(NOON), NOON + update_id * MINUTE
    assert wanted is not None
    found = await imports.stage(wanted.id, source, rows)
    await imports.checked(wanted.id, found, "hash", NOON)
    assert await imports.confirm(wanted.id, OLGA, now, admits=True)
    assert not await imports.confirm(wanted.id, BOB, NOON, admits=True)
    return wanted.id


async def books(stores: StoresUnderTest, number: int) -> int:
    """Book it to its end; return what the ledger has of it."""
    imports, total, after = Imports(stores.database), 0, 0
    while await imports.book_some(number, NOON + number * MINUTE) is not None:
        continue
    while (part := await imports.sum_in_ledger(number, after)) is not None:
        total, after = total + part[0], part[1]
    await imports.finish(number)
    return total


async def test_each_balance_is_booked_once_for_each_source(stores: StoresUnderTest) -> None:
    rows = [cem(), cem(3, 5002, 0), cem(4, ANN, 7)]
    assert await books(stores, await asked(stores, *rows)) == 1_000_007
    assert await books(stores, await asked(stores, *rows, update_id=2)) == 0
    assert await books(stores, await asked(stores, *rows, source="another", update_id=3)) == 1_000_007
    assert await stores.ledger.balance(stores.wallet(5001)) == 2_000_000
    assert not await stores.broken()


async def test_a_kiosk_does_not_go_on_with_what_a_terminal_was_booking(stores: StoresUnderTest) -> None:
    """Whoever ended that may have seen that the file is wrong; the same command goes on with it."""
    imports = Imports(stores.database)
    number = await imports.keep(
        source="oldbot", currency="USD", asked_by=OLGA, found=Found(), file_hash="hash", now=NOON
    )
    await imports.stage(number, "oldbot", [cem()])
    assert await imports.confirm(number, OLGA, NOON, admits=False)
    assert await imports.begin_next(NOON) is None
    assert await imports.book_some(number, NOON) is None
    assert await imports.clear() == 1
    assert await stores.ledger.balance(stores.wallet(5001)) == 0


async def test_a_dry_run_counts_what_is_known_and_booked_before(stores: StoresUnderTest) -> None:
    await books(stores, await asked(stores, cem()))
    found = await Imports(stores.database).stage(1, "oldbot", [cem(9, 5003, 5), cem(10, ANN, 3)])
    assert found == Found(people=2, known=1, before=0, sum_micro=8)


async def test_people_are_let_in_or_banned_but_no_decision_is_changed(stores: StoresUnderTest) -> None:
    staff = StaffStore(stores.database)
    await books(stores, await asked(stores, cem(), cem(3, 5002, banned=True)))
    await books(stores, await asked(stores, cem(2, 5001, banned=True), source="another", update_id=2))
    roster = await staff.roster()
    assert (set(roster.let_in), set(roster.banned)) == ({5001}, {5002})


async def test_nothing_is_booked_while_payments_are_paused(stores: StoresUnderTest) -> None:
    number = await asked(stores, cem())
    await stores.ledger.stop("the books are looked at", NOON)
    with pytest.raises(ShopError, match="money_stopped"):
        await Imports(stores.database).book_some(number, NOON)


async def test_rows_of_what_is_over_are_cleared(stores: StoresUnderTest) -> None:
    imports = Imports(stores.database)
    await books(stores, await asked(stores, cem()))
    assert await imports.clear() == 1
    assert await imports.clear() == 0
    found = await imports.find(1)
    assert found is not None
    assert found.state is ImportState.DONE
