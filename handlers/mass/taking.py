"""Taking the lines that a person sends into their list, once, whole, and never at the cost of the others."""

from dataclasses import replace

from telegram import Message

from handlers.context import Context
from handlers.mass.judging import judge_list
from handlers.mass.showing import list_of, show_list, show_mass
from handlers.ordering.files import hidden_links, text_in
from handlers.ordering.pasting import hold_list, let_go, with_message
from handlers.sentences import sentence_for
from shop.errors import ShopError
from shop.ordering.draft import Draft
from shop.ordering.link_text import the_link_in
from shop.ordering.mass_lines import read_lines
from shop.ordering.mass_list import MassList, corrected
from shop.ordering.pasting import Pasted, complete_list, goes_on, may_go_on

MAX_FILE = 1024 * 1024
"""Bytes of a file with a list."""


async def typed(context: Context, draft: Draft, message: Message, text: str) -> str:
    """Take typed lines, or a part of a list that the app has cut; hold it while more may come."""
    if draft.pasted is not None and not goes_on(draft.pasted, message.text or "", message.date):
        await _taken(context, draft, draft.pasted)
        draft = context.turn.own_draft
    pasted = with_message(context, draft, text, message)
    if may_go_on(message.text or ""):
        return await hold_list(context, draft, pasted)
    return await take_whole(context, replace(draft, pasted=pasted))


async def take_whole(context: Context, draft: Draft) -> str:
    """Take the complete list, or say what is wrong with it and keep the list that stands."""
    pasted = draft.pasted
    if pasted is None:
        return await show_mass(context, draft)
    listed, note = await _taken(context, draft, pasted)
    return await show_list(context, context.turn.own_draft, listed, note=note)


async def _taken(context: Context, draft: Draft, pasted: Pasted) -> tuple[MassList, str]:
    """Store the list with what was pasted; return it with the sentence on what is wrong, or as it was."""
    note = ""
    try:
        listed = await _read(context, draft, complete_list(pasted), pasted.update_id)
    except ShopError as refused:
        listed, note = await list_of(context, draft), sentence_for(refused, context.turn.t)
    await _store(context, listed)
    await let_go(context, draft, pasted)
    return listed, note


async def take(context: Context, draft: Draft, text: str) -> str:
    """Take a whole list and show what it comes to. Raises ShopError naming what is allowed."""
    listed = await _read(context, draft, text, context.turn.update.update_id)
    await _store(context, listed)
    services = context.services
    draft = replace(draft, answered_by=context.turn.update.update_id, pasted=None)
    await services.stores.drafts.save(draft, services.clock.now())
    context.turn.draft = draft
    return await show_list(context, draft, listed)


async def _store(context: Context, listed: MassList) -> None:
    """Store the list before its draft knows the update: handled again, it is not added again."""
    if listed.lines:
        await context.services.stores.mass_orders.save(listed, None, context.services.clock.now())


async def _read(context: Context, draft: Draft, text: str, update_id: int) -> MassList:
    """Return the list with what this update's text adds to it, once. Raises ShopError for a wrong one."""
    listed = await list_of(context, draft)
    if listed.answered_by == update_id:
        return listed  # done before a crash
    if listed.wants_link or listed.bundle:
        return replace(await _with_link(context, listed, text), answered_by=update_id)
    lines = read_lines(text)
    if tuple(lines) == listed.lines:
        raise ShopError("mass_same_again")
    wrong = (await judge_list(context, listed)).wrong if listed.lines else ()
    return replace(corrected(listed, lines, wrong), answered_by=update_id)


async def _with_link(context: Context, listed: MassList, text: str) -> MassList:
    """Return the list with the one link in every line. Raises ShopError if it fits none of them."""
    message = context.turn.update.message
    linked = listed.with_link(the_link_in(text, hidden_links(message) if message is not None else ()))
    verdicts = await judge_list(context, linked)
    if not verdicts.terms or (listed.bundle and verdicts.wrong):
        raise next(one.refused for one in verdicts.verdicts if one.refused is not None)
    return linked


async def text_of(message: Message | None) -> str:
    """Return the text of the message's file, or below its picture. Raises ShopError if there is none."""
    document = message.document if message is not None else None
    if message is not None and document is None and message.caption:
        return message.caption
    if message is None or document is None:
        raise ShopError("mass_no_lines")
    if message.media_group_id is not None:  # half of the lines would be worse than none
        raise ShopError("file_album")
    return await text_in(document, most=MAX_FILE, too_big=ShopError("mass_file_too_big"))
