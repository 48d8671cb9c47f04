"""Every route, tried by everybody who may not reach it: the table decides, so no handler can forget."""

import pytest

from handlers.conversation import order_conversation
from handlers.route import Access, Route
from handlers.routes import routes
from tests.in_process import Harness

TABLE = routes(order_conversation())
TRIGGERED = [route for route in TABLE if route.trigger]
OF_STAFF = {Access.STAFF, Access.OPERATORS, Access.OWNERS}
OF_OPERATORS = [route for route in TRIGGERED if route.access in OF_STAFF]
OF_CUSTOMERS = [route for route in TRIGGERED if route.access is Access.CUSTOMERS]
OWN = {route.trigger for route in OF_CUSTOMERS}
"""What customers tap and type; of these /cancel, /services and the like mean something else to operators."""


def triggers(table: list[Route]) -> list[str]:
    return sorted({route.trigger for route in table})


OPERATORS_ROOM = "handlers.operator."


def test_what_stands_in_an_operators_room_is_for_operators() -> None:
    for route in TABLE:
        callback = getattr(route.handler, "callback", None)
        is_theirs = callback is not None and callback.__module__.startswith(OPERATORS_ROOM)
        assert is_theirs == (route.access in OF_STAFF), route


async def test_a_customer_reaches_nothing_of_the_operators(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/help")
    for trigger in triggers(OF_OPERATORS):
        if trigger.startswith("/"):
            if trigger.split()[0] in OWN:
                continue
            await ann.says(trigger)
            await ann.sees("Only the shop's operator can do this")
        else:
            ann.person.forges(trigger)
            await harness.settles()
            assert "Only the shop's operator" in ann.person.toasts[-1].text, trigger
    assert harness.panel.orders == {}


async def test_a_stranger_reaches_nothing_but_one_sentence(harness: Harness) -> None:
    sam = harness.sam
    await sam.says("/help")
    await sam.sees("This shop is private")
    for trigger in triggers([*OF_CUSTOMERS, *OF_OPERATORS]):
        if trigger.startswith("/"):
            await sam.says(trigger)
        else:
            sam.person.forges(trigger)
            await harness.settles()
            assert not sam.person.spinning, trigger
    assert sum(message.from_bot for message in sam.person.home.messages.values()) == 1
    assert harness.panel.orders == {}


@pytest.mark.parametrize("trigger", triggers(OF_OPERATORS))
async def test_an_operator_is_let_through(trigger: str, harness: Harness) -> None:
    olga = harness.olga
    await olga.says("/help")
    if trigger.startswith("/"):
        await olga.says(trigger)
    else:
        olga.person.forges(trigger)
        await harness.settles()
    olga.finds_no("Only the shop's operator can do this")
    assert not any("Only the shop's operator" in toast.text for toast in olga.person.toasts)
