"""Who has which role: by the settings, or by what was decided in the chat."""

import asyncio

import pytest

from shop.person import Access, Role, Roster

ANN, OLGA, PIA, GROUP = 7, 8, 9, -1001234


@pytest.mark.parametrize(
    ("access", "person", "role"),
    [
        (Access(frozenset()), ANN, Role.STRANGER),
        (Access(frozenset(), open=True), ANN, Role.CUSTOMER),
        (Access(frozenset(), allowed=frozenset({ANN})), ANN, Role.CUSTOMER),
        (Access(frozenset(), allowed=frozenset({ANN})), PIA, Role.STRANGER),
        (Access(frozenset(), roster=Roster(let_in=frozenset({ANN}))), ANN, Role.CUSTOMER),
        (Access(frozenset(), roster=Roster(support=frozenset({ANN}))), ANN, Role.SUPPORT),
        (Access(frozenset(), roster=Roster(operators=frozenset({ANN}))), ANN, Role.OPERATOR),
        (Access(frozenset(), open=True, roster=Roster(banned=frozenset({ANN}))), ANN, Role.BANNED),
        (Access(frozenset({ANN}), roster=Roster(banned=frozenset({ANN}))), ANN, Role.OWNER),
    ],
)
def test_a_role_is_the_settings_or_what_was_decided_in_the_chat(
    access: Access, person: int, role: Role
) -> None:
    assert access.role_of(person) is role


def test_a_roster_that_was_asked_for_later_is_not_replaced_by_an_older_one() -> None:
    access = Access(frozenset())
    old, new = Roster(support=frozenset({ANN})), Roster(operators=frozenset({ANN}))

    async def read_new() -> Roster:
        return new

    async def read_old() -> Roster:
        await access.follow(read_new)
        return old

    asyncio.run(access.follow(read_old))
    assert access.roster is new
    asyncio.run(access.follow(read_old))
    assert access.roster is new
