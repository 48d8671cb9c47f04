"""A refill from the card of an ended order: until when, how it stands, what came of it, when again."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from playground.telegram.people import NoSuchButton
from tests.in_process import Harness, Player
from tests.screens import labels_of

DAY = 86_400.0
PLAIN, R30, WITHOUT = 1, 2, 3
"""A service that promises no days, one that promises 30, and one that is never refilled."""


@pytest.fixture
async def mainstream(database_file: Path) -> AsyncIterator[Harness]:
    """A harness with a panel that numbers refills, and names services without them."""
    harness = Harness(database_file, dialect="mainstream")
    await harness.opens()
    yield harness
    await harness.closes()


async def done(harness: Harness, service: int, number: int = 1, player: Player | None = None) -> None:
    """Give Ann, or somebody else, an order that is done."""
    player = player or harness.ann
    await player.says(f"/order {service} https://instagram.com/p/n{number}{player.id} 100")
    await player.taps("Confirm")
    await harness.delivers()


def asked(harness: Harness) -> int:
    return sum(call.action == "refill" for call in harness.panel.calls)


def has_refill(player: Player, order: int = 1) -> bool:
    """Whether this order's newest card has the button."""
    cards = [one for one in player.person.chat if f"Order {order} ·" in one.text and one.keyboard]
    return any("♻️ Refill" in row for row in labels_of(cards[-1]))


async def test_the_card_says_until_when_a_refill_can_be_asked_for(harness: Harness) -> None:
    """The harness's first day is the 1st of January."""
    ann = harness.ann
    await done(harness, R30)
    await ann.sees("A refill can be asked for until 31 Jan 12:0")
    assert has_refill(ann)
    await harness.passes(30 * DAY)
    await ann.says("/status 1")
    await ann.sees("A refill could be asked for until 31 Jan 12:0")
    assert not has_refill(ann)


async def test_where_no_days_are_told_no_end_is_invented(harness: Harness) -> None:
    await done(harness, PLAIN)
    harness.ann.finds_no("can be asked for until")
    await harness.passes(200 * DAY)
    await harness.ann.says("/status 1")
    harness.ann.finds_no("asked for until")
    assert has_refill(harness.ann)


async def test_an_old_button_after_the_time_asks_nobody(harness: Harness) -> None:
    await done(harness, R30)
    await harness.passes(30 * DAY)
    tap = harness.ann.person.taps("o:1:refill:")
    await harness.settles()
    assert tap.text == "The time for refills of this order is over. Reorder if you want more."
    assert asked(harness) == 0


async def test_from_the_asking_to_the_next_time(mainstream: Harness) -> None:
    ann = mainstream.ann
    await done(mainstream, R30)
    await ann.taps("Refill")
    await ann.sees("Refill: requested 1 Jan 12:0", "being done")
    assert not has_refill(ann)
    await mainstream.passes(60)
    await mainstream.rounds()
    await ann.sees("Refill: done 1 Jan 12:0", "You can ask for a refill again from 2 Jan 12:0")
    await ann.sees("The refill of order 1 is done")
    assert not has_refill(ann)
    tap = ann.person.forges("o:1:refill:")
    await mainstream.settles()
    assert tap.text.startswith("A refill was answered less than a day ago.")
    assert asked(mainstream) == 1
    await mainstream.passes(DAY)
    await ann.taps("o:1:refresh:")
    await ann.sees("Refill: done", "A refill can be asked for until 31 Jan")
    ann.finds_no("again from")
    await ann.taps("Refill")
    assert asked(mainstream) == 2
    await mainstream.audited()


async def test_a_refill_that_the_panel_cannot_be_asked_about_does_not_last_for_ever(
    mainstream: Harness,
) -> None:
    """It gives refills numbers, and knows no question about them."""
    ann = mainstream.ann
    mainstream.panel.arm("action_unknown", times=100_000)
    await done(mainstream, R30)
    await ann.taps("Refill")
    for _ in range(23):
        await mainstream.passes(3_600)
    await ann.sees("Refill: requested")
    for _ in range(3):
        await mainstream.passes(3_600)
    await ann.sees("Refill: no answer yet. Please tap Refill again")
    await ann.taps("Refill")
    assert asked(mainstream) == 2
    await mainstream.audited()


async def test_two_taps_are_one_refill(mainstream: Harness) -> None:
    ann = mainstream.ann
    await done(mainstream, PLAIN)
    ann.person.taps("Refill")
    ann.person.taps("Refill")
    await mainstream.settles()
    ann.person.forges("o:1:refill:")
    await mainstream.settles()
    assert asked(mainstream) == 1


