"""People as last seen, and the one draft each of them fills in."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shop.notice import Notice, alert, finished, receipt, wallet_changed
from shop.ordering.draft import LEFT, PLATFORM, Browse, Draft, Left
from shop.ordering.pasting import PATIENCE, Pasted
from shop.person import Person
from storage.messages.inbox import Arrival
from storage.orders.drafts import ConfirmCard
from storage.orders.lists import Lists
from storage.orders.tables import draft
from storage.people.tables import person
from tests.contracts.storage.stores import ANN, BOB, BOT, MINUTE, NOON, OLGA, TERMS, StoresUnderTest

SECOND = timedelta(seconds=1)


async def test_a_person_is_remembered_as_they_are_now(stores: StoresUnderTest) -> None:
    renamed = Person(ANN, "Ann Ö. 🦊", "ru", username="ann")
    await stores.people.seen(renamed, NOON + MINUTE)
    assert await stores.people.find(ANN) == renamed
    [row] = await stores.all(select(person).where(person.c.id == ANN))
    assert (row.created_at, row.seen_at) == (NOON, NOON + MINUTE)


async def test_who_never_wrote_is_not_known(stores: StoresUnderTest) -> None:
    assert await stores.people.find(5) is None


async def test_who_blocks_the_bot_gets_nothing_more_until_they_write(stores: StoresUnderTest) -> None:
    order = await stores.reserved(ANN)
    await stores.reserved(BOB)
    await stores.people.unreachable(ANN, NOON)
    assert {message.chat_id for message in await stores.messages()} == {BOB}
    found = await stores.people.find(ANN)
    assert found is not None
    assert not found.reachable
    assert await stores.people.count_reachable([ANN, BOB, OLGA, 5]) == 2

    await stores.people.seen(replace(found, reachable=True), NOON)
    await stores.outbox.enqueue([Notice("card", ANN, f"card:{order.id}", {"order_id": order.id})], NOON)
    assert (await stores.message("card", ANN)).payload == {"order_id": order.id}


async def test_alerts_an_operator_missed_are_owed_when_they_write(stores: StoresUnderTest) -> None:
    newcomer = 7_000_000_901
    week = timedelta(days=7)
    await stores.outbox.enqueue([alert(newcomer, "1", "old", alert="x")], NOON - week)
    await stores.people.unreachable(newcomer, NOON - week)
    missed = [alert(newcomer, "2", "new", alert="x"), finished(3, newcomer, "completed", "once")]
    await stores.outbox.enqueue(missed, NOON)
    await stores.people.unreachable(newcomer, NOON)
    assert await stores.messages() == []

    for _ in range(2):
        await stores.people.seen(Person(newcomer, "Otto", "en"), NOON)
    assert (await stores.message("alert", newcomer)).payload["about"] == "2"
    [_, summary] = await stores.messages()
    assert (summary.kind, summary.payload) == ("came_back", {"orders": 1})

    await stores.people.unreachable(newcomer, NOON)
    await stores.people.seen(Person(newcomer, "Otto", "en"), NOON + MINUTE)
    due = await stores.messages(now=NOON + MINUTE)
    assert [message.kind for message in due] == ["alert"], "what was summed up is not summed up again"


async def test_cards_and_money_missed_are_owed_again_and_one_summary(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue(
        [
            Notice("card", ANN, "card:1", {"order_id": 1}),
            Notice("card", ANN, "card:2", {"order_id": 2}),
            finished(1, ANN, "canceled", "once"),
            finished(2, ANN, "completed", "once"),
            wallet_changed(ANN, "key"),
        ],
        NOON,
    )
    found = await stores.people.find(ANN)
    assert found is not None
    await stores.people.unreachable(ANN, NOON)
    await stores.people.seen(replace(found, reachable=True), NOON + 60 * 24 * 30 * MINUTE)
    due = await stores.messages(now=NOON + 60 * 24 * 30 * MINUTE)
    kinds = [message.kind for message in due]
    assert kinds == ["card", "card", "finished", "wallet_changed", "came_back"]
    assert due[-1].payload == {"orders": 2}


async def test_nobody_among_none_is_reachable(stores: StoresUnderTest) -> None:
    assert await stores.people.count_reachable([]) == 0


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
        keys=7_000_000_000,
        hides_preview=True,
        odd_link="https://x.y/ö",
    )


async def test_a_draft_comes_back_as_it_was_saved(stores: StoresUnderTest) -> None:
    await stores.drafts.save(filled(), NOON)
    assert await stores.drafts.find(ANN) == filled()
    assert await stores.drafts.find(BOB) is None


async def test_a_draft_from_before_it_knew_of_keys_previews_and_odd_links_has_none(
    stores: StoresUnderTest,
) -> None:
    old = replace(filled(), keys=None, hides_preview=False, odd_link="")
    await stores.drafts.save(old, NOON)
    [row] = await stores.all(select(draft.c.data))
    assert row.data.keys() == {"browse", "service_id", "answers"}
    assert await stores.drafts.find(ANN) == old


async def test_a_person_has_one_draft(stores: StoresUnderTest) -> None:
    await stores.drafts.save(filled(), NOON)
    new = Draft.new(ANN)
    await stores.drafts.save(new, NOON)
    assert await stores.drafts.find(ANN) == new


async def test_a_draft_knows_the_message_it_stands_in(stores: StoresUnderTest) -> None:
    await stores.drafts.save(filled(), NOON)
    await stores.drafts.shown("d1", 8_000_000_000)
    found = await stores.drafts.find(ANN)
    assert found == replace(filled(), card_message_id=8_000_000_000)
    await stores.drafts.shown("another", 1)
    assert await stores.drafts.find(ANN) == found


async def test_a_confirm_card_keeps_its_terms_and_its_time(stores: StoresUnderTest) -> None:
    card = ConfirmCard("t", TERMS, NOON + MINUTE)
    await stores.drafts.save(filled(), NOON, card)
    assert await stores.drafts.find_card("d1") == card
    assert await stores.drafts.find_card("another") is None


async def _drop(stores: StoresUnderTest) -> None:
    await stores.drafts.drop(ANN, NOON)


async def _save(stores: StoresUnderTest) -> None:
    await stores.drafts.save(filled(), NOON)


async def _begin_anew(stores: StoresUnderTest) -> None:
    await stores.drafts.save(Draft.new(ANN), NOON)


@pytest.mark.parametrize("change", [_drop, _save, _begin_anew])
async def test_whatever_changes_a_draft_ends_its_card(stores: StoresUnderTest, change: Any) -> None:
    await stores.drafts.save(filled(), NOON, ConfirmCard("t", TERMS, NOON + MINUTE))
    await change(stores)
    assert await stores.drafts.find_card("d1") is None
    assert await stores.broken() == set()


async def test_another_persons_card_stays(stores: StoresUnderTest) -> None:
    token = await stores.offered(BOB)
    await stores.drafts.save(filled(), NOON)
    await stores.drafts.drop(ANN, NOON)
    draft = await stores.drafts.find(BOB)
    assert draft is not None
    card = await stores.drafts.find_card(draft.id)
    assert card is not None
    assert card.token == token


async def test_a_receipt_an_operator_missed_is_owed_when_they_write(stores: StoresUnderTest) -> None:
    newcomer = 9_001
    await stores.outbox.enqueue([receipt(newcomer, 7)], NOON)
    await stores.people.unreachable(newcomer, NOON)
    assert await stores.messages() == []
    await stores.people.seen(Person(newcomer, "Nina", "en"), NOON + timedelta(hours=1))
    [message] = await stores.messages(now=NOON + timedelta(hours=1))
    assert (message.kind, message.payload["topup_id"]) == ("receipt", 7)


async def test_a_held_list_comes_back_as_it_was_and_its_last_part_is_rung_once(
    stores: StoresUnderTest,
) -> None:
    lists = Lists(stores.database, bot_id=BOT)
    pasted = Pasted("one\ntwo 🦊", 2100, NOON.replace(microsecond=0), 5_000_000_001)
    held = replace(Draft.new(ANN), question="comments", pasted=pasted, answered_by=pasted.update_id)
    raw = '{"update_id": 5000000001, "message": {"text": "two 🦊"}}'
    await stores.inbox.take_in([Arrival(5_000_000_001, ANN, raw)], NOON)
    await stores.drafts.save(held, NOON)
    assert await stores.drafts.find(ANN) == held
    assert not await lists.requeue_due(NOON + PATIENCE - SECOND)
    assert await lists.requeue_due(NOON + PATIENCE)
    assert not await lists.requeue_due(NOON + PATIENCE)
    first, bell = await stores.inbox.list_waiting(after=0, limit=9)
    assert (first.update_id, bell.update_id, bell.person_id) == (5_000_000_001, -5_000_000_001, ANN)
    assert json.loads(bell.raw) == {**json.loads(raw), "update_id": -5_000_000_001}


async def test_a_list_from_before_the_clock_was_set_back_is_due(stores: StoresUnderTest) -> None:
    lists = Lists(stores.database, bot_id=BOT)
    pasted = Pasted("one", 2100, NOON, 7)
    await stores.drafts.save(replace(Draft.new(ANN), pasted=pasted, answered_by=7), NOON + 60 * MINUTE)
    assert await lists.requeue_due(NOON)  # its message is no longer known: nothing to repeat
    assert await stores.inbox.list_waiting(after=0, limit=9) == []


async def test_accepted_terms_keep_their_first_moment_and_survive_being_seen(stores: StoresUnderTest) -> None:
    async def accepted(number: int = ANN) -> Any:
        query = select(person.c.accepted_terms, person.c.accepted_at).where(person.c.id == number)
        return tuple((await stores.all(query))[0])

    assert await accepted() == (None, None)
    await stores.people.accept_terms(ANN, "one", NOON)
    await stores.people.accept_terms(ANN, "one", NOON + MINUTE)
    await stores.people.seen(Person(ANN, "Anna", "ru"), NOON + MINUTE)
    assert await accepted() == ("one", NOON)
    assert await stores.people.find(ANN) == Person(ANN, "Anna", "ru", accepted_terms="one")
    await stores.people.accept_terms(ANN, "two", NOON + 2 * MINUTE)
    assert await accepted() == ("two", NOON + 2 * MINUTE)
    assert await accepted(BOB) == (None, None)


async def test_a_kiosk_of_the_release_before_can_go_on_with_what_only_leads_back(
    stores: StoresUnderTest,
) -> None:
    """It does not know the question LEFT: while an upgrade is rolled out people would have to begin anew."""
    rests = replace(Draft.new(ANN), question=LEFT, left=Left("21", {"link": "https://t.me/durov"}))
    await stores.drafts.save(rests, NOON)
    assert await stores.drafts.find(ANN) == rests
    [row] = await stores.all(select(draft).where(draft.c.person_id == ANN))
    assert row.question == PLATFORM
    known = {name: value for name, value in row.data.items() if name != "rests"}
    saved_there = json.dumps(known)  # at its next step
    await stores.break_by_hand(f"UPDATE draft SET data = '{saved_there}'")  # noqa: S608 - a value of ours
    assert await stores.drafts.find(ANN) == replace(rests, question=PLATFORM)


async def test_a_draft_that_only_leads_back_is_read_as_it_was_written_before(stores: StoresUnderTest) -> None:
    rests = replace(Draft.new(ANN), question=LEFT, left=Left("21", {}))
    await stores.drafts.save(rests, NOON)
    await stores.break_by_hand("UPDATE draft SET question = 'left'")
    assert await stores.drafts.find(ANN) == rests
