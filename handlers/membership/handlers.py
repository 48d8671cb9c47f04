"""Memberships: looking at one, joining by a link, and stopping its renewals."""

import logging
import secrets

from telegram import LabeledPrice, Update
from telegram.error import BadRequest

from handlers.context import Context
from handlers.membership.views import membership_offer, none_offered, pay_page, running
from handlers.shop_terms.asking import asked_to_accept
from handlers.shop_terms.views import MEMBERSHIP
from handlers.show import show
from shop.errors import ShopError
from shop.ledger.topup import BY_STARS, INVOICE_HOLDS, STARS, Invoice
from shop.membership.membership import PERIOD, Membership, MembershipOffer, Renewal

log = logging.getLogger("kiosk.handlers")


async def opened_membership(_update: Update, context: Context) -> None:
    """Membership, in the wallet."""
    mine = await _running(context)
    if mine is not None:
        return await _show_running(context, mine)
    offer = _offer(context)
    await show(
        context,
        none_offered(context.turn.t)
        if offer is None
        else membership_offer(offer, _points(context), context.turn.t),
    )
    return None


async def wished_to_join(update: Update, context: Context) -> None:
    """Join: makes the link by which Telegram takes the Stars, now and every 30 days."""
    services, turn = context.services, context.turn
    offer = _offer(context)
    if offer is None or await _running(context) is not None:
        return await opened_membership(update, context)
    if await asked_to_accept(context, MEMBERSHIP):
        return None
    await turn.answer()
    invoice = _invoice(context, offer)
    await services.stores.memberships.offer(invoice, offer.level, services.clock.now())
    try:
        url = await _link_of(context, invoice)
    except BadRequest as error:
        log.error("Telegram made no link for a membership: %s", error)
        await services.stores.payments.drop(invoice, services.clock.now())
        raise ShopError("membership_not_made") from error
    await show(context, pay_page(invoice, url, _points(context), turn.t))
    return None


async def stopped_renewing(update: Update, context: Context) -> None:
    """Stop renewing: what is paid for lasts."""
    await _change(update, context, Renewal.STOPPING, instead_of=(Renewal.ON, Renewal.ALLOWED))


async def wished_to_renew(update: Update, context: Context) -> None:
    """Renew again: Telegram lets them switch that on; it does not do so by itself."""
    await _change(update, context, Renewal.ALLOWING, instead_of=(Renewal.STOPPED,))


async def _change(
    update: Update, context: Context, wanted: Renewal, *, instead_of: tuple[Renewal, ...]
) -> None:
    """Note what is wanted, then tell Telegram; without an answer the periodic work goes on telling it."""
    services, person_id = context.services, context.turn.person.id
    await services.stores.memberships.want(
        context.tapped_number, person_id, wanted, instead_of=instead_of, now=services.clock.now()
    )
    await services.payments.memberships.tell_telegram()
    await opened_membership(update, context)


async def _show_running(context: Context, mine: Membership) -> None:
    await show(context, running(mine, _points(context), context.turn.t))


async def _running(context: Context) -> Membership | None:
    services = context.services
    return await services.stores.memberships.find_running(context.turn.person.id, services.clock.now())


def _offer(context: Context) -> MembershipOffer | None:
    offer = context.services.rules.membership
    return offer if offer.is_on(context.services.board.prices.levels) else None


def _points(context: Context) -> int:
    """Return by how much the markup is lower for this member, or would be, in millionths."""
    services, person_id = context.services, context.turn.person.id
    levels = services.board.prices.levels
    has = services.board.members.levels_of(person_id, services.clock.now())
    return -min((levels.get(level, 0) for level in has or (services.rules.membership.level,)), default=0)


def _invoice(context: Context, offer: MembershipOffer) -> Invoice:
    """Return what is asked for; a Star's value and the price are frozen in it for all its charges."""
    services = context.services
    return Invoice(
        payload=secrets.token_urlsafe(24),
        person_id=context.turn.person.id,
        way=BY_STARS,
        currency=STARS,
        amount_minor=offer.stars,
        credit_micro=offer.stars * offer.star_micro,
        credit_currency=services.board.currency,
        expires_at=services.clock.now() + INVOICE_HOLDS,
    )


async def _link_of(context: Context, invoice: Invoice) -> str:
    t = context.turn.t
    title, stars = t.label("Membership")[:32], t.paid(STARS, invoice.amount_minor)
    about = t.label("Lower prices for {stars} every 30 days, until you stop it.", stars=stars)[:255]
    return await context.bot.create_invoice_link(
        title=title,
        description=about,
        payload=invoice.payload,
        provider_token="",  # Stars have none
        currency=invoice.currency,
        prices=[LabeledPrice(label=title, amount=invoice.amount_minor)],
        subscription_period=int(PERIOD.total_seconds()),
    )
