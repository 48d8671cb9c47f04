"""A refill or cancel is accepted, refused, or unclear."""

import pytest

from panel.readers.request import read_request
from panel.refusal_phrases import Kind
from panel.reply import Answer, fold
from shop.replies import Refused, Requested, Unclear


@pytest.mark.parametrize(
    ("body", "refill_id"),
    [
        ('{"refill":"1"}', "1"),
        ('{"refill":55}', "55"),
        ('{"success":"Refill created","refill":12345}', "12345"),
        ('{"status":true,"data":{"refill":5}}', "5"),
        ('{"refill":{"id":5}}', "5"),
        ('{"refill":88,"status":"Success"}', None),  # the order's own number
        ('{"refill":true}', None),
        ('{"status": Success, "message": "added for refill"}', None),
        ('[{"order":88,"refill":1}]', "1"),
        ('{"88":{"refill":"requested"}}', None),
    ],
)
def test_a_refill_is_requested(body: str, refill_id: str | None) -> None:
    outcome = read_request("refill", fold(Answer(200, body)), ["88"]).outcome
    assert isinstance(outcome, Requested)
    assert outcome.refill_id == refill_id


@pytest.mark.parametrize(
    "body",
    [
        '{"cancel":"1"}',
        '{"cancel":1}',
        '{"cancel":88,"status":"Success"}',
        '{"cancel":"requested"}',
        '{"message":"Order cancelled and refunded"}',
        '{"success":"Marked for cancellation"}',
        '{"success":true}',
        '{"status":"Canceled"}',
        '[{"order":88,"cancel":1},{"order":9,"cancel":{"error":"x"}}]',
    ],
)
def test_a_cancel_is_requested(body: str) -> None:
    assert isinstance(read_request("cancel", fold(Answer(200, body)), ["88"]).outcome, Requested)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"error":"Incorrect request"}', Kind.PARAMS),
        ('{"error":"Incorrect order ID"}', Kind.ORDER),
        ('{"cancel":{"error":"Incorrect order ID"}}', Kind.ORDER),
        ('[{"order":88,"cancel":{"error":"Cannot cancel"}}]', Kind.CANCEL),
        ('[{"error":"Cannot cancel"}]', Kind.CANCEL),
        ('{"88":{"error":"Cannot cancel"}}', Kind.CANCEL),
        ('{"88":"Cannot cancel"}', Kind.CANCEL),
        ('{"cancel":"Cannot cancel"}', Kind.CANCEL),
        ('{"message":"This order cannot be canceled"}', Kind.CANCEL),
        ('{"status":"fail","message":"Cancel already requested"}', Kind.CANCEL),
        ('{"status":104,"message":"Order not found"}', Kind.ORDER),
        ('{"cancel":0}', Kind.OTHER),
        ('{"error":"Too many requests"}', Kind.THROTTLED),
    ],
)
def test_a_refusal_is_known(body: str, kind: Kind) -> None:
    asked = read_request("cancel", fold(Answer(200, body)), ["88"])
    assert isinstance(asked.outcome, Refused)
    assert asked.kind is kind
    assert not asked.outcome.unsupported


@pytest.mark.parametrize("text", ["This action is Invalid", "Cancellation via API is not supported."])
def test_a_panel_may_not_know_the_action(text: str) -> None:
    outcome = read_request("cancel", fold(Answer(400, f'{{"error":"{text}"}}')), ["88"]).outcome
    assert outcome == Refused(text, unsupported=True)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{}",
        "<html></html>",
        '{"cancel":',
        '{"message":"Server Error"}',
        '{"cancel":null}',
        '{"error":"Internal server error"}',
        '[{"order":9,"cancel":1}]',
        '{"status":"whatever"}',
        '{"99":"x"}',
    ],
)
def test_an_answer_that_says_neither_yes_nor_no_is_unclear(body: str) -> None:
    assert isinstance(read_request("cancel", fold(Answer(200, body)), ["88"]).outcome, Unclear)


def test_a_wrong_parameter_is_noticed() -> None:
    assert read_request(
        "cancel", fold(Answer(200, '{"error":"Incorrect request"}')), ["1"]
    ).names_wrong_parameter
    assert not read_request(
        "cancel", fold(Answer(200, '{"error":"Cannot cancel"}')), ["1"]
    ).names_wrong_parameter
    assert not read_request("cancel", fold(Answer(200, '{"cancel":1}')), ["1"]).names_wrong_parameter


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("refill", '{"refill":"Refill request sent"}'),
        ("refill", '{"refill":"Requested successfully"}'),
        ("refill", '{"refill":"Your refill is processing"}'),
        ("cancel", '{"cancel":"Cancel request accepted"}'),
        ("cancel", '{"cancel":"Cancellation scheduled"}'),
        ("cancel", '{"message":"Your cancel request was received"}'),
        ("cancel", '{"status":"success","canceled":["88"],"failed":[]}'),
        ("cancel", '{"success":true,"canceled":[88]}'),
        ("refill", '"Refill queued"'),
    ],
)
def test_words_that_say_yes(action: str, body: str) -> None:
    assert isinstance(read_request(action, fold(Answer(200, body)), ["88"]).outcome, Requested)


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("refill", '{"message":"Refill will be available in 12 hours"}'),
        ("refill", '{"refill":"Refill will be available in 12 hours"}'),
        ("refill", '{"message":"Refill can be requested after 24 hours"}'),
        ("refill", '{"status":"success","message":"Refill is not available for this service"}'),
        ("refill", '{"message":"This order is not eligible for refill"}'),
        ("cancel", '{"success":true,"canceled":[],"failed":["88"]}'),
        ("cancel", '{"success":true,"failed":[88]}'),
        ("cancel", '{"message":"Cancel button is available only for pending orders"}'),
        ("cancel", '{"cancel":"Cancellation was not accepted"}'),
    ],
)
def test_words_that_say_no(action: str, body: str) -> None:
    assert isinstance(read_request(action, fold(Answer(200, body)), ["88"]).outcome, Refused)


@pytest.mark.parametrize(
    "body", ['{"message":"We will see"}', '{"success":true,"canceled":[]}', '{"message":"Hm"}']
)
def test_words_that_say_neither(body: str) -> None:
    assert isinstance(read_request("cancel", fold(Answer(200, body)), ["88"]).outcome, Unclear)
