"""Payments: invoices, the ten seconds to approve, the payment, and refunds of Stars."""

from typing import Any

import pytest

from playground.clock import HandClock
from playground.telegram import CannotPay, Checkout, FakePerson, FakeTelegram, NoAnswer, faults
from tests.contracts.playground.calling import done
from tests.contracts.playground.conftest import TOKEN

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
STARS: dict[str, Any] = {
    "title": "Likes",
    "description": "A hundred likes",
    "payload": "order:7",
    "currency": "XTR",
    "prices": [{"label": "Likes", "amount": 50}],
}
CARD: dict[str, Any] = {
    **STARS,
    "currency": "USD",
    "provider_token": "provider",
    "prices": [{"label": "Likes", "amount": 250}, {"label": "Discount", "amount": -50}],
}
PAY = {"text": "Pay now", "pay": True}
HELP = {"text": "Help", "callback_data": "help"}


@pytest.fixture
def telegram(clock: HandClock) -> FakeTelegram:
    telegram = FakeTelegram(token=TOKEN, clock=clock)
    telegram.world.provider_tokens.add("provider")
    return telegram


@pytest.fixture
def ann(telegram: FakeTelegram) -> FakePerson:
    ann = telegram.add_person(1001, "Ann", started=True)
    ann.tops_up(60)
    return ann


async def refused(telegram: FakeTelegram, method: str, **params: Any) -> str:
    status, body = await telegram.call(method, params)
    assert (status, body["ok"]) == (400, False)
    return str(body["description"])


async def updates(telegram: FakeTelegram) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await done(telegram, "getUpdates")
    if found:
        await done(telegram, "getUpdates", offset=found[-1]["update_id"] + 1)
    return found


async def agree(telegram: FakeTelegram, checkout: Checkout) -> None:
    assert await done(telegram, "answerPreCheckoutQuery", pre_checkout_query_id=checkout.id, ok=True) is True


async def buys(telegram: FakeTelegram, person: FakePerson, **invoice: Any) -> Checkout:
    """Buy something, from the invoice to the payment."""
    await done(telegram, "sendInvoice", chat_id=person.id, **{**STARS, **invoice})
    checkout = person.pays(person.last)
    await agree(telegram, checkout)
    return checkout


async def test_an_invoice_has_its_terms_and_a_pay_button(telegram: FakeTelegram, ann: FakePerson) -> None:
    sent = await done(telegram, "sendInvoice", chat_id=ann.id, start_parameter="again", **STARS)
    assert sent["invoice"] == {
        "title": "Likes",
        "description": "A hundred likes",
        "start_parameter": "again",
        "currency": "XTR",
        "total_amount": 50,
    }
    assert sent["reply_markup"] == {"inline_keyboard": [[{"text": "Pay ⭐️ 50", "pay": True}]]}
    await ann.sees("hundred likes", timeout=0)
    assert ann.screen().splitlines()[1:] == [
        "  #1 bot: [invoice ⭐️ 50] Likes",
        "      A hundred likes",
        "      [ Pay ⭐️ 50 ]",
    ]


async def test_prices_add_up_for_a_card(telegram: FakeTelegram, ann: FakePerson) -> None:
    sent = await done(telegram, "sendInvoice", chat_id=ann.id, **CARD)
    assert (sent["invoice"]["total_amount"], ann.last.labels) == (200, ["Pay 2.00 USD"])


