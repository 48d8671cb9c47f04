"""Orders the panel has and we do not: found in its list or by numbers, shown with why, decided once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from panel.client import PanelClient
from playground.panel import FakePanel
from playground.panel.in_process import FakePanelTransport
from playground.panel.listing import Listing
from playground.panel.orders import Order
from shop.person import GivenRole
from shop.reconciliation.orphans import Decided, Looks, Sure
from tests.in_process import BOB, Further, Harness
from tests.stories.test_desk import given as role_given
from tests.stories.test_unknown_orders import LINK, orders, rows

Opening = Callable[..., Any]
DAY = 24 * 3600
STRANGE = "https://instagram.com/p/<b>x</b>&\u202e" + "y" * 4000


@pytest.fixture
def opening(database_file: Path) -> Opening:
    """A harness with one order, at a panel that lists orders like this."""

    @asynccontextmanager
    async def open_with(
        listing: Listing | None = None,
        dialect: str = "mainstream",
        further: Mapping[str, Further] | None = None,
        **settings: str,
    ) -> AsyncIterator[Harness]:
        harness = Harness(database_file, dialect=dialect, further=further, **settings)  # type: ignore[arg-type]  # one of the names
        harness.panel.listing = listing
        await harness.opens()
        await harness.olga.says("/start")
        await orders(harness.bob, LINK + "first/")
        yield harness
        await harness.audited()
        await harness.closes()

    return open_with


async def looks(harness: Harness) -> None:
    """Let the periodic look happen, and again when what it found may be shown."""
    watch = harness.kiosk.orphan_watch
    await watch.look()
    await harness.passes(660)
    await watch.look()
    await harness.settles()
    await harness.rounds()
    await harness.passes(1)


async def gives_up(harness: Harness, number: int = 2) -> Order:
    """Have Ann's next order meet a lost answer and be voided; return what the panel makes of it after all."""
    harness.panel.arm("reset_before")
    await orders(harness.ann)
    await harness.kiosk.stores.resolutions.void(number, harness.clock.now())
    await harness.settles()
    assert await harness.state_of(number) == "voided"
    return harness.panel.place({"service": "1", "link": LINK, "quantity": "100"}, "link")


async def opens_list(harness: Harness) -> None:
    await harness.olga.says("/admin")
    await harness.olga.taps("Panel")
    await harness.olga.taps("Orders not ours")


async def found(harness: Harness) -> list[Any]:
    return list(await harness.kiosk.stores.orphans.list_waiting(limit=20))


@pytest.mark.parametrize("shape", ["rows", "pages", "map"])
async def test_what_was_given_up_and_is_listed_after_all_is_a_loss(shape: Any, opening: Opening) -> None:
    async with opening(Listing(shape)) as harness:
        late = await gives_up(harness)
        await looks(harness)
        [one] = await found(harness)
        assert (one.number, one.looks, one.order_id, one.sure) == (late.id, Looks.OURS, 2, Sure.SURE)
        olga = harness.olga
        assert "looks like order 2, whose answer was lost" in olga.screen
        assert late.id in olga.screen
        await opens_list(harness)
        await olga.sees("Orders not ours", f"{late.id} · looks like order 2", "The panel lists its orders.")
        await olga.taps(f"🧭 {late.id}")
        await olga.sees("It is order 2, as good as certain", "the link, the service", "$0.09")
        await olga.sees("has the money back and is not charged again", "the shop's loss")
        await olga.taps("It is order 2")
        await olga.sees("Are you sure?", "Nothing is booked, and nobody is charged.")
        before = rows(harness, "SELECT count(*) FROM journal")
        await olga.taps("Yes, it is order 2")
        await olga.sees("It is order 2.", "Decided by Olga", "loss: $0.09")
        assert rows(harness, "SELECT count(*) FROM journal") == before, "no money has moved"
        assert await harness.state_of(2) == "voided"
        assert await found(harness) == []
        assert "It is settled what number" in olga.screen


async def test_what_is_still_looked_for_is_adopted_by_its_button(opening: Opening) -> None:
    async with opening(Listing("rows"), panel_probe="no", panel_account="shared") as harness:
        harness.panel.arm("reset_after")
        await orders(harness.ann)
        [true] = harness.panel.orders_for(LINK)
        await looks(harness)
        assert await harness.state_of(2) == "unknown"
        await opens_list(harness)
        await harness.olga.taps(f"🧭 {true.id}")
        await harness.olga.sees("as good as certain")
        await harness.olga.taps("It is order 2")
        await harness.olga.sees("Are you sure?", "the customer pays $0.09", "It fits this order")
        await harness.olga.taps(f"Yes, adopt {true.id}")
        await harness.olga.sees(f"Order 2 is number {true.id} at the panel")
        assert await found(harness) == []
        [one] = await harness.kiosk.stores.orphans.list_decided(limit=9)
        assert (one.decided, one.order_id, one.number) == (Decided.ORDER, 2, true.id)
        await harness.passes(60)
        await looks(harness)
        assert await found(harness) == []


