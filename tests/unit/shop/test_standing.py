"""Who may ask to come in, who gets no role, who cannot be banned, and who was told within the hour."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.errors import ShopError
from shop.hourly import Hourly
from shop.person import IDS_BELOW, Access, Roster, Standing
from shop.standing import (
    TURNED_AWAY_FOR,
    Stands,
    check_ban_for,
    check_role_for,
    is_turned_away,
    may_ask,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLGA, BOB, EVE, SAM = 900, 102, 103, 666
ACCESS = Access(
    owners=frozenset({OLGA}),
    roster=Roster(operators=frozenset({BOB}), support=frozenset({EVE}), banned=frozenset({SAM, OLGA})),
)


@pytest.mark.parametrize(
    ("state", "age", "allowed"),
    [
        (None, timedelta(0), True),
        (Standing.ASKING, TURNED_AWAY_FOR, False),
        (Standing.LET_IN, TURNED_AWAY_FOR, False),
        (Standing.BANNED, TURNED_AWAY_FOR * 99, False),
        (Standing.REFUSED, TURNED_AWAY_FOR - timedelta(seconds=1), False),
        (Standing.REFUSED, TURNED_AWAY_FOR, True),
        (Standing.REFUSED, -timedelta(days=400), False),
    ],
)
def test_who_may_ask(state: Standing | None, age: timedelta, *, allowed: bool) -> None:
    stands = Stands(SAM, state=state, since=NOON - age)
    assert may_ask(stands, NOON) is allowed
    assert is_turned_away(stands, NOON) is (state is Standing.REFUSED and not allowed)


@pytest.mark.parametrize(
    ("number", "role", "ban"),
    [
        (OLGA, "owner_stays", "owner_no_ban"),
        (BOB, None, "staff_no_ban"),
        (EVE, None, "staff_no_ban"),
        (SAM, "banned_no_role", None),
        (5, None, None),
        (0, "person_number", "person_number"),
        (-5, "person_number", "person_number"),
        (IDS_BELOW, "person_number", "person_number"),
    ],
)
def test_who_gets_no_role_and_who_no_ban(number: int, role: str | None, ban: str | None) -> None:
    for check, wanted in ((check_role_for, role), (check_ban_for, ban)):
        refused = None
        try:
            check(ACCESS, number)
        except ShopError as error:
            refused = error.key
        assert refused == wanted


def test_a_sentence_is_due_once_an_hour_and_after_a_clock_was_set_back() -> None:
    told = Hourly()
    assert told.is_due(SAM, NOON)
    told.note(SAM, NOON)
    assert not told.is_due(SAM, NOON + timedelta(minutes=59))
    assert told.is_due(SAM, NOON + timedelta(hours=1))
    assert told.is_due(SAM, NOON - timedelta(days=1)), "a clock that was wrong keeps nobody silent for long"
    told.forget(SAM)
    assert told.is_due(SAM, NOON)


def test_a_crowd_takes_no_more_memory() -> None:
    told = Hourly(most=3)
    for number in range(9):
        told.note(number, NOON)
    assert [number for number in range(9) if not told.is_due(number, NOON)] == [6, 7, 8]


@pytest.mark.parametrize("number", [1, IDS_BELOW - 1])
def test_the_first_and_the_last_number_can_be_banned(number: int) -> None:
    check_ban_for(ACCESS, number)


@pytest.mark.parametrize("number", [-1, 0, IDS_BELOW])
def test_what_is_no_persons_number_is_refused(number: int) -> None:
    for check in (check_ban_for, check_role_for):
        with pytest.raises(ShopError) as refused:
            check(ACCESS, number)
        assert refused.value.key == "person_number"
