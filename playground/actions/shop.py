"""The Settings tab: how the kiosk is set up, and beginning anew."""

from typing import cast

from playground.actions.body import Body, Misstep, number, text
from playground.bot_supervisor import BotSupervisor
from playground.demo_state import DemoState
from playground.panel.spoken import NAMES, DialectName
from playground.shop_settings import ACCESS, MOST_PERCENT, ShopSettings


async def set_up(demo: DemoState, body: Body) -> None:
    """Restart the kiosk with other settings, at a panel that may talk another dialect."""
    supervisor = _idle(demo)
    access, markup, dialect = text(body, "access"), number(body, "markup"), _dialect(body)
    if access not in ACCESS:
        raise Misstep("access is private or shop")
    if not 0 <= markup <= MOST_PERCENT:
        raise Misstep(f"the markup is 0 to {MOST_PERCENT} percent")
    wanted = ShopSettings(access, markup, stars=bool(body.get("stars")))

    def change() -> None:
        demo.shop = wanted
        demo.panel.speaks(dialect)

    await supervisor.restart(change)


async def begin_anew(demo: DemoState, _body: Body) -> None:
    """Restart the kiosk on a fresh database, in chats without a message, at a panel without an order."""
    await _idle(demo).restart(demo.begin_anew)


def _idle(demo: DemoState) -> BotSupervisor:
    """Return the supervisor where nothing else uses the bot. Raises Misstep."""
    if demo.supervisor is None:
        raise Misstep("there is no bot here")
    if demo.registry is not None and demo.registry.busy:
        raise Misstep("a scenario is running; stop it first")
    if demo.bot.running and demo.bot.words != "running":
        raise Misstep("the bot is ending already")
    return demo.supervisor


def _dialect(body: Body) -> DialectName:
    wanted = text(body, "dialect")
    if wanted not in NAMES:
        raise Misstep("there is no such dialect")
    return cast("DialectName", wanted)
