"""The page's JSON interface: what it gets, what it can do, and who may use it."""

import base64
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from playground.clock import HandClock
from playground.demo import living, new_demo, settings
from playground.demo_state import DemoState
from playground.people import ANN, BOB, CHATS, OLGA, SAM
from playground.play import PAGE
from playground.telegram import FakePerson
from playground.views.panel import FAULTS

LEAST = "the least must be at least 1 and not more than the most"


@dataclass
class Visitor:
    """A visitor with the page open."""

    session: aiohttp.ClientSession
    root: str

    async def act(self, action: str, **body: Any) -> Any:
        async with self.session.post(f"{self.root}/play/{action}", json=body) as answer:
            assert answer.status == 200
            return await answer.json()

    async def news(self, person: int = ANN.id, since: int = 0) -> Any:
        query = {"person": str(person), "since": str(since)}
        async with self.session.get(f"{self.root}/play/news", params=query) as answer:
            assert answer.status == 200
            return await answer.json()


@pytest.fixture
def demo() -> DemoState:
    return new_demo("seed", HandClock())


@pytest.fixture
def ann(demo: DemoState) -> FakePerson:
    return demo.person(ANN.id)


@pytest.fixture
async def visitor(demo: DemoState) -> AsyncIterator[Visitor]:
    async with living(demo, 0) as server, aiohttp.ClientSession() as session:
        yield Visitor(session, server.url)


async def show_button(demo: DemoState, ann: FakePerson) -> None:
    ann.starts()
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await demo.telegram.call("sendMessage", {"chat_id": ann.id, "text": "Ready?", "reply_markup": keyboard})


async def test_a_key_that_asks_for_a_chat_opens_its_picker(
    visitor: Visitor, demo: DemoState, ann: FakePerson
) -> None:
    ann.starts()
    wish = {"request_id": 1, "chat_is_channel": True, "request_username": True}
    keys = {"keyboard": [[{"text": "Choose", "request_chat": wish}, {"text": "No"}]]}
    await demo.telegram.call("sendMessage", {"chat_id": ann.id, "text": "Which?", "reply_markup": keys})
    titles = [chat.title for chat in CHATS if chat.is_channel]
    assert (await visitor.news())["chat"]["keyboard"] == [
        [{"label": "Choose", "chats": titles}, {"label": "No", "chats": None}]
    ]
    await visitor.act("shares", person=ANN.id, label="Choose", title=titles[0])
    assert ann.chat[-1].json()["chat_shared"]["username"] == CHATS[0].username


async def order_something(visitor: Visitor, demo: DemoState) -> str:
    service = demo.panel.catalogue.of_type("Default")
    form = {
        "key": demo.panel.key,
        "action": "add",
        "service": service.id,
        "quantity": 100,
        "url": "https://a.example/x",
    }
    async with visitor.session.post(demo.panel_switch.url, data=form) as answer:
        assert answer.status == 200
    return next(iter(demo.panel.orders))


async def test_the_first_news_are_whole_and_later_ones_what_changed(
    visitor: Visitor, demo: DemoState, ann: FakePerson
) -> None:
    await show_button(demo, ann)
    first = await visitor.news()
    assert [message["text"] for message in first["chat"]["messages"]] == ["/start", "Ready?"]
    assert first["chat"]["messages"][1]["keyboard"][0][0]["label"] == "Go"
    assert [one["role"] for one in first["people"]] == ["customer", "customer", "operator", "stranger"]
    await visitor.act("says", person=ANN.id, text="yes")
    later = await visitor.news(since=first["version"])
    assert [message["text"] for message in later["chat"]["messages"]] == ["yes"]


async def test_new_messages_stand_in_the_order_they_were_sent(
    visitor: Visitor, demo: DemoState, ann: FakePerson
) -> None:
    await show_button(demo, ann)
    first = await visitor.news()
    said = ann.says("yes")
    await demo.telegram.call("sendMessage", {"chat_id": ann.id, "text": "Good."})
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await demo.telegram.call(
        "setMessageReaction", {"chat_id": ann.id, "message_id": said.id, "reaction": thumb}
    )
    later = await visitor.news(since=first["version"])
    assert [message["text"] for message in later["chat"]["messages"]] == ["yes", "Good."]


