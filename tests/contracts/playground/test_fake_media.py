"""Media of every kind, albums, and what else people send."""

from typing import Any

import pytest

from playground.telegram import FakePerson, FakeTelegram
from playground.telegram.files import KINDS, WITHOUT_CAPTION
from playground.telegram.others import OTHERS
from tests.contracts.playground.calling import done

BOLD = {"type": "bold", "offset": 0, "length": 4}


async def refused(telegram: FakeTelegram, method: str, **params: Any) -> str:
    status, body = await telegram.call(method, params)
    assert status == 400, body
    return str(body["description"])


def method_of(kind: str) -> str:
    return f"send{kind.title().replace('_', '')}"


def id_of(body: Any, kind: str) -> str:
    told = body["photo"][-1] if kind == "photo" else body[kind]
    return str(told["file_id"])


async def news(telegram: FakeTelegram) -> list[Any]:
    return [update["message"] for update in await done(telegram, "getUpdates")]


@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_of_media_is_sent_and_sent_again(
    telegram: FakeTelegram, ann: FakePerson, kind: str
) -> None:
    said = "" if kind in WITHOUT_CAPTION else "news today"
    told = ann.sends_media(kind, said, entities=[BOLD] if said else None).json()
    [heard] = await news(telegram)
    assert heard == told
    words = {"caption": "news again", "caption_entities": [BOLD]} if said else {}
    sent = await done(telegram, method_of(kind), chat_id=ann.id, **{kind: id_of(told, kind)}, **words)
    assert id_of(sent, kind) == id_of(told, kind)
    assert (ann.last.text, ann.last.entities) == (("news again", [BOLD]) if said else ("", []))
    status, body = await telegram.call(method_of(kind), {"chat_id": ann.id}, {kind: b"bytes"})
    assert status == 200
    assert id_of(body["result"], kind) != id_of(told, kind)


async def test_an_animation_is_a_document_as_well(ann: FakePerson) -> None:
    told = ann.sends_media("animation").json()
    assert told["document"]["file_id"] == told["animation"]["file_id"]
    assert not {"document", "animation"} & set(ann.sends_media("video").json())


@pytest.mark.parametrize("kind", KINDS)
async def test_what_can_be_veiled(telegram: FakeTelegram, ann: FakePerson, kind: str) -> None:
    told = ann.sends_media(kind, veiled=True, caption_above=True).json()
    wished = {"has_spoiler": True, "show_caption_above_media": True}
    sent = await done(telegram, method_of(kind), chat_id=ann.id, **{kind: id_of(told, kind)}, **wished)
    names = {"has_media_spoiler", "show_caption_above_media"}
    veiled = names if kind in ("photo", "video", "animation") else set()
    assert (names & set(told), names & set(sent)) == (veiled, veiled)
    assert len(telegram.takes_findings()) == len(names - veiled)
    again = await done(telegram, method_of(kind), chat_id=ann.id, **{kind: id_of(told, kind)})
    assert not names & set(again)


async def test_what_has_no_caption(telegram: FakeTelegram, ann: FakePerson) -> None:
    for kind in WITHOUT_CAPTION:
        with pytest.raises(ValueError, match="no caption"):
            ann.sends_media(kind, "words")
        number = id_of(ann.sends_media(kind).json(), kind)
        words = {"chat_id": ann.id, kind: number, "caption": "words"}
        status, _ = await telegram.call_as(telegram.token, method_of(kind), words)
        assert (status, ann.last.text) == (200, "")  # Telegram ignores what it does not know
        assert telegram.takes_findings() == [f"request {method_of(kind)} caption: there is no such parameter"]


async def test_an_album_comes_as_one_update_a_picture(telegram: FakeTelegram, ann: FakePerson) -> None:
    ann.sends_album("photo", "video", "photo", captions=["for all"])
    ann.sends_album("document", "document", captions=["", "of the second"])
    heard = await news(telegram)
    albums = [message["media_group_id"] for message in heard]
    assert albums == [albums[0]] * 3 + [albums[3]] * 2
    assert albums[0] != albums[3]
    assert [message.get("caption") for message in heard] == ["for all", None, None, None, "of the second"]
    assert len({message["message_id"] for message in heard}) == 5
    for kinds in (["photo"], ["photo"] * 11, ["photo", "document"], ["video", "audio"], ["sticker"] * 2):
        with pytest.raises(ValueError, match="no album"):
            ann.sends_album(*kinds)


async def test_the_bot_sends_an_album(telegram: FakeTelegram, ann: FakePerson) -> None:
    one, other = (id_of(message.json(), "photo") for message in ann.sends_album("photo", "photo"))
    media: list[dict[str, Any]] = [
        {"type": "photo", "media": one, "caption": "<b>news</b>", "parse_mode": "HTML"},
        {"type": "photo", "media": other},
    ]
    sent = await done(telegram, "sendMediaGroup", chat_id=ann.id, media=media)
    assert [message.get("caption") for message in sent] == ["news", None]
    assert len({message["media_group_id"] for message in sent}) == 1
    await done(telegram, "copyMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=sent[0]["message_id"])
    assert "media_group_id" not in ann.last.json()


async def test_pictures_are_uploaded_in_an_album(telegram: FakeTelegram, ann: FakePerson) -> None:
    media = [{"type": "photo", "media": "attach://one"}, {"type": "photo", "media": "attach://two"}]
    params = {"chat_id": ann.id, "media": media}
    _, body = await telegram.call("sendMediaGroup", params, {"one": b"png", "two": b"other"})
    first, second = (message["photo"][-1]["file_size"] for message in body["result"])
    assert (first, second) == (3, 5)


async def test_what_is_no_album(telegram: FakeTelegram, ann: FakePerson) -> None:
    photo, document = (id_of(ann.sends_media(kind).json(), kind) for kind in ("photo", "document"))
    picture, file = {"type": "photo", "media": photo}, {"type": "document", "media": document}
    before = len(ann.chat)
    for media in ([picture], [picture] * 11):
        assert "wrong number" in await refused(telegram, "sendMediaGroup", chat_id=ann.id, media=media)
    answer = await refused(telegram, "sendMediaGroup", chat_id=ann.id, media=[picture, file])
    assert "can't be mixed" in answer
    wrong = [picture, {"type": "photo", "media": document}]
    answer = await refused(telegram, "sendMediaGroup", chat_id=ann.id, media=wrong)
    assert answer == "Bad Request: can't use file of type Document as Photo"
    assert len(ann.chat) == before  # all of an album arrive, or none


@pytest.mark.parametrize("kind", OTHERS)
async def test_what_has_neither_words_nor_media_arrives_and_cannot_be_copied(
    telegram: FakeTelegram, ann: FakePerson, kind: str
) -> None:
    told = ann.sends_other(kind).json()
    [heard] = await news(telegram)
    assert kind in heard
    assert not {"text", "caption", "document"} & set(heard)
    copy = {"chat_id": ann.id, "from_chat_id": ann.id, "message_id": told["message_id"]}
    await refused(telegram, "copyMessage", **copy)
    assert telegram.unmodelled == ["copies of other than words and media"]
    telegram.takes_findings()
