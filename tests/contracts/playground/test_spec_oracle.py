"""The oracle finds what it should, and nothing if all is well."""

import json
from typing import Any

import pytest

from playground.clock import HandClock
from playground.spec import LIMITS, Oracle, load_oracle
from playground.telegram import FakePerson, FakeTelegram
from tests.contracts.playground.conftest import TOKEN


@pytest.fixture
def oracle() -> Oracle:
    return load_oracle()


def keyboard(**button: Any) -> str:
    return json.dumps({"inline_keyboard": [[{"text": "Go", **button}]]})


ENTITY = '[{"type": "bold", "offset": "0", "length": 1}]'
LONG_DATA = keyboard(callback_data="é" * 33)
INVOICE = {
    "chat_id": "1",
    "title": "t",
    "description": "d",
    "payload": "p",
    "currency": "XTR",
    "prices": '[{"label": "a", "amount": 1}]',
}


@pytest.mark.parametrize(
    ("method", "values"),
    [
        (
            "sendMessage",
            {"chat_id": "12", "text": "12", "parse_mode": "HTML", "disable_notification": "true"},
        ),
        ("sendMessage", {"chat_id": "@name", "text": "x", "reply_markup": keyboard(callback_data="go")}),
        (
            "sendMessage",
            {"chat_id": 12, "text": "x", "reply_markup": json.loads(keyboard(url="https://a.b"))},
        ),
        ("sendMessage", {"chat_id": "12", "text": f"<b>{'x' * 4096}</b>", "parse_mode": "HTML"}),
        ("sendPhoto", {"chat_id": "12", "photo": "attach://one", "caption": "7"}),
        ("getUpdates", {"offset": "-1", "limit": "100", "allowed_updates": '["message"]'}),
        (
            "setMyCommands",
            {"commands": '[{"command": "a", "description": "b"}]', "scope": '{"type": "default"}'},
        ),
    ],
)
def test_what_is_right_passes(oracle: Oracle, method: str, values: dict[str, Any]) -> None:
    assert oracle.request(method, values) == []


@pytest.mark.parametrize(
    ("method", "values", "where"),
    [
        ("sendNothing", {}, "sendNothing"),
        ("sendMessage", {"chat_id": "1", "text": "x", "bogus": "1"}, "bogus"),
        ("sendMessage", {"chat_id": "1"}, "text"),
        ("sendMessage", {"chat_id": "1", "text": "x", "protect_content": "maybe"}, "protect_content"),
        ("sendMessage", {"chat_id": "1", "text": "x", "reply_markup": keyboard(url_="https://a.b")}, "url_"),
        ("sendMessage", {"chat_id": "1", "text": "x", "entities": ENTITY}, "offset"),
        ("sendMessage", {"chat_id": "1", "text": "x" * 4097}, "text"),
        ("sendMessage", {"chat_id": "1", "text": "<b></b>", "parse_mode": "HTML"}, "text"),
        ("sendPhoto", {"chat_id": "1", "photo": "x", "caption": "\U0001f600" * 513}, "caption"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "text"),
        ("sendMessage", {"chat_id": "1", "text": "x", "reply_markup": LONG_DATA}, "callback_data"),
        ("setMyCommands", {"commands": json.dumps([{"command": "x" * 33, "description": "d"}])}, "command"),
        ("sendInvoice", {**INVOICE, "title": "x" * 33}, "title"),
        ("getUpdates", {"allowed_updates": '["nonsense"]'}, "allowed_updates"),
        (
            "sendMessage",
            {"chat_id": "1", "text": "x", "reply_markup": '{"inline_keyboard": 5}'},
            "reply_markup",
        ),
        ("sendMessage", {"chat_id": "1", "text": "x", "reply_markup": keyboard(callback_data="\ud800")}, ""),
        ("sendMessage", {"chat_id": "1", "text": "x", "reply_markup": "[" * 5000}, ""),
        ("sendInvoice", {**INVOICE, "payload": "é" * 65}, "payload"),
    ],
)
def test_what_is_wrong_is_named(oracle: Oracle, method: str, values: dict[str, Any], where: str) -> None:
    found = oracle.request(method, values)
    assert found, (method, values)
    assert any(where in finding.where for finding in found), found


@pytest.mark.parametrize(
    "markup",
    [
        {"keyboard": [["a", "b"]]},
        {"keyboard": [["a"]], "one_time_keyboard": True, "resize_keyboard": True, "is_persistent": False},
        {"keyboard": [["a", {"text": "b", "request_contact": True}]], "input_field_placeholder": "a or b"},
        {"keyboard": [["a"]], "force_reply": True, "selective": True},
        {"remove_keyboard": True, "selective": False},
        {"force_reply": True, "input_field_placeholder": "x"},
    ],
)
def test_a_keyboard_is_judged_by_its_own_kind(oracle: Oracle, markup: dict[str, Any]) -> None:
    for said in (markup, json.dumps(markup)):
        assert oracle.request("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": said}) == []


