"""What people can do and see: taps on live buttons, toasts, blocking, groups."""

import pytest

from playground.telegram import FakePerson, FakeTelegram, NoSuchButton, NotSeen


async def show(telegram: FakeTelegram, ann: FakePerson, text: str, *labels: str, edit: int = 0) -> None:
    rows = [[{"text": label, "callback_data": f"{text}:{label}"}] for label in labels]
    params = {"chat_id": ann.id, "text": text, "reply_markup": {"inline_keyboard": rows}}
    if edit:
        params["message_id"] = edit
    status, body = await telegram.call("editMessageText" if edit else "sendMessage", params)
    assert status == 200, body


def test_a_deep_link_starts_with_its_payload(telegram: FakeTelegram) -> None:
    bob = telegram.add_person(1002, "Bob")
    assert bob.starts("ref_42-a").text == "/start ref_42-a"
    assert bob.starts().text == "/start"
    for payload in ("with space", "é", "x" * 65):
        with pytest.raises(ValueError, match="opens no link"):
            bob.starts(payload)


async def test_a_tap_finds_the_newest_button_by_label_or_data(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    await show(telegram, ann, "one", "Back", "Confirm")
    await show(telegram, ann, "two", "✅ Confirm", "« Back")
    assert ann.taps("Confirm").data == "two:✅ Confirm"
    assert ann.taps("Back").data == "two:« Back"
    assert ann.taps("Confirm", message_id=1).data == "one:Confirm"
    assert ann.taps("one:Back").data == "one:Back"


async def test_a_button_that_is_gone_can_only_be_tapped_as_stale(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    await show(telegram, ann, "one", "Confirm")
    await show(telegram, ann, "done", "Refresh", edit=1)
    with pytest.raises(NoSuchButton) as caught:
        ann.taps("Confirm")
    assert "[ Refresh ]" in str(caught.value)
    assert ann.taps("Confirm", stale=True).data == "one:Confirm"
    await telegram.call("deleteMessage", {"chat_id": ann.id, "message_id": 1})
    with pytest.raises(NoSuchButton):
        ann.taps("Refresh")
    assert ann.taps("Refresh", stale=True).data == "done:Refresh"


async def test_a_tampered_app_can_send_any_data(telegram: FakeTelegram, ann: FakePerson) -> None:
    await show(telegram, ann, "one", "Confirm")
    assert ann.forges("order:1").data == "order:1"


async def test_a_tap_is_answered_once_and_shows_a_toast(telegram: FakeTelegram, ann: FakePerson) -> None:
    await show(telegram, ann, "one", "Confirm")
    tap = ann.taps("Confirm")
    assert telegram.unanswered_taps == [tap]
    answer = {"callback_query_id": tap.id, "text": "Done.", "show_alert": True}
    assert (await telegram.call("answerCallbackQuery", answer))[0] == 200
    assert [(toast.text, toast.alert) for toast in ann.toasts] == [("Done.", True)]
    assert telegram.unanswered_taps == []
    status, body = await telegram.call("answerCallbackQuery", answer)
    assert (status, body["description"]) == (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )


async def test_a_toast_has_200_characters(telegram: FakeTelegram, ann: FakePerson) -> None:
    await show(telegram, ann, "one", "Confirm")
    answer = {"callback_query_id": ann.taps("Confirm").id, "text": "x" * 201}
    assert (await telegram.call("answerCallbackQuery", answer))[1][
        "description"
    ] == "Bad Request: MESSAGE_TOO_LONG"


async def test_seeing_means_news_since_ones_own_last_act(telegram: FakeTelegram, ann: FakePerson) -> None:
    await show(telegram, ann, "Pick a service", "Likes")
    assert (await ann.sees("Likes")).text == "Pick a service"
    ann.says("hello?")
    with pytest.raises(NotSeen) as caught:
        await ann.sees("Likes", timeout=0)
    assert "Pick a service" in str(caught.value)
    await show(telegram, ann, "Which link?", edit=1)
    await ann.sees("Which link?", timeout=0)


async def test_blocking_is_an_update_and_writing_unblocks(telegram: FakeTelegram, ann: FakePerson) -> None:
    ann.blocks()
    ann.says("back again")
    _, body = await telegram.call("getUpdates", {})
    kinds = [list(update)[1] for update in body["result"]]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]
    blocked, returned = (
        update["my_chat_member"]["new_chat_member"]["status"] for update in body["result"][:2]
    )
    assert (blocked, returned) == ("kicked", "member")


HALF = "x" * 2100


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("x" * 5000, ["x" * 4096, "x" * 904]),
        ("🦊" * 2049, ["🦊" * 2048, "🦊"]),
        ("x" * 4096, ["x" * 4096]),
        (f"{HALF}\n\n{HALF}\n{HALF}", [HALF, HALF, HALF]),
        (f"{HALF}\n{HALF} {HALF}", [HALF, HALF, HALF]),
        (f"{HALF}! a b {HALF}", [f"{HALF}!", f"a b {HALF}"]),
        (f"{HALF} a b {HALF}", [f"{HALF} a b", HALF]),
        (f"{HALF}\nb\nc. d {HALF}", [f"{HALF}\nb", f"c. d {HALF}"]),
        (f"{HALF}\n\nb\n\nc\nd {HALF}", [f"{HALF}\n\nb", f"c\nd {HALF}"]),
    ],
    ids=["nowhere", "emoji", "fits", "blank-line", "line", "sentence", "blank", "last", "last-blank"],
)
def test_the_app_cuts_a_long_text_where_it_reads_best(ann: FakePerson, text: str, parts: list[str]) -> None:
    ann.says(text)
    assert [message.text for message in ann.chat] == parts


def test_the_parts_of_a_list_are_whole_lines_and_longer_than_half_a_message(ann: FakePerson) -> None:
    lines = [f"{number:03} " + "y" * 53 for number in range(150)]
    ann.says("\n".join(lines))
    assert "\n".join(message.text for message in ann.chat).split("\n") == lines
    assert [2048 < len(message.text) < 4096 for message in ann.chat] == [True, True, False]


async def test_in_a_group_only_what_concerns_the_bot_reaches_it(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    group = telegram.add_group(-7, "Friends", [ann])
    for text in ("hello all", "/start", "/start@other_bot", "ask @kiosk_bot"):
        ann.says(text, group=group)
    _, body = await telegram.call("getUpdates", {})
    assert [update["message"]["text"] for update in body["result"]] == ["/start", "ask @kiosk_bot"]
    assert len(group.live()) == 4


async def test_the_screen_reads_as_a_chat(telegram: FakeTelegram, ann: FakePerson) -> None:
    ann.says("/start")
    await show(telegram, ann, "Hello", "Order", "Help")
    assert ann.screen().splitlines() == [
        "=== Ann ===",
        "  #1 Ann: /start",
        "  #2 bot: Hello",
        "      [ Order ]",
        "      [ Help ]",
    ]


def test_a_text_by_way_of_another_bot_names_it(ann: FakePerson) -> None:
    sent = ann.says("https://youtu.be/AbC", via="vid").json()
    assert (sent["via_bot"]["username"], sent["via_bot"]["is_bot"]) == ("vid", True)
    assert "via_bot" not in ann.says("hello").json()


def test_a_forwarded_text_names_its_writer(ann: FakePerson) -> None:
    sent = ann.says("/start", written_by="Mallory").json()
    assert (sent["forward_origin"]["type"], sent["forward_origin"]["sender_user_name"]) == (
        "hidden_user",
        "Mallory",
    )
    assert "forward_origin" not in ann.says("hello").json()
