"""/mass: the list that a person sends, its corrections, and its Confirm."""

from dataclasses import replace

from telegram import Message, Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.mass.showing import judged, list_of, put, show_list, show_mass
from handlers.mass.views import how_to
from handlers.ordering.asking import over_with_other_questions
from handlers.ordering.files import text_in
from handlers.ordering.pasting import grown, hold, let_go, rings_for
from handlers.sentences import sentence_for
from handlers.show import put_keys_away, strip_tapped
from shop.errors import ShopError
from shop.ledger.journals import FundsShort
from shop.ordering.draft import MASS, Draft
from shop.ordering.link_text import the_link_in
from shop.ordering.mass_lines import read_lines
from shop.ordering.mass_list import MassList, corrected
from shop.ordering.pasting import Pasted, goes_on, may_go_on, whole

MAX_FILE = 1024 * 1024
"""Bytes of a file with a list."""

ASKS_AGAIN = frozenset({"quote_expired", "mass_twins"})
"""Refusals after which the list is shown anew, as it stands now."""


async def opened_mass(update: Update, context: Context) -> str:
    """/mass, with a list behind it or without, or its door: begins a mass order."""
    text = (update.message.text or "") if update.message is not None else ""
    typed = "".join(text.split(maxsplit=1)[1:]) if text.startswith("/") else ""
    return await begin_with(context, typed)


async def begin_with(context: Context, typed: str) -> str:
    """Begin a mass order with these lines, or with the question for them if there are none."""
    draft = await begun(context)
    message = context.turn.update.message
    if typed.strip() and message is not None:
        return await _typed(context, draft, message, typed)
    return await show_mass(context, draft)


async def begun(context: Context) -> Draft:
    """Store a new mass order's draft in place of what was being filled in."""
    turn, services = context.turn, context.services
    await over_with_other_questions(context)
    before = turn.draft
    if before is not None and before.keys is not None:
        await put_keys_away(context, before.keys)
    fresh = replace(
        Draft.new(turn.person.id),
        question=MASS,
        card_message_id=before.card_message_id if before is not None else None,
    )
    await services.stores.drafts.save(fresh, services.clock.now())
    turn.draft = fresh
    return fresh


async def sent_lines(update: Update, context: Context) -> str:
    """Lines of the list, corrected ones, or the link of all: typed, or as a file."""
    message, draft = update.message, context.turn.own_draft
    if message is not None and message.text:
        return await _typed(context, draft, message, message.text)
    try:
        return await _take(context, draft, await _text_in(message))
    except ShopError as refused:
        return await show_mass(context, draft, note=sentence_for(refused, context.turn.t))


async def sent_file(update: Update, context: Context) -> str:
    """A text file while nothing asks for one: begins a mass order with it."""
    await begun(context)
    return await sent_lines(update, context)


async def nothing_followed(update: Update, context: Context) -> str | None:
    """The reminder after a long list: no more has come, so it is complete."""
    draft = context.turn.own_draft
    if draft.pasted is None or not rings_for(update, draft.pasted):
        return None
    return await _whole(context, draft)


async def turned_page(_update: Update, context: Context) -> str:
    """Previous or Next."""
    return await show_mass(context, _tapped(context), page=row_number(context.button.value) or 0)


async def asked_how(_update: Update, context: Context) -> str:
    """Back: how a list is written; the list itself stays."""
    draft = _tapped(context)
    listed = await list_of(context, draft)
    return await put(context, draft, how_to(draft.id, context.turn.t, lines=len(listed.lines)))


async def went_on_without_them(_update: Update, context: Context) -> str:
    """Go on without them: the wrong lines leave the list."""
    draft = _tapped(context)
    listed = await list_of(context, draft)
    return await show_list(context, draft, listed.without((await judged(context, listed)).wrong))


