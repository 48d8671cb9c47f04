"""What people were told of services: kept with the notice that tells it, in one transaction."""

from datetime import timedelta

from sqlalchemy import select

from shop.catalogue.service_news import Told, Weighed
from shop.notice import alert
from storage.people.service_news import ServiceNews
from storage.people.tables import told_service
from storage.waits import Waits
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, StoresUnderTest

HOUR = timedelta(hours=1)
ROW = Told("77", "Followers", "USD", 9_000_000_000_000)
GONE = Told("s" * 200, "", "USD", None, 5_000_000_000, NOON)


async def due(news: ServiceNews, after: timedelta = timedelta()) -> list[int]:
    return [one.person.id for one in await news.list_due(NOON + after, limit=50)]


async def test_who_wants_news_is_due_the_longest_overdue_first(stores: StoresUnderTest) -> None:
    news = ServiceNews(stores.database)
    assert await due(news) == []
    await news.start(BOB, NOON - MINUTE)
    await news.start(ANN, NOON)
    assert await due(news) == [BOB, ANN]
    assert [one.person.id for one in await news.list_due(NOON, limit=1)] == [BOB]
    found = await stores.people.find(ANN)
    assert found is not None
    assert found.preferences.news
    await news.note(BOB, Weighed((), (), ()), now=NOON, next_at=NOON + HOUR)
    assert await due(news) == [ANN]
    assert await due(news, HOUR) == [ANN, BOB]
    await stores.people.seen(found, NOON)  # whoever writes keeps what they have set
    assert await due(news) == [ANN]


async def test_a_look_is_stored_with_its_notice(stores: StoresUnderTest) -> None:
    news = ServiceNews(stores.database)
    await news.start(ANN, NOON)
    looked = Weighed((ROW, GONE), (), ())
    assert await news.note(ANN, looked, now=NOON, next_at=NOON + HOUR)
    assert await news.known_to(ANN) == {ROW.service_id: ROW, GONE.service_id: GONE}
    assert await news.known_to(BOB) == {}
    again = Told("77", "Followers", "EUR", None, 1, NOON + MINUTE)
    told = alert(ANN, "x", "news")
    looked = Weighed((again,), (GONE.service_id, "never"), ())
    assert await news.note(ANN, looked, notice=told, now=NOON + MINUTE, next_at=NOON + HOUR)
    assert await news.known_to(ANN) == {"77": again}
    assert (await stores.message("alert", now=NOON + MINUTE)).chat_id == ANN
    [reader] = await news.list_due(NOON + HOUR, limit=50)
    assert reader.told_at == NOON + MINUTE


async def test_who_has_stopped_meanwhile_is_told_nothing(stores: StoresUnderTest) -> None:
    news = ServiceNews(stores.database)
    await news.start(ANN, NOON)
    await news.note(ANN, Weighed((ROW,), (), ()), now=NOON, next_at=NOON)
    await news.stop(ANN)
    looked = Weighed((ROW,), (), ())
    assert not await news.note(ANN, looked, notice=alert(ANN, "x", "n"), now=NOON, next_at=NOON)
    assert await stores.messages() == []
    assert await stores.all(select(told_service)) == []
    assert await due(news, HOUR) == []


async def test_looks_move_with_the_clock(stores: StoresUnderTest) -> None:
    news = ServiceNews(stores.database)
    await news.start(ANN, NOON)
    await news.note(ANN, Weighed((GONE,), (), ()), now=NOON, next_at=NOON + HOUR)
    await Waits(stores.database).move(-timedelta(days=1), NOON)
    assert await due(news, HOUR - timedelta(days=1)) == [ANN]
    assert (await news.known_to(ANN))[GONE.service_id].differs_at == NOON - timedelta(days=1)
    await news.note(ANN, Weighed((), (), ()), now=NOON, next_at=NOON + timedelta(days=400))
    await Waits(stores.database).wake_too_late(NOON)
    assert await due(news) == [ANN]
