"""Who may do what: strangers, groups, operators, languages, an empty catalogue."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.welcome.views import COMMANDS, OPERATOR_COMMANDS
from playground.telegram.faults import refusal, server_error, too_many
from tests.in_process import OLGA, Harness

MODES: dict[str, dict[str, Any]] = {"private": {}, "shop": {"access": "shop", "allowed_ids": ""}}


@pytest.fixture(params=MODES)
async def either(database_file: Path, request: pytest.FixtureRequest) -> AsyncIterator[Harness]:
    """The kiosk for people who are allowed by their numbers, and as a shop for everybody."""
    harness = Harness(database_file, **MODES[request.param])
    await harness.opens()
    yield harness
    await harness.closes()


async def test_a_stranger_gets_one_polite_sentence(harness: Harness) -> None:
    sam = harness.sam
    for words in ("/start", "/order 1 https://instagram.com/p/a 100", "hello", "/broadcast", "/panel"):
        await sam.says(words)
        await sam.sees("This shop is private")
        harness.clock.advance(3600)
    sam.person.forges("s::order:")
    await harness.settles()
    assert not sam.person.spinning
    sam.finds_no("What is it for?")


async def test_in_a_shop_whoever_comes_is_a_customer_and_no_operator(database_file: Path) -> None:
    harness = Harness(database_file, access="shop", allowed_ids="")
    await harness.opens()
    sam = harness.sam
    await sam.says("/start")
    await sam.sees("New order", "💰 $0.00")
    await sam.says("/order 1 https://instagram.com/p/a 100")
    await sam.sees("Check your order", "You need")
    for command in ("/broadcast", "/panel", "/credit 101 5"):
        await sam.says(command)
        await sam.sees("Only the shop's operator can do this")
    await harness.closes()


async def test_customers_cannot_use_the_desk(either: Harness) -> None:
    ann = either.ann
    for command in ("/broadcast", "/panel", "/credit 101 5"):
        await ann.says(command)
        await ann.sees("Only the shop's operator can do this")
    for data in ("b:1:send:", "b:1:stop:", "b:1:drop:", "p::refresh:"):
        ann.person.forges(data)
        await either.settles()
        assert "Only the shop's operator" in ann.person.toasts[-1].text


async def test_groups_are_pointed_to_the_private_chat(either: Harness) -> None:
    group = either.telegram.add_group(-500, "Friends", [either.ann.person])
    either.ann.person.says("/orders@kiosk_bot", group=group)
    await either.settles()
    assert "Let us do this in private" in either.ann.person.screen(group)
    before = len(group.live())
    either.ann.person.says("hello everybody", group=group)
    await either.settles()
    assert len(group.live()) == before + 1


async def test_the_menu_lists_what_exists_and_the_desk_only_for_the_operator(either: Harness) -> None:
    await either.olga.says("/start")
    await either.kiosk.messaging.menus.update()
    assert [command["command"] for command in either.ann.person.commands] == [*COMMANDS]
    assert [command["command"] for command in either.olga.person.commands] == [*COMMANDS, *OPERATOR_COMMANDS]
    assert list(COMMANDS)[:4] == ["menu", "order", "mass", "orders"]
    assert list(OPERATOR_COMMANDS)[:3] == ["admin", "stats", "services"]


async def test_russian_from_the_first_word(harness: Harness) -> None:
    ann = harness.ann
    ann.person.language = "ru"
    await ann.says("/order 1 https://instagram.com/p/a 1000")
    await ann.sees("Количество: 1\u00a0000", "Подтвердить")
    await ann.taps("Подтвердить")
    await ann.sees("В очереди")
    ann.person.language = "xx"  # no catalogue for it: English
    await ann.says("/orders")
    await ann.sees("Your orders", "Pending")


async def test_before_the_panel_has_answered_once(database_file: Path) -> None:
    harness = Harness(database_file)
    harness.panel_wire.refusing = True
    await harness.opens()
    await harness.ann.says("/order")
    await harness.ann.sees("I do not have the catalogue yet")
    await harness.ann.says("/order instagram")
    await harness.ann.sees("I do not have the catalogue yet")
    harness.panel_wire.refusing = False
    await harness.passes(61)
    await harness.ann.says("/order")
    await harness.ann.sees("What is it for?")
    await harness.closes()


async def test_a_restart_without_the_panel_still_has_the_catalogue(harness: Harness) -> None:
    harness.panel_wire.refusing = True
    await harness.restarts()
    await harness.ann.says("/order")
    await harness.ann.sees("What is it for?")


async def test_the_operators_view_of_the_panel(harness: Harness) -> None:
    olga = harness.olga
    await olga.says("/panel")
    services = f"Services: {len(harness.panel.catalogue)}, last sync"
    await olga.sees("Balance: $10,000.00", "Orders go through", services, "Dialect: seed")
    await harness.ann.says("/order 1 https://instagram.com/p/a 1000")
    await harness.ann.taps("Confirm")
    await olga.taps("Refresh")
    await olga.taps("Refresh")
    await olga.sees("Balance: $9,999.10", "1 at work")


async def test_markup_is_part_of_every_price(database_file: Path) -> None:
    harness = Harness(database_file, markup_percent="12.5", admin_ids=str(OLGA))
    await harness.opens()
    await harness.ann.says("/order 1")
    await harness.ann.sees("$1.0125 for 1,000")
    await harness.ann.says("/order 1 https://instagram.com/p/a 1000")
    await harness.ann.sees("Price: $1.0125")
    await harness.closes()


async def test_one_menu_that_telegram_does_not_take_holds_no_other_up(harness: Harness) -> None:
    await harness.olga.says("/start")
    harness.telegram.plan("setMyCommands", refusal(403, "Forbidden: not this one"), server_error())
    await harness.kiosk.messaging.menus.update()
    assert len(harness.olga.person.commands) > len(harness.ann.person.commands), "the last one is up"
    await harness.kiosk.messaging.menus.update()
    assert harness.ann.person.commands
    harness.telegram.forget_plans()


async def test_a_long_wait_for_menus_is_waited_for(harness: Harness) -> None:
    await harness.olga.says("/start")
    harness.telegram.plan("setMyCommands", too_many(3600))
    for _ in range(59):
        await harness.kiosk.messaging.menus.update()
        harness.clock.advance(60)
    assert len(harness.telegram.calls_of("setMyCommands")) == 1
    harness.clock.advance(61)
    await harness.kiosk.messaging.menus.update()
    assert harness.ann.person.commands
