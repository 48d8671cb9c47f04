"""The command menu: in every language, and the operator's longer one in their own chat."""

import logging

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, TelegramError

from handlers.counter import Bot, Counter
from handlers.views.welcome import COMMANDS, DESK

log = logging.getLogger("kiosk.handlers")


class Menus:
    """Puts the menus up once; what Telegram did not take is tried again at the next round."""

    def __init__(self, bot: Bot, counter: Counter) -> None:
        self._bot = bot
        self._counter = counter
        self._everybody = False
        self._operators = set(counter.access.operators)

    async def put_up(self) -> None:
        """What is not up yet."""
        try:
            if not self._everybody:
                await self._for_everybody()
                self._everybody = True
            for operator in sorted(self._operators):
                await self._for_operator(operator)
        except TelegramError as error:
            log.warning("The command menu is not up yet (%s); trying again.", error)

    async def _for_everybody(self) -> None:
        catalogues = self._counter.catalogues
        for language in ("", *catalogues.languages):
            t = catalogues.of(language)
            menu = [BotCommand(name, t.label(text)) for name, text in COMMANDS.items()]
            # Telegram knows two-letter languages only, the empty one being everybody else's.
            await self._bot.set_my_commands(commands=menu, language_code=language.partition("_")[0])

    async def _for_operator(self, operator: int) -> None:
        person = await self._counter.people.find(operator)
        t = self._counter.catalogues.of(person.language if person else None)
        menu = [BotCommand(name, t.label(text)) for name, text in (COMMANDS | DESK).items()]
        try:
            await self._bot.set_my_commands(commands=menu, scope=BotCommandScopeChat(chat_id=operator))
        except BadRequest:  # they have not written to the bot yet
            return
        self._operators.discard(operator)
