"""FakeTelegram: the Bot API's side of the world, call by call."""

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

from playground.clock import Clock
from playground.telegram.chats import Chat
from playground.telegram.faults import Fault, FaultPlan
from playground.telegram.files import FileStore
from playground.telegram.messages import Content
from playground.telegram.methods import ALL, Method
from playground.telegram.methods.reading import chat_id_of
from playground.telegram.pace import COUNTED, Pace
from playground.telegram.params import Params, Upload
from playground.telegram.people import FakePerson
from playground.telegram.refusals import RawAnswer, Refusal, Unmodelled, not_found, unauthorized
from playground.telegram.taps import Tap
from playground.telegram.updates import UpdateQueue
from playground.telegram.world import World

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{30,64}")
_KEPT_CALLS = 20_000


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


class FakeTelegram:
    """A Telegram in memory for one bot: strict with the bot, handy for people in tests."""

    def __init__(
        self,
        *,
        token: str,
        clock: Clock,
        username: str = "kiosk_bot",
        name: str = "Kiosk",
        first_update_id: int = 1_000,
        per_second: int | None = None,
        per_chat_per_second: float | None = None,
    ) -> None:
        """`per_second`: sends in any sliding second; `per_chat_per_second`: sustained in one chat."""
        if not TOKEN.fullmatch(token):
            raise ValueError(
                "a bot token looks like 123456:ABC..., with 30 or more characters after the colon"
            )
        self.token = token
        number = int(token.partition(":")[0])
        bot = {"id": number, "is_bot": True, "first_name": name, "username": username}
        self.world = World(bot, clock, UpdateQueue(clock, first_update_id))
        self.pace = Pace(clock, overall=per_second, per_chat=per_chat_per_second)
        self.people: dict[int, FakePerson] = {}
        self.calls: deque[Call] = deque(maxlen=_KEPT_CALLS)
        self._plan = FaultPlan()

    # What tests and the page look at.

    @property
    def username(self) -> str:
        return str(self.world.bot["username"])

    @property
    def version(self) -> int:
        """Grows with every event."""
        return self.world.version

    @property
    def updates(self) -> UpdateQueue:
        return self.world.updates

    @property
    def files(self) -> FileStore:
        return self.world.files

    @property
    def chats(self) -> dict[int, Chat]:
        return self.world.chats

    @property
    def unmodelled(self) -> list[str]:
        """What the bot used that the fake does not model; a test should find it empty."""
        return self.world.unmodelled

    @property
    def unanswered_taps(self) -> list[Tap]:
        """Taps whose button still spins."""
        return [tap for tap in self.world.taps.values() if not tap.answered]

    @property
    def faults_left(self) -> int:
        """How many planned faults no call has met."""
        return self._plan.left()

    def calls_of(self, *methods: str) -> list[Call]:
        """The logged calls of these methods, oldest first."""
        wanted = {method.lower() for method in methods}
        return [call for call in self.calls if call.method.lower() in wanted]

    async def changed(self, since: int, timeout: float) -> int:
        """The version, as soon as it is beyond `since` or after `timeout` real seconds."""
        return await self.world.changed(since, timeout)

    # Who lives here.

    def add_person(
        self,
        number: int,
        name: str,
        language: str | None = "en",
        username: str | None = None,
        *,
        started: bool = False,
    ) -> FakePerson:
        """Somebody with a private chat; the bot may write there once they wrote (or are `started`)."""
        user: dict[str, Any] = {"id": number, "is_bot": False, "first_name": name}
        if username:
            user["username"] = username
        if language:
            user["language_code"] = language
        self.world.users[number] = user
        self.world.chats[number] = Chat(number, "private", name, username, started=started)
        self.people[number] = FakePerson(self.world, user)
        self.world.bump()
        return self.people[number]

    def add_group(self, number: int, title: str, members: Iterable[FakePerson] = ()) -> Chat:
        """A group the bot is in; ids of groups are negative."""
        if number >= 0:
            raise ValueError("a group's id is negative")
        kind = "supergroup" if number <= -1_000_000_000_000 else "group"
        chat = Chat(number, kind, title, started=True, members={person.id for person in members})
        self.world.chats[number] = chat
        self.world.bump()
        return chat

    def migrate(self, group: Chat, new_id: int) -> Chat:
        """Turn a group into a supergroup: the old id answers with the new one from now on."""
        chat = Chat(new_id, "supergroup", group.title, started=True, members=set(group.members))
        self.world.chats[new_id] = chat
        group.moved_to = new_id
        for where, service in (
            (group, {"migrate_to_chat_id": new_id}),
            (chat, {"migrate_from_chat_id": group.id}),
        ):
            sender = self.world.users[min(group.members)] if group.members else self.world.bot
            message = self.world.post(where, sender, Content(service=service))
            self.world.updates.add("message", message.json())
        return chat

    # What goes wrong.

    def plan(self, method: str | None, *faults: Fault, chat_id: int | None = None) -> None:
        """The next calls of `method` (None: of any but getUpdates) meet these faults, in order."""
        self._plan.add(method, faults, chat_id)

    # The Bot API.

    async def call(
        self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload | bytes] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Status and envelope of one call.

        Raises NoAnswer when the connection gives nothing back, RawAnswer when it gives
        back what is not Telegram's JSON.
        """
        known = ALL.get(method.lower())
        read = Params(params, files)
        if known is None:
            self.world.unmodelled.append(method)
            return self._refused(method, read, not_found(), "")
        fault = self._plan.next(known.name, chat_id_of(read))
        try:
            if fault is not None:
                await self._meet(fault, known, read)
            result = await self._run(known, read)
        except Refusal as refusal:
            if isinstance(refusal, Unmodelled):
                self.world.unmodelled.append(refusal.what)
            return self._refused(known.name, read, refusal, fault.name if fault else "")
        self._log(known.name, read, 200)
        return 200, {"ok": True, "result": result}

    async def call_as(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload | bytes] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """The same with the token the caller showed: 401 for another bot's, 404 for none."""
        if token == self.token:
            return await self.call(method, params, files)
        refusal = unauthorized() if TOKEN.fullmatch(token) else not_found()
        return refusal.status, refusal.envelope()

    def download(self, token: str, path: str) -> bytes | None:
        """The bytes behind a `file_path`, or None."""
        stored = self.world.files.by_path.get(path)
        return stored.upload.content if stored is not None and token == self.token else None

    async def _meet(self, fault: Fault, method: Method, params: Params) -> None:
        if fault.takes_effect:
            await self._run(method, params)
        if fault.moves_to is not None and fault.moves_to not in self.world.chats:
            self._move(chat_id_of(params), fault.moves_to)
        if not isinstance(fault.error, Refusal):
            status = fault.error.status if isinstance(fault.error, RawAnswer) else 0
            self._log(method.name, params, status, fault=fault.name)
        raise fault.error

    def _move(self, old_id: int | None, new_id: int) -> None:
        old = self.world.chats.get(old_id or 0)
        self.world.chats[new_id] = Chat(new_id, "supergroup", old.title if old else "Group", started=True)

    async def _run(self, method: Method, params: Params) -> Any:
        if method.name.lower() in COUNTED:
            self.pace.take(chat_id_of(params))
        result = method.run(self.world, params)
        return await result if isawaitable(result) else result

    def _refused(
        self, method: str, params: Params, refusal: Refusal, fault: str
    ) -> tuple[int, dict[str, Any]]:
        self._log(method, params, refusal.status, refusal.description, fault)
        return refusal.status, refusal.envelope()

    def _log(self, method: str, params: Params, status: int, description: str = "", fault: str = "") -> None:
        at = self.world.clock.monotonic()
        self.calls.append(Call(at, method, params.plain(), status, description, fault))
        if method != "getUpdates":
            self.world.bump()
