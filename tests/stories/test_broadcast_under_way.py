"""A broadcast under way, and after it: paused, gone on, stopped, deleted again, paid for, and the history."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram.faults import refusal, too_many
from shop.person import GivenRole, Standing
from tests.in_process import ANN, BOB, OLGA, SAM, Harness, Player
from tests.stories.test_broadcast_choices import SHOP, composes, got


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop to which Ann, Bob, Sam and Olga have written; Bob is an operator, too."""
    harness = Harness(database_file, **SHOP)
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.sam, harness.olga):
        await player.says("/start")
    staff = harness.kiosk.stores.staff
    await staff.give_role(BOB, GivenRole.OPERATOR, OLGA, harness.clock.now())
    harness.kiosk.access.roster = await staff.roster()
    yield harness
    await harness.audited()
    await harness.closes()


async def confirms(harness: Harness) -> None:
    """Have Olga confirm while nothing is delivered yet, and let the progress line appear."""
    harness.olga.person.taps("Confirm")
    await harness.kiosk.messaging.polling.poll_once(0)
    await harness.kiosk.messaging.turns.drain()


async def taps_at_once(player: Player, data: str) -> None:
    """Tap a button by its data, before anything is delivered."""
    player.person.forges(data)
    await player.harness.kiosk.messaging.polling.poll_once(0)
    await player.harness.kiosk.messaging.turns.drain()


