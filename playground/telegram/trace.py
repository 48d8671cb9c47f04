"""The trace: each update with the calls that followed from it, as far as can be seen from outside.

Nothing in the Bot API ties a call to an update. A call that answers a query is
certain. Any other call is put under the latest update of its chat that the bot
has fetched, as long as the bot is still busy there; a call that comes later
stands on its own.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playground.clock import Clock
from playground.telegram.findings import Finding

BUSY_SECONDS = 5.0
"""Seconds of silence in a chat after which the bot's next call there counts as its own."""

LONGEST_SECONDS = 15.0
"""Seconds after an update during which a call may still follow from it."""

_KEPT = 2_000
_QUERY_IDS = ("callback_query_id", "inline_query_id", "pre_checkout_query_id", "shipping_query_id")
_OF_QUERIES = ("callback_query", "inline_query", "pre_checkout_query", "shipping_query")


@dataclass(frozen=True)
class Call:
    """One call the bot made: when (monotonic seconds), what, and how it ended.

    `status` is 0 when no answer went out; `fault` names the planned fault it met.
    """

    at: float
    method: str
    params: dict[str, Any]
    status: int
    description: str = ""
    fault: str = ""
    chat_id: int | None = None
    findings: tuple[Finding, ...] = ()


@dataclass
class Entry:
    """One update and the calls that followed, or calls in a row that the bot made on its own.

    `handed` is how many seconds after `at` the bot had it, None while it waits.
    """

    number: int
    at: float
    when: int
    kind: str = ""
    person_id: int | None = None
    update: dict[str, Any] | None = None
    handed: float | None = None
    calls: list[Call] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    changed_at: int = 0
    _busy_until: float = 0.0
    _names: list[tuple[dict[Any, "Entry"], Any]] = field(default_factory=list)

    def busy(self, now: float) -> bool:
        """Return True if a call at `now` may still follow from this update."""
        return now < self._busy_until and (self.update is None or self.handed is not None)

    def stay_busy(self, now: float) -> None:
        """Stay busy a while longer, but not for ever: the bot also calls on its own now and then."""
        began = self.at + (self.handed or 0.0)
        self._busy_until = min(now + BUSY_SECONDS, began + LONGEST_SECONDS)

    def known_in(self, register: "dict[Any, Entry]", name: Any) -> None:
        """Enter this in `register` until `forgotten`."""
        register[name] = self
        self._names.append((register, name))

    def forgotten(self) -> None:
        """Remove this from all registers."""
        for register, name in self._names:
            if register.get(name) is self:
                del register[name]


class Trace:
    """The latest entries, by the number each got when it began."""

    def __init__(self, clock: Clock, bump: Callable[[], int]) -> None:
        self.entries: deque[Entry] = deque(maxlen=_KEPT)
        self._clock = clock
        self._bump = bump
        self._count = 0
        self._by_update: dict[int, Entry] = {}
        self._by_query: dict[str, Entry] = {}
        self._by_chat: dict[int, Entry] = {}

    def came(self, update: dict[str, Any], findings: list[Finding]) -> None:
        """Note that an update is in the queue."""
        kind = next(name for name in update if name != "update_id")
        body = update[kind]
        entry = self._begin(kind, _id_of(body.get("from")))
        entry.update, entry.findings = update, findings
        entry.known_in(self._by_update, int(update["update_id"]))
        if kind in _OF_QUERIES:
            entry.known_in(self._by_query, str(body.get("id")))

    def handed_over(self, update: dict[str, Any]) -> None:
        """Note that the bot has an update; from now on calls may follow from it."""
        entry = self._by_update.pop(int(update["update_id"]), None)
        if entry is None:
            return
        now = self._clock.monotonic()
        entry.handed = now - entry.at
        entry.stay_busy(now)
        chat = _chat_of(update[entry.kind])
        if chat is not None:
            entry.known_in(self._by_chat, chat)
        entry.changed_at = self._bump()

    def not_handed_over(self, update: dict[str, Any]) -> None:
        """Note that an update did not arrive and waits again."""
        number = int(update["update_id"])
        entry = next((one for one in reversed(self.entries) if _number_of(one) == number), None)
        if entry is not None and not entry.calls:
            entry.handed = None
            entry.known_in(self._by_update, number)
            entry.changed_at = self._bump()

    def called(self, call: Call) -> None:
        """Note a call of the bot's."""
        entry = self._cause(call)
        if entry is None:
            entry = self._begin("", call.chat_id)
            entry.known_in(self._by_chat, call.chat_id or 0)
        entry.calls.append(call)
        entry.findings += call.findings
        entry.stay_busy(call.at)
        entry.changed_at = self._bump()

    def changed_since(self, version: int) -> list[Entry]:
        """Return entries that began or grew after `version`, oldest first."""
        return [entry for entry in self.entries if entry.changed_at > version]

    def _cause(self, call: Call) -> Entry | None:
        for name in _QUERY_IDS:
            if name in call.params:
                return self._by_query.get(str(call.params[name]))
        entry = self._by_chat.get(call.chat_id or 0)
        return entry if entry is not None and entry.busy(call.at) else None

    def _begin(self, kind: str, person_id: int | None) -> Entry:
        self._count += 1
        now = self._clock.now()
        entry = Entry(self._count, self._clock.monotonic(), int(now.timestamp()), kind, person_id)
        entry.changed_at = self._bump()
        if len(self.entries) == self.entries.maxlen:
            self.entries[0].forgotten()
        self.entries.append(entry)
        return entry


def _number_of(entry: Entry) -> int | None:
    return int(entry.update["update_id"]) if entry.update else None


def _chat_of(body: dict[str, Any]) -> int | None:
    """Return the chat where an answer would go."""
    message = body.get("message")
    chat = (message if isinstance(message, dict) else body).get("chat")
    return _id_of(chat) or _id_of(body.get("from"))


def _id_of(value: Any) -> int | None:
    """Return the id of a chat or a user. Tests also queue malformed updates."""
    number = value.get("id") if isinstance(value, dict) else None
    return number if isinstance(number, int) else None
