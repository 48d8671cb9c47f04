"""Sending, editing, copying and deleting, as strict as Telegram."""

import json
from typing import Any

import pytest

from playground.clock import HandClock
from playground.spec import load_oracle
from playground.telegram import FakePerson, FakeTelegram
from playground.telegram.methods import ALL
from tests.contracts.playground.calling import done
from tests.contracts.playground.conftest import TOKEN


async def refused(telegram: FakeTelegram, method: str, **params: Any) -> str:
    status, body = await telegram.call(method, params)
    assert (body["ok"], body["error_code"]) == (False, status)
    return str(body["description"])


def keyboard(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": word, "callback_data": word} for word in data]]}


def keyboard_of(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Go", **button}]]}


async def test_ids_count_per_chat(telegram: FakeTelegram, ann: FakePerson) -> None:
    bob = telegram.add_person(1002, "Bob", started=True)
    ids = [
        (await done(telegram, "sendMessage", chat_id=who.id, text="x"))["message_id"] for who in (ann, bob)
    ]
    assert ids == [1, 1]


async def test_form_fields_and_json_mean_the_same(telegram: FakeTelegram, ann: FakePerson) -> None:
    form = {
        "chat_id": "1001",
        "text": "x",
        "reply_markup": '{"inline_keyboard":[[{"text":"a","callback_data":"a"}]]}',
    }
    plain = {"chat_id": 1001, "text": "x", "reply_markup": keyboard("a")}
    first, second = [await done(telegram, "sendMessage", **params) for params in (form, plain)]
    assert first["reply_markup"] == second["reply_markup"] == keyboard("a")
    assert [message.labels for message in ann.chat] == [["a"], ["a"]]


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🏟" * 4097}, "message is too long"),
        (
            {"text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "reply_markup": keyboard("d" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard("ы" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "x", "chat_id": 5}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
        (
            {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
            (
                "can't parse entities: Entity beginning at UTF-16 offset 0 "
                "ends after the end of the text at UTF-16 offset 1"
            ),
        ),
    ],
)
async def test_what_cannot_be_sent(
    telegram: FakeTelegram, ann: FakePerson, params: dict[str, Any], complaint: str
) -> None:
    call = {"chat_id": ann.id, **params}
    assert await refused(telegram, "sendMessage", **call) == f"Bad Request: {complaint}"
    assert ann.chat == []


async def test_the_longest_text_counts_after_parsing(telegram: FakeTelegram, ann: FakePerson) -> None:
    await done(telegram, "sendMessage", chat_id=ann.id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert len(ann.last.text) == 4096


async def test_texts_are_counted_in_characters_and_captions_in_units(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    await done(telegram, "sendMessage", chat_id=ann.id, text="🦊" * 4096)
    assert len(ann.last.text) == 4096
    assert (
        await refused(telegram, "sendMessage", chat_id=ann.id, text="🦊" * 4097)
        == "Bad Request: message is too long"
    )
    photo = ann.sends_photo().json()["photo"][-1]["file_id"]
    await done(telegram, "sendPhoto", chat_id=ann.id, photo=photo, caption="🦊" * 512)
    answer = await refused(telegram, "sendPhoto", chat_id=ann.id, photo=photo, caption="🦊" * 513)
    assert answer == "Bad Request: message caption is too long"


async def test_a_person_who_never_wrote_cannot_be_written_to(telegram: FakeTelegram) -> None:
    bob = telegram.add_person(1002, "Bob")
    assert await refused(telegram, "sendMessage", chat_id=bob.id, text="x") == "Bad Request: chat not found"
    bob.starts()
    await done(telegram, "sendMessage", chat_id=bob.id, text="x")


async def test_who_blocked_or_left_is_forbidden(telegram: FakeTelegram, ann: FakePerson) -> None:
    ann.blocks()
    for method in ("sendMessage", "sendChatAction"):
        answer = await refused(telegram, method, chat_id=ann.id, text="x", action="typing")
        assert answer == "Forbidden: bot was blocked by the user"
    ann.deactivates()
    assert (
        await refused(telegram, "sendMessage", chat_id=ann.id, text="x") == "Forbidden: user is deactivated"
    )


async def test_an_edit_changes_the_one_message(telegram: FakeTelegram, ann: FakePerson) -> None:
    sent = await done(telegram, "sendMessage", chat_id=ann.id, text="one", reply_markup=keyboard("a", "b"))
    where = {"chat_id": ann.id, "message_id": sent["message_id"]}
    edited = await done(telegram, "editMessageText", **where, text="two", reply_markup=keyboard("c"))
    assert edited["edit_date"]
    assert [(message.text, message.labels, message.edited) for message in ann.chat] == [("two", ["c"], True)]
    await done(telegram, "editMessageText", **where, text="three")
    assert ann.last.labels == []
    await done(telegram, "editMessageReplyMarkup", **where, reply_markup=keyboard("d"))
    assert (ann.last.text, ann.last.labels) == ("three", ["d"])


async def test_an_edit_that_changes_nothing_is_refused(telegram: FakeTelegram, ann: FakePerson) -> None:
    sent = await done(telegram, "sendMessage", chat_id=ann.id, text="one", reply_markup=keyboard("a"))
    where = {"chat_id": ann.id, "message_id": sent["message_id"]}
    expected = (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    same = {"text": "<b></b>one", "parse_mode": "HTML", "reply_markup": keyboard("a")}
    assert await refused(telegram, "editMessageText", **where, **same) == expected
    assert await refused(telegram, "editMessageReplyMarkup", **where, reply_markup=keyboard("a")) == expected


async def test_what_cannot_be_edited(telegram: FakeTelegram, ann: FakePerson, clock: HandClock) -> None:
    mine = ann.says("hello")
    await done(
        telegram, "sendMessage", chat_id=ann.id, text="pick", reply_markup={"keyboard": [[{"text": "a"}]]}
    )
    with_reply_keyboard = ann.last.id
    await done(telegram, "sendMessage", chat_id=ann.id, text="old")
    old = ann.last.id

    async def edit(message_id: int) -> str:
        return await refused(telegram, "editMessageText", chat_id=ann.id, message_id=message_id, text="new")

    assert await edit(99) == "Bad Request: message to edit not found"
    assert await edit(0) == "Bad Request: message identifier is not specified"
    assert await edit(mine.id) == "Bad Request: message can't be edited"
    assert await edit(with_reply_keyboard) == "Bad Request: message can't be edited"
    telegram.world.edit_seconds = 48 * 3600
    clock.advance(48 * 3600 + 1)
    assert await edit(old) == "Bad Request: message can't be edited"


async def test_text_and_caption_are_different_things(telegram: FakeTelegram, ann: FakePerson) -> None:
    text = await done(telegram, "sendMessage", chat_id=ann.id, text="x")
    status, body = await telegram.call("sendPhoto", {"chat_id": ann.id, "caption": "y"}, {"photo": b"png"})
    assert status == 200
    photo = body["result"]
    on_text = {"chat_id": ann.id, "message_id": text["message_id"]}
    on_photo = {"chat_id": ann.id, "message_id": photo["message_id"]}
    answers = [
        await refused(telegram, "editMessageCaption", **on_text, caption="z"),
        await refused(telegram, "editMessageText", **on_photo, text="z"),
        await refused(telegram, "editMessageText", **on_text, text="z" * 4097),
        await refused(telegram, "editMessageCaption", **on_photo, caption="z" * 1025),
        await refused(
            telegram, "sendPhoto", chat_id=ann.id, photo=photo["photo"][0]["file_id"], caption="z" * 1025
        ),
    ]
    assert answers == [
        "Bad Request: there is no caption in the message to edit",
        "Bad Request: there is no text in the message to edit",
        "Bad Request: MESSAGE_TOO_LONG",
        "Bad Request: MEDIA_CAPTION_TOO_LONG",
        "Bad Request: message caption is too long",
    ]
    await done(telegram, "editMessageCaption", **on_photo, caption="z")
    assert ann.last.text == "z"


async def test_a_message_is_deleted_once_and_within_two_days(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    sent = [await done(telegram, "sendMessage", chat_id=ann.id, text=text) for text in ("x", "y")]
    first, second = [{"chat_id": ann.id, "message_id": message["message_id"]} for message in sent]
    await done(telegram, "deleteMessage", **first)
    assert [message.text for message in ann.chat] == ["y"]
    assert await refused(telegram, "deleteMessage", **first) == "Bad Request: message to delete not found"
    assert (
        await refused(telegram, "editMessageText", **first, text="z")
        == "Bad Request: message to edit not found"
    )
    clock.advance(48 * 3600 + 1)
    assert (
        await refused(telegram, "deleteMessage", **second)
        == "Bad Request: message can't be deleted for everyone"
    )


async def test_a_copy_keeps_formatting_and_media(telegram: FakeTelegram, ann: FakePerson) -> None:
    olga = telegram.add_person(5001, "Olga")
    bold = {"type": "bold", "offset": 0, "length": 4}
    for original in (olga.says("news today", [bold]), olga.sends_photo("news today", entities=[bold])):
        copy = {"chat_id": ann.id, "from_chat_id": olga.id, "message_id": original.id}
        result = await done(telegram, "copyMessage", **copy)
        assert result == {"message_id": ann.last.id}
        assert (ann.last.text, ann.last.entities, ann.last.photo) == ("news today", [bold], original.photo)
    missing = {"chat_id": ann.id, "from_chat_id": olga.id, "message_id": 99}
    assert await refused(telegram, "copyMessage", **missing) == "Bad Request: message to copy not found"


async def test_a_longer_caption_is_copied_as_it_is_alone(telegram: FakeTelegram, ann: FakePerson) -> None:
    olga = telegram.add_person(5001, "Olga")
    original, asked = olga.sends_photo("x" * 1025), ann.says("here")
    copy = {"chat_id": ann.id, "from_chat_id": olga.id, "message_id": original.id}
    await done(telegram, "copyMessage", **copy)
    assert ann.last.text == "x" * 1025
    keys = {"inline_keyboard": [[{"text": "one", "callback_data": "one"}]]}
    for more in ({"reply_markup": keys}, {"reply_parameters": {"message_id": asked.id}}):
        answer = await refused(telegram, "copyMessage", **copy, **more)
        assert answer == "Bad Request: message caption is too long"
        await done(telegram, "copyMessage", **copy, **more, caption="shorter")
        assert ann.last.text == "shorter"


async def test_reply_keyboards_stand_until_removed(telegram: FakeTelegram, ann: FakePerson) -> None:
    await done(
        telegram,
        "sendMessage",
        chat_id=ann.id,
        text="x",
        reply_markup={"keyboard": [[{"text": "🛒 Order"}, {"text": "Help"}]]},
    )
    assert ann.presses("Order").text == "🛒 Order"
    await done(telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup={"remove_keyboard": True})
    with pytest.raises(AssertionError):
        ann.presses("Order")


async def test_a_one_time_keyboard_goes_behind_a_button_when_it_is_used(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    once = {"keyboard": [["Yes", "No"]], "one_time_keyboard": True, "resize_keyboard": True}
    await done(telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup=once)
    ann.says("hm")
    assert "  keyboard: [ Yes ] [ No ]" in ann.screen()
    ann.presses("Yes")
    assert "  keyboard, behind a button: [ Yes ] [ No ]" in ann.screen()
    assert ann.presses("No").text == "No"  # the old one can be restored
    await done(telegram, "sendMessage", chat_id=ann.id, text="again?", reply_markup=once)
    assert "  keyboard: [ Yes ] [ No ]" in ann.screen()
    ann.says("Yes")  # typed and pressed look the same
    await done(telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup={"remove_keyboard": True})
    assert "keyboard" not in ann.screen()


async def test_keys_of_plain_text_are_keys(telegram: FakeTelegram, ann: FakePerson) -> None:
    keys = {"keyboard": [["a", {"text": "b"}], ["🛒 Order"]], "resize_keyboard": True}
    for said in (keys, json.dumps(keys)):
        asked = {"chat_id": ann.id, "text": "x", "reply_markup": said}
        assert (await telegram.call_as(telegram.token, "sendMessage", asked))[0] == 200
        assert [ann.presses(label).text for label in ("a", "b", "Order")] == ["a", "b", "🛒 Order"]


@pytest.mark.parametrize(
    "asks",
    [
        {"request_contact": True},
        {"request_location": True},
        {"request_poll": {"type": "quiz"}},
        {"request_poll": {}},
        {"request_users": {"request_id": 1}},
        {"request_managed_bot": {"request_id": 1}},
        {"web_app": {"url": "https://a.example"}},
    ],
    ids=lambda asks: next(iter(asks)),
)
async def test_keys_that_ask_for_something_are_not_modelled(
    telegram: FakeTelegram, ann: FakePerson, asks: dict[str, Any]
) -> None:
    keys = {"keyboard": [[{"text": "Go", **asks}, "Plain"]]}
    asked = {"chat_id": ann.id, "text": "x", "reply_markup": keys}
    status, body = await telegram.call_as(telegram.token, "sendMessage", asked)
    kind = next(iter(asks))
    assert (status, body["description"]) == (
        400,
        f"Bad Request: the playground does not model {kind} keys",
    )
    assert telegram.takes_findings() == [f"unmodelled {kind} keys: the playground does not model this"]
    with pytest.raises(AssertionError):
        ann.presses("Go")
    keys = {"keyboard": [[{"text": "Go", kind: False}]]}
    if asks[kind] is True:
        await done(telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup=keys)
        assert ann.presses("Go").text == "Go"


async def test_kinds_of_inline_buttons(telegram: FakeTelegram, ann: FakePerson) -> None:
    row: list[dict[str, Any]] = [
        {"text": "Go", "callback_data": "go"},
        {"text": "Web", "url": "https://a.example/"},
        {"text": "Copy", "copy_text": {"text": "23501"}},
        {"text": "Share", "switch_inline_query": "23501"},
        {"text": "Here", "switch_inline_query_current_chat": ""},
    ]
    markup = {"inline_keyboard": [row]}
    sent = await done(telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup=markup)
    assert sent["reply_markup"] == markup
    with pytest.raises(AssertionError):
        ann.taps("Web")
    for button, complaint in (
        (
            {"text": "bare"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "url": "ftp://a.example"},
            "inline keyboard button URL 'ftp://a.example' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "x", "web_app": {"url": "https://a.example"}},
            "the playground does not model web_app buttons",
        ),
    ):
        keyboard_with_it = {"inline_keyboard": [[button]]}
        answer = await refused(
            telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard_with_it
        )
        assert answer == f"Bad Request: {complaint}"
    assert telegram.takes_findings() == ["unmodelled web_app buttons: the playground does not model this"]


async def test_a_group_that_threw_the_bot_out(telegram: FakeTelegram, ann: FakePerson) -> None:
    group = telegram.add_group(-77, "Friends", [ann])
    group.blocked = True
    answer = await refused(telegram, "sendMessage", chat_id=group.id, text="x")
    assert answer == "Forbidden: bot was kicked from the group chat"


async def test_typing_shows_for_five_seconds(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    await done(telegram, "sendChatAction", chat_id=ann.id, action="typing")
    assert ann.home.action == ("typing", clock.monotonic() + 5)
    answer = await refused(telegram, "sendChatAction", chat_id=ann.id, action="dancing")
    assert answer == "Bad Request: wrong parameter action in request"


async def test_a_group_that_moved_names_its_new_id(telegram: FakeTelegram, ann: FakePerson) -> None:
    group = telegram.add_group(-77, "Friends", [ann])
    moved = telegram.migrate(group, -1_000_000_000_077)
    status, body = await telegram.call("sendMessage", {"chat_id": -77, "text": "x"})
    assert (status, body["parameters"]) == (400, {"migrate_to_chat_id": moved.id})
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    await done(telegram, "sendMessage", chat_id=moved.id, text="x")


async def test_what_is_not_modelled_is_never_a_success(telegram: FakeTelegram, ann: FakePerson) -> None:
    assert await telegram.call("sendDice", {"chat_id": ann.id}) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found"},
    )
    assert await refused(telegram, "sendMessage", chat_id=ann.id, text="*x*", parse_mode="MarkdownV2")
    assert telegram.unmodelled == ["sendDice", "parse_mode markdownv2"]
    telegram.takes_findings()


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"text": "half \ud83d"}, "strings must be encoded in UTF-8"),
        (
            {"text": "x", "reply_markup": '{"inline_keyboard":[[{"text":"\\ud83d","url":"https://a.b"}]]}'},
            "strings",
        ),
        ({"text": "x", "reply_markup": {"inline_keyboard": 5}}, "can't parse inline keyboard"),
        ({"text": "x", "reply_markup": "[" * 5000}, "can't parse reply markup"),
        ({"text": "x", "reply_markup": keyboard_of(copy_text="abc")}, "object expected as copy text"),
        ({"text": "x", "reply_markup": keyboard_of(callback_data=None)}, "must be of type String"),
        ({"text": "x", "reply_markup": keyboard_of(url="http://[x")}, "Wrong HTTP URL"),
        ({"text": "x", "reply_parameters": {"message_id": "one"}}, "can't parse the request"),
        ({"text": "x", "chat_id": float("inf")}, "chat"),
    ],
)
async def test_a_malformed_request_is_a_400_and_never_a_crash(
    telegram: FakeTelegram, ann: FakePerson, params: dict[str, Any], complaint: str
) -> None:
    status, body = await telegram.call_as(TOKEN, "sendMessage", {"chat_id": ann.id, **params})
    assert (status, complaint in body["description"]) == (400, True), body
    assert ann.chat == []
    telegram.takes_findings()


async def test_every_method_that_is_not_modelled_is_a_404(telegram: FakeTelegram) -> None:
    missing = sorted(name for name in load_oracle().methods if name.lower() not in ALL)
    assert {"sendDice", "sendPoll", "sendGift", "setPassportDataErrors", "postStory"} <= set(missing)
    for name in missing:
        status, body = await telegram.call_as(TOKEN, name, {})
        assert (status, body["description"]) == (404, "Not Found"), name
    assert telegram.unmodelled == missing
    telegram.takes_findings()


async def test_a_tap_dies_after_150_seconds(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    await done(telegram, "sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard("a"))
    early, late = ann.taps("a"), ann.taps("a")
    clock.advance(150)
    await done(telegram, "answerCallbackQuery", callback_query_id=early.id)
    clock.advance(1)
    answer = await refused(telegram, "answerCallbackQuery", callback_query_id=late.id)
    assert answer == "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_only_the_bots_own_token_is_taken(telegram: FakeTelegram) -> None:
    other = "7000000002:" + "b" * 35
    assert (await telegram.call_as(TOKEN, "getMe", {}))[0] == 200
    assert (await telegram.call_as(other, "getMe", {}))[1]["description"] == "Unauthorized"
    assert (await telegram.call_as("nonsense", "getMe", {}))[1]["description"] == "Not Found"


async def test_a_reaction_is_one_known_emoji_on_a_message_that_is_there(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    await done(telegram, "sendMessage", chat_id=ann.id, text="x")
    thumb = [{"type": "emoji", "emoji": "👍"}]
    where = {"chat_id": ann.id, "message_id": 1}
    assert await done(telegram, "setMessageReaction", **where, reaction=thumb) is True
    assert ann.last.reaction == "👍"
    assert await done(telegram, "setMessageReaction", **where, reaction=[]) is True
    assert ann.last.reaction == ""
    assert "REACTION_INVALID" in await refused(
        telegram, "setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "🛒"}]
    )
    assert "TOO_MANY" in await refused(telegram, "setMessageReaction", **where, reaction=thumb * 2)
    gone = {**where, "message_id": 99}
    assert "not found" in await refused(telegram, "setMessageReaction", **gone, reaction=thumb)


async def test_a_message_is_silent_if_it_was_sent_so(telegram: FakeTelegram, ann: FakePerson) -> None:
    await done(telegram, "sendMessage", chat_id=ann.id, text="x", disable_notification=True)
    assert ann.last.silent
    await done(telegram, "sendMessage", chat_id=ann.id, text="y")
    assert not ann.last.silent


async def test_an_effect_is_one_that_telegram_knows(telegram: FakeTelegram, ann: FakePerson) -> None:
    await done(telegram, "sendMessage", chat_id=ann.id, text="x", message_effect_id="5046509860389126442")
    assert ann.last.effect == "🎉"
    words = await refused(telegram, "sendMessage", chat_id=ann.id, text="y", message_effect_id="1")
    assert words == "Bad Request: EFFECT_ID_INVALID"
    assert ann.last.text == "x"
