"""The bot's own commands, texts and files."""

from pathlib import Path
from typing import Any

import pytest

from playground.telegram import FakePerson, FakeTelegram, Upload, files
from tests.contracts.playground.calling import done
from tests.contracts.playground.conftest import TOKEN


@pytest.fixture
def ann(telegram: FakeTelegram) -> FakePerson:
    return telegram.add_person(1001, "Ann", language="ru", started=True)


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"what {name} does"} for name in names]


async def test_the_narrowest_scope_and_the_own_language_win(telegram: FakeTelegram, ann: FakePerson) -> None:
    async def offered() -> list[str]:
        return [command["command"] for command in ann.commands]

    await done(telegram, "setMyCommands", commands=commands("start"))
    assert await offered() == ["start"]
    await done(telegram, "setMyCommands", commands=commands("order"), language_code="ru")
    assert await offered() == ["order"]
    private = {"type": "all_private_chats"}
    await done(telegram, "setMyCommands", commands=commands("help"), scope=private)
    assert await offered() == ["help"]
    own = {"type": "chat", "chat_id": ann.id}
    await done(telegram, "setMyCommands", commands=commands("panel"), scope=own)
    assert await offered() == ["panel"]
    assert await done(telegram, "getMyCommands", scope=own) == commands("panel")
    await done(telegram, "deleteMyCommands", scope=own)
    assert await offered() == ["help"]


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"commands": commands("Start")}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "start", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": commands(*(f"c{n}" for n in range(101)))}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "english"}, "invalid language code specified"),
        (
            {"commands": [], "scope": {"type": "moon"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
    ],
)
async def test_commands_that_are_refused(
    telegram: FakeTelegram, params: dict[str, Any], complaint: str
) -> None:
    _, body = await telegram.call("setMyCommands", params)
    assert body["description"] == f"Bad Request: {complaint}"


async def test_the_profiles_texts_are_kept_by_language(telegram: FakeTelegram) -> None:
    await done(telegram, "setMyDescription", description="Orders.")
    await done(telegram, "setMyDescription", description="Заказы.", language_code="ru")
    for language, text in (("", "Orders."), ("ru", "Заказы."), ("fa", "Orders.")):
        assert await done(telegram, "getMyDescription", language_code=language) == {"description": text}
    await done(telegram, "setMyName", name="Shop")
    assert await done(telegram, "getMyName") == {"name": "Shop"}
    status, _ = await telegram.call("setMyShortDescription", {"short_description": "x" * 121})
    assert status == 400


async def test_an_empty_chat_has_the_description_in_its_readers_language(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    assert ann.described == ""
    await done(telegram, "setMyDescription", description="Orders.")
    assert ann.described == "Orders."
    await done(telegram, "setMyDescription", description="Заказы.", language_code="ru")
    assert ann.described == "Заказы."
    await done(telegram, "setMyDescription", description="", language_code="ru")
    assert ann.described == "Orders."


async def test_a_picture_at_an_address_that_telegram_can_reach(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    telegram.world.files.web["https://shop.example/a.jpg"] = b"a picture"
    sent = await done(telegram, "sendPhoto", chat_id=ann.id, photo="https://shop.example/a.jpg")
    again = await done(telegram, "sendPhoto", chat_id=ann.id, photo=sent["photo"][-1]["file_id"])
    assert again["photo"] == sent["photo"]
    for nowhere in ("https://shop.example/b.jpg", "http://127.0.0.1/a.jpg"):
        _, body = await telegram.call("sendPhoto", {"chat_id": ann.id, "photo": nowhere})
        assert body["description"] == "Bad Request: failed to get HTTP URL content"


async def test_only_the_menu_of_commands_can_be_set(telegram: FakeTelegram) -> None:
    await done(telegram, "setChatMenuButton", menu_button={"type": "commands"})
    assert await done(telegram, "getChatMenuButton") == {"type": "commands"}
    assert (await telegram.call("setChatMenuButton", {"menu_button": {"type": "web_app"}}))[0] == 400
    assert len(telegram.takes_findings()) == 1


async def test_an_upload_can_be_sent_again_and_downloaded(telegram: FakeTelegram, ann: FakePerson) -> None:
    upload = Upload(b"id,link\n", "orders.csv", "text/csv")
    params = {"chat_id": ann.id, "document": "attach://export"}
    _, body = await telegram.call("sendDocument", params, {"export": upload})
    document = body["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "orders.csv",
        "text/csv",
        8,
    )
    again = await done(telegram, "sendDocument", chat_id=ann.id, document=document["file_id"])
    assert again["document"] == document
    path = (await done(telegram, "getFile", file_id=document["file_id"]))["file_path"]
    assert telegram.download(TOKEN, path) == b"id,link\n"
    assert telegram.download("another token", path) is None


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("sendDocument", {}, "there is no document in the request"),
        ("sendDocument", {"document": "unknown"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": "https://a.example/x"}, "failed to get HTTP URL content"),
        ("getFile", {"file_id": "unknown"}, "invalid file_id"),
    ],
)
async def test_files_that_are_refused(
    telegram: FakeTelegram, ann: FakePerson, method: str, params: dict[str, Any], complaint: str
) -> None:
    _, body = await telegram.call(method, {"chat_id": ann.id, **params})
    assert body["description"] == f"Bad Request: {complaint}"


async def test_a_file_that_is_too_large_is_refused(
    telegram: FakeTelegram, ann: FakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_UPLOADED", 8)
    params = {"chat_id": ann.id, "document": "attach://backup"}
    for content, status in ((b"8 bytes!", 200), (b"9 bytes!!", 413)):
        upload = Upload(content, "a.backup", "application/octet-stream")
        found, body = await telegram.call("sendDocument", params, {"backup": upload})
        assert (found, body.get("description", "")) == (
            status,
            "" if status == 200 else "Request Entity Too Large",
        )


async def test_a_photo_is_no_document(telegram: FakeTelegram, ann: FakePerson) -> None:
    photo = ann.sends_photo().photo
    assert photo is not None
    _, body = await telegram.call("sendDocument", {"chat_id": ann.id, "document": photo.id})
    assert body["description"] == "Bad Request: can't use file of type Photo as Document"


async def test_a_local_server_tells_where_a_file_lies_and_hands_none_out(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    telegram.world.files.local = Path("/srv/bot-api")
    document = ann.sends_document("orders.csv").content.document
    assert document is not None
    path = (await done(telegram, "getFile", file_id=document.id))["file_path"]
    assert path == f"/srv/bot-api/{document.path}"
    assert telegram.download(TOKEN, path) is None
    assert telegram.download(TOKEN, document.path) is None


async def test_a_file_beyond_20_megabytes_is_not_handed_out(telegram: FakeTelegram, ann: FakePerson) -> None:
    document = ann.sends_document("long.txt", content=bytes(20_000_001)).document
    assert document is not None
    _, body = await telegram.call("getFile", {"file_id": document.id})
    assert body["description"] == "Bad Request: file is too big"
