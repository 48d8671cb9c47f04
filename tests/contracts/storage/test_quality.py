"""How good services are, in rows: what is measured, the rule, what is off sale, and moved prices."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from shop.acts import Did
from shop.alerts import AlertKind, Condition
from shop.catalogue.services import Service
from shop.ordering.request import RequestKind, RequestState
from shop.ordering.status_tracking import follow
from shop.quality.outcomes import Outcome
from shop.quality.rule import FailRule
from shop.replies import PanelState, RefillRefusal, StatusReport
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.rate_moves import KEPT, RateMoves
from storage.catalogue.tables import rate_move
from storage.desk.acts import Acts
from storage.orders.quality import Qualities
from storage.orders.tables import request
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, TERMS, StoresUnderTest

SERVICE = TERMS.service_id
RULE = FailRule(30, 10)
LATER = NOON + timedelta(hours=2)


async def ended(
    stores: StoresUnderTest, number: str, state: PanelState, *, minutes: int = 9, **terms: Any
) -> int:
    """Have an order of Bob's end so at the panel, `minutes` after it was placed; return its id."""
    now = terms.pop("now", NOON)
    order = await stores.placed(number, BOB, now=now, **terms)
    for told, at in ((PanelState.IN_PROGRESS, now + MINUTE), (state, now + minutes * MINUTE)):
        await stores.swept.apply([follow(await stores.order(order.id), StatusReport(told, told.value), at)])
    return order.id


async def asked(
    stores: StoresUnderTest,
    order_id: int,
    kind: RequestKind,
    state: RequestState,
    why: RefillRefusal | None = None,
) -> None:
    """Have something been asked of this order, with this end."""

    def add(connection: Connection) -> None:
        moments = {"not_before": NOON, "created_at": NOON, "changed_at": NOON}
        row = {"order_id": order_id, "kind": kind, "state": state, "why": why}
        connection.execute(insert(request).values(**row, **moments))

    await stores.database.write(add)


async def failing(stores: StoresUnderTest, *, begin: int = 1, now: Any = NOON) -> Qualities:
    """Have one order be delivered and five be canceled, and measure."""
    for number, state in enumerate([PanelState.COMPLETED, *[PanelState.CANCELED] * 5], start=begin):
        await ended(stores, str(number), state, minutes=number - begin + 2, now=now)
    qualities = Qualities(stores.database, panel=PANEL)
    await qualities.measure([SERVICE], LATER)
    return qualities


async def test_what_is_measured_and_kept(stores: StoresUnderTest) -> None:
    for minutes in (3, 5, 7, 9, 40):
        await ended(stores, f"1{minutes}", PanelState.COMPLETED, minutes=minutes)
    await ended(stores, "2", PanelState.PARTIAL, minutes=50)
    wished = await ended(stores, "3", PanelState.CANCELED, minutes=51)
    await asked(stores, wished, RequestKind.CANCEL, RequestState.DONE)
    qualities = Qualities(stores.database, panel=PANEL)
    assert await qualities.find(SERVICE) is None
    await qualities.measure([SERVICE, "no such service"], LATER)
    kept = await qualities.find(SERVICE)
    assert kept is not None
    assert "".join(kept.quality.recent) == "pddddd", "what somebody asked to cancel tells nothing"
    assert kept.quality.finish == 7 * MINUTE
    assert kept.quality.nearly_all == 40 * MINUTE
    assert kept.quality.start == MINUTE
    assert (kept.panel, kept.stopped, kept.resumed_at) == (PANEL, None, None)
    assert await qualities.list_of([("", SERVICE), ("", "x")]) == {SERVICE: kept}
    assert await qualities.list_of([("other", SERVICE)]) == {}
    assert await Qualities(stores.database, panel="other").list_of([(PANEL, SERVICE)]) == {SERVICE: kept}


