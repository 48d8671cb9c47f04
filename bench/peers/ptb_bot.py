"""python-telegram-bot as it comes: its Application, its httpx transport, its polling.

    python -m bench.peers.ptb_bot [concurrent]

With `concurrent` it is built with concurrent_updates(True), else it does one update after another.
"""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bench.peers.screens import ROOT, SCREENS, TOKEN, leads_to, rows_of

ROWS = {name: rows_of(name) for name in SCREENS}
Context = ContextTypes.DEFAULT_TYPE


def keyboard(name: str) -> InlineKeyboardMarkup:
    """A screen's buttons."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in ROWS[name]]
    )


async def said(update: Update, _context: Context) -> None:
    """A command."""
    if update.message is not None:
        name = (update.message.text or "").removeprefix("/")
        screen = SCREENS[name]
        await update.message.reply_text(
            screen["text"], parse_mode=screen["parse_mode"], reply_markup=keyboard(name)
        )


async def tapped(update: Update, _context: Context) -> None:
    """A tap inside an order."""
    query = update.callback_query
    if query is not None:
        name = leads_to(query.data or "")
        await query.answer()
        screen = SCREENS[name]
        await query.edit_message_text(
            screen["text"], parse_mode=screen["parse_mode"], reply_markup=keyboard(name)
        )


def main(*, concurrent: bool) -> None:
    """Poll until the process is ended."""
    builder = Application.builder().token(TOKEN).base_url(f"{ROOT}/bot")
    application = builder.concurrent_updates(concurrent).build()
    application.add_handler(CommandHandler(["order", "start"], said))
    application.add_handler(CallbackQueryHandler(tapped))
    application.run_polling()


if __name__ == "__main__":
    main(concurrent="concurrent" in sys.argv)
