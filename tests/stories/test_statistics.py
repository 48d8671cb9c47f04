"""An operator looks at the statistics: as text, as an album of charts, as a file."""

import csv
import io
import sys
from decimal import Decimal

import pytest

from tests.in_process import Harness, Player
from tests.screens import labels_of

LINK = "https://www.instagram.com/ann/"
CHARTS = 9


async def opens_period(player: Player, period: str) -> None:
    """Open the page of a period."""
    await player.says("/stats")
    await player.taps(period)


def album(player: Player) -> list[bytes]:
    """Return the pictures of the last album in somebody's chat."""
    messages = [one for one in player.person.chat if one.content.album is not None]
    last = messages[-1].content.album
    return [
        one.content.file.upload.content for one in messages if one.content.album == last and one.content.file
    ]


async def test_a_period_leads_to_an_album_of_charts_in_light_and_dark(staffed_shop: Harness) -> None:
    await staffed_shop.ann.says(f"/order 1 {LINK} 1000")
    await staffed_shop.ann.taps("Confirm")
    await staffed_shop.delivers()
    bob = staffed_shop.bob
    await opens_period(bob, "7 days")
    await bob.sees("7 days\n1 order", "1 first order")
    await bob.taps("Pictures")
    await bob.sees("Orders · 7 days\n1 order", "margin", "Orders made: 1", "Wallets: $")
    light = album(bob)
    assert len(light) == CHARTS
    assert all(picture.startswith(b"\x89PNG") for picture in light)
    await bob.taps("Dark pictures")
    dark = album(bob)
    assert len(dark) == CHARTS
    assert not set(light) & set(dark)


async def test_nothing_was_ever_sold(staffed_shop: Harness) -> None:
    olga = staffed_shop.olga
    for period in ("Today", "90 days"):
        await opens_period(olga, period)
        await olga.sees("0 orders")
        await olga.taps("Pictures")
        await olga.sees("0 orders")
        assert len(album(olga)) == CHARTS


async def test_the_file_has_the_figures_and_no_formula(staffed_shop: Harness) -> None:
    service = staffed_shop.panel.catalogue.of_type("Default")
    await staffed_shop.ann.says(f"/order {service.id} {LINK} 1000")
    await staffed_shop.ann.taps("Confirm")
    await staffed_shop.delivers()
    olga = staffed_shop.olga
    await opens_period(olga, "30 days")
    await olga.taps("CSV file")
    document = olga.person.last.document
    assert document is not None
    assert document.upload.name.startswith("statistics-30d-")
    assert labels_of(olga.person.last) == (("🗝 The desk", "🏠 Menu"),), "a file that leads on"
    head, *rows = csv.reader(io.StringIO(document.upload.content.decode("utf-8-sig")))
    assert head == ["figure", "from (UTC)", "of", "currency", "value"]
    zone = await staffed_shop.kiosk.stores.figures.list_sold({30: staffed_shop.clock.now().replace(hour=0)})
    [sold] = zone[30].sold
    taken = [Decimal(row[4]) for row in rows if row[0] == "takings"]
    assert int(sum(taken) * 1_000_000) == sold.taken_micro
    assert sum(int(row[4]) for row in rows if row[0] == "orders made") == 1
    assert len([row for row in rows if row[0] == "orders made"]) == 30


async def test_a_picture_that_cannot_be_drawn_says_so(
    staffed_shop: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    await opens_period(staffed_shop.olga, "Today")
    await staffed_shop.olga.taps("Pictures")
    await staffed_shop.olga.sees("⚠️ The pictures could not be drawn.", "CSV file")


async def test_an_old_button_says_so(staffed_shop: Harness) -> None:
    await opens_period(staffed_shop.olga, "Today")
    for data in ("sf:8:days:", "sf:x:csv:", "sf:7:pics:pink"):
        staffed_shop.olga.person.forges(data)
        await staffed_shop.settles()
        await staffed_shop.olga.sees("This button is old.")
