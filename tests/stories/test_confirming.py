"""The confirm card: once is once, old buttons say so, a price holds ten minutes, twins are named."""

import pytest

from playground.telegram.people import NoSuchButton
from tests.street import Player, Street

ORDER = "/order 1 https://instagram.com/p/abc 100"


def button_data(player: Player, label: str) -> str:
    """What the newest button with this label carries."""
    for message in reversed(player.person.chat):
        for row in message.keyboard or ():
            for button in row:
                if button.label.endswith(label):
                    return str(button.data)
    raise AssertionError(player.screen)


async def test_a_used_card_keeps_its_text_and_loses_its_buttons(street: Street) -> None:
    ann = street.ann
    await ann.says(ORDER)
    card = ann.person.last
    await ann.taps("Confirm")
    assert "Check your order" in card.text
    assert not card.keyboard


async def test_a_second_tap_finds_the_same_order(street: Street) -> None:
    ann = street.ann
    await ann.says(ORDER)
    for _ in range(3):
        ann.person.taps("Confirm")
    await street.settles()
    assert len(street.panel.orders) == 1
    assert not ann.person.spinning
    ann.person.taps("Confirm", stale=True)
    await street.settles()
    await ann.sees("Order 1 is noted")
    assert len(street.panel.orders) == 1
    await street.audited()


async def test_a_replaced_card_cannot_be_confirmed(street: Street) -> None:
    ann = street.ann
    await ann.says(ORDER)
    old = ann.person.last
    await ann.says("/order 2 https://instagram.com/p/other 200")
    assert not old.keyboard
    await ann.taps("Confirm", message_id=old.id, stale=True)
    await ann.sees("This button is old")
    assert not street.panel.orders
    await ann.taps("Confirm")
    [order] = street.panel.orders.values()
    assert order.link == "https://instagram.com/p/other"


async def test_nobody_confirms_for_somebody_else(street: Street) -> None:
    ann, bob = street.ann, street.bob
    await ann.says(ORDER)
    await bob.says("/start")
    bob.person.forges(button_data(ann, "Confirm"))
    await street.settles()
    await bob.sees("This button is old")
    assert not street.panel.orders
    assert not bob.person.spinning


async def test_a_price_is_good_for_ten_minutes_then_shown_anew(street: Street) -> None:
    ann = street.ann
    await ann.says(ORDER)
    await ann.sees("Price: 0.09 USD")
    street.panel.catalogue.change_rate(1, "1.80")
    await street.passes(31 * 60)
    await ann.taps("Confirm")
    await ann.sees("Here is the current price", "Price: 0.18 USD")
    assert not street.panel.orders
    await ann.taps("Confirm")
    assert len(street.panel.orders) == 1


async def test_the_price_confirmed_is_the_price_kept(street: Street) -> None:
    ann = street.ann
    await ann.says(ORDER)
    street.panel.catalogue.change_rate(1, "1.80")
    await street.kiosk.rounds.refresh()
    await ann.taps("Confirm")
    await ann.sees("Price: 0.09 USD")


async def test_a_running_twin_is_named_and_asks_once_more(street: Street) -> None:
    ann = street.ann
    await ann.says(ORDER)
    await ann.taps("Confirm")
    await ann.says("/order 1 https://www.instagram.com/p/abc/?utm_source=x 150")
    await ann.taps("Confirm")
    await ann.sees("Order 1 for this link is still running", "Confirm")
    assert len(street.panel.orders) == 1
    await ann.taps("Confirm")
    assert len(street.panel.orders) == 2
    await street.audited()


async def test_another_persons_order_is_no_twin(street: Street) -> None:
    await street.ann.says(ORDER)
    await street.ann.taps("Confirm")
    await street.bob.says(ORDER)
    await street.bob.taps("Confirm")
    street.bob.finds_no("still running")
    assert len(street.panel.orders) == 2


async def test_typing_at_the_card_shows_it_again(street: Street) -> None:
    ann = street.ann
    await ann.says(ORDER)
    await ann.says("ok do it")
    await ann.sees("Check your order", "Confirm")
    await ann.taps("Confirm")
    assert len(street.panel.orders) == 1


async def test_the_card_of_a_service_that_is_gone(street: Street) -> None:
    ann = street.ann
    await ann.says("/order 1 https://instagram.com/p/abc")
    street.panel.catalogue.remove(1)
    await street.kiosk.rounds.refresh()
    await ann.says("100")
    await ann.sees("This service is no longer on sale")


async def test_a_button_of_an_earlier_draft_says_it_is_old(street: Street) -> None:
    ann = street.ann
    await ann.says("/order")
    old = ann.person.last
    await ann.taps("Instagram")
    await ann.says("/order")
    await ann.taps("Back", message_id=old.id, stale=True)
    await ann.sees("This button is old")
    await ann.taps("YouTube")
    await ann.sees("Which kind?")


async def test_garbage_in_a_button_says_it_is_old(street: Street) -> None:
    ann = street.ann
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
        await street.settles()
        assert not ann.person.spinning, data
        assert ann.person.toasts, data
    assert not street.panel.orders


async def test_the_same_update_again_answers_and_orders_nothing_twice(street: Street) -> None:
    """A turn that is done again after a crash may repeat an answer, never an effect."""
    ann = street.ann
    await ann.says("/order 1")
    await ann.says("https://instagram.com/p/abc")
    await handled_again(street)
    await ann.sees("How many?")
    await ann.says("100")
    await handled_again(street)
    await ann.sees("Spread it over time?")
    await ann.taps("Skip")
    await handled_again(street)
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    await handled_again(street)
    assert len(street.panel.orders) == 1
    await ann.says("/order 1 https://instagram.com/p/abc 7")
    await handled_again(street)
    await ann.sees("How many?")
    with pytest.raises(NoSuchButton):
        await ann.taps("Skip")


async def handled_again(street: Street) -> None:
    """As if the process had died just before it noted that the last turn was done."""
    await street.restarts()
    await street.forgets_last_turn()
    await street.settles()