async def test_the_operators_own_order_is_marked_and_can_be_undone(opening: Opening) -> None:
    async with opening(Listing("rows")) as harness:
        own = harness.panel.place({"service": "1", "link": LINK + "own/", "quantity": "333"}, "link")
        await looks(harness)
        olga = harness.olga
        assert "Lost order" not in olga.screen
        await olga.says("/admin")
        await olga.taps("Waiting for you: 1")
        await olga.sees(f"Number {own.id} at the panel is none of our orders")
        await olga.taps("1 🧭")
        await olga.sees("fits none of our orders", "333", "own/")
        await olga.taps("Ours, not a customer's")
        await olga.sees("It is ours, not a customer's.", "Decided by Olga")
        await olga.taps("Undo")
        await olga.sees("fits none of our orders")
        await olga.taps("Nobody's: remember")
        await olga.sees("It is nobody's")
        await looks(harness)
        assert await found(harness) == [], "found again, it is known"
        await olga.says("/admin")
        await olga.taps("More")
        await olga.taps("Log")
        await olga.sees("as ours, not a customer's", "undid what number", "as nobody's")


async def test_two_operators_on_one_card_are_one_act(opening: Opening) -> None:
    async with opening(Listing("rows")) as harness:
        harness.panel.place({"service": "1", "link": LINK + "own/", "quantity": "333"}, "link")
        await looks(harness)
        await role_given(harness, BOB, GivenRole.OPERATOR)
        [one] = await found(harness)
        for player in (harness.olga, harness.bob):
            await player.says("/admin")
            await player.taps("Panel")
            await player.taps("Orders not ours")
            await player.taps(f"❔ {one.number}")
        harness.olga.person.taps("Ours, not a customer's")
        harness.bob.person.taps("Nobody's: remember")
        await harness.settles()
        toasts = [toast.text for player in (harness.olga, harness.bob) for toast in player.person.toasts]
        assert sum("Nothing was changed, for" in text for text in toasts) == 1
        assert len(await harness.kiosk.stores.acts.list_latest(limit=9)) == 2  # the role, and this


async def test_a_turn_that_is_repeated_after_a_crash_decides_once(opening: Opening) -> None:
    async with opening(Listing("rows")) as harness:
        harness.panel.place({"service": "1", "link": LINK + "own/", "quantity": "333"}, "link")
        await looks(harness)
        [one] = await found(harness)
        await opens_list(harness)
        await harness.olga.taps(f"❔ {one.number}")
        await harness.olga.taps("Nobody's: remember")
        await harness.forgets_last_turn()
        await harness.restarts()
        await harness.settles()
        await harness.olga.taps("Nobody's: remember", stale=True)
        assert "has done this already" not in harness.olga.screen
        assert "was first" not in harness.olga.screen
        acts = await harness.kiosk.stores.acts.list_latest(limit=9)
        assert [noted.act.did for noted in acts] == ["orphan_nobodys"]


async def test_a_panel_without_a_list_is_asked_once(opening: Opening) -> None:
    async with opening(None) as harness:
        for _ in range(3):
            await looks(harness)
            await harness.passes(DAY)
        asked = [call for call in harness.panel.calls if call.action == "orders"]
        assert len(asked) == 1
        await opens_list(harness)
        await harness.olga.sees("✅ Nothing waits here.", "The panel has no list of its orders.")
        await harness.olga.taps("Look now")
        assert await found(harness) == []


async def test_an_order_on_its_way_is_no_orphan(opening: Opening) -> None:
    async with opening(Listing("rows")) as harness:
        harness.panel.place({"service": "1", "link": LINK, "quantity": "100"}, "link")
        await harness.kiosk.orphan_watch.look()
        await harness.settles()
        assert await found(harness) == []
        assert "none of our orders" not in harness.olga.screen


async def test_what_is_listed_late_is_found_the_next_day(opening: Opening) -> None:
    async with opening(Listing("pages", late=3600)) as harness:
        late = await gives_up(harness)
        await looks(harness)
        assert await found(harness) == []
        await harness.passes(DAY)
        await looks(harness)
        assert [one.number for one in await found(harness)] == [late.id]


