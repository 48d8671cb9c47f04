"""The answer to an order was lost: what its customer reads, what is found out, what the operator decides."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.street import Player, Street

LINK = "https://www.instagram.com/p/unknown/"
COST = Decimal("0.09")
Opening = Callable[..., Any]


@pytest.fixture
def opening(database_file: Path) -> Opening:
    """A street with these settings, where an order has gone through already."""

    @asynccontextmanager
    async def open_with(**settings: str) -> AsyncIterator[Street]:
        street = Street(database_file, dialect="seed", **settings)
        await street.opens()
        await street.olga.says("/start")
        await orders(street.bob, LINK + "first/")
        yield street
        await street.audited()
        await street.closes()

    return open_with


async def orders(player: Player, link: str = LINK) -> None:
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")


async def loses(street: Street, fault: str) -> None:
    """Ann's order 2 meets this fault."""
    street.panel.arm(fault)
    await orders(street.ann)
    assert street.panel.armed == {}
    await street.ann.sees("Order 2 · Unconfirmed", "being looked into")


async def minutes(street: Street, count: int) -> None:
    for _ in range(count * 6):
        await street.passes(10)


async def state_of(street: Street, order_id: int = 2) -> str:
    order = await street.kiosk.stores.orders.find(order_id, owner=None)
    assert order is not None
    return str(order.state)


def rows(street: Street, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(street.database)) as database:
        return database.execute(query).fetchall()


async def test_what_the_panel_has_not_is_given_back_in_minutes(opening: Opening) -> None:
    async with opening() as street:
        await loses(street, "reset_before")
        await minutes(street, 3)
        await street.ann.sees(
            "It was not placed", "Given back: 0.09 USD", "Order 2 was not placed. The money is back"
        )
        assert "please decide" not in street.olga.screen
        await orders(street.ann)
        await street.ann.sees("Order 3 · Pending")


async def test_what_the_panel_has_is_found_by_its_number(opening: Opening) -> None:
    async with opening(panel_probe="yes") as street:
        await loses(street, "reset_after")
        await minutes(street, 2)
        [true] = street.panel.orders_for(LINK)
        order = await street.kiosk.stores.orders.find(2, owner=None)
        assert order is not None
        assert order.panel_order_id == true.id
        await street.ann.sees("Order 2 ·", "Start count")
        assert "please decide" not in street.olga.screen
        assert street.panel.adds_received == 2


async def test_nobody_elses_order_is_sent_while_one_is_looked_into(opening: Opening) -> None:
    async with opening() as street:
        await loses(street, "reset_before")
        await orders(street.bob, LINK + "bob/")
        await street.bob.sees(
            "Order 3 · Reserved", "Another order is being looked into", "nothing has been sent yet"
        )
        assert street.panel.adds_received == 2
        await minutes(street, 3)
        assert await state_of(street, 3) != "reserved"
        assert len(street.panel.orders_for(LINK + "bob/")) == 1


async def test_the_operator_adopts_by_a_button_that_asks_once_more(opening: Opening) -> None:
    async with opening(panel_probe="yes", panel_account="shared") as street:
        olga = street.olga
        await loses(street, "reset_after")
        [true] = street.panel.orders_for(LINK)
        await minutes(street, 2)
        assert "Others use the panel account too" in olga.screen
        assert "Expected cost: 0.09 USD" in olga.screen
        assert "9999.91 USD to 9999.82 USD: 0.09 USD gone" in olga.screen
        await olga.taps(f"Adopt {true.id}")
        await olga.sees("Are you sure?", "the customer pays 0.09 USD")
        assert await state_of(street) == "unknown"
        await olga.taps("Back")
        await olga.sees("please decide")
        await olga.taps(f"Adopt {true.id}")
        await olga.taps(f"Yes, adopt {true.id}")
        await olga.sees(f"Order 2 is number {true.id} at the panel", "Decided by Olga")
        assert "please decide" not in olga.screen.split("edited")[-1]
        assert await state_of(street) in {"pending", "processing", "in_progress", "completed"}


