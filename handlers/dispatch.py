"""Choosing the handler of an update: the first route that fits, tried among those that can fit at all.

PTB tries one handler after the other, which is seventy regular expressions for a tap. A tap's subject and
action, or a command's name, leaves a few; and what answers a question is tried while that waits.
"""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
)

from handlers.buttons import Button
from handlers.commands import typed_command
from handlers.context import current_turn
from handlers.route_filters import OfTurn

Handler = BaseHandler[Any, Any, Any]
Handlers = tuple[Handler, ...]

TAP = ":"
"""Begins the key of a button, as "/" begins a command's."""


_INLINE: Any = InlineQueryHandler | ChosenInlineResultHandler


class Triggered(Protocol):
    """A route: `trigger` is an example of what is said or tapped for it, empty where there is none.

    `takes_slash`: a message that begins with a slash can be for it. `waits` says in which turns anything can.
    """

    @property
    def handler(self) -> Handler: ...

    @property
    def trigger(self) -> str: ...

    @property
    def takes_slash(self) -> bool: ...

    @property
    def waits(self) -> OfTurn | None: ...


class Dispatch(BaseHandler[Any, Any, Any]):
    """All routes as one handler of PTB's, in the order of the routes."""

    def __init__(self, routes: Sequence[Triggered]) -> None:
        super().__init__(callback=_never_called)
        keyed = [(_key_of(route.trigger), route.handler) for route in routes]
        self._waits = {route.handler: route.waits for route in routes if route.waits is not None}
        self._for_all = tuple(handler for _, handler in keyed)
        self._inline = tuple(one for _, one in keyed if isinstance(one, InlineQueryHandler))
        self._shared = tuple(one for _, one in keyed if isinstance(one, ChosenInlineResultHandler))
        self._by_key = _by_key(keyed, {route.handler for route in routes if not route.takes_slash})
        self._taps = tuple(one for of, one in keyed if not of and _is_of(TAP, one))
        self._words = tuple(one for of, one in keyed if not of and _is_of("/", one))

    def check_update(self, update: object) -> tuple[Handler, Any] | None:
        """Return the first handler that takes this update, with what it found in it; None where none does."""
        turn = current_turn.get()
        for handler in self._candidates(update):
            waits = self._waits.get(handler)
            if waits is not None and not waits.takes(turn):
                continue
            found = handler.check_update(update)
            if found is not None and found is not False:
                return handler, found
        return None

    async def handle_update(
        self,
        update: Any,
        application: Application[Any, Any, Any, Any, Any, Any],
        check_result: Any,
        context: Any,
    ) -> Any:
        """Have the chosen handler do it."""
        handler, found = check_result
        handler.collect_additional_context(context, update, application, found)
        return await handler.handle_update(update, application, found, context)

    def _candidates(self, update: object) -> Handlers:
        if not isinstance(update, Update):
            return self._for_all
        if update.inline_query is not None:
            return self._inline
        if update.chosen_inline_result is not None:
            return self._shared
        if update.callback_query is not None:
            button = Button.read(update.callback_query.data)
            key = ":".join((TAP, button.subject, button.action)) if button else ""
            return self._by_key.get(key, self._taps)
        text = typed_command(update.message)
        if not text:
            return self._words
        name = text[1:].split(maxsplit=1)[0].partition("@")[0].lower() if text[1:].split() else ""
        return self._by_key.get(f"/{name}", self._words)


def _by_key(keyed: Sequence[tuple[str, Handler]], words: Collection[Handler]) -> dict[str, Handlers]:
    """Return the handlers of each key and those without any that can take the same, in their order.

    `words` are those that take no message that begins with a slash.
    """
    fits = {
        TAP: [_is_of(TAP, handler) for _, handler in keyed],
        "/": [_is_of("/", handler) and handler not in words for _, handler in keyed],
    }
    own: dict[str, list[int]] = {}
    for place, (key, _) in enumerate(keyed):
        own.setdefault(key, []).append(place)
    without_key = own.pop("", [])
    found = {}
    for key, places in own.items():
        fitting = fits[key[0]]
        found[key] = tuple(keyed[place][1] for place in sorted((*places, *without_key)) if fitting[place])
    return found


def _key_of(trigger: str) -> str:
    """Return what a route is found by: a command's name, or a button's subject and action."""
    if trigger.startswith("/"):
        return trigger.split(maxsplit=1)[0].lower()
    button = Button.read(trigger) if trigger else None
    return ":".join((TAP, button.subject, button.action)) if button else ""


def _is_of(key: str, handler: Handler) -> bool:
    """Return True if the handler can take a tap, or a message, whichever `key` is of."""
    if key.startswith(TAP):
        return not isinstance(handler, CommandHandler | _INLINE)
    return not isinstance(handler, CallbackQueryHandler | _INLINE)


async def _never_called(_update: object, _context: object) -> None:
    """PTB wants a callback; every route has its own."""
