"""People: what they can do in Telegram's app."""

from typing import Any

from playground.telegram.assertions import NotSeen
from playground.telegram.button_lookup import NoSuchButton, find_inline, find_reply, from_bot
from playground.telegram.chats import Chat
from playground.telegram.keyboards import Button
from playground.telegram.messages import Content, FakeMessage
from playground.telegram.sharing import OwnChat
from playground.telegram.taps import Tap
from playground.telegram.world import World
from playground.telegram.writing import Writer

__all__ = ["FakePerson", "NoSuchButton", "NotSeen"]


class FakePerson(Writer):
    """One Telegram user and their app. Actions return at once; the bot answers in its own time.

    `own_chats` are the channels and groups they are in.
    """

    def __init__(self, world: World, user: dict[str, Any]) -> None:
        super().__init__(world, user)
        self.own_chats: list[OwnChat] = []

    def taps(
        self,
        label_or_data: str,
        message_id: int | None = None,
        *,
        stale: bool = False,
        group: Chat | None = None,
    ) -> Tap:
        """Tap the newest inline button with this label (an emoji before it does not matter) or data.

        `stale` taps a button that was replaced or deleted meanwhile, as a slow phone can.
        Raises NoSuchButton.
        """
        chat = group or self.home
        found = find_inline(chat, label_or_data, message_id, stale=stale)
        if found is not None:
            return self._tap(chat, *found)
        raise NoSuchButton(f"{self.name} finds no button {label_or_data!r}:\n{self.screen(group)}")

    def presses(self, label: str, *, group: Chat | None = None) -> FakeMessage:
        """Press a button of the reply keyboard, which sends its label. Raises NoSuchButton.

        A collapsed keyboard is opened first.
        """
        found = self._key(label, group)
        if found.wish is not None:
            raise ValueError(f"the key {label!r} opens a list of chats and sends nothing: see `shares`")
        return self.says(found.label, group=group)

    def picks_from(self, label: str) -> list[OwnChat]:
        """Press a key that asks for a chat; return the chats in the app's picker. Raises NoSuchButton."""
        wish = self._key(label).wish
        if wish is None:
            raise NoSuchButton(f"{self.name}'s key {label!r} asks for no chat")
        return [chat for chat in self.own_chats if wish.suits(chat)]

    def shares(self, label: str, title: str) -> FakeMessage:
        """Press a key that asks for a chat, and choose the one of this title. Raises NoSuchButton."""
        found = next((chat for chat in self.picks_from(label) if chat.title == title), None)
        wish = self._key(label).wish
        if found is None or wish is None:
            raise NoSuchButton(f"{self.name} finds no chat {title!r} to choose")
        message = self._send(Content(service=wish.shared(found)), None, None)
        keyboard = self.home.reply_keyboard
        self.home.keyboard_is_away = keyboard is not None and keyboard.one_time
        return message

    def _key(self, label: str, group: Chat | None = None) -> Button:
        found = find_reply(group or self.home, label)
        if found is None:
            raise NoSuchButton(f"{self.name} has no key {label!r}:\n{self.screen(group)}")
        return found

    def forges(self, data: str, message_id: int | None = None, *, group: Chat | None = None) -> Tap:
        """Send any callback data for a message of the chat, as a modified app can."""
        chat = group or self.home
        message = chat.messages[message_id] if message_id else next(from_bot(chat))
        return self._tap(chat, message, data)

    def blocks(self) -> None:
        """Block the bot: it is notified, and may no longer write."""
        self._change_membership("member", "kicked")

    def unblocks(self) -> None:
        """Unblock the bot."""
        self._change_membership("kicked", "member")

    def deactivates(self) -> None:
        """Delete the account; the bot is not notified."""
        self.home.deactivated = True
        self._world.bump()

    def _tap(self, chat: Chat, message: FakeMessage, data: str) -> Tap:
        self._act()
        now = self._world.clock.monotonic()
        tap = Tap(self._world.new_number(), self.id, chat.id, message, data, now)
        self._taps.append(tap)
        self._last_tap = tap
        self._world.remember_tap(tap)
        query: dict[str, Any] = {
            "id": tap.id,
            "from": self.user,
            "chat_instance": str(chat.id * 7_919),
            "data": data,
        }
        if message.inline_id:
            query["inline_message_id"] = message.inline_id
        else:
            query["message"] = message.json()
        self._world.updates.add("callback_query", query)
        self._world.bump()
        return tap
