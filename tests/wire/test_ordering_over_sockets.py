"""The main flow over real sockets: people order, see it finish, and a restart changes nothing."""

import pytest

from playground.telegram import FakePerson
from tests.faults.process import KioskProcess, links

pytestmark = pytest.mark.slow


async def test_buttons_a_command_and_an_inline_query(process: KioskProcess) -> None:
    ann, bob = process.ann, process.bob
    await process.starts()
    anns, bobs = next(links), next(links)

    await reaches_link(process, ann)
    ann.says(anns)
    await process.sees(ann, "How many?")
    ann.says("100")
    await process.sees(ann, "Check your order", anns, "Confirm")
    ann.taps("Confirm")
    await process.sees(ann, f"Order {await process.number()}")

    tap = await process.orders(bob, bobs)
    await process.sees(bob, f"Order {await process.number(2)}", "is done")
    assert tap.answered
    await process.sees(ann, f"Order {await process.number()} is done")
    assert [len(process.panel.orders_for(link)) for link in (anns, bobs)] == [1, 1]

    stale = ann.taps("Back", stale=True)
    await process.until(lambda: stale.answered, "an answer to the old button")
    assert "This button is old" in stale.text

    mine = await ann.queries("", timeout=20)
    assert [result.title for result in mine.results] == [f"Order {await process.number()} · Completed"]
    assert mine.cache_time == 0
    assert mine.is_personal
    assert not (await ann.queries(str(await process.number(2)), timeout=20)).results
    assert process.telegram.unmodelled == []
    assert process.telegram.unanswered_taps == []
    await process.audited_by_command()


async def test_a_conversation_goes_on_after_a_restart(process: KioskProcess) -> None:
    ann, link = process.ann, next(links)
    child = await process.starts()
    await reaches_link(process, ann)
    ann.says("not a link")
    await process.sees(ann, "That is not a web link")
    assert await child.terminated() == 0
    ann.says(link)  # while the kiosk is down

    child = await process.starts()
    await process.sees(ann, "How many?")
    assert await child.terminated() == 0
    await process.starts()
    ann.says("100")
    await process.sees(ann, "Check your order", link)
    ann.taps("Confirm")
    await process.sees(ann, f"Order {await process.number()}", "is done")


async def reaches_link(process: KioskProcess, person: FakePerson) -> None:
    """Have the person choose service 1 by buttons, up to the question for a link."""
    person.says("/order")
    for seen, tapped in (
        ("What is it for?", "Instagram"),
        ("Likes", "Followers · Refill 30 days"),
        ("Real", "$0.90 · Real · Start 0-1 h"),
        ("1,000 for", "Order"),
    ):
        await process.sees(person, seen)
        person.taps(tapped)
    await process.sees(person, "Send the link")