async def test_the_operator_voids_from_review_and_a_second_tap_changes_nothing(opening: Opening) -> None:
    async with opening() as street:
        ann, olga = street.ann, street.olga
        await loses(street, "reset_after")
        await minutes(street, 2)
        await olga.says("/review")
        await olga.sees("Order 2: please decide", "its number is not known")
        await olga.taps("Void")
        await olga.sees("0.09 USD goes back to the customer")
        await olga.taps("Yes, void")
        await olga.sees("Order 2 was voided", "Decided by Olga")
        assert "Order 2 was not placed" in ann.screen
        await olga.taps("Yes, void", stale=True)
        assert "decided before" in olga.screen
        assert rows(street, "SELECT count(*) FROM journal WHERE key = 'void:2'") == [(1,)]
        await olga.says("/review")
        await olga.sees("There is nothing to decide")


async def test_an_id_typed_by_hand_and_one_that_is_taken(opening: Opening) -> None:
    async with opening() as street:
        olga = street.olga
        await loses(street, "reset_after")
        await minutes(street, 2)
        [taken], [true] = street.panel.orders_for(LINK + "first/"), street.panel.orders_for(LINK)
        for wrong in ("/review 2 adopt", "/review 2 adopt a:b", "/review 2 keep"):
            await olga.says(wrong)
            await olga.sees("Send it like this")
        await olga.says("/review 77")
        await olga.sees("Order 77 was never unconfirmed")
        await olga.says(f"/review 2 adopt {taken.id}")
        await olga.taps(f"Yes, adopt {taken.id}")
        assert f"Another order has the number {taken.id}" in olga.screen
        assert await state_of(street) == "unknown"
        await olga.says(f"/review 2 adopt {true.id}")
        await olga.taps(f"Yes, adopt {true.id}")
        await olga.sees(f"Order 2 is number {true.id}")


async def test_nobody_but_an_operator_decides(opening: Opening) -> None:
    async with opening() as street:
        await loses(street, "reset_after")
        await minutes(street, 2)
        await street.ann.says("/review")
        await street.ann.sees("Only the shop's operator")
        street.ann.person.forges("r:2:voided:")
        await street.settles()
        assert await state_of(street) == "unknown"


async def test_wait_gives_another_day_and_then_it_is_at_the_shops_cost(opening: Opening) -> None:
    async with opening(unknown_hours="2") as street:
        ann, olga = street.ann, street.olga
        await loses(street, "reset_after")
        await minutes(street, 2)
        await street.passes(3600)
        await olga.says("/review")
        await olga.taps("Wait")
        for _ in range(11):
            await street.passes(600)
        assert await state_of(street) == "unknown"
        await street.passes(660)
        assert await state_of(street) == "voided"
        assert "You do not pay for it" in ann.screen
        assert "voided, because nobody decided" in olga.screen
        assert street.panel.adds_received == 2


async def test_a_subscriptions_fate_is_always_the_operators(opening: Opening) -> None:
    async with opening(panel_probe="yes") as street:
        service = street.panel.catalogue.of_type("Subscriptions")
        await street.ann.says(f"/order {service.id}")
        for words in ("ann.example", "50", "60"):
            await street.ann.says(words)
        for answer in ("Skip", "Skip", "30", "Skip"):
            if "Check your order" not in street.ann.screen:
                await street.ann.taps(answer)
        await street.ann.sees("Check your order")
        street.panel.arm("reset_before")
        await street.ann.taps("Confirm")
        await minutes(street, 2)
        assert await state_of(street) == "unknown"
        assert "What it costs shows later only" in street.olga.screen


async def test_a_hand_order_meanwhile_makes_it_the_operators_and_shows_on_the_panels_screen(
    opening: Opening,
) -> None:
    async with opening(panel_probe="yes") as street:
        await loses(street, "reset_before")
        await street.passes(20)
        form = {"service": "1", "url": LINK + "by-hand/", "quantity": "100"}
        street.panel.place(form, "url")  # exactly what Ann's order would have cost
        await minutes(street, 3)
        assert await state_of(street) == "unknown"
        assert "please decide" in street.olga.screen
        await street.olga.says("/panel")
        await street.olga.sees("taken as shared until", "0.09 USD went", "Waiting for your decision: 1")


