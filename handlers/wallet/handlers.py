"""A person's wallet: /wallet and /statement."""

from telegram import Update

from handlers.context import Context
from handlers.growth.doors import wallet_doors
from handlers.navigation import WALLET, back_and_home
from handlers.show import show
from handlers.view import markup
from handlers.wallet.views import statement_csv, wallet
from shop.zones import clock_of
from storage.ledger.statements import file_name

LINES = 10
"""Shown in the chat; the statement has them all."""


async def opened_wallet(_update: Update, context: Context) -> None:
    """/wallet, or its button."""
    services, turn = context.services, context.turn
    shown = await services.stores.statements.get_wallet(turn.person.id, services.board.currency, limit=LINES)
    can_top_up = bool(services.rules.tariff(services.board.currency).ways)
    credit_micro, doors = services.rules.credit_micro, wallet_doors(context)
    view = wallet(shown, turn.t, can_top_up=can_top_up, credit_micro=credit_micro, doors=doors)
    await show(context, view)


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
