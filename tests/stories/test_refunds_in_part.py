"""A part of a payment goes back: asked for at the desk, or found at the gateway; booked to the last coin."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from payments.desk import Refund
from playground.gateways import FakeYooKassa
from shop.acts import Did
from shop.alerts import AlertKind, Condition
from shop.ledger.journals import Account, AccountKind, clearing
from shop.person import GivenRole
from tests.in_process import ANN, BOB, OLGA, Harness
from tests.screens import labels_of
from tests.stories.test_desk import given
from tests.stories.test_gateway_payments import looks

KEPT = 17_850_000
"""What YooKassa keeps of 510.00, also if it goes back."""


class Shop(Harness):
    """An open shop in roubles that takes YooKassa, with a fee."""

    @property
    def yookassa(self) -> FakeYooKassa:
        """The gateway's other side."""
        gateway = self.gateways["yookassa"]
        assert isinstance(gateway, FakeYooKassa)
        return gateway


@pytest.fixture
async def shop(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shop]:
    """A shop in which Ann has paid 510.00 for 500.00."""
    monkeypatch.setenv("GATEWAY_YOOKASSA_SHOP_ID", FakeYooKassa.shop_id)
    monkeypatch.setenv("GATEWAY_YOOKASSA_SECRET_KEY", FakeYooKassa.secret_key)
    shop = Shop(
        database_file,
        access="shop",
        currency="RUB",
        gateways="yookassa",
        payment_fees="yookassa 2%",
        topup_amounts="500",
    )
    await shop.opens()
    for player in (shop.ann, shop.olga):
        await player.says("/start")
    await shop.ann.says("/topup")
    await shop.ann.taps("₽500.00 for ₽510.00")
    shop.yookassa.pays(shop.yookassa.newest)
    await looks(shop)
    await shop.ann.sees("₽500.00 came into your wallet")
    yield shop
    await shop.audited()
    await shop.closes()


async def booked(shop: Shop, kind: str) -> int:
    """Return the balance of one of the shop's accounts, in micro-units."""
    return await shop.kiosk.stores.ledger.balance(Account(kind, None, "RUB"))


async def wants_to_give_back(shop: Shop, amount: str) -> None:
    """Olga asks for a part to be given back."""
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.taps("Give ₽510.00 back")
    await shop.olga.taps("Another amount")
    await shop.olga.sees("Send an amount up to ₽510.00.")
    await shop.olga.says(amount)


async def has(shop: Shop, amount: str) -> None:
    """Assert that Ann's wallet says this."""
    await shop.ann.says("/wallet")
    await shop.ann.sees(f"Balance: ₽{amount}")


async def test_what_the_gateway_keeps_is_the_shops_expense(shop: Shop) -> None:
    assert await booked(shop, AccountKind.FEES) == -KEPT
    assert await booked(shop, clearing("yookassa")) == KEPT - 510_000_000
    assert await booked(shop, AccountKind.SURCHARGE) == 10_000_000
    for _ in range(3):
        await looks(shop, 3_600)
    assert await booked(shop, AccountKind.FEES) == -KEPT


async def test_the_operator_gives_a_part_back_and_then_the_rest(shop: Shop) -> None:
    olga, ann = shop.olga, shop.ann
    await wants_to_give_back(shop, "102")
    await olga.sees("Give ₽102.00 back? ₽100.00 is taken out of the wallet first.")
    await olga.taps("Confirm")
    await olga.sees("Given back.", "Paid ₽510.00: credited, ₽102.00 of it given back")
    await ann.sees("Of your payment of ₽510.00, ₽102.00 was given back to you; ₽100.00 was taken")
    await has(shop, "400.00")
    assert await booked(shop, AccountKind.SURCHARGE) == 8_000_000
    assert await booked(shop, clearing("yookassa")) == KEPT - 408_000_000
    for _ in range(2):  # what we gave back ourselves is no news
        await looks(shop, 3_600)
    await has(shop, "400.00")
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give ₽408.00 back")
    await olga.taps("Confirm")
    await has(shop, "0.00")
    assert await booked(shop, clearing("yookassa")) == KEPT
    assert [amount for _, amount in shop.yookassa.refunds] == [Decimal("102.00"), Decimal("408.00")]


