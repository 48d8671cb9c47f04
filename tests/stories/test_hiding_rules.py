"""Hiding rules: what one hides is said first; the default ones; what syncs change."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from playground.panel.catalogue import Service
from shop.person import GivenRole
from storage.catalogue.curating_tables import hiding_set
from tests.in_process import BOB, Harness
from tests.stories.test_curated_catalogue import label_with, opens_service
from tests.stories.test_desk import given

HARMFUL = (
    Service(901, "Telegram MASS-REPORT [fast]", "Telegram Members"),
    Service(902, "YouTube Dislikes | Instant", "YouTube Views"),
    Service(903, "Google Maps reviews 5*", "Google"),
    Service(904, "Server 1", "Жалобы на канал"),
    Service(905, "Election votes | USA", "Votes"),
)


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop that Bob helps Olga to run."""
    harness = Harness(database_file, access="shop", markup_percent="50")
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
    await given(harness, BOB, GivenRole.OPERATOR)
    yield harness
    await harness.closes()


async def harmful_offers(harness: Harness) -> None:
    """Have the panel sell what hurts people."""
    for one in HARMFUL:
        harness.panel.catalogue.add(one)
    await harness.passes(3_600)


def size(harness: Harness) -> int:
    """Return how many services are on sale."""
    return harness.kiosk.storefront.size


async def test_a_rule_is_looked_at_before_it_hides(shop: Harness) -> None:
    olga, before = shop.olga, size(shop)
    await olga.says("/services")
    await olga.taps("Hiding rules")
    await olga.taps("Add a rule")
    await olga.sees("whole words side by side")
    await olga.says("  poll   VOTES ")
    await olga.sees(
        "Rule: poll VOTES", "It is not kept yet.", "It would hide 2 services:", "Telegram Poll votes"
    )
    assert size(shop) == before
    await olga.taps("Keep and hide")
    await olga.sees("It hides.", "It hides 2 services:")
    assert size(shop) == before - 2
    await opens_service(olga, "135")
    await olga.sees("Hidden by the rule “poll VOTES”.")
    await olga.taps("Show")
    assert size(shop) == before - 1
    await olga.says("/services")
    await olga.taps("Hiding rules")
    await olga.taps("Next")
    await olga.taps(label_with(olga, "poll VOTES"))
    await olga.sees("It hides 1 service:")
    await olga.taps("Turn off")
    await olga.sees("It is off.", "It would hide 1 service:")
    assert size(shop) == before
    await olga.taps("Remove")
    await olga.sees("It is removed.")
    await olga.taps("Undo")
    await olga.sees("It hides.")
    await shop.restarts()
    assert size(shop) == before - 1
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees(
        "turned a hiding rule on: poll VOTES", "removed a hiding rule", "turned a hiding rule off"
    )


