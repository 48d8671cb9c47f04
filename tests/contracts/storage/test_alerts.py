"""Alerts as rows: one open row for a condition, cards where they belong, acts that happen once."""

from datetime import timedelta

import pytest

from shop.acts import Did
from shop.alert_cases import ALONE, CARD, FLAPS_WITHIN, PAST, RINGS_AGAIN
from shop.alerts import AlertKind, Condition
from shop.ledger.mismatch import facts_of, settled
from shop.notice import Priority
from storage.alerts.store import Alerts
from storage.desk.acts import Acts
from storage.tidying import Tidying
from tests.contracts.storage.stores import BOB, MINUTE, NOON, OLGA, StoresUnderTest

GROUP = -100
DOWN = Condition(AlertKind.PANEL_DOWN)


@pytest.fixture
def alerts(stores: StoresUnderTest) -> Alerts:
    return Alerts(stores.database)


async def delivered(stores: StoresUnderTest, now: object = NOON) -> list[tuple[str, int]]:
    """Deliver what is due; return the kind and chat of each message."""
    sent: list[tuple[str, int]] = []
    while due := await stores.outbox.list_due(Priority.NOTICE, now, limit=50):  # type: ignore[arg-type]  # a datetime
        for number, one in enumerate(due, start=len(sent) + 1):
            sent.append((one.kind, one.chat_id))
            await stores.outbox.sent([(one, None if one.kind == PAST else number)], NOON)
    return sent


async def test_one_row_while_it_lasts_and_the_same_if_it_comes_back_soon(alerts: Alerts) -> None:
    await alerts.begin([DOWN], NOON)
    await alerts.begin([DOWN], NOON + MINUTE)
    [one] = await alerts.list_open(9)
    assert (one.opened_at, one.signaled_at, one.times) == (NOON, NOON + MINUTE, 1)
    assert await alerts.end(AlertKind.PANEL_DOWN, "", NOON + 2 * MINUTE)
    assert not await alerts.end(AlertKind.PANEL_DOWN, "", NOON + 2 * MINUTE)
    await alerts.begin([DOWN], NOON + 3 * MINUTE)
    [again] = await alerts.list_open(9)
    assert (again.id, again.times, again.closed_at) == (one.id, 2, None)
    await alerts.end(AlertKind.PANEL_DOWN, "", NOON + 4 * MINUTE)
    await alerts.begin([DOWN], NOON + 5 * MINUTE + FLAPS_WITHIN)
    [later] = await alerts.list_open(9)
    assert later.id != one.id


async def test_settling_writes_only_what_differs(alerts: Alerts) -> None:
    kinds = {AlertKind.PANEL_DOWN, AlertKind.BALANCE_LOW}
    low = Condition(AlertKind.BALANCE_LOW, facts={"word": "1"})
    assert await alerts.settle(kinds, [DOWN, low], NOON)
    assert not await alerts.settle(kinds, [DOWN, low], NOON + MINUTE)
    assert await alerts.settle(kinds, [DOWN], NOON + MINUTE)
    assert [one.kind for one in await alerts.list_open(9)] == [AlertKind.PANEL_DOWN]


async def test_cards_go_to_each_place_once_and_are_edited_after(
    stores: StoresUnderTest, alerts: Alerts
) -> None:
    await alerts.begin([DOWN], NOON)
    assert await alerts.is_due(NOON)
    assert await alerts.place_due((OLGA, BOB), NOON) == 1
    assert not await alerts.is_due(NOON)
    assert sorted(await delivered(stores)) == sorted([(CARD, OLGA), (CARD, BOB)])
    [one] = await alerts.list_open(9)
    assert await alerts.find_place(one.id, OLGA) is not None
    assert await alerts.spread((OLGA, BOB), NOON) == 0
    assert await alerts.spread((OLGA, BOB, GROUP), NOON) == 1
    await alerts.place_due((OLGA, BOB, GROUP), NOON)
    assert (CARD, GROUP) in await delivered(stores)
    await alerts.leave(GROUP, NOON)
    await alerts.place_due((OLGA, BOB), NOON)
    assert (CARD, GROUP) not in await delivered(stores)


