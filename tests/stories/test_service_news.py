"""News of one's own services: asked for, at most once a day, and only of what lasts."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from playground.telegram import FakeMessage
from tests.in_process import ANN, Harness, Player

HOUR = 3_600
TITLE = "News of your services"


@pytest.fixture(params=["private", "shop"])
async def harness(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    extra = (
        {"access": "shop", "markup_percent": "50", "price_step": "0.05"} if request.param == "shop" else {}
    )
    harness = Harness(database_file, **extra)  # type: ignore[arg-type]  # none of these sets the dialect
    await harness.opens()
    await harness.ann.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


def news(player: Player) -> list[FakeMessage]:
    return [one for one in player.person.chat if one.text.startswith(f"📰 {TITLE}\n\n")]


async def wants(harness: Harness, service: str = "1") -> None:
    """Have Ann ask for news on a service's card, on New Year's noon in UTC."""
    await harness.ann.says(f"/start s_{service}")
    await harness.ann.taps("Tell me")
    await harness.passes(60)


def reprice(harness: Harness, rate: str, number: int = 1) -> None:
    service = harness.panel.catalogue.service(number)
    assert service is not None
    harness.panel.catalogue.add(replace(service, rate=rate))


async def hours(harness: Harness, count: int) -> None:
    """Let this many hours pass, with a round of the kiosk's work every half an hour."""
    for _ in range(2 * count):
        await harness.passes(HOUR / 2)


def rate_of(harness: Harness, number: int = 1) -> float:
    service = harness.panel.catalogue.service(number)
    assert service is not None
    return float(service.rate)


