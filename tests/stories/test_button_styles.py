"""Colours of buttons: by meaning, the same on every screen, and never instead of words."""

from pathlib import Path

from playground.telegram import FakePerson
from tests.in_process import Harness


def colours(person: FakePerson) -> dict[str, str | None]:
    """The styles of the newest message's buttons by their labels, without an emoji."""
    return {button.label.partition(" ")[2]: button.style for button in person.last.buttons}


async def test_what_goes_through_what_gives_up_and_what_leads_on(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1 https://instagram.com/p/a 1000")
    card = colours(ann.person)
    assert card["Confirm"] == "success"
    assert {style for label, style in card.items() if label != "Confirm"} == {None}
    await ann.taps("Confirm")
    order = colours(ann.person)
    assert order["Cancel order"] == "danger"
    assert {style for label, style in order.items() if label != "Cancel order"} == {None}
    await ann.says("/start")
    assert [button.style for button in ann.person.last.buttons if button.data == "s::order:"] == ["primary"]


async def test_a_way_back_leads_nowhere_on(database_file: Path) -> None:
    shop = Harness(database_file, access="shop", star_value="0.02", manual_topup="Put it into the tin.")
    await shop.opens()
    ann = shop.ann
    await ann.says("/wallet")
    assert colours(ann.person)["Top up"] == "primary"
    await ann.taps("Top up")
    await ann.taps("Telegram Stars")
    await ann.sees("How much?")
    assert set(colours(ann.person).values()) == {None}
    await shop.closes()
