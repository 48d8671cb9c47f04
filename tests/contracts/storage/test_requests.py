"""Refill and cancel: asked once, sent to the panel once, ended by the panel's report."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import make_url, select, text, update

from shop.errors import ShopError
from shop.identity import FIRST_PANEL
from shop.ordering.order import Order
from shop.ordering.refills_and_cancels import NO_ANSWER, NO_NEWS, UNHEARD_BELIEVED
from shop.ordering.request import Request, RequestKind, RequestState
from shop.ordering.status_tracking import follow
from shop.replies import PanelState, RefillRefusal, StatusReport
from storage.core.async_engines import for_migrating
from storage.core.database import Database
from storage.orders.requests import Requests, ask_anew
from storage.orders.tables import orders, request
from tests.contracts.storage.stores import BOB, MINUTE, NOON, OLGA, StoresUnderTest

LATER = NOON + 60 * MINUTE


async def asked(stores: StoresUnderTest, kind: RequestKind, panel_id: str = "1") -> Order:
    """Make a placed order with this request."""
    order = await stores.placed(panel_id)
    await stores.requests.ask(order, kind, NOON)
    return await stores.order(order.id)


async def answered(
    stores: StoresUnderTest, state: RequestState, refill_id: str | None = None, text: str = ""
) -> tuple[Request, Order]:
    """Send the oldest request to the panel, which gives this answer."""
    claimed = await stores.requests.claim(NOON)
    assert claimed is not None
    request, order = claimed
    await stores.requests.answered(
        request, order, state=state, text=text, refill_id=refill_id, now=NOON + MINUTE
    )
    return request, await stores.order(order.id)


async def reported(stores: StoresUnderTest, order: Order, state: PanelState) -> Order:
    """Store this state as the panel's report on the order."""
    await stores.swept.apply([follow(order, StatusReport(state, state.value), NOON + 2 * MINUTE)])
    return await stores.order(order.id)


@pytest.mark.parametrize("kind", [RequestKind.REFILL, RequestKind.CANCEL])
async def test_a_wish_is_noted_on_its_order_and_card(stores: StoresUnderTest, kind: RequestKind) -> None:
    order = await stores.placed("1")
    revision = (await stores.message("card")).revision
    await stores.requests.ask(order, kind, NOON)
    [request] = (await stores.order(order.id)).requests
    assert (request.kind, request.state, request.order_id) == (kind, RequestState.ASKING, order.id)
    assert (await stores.message("card")).revision == revision + 1


async def test_one_wish_of_a_kind_is_under_way_at_a_time(stores: StoresUnderTest) -> None:
    order = await stores.placed("1")
    tapped = await asyncio.gather(
        *(stores.requests.ask(order, RequestKind.REFILL, NOON) for _ in range(10)), return_exceptions=True
    )
    refused = [error for error in tapped if error is not None]
    assert {error.key for error in refused if isinstance(error, ShopError)} == {"request_under_way"}
    assert len(refused) == 9
    await stores.requests.ask(order, RequestKind.CANCEL, NOON)
    assert len((await stores.order(order.id)).requests) == 2


@pytest.mark.parametrize("state", [RequestState.REQUESTED, RequestState.UNCLEAR])
async def test_while_its_outcome_is_open_it_cannot_be_asked_again(
    stores: StoresUnderTest, state: RequestState
) -> None:
    order = await asked(stores, RequestKind.CANCEL)
    await answered(stores, state)
    with pytest.raises(ShopError, match="request_under_way"):
        await stores.requests.ask(order, RequestKind.CANCEL, NOON)


@pytest.mark.parametrize("state", [RequestState.REFUSED, RequestState.DONE, RequestState.REJECTED])
async def test_after_its_end_it_can_be_asked_again(stores: StoresUnderTest, state: RequestState) -> None:
    order = await asked(stores, RequestKind.REFILL)
    await answered(stores, state)
    await stores.requests.ask(order, RequestKind.REFILL, NOON)
    assert [request.state for request in (await stores.order(order.id)).requests] == [
        state,
        RequestState.ASKING,
    ]


