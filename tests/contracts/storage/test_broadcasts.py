"""Broadcasts: a message for everybody who can be reached, written at once, stopped at once."""

import asyncio
from datetime import timedelta

from sqlalchemy import event, insert, select

from shop.audience import Audience
from shop.broadcast import Tally
from shop.notice import Priority
from shop.person import Person
from shop.preferences import QuietHours
from storage.core.forms import LISTENED
from storage.desk.cards import StaffCards
from storage.messages.tables import outbox
from storage.people.tables import person
from storage.waits import Waits
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest

EVERYBODY = (ANN, BOB, OLGA)
CONTENT = {"text": "Hello ö 🦊", "entities": [{"type": "bold", "offset": 0, "length": 5}]}


async def composed(stores: StoresUnderTest, operator: int = OLGA) -> int:
    """A broadcast that waits for the operator's Confirm."""
    number = await stores.broadcasts.ask(operator, NOON)
    await stores.broadcasts.compose(number, "sendMessage", CONTENT, 1)
    return number


async def started(stores: StoresUnderTest) -> int:
    number = await composed(stores)
    assert await stores.broadcasts.start(number, OLGA, EVERYBODY, NOON)
    return number


async def test_the_operators_next_message_is_broadcast(stores: StoresUnderTest) -> None:
    assert await stores.broadcasts.find_asked(OLGA, 1, NOON) is None
    number = await stores.broadcasts.ask(OLGA, NOON)
    assert await stores.broadcasts.find_asked(OLGA, 1, NOON) == number
    assert await stores.broadcasts.find_asked(ANN, 1, NOON) is None
    await stores.broadcasts.compose(number, "sendMessage", CONTENT, 5_000_000_000)
    found = await stores.broadcasts.find(number)
    assert found is not None
    assert (found.method, found.content, found.state, found.operator_id) == (
        "sendMessage",
        CONTENT,
        "shown",
        OLGA,
    )
    assert await stores.broadcasts.find_asked(OLGA, 5_000_000_001, NOON) is None
    assert await stores.broadcasts.find_asked(OLGA, 5_000_000_000, NOON) == number


async def test_the_same_message_handled_again_changes_nothing(stores: StoresUnderTest) -> None:
    number = await composed(stores)
    before = await stores.broadcasts.find(number)
    await stores.broadcasts.compose(number, "sendPhoto", {}, 1)
    assert await stores.broadcasts.find(number) == before


async def test_asking_again_drops_what_was_not_started(stores: StoresUnderTest) -> None:
    first = await composed(stores)
    second = await stores.broadcasts.ask(OLGA, NOON)
    assert not await stores.broadcasts.start(first, OLGA, EVERYBODY, NOON)
    assert await stores.broadcasts.find_asked(OLGA, 1, NOON) == second
    assert await stores.broadcasts.drop(OLGA, update_id=7)
    assert not await stores.broadcasts.drop(OLGA, update_id=8)
    assert await stores.broadcasts.find_asked(OLGA, 8, NOON) is None


async def test_dropping_by_the_same_update_again_is_the_same_dropping(stores: StoresUnderTest) -> None:
    number = await stores.broadcasts.ask(OLGA, NOON)
    assert await stores.broadcasts.drop(OLGA, update_id=7)
    assert await stores.broadcasts.find_asked(OLGA, 7, NOON) == number
    assert await stores.broadcasts.drop(OLGA, update_id=7)


async def test_everybody_reachable_gets_a_letter(stores: StoresUnderTest) -> None:
    await stores.people.unreachable(BOB, NOON)
    number = await composed(stores)
    assert await stores.broadcasts.start(number, OLGA, [*EVERYBODY, 5], NOON)
    messages = await stores.messages(Priority.BROADCAST)
    assert [(one.chat_id, one.kind, one.payload, one.broadcast_id) for one in messages] == [
        (who, "broadcast", {"broadcast_id": number}, number) for who in (ANN, OLGA)
    ]
    assert (await stores.message("progress", OLGA)).payload == {"broadcast_id": number}
    found = await stores.broadcasts.find(number)
    assert found is not None
    assert (found.total, found.state, found.started_at) == (2, "sending", NOON)
    assert await stores.broken() == set()


