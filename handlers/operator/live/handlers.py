"""/texts and Shop settings: an owner looks at a value, types another, sees what it does, and saves it."""

import asyncio

from telegram import Update
from telegram.error import BadRequest, TelegramError

from handlers.buttons import row_number
from handlers.context import Context
from handlers.operator.live.previews import preview
from handlers.operator.live.typed import message_again, value_in
from handlers.operator.live.views import (
    BACK,
    NOTHING,
    Card,
    ask_for_value,
    language_list,
    looked_at,
    offered_setting,
    offered_text,
    setting_list,
    text_list,
    value_card,
)
from handlers.operator.live.words import ALL_WORDS, PAYING, TEXT_WORDS
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.pictures import say_below_picture
from handlers.show import say, show, strip_tapped
from handlers.view import View
from locales import Translator
from messaging.desk_check import DeskFails, check_desk
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.live_values import KEYS, TRANSLATED, Checked, LiveChange, LiveKey, Source, Stands, WrongValue
from shop.own_words import Banner, version_of

CHECKED_WITHIN = 8.0
"""Seconds for asking Telegram about a group; an owner is waiting."""


async def opened_texts(_update: Update, context: Context) -> None:
    """/texts, or Texts."""
    await show(context, text_list(_all_values(context), context.turn.t))


async def opened_settings(_update: Update, context: Context) -> None:
    """Shop settings."""
    of_paying = context.button.of == PAYING
    await show(context, setting_list(_all_values(context), context.turn.t, of_paying=of_paying))


async def chose_text(_update: Update, context: Context) -> None:
    """One of the texts: its languages, or its card if it has none."""
    name = context.button.of
    if name not in TEXT_WORDS:
        raise ShopError("button_old")
    if name not in TRANSLATED:
        return await _show_card(context, KEYS[name])
    await show(context, language_list(name, _all_values(context), context.turn.t))
    return None


async def opened_value(_update: Update, context: Context) -> None:
    """One of the values, or Cancel."""
    await _show_card(context, _key(context.button.of))


async def wished_change(_update: Update, context: Context) -> None:
    """Change: the next message is the new value."""
    turn = context.turn
    card = await _card(context, _seen(context)[0])
    if card.stands.source is Source.ENVIRONMENT:
        raise ShopError("live_locked", name=card.key.variable)
    if not ALL_WORDS[card.key.name].choices:
        await ask_at_desk(context, DeskAsks.LIVE_VALUE, card.version)
    await show(context, ask_for_value(card, turn.t))


async def typed_value(update: Update, context: Context) -> None:
    """The new value: shown as it would be, before anything changes. A wrong one is asked for again."""
    turn = context.turn
    if turn.desk_asks is None:
        raise ShopError("button_old")
    key, follows = _read_version(turn.desk_asks.about)
    checked = _check(context, key, value_in(update.message, key, context.services.board.currency))
    if key.name == "operators_chat":
        await _check_group(context, checked.value)
    await note_answered(context)
    await _offer(context, key, follows, str(update.update_id), checked)


async def offered_value(_update: Update, context: Context) -> None:
    """Remove, Undo the last change, or a choice: shown as it would be, before anything changes."""
    key, follows = _seen(context)
    of = context.button.of
    value, _ = await _wanted(context, key, follows, of)
    await _offer(context, key, follows, of, _check(context, key, value))


async def looked_at_text(_update: Update, context: Context) -> None:
    """Preview: what customers see now."""
    services, turn = context.services, context.turn
    card = await _card(context, _seen(context)[0])
    words, t = services.rules.words, _reader(context, card.key)
    view = looked_at(card, preview(card.key, words, turn.person.name, t), turn.t)
    if card.key.name == "banner" and words.banner is not None:
        try:
            await say_below_picture(context, words.banner, view)
        except BadRequest:
            raise ShopError("live_picture_gone") from None
    else:
        await show(context, view)


async def saved_value(_update: Update, context: Context) -> None:
    """Save: it holds from now on. The value is looked up again, for a button carries none."""
    services, turn = context.services, context.turn
    key, follows = _seen(context)
    value, form = await _wanted(context, key, follows, context.button.of)
    checked = _check(context, key, value)
    is_saved = await services.stores.live_values.change(
        key, checked.value, follows=follows, form=form, by=turn.person.id, now=services.clock.now()
    )
    if not is_saved:
        raise _changed_meanwhile(await services.stores.live_values.last_change(key))
    await services.live.refresh()
    await turn.answer(turn.t.label("Saved."))
    if key.name == "banner":
        await strip_tapped(context)
    await _show_card(context, key)


def _all_values(context: Context) -> dict[LiveKey, Stands]:
    live = context.services.live
    return {key: live.stands(key) for key in KEYS.values()}


async def _show_card(context: Context, key: LiveKey) -> None:
    await show(context, value_card(await _card(context, key), context.turn.t))