async def test_what_a_colleague_gave_back_is_asked_about_no_more_and_stands_in_the_log(shop: Shop) -> None:
    """Whatever Olga typed was answered with the same sentence, for an hour."""
    bob, olga = shop.bob, shop.olga
    await bob.says("/start")
    await given(shop, BOB, GivenRole.OPERATOR)
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give ₽510.00 back")
    await olga.taps("Another amount")
    await bob.says(f"/find {ANN}")
    await bob.taps("Wallet")
    await bob.taps("Give ₽510.00 back")
    await bob.taps("Confirm")
    await olga.says("102")
    await olga.sees("There is nothing to give back", "The desk")
    await olga.says("youtube views")
    await olga.sees("Found for “youtube views”")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("Bob gave a payment back, or a part of it · person 101 · ₽500.00")
    assert [amount for _, amount in shop.yookassa.refunds] == [Decimal("510.00")]


@pytest.mark.parametrize("typed", ["0", "-5", "510.01", "1.0051", "half", "1e3"])
async def test_an_amount_that_cannot_go_back_is_asked_for_again(shop: Shop, typed: str) -> None:
    await wants_to_give_back(shop, typed)
    await shop.olga.sees("Send an amount up to ₽510.00, like 2.50.")
    await shop.olga.says("10,20")
    await shop.olga.sees("Give ₽10.20 back? ₽10.00 is taken")


async def test_two_taps_and_two_cards_are_one_refund(shop: Shop) -> None:
    olga = shop.olga
    await wants_to_give_back(shop, "102")
    *_, first = olga.person.home.messages.values()
    await olga.taps("Confirm")
    await olga.taps("Confirm", message_id=first.id, stale=True)
    await has(shop, "400.00")
    assert len(shop.yookassa.refunds) == 1


async def test_an_old_question_gives_nothing_else_than_it_says(shop: Shop) -> None:
    olga = shop.olga
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give ₽510.00 back")
    await olga.sees("Give ₽510.00 back? ₽500.00 is taken")
    *_, old = olga.person.home.messages.values()
    await wants_to_give_back(shop, "102")
    await olga.taps("Confirm")
    await olga.taps("Confirm", message_id=old.id)
    await has(shop, "400.00")
    assert [amount for _, amount in shop.yookassa.refunds] == [Decimal("102.00")]


async def test_while_a_part_is_under_way_nothing_else_is_offered(shop: Shop) -> None:
    olga = shop.olga
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await wants_to_give_back(shop, "102")
    shop.yookassa.arm("down", times=3, on="refunds")
    await olga.taps("Confirm")
    await olga.sees("being given back")
    olga.finds_no("of it given back")
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    assert not [button for button in olga.person.last.buttons if "Give" in button.label]


async def loses_the_answer(shop: Shop) -> None:
    """Have YooKassa give a part back, and nobody hear of it."""
    await wants_to_give_back(shop, "102")
    shop.yookassa.arm("lost", on="refunds")
    await shop.olga.taps("Confirm")
    await shop.olga.sees("being given back")
    await has(shop, "400.00")


async def went_back_once(shop: Shop) -> None:
    await has(shop, "400.00")
    assert len(shop.yookassa.refunds) == 1
    assert await booked(shop, clearing("yookassa")) == KEPT - 408_000_000


async def test_a_lost_answer_is_asked_for_again_and_refunds_once(shop: Shop) -> None:
    await loses_the_answer(shop)
    await looks(shop)
    await looks(shop)
    await went_back_once(shop)


async def test_a_key_that_is_refused_after_a_lost_answer_puts_nothing_back(shop: Shop) -> None:
    await loses_the_answer(shop)
    shop.yookassa.secret_key = "another"
    for _ in range(3):
        await looks(shop)
    await has(shop, "400.00")
    del shop.yookassa.secret_key
    await looks(shop)
    await went_back_once(shop)


def times_asked(shop: Shop) -> int:
    """Return how often YooKassa was asked for a refund."""
    return sum(asked.path.endswith("refunds") for asked in shop.yookassa.calls)


