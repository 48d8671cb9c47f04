"""Subscriptions in Stars at the fake: made, charged every 30 days, stopped by either side."""

from typing import Any

import pytest

from playground.clock import HandClock
from playground.telegram import FakePerson, FakeTelegram
from playground.telegram.paying import CannotPay
from playground.telegram.subscriptions import PERIOD
from tests.contracts.playground.calling import done
from tests.contracts.playground.test_fake_payments import CARD, STARS, agree, refused, updates

SUBSCRIPTION: dict[str, Any] = {**STARS, "subscription_period": PERIOD}


async def subscribes(telegram: FakeTelegram, person: FakePerson) -> dict[str, Any]:
    """Have a person pay for a subscription; return the payment that the bot is told of."""
    person.tops_up(100)
    link = await done(telegram, "createInvoiceLink", **SUBSCRIPTION)
    checkout = person.pays(link)
    await updates(telegram)
    await agree(telegram, checkout)
    return await paid(telegram)


async def paid(telegram: FakeTelegram) -> dict[str, Any]:
    """Return the one payment that the bot has not heard of."""
    (update,) = await updates(telegram)
    payment: dict[str, Any] = update["message"]["successful_payment"]
    return payment


async def news(telegram: FakeTelegram) -> list[str]:
    """Return the states that the bot is told of."""
    return [update["subscription"]["state"] for update in await updates(telegram)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"subscription_period": PERIOD - 1},
        {"subscription_period": 2 * PERIOD},
        {"prices": [{"label": "Likes", "amount": 10_001}]},
    ],
)
async def test_what_is_no_subscription(telegram: FakeTelegram, wrong: dict[str, Any]) -> None:
    assert "SUBSCRIPTION_PERIOD_INVALID" in await refused(
        telegram, "createInvoiceLink", **(SUBSCRIPTION | wrong)
    )


async def test_only_stars_are_subscribed_in(telegram: FakeTelegram) -> None:
    telegram.world.provider_tokens.add("provider")
    assert "SUBSCRIPTION_PERIOD_INVALID" in await refused(
        telegram, "createInvoiceLink", **CARD, subscription_period=PERIOD
    )


async def test_a_charge_comes_each_time_the_period_is_over(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    first = await subscribes(telegram, ann)
    now = int(clock.now().timestamp())
    assert (first["is_recurring"], first["is_first_recurring"]) == (True, True)
    assert first["subscription_expiration_date"] == now + PERIOD
    clock.advance(PERIOD - 1)
    assert await updates(telegram) == []
    clock.advance(1)
    second = await paid(telegram)
    assert (second["is_recurring"], "is_first_recurring" in second) == (True, False)
    assert second["subscription_expiration_date"] == now + 2 * PERIOD
    assert second["telegram_payment_charge_id"] != first["telegram_payment_charge_id"]
    assert second["invoice_payload"] == first["invoice_payload"]
    lines = (await done(telegram, "getStarTransactions"))["transactions"]
    assert [line["source"]["subscription_period"] for line in lines] == [PERIOD, PERIOD]
    clock.advance(PERIOD)
    assert await news(telegram) == ["failed"], "there are not enough Stars for a third one"
    assert ann.stars == 0


async def test_its_person_stops_it_and_takes_it_up_again_and_the_bot_is_told(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    payload = (await subscribes(telegram, ann))["invoice_payload"]
    [mine] = ann.subscriptions
    ann.cancels(mine)
    [update] = await updates(telegram)
    assert update["subscription"] == {"user": ann.user, "invoice_payload": payload, "state": "canceled"}
    ann.takes_up_again(mine)
    assert await news(telegram) == ["active"]
    ann.cancels(mine)
    assert await news(telegram) == ["canceled"]
    clock.advance(PERIOD)
    assert await updates(telegram) == []


async def test_an_older_server_tells_of_no_subscription(telegram: FakeTelegram, ann: FakePerson) -> None:
    await subscribes(telegram, ann)
    telegram.updates.unknown.add("subscription")
    ann.cancels(ann.subscriptions[0])
    assert await updates(telegram) == []


async def test_the_bot_stops_it_and_may_allow_it_again_but_not_switch_it_on(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    charge = (await subscribes(telegram, ann))["telegram_payment_charge_id"]
    [mine] = ann.subscriptions
    about = {"user_id": ann.id, "telegram_payment_charge_id": charge}
    assert await done(telegram, "editUserStarSubscription", **about, is_canceled=True) is True
    with pytest.raises(CannotPay, match="the bot has canceled"):
        ann.takes_up_again(mine)
    await done(telegram, "editUserStarSubscription", **about, is_canceled=False)
    assert not mine.renews
    ann.takes_up_again(mine)
    assert await news(telegram) == ["active"]
    clock.advance(PERIOD)
    assert (await paid(telegram))["is_recurring"] is True


async def test_only_the_charge_that_began_it_names_it(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    bob = telegram.add_person(1002, "Bob", started=True)
    first = (await subscribes(telegram, ann))["telegram_payment_charge_id"]
    clock.advance(PERIOD)
    second = (await paid(telegram))["telegram_payment_charge_id"]
    for person, charge in ((ann, second), (bob, first), (ann, "stxnone")):
        about = {"user_id": person.id, "telegram_payment_charge_id": charge, "is_canceled": True}
        assert "CHARGE_NOT_FOUND" in await refused(telegram, "editUserStarSubscription", **about)
