"""The operator's picture above the first screen."""

import logging

from telegram.error import BadRequest

from handlers.context import Context
from handlers.pictures import say_below_picture
from handlers.show import say
from handlers.view import View
from shop.own_words import Banner

log = logging.getLogger("kiosk.handlers")


async def say_below_banner(context: Context, view: View) -> int:
    """Send the view below the operator's picture, in one message where it fits; return the view's message.

    Without a picture, or where Telegram does not take it, the view comes alone.
    """
    banner = context.services.rules.words.banner
    if banner is None or banner.is_refused:
        return await say(context, view)
    try:
        return await say_below_picture(context, banner, view)
    except BadRequest as error:
        _note_refusal(banner, error)
        return await say(context, view)


def _note_refusal(banner: Banner, error: BadRequest) -> None:
    """Do without the picture until the next start; if only its id is worn out, send it anew next time."""
    if banner.file_id and banner.file_id != banner.source:
        banner.file_id = ""
        return
    banner.is_refused = True
    log.warning("Telegram does not take the picture of BANNER (%s); the home comes without it.", error)
