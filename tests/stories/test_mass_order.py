"""Many orders at once: a list, its verdicts, one total, one Confirm, and the card that lists its orders."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from playground.telegram import faults
from storage.orders.tables import draft
from tests.in_process import ANN, Harness, Player

POST = "https://www.instagram.com/p/abc{}/"
LIKES = 22
"""Instagram Likes | Real & active: 0.44 for a thousand, from 20 to 20,000."""

MODES: dict[str, dict[str, str]] = {"private": {}, "shop": {"access": "shop", "markup_percent": "35"}}


def lines(count: int, *, service: int = LIKES, quantity: int = 100, first: int = 0) -> str:
    """Return so many good lines, each for a link of its own."""
    return "\n".join(f"{service} | {POST.format(n)} | {quantity}" for n in range(first, first + count))


@pytest.fixture(params=MODES)
async def shop(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    """A private kiosk, and a shop in which Ann has 9 in her wallet."""
    harness = Harness(database_file, **MODES[request.param])  # type: ignore[arg-type]  # no mode sets the dialect
    await harness.opens()
    await harness.ann.says("/start")
    if request.param == "shop":
        await gives(harness, "credit", "9")
    yield harness
    await harness.audited()
    await harness.closes()


async def gives(harness: Harness, command: str, amount: str) -> None:
    """Have Olga change Ann's wallet: `credit` or `debit`."""
    await harness.olga.says(f"/{command} {ANN} {amount} for the story")
    await harness.olga.taps("Confirm")


async def sends(player: Player, name: str, content: bytes) -> None:
    """Send a file."""
    player.person.sends_document(name, content=content)
    await player.harness.settles()


def newest(player: Player) -> str:
    """Return the words of the newest message in the chat."""
    return player.person.chat[-1].text