async def test_a_lost_answer_and_a_refill_count(stores: StoresUnderTest) -> None:
    lost = await stores.undecided(BOB)
    await ended(stores, "1", PanelState.COMPLETED)
    number = await ended(stores, "2", PanelState.COMPLETED)
    await asked(stores, number, RequestKind.REFILL, RequestState.DONE)
    await asked(stores, number, RequestKind.REFILL, RequestState.REFUSED, RefillRefusal.NOT_YET)
    await asked(stores, number, RequestKind.REFILL, RequestState.REFUSED, RefillRefusal.SERVICE)
    await stores.break_by_hand(
        f"UPDATE orders SET state = 'completed', finished_at = created_at WHERE id = {lost.id}"  # noqa: S608 - a number
    )
    qualities = Qualities(stores.database, panel=PANEL)
    await qualities.measure([SERVICE], LATER)
    kept = await qualities.find(SERVICE)
    assert kept is not None
    assert (kept.quality.lost, kept.quality.refills, kept.quality.honoured) == (1, 2, 1)


async def test_a_look_finds_what_has_ended_since_the_last(stores: StoresUnderTest) -> None:
    qualities = Qualities(stores.database, panel=PANEL)
    assert await qualities.list_touched(limit=9) == ([], None)
    first = await ended(stores, "1", PanelState.COMPLETED, minutes=5)
    await stores.placed("2")
    services, last = await qualities.list_touched(limit=9)
    assert (services, last) == ([SERVICE], (NOON + 5 * MINUTE, first))
    assert last is not None
    await qualities.came_to(last)
    assert await qualities.list_touched(limit=9) == ([], None)
    again = await ended(stores, "3", PanelState.COMPLETED, minutes=5)  # in the same moment
    other = await ended(stores, "4", PanelState.COMPLETED, minutes=6, service_id="78")
    assert await qualities.list_touched(limit=1) == ([SERVICE], (NOON + 5 * MINUTE, again))
    assert await qualities.list_touched(limit=9) == ([SERVICE, "78"], (NOON + 6 * MINUTE, other))
    assert await Qualities(stores.database, panel="other").list_touched(limit=9) == ([], None)


async def test_all_services_have_their_turn_once_more(stores: StoresUnderTest) -> None:
    qualities = Qualities(stores.database, panel=PANEL)
    for number, service in enumerate(("5", "40", "40", "7")):
        await ended(stores, str(number), PanelState.COMPLETED, service_id=service)
    assert await qualities.list_next(limit=2) == ["40", "5"]
    await qualities.came_round("5")
    assert await qualities.list_next(limit=2) == ["7"]
    await qualities.came_round("")
    assert await qualities.list_next(limit=9) == ["40", "5", "7"]


async def test_the_rule_takes_off_sale_what_fails_and_says_so_once(stores: StoresUnderTest) -> None:
    qualities, overcharges = await failing(stores), Overcharges(stores.database, panel=PANEL)
    assert [one.service_id for one in await qualities.list_hit(RULE, limit=9)] == [SERVICE]
    assert await qualities.list_hit(FailRule(50, 10), limit=9) == []
    assert await qualities.stop_failing(LATER) == [], "no rule is set"
    assert await qualities.set_rule(RULE, LATER, by=OLGA)
    assert not await qualities.set_rule(RULE, LATER, by=ANN), "it is so already"
    assert (await qualities.rule()).by == OLGA
    assert await qualities.stop_failing(LATER) == [SERVICE]
    assert await qualities.stop_failing(LATER) == []
    assert await overcharges.list_off_sale() == {SERVICE}
    assert await overcharges.list_stopped() == frozenset(), "it was not overcharged"
    assert await Overcharges(stores.database, panel="other").list_off_sale() == frozenset()
    [alert] = await stores.wrong()
    assert (alert.kind, alert.facts["word"]) == (AlertKind.SERVICE_FAILING, f"{SERVICE}: 5 / 6")
    [kept] = await qualities.list_stopped(limit=9)
    assert kept.stopped is not None
    assert (kept.stopped.failed, kept.stopped.of, await qualities.count_stopped()) == (5, 6, 1)
    assert await qualities.list_stopped(behind=SERVICE, limit=9) == []
    acts = await Acts(stores.database).list_latest(limit=9)
    assert [one.act.did for one in acts] == [Did.SERVICE_FAILED, Did.FAIL_RULE_SET]
    await qualities.measure([SERVICE], LATER)
    assert await overcharges.list_off_sale() == {SERVICE}, "measuring puts nothing back"


