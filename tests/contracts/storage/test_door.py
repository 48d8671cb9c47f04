"""Roles, the door and bans in rows: each change happens once, is in the log, and says who made it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.acts import WORDS, Did
from shop.person import Access, GivenRole, Person, Role, Roster, Standing
from shop.standing import TURNED_AWAY_FOR
from storage.desk.acts import Acts
from storage.desk.door import COUNTED, Door
from storage.desk.door_cards import remember_door_card
from storage.desk.staff import StaffStore, reread_roster
from storage.messages.tables import outbox
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest

SAM, EVE = 666, 901
STRANGER = Person(SAM, "Sam", "en", "sam")


@pytest.fixture
def staff(stores: StoresUnderTest) -> StaffStore:
    """The store of decisions under test."""
    return StaffStore(stores.database)


@pytest.fixture
def door(stores: StoresUnderTest) -> Door:
    """The store of wishes and lists under test."""
    return Door(stores.database)


async def owed(stores: StoresUnderTest) -> Sequence[tuple[str, int]]:
    """Return which notices are owed to whom."""
    rows = await stores.all(select(outbox.c.kind, outbox.c.chat_id).order_by(outbox.c.id))
    return [(row.kind, row.chat_id) for row in rows]


async def did(stores: StoresUnderTest, person_id: int) -> list[Did]:
    """Return what was done about this person, the oldest first."""
    return [one.act.did for one in reversed(await Acts(stores.database).list_of_person(person_id, 99))]


async def test_a_role_is_given_changed_and_taken_once_each(
    stores: StoresUnderTest, staff: StaffStore
) -> None:
    assert await staff.give_role(BOB, GivenRole.SUPPORT, OLGA, NOON)
    assert not await staff.give_role(BOB, GivenRole.SUPPORT, EVE, NOON)
    assert await staff.give_role(BOB, GivenRole.OPERATOR, EVE, NOON + MINUTE)
    [member] = await staff.list_staff()
    assert (member.person_id, member.role, member.by) == (BOB, GivenRole.OPERATOR, str(EVE))
    assert await staff.find_member(BOB) == member
    assert await staff.roster() == Roster(operators=frozenset({BOB}))
    assert await staff.take_role(BOB, OLGA, NOON)
    assert not await staff.take_role(BOB, OLGA, NOON)
    assert await staff.find_member(BOB) is None
    assert await did(stores, BOB) == [Did.ROLE_GIVEN, Did.ROLE_GIVEN, Did.ROLE_TAKEN]
    assert [kind for kind, chat in await owed(stores) if chat == BOB] == ["role"] * 3


async def test_who_asks_is_asked_about_once(stores: StoresUnderTest, door: Door) -> None:
    asking = await door.ask_in(STRANGER, {OLGA, EVE}, NOON)
    again = await door.ask_in(STRANGER, {OLGA, EVE}, NOON + MINUTE)
    assert asking == again
    assert (asking.state, asking.since, asking.name, asking.username) == (
        Standing.ASKING, NOON, "Sam", "sam",
    )  # fmt: skip
    assert sorted(await owed(stores)) == [("door", EVE), ("door", OLGA)]


async def test_one_decision_counts(stores: StoresUnderTest, staff: StaffStore, door: Door) -> None:
    await door.ask_in(STRANGER, {OLGA}, NOON)
    only = {Standing.ASKING}
    assert await staff.stand(SAM, Standing.LET_IN, OLGA, NOON, only_from=only)
    assert not await staff.stand(SAM, Standing.REFUSED, EVE, NOON, only_from=only)
    assert not await staff.stand(SAM, Standing.LET_IN, OLGA, NOON, only_from=only)
    stands = await door.find(SAM)
    assert (stands.state, stands.by) == (Standing.LET_IN, "Olga")
    assert await did(stores, SAM) == [Did.LET_IN]
    assert await staff.roster() == Roster(let_in=frozenset({SAM}))


async def test_a_no_holds_for_thirty_days_and_asking_anew_forgets_the_cards(
    stores: StoresUnderTest, staff: StaffStore, door: Door
) -> None:
    await door.ask_in(STRANGER, {OLGA}, NOON)
    await stores.database.write(lambda connection: remember_door_card(connection, SAM, OLGA, 5, NOON))
    await staff.stand(SAM, Standing.REFUSED, OLGA, NOON)
    soon = NOON + TURNED_AWAY_FOR - timedelta(seconds=1)
    assert (await door.ask_in(STRANGER, {OLGA}, soon)).state is Standing.REFUSED
    assert await door.find_card(SAM, OLGA) == 5
    assert (await door.ask_in(STRANGER, {OLGA}, NOON + TURNED_AWAY_FOR)).state is Standing.ASKING
    assert await door.find_card(SAM, OLGA) is None


async def test_a_ban_and_what_is_left_when_it_is_lifted(
    stores: StoresUnderTest, staff: StaffStore, door: Door
) -> None:
    await staff.stand(SAM, Standing.LET_IN, OLGA, NOON)
    assert await staff.stand(SAM, Standing.BANNED, OLGA, NOON, reason="rude")
    assert not await staff.stand(SAM, Standing.BANNED, EVE, NOON, reason="more")
    assert (await door.find(SAM)).reason == "rude"
    assert (await door.ask_in(STRANGER, {OLGA}, NOON)).state is Standing.BANNED
    assert await staff.unban(SAM, OLGA, NOON)
    assert not await staff.unban(SAM, OLGA, NOON)
    assert (await door.find(SAM)).state is Standing.LET_IN, "as before"
    await staff.stand(BOB, Standing.BANNED, OLGA, NOON)
    await staff.unban(BOB, OLGA, NOON)
    assert (await door.find(BOB)).state is None
    assert await staff.put_out(SAM, OLGA, NOON)
    assert not await staff.put_out(SAM, OLGA, NOON)
    assert await staff.roster() == Roster()
    [banned] = [
        one.act for one in await Acts(stores.database).list_of_person(SAM, 9) if one.act.did is Did.BANNED
    ]
    assert banned.details == {WORDS: "rude"}


async def test_whoever_has_a_role_is_not_banned(staff: StaffStore) -> None:
    await staff.give_role(BOB, GivenRole.SUPPORT, OLGA, NOON)
    assert not await staff.stand(BOB, Standing.BANNED, OLGA, NOON)
    await staff.take_role(BOB, OLGA, NOON)
    assert await staff.stand(BOB, Standing.BANNED, OLGA, NOON)


async def test_lists_turn_page_by_page_and_moments_may_be_the_same(staff: StaffStore, door: Door) -> None:
    for number in range(1, 8):
        await staff.stand(number, Standing.LET_IN, OLGA, NOON + MINUTE * (number // 3))
    first = await door.list_standing(Standing.LET_IN, limit=3)
    second = await door.list_standing(Standing.LET_IN, after=first[-1].person_id, limit=9)
    assert [one.person_id for one in [*first, *second]] == [7, 6, 5, 4, 3, 2, 1]
    assert (await door.count())[Standing.LET_IN] == 7
    assert COUNTED > 7


async def test_a_new_operator_is_told_who_asks_and_nobody_twice(stores: StoresUnderTest, door: Door) -> None:
    from storage.messages.open_cases import OpenCases

    await door.ask_in(STRANGER, {OLGA}, NOON)
    await stores.database.write(lambda connection: remember_door_card(connection, SAM, OLGA, 5, NOON))
    before = await owed(stores)
    await OpenCases(stores.database, operators={OLGA, EVE}).tell_newcomers(NOON)
    assert (await owed(stores))[len(before) :] == [("door", EVE)]


async def test_the_roster_in_force_is_the_latest_that_was_asked_for(staff: StaffStore) -> None:
    access = Access(owners=frozenset({OLGA}))
    await staff.give_role(BOB, GivenRole.OPERATOR, OLGA, NOON)
    await reread_roster(access, staff)
    assert access.role_of(BOB) is Role.OPERATOR
    late = Roster()

    async def slow() -> Roster:
        await reread_roster(access, staff)  # begun later, and over before
        return late

    await access.follow(slow)
    assert access.role_of(BOB) is Role.OPERATOR


async def test_owners_stay_owners_and_others_are_who_the_database_says(staff: StaffStore) -> None:
    access = Access(owners=frozenset({OLGA}), allowed=frozenset({ANN}))
    await staff.stand(ANN, Standing.BANNED, OLGA, NOON)
    await staff.stand(OLGA, Standing.BANNED, EVE, NOON)
    await staff.stand(SAM, Standing.LET_IN, OLGA, NOON)
    await reread_roster(access, staff)
    assert [access.role_of(one) for one in (OLGA, ANN, SAM, BOB)] == [
        Role.OWNER, Role.BANNED, Role.CUSTOMER, Role.STRANGER,
    ]  # fmt: skip
    assert access.everybody == frozenset({OLGA, SAM})
