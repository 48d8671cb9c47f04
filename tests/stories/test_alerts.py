"""What is wrong in the shop: one card a case, changed while it lasts, and closed when it is over."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from playground.telegram.faults import refusal
from shop.alerts import AlertKind, Condition
from shop.person import GivenRole
from storage.core.space import Space
from tests.in_process import BOB, OLGA, SAM, Harness, Player
from tests.stories.test_desk import given

GROUP = -100555
LINK = "https://www.instagram.com/p/alert{}/"
DOWN, BACK = "The panel does not answer", "The panel answers again"
LOW, ENOUGH = "are left at the panel", "The balance at the panel is enough again"
LOOKED_FOR = "gave no clear answer to order"


@pytest.fixture
async def shop(harness: Harness) -> AsyncIterator[Harness]:
    """A shop whose operator has started the bot."""
    await harness.olga.says("/start")
    yield harness
    await harness.audited()


@pytest.fixture
async def staffed(database_file: Path) -> AsyncIterator[tuple[Harness, Any]]:
    """A shop with two operators and their group; Bob is one of them."""
    harness = Harness(database_file, operators_chat=str(GROUP), admin_ids=f"{OLGA},{BOB}")
    group = harness.telegram.add_group(GROUP, "Operators", [harness.olga.person, harness.bob.person])
    await harness.opens()
    for player in (harness.olga, harness.bob):
        await player.says("/start")
    yield harness, group
    await harness.audited()
    await harness.closes()


def cards(player: Player, *words: str) -> list[str]:
    """Return the messages in the player's chat that say one of these."""
    return [one.text for one in player.person.chat if any(word in one.text for word in words)]


def posts(group: Any, *words: str) -> list[Any]:
    """Return the messages in the group that say one of these."""
    return [one for one in group.messages.values() if any(word in one.text for word in words)]


async def goes_down(harness: Harness) -> None:
    """The panel gives no answer any more."""
    harness.panel.arm("html_502_before", action="*", times=10_000)
    for _ in range(8):
        await harness.kiosk.catalogue.read_balance()
    await harness.passes(60)


async def comes_back(harness: Harness) -> None:
    """It answers again."""
    harness.panel.disarm()
    harness.clock.advance(120)
    await harness.kiosk.catalogue.read_balance()
    await harness.passes(60)


async def orders(player: Player, number: int = 0, quantity: int = 100) -> None:
    await player.says(f"/order 1 {LINK.format(number)} {quantity}")
    await player.taps("Confirm")


async def begins(harness: Harness, *conditions: Condition) -> None:
    """These conditions hold from now on."""
    await harness.kiosk.alerts.send(conditions)
    await harness.settles()


async def test_a_panel_that_goes_down_and_comes_back_is_one_card(shop: Harness) -> None:
    await goes_down(shop)
    [card] = cards(shop.olga, DOWN)
    assert "Since" in card
    await shop.passes(600)
    await shop.restarts()
    await shop.passes(60)
    assert len(cards(shop.olga, DOWN)) == 1, "a restart forgets the breaker, not the alert"
    await comes_back(shop)
    [card] = cards(shop.olga, DOWN, BACK)
    assert card.startswith("✅ The panel answers again.")
    assert "after 1" in card, "how long it took"


async def test_up_and_down_within_minutes_is_one_card_and_later_a_new_one(shop: Harness) -> None:
    for _ in range(2):
        await goes_down(shop)
        await comes_back(shop)
    [card] = cards(shop.olga, DOWN, BACK)
    assert "It has come and gone: 2 times." in card
    await shop.passes(3600)
    await goes_down(shop)
    assert len(cards(shop.olga, DOWN)) == 1
    assert len(cards(shop.olga, DOWN, BACK)) == 2


async def test_a_low_balance_is_told_before_orders_wait_and_closed_when_it_is_topped_up(
    shop: Harness,
) -> None:
    for number in range(3):
        await orders(shop.ann, number, 1000)
    await shop.passes(60)
    shop.panel.deposit(Decimal("0.05") - shop.panel.balance)
    await shop.kiosk.catalogue.read_balance()
    await shop.passes(60)
    [card] = cards(shop.olga, LOW)
    assert "Only $0.05 are left" in card
    shop.panel.deposit(Decimal(100))
    await shop.kiosk.catalogue.read_balance()
    await shop.passes(60)
    assert cards(shop.olga, LOW) == []
    assert len(cards(shop.olga, ENOUGH)) == 1


async def test_a_lost_order_that_is_found_says_so_on_its_card(shop: Harness) -> None:
    await orders(shop.bob, 1)
    shop.panel.arm("reset_after")
    await orders(shop.ann)
    [card] = cards(shop.olga, LOOKED_FOR)
    assert "Error" not in card, "the class name belongs into the log"
    for _ in range(12):
        await shop.passes(10)
    [order] = shop.panel.orders_for(LINK.format(0))
    [card] = cards(shop.olga, "Order 2 was found at the panel")
    assert f"its number there is {order.id}" in card
    assert "There is nothing to do." in card
    assert cards(shop.olga, LOOKED_FOR) == []


