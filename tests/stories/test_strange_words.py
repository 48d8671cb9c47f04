"""The panel says what nobody knows: nothing is taken for granted, and the operator can say what it means."""

import json
from pathlib import Path

import pytest

from tests.street import Player, Street

LINK = "https://www.instagram.com/p/strange/"


async def orders(player: Player, link: str = LINK) -> None:
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")


async def minutes(street: Street, count: int) -> None:
    for _ in range(count * 6):
        await street.passes(10)


@pytest.mark.parametrize("fault", ["words_unknown_after", "duplicate_after", "see_other_after"])
async def test_an_order_that_was_made_is_not_refused_by_an_odd_answer(street: Street, fault: str) -> None:
    await street.olga.says("/start")
    street.panel.arm(fault)
    await orders(street.ann)
    assert len(street.panel.orders_for(LINK)) == 1
    await street.ann.sees("Order 1 · Unconfirmed", "will not be sent a second time")
    street.ann.finds_no("Rejected")
    await minutes(street, 3)
    assert street.panel.adds_received == 1
    await street.audited()


async def test_the_operator_hears_strange_words_once_and_teaches_them(street: Street) -> None:
    ann, olga = street.ann, street.olga
    await olga.says("/start")
    for number in range(2):
        street.panel.arm("words_unknown")
        await orders(ann, f"{LINK}{number}")
        await ann.sees("Unconfirmed")
        await minutes(street, 12)
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
    await street.restarts()
    street.panel.arm("words_unknown")
    await orders(ann, LINK + "known")
    await ann.sees("Rejected")
    await olga.says("/panel")
    olga.finds_no("(answer to an order, 3×)")
    await olga.says("/panel teach 1 off")
    await olga.sees("I have forgotten what")
    street.panel.arm("words_unknown")
    await orders(ann, LINK + "again")
    await ann.sees("Unconfirmed")


async def test_nobody_else_teaches(street: Street) -> None:
    await street.ann.says("/panel teach 1 funds")
    await street.ann.sees("Only the shop's operator")


async def test_a_status_word_rings_once_a_day_for_all_orders_and_can_be_taught(street: Street) -> None:
    ann, olga = street.ann, street.olga
    await olga.says("/start")
    for number in range(3):
        await orders(ann, f"{LINK}{number}")
    for one in list(street.panel.orders.values()):
        street.panel.set_state(one.id, "Tugallangan", remains=0)
    await street.passes(60)
    await street.passes(60)
    assert olga.screen.count("gives an order the status “Tugallangan”") == 1
    await olga.sees("/panel teach 1 completed", "[states]")
    await olga.says("/panel teach 1 completed")
    await street.passes(60)
    assert {order.state for order in await street.kiosk.stores.orders.latest(ann.id, limit=9)} == {
        "completed"
    }


async def test_no_status_at_all_is_told_as_that(street: Street) -> None:
    await street.olga.says("/start")
    await orders(street.ann)
    [one] = street.panel.orders.values()
    street.panel.set_state(one.id, "", remains=100)
    await street.passes(60)
    await street.olga.sees("gives order 1 no status at all")


async def test_a_profile_teaches_without_a_chat(database_file: Path, tmp_path: Path) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text(
        'target = "url"\n[refusals]\n"系统繁忙" = "maintenance"\n[states]\n"Tugallangan" = "completed"\n'
    )
    street = Street(database_file, dialect="seed", panel_profile=str(profile))
    await street.opens()
    street.panel.arm("words_unknown")
    await orders(street.ann)
    await street.ann.sees("Rejected")
    await street.closes()


async def test_while_the_panel_wants_no_orders_it_is_asked_nothing_for_them(street: Street) -> None:
    ann = street.ann
    street.panel.arm("throttle_429", action="add", seconds=600)
    for number in range(3):
        await orders(ann, f"{LINK}{number}")
    await ann.sees("Order 3 · Reserved", "waits its turn here")
    asked = len([call for call in street.panel.calls if call.action == "balance"])
    for _ in range(5):
        await street.passes(60)
    assert len([call for call in street.panel.calls if call.action == "balance"]) == asked
    assert street.panel.adds_received == 1
    for _ in range(6):
        await street.passes(60)
    assert street.panel.adds_received == 4
    await street.audited()


async def test_an_address_that_has_moved_costs_no_attempt(street: Street) -> None:
    await street.olga.says("/start")
    street.panel.arm("moved", action="balance")
    await orders(street.ann)
    assert street.panel.adds_received == 0
    await street.ann.sees("Order 1 · Reserved", "nothing has been sent yet")
    await street.olga.sees("accepts no orders from us", "redirects to https://panel.example")
    await street.passes(60)
    await street.ann.sees("Order 1 · Pending")


GOOD = {"service": 1, "name": "Instagram Likes", "category": "A", "rate": "0.9", "min": "10", "max": "1.0E+9"}


async def test_services_that_are_left_out_are_named_to_the_operator(database_file: Path) -> None:
    street = Street(database_file)
    odd = [
        GOOD | {"service": 2, "type": "Quantum"},
        GOOD | {"service": 3, "min": "500", "max": "10"},
        GOOD | {"service": 4, "rate": None},
        GOOD | {"service": 5, "rate": "1,250"},
        GOOD | {"service": 6, "min": "1,000"},
        GOOD | {"service": None, "name": "Nameless"},
    ]
    street.panel.says["services"] = json.dumps([GOOD, *odd])
    await street.opens()
    await street.olga.says("/panel")
    await street.olga.sees(
        "Services: 1",
        "of a type I do not know: 2",
        "a minimum above the maximum: 3",
        "without a rate: 4",
        "with a rate I cannot read: 5",
        "minimum or maximum I cannot read: 6",
        "without a number: Nameless",
    )
    await street.closes()


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
    street = Street(database_file)
    street.panel.says["services"] = services
    await street.opens()
    await street.olga.says("/panel")
    await street.olga.sees(why.replace("'", "&#x27;") if "&#x27;" in street.olga.screen else why)
    await street.closes()


async def test_a_shop_reads_a_balance_with_thousands_and_tells_of_one_it_cannot_read(
    database_file: Path,
) -> None:
    street = Street(database_file, access="shop", currency="USD")
    street.panel.says["balance"] = '{"balance":"1,234","currency":"USD"}'
    await street.opens()
    await street.olga.says("/start")
    await street.settles()
    assert "I cannot read what the panel says about its balance" in street.olga.screen
    await street.ann.says("/order 1 https://instagram.com/p/a 100")
    assert "has not answered" not in street.ann.screen
    street.panel.says["balance"] = '{"balance":"$1,234.56","currency":"USD"}'
    await street.kiosk.rounds.read_balance()
    await street.olga.says("/panel")
    await street.olga.sees("Balance: 1234.56 USD")
    await street.closes()
