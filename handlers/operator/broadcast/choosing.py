"""Who gets a broadcast: chosen by taps, typed, or from a list of people."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import Message, Update

from handlers.context import Context
from handlers.operator.broadcast import who_views
from handlers.operator.broadcast.handlers import asked_about
from handlers.operator.broadcast.showing import own_draft, reach_of, show_card
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.ordering.files import text_in
from handlers.show import show
from shop.audience import ACTIVE_DAYS, EVERYBODY, MOST_LISTED, Audience, read_list
from shop.broadcast import Broadcast
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.typed import as_id, as_number

MAX_FILE = 512 * 1024
"""Bytes of a file with a list of people."""

LONGEST_NUMBER = 15
"""Digits of a person's number at Telegram, with room to spare."""


async def opened_who(_update: Update, context: Context) -> None:
    """Who: the audience, and what narrows it."""
    await _show_who(context, await own_draft(context, context.tapped_number))


async def opened_languages(_update: Update, context: Context) -> None:
    """Languages: those of the audience, to choose from."""
    draft = await own_draft(context, context.tapped_number)
    await _show_languages(context, draft)


async def chose_language(_update: Update, context: Context) -> None:
    """A language, with what becomes of it."""
    draft = await own_draft(context, context.tapped_number)
    change, language = context.button.value[:1], context.button.value[1:]
    if change not in {"+", "-"} or language not in context.services.catalogues.languages:
        raise ShopError("button_old")
    others = set(draft.audience.languages) - {language}
    chosen = sorted(others | {language} if change == "+" else others)
    draft = await _choose(context, draft, replace(draft.audience, languages=tuple(chosen)))
    await _show_languages(context, draft)


async def chose_activity(_update: Update, context: Context) -> None:
    """Active: the next span of days."""
    allowed = {str(days): days for days in ACTIVE_DAYS} | {"0": None}
    if context.button.value not in allowed:
        raise ShopError("button_old")
    await _change(context, active_days=allowed[context.button.value])


async def chose_ordered(_update: Update, context: Context) -> None:
    """Ordered: ever, never, or all."""
    allowed = {who_views.YES: True, who_views.NO: False, who_views.ANY: None}
    if context.button.value not in allowed:
        raise ShopError("button_old")
    await _change(context, ordered=allowed[context.button.value])


async def chose_money(_update: Update, context: Context) -> None:
    """Money: only who has some, or all."""
    await _change(context, has_money=context.button.value == who_views.YES)


async def chose_unwilling(_update: Update, context: Context) -> None:
    """Also who wants no news: for what everybody must know."""
    await _change(context, important=context.button.value == who_views.YES)


async def chose_everybody(_update: Update, context: Context) -> None:
    """Everybody: nothing is asked of anybody."""
    draft = await own_draft(context, context.tapped_number)
    await _show_who(context, await _choose(context, draft, EVERYBODY))


async def wished_buyers(_update: Update, context: Context) -> None:
    """Bought …: the next message names a service or a category."""
    draft = await own_draft(context, context.tapped_number)
    await ask_at_desk(context, DeskAsks.BROADCAST_BOUGHT, str(draft.id))
    await show(context, who_views.ask_what_they_bought(draft, context.turn.t))


async def dropped_buyers(_update: Update, context: Context) -> None:
    """Without this: whatever they bought."""
    await _change(context, service_id="", category="")


async def named_what_they_bought(update: Update, context: Context) -> None:
    """A service's number, or a category's name."""
    words = " ".join((await _text_of(update.message)).split())
    draft = await own_draft(context, asked_about(context))
    service_id, category = _bought(context, words)
    await _choose(context, draft, replace(draft.audience, service_id=service_id, category=category))
    await note_answered(context)
    await show_card(context, draft.id)