async def test_each_wish_is_claimed_once_oldest_first(stores: StoresUnderTest) -> None:
    first, second = await asked(stores, RequestKind.CANCEL, "1"), await asked(stores, RequestKind.CANCEL, "2")
    claimed = [await stores.requests.claim(NOON) for _ in range(3)]
    assert [found and found[1].id for found in claimed] == [first.id, second.id, None]
    assert [found[0].state for found in claimed if found] == [RequestState.SENDING, RequestState.SENDING]


async def test_two_processes_put_no_wish_twice(stores: StoresUnderTest, database_url: str) -> None:
    for number in range(4):
        await asked(stores, RequestKind.CANCEL, str(number))
    neighbour = Database(database_url)
    await neighbour.open()
    claims = [asking.claim(NOON) for asking in (stores.requests, Requests(neighbour)) for _ in range(6)]
    claimed = [found[0].id for found in await asyncio.gather(*claims) if found]
    await neighbour.close()
    assert len(claimed) == len(set(claimed))
    assert claimed


async def test_the_panels_answer_is_kept_and_shown(stores: StoresUnderTest) -> None:
    await asked(stores, RequestKind.REFILL)
    revision = (await stores.message("card")).revision
    _, order = await answered(stores, RequestState.REQUESTED, refill_id="R-9", text="x" * 1000)
    [request] = order.requests
    assert (request.state, request.panel_refill_id, request.text) == (
        RequestState.REQUESTED,
        "R-9",
        "x" * 300,
    )
    assert (await stores.message("card", now=NOON + MINUTE)).revision == revision + 1


@pytest.mark.parametrize("state", [RequestState.DONE, RequestState.REJECTED])
async def test_a_refills_end_is_told_once(stores: StoresUnderTest, state: RequestState) -> None:
    await asked(stores, RequestKind.REFILL)
    request, order = await answered(stores, RequestState.REQUESTED, refill_id="R-9")
    for _ in range(2):
        await stores.requests.answered(
            request, order, state=state, text="", refill_id="R-9", now=NOON + MINUTE
        )
    assert (await stores.message("refill", now=NOON + MINUTE)).payload == {
        "order_id": order.id,
        "state": state,
    }


async def test_an_ended_request_takes_no_later_answer(stores: StoresUnderTest) -> None:
    await asked(stores, RequestKind.CANCEL)
    request, order = await answered(stores, RequestState.REQUESTED)
    ended = await reported(stores, order, PanelState.CANCELED)
    await stores.requests.answered(
        request, order, state=RequestState.REQUESTED, text="late", refill_id=None, now=NOON
    )
    assert await stores.order(order.id) == ended


@pytest.mark.parametrize(
    ("panel_says", "ends"),
    [
        (PanelState.CANCELED, RequestState.DONE),
        (PanelState.PARTIAL, RequestState.DONE),
        (PanelState.COMPLETED, RequestState.REJECTED),
        (PanelState.IN_PROGRESS, RequestState.REQUESTED),
    ],
)
async def test_an_orders_end_answers_its_cancel(
    stores: StoresUnderTest, panel_says: PanelState, ends: str
) -> None:
    await asked(stores, RequestKind.CANCEL)
    _, order = await answered(stores, RequestState.REQUESTED)
    order = await reported(stores, order, panel_says)
    assert [request.state for request in order.requests] == [ends]


async def test_an_orders_end_leaves_its_refill_alone(stores: StoresUnderTest) -> None:
    await asked(stores, RequestKind.REFILL)
    _, order = await answered(stores, RequestState.REQUESTED, refill_id="R-9")
    order = await reported(stores, order, PanelState.COMPLETED)
    assert [request.state for request in order.requests] == [RequestState.REQUESTED]


async def test_what_was_being_asked_at_a_crash_is_unclear_and_not_asked_again(
    stores: StoresUnderTest,
) -> None:
    order = await asked(stores, RequestKind.CANCEL)
    await stores.requests.claim(NOON)
    revision = (await stores.message("card")).revision
    assert await stores.requests.recover(NOON) == 1
    assert (await stores.message("card")).revision == revision + 1
    assert [request.state for request in (await stores.order(order.id)).requests] == [RequestState.UNCLEAR]
    assert await stores.requests.claim(NOON) is None
    assert await stores.requests.recover(NOON) == 0


