"""Gifts: making one in the wallet, sending it into a chat, taking one by its link."""

from telegram import Update

from handlers.context import Context, typed_text
from handlers.growth.gift_views import (
    gift_card,
    gift_ended,
    gift_question,
    gift_taken,
    sure_to_give,
)
from handlers.growth.words import GIFT_ANSWERS
from handlers.ordering.asking import over_with_other_questions
from handlers.sentences import sentence_for
from handlers.show import show
from handlers.topup.handlers import is_amount
from handlers.wallet.handlers import opened_wallet
from shop.errors import ShopError
from shop.growth.gifts import MOST_OPEN
from shop.ledger.journals import Account, AccountKind
from shop.ledger.typed_amounts import read_amount
from shop.money import micro_up, rounded_down
from shop.sentences import Amount
from storage.growth.questions import Asks


async def opened_gifts(_update: Update, context: Context) -> None:
    """Gift: asks how much, and lists those that wait, or a page of them."""
    _refuse_in_private(context)
    context.services.rules.gate.refuse()
    await over_with_other_questions(context)
    await _ask_amount(context, wanted=context.button.value)


async def chose_gift_amount(_update: Update, context: Context) -> None:
    """An amount's button."""
    _refuse_in_private(context)
    value = context.button.value
    if not is_amount(value):
        raise ShopError("button_old")
    await _offer(context, int(value))


async def typed_gift_amount(update: Update, context: Context) -> None:
    """An amount instead of a button."""
    _refuse_in_private(context)
    turn, tariff = context.turn, context.services.tariff
    text = typed_text(update)
    await context.services.stores.growth_questions.answered(turn.person.id, turn.update.update_id)
    try:
        amount = read_amount(text, tariff.currency)
    except ShopError as refused:
        return await _ask_amount(context, note=sentence_for(refused, turn.t))
    return await _offer(context, micro_up(amount) if amount is not None else 0)


async def gave_up_gift(update: Update, context: Context) -> None:
    """/cancel: back to the wallet."""
    await opened_wallet(update, context)


async def made_gift(_update: Update, context: Context) -> None:
    """Confirm: the money is held, and the gift can be sent. A second tap shows the same gift."""
    _refuse_in_private(context)
    services, turn = context.services, context.turn
    try:
        made = await services.stores.gifts.make(turn.person.id, context.tapped_number, services.clock.now())
    except ShopError as refused:
        if refused.key not in GIFT_ANSWERS:
            raise
        if refused.key == "gift_too_much":
            currency = context.services.tariff.currency
            refused = ShopError("gift_too_much", most=Amount(await _giveable(context, currency), currency))
        return await _ask_amount(context, note=sentence_for(refused, turn.t))
    await show(context, gift_card(made, context.bot.username, turn.t))
    return None


async def opened_gift(_update: Update, context: Context) -> None:
    """A gift in the list: how it stands."""
    gift = await context.services.stores.gifts.find_own(context.turn.person.id, context.tapped_number)
    await show(context, gift_card(gift, context.bot.username, context.turn.t))


async def canceled_gift(_update: Update, context: Context) -> None:
    """Take it back."""
    services, turn = context.services, context.turn
    gift = await services.stores.gifts.cancel(turn.person.id, context.tapped_number, services.clock.now())
    services.wakeups.outbox()
    await show(context, gift_card(gift, context.bot.username, turn.t))


async def took_gift(context: Context, token: str) -> None:
    """/start by the link of a gift."""
    _refuse_in_private(context)
    services, turn = context.services, context.turn
    gift = await services.stores.gifts.take(turn.person.id, token, services.clock.now())
    if gift.is_over_for(turn.person.id):
        await show(context, gift_ended(gift, turn.t))
        return
    services.wakeups.outbox()
    wallet = Account(AccountKind.WALLET, turn.person.id, gift.currency)
    await show(context, gift_taken(gift, await services.stores.ledger.balance(wallet), turn.t))


async def _offer(context: Context, micro: int) -> None:
    services, turn, tariff = context.services, context.turn, context.services.tariff
    if not tariff.minimum_micro <= micro <= tariff.maximum_micro:
        least, most = (Amount(one, tariff.currency) for one in (tariff.minimum_micro, tariff.maximum_micro))
        refused = ShopError("gift_amount", minimum=least, maximum=most)
        return await _ask_amount(context, note=sentence_for(refused, turn.t))
    giveable = await _giveable(context, tariff.currency)
    if micro > giveable:
        refused = ShopError("gift_too_much", most=Amount(giveable, tariff.currency))
        return await _ask_amount(context, note=sentence_for(refused, turn.t))
    now = services.clock.now()
    offered = await services.stores.gifts.offer(turn.person.id, micro, tariff.currency, now)
    await services.stores.growth_questions.drop(turn.person.id)
    await show(context, sure_to_give(offered, turn.t))
    return None


async def _ask_amount(context: Context, *, wanted: str = "", note: str = "") -> None:
    services, turn, tariff = context.services, context.turn, context.services.tariff
    gifts, questions = services.stores.gifts, services.stores.growth_questions
    giveable = await _giveable(context, tariff.currency)
    if giveable < tariff.minimum_micro:  # "send a smaller amount" would ask for what cannot be given either
        giveable, note = 0, ""
        await questions.drop(turn.person.id)
    else:
        await questions.ask(turn.person.id, Asks.GIFT, services.clock.now())
    waiting = await gifts.list_open(turn.person.id, limit=MOST_OPEN)
    view = gift_question(
        tariff.amounts_micro,
        waiting,
        tariff.currency,
        turn.t,
        giveable_micro=giveable,
        wanted=wanted,
        note=note,
    )
    await show(context, view)


async def _giveable(context: Context, currency: str) -> int:
    """Return what can be given, in the digits that a balance is shown with."""
    services = context.services
    exact = await services.stores.gifts.giveable(context.turn.person.id, currency)
    return rounded_down(exact, services.board.steps(currency))


def _refuse_in_private(context: Context) -> None:
    if not context.services.access.open:
        raise ShopError("gift_private")
