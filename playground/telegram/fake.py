"""FakeTelegram: its people and groups, and what tests look at."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from playground.clock import Clock
from playground.telegram.bot_api import BotApi
from playground.telegram.chats import Chat
from playground.telegram.files import FileStore
from playground.telegram.findings import Judge
from playground.telegram.ledger import Ledger
from playground.telegram.messages import Content
from playground.telegram.pace import Pace
from playground.telegram.people import FakePerson
from playground.telegram.subscriptions import Subscriptions
from playground.telegram.taps import Tap
from playground.telegram.updates import UpdateQueue
from playground.telegram.world import World


class FakeTelegram(BotApi):
    """A Telegram in memory for one bot: strict with the bot, handy for people in tests."""

    on_birth: "ClassVar[Callable[[FakeTelegram], None] | None]" = None
    """Called with every new one, so that a test suite can look after all of them."""

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
        oracle: Judge | None = None,
    ) -> None:
        """Allow `per_second` sends in any sliding second, and `per_chat_per_second` in one chat.

        The chat's rate is a sustained one. `oracle` judges all traffic; see `findings`.
        """
        number = token.partition(":")[0]
        bot = {
            "id": int(number) if number.isdecimal() else 0,
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        world = World(bot, clock, UpdateQueue(clock, first_update_id))
        pace = Pace(clock, overall=per_second, per_chat=per_chat_per_second)
        super().__init__(token=token, world=world, pace=pace, oracle=oracle)
        self.people: dict[int, FakePerson] = {}
        if FakeTelegram.on_birth is not None:
            FakeTelegram.on_birth(self)

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
    def unanswered_taps(self) -> list[Tap]:
        """Taps whose button still spins."""
        return [tap for tap in self.world.taps.values() if not tap.answered]

    async def changed(self, since: int, timeout: float) -> int:
        """Return the version as soon as it is beyond `since`, or after `timeout` real seconds."""
        return await self.world.changed(since, timeout)

    # People and groups.

    def add_person(
        self,
        number: int,
        name: str,
        language: str | None = "en",
        username: str | None = None,
        *,
        started: bool = False,
    ) -> FakePerson:
        """Add a person with a private chat; the bot may write there once they wrote (or are `started`)."""
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

    def begin_anew(self) -> None:
        """Forget every chat, tap, query and payment, as for a bot that nobody has written to; people stay."""
        world = self.world
        people = {number: world.chats[number] for number in self.people}
        world.chats.clear()
        for number, chat in people.items():
            world.chats[number] = Chat(number, chat.kind, chat.title, chat.username)
        world.updates.drop_all()
        for kept in (world.taps, world.asks, world.elsewhere, world.inline_messages, world.invoice_links):
            kept.clear()
        world.checkouts.clear()
        world.ledger = Ledger()
        world.subscriptions = Subscriptions()
        world.bump()

    def add_group(self, number: int, title: str, members: Iterable[FakePerson] = ()) -> Chat:
        """Add a group with the bot in it; ids of groups are negative."""
        if number >= 0:
            raise ValueError("a group's id is negative")
        kind = "supergroup" if number <= -1_000_000_000_000 else "group"
        chat = Chat(number, kind, title, started=True, members={person.id for person in members})
        self.world.chats[number] = chat
        self.world.bump()
        return chat

    def add_forum(self, number: int, title: str, members: Iterable[FakePerson] = ()) -> Chat:
        """Add a group with topics, whose admin the bot is, with the right to manage them."""
        chat = self.add_group(number, title, members)
        if chat.kind != "supergroup":
            raise ValueError("only supergroups have topics; their ids begin with -100 and ten digits more")
        chat.is_forum = chat.bot_is_admin = chat.bot_manages_topics = True
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
