"""The operator's own words and picture: on the home, at /support, /paysupport and /terms."""

from pathlib import Path

import pytest

from playground.telegram import FakeMessage
from playground.telegram.faults import disconnect_before, refusal
from tests.in_process import Harness, Player

CONTACT = "https://t.me/ann_helps"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


async def opened(database: Path, **settings: str) -> Harness:
    """Return a kiosk with these settings, open."""
    harness = Harness(database, **settings)  # type: ignore[arg-type]  # none of them sets the dialect
    await harness.opens()
    return harness


def links_of(player: Player) -> dict[str, str | None]:
    """Return the addresses behind the newest keyboard's buttons, by label."""
    shown = next(one for one in reversed(player.person.chat) if one.keyboard)
    return {button.label: button.url for row in shown.keyboard for button in row if button.kind == "url"}


async def test_the_operators_welcome_stands_on_the_home_in_the_readers_language(database_file: Path) -> None:
    harness = await opened(
        database_file, welcome="<b>Ann's corner</b> & more", welcome_ru="<b>Уголок Анны</b>"
    )
    ann, bob = harness.ann, harness.bob
    bob.person.language = "ru"
    await ann.says("/start")
    await ann.sees("Ann's corner & more", "New order")
    await bob.says("/start")
    await bob.sees("Уголок Анны")
    await ann.taps("Search")
    await ann.taps("Menu")
    await ann.sees("Ann's corner")
    await harness.closes()


async def test_ask_us_leads_to_the_contact_from_the_home_and_from_support(database_file: Path) -> None:
    harness = await opened(database_file, support_contact="@ann_helps")
    ann = harness.ann
    await ann.says("/start")
    assert links_of(ann) == {"💬 Ask us": CONTACT}
    for command in ("/support", "/paysupport"):
        await ann.says(command)
        assert links_of(ann) == {"💬 Write to us": CONTACT}
        await ann.sees("Menu")
    await ann.says("/terms")
    assert links_of(ann) == {"💬 Ask us": CONTACT}
    await harness.closes()


async def test_where_only_a_person_can_help_the_door_to_one_stands(database_file: Path) -> None:
    harness = await opened(database_file, access="shop", support_contact="@ann_helps")
    ann = harness.ann
    await ann.says("/topup")
    await ann.sees("Ask the shop's operator")
    assert links_of(ann) == {"💬 Ask us": CONTACT}
    harness.settings["manual_topup"] = "Into the tin."
    await harness.restarts()
    await ann.says("/topup")
    await ann.taps("$5")
    await ann.taps("I have paid")
    await ann.says("receipt 123456")
    await ann.taps("Send to the shop")
    await harness.olga.says("/start")
    await harness.passes(1)
    await harness.olga.taps("Decline")
    await harness.olga.taps("Another reason")
    await ann.sees("was not accepted", "Another receipt")
    assert links_of(ann) == {"💬 Ask us": CONTACT}
    await harness.closes()


async def test_a_stranger_finds_the_contact(database_file: Path) -> None:
    harness = await opened(database_file, support_contact="@ann_helps")
    await harness.sam.says("/start")
    await harness.sam.sees("This shop is private", "Ask to come in")
    assert links_of(harness.sam) == {"💬 Ask us": CONTACT}
    await harness.closes()


