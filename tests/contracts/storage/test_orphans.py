"""Orphans in rows: kept once each, judged until somebody decides, decided once, and never money."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from shop.acts import Did
from shop.alerts import AlertKind
from shop.ordering.order import OrderState
from shop.ordering.request import RequestKind
from shop.ordering.status_tracking import follow
from shop.reconciliation.found_orphan import FoundOrphan
from shop.reconciliation.orphan_numbers import ByKey
from shop.reconciliation.orphans import SHOWN_AFTER, Decided, Fits, FoundBy, Judgement, Looks, Sure
from shop.replies import ListedOrder, PanelState, Refusal, Rejected, StatusReport
from shop.waiting import Waits
from storage.desk.acts import Acts
from storage.desk.waiting import WaitingForStaff
from storage.ledger.tables import journal
from storage.orphans.looks import OrphanLooks
from storage.orphans.store import Orphans
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, StoresUnderTest

LATER = NOON + SHOWN_AFTER
LINK = "https://www.instagram.com/ann/"


@pytest.fixture
def orphans(stores: StoresUnderTest) -> Orphans:
    """The store under test."""
    return Orphans(stores.database)


@pytest.fixture
def looks(stores: StoresUnderTest) -> OrphanLooks:
    """How accounts are looked through."""
    return OrphanLooks(stores.database)


def listed(number: str, charge: str = "0.09", word: str = "Completed") -> ListedOrder:
    return ListedOrder(
        number, "77", LINK, 5_000_000_000, Decimal(charge), "USD", NOON, True, PanelState.COMPLETED, word, 0
    )


async def kept(orphans: Orphans, *numbers: str, panel: str = PANEL) -> Sequence[FoundOrphan]:
    """Keep these, and return all that wait at the panel."""
    await orphans.keep(panel, [listed(number) for number in numbers], FoundBy.LIST, NOON)
    return await orphans.list_undecided(panel)


async def shown(orphans: Orphans, *numbers: str) -> dict[str, int]:
    """Keep these and have them shown as nothing that we know; return their rows by number."""
    found = await kept(orphans, *numbers)
    await orphans.judged(PANEL, {one.id: Judgement(Looks.NOTHING) for one in found}, LATER)
    return {one.number: one.id for one in found}


async def voided(stores: StoresUnderTest) -> int:
    order = await stores.undecided()
    await stores.resolutions.void(order.id, NOON)
    return order.id


def of(order_id: int) -> Judgement:
    return Judgement(Looks.OURS, order_id, Sure.SURE, (Fits.LINK, Fits.SERVICE))


async def test_ours_are_left_out_and_the_others_are_kept_once(
    stores: StoresUnderTest, orphans: Orphans
) -> None:
    await stores.placed("5")
    assert await orphans.keep(PANEL, [listed("5"), listed("6")], FoundBy.LIST, NOON) == 1
    again = listed("6", "0.05", "Refunded")
    assert await orphans.keep(PANEL, [again], FoundBy.NUMBERS, LATER) == 0
    [one] = await orphans.list_undecided(PANEL)
    assert (one.number, one.found_by, one.found_at) == ("6", FoundBy.LIST, NOON)
    assert (one.charge_micro, one.word, one.link, one.created_at) == (50_000, "Refunded", LINK, NOON)
    assert await orphans.list_waiting(limit=9) == [], "it is not judged yet"


async def test_one_number_at_two_panels_is_two_orders(stores: StoresUnderTest, orphans: Orphans) -> None:
    await stores.placed("5")
    await kept(orphans, "5", "6")
    assert [one.number for one in await kept(orphans, "5", panel="other")] == ["5"]
    assert [one.number for one in await orphans.list_undecided(PANEL)] == ["6"]


async def test_nobody_is_shown_one_that_may_still_be_on_its_way(
    stores: StoresUnderTest, orphans: Orphans
) -> None:
    [one] = await kept(orphans, "6")
    lost = await stores.undecided()
    assert await orphans.judged(PANEL, {one.id: of(lost.id)}, LATER - MINUTE) == 0
    assert await orphans.list_waiting(limit=9) == []
    assert await orphans.judged(PANEL, {one.id: of(lost.id)}, LATER) == 1
    [now_so] = await orphans.list_waiting(limit=9)
    assert (now_so.sure, now_so.fits, now_so.order_state) == (
        Sure.SURE,
        (Fits.LINK, Fits.SERVICE),
        OrderState.UNKNOWN,
    )
    assert [alert.kind for alert in await stores.wrong()].count(AlertKind.ORPHAN_FOUND) == 1
    queue = WaitingForStaff(stores.database, panels=[PANEL])
    [waits] = await queue.list_page((Waits.ORPHAN,), LATER, limit=9)
    assert (waits.number, waits.name, waits.order_id) == (one.id, "6", lost.id)
    assert await queue.count((Waits.ORPHAN,), LATER) == 1


async def test_a_number_that_arrives_late_settles_it(stores: StoresUnderTest, orphans: Orphans) -> None:
    rows = await shown(orphans, "6", "7")
    placed = await stores.placed("6")
    assert [one.number for one in await orphans.list_waiting(limit=9)] == ["7"], "at once"
    assert not await orphans.decide(rows["6"], Decided.OWN, OLGA, LATER)
    await orphans.judged(PANEL, {rows["7"]: Judgement(Looks.NOTHING)}, LATER)
    one = await orphans.find(rows["6"])
    assert one is not None
    assert (one.decided, one.order_id, one.decided_by) == (Decided.ORDER, placed.id, None)


async def test_adopting_decides_it_and_correcting_the_number_releases_it(
    stores: StoresUnderTest, orphans: Orphans
) -> None:
    rows = await shown(orphans, "6", "7")
    lost = await stores.undecided()
    await orphans.judged(PANEL, {rows["6"]: of(lost.id)}, LATER)
    await stores.resolutions.adopt(lost.id, "6", LATER, by=OLGA)
    first = await orphans.find(rows["6"])
    assert first is not None
    assert (first.decided, first.order_id, first.decided_by) == (Decided.ORDER, lost.id, OLGA)
    assert AlertKind.ORPHAN_FOUND not in {alert.kind for alert in await stores.wrong()}
    assert not await orphans.undo(rows["6"], OLGA, LATER), "that is undone on the order's own card"
    await stores.resolutions.renumber(lost.id, "7", LATER, by=BOB, wrong="6")
    assert [one.number for one in await orphans.list_waiting(limit=9)] == ["6"]
    second = await orphans.find(rows["7"])
    assert second is not None
    assert (second.decided, second.decided_by) == (Decided.ORDER, BOB)
    assert await stores.broken() == set()


async def test_giving_back_releases_the_number_and_stops_what_was_asked_of_it(
    stores: StoresUnderTest, orphans: Orphans
) -> None:
    await shown(orphans, "6")
    first, second = await stores.undecided(), await stores.undecided(BOB)
    await stores.resolutions.adopt(first.id, "6", LATER, by=OLGA)
    adopted = await stores.order(first.id)
    await stores.requests.ask(adopted, RequestKind.CANCEL, LATER)
    assert await stores.resolutions.take_back(first.id, LATER, by=OLGA, wrong="6")
    after = await stores.order(first.id)
    assert (after.state, after.panel_order_id, after.ask_at) == (OrderState.CANCELED, None, None)
    assert (after.ended_by, after.refunded_micro) == (OLGA, after.terms.price_micro)
    assert await stores.requests.claim(LATER) is None
    assert await stores.swept.to_ask(LATER + MINUTE) == []
    late = StatusReport(PanelState.IN_PROGRESS, "In progress", remains=1)  # on its way meanwhile
    await stores.swept.apply([follow(adopted, late, LATER), follow(after, late, LATER)])
    assert (await stores.order(first.id)).state is OrderState.CANCELED
    assert [one.number for one in await orphans.list_waiting(limit=9)] == ["6"]
    assert await stores.resolutions.adopt(second.id, "6", LATER, by=OLGA)
    assert await stores.broken(LATER) == set()


async def test_a_loss_is_noted_with_its_cost_and_books_nothing(
    stores: StoresUnderTest, orphans: Orphans
) -> None:
    order_id = await voided(stores)
    rows = await shown(orphans, "6")
    before = await stores.all(select(func.count()).select_from(journal))
    await orphans.judged(PANEL, {rows["6"]: of(order_id)}, LATER)
    assert await orphans.lose(rows["6"], order_id, LATER, by=OLGA, currency="USD")
    assert not await orphans.lose(rows["6"], order_id, LATER, by=BOB, currency="USD")
    assert await stores.all(select(func.count()).select_from(journal)) == before
    assert (await stores.order(order_id)).state is OrderState.VOIDED
    noted = await Acts(stores.database).last(f"orphan:{rows['6']}")
    assert noted is not None
    assert (noted.act.did, noted.act.order_id, noted.act.person_id) == (Did.ORPHAN_LOSS, order_id, ANN)
    assert (noted.act.amount_micro, noted.act.currency) == (90_000, "USD")
    assert await orphans.undo(rows["6"], BOB, LATER)
    assert [alert.kind for alert in await stores.wrong()].count(AlertKind.ORPHAN_FOUND) == 1
    assert await stores.broken() == set()


async def test_only_an_order_that_was_given_back_at_this_panel_can_be_lost(
    stores: StoresUnderTest, orphans: Orphans
) -> None:
    rows = await shown(orphans, "6")
    running = await stores.placed("9")
    assert not await orphans.lose(rows["6"], running.id, LATER, by=OLGA, currency="USD")
    assert not await orphans.lose(rows["6"], 999, LATER, by=OLGA, currency="USD")
    order_id = await voided(stores)
    [other] = await kept(orphans, "6", panel="other")
    assert not await orphans.lose(other.id, order_id, LATER, by=OLGA, currency="USD")


async def test_deciding_happens_once_and_can_be_undone(stores: StoresUnderTest, orphans: Orphans) -> None:
    rows = await shown(orphans, "6")
    assert await orphans.decide(rows["6"], Decided.OWN, OLGA, LATER)
    assert not await orphans.decide(rows["6"], Decided.NOBODYS, BOB, LATER)
    assert [one.decided for one in await orphans.list_decided(limit=9)] == [Decided.OWN]
    assert await orphans.undo(rows["6"], BOB, LATER)
    assert not await orphans.undo(rows["6"], BOB, LATER)
    acts = await Acts(stores.database).list_latest(limit=9)
    assert [one.act.did for one in acts] == [Did.ORPHAN_UNDONE, Did.ORPHAN_OWN]


async def test_what_is_from_before_decides_itself_and_stays(orphans: Orphans) -> None:
    [one] = await kept(orphans, "6")
    assert await orphans.judged(PANEL, {one.id: Judgement(Looks.BEFORE)}, LATER) == 0
    assert await orphans.list_undecided(PANEL) == []
    assert not await orphans.undo(one.id, OLGA, LATER)
    [decided] = await orphans.list_decided(limit=9)
    assert (decided.decided, decided.decided_by) == (Decided.OWN, None)


async def test_pages_go_on_behind_the_last(orphans: Orphans) -> None:
    rows = await shown(orphans, *(str(number) for number in range(6, 13)))
    first = await orphans.list_waiting(limit=4)
    rest = await orphans.list_waiting(limit=9, after=first[-1].id)
    assert [one.id for one in (*first, *rest)] == sorted(rows.values())
    for number in rows.values():
        await orphans.decide(number, Decided.OWN, OLGA, LATER)
    first = await orphans.list_decided(limit=4)
    rest = await orphans.list_decided(limit=9, after=first[-1].id)
    assert [one.id for one in (*first, *rest)] == sorted(rows.values(), reverse=True)


async def test_the_rest_are_marked_at_once_but_for_those_like_ours(
    stores: StoresUnderTest, orphans: Orphans
) -> None:
    rows = await shown(orphans, "6", "7", "8")
    order_id = await voided(stores)
    await orphans.judged(PANEL, {rows["7"]: of(order_id)}, LATER)
    assert await orphans.decide_rest(OLGA, LATER) == 2
    assert await orphans.decide_rest(OLGA, LATER) == 0
    assert [one.number for one in await orphans.list_waiting(limit=9)] == ["7"]


async def test_ours_that_may_be_there_are_those_that_were_sent(
    stores: StoresUnderTest, looks: OrphanLooks
) -> None:
    unsent = await stores.reserved()
    await stores.orders.withdraw(unsent.id, owner=ANN, now=NOON)
    lost = await stores.settled(Rejected(Refusal.LINK, "bad link"))
    given_up = await voided(stores)
    by_hand = await stores.undecided(BOB)
    await stores.resolutions.adopt(by_hand.id, "9", NOON, by=OLGA)
    await stores.placed("10")
    unknown = await stores.undecided()
    found = {one.id: one for one in await looks.list_lost(PANEL, LATER)}
    assert set(found) == {lost.id, given_up, by_hand.id, unknown.id}
    one = found[unknown.id]
    assert (one.service_id, one.quantity, one.sent_at) == ("77", 5_000_000_000, NOON)
    assert await looks.list_lost("other", LATER) == []
    assert given_up not in {one.id for one in await looks.list_lost(PANEL, NOON + timedelta(days=31))}


async def test_an_account_is_looked_through_since_its_first_order(
    stores: StoresUnderTest, looks: OrphanLooks
) -> None:
    await stores.placed("41", now=NOON - MINUTE)
    await stores.placed("50")
    await looks.begin(PANEL, LATER)
    await looks.begin(PANEL, LATER + MINUTE)
    await looks.begin("other", LATER)
    one = await looks.find(PANEL)
    assert one is not None
    assert (one.begun_at, one.first_number, one.due_at, one.by_key) == (
        NOON - MINUTE,
        41,
        LATER,
        ByKey.UNKNOWN,
    )
    assert [one.begun_at for one in await looks.list_all()] == [NOON - MINUTE, LATER]
    await looks.looked(PANEL, LATER + 60 * MINUTE, by_key=ByKey.YES, wants_list=False, lists=False)
    await looks.wish(LATER)
    one = await looks.find(PANEL)
    assert one is not None
    assert (one.due_at, one.wants_list, one.lists, one.by_key) == (LATER, True, False, ByKey.YES)
    numbered = await looks.list_numbered(PANEL, LATER)
    assert sorted(one.number for one in numbered) == [41, 50]
    assert [one.number for one in await looks.list_numbered(PANEL, LATER - MINUTE)] == [41]
