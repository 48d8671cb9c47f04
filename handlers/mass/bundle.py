"""A list that is a bundle's: its question for the link, then its one confirm card with one price."""

import secrets
from dataclasses import replace

from handlers.bundles.finding import find_sold, price_for
from handlers.bundles.views import Asked, asked, not_sold
from handlers.context import Context
from handlers.mass.funds import missing_for
from handlers.mass.judging import judge_list
from handlers.sentences import sentence_for
from handlers.view import View
from shop.bundles.bundle import OnSale
from shop.bundles.pricing import BundlePrice, check_costs, sold_as
from shop.errors import ShopError
from shop.ordering.mass_list import MassList
from shop.ordering.mass_quote import MassQuote
from shop.ordering.order import QUOTE_HOLDS


async def bundle_screen(context: Context, listed: MassList, *, closed: bool) -> View:
    """Store the list with a new quote of the bundle as it is sold now, and return its question."""
    services, t = context.services, context.turn.t
    try:
        sold = await find_sold(context, listed.bundle)
        price = price_for(context, sold)
    except ShopError as refused:
        await services.stores.mass_orders.save(listed, None, services.clock.now())
        return not_sold(listed.id, sentence_for(refused, t), t)
    link = "" if listed.wants_link else next((line.link for line in listed.lines), "")
    listed = replace(listed, version=sold.version, lines=sold.bundle.lines(link))
    if closed or not link:
        await services.stores.mass_orders.save(listed, None, services.clock.now())
        return asked(Asked(listed.id, sold, price), t)
    return await _confirm_card(context, listed, sold, price)


async def _confirm_card(context: Context, listed: MassList, sold: OnSale, price: BundlePrice) -> View:
    services, t = context.services, context.turn.t
    judgement = await judge_list(context, listed)
    if judgement.wrong:
        await services.stores.mass_orders.save(replace(listed, wants_link=True), None, services.clock.now())
        refused = next(one.refused for one in judgement.verdicts if one.refused is not None)
        view = asked(Asked(listed.id, sold, price), t)
        return replace(view, text=f"{sentence_for(refused, t)}\n\n{view.text}")
    quote = MassQuote(
        token=secrets.token_urlsafe(16),
        terms=sold_as(sold, price, judgement.terms),
        expires_at=services.clock.now() + QUOTE_HOLDS,
        known_twins=judgement.known_twins,
    )
    await services.stores.mass_orders.save(listed, quote, services.clock.now())
    missing = await missing_for(context, quote)
    shown = Asked(
        listed.id,
        sold,
        price,
        link=quote.terms[0].link,
        token=quote.token,
        missing_micro=missing,
        tops_up=bool(missing and services.rules.tariff(quote.currency).ways),
        is_doubled=bool(judgement.doubled),
    )
    return asked(shown, t)


async def refuse_lost_bundle(context: Context, token: str) -> None:
    """Raise ShopError if a part of the bundle behind this Confirm is gone, or costs more than its share."""
    services, person_id = context.services, context.turn.person.id
    terms = await services.stores.mass_orders.list_quoted(token, person_id)
    if terms and terms[0].bundle_id:
        check_costs(terms, services.storefront, services.board.for_person(person_id))