async def test_further_ones_of_a_kind_share_a_card_that_is_over_with_the_last(
    stores: StoresUnderTest, alerts: Alerts
) -> None:
    many = [Condition(AlertKind.STATUS_FAILED, f"order:{n}", {"order_id": n}) for n in range(1, 101)]
    await alerts.begin(many, NOON)
    while await alerts.place_due((OLGA,), NOON):
        continue
    assert len(await delivered(stores)) == ALONE + 1
    shown = await alerts.list_open(50)
    assert len(shown) == ALONE + 1
    first, still, over = await alerts.list_heap(shown[-1].id)
    assert (first[0].order_id, still, over) == (ALONE + 1, 100 - ALONE, 0)
    for n in range(1, 100):
        await alerts.end(AlertKind.STATUS_FAILED, f"order:{n}", NOON + MINUTE)
    assert [one.subject for one in await alerts.list_open(50)] == ["heap"]
    await alerts.end(AlertKind.STATUS_FAILED, "order:100", NOON + MINUTE)
    assert await alerts.list_open(50) == []
    await alerts.begin(many[50:51], NOON + 2 * MINUTE)
    assert [one.subject for one in await alerts.list_open(50)] == ["heap"], "it is back on that card"


async def test_one_operator_looks_after_it_and_it_rings_no_more(
    stores: StoresUnderTest, alerts: Alerts
) -> None:
    await alerts.begin([DOWN], NOON)
    await alerts.place_due((OLGA,), NOON)
    [one] = await alerts.list_open(9)
    day = NOON + RINGS_AGAIN
    assert await alerts.ring_again(day) == 1
    await alerts.place_due((OLGA,), day)
    assert await alerts.look_after(one.id, OLGA, day)
    assert not await alerts.look_after(one.id, BOB, day)
    assert await alerts.ring_again(day + RINGS_AGAIN) == 0
    [act] = await Acts(stores.database).list_latest(limit=9)
    assert (act.act.did, act.act.actor_id, act.act.subject) == (Did.ALERT_SEEN, OLGA, one.log_subject)


async def test_muted_it_stays_silent_when_it_comes_back(stores: StoresUnderTest, alerts: Alerts) -> None:
    await alerts.begin([DOWN], NOON)
    await alerts.place_due((OLGA,), NOON)
    await delivered(stores)
    [one] = await alerts.list_open(9)
    assert await alerts.mute(one.id, OLGA, NOON)
    assert not await alerts.mute(one.id, BOB, NOON)
    await alerts.end(AlertKind.PANEL_DOWN, "", NOON)
    await alerts.place_due((OLGA,), NOON)
    await delivered(stores)
    back = NOON + FLAPS_WITHIN + MINUTE
    await alerts.begin([DOWN], back)
    assert not await alerts.is_due(back)
    day = NOON + timedelta(days=1)
    assert await alerts.is_due(day)
    await alerts.place_due((OLGA,), day)
    assert await delivered(stores, day) == [(CARD, OLGA)]
    [again] = await alerts.list_open(9)
    assert again.id != one.id
    assert not await alerts.unmute(again.id, OLGA, day)


async def test_what_gets_worse_is_sent_anew(stores: StoresUnderTest, alerts: Alerts) -> None:
    worse = Condition(AlertKind.MONEY_UNEXPLAINED, facts={"word": "1"}, rings=True)
    await alerts.begin([worse], NOON)
    await alerts.place_due((OLGA,), NOON)
    await delivered(stores)
    await alerts.begin([worse], NOON + MINUTE)
    await alerts.place_due((OLGA,), NOON + MINUTE)
    assert await delivered(stores, NOON + MINUTE) == [(CARD, OLGA), (PAST, OLGA)]


async def test_old_ones_are_tidied_away_with_their_cards(stores: StoresUnderTest, alerts: Alerts) -> None:
    await alerts.begin([DOWN], NOON)
    await alerts.place_due((OLGA,), NOON)
    await alerts.end(AlertKind.PANEL_DOWN, "", NOON)
    await Tidying(stores.database).tidy(NOON + timedelta(days=119))
    assert await alerts.find(1) is not None
    await Tidying(stores.database).tidy(NOON + timedelta(days=121))
    assert await alerts.find(1) is None


async def test_what_is_settled_by_hand_is_known_after_the_alert_is_over(alerts: Alerts) -> None:
    kind = AlertKind.GATEWAY_MISMATCH
    assert await alerts.last_facts(kind, "gate") == {}
    await alerts.begin([Condition(kind, "gate", facts_of([12, 15], {}))], NOON)
    [one] = await alerts.list_open(9)
    assert await alerts.settle_by_hand(one.id, OLGA, NOON)
    assert not await alerts.settle_by_hand(one.id, BOB, NOON)
    assert settled(await alerts.last_facts(kind, "gate")) == {12: NOON, 15: NOON}
    await alerts.begin([DOWN], NOON)
    [other] = await alerts.list_open(9)
    assert not await alerts.settle_by_hand(other.id, OLGA, NOON)
    assert await alerts.last_facts(kind, "another") == {}
