"""aiogram 3 with its default session and polling, on uvloop where it is installed.

python -m bench.peers.aiogram_bot
"""

import asyncio
from contextlib import suppress
from importlib import import_module

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench.peers.screens import ROOT, SCREENS, TOKEN, leads_to, rows_of

ROWS = {name: rows_of(name) for name in SCREENS}
dispatcher = Dispatcher()


def keyboard(name: str) -> InlineKeyboardMarkup:
    """A screen's buttons."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row]
            for row in ROWS[name]
        ]
    )


@dispatcher.message(Command("order", "start"))
async def said(message: Message) -> None:
    """A command."""
    name = (message.text or "").removeprefix("/")
    screen = SCREENS[name]
    await message.answer(screen["text"], parse_mode=screen["parse_mode"], reply_markup=keyboard(name))


@dispatcher.callback_query()
async def tapped(query: CallbackQuery) -> None:
    """A tap inside an order."""
    name = leads_to(query.data or "")
    await query.answer()
    if isinstance(query.message, Message):
        screen = SCREENS[name]
        await query.message.edit_text(
            screen["text"], parse_mode=screen["parse_mode"], reply_markup=keyboard(name)
        )


async def main() -> None:
    """Poll until the process is ended."""
    bot = Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(ROOT)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    factory = None
    with suppress(ImportError):
        factory = import_module("uvloop").new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main())
