"""What stands where a new order's number is: a number in some spelling, an error, or several."""

import pytest

from panel.readers.add import read_add
from panel.reply import Answer, fold
from shop.replies import Accepted, Refusal, Rejected, Unknown


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("23501.0", "23501"),
        ('"23501.0"', "23501"),
        ('"23501.00"', "23501"),
        ('"#23501"', "23501"),
        ('"№ 23501"', "23501"),
        ('"No. 23501"', "23501"),
        ('"٢٣٥٠١"', "23501"),
        ('"۲۳۵۰۱"', "23501"),
        ('"２３５０１"', "23501"),
        ('"23501\\u200b"', "23501"),
        ('"\\u200e23501"', "23501"),
        ('"0023501"', "0023501"),
        ('"ord_01HX"', "ord_01HX"),
        ('"A113"', "A113"),
        ('"5f0c-4a"', "5f0c-4a"),
        ('"ORD-2026-000113"', "ORD-2026-000113"),
        ("99999999999999999999999", "99999999999999999999999"),
    ],
)
def test_a_number_is_kept_as_the_panel_is_to_be_asked_about_it(written: str, order: str) -> None:
    body = f'{{"order":{written}}}'
    assert read_add(fold(Answer(200, body))) == Accepted(order, 200, body)


@pytest.mark.parametrize(
    "written",
    [
        '"insufficient_balance_1"',
        '"error_113"',
        '"err113"',
        '"Error500"',
        '"HTTP429"',
        '"failed-2"',
        '"not_found_404"',
        '"invalid_service_7"',
        '"api_key_1_invalid"',
        '"E_113_FUNDS_LOW_BALANCE"',
        '"23,501"',
        '"23501,23502"',
        '"23501;23502"',
        '"2024-01-01T10:00:00"',
        '"2.35E+4"',
        "2.35E+4",
        "23501.5",
        '"23501.5"',
        '"https://panel.example/orders/5"',
        "[23501]",
        '{"23501":{"status":"Pending"}}',
    ],
)
def test_an_error_several_numbers_or_something_else_is_no_number(written: str) -> None:
    outcome = read_add(fold(Answer(200, f'{{"order":{written}}}')))
    assert not isinstance(outcome, Accepted), outcome


@pytest.mark.parametrize(
    "body",
    [
        '{"id":5,"status":"error"}',
        '{"id":5,"status":"fail"}',
        '{"data":{"id":5},"status":"failed"}',
        '{"success":0,"order":5}',
        '{"success":"0","order":5}',
        '{"ok":0,"order":5}',
        '{"success":"no","order":5}',
    ],
)
def test_an_answer_that_says_no_beside_a_number_proves_nothing(body: str) -> None:
    assert isinstance(read_add(fold(Answer(200, body))), Unknown)


@pytest.mark.parametrize(
    "error",
    [
        '"No error"',
        '"no errors"',
        '"None."',
        '"N/A"',
        '"n/a"',
        '"-"',
        '"OK."',
        '"nil"',
        '"undefined"',
        '"NULL"',
        '{"code":0,"message":""}',
        '{"code":"0","message":null}',
        '{"message":null}',
        "[null]",
        '[""]',
        "[[]]",
        '{"error":false}',
        "0.0",
    ],
)
def test_an_error_that_says_there_is_none(error: str) -> None:
    assert isinstance(read_add(fold(Answer(200, f'{{"order":5,"error":{error}}}'))), Accepted)
    assert isinstance(read_add(fold(Answer(200, f'{{"error":{error}}}'))), Unknown)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ('{"code":113,"message":"Not enough funds"}', Refusal.FUNDS),
        ('[null,"Bad link"]', Refusal.LINK),
        ('{"link":[null,"Bad link"]}', Refusal.LINK),
    ],
)
def test_an_error_with_words_among_empty_ones_is_one(error: str, why: Refusal) -> None:
    outcome = read_add(fold(Answer(200, f'{{"error":{error}}}')))
    assert isinstance(outcome, Rejected)
    assert outcome.why is why
    assert isinstance(read_add(fold(Answer(200, f'{{"order":5,"error":{error}}}'))), Unknown)


@pytest.mark.parametrize("error", ["true", "1", '{"code":113}', '"yes"', "[1]"])
def test_an_error_without_words_is_one(error: str) -> None:
    assert isinstance(read_add(fold(Answer(200, f'{{"order":5,"error":{error}}}'))), Unknown)
