"""A person's wallet: /wallet and /statement."""

from telegram import Update

from handlers.counter import Context
from handlers.show import show
from handlers.views.wallet import statement_csv, wallet
from storage.ledger.statements import file_name

LINES = 10
"""Shown in the chat; the statement has them all."""


async def opened_wallet(_update: Update, context: Context) -> None:
    """/wallet, or its button."""
    counter, turn = context.counter, context.turn
    purse = await counter.stores.statements.purse(turn.person.id, counter.board.currency, limit=LINES)
    can_top_up = bool(counter.rules.tariff(counter.board.currency).ways)
    view = wallet(purse, turn.t, can_top_up=can_top_up, credit_micro=counter.rules.credit_micro)
    await show(context, view)


async def asked_for_statement(update: Update, context: Context) -> None:
    """/statement, or its button: everything, as a file."""
    counter, turn = context.counter, context.turn
    await turn.answer()
    purse = await counter.stores.statements.purse(turn.person.id, counter.board.currency, limit=None)
    chat = update.effective_chat
    await context.bot.send_document(
        chat_id=chat.id if chat else turn.person.id,
        document=statement_csv(purse, turn.t),
        filename=file_name(counter.clock.now()),
        caption=turn.t.label("Every movement of your wallet, oldest first."),
    )
