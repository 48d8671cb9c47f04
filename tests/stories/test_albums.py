"""Several pictures sent at once get one answer, and none of them is lost."""

from pathlib import Path

from playground.telegram import FakeMessage, Upload
from playground.telegram.faults import refusal
from tests.in_process import ANN, BOB, OLGA, Harness, Player
from tests.stories.by_hand import a_shop, has_paid, shop

__all__ = ["shop"]

OTHER_BOTS_FILE = refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
LINK = "https://www.instagram.com/p/abc/"


async def hands_in(player: Player, *kinds: str, captions: tuple[str, ...] = ()) -> None:
    """Send an album as the receipt, and say that it is the right one."""
    await sends_album(player, *kinds, captions=captions)
    await player.taps("Send to the shop")


async def sends_album(player: Player, *kinds: str, captions: tuple[str, ...] = ()) -> None:
    player.person.sends_album(*kinds, captions=captions)
    await player.harness.settles()


def answers(player: Player) -> list[str]:
    """Return the bot's messages since the person's last one."""
    said: list[str] = []
    for message in reversed(player.person.chat):
        if not message.from_bot:
            break
        said.insert(0, message.text)
    return said


def pictures(player: Player) -> list[FakeMessage]:
    """Return the media the bot has sent."""
    return [one for one in player.person.chat if one.from_bot and one.file is not None]


async def test_every_picture_of_a_receipt_reaches_the_operator_and_the_customer_is_thanked_once(
    shop: Harness,
) -> None:
    await has_paid(shop.ann)
    await sends_album(shop.ann, *["photo"] * 9, "video", captions=("here it is", "", "and <the> back"))
    [asked] = answers(shop.ann)
    assert asked.startswith("Your receipt for $5.00")
    assert pictures(shop.olga) == []
    await shop.ann.taps("Send to the shop")
    [thanks] = answers(shop.ann)
    assert thanks.startswith("Thank you. The shop will look at it")
    brought = pictures(shop.olga)
    sent = [one.file for one in shop.ann.person.chat if one.file is not None]
    assert [one.file for one in brought] == sent
    card, *more = brought
    assert "Ann (101) says $5.00 was paid by hand" in card.text
    assert "here it is" in card.text
    assert card.labels == ["✅ Credit it", "⛔ Decline"]
    assert not any(one.labels for one in more)
    assert "Picture 2 of the receipt from Ann (101) for $5.00" in more[0].text
    assert "Picture 3" in more[1].text
    assert "and <the> back" in more[1].text
    await shop.olga.taps("Credit it")
    await shop.ann.sees("$5.00 came into your wallet")


async def test_a_receipt_in_several_files(shop: Harness) -> None:
    await has_paid(shop.ann)
    await hands_in(shop.ann, "document", "document")
    assert len(answers(shop.ann)) == 1
    assert [one.file.kind for one in pictures(shop.olga) if one.file] == ["document", "document"]


async def test_pictures_that_come_after_the_decision_are_passed_on_as_well(shop: Harness) -> None:
    """The kiosk was down between two updates of one album, and the operator was quick."""
    await has_paid(shop.ann)
    shop.ann.person.sends_album("photo", "photo", "photo")
    held = shop.telegram.updates.all()
    for late in held[1:]:
        shop.telegram.updates.forget(late.number)
    await shop.settles()
    await shop.ann.taps("Send to the shop")
    await shop.olga.taps("Decline")
    await shop.olga.taps("It cannot be read")
    await shop.ann.sees("was not accepted")
    await shop.restarts()
    for late in held[1:]:
        shop.telegram.updates.add("message", late.body["message"])
    await shop.settles()
    assert len(pictures(shop.olga)) == 3
    assert sum("Thank you" in one.text for one in shop.ann.person.chat) == 1


async def test_an_update_that_is_handled_again_brings_no_picture_twice(shop: Harness) -> None:
    await has_paid(shop.ann)
    await hands_in(shop.ann, "photo", "photo", "photo")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    assert len(pictures(shop.olga)) == 3
    assert len(answers(shop.ann)) == 1


async def test_a_second_album_is_another_receipt(shop: Harness) -> None:
    for _ in range(2):
        await has_paid(shop.ann)
        await hands_in(shop.ann, "photo", "photo")
        assert len(answers(shop.ann)) == 1
    assert [len(one.labels) for one in pictures(shop.olga)] == [2, 0, 2, 0]


async def test_two_customers_albums_do_not_mix(shop: Harness) -> None:
    for player in (shop.ann, shop.bob):
        await has_paid(player)
    shop.ann.person.sends_album("photo", "photo")
    shop.bob.person.sends_album("photo", "photo")
    await shop.settles()
    for player in (shop.ann, shop.bob):
        await player.taps("Send to the shop")
    told = [one.text for one in pictures(shop.olga)]
    assert sum(f"({ANN})" in text for text in told) == sum(f"({BOB})" in text for text in told) == 2


async def test_a_picture_telegram_does_not_bring_is_named_in_words(shop: Harness) -> None:
    await has_paid(shop.ann)
    shop.telegram.plan("sendVideo", OTHER_BOTS_FILE, chat_id=OLGA)
    await hands_in(shop.ann, "photo", "video")
    await shop.olga.sees("Picture 2 of the receipt from Ann (101)", "Ask the customer for it")


async def test_review_shows_the_whole_album(shop: Harness) -> None:
    await has_paid(shop.ann)
    await hands_in(shop.ann, "photo", "photo", "photo")
    before = len(pictures(shop.olga))
    await shop.olga.says("/review")
    await shop.olga.sees("says $5.00 was paid by hand", "2 more pictures below", "Picture 3")
    assert len(pictures(shop.olga)) == before + 3
    await shop.olga.taps("Credit it")
    await shop.ann.sees("$5.00 came into your wallet")