async def test_it_is_paused_over_a_restart_and_goes_on(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await confirms(shop)
    await taps_at_once(olga, "b:1:pause:")
    await shop.restarts()
    await shop.rounds()
    await olga.sees("Paused", "0 of 4 sent", "Go on", "Stop")
    assert got(shop.ann) == 0
    await shop.passes(7_200)
    assert got(shop.ann) == 0
    await olga.taps("Go on")
    await shop.rounds()
    assert [got(one) for one in (shop.ann, shop.bob, shop.sam)] == [1, 1, 1]
    await olga.sees("4 of 4 sent")


async def test_an_earlier_card_says_where_the_newer_one_is(shop: Harness) -> None:
    """Both stood there with their buttons, and only one of them counted."""
    olga = shop.olga

    def cards(words: str) -> list[int]:
        chat = olga.person.chat
        return [n for n, one in enumerate(chat) if one.from_bot and not one.deleted and words in one.shown]

    await composes(olga)
    await confirms(shop)
    await taps_at_once(olga, "b:1:pause:")
    await shop.rounds()
    [former] = cards("Paused")
    await olga.says("/broadcast")
    await olga.taps("Earlier ones")
    await olga.taps("1 · Sale")
    await shop.rounds()
    [newer] = cards("Paused")
    assert cards("the newest card about it is further down") == [former]
    assert former < newer
    await olga.taps("1 · Sale")
    await shop.rounds()
    assert cards("Paused") == [former]
    assert cards("the newest card about it is further up") == [newer]
    await taps_at_once(shop.bob, "b:1:goon:")
    await shop.rounds()
    assert cards("4 of 4 sent") == [former]


async def test_the_second_of_two_operators_is_told_who_was_first(shop: Harness) -> None:
    olga, bob = shop.olga, shop.bob
    await composes(olga)
    await confirms(shop)
    await taps_at_once(olga, "b:1:pause:")
    await taps_at_once(bob, "b:1:pause:")
    await bob.sees("Olga has done this already")
    await taps_at_once(bob, "b:1:goon:")
    await taps_at_once(olga, "b:1:goon:")
    await olga.sees("Bob has done this already")
    await taps_at_once(bob, "b:1:stop:")
    await taps_at_once(olga, "b:1:stop:")
    await olga.sees("Bob has done this already")
    await shop.rounds()
    assert got(shop.ann) == 0
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("sent a broadcast; people: 4", "paused a broadcast", "Bob had a broadcast go on")


async def test_a_name_that_telegram_counts_twice_fits_in_what_the_second_is_told(shop: Harness) -> None:
    shop.bob.person.user |= {"first_name": "🦊" * 64, "last_name": "🦊" * 64}
    await composes(shop.olga)
    await confirms(shop)
    await taps_at_once(shop.bob, "b:1:pause:")
    await taps_at_once(shop.olga, "b:1:pause:")
    assert shop.olga.person.toasts[-1].text == "🦊" * 64 + " " + "🦊" * 35


async def test_what_waits_is_not_sent_after_stop_even_if_it_was_paused(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await confirms(shop)
    await taps_at_once(olga, "b:1:pause:")
    await taps_at_once(olga, "b:1:stop:")
    await shop.rounds()
    await olga.sees("Stopped", "0 of 4 sent", "4 people did not get it")
    await taps_at_once(olga, "b:1:goon:")
    await olga.sees("This has already been decided")
    assert got(shop.ann) == 0


async def test_it_is_deleted_again_where_it_arrived(shop: Harness) -> None:
    olga = shop.olga
    shop.sam.person.home.blocked = True
    await composes(olga)
    await olga.taps("Confirm")
    await shop.rounds()
    await olga.sees("3 of 4 sent · 1 blocked")
    await olga.taps("Delete again")
    await olga.sees("Delete this message again at 3 people?")
    await olga.taps("Keep it")
    assert got(shop.ann) == 1
    await olga.taps("Delete again")
    await olga.taps("Delete it")
    await shop.rounds()
    await shop.rounds()
    assert [got(one) for one in (shop.ann, shop.bob)] == [0, 0]
    await olga.sees("3 deleted · 0 still to go · 0 could not be deleted")
    await taps_at_once(olga, "b:1:gone:")
    await olga.sees("Olga has done this already")


async def test_an_album_is_deleted_again_in_all_its_parts(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/broadcast")
    olga.person.sends_album("photo", "photo", captions=("Sale",))
    await shop.settles()
    await shop.passes(2)
    await olga.taps("Confirm")
    await shop.rounds()
    await olga.taps("Delete again")
    await olga.taps("Delete it")
    await shop.rounds()
    await shop.rounds()
    assert not [one for one in shop.ann.person.chat if one.file is not None and not one.deleted]
    await olga.sees("4 deleted")


async def test_after_two_days_nothing_can_be_deleted(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("Confirm")
    await shop.rounds()
    await shop.passes(48 * 3_600 + 60)
    await taps_at_once(olga, "b:1:unsend:")
    await olga.sees("This can no longer be deleted")
    await taps_at_once(olga, "b:1:gone:")
    assert got(shop.ann) == 1


async def test_the_history_has_each_with_its_figures_and_sends_one_again(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/broadcast")
    await olga.taps("Earlier ones")
    await olga.sees("None so far")
    for number in range(1, 11):
        await composes(olga, f"Sale <b>{number}")
        await olga.taps("Confirm")
        await shop.rounds()
    await shop.passes(120)
    await olga.says("/broadcast")
    await olga.taps("Earlier ones")
    await olga.sees("4 of 4 sent", "Sale <b>10")
    await olga.taps("Next")
    await olga.taps("2 · Sale <b>1")
    await olga.sees("Sent", "“Sale <b>1”", "4 of 4 sent")
    await olga.taps("Send again")
    await olga.sees("This is how it will look", "4 people will get it")
    await olga.taps("Confirm")
    assert got(shop.ann, "Sale <b>1") == 2


async def test_what_telegram_takes_no_more_is_not_sent_again_and_another_can_be(shop: Harness) -> None:
    """A file of another bot, say, whose token was replaced."""
    olga = shop.olga
    await olga.says("/broadcast")
    olga.person.sends_photo("Old")
    await shop.settles()
    await olga.taps("Confirm")
    await shop.rounds()
    shop.telegram.plan("sendPhoto", *[refusal(400, "Bad Request: wrong file identifier")] * 9)
    await olga.says("/broadcast")
    await olga.taps("Earlier ones")
    await olga.taps("1 · Old")
    await olga.taps("Send again")
    await olga.sees("Telegram refuses this message: Wrong file identifier")
    await olga.says("New")
    await olga.sees("This is how it will look")


async def test_the_figures_stay_when_the_messages_rows_are_gone(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("Confirm")
    await shop.rounds()
    await shop.passes(120)
    await shop.passes(8 * 86_400)
    await shop.kiosk.periodic.tidy()
    await olga.says("/broadcast")
    await olga.taps("Earlier ones")
    await olga.sees("4 of 4 sent")


async def test_a_faster_pace_is_offered_with_its_cost_and_refused_to_who_may_not(shop: Harness) -> None:
    olga, telegram = shop.olga, shop.telegram
    await composes(olga)
    await olga.taps("Faster, for Stars")
    await olga.sees("only for bots with at least 100,000 Stars; this one has 0")
    telegram.world.ledger.deposited = 150_000
    await olga.taps("Faster, for Stars")
    await olga.sees("People: 4", "at most 1 Stars", "150,000")
    await olga.taps("Pay at most 1 Stars")
    await olga.sees("Faster, for at most 1 Stars")
    telegram.paid_pace.is_enabled = True
    await olga.taps("Confirm")
    await shop.rounds()
    await olga.sees("4 of 4 sent")
    assert telegram.paid_pace.taken == 4


async def test_where_telegram_refuses_to_be_paid_it_pauses_and_nobody_misses_it(shop: Harness) -> None:
    olga, telegram = shop.olga, shop.telegram
    telegram.world.ledger.deposited = 150_000
    await composes(olga)
    await olga.taps("Faster, for Stars")
    await olga.taps("Pay at most 1 Stars")
    await olga.taps("Confirm")
    await shop.rounds()
    await olga.sees("Paused", "Telegram refuses to be paid", "0 of 4 sent · 0 blocked · 0 failed")
    shop.clock.advance(10)
    await olga.taps("Go on")
    await shop.rounds()
    await olga.sees("4 of 4 sent")
    assert got(shop.ann) == 1


async def test_who_waits_because_telegram_asked_to_does_not_wait_for_the_day(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    shop.telegram.plan("sendMessage", too_many(3_600), chat_id=ANN)
    await confirms(shop)
    await shop.rounds()
    await olga.taps("Pause")
    await olga.taps("Go on")
    await shop.rounds()
    await olga.sees("Sending", "3 of 4 sent")
    olga.finds_no("when it is day")
    await shop.passes(3_700)
    await shop.rounds()
    await olga.sees("4 of 4 sent")
    assert got(shop.ann) == 1


async def test_what_goes_on_at_once_is_not_lost_to_a_refusal_of_the_stars(shop: Harness) -> None:
    olga = shop.olga
    shop.telegram.world.ledger.deposited = 150_000
    await composes(olga)
    await olga.taps("Faster, for Stars")
    await olga.taps("Pay at most 1 Stars")
    await olga.taps("Confirm")
    await shop.rounds()
    await olga.sees("Paused", "Telegram refuses to be paid")
    await olga.taps("Go on")
    await shop.passes(10)
    await shop.rounds()
    await olga.sees("4 of 4 sent")
    assert got(shop.ann) == 1


async def test_who_operates_no_more_gets_no_figures_of_what_they_planned(shop: Harness) -> None:
    bob, staff = shop.bob, shop.kiosk.stores.staff
    await composes(bob)
    await bob.taps("When")
    await bob.taps("In an hour")
    await bob.taps("Confirm")
    await staff.take_role(BOB, OLGA, shop.clock.now())
    shop.kiosk.access.roster = await staff.roster()
    await shop.passes(3_700)
    await shop.rounds()
    assert [got(one) for one in (shop.ann, shop.sam)] == [1, 1]
    assert "of 4 sent" not in bob.screen


async def test_whoever_takes_a_role_sees_how_its_broadcasts_under_way_stand(shop: Harness) -> None:
    """One that was paused, also by Telegram's refusal of the Stars, was on nobody's screen."""
    bob, olga = shop.bob, shop.olga
    await composes(bob)
    bob.person.taps("Confirm")
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.turns.drain()
    await taps_at_once(bob, "b:1:pause:")
    await shop.settles()
    await shop.kiosk.stores.staff.take_role(BOB, OLGA, shop.clock.now())
    shop.kiosk.access.roster = await shop.kiosk.stores.staff.roster()
    await shop.rounds()
    await olga.sees("Paused", "0 of 4 sent")
    await olga.taps("Go on")
    await shop.rounds()
    await olga.sees("4 of 4 sent")
    assert "4 of 4 sent" not in bob.screen


async def test_the_balance_that_telegram_does_not_tell_is_said(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    shop.telegram.plan("getMyStarBalance", refusal(400, "Bad Request: not today"))
    await olga.taps("Faster, for Stars")
    await olga.sees("Telegram does not say how many Stars the bot has")


async def wants_no_news(player: Player) -> None:
    await player.says("/settings")
    await player.taps("Notices")
    await player.taps("✅ News of the shop")
    await player.sees("⬜ News of the shop")


async def is_paused(shop: Harness, *, important: bool = False) -> None:
    """Have a broadcast wait before anybody got it."""
    await composes(shop.olga)
    if important:
        await shop.olga.taps("Who")
        await shop.olga.taps("⬜ Also who wants no news")
        await shop.olga.taps("Back")
    await confirms(shop)
    await taps_at_once(shop.olga, "b:1:pause:")
    await shop.settles()


async def test_who_turns_the_news_off_or_is_banned_meanwhile_is_sent_nothing_any_more(shop: Harness) -> None:
    """Whoever waits for their morning, or for an operator to go on, may have decided otherwise meanwhile."""
    ann, sam, staff = shop.ann, shop.sam, shop.kiosk.stores.staff
    await is_paused(shop)
    await wants_no_news(ann)
    await staff.stand(SAM, Standing.BANNED, OLGA, shop.clock.now())
    shop.kiosk.access.roster = await staff.roster()
    await taps_at_once(shop.olga, "b:1:goon:")
    await shop.rounds()
    assert [got(one) for one in (ann, sam, shop.bob)] == [0, 0, 1]
    await shop.olga.sees("2 of 4 sent · 0 blocked · 0 failed", "2 people did not get it.")


async def test_what_all_must_know_reaches_who_turns_the_news_off_meanwhile(shop: Harness) -> None:
    await is_paused(shop, important=True)
    await wants_no_news(shop.ann)
    await taps_at_once(shop.olga, "b:1:goon:")
    await shop.rounds()
    assert got(shop.ann) == 1
    await shop.olga.sees("4 of 4 sent")
    shop.olga.finds_no("did not get it")
