"""Ask a panel about one of its numbers while a person waits."""

import asyncio
from collections.abc import Awaitable, Callable

from panel.client import PanelClient
from shop.errors import PanelUnreachable
from shop.replies import ItemError, StatusReport

LOOK_UP_SECONDS = 10
"""A person waits for the answer; panels take one or two seconds."""


def looking_up(panel: PanelClient) -> Callable[[str], Awaitable[StatusReport | ItemError | None]]:
    """See handlers.context.PanelDesk."""

    async def look_up(panel_order_id: str) -> StatusReport | ItemError | None:
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                return (await panel.status([panel_order_id])).get(panel_order_id)
        except TimeoutError:
            raise PanelUnreachable("the panel takes too long to answer") from None

    return look_up
