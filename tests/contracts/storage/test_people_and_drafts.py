"""People as they last were, and the one draft each of them fills in."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shop.notice import Notice, alert, finished, receipt, wallet_changed
from shop.ordering.draft import Browse, Draft
from shop.ordering.pasting import PATIENCE, Pasted
from shop.person import Person
from storage.messages.inbox import Arrival
from storage.orders.drafts import ConfirmCard
from storage.orders.lists import Lists
from storage.people.tables import person
from tests.contracts.storage.books import ANN, BOB, BOT, MINUTE, NOON, OLGA, TERMS, Books

SECOND = timedelta(seconds=1)


async def test_a_person_is_remembered_as_they_are_now(books: Books) -> None:
    renamed = Person(ANN, "Ann Ö. 🦊", "ru", username="ann")
    await books.people.seen(renamed, NOON + MINUTE)
    assert await books.people.find(ANN) == renamed
    [row] = await books.all(select(person).where(person.c.id == ANN))
    assert (row.created_at, row.seen_at) == (NOON, NOON + MINUTE)


async def test_who_never_wrote_is_not_known(books: Books) -> None:
    assert await books.people.find(5) is None


async def test_who_blocks_the_bot_gets_nothing_more_until_they_write(books: Books) -> None:
    order = await books.reserved(ANN)
    await books.reserved(BOB)
    await books.people.unreachable(ANN, NOON)
    assert {letter.chat_id for letter in await books.letters()} == {BOB}
    found = await books.people.find(ANN)
    assert found is not None
    assert not found.reachable
    assert await books.people.count_reachable([ANN, BOB, OLGA, 5]) == 2

    await books.people.seen(replace(found, reachable=True), NOON)
    await books.outbox.enqueue([Notice("card", ANN, f"card:{order.id}", {"order_id": order.id})], NOON)
    assert (await books.letter("card", ANN)).payload == {"order_id": order.id}


async def test_alerts_an_operator_missed_are_owed_when_they_write(books: Books) -> None:
    newcomer = 7_000_000_901
    week = timedelta(days=7)
    await books.outbox.enqueue([alert(newcomer, "1", "old", alert="x")], NOON - week)
    await books.people.unreachable(newcomer, NOON - week)
    missed = [alert(newcomer, "2", "new", alert="x"), finished(3, newcomer, "completed", "once")]
    await books.outbox.enqueue(missed, NOON)
    await books.people.unreachable(newcomer, NOON)
    assert await books.letters() == []

    for _ in range(2):
        await books.people.seen(Person(newcomer, "Otto", "en"), NOON)
    assert (await books.letter("alert", newcomer)).payload["about"] == "2"
    [_, summary] = await books.letters()
    assert (summary.kind, summary.payload) == ("came_back", {"orders": 1})

    await books.people.unreachable(newcomer, NOON)
    await books.people.seen(Person(newcomer, "Otto", "en"), NOON + MINUTE)
    due = await books.letters(now=NOON + MINUTE)
    assert [letter.kind for letter in due] == ["alert"], "what was summed up is not summed up again"


async def test_cards_and_money_missed_are_owed_again_and_one_summary(books: Books) -> None:
    await books.outbox.enqueue(
        [
            Notice("card", ANN, "card:1", {"order_id": 1}),
            Notice("card", ANN, "card:2", {"order_id": 2}),
            finished(1, ANN, "canceled", "once"),
            finished(2, ANN, "completed", "once"),
            wallet_changed(ANN, "key"),
        ],
        NOON,
    )
    found = await books.people.find(ANN)
    assert found is not None
    await books.people.unreachable(ANN, NOON)
    await books.people.seen(replace(found, reachable=True), NOON + 60 * 24 * 30 * MINUTE)
    due = await books.letters(now=NOON + 60 * 24 * 30 * MINUTE)
    kinds = [letter.kind for letter in due]
    assert kinds == ["card", "card", "finished", "wallet_changed", "came_back"]
    assert due[-1].payload == {"orders": 2}


async def test_nobody_among_none_is_reachable(books: Books) -> None:
    assert await books.people.count_reachable([]) == 0


def filled() -> Draft:
    return Draft(
        id="d1",
        person_id=ANN,
        question="quantity",
        browse=Browse("instagram", "Followers", "fast ~ ö", 3),
        service_id="77",
        answers={"link": "https://x.y/ö", "quantity": 5_000_000_000, "comments": ["a", "b 🦊"], "runs": None},
        card_message_id=6_000_000_000,
        answered_by=5_000_000_000,
    )


async def test_a_draft_comes_back_as_it_was_saved(books: Books) -> None:
    await books.drafts.save(filled(), NOON)
    assert await books.drafts.find(ANN) == filled()
    assert await books.drafts.find(BOB) is None


async def test_a_person_has_one_draft(books: Books) -> None:
    await books.drafts.save(filled(), NOON)
    new = Draft.new(ANN)
    await books.drafts.save(new, NOON)
    assert await books.drafts.find(ANN) == new


async def test_a_draft_knows_the_message_it_stands_in(books: Books) -> None:
    await books.drafts.save(filled(), NOON)
    await books.drafts.shown("d1", 8_000_000_000)
    found = await books.drafts.find(ANN)
    assert found == replace(filled(), card_message_id=8_000_000_000)
    await books.drafts.shown("another", 1)
    assert await books.drafts.find(ANN) == found


async def test_a_confirm_card_keeps_its_terms_and_its_time(books: Books) -> None:
    card = ConfirmCard("t", TERMS, NOON + MINUTE)
    await books.drafts.save(filled(), NOON, card)
    assert await books.drafts.find_card("d1") == card
    assert await books.drafts.find_card("another") is None


async def _drop(books: Books) -> None:
    await books.drafts.drop(ANN)


async def _save(books: Books) -> None:
    await books.drafts.save(filled(), NOON)


async def _begin_anew(books: Books) -> None:
    await books.drafts.save(Draft.new(ANN), NOON)


@pytest.mark.parametrize("change", [_drop, _save, _begin_anew])
async def test_whatever_changes_a_draft_ends_its_card(books: Books, change: Any) -> None:
    await books.drafts.save(filled(), NOON, ConfirmCard("t", TERMS, NOON + MINUTE))
    await change(books)
    assert await books.drafts.find_card("d1") is None
    assert await books.broken() == set()


async def test_another_persons_card_stays(books: Books) -> None:
    token = await books.offered(BOB)
    await books.drafts.save(filled(), NOON)
    await books.drafts.drop(ANN)
    draft = await books.drafts.find(BOB)
    assert draft is not None
    card = await books.drafts.find_card(draft.id)
    assert card is not None
    assert card.token == token


async def test_a_receipt_an_operator_missed_is_owed_when_they_write(books: Books) -> None:
    newcomer = 9_001
    await books.outbox.enqueue([receipt(newcomer, 7)], NOON)
    await books.people.unreachable(newcomer, NOON)
    assert await books.letters() == []
    await books.people.seen(Person(newcomer, "Nina", "en"), NOON + timedelta(hours=1))
    [letter] = await books.letters(now=NOON + timedelta(hours=1))
    assert (letter.kind, letter.payload["topup_id"]) == ("receipt", 7)


async def test_a_held_list_comes_back_as_it_was_and_its_last_part_is_rung_once(books: Books) -> None:
    lists = Lists(books.database, bot_id=BOT)
    pasted = Pasted("one\ntwo 🦊", 2100, NOON.replace(microsecond=0), 5_000_000_001)
    held = replace(Draft.new(ANN), question="comments", pasted=pasted, answered_by=pasted.update_id)
    raw = '{"update_id": 5000000001, "message": {"text": "two 🦊"}}'
    await books.inbox.take_in([Arrival(5_000_000_001, ANN, raw)], NOON)
    await books.drafts.save(held, NOON)
    assert await books.drafts.find(ANN) == held
    assert not await lists.ring(NOON + PATIENCE - SECOND)
    assert await lists.ring(NOON + PATIENCE)
    assert not await lists.ring(NOON + PATIENCE)
    first, bell = await books.inbox.list_waiting(after=0, limit=9)
    assert (first.update_id, bell.update_id, bell.person_id) == (5_000_000_001, -5_000_000_001, ANN)
    assert json.loads(bell.raw) == {**json.loads(raw), "update_id": -5_000_000_001}


async def test_a_list_from_before_the_clock_was_set_back_is_due(books: Books) -> None:
    lists = Lists(books.database, bot_id=BOT)
    pasted = Pasted("one", 2100, NOON, 7)
    await books.drafts.save(replace(Draft.new(ANN), pasted=pasted, answered_by=7), NOON + 60 * MINUTE)
    assert await lists.ring(NOON)  # its message is not known any more: nothing to do again
    assert await books.inbox.list_waiting(after=0, limit=9) == []