async def test_refills_are_followed_while_their_end_is_open(stores: StoresUnderTest) -> None:
    for number, refill_id in (("1", "R-1"), ("2", None), ("3", "R-3")):
        await asked(stores, RequestKind.REFILL, number)
        await answered(stores, RequestState.REQUESTED, refill_id=refill_id)
    await asked(stores, RequestKind.CANCEL, "4")
    await answered(stores, RequestState.REQUESTED, refill_id="R-4")
    followed = await stores.requests.refills_to_follow(100, NOON)
    assert [request.panel_refill_id for request, _ in followed] == ["R-1", "R-3"]
    assert [order.panel_order_id for _, order in followed] == ["1", "3"]
    assert len(await stores.requests.refills_to_follow(1, NOON)) == 1
    request, order = followed[0]
    await stores.requests.answered(
        request, order, state=RequestState.DONE, text="", refill_id="R-1", now=NOON
    )
    assert [one.panel_refill_id for one, _ in await stores.requests.refills_to_follow(100, NOON)] == ["R-3"]


async def test_who_was_asked_about_longest_ago_is_asked_about_next(stores: StoresUnderTest) -> None:
    for number in "1234":
        await asked(stores, RequestKind.REFILL, number)
        await answered(stores, RequestState.REQUESTED, refill_id=f"R-{number}")
    rounds = [await stores.requests.refills_to_follow(3, NOON + n * MINUTE) for n in range(3)]
    asked_about = [[request.panel_refill_id for request, _ in followed] for followed in rounds]
    assert asked_about == [["R-1", "R-2", "R-3"], ["R-4", "R-1", "R-2"], ["R-3", "R-1", "R-2"]]


async def test_errors_count_while_they_follow_each_other(stores: StoresUnderTest) -> None:
    for number in "12":
        await asked(stores, RequestKind.REFILL, number)
        await answered(stores, RequestState.REQUESTED, refill_id=f"R-{number}")
    first, second = [request for request, _ in await stores.requests.refills_to_follow(2, NOON)]
    assert await stores.requests.heard([], [first, second]) == set()
    assert await stores.requests.heard([second], [first]) == set()
    assert await stores.requests.heard([], [first, second]) == {first.id}


async def test_answers_that_say_nothing_are_counted_apart_from_errors(stores: StoresUnderTest) -> None:
    for number in ("1", "2"):
        await asked(stores, RequestKind.REFILL, number)
        await answered(stores, RequestState.REQUESTED, refill_id=f"R-{number}")
    first, second = [request for request, _ in await stores.requests.refills_to_follow(2, NOON)]
    await stores.requests.heard([], [first, second])
    for _ in range(UNHEARD_BELIEVED - 1):
        assert await stores.requests.unheard([first, second]) == set()
    await stores.requests.heard([second], [])
    assert await stores.requests.unheard([first, second]) == {first.id}
    assert await stores.requests.unheard([first, second]) == {first.id}
    assert await stores.requests.heard([], [first]) == set(), "the first error in a row"


async def test_what_was_not_asked_is_due_again_later_and_given_up_in_the_end(stores: StoresUnderTest) -> None:
    order = await asked(stores, RequestKind.REFILL)
    now = NOON
    waits: list[float] = []
    while claimed := await stores.requests.claim(now):
        await stores.requests.put_off(*claimed, 90.0 if len(waits) == 2 else None, now)
        [row] = await stores.all(select(request))
        waits.append((row.not_before - now).total_seconds())
        now = row.not_before
    assert waits[:6] == [5, 5, 90, 100, 200, 300]
    assert now == NOON + timedelta(seconds=sum(waits))
    [given_up] = (await stores.order(order.id)).requests
    assert (given_up.state, given_up.text) == (RequestState.REFUSED, NO_ANSWER)
    assert await stores.broken(now) == set()


async def test_a_late_put_off_changes_nothing(stores: StoresUnderTest) -> None:
    await asked(stores, RequestKind.REFILL)
    request, order = await answered(stores, RequestState.REQUESTED, refill_id="R-9")
    await stores.requests.put_off(request, order, None, NOON)
    assert [one.state for one in (await stores.order(order.id)).requests] == [RequestState.REQUESTED]