async def _card(context: Context, key: LiveKey) -> Card:
    services = context.services
    return Card(key, services.live.stands(key), await services.stores.live_values.last_change(key))


async def _offer(context: Context, key: LiveKey, follows: int, of: str, checked: Checked) -> None:
    """Show what would be saved, as of the version that its owner has seen."""
    turn, card = context.turn, await _card(context, key)
    if (card.last.id if card.last is not None else 0) != follows:
        raise _changed_meanwhile(card.last)
    if not key.is_text:
        notes = [f"⚠️ {turn.t.inserted(line)}" for line in checked.remarks]
        after = checked.value if checked.value is not None else card.stands.default
        return await _put(context, offered_setting(card, of, after, notes, turn.t))
    screen = preview(key, checked.words, turn.person.name, _reader(context, key))
    view = offered_text(card, of, screen, _notes(context, key, checked), turn.t)
    if key.name == "banner" and checked.value is not None:
        try:
            await say_below_picture(context, Banner(checked.value), view)
        except BadRequest:
            raise ShopError("live_not_photo") from None
        return None
    await _put(context, view)
    return None


def _changed_meanwhile(last: LiveChange | None) -> ShopError:
    """Return the refusal that names who has changed the value since its card was shown."""
    actor = "" if last is None else last.by_name or str(last.by)
    return ShopError("live_changed_meanwhile", actor=actor)


async def _put(context: Context, view: View) -> None:
    put = show if context.turn.update.callback_query is not None else say
    await put(context, view)


def _notes(context: Context, key: LiveKey, checked: Checked) -> list[str]:
    """Return what saving this text does beside changing it."""
    services, t = context.services, context.turn.t
    if key.name == "terms":
        before, after = version_of(services.rules.words.terms), version_of(checked.words.terms)
        if before == after:
            return [t("Only spaces differ from the terms before: nobody is asked again.")]
        if not after:
            return [t("Then nobody is asked to accept terms any more.")]
        return [
            t(
                "⚠️ This makes a new version: everybody is asked to accept it before their next order or "
                "top-up. Orders under way go on."
            )
        ]
    if key.name == "support_contact" and services.rules.desk.chat is not None:
        return [
            t("⚠️ While there is an operators' group, customers write to the bot; only strangers see this.")
        ]
    if key.name in {"description", "short_description"}:
        return [t("It goes to Telegram at once; apps may show the former one for a while.")]
    return []


def _check(context: Context, key: LiveKey, value: str | None) -> Checked:
    """Return what this value would do. Raises ShopError that says what is allowed."""
    t, words = context.turn.t, ALL_WORDS[key.name]
    try:
        return context.services.live.check(key, value)
    except WrongValue as wrong:
        name, why = t.label(words.label), str(wrong)
        if why == words.rule or key.name == "panel_probe":
            raise ShopError("live_refused", name=name, rule=t.label(words.rule)) from None
        why = why.removeprefix(f"{words.rule}; ")  # the sentence says the rule itself
        raise ShopError("live_refused_because", name=name, why=why, rule=t.label(words.rule)) from None


async def _check_group(context: Context, value: str | None) -> None:
    """See that the bot can write in this group. Raises ShopError."""
    if not value:
        return
    try:
        async with asyncio.timeout(CHECKED_WITHIN):
            await check_desk(context.bot, int(value))
    except DeskFails as fails:
        raise ShopError("live_group_refused", why=str(fails)) from None
    except (TelegramError, TimeoutError):
        raise ShopError("live_group_unknown") from None


async def _wanted(context: Context, key: LiveKey, follows: int, of: str) -> tuple[str | None, str]:
    """Return the value that this button is about, None for nothing, and its form: what asks for it, once."""
    person_id = context.turn.person.id
    if of == NOTHING:
        return None, f"away:{key.field}:{follows}"
    if of == BACK:
        last = await context.services.stores.live_values.last_change(key)
        if last is None:
            raise ShopError("button_old")
        return last.before, f"back:{key.field}:{follows}"
    if of in ALL_WORDS[key.name].choices:
        return of, f"chosen:{key.field}:{follows}:{of}"
    number = context.button.number
    if number is None:
        raise ShopError("button_old")
    message = await message_again(context, number)
    return value_in(message, key, context.services.board.currency), f"typed:{person_id}:{number}"


def _seen(context: Context) -> tuple[LiveKey, int]:
    """Return which value the button is about, and the version of it that its owner saw."""
    return _read_version(context.button.value)


def _read_version(text: str) -> tuple[LiveKey, int]:
    field, _, version = text.partition(".")
    number = row_number(version)
    if number is None:
        raise ShopError("button_old")
    return _key(field), number


def _key(field: str) -> LiveKey:
    key = KEYS.get(field)
    if key is None:
        raise ShopError("button_old")
    return key


def _reader(context: Context, key: LiveKey) -> Translator:
    """Return how the kiosk speaks to readers of this text."""
    if key.name not in TRANSLATED:
        return context.turn.t
    return context.services.catalogues.of(key.language or None)
