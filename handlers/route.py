"""One route: a handler, who may reach it, and the command, button or answer that leads to it."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers.buttons import is_button
from handlers.context import Context
from handlers.conversation import NEW_MESSAGE, SLASH
from handlers.route_filters import AnswersDesk
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

    `takes_slash`: a message that begins with a slash can be for it.
    """

    access: Access
    handler: Handler
    trigger: str = ""
    takes_slash: bool = True


def tap(access: Access, subject: str, action: str, *, by: Any) -> Route:
    """Return the route of a button of this subject with this action."""
    handler = CallbackQueryHandler[Context, Any](by, pattern=is_button(subject, action))
    return Route(access, handler, f"{subject}:1:{action}:")


def answer_to(access: Access, asks: DeskAsks, *, by: Any, of: filters.BaseFilter = filters.ALL) -> Route:
    """Return the route of answers to this question of the desk: no command, and of the kind `of`."""
    return words(access, NEW_MESSAGE & AnswersDesk(asks) & of, by=by)


def words(access: Access, waits: filters.BaseFilter, *, by: Any) -> Route:
    """Return the route of whatever begins with no slash, while `waits` takes it."""
    return Route(access, MessageHandler(waits & ~SLASH, by), takes_slash=False)


def told(access: Access, event: filters.BaseFilter, *, by: Any) -> Route:
    """Return the route of an event of Telegram's that comes as a message, which has no words."""
    return Route(access, MessageHandler(event, by), takes_slash=False)


def key(access: Access, pressed: filters.BaseFilter, *, by: Any) -> Route:
    """Return the route of the keys below the chat, whose labels begin with a sign."""
    return Route(access, MessageHandler(pressed, by), takes_slash=False)


def command(
    access: Access,
    name: str,
    *,
    by: Any,
    has_args: bool | None = None,
    filters: filters.BaseFilter = NEW_MESSAGE,
) -> Route:
    """Return the route of a command; `has_args`: only with words behind it (True), or without (False)."""
    handler = CommandHandler[Context, Any](name, by, filters=filters, has_args=has_args)
    return Route(access, handler, f"/{name}" + (" 1 2" if has_args else ""))