async def all_answers_are_lost(shop: Shop) -> None:
    """Olga gives all of it back; YooKassa does so, tells nobody, and forgets the request's key."""
    shop.yookassa.tells_refunds_late = True
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.taps("Give ₽510.00 back")
    shop.yookassa.arm("lost", on="refunds")
    await shop.olga.taps("Confirm")
    shop.yookassa.answers.clear()
    await looks(shop)
    await has(shop, "0.00")
    assert len(shop.yookassa.refunds) == 1


async def is_asked_whether_money_went_back(shop: Shop) -> None:
    """The card comes, and leads Olga to the question."""
    await shop.olga.sees("I do not know whether a refund was made: 510.00 RUB")
    await shop.olga.taps("Did it go back?")
    await shop.olga.sees("Did ₽510.00 go back to the payer?", "It said: HTTP 400: Refund amount is greater")


async def test_a_refusal_after_a_lost_answer_is_looked_at_by_somebody(shop: Shop) -> None:
    await all_answers_are_lost(shop)
    await is_asked_whether_money_went_back(shop)
    asked = times_asked(shop)
    await looks(shop)
    assert times_asked(shop) == asked  # it might pay twice
    await shop.olga.taps("It went back")
    await shop.olga.sees("Given back.", "Paid ₽510.00: given back")
    await shop.ann.sees("₽510.00 was given back to you")
    await has(shop, "0.00")
    assert await shop.kiosk.stores.alerts.list_of({AlertKind.REFUND_UNSURE}) == []


async def test_what_did_not_go_back_is_in_the_wallet_again_by_one_tap(shop: Shop) -> None:
    await all_answers_are_lost(shop)
    await is_asked_whether_money_went_back(shop)
    *_, card = shop.olga.person.home.messages.values()
    await shop.olga.taps("Nothing went back")
    await shop.olga.sees("It is in the wallet again.", "Paid ₽510.00: credited")
    await has(shop, "500.00")
    await shop.olga.taps("It went back", message_id=card.id, stale=True)
    await shop.olga.sees("This has already been decided")
    await has(shop, "500.00")
    shop.yookassa.tells_refunds_late = False  # Olga was wrong: the gateway tells in the end
    await looks(shop, 3_600)
    await has(shop, "0.00")


async def test_a_doubt_stands_in_the_wallet_too(shop: Shop) -> None:
    await all_answers_are_lost(shop)
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.taps("Did ₽510.00 go back?")
    await shop.olga.taps("Cancel")
    await shop.olga.taps("Did ₽510.00 go back?")
    await shop.olga.taps("Nothing went back")
    await shop.olga.sees("It is in the wallet again.", "Paid ₽510.00: credited")
    await has(shop, "500.00")


async def test_what_the_gateway_tells_settles_a_doubt(shop: Shop) -> None:
    await all_answers_are_lost(shop)
    await shop.olga.sees("I do not know whether a refund was made: 510.00 RUB")
    shop.yookassa.tells_refunds_late = False
    await looks(shop, 3_600)
    await has(shop, "0.00")
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.sees("Paid ₽510.00: given back")
    assert await shop.kiosk.stores.alerts.list_of({AlertKind.REFUND_UNSURE}) == []


async def test_what_else_went_back_during_a_doubt_is_booked_after_it(shop: Shop) -> None:
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.taps("Give ₽510.00 back")
    shop.yookassa.arm("busy", on="refunds")
    await shop.olga.taps("Confirm")
    assert shop.yookassa.refunds == []
    shop.yookassa.gives_part_back(shop.yookassa.newest, Decimal("102.00"))
    await looks(shop)
    await looks(shop)
    await shop.olga.sees("I do not know whether a refund was made: 510.00 RUB")
    await looks(shop, 3_600)
    await shop.olga.taps("Did it go back?")
    await shop.olga.taps("Nothing went back")
    await has(shop, "400.00")
    noted = await shop.kiosk.stores.acts.list_of_person(ANN, 9)
    assert [(one.act.did, one.act.actor_id, one.act.amount_micro) for one in noted] == [
        (Did.REFUND_NOT_MADE, OLGA, 500_000_000),
        (Did.PAYMENT_RETURNED, OLGA, 500_000_000),
    ]