async def test_a_list_becomes_an_order_for_each_line_with_one_confirm(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/mass")
    await ann.sees("Many orders at once", "service | link | quantity", "Cancel", "Menu")
    await ann.says(lines(3))
    await ann.sees("3 lines", "✅ 1.", "✅ 3.", "Total:", "Confirm")
    assert not shop.panel.orders
    before = len(ann.person.chat)
    await ann.taps("Confirm")
    assert len(ann.person.chat) == before  # the card itself lists the orders
    await ann.sees("3 orders", "Pending: 3")
    assert [one.link for one in shop.panel.orders.values()] == [POST.format(n) for n in range(3)]
    await ann.taps("My orders")
    await ann.sees("3 · Pending", "1 · Pending")


async def test_the_card_follows_its_orders_and_their_ends_are_told(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/mass\n{lines(3)}")
    await ann.taps("Confirm")
    card = next(one for one in ann.person.chat if "3 orders" in one.text)
    before = len(ann.person.chat)
    await shop.delivers()
    assert "Completed: 3" in card.text
    assert len(ann.person.chat) == before + 3  # one end for each, and no card of its own for any
    await ann.says("/status 2")
    await ann.sees("Order 2", "Completed")


async def test_an_order_of_it_can_be_opened_and_left_again(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/mass\n{lines(3)}")
    await ann.taps("Confirm")
    await ann.taps("My orders")
    before = len(ann.person.chat)
    opened = next(one.label for one in ann.person.chat[-1].buttons if one.label.startswith("🕓 2"))
    await ann.taps(opened)
    await ann.sees("Order 2", "Pending")
    await ann.taps("Back")
    await ann.sees("3 · Pending", "1 · Pending")
    assert len(ann.person.chat) == before
    await shop.delivers()
    assert len(ann.person.chat) == before + 3  # the three ends, and no card for the one that was opened
    await ann.taps("Menu", message_id=next(one.id for one in ann.person.chat if "3 orders" in one.text))
    await ann.sees("what shall it be?")
    assert any("3 orders" in one.text for one in ann.person.chat)  # the home came below it


async def test_each_wrong_line_is_named_and_loses_no_other(shop: Harness) -> None:
    ann = shop.ann
    typed = "\n".join(
        (
            f"{LIKES} | {POST.format(1)} | 100",
            f"99999 | {POST.format(2)} | 100",
            f"{LIKES} | nonsense | 100",
            f"{LIKES} | {POST.format(3)} | 1",
            f"{LIKES} | {POST.format(4)} | 1,000 | 5",
            f"37 | {POST.format(5)} | 100",
            f"{LIKES} | https://www.instagram.com/ann/ | 100",
            f"{LIKES} | <b>https://www.instagram.com/p/x&y/</b> | many",
        )
    )
    await ann.says(f"/mass\n{typed}")
    await ann.sees(
        "8 lines",
        "to be corrected: 7",
        "There is no service 99999",
        "That is not a web link",
        "It must be from 20 to 20,000",
        "Parts of this line: 4; it needs three",
        "needs more than a link and a quantity",
        "That link leads to a profile",
        "<b>https://www.instagram.com/p/x&y/</b>",
        "Send a whole number from 20 to 20,000",
    )
    await ann.taps("Go on without them")
    await ann.sees("1 line", "Confirm")
    await ann.taps("Confirm")
    assert [one.link for one in shop.panel.orders.values()] == [POST.format(1)]


async def test_corrected_lines_take_the_place_of_the_wrong_ones(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/mass\n{LIKES}|{POST.format(1)}|100\n{LIKES}|{POST.format(2)}|1\n{LIKES}|no|50")
    await ann.sees("to be corrected: 2")
    await ann.says(f"{LIKES}|{POST.format(3)}|50")
    await ann.sees("3 lines", "to be corrected: 1", "⚠️ 2.")
    await ann.says(f"{LIKES}|{POST.format(2)}|1k")
    await ann.sees("3 lines", "Confirm")
    ann.finds_no("to be corrected: 0")
    await ann.says(f"{LIKES}|{POST.format(4)}|20")  # nothing is wrong any more: it is added
    await ann.sees("4 lines")
    await ann.taps("Confirm")
    made = [(one.link, one.quantity) for one in shop.panel.orders.values()]
    assert made == [(POST.format(n), many) for n, many in ((1, 100), (2, 1000), (3, 50), (4, 20))]


async def test_what_is_twice_is_named_and_can_be_left_out(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/order {LIKES} {POST.format(1)} 100")
    await ann.taps("Confirm")
    await ann.says(f"/mass\n{lines(2, first=1)}\n{lines(1, first=2)}")
    await ann.sees("ordered twice: 2", "Order 1 for this is still running", "The same as line 2", "Confirm")
    await ann.taps("Leave out duplicates")
    await ann.sees("1 line", "Confirm")
    await ann.taps("Confirm")
    assert [one.link for one in shop.panel.orders.values()] == [POST.format(1), POST.format(2)]


async def test_a_twin_that_came_after_the_card_is_asked_about(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/mass\n{lines(2)}")
    stale = next(button for button in ann.person.chat[-1].buttons if "Confirm" in button.label)
    card = ann.person.chat[-1].id
    await ann.says("/mass\n" + lines(1))
    await ann.taps("Confirm")
    assert len(shop.panel.orders) == 1
    ann.person.forges(stale.data or "", card)  # the list of before is not ordered by its old button
    await shop.settles()
    assert len(shop.panel.orders) == 1


async def test_the_same_list_twice_orders_nothing_twice(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/mass")
    for _ in range(2):
        await sends(ann, "orders.txt", lines(2).encode())
    await ann.sees("I have these very lines already", "2 lines")
    await ann.taps("Confirm")
    await ann.says("/mass")
    await sends(ann, "orders.txt", lines(2).encode())
    await ann.sees("ordered twice: 2", "Order 1 for this is still running")
    assert len(shop.panel.orders) == 2


FILES = {
    "utf-8": lines(2).encode(),
    "with a mark": b"\xef\xbb\xbf" + lines(2).encode(),
    "utf-16": lines(2).encode("utf-16"),
    "utf-16-le": lines(2).encode("utf-16-le"),
    "utf-16-be": lines(2).encode("utf-16-be"),
    "windows": lines(2).replace("\n", "\r\n").encode(),
    "semicolons": ("Услуга;Ссылка;Количество\n" + lines(2).replace(" | ", ";")).encode(),
    "commas": ("service,link,quantity\n" + lines(2).replace(" | ", ",")).encode(),
    "quoted": "\n".join(f'"{LIKES}","{POST.format(n)}","1,000"' for n in range(2)).encode(),
    "tabs": lines(2).replace(" | ", "\t").encode("utf-16"),
    "turned": (
        "quantity,service,link\n" + "\n".join(f"100,{LIKES},{POST.format(n)}" for n in range(2))
    ).encode(),
    "smart": "\n".join(f"“٢٢”｜“{POST.format(n)}”｜“١٠٠”" for n in range(2)).encode(),
    "blanks": "\n\n".join(f"  {LIKES}\u00a0|\u200b {POST.format(n)}  |  1 000  " for n in range(2)).encode(),
}


@pytest.mark.parametrize("kind", FILES)
async def test_a_file_is_read_however_it_was_saved(harness: Harness, kind: str) -> None:
    ann = harness.ann
    await ann.says("/mass")
    await sends(ann, "orders.csv", FILES[kind])
    await ann.sees("2 lines", "Confirm")
    await ann.taps("Confirm")
    assert [one.link for one in harness.panel.orders.values()] == [POST.format(n) for n in range(2)]
    assert {one.quantity for one in harness.panel.orders.values()} <= {100, 1000}


async def test_a_file_by_itself_begins_a_mass_order(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start")
    await sends(ann, "Orders.CSV", FILES["commas"])
    await ann.sees("2 lines", "Confirm")


async def test_what_is_no_list_is_said_and_the_list_stays(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/mass\n{lines(2)}")
    for name, content, sentence in (
        ("junk.csv", bytes(range(256)) * 4, "I cannot read that file"),
        ("empty.csv", b"", "I found no line of a list"),
        ("big.csv", b"1|a|1\n" * 200_000, "at most 1 MB"),
        ("many.csv", lines(101).encode(), "That makes 101 lines; at most 100"),
        ("more.csv", lines(99, first=5).encode(), "That makes 101 lines; at most 100"),
    ):
        await sends(ann, name, content)
        await ann.sees(sentence, "2 lines", "Confirm")
    harness.telegram.plan("getFile", faults.refusal(400, "Bad Request: file is too big"))
    await sends(ann, "gone.csv", lines(1).encode())
    await ann.sees("I cannot download that file", "2 lines")
    await ann.says("thank you, that is all")
    await ann.sees("I found no line of a list", "2 lines")
    ann.person.sends_photo()
    await harness.settles()
    await ann.sees("I found no line of a list", "2 lines")
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 2


@pytest.mark.parametrize("begin", ["", "/mass\n", "/mass, then the list"])
async def test_a_list_that_the_app_cuts_is_one_list(harness: Harness, begin: str) -> None:
    ann = harness.ann
    if begin.startswith("/mass,"):
        await ann.says("/mass")
        begin = ""
    await ann.says(begin + lines(100))
    await harness.passes(5)
    await ann.sees("100 lines", "Lines 1 to 20 of 100")
    await ann.taps("Next")
    await ann.sees("Lines 21 to 40 of 100", "2 / 5")
    await ann.taps("Previous")
    await ann.sees("Lines 1 to 20 of 100", "1 / 5")


async def test_a_line_right_behind_a_long_list_is_added_to_it(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/mass\n{lines(60)}")  # long enough to be held for a moment
    await ann.says(lines(1, first=70))
    assert newest(ann).startswith("📋 61 lines")


async def test_a_wallet_that_is_short_says_how_much_and_keeps_the_list(database_file: Path) -> None:
    harness = Harness(database_file, access="shop", star_value="0.02")
    await harness.opens()
    ann = harness.ann
    await ann.says("/start")
    await ann.says(f"/mass\n{lines(10, quantity=1000)}")
    await ann.sees("Total: $4.40", "You need $4.40 more", "Top up", "Refresh")
    assert not any("Confirm" in button.label for button in ann.person.chat[-1].buttons)
    await gives(harness, "credit", "4.39")
    await ann.says("/menu")
    await ann.sees("You were making a list of orders")
    await ann.taps("Go on")
    await ann.sees("You need $0.01 more")
    await gives(harness, "credit", "1")
    await ann.taps("Refresh")
    await ann.sees("10 lines", "Confirm")
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 10
    await ann.says("/wallet")
    await ann.sees("$0.99")
    await harness.audited()
    await harness.closes()


async def test_in_private_the_credit_limit_is_the_end_of_it(database_file: Path) -> None:
    harness = Harness(database_file, credit_limit="1")
    await harness.opens()
    ann = harness.ann
    await ann.says(f"/mass\n{lines(3, quantity=1000)}")
    await ann.sees("Total: $1.32", "You need $0.32 more")
    await ann.says(f"/mass\n{lines(2, quantity=1000)}")
    await ann.taps("Confirm")
    await ann.says(f"/mass\n{lines(1, quantity=1000, first=5)}")
    await ann.sees("You need $0.32 more")
    assert len(harness.panel.orders) == 2
    await harness.audited()
    await harness.closes()


async def test_topping_up_leads_back_to_the_list(database_file: Path) -> None:
    harness = Harness(database_file, access="shop", star_value="0.02")
    await harness.opens()
    ann = harness.ann
    ann.person.tops_up(1000)
    await ann.says("/start")
    await ann.says(f"/mass\n{lines(10, quantity=1000)}")
    await ann.taps("Top up")
    await ann.sees("How much?")
    await ann.says("5")
    bill = next(one for one in reversed(ann.person.chat) if one.content.invoice is not None)
    ann.person.pays(bill)
    await harness.settles()
    await ann.sees("came into your wallet", "Back to the order")
    assert not harness.panel.orders  # nobody has confirmed
    await ann.taps("Back to the order")
    await ann.sees("10 lines", "Confirm")
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 10
    await harness.audited()
    await harness.closes()


async def test_money_spent_elsewhere_meanwhile_orders_none_of_the_lines(database_file: Path) -> None:
    harness = Harness(database_file, access="shop")
    await harness.opens()
    ann = harness.ann
    await ann.says("/start")
    await gives(harness, "credit", "5")
    await ann.says(f"/mass\n{lines(10, quantity=1000)}")
    await gives(harness, "debit", "1")
    await ann.taps("Confirm")
    await ann.sees("Nothing was ordered", "You need $0.40 more", "10 lines")
    assert not harness.panel.orders
    await harness.audited()
    await harness.closes()


async def test_an_expired_quote_is_made_anew_before_anything_is_ordered(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/mass\n{lines(2)}")
    await shop.passes(601)
    await ann.taps("Confirm")
    await ann.sees("That price was valid for ten minutes", "2 lines", "Confirm")
    assert not shop.panel.orders
    await ann.taps("Confirm")
    assert len(shop.panel.orders) == 2


async def test_two_taps_and_a_restart_between_order_once(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/mass\n{lines(3)}")
    await shop.restarts()
    card = ann.person.chat[-1]
    confirm = next(button for button in card.buttons if "Confirm" in button.label)
    for _ in range(2):
        ann.person.forges(confirm.data or "", card.id)
    await shop.settles()
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    ann.person.forges(confirm.data or "", card.id)
    await shop.settles()
    assert len(shop.panel.orders) == 3
    await ann.sees("Orders received: 3")


async def test_lines_whose_turn_is_repeated_are_not_added_again(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/mass\n{lines(1)}")
    await ann.says(lines(1, first=1))
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    assert newest(ann).startswith("📋 2 lines")


async def test_a_crash_between_list_and_draft_adds_no_line_twice(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/mass\n{lines(1)}")
    await ann.says(lines(1, first=1))

    def unit(connection: Connection) -> None:
        connection.execute(update(draft).values(answered_by=None))

    await shop.kiosk.stores.database.write(unit)
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    assert newest(ann).startswith("📋 2 lines")


async def test_while_the_shop_sells_nothing_the_list_waits(database_file: Path) -> None:
    harness = Harness(database_file, access="shop", currency="EUR")  # the panel's prices are in USD
    await harness.opens()
    ann = harness.ann
    await ann.says("/start")
    await ann.says(f"/mass\n{lines(2)}")
    assert newest(ann).startswith("The shop cannot sell right now")
    await ann.sees("Go on", "Cancel", "Menu")
    await harness.olga.says("/prices rate 1.1")
    await ann.taps("Go on")
    await ann.sees("2 lines", "You need")
    await harness.closes()


async def test_another_order_ends_the_list_and_its_button(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/mass\n{lines(2)}")
    card = ann.person.chat[-1]
    confirm = next(button for button in card.buttons if "Confirm" in button.label)
    await ann.says(f"/order {LIKES} {POST.format(9)} 100")
    ann.person.forges(confirm.data or "", card.id)
    await shop.settles()
    await ann.sees("This button is old")
    assert not shop.panel.orders


async def test_a_hundred_lines_are_ordered_in_one_moment(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/mass")
    await sends(ann, "orders.csv", lines(100).encode())
    await ann.sees("100 lines")
    mass = shop.kiosk.stores.mass_orders
    token = next(
        (button.data or "").split(":")[1]
        for one in ann.person.chat
        for button in one.buttons
        if "Confirm" in button.label
    )
    begun = time.perf_counter()
    await mass.reserve(token=token, person_id=ANN, now=shop.clock.now())
    taken = time.perf_counter() - begun
    print(f"100 lines were ordered in {taken * 1000:.0f} ms")  # noqa: T201 - `pytest -s` shows it
    assert taken < 2
    await shop.settles()
    assert len(shop.panel.orders) == 100


async def test_a_list_can_be_given_up(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/mass\n{lines(2)}")
    await ann.taps("Cancel")
    await ann.sees("Nothing was ordered")
    await ann.says("/cancel")
    await ann.sees("nothing to cancel")


async def test_a_stranger_gets_no_list(harness: Harness) -> None:
    await harness.sam.says(f"/mass\n{lines(2)}")
    await harness.sam.sees("This shop is private")
