"""People as the staff finds them: pages by key, filters, the search, and the figures of one."""

from datetime import timedelta

import pytest

from shop.people import listing
from shop.people.listing import PeopleFilter, PeoplePage
from shop.person import Person
from storage.people import directory as directories
from storage.people.directory import Directory
from storage.people.notes import Notes
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest


@pytest.fixture
def directory(stores: StoresUnderTest) -> Directory:
    """The store under test."""
    return Directory(stores.database)


async def crowd(stores: StoresUnderTest, count: int) -> list[int]:
    """Have so many guests come, a minute apart; return their numbers, the last first."""
    numbers = [8_000_000_000 + n for n in range(count)]
    for n, number in enumerate(numbers):
        await stores.people.seen(Person(number, f"Guest {n}", "en", f"guest_{n}"), NOON + (n + 1) * MINUTE)
    return numbers[::-1]


async def walk(directory: Directory, showing: PeopleFilter, size: int = 2) -> list[int]:
    """Return everybody in this list, page by page."""
    found: list[int] = []
    page: PeoplePage = await directory.list_page(showing, size=size)
    while True:
        found += [one.person.id for one in page.people]
        if page.after is None:
            return found
        page = await directory.list_page(showing, size=size, after=page.after)


async def test_pages_have_everybody_once(stores: StoresUnderTest, directory: Directory) -> None:
    guests = await crowd(stores, 5)
    everybody = [*guests, *sorted((ANN, BOB, OLGA), reverse=True)]
    assert await walk(directory, PeopleFilter.ALL) == everybody, "alike in time: by number"
    await stores.people.seen(Person(BOB, "Bob", "en"), NOON + timedelta(hours=2))
    assert (await walk(directory, PeopleFilter.ALL))[0] == BOB
    assert (await walk(directory, PeopleFilter.NEW))[0] == guests[0], "Bob came before"


async def test_each_filter_has_those_it_names(stores: StoresUnderTest, directory: Directory) -> None:
    await stores.placed("1", ANN)
    await stores.given(BOB, 5)
    await stores.people.unreachable(OLGA, NOON)
    assert await walk(directory, PeopleFilter.ORDERED) == [ANN]
    assert set(await walk(directory, PeopleFilter.MONEY)) == {BOB}
    assert await walk(directory, PeopleFilter.BLOCKED) == [OLGA]
    named = await directory.list_page(PeopleFilter.STAFF, size=9, among={OLGA, 5})
    assert [one.person.id for one in named.people] == [OLGA]
    assert list((await directory.list_page(PeopleFilter.BANNED, size=9)).people) == []


async def test_a_page_looks_through_a_bounded_number(
    stores: StoresUnderTest, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directories, "LOOKED_THROUGH", 3)
    await crowd(stores, 7)
    await stores.given(ANN, 5)
    page = await directory.list_page(PeopleFilter.MONEY, size=2)
    assert (list(page.people), page.is_cut) == ([], True)
    assert await walk(directory, PeopleFilter.MONEY) == [ANN]
    assert listing.LOOKED_THROUGH == 10_000


async def test_words_find_people_in_any_script(stores: StoresUnderTest, directory: Directory) -> None:
    await stores.people.seen(Person(5, "Мария ИВАНОВА_%", "ru", "Masha_1"), NOON)
    for words in ("мария", "ИВАНОВА мар", "@masha_1", "@MASHA_1", "masha", "а_%"):
        found = await directory.search(words, number=None, limit=9)
        assert [one.person.id for one in found] == [5], words
    for words in ("@masha", "%%", "м%я", "", "\u200b"):
        assert await directory.search(words, number=None, limit=9) == [], words
    assert len(await directory.search("n", number=None, limit=1)) == 1, "Ann alone: the limit"


async def test_a_number_is_a_persons_or_an_orders(stores: StoresUnderTest, directory: Directory) -> None:
    order = await stores.placed("1", BOB)
    await stores.people.seen(Person(order.id, "One", "en"), NOON)
    found = await directory.search(str(order.id), number=order.id, limit=9)
    assert [(one.person.id, one.order_id) for one in found] == [(order.id, None), (BOB, order.id)]
    assert await directory.search("x", number=2**70, limit=9) == []


async def test_a_persons_figures_count_orders_notes_and_what_they_spent(
    stores: StoresUnderTest, directory: Directory
) -> None:
    assert await directory.facts(5, "USD") is None
    await stores.given(ANN, 900)
    await stores.placed("1", ANN, price_micro=100)
    await stores.placed("2", ANN, price_micro=70, currency="EUR")
    await stores.reserved(ANN, price_micro=30)
    await Notes(stores.database).add(ANN, "Friendly", by=OLGA, update_id=1, now=NOON)
    facts = await directory.facts(ANN, "USD")
    assert facts is not None
    assert (facts.orders, facts.has_more_orders, facts.spent_micro, facts.notes) == (3, False, 100, 1)
    assert (facts.since, facts.seen_at, facts.open_tickets) == (NOON, NOON, 0)


async def test_a_note_is_once_and_its_authors(stores: StoresUnderTest) -> None:
    notes = Notes(stores.database)
    for _ in range(2):
        await notes.add(ANN, "Friendly", by=OLGA, update_id=1, now=NOON)
    [note] = await notes.list_of(ANN, limit=9)
    assert (note.author, note.text, note.at) == ("Olga", "Friendly", NOON)
    assert not await notes.delete(note.id, BOB, NOON)
    assert await notes.delete(note.id, OLGA, NOON)
    assert not await notes.delete(note.id, OLGA, NOON)
    assert await notes.find(note.id) is None