async def test_words_and_files_answer_the_message_that_was_chosen(
    visitor: Visitor, demo: DemoState, ann: FakePerson
) -> None:
    await show_button(demo, ann)
    content = base64.b64encode(b"words").decode()
    await visitor.act("says", person=ANN.id, text="To this", reply_to=2)
    await visitor.act("document", person=ANN.id, name="notes.txt", content=content, reply_to=3)
    await visitor.act("photo", person=ANN.id, content=content, reply_to=4)
    await visitor.act("says", person=ANN.id, text="And this", reply_to=5)
    answers = [message["answers"] for message in (await visitor.news())["chat"]["messages"]]
    assert answers == ["", "", "Ready?", "To this", "notes.txt", "a picture"]
    assert ann.chat[2].json()["reply_to_message"]["message_id"] == 2


async def test_the_page_can_do_what_a_person_can(visitor: Visitor, demo: DemoState, ann: FakePerson) -> None:
    await show_button(demo, ann)
    await visitor.act("taps", person=ANN.id, message=2, data="go")
    assert (await visitor.news())["chat"]["spinning"] == [[2, "go"]]
    content = base64.b64encode(b"words").decode()
    await visitor.act(
        "document", person=ANN.id, name="a.txt", mime="text/plain", caption="c", content=content
    )
    await visitor.act("photo", person=ANN.id, caption="", content=content)
    document, photo = ann.chat[-2:]
    assert document.document is not None
    assert (document.text, document.document.upload.content) == ("c", b"words")
    assert photo.photo is not None
    async with visitor.session.get(f"{visitor.root}/play/file/{document.document.id}") as answer:
        assert (await answer.read(), answer.headers["Content-Disposition"]) == (b"words", "attachment")
    await visitor.act("speaks", person=ANN.id, language="fa")
    await visitor.act("blocks", person=ANN.id, blocked=True)
    me = (await visitor.news())["people"][0]
    assert (me["language"], me["blocked"]) == ("fa", True)
    added = await visitor.act("person", name="Zed")
    assert demo.person(added["id"]).name == "Zed"


async def test_orders_can_be_moved_by_hand(visitor: Visitor, demo: DemoState) -> None:
    order = await order_something(visitor, demo)
    for state, word in (
        ("start", "In progress"),
        ("progress", "In progress"),
        ("partial", "Partial"),
        ("finish", "Completed"),
        ("cancel", "Canceled"),
        ("fail", "Fail"),
    ):
        await visitor.act("order", order=order, state=state)
        (shown,) = (await visitor.news())["panel"]["orders"]
        assert (shown["id"], shown["word"]) == (order, word)


async def test_orders_progress_faster_when_told(visitor: Visitor, demo: DemoState) -> None:
    await order_something(visitor, demo)
    await visitor.act("speed", speed=30)
    for _ in range(3):
        demo.tick()
    assert (await visitor.news())["panel"]["orders"][0]["word"] == "Completed"


async def test_faults_are_armed_and_called_off(visitor: Visitor, demo: DemoState) -> None:
    await visitor.act("arm", fault=demo.panel.fault_names[0], times=2)
    assert (await visitor.news())["panel"]["armed"] == {FAULTS[demo.panel.fault_names[0]]: 2}
    await visitor.act("disarm")
    assert (await visitor.news())["panel"]["armed"] == {}


async def test_the_panel_is_moved_by_hand(visitor: Visitor, demo: DemoState) -> None:
    await visitor.act("balance", balance="12,345")
    assert (await visitor.news())["panel"]["balance"] == "12.345"
    shelf = (await visitor.act("shelf"))["services"]
    assert shelf[0]["id"] == 1
    await visitor.act("service", service=1, name="Better", rate="2.5", min=7, max=700)
    await visitor.act("remove", service=2)
    panel = (await visitor.news())["panel"]
    changed = {one["id"]: one for one in (await visitor.act("shelf"))["services"]}
    assert {"name": "Better", "rate": "2.5", "min": 7, "max": 700}.items() <= changed[1].items()
    assert (2 in changed, panel["shelf"]) == (False, 2)
    await visitor.act("door", open=False)
    assert not (await visitor.news())["panel"]["open"]
    with pytest.raises(aiohttp.ClientConnectorError):
        await visitor.session.post(demo.panel_switch.url, data={})
    await visitor.act("door", open=True)
    order = await order_something(visitor, demo)
    await visitor.act("skip", seconds=3600)
    assert demo.panel.orders[order].word == "Completed"


def test_every_fault_has_its_words(demo: DemoState) -> None:
    assert sorted(FAULTS) == sorted(demo.panel.fault_names)


