"""People who blocked the bot, or whose group did not want it: what they are told, then and later."""

from playground.telegram.faults import blocked, refusal
from tests.in_process import ANN, Harness

LINK = "https://www.instagram.com/p/back/"


async def test_who_comes_back_finds_every_card_true_and_hears_of_their_money(harness: Harness) -> None:
    ann = harness.ann
    for n in (1, 2):
        await ann.says(f"/order 1 {LINK}{n}/ 100")
        await ann.taps("Confirm")
    [first], [second] = harness.panel.orders_for(f"{LINK}1/"), harness.panel.orders_for(f"{LINK}2/")
    ann.person.blocks()
    await harness.settles()
    harness.panel.set_state(first.id, "Canceled")
    harness.panel.set_state(second.id, "Completed")
    await harness.passes(60)
    ann.person.unblocks()
    await ann.says("/wallet")
    await harness.passes(10)
    await ann.sees("Order 1 was canceled", "2 of your orders have changed")
    cards = [one.text for one in ann.person.chat if one.text.startswith(("❌ Order 1 ·", "✅ Order 2 ·"))]
    assert len(cards) == 2
    ann.finds_no("Order 1 · Pending")
    ann.finds_no("Order 2 · Pending")
    assert sum("Welcome back" in one.text for one in ann.person.chat) == 1
    await harness.audited()


async def test_a_groups_refusal_says_nothing_of_the_person_who_asked_there(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/help")
    group = harness.telegram.add_group(-100_5, "Friends")
    for refused in (
        blocked(),
        refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
    ):
        harness.telegram.plan("sendMessage", refused, chat_id=group.id)
        ann.person.says("/orders@kiosk_bot", group=group)
        await harness.settles()
        assert harness.telegram.faults_left == 0
    assert await harness.kiosk.services.stores.people.count_reachable([ANN]) == 1
    assert await harness.kiosk.stores.inbox.count_by_state() == {"done": 3}
    ann.finds_no("went wrong")


async def test_who_only_asks_inline_has_not_come_back_yet(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    [order] = harness.panel.orders_for(LINK)
    ann.person.blocks()
    await harness.settles()
    harness.panel.set_state(order.id, "Completed")
    await harness.passes(60)
    await ann.queries("")
    assert await harness.kiosk.services.stores.people.count_reachable([ANN]) == 0
    ann.person.unblocks()
    await ann.says("/wallet")
    await harness.passes(10)
    await ann.sees("Welcome back")
    await harness.audited()
