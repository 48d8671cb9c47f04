"""Paying for an order is one act: the card offers what is missing, and the payment sends the order."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import payments
from handlers.view import MOST_ROWS
from playground.gateways import FakeHeleket
from playground.telegram.labels import look_alikes, room, width
from playground.telegram.people import NoSuchButton
from tests.in_process import ANN, BOB, Harness, Player

LINK = "https://www.instagram.com/cabc/"
PROVIDER = "284685063:TEST:of-the-tests"
BY_HAND = "Send the money to DE00 1234 and write your number on it."
STAR = "0.013"


async def opened(database_file: Path, **settings: str) -> Harness:
    """Return a shop with three ways to pay, in which Ann has her first screen behind her."""
    ways = {"star_value": STAR, "payment_provider_token": PROVIDER, "manual_topup": BY_HAND}
    harness = Harness(database_file, **(ways | settings))  # type: ignore[arg-type]  # all are settings
    harness.telegram.world.provider_tokens.add(PROVIDER)
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
        player.person.tops_up(100_000)
    return harness


@pytest.fixture(params=["shop", "private"])
async def shop(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Harness]:
    """A shop of wallets; and a private one, whose people may owe next to nothing."""
    limit = {"credit_limit": "0.001"} if request.param == "private" else {}
    harness = await opened(database_file, access=request.param, **limit)
    yield harness
    await harness.audited()
    await harness.closes()


def bills(player: Player) -> list[int]:
    """Return the invoices in the chat, oldest first."""
    return [number for number, one in player.person.home.messages.items() if one.content.invoice is not None]


async def pays(player: Player, which: int = -1, **options: bool) -> None:
    """Pay an invoice in the chat, the newest unless told otherwise."""
    player.person.pays(player.person.home.messages[bills(player)[which]], **options)
    await player.harness.settles()


async def asks(player: Player, quantity: int = 2000, link: str = LINK) -> None:
    """Come to the confirm card, short of money."""
    service = player.harness.panel.catalogue.of_type("Default")
    await player.says(f"/order {service.id} {link} {quantity}")
    await player.sees("Check your order", "You need", "Pay it, and the order goes out by itself")


async def taps_stars(player: Player) -> None:
    """Tap the newest button that pays in Stars."""
    every = (
        button.label for one in reversed(player.person.chat) for row in one.keyboard or () for button in row
    )
    await player.taps(next((label for label in every if label.endswith(" Stars and order")), "Pay … Stars"))


async def taps_by_hand(player: Player) -> None:
    """Tap the way by hand, with the amount if that is another than what is missing."""
    await player.taps(next(label for label in labels(player) if label.startswith("🧾 By hand")))


def labels(player: Player) -> list[str]:
    """Return the labels below the newest message."""
    return [button.label for row in player.person.last.keyboard or () for button in row]


async def pending(harness: Harness) -> int:
    """Return how many orders the panel has."""
    await harness.settles()
    return len(harness.panel.orders)


async def test_two_taps_from_the_price_to_the_order(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    assert [label for label in labels(ann) if "Confirm" in label or "Top up" in label] == []
    assert labels(ann)[0].startswith("⭐ Pay ")
    assert labels(ann)[0].endswith(" Stars and order")
    owed = " · $1.80" if shop.settings["access"] == "private" else ""  # $1.799 cannot be paid by hand
    assert labels(ann)[1:3] == ["💳 Card", f"🧾 By hand{owed}"]
    assert labels(ann)[3:] == [
        "⏱ Spread over time",
        "🕒 Start later",
        *(["🎟 Coupon"] if shop.settings["access"] == "shop" else []),
        "🖼 Hide the preview",
        "⬅️ Back",
        "✖️ Cancel",
        "🏠 Menu",
    ]
    assert all(len(label) <= 30 for label in labels(ann))
    card = ann.person.last
    await taps_stars(ann)
    await ann.sees("When it is paid, the order is confirmed by itself")
    await pays(ann)
    await ann.sees("paid. Order 1 is on its way. Thank you!", "Order 1 · Pending")
    assert "Order 1 · Pending" in card.text, "the confirm card has become the live card"
    assert await pending(shop) == 1
    ann.finds_no("Back to the order")


async def test_a_single_star_is_one_star(database_file: Path) -> None:
    shop = await opened(database_file, access="shop", star_value="1")
    await asks(shop.ann, quantity=100)
    assert labels(shop.ann)[0] == "⭐ Pay 1 Star and order"
    await asks(shop.ann, quantity=2000)
    assert labels(shop.ann)[0] == "⭐ Pay 2 Stars and order"
    await shop.closes()


async def test_a_card_that_takes_no_less_says_so_and_the_rest_stays(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann, quantity=100)
    await ann.sees("at least; what is left over stays in your wallet")
    await ann.taps("💳 Card · $1.00")
    await pays(ann, card_declined=True)
    assert await pending(shop) == 0
    await pays(ann)
    await ann.sees("Order 1 is on its way")
    assert await pending(shop) == 1
    assert await ann.balance_micro() > 0


async def hands_in_a_receipt(shop: Harness) -> None:
    """Ann has paid by hand and says so; Olga credits it."""
    await shop.ann.taps("I have paid")
    await shop.ann.says("number 4711")
    await shop.ann.taps("Send to the shop")
    await shop.olga.taps("Credit it")


async def test_a_transfer_for_an_order_says_that_the_order_follows(database_file: Path) -> None:
    shop = await opened(database_file, access="shop", bank_transfer="To `DE00 5678`")
    await asks(shop.ann)
    await shop.ann.taps("Bank transfer")
    await shop.ann.sees("Transfer exactly", "Then your order is confirmed by itself.")
    await shop.bob.says("/topup")
    await shop.bob.taps("Bank transfer")
    await shop.bob.says("5")
    await shop.bob.sees("Transfer exactly")
    shop.bob.finds_no("Then your order")
    await shop.closes()


async def test_by_hand_the_order_goes_out_when_the_receipt_is_accepted(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_by_hand(ann)
    await ann.sees("by hand", BY_HAND)
    await hands_in_a_receipt(shop)
    assert "Then your order is confirmed by itself" in shop.ann.screen
    await ann.sees("paid. Order 1 is on its way. Thank you!")
    assert await pending(shop) == 1


async def test_an_old_home_does_not_say_that_a_paid_order_was_canceled(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_by_hand(ann)
    await ann.taps("I have paid")
    ann.person.sends_photo()
    await shop.settles()
    await ann.taps("Send to the shop")
    await ann.says("/menu")
    home = ann.person.last.id
    await shop.olga.taps("Credit it")
    assert await pending(shop) == 1
    await ann.taps("Drop it", message_id=home)
    assert not ann.person.toasts, "the order has gone out"
    await ann.sees("On the way: 1")
    await shop.settles()
    assert await pending(shop) == 1


async def test_by_hand_what_is_asked_for_can_be_paid_and_all_of_it_is_credited(database_file: Path) -> None:
    """A part of a price that came back leaves a part of a cent in the wallet."""
    shop = await opened(database_file, access="shop")
    ann, olga = shop.ann, shop.olga
    await olga.says("/credit 101 0.123456 a part of a price")
    await olga.taps("Confirm")
    await asks(ann)
    await taps_by_hand(ann)
    await ann.sees("$1.68", BY_HAND)
    await hands_in_a_receipt(shop)
    await ann.sees("paid. Order 1 is on its way. Thank you!")
    assert await ann.balance_micro() == 123_456 + 1_680_000 - 1_800_000
    await shop.audited()
    await shop.closes()


async def test_a_receipt_that_is_accepted_later_shows_the_new_price(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await asks(ann)
    await taps_by_hand(ann)
    await ann.taps("I have paid")
    await ann.says("number 4711")
    await ann.taps("Send to the shop")
    shop.clock.advance(3600)
    await olga.taps("Credit it")
    await ann.sees("Its price had expired", "The price is now $1.80")
    await ann.taps("Back to the order")
    await ann.taps("Confirm")
    assert await pending(shop) == 1


async def test_topping_up_offers_what_the_order_lacks_first(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    first = labels(ann)[0]
    assert first.startswith("🛒 For your order: $1.")
    await ann.taps(first)
    await pays(ann)
    assert await pending(shop) == 1


async def test_a_quote_that_expired_leaves_the_money_and_offers_the_new_price(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    shop.clock.advance(601)
    await pays(ann)
    await ann.sees("came into your wallet", "Its price had expired", "The price is now")
    assert await pending(shop) == 0
    await ann.taps("Back to the order")
    await ann.sees("Check your order", "That price was valid for ten minutes")
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending")
    assert await pending(shop) == 1


async def test_a_tap_after_ten_minutes_shows_the_new_price_first(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    shop.clock.advance(601)
    await taps_stars(ann)
    await ann.sees("That price was valid for ten minutes", "Check your order")
    assert bills(ann) == []
    await taps_stars(ann)
    await pays(ann)
    assert await pending(shop) == 1


async def test_a_service_that_is_gone_keeps_the_order(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    service = shop.panel.catalogue.of_type("Default")
    shop.panel.catalogue.remove(service.id)
    await shop.kiosk.catalogue.refresh()
    await pays(ann)
    await ann.sees("came into your wallet", "The service is no longer on sale, so nothing was ordered")
    assert await pending(shop) == 0
    assert await ann.balance_micro() > 0


async def test_a_price_below_the_cost_is_told_and_not_ordered(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    service = shop.panel.catalogue.of_type("Default")
    shop.panel.catalogue.change_rate(service.id, "900")
    await shop.kiosk.catalogue.refresh()
    await pays(ann)
    await ann.sees("The price has gone up meanwhile", "The price is now")
    assert await pending(shop) == 0
    await ann.taps("Back to the order")
    await ann.sees("Check your order", "You need")


async def test_paying_twice_is_refused_before_it_is_charged(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    await taps_stars(ann)
    await pays(ann, 0)
    assert await pending(shop) == 1
    await pays(ann, 1, stale=True)
    await ann.sees("This order is already on its way. Nothing was charged")
    assert await pending(shop) == 1


async def test_a_second_payment_that_came_through_all_the_same_is_kept_for_later(shop: Harness) -> None:
    """Both were approved before either was paid."""
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    await taps_stars(ann)
    for number in bills(ann):
        ann.person.pays(ann.person.home.messages[number])
    await shop.settles()
    assert await pending(shop) == 1
    if "already on its way" not in ann.screen:
        await ann.sees("Order 1 was already made; this money stays for your next one")
        assert await ann.balance_micro() > 0


async def test_confirm_meanwhile_and_then_the_payment_make_one_order(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await asks(ann)
    await taps_stars(ann)
    await olga.says(f"/credit {ANN} 40 for the long wait")
    await olga.taps("Confirm")
    await taps_stars(ann)
    await ann.sees("Check your order")
    ann.finds_no("You need")
    await ann.taps("Confirm")
    assert await pending(shop) == 1
    await pays(ann, stale=True)
    await ann.sees("This order is already on its way")
    assert await pending(shop) == 1


async def test_what_was_spent_meanwhile_is_missing_again(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await olga.says(f"/credit {ANN} 0.05 a gift")
    await olga.taps("Confirm")
    await asks(ann)
    await taps_stars(ann)
    await olga.says(f"/debit {ANN} 0.05 a slip")
    await olga.taps("Confirm")
    await pays(ann)
    await ann.sees("That is less than the order needs, so nothing is ordered yet")
    assert await pending(shop) == 0
    await ann.taps("Back to the order")
    await ann.sees("You need", "Check your order")
    await taps_stars(ann)
    await pays(ann)
    assert await pending(shop) == 1


async def test_a_draft_that_changed_meanwhile_is_not_what_was_paid_for(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    await asks(ann, link="https://www.instagram.com/p/other/")
    await pays(ann)
    await ann.sees("You have changed the order meanwhile, so nothing is ordered yet")
    assert await pending(shop) == 0
    await ann.taps("Back to the order")
    await ann.taps("Confirm")
    [order] = shop.panel.orders.values()
    assert "other" in order.link


async def test_a_running_twin_is_asked_about_before_anybody_pays(shop: Harness) -> None:
    ann = shop.ann
    for number in (1, 2):
        await asks(ann)
        await taps_stars(ann)
        if number == 2:
            await ann.sees("Order 1 for this link is still running")
            assert len(bills(ann)) == 1
            await taps_stars(ann)
        await pays(ann)
    await shop.passes(60)
    assert "Order 2 is on its way" in ann.screen


async def test_a_stopped_shop_keeps_the_order_and_credits_the_payment(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    ann.person.pays(ann.person.home.messages[bills(ann)[-1]])
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.checkout.drain()
    await shop.kiosk.stores.ledger.stop("a test", shop.clock.now())
    await shop.settles()
    await ann.sees("came into your wallet", "The shop cannot take orders right now")
    assert await pending(shop) == 0
    await shop.kiosk.stores.ledger.go_on(shop.clock.now())
    await ann.taps("Back to the order")
    await ann.taps("Confirm")
    assert await pending(shop) == 1


async def test_a_payment_found_by_reading_sends_its_order(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    ann.person.pays(ann.person.home.messages[bills(ann)[-1]])
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.checkout.drain()
    shop.telegram.updates.drop_all()
    await shop.kiosk.payments.close_gaps()
    await shop.settles()
    await ann.sees("Order 1 is on its way")
    await shop.kiosk.payments.close_gaps()
    assert await pending(shop) == 1


async def test_a_turn_that_is_repeated_after_a_crash_makes_nothing_twice(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    await pays(ann)
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    assert await pending(shop) == 1
    assert ann.screen.count("Order 1 is on its way") == 1


async def test_whoever_blocks_the_bot_meanwhile_has_their_order(shop: Harness) -> None:
    ann = shop.ann
    await asks(ann)
    await taps_stars(ann)
    ann.person.pays(ann.person.home.messages[bills(ann)[-1]])
    ann.person.blocks()
    await shop.settles()
    assert await pending(shop) == 1


async def test_nobody_pays_for_somebody_elses_card(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await asks(ann)
    [data] = [b.data for row in ann.person.last.keyboard or () for b in row if "Stars" in b.label]
    bob.person.forges(str(data))
    await shop.settles()
    await bob.sees("This button is old")
    assert bills(bob) == []
    assert BOB != ANN


async def test_whoever_may_no_longer_order_keeps_the_money(database_file: Path) -> None:
    private = {"access": "private", "credit_limit": "0.001"}
    harness = await opened(database_file, **private)
    ann = harness.ann
    await asks(ann)
    await taps_stars(ann)
    ann.person.pays(ann.person.home.messages[bills(ann)[-1]])
    await harness.kiosk.messaging.polling.poll_once(0)
    await harness.kiosk.messaging.checkout.drain()
    await harness.closes()
    harness.settings["allowed_ids"] = str(BOB)
    await harness.comes_back()
    await harness.settles()
    await ann.sees("came into your wallet", "You can no longer order here")
    assert await pending(harness) == 0
    assert await ann.balance_micro() > 0
    await harness.audited()
    await harness.closes()


async def test_where_nobody_can_pay_the_operator_credits_and_the_card_is_read_again(
    database_file: Path,
) -> None:
    none = {"star_value": "", "payment_provider_token": "", "manual_topup": ""}
    harness = await opened(database_file, access="shop", **none)
    ann, olga = harness.ann, harness.olga
    service = harness.panel.catalogue.of_type("Default")
    await ann.says(f"/order {service.id} {LINK} 2000")
    await ann.sees("You need", "Ask the shop to credit your wallet")
    with pytest.raises(NoSuchButton):
        ann.person.taps("Confirm")
    await olga.says(f"/credit {ANN} 40 paid in cash")
    await olga.taps("Confirm")
    await ann.taps("Refresh")
    await ann.taps("Confirm")
    assert await pending(harness) == 1
    await harness.closes()


async def test_a_card_with_every_usual_way_to_pay_cuts_no_label(
    database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GATEWAY_HELEKET_MERCHANT", FakeHeleket.merchant)
    monkeypatch.setenv("GATEWAY_HELEKET_API_KEY", FakeHeleket.key)
    bank = "To HDFC account `50100012345678`, IFSC `HDFC0000123`."
    harness = await opened(database_file, gateways="heleket", bank_transfer=bank, access="shop")
    await asks(harness.ann)
    rows = [[button.label for button in row] for row in harness.ann.person.last.keyboard or ()]
    assert "🏦 Bank transfer" in {label for row in rows for label in row}
    assert [label for row in rows for label in row if width(label) > room(len(row))] == []
    await harness.audited()
    await harness.closes()


async def test_two_of_many_ways_whose_names_begin_alike_are_told_apart(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With six ways the card is taller than a phone: their buttons stand in pairs, cut to 14 characters."""
    described = (Path(payments.__file__).parent / "gateways" / "heleket.toml").read_text(encoding="utf-8")
    files = []
    for name, label in (("home", "💳 Cards of banks here"), ("away", "💳 Cards of banks abroad")):
        own = described.replace('name = "heleket"', f'name = "{name}"')
        file = tmp_path / f"{name}.toml"
        file.write_text(own.replace('label = "🪙 Heleket"', f'label = "{label}"'), encoding="utf-8")
        files.append(str(file))
        monkeypatch.setenv(f"GATEWAY_{name.upper()}_MERCHANT", FakeHeleket.merchant)
        monkeypatch.setenv(f"GATEWAY_{name.upper()}_API_KEY", FakeHeleket.key)
    bank = "To HDFC account `50100012345678`, IFSC `HDFC0000123`."
    harness = await opened(database_file, gateways=", ".join(files), bank_transfer=bank, access="shop")
    await asks(harness.ann)
    rows = [[button.label for button in row] for row in harness.ann.person.last.keyboard or ()]
    assert len(rows) >= MOST_ROWS
    assert list(look_alikes(rows)) == []
    assert ["💳 Cards of banks here"] in rows
    await harness.audited()
    await harness.closes()