@pytest.mark.parametrize(
    ("kind", "state", "refill_id", "ends"),
    [
        (RequestKind.REFILL, RequestState.REQUESTED, None, 1),
        (RequestKind.REFILL, RequestState.REQUESTED, "R-9", 0),
        (RequestKind.REFILL, RequestState.UNCLEAR, None, 1),
        (RequestKind.CANCEL, RequestState.REQUESTED, None, 1),
        (RequestKind.CANCEL, RequestState.UNCLEAR, None, 1),
        (RequestKind.CANCEL, RequestState.REFUSED, None, 0),
    ],
)
async def test_what_nothing_can_be_heard_of_ends(
    stores: StoresUnderTest, kind: RequestKind, state: RequestState, refill_id: str | None, ends: int
) -> None:
    order = await asked(stores, kind)
    await reported(
        stores, order, PanelState.IN_PROGRESS if kind == RequestKind.CANCEL else PanelState.COMPLETED
    )
    await stores.requests.claim(NOON)
    [request] = (await stores.order(order.id)).requests
    later = NOON + 3 * MINUTE
    await stores.requests.answered(request, order, state=state, text="", refill_id=refill_id, now=later)
    assert await stores.requests.end_silent(later, later + MINUTE) == 0
    revision = (await stores.message("card", now=later)).revision
    elsewhere = Requests(stores.database, panel="second", others=[FIRST_PANEL])
    assert await elsewhere.end_silent(later + MINUTE, later + MINUTE, numbered=True) == ends
    assert await stores.requests.end_silent(later + MINUTE, later + MINUTE) == 0
    assert (await stores.message("card", now=later + MINUTE)).revision == revision + ends
    [request] = (await stores.order(order.id)).requests
    if ends:
        assert (
            (request.state, request.text) == (RequestState.DONE, "")
            if kind == RequestKind.REFILL
            else (RequestState.REFUSED, NO_NEWS)
        )


async def refused(stores: StoresUnderTest, number: str, service: str, why: RefillRefusal | None) -> None:
    """Make an order of this service, and have its refill refused a minute after noon."""
    order = await stores.placed(number, service_id=service)
    await stores.requests.ask(order, RequestKind.REFILL, NOON)
    claimed = await stores.requests.claim(NOON)
    assert claimed is not None
    await stores.requests.answered(
        *claimed, state=RequestState.REFUSED, text="no", refill_id=None, now=NOON + MINUTE, why=why
    )


@pytest.mark.parametrize("why", [*RefillRefusal, None])
async def test_why_a_refill_was_refused_is_kept(stores: StoresUnderTest, why: RefillRefusal | None) -> None:
    await refused(stores, "1", "77", why)
    [kept] = (await stores.order(1)).requests
    assert (kept.state, kept.why, kept.asked_at, kept.changed_at) == (
        RequestState.REFUSED,
        why,
        NOON,
        NOON + MINUTE,
    )


async def test_services_without_refills_are_known_by_their_refusals(stores: StoresUnderTest) -> None:
    for number, (service, why) in enumerate(
        [
            ("77", RefillRefusal.SERVICE),
            ("77", RefillRefusal.SERVICE),
            ("5", RefillRefusal.OVER),
            ("6", RefillRefusal.NOT_YET),
            ("7", None),
        ]
    ):
        await refused(stores, str(number), service, why)
    assert await stores.requests.list_unrefilled(NOON + MINUTE) == ["77"]
    assert await stores.requests.list_unrefilled(NOON + 2 * MINUTE) == []
    assert await Requests(stores.database, panel="other").list_unrefilled(NOON) == []
    routed = update(orders).where(orders.c.service_id == "77").values(sent_service="2000003")
    await stores.database.write(lambda connection: connection.execute(routed))
    assert await stores.requests.list_unrefilled(NOON + MINUTE) == ["2000003"], "which delivered them"


KINDS = pytest.mark.parametrize("kind", list(RequestKind))


async def adopted(stores: StoresUnderTest, kind: RequestKind, number: str = "6") -> Order:
    """Make an order that an operator has given this number by mistake, with this request."""
    lost = await stores.undecided()
    assert await stores.resolutions.adopt(lost.id, number, NOON, by=OLGA)
    order = await stores.order(lost.id)
    await stores.requests.ask(order, kind, NOON)
    return order


async def corrected(stores: StoresUnderTest, order: Order, number: str, *, wrong: str = "6") -> None:
    assert await stores.resolutions.renumber(order.id, number, LATER, by=OLGA, wrong=wrong)