async def test_letters_for_thousands_are_one_statement(stores: StoresUnderTest) -> None:
    ids = range(10**10, 10**10 + 3000)
    same = {"name": "x", "language": "en", "reachable": True, "created_at": NOON, "seen_at": NOON}
    people = [{"id": number, **same} for number in ids]
    await stores.database.write(lambda connection: connection.execute(insert(person), people))
    number = await composed(stores)
    statements = []

    def heard(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO outbox"):
            statements.append(statement)

    stores.database.engines[0].update_execution_options(**{LISTENED: True})
    event.listen(stores.database.engines[0], "after_cursor_execute", heard)
    await stores.broadcasts.start(number, OLGA, ids, NOON)
    assert len(statements) == 2  # the messages, and the progress line
    assert await stores.broadcasts.tally(number) == Tally(pending=3000)


async def test_a_broadcast_starts_once_however_often_it_is_tapped(stores: StoresUnderTest) -> None:
    number = await composed(stores)
    taps = (stores.broadcasts.start(number, OLGA, EVERYBODY, NOON) for _ in range(10))
    assert sorted(await asyncio.gather(*taps)) == [False] * 9 + [True]
    assert await stores.broadcasts.tally(number) == Tally(pending=3)


async def test_only_its_operator_starts_it_and_any_operator_stops_it(
    stores: StoresUnderTest,
) -> None:
    number = await composed(stores)
    assert not await stores.broadcasts.start(number, ANN, EVERYBODY, NOON)
    assert await stores.broadcasts.start(number, OLGA, EVERYBODY, NOON)
    assert await stores.broadcasts.stop(number, ANN, NOON)
    assert not await stores.broadcasts.stop(number, OLGA, NOON)


async def test_the_tally_tells_every_end(stores: StoresUnderTest) -> None:
    number = await started(stores)
    ann, bob, _ = await stores.messages(Priority.BROADCAST)
    await stores.outbox.sent([(ann, 5)], NOON)
    await stores.people.unreachable(bob.chat_id, NOON)
    assert await stores.broadcasts.tally(number) == Tally(pending=1, sent=1, blocked=1)
    [olga] = await stores.messages(Priority.BROADCAST)
    await stores.outbox.failed(olga, "refused", NOON)
    assert await stores.broadcasts.tally(number) == Tally(failed=1, sent=1, blocked=1)


async def test_stopping_leaves_nothing_to_send(stores: StoresUnderTest) -> None:
    number = await started(stores)
    sent, on_its_way, refused = await stores.messages(Priority.BROADCAST)
    await stores.outbox.sent([(sent, 5)], NOON)
    assert await stores.broadcasts.stop(number, OLGA, NOON + MINUTE)
    assert not await stores.broadcasts.stop(number, OLGA, NOON + MINUTE)
    assert await stores.messages(Priority.BROADCAST, NOON + MINUTE) == []
    assert await stores.broadcasts.tally(number) == Tally(sent=1, stopped=2)

    await stores.outbox.sent([(on_its_way, 6)], NOON + MINUTE)
    await stores.outbox.later(refused, NOON + MINUTE, "flood", counts=False)
    assert await stores.broadcasts.tally(number) == Tally(sent=2, stopped=1)
    assert await stores.messages(Priority.BROADCAST, NOON + MINUTE) == []
    assert await stores.broken() == set()


async def test_progress_is_owed_until_all_is_sent(stores: StoresUnderTest) -> None:
    number = await started(stores)
    assert await stores.broadcasts.show_progress(NOON) == 1
    for message in await stores.messages(Priority.BROADCAST):
        await stores.outbox.sent([(message, 5)], NOON)
    assert await stores.broadcasts.show_progress(NOON + MINUTE) == 1
    assert await stores.broadcasts.show_progress(NOON + MINUTE) == 0
    found = await stores.broadcasts.find(number)
    assert found is not None
    assert (found.state, found.finished_at) == ("done", NOON + MINUTE)
    line = await stores.message("progress", OLGA, NOON + MINUTE)
    await stores.outbox.sent([(line, 9_000_000_000)], NOON)
    found = await stores.broadcasts.find(number)
    assert found is not None
    assert found.progress_message_id == 9_000_000_000
    assert await StaffCards(stores.database).find_subject(OLGA, 9_000_000_000) == found.subject
    await stores.broadcasts.shown_in(number, 9_000_000_001, NOON + MINUTE)
    found = await stores.broadcasts.find(number)
    assert found is not None
    assert found.progress_message_id == 9_000_000_001
    # What is over counts no more, and may stand in several cards.
    assert await stores.all(select(outbox.c.id).where(outbox.c.dedupe_key.like("progress:%:past:%"))) == []
    assert await stores.broken() == set()


async def test_a_broadcast_to_nobody_is_done(stores: StoresUnderTest) -> None:
    number = await composed(stores)
    assert await stores.broadcasts.start(number, OLGA, [], NOON)
    await stores.broadcasts.show_progress(NOON)
    found = await stores.broadcasts.find(number)
    assert found is not None
    assert (found.state, found.total) == ("done", 0)


async def test_who_comes_after_the_start_is_not_written_to(stores: StoresUnderTest) -> None:
    number = await started(stores)
    await stores.people.seen(Person(5, "Eve", "en"), NOON)
    assert await stores.broadcasts.tally(number) == Tally(pending=3)


async def test_a_number_that_is_no_broadcast_finds_none(stores: StoresUnderTest) -> None:
    assert await stores.broadcasts.find(2**62) is None


async def test_none_means_everybody_who_has_written_and_can_be_reached(stores: StoresUnderTest) -> None:
    await stores.people.unreachable(BOB, NOON)
    assert await stores.people.count_reachable(None) == 2
    number = await composed(stores)
    assert await stores.broadcasts.start(number, OLGA, None, NOON)
    assert await stores.broadcasts.tally(number) == Tally(pending=2)


async def test_more_names_than_a_statement_takes(stores: StoresUnderTest) -> None:
    among = [*EVERYBODY, *range(1, 40_000)]
    assert await stores.people.count_reachable(among) == 3
    number = await composed(stores)
    assert await stores.broadcasts.start(number, OLGA, among, NOON)
    assert await stores.broadcasts.tally(number) == Tally(pending=3)


async def test_a_pause_holds_all_that_waits_and_keeps_its_place(stores: StoresUnderTest) -> None:
    number = await started(stores)
    sent, on_its_way, _ = await stores.messages(Priority.BROADCAST)
    await stores.outbox.sent([(sent, 5)], NOON)
    assert await stores.broadcasts.pause(number, OLGA, NOON)
    assert not await stores.broadcasts.pause(number, ANN, NOON)
    assert await stores.messages(Priority.BROADCAST, NOON + MINUTE) == []
    await stores.outbox.sent([(on_its_way, 6)], NOON)  # Telegram had it before
    assert await stores.broadcasts.tally(number) == Tally(pending=1, held=1, sent=2)
    assert await stores.broadcasts.show_progress(NOON) == 0
    assert await stores.broken() == set()
    assert await stores.broadcasts.go_on(number, ANN, NOON + MINUTE)
    assert not await stores.broadcasts.go_on(number, ANN, NOON + MINUTE)
    [rest] = await stores.messages(Priority.BROADCAST, NOON + MINUTE)
    assert rest.chat_id == OLGA
    assert await stores.broken() == set()


async def test_what_arrived_is_deleted_by_the_same_rows_once(stores: StoresUnderTest) -> None:
    number = await started(stores)
    ann, bob, olga = await stores.messages(Priority.BROADCAST)
    await stores.outbox.sent([(ann, 5), (bob, (6, 7))], NOON)
    assert not await stores.broadcasts.delete_again(number, OLGA, NOON)  # it is still being sent
    await stores.broadcasts.stop(number, OLGA, NOON)
    assert await stores.broadcasts.count_deletable(number, NOON) == 2
    assert await stores.broadcasts.delete_again(number, OLGA, NOON)
    assert not await stores.broadcasts.delete_again(number, BOB, NOON)
    await stores.outbox.sent([(olga, 8)], NOON)  # it was under way when it was stopped
    assert await stores.broadcasts.show_progress(NOON + MINUTE / 2) == 1
    owed = await stores.messages(Priority.BROADCAST, NOON + MINUTE)
    assert [(one.kind, one.chat_id, one.sent_as) for one in owed] == [
        ("unsent", ANN, "5"),
        ("unsent", BOB, "6,7"),
        ("unsent", OLGA, "8"),
    ]
    await stores.outbox.sent([(owed[0], None), (owed[2], None)], NOON)
    await stores.outbox.failed(owed[1], "too old", NOON)
    gone = Tally(sent=3, deleted=2, kept=1)
    assert await stores.broadcasts.tally(number) == gone
    await stores.broadcasts.show_progress(NOON + MINUTE)
    await stores.broadcasts.show_progress(NOON + 2 * MINUTE)
    found = await stores.broadcasts.find(number)
    assert found is not None
    assert found.figures == gone
    assert await stores.broken() == set()


async def test_letters_by_day_wait_for_each_clock_and_no_clock_moves_them(
    stores: StoresUnderTest,
) -> None:
    await stores.people.choose_zone(ANN, "UTC+10:00", 1)  # 22:00 there
    await stores.people.choose_quiet(BOB, QuietHours(11 * 60, 13 * 60), 1)
    number = await composed(stores)
    assert await stores.broadcasts.set_time(number, OLGA, starts_at=None, by_day=True)
    assert await stores.broadcasts.start(number, OLGA, EVERYBODY, NOON)
    assert [one.chat_id for one in await stores.messages(Priority.BROADCAST)] == [OLGA]
    assert await stores.broadcasts.tally(number) == Tally(pending=3, held=2)
    await Waits(stores.database).move(timedelta(hours=2), NOON)
    await stores.broadcasts.release_held(NOON + 59 * MINUTE)
    assert len(await stores.messages(Priority.BROADCAST, NOON + 59 * MINUTE)) <= 1
    assert await stores.broadcasts.release_held(NOON + 60 * MINUTE) == 1
    assert BOB in {one.chat_id for one in await stores.messages(Priority.BROADCAST, NOON + 180 * MINUTE)}
    assert await stores.broadcasts.release_held(NOON + 11 * 60 * MINUTE) == 1
    assert (await stores.broadcasts.tally(number)).held == 0


async def test_a_planned_one_begins_once_and_asks_anew_who_gets_it(stores: StoresUnderTest) -> None:
    number = await composed(stores)
    later = NOON + 60 * MINUTE
    await stores.broadcasts.set_time(number, OLGA, starts_at=later, by_day=False)
    assert await stores.broadcasts.start(number, OLGA, EVERYBODY, NOON)
    assert await stores.broadcasts.begin_due(EVERYBODY, later - MINUTE) == 0
    await stores.people.unreachable(BOB, NOON)
    assert await stores.broadcasts.begin_due(EVERYBODY, later) == 1
    assert await stores.broadcasts.begin_due(EVERYBODY, later) == 0
    assert await stores.broadcasts.tally(number) == Tally(pending=2)
    assert [one.id for one in await stores.broadcasts.list_begun(before=None, limit=9)] == [number]
    assert await stores.broken() == set()


async def test_who_turns_the_news_off_gets_no_letter_that_waits_but_what_all_must_know(
    stores: StoresUnderTest,
) -> None:
    news = await composed(stores)
    assert await stores.broadcasts.start(news, OLGA, EVERYBODY, NOON)
    for_all = await composed(stores)
    assert await stores.broadcasts.set_audience(for_all, OLGA, Audience(important=True))
    assert await stores.broadcasts.start(for_all, OLGA, EVERYBODY, NOON)
    await stores.people.choose_shop_news(BOB, NOON, wanted=False)
    assert await stores.broadcasts.tally(news) == Tally(pending=2, stopped=1)
    assert await stores.broadcasts.tally(for_all) == Tally(pending=3)
    assert await stores.broken() == set()


async def test_the_audience_is_counted_as_it_is_written(stores: StoresUnderTest) -> None:
    await stores.people.choose_shop_news(BOB, NOON, wanted=False)
    for audience in (
        Audience(),
        Audience(important=True),
        Audience(languages=("en",)),
        Audience(languages=("xx",)),
        Audience(active_days=7),
        Audience(ordered=True),
        Audience(ordered=False),
        Audience(has_money=True),
        Audience(service_id="77", category="Likes"),
        Audience(listed=(ANN, BOB, 5)),
        Audience(listed=()),
    ):
        for among in (None, EVERYBODY, (ANN,)):
            since = audience.active_since(NOON)
            counted = await stores.people.count_reachable(among, audience, since)
            number = await composed(stores)
            assert await stores.broadcasts.set_audience(number, OLGA, audience)
            assert await stores.broadcasts.start(number, OLGA, among, NOON)
            assert await stores.broadcasts.tally(number) == Tally(pending=counted)
            await stores.broadcasts.stop(number, OLGA, NOON)
    assert await stores.people.count_reachable(None, Audience(important=True)) == 3


async def test_parts_of_an_album_are_added_once_each(stores: StoresUnderTest) -> None:
    number = await stores.broadcasts.ask(OLGA, NOON)
    first, second = {"type": "photo", "media": "a"}, {"type": "photo", "media": "b"}
    content = {"media": [first]}
    await stores.broadcasts.compose(number, "sendMediaGroup", content, 1, album="x", now=NOON)
    for _ in range(2):
        assert await stores.broadcasts.add_to_album(OLGA, "x", second, update_id=2, now=NOON)
    assert not await stores.broadcasts.add_to_album(OLGA, "y", second, update_id=3, now=NOON)
    assert not await stores.broadcasts.add_to_album(ANN, "x", second, update_id=3, now=NOON)
    found = await stores.broadcasts.find(number)
    assert found is not None
    assert found.content == {"media": [first, second]}
    looks = [one.kind for one in await stores.messages(Priority.NOTICE, NOON + MINUTE)]
    assert looks == ["broadcast_look", "broadcast_card"]
