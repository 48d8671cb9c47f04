"""Putting a mass order's list on the screen: judged and priced anew each time, then stored with its quote."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from handlers.context import Context
from handlers.mass.bundle import bundle_screen
from handlers.mass.funds import missing_for
from handlers.mass.judging import judge_list
from handlers.mass.views import Listing, how_to, link_wanted, listing, under
from handlers.ordering.left import with_way_to_left
from handlers.ordering.selling import note_of_maintenance, note_while_closed
from handlers.sentences import sentence_for
from handlers.show import show, strip
from handlers.view import View, shortened
from shop.errors import ShopError
from shop.ordering.draft import MASS, Draft
from shop.ordering.mass_list import MassList
from shop.ordering.mass_quote import MassQuote
from shop.ordering.mass_verdicts import Judgement, quote_without_link
from shop.ordering.order import QUOTE_HOLDS


async def show_mass(context: Context, draft: Draft, *, note: str = "", page: int = 0) -> str:
    """Show the waiting question of this mass order below `note`: the list, or how one is written."""
    return await show_list(context, draft, await list_of(context, draft), note=note, page=page)


async def list_of(context: Context, draft: Draft) -> MassList:
    """Return the draft's list; an empty one before anything was sent, or after it has lapsed."""
    found = await context.services.stores.mass_orders.find(draft.id, draft.person_id)
    return found or MassList(draft.id, draft.person_id)


async def show_list(
    context: Context, draft: Draft, listed: MassList, *, note: str = "", page: int = 0
) -> str:
    """Store the list with a new quote and show it. Confirm orders exactly what this screen says."""
    services, t = context.services, context.turn.t
    closed = await note_while_closed(context)
    notes = (note, closed, note_of_maintenance(context))
    note = "\n\n".join(dict.fromkeys(part for part in notes if part))
    if listed.bundle:
        return await show_card(
            context, draft, under(note, await bundle_screen(context, listed, closed=bool(closed)))
        )
    if not listed.lines or listed.wants_link or closed:
        if listed.lines:
            await services.stores.mass_orders.save(listed, None, services.clock.now())
        asks_link = listed.wants_link and not closed
        view = (
            await link_question(context, listed)
            if asks_link
            else how_to(draft.id, t, lines=len(listed.lines))
        )
        return await show_card(context, draft, under(note, view))
    judgement = await judge_list(context, listed)
    quote = None if judgement.wrong else _quote(context, judgement)
    await services.stores.mass_orders.save(listed, quote, services.clock.now())
    missing = await missing_for(context, quote)
    shown = Listing(
        draft.id,
        judgement,
        token=quote.token if quote is not None else "",
        missing_micro=missing,
        tops_up=bool(missing and services.rules.tariff(judgement.currency).ways),
        page=page,
    )
    return await show_card(context, draft, under(note, listing(shown, t)))


async def show_card(context: Context, draft: Draft, view: View) -> str:
    """Show the view as the draft's card, in place of the tapped one or below; the earlier is stripped."""
    message_id = await show(context, with_way_to_left(context, draft, view))
    if draft.card_message_id != message_id:
        await context.services.stores.drafts.shown(draft.id, message_id)
        await strip(context, draft.card_message_id)
        context.turn.draft = replace(draft, card_message_id=message_id)
    return MASS


def _quote(context: Context, judgement: Judgement) -> MassQuote:
    return MassQuote(
        token=secrets.token_urlsafe(16),
        terms=judgement.terms,
        expires_at=context.services.clock.now() + QUOTE_HOLDS,
        known_twins=judgement.known_twins,
    )


async def link_question(
    context: Context, listed: MassList, names: Mapping[str, str] = MappingProxyType({})
) -> View:
    """Return the question for the one link of all lines. Raises ShopError while the shop sells nothing.

    `names` are those of services that may not be on sale any more.
    """
    services, t = context.services, context.turn.t
    prices, today = services.board.for_person(listed.person_id), services.clock.now().date()
    words, total = [], 0
    for line in listed.lines:
        try:
            service, quote = quote_without_link(line, services.storefront, prices, today)
        except ShopError as refused:
            gone = ShopError("service_gone") if refused.key == "mass_no_service" else refused
            name = shortened(names.get(line.service, line.service), 60)
            why = sentence_for(gone, t).removeprefix("⚠️ ")
            words.append(t("⚠️ {service}:", service=name) + f" {why}")
            continue
        total += quote.price_micro
        words.append(
            t(
                "• {quantity} × {service} · {price}",
                quantity=1 if quote.quantity is None else quote.quantity,
                service=shortened(service.name, 60),
                price=t.money(quote.price_micro, quote.currency),
            )
        )
    return link_wanted(listed.id, words, t.money(total, prices.currency) if total else "", t)
