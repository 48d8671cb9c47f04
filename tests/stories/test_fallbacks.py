"""Routes and fallbacks: another supplier delivers, at the quoted price, and only what was never sent."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from shop.acts import Did
from shop.alerts import AlertKind
from shop.catalogue.routes import Way
from tests.in_process import OLGA, Further, Harness

LINK = "https://www.instagram.com/p/fall/"
FAST = "2000003"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    harness = Harness(
        database_file, further={"fast": Further("mainstream")}, access="shop", support_contact="@olga"
    )
    await harness.opens()
    await harness.olga.says("/start")
    await harness.ann.says("/start")
    await harness.olga.says("/credit 101 5 gift")
    await harness.olga.taps("Confirm")
    yield harness
    await harness.audited()
    await harness.closes()


async def names(shop: Harness, way: str) -> None:
    await shop.olga.says(f"/services {way} 1 {FAST}")
    await shop.olga.sees(f"{FAST}", "fast", "$0.90")
    await shop.olga.taps("Yes, have it deliver")
    await shop.olga.sees(f"1 → {FAST} (fast)")


async def orders(shop: Harness) -> None:
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.taps("Confirm")


def sent(shop: Harness) -> tuple[int, int]:
    return len(shop.panel.orders_for(LINK)), len(shop.further["fast"].orders_for(LINK))


async def test_a_fallback_gets_what_its_own_supplier_cannot_take(shop: Harness) -> None:
    await names(shop, "fallback")
    shop.panel_wire.refusing = True
    await orders(shop)
    await shop.passes(60)
    assert sent(shop) == (0, 0), "its own supplier may be back in a moment"
    for _ in range(3):
        await shop.passes(60)
    assert sent(shop) == (0, 1)
    assert shop.further["fast"].orders_for(LINK)[0].service.id == 3, "the panel is told its own number"
    shop.panel_wire.refusing = False
    await shop.delivers()
    assert sent(shop) == (0, 1)
    await shop.ann.sees("Completed")
    assert "Price: $0.09" in shop.ann.screen


async def test_an_order_whose_answer_was_lost_goes_to_nobody_else(shop: Harness) -> None:
    await names(shop, "fallback")
    shop.panel.arm("reset_after")
    await orders(shop)
    shop.panel_wire.refusing = True
    for _ in range(12):
        await shop.passes(60)
    assert sent(shop) == (1, 0)


async def test_an_order_for_later_waits_for_its_own_supplier_from_its_own_moment(shop: Harness) -> None:
    await names(shop, "fallback")
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.taps("Start later")
    await shop.ann.taps("In an hour")
    await shop.ann.taps("Confirm")
    for _ in range(59):
        await shop.passes(60)
    shop.panel_wire.refusing = True
    for _ in range(3):
        await shop.passes(60)
    assert sent(shop) == (0, 0), "its own supplier may be back in a moment"
    for _ in range(3):
        await shop.passes(60)
    assert sent(shop) == (0, 1)


async def waits_for_a_dear_fallback(shop: Harness) -> None:
    """An order that the first panel refuses, and that its fallback would deliver at a loss."""
    await names(shop, "fallback")
    shop.further["fast"].catalogue.change_rate(3, "1.35")
    await shop.kiosk.suppliers[1].catalogue.refresh()
    shop.panel_wire.refusing = True
    await orders(shop)
    for _ in range(4):
        await shop.passes(60)


async def test_however_many_routes_there_are_each_can_be_seen_and_ended(shop: Harness) -> None:
    olga, routes = shop.olga, shop.kiosk.stores.service_routes
    numbers = sorted(str(one.id) for one in shop.panel.catalogue)[:15]
    for number in numbers:
        await routes.name(number, Way.FALLBACK, FAST, shop.clock.now(), by=OLGA)
    await olga.says("/services routes")
    pages = [olga.person.last.shown]
    for _ in range(2):
        await olga.taps("Next")
        pages.append(olga.person.last.shown)
    listed = "\n".join(pages)
    assert [number for number in numbers if f"\n{number} → {FAST}" not in listed] == []
    await olga.taps(f"End {numbers[-1]} → {FAST}")
    assert [number for number, _, _ in await routes.list_all()] == numbers[:-1]


async def test_a_loss_beyond_the_limit_asks_the_operator(shop: Harness) -> None:
    await waits_for_a_dear_fallback(shop)
    assert sent(shop) == (0, 0)
    await shop.olga.sees("its fallback, service 2000003", "$0.045")
    await shop.olga.taps("Send it at a loss …")
    await shop.olga.taps("Yes, send it")
    await shop.passes(10)
    assert sent(shop) == (0, 1)
    assert await shop.kiosk.stores.acts.last("atloss:1", (Did.SENT_AT_LOSS,)) is not None
    await shop.olga.taps("Yes, send it", stale=True)
    await shop.passes(60)
    assert sent(shop) == (0, 1)


async def test_the_question_about_a_loss_stands_where_the_alert_was_until_its_answer(
    shop: Harness,
) -> None:
    await waits_for_a_dear_fallback(shop)
    await shop.olga.taps("Send it at a loss …")
    alerts, now = shop.kiosk.stores.alerts, shop.clock.now()
    [alert] = await alerts.list_of([AlertKind.FALLBACK_DEAR])
    assert await alerts.look_after(alert.id, OLGA, now)
    await shop.passes(60)
    await shop.olga.sees("Seen by Olga")
    await shop.olga.taps("Yes, send it")
    await shop.passes(10)
    assert sent(shop) == (0, 1)


@pytest.mark.parametrize("is_deleted", [False, True])
async def test_a_muted_alert_whose_card_was_left_or_deleted_rings_nowhere(
    shop: Harness, is_deleted: bool
) -> None:
    await waits_for_a_dear_fallback(shop)
    alerts, now = shop.kiosk.stores.alerts, shop.clock.now()
    [alert] = await alerts.list_of([AlertKind.FALLBACK_DEAR])
    place = await alerts.find_place(alert.id, OLGA)
    assert place is not None
    assert await alerts.mute(alert.id, OLGA, now)
    await shop.settles()
    if is_deleted:
        await shop.telegram.call("deleteMessage", {"chat_id": OLGA, "message_id": place})
    else:
        await shop.kiosk.stores.staff_cards.leaves(OLGA, place)
    before = len(shop.telegram.calls_of("sendMessage"))
    assert await alerts.look_after(alert.id, OLGA, now)
    await shop.passes(60)
    [card] = shop.telegram.calls_of("sendMessage")[before:]
    assert "Seen by Olga" in str(card.params["text"])
    assert card.params.get("disable_notification") in {True, "true"}


async def test_numbers_of_services_are_read_in_every_script(shop: Harness) -> None:
    """/services ١ showed the card of 1, and /services fallback ١ ٢ knew no service ١."""
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    await shop.olga.says(f"/services fallback 1 {FAST}".translate(arabic))
    await shop.olga.sees(f"Have {FAST} deliver orders of 1 that its own supplier cannot take?")
    await shop.olga.says("/prices resume ۱")
    await shop.olga.sees("Service 1 is not stopped.")


async def test_a_route_gets_every_new_order_at_the_old_price(shop: Harness) -> None:
    await names(shop, "route")
    await orders(shop)
    assert sent(shop) == (0, 1)
    await shop.restarts()
    await shop.olga.says("/services route 1 off")
    await shop.olga.sees("There are none")
    await shop.ann.says(f"/order 1 {LINK}again/ 100")
    await shop.ann.taps("Confirm")
    assert len(shop.panel.orders_for(LINK + "again/")) == 1


async def test_who_charges_too_much_for_anothers_orders_is_stopped_itself(shop: Harness) -> None:
    await names(shop, "route")
    shop.further["fast"].charge_factor = Decimal(100)
    for number in range(3):
        await shop.ann.says(f"/order 1 {LINK}{number} 100")
        await shop.ann.taps("Confirm")
        await shop.passes(60)
    assert len(shop.further["fast"].orders) == 3
    await shop.olga.sees(f"Service {FAST} is not sold any more", f"/prices resume {FAST}")
    assert shop.olga.screen.count("charged more than its price") == 1
    await shop.olga.says("/prices")
    await shop.olga.sees(f"Not sold, because the panel charged too much: {FAST}")
    await shop.ann.says(f"/order {FAST} {LINK} 100")
    await shop.ann.sees(f"There is no service {FAST}")
    await orders(shop)
    assert sent(shop) == (0, 0), "and nobody else's order goes there either"
    await shop.olga.sees(f"Service {FAST} is not sold any more. Order 4 waited for it", "the money went back")
    await shop.olga.says("/services route 1 off")
    await shop.ann.says(f"/order 1 {LINK}own/ 100")
    await shop.ann.taps("Confirm")
    assert len(shop.panel.orders_for(LINK + "own/")) == 1, "the service that was ordered is innocent"
    await shop.olga.says(f"/prices resume {FAST}")
    await shop.olga.sees(f"Service {FAST} is sold again")


async def test_a_charge_is_held_against_what_the_service_that_delivers_costs(shop: Harness) -> None:
    await shop.olga.says("/prices default 100")
    await names(shop, "route")
    shop.further["fast"].catalogue.change_rate(3, "1.35")
    await shop.kiosk.suppliers[1].catalogue.refresh()
    for number in range(3):
        await shop.ann.says(f"/order 1 {LINK}{number} 100")
        await shop.ann.taps("Confirm")
        await shop.passes(60)
    assert [one.charge for one in shop.further["fast"].orders.values()] == [Decimal("0.135")] * 3
    shop.olga.finds_no("charged more")
    shop.panel.charge_factor = Decimal(2)  # of no order that goes elsewhere
    shop.further["fast"].charge_factor = Decimal("1.5")
    await orders(shop)
    await shop.passes(60)
    await shop.olga.sees("charged more than its price", f"{FAST}: 0.2025 / 0.135 / 0.18 USD")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("fallback 1 1", "no route to itself"),
        ("fallback 1 999", "There is no service 999"),
        ("fallback 1", "Write it like this"),
        ("route 1 20000{comments}", "ask customers for different things"),
    ],
)
async def test_what_cannot_be_a_route(shop: Harness, words: str, answer: str) -> None:
    comments = shop.further["fast"].catalogue.of_type("Custom Comments").id
    await shop.olga.says("/services " + words.format(comments=f"{comments:02}"))
    await shop.olga.sees(answer)
