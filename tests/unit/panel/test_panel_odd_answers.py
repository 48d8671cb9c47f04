"""Answers that say two things, or are about another thing, are not believed where money hangs on them."""

import json
from decimal import Decimal
from typing import Any

import pytest

from panel.readers.add import read_add
from panel.readers.catalogue import read_balance, read_services
from panel.readers.request import read_request
from panel.readers.status import read_status
from panel.reply import Answer, fold
from shop.errors import PanelError, PanelGarbled
from shop.replies import Accepted, Balance, PanelState, Refusal, Rejected, Requested, StatusReport, Unknown


def added(value: Any) -> object:
    return read_add(fold(Answer(200, json.dumps(value))))


def state(value: Any) -> PanelState | None:
    try:
        [report] = read_status(fold(Answer(200, json.dumps(value))), ["7"]).by_id.values()
    except PanelError:
        return None
    return report.state if isinstance(report, StatusReport) else None


@pytest.mark.parametrize(
    "number",
    [
        "0.0",
        "0.00",
        "000.0",
        "$5",
        "5$",
        "5€",
        "5%",
        "pending_1",
        "queued-5",
        "created_2024",
        "min_10",
        "quantity_100",
        "limit_10",
        "timeout_30",
        "link-2",
        "service_5",
        "refunded_1",
        "v2",
        "V2",
        "v2.1",
        "v10",
        "api2",
        "api-v2",
        "API_v1.0",
        "version 2",
        "version-2.4",
    ],
)
def test_an_amount_a_state_or_a_slug_with_a_figure_is_no_orders_number(number: str) -> None:
    assert isinstance(added({"order": number}), Unknown)


@pytest.mark.parametrize(
    "number", ["order-5", "trx_5", "A113", "svc5", "lnk-5", "mini-5", "A1", "x2", "V113", "v2f", "av2"]
)
def test_other_words_in_a_number_stay(number: str) -> None:
    outcome = added({"order": number})
    assert isinstance(outcome, Accepted)
    assert outcome.panel_order_id == number


@pytest.mark.parametrize(
    "members",
    [
        {"name": "Followers", "rate": "1"},
        {"balance": "100"},
        {"email": "a@b.example"},
        {"category": "Likes"},
    ],
)
def test_a_bare_id_of_something_else_is_no_orders(members: dict[str, str]) -> None:
    assert isinstance(added({"id": 5, **members}), Unknown)
    assert isinstance(added({"data": {"id": 5, **members}}), Unknown)
    assert isinstance(added({"order": 5, **members}), Accepted)


def test_an_error_that_holds_an_orders_number_is_no_refusal() -> None:
    for key in ("error", "errors"):
        assert isinstance(added({key: {"message": "Not enough funds", "order": 5}}), Unknown)
        assert isinstance(added({key: {"message": "Not enough funds", "order": None}}), Rejected)
        assert isinstance(added({key: {"order": ["Bad link"]}}), Rejected)


@pytest.mark.parametrize(
    "text",
    [
        "Your order #5 is in queue. Balance is low",
        "Order is in progress, insufficient balance for another one",
        "The order was put in queue: low balance",
        "Timeout, insufficient balance",
        "Request timed out: bad link",
        "Not enough funds at the source",
        "Low balance at our supplier's",
        "Invalid link, reported by source",
        "Order on hold: not enough funds",
        "Order is being reviewed, low balance",
        "Order will start when balance is enough: insufficient balance",
        "Your order will be processed later. Low balance",
        "We have got your order, bad link",
        "Votre commande est en cours, solde insuffisant",
        "Ihre Bestellung ist in Bearbeitung, Guthaben zu niedrig",
        "Zamówienie w kolejce, brak środków",
        "您的訂單已提交，餘額不足",
    ],
)
def test_more_words_of_an_order_that_may_exist(text: str) -> None:
    assert isinstance(added({"error": text}), Unknown)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Not&nbsp;enough&nbsp;funds", Refusal.FUNDS),
        ("Insufficient&#32;balance", Refusal.FUNDS),
        ("notEnoughFunds", Refusal.FUNDS),
        ("insufficientBalance", Refusal.FUNDS),
        ("InvalidApiKey", Refusal.AUTH),
        ("TikTok account is private", Refusal.LINK),
        ("You already have an order in progress for this link", Refusal.DUPLICATE_LINK),
        ("Une commande est en cours pour ce lien", Refusal.DUPLICATE_LINK),
        ("Your balance (0.00) is not enough for this order", Refusal.FUNDS),
        ("Your balance isn't sufficient", Refusal.FUNDS),
        ("Ihre Bestellung wird nicht bearbeitet: Guthaben zu niedrig", Refusal.FUNDS),
        ("Your order will not be processed: low balance", Refusal.FUNDS),
    ],
)
def test_words_of_a_refusal_are_known_in_their_spellings(text: str, why: Refusal) -> None:
    outcome = added({"error": text})
    assert isinstance(outcome, Rejected)
    assert outcome.why is why


@pytest.mark.parametrize("key", ["order_status", "order_state", "orderStatus"])
def test_two_states_that_differ_are_none(key: str) -> None:
    assert state({"status": "Completed", key: "Canceled", "charge": "1"}) is None
    assert state({"status": "Canceled", key: "In progress", "charge": "1"}) is None
    assert state({"status": "Canceled", key: "cancelled", "charge": "1"}) is PanelState.CANCELED
    assert state({"status": "Canceled", key: "odd", "charge": "1"}) is PanelState.CANCELED
    assert state({"status": "success", key: "Canceled", "charge": "1"}) is PanelState.CANCELED


