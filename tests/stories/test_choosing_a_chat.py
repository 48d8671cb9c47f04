"""For Telegram services one's own channel or group is chosen from the app's list, without a link."""

import pytest

from playground.telegram import NoSuchButton, OwnChat
from tests.in_process import Harness, Player

NEWS = OwnChat(-1_001, "News", "the_news")
DIARY = OwnChat(-1_002, "Diary")
FANS = OwnChat(-1_003, "Fans", "fans_of_cats", is_channel=False)
READ = OwnChat(-1_004, "Somebody's", "somebodys", administers=False)


def service(harness: Harness, name: str) -> int:
    """Return the number of the one service with these words in its name."""
    [found] = [one.id for one in harness.panel.catalogue if name in one.name]
    return found


async def at_the_link(harness: Harness, name: str = "Members | Channel") -> Player:
    """Bring Ann to the question for the link of this service."""
    ann = harness.ann
    ann.person.own_chats += [NEWS, DIARY, FANS, READ]
    await ann.says(f"/order {service(harness, name)}")
    await ann.sees("Send the link")
    return ann


async def shares(player: Player, key: str, title: str) -> None:
    """Choose this chat in the app's list."""
    player.person.shares(key, title)
    await player.harness.settles()


def has_keys(player: Player) -> bool:
    return player.person.home.reply_keyboard is not None


async def test_the_own_channel_is_chosen_from_the_apps_list(harness: Harness) -> None:
    ann = await at_the_link(harness)
    await ann.taps("Choose my channel")
    await ann.sees("Tap below and choose it")
    assert ann.person.picks_from("My channel") == [NEWS, DIARY]  # those she administers
    await shares(ann, "My channel", "News")
    await ann.sees("How many?", "✓ t.me/the_news")
    assert not has_keys(ann)
    assert [one for one in ann.person.chat if one.from_bot] == [ann.person.home.messages[2], ann.person.last]
    await ann.says("100")
    await ann.taps("Confirm")
    assert len(harness.panel.orders_for("https://t.me/the_news")) == 1
    await harness.audited()


async def test_a_private_channel_is_asked_for_its_invite_link(harness: Harness) -> None:
    ann = await at_the_link(harness)
    await ann.taps("Choose my channel")
    await shares(ann, "My channel", "Diary")
    await ann.sees("⚠️ That one is private", "Send an invite link instead", "Send the link")
    await ann.says("https://t.me/+AbCdEf123456")
    await ann.sees("How many?", "✓ t.me/+AbCdEf123456")
    assert not has_keys(ann)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Members | Group", ["👥 My group", "✖️ Cancel"]),
        ("Members | Premium", ["📢 My channel", "👥 My group", "✖️ Cancel"]),
    ],
)
async def test_the_keys_are_those_the_service_can_be_for(
    harness: Harness, name: str, keys: list[str]
) -> None:
    ann = await at_the_link(harness, name)
    await ann.taps(next(label for label in ann.person.last.labels if "Choose my" in label))
    keyboard = ann.person.home.reply_keyboard
    assert keyboard is not None
    assert [key.label for row in keyboard.rows for key in row] == keys
    await shares(ann, "My group", "Fans")
    await ann.sees("How many?", "✓ t.me/fans_of_cats")


@pytest.mark.parametrize("name", ["Post views", "Telegram Reactions", "Telegram Poll votes"])
async def test_services_for_posts_and_other_platforms_offer_no_chats(harness: Harness, name: str) -> None:
    ann = harness.ann
    for number in (1, service(harness, name)):
        await ann.says(f"/order {number}")
        with pytest.raises(NoSuchButton):
            await ann.taps("Choose my channel")
        ann.finds_no("Choose my")


@pytest.mark.parametrize("way", ["key", "link", "back", "cancel", "/cancel", "another order", "drop"])
async def test_the_keys_go_whichever_way_the_question_ends(harness: Harness, way: str) -> None:
    ann = await at_the_link(harness)
    await ann.taps("Choose my channel")
    assert has_keys(ann)
    if way == "key":
        ann.person.presses("Cancel")
        await harness.settles()
        await ann.sees("Send the link")
        ann.finds_no("Tap below and choose it")
    elif way == "link":
        await ann.says("t.me/the_news")
        await ann.sees("How many?")
    elif way in {"back", "cancel"}:
        await ann.taps(way.capitalize())
    elif way == "drop":
        await ann.says("/start")
        await ann.taps("Drop it")
    else:
        await ann.says("/order" if way == "another order" else way)
    assert not has_keys(ann), ann.screen


async def test_the_keys_go_when_another_order_begins_with_a_long_list(harness: Harness) -> None:
    ann = await at_the_link(harness)
    await ann.taps("Choose my channel")
    package = harness.panel.catalogue.of_type("Custom Comments Package")
    long = "\n".join(f"so very nice number {number}" for number in range(100))
    await ann.says(f"/order {package.id} https://www.instagram.com/p/Cabc {long}")
    await harness.passes(5)
    await ann.sees("Check your order")
    assert not has_keys(ann)


async def test_a_wrong_link_leaves_the_keys_and_a_second_tap_brings_them_once(harness: Harness) -> None:
    ann = await at_the_link(harness)
    await ann.taps("Choose my channel")
    await ann.says("what?")
    await ann.sees("⚠️ That is not a web link")
    assert has_keys(ann)
    await ann.taps("Choose my channel")
    assert ann.screen.count("Tap below and choose it") == 1
    await shares(ann, "My channel", "News")
    await ann.sees("How many?")
    assert not has_keys(ann)


async def test_after_a_crash_behind_the_keys_they_still_go(harness: Harness) -> None:
    ann = await at_the_link(harness)
    await ann.taps("Choose my channel")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await shares(ann, "My channel", "News")
    await ann.sees("How many?")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    await ann.sees("How many?")
    assert not has_keys(ann)


async def test_a_chat_chosen_later_is_offered_what_there_is_for_it(harness: Harness) -> None:
    ann = await at_the_link(harness)
    await ann.taps("Choose my channel")
    keyboard = ann.person.home.reply_keyboard
    await ann.says("/cancel")
    ann.person.home.reply_keyboard = keyboard  # an app that has not heard yet that the keys are gone
    await shares(ann, "My channel", "News")
    await ann.sees("Telegram: a channel", "What would you like for it?")
    await ann.says("/cancel")
    ann.person.home.reply_keyboard = keyboard
    await shares(ann, "My channel", "Diary")
    await ann.sees("That one is private")
