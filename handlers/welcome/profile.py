"""The bot's own profile: its description in an empty chat, and the short one on its page.

Set at the start, and when an owner changes them. What the operator set at BotFather is read first and
kept (docs/decisions/0038).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram.error import BadRequest, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from handlers.context import Bot, Services
from handlers.welcome.views import COMMANDS
from locales import marked
from locales.translator import SOURCE
from messaging.patience import Patience
from shop.bot_profile import to_write
from shop.own_words import EVERYBODY, Texts

log = logging.getLogger("kiosk.handlers")

DESCRIPTION = marked(
    "Followers, likes and views for Instagram, YouTube, TikTok and Telegram.\n\nChoose a service, send a "
    "link, and watch it being delivered here. The price is shown before you order, and what is not delivered "
    "is paid back."
)
SHORT_DESCRIPTION = marked("Followers, likes and views: choose, send a link, follow your order here.")
BEFORE_THE_FIRST_TAP = (*COMMANDS.values(), DESCRIPTION, SHORT_DESCRIPTION)
"""What Telegram shows in every language, spoken here or not. Read together, once for each language."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One text of the profile; `read` and `write` take the language, "" for everybody else.

    `own` returns the operator's texts as they are now.
    """

    name: str
    built_in: str
    own: Callable[[], Texts]
    read: Callable[[str], Awaitable[str]]
    write: Callable[[str, str], Awaitable[bool]]


class BotProfile:
    """Sets the texts once; those Telegram did not accept are tried again at the next run."""

    def __init__(self, bot: Bot, services: Services) -> None:
        self._services = services
        self._patience = Patience("texts of the bot's profile", clock=services.clock)
        self._kinds = _kinds(bot, services)
        self._to_do = {kind.name for kind in self._kinds}
        self._has_changed = False
        self._one_at_a_time = asyncio.Lock()

    def begin_again(self) -> None:
        """Compare all texts anew: an owner has changed some."""
        self._to_do = {kind.name for kind in self._kinds}
        self._has_changed = True

    async def follow(self) -> bool:
        """Set what an owner has changed, if anything. Return False: there is never more to do at once."""
        if self._has_changed:
            self._has_changed = False
            await self.update()
        return False

    async def update(self) -> None:
        """Set what is still to be set. Telegram's refusals and waits hold nothing else up."""
        async with self._one_at_a_time:
            for kind in self._kinds:
                if kind.name not in self._to_do:
                    continue
                if await self._patience.must_wait():
                    return
                self._to_do.discard(kind.name)  # before: a change meanwhile adds it again
                if not await self._is_settled(kind):
                    self._to_do.add(kind.name)

    async def _is_settled(self, kind: _Kind) -> bool:
        try:
            await self._settle(kind)
        except RetryAfter as error:
            self._patience.asked_to_wait(error)
            return False
        except (InvalidToken, EndPointNotFound):  # getMe has shown that the token is good
            log.info("This Bot API server has no %s of bots.", kind.name)
        except BadRequest as error:
            log.warning("Telegram does not take the bot's %s (%s).", kind.name, error)
        except TelegramError as error:
            log.warning("The bot's %s is not up yet (%s); trying again.", kind.name, error)
            return False
        return True

    async def _settle(self, kind: _Kind) -> None:
        """Compare every language's text with what it should be, everybody's first. Raises TelegramError."""
        catalogues, texts = self._services.catalogues, self._services.stores.bot_texts
        general = ""
        for language in (EVERYBODY, *(one for one in catalogues.languages if one != SOURCE)):
            shown = await kind.read(language.partition("_")[0])  # Telegram knows two letters only
            ours = await texts.list_written(kind.name)
            built_in = catalogues.some_of(language, BEFORE_THE_FIRST_TAP)[kind.built_in]
            wanted = to_write(language, shown, general=general, own=kind.own(), built_in=built_in, ours=ours)
            if wanted is not None:
                if wanted:  # noted first: if the answer is lost, the text is known to be ours all the same
                    await texts.note(kind.name, wanted, self._services.clock.now())
                await kind.write(wanted, language.partition("_")[0])
            if language == EVERYBODY:
                general = shown if wanted is None else wanted


def _kinds(bot: Bot, services: Services) -> list[_Kind]:
    async def description(language: str) -> str:
        return (await bot.get_my_description(language)).description

    async def short_description(language: str) -> str:
        return (await bot.get_my_short_description(language)).short_description

    return [
        _Kind(
            "description",
            DESCRIPTION,
            lambda: services.rules.words.description,
            description,
            bot.set_my_description,
        ),
        _Kind(
            "short description",
            SHORT_DESCRIPTION,
            lambda: services.rules.words.short_description,
            short_description,
            bot.set_my_short_description,
        ),
    ]
