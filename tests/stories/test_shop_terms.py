"""The operator's terms are accepted once, before the first order or top-up, and again when they change."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.in_process import Harness, Player
from tests.stories.test_paying_for_an_order import PROVIDER, pays, pending, taps_stars

TERMS = "Nothing is given back once it has <b>begun</b>."
LINK = "https://www.instagram.com/cabc/"
WAYS = {"star_value": "0.013", "payment_provider_token": PROVIDER, "manual_topup": "Into the tin."}
ASKED = "By ordering or topping up here you accept"
CHANGED = "The terms of this shop have changed"


async def opened(database_file: Path, **settings: str) -> Harness:
    """Return a shop with terms, and with money in Ann's hand."""
    harness = Harness(database_file, **({"terms": TERMS} | WAYS | settings))  # type: ignore[arg-type]  # all are settings
    harness.telegram.world.provider_tokens.add(PROVIDER)
    await harness.opens()
    await harness.ann.says("/start")
    harness.ann.person.tops_up(100_000)
    return harness


@pytest.fixture(params=["shop", "private"])
async def shop(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    """A shop whose people can order at once: in `shop` mode the operator has given them something."""
    harness = await opened(database_file, access=request.param)
    if request.param == "shop":
        await harness.olga.says("/credit 101 50 a gift")
        await harness.olga.taps("Confirm")
    yield harness
    await harness.audited()
    await harness.closes()


async def orders(player: Player, link: str = LINK) -> None:
    """Come to the confirm card, and tap Confirm."""
    await player.says(f"/order 1 {link} 100")
    await player.sees("Check your order")
    await player.taps("Confirm")


async def test_the_first_confirm_asks_and_goes_on_to_the_same_card(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    bubbles = len(ann.person.chat)
    await ann.sees(ASKED, "Read", "I accept", "Back", "Menu")
    assert await pending(shop) == 0
    await ann.taps("Read")
    await ann.sees("Nothing is given back once it has begun.", "I accept")
    await ann.taps("Back")
    await ann.sees(ASKED)
    await ann.taps("I accept")
    await ann.sees("Check your order", "Confirm")
    await ann.taps("Confirm")
    await ann.sees("Order 1")
    assert len(ann.person.chat) == bubbles, "all of it in one message"
    assert await pending(shop) == 1
    await orders(ann, LINK + "again/")
    await ann.sees("Order 2")
    ann.finds_no(ASKED)
    await shop.restarts()
    await orders(ann, LINK + "later/")
    await ann.sees("Order 3")


async def test_back_leads_to_the_order_and_nothing_is_lost(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await ann.taps("Back")
    await ann.sees("Check your order", "Confirm")
    await ann.taps("Confirm")
    await ann.taps("Menu")
    await ann.taps("Go on")
    await ann.taps("Confirm")
    await ann.taps("I accept")
    await ann.taps("Confirm")
    await ann.sees("Order 1")


async def test_without_terms_nothing_is_asked(database_file: Path) -> None:
    harness = await opened(database_file, terms="", access="private")
    await orders(harness.ann)
    await harness.ann.sees("Order 1")
    await harness.closes()


async def test_changed_terms_are_asked_for_again_and_other_blanks_are_no_change(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await ann.taps("I accept")
    await ann.taps("Confirm")
    await ann.sees("Order 1")
    shop.settings["terms"] = TERMS.replace(" ", "\n  ") + "\n"
    await shop.restarts()
    await orders(ann, LINK + "again/")
    await ann.sees("Order 2")
    shop.settings["terms_ru"] = "Начатое не возвращается."
    await shop.restarts()
    await orders(ann, LINK + "later/")
    await ann.sees(CHANGED, "I accept")
    assert await pending(shop) == 2
    await ann.taps("I accept")
    await ann.taps("Confirm")
    await ann.sees("Order 3")


async def test_an_old_accept_button_does_not_accept_other_terms(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    shop.settings["terms"] = "Everything is different now."
    await shop.restarts()
    await ann.taps("I accept")
    await ann.sees("The terms of this shop have changed", "I accept")
    await ann.taps("Read")
    await ann.sees("Everything is different now.")
    await ann.taps("I accept")
    await ann.taps("Confirm")
    await ann.sees("Order 1")


async def test_terms_that_were_taken_away_hold_nobody_up(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    shop.settings["terms"] = ""
    await shop.restarts()
    await ann.taps("I accept")
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    await ann.sees("Order 1")


async def test_an_order_given_up_meanwhile_leads_home(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await ann.says("/cancel")
    await ann.taps("I accept", stale=True)
    await ann.sees("what shall it be?")
    await orders(ann)
    await ann.sees("Order 1")


async def test_a_second_tap_on_a_used_confirm_finds_its_order_whatever_the_terms(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await ann.taps("I accept")
    card = ann.person.last
    token = next(one.data for one in card.buttons if "Confirm" in one.label)
    await ann.taps("Confirm")
    shop.settings["terms"] = "Everything is different now."
    await shop.restarts()
    await ann.says(f"/order 1 {LINK}other/ 100")
    ann.person.taps(token or "", card.id, stale=True)
    await shop.settles()
    ann.finds_no(CHANGED)
    assert await pending(shop) == 1
    await ann.taps("Confirm")
    await ann.sees(CHANGED)


async def test_running_orders_refills_and_support_go_on_under_changed_terms(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await ann.taps("I accept")
    await ann.taps("Confirm")
    shop.settings["terms"] = "Everything is different now."
    await shop.restarts()
    for words in ("/start", "/orders", "/status 1", "/support", "/paysupport", "/wallet", "/statement"):
        await ann.says(words)
        ann.finds_no(CHANGED)
    await shop.delivers()
    await ann.sees("Completed")
    ann.finds_no(CHANGED)


async def test_reorder_is_a_new_act(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await ann.taps("I accept")
    await ann.taps("Confirm")
    await shop.delivers()
    shop.settings["terms"] = "Everything is different now."
    await shop.restarts()
    await ann.taps("Reorder")
    await ann.taps("Confirm")
    await ann.sees(CHANGED)
    await ann.taps("I accept")
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    await ann.sees("Order 2")


async def test_the_same_tap_twice_accepts_once_and_shows_the_card_again(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await ann.taps("I accept")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    await ann.sees("Order 1")


async def test_a_topup_asks_and_goes_on_to_the_ways(database_file: Path) -> None:
    harness = await opened(database_file, access="shop")
    ann = harness.ann
    await ann.says("/topup")
    await ann.sees(ASKED, "I accept")
    await ann.taps("Back")
    await ann.sees("Your wallet")
    await ann.says("/topup")
    await ann.taps("I accept")
    await ann.sees("How would you like to pay?")
    await ann.taps("Telegram Stars")
    await ann.sees("How much?")
    harness.settings["terms"] = "Everything is different now."
    await harness.restarts()
    await ann.says("5")
    await ann.sees(CHANGED)
    await ann.taps("I accept")
    await ann.sees("How would you like to pay?")
    await harness.closes()


async def test_old_buttons_of_amounts_ask_too_but_what_was_paid_by_hand_does_not(database_file: Path) -> None:
    harness = await opened(database_file, access="shop")
    ann = harness.ann
    await ann.says("/topup")
    await ann.taps("I accept")
    await ann.taps("By hand")
    harness.settings["terms"] = "Everything is different now."
    await harness.restarts()
    await ann.taps("$5")
    await ann.sees(CHANGED)
    await ann.taps("I accept")
    await ann.taps("By hand")
    await ann.taps("$5")
    await ann.sees("Into the tin.")
    harness.settings["terms"] = "And once more."
    await harness.restarts()
    await ann.taps("I have paid")
    await ann.says("receipt 4711")
    await ann.taps("Send to the shop")
    ann.finds_no(CHANGED)
    await harness.olga.says("/start")
    await harness.passes(1)
    await harness.olga.taps("Credit it")
    await ann.sees("came into your wallet")
    await harness.audited()
    await harness.closes()


async def test_a_payment_that_comes_under_changed_terms_sends_its_order(database_file: Path) -> None:
    harness = await opened(database_file, access="shop")
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 2000")
    await taps_stars(ann)
    await ann.sees(ASKED)
    await ann.taps("I accept")
    await ann.sees("Check your order")
    await taps_stars(ann)
    harness.settings["terms"] = "Everything is different now."
    await harness.restarts()
    await pays(ann)
    await ann.sees("Order 1 is on its way")
    ann.finds_no(CHANGED)
    assert await pending(harness) == 1
    await harness.audited()
    await harness.closes()


DOORS = {
    "deep link": ("/start s_1", "[Order]", LINK, "100"),
    "link first": (LINK, "/order 1 https://www.instagram.com/cabc/ 100"),
    "pasted line": (f"1|{LINK}|100",),
    "words": ("/order", "instagram followers", "/order 1 https://www.instagram.com/cabc/ 100"),
}


@pytest.mark.parametrize("door", DOORS)
async def test_every_door_leads_past_the_question_once(shop: Harness, door: str) -> None:
    ann = shop.ann
    for act in DOORS[door]:
        await (ann.taps(act.strip("[]")) if act.startswith("[") else ann.says(act))
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    await ann.sees(ASKED)
    await ann.taps("I accept")
    await ann.taps("Confirm")
    await ann.sees("Order 1")
    assert await pending(shop) == 1


async def test_a_list_of_orders_comes_after_the_question_too(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/mass")
    await ann.says(
        "22 | https://www.instagram.com/p/first/ | 100\n22 | https://www.instagram.com/p/second/ | 100"
    )
    await ann.taps("Confirm")
    await ann.sees(ASKED)
    assert await pending(shop) == 0
    await ann.taps("I accept")
    await ann.sees("2 lines")
    await ann.taps("Confirm")
    assert await pending(shop) == 2


async def test_a_warning_of_a_running_order_comes_after_the_question(shop: Harness) -> None:
    ann = shop.ann
    await orders(ann)
    await ann.taps("I accept")
    await ann.taps("Confirm")
    await orders(ann)
    warning = ann.person.last
    shop.settings["terms"] = "Everything is different now."
    await shop.restarts()
    again = next(one for one in warning.buttons if ":again:" in (one.data or ""))
    await ann.taps(again.label)
    await ann.sees(CHANGED)
    assert await pending(shop) == 1
    await ann.taps("I accept")
    await ann.taps("Confirm")
    await ann.taps(again.label)
    await ann.sees("Order 2")