@pytest.mark.parametrize("method", ["sendInvoice", "createInvoiceLink"])
@pytest.mark.parametrize(
    ("base", "change", "complaint"),
    [
        (STARS, {"title": ""}, 'parameter "title" is required'),
        (STARS, {"payload": ""}, 'parameter "payload" is required'),
        (STARS, {"prices": ""}, 'parameter "prices" is required'),
        (STARS, {"title": "x" * 33}, "invoice title is too long"),
        (STARS, {"description": "x" * 256}, "invoice description is too long"),
        (STARS, {"payload": "ы" * 65}, "INVOICE_PAYLOAD_INVALID"),
        (STARS, {"prices": "["}, "can't parse prices JSON object"),
        (STARS, {"prices": {}}, "expected an Array of labeled prices"),
        (STARS, {"prices": [{"label": "x", "amount": "1.5"}]}, "can't parse labeled price"),
        (STARS, {"prices": [{"label": "", "amount": 1}]}, "can't parse labeled price"),
        (STARS, {"prices": [{"label": "x", "amount": 0}]}, "total price must be positive"),
        (STARS, {"prices": [{"label": "x", "amount": 100_001}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        (STARS, {"prices": STARS["prices"] * 2}, "STARS_INVOICE_INVALID"),
        (STARS, {"provider_token": "provider"}, "STARS_INVOICE_INVALID"),
        (STARS, {"max_tip_amount": 5}, "STARS_INVOICE_INVALID"),
        (STARS, {"currency": "XTS"}, "PAYMENT_PROVIDER_INVALID"),
        (CARD, {"provider_token": "another"}, "PAYMENT_PROVIDER_INVALID"),
        (CARD, {"currency": "usd"}, "CURRENCY_INVALID"),
        (CARD, {"prices": [{"label": "x", "amount": 99}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
    ],
)
async def test_what_is_no_invoice(
    telegram: FakeTelegram,
    ann: FakePerson,
    *,
    method: str,
    base: dict[str, Any],
    change: dict[str, Any],
    complaint: str,
) -> None:
    chat = {"chat_id": ann.id} if method == "sendInvoice" else {}
    told = await refused(telegram, method, **chat, **{**base, **change})
    assert told.startswith(f"Bad Request: {complaint}")
    assert ann.chat == []


@pytest.mark.parametrize(
    ("base", "change", "what"),
    [
        (CARD, {"max_tip_amount": 100}, "max_tip_amount of an invoice"),
        (CARD, {"need_shipping_address": True}, "need_shipping_address of an invoice"),
        (CARD, {"is_flexible": True}, "is_flexible of an invoice"),
        (CARD, {"provider_data": "{}"}, "provider_data of an invoice"),
        (CARD, {"currency": "CHF"}, "invoices in CHF"),
        (STARS, {"photo_url": "https://example.com/a.png"}, "photo_url of an invoice"),
        (STARS, {"protect_content": True}, "protect_content of an invoice"),
    ],
)
async def test_what_is_not_modelled_is_refused(
    telegram: FakeTelegram, ann: FakePerson, base: dict[str, Any], change: dict[str, Any], what: str
) -> None:
    await refused(telegram, "sendInvoice", chat_id=ann.id, **{**base, **change})
    assert (telegram.unmodelled, ann.chat) == ([what], [])
    telegram.takes_findings()


async def test_invoices_in_groups_are_not_modelled(telegram: FakeTelegram, ann: FakePerson) -> None:
    group = telegram.add_group(-7, "Friends", [ann])
    await refused(telegram, "sendInvoice", chat_id=group.id, **STARS)
    assert telegram.unmodelled == ["invoices in groups"]
    telegram.takes_findings()


async def test_what_is_asked_of_the_buyer_is_ignored_with_stars(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    await done(telegram, "sendInvoice", chat_id=ann.id, need_email=True, is_flexible=True, **STARS)
    assert "order_info" not in (await asked(telegram, ann))


async def asked(telegram: FakeTelegram, person: FakePerson) -> dict[str, Any]:
    """Pay the latest invoice; return its pre-checkout query."""
    person.pays(person.last)
    (update,) = await updates(telegram)
    query: dict[str, Any] = update["pre_checkout_query"]
    return query


@pytest.mark.parametrize(
    ("method", "rows", "complaint"),
    [
        ("sendInvoice", [[HELP]], "REPLY_MARKUP_BUY_EMPTY"),
        ("sendInvoice", [[HELP], [PAY]], "BUTTON_POS_INVALID"),
        ("sendInvoice", [[PAY, PAY]], "BUTTON_POS_INVALID"),
        ("sendMessage", [[PAY]], "BUTTON_TYPE_INVALID"),
    ],
)
async def test_where_a_pay_button_may_stand(
    telegram: FakeTelegram, ann: FakePerson, method: str, rows: list[list[dict[str, Any]]], complaint: str
) -> None:
    what = STARS if method == "sendInvoice" else {"text": "x"}
    markup = {"inline_keyboard": rows}
    told = await refused(telegram, method, chat_id=ann.id, reply_markup=markup, **what)
    assert told == f"Bad Request: {complaint}"


async def test_of_an_invoice_only_the_keyboard_is_edited(telegram: FakeTelegram, ann: FakePerson) -> None:
    own = {"inline_keyboard": [[PAY], [HELP]]}
    sent = await done(telegram, "sendInvoice", chat_id=ann.id, reply_markup=own, **STARS)
    assert sent["reply_markup"] == own
    at = {"chat_id": ann.id, "message_id": sent["message_id"]}
    told = [
        await refused(telegram, "editMessageText", text="x", **at),
        await refused(telegram, "editMessageCaption", caption="x", **at),
        await refused(telegram, "editMessageReplyMarkup", reply_markup={"inline_keyboard": [[HELP]]}, **at),
        await refused(
            telegram, "copyMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=sent["message_id"]
        ),
    ]
    assert [words.removeprefix("Bad Request: ") for words in told] == [
        "there is no text in the message to edit",
        "there is no caption in the message to edit",
        "REPLY_MARKUP_BUY_EMPTY",
        "message can't be copied",
    ]
    await done(telegram, "editMessageReplyMarkup", **at)
    assert (ann.last.labels, ann.last.content.invoice is not None) == (["Pay ⭐️ 50"], True)


async def test_paying_asks_the_bot_first(telegram: FakeTelegram, ann: FakePerson) -> None:
    await done(telegram, "sendInvoice", chat_id=ann.id, **STARS)
    checkout = ann.pays(ann.last)
    (update,) = await updates(telegram)
    assert update["pre_checkout_query"] == {
        "id": checkout.id,
        "from": ann.user,
        "currency": "XTR",
        "total_amount": 50,
        "invoice_payload": "order:7",
    }
    assert (checkout.state, ann.stars, len(ann.chat)) == ("waiting", 60, 1)


async def test_agreeing_charges_and_tells_both(telegram: FakeTelegram, ann: FakePerson) -> None:
    checkout = await buys(telegram, ann)
    assert (checkout.state, ann.stars) == ("paid", 10)
    _, update = await updates(telegram)
    assert update["message"]["from"] == ann.user
    assert update["message"]["successful_payment"] == {
        "currency": "XTR",
        "total_amount": 50,
        "invoice_payload": "order:7",
        "telegram_payment_charge_id": checkout.charge_id,
        "provider_payment_charge_id": "1001_0",
    }
    assert ann.screen().splitlines()[3:] == [
        "      [ Receipt ]",
        "  #2 Ann: [paid ⭐️ 50]",
        "  payment of ⭐️ 50, paid",
    ]


async def test_a_refusal_needs_words_and_the_person_reads_them(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    await done(telegram, "sendInvoice", chat_id=ann.id, **STARS)
    checkout = ann.pays(ann.last)
    answer = {"pre_checkout_query_id": checkout.id, "ok": False}
    assert await refused(telegram, "answerPreCheckoutQuery", **answer) == (
        'Bad Request: parameter "error_message" is required'
    )
    assert checkout.state == "waiting"
    await done(telegram, "answerPreCheckoutQuery", error_message="Sold out.", **answer)
    assert (checkout.state, checkout.words, ann.stars, len(ann.chat)) == ("failed", "Sold out.", 60, 1)
    assert await ann.sees("Sold out", timeout=0) is ann.last
    assert "failed: Sold out." in ann.screen()


async def test_the_bot_has_ten_seconds(telegram: FakeTelegram, ann: FakePerson, clock: HandClock) -> None:
    await done(telegram, "sendInvoice", chat_id=ann.id, **STARS)
    in_time = ann.pays(ann.last)
    clock.advance(10)
    await agree(telegram, in_time)
    ann.tops_up(50)
    late = ann.pays(ann.last, stale=True)
    clock.advance(10.5)
    assert (late.state, late.words) == (
        "failed",
        "The bot did not answer in time. Nothing was charged.",
    )
    told = await refused(telegram, "answerPreCheckoutQuery", pre_checkout_query_id=late.id, ok=True)
    assert (told, ann.stars, late.charge_id) == (TOO_OLD, 60, "")


async def test_a_query_is_answered_once(telegram: FakeTelegram, ann: FakePerson) -> None:
    checkout = await buys(telegram, ann)
    for number in (checkout.id, "5"):
        told = await refused(telegram, "answerPreCheckoutQuery", pre_checkout_query_id=number, ok=True)
        assert told == TOO_OLD
    assert ann.stars == 10


async def test_a_query_that_nobody_fetches_goes_stale(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    await done(telegram, "sendInvoice", chat_id=ann.id, **STARS)
    ann.pays(ann.last)
    clock.advance(149)
    assert len(await done(telegram, "getUpdates")) == 1
    clock.advance(1)
    assert await updates(telegram) == []


async def test_to_telegram_an_invoice_may_be_paid_again(telegram: FakeTelegram, ann: FakePerson) -> None:
    ann.tops_up(100)
    await done(telegram, "sendInvoice", chat_id=ann.id, **STARS)
    invoice = ann.last
    quick, twice = ann.pays(invoice), ann.pays(invoice)
    await agree(telegram, quick)
    await agree(telegram, twice)
    with pytest.raises(CannotPay, match="shows a receipt"):
        ann.pays(invoice)
    await agree(telegram, ann.pays(invoice, stale=True))
    assert (ann.stars, len({one.charge_id for one in ann.checkouts})) == (10, 3)


async def test_a_link_is_paid_by_anybody(telegram: FakeTelegram, ann: FakePerson) -> None:
    bob = telegram.add_person(1002, "Bob")
    bob.tops_up(50)
    link = await done(telegram, "createInvoiceLink", **STARS)
    assert link.startswith("https://t.me/$")
    for person in (ann, bob):
        await agree(telegram, person.pays(link))
    paid = [update["message"] for update in await updates(telegram) if "message" in update]
    assert [message["chat"]["id"] for message in paid] == [1001, 1002]
    assert {message["successful_payment"]["invoice_payload"] for message in paid} == {"order:7"}
    assert await done(telegram, "getMyStarBalance") == {"amount": 100}


async def test_what_an_app_does_not_pay(telegram: FakeTelegram, ann: FakePerson) -> None:
    bob = telegram.add_person(1002, "Bob", started=True)
    await done(telegram, "sendInvoice", chat_id=bob.id, **STARS)
    invoice = bob.last
    with pytest.raises(CannotPay, match="has 0 Stars and would need 50"):
        bob.pays(invoice)
    with pytest.raises(CannotPay, match="no invoice in Ann's chat"):
        ann.pays(invoice)
    with pytest.raises(CannotPay, match="there is no such invoice"):
        ann.pays("https://t.me/$none")
    await done(telegram, "deleteMessage", chat_id=bob.id, message_id=invoice.id)
    bob.tops_up(50)
    with pytest.raises(CannotPay, match="was deleted"):
        bob.pays(invoice)
    assert await updates(telegram) == []


async def test_stars_are_counted_when_they_are_taken(telegram: FakeTelegram, ann: FakePerson) -> None:
    await done(telegram, "sendInvoice", chat_id=ann.id, **STARS)
    first, second = ann.pays(ann.last), ann.pays(ann.last)
    await agree(telegram, first)
    await agree(telegram, second)
    assert (first.state, second.state, ann.stars) == ("paid", "failed", 10)
    assert second.words == "There are not enough Stars left. Nothing was charged."


async def test_a_card_that_is_declined_is_no_payment(telegram: FakeTelegram, ann: FakePerson) -> None:
    await done(telegram, "sendInvoice", chat_id=ann.id, **CARD)
    declined = ann.pays(ann.last, card_declined=True)
    await agree(telegram, declined)
    assert (declined.state, declined.words) == ("failed", "The card was declined. Nothing was charged.")
    assert [kind for update in await updates(telegram) for kind in update] == [
        "update_id",
        "pre_checkout_query",
    ]
    accepted = ann.pays(ann.last)
    await agree(telegram, accepted)
    assert (accepted.state, ann.stars) == ("paid", 60)
    assert await done(telegram, "getStarTransactions") == {"transactions": []}


async def test_stars_go_back_once(telegram: FakeTelegram, ann: FakePerson) -> None:
    charge_id = (await buys(telegram, ann)).charge_id
    refund = {"user_id": ann.id, "telegram_payment_charge_id": charge_id}
    await updates(telegram)
    assert await done(telegram, "refundStarPayment", **refund) is True
    assert (ann.stars, await done(telegram, "getMyStarBalance")) == (60, {"amount": 0})
    (update,) = await updates(telegram)
    told = update["message"]["refunded_payment"]
    assert (told["telegram_payment_charge_id"], told["invoice_payload"]) == (charge_id, "order:7")
    assert "[got back ⭐️ 50]" in ann.screen()
    assert await refused(telegram, "refundStarPayment", **refund) == "Bad Request: CHARGE_ALREADY_REFUNDED"
    assert ann.stars == 60


async def test_stars_are_withdrawn(telegram: FakeTelegram, ann: FakePerson, clock: HandClock) -> None:
    await buys(telegram, ann)
    date = int(clock.now().timestamp())
    telegram.world.ledger.withdraw(20, date)
    telegram.world.ledger.withdraw(5, date, state="pending")
    _, done_one, pending = (await done(telegram, "getStarTransactions"))["transactions"]
    assert (done_one["amount"], done_one["receiver"]["type"]) == (20, "fragment")
    assert pending["receiver"]["withdrawal_state"] == {"type": "pending"}
    assert await done(telegram, "getMyStarBalance") == {"amount": 25}


async def test_what_cannot_be_refunded(telegram: FakeTelegram, ann: FakePerson) -> None:
    telegram.add_person(1002, "Bob")
    stars, card = await buys(telegram, ann), await buys(telegram, ann, **CARD)
    for person_id, charge_id, complaint in (
        (0, stars.charge_id, "invalid user_id specified"),
        (5, stars.charge_id, "USER_ID_INVALID"),
        (ann.id, "", 'parameter "telegram_payment_charge_id" is required'),
        (ann.id, "stx5", "CHARGE_NOT_FOUND"),
        (1002, stars.charge_id, "CHARGE_NOT_FOUND"),
        (ann.id, card.charge_id, "CHARGE_NOT_FOUND"),
    ):
        refund = {"user_id": person_id, "telegram_payment_charge_id": charge_id}
        assert await refused(telegram, "refundStarPayment", **refund) == f"Bad Request: {complaint}"
    assert ann.stars == 10


async def test_transactions_are_listed_from_the_oldest(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    first = await buys(telegram, ann, payload="a", prices=[{"label": "x", "amount": 5}])
    clock.advance(60)
    second = await buys(telegram, ann, payload="b", prices=[{"label": "x", "amount": 7}])
    await done(telegram, "refundStarPayment", user_id=ann.id, telegram_payment_charge_id=first.charge_id)
    partner = {"type": "user", "transaction_type": "invoice_payment", "user": ann.user}
    date = int(HandClock().now().timestamp())
    assert (await done(telegram, "getStarTransactions"))["transactions"] == [
        {"id": first.charge_id, "amount": 5, "date": date, "source": {**partner, "invoice_payload": "a"}},
        {
            "id": second.charge_id,
            "amount": 7,
            "date": date + 60,
            "source": {**partner, "invoice_payload": "b"},
        },
        {
            "id": first.charge_id,
            "amount": 5,
            "date": date + 60,
            "receiver": {**partner, "invoice_payload": "a"},
        },
    ]
    page = (await done(telegram, "getStarTransactions", offset=1, limit=1))["transactions"]
    assert [one["id"] for one in page] == [second.charge_id]
    assert await done(telegram, "getMyStarBalance") == {"amount": 7}


async def test_an_answer_that_is_lost_has_still_charged(telegram: FakeTelegram, ann: FakePerson) -> None:
    await done(telegram, "sendInvoice", chat_id=ann.id, **STARS)
    checkout = ann.pays(ann.last)
    telegram.plan("answerPreCheckoutQuery", faults.timeout_before(), faults.timeout_after())
    answer = {"pre_checkout_query_id": checkout.id, "ok": True}
    with pytest.raises(NoAnswer):
        await telegram.call("answerPreCheckoutQuery", answer)
    assert checkout.state == "waiting"
    with pytest.raises(NoAnswer):
        await telegram.call("answerPreCheckoutQuery", answer)
    assert (checkout.state, ann.stars) == ("paid", 10)
    assert await refused(telegram, "answerPreCheckoutQuery", **answer) == TOO_OLD


async def test_invoices_count_for_the_pace(telegram: FakeTelegram, ann: FakePerson) -> None:
    telegram.pace.overall = 1
    await done(telegram, "sendInvoice", chat_id=ann.id, **STARS)
    status, _ = await telegram.call("sendInvoice", {"chat_id": ann.id, **STARS})
    assert status == 429
