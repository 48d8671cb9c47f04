"""Who blocked the bot, or was in a group that did not want it: what they are told, then and later."""

from playground.telegram.faults import blocked, refusal
from tests.street import ANN, Street

LINK = "https://www.instagram.com/p/back/"


async def test_who_comes_back_finds_every_card_true_and_hears_of_their_money(street: Street) -> None:
    ann = street.ann
    for n in (1, 2):
        await ann.says(f"/order 1 {LINK}{n}/ 100")
        await ann.taps("Confirm")
    [first], [second] = street.panel.orders_for(f"{LINK}1/"), street.panel.orders_for(f"{LINK}2/")
    ann.person.blocks()
    await street.settles()
    street.panel.set_state(first.id, "Canceled")
    street.panel.set_state(second.id, "Completed")
    await street.passes(60)
    ann.person.unblocks()
    await ann.says("/wallet")
    await street.passes(10)
    await ann.sees("Order 1 was canceled", "2 of your orders have changed")
    cards = [one.text for one in ann.person.chat if one.text.startswith(("✖️ Order 1 ·", "✅ Order 2 ·"))]
    assert len(cards) == 2
    ann.finds_no("Order 1 · Pending")
    ann.finds_no("Order 2 · Pending")
    assert sum("Welcome back" in one.text for one in ann.person.chat) == 1
    await street.audited()


async def test_a_groups_refusal_says_nothing_of_the_person_who_asked_there(street: Street) -> None:
    ann = street.ann
    await ann.says("/help")
    group = street.telegram.add_group(-100_5, "Friends")
    for refused in (
        blocked(),
        refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
    ):
        street.telegram.plan("sendMessage", refused, chat_id=group.id)
        ann.person.says("/orders@kiosk_bot", group=group)
        await street.settles()
        assert street.telegram.faults_left == 0
    assert await street.kiosk.services.stores.people.count_reachable([ANN]) == 1
    assert await street.kiosk.stores.inbox.count() == {"done": 3}
    ann.finds_no("went wrong")