async def test_a_refund_of_another_order_meanwhile_is_no_proof_of_nothing(opening: Opening) -> None:
    async with opening() as street:
        await street.passes(5)
        [first] = street.panel.orders_for(LINK + "first/")
        await loses(street, "reset_after")
        street.panel.set_state(first.id, "Canceled")  # gives back just what Ann's order took
        await minutes(street, 3)
        assert await state_of(street) == "unknown"
        assert "please decide" in street.olga.screen


async def test_a_panel_that_tells_no_balance_takes_orders_but_proves_nothing(opening: Opening) -> None:
    async with opening() as street:
        street.panel.arm("garbage", action="balance")
        await loses(street, "reset_before")
        await minutes(street, 3)
        assert await state_of(street) == "unknown"
        assert "The balance right before it is not known" in street.olga.screen
        assert rows(street, "SELECT balance_before_micro FROM attempt ORDER BY id") == [
            (10_000_000_000,),
            (None,),
        ]


async def test_a_panel_that_hangs_when_asked_for_its_balance_gets_no_order(opening: Opening) -> None:
    async with opening() as street:
        street.panel.arm("hang_before", action="balance")
        await orders(street.ann)
        await street.ann.sees("Order 2 · Reserved", "nothing has been sent yet")
        assert street.panel.adds_received == 1
        await minutes(street, 1)
        assert street.panel.adds_received == 2
        assert await state_of(street) != "reserved"


IDEMPOTENT = 'target = "url"\nidempotency_field = "request_id"\n'


@pytest.fixture
async def referring(opening: Opening, tmp_path: Path) -> AsyncIterator[Street]:
    """A street whose panel knows a repeated order by its reference."""
    profile = tmp_path / "own.toml"
    profile.write_text(IDEMPOTENT)
    async with opening(panel_profile=str(profile)) as street:
        street.panel.idempotency_field = "request_id"
        yield street


@pytest.mark.parametrize(
    ("fault", "at_panel"), [("reset_before", 0), ("reset_after", 1), ("error_vague_after", 1)]
)
async def test_where_the_panel_knows_references_it_is_simply_asked_again(
    fault: str, at_panel: int, referring: Street
) -> None:
    await loses(referring, fault)
    assert len(referring.panel.orders_for(LINK)) == at_panel
    await minutes(referring, 2)
    [true] = referring.panel.orders_for(LINK)
    order = await referring.kiosk.stores.orders.find(2, owner=None)
    assert order is not None
    assert order.panel_order_id == true.id
    sent = [call.form for call in referring.panel.calls if call.action == "add"][1:]
    assert sent[0] == sent[1]
    assert rows(referring, "SELECT n, outcome FROM attempt WHERE order_id = 2") == [(1, "accepted")]


async def test_a_repeat_refused_for_want_of_money_is_the_operators(referring: Street) -> None:
    """The first try may be what has used the balance up."""
    await loses(referring, "reset_before")
    referring.panel.arm("no_funds")
    await minutes(referring, 2)
    assert await state_of(referring) == "unknown"
    assert "Asked again, the panel refused" in referring.olga.screen


async def test_a_refusal_of_the_repeated_order_gives_the_money_back_with_its_reason(
    referring: Street,
) -> None:
    await loses(referring, "reset_before")
    referring.panel.arm("bad_link")
    await minutes(referring, 2)
    assert await state_of(referring) == "voided"
    await referring.ann.sees("The panel did not take it: Invalid link. The money is back")


async def test_five_repeats_without_an_answer_and_the_operator_is_asked(referring: Street) -> None:
    referring.panel.arm("html_502_before", times=50)
    await orders(referring.ann)
    await minutes(referring, 14)
    assert await state_of(referring) == "unknown"
    assert 2 <= referring.panel.adds_received <= 2 + 5
    assert "please decide" in referring.olga.screen
    referring.panel.disarm()


async def test_nothing_is_repeated_while_money_stands_still(referring: Street) -> None:
    till = referring.kiosk.stores.till
    await loses(referring, "reset_before")
    await till.stop("a finding", referring.clock.now())
    await minutes(referring, 8)
    assert referring.panel.adds_received == 2
    await till.go_on()
    await minutes(referring, 2)
    [true] = referring.panel.orders_for(LINK)
    assert rows(referring, "SELECT panel_order_id FROM orders WHERE id = 2") == [(true.id,)]
