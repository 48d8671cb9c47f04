"""Services that are not sold: at which supplier, and selling them again."""

from collections.abc import Mapping

from handlers.context import Services


async def all_stopped(services: Services) -> frozenset[str]:
    """Return the services that are not sold because their panel charged too much for them."""
    stopped: frozenset[str] = frozenset()
    for desk in services.panels.values():
        stopped |= await desk.stores.overcharges.list_stopped()
    return stopped


async def resume_sale(services: Services, number: str, *, by: int) -> bool:
    """Sell this service again; return False if it is not stopped."""
    now = services.clock.now()
    for desk in services.panels.values():
        if await desk.stores.overcharges.resume(number, now, by=by):
            await desk.follow_stops()
            return True
    return False


def left_out(services: Services) -> Mapping[str, tuple[str, ...]]:
    """Return why services of the panels' lists are not on show, each reason with their numbers."""
    found: dict[str, tuple[str, ...]] = {}
    for desk in services.panels.values():
        for why, numbers in desk.left_out().items():
            found[why] = (*found.get(why, ()), *numbers)
    return found
