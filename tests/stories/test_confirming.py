"""The confirm card: once is once, old buttons say so, a price holds ten minutes, twins are named."""

import pytest

from playground.telegram.people import NoSuchButton
from tests.in_process import Harness, Player

ORDER = "/order 1 https://instagram.com/p/abc 100"


def button_data(player: Player, label: str) -> str:
    """Return the data of the newest button with this label."""
    for message in reversed(player.person.chat):
        for row in message.keyboard or ():
            for button in row:
                if button.label.endswith(label):
                    return str(button.data)
    raise AssertionError(player.screen)


async def test_a_second_tap_finds_the_same_order(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(ORDER)
    for _ in range(3):
        ann.person.taps("Confirm")
    await harness.settles()
    assert len(harness.panel.orders) == 1
    assert not ann.person.spinning
    ann.person.taps("Confirm", stale=True)
    await harness.settles()
    await ann.sees("Order 1 received")
    assert len(harness.panel.orders) == 1
    await harness.audited()


async def test_a_replaced_card_cannot_be_confirmed(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(ORDER)
    old = ann.person.last
    await ann.says("/order 2 https://instagram.com/p/other 200")
    assert not old.keyboard
    await ann.taps("Confirm", message_id=old.id, stale=True)
    await ann.sees("This button is old")
    assert not harness.panel.orders
    await ann.taps("Confirm")
    [order] = harness.panel.orders.values()
    assert order.link == "https://instagram.com/p/other"


async def test_nobody_confirms_for_somebody_else(harness: Harness) -> None:
    ann, bob = harness.ann, harness.bob
    await ann.says(ORDER)
    await bob.says("/start")
    bob.person.forges(button_data(ann, "Confirm"))
    await harness.settles()
    await bob.sees("This button is old")
    assert not harness.panel.orders
    assert not bob.person.spinning


async def test_a_price_is_good_for_ten_minutes_then_shown_anew(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(ORDER)
    await ann.sees("Price: $0.09")
    harness.panel.catalogue.change_rate(1, "1.80")
    await harness.passes(31 * 60)
    await ann.taps("Confirm")
    await ann.sees("Here is the current price", "Price: $0.18")
    assert not harness.panel.orders
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 1


async def test_the_price_confirmed_is_the_price_kept(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(ORDER)
    harness.panel.catalogue.change_rate(1, "1.80")
    await harness.kiosk.catalogue.refresh()
    await ann.taps("Confirm")
    await ann.sees("Price: $0.09")


async def test_a_running_twin_is_named_and_asks_once_more(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(ORDER)
    await ann.taps("Confirm")
    await ann.says("/order 1 https://www.instagram.com/p/abc/?utm_source=x 150")
    await ann.taps("Confirm")
    await ann.sees("Order 1 for this link is still running", "Confirm")
    assert len(harness.panel.orders) == 1
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 2
    await harness.audited()


async def test_another_persons_order_is_no_twin(harness: Harness) -> None:
    await harness.ann.says(ORDER)
    await harness.ann.taps("Confirm")
    await harness.bob.says(ORDER)
    await harness.bob.taps("Confirm")
    harness.bob.finds_no("still running")
    assert len(harness.panel.orders) == 2


async def test_typing_at_the_card_shows_it_again(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(ORDER)
    for words in ("ok do it", "https://instagram.com/p/another", "500"):
        await ann.says(words)
        assert ann.person.last.shown.startswith("⚠️ Tap one of the buttons, please.\n\n")
        assert "Check your order" in ann.person.last.shown
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 1


async def test_the_card_of_a_service_that_is_gone(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1 https://instagram.com/p/abc")
    harness.panel.catalogue.remove(1)
    await harness.kiosk.catalogue.refresh()
    await ann.says("100")
    await ann.sees("This service is no longer on sale")


async def test_a_button_of_an_earlier_draft_says_it_is_old(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order")
    old = ann.person.last
    await ann.taps("Instagram")
    await ann.says("/order")
    await ann.taps("Back", message_id=old.id, stale=True)
    await ann.sees("This button is old")
    await ann.taps("YouTube")
    await ann.sees("Which kind?")


async def test_garbage_in_a_button_says_it_is_old(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start")
    for data in (
        "x",
        "d:::",
        "t::ok:",
        "o:abc:open:",
        "o:99999999999999999999:open:",
        "l:-1:older:",
        "b:1:send:",
        "💣" * 10,
    ):
        ann.person.forges(data)
        await harness.settles()
        assert not ann.person.spinning, data
        assert ann.person.toasts, data
    assert not harness.panel.orders


async def test_the_same_update_again_answers_and_orders_nothing_twice(harness: Harness) -> None:
    """A turn repeated after a crash may repeat an answer, never an effect."""
    ann = harness.ann
    await ann.says("/order 1")
    await ann.says("https://instagram.com/p/abc")
    await handled_again(harness)
    await ann.sees("How many?")
    await ann.says("100")
    await handled_again(harness)
    await ann.sees("Check your order")
    await ann.taps("Spread over time")
    await handled_again(harness)
    await ann.sees("Spread it over time?")
    await ann.taps("Skip")
    await handled_again(harness)
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    await handled_again(harness)
    assert len(harness.panel.orders) == 1
    await ann.says("/order 1 https://instagram.com/p/abc 7")
    await handled_again(harness)
    await ann.sees("How many?")
    with pytest.raises(NoSuchButton):
        await ann.taps("Skip")


async def handled_again(harness: Harness) -> None:
    """Repeat the last turn, as if the process had died just before it recorded that."""
    await harness.restarts()
    await harness.forgets_last_turn()
    await harness.settles()
