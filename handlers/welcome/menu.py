"""The command menu in every language, and in a chat of its own for operators and for chosen languages."""

import logging
from collections.abc import Coroutine
from typing import Any

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, RetryAfter, TelegramError

from handlers.context import Bot, Services
from handlers.welcome.profile import BEFORE_THE_FIRST_TAP
from handlers.welcome.views import COMMANDS, commands_of
from locales import Translator
from messaging.patience import Patience
from shop.person import STAFF, Person, Role

log = logging.getLogger("kiosk.handlers")


class Menus:
    """Sets the menus once; those Telegram did not accept are tried again at the next run."""

    def __init__(self, bot: Bot, services: Services) -> None:
        self._bot = bot
        self._services = services
        self._languages = {"", *services.catalogues.languages}
        self._patience = Patience("command menus", clock=services.clock)
        self._shown: dict[int, Role] = {}

    async def update(self) -> None:
        """Set the menus that are still missing. A failed one does not hold up the others."""
        for language in sorted(self._languages):
            if await self._is_up(self._for_everybody(language)):
                self._languages.discard(language)
        await self._follow_roles()

    async def _follow_roles(self) -> None:
        """Set the menus of those whose role is another one than their menu shows; a lost role's menu goes."""
        access = self._services.access
        for person_id in sorted(access.staff | self._shown.keys()):
            role = access.role_of(person_id)
            if self._shown.get(person_id) is role or not await self._is_up(self._for_chat(person_id, role)):
                continue
            if role in STAFF:
                self._shown[person_id] = role
            else:
                del self._shown[person_id]

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

    async def _for_chat(self, person_id: int, role: Role) -> bool:
        person = await self._services.stores.people.find(person_id)
        if person is None:  # they have not written to the bot yet, and have no chat with it
            return False
        t = self._services.catalogues.of(person.language)
        try:
            return await _show(self._bot, person, role, t)
        except BadRequest:  # the chat is gone
            return False


async def follow_language(bot: Bot, person: Person, role: Role, t: Translator) -> None:
    """Show the menu of this person's chat in the language they chose; without a choice, Telegram's.

    A failure is only noted in the log: the menu stays in the other language, and all commands work.
    """
    try:
        await _show(bot, person, role, t)
    except TelegramError as error:
        log.warning("The command menu of one chat keeps its language (%s).", error)


async def _show(bot: Bot, person: Person, role: Role, t: Translator) -> bool:
    """Show this chat the menu of a role, in a chosen language; everybody else's is the one of their app.

    Return True if Telegram has taken it.
    """
    scope = BotCommandScopeChat(chat_id=person.id)
    if role in STAFF or person.chosen_language is not None:
        return await bot.set_my_commands(commands=_menu(commands_of(role), t), scope=scope)
    return await bot.delete_my_commands(scope=scope)


def _menu(commands: dict[str, str], t: Translator) -> list[BotCommand]:
    return [BotCommand(name, t.label(text)) for name, text in commands.items()]