async def next_number(stores: StoresUnderTest) -> str | None:
    """Return the number about which the panel is asked next; None if about none."""
    claimed = await stores.requests.claim(LATER)
    return claimed[1].panel_order_id if claimed is not None else None


@KINDS
@pytest.mark.parametrize("state", [RequestState.REQUESTED, RequestState.UNCLEAR])
async def test_what_was_asked_about_a_wrong_number_is_asked_about_the_right_one(
    stores: StoresUnderTest, kind: RequestKind, state: RequestState
) -> None:
    order = await adopted(stores, kind)
    await answered(stores, state, refill_id="R-9", text="taken")
    revision = (await stores.message("card", now=LATER)).revision
    await corrected(stores, order, "7")
    [asks] = (await stores.order(order.id)).requests
    assert (asks.state, asks.panel_refill_id, asks.text, asks.asked_at) == (
        RequestState.ASKING,
        None,
        "",
        LATER,
    ), "it is tried for as long as any other"
    assert (await stores.message("card", now=LATER)).revision > revision
    assert await next_number(stores) == "7"
    assert await next_number(stores) is None, "once"
    assert await stores.broken(LATER) == set()


@KINDS
async def test_a_late_answer_about_a_wrong_number_says_nothing(
    stores: StoresUnderTest, kind: RequestKind
) -> None:
    await adopted(stores, kind)
    claimed = await stores.requests.claim(NOON)
    assert claimed is not None
    asked_, order = claimed
    await corrected(stores, order, "7")

    async def says(state: RequestState, of: Order) -> bool:
        return await stores.requests.answered(asked_, of, state=state, text="no", refill_id="R-9", now=LATER)

    for state in (RequestState.REQUESTED, RequestState.REFUSED):
        assert not await says(state, order)
    await stores.requests.put_off(asked_, order, None, LATER)
    assert await next_number(stores) == "7"
    assert not await says(RequestState.REFUSED, order)
    await stores.requests.put_off(asked_, order, None, LATER)
    [asks] = (await stores.order(order.id)).requests
    assert (asks.state, asks.text) == (RequestState.SENDING, "")
    assert await says(RequestState.REQUESTED, await stores.order(order.id))
    [asks] = (await stores.order(order.id)).requests
    assert (asks.state, asks.panel_refill_id) == (RequestState.REQUESTED, "R-9")


@KINDS
async def test_a_number_that_is_corrected_twice_is_asked_about_as_it_is_then(
    stores: StoresUnderTest, kind: RequestKind
) -> None:
    order = await adopted(stores, kind)
    assert await next_number(stores) == "6"
    await corrected(stores, order, "7")
    assert await next_number(stores) == "7"
    await corrected(stores, order, "8", wrong="7")
    assert not await stores.resolutions.renumber(order.id, "8", LATER, by=OLGA, wrong="7"), "a second tap"
    assert await next_number(stores) == "8"
    assert await next_number(stores) is None
    assert len((await stores.order(order.id)).requests) == 1


@KINDS
async def test_a_process_that_dies_with_a_wrong_number_under_way_asks_about_the_right_one(
    stores: StoresUnderTest, kind: RequestKind
) -> None:
    order = await adopted(stores, kind)
    assert await next_number(stores) == "6"
    await corrected(stores, order, "7")
    await stores.requests.recover(LATER)  # a start right after the correction
    assert await next_number(stores) == "7"
    await stores.requests.recover(LATER)
    await corrected(stores, order, "8", wrong="7")
    assert await next_number(stores) == "8"


async def test_whatever_comes_first_the_right_number_is_asked_about_once(stores: StoresUnderTest) -> None:
    """The correction meets the answer, and another one the claim, in the same moment."""
    for turn in range(0, 60, 3):
        wrong, right, last = (str(turn + n) for n in (100, 101, 102))
        await adopted(stores, RequestKind.CANCEL, wrong)
        claimed = await stores.requests.claim(NOON)
        assert claimed is not None
        answering = stores.requests.answered(
            *claimed, state=RequestState.REQUESTED, text="", refill_id=None, now=LATER
        )
        await asyncio.gather(answering, corrected(stores, claimed[1], right, wrong=wrong))
        number, _ = await asyncio.gather(
            next_number(stores), corrected(stores, claimed[1], last, wrong=right)
        )
        assert number in {None, right, last}
        assert await next_number(stores) == (None if number == last else last)


