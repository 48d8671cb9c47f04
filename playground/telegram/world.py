"""The world in memory: chats, files, updates that wait for the bot, and waiters for changes."""

import asyncio
import itertools
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from playground.clock import Clock
from playground.telegram.chats import Chat
from playground.telegram.checkout import Checkout
from playground.telegram.commands import CommandBook
from playground.telegram.effects import EFFECTS
from playground.telegram.files import FileStore
from playground.telegram.findings import Finding
from playground.telegram.invoices import Invoice
from playground.telegram.keyboards import Markup
from playground.telegram.ledger import Ledger
from playground.telegram.messages import Content, FakeMessage
from playground.telegram.refusals import query_too_old
from playground.telegram.subscriptions import Subscriptions
from playground.telegram.taps import InlineAsk, InlineCache, Tap
from playground.telegram.updates import UpdateQueue
from playground.telegram.webhook import Webhook

_KEPT_QUESTIONS = 10_000


@dataclass
class World:
    """Everything the fake knows.

    `edit_seconds` is the maximum age of a message that can be edited; `webhook_backoff` is
    the wait, in seconds, that doubles between two deliveries of one update. `provider_tokens`
    are the payment providers that BotFather has connected. `finds_look_alikes` makes two labels of one
    keyboard that a phone shows alike a finding. `unknown_tags` are tags of HTML that this server of the
    Bot API is too old to know; `effects` are the ids of those that it takes.
    """

    bot: dict[str, Any]
    clock: Clock
    updates: UpdateQueue
    query_seconds: float = 150.0
    checkout_seconds: float = 10.0  # core.telegram.org/bots/api#answerprecheckoutquery
    edit_seconds: float | None = None
    webhook: Webhook | None = None
    webhook_backoff: float = 1.0
    version: int = 0
    chats: dict[int, Chat] = field(default_factory=dict)
    users: dict[int, dict[str, Any]] = field(default_factory=dict)
    files: FileStore = field(default_factory=FileStore)
    commands: CommandBook = field(default_factory=CommandBook)
    profile: dict[tuple[str, str], Any] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    asks: dict[str, InlineAsk] = field(default_factory=dict)
    elsewhere: dict[int, Chat] = field(default_factory=dict)
    inline_messages: dict[str, tuple[Chat, FakeMessage]] = field(default_factory=dict)
    inline_feedback: bool = True
    inline_cache: InlineCache = field(default_factory=InlineCache)
    provider_tokens: set[str] = field(default_factory=set)
    invoice_links: dict[str, Invoice] = field(default_factory=dict)
    checkouts: dict[str, Checkout] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    subscriptions: Subscriptions = field(default_factory=Subscriptions)
    findings: list[Finding] = field(default_factory=list)
    finds_look_alikes: bool = True
    unknown_tags: frozenset[str] = frozenset()
    effects: Collection[str] = frozenset(EFFECTS)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(4_611_686_018_427))

    def timestamp(self) -> int:
        """Return the present moment as Telegram writes it."""
        return int(self.clock.now().timestamp())

    def new_number(self) -> str:
        """Return an id for a query."""
        return str(next(self._numbers))

    def text_of_bot(self, name: str, language: str) -> str:
        """Return a text of the bot's profile as somebody with this language sees it; "" without any."""
        return str(self.profile.get((name, language[:2])) or self.profile.get((name, ""), ""))

    def bump(self) -> int:
        """Count an event and wake all waiters."""
        self.version += 1
        self._news.set()
        self._news = asyncio.Event()
        return self.version

    async def changed(self, since: int, timeout: float) -> int:
        """Return the version as soon as it is beyond `since`, or after `timeout` real seconds.

        Others run first in any case: a caller that loops over its own changes would starve them.
        """
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(timeout):
                while self.version <= since:
                    await self._news.wait()
        except TimeoutError:
            pass  # no change is an answer too
        return self.version

    def note_unmodelled(self, what: str) -> None:
        """Note that the bot used something that the fake does not know."""
        self.findings.append(Finding("unmodelled", what, "the playground does not model this"))

    def post(
        self,
        chat: Chat,
        sender: dict[str, Any],
        content: Content,
        *,
        markup: Markup | None = None,
        source: str | None = None,
        reply_to: FakeMessage | None = None,
        topic: int | None = None,
    ) -> FakeMessage:
        """Add a message to a chat, with the chat's next id; a reply stands in its message's topic."""
        number = len(chat.messages) + 1
        message = FakeMessage(
            chat.json(), number, sender, self.timestamp(), content, markup, source=source, reply_to=reply_to
        )
        message.topic = topic or (reply_to.topic if reply_to is not None else None)
        message.topic_root = chat.messages.get(message.topic or 0)
        chat.messages[number] = message
        self.touch(chat, message)
        return message

    def touch(self, chat: Chat, message: FakeMessage) -> None:
        """Note that a message is new or different."""
        chat.note_change(message, self.bump())

    def remember_tap(self, tap: Tap) -> None:
        """Keep a tap until it is answered, the oldest forgotten first."""
        self.taps[tap.id] = tap
        while len(self.taps) > _KEPT_QUESTIONS:
            del self.taps[next(iter(self.taps))]

    def open_tap(self, number: str | None) -> Tap:
        """Return the tap of this callback query id. Raises Refusal if it can no longer be answered."""
        tap = self.taps.get(number or "")
        if tap is None or tap.answered or self.clock.monotonic() - tap.born > self.query_seconds:
            raise query_too_old()
        return tap

    def open_checkout(self, number: str | None) -> Checkout:
        """Return the payment of this pre-checkout query id. Raises Refusal if it is too late to answer."""
        checkout = self.checkouts.get(number or "")
        if checkout is None or not checkout.open:
            raise query_too_old()
        return checkout