LONG = ["word " * 190 + end for end in ("first end", "second end", "third end")]
"""Captions that Telegram takes, and that no card has room for."""


async def test_words_for_which_no_caption_has_room_reach_the_operator(shop: Harness) -> None:
    await has_paid(shop.ann)
    await hands_in(shop.ann, "photo", "photo", "photo", captions=tuple(LONG))
    told = [one.text for one in shop.olga.person.chat if one.from_bot]
    for words in LONG:
        [whole] = [text for text in told if words in text]
        assert "Ann (101)" in whole
    await shop.olga.says("/review")
    told = [one.text for one in shop.olga.person.chat if one.from_bot]
    assert all(sum(words in text for text in told) == 2 for words in LONG)
    assert all(one.text.endswith("…") for one in pictures(shop.olga)[1:3])


async def test_a_long_text_is_a_receipt_of_which_nothing_is_lost(shop: Harness) -> None:
    words = "paid-" * 800 + "at last"
    await has_paid(shop.ann)
    await shop.ann.says(words)
    await shop.ann.taps("Send to the shop")
    await shop.olga.sees("at last")
    told = [one.text for one in shop.olga.person.chat if one.from_bot]
    parts = [text.partition("\n\n")[2] for text in told if "says $5.00 was paid by hand" in text]
    assert "".join(parts[1:]) == words


async def test_pictures_come_one_by_one_where_their_album_is_refused(shop: Harness) -> None:
    await has_paid(shop.ann)
    await hands_in(shop.ann, "photo", "video", "photo", captions=("", "of Monday", "of Tuesday"))
    before = len(pictures(shop.olga))
    shop.telegram.plan("sendMediaGroup", OTHER_BOTS_FILE, chat_id=OLGA)
    shop.telegram.plan("sendVideo", OTHER_BOTS_FILE, chat_id=OLGA)
    await shop.olga.says("/review")
    await shop.olga.sees("Picture 2", "of Monday", "Ask the customer for it", "Picture 3", "of Tuesday")
    assert len(pictures(shop.olga)) == before + 2


async def test_review_shows_one_more_picture(shop: Harness) -> None:
    await has_paid(shop.ann)
    await hands_in(shop.ann, "photo", "photo")
    await shop.olga.says("/review")
    await shop.olga.sees("1 more picture below", "Picture 2")


async def test_whoever_becomes_an_operator_is_owed_all_pictures(database_file: Path) -> None:
    shop = a_shop(database_file)
    await shop.opens()
    await shop.bob.says("/help")
    await has_paid(shop.ann)
    await hands_in(shop.ann, "photo", "photo", "photo")
    shop.settings["admin_ids"] = str(BOB)
    for _ in range(2):
        await shop.restarts()
        await shop.settles()
        assert len(pictures(shop.bob)) == 3
    await shop.closes()


async def test_an_album_nobody_asked_for_is_answered_once(shop: Harness) -> None:
    await sends_album(shop.ann, *["photo"] * 10, captions=("look",))
    [answer] = answers(shop.ann)
    assert answer.startswith("I did not get that")
    assert pictures(shop.olga) == []
    await sends_album(shop.ann, "photo", "photo")
    assert len(answers(shop.ann)) == 1
    await shop.ann.says("ok")
    await shop.ann.sees("I did not get that")


async def test_an_album_across_a_restart_is_answered_once(shop: Harness) -> None:
    shop.ann.person.sends_album("photo", "photo", "photo")
    held = shop.telegram.updates.all()
    shop.telegram.updates.drop_all()
    for one in held:
        shop.telegram.updates.add("message", one.body["message"])
        await shop.settles()
        await shop.restarts()
    assert len(answers(shop.ann)) == 1


async def test_a_link_under_an_album_is_the_answer_and_the_rest_of_the_album_is_none(shop: Harness) -> None:
    service = shop.panel.catalogue.of_type("Default")
    await shop.ann.says(f"/order {service.id}")
    await sends_album(shop.ann, "photo", "photo", "photo", captions=(LINK,))
    assert len(answers(shop.ann)) == 1
    await shop.ann.sees("How many?")


async def test_comments_in_several_files_are_not_taken_by_half(shop: Harness) -> None:
    service = shop.panel.catalogue.of_type("Custom Comments")
    await shop.ann.says(f"/order {service.id} {LINK}")
    files = [Upload(b"one\ntwo\n", f"{number}.txt", "text/plain") for number in range(2)]
    shop.ann.person.sends_album("document", "document", uploads=files)
    await shop.settles()
    assert answers(shop.ann) == []  # the question's card, right above, says it
    await shop.ann.sees("Send one file with all the lines")
    shop.ann.person.sends_document("all.txt", content=b"\n".join(b"line %d" % n for n in range(20)))
    await shop.settles()
    await shop.ann.sees("Check your order")


async def test_a_stranger_is_turned_away_once(database_file: Path) -> None:
    harness = Harness(database_file)
    await harness.opens()
    await sends_album(harness.sam, "photo", "photo", "photo")
    assert len(answers(harness.sam)) == 1
    await harness.closes()


async def test_where_the_question_about_an_album_was_lost_another_is_asked_about(shop: Harness) -> None:
    await has_paid(shop.ann)
    shop.ann.person.sends_album("photo", "photo", "photo")
    shop.telegram.plan("sendMessage", *[refusal(400, "Bad Request: not today")] * 3, chat_id=ANN)
    await shop.settles()
    assert pictures(shop.olga) == []
    await hands_in(shop.ann, "photo", "photo")
    assert len(pictures(shop.olga)) == 2
