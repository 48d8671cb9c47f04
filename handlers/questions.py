"""The questions that wait for somebody's words, and what ends each when they do something else.

Each has its own row in the database, so several can wait at once; a turn has read them all. A draft, and a
receipt that is waited for, are not among them: they wait through everything.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Chat, Update

from handlers.buttons import BROADCAST, DRAFT, TOPUP
from handlers.commands import COMMAND, typed_command
from handlers.context import Services, Turn, typed_text
from handlers.conversation import NEW_MESSAGE, SHARED_CHAT
from handlers.media import picture_of
from handlers.tickets.finding import leads_elsewhere
from shop.desk_question import DeskAsks
from shop.ordering.link_text import links_in
from storage.growth.questions import Asks


@dataclass(frozen=True)
class Question:
    """One kind of question. `drop` ends what `waits` when the turn's update `leaves` it."""

    waits: Callable[[Turn], bool]
    leaves: Callable[[Turn], bool]
    drop: Callable[[Turn, Services], Awaitable[None]]


async def leave_questions(turn: Turn, services: Services) -> None:
    """End each question that waits for words, if this update does something else.

    The turn still knows most of them: /cancel answers about the one that it has ended.
    """
    if not _is_an_act(turn.update):
        if _writes_to_somebody(turn) and turn.update.callback_query is not None:
            await _drop_desk(turn, services)
        return
    ended = [each for each in _QUESTIONS if each.waits(turn) and each.leaves(turn)]
    for question in ended:
        await question.drop(turn, services)
    if _brings_link(turn):
        _turn_to_link(turn)


def _is_an_act(update: Update) -> bool:
    """Return True for what somebody does in their own chat: a tap, a message, a chat that they chose.

    What Telegram tells of that chat, like a pinned message, and what they do elsewhere ends no question here.
    """
    if update.callback_query is not None:
        tapped = update.callback_query.message
        return tapped is not None and tapped.chat.type == Chat.PRIVATE
    return bool(NEW_MESSAGE.check_update(update) or SHARED_CHAT.check_update(update))


def _writes_to_somebody(turn: Turn) -> bool:
    """Return True if the desk waits for words that go out unseen, as no others do.

    A card in the group may open a screen in private, which seems to ask for the next words.
    """
    return turn.desk_asks is not None and turn.desk_asks.asks in {DeskAsks.LETTER, DeskAsks.ORDER_MESSAGE}


def _turn_to_link(turn: Turn) -> None:
    """Have this turn be about its link, and answer no question but that for a service."""
    turn.wish = None
    turn.topup = None if turn.asks_amount else turn.topup
    turn.enters = turn.enters if turn.enters is Asks.SERVICE else None


def _brings_link(turn: Turn) -> bool:
    """Return True for a message with a link: it begins an order, and is no answer to other questions."""
    return bool(links_in(typed_text(turn.update)))


def _brings_no_words(turn: Turn) -> bool:
    """Return True for what cannot answer a question for words: whoever does that has left it.

    A sticker or a voice message is no answer, and no other wish either; a picture, a file or a chat may be.
    """
    message = turn.update.message
    if message is None:
        return True
    if message.text:
        return bool(typed_command(message))
    return picture_of(message) is not None or bool(message.caption) or message.chat_shared is not None


def _brings_no_words_or_link(turn: Turn) -> bool:
    return _brings_link(turn) or _brings_no_words(turn)


def _leaves_entering(turn: Turn) -> bool:
    """Return True for what is no coupon, amount or service; a service may be named by a link to it."""
    return _brings_no_words(turn) or (_brings_link(turn) and turn.enters is not Asks.SERVICE)


def _leaves_amount(turn: Turn) -> bool:
    return _brings_link(turn) or leads_elsewhere(turn.update, subject=TOPUP)


def _leaves_naming(turn: Turn) -> bool:
    """Return True for what is neither a preset's name nor the word to cancel it."""
    if typed_command(turn.update.message).lower().startswith("/cancel"):
        return False
    return _brings_link(turn) or leads_elsewhere(turn.update, subject=DRAFT)


def _leaves_desk(turn: Turn) -> bool:
    """Return True for a tap or a command; whatever else comes may be the answer."""
    return turn.update.callback_query is not None or bool(typed_command(turn.update.message))


def _leaves_composing(turn: Turn) -> bool:
    """Return True for any command but the one that gives up a broadcast's message, and for other buttons.

    "/5 days only" is no command.
    """
    update = turn.update
    if update.callback_query is not None:
        return leads_elsewhere(update, subject=BROADCAST)
    is_command = bool(COMMAND.check_update(update))
    return is_command and not typed_command(update.message).lower().startswith("/cancel")


async def _drop_search(turn: Turn, services: Services) -> None:
    await services.stores.order_searches.drop(turn.person.id)


async def _drop_preference(turn: Turn, services: Services) -> None:
    await services.stores.people.drop_question(turn.person.id)


async def _drop_entering(turn: Turn, services: Services) -> None:
    await services.stores.growth_questions.drop(turn.person.id)


async def _drop_amount(turn: Turn, services: Services) -> None:
    await services.stores.topups.drop(turn.person.id, services.clock.now())


async def _drop_naming(turn: Turn, services: Services) -> None:
    turn.draft = await services.stores.drafts.drop(turn.person.id, services.clock.now())


async def _drop_writing(turn: Turn, services: Services) -> None:
    await services.stores.tickets.leave(turn.person.id, turn.update.update_id)


async def _drop_desk(turn: Turn, services: Services) -> None:
    await services.stores.desk_questions.drop(turn.person.id)


async def _drop_composing(turn: Turn, services: Services) -> None:
    await services.stores.broadcasts.leave(turn.person.id)
    turn.composing = None


_QUESTIONS = (
    Question(lambda turn: turn.seeks_orders, _brings_no_words, _drop_search),
    Question(lambda turn: turn.wish is not None, _brings_no_words_or_link, _drop_preference),
    Question(lambda turn: turn.enters is not None, _leaves_entering, _drop_entering),
    Question(lambda turn: turn.asks_amount, _leaves_amount, _drop_amount),
    Question(lambda turn: turn.names_preset, _leaves_naming, _drop_naming),
    Question(lambda turn: turn.asks is not None, lambda turn: leads_elsewhere(turn.update), _drop_writing),
    Question(lambda turn: turn.desk_asks is not None, _leaves_desk, _drop_desk),
    Question(lambda turn: turn.composing is not None, _leaves_composing, _drop_composing),
)
