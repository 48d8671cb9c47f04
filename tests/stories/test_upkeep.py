"""What the kiosk does by itself: following many orders and refills, and believing a catalogue."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from playground.telegram.faults import refusal
from shop.errors import PanelError, PanelGarbled, PanelUnreachable
from shop.ordering.change import Change
from shop.ordering.order import Order, OrderState, Terms
from shop.ordering.restraint import Refunds
from shop.ordering.status_tracking import sweep
from tests.street import Street


@pytest.fixture
async def mainstream(database_file: Path) -> AsyncIterator[Street]:
    """A street whose panel gives refills numbers."""
    street = Street(database_file, dialect="mainstream")
    await street.opens()
    yield street
    await street.closes()


class Notebook:
    """Keeps what a sweep has found."""

    def __init__(self) -> None:
        self.heard: list[str | None] = []

    async def apply(self, changes: Sequence[Change]) -> None:
        self.heard += [change.after.panel_order_id for change in changes]

    async def refunds(self, since: datetime) -> Refunds:  # noqa: ARG002 - there never were any
        return Refunds()


def placed(street: Street, count: int) -> list[Order]:
    """Orders that the panel has."""
    now = street.clock.now()
    orders = []
    for number in range(1, count + 1):
        link = f"https://instagram.com/p/n{number}"
        street.panel.handle(
            {
                "key": street.panel.key,
                "action": "add",
                "service": "1",
                "link": link,
                "quantity": "100",
            }
        )
        terms = Terms("1", "Likes", link, 100, {"quantity": 100}, 90_000, "USD")
        orders.append(Order(number, 101, "main", terms, OrderState.PENDING, now, now))
    ids = sorted(street.panel.orders, key=int)
    return [replace(order, panel_order_id=one) for order, one in zip(orders, ids, strict=True)]


async def swept(street: Street, orders: list[Order]) -> tuple[list[str | None], PanelError | None]:
    """Whom the sweep heard of, and how it ended."""
    notebook = Notebook()
    try:
        await sweep(orders, panel=street.kiosk.panel, follower=notebook, clock=street.clock)
    except PanelError as error:
        return notebook.heard, error
    return notebook.heard, None


async def test_an_answer_that_cannot_be_read_keeps_nobody_from_the_others(mainstream: Street) -> None:
    orders = placed(mainstream, 250)
    mainstream.panel.arm("garbage", action="status")
    heard, error = await swept(mainstream, orders)
    assert isinstance(error, PanelGarbled)
    assert set(heard) == {order.panel_order_id for order in orders[100:]}
    assert await swept(mainstream, orders[:100]) != ([], None)


async def test_a_panel_that_is_gone_is_not_asked_on(mainstream: Street) -> None:
    orders = placed(mainstream, 250)
    mainstream.panel.arm("reset_before", action="status")
    heard, error = await swept(mainstream, orders)
    assert (heard, type(error)) == ([], PanelUnreachable)
    assert sum(call.action == "status" for call in mainstream.panel.calls) == 1


async def test_a_refill_the_panel_does_not_know_ends_after_three_errors(mainstream: Street) -> None:
    ann = mainstream.ann
    await ann.says("/order 1 https://instagram.com/p/n1 100")
    await ann.taps("Confirm")
    for _ in range(30):
        await mainstream.passes(60)
    await ann.taps("Refill")
    await ann.sees("Refill: requested")
    mainstream.panel._refills.clear()  # it has forgotten all about it
    for _ in range(2):
        await mainstream.rounds()
        assert "Refill: requested" in ann.screen
    await mainstream.rounds()
    await ann.sees("Refill: refused", "Refill")
    await ann.taps("Refill")
    await mainstream.audited()


async def test_every_attempt_of_an_order_gives_the_same_reference(
    tmp_path: Path, database_file: Path
) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text('target = "url"\nidempotency_field = "request_id"\n')
    street = Street(database_file, panel_profile=str(profile))
    await street.opens()
    for number in (1, 2):
        if number == 1:
            street.panel.arm("throttle_429", action="add")
        await street.ann.says(f"/order 1 https://instagram.com/p/n{number} 100")
        await street.ann.taps("Confirm")
        await street.passes(60)
    sent = [call.form["request_id"] for call in street.panel.calls if call.action == "add"]
    await street.closes()
    assert len(sent) == 3
    assert (sent[0] == sent[1], sent[1] == sent[2]) == (True, False)
    assert sent[0].startswith("kiosk-1-")


def shrink(street: Street) -> int:
    """The panel lists one service only; how many there were."""
    listed = list(street.panel.catalogue)
    for service in listed[1:]:
        street.panel.catalogue.remove(service.id)
    return len(listed)


async def test_a_shrunk_catalogue_is_believed_the_third_time_ten_minutes_apart(street: Street) -> None:
    olga, storefront = street.olga, street.kiosk.rounds.storefront
    await olga.says("/help")
    before = shrink(street)
    await street.passes(1900)
    await olga.sees(f"far fewer services than before: 1 / {before}")
    for _ in range(5):
        await street.kiosk.rounds.refresh()  # asked again at once it says nothing new
    assert storefront.size == before
    for _ in range(39):
        await street.passes(30)
    assert storefront.size == before
    await street.passes(30)
    assert storefront.size == 1
    assert sum("far fewer services" in message.text for message in olga.person.chat) == 1


async def test_a_catalogue_that_is_whole_again_begins_the_count_anew(street: Street) -> None:
    storefront = street.kiosk.rounds.storefront
    services = list(street.panel.catalogue)
    shrink(street)
    await street.passes(1900)
    await street.passes(700)
    for service in services[1:]:
        street.panel.catalogue.add(service)
    await street.passes(700)
    shrink(street)
    for _ in range(2):
        await street.passes(1900)
    assert storefront.size == len(services)
    await street.passes(700)
    assert storefront.size == 1


async def test_alerts_reach_an_operator_who_starts_later(street: Street) -> None:
    street.telegram.plan("sendMessage", refusal(400, "Bad Request: chat not found"), chat_id=street.olga.id)
    street.panel.arm("no_funds")
    await street.ann.says("/order 1 https://instagram.com/p/n1 100")
    await street.ann.taps("Confirm")
    assert "too low" not in street.olga.screen
    await street.olga.says("/start")
    await street.passes(60)
    await street.olga.sees("The panel says our balance is too low: Not enough funds. Top it up there.")


async def test_an_order_the_balance_does_not_reach_for_keeps_no_other_waiting(street: Street) -> None:
    street.panel.deposit(Decimal("0.5") - street.panel.balance)
    await street.ann.says("/order 1 https://instagram.com/p/dear 1000")
    await street.ann.taps("Confirm")
    await street.bob.says("/order 1 https://instagram.com/p/cheap 100")
    await street.bob.taps("Confirm")
    for _ in range(5):
        await street.passes(60)
    await street.bob.sees("Order 2 · Completed")
    assert street.panel.orders_for("https://instagram.com/p/dear") == []
    street.panel.deposit(Decimal(10))
    for _ in range(6):
        await street.passes(60)
    await street.ann.sees("Order 1 · Completed")