@KINDS
@pytest.mark.parametrize("taken_back", [True, False])
async def test_while_it_waits_for_its_turn_a_request_may_come_to_be_unwanted(
    stores: StoresUnderTest, kind: RequestKind, *, taken_back: bool
) -> None:
    order = await adopted(stores, kind)
    claimed = await stores.requests.claim(LATER)
    assert claimed is not None
    assert await stores.requests.is_wanted(*claimed)
    if taken_back:
        assert await stores.resolutions.take_back(order.id, LATER, by=OLGA, wrong="6")
    else:
        await corrected(stores, order, "7")
    assert not await stores.requests.is_wanted(*claimed)


@pytest.mark.parametrize(
    ("kind", "end"),
    [(RequestKind.CANCEL, RequestState.DONE), (RequestKind.REFILL, RequestState.REJECTED)],
)
@pytest.mark.parametrize("was_sent", [True, False])
async def test_nothing_is_asked_for_an_order_that_was_given_back(
    stores: StoresUnderTest, kind: RequestKind, end: RequestState, was_sent: bool
) -> None:
    order = await adopted(stores, kind)
    if was_sent:
        await answered(stores, RequestState.REQUESTED, refill_id="R-9")
    assert await stores.resolutions.take_back(order.id, LATER, by=OLGA, wrong="6")
    assert [one.state for one in (await stores.order(order.id)).requests] == [end]
    assert await stores.requests.claim(LATER) is None
    assert await stores.requests.refills_to_follow(10, LATER) == []
    assert await stores.broken(LATER) == set()


WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_an_answer_that_waits_for_the_correction_says_nothing_after_it(
    stores: StoresUnderTest, database_url: str
) -> None:
    """On a server: what was read before the wait is not read again after it, but for the request itself."""
    await adopted(stores, RequestKind.CANCEL)
    claimed = await stores.requests.claim(NOON)
    assert claimed is not None
    asked_, order = claimed
    engine = for_migrating(make_url(database_url))
    async with engine.begin() as connection:
        renumbering = update(orders).where(orders.c.id == order.id)
        await connection.execute(renumbering.values(panel_order_id="7"))
        await connection.run_sync(ask_anew, order, LATER)
        answering = asyncio.create_task(
            stores.requests.answered(
                asked_, order, state=RequestState.REQUESTED, text="", refill_id=None, now=LATER
            )
        )
        async with asyncio.timeout(20):
            while not (await connection.execute(WAITS)).scalar():
                pass
    assert not await answering
    assert await next_number(stores) == "7"
    await engine.dispose()


@KINDS
async def test_a_refusal_of_a_wrong_number_was_no_refusal(stores: StoresUnderTest, kind: RequestKind) -> None:
    order = await adopted(stores, kind)
    claimed = await stores.requests.claim(NOON)
    assert claimed is not None
    why = RefillRefusal.SERVICE if kind is RequestKind.REFILL else None
    await stores.requests.answered(
        *claimed, state=RequestState.REFUSED, text="no", refill_id=None, now=NOON, why=why
    )
    await corrected(stores, order, "7")
    [refused_] = (await stores.order(order.id)).requests
    assert (refused_.state, refused_.text, refused_.why) == (RequestState.REFUSED, NO_ANSWER, None)
    assert await stores.requests.list_unrefilled(NOON - MINUTE) == [], "it was another order's service"
    assert await next_number(stores) is None, "its customer may ask again, or not"


async def test_what_has_ended_stays_so_when_the_number_is_corrected(stores: StoresUnderTest) -> None:
    order = await adopted(stores, RequestKind.REFILL)
    await answered(stores, RequestState.DONE)
    await corrected(stores, order, "7")
    assert [one.state for one in (await stores.order(order.id)).requests] == [RequestState.DONE]
    assert await next_number(stores) is None


async def test_anothers_wish_does_not_stand_in_the_way(stores: StoresUnderTest) -> None:
    mine, other = await stores.placed("1"), await stores.placed("2", BOB)
    await stores.requests.ask(mine, RequestKind.REFILL, NOON)
    await stores.requests.ask(other, RequestKind.REFILL, NOON)
    assert await stores.broken() == set()
