"""What a visitor of the page can do: one function per button."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any

from playground.actions import bot, panel, people, shop
from playground.actions.body import Body, Misstep
from playground.demo_state import DemoState
from playground.telegram import NoSuchButton

__all__ = ["ACTIONS", "Misstep", "act"]

Action = Callable[[DemoState, Body], Any | Awaitable[Any]]
ACTIONS: dict[str, Action] = {
    "says": people.says,
    "taps": people.taps,
    "shares": people.shares,
    "photo": people.sends_photo,
    "document": people.sends_document,
    "queries": people.queries,
    "chooses": people.chooses,
    "pays": people.pays,
    "blocks": people.blocks,
    "speaks": people.speaks,
    "person": people.add_person,
    "order": panel.set_order,
    "arm": panel.arm,
    "disarm": panel.disarm,
    "door": panel.move_panel_switch,
    "speed": panel.set_speed,
    "skip": panel.skip,
    "balance": panel.set_balance,
    "shelf": panel.show_shelf,
    "service": panel.change_service,
    "remove": panel.remove_service,
    "settings": shop.set_up,
    "reset": shop.begin_anew,
    "restart": bot.restart,
    "kill": bot.kill,
    "play": bot.play,
    "stop": bot.stop_playing,
}


async def act(demo: DemoState, name: str, body: Body) -> dict[str, Any]:
    """Do one action. Raises Misstep with a sentence if it cannot be done."""
    try:
        done = ACTIONS[name](demo, body)
        result = await done if isawaitable(done) else done
    except NoSuchButton:
        raise Misstep("that button is gone") from None
    return result or {}
