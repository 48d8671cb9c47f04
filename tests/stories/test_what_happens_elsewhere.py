"""What is asked in private waits through what happens elsewhere, and what Telegram tells of the chat."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.in_process import Harness, Player

LINK = "https://www.instagram.com/p/elsewhere/"
BOT = {"user": {"id": 700000001, "is_bot": True, "first_name": "Kiosk"}}


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which everything that waits for words can be asked."""
    harness = Harness(database_file, access="shop", star_value="0.02", invite_reward="0.50")
    await harness.opens()
    for player in (harness.olga, harness.ann):
        await player.says("/start")
    await tops_up(harness.ann)  # who has nothing is not asked for a gift
    yield harness
    await harness.audited()
    await harness.closes()


async def tops_up(player: Player) -> None:
    """Pay $10 in Stars."""
    player.person.tops_up(1_000)
    await player.says("/topup")
    await player.says("10")
    [invoice] = [one for one in player.person.home.messages.values() if one.content.invoice]
    player.person.pays(invoice)
    await player.harness.settles()


def told(player: Player, **service: Any) -> None:
    """Have Telegram tell something of the private chat."""
    home = player.person.home.json()
    body = {"message_id": 77, "from": player.person.user, "chat": home, "date": 1_767_268_800}
    player.harness.telegram.updates.add("message", {**body, **service})


async def is_pinned(player: Player) -> None:
    """Pin the bot's last card, which the app tells it."""
    told(player, pinned_message=player.person.last.json())


async def sets_timer(player: Player) -> None:
    """Have the chat's messages deleted after a day."""
    told(player, message_auto_delete_timer_changed={"message_auto_delete_time": 86_400})


async def adds_to_group(player: Player) -> None:
    """Add the bot to a group."""
    body = {"chat": {"id": -7, "type": "group", "title": "Friends"}, "from": player.person.user}
    members = {"old_chat_member": {"status": "left", **BOT}, "new_chat_member": {"status": "member", **BOT}}
    player.harness.telegram.updates.add("my_chat_member", {**body, "date": 1_767_268_800, **members})


def writes_in_group(words: str) -> Callable[[Player], Awaitable[None]]:
    """Return what writes these words in a group whose messages the bot sees."""

    async def writes(player: Player) -> None:
        group = player.harness.telegram.add_group(-500, "Friends", [player.person])
        group.bot_is_admin = True
        player.person.says(words, group=group)

    return writes


async def shares(player: Player) -> None:
    """Put a result of the bot into another chat."""
    found = await player.queries("likes")
    player.person.chooses(found.results[0])


ELSEWHERE: dict[str, Callable[[Player], Awaitable[None]]] = {
    "a pinned card": is_pinned,
    "a timer": sets_timer,
    "the bot in a group": adds_to_group,
    "another bot's command in a group": writes_in_group("/weather@other_bot"),
    "our command in a group": writes_in_group("/help"),
    "a link in a group": writes_in_group(f"look: {LINK}"),
    "a shared result": shares,
}
QUESTIONS = {
    "coupon": (("/wallet", "Coupon"), "SUMMER", "I know no coupon"),
    "amount": (("/topup",), "7", "$7.00"),
    "gift": (("/wallet", "Gift"), "5", "A gift of $5"),
    "zone": (("/settings", "My time"), "Berlin", "Berlin"),
    "shop": (("/support", "Write to the shop"), "Where is it?", "The shop has your message"),
    "search": (("/menu", "Search"), "youtube views", "Found for “youtube views”"),
}


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_question_waits_through_it(shop: Harness, question: str, elsewhere: str) -> None:
    ann = shop.ann
    acts, answer, expected = QUESTIONS[question]
    for act in acts:
        await (ann.says(act) if act.startswith("/") else ann.taps(act))
    before = len(ann.person.chat)
    await ELSEWHERE[elsewhere](ann)
    await shop.settles()
    assert len(ann.person.chat) == before, "nobody is told anything"
    await ann.says(answer)
    await ann.sees(expected)
