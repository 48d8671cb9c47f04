"""Coupons as customers use them: from the wallet, or on the confirm card."""

from telegram import Update

from handlers.context import Context, typed_text
from handlers.growth.coupon_views import (
    ON_CARD,
    coupon_credited,
    coupon_put_away,
    coupon_question,
    coupon_ready,
)
from handlers.growth.words import COUPON_ANSWERS
from handlers.ordering.asking import ask, over_with_other_questions
from handlers.sentences import sentence_for
from handlers.show import show
from handlers.wallet.handlers import opened_wallet
from shop.errors import ShopError
from shop.growth.coupons import MOST_TRIES, Coupon, Entered, coupon_key
from shop.ledger.journals import Account, AccountKind
from shop.ordering.draft import CONFIRM
from storage.growth.questions import Asks


async def wished_coupon(_update: Update, context: Context) -> None:
    """Coupon: asks for its name."""
    refuse_in_private(context)
    context.services.rules.gate.refuse()
    has_order = context.button.value == ON_CARD and _waits_for_confirm(context)
    await over_with_other_questions(context)
    await _ask_for_it(context, has_order=has_order)


async def wrote_coupon(_update: Update, context: Context) -> str | None:
    """/coupon of a customer, alone or with the coupon's name."""
    refuse_in_private(context)
    context.services.rules.gate.refuse()
    await over_with_other_questions(context)
    if not context.args:
        await _ask_for_it(context, has_order=_waits_for_confirm(context))
        return None
    services = context.services  # asked first, as the tries are counted where it is asked
    await services.stores.growth_questions.ask(context.turn.person.id, Asks.COUPON, services.clock.now())
    return await _entered(context, " ".join(context.args))


async def typed_coupon(update: Update, context: Context) -> str | None:
    """The name of a coupon."""
    refuse_in_private(context)
    return await _entered(context, typed_text(update))


async def _entered(context: Context, typed: str) -> str | None:
    turn, services = context.turn, context.services
    questions = services.stores.growth_questions
    if await questions.answered(turn.person.id, turn.update.update_id) >= MOST_TRIES:
        raise ShopError("coupon_tries")
    try:
        entered, coupon = await _enter(context, typed)
    except ShopError as refused:
        if refused.key not in COUPON_ANSWERS:
            raise
        if refused.key == "coupon_unknown":
            await questions.missed(turn.person.id)
        note = sentence_for(refused, turn.t)
        await _ask_for_it(context, has_order=_waits_for_confirm(context), note=note)
        return None
    return await _used(context, entered, coupon)


async def _enter(context: Context, text: str) -> tuple[Entered, Coupon]:
    key, services = coupon_key(text), context.services
    if key is None:
        raise ShopError("coupon_unknown")
    return await services.stores.coupons.enter(
        context.turn.person.id,
        key,
        currency=services.board.currency,
        update_id=context.turn.update.update_id,
        now=services.clock.now(),
    )


async def gave_up_coupon(update: Update, context: Context) -> str | None:
    """/cancel: back to the order that waits, or to the wallet."""
    if _waits_for_confirm(context):
        return await ask(context, context.turn.own_draft)
    await opened_wallet(update, context)
    return None


async def put_coupon_away(_update: Update, context: Context) -> str | None:
    """Without the coupon: the order has its own price again."""
    await context.services.stores.coupons.put_away(context.turn.person.id)
    if _waits_for_confirm(context):
        return await ask(context, context.turn.own_draft)
    await show(context, coupon_put_away(context.turn.t))
    return None


def refuse_in_private(context: Context) -> None:
    """Raise ShopError where there are no wallets that people pay from."""
    if not context.services.access.open:
        raise ShopError("coupon_private")


async def _used(context: Context, entered: Entered, coupon: Coupon) -> str | None:
    services, turn = context.services, context.turn
    if entered is Entered.READY:
        if _waits_for_confirm(context):
            return await ask(context, turn.own_draft)
        await show(context, coupon_ready(coupon, turn.t))
        return None
    wallet = Account(AccountKind.WALLET, turn.person.id, coupon.currency)
    view = coupon_credited(coupon, await services.stores.ledger.balance(wallet), turn.t)
    if _waits_for_confirm(context):
        return await ask(context, turn.own_draft, note=view.text)
    await show(context, view)
    return None


async def _ask_for_it(context: Context, *, has_order: bool, note: str = "") -> None:
    services, turn = context.services, context.turn
    await services.stores.growth_questions.ask(turn.person.id, Asks.COUPON, services.clock.now())
    await show(context, coupon_question(turn.t, has_order=has_order, note=note))


def _waits_for_confirm(context: Context) -> bool:
    draft = context.turn.draft
    return draft is not None and draft.question == CONFIRM