async def test_a_lost_order_that_nobody_finds_asks_and_then_says_how_it_ended(shop: Harness) -> None:
    shop.panel.arm("reset_after")
    await orders(shop.ann)
    for _ in range(60):
        await shop.passes(10)
    assert len(cards(shop.olga, "I could not find out whether the panel has order 1.")) == 1
    await shop.olga.taps("The figures")
    await shop.olga.sees("Order 1: please decide")
    await shop.olga.taps("Void")
    await shop.olga.taps("Yes, void")
    assert len(cards(shop.olga, "Order 1 counts as not placed, and its money went back.")) == 1


async def test_a_hundred_lost_at_once_are_not_a_hundred_messages(shop: Harness) -> None:
    before = len(shop.olga.person.chat)
    lost = [
        Condition(AlertKind.STATUS_FAILED, f"order:{n}", {"order_id": n, "word": "x"}) for n in range(1, 101)
    ]
    await begins(shop, *lost)
    assert len(shop.olga.person.chat) - before == 6
    [heap] = cards(shop.olga, "95 more at once")
    assert "6, 7, 8" in heap
    assert "… +75" in heap
    await shop.passes(60)  # there are no such orders, so nothing is wrong with them
    assert len(shop.olga.person.chat) - before == 6
    assert len(cards(shop.olga, "all 95 of them are over")) == 1


async def test_two_operators_and_their_group_have_one_card_and_one_looks_after_it(
    staffed: tuple[Harness, Any],
) -> None:
    harness, group = staffed
    await goes_down(harness)
    [card] = posts(group, DOWN)
    assert cards(harness.olga, DOWN) == cards(harness.bob, DOWN) == []
    harness.olga.person.taps("I look after it", group=group)
    await harness.settles()
    harness.bob.person.forges("al:1:seen:", group=group)
    await harness.settles()
    [card] = posts(group, DOWN)
    assert "👀 Seen by Olga" in card.text
    await harness.bob.sees("Olga has done this already.")
    await harness.olga.says("/admin")
    await harness.olga.taps("More")
    await harness.olga.taps("Log")
    assert harness.olga.screen.count("looks after an alert") == 1


async def test_what_a_card_leads_to_opens_in_private_and_the_card_stays(
    staffed: tuple[Harness, Any],
) -> None:
    harness, group = staffed
    await goes_down(harness)
    assert len(posts(group, DOWN)) == 1
    harness.olga.person.taps("Panel", group=group)
    await harness.settles()
    assert "Balance" in harness.olga.person.last.text
    assert len(posts(group, DOWN)) == 1
    await comes_back(harness)
    assert len(posts(group, BACK)) == 1


@pytest.mark.parametrize("button", ["I look after it", "Panel"])
async def test_a_tap_in_the_group_leaves_what_is_asked_in_private_open(
    staffed: tuple[Harness, Any], button: str
) -> None:
    """The amount that an operator then typed was looked for among the services."""
    harness, group = staffed
    await goes_down(harness)
    await harness.olga.says(f"/find {BOB}")
    await harness.olga.taps("Give")
    harness.olga.person.taps(button, group=group)
    await harness.settles()
    await harness.olga.says("5 for the long wait")
    await harness.olga.sees("Give Bob (102) $5.00?")


async def test_a_tap_in_the_group_ends_a_letter_that_would_go_out_unseen(
    staffed: tuple[Harness, Any],
) -> None:
    harness, group = staffed
    await goes_down(harness)
    await harness.olga.says(f"/find {BOB}")
    await harness.olga.taps("Write to them")
    harness.olga.person.taps("Panel", group=group)
    await harness.settles()
    await harness.olga.says("youtube views")
    harness.bob.finds_no("youtube views")


async def test_a_group_out_of_reach_is_replaced_by_the_private_chats_and_comes_back(
    staffed: tuple[Harness, Any],
) -> None:
    harness, group = staffed
    harness.telegram.plan("sendMessage", refusal(403, "Forbidden: bot was kicked"), chat_id=GROUP)
    await goes_down(harness)
    for player in (harness.olga, harness.bob):
        assert len(cards(player, DOWN)) == 1
        assert len(cards(player, "I cannot write to the operators' group")) == 1
    assert posts(group, DOWN) == []
    await harness.kiosk.messaging.desk_trouble.is_back()
    await harness.passes(60)
    assert len(posts(group, DOWN)) == 1, "the group has a card of what is still wrong"
    await comes_back(harness)
    assert len(cards(harness.olga, BACK)) == len(posts(group, BACK)) == 1
    assert len(cards(harness.bob, "I can write to the operators' group again.")) == 1


async def test_muted_it_makes_no_phone_ring_for_a_day(shop: Harness) -> None:
    await goes_down(shop)
    await shop.olga.taps("Silent for a day")
    [card] = cards(shop.olga, DOWN)
    assert "🔕 Silent until" in card
    await shop.passes(23 * 3600)
    assert len(cards(shop.olga, DOWN)) == 1
    await shop.passes(3 * 3600)
    assert len(cards(shop.olga, "This goes on; the newest card about it is further down.")) == 1
    assert len(cards(shop.olga, DOWN)) == 1


