"""The pure parts of a broadcast: audience, buttons, whose day it is, what it costs, how long it takes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.audience import EVERYBODY, Audience, audience_of, read_list
from shop.broadcast import DELETABLE_FOR, Broadcast, BroadcastState, Pace, Tally, seconds_left, stars_for
from shop.daytime import next_daytime
from shop.errors import ShopError
from shop.link_buttons import LinkButton, read_buttons
from shop.preferences import QuietHours

NOON = datetime(2026, 3, 1, 12, 7, 30, tzinfo=UTC)


def test_an_audience_is_the_same_after_its_row() -> None:
    chosen = Audience(
        languages=("de", "en"),
        active_days=30,
        ordered=False,
        has_money=True,
        service_id="12",
        category="Likes",
        listed=(1, 2**40),
        important=True,
    )
    assert audience_of(chosen.as_json()) == chosen
    assert EVERYBODY.as_json() == {}
    assert audience_of({"of_a_later_release": 1, "ordered": True}) == Audience(ordered=True)


def test_a_list_has_words_by_line_and_empty_lines_count() -> None:
    assert read_list("1, Ann\n\n @bob;x ") == (["1", "Ann"], [], ["@bob", "x"])


def test_buttons_are_read_line_by_line() -> None:
    rows = read_buttons(
        "A - B - https://a.example/x?y=1 | C — t.me/shop\n\nD https://d.example\nE - s_1-2", "bot"
    )
    assert rows == (
        (LinkButton("A - B", "https://a.example/x?y=1"), LinkButton("C", "https://t.me/shop")),
        (LinkButton("D", "https://d.example"),),
        (LinkButton("E", "https://t.me/bot?start=s_1-2"),),
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "broadcast_buttons"),
        ("\n".join(["a - https://a.example"] * 9), "broadcast_buttons"),
        ("no link", "broadcast_button"),
        (" - https://a.example", "broadcast_button"),
        ("a - https://localhost", "broadcast_button"),
        ("a - javascript:alert(1)", "broadcast_button"),
        ("a - data:text/html,x", "broadcast_button"),
        ("a - https://a.example/x y", "broadcast_button"),
        ("a - https://[", "broadcast_button"),
        ("a - https://a.example/" + "x" * 2_000, "broadcast_button"),
        ("x" * 4_000, "broadcast_button"),
        ("\u202e - \u202e", "broadcast_button"),
        ("x" * 41 + " - https://a.example", "broadcast_button_label"),
        (" | ".join(["a - https://a.example"] * 4), "broadcast_button_row"),
    ],
)
def test_what_is_no_button_is_said_by_its_line(text: str, key: str) -> None:
    with pytest.raises(ShopError) as refused:
        read_buttons(text, "bot")
    assert refused.value.key == key


def test_it_is_day_between_nine_and_nine_outside_quiet_hours() -> None:
    assert next_daytime(None, "UTC", NOON) == NOON
    there = next_daytime(None, "UTC+10:00", NOON)  # 22:07 there
    assert there == datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
    late = next_daytime(QuietHours(22 * 60, 10 * 60 + 20), "UTC+10:00", NOON)
    assert late == datetime(2026, 3, 2, 0, 30, tzinfo=UTC)  # the first quarter after 10:20
    nights_only = QuietHours(9 * 60, 21 * 60)
    assert next_daytime(nights_only, "UTC", NOON) == datetime(2026, 3, 1, 21, 0, tzinfo=UTC)
    before_nine = NOON.replace(hour=8, minute=50)
    assert next_daytime(None, "UTC", before_nine) == NOON.replace(hour=9, minute=0, second=0)
    assert next_daytime(QuietHours(0, 24 * 60), "UTC", NOON) == NOON, "quiet all day long"


def test_a_paid_broadcast_costs_a_tenth_of_a_star_each_rounded_up() -> None:
    assert [stars_for(people) for people in (0, 1, 10, 11, 20_000)] == [0, 1, 1, 2, 2_000]


def test_the_time_left_goes_by_the_pace_since_it_went_on_and_leaves_out_what_is_held() -> None:
    sending = Broadcast(1, 1, "sendMessage", {}, BroadcastState.SENDING, 100, None, NOON, None)
    assert seconds_left(sending, Tally(pending=100), NOON) is None
    going = Broadcast(
        1, 1, "sendMessage", {}, BroadcastState.SENDING, 100, None, NOON, None, pace=Pace(NOON, ended=10)
    )
    tally = Tally(pending=50, held=20, sent=40)
    assert seconds_left(going, tally, NOON + timedelta(seconds=10)) == 10
    assert seconds_left(going, Tally(pending=50, sent=10), NOON + timedelta(seconds=10)) is None
    assert seconds_left(going, Tally(pending=50, sent=11), NOON + timedelta(seconds=10)) == 500
    for moment in (timedelta(0), timedelta(seconds=1)):
        assert seconds_left(going, Tally(pending=1, sent=110), NOON + moment) == 1, "not 0 min 0 s"


@pytest.mark.parametrize(
    ("state", "ended", "deleting", "age", "can_be"),
    [
        (BroadcastState.DONE, True, False, DELETABLE_FOR - timedelta(seconds=1), True),
        (BroadcastState.STOPPED, True, False, timedelta(0), True),
        (BroadcastState.DONE, True, False, DELETABLE_FOR, False),
        (BroadcastState.DONE, True, True, timedelta(0), False),
        (BroadcastState.SENDING, True, False, timedelta(0), False),
        (BroadcastState.DONE, False, False, timedelta(0), False),
    ],
)
def test_what_arrived_can_be_deleted_once_and_for_two_days(
    state: BroadcastState, ended: bool, deleting: bool, age: timedelta, can_be: bool
) -> None:
    sent = Broadcast(1, 1, "sendMessage", {}, state, 9, None, NOON, NOON if ended else None)
    if deleting:
        sent = replace(sent, deleting_at=NOON)
    assert sent.is_deletable(NOON + age) is can_be


def test_who_was_active_lately_is_reckoned_in_days_before_now() -> None:
    assert EVERYBODY.active_since(NOON) is None
    assert Audience(active_days=30).active_since(NOON) == NOON - timedelta(days=30)


def test_an_audience_that_nothing_narrows_is_everybody() -> None:
    assert EVERYBODY.is_everybody
    assert EVERYBODY.for_all().is_everybody
    assert not Audience(has_money=True).is_everybody
    assert Audience(has_money=True).for_all() == Audience(has_money=True, important=True)
