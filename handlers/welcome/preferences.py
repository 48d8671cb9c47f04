"""/settings and /language: what people set for themselves."""

from dataclasses import replace

from telegram import Update, User

from handlers.context import Context
from handlers.show import show
from handlers.welcome.menu import follow_language
from handlers.welcome.preference_views import languages, settings
from shop.errors import ShopError


async def opened_settings(update: Update, context: Context) -> None:
    """/settings, or Settings."""
    await _show_settings(context, update.effective_user)


async def opened_languages(_update: Update, context: Context) -> None:
    """/language, or Language."""
    turn = context.turn
    await show(context, languages(context.services.catalogues.languages, turn.person, turn.t))


async def chose_language(update: Update, context: Context) -> None:
    """A language, or Telegram's: stored, and spoken from now on, in messages that come by themselves too."""
    services, turn = context.services, context.turn
    chosen = context.button.of or None
    if chosen is not None and chosen not in services.catalogues.languages:
        raise ShopError("button_old")
    user = update.effective_user
    t = services.catalogues.of(chosen or (user.language_code if user else None))
    t = t.at(turn.person.preferences.zone)
    await services.stores.people.choose_language(turn.person.id, chosen, t.language)
    turn.t, turn.person = t, replace(turn.person, language=t.language, chosen_language=chosen)
    await _show_settings(context, user)
    await follow_language(context.bot, turn.person, turn.role, t)


async def _show_settings(context: Context, user: User | None) -> None:
    services, turn = context.services, context.turn
    app_says = services.catalogues.has(user.language_code if user else None)
    await show(context, settings(turn.person, services.clock.now(), turn.t, app_says=app_says))
