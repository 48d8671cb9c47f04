"""Decisions that wait for an operator are in rows, so they are found even if the notices are lost."""

from pathlib import Path

import pytest

from playground.telegram.faults import refusal, timeout_after, timeout_before
from shop import notice
from tests.in_process import BOB, OLGA, Harness
from tests.stories.by_hand import a_shop, pays_by_hand, shop

__all__ = ["shop"]

OTHER_BOTS_FILE = refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
DAY = 86_400


async def test_a_receipt_whose_picture_telegram_refuses_comes_in_words(shop: Harness) -> None:
    shop.telegram.plan("sendPhoto", OTHER_BOTS_FILE, chat_id=OLGA)
    await pays_by_hand(shop)
    await shop.olga.sees("says $5.00 was paid by hand", "here it is", "Ask the customer for it")
    await shop.olga.taps("Credit it")
    await shop.ann.sees("$5.00 came into your wallet")


@pytest.mark.parametrize("length", [400, 512])
async def test_words_below_a_receipt_that_count_twice_at_telegram_fit_in_its_card(
    shop: Harness, length: int
) -> None:
    await pays_by_hand(shop, caption="😀" * length)
    await shop.olga.sees("says $5.00 was paid by hand", "😀" * 300)
    shop.olga.finds_no("Ask the customer for it")
    await shop.olga.taps("Decline")
    await shop.olga.taps("Another amount came")
    await shop.olga.sees("⛔ Declined by Olga", "Another amount came", "😀" * 300)


async def test_a_receipt_whose_letter_failed_is_listed_by_review_and_counted_by_panel(shop: Harness) -> None:
    shop.telegram.plan("sendMessage", refusal(400, "Bad Request: not today"), chat_id=OLGA)
    await pays_by_hand(shop, picture=False)
    shop.olga.finds_no("paid by hand")
    await shop.olga.says("/panel")
    await shop.olga.sees("Receipts that wait for you: 1, see /review", "could not be delivered: 1")
    await shop.olga.says("/review")
    await shop.olga.sees("says $5.00 was paid by hand", "receipt 4711")
    shop.olga.finds_no("There is nothing to decide")
    await shop.olga.taps("Credit it")
    await shop.ann.sees("$5.00 came into your wallet")
    await shop.olga.says("/review")
    await shop.olga.sees("There is nothing to decide")


async def test_review_brings_pictures_and_words_where_there_are_none_any_more(shop: Harness) -> None:
    await pays_by_hand(shop)
    await shop.olga.says("/review")
    assert len(shop.telegram.calls_of("sendPhoto")) == 2
    shop.telegram.plan("sendPhoto", OTHER_BOTS_FILE, chat_id=OLGA)
    await shop.olga.says("/review")
    await shop.olga.sees("Ask the customer for it")


async def test_only_an_operator_is_shown_receipts(shop: Harness) -> None:
    await pays_by_hand(shop)
    await shop.bob.says("/review")
    shop.bob.finds_no("paid by hand")


async def test_a_receipt_is_not_given_up_because_telegram_is_silent(shop: Harness) -> None:
    shop.telegram.plan("sendMessage", *[timeout_after()] * 4, chat_id=OLGA)
    await pays_by_hand(shop, picture=False)
    for pause in (10, 60, 600, 3_600):
        await shop.passes(pause)
    assert shop.telegram.faults_left == 0
    await shop.olga.says("/panel")
    shop.olga.finds_no("could not be delivered")


async def test_an_alert_that_could_not_be_delivered_comes_with_the_next_review(shop: Harness) -> None:
    shop.telegram.plan("sendMessage", refusal(400, "Bad Request: not today"), chat_id=OLGA)
    await shop.kiosk.stores.outbox.enqueue(
        [notice.alert(OLGA, "books", "x", alert="books_fine")], shop.clock.now()
    )
    await shop.settles()
    shop.olga.finds_no("ledger adds up")
    await shop.olga.says("/review")
    await shop.olga.sees("The ledger adds up again")


async def test_whoever_becomes_an_operator_is_owed_what_waits(database_file: Path) -> None:
    before = a_shop(database_file)
    await before.opens()
    await before.bob.says("/help")
    await pays_by_hand(before, picture=False)
    before.settings["admin_ids"] = str(BOB)
    await before.restarts()
    await before.settles()
    await before.bob.sees("says $5.00 was paid by hand")
    copies = sum("paid by hand" in one.text for one in before.bob.person.chat)
    await before.restarts()
    await before.settles()
    assert sum("paid by hand" in one.text for one in before.bob.person.chat) == copies == 1
    await before.bob.taps("Credit it")
    await before.ann.sees("$5.00 came into your wallet")
    await before.closes()


async def test_who_runs_the_shop_no_longer_gets_no_more_of_its_letters(database_file: Path) -> None:
    harness = a_shop(database_file)
    await harness.opens()
    for player in (harness.bob, harness.olga):
        await player.says("/help")
    harness.telegram.plan("sendMessage", timeout_before(), chat_id=OLGA)
    await pays_by_hand(harness, picture=False)
    harness.settings["admin_ids"] = str(BOB)
    await harness.restarts()
    await harness.passes(3_600)
    harness.olga.finds_no("paid by hand")
    await harness.bob.sees("paid by hand")
    await harness.closes()


async def test_what_waits_is_reminded_of_once_a_day(shop: Harness) -> None:
    await pays_by_hand(shop, picture=False)
    for hours, count in ((1, 0), (20, 1), (1, 1), (24, 2)):
        await shop.passes(hours * 3_600)
        await shop.kiosk.periodic.remind()
        await shop.settles()
        told = sum("Waiting for your decision since" in one.text for one in shop.olga.person.chat)
        assert told == count, hours
    await shop.olga.says("/review")
    await shop.olga.taps("Credit it")
    await shop.passes(DAY)
    await shop.kiosk.periodic.remind()
    await shop.settles()
    assert sum("Waiting for your decision since" in one.text for one in shop.olga.person.chat) == 2