@pytest.mark.parametrize(
    ("action", "body", "sentence"),
    [
        ("says", {"person": ANN.id, "text": "  "}, "there is nothing to send"),
        ("says", {"person": 1, "text": "x"}, "there is no such person"),
        ("says", {"person": ANN.id, "text": "x", "reply_to": 9}, "the message that you answer is gone"),
        ("says", {"person": ANN.id, "text": "x", "reply_to": "9"}, "reply_to must be a number"),
        ("says", {"person": "Ann", "text": "x"}, "person must be a number"),
        ("taps", {"person": ANN.id, "message": 1, "data": "go"}, "that button is gone"),
        ("photo", {"person": ANN.id, "content": "?"}, "the file did not arrive whole"),
        ("document", {"person": ANN.id, "content": ""}, "the file is empty"),
        ("order", {"order": "1", "state": "finish"}, "there is no such order or state"),
        ("arm", {"fault": "earthquake", "times": 1}, "there is no such fault"),
        ("speed", {"speed": 2}, "there is no such speed"),
        ("person", {"name": ""}, "a person needs a name"),
        ("says", {"person": ANN.id, "text": "half \ud83d"}, "text has half a character in it"),
        ("chooses", {"person": ANN.id, "result": "1"}, "that result is gone; ask again"),
        ("pays", {"person": ANN.id, "message": 1}, "that invoice is gone"),
        ("skip", {"seconds": 0}, "between a second and a day can be skipped"),
        ("balance", {"balance": "abc"}, "balance must be an amount like 12.50"),
        ("balance", {"balance": "-1"}, "balance must be an amount like 12.50"),
        ("balance", {"balance": "NaN"}, "balance must be an amount like 12.50"),
        ("remove", {"service": 99_999}, "there is no such service"),
        ("service", {"service": 1, "name": "x", "rate": "1", "min": 5, "max": 4}, LEAST),
        ("service", {"service": 1, "name": " ", "rate": "1", "min": 1, "max": 4}, "a service needs a name"),
        ("restart", {}, "there is no bot here"),
        ("kill", {}, "there is no bot here"),
        ("play", {"scenario": "three"}, "the bot is down; start it first"),
    ],
)
async def test_what_cannot_be_done_is_said(
    visitor: Visitor, action: str, body: dict[str, Any], sentence: str
) -> None:
    assert await visitor.act(action, **body) == {"error": sentence}


@pytest.mark.parametrize(
    ("headers", "data", "status"),
    [
        ({"Content-Type": "text/plain"}, '{"person":1001,"text":"x"}', 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "person=1001&text=x", 415),
        (
            {"Content-Type": "application/json", "Origin": "https://a.example"},
            '{"person":1001,"text":"x"}',
            403,
        ),
        ({"Content-Type": "application/json", "Host": "a.example:80"}, '{"person":1001,"text":"x"}', 403),
        ({"Content-Type": "application/json"}, "[]", 400),
        ({"Content-Type": "application/json"}, "{", 400),
    ],
)
async def test_only_the_pages_own_json_changes_the_world(
    visitor: Visitor, ann: FakePerson, headers: dict[str, str], data: str, status: int
) -> None:
    async with visitor.session.post(f"{visitor.root}/play/says", data=data, headers=headers) as answer:
        assert answer.status == status
    assert ann.chat == []


async def test_there_is_nothing_beside_the_pages_own_files(visitor: Visitor) -> None:
    for path in (
        "page/../demo_state.py",
        "page/%2e%2e%2fdemo_state.py",
        "page/none.js",
        "play/none",
        "play/file/none",
    ):
        async with visitor.session.get(f"{visitor.root}/{path}") as answer:
            assert answer.status in (404, 405)
    for path in ("", *(f"page/{file.name}" for file in PAGE.iterdir())):
        async with visitor.session.get(f"{visitor.root}/{path}") as answer:
            assert answer.status == 200
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_page_loads_nothing_from_elsewhere_and_parses_no_markup() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in PAGE.iterdir())
    addresses = set(re.findall(r"https?://[\w.]+", source))
    assert addresses <= {"http://www.w3.org"}
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)


def test_the_bot_is_started_with_everything_it_requires(demo: DemoState, tmp_path: Any) -> None:
    given = settings(demo, "http://127.0.0.1:9", tmp_path, "INFO")
    assert given["TELEGRAM_API_ROOT"] == "http://127.0.0.1:9"
    assert given["PANEL_URL"] == demo.panel_switch.url
    allowed = given["ALLOWED_IDS"].split(",")
    assert given["ADMIN_IDS"] == str(OLGA.id)
    assert {str(ANN.id), str(BOB.id)} <= set(allowed)
    assert str(SAM.id) not in allowed


async def test_a_taken_port_gives_the_next_one(demo: DemoState) -> None:
    async with living(demo, 0) as first, living(demo, first.port) as second:
        assert first.port < second.port <= first.port + 20