async def test_put_back_only_orders_made_since_count(stores: StoresUnderTest) -> None:
    qualities = await failing(stores)
    await qualities.set_rule(RULE, LATER, by=OLGA)
    await qualities.stop_failing(LATER)
    assert await qualities.resume(SERVICE, LATER, by=BOB)
    assert not await qualities.resume(SERVICE, LATER, by=OLGA), "it is on sale"
    assert await stores.wrong() == []
    assert await qualities.stop_failing(LATER) == []
    await qualities.measure([SERVICE], LATER + MINUTE)
    kept = await qualities.find(SERVICE)
    assert kept is not None
    assert (len(kept.quality.recent), kept.quality.fresh) == (6, ())
    assert await qualities.stop_failing(LATER + MINUTE) == []
    await failing(stores, begin=50, now=LATER + MINUTE)
    kept = await qualities.find(SERVICE)
    assert kept is not None
    assert kept.quality.fresh.count(Outcome.CANCELED) == 5
    assert await qualities.stop_failing(LATER + timedelta(hours=1)) == [SERVICE]


async def test_turned_off_what_is_off_sale_stays_so(stores: StoresUnderTest) -> None:
    qualities = await failing(stores)
    await qualities.set_rule(RULE, LATER, by=OLGA)
    await qualities.stop_failing(LATER)
    assert await qualities.set_rule(None, LATER, by=BOB)
    assert not await qualities.set_rule(None, LATER, by=OLGA)
    assert (await qualities.rule()).rule is None
    assert await qualities.count_stopped() == 1


async def test_the_list_shows_the_worst_first_page_by_page(stores: StoresUnderTest) -> None:
    qualities = await failing(stores)
    for number, service in ((21, "5"), (22, "6"), (23, "7")):
        await ended(stores, str(number), PanelState.COMPLETED, service_id=service)
    await qualities.measure(["5", "6", "7"], LATER)
    read: list[str] = []
    page = await qualities.list_worst(limit=1)
    while page:
        read += [one.service_id for one in page]
        page = await qualities.list_worst(behind=(page[-1].worst, page[-1].service_id), limit=1)
    assert read == [SERVICE, "5", "6", "7"]


async def test_what_operators_were_told_of_is_kept_beside_the_rule(stores: StoresUnderTest) -> None:
    qualities = Qualities(stores.database, panel=PANEL)
    assert await qualities.told() == (frozenset(), None)
    await qualities.set_rule(RULE, NOON, by=OLGA)
    await qualities.tell(["cheaper:1:2"], Condition(AlertKind.BETTER_OFFER, facts={"word": "1 → 2"}), LATER)
    assert await qualities.told() == (frozenset({"cheaper:1:2"}), LATER)
    assert (await qualities.rule()).rule == RULE
    [alert] = await stores.wrong()
    assert alert.kind is AlertKind.BETTER_OFFER
    await qualities.tell([], None, LATER)
    assert (await qualities.told())[0] == frozenset()


async def test_moved_prices_are_kept_the_last_few_of_each(stores: StoresUnderTest) -> None:
    catalogue, moves = stores.catalogue, RateMoves(stores.database, panel=PANEL)
    one = Service("1", "Likes", "", "Default", 100, 1, 10)
    same = replace(one, id="2")
    await catalogue.replace_all([one, same], "seed", NOON)
    assert await moves.list_latest("1", limit=9) == [], "a new service has not moved"
    for rate in range(101, 101 + KEPT + 3):
        await catalogue.replace_all([replace(one, rate_micro=rate), same], "seed", NOON + rate * MINUTE)
    latest = await moves.list_latest("1", limit=2)
    assert [(move.before_micro, move.after_micro) for move in latest] == [(132, 133), (131, 132)]
    assert await moves.list_latest("2", limit=9) == []
    assert await moves.list_latest("1", panel="other", limit=9) == []

    def count(connection: Connection) -> int:
        return int(connection.execute(select(func.count()).select_from(rate_move)).scalar_one())

    assert await stores.database.read(count) == KEPT
