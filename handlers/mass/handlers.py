"""/mass: the list that a person sends, its corrections, and its Confirm."""

from dataclasses import replace

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context, typed_text
from handlers.mass.bundle import refuse_lost_bundle
from handlers.mass.judging import judge_list
from handlers.mass.showing import list_of, show_card, show_list, show_mass
from handlers.mass.taking import take, take_whole, text_of, typed
from handlers.mass.views import how_to
from handlers.ordering.asking import over_with_other_questions
from handlers.ordering.pasting import reminds_of
from handlers.sentences import sentence_for
from handlers.shop_terms.asking import asked_to_accept
from handlers.shop_terms.views import ORDER
from handlers.show import put_keys_away, strip_tapped
from shop.errors import ShopError
from shop.ledger.journals import FundsShort
from shop.ordering.draft import MASS, Draft
from shop.ordering.half_filled import in_place_of

ASKS_AGAIN = frozenset({"quote_expired", "mass_twins", "bundle_gone", "bundle_not_now", "bundle_dearer"})
"""Refusals after which the list is shown anew, as it stands now."""


async def opened_mass(update: Update, context: Context) -> str:
    """/mass, with a list behind it or without, or its door: begins a mass order."""
    text = typed_text(update)
    return await begin_with(context, "".join(text.split(maxsplit=1)[1:]) if text.startswith("/") else "")


async def begin_with(context: Context, text: str) -> str:
    """Begin a mass order with these lines, or with the question for them if there are none."""
    draft = await begun(context)
    message = context.turn.update.message
    if text.strip() and message is not None:
        return await typed(context, draft, message, text)
    return await show_mass(context, draft)


async def begun(context: Context) -> Draft:
    """Store a new mass order's draft in place of what was being filled in."""
    turn, services = context.turn, context.services
    await over_with_other_questions(context)
    before = turn.draft
    if before is not None and before.keys is not None:
        await put_keys_away(context, before.keys)
    fresh = replace(
        in_place_of(before, Draft.new(turn.person.id)),
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
        return await typed(context, draft, message, message.text)
    try:
        return await take(context, draft, await text_of(message))
    except ShopError as refused:
        return await show_mass(context, draft, note=sentence_for(refused, context.turn.t))


async def sent_file(update: Update, context: Context) -> str:
    """A text file while nothing asks for one: begins a mass order with it."""
    await begun(context)
    return await sent_lines(update, context)


async def nothing_followed(update: Update, context: Context) -> str | None:
    """The reminder after a long list: no more has come, so it is complete."""
    draft = context.turn.own_draft
    if draft.pasted is None or not reminds_of(update, draft.pasted):
        return None
    return await take_whole(context, draft)


async def turned_page(_update: Update, context: Context) -> str:
    """Previous or Next."""
    return await show_mass(context, _tapped(context), page=row_number(context.button.value) or 0)


async def asked_how(_update: Update, context: Context) -> str:
    """Back: how a list is written; the list itself stays."""
    draft = _tapped(context)
    listed = await list_of(context, draft)
    return await show_card(context, draft, how_to(draft.id, context.turn.t, lines=len(listed.lines)))


async def went_on_without_them(_update: Update, context: Context) -> str:
    """Go on without them: the wrong lines leave the list."""
    draft = _tapped(context)
    listed = await list_of(context, draft)
    return await show_list(context, draft, listed.without((await judge_list(context, listed)).wrong))


async def left_out_twins(_update: Update, context: Context) -> str:
    """Leave out duplicates: lines that order what another line or a running order does leave the list."""
    draft = _tapped(context)
    listed = await list_of(context, draft)
    return await show_list(context, draft, listed.without((await judge_list(context, listed)).doubled))


async def confirmed(_update: Update, context: Context) -> str | None:
    """Confirm: one tap orders all lines; a second tap finds the same orders."""
    turn, services = context.turn, context.services
    draft = turn.draft if turn.draft is not None and turn.draft.question == MASS else None
    if draft is not None and await asked_to_accept(context, ORDER):
        return MASS
    if draft is not None and await _has_hidden(context, draft):
        await turn.answer(turn.t.label("Nothing was ordered. Look at the list again."), alert=True)
        return await show_mass(context, draft)
    try:
        await refuse_lost_bundle(context, context.button.of)
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


async def _has_hidden(context: Context, draft: Draft) -> bool:
    """Return True if a service of the list was hidden since the list was shown."""
    hidden = context.services.storefront.curated.hidden
    return bool(hidden) and any(line.service in hidden for line in (await list_of(context, draft)).lines)


def _tapped(context: Context) -> Draft:
    """Return the draft. Raises ShopError unless the tapped button is of this mass order."""
    draft = context.turn.own_draft
    if context.button.of != draft.id or draft.question != MASS:
        raise ShopError("button_old")
    return draft
