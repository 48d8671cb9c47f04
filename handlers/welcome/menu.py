"""The command menu in every language, and in a chat of its own for operators and for chosen languages."""

import logging
from collections.abc import Coroutine
from typing import Any

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, RetryAfter, TelegramError

from handlers.context import Bot, Services
from handlers.welcome.profile import BEFORE_THE_FIRST_TAP
from handlers.welcome.views import COMMANDS, OPERATOR_COMMANDS
from locales import Translator
from messaging.patience import Patience
from shop.person import OPERATING, Person, Role

log = logging.getLogger("kiosk.handlers")


class Menus:
    """Sets the menus once; those Telegram did not accept are tried again at the next run."""

    def __init__(self, bot: Bot, services: Services) -> None:
        self._bot = bot
        self._services = services
        self._languages = {"", *services.catalogues.languages}
        self._patience = Patience("command menus", clock=services.clock)
        self._done: set[int] = set()

    async def update(self) -> None:
        """Set the menus that are still missing. A failed one does not hold up the others."""
        for language in sorted(self._languages):
            if await self._is_up(self._for_everybody(language)):
                self._languages.discard(language)
        for operator in sorted(self._services.access.operators - self._done):
            if await self._is_up(self._for_operator(operator)):
                self._done.add(operator)

    async def _is_up(self, call: Coroutine[Any, Any, bool]) -> bool:
        if await self._patience.must_wait():
            call.close()
            return False
        try:
            return await call
        except RetryAfter as error:
            self._patience.asked_to_wait(error)
        except TelegramError as error:
            log.warning("A command menu is not up yet (%s); trying again.", error)
        return False

    async def _for_everybody(self, language: str) -> bool:
        said = self._services.catalogues.some_of(language, BEFORE_THE_FIRST_TAP)
        menu = [BotCommand(name, said[text]) for name, text in COMMANDS.items()]
        # Telegram knows two-letter languages only; the empty one is for everybody else.
        return await self._bot.set_my_commands(commands=menu, language_code=language.partition("_")[0])

    async def _for_operator(self, operator: int) -> bool:
        person = await self._services.stores.people.find(operator)
        t = self._services.catalogues.of(person.language if person else None)
        menu = _menu(COMMANDS | OPERATOR_COMMANDS, t)
        try:
            return await self._bot.set_my_commands(commands=menu, scope=BotCommandScopeChat(chat_id=operator))
        except BadRequest:  # they have not written to the bot yet
            return False


async def follow_language(bot: Bot, person: Person, role: Role, t: Translator) -> None:
    """Show the menu of this person's chat in the language they chose; without a choice, Telegram's.

    A failure is only noted in the log: the menu stays in the other language, and all commands work.
    """
    scope = BotCommandScopeChat(chat_id=person.id)
    try:
        if role in OPERATING:
            await bot.set_my_commands(commands=_menu(COMMANDS | OPERATOR_COMMANDS, t), scope=scope)
        elif person.chosen_language is not None:
            await bot.set_my_commands(commands=_menu(COMMANDS, t), scope=scope)
        else:
            await bot.delete_my_commands(scope=scope)
    except TelegramError as error:
        log.warning("The command menu of one chat keeps its language (%s).", error)


def _menu(commands: dict[str, str], t: Translator) -> list[BotCommand]:
    return [BotCommand(name, t.label(text)) for name, text in commands.items()]