async def test_what_went_back_during_a_doubt_is_booked_though_the_gateway_was_away_at_its_end(
    shop: Shop,
) -> None:
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.taps("Give ₽510.00 back")
    shop.yookassa.arm("busy", on="refunds")
    await shop.olga.taps("Confirm")
    shop.yookassa.gives_part_back(shop.yookassa.newest, Decimal("102.00"))
    for seconds in (20, 20, 3_600):
        await looks(shop, seconds)
    shop.yookassa.secret_key = "another"
    await shop.olga.taps("Did it go back?")
    await shop.olga.taps("Nothing went back")
    await has(shop, "500.00")
    del shop.yookassa.secret_key
    for _ in range(2):
        await looks(shop, 3_600)
    await has(shop, "400.00")


async def test_a_doubt_is_settled_though_its_gateway_is_not_set_up_any_more(shop: Shop) -> None:
    await all_answers_are_lost(shop)
    shop.settings = {**shop.settings, "gateways": "", "payment_fees": ""}
    await shop.restarts()
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.taps("Did ₽510.00 go back?")
    await shop.olga.sees("Look for payment", "on yookassa's own page")
    await shop.olga.taps("Nothing went back")
    await has(shop, "500.00")


async def test_a_refund_that_nobody_takes_on_is_somebodys_to_look_at(shop: Shop) -> None:
    await wants_to_give_back(shop, "102")
    shop.yookassa.secret_key = "another"  # revoked: refused at the door from now on
    await shop.olga.taps("Confirm")
    await shop.olga.sees("being given back")
    for _ in range(26):
        await looks(shop, 3_600)
        await shop.kiosk.payments.give_up_left()
    await shop.settles()
    await shop.olga.sees("I do not know whether a refund was made: 102.00 RUB")
    await shop.olga.taps("Did it go back?")
    shop.olga.finds_no("It said")
    await shop.olga.taps("Nothing went back")
    await has(shop, "500.00")


async def test_no_refund_is_asked_for_again_when_its_key_may_be_forgotten(shop: Shop) -> None:
    shop.yookassa.tells_refunds_late = True
    await loses_the_answer(shop)
    shop.yookassa.arm("busy", times=3, on="refunds")
    await looks(shop)
    await looks(shop, 13 * 3_600)
    shop.yookassa.disarm()
    await looks(shop, 13 * 3_600)
    await went_back_once(shop)
    await shop.olga.sees("I do not know whether a refund was made: 102.00 RUB")


async def test_a_refusal_of_what_never_arrived_is_a_refusal(shop: Shop) -> None:
    await wants_to_give_back(shop, "102")
    root, shop.yookassa.root = shop.yookassa.root, "https://elsewhere.invalid"
    await shop.olga.taps("Confirm")
    await shop.olga.sees("being given back")
    await looks(shop)
    await has(shop, "400.00")
    shop.yookassa.root = root
    shop.yookassa.gives_part_back(shop.yookassa.newest, Decimal("500.00"))
    shop.yookassa.tells_refunds_late = True
    await looks(shop)
    await has(shop, "500.00")
    shop.yookassa.tells_refunds_late = False
    await looks(shop, 3_600)
    await has(shop, "9.80")


async def test_one_refund_is_asked_for_once_at_a_time(shop: Shop) -> None:
    await wants_to_give_back(shop, "102")
    shop.yookassa.arm("down", on="refunds")
    await shop.olga.taps("Confirm")
    desk = shop.kiosk.payments
    [begun] = await shop.kiosk.stores.payments.returns.list_returning()
    found = await asyncio.gather(*(desk.give_back(begun) for _ in range(3)))
    assert Counter(found) == {Refund.DONE: 1, Refund.UNDER_WAY: 2}
    await has(shop, "400.00")


async def test_a_refused_part_is_in_the_wallet_again_and_can_be_tried_again(shop: Shop) -> None:
    await wants_to_give_back(shop, "102")
    shop.yookassa.refuses_refunds = "canceled"
    await shop.olga.taps("Confirm")
    await shop.olga.sees("It was refused.")
    await has(shop, "500.00")
    assert await booked(shop, AccountKind.SURCHARGE) == 10_000_000
    shop.yookassa.refuses_refunds = ""
    await wants_to_give_back(shop, "51")
    await shop.olga.taps("Confirm")
    await has(shop, "450.00")
    assert [amount for _, amount in shop.yookassa.refunds] == [Decimal("51.00")]


