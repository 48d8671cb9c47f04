"""See as they see it: somebody's own screens in their language, where no button acts in their name."""

from shop.acts import Did
from tests.in_process import ANN, OLGA, Harness

LINK = "https://www.instagram.com/ann/"


async def looks(harness: Harness) -> None:
    await harness.olga.says("/find ann")
    await harness.olga.taps("See as they see it")


async def test_the_screens_are_theirs_and_the_way_out_is_there(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    before = ann.person.screen()
    await looks(harness)
    await olga.sees("What Ann sees, in English", "Ann, what shall it be?")
    await olga.taps("Wallet")
    await olga.sees("What Ann sees", "Your wallet", "Order 1")
    await olga.taps("Menu")
    await olga.taps("My orders")
    await olga.sees("What Ann sees", "Your orders")
    await olga.taps("1 · 100 · …instagram.com/ann")
    await olga.sees("What Ann sees", "Order 1")
    olga.finds_no("Ordered by Ann")
    await olga.taps("Leave this view")
    await olga.sees("Ann · 101", "Orders: 1")
    assert ann.person.screen() == before, "nothing of hers has moved"
    assert await harness.kiosk.stores.drafts.find(OLGA) is None
    acts = await harness.kiosk.stores.acts.list_of_person(ANN, 9)
    assert [one.act.did for one in acts] == [Did.SAW_AS]


async def test_every_button_is_safe(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    orders = len(harness.panel.orders)
    for value in (
        "home..",
        "wallet..",
        "orders..",
        "orders..r",
        "one.1.",
        "older.1.ae1",
        "newer.1.ae1",
        "x",
        "",
    ):
        await looks(harness)
        olga.person.forges(f"ap:{ANN}:seen:{value}")
        await harness.settles()
        shown = olga.screen.rpartition("What Ann sees")[2]
        assert "Leave this view" in shown, value
    olga.person.forges(f"ap:{ANN}:inert:")
    await harness.settles()
    assert "only looking" in olga.person.toasts[-1].text
    await looks(harness)
    await olga.taps("New order")
    assert "only looking" in olga.person.toasts[-1].text
    assert len(harness.panel.orders) == orders


async def test_their_language_and_nobody_elses_orders(harness: Harness) -> None:
    ann, bob, olga = harness.ann, harness.bob, harness.olga
    ann.person.language = "ru"
    await ann.says("/start")
    await bob.says(f"/order 1 {LINK} 100")
    await bob.taps("Confirm")
    await looks(harness)
    await olga.sees("What Ann sees, in Русский", "Новый заказ")
    olga.person.forges(f"ap:{ANN}:seen:one.1.")
    await harness.settles()
    assert "This button is old" in olga.person.toasts[-1].text