async def test_a_refusal_for_now_says_so_and_when_again(mainstream: Harness) -> None:
    """The panel took a refill for this order elsewhere: on its own page."""
    ann = mainstream.ann
    await done(mainstream, PLAIN)
    [order] = mainstream.panel.orders
    mainstream.panel.refill(order)
    await ann.taps("Refill")
    await ann.sees("Refill: refused, it was too early", "You can ask for a refill again from 2 Jan 12:0")
    assert not has_refill(ann)


async def test_a_refill_that_is_not_granted_is_told_and_may_be_asked_again_later(mainstream: Harness) -> None:
    ann = mainstream.ann
    await done(mainstream, PLAIN)
    await ann.taps("Refill")
    mainstream.panel.reject_refill("1")
    await mainstream.passes(60)
    await ann.sees("Refill: not granted", "The refill of order 1 was not granted")
    await ann.sees("You can ask for a refill again from")
    await mainstream.passes(DAY)
    await ann.says("/status 1")
    assert has_refill(ann)


async def test_a_service_without_refills_is_remembered_for_everybodys_orders(harness: Harness) -> None:
    """The seed's dialect does not say which services have refills: the first refusal does."""
    ann, bob = harness.ann, harness.bob
    await done(harness, WITHOUT)
    await done(harness, WITHOUT, player=bob)
    await done(harness, PLAIN, number=2)
    await ann.says(f"/start s_{WITHOUT}")
    await ann.sees("Refill if they drop: not stated")
    await ann.says("/status 1")
    await ann.taps("Refill")
    await ann.sees("Refill: not possible, this service has none")
    assert not has_refill(ann)
    for _ in range(2):
        await bob.says("/status 2")
        assert not has_refill(bob, 2)
        tap = bob.person.forges("o:2:refill:")
        await harness.settles()
        assert tap.text == "This service has no refill. Ask us if something is missing."
        await ann.says("/status 3")
        assert has_refill(ann, 3)
        await ann.says(f"/start s_{WITHOUT}")
        await ann.sees("Refill if they drop: no")
        await harness.restarts()
        await harness.rounds()
    assert asked(harness) == 1


async def test_after_a_month_a_customer_may_ask_once_more(harness: Harness) -> None:
    """Services change; the order that was refused stays refused."""
    await done(harness, WITHOUT)
    await harness.ann.taps("Refill")
    await harness.passes(31 * DAY)
    await done(harness, WITHOUT, number=2)
    await harness.ann.says("/status 2")
    assert has_refill(harness.ann, 2)
    await harness.ann.says("/status 1")
    assert not has_refill(harness.ann)


async def test_a_clock_that_is_set_back_locks_nobody_out(mainstream: Harness) -> None:
    ann = mainstream.ann
    await done(mainstream, PLAIN)
    await ann.taps("Refill")
    await mainstream.passes(60)
    await ann.sees("You can ask for a refill again from")
    mainstream.clock.set_ahead(timedelta(days=-300))
    await mainstream.restarts()
    await ann.says("/status 1")
    assert has_refill(ann)


async def test_without_the_button_nothing_can_be_tapped(mainstream: Harness) -> None:
    """The catalogue itself says that the service has none."""
    await done(mainstream, WITHOUT)
    with pytest.raises(NoSuchButton):
        await mainstream.ann.taps("Refill")


async def test_a_catalogue_that_promises_what_the_panel_refuses_is_no_longer_believed(
    mainstream: Harness,
) -> None:
    """Lists, the service's card and what is recommended to others say the same."""
    ann = mainstream.ann
    mainstream.panel.catalogue.change(WITHOUT, name="Zebra Followers", refill=True)
    mainstream.panel.catalogue.change(PLAIN, name="Zebra Likes", refill=False)
    await mainstream.kiosk.catalogue.refresh()
    await done(mainstream, WITHOUT)
    [order] = mainstream.panel.orders.values()
    order.service = replace(order.service, refill=False)  # only its API knows
    await ann.says("/order zebra")
    await ann.sees("refilled if they drop", "Refill only")
    recommended = (await ann.queries("zebra followers")).results[0]
    assert ("Zebra Followers" in recommended.title, "♻️" in recommended.description) == (True, True)
    await ann.says("/cancel")
    await ann.says("/status 1")
    await ann.taps("Refill")
    await ann.sees("Refill: not possible, this service has none")
    await ann.says("/order zebra")
    ann_sees = [one for one in ann.person.chat if one.keyboard][-1]
    assert "refilled if they drop" not in ann_sees.text
    assert not any("♻️" in label for row in labels_of(ann_sees) for label in row)
    recommended = (await ann.queries("zebra followers")).results[0]
    assert ("Zebra Followers" in recommended.title, "♻️" in recommended.description) == (True, False)
