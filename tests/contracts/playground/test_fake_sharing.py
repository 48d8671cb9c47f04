"""Keys that ask for a chat: the picker, and the message that tells of the chosen one."""

from typing import Any

import pytest

from playground.telegram import FakePerson, FakeTelegram, NoSuchButton, OwnChat
from tests.contracts.playground.calling import done
from tests.contracts.playground.test_fake_messages import refused

NEWS = OwnChat(-1_001, "News", "the_news", created=True)
DIARY = OwnChat(-1_002, "Diary")
FANS = OwnChat(-1_003, "Fans", "fans", is_channel=False)
READ = OwnChat(-1_004, "Somebody's", "somebodys", administers=False)
ADMIN = {
    name: name == "can_manage_chat"
    for name in (
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_send_welcome_messages",
    )
}


def keys(once: bool = False, **wish: Any) -> dict[str, Any]:
    """Return a keyboard with a key that asks for a channel, or for what `wish` says."""
    asked = {"request_id": 1, "chat_is_channel": True} | wish
    return {"keyboard": [[{"text": "📢 Choose", "request_chat": asked}, "No"]], "one_time_keyboard": once}


async def test_a_key_that_asks_for_a_chat_shares_the_chosen_one(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    ann.own_chats += [NEWS, DIARY]
    wish = keys(once=True, request_id=7, request_title=True, request_username=True)
    await done(telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup=wish)
    shared = ann.shares("Choose", "News")
    told = {"request_id": 7, "chat_id": -1_001, "title": "News", "username": "the_news"}
    assert shared.json()["chat_shared"] == told
    updates = await done(telegram, "getUpdates", timeout=0)
    assert updates[-1]["message"]["chat_shared"] == told
    assert "behind a button" in ann.screen()
    assert "username" not in ann.shares("Choose", "Diary").json()["chat_shared"]
    await done(telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup=keys())
    assert ann.shares("Choose", "News").json()["chat_shared"] == {"request_id": 1, "chat_id": -1_001}
    with pytest.raises(ValueError, match="list of chats"):
        ann.presses("Choose")
    with pytest.raises(NoSuchButton):
        ann.shares("No", "News")


@pytest.mark.parametrize(
    ("wish", "shown"),
    [
        ({}, [NEWS, DIARY, READ]),
        ({"chat_is_channel": False}, [FANS]),
        ({"chat_has_username": True}, [NEWS, READ]),
        ({"chat_has_username": False}, [DIARY]),
        ({"chat_is_created": True}, [NEWS]),
        ({"user_administrator_rights": ADMIN}, [NEWS, DIARY]),
    ],
)
async def test_the_picker_shows_what_suits(
    telegram: FakeTelegram, ann: FakePerson, wish: dict[str, Any], shown: list[OwnChat]
) -> None:
    ann.own_chats += [NEWS, DIARY, FANS, READ]
    await done(telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup=keys(**wish))
    assert ann.picks_from("Choose") == shown


@pytest.mark.parametrize(
    "wish",
    [{"request_id": "one"}, {"request_id": 2**31}, {"request_id": True}, {"chat_is_channel": None}],
)
async def test_what_is_no_request_for_a_chat(
    telegram: FakeTelegram, ann: FakePerson, wish: dict[str, Any]
) -> None:
    asked = {"chat_id": ann.id, "text": "x", "reply_markup": keys(**wish)}
    assert "KeyboardButtonRequestChat" in await refused(telegram, "sendMessage", **asked)
    group = telegram.add_group(-5, "Friends", [ann])
    asked = {"chat_id": group.id, "text": "x", "reply_markup": keys()}
    assert "BUTTON_TYPE_INVALID" in await refused(telegram, "sendMessage", **asked)
