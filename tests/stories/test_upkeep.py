"""The kiosk's periodic work: following many orders and refills, and judging a new catalogue."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from playground.telegram.faults import refusal
from shop.errors import PanelError, PanelGarbled, PanelUnreachable
from shop.ordering.change import Change
from shop.ordering.due import Unchanged
from shop.ordering.order import Order, OrderState
from shop.ordering.restraint import Refunds
from shop.ordering.sweeping import NO_MORE, sweep
from shop.ordering.terms import Terms
from tests.in_process import Harness


@pytest.fixture
async def mainstream(database_file: Path) -> AsyncIterator[Harness]:
    """A harness with a panel that numbers refills."""
    harness = Harness(database_file, dialect="mainstream")
    await harness.opens()
    yield harness
    await harness.closes()


class Notebook:
    """Keeps the results of a sweep."""

    def __init__(self) -> None:
        self.heard: list[str | None] = []

    async def apply(
        self, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]] = NO_MORE
    ) -> None:
        assert not unchanged  # none of these orders has reported yet
        self.heard += [change.after.panel_order_id for change in changes]

    async def refunds(self, since: datetime) -> Refunds:  # noqa: ARG002 - there are none
        return Refunds()


def placed(harness: Harness, count: int) -> list[Order]:
    """Make orders that the panel has."""
    now = harness.clock.now()
    orders = []
    for number in range(1, count + 1):
        link = f"https://instagram.com/p/n{number}"
        harness.panel.handle(
            {
                "key": harness.panel.key,
                "action": "add",
                "service": "1",
                "link": link,
                "quantity": "100",
            }
        )
        terms = Terms("1", "Likes", link, 100, {}, 90_000, "USD", asks_quantity=True)
        orders.append(Order(number, 101, "main", terms, OrderState.PENDING, now, now))
    ids = sorted(harness.panel.orders, key=int)
    return [replace(order, panel_order_id=one) for order, one in zip(orders, ids, strict=True)]


async def swept(harness: Harness, orders: list[Order]) -> tuple[list[str | None], PanelError | None]:
    """Return the orders the sweep got reports on, and how it ended."""
    notebook = Notebook()
    try:
        await sweep(orders, panel=harness.kiosk.main.panel, follower=notebook, clock=harness.clock)
    except PanelError as error:
        return notebook.heard, error
    return notebook.heard, None


async def test_an_answer_that_cannot_be_read_keeps_nobody_from_the_others(mainstream: Harness) -> None:
    orders = placed(mainstream, 250)
    mainstream.panel.arm("garbage", action="status")
    heard, error = await swept(mainstream, orders)
    assert error is None, "parts of the hundred were asked about"
    assert set(heard) == {order.panel_order_id for order in orders}
    mainstream.panel.arm("garbage", times=4, action="status")
    heard, error = await swept(mainstream, orders)
    assert isinstance(error, PanelGarbled), "four in a row are the panel's own trouble"
    assert set(heard) == {order.panel_order_id for order in orders[100:]}


async def test_a_panel_that_is_gone_is_not_asked_on(mainstream: Harness) -> None:
    orders = placed(mainstream, 250)
    mainstream.panel.arm("reset_before", action="status")
    heard, error = await swept(mainstream, orders)
    assert (heard, type(error)) == ([], PanelUnreachable)
    assert sum(call.action == "status" for call in mainstream.panel.calls) == 1


async def test_a_refill_the_panel_does_not_know_ends_after_three_errors(mainstream: Harness) -> None:
    ann = mainstream.ann
    await ann.says("/order 1 https://instagram.com/p/n1 100")
    await ann.taps("Confirm")
    for _ in range(30):
        await mainstream.passes(60)
    await ann.taps("Refill")
    await ann.sees("Refill: requested")
    mainstream.panel._refills.clear()  # the panel has forgotten the order
    for _ in range(2):
        await mainstream.rounds()
        assert "Refill: requested" in ann.screen
    await mainstream.rounds()
    await ann.sees("Refill: not possible", "You can ask for a refill again from")
    await mainstream.passes(86_400)
    await ann.taps("Refresh")
    await ann.taps("Refill")
    await mainstream.audited()


async def test_every_attempt_of_an_order_gives_the_same_reference(
    tmp_path: Path, database_file: Path
) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text('target = "url"\nidempotency_field = "request_id"\n')
    harness = Harness(database_file, panel_profile=str(profile))
    await harness.opens()
    for number in (1, 2):
        if number == 1:
            harness.panel.arm("throttle_429", action="add")
        await harness.ann.says(f"/order 1 https://instagram.com/p/n{number} 100")
        await harness.ann.taps("Confirm")
        await harness.passes(60)
    sent = [call.form["request_id"] for call in harness.panel.calls if call.action == "add"]
    await harness.closes()
    assert len(sent) == 3
    assert (sent[0] == sent[1], sent[1] == sent[2]) == (True, False)
    assert sent[0].startswith("kiosk-1-")


def shrink(harness: Harness) -> int:
    """Let the panel list one service only; return how many there were."""
    listed = list(harness.panel.catalogue)
    for service in listed[1:]:
        harness.panel.catalogue.remove(service.id)
    return len(listed)


async def test_a_shrunk_catalogue_is_believed_the_third_time_ten_minutes_apart(harness: Harness) -> None:
    olga, storefront = harness.olga, harness.kiosk.storefront
    await olga.says("/help")
    before = shrink(harness)
    await harness.passes(1900)
    await olga.sees(f"far fewer services than before: 1 / {before}")
    for _ in range(5):
        await harness.kiosk.catalogue.refresh()  # asking again at once brings nothing new
    assert storefront.size == before
    for _ in range(39):
        await harness.passes(30)
    assert storefront.size == before
    await harness.passes(30)
    assert storefront.size == 1
    assert sum("far fewer services" in message.text for message in olga.person.chat) == 0
    assert sum("list of services is settled" in message.text for message in olga.person.chat) == 1


async def test_a_catalogue_that_is_whole_again_begins_the_count_anew(harness: Harness) -> None:
    storefront = harness.kiosk.storefront
    services = list(harness.panel.catalogue)
    shrink(harness)
    await harness.passes(1900)
    await harness.passes(700)
    for service in services[1:]:
        harness.panel.catalogue.add(service)
    await harness.passes(700)
    shrink(harness)
    for _ in range(2):
        await harness.passes(1900)
    assert storefront.size == len(services)
    await harness.passes(700)
    assert storefront.size == 1


async def test_alerts_reach_an_operator_who_starts_later(harness: Harness) -> None:
    harness.telegram.plan("sendMessage", refusal(400, "Bad Request: chat not found"), chat_id=harness.olga.id)
    harness.panel.arm("no_funds")
    await harness.ann.says("/order 1 https://instagram.com/p/n1 100")
    await harness.ann.taps("Confirm")
    assert "too low" not in harness.olga.screen
    await harness.olga.says("/start")
    await harness.passes(60)
    await harness.olga.sees("The panel says our balance is too low: Not enough funds. Top it up there.")


async def test_an_order_the_balance_does_not_reach_for_keeps_no_other_waiting(harness: Harness) -> None:
    harness.panel.deposit(Decimal("0.5") - harness.panel.balance)
    await harness.ann.says("/order 1 https://instagram.com/p/dear 1000")
    await harness.ann.taps("Confirm")
    await harness.bob.says("/order 1 https://instagram.com/p/cheap 100")
    await harness.bob.taps("Confirm")
    for _ in range(5):
        await harness.passes(60)
    await harness.bob.sees("Order 2 · Completed")
    assert harness.panel.orders_for("https://instagram.com/p/dear") == []
    harness.panel.deposit(Decimal(10))
    for _ in range(6):
        await harness.passes(60)
    await harness.ann.sees("Order 1 · Completed")