async def test_nobody_hears_who_has_not_asked(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start s_1")
    await ann.taps("Keep")
    reprice(harness, str(rate_of(harness) * 1.1))
    await hours(harness, 8)
    assert news(ann) == []


async def test_a_price_that_rises_for_good_is_told_once_in_shop_prices(harness: Harness) -> None:
    ann = harness.ann
    await wants(harness)
    board, shelf = harness.kiosk.services.board, harness.kiosk.services.storefront
    service = shelf.service("1")
    assert service is not None
    before = board.for_person(ANN).rate_shown(service)
    reprice(harness, str(rate_of(harness) * 1.2))
    await hours(harness, 1)
    assert news(ann) == [], "it might be a mistake of the panel's"
    await hours(harness, 3)
    service = shelf.service("1")
    assert service is not None
    t = harness.kiosk.services.catalogues.of("en")
    now = board.for_person(ANN).rate_shown(service)
    [message] = news(ann)
    assert f"🔺 {t.money(now, 'USD')} instead of {t.money(before, 'USD')} · " in message.text
    assert message.silent, "nobody knows where she lives"
    await hours(harness, 30)
    assert len(news(ann)) == 1
    await ann.taps("Stop this news", message_id=message.id)
    await ann.sees("The news is off.")
    reprice(harness, str(rate_of(harness) * 1.2))
    await hours(harness, 30)
    assert len(news(ann)) == 0


async def test_a_price_that_goes_up_and_down_again_is_no_news(harness: Harness) -> None:
    await wants(harness)
    first = rate_of(harness)
    reprice(harness, str(first * 1.2))
    await hours(harness, 1)
    reprice(harness, str(first))
    await hours(harness, 28)
    assert news(harness.ann) == []


async def test_a_change_below_the_step_of_prices_is_no_news(harness: Harness) -> None:
    if harness.settings.get("access") != "shop":
        return
    await wants(harness)
    board, shelf = harness.kiosk.services.board, harness.kiosk.services.storefront
    service = shelf.service("1")
    assert service is not None
    before = board.for_person(ANN).rate_shown(service)
    reprice(harness, f"{rate_of(harness) - 0.0001:.4f}")
    await hours(harness, 6)
    service = shelf.service("1")
    assert service is not None
    assert board.for_person(ANN).rate_shown(service) == before
    assert news(harness.ann) == []


async def test_a_service_that_is_left_out_once_is_not_gone(harness: Harness) -> None:
    await wants(harness)
    service = harness.panel.catalogue.service(1)
    assert service is not None
    harness.panel.catalogue.remove(1)
    await hours(harness, 1)
    harness.panel.catalogue.add(service)
    await hours(harness, 28)
    assert news(harness.ann) == []


async def test_gone_and_back_again_a_day_later(harness: Harness) -> None:
    ann = harness.ann
    await wants(harness)
    service = harness.panel.catalogue.service(1)
    assert service is not None
    harness.panel.catalogue.remove(1)
    await hours(harness, 5)
    [gone] = news(ann)
    assert "🚫 No longer sold · " in gone.text
    assert service.name[:20] in gone.text
    assert [row[0].label for row in gone.keyboard] == ["🔕 Stop this news", "🏠 Menu"]
    harness.panel.catalogue.add(service)
    await hours(harness, 6)
    assert len(news(ann)) == 1, "one message a day"
    await hours(harness, 24)
    [_, back] = news(ann)
    assert "✅ Back for " in back.text
    await ann.taps(back.keyboard[0][0].label, message_id=back.id)
    await ann.sees("Order", "Kept", service.name[:20])


async def test_what_is_no_longer_read_is_no_news(harness: Harness) -> None:
    """The panel is away, and then answers with nothing."""
    await wants(harness)
    kept = list(harness.panel.catalogue)
    for service in kept:
        harness.panel.catalogue.remove(service.id)
    await hours(harness, 1)
    for service in kept:
        harness.panel.catalogue.add(service)
    await hours(harness, 6)
    assert news(harness.ann) == []


async def test_they_come_in_the_daytime_of_their_reader(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/settings")
    await ann.taps("My time")
    await ann.says("Tokyo")  # it is 21:00 there
    await wants(harness)
    reprice(harness, str(rate_of(harness) * 1.2))
    await hours(harness, 11)
    assert news(ann) == [], "it is 8:00 there"
    await hours(harness, 3)
    [message] = news(ann)
    assert not message.silent


async def test_many_are_one_message(harness: Harness) -> None:
    ann = harness.ann
    await wants(harness)
    for number in range(2, 9):
        await ann.says(f"/start s_{number}")
        await ann.taps("Keep")
    await hours(harness, 2)
    for number in range(1, 9):
        reprice(harness, str(rate_of(harness, number) * 1.3), number)
    await hours(harness, 5)
    [message] = news(ann)
    assert message.text.count("🔺") == 8
    assert len(message.keyboard) == 7
    labels = [row[0].label for row in message.keyboard]
    assert len(set(labels)) == 7
    assert max(map(len, labels)) <= 30


async def test_a_service_ordered_before_is_among_them(harness: Harness) -> None:
    if harness.settings.get("access") == "shop":
        return  # she has no money there
    ann = harness.ann
    await wants(harness)
    await ann.says("/order 3 https://instagram.com/p/abc 100")
    await ann.taps("Confirm")
    await hours(harness, 2)
    reprice(harness, str(rate_of(harness, 3) * 1.3), 3)
    await hours(harness, 5)
    [message] = news(ann)
    assert message.text.count("🔺") == 1


async def test_a_price_that_no_row_can_hold_stops_nobodys_news(database_file: Path) -> None:
    harness = Harness(database_file, access="shop", markup_percent="1500")
    await harness.opens()
    ann = harness.ann
    await wants(harness)
    await ann.says("/start s_2")
    await ann.taps("Keep")
    await hours(harness, 2)
    reprice(harness, "900000000000")
    reprice(harness, str(rate_of(harness, 2) * 1.3), 2)
    await hours(harness, 5)
    [message] = news(ann)
    assert message.text.count(" · ") == 1
    assert "🔺" in message.text
    await harness.closes()


async def test_they_survive_a_restart_and_a_clock_that_is_set(harness: Harness) -> None:
    ann = harness.ann
    await wants(harness)
    reprice(harness, str(rate_of(harness) * 1.2))
    await hours(harness, 1)
    await harness.restarts()
    await harness.rounds()
    harness.clock.set_ahead(timedelta(hours=-3))
    await harness.settles()
    await hours(harness, 5)
    assert len(news(ann)) == 1


async def test_they_are_switched_in_the_settings(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/settings")
    await ann.sees("News of your services: off")
    await ann.taps("News")
    await ann.sees("The news is off.", "Back", "Menu")
    await ann.taps("Tell me")
    await ann.sees("The news is on.")
    await ann.taps("Back")
    await ann.sees("News of your services: on")
    await ann.says("/start s_1")
    await ann.sees("Tell me")
    await ann.taps("Keep")
    assert "Tell me" not in ann.person.last.shown
    assert not any("Tell me" in one.label for one in ann.person.last.buttons)
