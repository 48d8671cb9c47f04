"""Refusals are known by their words, in every spelling that panels use."""

import pytest

from panel.readers.states import STATES
from panel.refusal_phrases import Kind, is_negative, kind_of
from panel.values.texts import squeezed
from shop.replies import PanelState, Refusal

SAID: dict[Kind, tuple[str, ...]] = {
    Kind.AUTH: (
        "Invalid API key",
        "Incorrect API key",
        "API key is incorrect",
        "API Key is required",
        "Missing/invalid key",
        "API is Disable for this user or User Not Found! Contact the Support",
        "Your account is inactive",
        "Your account is not active",
        "Your account has been suspended.",
        "Account suspended",
        "neworder.error.account_banned",
        "Incorrect request or API key",
        "The account does not exists",
        "Unauthenticated.",
        "The selected key is invalid.",
        "Your IP is not whitelisted",
        "Неверный API ключ",
    ),
    Kind.FUNDS: (
        "neworder.error.not_enough_funds",
        "neworder.error.insufficient_balance",
        "Not enough funds on balance",
        "You have insufficient balance",
        "You don't have enough balance",
        "Düşük bütçe",
        "Saldo insuficiente",
        "Недостаточно средств на балансе",
        "Số dư của bạn không đủ",
    ),
    Kind.DUPLICATE_LINK: (
        "neworder.error.link_duplicate",
        "You have active order with this link. Please wait until order being completed.",
        "You cannot start a new order with the same link that is active processing order.",
    ),
    Kind.SERVICE: (
        "Incorrect service ID",
        "Disabled service ID",
        "incorrect service type",
        "Invalid Service Id",
        "Service ID does not exists",
        "Service is inactive or not found",
        "Service not found",
        "Service is not available",
        "error.incorrect_service_id",
        "The selected service is invalid.",
    ),
    Kind.QUANTITY: (
        "Quantity less than minimal 50",
        "Quantity more than maximum 10000",
        "Minimum quantity is 100",
        "Quantity must be between 10 and 20",
        "Quantity must to be greater than or equal to 10",
        "Quantity out of bounds",
        "neworder.error.min_quantity",
        "neworder.error.increment",
    ),
    Kind.LINK: (
        "Bad link",
        "Bad Link.",
        "neworder.error.link",
        "The link field is required.",
        "Instagram profile is hidden.",
        "Invalid URL",
    ),
    Kind.PARAMS: (
        "Incorrect request",
        "Incorrect parameters",
        "Invalid parameters",
        "Missing data",
        "You must fill in the required fields.",
        "There are missing required parameters, please check your API manual",
        "Comments field is required",
        "This services does not support Dripfeed feature!",
        "Invalid Interval in minutes",
        "neworder.error.schedule_time",
        "Missing required parameter: request_id",
        "The given data was invalid.",
    ),
    Kind.UNSUPPORTED: (
        "Incorrect action",
        "Invalid action",
        "Unknown action",
        "Unsupported action.",
        "This action is Invalid",
        "The selected action is invalid.",
        "Cancellation via API is not supported. Contact support.",
        "Refill is only available manually, open a ticket",
        "Action add is not allowed via GET",
        "Method not allowed",
    ),
    Kind.ORDER: ("Incorrect order ID", "Invalid Order Ids", "Order not found.", "Incorrect order id"),
    Kind.REFILL: (
        "Refill is disabled for this service",
        "Refill not allowed",
        "Order not eligible for refill.",
        "The order is not completed",
        "The order was completed or refill was requested less than 24 hours ago",
        "Refill days are over",
        "Refill period has expired",
        "Refill not found",
        "Refill Request Not found",
    ),
    Kind.CANCEL: (
        "Cannot cancel",
        "This order cannot be canceled",
        "Cancel already requested",
        "Cancel is not available",
        "Order not found or cannot be cancelled",
        "Cancel is not supported for this service",
    ),
    Kind.THROTTLED: (
        "Too many requests",
        "Too many requests. Limit 50/minute.",
        "Rate limit exceeded (60/min)",
        "Too Many Attempts.",
        "Maximum 100 orders",
    ),
    Kind.MAINTENANCE: ("Maintenance", "Sunucu Bakımda", "Hệ thống đang bảo trì!"),
    Kind.VAGUE: (
        "An error occurred while placing your order.",
        "Internal server error",
        "Order failed: SQLSTATE[40001]",
        "Order failed: Not enough funds",
        "There was an error processing your request. Please try again later",
        "The order could not be placed. Please try again.",
        "Unknown error, please try again",
        "Server Error",
        "Service Unavailable",
        "Request timed out",
        "Whoops, something went wrong",
        "Ocorreu um erro",
        "Произошла ошибка, попробуйте позже",
        "Undefined index: service",
        "Order already exists",
    ),
    Kind.OTHER: ("", "Blah", "¯\\_(ツ)_/¯"),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SAID.items() for text in texts])
def test_a_text_is_about(kind: Kind, text: str) -> None:
    spellings = (text, text.upper(), text.lower(), f"{text}.", f"Error: {text}")
    assert {kind_of(spelling) for spelling in spellings} == {kind}


def test_every_kind_has_the_shops_word() -> None:
    assert {kind.refusal for kind in Kind} | {Refusal.BLOCKED} == set(Refusal)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("In progress", PanelState.IN_PROGRESS),
        ("Inprogress", PanelState.IN_PROGRESS),
        ("in_progress", PanelState.IN_PROGRESS),
        ("In progess", PanelState.IN_PROGRESS),
        ("CANCELLED", PanelState.CANCELED),
        ("Refunded", PanelState.REFUNDED),
        ("On hold", PanelState.PAUSED),
    ],
)
def test_states_are_known_in_any_spelling(word: str, state: PanelState) -> None:
    assert STATES[squeezed(word)] is state


@pytest.mark.parametrize("word", ["2", "Reembolsado", "Tugallangan", ""])
def test_other_words_are_no_state(word: str) -> None:
    assert squeezed(word) not in STATES


def test_a_message_sounds_like_a_refusal_or_not() -> None:
    assert is_negative("This order can't be cancelled")
    assert not is_negative("Order cancelled and refunded")
    assert not is_negative("Your order was successfully placed and is not refundable")
