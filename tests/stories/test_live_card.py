"""An order's live card: the confirm card's own message, edited until the order ends."""

import pytest

from playground.telegram.people import NoSuchButton
from tests.in_process import ANN, Harness, Player

ORDER = "/order 1 https://instagram.com/p/abc 100"


def cards(player: Player, number: int = 1) -> list[int]:
    """Return the messages of this order's card that have buttons, oldest first."""
    shown = (one for one in player.person.chat if one.keyboard and "Price" in one.text)
    return [one.id for one in shown if f"Order {number}" in one.text]


async def test_the_confirm_card_becomes_the_live_card(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(ORDER)
    card, before = ann.person.last, len(ann.person.chat)
    await ann.taps("Confirm")
    assert len(ann.person.chat) == before, ann.screen
    assert "Order 1" in card.text
    assert "Check your order" not in card.text
    assert cards(ann) == [card.id]
    # Such a call of the turn could arrive behind the card, and take its buttons off.
    assert not harness.telegram.calls_of("editMessageReplyMarkup")
    [order] = harness.panel.orders.values()
    harness.panel.set_state(order.id, "In progress", remains=57)
    await harness.passes(60)
    assert "In progress" in card.text
    assert cards(ann) == [card.id]


async def test_a_confirm_card_deleted_meanwhile_is_followed_by_one_new_card(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(ORDER)
    card = ann.person.last
    card.deleted = True  # on their phone: no bot is told
    await ann.taps("Confirm", message_id=card.id, stale=True)
    [live] = cards(ann)
    assert live != card.id
    order = await harness.kiosk.stores.orders.find(1, owner=ANN)
    assert order is not None
    assert order.card_message_id == live


async def test_the_tapped_card_is_the_live_one_though_its_number_was_never_kept(harness: Harness) -> None:
    """The process died between sending the confirm card and noting which message it is."""
    ann = harness.ann
    await ann.says(ORDER)
    card = ann.person.last
    draft = await harness.kiosk.stores.drafts.find(ANN)
    assert draft is not None
    await harness.kiosk.stores.drafts.shown(draft.id, None)
    await ann.taps("Confirm")
    assert cards(ann) == [card.id]


async def test_another_orders_card_in_its_place_is_not_taken_for_the_drafts(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(ORDER)
    await ann.taps("Confirm")
    await ann.says("/order 1 https://instagram.com/p/other 100")
    place = ann.person.last
    await ann.taps("Menu")
    await ann.taps("My orders")
    await ann.taps("o:1:open:")
    assert cards(ann) == [place.id]
    await ann.says("/start")
    await ann.taps("Go on")
    await ann.taps("Confirm")
    assert cards(ann) == [place.id]
    assert len(cards(ann, 2)) == 1


async def test_the_card_says_when_such_orders_are_usually_done(harness: Harness) -> None:
    ann = harness.ann
    for n in range(5):
        await ann.says(f"/order 1 https://instagram.com/p/number{n} 100")
        await ann.taps("Confirm")
    ann.finds_no("Usually done within")
    await harness.delivers()
    await harness.rounds()
    ann.finds_no("Usually done within")
    await ann.says(ORDER)
    await ann.taps("Confirm")
    await ann.sees("Order 6 · Pending", "Usually done within", "nearly always within")
    await harness.delivers()
    ann.finds_no("Usually done within")


async def test_every_card_leads_home_and_stays_where_it_is(harness: Harness) -> None:
    """Also of an order that is being checked, with which nothing can be done yet."""
    ann = harness.ann
    harness.panel.arm("reset_after")
    await ann.says(ORDER)
    card = ann.person.last
    await ann.taps("Confirm")
    assert "Being checked" in card.text
    await ann.taps("Menu", message_id=card.id)
    assert "Being checked" in card.text
    assert ann.person.last.id > card.id
    await ann.sees("On the way")
    with pytest.raises(NoSuchButton):
        await ann.taps("Reorder", message_id=card.id)


async def test_an_orders_number_is_copied_by_a_button_of_its_card_and_of_its_end(harness: Harness) -> None:
    """What a customer quotes when something is asked about the order."""
    ann = harness.ann
    await ann.says(ORDER)
    await ann.taps("Confirm")
    [card] = (one for one in ann.person.chat if one.id in cards(ann))
    assert [(one.label, one.data) for one in card.buttons if one.kind == "copy_text"] == [("📋 1", "1")]
    assert len(card.keyboard) <= 4
    await harness.delivers()
    end = ann.person.last
    assert "is done" in end.text
    assert [(one.label, one.data) for one in end.buttons if one.kind == "copy_text"] == [("📋 1", "1")]
    assert len(end.keyboard) == 3
