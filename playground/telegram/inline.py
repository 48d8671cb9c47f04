"""Inline mode from a person's side: asking `@bot ...` anywhere, and sending one of the results."""

import asyncio
from dataclasses import replace

from playground.telegram.assertions import Assertions
from playground.telegram.chats import Chat
from playground.telegram.keyboards import Markup
from playground.telegram.messages import Content, FakeMessage
from playground.telegram.taps import InlineAnswer, InlineAsk, InlineResult


class Asker(Assertions):
    """A person who types `@bot` in a chat the bot is not in."""

    @property
    def elsewhere(self) -> Chat:
        """A chat with a friend. The bot sees only what inline mode shows of it."""
        chats = self._world.elsewhere
        if self.id not in chats:
            chats[self.id] = Chat(-self.id, "private", f"{self.name} and a friend")
        return chats[self.id]

    async def queries(self, text: str, offset: str = "", *, timeout: float = 5.0) -> InlineAnswer:
        """Type `@bot text` somewhere and return the results; Telegram answers from its cache if it can.

        Raises TimeoutError if the bot has not answered after `timeout` real seconds.
        """
        now = self._world.clock.monotonic()
        kept = self._world.inline_cache.find(text, offset, self.id, now)
        if kept is not None:
            return replace(kept, from_cache=True)
        answer: asyncio.Future[InlineAnswer] = asyncio.get_running_loop().create_future()
        ask = InlineAsk(self._world.new_number(), self.id, text, offset, now, answer)
        self._world.asks[ask.id] = ask
        query = {"id": ask.id, "from": self.user, "query": text, "offset": offset, "chat_type": "sender"}
        self._world.updates.add("inline_query", dict(query))
        self._world.bump()
        try:
            return await asyncio.wait_for(answer, timeout)
        finally:
            del self._world.asks[ask.id]

    def chooses(self, result: InlineResult, query: str = "") -> FakeMessage:
        """Send a result to the friend. The bot learns of it if BotFather's /setinlinefeedback is on.

        Only a message with an inline keyboard can be edited by the bot later
        (core.telegram.org/bots/api#choseninlineresult).
        """
        markup = Markup("inline", result.keyboard) if result.keyboard else None
        self._act()
        message = self._world.post(
            self.elsewhere,
            self.user,
            Content(result.text, result.entities),
            markup=markup,
            source=result.text,
        )
        message.via_bot = True
        chosen = {"result_id": result.id, "from": self.user, "query": query}
        if markup:
            message.inline_id = f"AAAA{self._world.new_number()}"
            self._world.inline_messages[message.inline_id] = (self.elsewhere, message)
            chosen["inline_message_id"] = message.inline_id
        if self._world.inline_feedback:
            self._world.updates.add("chosen_inline_result", chosen)
        return message
