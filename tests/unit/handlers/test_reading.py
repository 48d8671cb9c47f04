"""Updates that the library cannot read whole: of a server whose Bot API is older, the rest is read."""

import pytest
from telegram import Bot

from handlers.reading import update_from

BOT = Bot("7000000002:AAtesttesttesttesttesttesttesttesttest")
USER = {"id": 5, "is_bot": False, "first_name": "Ann"}
OLD_POLL = {"id": "1", "question": "Which?"}
WORDS = {"message_id": 9, "from": USER, "chat": {"id": 5, "type": "private"}, "date": 1_790_000_000}


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_a_message_is_read_without_what_cannot_be(kind: str) -> None:
    update = update_from({"update_id": 3, kind: {**WORDS, "text": "Hello", "poll": OLD_POLL}}, BOT)
    message = getattr(update, kind)
    assert (message.text, message.poll, update.effective_user.id) == ("Hello", None, 5)  # type: ignore[union-attr]  # it has one


@pytest.mark.parametrize(
    ("status", "is_out"),
    [("administrator", False), ("restricted", False), ("member", False), ("left", True), ("kicked", True)],
)
def test_whether_the_bot_is_in_a_chat_is_read_without_its_rights(status: str, *, is_out: bool) -> None:
    """An administrator without a right that came later was no update at all."""
    bot = {"user": {"id": 1, "is_bot": True, "first_name": "Kiosk"}}
    told = {
        "chat": {"id": -7, "type": "supergroup", "title": "Operators"},
        "from": USER,
        "date": 1_790_000_000,
        "old_chat_member": {**bot, "status": "member"},
        "new_chat_member": {**bot, "status": status, "can_manage_chat": True},
    }
    member = update_from({"update_id": 3, "my_chat_member": told}, BOT).my_chat_member
    assert member is not None
    assert (member.new_chat_member.status in {"left", "kicked"}) is is_out