def _bought(context: Context, words: str) -> tuple[str, str]:
    """Return the service or the category that these words name. Raises ShopError if they name neither."""
    curated = context.services.storefront.curated  # hidden ones were bought, too
    service_id = as_id(words)
    if service_id in curated.by_id:
        return service_id, ""
    known = {service.category for service in curated.listed}
    found = [one for one in known if one.casefold() == words.casefold()]
    found = found or [one for one in known if words and words.casefold() in one.casefold()]
    if len(found) != 1:
        raise ShopError("broadcast_bought_many" if found else "broadcast_bought_none", words=words[:60])
    return "", found[0]


async def wished_list(_update: Update, context: Context) -> None:
    """A list: the next message, or file, names the people."""
    draft = await own_draft(context, context.tapped_number)
    await ask_at_desk(context, DeskAsks.BROADCAST_LIST, str(draft.id))
    await show(context, who_views.ask_for_list(draft, context.turn.t))


async def dropped_list(_update: Update, context: Context) -> None:
    """Without this: no list."""
    await _change(context, listed=None)


async def sent_list(update: Update, context: Context) -> None:
    """People by number or @name, one on a line; lines in which nobody is known are named."""
    draft = await own_draft(context, asked_about(context))
    lines = read_list(await _text_of(update.message))
    if sum(map(bool, lines)) > MOST_LISTED:
        raise ShopError("broadcast_list_long", most=MOST_LISTED)
    people, unknown = await _people_in(context, lines)
    if not people:
        raise ShopError("broadcast_list_nobody")
    await _choose(context, draft, replace(draft.audience, listed=tuple(sorted(people))))
    await note_answered(context)
    await show_card(context, draft.id, who_views.not_known(unknown, context.turn.t))


async def _text_of(message: Message | None) -> str:
    if message is not None and message.document is not None:
        too_big = ShopError("broadcast_list_long", most=MOST_LISTED)
        return await text_in(message.document, most=MAX_FILE, too_big=too_big)
    return message.text or "" if message is not None else ""


async def _people_in(
    context: Context, lines: Sequence[Sequence[str]]
) -> tuple[set[int], list[tuple[int, str]]]:
    """Return the people whom these lines name by their first word, and the lines in which nobody is known."""
    named = [(place, words[0]) for place, words in enumerate(lines, start=1) if words]
    ids = {word: number for _, word in named if (number := _number_in(word)) is not None}
    names = {word: word.removeprefix("@").lower() for _, word in named if word not in ids}
    known, by_name = await context.services.stores.people.find_listed(ids.values(), set(names.values()))
    people = {word: number for word, number in ids.items() if number in known}
    people |= {word: by_name[name] for word, name in names.items() if name in by_name}
    unknown = [(place, word) for place, word in named if word not in people]
    return set(people.values()), unknown


def _number_in(word: str) -> int | None:
    """Return the number of a person that this word is; None if it is a name."""
    number = as_number(word)
    return int(number) if number.isdecimal() and len(number) <= LONGEST_NUMBER else None


async def _change(context: Context, **changes: object) -> None:
    """Ask something else of the people, and show who they are now."""
    draft = await own_draft(context, context.tapped_number)
    chosen = replace(draft.audience, **changes)  # type: ignore[arg-type]  # each caller names a field
    await _show_who(context, await _choose(context, draft, chosen))


async def _choose(context: Context, draft: Broadcast, audience: Audience) -> Broadcast:
    broadcasts = context.services.stores.broadcasts
    if not await broadcasts.set_audience(draft.id, context.turn.person.id, audience):
        raise ShopError("broadcast_over")
    return replace(draft, audience=audience)


async def _show_who(context: Context, draft: Broadcast) -> None:
    reach = await reach_of(context.services, draft)
    await show(context, who_views.who(draft, reach, context.turn.t))


async def _show_languages(context: Context, draft: Broadcast) -> None:
    offered = context.services.catalogues.languages
    await show(context, who_views.languages(draft, offered, context.turn.t))