@pytest.mark.parametrize(
    ("markup", "where"),
    [
        ({"keyboard": [["a"]], "hide": True}, "hide"),
        ({"keyboard": [["a"]], "one_time_keyboard": "yes"}, "one_time_keyboard"),
        ({"keyboard": [["a", 5]]}, "keyboard.0.1"),
        ({"keyboard": [[{"text": "a", "hide": False}]]}, "keyboard.0.0.hide"),
        ({"keyboard": [[{"txt": "a"}]]}, "keyboard.0.0.text"),
        ({"keyboard": "a"}, "keyboard"),
        ({"keyboard": [["a"]], "remove_keyboard": True}, "remove_keyboard"),
        ({"remove_keyboard": True, "one_time_keyboard": True}, "one_time_keyboard"),
        ({"remove_keyboard": False}, "remove_keyboard"),
        ({"force_reply": True, "keyboards": []}, "keyboards"),
        ({"inline_keyboard": [["a"]]}, "inline_keyboard.0.0"),
        ({"nothing": 1}, "nothing"),
    ],
)
def test_what_is_wrong_in_a_keyboard_is_named_and_nothing_else(
    oracle: Oracle, markup: dict[str, Any], where: str
) -> None:
    asked = {"chat_id": 1, "text": "x", "reply_markup": markup}
    assert [one.where for one in oracle.request("sendMessage", asked)] == [
        f"sendMessage reply_markup.{where}"
    ]


def test_positional_slips_are_found(oracle: Oracle) -> None:
    """`send_invoice(chat, title, description, payload, "", "XTR", prices)` shifts silently in PTB 22."""
    shifted = {
        "chat_id": "1", "title": "t", "description": "d", "payload": "p", "currency": "", "prices": '"XTR"',
    }  # fmt: skip
    assert any("prices" in finding.where for finding in oracle.request("sendInvoice", shifted))


def test_answers_and_updates_of_the_wrong_shape(oracle: Oracle, ann: FakePerson) -> None:
    message = ann.says("hello").json()
    good = {"update_id": 1, "message": message}
    assert oracle.update(good) == []
    for spoilt, where in (
        ({**good, "update_id": "1"}, "update_id"),
        ({**good, "message": {**message, "date": str(message["date"])}}, "date"),
        ({**good, "message": {**message, "mood": "good"}}, "mood"),
        ({**good, "message": {**message, "text": None}}, "text"),
        ({**good, "message": {**message, "chat": {**message["chat"], "type": "club"}}}, "chat"),
        (
            {**good, "message": {**message, "entities": [{"type": "loud", "offset": 0, "length": 1}]}},
            "entities",
        ),
        ({"update_id": 1}, "update"),
        ({**good, "edited_message": message}, "message"),
        ({**good, "message": {**message, "from": {"id": 1}}}, "from"),
    ):
        assert [finding.where for finding in oracle.update(spoilt) if where in finding.where], spoilt
    assert oracle.answer("sendMessage", message) == []
    assert oracle.answer("sendMessage", True)
    assert oracle.answer("editMessageText", True) == []
    assert oracle.answer("getMe", {"id": 1, "is_bot": 1, "first_name": "x"})


async def test_a_bots_request_is_judged_also_when_it_is_refused(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    asked = {"chat_id": ann.id, "text": "x" * 5000}
    await telegram.call("sendMessage", asked)
    assert telegram.findings == []  # made by hand, and refused: that is what the test wanted
    await telegram.call_as(TOKEN, "sendMessage", asked)
    [told] = telegram.takes_findings()
    assert told.startswith("request sendMessage text: text must be 1 to 4096")


async def test_findings_stand_in_the_trace(telegram: FakeTelegram, ann: FakePerson) -> None:
    await telegram.call_as(TOKEN, "sendMessage", {"chat_id": ann.id, "text": "x", "bogus": "1"})
    entry = telegram.trace.entries[-1]
    assert [finding.where for finding in entry.findings] == ["sendMessage bogus"]
    assert entry.calls[0].findings == tuple(telegram.findings)
    telegram.takes_findings()


def test_every_limit_has_its_source() -> None:
    assert len(LIMITS) >= 15
    assert all(limit.source.startswith("core.telegram.org/bots/api#") for limit in LIMITS)


def test_both_versions_are_known(oracle: Oracle) -> None:
    assert oracle.version == "3.31.0"
    assert oracle.bot_api == "10.3"


async def test_a_method_in_another_spelling_is_found() -> None:
    telegram = FakeTelegram(token=TOKEN, clock=HandClock())
    for method in ("GetMe", "getme", "getMe"):
        await telegram.call_as(TOKEN, method, {})
    found = telegram.takes_findings()
    assert len(found) == 2
    assert all("Telegram spells it getMe" in line for line in found)
