"""Click calls the shop twice for each payment: to prepare it, and to complete it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.stories.merchants_world import (
    LINK,
    SERVICE,
    Click,
    Shop,
    asks_to_pay,
    click,
    has,
    number_in,
    page_of,
    shop,
)

__all__ = ["click", "shop"]


async def test_click_prepares_and_completes_with_every_call_twice(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    fields = parse_qs(urlsplit(page_of(shop.ann)).query)
    assert (fields["service_id"], fields["merchant_id"], fields["amount"]) == (
        [SERVICE],
        ["13579"],
        ["5000.00"],
    )
    prepared = await click.calls_twice("111", number)
    assert prepared == {
        "click_trans_id": 111,
        "merchant_trans_id": number,
        "merchant_prepare_id": 1,
        "error": 0,
        "error_note": "Success",
    }
    await has(shop.ann, "0")
    completed = await click.completes("111", number, "1")
    assert completed == {
        "click_trans_id": 111,
        "merchant_trans_id": number,
        "merchant_confirm_id": 1,
        "error": 0,
        "error_note": "Success",
    }
    await shop.ann.sees("5,000\u00a0UZS came into your wallet")
    await has(shop.ann, "5,000")


async def test_an_order_is_paid_by_click_in_one_act(shop: Shop, click: Click) -> None:
    await shop.ann.says(f"/order 1 {LINK} 1000")
    await shop.ann.taps("Click")
    number = number_in(page_of(shop.ann))
    prepared = await click.calls_twice("111", number, amount="1")
    await click.completes("111", number, str(prepared["merchant_prepare_id"]), amount="1")
    await shop.ann.sees("Order 1 is on its way. Thank you!")
    await has(shop.ann, "0")


async def test_an_error_of_click_cancels_the_payment(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.prepares("111", number)
    assert (await click.completes("111", number, prepared, error="-5017"))["error"] == -9
    assert (await click.completes("111", number, prepared))["error"] == -9
    assert (await click.calls_twice("111", number))["error"] == -9
    await has(shop.ann, "0")
    again = await click.prepares("222", number)
    assert (await click.completes("222", number, again))["error"] == 0
    await has(shop.ann, "5,000")


async def test_what_click_completed_it_cannot_cancel_nor_prepare_again(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.prepares("111", number)
    await click.completes("111", number, prepared)
    assert (await click.completes("111", number, prepared, error="-1"))["error"] == -4
    assert (await click.calls_twice("111", number))["error"] == -4
    assert (await click.calls_twice("222", number))["error"] == -4
    await has(shop.ann, "5,000")


async def test_of_two_prepared_payments_the_first_completed_counts(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    first, second = await click.prepares("111", number), await click.prepares("222", number)
    assert (await click.completes("222", number, second))["error"] == 0
    assert (await click.completes("111", number, first))["error"] == -4
    assert (await click.completes("111", number, first, error="-1"))["error"] == -9
    await has(shop.ann, "5,000")


async def test_a_wrong_signature_is_told_nothing(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.prepares("111", number)
    complete = {"action": "1", "merchant_prepare_id": prepared}
    for changed in (
        {"secret": "another"},
        {"service_id": "1"},
        {"action": "1", "merchant_prepare_id": prepared, "secret": ""},
    ):
        assert (await click.calls_twice("111", number, **changed))["error"] == -1
    signed = click.form("111", number, **complete)
    for old, new in (
        (b"amount=5000.00", b"amount=5000.0"),
        (b"action=1", b"action=0"),
        (b"sign_string=", b"x="),
    ):
        answer = (await shop.called("click", signed.replace(old, new))).json()
        assert answer["error"] == -1
    await has(shop.ann, "0")


@pytest.mark.parametrize(
    "amount", ["5000.01", "4999.99", "500000", "0", "-5000", "5e3", "5000.001", "٥٠٠٠", "5 000", "NaN"]
)
async def test_click_must_ask_for_the_invoices_amount(shop: Shop, click: Click, amount: str) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    assert (await click.calls_twice("111", number, amount=amount))["error"] == -2
    prepared = await click.prepares("111", number)
    assert (await click.completes("111", number, prepared, amount=amount))["error"] == -2
    await has(shop.ann, "0")


@pytest.mark.parametrize("amount", ["5000", "5000.0", "5000.00", "5000.0000", "05000"])
async def test_an_amount_counts_however_it_is_written(shop: Shop, click: Click, amount: str) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.calls_twice("111", number, amount=amount)
    assert (await click.completes("111", number, str(prepared["merchant_prepare_id"])))["error"] == 0
    await has(shop.ann, "5,000")


async def test_clicks_other_errors(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    prepared = await click.prepares("111", number)
    assert (await click.calls_twice("222", "77"))["error"] == -5
    assert (await click.calls_twice("222", "Ann's"))["error"] == -5
    assert (await click.calls_twice("222", number, action="2"))["error"] == -3
    assert (await click.completes("222", number, prepared))["error"] == -6
    assert (await click.completes("111", number, "2"))["error"] == -6
    assert (await click.completes("111", number, "x"))["error"] == -6
    assert (await click.completes("111", "77", prepared))["error"] == -5
    await shop.ann.taps("Cancel")
    assert (await click.calls_twice("333", number))["error"] == -9
    assert (await click.completes("111", number, prepared))["error"] == 0  # it was agreed before
    await has(shop.ann, "5,000")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe=1",
        b"{}",
        b"action=1",
        b"&" * 60_000,
        b"a=1&" * 1_000,
        b"action=0&action=1",
    ],
)
async def test_hostile_forms_are_answered_by_the_book(shop: Shop, body: bytes) -> None:
    assert (await shop.called("click", body)).json()["error"] == -8


@pytest.mark.parametrize(
    "changed", [{"click_trans_id": "x"}, {"error": "0.5"}, {"click_trans_id": "9" * 30}, {"amount": ""}]
)
async def test_signed_nonsense_is_nonsense(shop: Shop, click: Click, changed: dict[str, str]) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    assert (await shop.called("click", click.form("111", number, **changed))).json()["error"] == -8


async def test_a_field_named_twice_is_no_form(shop: Shop, click: Click) -> None:
    number = await asks_to_pay(shop.ann, "Click")
    assert (await shop.called("click", click.form("111", number) + b"&amount=1")).json()["error"] == -8