async def test_orders_from_before_the_shop_wait_for_nobody(database_file: Path) -> None:
    harness = Harness(database_file, dialect="mainstream")
    harness.panel.listing = Listing("pages", page_size=10)
    for number in range(12):
        harness.panel.place({"service": "1", "link": f"{LINK}{number}/", "quantity": "100"}, "link")
    await harness.opens()
    await harness.olga.says("/start")
    await harness.passes(DAY)
    await orders(harness.bob)
    await looks(harness)
    assert await found(harness) == []
    decided = await harness.kiosk.stores.orphans.list_decided(limit=20)
    assert {one.looks for one in decided} == {Looks.BEFORE}
    assert len({one.number for one in decided}) == len(decided) == 12, "each once, though pages overlap"
    await opens_list(harness)
    await harness.olga.taps("Decided")
    await harness.olga.sees("from before the shop")
    await harness.olga.taps("Next")
    await harness.olga.sees("from before the shop")
    await harness.closes()


async def test_others_on_a_shared_account_are_their_own(opening: Opening) -> None:
    async with opening(Listing("rows"), panel_account="shared") as harness:
        harness.panel.place({"service": "1", "link": LINK + "own/", "quantity": "333"}, "link")
        await looks(harness)
        assert await found(harness) == []
        [one] = await harness.kiosk.stores.orphans.list_decided(limit=9)
        assert one.looks is Looks.OTHERS


async def test_all_others_are_marked_at_once_and_those_like_ours_stay(opening: Opening) -> None:
    async with opening(Listing("rows")) as harness:
        late = await gives_up(harness)
        for number in range(11):
            harness.panel.place({"service": "1", "link": f"{LINK}{number}/", "quantity": "333"}, "link")
        await looks(harness)
        await opens_list(harness)
        await harness.olga.taps("Next")
        await harness.olga.taps("First page")
        await harness.olga.taps("All others are ours")
        await harness.olga.sees("Are you sure?")
        await harness.olga.taps("Yes, they are ours")
        assert [one.number for one in await found(harness)] == [late.id]


async def test_numbers_between_ours_are_asked_about_where_the_panel_answers_by_key(opening: Opening) -> None:
    async with opening(None) as harness:
        harness.panel.skip_ids(130)
        late = await gives_up(harness)
        harness.panel.skip_ids(130)
        await orders(harness.bob, LINK + "last/")
        await harness.passes(900)
        for _ in range(4):
            await looks(harness)
        [one] = await found(harness)
        assert (one.number, one.looks, one.order_id, one.sure) == (late.id, Looks.OURS, 2, Sure.POSSIBLE)
        await opens_list(harness)
        await harness.olga.sees("I ask about the numbers between ours.")
        await harness.olga.taps(f"🧭 {late.id}")
        await harness.olga.sees("among the numbers between ours", "It may be order 2", "the charge, the time")
        many = [call for call in harness.panel.calls if "," in call.form.get("orders", "")]
        assert all(len(call.form["orders"].split(",")) <= 100 for call in many)


async def test_a_panel_that_tells_of_anybodys_numbers_proves_nothing(opening: Opening) -> None:
    async with opening(None) as harness:
        harness.panel.tells_of_others = True
        harness.panel.skip_ids(40)
        await orders(harness.bob, LINK + "last/")
        await harness.passes(900)
        await looks(harness)
        await harness.passes(DAY)
        await looks(harness)
        assert rows(harness, "SELECT count(*) FROM orphan") == [(0,)]
        await opens_list(harness)
        await harness.olga.sees("It answers about anybody's numbers")


async def test_a_panel_that_is_away_is_asked_again_later(opening: Opening) -> None:
    async with opening(Listing("rows")) as harness:
        own = harness.panel.place({"service": "1", "link": LINK + "own/", "quantity": "333"}, "link")
        harness.panel.arm("html_502_before", action="orders")
        await looks(harness)
        assert await found(harness) == []
        await opens_list(harness)
        await harness.olga.sees("It could not be asked")
        await harness.passes(3600)
        await looks(harness)
        assert [one.number for one in await found(harness)] == [own.id]


async def test_a_hostile_list_is_shown_as_text(opening: Opening) -> None:
    async with opening(Listing("rows")) as harness:
        own = harness.panel.place({"service": "1", "link": LINK + "own/", "quantity": "333"}, "link")
        own.link, own.by_hand, own.word = STRANGE, True, "<i>Done</i>" + "z" * 4000
        await looks(harness)
        await opens_list(harness)
        await harness.olga.taps(f"❔ {own.id}")
        await harness.olga.sees("<b>x</b>&", "<i>Done</i>")


