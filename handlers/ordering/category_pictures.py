"""The operator's picture above the first page of a category."""

import logging

from telegram.error import BadRequest

from handlers.buttons import Button
from handlers.context import Context
from handlers.pictures import say_below_picture
from handlers.view import View
from shop.ordering.draft import SERVICE, Draft
from shop.own_words import Banner

log = logging.getLogger("kiosk.handlers")


async def say_below_category_picture(context: Context, draft: Draft, view: View) -> int | None:
    """Send the first page of a category below its picture; return its message, or None without a picture.

    A list that was only arranged anew comes in place, without it. A picture that Telegram does not take is
    left out until the next start.
    """
    browse = draft.browse
    if draft.question != SERVICE or browse.words or browse.shelf or browse.page or not _came_in(context):
        return None
    storefront = context.services.storefront
    category = storefront.category(browse.category)
    if category is None or not category.picture or category.picture in storefront.refused_pictures:
        return None
    try:
        return await say_below_picture(context, Banner(category.picture), view)
    except BadRequest as error:
        storefront.refused_pictures.add(category.picture)
        log.warning("Telegram does not take the picture of a category (%s); it comes without it.", error)
        return None


def _came_in(context: Context) -> bool:
    """Return True if the category was just chosen: the list is not arranged or shown again."""
    query = context.turn.update.callback_query
    button = Button.read(query.data) if query is not None else None
    return button is not None and button.action == "category"