async def test_a_rule_that_hides_much_warns_and_a_wrong_one_is_asked_for_again(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/services")
    await olga.taps("Hiding rules")
    await olga.taps("Add a rule")
    for wrong, why in (("***", "at least one word"), ("x" * 101, "at most 100 characters"), ("<b>", "gone")):
        await olga.says(wrong)
        if wrong != "<b>":
            await olga.sees("⚠️", why)
    await olga.sees("Rule: <b>", "It would hide nothing now.")
    await olga.taps("Back")
    await olga.taps("Add a rule")
    await olga.says("*a*")
    await olga.sees(f"more than half of the {len(shop.panel.catalogue)} services")
    await olga.taps("Back")
    await olga.taps("Add a rule")
    await olga.says("*")
    await olga.sees("⚠️ A rule needs at least one word")
    await olga.says("(a+)+$ *i*")
    await olga.sees("It would hide")


async def test_a_rule_is_kept_once_by_two_operators_and_a_repeated_turn(shop: Harness) -> None:
    olga, bob = shop.olga, shop.bob
    await olga.says("/services")
    await olga.taps("Hiding rules")
    await olga.taps("Add a rule")
    await olga.says("poll votes")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    bob.person.forges("cr:1:open:", bob.person.last.id)
    await shop.settles()
    await olga.taps("Keep and hide")
    bob.person.forges("cr:1:keep:", bob.person.last.id)
    await shop.settles()
    await bob.sees("Olga has done this already.", "It hides.")
    acts = [one for one in await shop.kiosk.stores.acts.list_latest(limit=9) if one.act.did == "rule_on"]
    assert len(acts) == 1


async def test_a_new_shop_keeps_harmful_offers_out_of_sight(shop: Harness) -> None:
    ann, olga, before = shop.ann, shop.olga, size(shop)
    await harmful_offers(shop)
    assert size(shop) == before
    await ann.says("/start s_902")
    await ann.sees("no longer on sale")
    await opens_service(olga, "903")
    await olga.sees("Hidden by the default rule “Bought reviews”.")
    await opens_service(olga, "904")
    await olga.sees("Hidden by the default rule “Mass reports”.")
    await olga.says("/services")
    await olga.taps("Hiding rules")
    await olga.taps(label_with(olga, "Dislikes"))
    await olga.sees("It hides 1 service:", "YouTube Dislikes")
    await olga.taps("Turn off")
    assert size(shop) == before + 1
    await ann.says("/start s_902")
    await ann.sees("YouTube Dislikes")
    assert shop.kiosk.storefront.knows(next(one.id for one in shop.kiosk.storefront.find("poll votes")))


async def test_an_upgraded_shop_is_asked_and_hides_nothing_by_itself(shop: Harness) -> None:
    ann, olga, bob, before = shop.ann, shop.olga, shop.bob, size(shop)

    def upgrades(connection: Connection) -> None:
        mark = {"key": "", "state": "asked", "changed_at": shop.clock.now()}
        connection.execute(insert(hiding_set).values(mark))

    await shop.kiosk.stores.database.write(upgrades)
    await shop.restarts()
    await harmful_offers(shop)
    assert size(shop) == before + 5
    await olga.sees("Services that the default rules would hide: 5")
    await bob.sees("Services that the default rules would hide: 5")
    await olga.taps("Look")
    await olga.sees("Hide harmful offers?", "It would hide 5 services:", "Election votes", "MASS-REPORT")
    await bob.taps("Look")
    await olga.taps("Hide")
    await olga.sees("✅ 1 · Mass reports")
    assert size(shop) == before
    await bob.sees("It is decided what the default rules hide.")
    await bob.taps("Leave")
    await bob.sees("Olga has done this already.")
    assert size(shop) == before
    await ann.says("/start s_901")
    await ann.sees("no longer on sale")
    await shop.restarts()
    assert size(shop) == before


async def test_what_a_sync_changed_is_told_once_a_day_and_kept(shop: Harness) -> None:
    olga, catalogue = shop.olga, shop.panel.catalogue
    catalogue.change_rate(1, "1.80")
    catalogue.change_rate(2, "1.26")
    catalogue.change(3, name="Followers | New name")
    catalogue.remove(4)
    catalogue.add(Service(950, "Brand new <b>thing</b>", "TikTok"))
    await shop.passes(3_600)
    await olga.sees("1 new, 1 gone, 1 renamed, 1 dearer, 0 cheaper", "sold for: 1;")
    bubbles = len(olga.person.chat)
    catalogue.change_rate(5, "2.50")
    await shop.passes(3_600)
    await olga.sees("1 dearer, 1 cheaper")
    assert len(olga.person.chat) == bubbles
    await olga.taps("What changed")
    await olga.sees("1 cheaper", "1 new, 1 gone, 1 renamed, 1 dearer")
    await olga.taps("2 · See all of it")
    await olga.sees(
        f"Services after it: {len(catalogue)}",
        "📈 1 · Instagram Followers | Real | Start 0-1 h: $0.90 → $1.80",
        "✏️ 3 · Instagram Followers | Bots | No refill → Followers | New name",
        "❌ 4 · Instagram Followers | Female | R30",
        "🆕 950 · Brand new thing",
        "⚠️ 1 · ",
    )
    await shop.passes(3_600)
    assert len(await shop.kiosk.stores.sync_reports.list_latest(limit=9)) == 2


async def test_a_strange_sync_overwrites_no_decision(shop: Harness) -> None:
    olga, catalogue = shop.olga, shop.panel.catalogue
    await opens_service(olga, "1")
    await olga.taps("Hide")
    await opens_service(olga, "21")
    await olga.taps("Rename")
    await olga.says("Hearts")
    every = list(catalogue)
    for one in every[:30]:  # half of it gone, then back under other names
        catalogue.remove(one.id)
    await shop.passes(3_600)
    for one in every[:30]:
        catalogue.add(one)
        catalogue.change(one.id, name=f"Renamed {one.id}")
    await shop.passes(3_600)
    storefront = shop.kiosk.storefront
    assert not storefront.knows("1")
    assert storefront.sold("21").service.name == "Hearts"
    assert storefront.sold("21").service.panels_name == "Renamed 21"
    for one in list(catalogue):
        catalogue.remove(one.id)
    await shop.passes(3_600)
    assert storefront.size > 60
