"""A person's wallet: /wallet and /statement."""

from telegram import Update

from handlers.context import Context, Services
from handlers.growth.doors import doors_of_wallet
from handlers.navigation import WALLET, back_and_home
from handlers.show import show
from handlers.view import View, markup
from handlers.wallet.views import statement_csv, wallet
from locales import Translator
from shop.zones import clock_of
from storage.ledger.statements import file_name

LINES = 10
"""Shown in the chat; the statement has them all."""


async def opened_wallet(_update: Update, context: Context) -> None:
    """/wallet, or its button."""
    turn = context.turn
    await show(context, await wallet_of(context.services, turn.person.id, turn.t))


async def wallet_of(services: Services, person_id: int, t: Translator) -> View:
    """Return the screen of this person's wallet."""
    shown = await services.stores.statements.get_wallet(person_id, services.board.currency, limit=LINES)
    return wallet(
        shown,
        t,
        can_top_up=bool(services.tariff.ways),
        credit_micro=services.rules.credit_micro,
        doors=doors_of_wallet(services, person_id, t),
    )


async def asked_for_statement(update: Update, context: Context) -> None:
    """/statement, or its button: sends every movement as a file."""
    services, turn = context.services, context.turn
    await turn.answer()
    shown = await services.stores.statements.get_wallet(turn.person.id, services.board.currency, limit=None)
    chat = update.effective_chat
    await context.bot.send_document(
        chat_id=chat.id if chat else turn.person.id,
        document=statement_csv(shown, turn.t),
        filename=file_name(services.clock.now().astimezone(clock_of(turn.t.zone))),
        caption=turn.t.label("Every movement of your wallet, oldest first."),
        reply_markup=markup(back_and_home(turn.t, WALLET)),
    )
