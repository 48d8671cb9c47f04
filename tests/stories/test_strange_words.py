"""Unknown words of the panel: nothing is assumed, and the operator can teach their meaning."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection

from shop.heard import Heard
from storage.catalogue.heard import note_text
from tests.in_process import Harness, Player
from tests.stories.test_unknown_orders import minutes

LINK = "https://www.instagram.com/p/strange/"


async def orders(player: Player, link: str = LINK) -> None:
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")


@pytest.mark.parametrize("fault", ["words_unknown_after", "duplicate_after", "see_other_after"])
async def test_an_order_that_was_made_is_not_refused_by_an_odd_answer(harness: Harness, fault: str) -> None:
    await harness.olga.says("/start")
    harness.panel.arm(fault)
    await orders(harness.ann)
    assert len(harness.panel.orders_for(LINK)) == 1
    await harness.ann.sees("Order 1 · Being checked", "will not be sent a second time")
    harness.ann.finds_no("Rejected")
    await minutes(harness, 3)
    assert harness.panel.adds_received == 1
    await harness.audited()


async def test_the_operator_hears_strange_words_once_and_teaches_them(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await olga.says("/start")
    for number in range(2):
        harness.panel.arm("words_unknown")
        await orders(ann, f"{LINK}{number}")
        await ann.sees("Being checked")
        await minutes(harness, 12)
    assert olga.screen.count("with words I do not know: “系统繁忙”") == 1
    await olga.says("/panel")
    await olga.sees("1. “系统繁忙” (answer to an order, 2×)")
    await olga.says("/panel teach")
    await olga.sees("can mean: auth, duplicate_link, funds")
    await olga.says("/panel teach 1 nonsense")
    await olga.sees("/panel teach alone lists the words")
    await olga.says("/panel teach 7 funds")
    await olga.sees("no words with the number 7")
    await olga.says("/panel teach 1 maintenance")
    await olga.sees("From now on “系统繁忙” means maintenance")
    await harness.restarts()
    harness.panel.arm("words_unknown")
    await orders(ann, LINK + "known")
    await ann.sees("Rejected")
    await olga.says("/panel")
    olga.finds_no("(answer to an order, 3×)")
    await olga.says("/panel teach 1 off")
    await olga.sees("I have forgotten what")
    harness.panel.arm("words_unknown")
    await orders(ann, LINK + "again")
    await ann.sees("Being checked")


async def hears(harness: Harness, text: str) -> int:
    """Have the panel be heard saying this; return the number to teach it by."""
    [panel] = harness.kiosk.stores.panels

    def unit(connection: Connection) -> int | None:
        return note_text(connection, panel, Heard.STATE, text, harness.clock.now())

    number = await harness.kiosk.stores.database.write(unit)
    assert number is not None
    return number


async def test_however_many_words_were_taught_each_can_be_untaught(harness: Harness) -> None:
    olga = harness.olga
    for number in range(20):
        heard = await hears(harness, f"Strange status {number:02}")
        await olga.says(f"/panel teach {heard} paused")
    await olga.sees("The desk")
    await olga.says("/panel teach")
    await olga.sees(*(f"“Strange status {number:02}” = paused" for number in range(20)), "The desk")


async def test_more_taught_words_than_a_message_holds_are_counted(harness: Harness) -> None:
    olga = harness.olga
    for number in range(60):
        heard = await hears(harness, f"{number:02}" + " strange" * 9)
        await olga.says(f"/panel teach {heard} paused")
    await olga.says("/panel teach")
    await olga.sees("“59 strange", "more")


async def test_nobody_else_teaches(harness: Harness) -> None:
    await harness.ann.says("/panel teach 1 funds")
    await harness.ann.sees("Only the shop's operator")


async def test_a_status_word_rings_once_a_day_for_all_orders_and_can_be_taught(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await olga.says("/start")
    for number in range(3):
        await orders(ann, f"{LINK}{number}")
    for one in list(harness.panel.orders.values()):
        harness.panel.set_state(one.id, "Tugallangan", remains=0)
    await harness.passes(60)
    await harness.passes(60)
    assert olga.screen.count("gives an order the status “Tugallangan”") == 1
    await olga.sees("/panel teach 1 completed", "[states]")
    await olga.says("/panel teach 1 completed")
    await harness.passes(60)
    assert {order.state for order in await harness.kiosk.stores.orders.list_latest(ann.id, limit=9)} == {
        "completed"
    }


async def test_no_status_at_all_is_told_as_that(harness: Harness) -> None:
    await harness.olga.says("/start")
    await orders(harness.ann)
    [one] = harness.panel.orders.values()
    harness.panel.set_state(one.id, "", remains=100)
    await harness.passes(60)
    await harness.olga.sees("gives order 1 no status at all")


async def test_a_profile_teaches_without_a_chat(database_file: Path, tmp_path: Path) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text(
        'target = "url"\n[refusals]\n"系统繁忙" = "maintenance"\n[states]\n"Tugallangan" = "completed"\n'
    )
    harness = Harness(database_file, dialect="seed", panel_profile=str(profile))
    await harness.opens()
    harness.panel.arm("words_unknown")
    await orders(harness.ann)
    await harness.ann.sees("Rejected")
    await harness.closes()


async def test_while_the_panel_wants_no_orders_it_is_asked_nothing_for_them(harness: Harness) -> None:
    ann = harness.ann
    harness.panel.arm("throttle_429", action="add", seconds=600)
    for number in range(3):
        await orders(ann, f"{LINK}{number}")
    await ann.sees("Order 3 · Waiting", "waits its turn")
    asked = len([call for call in harness.panel.calls if call.action == "balance"])
    for _ in range(5):
        await harness.passes(60)
    assert len([call for call in harness.panel.calls if call.action == "balance"]) == asked
    assert harness.panel.adds_received == 1
    for _ in range(6):
        await harness.passes(60)
    assert harness.panel.adds_received == 4
    await harness.audited()


async def test_an_address_that_has_moved_costs_no_attempt(harness: Harness) -> None:
    await harness.olga.says("/start")
    harness.panel.arm("moved", action="balance")
    await orders(harness.ann)
    assert harness.panel.adds_received == 0
    await harness.ann.sees("Order 1 · Waiting", "nothing has been sent yet")
    await harness.olga.sees("accepts no orders from us", "redirects to https://panel.example")
    await harness.passes(60)
    await harness.ann.sees("Order 1 · Pending")


GOOD = {"service": 1, "name": "Instagram Likes", "category": "A", "rate": "0.9", "min": "10", "max": "1.0E+9"}


async def test_services_that_are_left_out_are_named_to_the_operator(database_file: Path) -> None:
    harness = Harness(database_file)
    odd = [
        GOOD | {"service": 2, "type": "Quantum"},
        GOOD | {"service": 3, "min": "500", "max": "10"},
        GOOD | {"service": 4, "rate": None},
        GOOD | {"service": 5, "rate": "1,250"},
        GOOD | {"service": 6, "min": "1,000"},
        GOOD | {"service": None, "name": "Nameless"},
        GOOD | {"service": 7, "currency": "EUR"},
        GOOD | {"service": 8},
        GOOD | {"service": 8, "rate": "0.8"},
    ]
    harness.panel.says["services"] = json.dumps([GOOD, *odd])
    await harness.opens()
    await harness.olga.says("/panel")
    await harness.olga.sees(
        "Services: 1",
        "of a type I do not know: 2",
        "a minimum above the maximum: 3",
        "without a rate: 4",
        "with a rate I cannot read: 5",
        "minimum or maximum I cannot read: 6",
        "without a number: Nameless",
        "with a price in another currency than your account’s: 7",
        "listed twice, at two prices: 8",
    )
    await harness.olga.says("/services")
    await harness.olga.sees("with a price in another currency than your account’s: 7")
    await harness.closes()


@pytest.mark.parametrize(
    ("services", "why"),
    [
        ("[]", "the catalogue is empty"),
        ('{"1":{"a":{"service":1}}}', "no service in the panel's list can be read"),
        ('{"list":"everything"}', "has a shape that is not known"),
        ('[{"service":1}]', "no rate"),
    ],
)
async def test_an_empty_catalogue_is_told_from_one_of_unknown_shape(
    database_file: Path, services: str, why: str
) -> None:
    harness = Harness(database_file)
    harness.panel.says["services"] = services
    await harness.opens()
    await harness.olga.says("/panel")
    await harness.olga.sees(why.replace("'", "&#x27;") if "&#x27;" in harness.olga.screen else why)
    await harness.closes()


async def test_a_shop_reads_a_balance_with_thousands_and_tells_of_one_it_cannot_read(
    database_file: Path,
) -> None:
    harness = Harness(database_file, access="shop", currency="USD")
    harness.panel.says["balance"] = '{"balance":"1,234","currency":"USD"}'
    await harness.opens()
    await harness.olga.says("/start")
    await harness.settles()
    assert "I cannot read what the panel says about its balance" in harness.olga.screen
    await harness.ann.says("/order 1 https://instagram.com/p/a 100")
    assert "has not answered" not in harness.ann.screen
    harness.panel.says["balance"] = '{"balance":"$1,234.56","currency":"USD"}'
    await harness.kiosk.catalogue.read_balance()
    await harness.olga.says("/panel")
    await harness.olga.sees("Balance: $1,234.56")
    await harness.closes()
