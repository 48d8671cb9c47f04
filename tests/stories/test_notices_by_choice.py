"""What a person sets about messages that come by themselves: which, when, and by whose clock."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers.noticing.zone_views import towns, zones
from handlers.view import MOST_ROWS, legible
from locales import Catalogues
from playground.telegram import FakeMessage
from playground.telegram.labels import room, width
from shop.ledger.journals import Account, AccountKind, granting
from shop.preferences import NOTHING_SET
from shop.zones import OFFERED
from tests.in_process import ANN, OLGA, Harness, Player
from tests.screens import labels_of

CATALOGUES = Catalogues()
ORDER = "/order 1 https://instagram.com/p/{} 100"


@pytest.fixture(params=["private", "shop"])
async def harness(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    harness = Harness(database_file, access=request.param)
    await harness.opens()
    if request.param == "shop":
        await harness.ann.says("/start")
        wallet = Account(AccountKind.WALLET, ANN, "USD")
        gift = granting("1", wallet, 1_000_000_000, actor_id=OLGA, reason="a gift")
        await harness.kiosk.stores.ledger.book(gift, harness.clock.now())
    yield harness
    await harness.audited()
    await harness.closes()


def at(harness: Harness, hour: int, minute: int = 0) -> float:
    """Return in how many seconds it is this time in UTC."""
    now = harness.clock.now()
    there = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (there - now).total_seconds() % 86_400


async def orders(harness: Harness, link: str) -> None:
    await harness.ann.says(ORDER.format(link))
    await harness.ann.taps("Confirm")


def ends(player: Player) -> list[FakeMessage]:
    return [one for one in player.person.chat if " is done: " in one.text or " was canceled " in one.text]


async def chooses(ann: Player, *labels: str) -> None:
    await ann.says("/settings")
    for label in labels:
        await ann.taps(label)


async def test_every_notice_rings_until_something_is_set(harness: Harness) -> None:
    await orders(harness, "a")
    await harness.delivers()
    [end] = ends(harness.ann)
    assert not end.silent
    await harness.ann.says("/settings")
    await harness.ann.sees("Notices: all", "Quiet hours: off", "Your time: not set")


async def test_silent_notices_come_without_a_sound_and_the_card_is_edited(harness: Harness) -> None:
    ann = harness.ann
    bubbles = len(ann.person.chat)
    await chooses(ann, "Notices", "Silent")
    await ann.sees("Notices: all, without a sound")
    assert len(ann.person.chat) == bubbles + 2, "every step is an edit"
    await harness.restarts()
    await orders(harness, "a")
    await harness.delivers()
    [end] = ends(ann)
    assert end.silent
    assert not end.effect
    assert any("Order 1 · Completed" in one.text for one in ann.person.chat)
    await chooses(ann, "Notices", "All")
    await orders(harness, "b")
    await harness.delivers()
    assert [one.silent for one in ends(ann)] == [True, False]


async def test_end_only_leaves_a_refill_to_the_card(harness: Harness) -> None:
    ann = harness.ann
    await orders(harness, "a")
    await harness.delivers()
    await chooses(ann, "Notices", "End only")
    await ann.sees("Notices: only when an order ends")
    await ann.says("/status 1")
    await ann.taps("Refill")
    [order] = harness.panel.orders.values()
    for word in ("In progress", "Completed"):
        harness.panel.set_state(order.id, word)
        await harness.passes(3700)
    await harness.passes(86_400)
    assert not any("The refill of order" in one.text for one in ann.person.chat)
    await ann.says("/status 1")
    await ann.sees("Refill: done")
    before = len(ends(ann))
    await orders(harness, "b")
    await harness.delivers()
    assert len(ends(ann)) == before + 1


async def test_in_quiet_hours_an_end_is_silent_and_money_rings(harness: Harness) -> None:
    ann = harness.ann
    await chooses(ann, "Quiet hours", "22:00–08:00", "12:00", "London")
    await harness.passes(at(harness, 23))
    await orders(harness, "a")
    await orders(harness, "b")
    first, second = harness.panel.orders.values()
    harness.panel.set_state(first.id, "Completed", remains=0)
    harness.panel.set_state(second.id, "Canceled", remains=100)
    await harness.passes(120)
    assert {one.text[0]: one.silent for one in ends(ann)} == {"✅": True, "❌": False}


async def test_quiet_hours_go_by_the_persons_own_clock(harness: Harness) -> None:
    ann = harness.ann
    await harness.passes(at(harness, 12))
    await chooses(ann, "Quiet hours", "22:00–08:00")
    await ann.sees("go by your own clock")
    await ann.taps("21:00")  # it is noon in UTC
    await ann.taps("Tokyo")
    await ann.sees("Quiet hours: 22:00–08:00", "Your time: 21:0", "in Tokyo, UTC+9")
    await orders(harness, "a")
    await harness.delivers()
    assert not ends(ann)[-1].silent
    await harness.passes(at(harness, 14))
    await orders(harness, "b")
    await harness.delivers()
    assert ends(ann)[-1].silent
    assert not ends(ann)[-1].effect
    await chooses(ann, "Quiet hours", "Off")
    await orders(harness, "c")
    await harness.delivers()
    assert not ends(ann)[-1].silent
    assert ends(ann)[-1].effect


@pytest.mark.parametrize(
    ("typed", "shown"), [("22:30 - 7", "22:30–07:00"), ("from 10 pm to 6 am", "22:00–06:00")]
)
async def test_hours_may_be_typed(typed: str, shown: str, harness: Harness) -> None:
    ann = harness.ann
    await chooses(ann, "Quiet hours")
    await ann.says("at night")
    await ann.sees("⚠️ I need two different times of the day")
    await ann.says(typed)
    await ann.sees("What time is it where you are?")
    await ann.says("berlin")
    await ann.sees(f"Quiet hours: {shown}", "in Berlin, UTC+")


async def test_the_clock_may_be_told_by_the_time_it_shows(harness: Harness) -> None:
    ann = harness.ann
    await harness.passes(at(harness, 12))
    await chooses(ann, "My time")
    await ann.says("Atlantis")
    await ann.sees("⚠️ I do not know that city")
    await ann.says("17:32")
    await ann.sees("17:30 · +5:30", "Kolkata", "None of these: UTC+5:30", "Back", "Menu")
    await ann.taps("None of these: UTC+5:30")
    await ann.sees("Your time: 17:30, UTC+5:30")


async def test_a_question_ends_with_whatever_else_is_done(harness: Harness) -> None:
    ann = harness.ann
    await chooses(ann, "My time")
    await ann.says("/orders")
    await ann.says("Berlin")
    await ann.says("/settings")
    await ann.sees("Your time: not set")
    await chooses(ann, "Quiet hours")
    await harness.passes(3700)
    await ann.says("22-8")
    await ann.says("/settings")
    await ann.sees("Quiet hours: off")
    await chooses(ann, "Quiet hours")
    await ann.says("/cancel")
    await ann.sees("Settings")


async def test_a_link_begins_an_order_whatever_was_asked(harness: Harness) -> None:
    ann = harness.ann
    await chooses(ann, "Quiet hours")
    await ann.says("https://instagram.com/p/abc")
    await ann.sees("What would you like for it?")
    await ann.says("22-8")
    await ann.says("/settings")
    await ann.sees("Quiet hours: off")


async def test_an_answer_that_is_handled_again_is_the_same_answer(harness: Harness) -> None:
    ann = harness.ann
    await chooses(ann, "Quiet hours")
    await ann.says("22-8")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await ann.sees("What time is it where you are?")
    await ann.says("Berlin")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await ann.sees("Quiet hours: 22:00–08:00", "in Berlin")


@pytest.mark.parametrize(
    "forged",
    [
        *("s:loud:listen:", "s:1-1:hush:", "s:0-1440:hush:", "s:x:hush:", "s:7:clock:"),
        *("s::town:Europe/..", "s::town:Europe"),
    ],
)
async def test_a_forged_button_sets_nothing(forged: str, harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/settings")
    ann.person.forges(forged)
    await harness.settles()
    assert ann.person.toasts[-1].text
    await ann.says("/settings")
    await ann.sees("Notices: all", "Quiet hours: off", "Your time: not set")


async def test_moments_in_words_follow_the_clock_that_was_set(harness: Harness) -> None:
    """Where the app does not show a moment by its own clock."""
    ann = harness.ann
    harness.telegram.world.unknown_tags = frozenset({"tg-time"})
    await harness.passes(at(harness, 12))
    await chooses(ann, "My time", "21:00", "Tokyo")
    await orders(harness, "a")
    await ann.sees("21:00 UTC+9")
    await harness.passes(30)
    await ann.says("/status 1")
    await ann.sees("21:00 UTC+9")
    await harness.bob.says("/settings")
    await harness.bob.sees("Your time: not set")


async def test_a_statement_has_the_readers_times(harness: Harness) -> None:
    ann = harness.ann
    await harness.passes(at(harness, 12))
    await orders(harness, "a")
    ordered = harness.clock.now()
    for city, head, there in (
        (None, "Time (UTC)", ordered),
        ("Tokyo", "Time (Asia/Tokyo)", ordered + timedelta(hours=9)),
    ):
        if city is not None:
            await chooses(ann, "My time")
            await ann.says(city)
        await ann.says("/statement")
        document = ann.person.last.document
        assert document is not None
        rows = list(csv.DictReader(io.StringIO(document.upload.content.decode("utf-8-sig"))))
        assert f"{there:%Y-%m-%d %H:%M:%S}" in {row[head] for row in rows}


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_a_phone_shows_every_clock_and_city_whole(language: str) -> None:
    t = CATALOGUES.of(language)
    for month in (1, 7):
        now = datetime(2026, month, 1, 12, 45, tzinfo=UTC)
        screens = [zones(NOTHING_SET, now, t), *(towns(one, now, t) for one in OFFERED)]
        for rows in (legible(screen.rows) for screen in screens):
            assert [label for row in rows for label, _ in row if width(label) > room(len(row))] == []
            assert len(rows) <= MOST_ROWS


async def test_summer_time_is_known_for_a_city(harness: Harness) -> None:
    ann = harness.ann
    await chooses(ann, "My time")
    await ann.says("Berlin")
    await ann.sees("in Berlin, UTC+1")
    days = (datetime(harness.clock.now().year + 1, 7, 15, tzinfo=UTC) - harness.clock.now()).days
    harness.clock.advance(days * 86_400)
    await ann.says("/settings")
    await ann.sees("in Berlin, UTC+2")


async def test_a_broadcast_is_silent_for_whoever_wants_silence(harness: Harness) -> None:
    ann, bob, olga = harness.ann, harness.bob, harness.olga
    await bob.says("/start")
    await chooses(ann, "Quiet hours", "22:00–08:00", "12:00", "London")
    for hour, silent in ((12, False), (23, True)):
        await harness.passes(at(harness, hour))
        await olga.says("/broadcast")
        await olga.says(f"Sale at {hour}")
        await olga.taps("Confirm")
        letters = {player.id: player.person.last for player in (ann, bob)}
        assert [one.text for one in letters.values()] == [f"Sale at {hour}"] * 2
        assert [one.silent for one in letters.values()] == [silent, False]


async def test_every_screen_of_them_leads_back_and_home(harness: Harness) -> None:
    ann = harness.ann
    for door in ("Notices", "Quiet hours", "My time"):
        await chooses(ann, door)
        rows = labels_of(ann.person.last)
        assert len(rows) <= 8
        assert [label.partition(" ")[2] for label in rows[-1]] == ["Back", "Menu"]
        await ann.taps("Back")
        await ann.sees("Settings")
