"""Filling in the form: link, quantity, and whatever else the service's type asks."""

from telegram import Document, Update
from telegram.constants import MessageLimit

from handlers.asking import ask
from handlers.browsing import tapped
from handlers.counter import Context
from shop import walk
from shop.errors import ShopError
from shop.fields import Ask, Field
from shop.showcase import Sold

MAX_FILE = 256 * 1024
"""Bytes of a text file with comments."""


async def sent_link(update: Update, context: Context) -> str:
    """The link."""
    return await _answered(context, await _text_of(update, context))


async def sent_quantity(update: Update, context: Context) -> str:
    """The quantity."""
    return await _answered(context, await _text_of(update, context))


async def sent_detail(update: Update, context: Context) -> str:
    """What only some types ask, typed or as a text file."""
    return await _answered(context, await _text_of(update, context))


async def sent_drip_feed(update: Update, context: Context) -> str:
    """The number of runs, or the minutes between them."""
    return await _answered(context, await _text_of(update, context))


async def chose_detail(_update: Update, context: Context) -> str:
    """One of the choices' buttons."""
    name, _, choice = tapped(context).value.partition("=")
    if name != context.turn.own_draft.question:
        raise ShopError("button_old")
    return await _answered(context, choice)


async def skipped(_update: Update, context: Context) -> str:
    """Skip: an optional question stays without an answer."""
    button, draft = tapped(context), context.turn.own_draft
    sold, field = asked(context)
    if button.value != field.name or not field.optional:
        raise ShopError("button_old")
    return await ask(context, walk.answer(draft, field.name, None, sold))


def asked(context: Context) -> tuple[Sold, Field]:
    """What is being ordered, and the question that waits. Raises ShopError where either is gone."""
    draft = context.turn.own_draft
    sold = context.counter.showcase.sold(draft.service_id)
    return sold, sold.form.field(draft.question)


async def _answered(context: Context, text: str) -> str:
    sold, field = asked(context)
    draft = context.turn.own_draft
    counter = context.counter
    given = walk.read(
        draft, field, text, sold, counter.clock.now().date(), cuts_at=counter.comment_separators()
    )
    return await ask(context, walk.answer(draft, field.name, given, sold))


async def _text_of(update: Update, context: Context) -> str:
    message, (_, field) = update.message, asked(context)
    if message is not None and message.text:
        if field.ask is Ask.LINES and utf16_length(message.text) >= MessageLimit.MAX_TEXT_LENGTH:
            raise ShopError("lines_cut")
        return message.text
    if message is not None and message.document is not None and field.ask is Ask.LINES:
        return await _text_in(message.document)
    raise ShopError("not_text")


def utf16_length(text: str) -> int:
    """How long Telegram counts a text."""
    return len(text.encode("utf-16-le")) // 2


async def _text_in(document: Document) -> str:
    if document.file_size is None or document.file_size > MAX_FILE:
        raise ShopError("file_too_big")
    file = await document.get_file()
    try:
        return (await file.download_as_bytearray()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ShopError("file_not_text") from None