async def left_out_twins(_update: Update, context: Context) -> str:
    """Leave out what is twice: lines that order what another line or a running order does leave the list."""
    draft = _tapped(context)
    listed = await list_of(context, draft)
    return await show_list(context, draft, listed.without((await judged(context, listed)).doubled))


async def confirmed(_update: Update, context: Context) -> str | None:
    """Confirm: one tap orders all lines; a second tap finds the same orders."""
    turn, services = context.turn, context.services
    draft = turn.draft if turn.draft is not None and turn.draft.question == MASS else None
    try:
        mass_id = await services.stores.mass_orders.reserve(
            token=context.button.of,
            person_id=turn.person.id,
            now=services.clock.now(),
            card_message_id=turn.tapped_message_id,
        )
    except ShopError as refused:
        if draft is None or not (refused.key in ASKS_AGAIN or isinstance(refused, FundsShort)):
            raise
        await turn.answer(turn.t.label("Nothing was ordered. Look at the list again."), alert=True)
        note = "" if isinstance(refused, FundsShort) else sentence_for(refused, turn.t)
        return await show_mass(context, draft, note=note)
    services.wakeups.panel()
    services.wakeups.outbox()
    mass = await services.stores.mass_orders.find_ordered(mass_id, turn.person.id)
    await turn.answer(turn.t.label("Orders received: {count}", count=len(mass.orders)))
    if mass.card_message_id != turn.tapped_message_id:
        await strip_tapped(context)
    return None


def _tapped(context: Context) -> Draft:
    """Return the draft. Raises ShopError unless the tapped button is of this mass order."""
    draft = context.turn.own_draft
    if context.button.of != draft.id or draft.question != MASS:
        raise ShopError("button_old")
    return draft


async def _typed(context: Context, draft: Draft, message: Message, text: str) -> str:
    """Take typed lines, or a part of a list that the app has cut; hold it while more may come."""
    if draft.pasted is not None and not goes_on(draft.pasted, message.text or "", message.date):
        await _taken(context, draft, draft.pasted)
        draft = context.turn.own_draft
    pasted = grown(context, draft, text, message)
    if may_go_on(message.text or ""):
        return await hold(context, draft, pasted)
    return await _whole(context, replace(draft, pasted=pasted))


async def _whole(context: Context, draft: Draft) -> str:
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
        listed = await _read(context, draft, whole(pasted))
    except ShopError as refused:
        listed, note = await list_of(context, draft), sentence_for(refused, context.turn.t)
    await _store(context, listed)
    await let_go(context, draft, pasted)
    return listed, note


async def _take(context: Context, draft: Draft, text: str) -> str:
    listed = await _read(context, draft, text)
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


async def _read(context: Context, draft: Draft, text: str) -> MassList:
    """Return the list with what this text adds to it, once. Raises ShopError naming what is allowed."""
    listed = await list_of(context, draft)
    update_id = context.turn.update.update_id
    if listed.answered_by == update_id:
        return listed  # done before a crash
    if listed.wants_link:
        return replace(await _with_link(context, listed, text), answered_by=update_id)
    lines = read_lines(text)
    if tuple(lines) == listed.lines:
        raise ShopError("mass_same_again")
    wrong = (await judged(context, listed)).wrong if listed.lines else ()
    return replace(corrected(listed, lines, wrong), answered_by=update_id)


async def _with_link(context: Context, listed: MassList, text: str) -> MassList:
    """Return the list with the one link in every line. Raises ShopError if it fits none of them."""
    linked = listed.with_link(the_link_in(text))
    verdicts = await judged(context, linked)
    if not verdicts.terms:
        raise next(one.refused for one in verdicts.verdicts if one.refused is not None)
    return linked


async def _text_in(message: Message | None) -> str:
    document = message.document if message is not None else None
    if message is None or document is None:
        raise ShopError("mass_no_lines")
    if message.media_group_id is not None:  # half of the lines would be worse than none
        raise ShopError("file_album")
    return await text_in(document, most=MAX_FILE, too_big=ShopError("mass_file_too_big"))
