"""What people did to their subscription in Telegram's own settings, as Telegram tells it.

python-telegram-bot 22.8 knows the Bot API 10.0, which has no such update, so it is read raw.
"""

import logging
from typing import Any

from handlers.context import Services
from shop.membership.membership import InApp

log = logging.getLogger("kiosk.handlers")

KIND = "subscription"
"""core.telegram.org/bots/api#botsubscriptionupdated, since the Bot API 10.2."""


async def noted(body: Any, services: Services) -> bool:
    """Note a change of a subscription; return False for an update of another kind."""
    told = body.get(KIND) if isinstance(body, dict) else None
    if told is None:
        return False
    user = told.get("user") if isinstance(told, dict) else None
    person_id = user.get("id") if isinstance(user, dict) else None
    payload, state = (told.get("invoice_payload"), told.get("state")) if isinstance(told, dict) else ("", "")
    if type(person_id) is not int or type(payload) is not str or state not in list(InApp):
        log.warning("What Telegram tells of a subscription cannot be read: the state is %r.", state)
        return True
    memberships, now = services.stores.memberships, services.clock.now()
    if not await memberships.changed_in_app(person_id, payload, InApp(state), now):
        log.info("Telegram tells of a subscription that changes nothing here: %s.", state)
    return True
