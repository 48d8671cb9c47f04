"""Ratings: one an order, its owner's, of what was delivered; the latest first."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shop.catalogue.ratings import Rated
from shop.errors import ShopError
from shop.ordering.order import Order, OrderState
from shop.ordering.status_tracking import follow
from shop.replies import PanelState, StatusReport
from storage.orders.endings import Endings
from storage.orders.ratings import Ratings
from storage.orders.tables import rating
from storage.tidying import Tidying
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, TERMS, StoresUnderTest


def ratings_in(stores: StoresUnderTest, panel: str = PANEL) -> Ratings:
    return Ratings(stores.database, panel=panel)


async def ended(
    stores: StoresUnderTest,
    number: str = "1",
    person_id: int = ANN,
    state: PanelState = PanelState.COMPLETED,
    remains: int | None = None,
) -> Order:
    """Make an order of which the panel says that it has ended."""
    order = await stores.placed(number, person_id)
    report = StatusReport(state, state.value, remains=remains)
    await stores.swept.apply([follow(order, report, NOON)])
    return await stores.order(order.id)


async def test_a_rating_is_read_with_its_order_and_moves_its_card(stores: StoresUnderTest) -> None:
    order, ratings = await ended(stores), ratings_in(stores)
    revision = (await stores.message("card")).revision
    await ratings.rate(order.id, owner=ANN, stars=4, now=NOON)
    assert (await stores.order(order.id)).stars == 4
    mine = await stores.orders.find(order.id, owner=ANN)
    assert mine is not None
    assert mine.stars == 4
    assert (await stores.message("card")).revision == revision + 1


async def test_it_changes_and_the_same_again_changes_nothing(stores: StoresUnderTest) -> None:
    order, ratings = await ended(stores), ratings_in(stores)
    for minute, stars in enumerate((2, 5, 5)):
        await ratings.rate(order.id, owner=ANN, stars=stars, now=NOON + minute * MINUTE)
    [row] = await stores.all(select(rating))
    assert (row.order_id, row.panel, row.stars, row.rated_at) == (order.id, PANEL, 5, NOON + MINUTE)


@pytest.mark.parametrize("number", [1, 2, 0, -1, 2**63, 10**30])
async def test_nobody_rates_anothers_order_or_one_that_is_not_there(
    stores: StoresUnderTest, number: int
) -> None:
    await ended(stores)
    with pytest.raises(ShopError, match="order_unknown"):
        await ratings_in(stores).rate(number, owner=BOB, stars=1, now=NOON)
    assert await stores.all(select(rating)) == []


@pytest.mark.parametrize(
    ("state", "remains", "is_rated"),
    [
        (PanelState.IN_PROGRESS, None, False),
        (PanelState.COMPLETED, None, True),
        (PanelState.PARTIAL, 1, True),
        (PanelState.PARTIAL, TERMS.quantity, False),
        (PanelState.CANCELED, None, False),
    ],
)
async def test_only_what_was_delivered_is_rated(
    stores: StoresUnderTest, state: PanelState, remains: int | None, *, is_rated: bool
) -> None:
    order, ratings = await ended(stores, state=state, remains=remains), ratings_in(stores)
    if is_rated:
        await ratings.rate(order.id, owner=ANN, stars=3, now=NOON)
    else:
        with pytest.raises(ShopError, match="rate_not_now"):
            await ratings.rate(order.id, owner=ANN, stars=3, now=NOON)
    assert (await stores.order(order.id)).stars == (3 if is_rated else None)


async def test_an_end_by_hand_says_nothing_of_what_was_delivered(stores: StoresUnderTest) -> None:
    order = await stores.placed("1")
    endings = Endings(stores.database, panel=PANEL, operators=frozenset({OLGA}))
    assert await endings.end(order.id, NOON, refund=False, by=OLGA)
    assert (await stores.order(order.id)).state is OrderState.COMPLETED
    with pytest.raises(ShopError, match="rate_not_now"):
        await ratings_in(stores).rate(order.id, owner=ANN, stars=3, now=NOON)


@pytest.mark.parametrize("stars", [0, 6, -1])
async def test_the_database_itself_refuses_other_stars(stores: StoresUnderTest, stars: int) -> None:
    order = await ended(stores)
    with pytest.raises(IntegrityError):
        await ratings_in(stores).rate(order.id, owner=ANN, stars=stars, now=NOON)


async def test_they_are_read_page_by_page_the_latest_first(stores: StoresUnderTest) -> None:
    """Also where several were given in the same moment."""
    ratings, given = ratings_in(stores), []
    for number, minutes in enumerate((5, 3, 9, 3, 3, 7)):
        order = await ended(stores, str(number), BOB if number == 2 else ANN)
        now = NOON + minutes * MINUTE
        await ratings.rate(order.id, owner=order.person_id, stars=1 + number % 5, now=now)
        given.append(Rated(order.id, order.person_id, TERMS.service_id, 1 + number % 5, now))
    read: list[Rated] = []
    page = await ratings.list_rated(limit=2)
    while page:
        read += page
        page = await ratings.list_rated(limit=2, before=page[-1])
    assert read == sorted(given, key=lambda one: (one.rated_at, one.order_id), reverse=True)


async def test_those_of_another_panel_account_are_not_read(stores: StoresUnderTest) -> None:
    order = await ended(stores)
    await ratings_in(stores).rate(order.id, owner=ANN, stars=3, now=NOON)
    assert await ratings_in(stores, "other").list_rated(limit=10) == []


async def test_a_rating_is_kept_as_long_as_its_order(stores: StoresUnderTest) -> None:
    order = await ended(stores)
    await ratings_in(stores).rate(order.id, owner=ANN, stars=3, now=NOON)
    await Tidying(stores.database).tidy(NOON + 10 * 365 * 24 * 60 * MINUTE)
    assert (await stores.order(order.id)).stars == 3
    assert await stores.broken() == set()
