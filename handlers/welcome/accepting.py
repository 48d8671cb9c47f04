"""The shop's terms: Read, I accept, and the way back to the question."""

from dataclasses import replace

from telegram import Update

from handlers.context import Context
from handlers.membership.handlers import wished_to_join
from handlers.ordering.asking import ask_again
from handlers.shop_terms.asking import show_question, waits_for_acceptance
from handlers.shop_terms.views import BEFORE, MEMBERSHIP, TOPUP, terms_to_accept
from handlers.show import show
from handlers.topup.handlers import began_topup
from handlers.welcome.home import opened_home
from shop.errors import ShopError
from shop.own_words import version_of


async def read_before_accepting(_update: Update, context: Context) -> None:
    """Read: the terms, with the button that accepts them."""
    await show(context, terms_to_accept(context.services.rules.words, _then(context), context.turn.t))


async def went_back_to_question(_update: Update, context: Context) -> None:
    """Back, from the terms."""
    await show_question(context, _then(context))


async def accepted_terms(update: Update, context: Context) -> None:
    """I accept: what was begun goes on. Terms that have changed since their card are shown anew."""
    services, turn, then, version = context.services, context.turn, _then(context), context.button.of
    if waits_for_acceptance(context):
        if version != version_of(services.rules.words.terms):
            return await show_question(context, then, changed=True)
        await services.stores.people.accept_terms(turn.person.id, version, services.clock.now())
        turn.person = replace(turn.person, accepted_terms=version)
    if then == TOPUP:
        return await began_topup(update, context)
    if then == MEMBERSHIP:
        return await wished_to_join(update, context)
    if turn.draft is None:
        return await opened_home(update, context)
    await ask_again(context)
    return None


def _then(context: Context) -> str:
    then = context.button.value
    if then not in BEFORE:
        raise ShopError("button_old")
    return then
