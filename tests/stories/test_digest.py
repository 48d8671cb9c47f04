"""Much that happens at once to one person's orders comes as one message, and each order is in just one."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram import FakeMessage
from playground.telegram.faults import disconnect_before, timeout_after
from shop import notice
from shop.ledger.journals import Account, AccountKind, granting
from shop.ordering.request import RequestState
from tests.in_process import ANN, OLGA, Harness, Player

LINK = "https://www.instagram.com/p/digest{}/"


@pytest.fixture(params=["private", "shop"])
async def harness(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    harness = Harness(database_file, access=request.param)
    await harness.opens()
    await harness.ann.says("/start")
    if request.param == "shop":
        wallet = Account(AccountKind.WALLET, ANN, "USD")
        gift = granting("1", wallet, 1_000_000_000, actor_id=OLGA, reason="a gift")
        await harness.kiosk.stores.ledger.book(gift, harness.clock.now())
    yield harness
    await harness.audited()
    await harness.closes()


async def ordered(harness: Harness, count: int) -> None:
    for n in range(count):
        await harness.ann.says(f"/order 1 {LINK.format(n)} 100")
        await harness.ann.taps("Confirm")


async def ends(harness: Harness, *words: str) -> None:
    """Let the panel end every order, with these words in turn, and the kiosk hear of all at once."""
    for n, order in enumerate(harness.panel.orders.values()):
        word = words[n % len(words)]
        harness.panel.set_state(order.id, word, remains=0 if word == "Completed" else 100)
    await harness.passes(120)


def news(player: Player, since: int = 0) -> list[FakeMessage]:
    """Return the messages about ends since that id, which are no cards."""
    said = [one for one in player.person.chat if one.from_bot and one.id > since]
    return [
        one for one in said if re.search(r"is done:|orders are done|was canceled|There is news", one.text)
    ]


def listed(message: FakeMessage, what: str) -> list[int]:
    """Return the numbers of the orders that a digest lists as this."""
    return [
        int(one) for one in re.findall(r"\d+", message.text.partition(f"{what}: ")[2].partition(" · ")[0])
    ]


async def test_twelve_that_are_done_together_are_one_message(harness: Harness) -> None:
    ann = harness.ann
    await ordered(harness, 12)
    await ends(harness, "Completed")
    [digest] = news(ann)
    assert digest.text.startswith("✅ 12 orders are done.")
    assert not digest.silent
    assert listed(digest, "Done") == list(range(1, 13))
    cards = [one for one in ann.person.chat if re.search(r"Order \d+ · Completed", one.text)]
    assert len(cards) == 12, "every card is edited all the same"
    assert [[one.label for one in row] for row in digest.keyboard] == [["📦 My orders", "🏠 Menu"]]
    await harness.passes(3600)
    assert len(news(ann)) == 1
    await ann.taps("My orders", message_id=digest.id)
    await ann.sees("Completed")


async def test_five_get_a_message_each(harness: Harness) -> None:
    await ordered(harness, 5)
    await ends(harness, "Completed")
    assert len(news(harness.ann)) == 5


async def test_what_came_back_is_said_with_its_sum(harness: Harness) -> None:
    ann = harness.ann
    await ordered(harness, 12)
    latest = await harness.kiosk.stores.orders.list_latest(ANN, limit=20)
    [price] = {order.terms.price_micro for order in latest}
    await ends(harness, *["Completed"] * 5, "Canceled")
    [digest] = news(ann)
    assert digest.text.startswith("📦 There is news of 12 orders.")
    assert sorted(listed(digest, "Done") + listed(digest, "Canceled")) == list(range(1, 13))
    assert listed(digest, "Canceled") == [6, 12]
    t = harness.kiosk.services.catalogues.of("en")
    assert f"{t.balance(2 * price, 'USD')} for these orders is back in your wallet" in digest.text
    assert digest.keyboard[1][0].label == "💰 Wallet"


async def test_a_digest_survives_that_the_process_dies(harness: Harness) -> None:
    ann = harness.ann
    await ordered(harness, 7)
    since = ann.person.last.id
    harness.telegram.plan("sendMessage", disconnect_before())
    await ends(harness, "Completed")
    assert news(ann, since) == []
    await harness.restarts()
    await harness.passes(120)
    [digest] = news(ann, since)
    assert digest.text.startswith("✅ 7 orders are done.")


async def test_what_may_have_arrived_is_not_told_again_in_a_digest(harness: Harness) -> None:
    """The first end was sent, its answer was lost; six more end before it is sent again."""
    ann = harness.ann
    await ordered(harness, 7)
    first, *others = harness.panel.orders.values()
    harness.telegram.plan("sendMessage", timeout_after())
    harness.panel.set_state(first.id, "Completed", remains=0)
    await harness.kiosk.main.work.sweep()
    await harness.settles()
    for order in others:
        harness.panel.set_state(order.id, "Completed", remains=0)
    await harness.passes(60)
    await harness.passes(60)
    digests = [one for one in news(ann) if "orders are done" in one.text]
    assert [one.text.partition(" orders")[0] for one in digests] == ["✅ 6"]


async def test_who_was_out_of_reach_hears_how_many_changed(harness: Harness) -> None:
    ann = harness.ann
    await ordered(harness, 7)
    ann.person.blocks()
    await ends(harness, "Completed")
    ann.person.unblocks()
    await ann.says("/start")
    await ann.sees("7 of your orders have changed")


async def test_end_only_leaves_refills_out_of_a_digest(harness: Harness) -> None:
    ann = harness.ann
    await ordered(harness, 12)
    await ends(harness, "Completed")
    since = ann.person.last.id
    refilled = [notice.refill_news(n, ANN, n, RequestState.DONE) for n in range(1, 8)]
    more = [notice.finished(n, ANN, "completed", "again") for n in range(8, 13)]
    await harness.kiosk.stores.outbox.enqueue([*refilled, *more], harness.clock.now())
    await harness.settles()
    [digest] = news(ann, since)
    assert "Refilled: 1, 2, 3, 4, 5, 6, 7 · " in digest.text
    await ann.says("/settings")
    await ann.taps("Notices")
    await ann.taps("End only")
    since = ann.person.last.id
    again = [notice.finished(n, ANN, "completed", "third") for n in range(8, 13)]
    refilled = [notice.refill_news(n, ANN, 100 + n, RequestState.DONE) for n in range(1, 8)]
    await harness.kiosk.stores.outbox.enqueue([*refilled, *again], harness.clock.now())
    await harness.settles()
    [digest] = news(ann, since)
    assert digest.text.startswith("✅ 5 orders are done.")
    assert "Refilled" not in digest.text