async def test_what_nobody_looks_after_is_sent_anew_once_a_day(shop: Harness) -> None:
    shop.space = Space(free=0, total=20 * 1024**3)
    await shop.passes(60)
    first = shop.olga.person.last
    for _ in range(3):
        await shop.passes(24 * 3600 + 60)
    assert first.text.startswith("⤵️")
    assert len(cards(shop.olga, "This goes on")) == 3
    await shop.olga.taps("I look after it")
    for _ in range(3):
        await shop.passes(24 * 3600 + 60)
    assert len(cards(shop.olga, "This goes on")) == 3
    assert len(cards(shop.olga, "nearly full")) == 1


async def test_a_disk_that_fills_up(shop: Harness) -> None:
    shop.space = Space(free=300 * 1024**2, total=20 * 1024**3)
    await shop.passes(60)
    assert len(cards(shop.olga, "The disk with the database is nearly full: 300 MB are free")) == 1
    shop.space = Space(free=10 * 1024**3, total=20 * 1024**3)
    await shop.passes(60)
    assert len(cards(shop.olga, "The disk has room again.")) == 1


async def test_backups_that_stop_are_told_only_where_there_were_some(shop: Harness) -> None:
    await shop.passes(5 * 24 * 3600)
    assert cards(shop.olga, "The last backup is of") == []
    await shop.kiosk.stores.alerts.backup_made(shop.clock.now())
    await shop.passes(3 * 24 * 3600)
    assert len(cards(shop.olga, "The last backup is of")) == 1
    await shop.kiosk.stores.alerts.backup_made(shop.clock.now())
    await shop.passes(60)
    assert len(cards(shop.olga, "There is a new backup.")) == 1


async def test_a_backup_a_week_is_not_called_old_after_two_days(database_file: Path) -> None:
    shop = Harness(database_file, backup_every_hours="168")
    await shop.opens()
    await shop.olga.says("/start")
    alerts = shop.kiosk.stores.alerts
    await alerts.backup_made(shop.clock.now())
    for days, told in ((13, 0), (2, 1)):
        shop.clock.advance(timedelta(days=days).total_seconds())
        await shop.kiosk.alert_watch.look()
        await shop.settles()
        assert len(cards(shop.olga, "The last backup is of")) == told
    await shop.closes()


async def test_hostile_words_stay_words(shop: Harness) -> None:
    hostile = "<b>\u202e&" + "x" * 4000
    await shop.kiosk.alerts.tell("panel_funds", "", hostile)
    await shop.settles()
    [card] = cards(shop.olga, "our balance is too low")
    assert "<b>" in card
    assert len(card) < 1000


async def test_tapped_twice_and_tapped_when_it_is_over(shop: Harness) -> None:
    await goes_down(shop)
    await shop.olga.taps("Silent for a day")
    await shop.forgets_last_turn()
    await shop.settles()
    shop.olga.person.forges("al:1:mute:")
    await shop.settles()
    await shop.olga.sees("Olga has done this already.")
    await shop.olga.says("/admin")
    await shop.olga.taps("More")
    await shop.olga.taps("Log")
    assert shop.olga.screen.count("muted an alert for a day") == 1
    await comes_back(shop)
    shop.olga.person.forges("al:1:seen:")
    await shop.settles()
    await shop.olga.sees("This alert is over; nothing was changed.")
    shop.olga.person.forges("al:77:seen:")
    await shop.settles()
    await shop.olga.sees("This alert is long over.")


async def test_the_desk_lists_what_is_wrong(shop: Harness) -> None:
    await shop.olga.says("/admin")
    await shop.olga.taps("More")
    await shop.olga.taps("Alerts")
    await shop.olga.sees("What is wrong now", "Nothing. All is well.")
    await goes_down(shop)
    await shop.olga.says("/admin")
    await shop.olga.taps("More")
    await shop.olga.taps("Alerts")
    await shop.olga.sees("Panel does not answer")
    await shop.olga.taps("Panel does not answer · 1")
    await shop.olga.sees(DOWN, "Since")
    await shop.olga.taps("Back")
    await shop.olga.sees("What is wrong now")


async def test_customers_cannot_touch_alerts(shop: Harness) -> None:
    await shop.ann.says("/start")
    await goes_down(shop)
    for action in (
        "list",
        "card",
        "seen",
        "mute",
        "loud",
        "settled",
        "panel",
        "review",
        "prices",
        "question",
    ):
        shop.ann.person.forges(f"al:1:{action}:")
        await shop.settles()
        shop.ann.finds_no(DOWN)
    assert "Seen by" not in cards(shop.olga, DOWN)[0]


async def test_who_never_started_the_bot_is_told_to_where_a_screen_would_stand(
    staffed: tuple[Harness, Any],
) -> None:
    """A role can be given by a number alone; their taps in the group seemed to do nothing."""
    harness, group = staffed
    group.members.add(SAM)
    await given(harness, SAM, GivenRole.OPERATOR)
    await goes_down(harness)
    harness.sam.person.taps("Panel", group=group)
    await harness.settles()
    assert harness.sam.person.toasts[-1].text == (
        "Let us do this in private: open my chat and write to me there."
    )