@pytest.mark.parametrize("key", ["message", "msg", "detail"])
def test_a_message_that_denies_the_order_leaves_its_state_unsaid(key: str) -> None:
    for text in ("Order not found", "Incorrect order ID", "Invalid API key"):
        assert state({"status": "Canceled", key: text}) is None
        assert state({"status": "Canceled", "charge": "0", key: text}) is None
    for text in ("Order canceled: page not found", "Private account", "Thank you", "Under maintenance soon"):
        assert state({"status": "Canceled", "charge": "0", key: text}) is PanelState.CANCELED


@pytest.mark.parametrize("action", ["refill", "cancel"])
def test_what_was_done_for_another_order_is_no_yes(action: str) -> None:
    def outcome(value: Any) -> object:
        return read_request(action, fold(Answer(200, json.dumps(value))), ["7"]).outcome

    assert not isinstance(outcome({action: {"8": 1}}), Requested)
    assert not isinstance(outcome({action: {"8": 1, "9": {"status": "ok"}}}), Requested)
    assert isinstance(outcome({action: {"7": 1, "8": {"error": "no"}}}), Requested)
    for text in (f"Nothing to {action}", f"It is impossible to {action} it", "The order is ineligible"):
        assert not isinstance(outcome({"success": True, "message": text}), Requested)
        assert not isinstance(outcome({"message": text}), Requested)


@pytest.mark.parametrize(
    "text",
    [
        "You already have an order being delivered for this link",
        "An order for this link is already being delivered",
        "There is an active order being delivered to this link",
        "Another order is being delivered to the same link",
        "A previous order with this link is being delivered",
    ],
)
def test_an_older_order_for_the_link_that_is_being_delivered_refuses(text: str) -> None:
    outcome = added({"error": text})
    assert isinstance(outcome, Rejected)
    assert outcome.why is Refusal.DUPLICATE_LINK


def test_an_order_that_is_being_delivered_is_no_refusal() -> None:
    for text in (
        "Your order is being delivered, bad link",
        "Order is being delivered. Low balance",
        "Your order is already being delivered, bad link",
        "Internal server error, previous order for this link being delivered",
        "Error occurred. An earlier order for this link is being delivered",
    ):
        assert isinstance(added({"error": text}), Unknown)


@pytest.mark.parametrize(
    "beside", [{"quantity": 100}, {"charge": "0.2"}, {"remains": "100"}, {"start_count": 0}]
)
def test_an_orders_own_members_leave_a_bare_id_its_number(beside: dict[str, object]) -> None:
    for more in ({"balance": "55"}, {"rate": "1.2"}, {"category": "Likes"}):
        assert isinstance(added({"id": 5, **beside, **more}), Accepted)
        assert isinstance(added({"data": {"id": 5, **beside, **more}}), Accepted)


NOT_A_NUMBER = float("nan")


def test_one_row_with_what_is_no_number_keeps_nobody_from_the_others() -> None:
    """Else one such row closes the shop, and no order beside another one is followed any more."""
    row = {"service": 1, "name": "Likes", "rate": "0.90", "min": 10, "max": 100}
    odd = [{**row, "service": 2, "rate": NOT_A_NUMBER}, {**row, "service": 3, "min": NOT_A_NUMBER}]
    rows = [row, *odd, {**row, "service": 4, "max": float("inf")}, {**row, "service": NOT_A_NUMBER}]
    listing = read_services(fold(Answer(200, json.dumps(rows))))
    limits = [(one.id, one.min, one.max) for one in listing.services]
    assert limits == [("1", 10, 100), ("3", None, 100), ("4", 10, None)]
    assert listing.refused == 2
    told = {"charge": NOT_A_NUMBER, "start_count": NOT_A_NUMBER, "status": "Completed", "remains": 0}
    reports = read_status(
        fold(Answer(200, json.dumps({"7": told, "8": {**told, "charge": "1"}}))), ["7", "8"]
    )
    assert reports.by_id["7"] == StatusReport(PanelState.COMPLETED, "Completed", remains=0)
    assert len(reports.by_id) == 2


def test_what_is_no_number_is_no_amount_and_no_order() -> None:
    assert isinstance(added({"order": NOT_A_NUMBER}), Unknown)
    with pytest.raises(PanelGarbled):
        read_balance(fold(Answer(200, '{"balance":NaN,"currency":"USD"}')))
    assert state({"status": NOT_A_NUMBER, "charge": "1"}) is None


def test_an_empty_cell_among_words_is_no_word() -> None:
    """Pandas writes NaN for whatever is missing."""
    row = {"service": 1, "name": "Likes", "rate": "0.90", "min": 10, "max": 100}
    empty = {"category": NOT_A_NUMBER, "description": NOT_A_NUMBER, "type": NOT_A_NUMBER}
    [listed] = read_services(fold(Answer(200, json.dumps([{**row, **empty}])))).services
    assert (listed.category, listed.description, listed.type) == ("", "", "Default")
    assert isinstance(added({"order": 5, "error": NOT_A_NUMBER}), Accepted)
    balance, _ = read_balance(fold(Answer(200, '{"balance":"5","currency":NaN}')))
    assert balance == Balance(Decimal(5), None)


def test_orders_that_contradict_their_places_are_no_answer_with_blanks_either() -> None:
    told = {"charge": "1", "status": "Completed", "remains": 0}
    for key in ("order id", "order_id"):
        swapped = {"7": {key: "8", **told}, "8": {key: "7", **told}}
        with pytest.raises(PanelGarbled):
            read_status(fold(Answer(200, json.dumps(swapped))), ["7", "8"])