async def test_a_look_that_is_cut_off_keeps_what_it_read_and_goes_on(opening: Opening) -> None:
    async with opening(Listing("pages", page_size=3)) as harness:
        for number in range(5):
            harness.panel.place({"service": "1", "link": f"{LINK}{number}/", "quantity": "333"}, "link")
        watch = harness.kiosk.orphan_watch
        asked = harness.panel.answer

        async def dies_on_page_two(form: dict[str, str]) -> Any:
            if form.get("action") == "orders" and form.get("page") == "2":
                raise asyncio.CancelledError
            return await asked(form)

        harness.panel.answer = dies_on_page_two
        with pytest.raises(asyncio.CancelledError):
            await watch.look()
        harness.panel.answer = asked
        assert rows(harness, "SELECT count(*) FROM orphan") == [(3,)]
        await harness.restarts()
        await looks(harness)
        assert len(await found(harness)) == 5
        assert rows(harness, "SELECT count(*) FROM orphan") == [(5,)]


async def test_a_clock_that_jumps_shows_nothing_early_and_forgets_nothing(opening: Opening) -> None:
    async with opening(Listing("rows")) as harness:
        harness.panel.place({"service": "1", "link": LINK + "own/", "quantity": "333"}, "link")
        await harness.kiosk.orphan_watch.look()
        await harness.kiosk.stores.waits.move(timedelta(days=2), harness.clock.now())
        harness.clock.advance(2 * DAY)
        await harness.kiosk.orphan_watch.look()
        assert await found(harness) == [], "ten minutes are ten minutes"
        await harness.passes(700)
        await harness.kiosk.orphan_watch.look()
        assert len(await found(harness)) == 1


async def test_numbers_are_not_asked_about_where_the_operator_forbids_it(opening: Opening) -> None:
    async with opening(None, panel_probe="no") as harness:
        harness.panel.skip_ids(5)
        await orders(harness.bob, LINK + "last/")
        await harness.passes(900)
        before = len(harness.panel.calls)
        await harness.kiosk.orphan_watch.look()
        assert [call.action for call in list(harness.panel.calls)[before:]] == ["orders"]


async def test_the_profile_can_say_that_there_is_no_list(tmp_path: Path, opening: Opening) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text('lists_orders = "no"\n')
    async with opening(Listing("rows"), panel_profile=str(profile)) as harness:
        await looks(harness)
        assert not [call for call in harness.panel.calls if call.action == "orders"]


async def test_each_panel_is_asked_about_its_own_numbers_alone(opening: Opening) -> None:
    async with opening(Listing("rows")) as harness:
        harness.panel.skip_ids(5)
        await orders(harness.bob, LINK + "last/")
        late = await gives_up(harness, 3)
        other = FakePanel(key="other", dialect="mainstream", clock=harness.clock)
        other.listing = Listing("map")
        twin = other.place({"service": "1", "link": LINK, "quantity": "100"}, "link")
        client = PanelClient(
            "https://other.example/api", "other", "mainstream", harness.clock, FakePanelTransport(other)
        )
        watch = harness.kiosk.orphan_watch
        harness.kiosk.orphan_watch = replace(watch, panels={**watch.panels, "other": client})
        await looks(harness)
        one, theirs = await found(harness)
        assert (one.number, one.looks, one.order_id) == (late.id, Looks.OURS, 3)
        assert (theirs.panel, theirs.number, theirs.looks) == ("other", twin.id, Looks.NOTHING)
        assert {call.action for call in other.calls} == {"orders"}


async def test_among_several_suppliers_each_is_named(opening: Opening) -> None:
    async with opening(further={"fast": Further()}) as harness:
        fast, olga = harness.further["fast"], harness.olga
        fast.listing = Listing("rows")
        await harness.bob.says(f"/order 2000001 {LINK}fast/ 100")
        await harness.bob.taps("Confirm")
        own = fast.place({"service": "1", "link": LINK + "own/", "quantity": "333"}, "link")
        await looks(harness)
        await olga.says("/admin")
        await olga.taps("Waiting for you: 1")
        await olga.taps("1 🧭")
        await olga.sees(f"Number {own.id} at the panel\n\nSupplier: fast")
        await olga.says("/admin")
        await olga.taps("Panel")
        await olga.taps("fast")
        await olga.taps("Orders not ours")
        await olga.sees("fast · Looked")