async def compares(shop: Shop, after: float) -> list[str]:
    """Let time pass, and compare as the schedule does; return the cards about what differs."""
    shop.clock.advance(after)
    await shop.kiosk.gateway_watch.compare()
    await shop.settles()
    return [one.text for one in shop.olga.person.chat if "and the ledger do not say the same" in one.text]


@pytest.mark.parametrize("fails", [True, False])
async def test_a_refund_that_was_taken_on_and_failed_later_is_noticed(shop: Shop, *, fails: bool) -> None:
    await wants_to_give_back(shop, "102")
    shop.yookassa.refuses_refunds = "pending"
    await shop.olga.taps("Confirm")
    await shop.olga.sees("Given back.")
    assert await compares(shop, 3_600) == []
    if not fails:
        shop.yookassa.gives_part_back(shop.yookassa.newest, Decimal("102.00"))
    for _ in range(2):
        cards = await compares(shop, 86_400)
    assert len(cards) == fails
    assert not fails or f"differ: 1. Their numbers: {shop.yookassa.newest.id}" in cards[0]


async def test_a_part_given_back_in_the_cabinet_leaves_the_wallet_once(shop: Shop) -> None:
    shop.yookassa.gives_part_back(shop.yookassa.newest, Decimal("51.00"))
    for _ in range(3):
        await looks(shop, 3_600)
    await shop.ann.sees("Of your payment of ₽510.00, ₽51.00 was given back to you; ₽50.00 was taken")
    await shop.olga.sees("51.00 RUB")
    await has(shop, "450.00")
    shop.yookassa.gives_part_back(shop.yookassa.newest, Decimal("51.00"))
    await looks(shop, 3_600)
    await has(shop, "400.00")
    assert await booked(shop, AccountKind.WRITE_OFF) == 0
    shop.yookassa.gives_back(shop.yookassa.newest)
    await looks(shop, 7_200)
    await has(shop, "0.00")
    assert await booked(shop, clearing("yookassa")) == KEPT
    assert await booked(shop, AccountKind.SURCHARGE) == 0


async def test_a_part_that_was_spent_is_the_shops_loss(shop: Shop) -> None:
    await shop.olga.says(f"/debit {ANN} 480 480 for a test")
    await shop.olga.taps("Confirm")
    shop.yookassa.gives_part_back(shop.yookassa.newest, Decimal("51.00"))
    await looks(shop, 3_600)
    await shop.ann.sees("₽51.00 was given back to you; ₽20.00 was taken")
    await has(shop, "0.00")
    assert await booked(shop, AccountKind.WRITE_OFF) == -30_000_000
    assert await booked(shop, clearing("yookassa")) == KEPT - 459_000_000


async def test_what_went_back_before_anybody_looked_pays_for_no_order(shop: Shop) -> None:
    await shop.ann.says("/topup")
    await shop.ann.taps("₽500.00 for ₽510.00")
    shop.yookassa.pays(shop.yookassa.newest, calls=False)
    shop.yookassa.gives_part_back(shop.yookassa.newest, Decimal("255.00"), calls=False)
    await looks(shop)
    await has(shop, "750.00")
    assert await booked(shop, AccountKind.WRITE_OFF) == 0


async def test_of_many_doubts_on_one_card_each_has_its_question(shop: Shop) -> None:
    others = [
        Condition(
            AlertKind.REFUND_UNSURE, f"90000{n}", {"word": f"{n}.00 RUB", "number": 5, "gateway": "YooKassa"}
        )
        for n in range(1, 7)
    ]
    await shop.kiosk.alerts.send(others)
    await all_answers_are_lost(shop)
    await shop.olga.sees("Refund unsure, 2 more at once: 6.00 RUB, 510.00 RUB")
    [label] = [row[0] for row in labels_of(shop.olga.person.last) if row[0].startswith("❔ 510.00 RUB, ")]
    await shop.olga.taps(label)
    await shop.olga.taps("It went back")
    await shop.olga.sees("Given back.")
    [card] = [
        one for one in shop.olga.person.home.messages.values() if "1 more at once: 6.00 RUB" in one.text
    ]
    assert [row for row in labels_of(card) if row[0].startswith("❔")] == [("❔ 6.00 RUB",)]
