"""The Bot API's few methods that the load needs; every other method is answered with a plain yes."""

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Iterator, Sequence

from bench.light.http import Answer
from bench.light.letters import Letterbox
from bench.light.people import Deed, Person
from bench.light.screens import ME, params_of, screen_of

BATCH = 100
_TRUE = b'{"ok":true,"result":true}'
_NOTHING = b'{"ok":true,"result":[]}'
_TOLD = {
    b"getme": json.dumps({"ok": True, "result": ME}).encode(),
    b"getwebhookinfo": b'{"ok":true,"result":{"url":"","has_custom_certificate":false,'
    b'"pending_update_count":0}}',
    b"getstartransactions": b'{"ok":true,"result":{"transactions":[]}}',
    b"getmycommands": _NOTHING,
    b"getmydescription": b'{"ok":true,"result":{"description":""}}',
    b"getmyshortdescription": b'{"ok":true,"result":{"short_description":""}}',
}
_SCREENS = (b"sendmessage", b"editmessagetext")


class LightTelegram:
    """Answers the bot, hands out updates, and notes when what people did was answered.

    `latency` is the seconds from a call to its answer; a poll is answered as soon as there is an
    update. A time ends when Telegram has the call. `strays` counts what the crowd was shown
    without having asked for it.
    """

    def __init__(self, crowd: dict[int, Person], messages: Iterator[int]) -> None:
        self.crowd = crowd
        self.latency = 0.0
        self.strays = 0
        self.letterbox: Letterbox | None = None
        self.first_poll = self.first_screen = 0.0
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._taps: dict[bytes, Deed] = {}
        self._poll: Answer | None = None
        self._handed_out = 0
        self._messages = messages
        self._loop = asyncio.get_running_loop()

    def asked(self, method: bytes, body: bytes, answer: Answer) -> None:
        """One call of the bot; `method` in small letters."""
        if method == b"getupdates":
            self._polled(body, answer)
        elif method in _SCREENS:
            self._later(answer, self._shown(method, body))
        elif method == b"answercallbackquery":
            deed = self._taps.pop(str(params_of(body)["callback_query_id"]).encode(), None)
            if deed is not None:
                deed.answered(time.monotonic())
            self._later(answer, _TRUE)
        else:
            self._later(answer, _TOLD.get(method, _TRUE))

    def happens(self, deeds: Sequence[Deed]) -> None:
        """These updates lie ready now."""
        now = time.monotonic()
        for deed in deeds:
            deed.born = now
            number = int(deed.update[len(b'{"update_id":') :].split(b",", 1)[0])
            self._waiting.append((number, deed.update))
            if deed.awaits == 2:
                self._taps[b"%d" % number] = deed
        if self._poll is not None:
            poll, self._poll = self._poll, None
            self._hand_out(poll)

    def forget_waiting(self) -> set[bytes]:
        """Take back what the bot was not given yet: it is never told of it."""
        forgotten = {update for number, update in self._waiting if number > self._handed_out}
        self._waiting = deque(one for one in self._waiting if one[0] <= self._handed_out)
        return forgotten

    def _polled(self, body: bytes, answer: Answer) -> None:
        params = params_of(body)
        self.first_poll = self.first_poll or time.monotonic()
        offset = int(params.get("offset") or 0)
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()
        if self._poll is not None:
            self._poll(_NOTHING)
            self._poll = None
        seconds = float(params.get("timeout") or 0)
        if self._waiting:
            self._hand_out(answer)
        elif seconds:
            self._poll = answer
            self._loop.call_later(seconds, self._poll_ends, answer)
        else:
            answer(_NOTHING)

    def _poll_ends(self, poll: Answer) -> None:
        if self._poll is poll:
            self._poll = None
            poll(_NOTHING)

    def _hand_out(self, poll: Answer) -> None:
        batch = list(itertools.islice(self._waiting, BATCH))
        self._handed_out = batch[-1][0]
        poll(b'{"ok":true,"result":[%s]}' % b",".join(update for _number, update in batch))

    def _shown(self, method: bytes, body: bytes) -> bytes:
        screen = screen_of(body)
        self.first_screen = self.first_screen or time.monotonic()
        person = self.crowd.get(screen.chat_id)
        is_new = method == b"sendmessage"
        number = next(self._messages) if is_new else int(screen.params["message_id"])
        if is_new and self.letterbox is not None and screen.params["text"] == self.letterbox.words:
            self.letterbox.takes(screen.chat_id)
            return b'{"ok":true,"result":%s}' % screen.message(number, int(time.time()))
        owed = None if person is None else (person.sends if is_new else person.edits)
        if person is not None and owed:
            owed.popleft().answered(time.monotonic())
            person.last, person.shown = screen, number
        elif person is not None:
            self.strays += 1
        return b'{"ok":true,"result":%s}' % screen.message(number, int(time.time()))

    def _later(self, answer: Answer, body: bytes) -> None:
        if self.latency:
            self._loop.call_later(self.latency, answer, body)
        else:
            answer(body)
