"""An owner takes orders, people and the book out as files that spreadsheets read, and nothing else can."""

import csv
import io
import tempfile
import zipfile
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from shop.person import GivenRole
from shop.zones import clock_of
from tests.in_process import ANN, BOB, OLGA, Harness, Player

LINK = "https://www.instagram.com/ann/"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop with an order of Ann's, whose name is a formula, and a credit."""
    harness = Harness(database_file, access="shop", manual_topup="Put it into the tin.")
    harness.ann.person.user["first_name"] = "=1+1"
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
    await harness.olga.says("/credit 101 50 for the start")
    await harness.olga.taps("Confirm")
    service = harness.panel.catalogue.of_type("Default")
    await harness.ann.says(f"/order {service.id} {LINK} 1000")
    await harness.ann.taps("Confirm")
    await harness.delivers()
    yield harness
    await harness.audited()
    await harness.closes()


async def exports(player: Player, kind: str, span: str = "Everything", form: str = "CSV") -> None:
    """Tap through to a file."""
    await player.says("/admin")
    await player.taps("More")
    await player.taps("Export")
    await player.taps(kind)
    await player.taps(span)
    await player.taps(form)


def files(player: Player) -> list[tuple[str, bytes]]:
    """Return the documents in the chat, oldest first."""
    documents = (one.content.document for one in player.person.home.messages.values())
    return [(one.upload.name, one.upload.content) for one in documents if one is not None]


def left_on_disk() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("kiosk-export-700000001-*"))


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def test_orders_are_a_line_each(shop: Harness) -> None:
    olga = shop.olga
    await exports(olga, "Orders")
    [(name, content)] = files(olga)
    assert name.startswith("orders-all-")
    assert name.endswith(".csv")
    [line] = table(content)
    assert (line["order"], line["person id"], line["link"], line["state"]) == ("1", "101", LINK, "completed")
    assert Decimal(line["price"]) > 0
    await olga.sees("Lines: 1. Files: 1")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("exported orders (all, csv)")


async def test_people_come_with_their_money_and_no_formula(shop: Harness) -> None:
    await exports(shop.olga, "People", "7 days")
    [(_, content)] = files(shop.olga)
    ann, bob, olga = table(content)
    assert (ann["id"], ann["name"], ann["currency"], ann["banned"]) == (str(ANN), "'=1+1", "USD", "no")
    assert Decimal(ann["balance"]) < 50
    assert (bob["id"], bob["balance"], olga["id"]) == (str(BOB), "0.00", str(OLGA))


async def test_the_book_adds_up_to_zero(shop: Harness) -> None:
    await exports(shop.olga, "The book")
    [(_, content)] = files(shop.olga)
    lines = table(content)
    assert {line["kind"] for line in lines} >= {"credit", "reserve", "capture"}
    assert sum(Decimal(line["amount"]) for line in lines) == 0


async def test_a_workbook_has_numbers_and_no_formulas(shop: Harness) -> None:
    await exports(shop.olga, "People", form="XLSX")
    [(name, content)] = files(shop.olga)
    assert name.endswith(".xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    cells = ET.fromstring(sheet).iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c")  # noqa: S314 - ours
    by_place = {cell.get("r"): cell for cell in cells}
    assert by_place["A2"].get("t") is None  # a number
    assert by_place["E2"].get("t") is None
    assert "=1+1" in sheet


async def test_only_the_span_is_in_the_file(shop: Harness) -> None:
    await shop.passes(40 * 86_400)
    await exports(shop.olga, "Orders", "30 days")
    [(_, content)] = files(shop.olga)
    assert table(content) == []
    await shop.olga.sees("Lines: 0. Files: 1")
    await exports(shop.olga, "Orders", "90 days")
    assert len(table(files(shop.olga)[-1][1])) == 1


async def test_nothing_stays_on_the_disk_and_a_repeated_tap_makes_no_second_file(shop: Harness) -> None:
    await exports(shop.olga, "Orders")
    await shop.forgets_last_turn()
    await shop.settles()
    assert len(files(shop.olga)) == 1
    assert not left_on_disk()


async def test_an_export_goes_on_after_a_restart(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Export")
    await olga.taps("Orders")
    await olga.taps("Everything")
    olga.person.taps("CSV")
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.turns.drain()
    assert not files(olga)
    await shop.restarts()
    await shop.settles()
    assert len(files(olga)) == 1


async def test_an_operator_exports_nothing(shop: Harness) -> None:
    staff, bob = shop.kiosk.stores.staff, shop.bob
    await staff.give_role(BOB, GivenRole.OPERATOR, OLGA, shop.clock.now())
    shop.kiosk.access.roster = await staff.roster()
    await bob.says("/admin")
    bob.finds_no("Export")
    bob.person.forges("ae:orders:make:all.csv")
    await shop.settles()
    assert not files(bob)


@pytest.mark.parametrize("forged", ["ae:cats:span:", "ae:orders:form:ever", "ae:orders:make:all.exe"])
async def test_an_old_button_makes_nothing(shop: Harness, forged: str) -> None:
    shop.olga.person.forges(forged)
    await shop.settles()
    assert not files(shop.olga)


async def taps_at_once(shop: Harness, label: str) -> None:
    """Tap before the worker has its turn."""
    shop.olga.person.taps(label)
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.turns.drain()


async def test_an_export_does_not_come_back_over_the_screen_that_its_card_became(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Export")
    await olga.taps("Orders")
    await olga.taps("Everything")
    await taps_at_once(shop, "CSV")
    await olga.sees("The file is being made.")
    await taps_at_once(shop, "The desk")
    await shop.settles()
    assert len(files(olga)) == 1
    await olga.sees("Today: 1 order", "Lines: 1. Files: 1")


async def test_a_file_is_named_after_the_day_by_its_readers_clock(shop: Harness) -> None:
    """One of today was named after yesterday where today had begun before it did in UTC."""
    olga, zone = shop.olga, "Pacific/Auckland"
    await shop.kiosk.stores.people.choose_zone(OLGA, zone, 1)
    day = shop.clock.now().astimezone(clock_of(zone)).date()
    assert day != shop.clock.now().date(), "the clock begins at noon, in UTC"
    await exports(olga, "Orders", "Today")
    await olga.says("/statement")
    await olga.says("/stats")
    await olga.taps("7 days")
    await olga.taps("CSV file")
    names = [name for name, _ in files(olga)]
    assert names == [f"orders-today-{day}.csv", f"statement-{day}.csv", f"statistics-7d-{day}.csv"]
