"""One route: a handler, who may reach it, and the command, button or answer that leads to it."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, MessageHandler, filters

from handlers.buttons import is_button
from handlers.commands import SLASH, TypedCommand
from handlers.context import Context
from handlers.conversation import NEW_MESSAGE
from handlers.route_filters import AnswersDesk, KeyPressed, OfTurn
from shop.desk_question import DeskAsks

Handler = BaseHandler[Any, Context, Any]


class Access(Enum):
    """Who may reach a handler. EVERYBODY: strangers too, for money that has moved, groups, inline queries.

    STAFF: support, operators and owners; OPERATORS: operators and owners.
    """

    EVERYBODY = auto()
    CUSTOMERS = auto()
    STAFF = auto()
    OPERATORS = auto()
    OWNERS = auto()


EVERYBODY, CUSTOMERS, STAFF, OPERATORS, OWNERS = Access


@dataclass(frozen=True, slots=True)
class Route:
    """Who may reach this handler; `trigger`: an example of what is typed or tapped for it, if any.

    `takes_slash`: a message that begins with a slash can be for it. `waits`: it is for an answer to what is
    asked in some turns only.
    """

    access: Access
    handler: Handler
    trigger: str = ""
    takes_slash: bool = True
    waits: OfTurn | None = None


def tap(access: Access, subject: str, action: str, *, by: Any) -> Route:
    """Return the route of a button of this subject with this action."""
    handler = CallbackQueryHandler[Context, Any](by, pattern=is_button(subject, action))
    return Route(access, handler, f"{subject}:1:{action}:")


def answer_to(access: Access, asks: DeskAsks, *, by: Any, of: filters.BaseFilter = filters.ALL) -> Route:
    """Return the route of answers to this question of the desk: no command, and of the kind `of`."""
    return words(access, AnswersDesk(asks), by=by, of=of)


def words(access: Access, waits: OfTurn, *, by: Any, of: filters.BaseFilter = filters.ALL) -> Route:
    """Return the route of what begins with no slash and is of the kind `of`, in turns that `waits` takes."""
    handler = MessageHandler[Context, Any](waits & NEW_MESSAGE & of & ~SLASH, by)
    return Route(access, handler, takes_slash=False, waits=waits)


def told(access: Access, event: filters.BaseFilter, *, by: Any, waits: OfTurn | None = None) -> Route:
    """Return the route of an event of Telegram's that comes as a message, which has no words."""
    handler = MessageHandler[Context, Any](event if waits is None else waits & event, by)
    return Route(access, handler, takes_slash=False, waits=waits)


def key(access: Access, *, by: Any, waits: OfTurn | None = None) -> Route:
    """Return the route of the keys below the chat, whose labels begin with a sign; `waits` as of `words`."""
    pressed = NEW_MESSAGE & KeyPressed()
    handler = MessageHandler[Context, Any](pressed if waits is None else waits & pressed, by)
    return Route(access, handler, takes_slash=False, waits=waits)


def command(
    access: Access,
    name: str,
    *,
    by: Any,
    has_args: bool | None = None,
    filters: filters.BaseFilter = NEW_MESSAGE,
    waits: OfTurn | None = None,
) -> Route:
    """Return the route of a command; `has_args`: only with words behind it (True), or without (False).

    `waits` as of `words`.
    """
    fitting = (filters if waits is None else waits & filters) & SLASH
    handler = TypedCommand(name, by, filters=fitting, has_args=has_args)
    return Route(access, handler, f"/{name}" + (" 1 2" if has_args else ""), waits=waits)
