"""Services that fail: their figures at the desk, the rule that takes them off sale, and putting one back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Connection, select

from shop.person import GivenRole
from storage.desk.tables import act
from tests.in_process import BOB, Harness, Player
from tests.stories.test_desk import given

LINKS = count(1)
GOOD, BAD = "21", "22"
OFF_SALE = "more of its orders failed than your rule allows"


async def order(player: Player, service: str) -> None:
    await player.says(f"/order {service} https://www.instagram.com/p/quality{next(LINKS)}/ 100")
    await player.taps("Confirm")


async def order_and_end(harness: Harness, service: str, *words: str) -> None:
    """Have Ann order once for each word, and the panel end each order so."""
    before = set(harness.panel.orders)
    for _ in words:
        await order(harness.ann, service)
    numbers = [number for number in harness.panel.orders if number not in before]
    for number in numbers:
        harness.panel.set_state(number, "In progress", remains=50)
    await harness.passes(60)
    for number, word in zip(numbers, words, strict=True):
        harness.panel.set_state(number, word, remains=30 if word == "Partial" else None)
    for _ in range(4):  # refunds of many orders at once are believed after twenty minutes
        await harness.passes(600)


@pytest.fixture
async def shop(harness: Harness) -> AsyncIterator[Harness]:
    """A shop that sold two services: one was delivered six times, of the other five of six failed."""
    for player in (harness.olga, harness.bob):
        await player.says("/start")
    await given(harness, BOB, GivenRole.OPERATOR)
    await order_and_end(harness, GOOD, *["Completed"] * 6)
    await order_and_end(harness, BAD, "Canceled", "Canceled", "Partial", "Canceled", "Completed", "Canceled")
    yield harness
    await harness.audited()


async def sets_rule(player: Player) -> None:
    """Set the rule "30 % of the last 10"."""
    await player.says("/admin")
    await player.taps("More")
    await player.taps("Quality")
    await player.taps("The rule")
    await player.taps("30 % of 10")
    await player.taps("Yes, set this rule")


async def acts(harness: Harness) -> list[str]:
    """Return what the log knows of the rule and of services."""

    def read(connection: Connection) -> list[str]:
        about = act.c.subject.in_(("fail_rule:1", f"service:{BAD}"))
        return list(connection.execute(select(act.c.did).where(about).order_by(act.c.id)).scalars())

    return await harness.kiosk.stores.database.read(read)


def is_sold(harness: Harness, service: str) -> bool:
    return harness.kiosk.storefront.knows(service)


async def test_the_figures_stand_at_the_desk_the_worst_first(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Quality")
    await olga.sees("Rule: off", "22 · Instagram Likes | Real & active: failed 5 of 6")
    assert olga.screen.index("22 ·") < olga.screen.index("21 ·")
    await olga.taps("22 · Instagram Likes | Real &…")
    await olga.sees(
        "Its last 6 ended orders:",
        "completed 1 · partial 1 · canceled 4 · refused 0 · lost 0",
        "Failed: 5 of 6. Too few to say more.",
        "costs us",
    )
    await olga.taps("Back")
    await olga.taps("21 · Instagram Likes | Instant")
    await olga.sees("completed 6", "Usually starts within", "Usually done within")


async def test_a_rule_is_shown_before_it_is_set_and_hides_what_fails(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Quality")
    await olga.taps("The rule")
    await olga.taps("50 % of 50")
    await olga.sees("more than 25 of the last 50", "Now it would take nothing off sale.")
    await olga.taps("Back")
    await olga.taps("30 % of 10")
    await olga.sees("Now it would take 1 service off sale:", "22 · Instagram Likes", "failed 5 of 6")
    assert is_sold(shop, BAD), "nothing has changed yet"
    assert await acts(shop) == []
    await olga.taps("Yes, set this rule")
    await olga.sees("Rule: off sale when more than 30 % of the last 10 failed.")
    assert "Off sale now: 1" in olga.person.toasts[-1].text
    assert not is_sold(shop, BAD)
    assert is_sold(shop, GOOD)
    assert await acts(shop) == ["fail_rule_set", "service_failed"]
    await shop.passes(60)
    [alert] = [one.text for one in olga.person.chat if OFF_SALE in one.text]
    assert "22: 5 / 6" in alert
    await shop.ann.says(f"/order {BAD} https://www.instagram.com/p/late/ 100")
    shop.ann.finds_no("Confirm")
    await shop.restarts()
    assert not is_sold(shop, BAD)


async def test_put_back_it_is_sold_until_new_orders_fail(shop: Harness) -> None:
    olga = shop.olga
    await sets_rule(olga)
    await shop.passes(60)
    await olga.taps("Service 22")
    await olga.sees("Off sale since", "5 of 6 failed")
    await olga.taps("Put back on sale")
    await olga.sees("Put service 22 back on sale?")
    await olga.taps("Yes, put it back")
    await olga.sees("Put back on sale at")
    olga.finds_no("[ ▶️ Put back on sale ]")
    assert is_sold(shop, BAD)
    assert any("Service 22 is sold again." in one.text for one in olga.person.chat)
    await shop.passes(3600)
    assert is_sold(shop, BAD), "its earlier failures are forgotten"
    await order_and_end(shop, BAD, *["Canceled"] * 3)
    assert is_sold(shop, BAD)
    await order_and_end(shop, BAD, "Canceled")
    assert not is_sold(shop, BAD)
    assert await acts(shop) == ["fail_rule_set", "service_failed", "service_put_back", "service_failed"]


async def test_what_customers_cancel_themselves_is_no_failure(shop: Harness) -> None:
    for _ in range(2):
        await order(shop.ann, GOOD)
    await shop.passes(60)
    found = await shop.kiosk.stores.qualities.find(GOOD)
    assert found is not None
    assert found.quality.failed.some == 0


async def test_two_operators_are_one_act_and_the_second_is_told(shop: Harness) -> None:
    olga, bob = shop.olga, shop.bob
    for player in (olga, bob):
        await player.says("/admin")
        await player.taps("More")
        await player.taps("Quality")
        await player.taps("The rule")
        await player.taps("30 % of 10")
    for player in (olga, bob):
        player.person.taps("Yes, set this rule")
    await shop.settles()
    toasts = [toast.text for player in (olga, bob) for toast in player.person.toasts]
    assert sum("Off sale now: 1" in text for text in toasts) == 1
    assert sum("has done this already" in text for text in toasts) == 1
    assert await acts(shop) == ["fail_rule_set", "service_failed"]


async def test_a_turn_that_is_repeated_after_a_crash_sets_nothing_twice(shop: Harness) -> None:
    await sets_rule(shop.olga)
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    assert await acts(shop) == ["fail_rule_set", "service_failed"]
    await shop.passes(60)
    assert len([one for one in shop.olga.person.chat if OFF_SALE in one.text]) == 1


async def test_turned_off_nothing_goes_and_what_is_gone_stays(shop: Harness) -> None:
    olga = shop.olga
    await sets_rule(olga)
    await olga.taps("Turn the rule off")
    await olga.sees("Turn the rule off?", "stays so until you put it back")
    await olga.taps("Yes, turn it off")
    await olga.sees("Rule: off.")
    await order_and_end(shop, GOOD, *["Canceled"] * 5)
    assert is_sold(shop, GOOD)
    assert not is_sold(shop, BAD)
    await olga.taps("Back")
    await olga.taps("Off sale: 1")
    await olga.sees("Off sale, because they failed", "22 · Instagram Likes")


async def test_the_clock_is_set_and_the_figures_stay(shop: Harness) -> None:
    shop.clock.set_ahead(timedelta(days=2))
    await shop.settles()
    await shop.rounds()
    await order_and_end(shop, GOOD, "Completed")
    found = await shop.kiosk.stores.qualities.find(GOOD)
    assert found is not None
    assert len(found.quality.recent) == 7


async def test_a_moved_price_stands_on_the_card(shop: Harness) -> None:
    shop.panel.catalogue.change_rate(int(GOOD), "0.15")
    await shop.passes(3600)
    await shop.olga.says("/admin")
    await shop.olga.taps("More")
    await shop.olga.taps("Quality")
    await shop.olga.taps("21 · Instagram Likes | Instant")
    await shop.olga.sees("Its price at the panel has moved:", "$0.13 → $0.15")


async def test_services_of_one_kind_stand_side_by_side(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Suppliers")
    await olga.sees("Suppliers compared")
    await olga.taps("Instagram · 2")
    await olga.sees("Likes: 3 services")
    await olga.taps("2. Likes")
    await olga.sees("Instagram · Likes, cheapest first", "failed 5 of 6", "no orders yet")
    assert olga.screen.index("Instant\n") < olga.screen.index("Real & active")
    await olga.taps("Show 22 and 21")
    await olga.sees(
        "Two side by side", "Its last 6 ended orders", "21 costs 70 % less than 22", "Nothing changes"
    )
    await olga.taps("21 · Instagram Likes | Instant")
    await olga.taps("Compare")
    await olga.sees("cheapest first")


async def test_a_cheaper_one_that_appears_is_told_once_a_day(shop: Harness) -> None:
    await order_and_end(shop, GOOD, *["Completed"] * 4)
    await order_and_end(shop, "23", *["Completed"] * 2)
    told = "other services cost you less or fail less"
    assert not [one for one in shop.olga.person.chat if told in one.text], "what was there before is no news"
    shop.panel.catalogue.change_rate(int(BAD), "0.10")
    shop.panel.catalogue.change(int(BAD), min=10, max=50_000)
    await order_and_end(shop, BAD, *["Completed"] * 20)
    for _ in range(3):
        await shop.passes(86_400)
    alerts = [one.text for one in shop.olga.person.chat if told in one.text]
    assert len(alerts) <= 1


async def test_old_and_strange_buttons_change_nothing(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("More")
    for data in (
        *("qu::try:99-99:", "qu::set:", "qu::set:30-1", "qu:22:next:x", "qu:nothing:card:"),
        *(
            "sc:nothing:kinds:0",
            "sc::kind:9",
            "sc:22:both:nothing",
            "sc:x:like:",
            "sc:-1:list:",
            "sc:99:list:",
        ),
    ):
        tap = olga.person.forges(data, olga.person.last.id)
        await shop.settles()
        assert tap.answered, data
    assert await acts(shop) == []
    assert is_sold(shop, BAD)