async def test_an_old_button_still_calls_the_operator_once_an_hour(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await olga.says("/start")
    await ann.says("/start")
    for told, seconds in ((True, 0), (False, 0), (True, 3600)):
        before = len(olga.person.chat)
        harness.clock.advance(seconds)
        ann.person.forges("s::call:")
        await harness.settles()
        assert "will write to you" in ann.screen
        assert (len(olga.person.chat) > before) is told
    await olga.sees("Ann (101) asks for you", "Write to them")


async def test_paysupport_says_who_answers_for_payments(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/paysupport")
    await ann.sees("Telegram's own support cannot help", "Write to the shop", "Statement", "Menu")
    await ann.taps("Terms")
    await ann.sees("The price you confirm is the price you pay")


async def test_the_operators_terms_stand_instead_of_the_shops(database_file: Path) -> None:
    harness = await opened(database_file, terms="No refunds of <i>started</i> orders.")
    await harness.ann.says("/terms")
    await harness.ann.sees("No refunds of started orders.", "Ask us", "Menu")
    harness.ann.finds_no("The price you confirm")
    await harness.closes()


def photos(player: Player) -> list[FakeMessage]:
    return [message for message in player.person.chat if message.photo is not None]


async def test_the_banner_is_uploaded_once_and_stands_above_the_home(
    database_file: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "shop.png"
    picture.write_bytes(PNG)
    harness = await opened(database_file, banner=str(picture), welcome="Come in.")
    ann, bob = harness.ann, harness.bob
    await ann.says("/start")
    await bob.says("/start")
    for player in (ann, bob):
        (home,) = photos(player)
        assert "what shall it be?" in home.text
        assert "Come in." in home.text
        assert home.keyboard
    (first,), (second,) = photos(ann), photos(bob)
    assert first.photo == second.photo, "sent again by its id"
    await ann.taps("Wallet")
    await ann.sees("Your wallet")
    assert not harness.telegram.calls_of("editMessageText"), "a picture has no text to edit"
    bubbles = len(ann.person.chat)
    await ann.taps("Search", message_id=photos(ann)[0].id)
    await ann.sees("instagram likes")
    assert len(ann.person.chat) == bubbles + 1, "the doors below the picture stay"
    await harness.closes()


async def test_a_picture_by_address_or_id(database_file: Path) -> None:
    address = "https://shop.example/banner.jpg"
    harness = await opened(database_file, banner=address)
    harness.telegram.world.files.web[address] = PNG
    await harness.ann.says("/start")
    (home,) = photos(harness.ann)
    del harness.telegram.world.files.web[address]
    await harness.ann.says("/start")
    assert len(photos(harness.ann)) == 2, "Telegram has it: the address is not asked again"
    assert home.photo is not None
    harness.settings["banner"] = home.photo.id
    await harness.restarts()
    await harness.ann.says("/start")
    assert len(photos(harness.ann)) == 3
    await harness.closes()


async def test_a_home_too_long_for_a_caption_comes_below_the_picture(
    database_file: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "shop.png"
    picture.write_bytes(PNG)
    harness = await opened(database_file, banner=str(picture), welcome="w" * 800)
    ann = harness.ann
    for n in range(3):
        await ann.says(f"/order 1 https://instagram.com/p/a{n} 100")
        await ann.taps("Confirm")
    await ann.says("/order 1 https://instagram.com/p/b")
    await ann.says("/start")
    (shown,) = photos(ann)
    assert not shown.text
    assert "what shall it be?" in ann.person.last.text
    assert ann.person.last.keyboard
    await harness.closes()


@pytest.mark.parametrize("banner", ["https://shop.example/gone.jpg", "A" * 30])
async def test_a_picture_telegram_does_not_take_never_keeps_the_home_away(
    database_file: Path, banner: str, caplog: pytest.LogCaptureFixture
) -> None:
    harness = await opened(database_file, banner=banner)
    for _ in range(2):
        await harness.ann.says("/start")
        await harness.ann.sees("what shall it be?", "New order")
    assert len(harness.telegram.calls_of("sendPhoto")) == 1, "not tried at every start"
    assert "BANNER" in caplog.text
    await harness.closes()


async def test_a_lost_answer_to_the_picture_is_asked_for_again(database_file: Path, tmp_path: Path) -> None:
    picture = tmp_path / "shop.png"
    picture.write_bytes(PNG)
    harness = await opened(database_file, banner=str(picture))
    harness.telegram.plan("sendPhoto", disconnect_before())
    await harness.ann.says("/start")
    await harness.passes(60)
    await harness.ann.sees("what shall it be?")
    assert len(photos(harness.ann)) == 1
    await harness.closes()


async def test_a_picture_that_was_deleted_since_the_start(database_file: Path, tmp_path: Path) -> None:
    picture = tmp_path / "shop.png"
    picture.write_bytes(PNG)
    harness = await opened(database_file, banner=str(picture))
    picture.unlink()
    await harness.ann.says("/start")
    await harness.ann.sees("what shall it be?", "New order")
    await harness.closes()


async def test_a_worn_out_file_id_is_sent_anew(database_file: Path, tmp_path: Path) -> None:
    picture = tmp_path / "shop.png"
    picture.write_bytes(PNG)
    harness = await opened(database_file, banner=str(picture))
    ann = harness.ann
    await ann.says("/start")
    harness.telegram.plan("sendPhoto", refusal(400, "Bad Request: wrong file identifier/HTTP URL specified"))
    await ann.says("/start")
    await ann.sees("what shall it be?")
    assert len(photos(ann)) == 1
    await ann.says("/start")
    assert len(photos(ann)) == 2
    await harness.closes()
