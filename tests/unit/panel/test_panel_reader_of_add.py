"""Only an id without an objection is acceptance; only a clear objection without an id is refusal."""

import pytest

from panel.readers.add import read_add
from panel.reply import Answer, fold
from shop.replies import Accepted, NotSent, Refusal, Rejected, Unknown

PAGE = "<!DOCTYPE html><html><head><title>{}</title></head><body></body></html>"
KEY = "0123456789abcdef"


@pytest.mark.parametrize(
    ("body", "order"),
    [
        ('{"order":23501}', "23501"),
        ('{"status":100,"order":"1543"}', "1543"),
        ('{"Order":1}', "1"),
        ('{"order":"ord_01HX"}', "ord_01HX"),
        ('{"order_id":"1234567"}', "1234567"),
        ('{"Order ID":"1234567"}', "1234567"),
        ('{"status":true,"data":{"id":7781}}', "7781"),
        ('{"success":true,"order":{"id":5,"status":"pending"}}', "5"),
        ('{"order":5,"order_id":6,"id":7}', "5"),
        ('{"order":null,"order_id":6}', "6"),
        ('{"order":5,"error":""}', "5"),
        ('{"order":5,"error":null,"errors":[]}', "5"),
        ('{"order":5,"error":false}', "5"),
        ('{"order":5,"status":"Fail"}', "5"),
        ('{"order":5,"message":"Service may not start at once; an invalid link is not refunded"}', "5"),
        ('{"order": 5,}', "5"),
    ],
)
@pytest.mark.parametrize("code", [None, 200, 201])
def test_an_id_without_an_error_is_an_order(body: str, order: str, code: int | None) -> None:
    assert read_add(fold(Answer(code, body))) == Accepted(order, code, body)


def test_an_id_counts_whatever_the_http_status() -> None:
    assert isinstance(read_add(fold(Answer(500, '{"order":5}'))), Accepted)
    assert isinstance(read_add(fold(Answer(429, '{"order":5}'))), Accepted)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "{}",
        "[]",
        "23501",
        "OK",
        '"OK"',
        '[{"order":1}]',
        '{"order":0}',
        '{"order":null}',
        '{"order":""}',
        '{"order":true}',
        '{"order":-5}',
        '{"order":1.5}',
        '{"order":[1]}',
        '{"order":NaN}',
        '{"order":1,"order":2}',
        '{"order":1}{"order":2}',
        '{"order":1}{"order":1}',
        '{"order":235',
        '{"order":1,"error":"Not enough funds"}',
        '{"order":1,"status":"error","message":"Bad link"}',
        '{"status":"success","message":"Order placed"}',
        '{"success":true}',
        '{"message":"Order placed"}',
        '{"error":"Unknown error"}',
        '{"error":"An error occurred: Bad link"}',
        '{"order":"Bad link"}',
        '{"status":500,"message":"what now"}',
        PAGE.format("Welcome"),
    ],
)
def test_what_proves_nothing_is_unknown(body: str) -> None:
    assert isinstance(read_add(fold(Answer(200, body))), Unknown)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('{"error":"Incorrect service ID"}', Refusal.SERVICE),
        ('{"error":["Bad link"]}', Refusal.LINK),
        ('{"error":{"link":["Bad link"]}}', Refusal.LINK),
        ('{"error":{"code":"INSUFFICIENT_FUNDS","message":"x"}}', Refusal.FUNDS),
        ('{"error":true,"message":"Not enough funds"}', Refusal.FUNDS),
        ('{"errors":["The selected service is invalid."]}', Refusal.SERVICE),
        ('{"order":{"error":"Incorrect service ID"}}', Refusal.SERVICE),
        ('{"status":"error","msg":"Bad link"}', Refusal.LINK),
        ('{"status":"fail","message":"Bad link"}', Refusal.LINK),
        ('{"status":false,"data":{"msg":"API Key salah"}}', Refusal.AUTH),
        ('{"success":false,"message":"Quantity out of bounds"}', Refusal.QUANTITY),
        ('{"status":"success","error":"Bad link"}', Refusal.LINK),
        ('{"message":"Unauthenticated."}', Refusal.AUTH),
        ('{"status":104,"message":"Service not found"}', Refusal.SERVICE),
        ('{"code":401,"message":"nope"}', Refusal.AUTH),
        ('{"error":"Maintenance"}', Refusal.OTHER),
    ],
)
def test_a_clear_objection_is_a_refusal(body: str, why: Refusal) -> None:
    outcome = read_add(fold(Answer(200, body)))
    assert isinstance(outcome, Rejected)
    assert outcome.why is why


@pytest.mark.parametrize(
    ("code", "body", "expected"),
    [
        (307, "", Refusal.BLOCKED),
        (308, PAGE.format("Moved"), Refusal.BLOCKED),
        (404, PAGE.format("Not Found"), Refusal.BLOCKED),
        (404, "404 page not found", Refusal.BLOCKED),
        (403, PAGE.format("Just a moment..."), Refusal.BLOCKED),
        (503, PAGE.format("Just a moment..."), Refusal.BLOCKED),
        (403, "error code: 1010", Refusal.BLOCKED),
        (403, "", Refusal.BLOCKED),
        (403, '{"cloudflare_error":true,"title":"Error 1010: Access denied"}', Refusal.BLOCKED),
        (403, '{"error":"Invalid API key"}', Refusal.AUTH),
        (401, "Unauthorized", Refusal.AUTH),
        (401, '{"error":"Nope"}', Refusal.AUTH),
        (402, '{"error":"Nope"}', Refusal.FUNDS),
        (405, '{"error":"Nope"}', Refusal.UNSUPPORTED),
        (422, '{"message":"The link field is required."}', Refusal.LINK),
        (500, '{"error":"Incorrect service ID"}', Refusal.SERVICE),
    ],
)
def test_refusals_by_http_status(code: int, body: str, expected: Refusal) -> None:
    outcome = read_add(fold(Answer(code, body)))
    assert isinstance(outcome, Rejected)
    assert outcome.why is expected


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (500, '{"message":"Server Error"}'),
        (500, '{"error":"Cannot read properties of undefined"}'),
        (500, '{"error":"A text that nobody knows"}'),
        (502, PAGE.format("502 Bad Gateway")),
        (502, PAGE.format("Just a moment...")),
        (503, '{"message":"Service Unavailable"}'),
        (504, ""),
        (522, PAGE.format("Cloudflare: connection timed out")),
        (404, ""),
        (401, PAGE.format("401")),
        (400, PAGE.format("400")),
        (403, '{"error":"Inv'),
        (408, '{"message":"Request Timeout"}'),
        (301, ""),
        (302, PAGE.format("Moved")),
        (303, ""),
        (409, '{"message":"The same request is in progress"}'),
        (409, '{"error":"Duplicate order"}'),
        (499, '{"error":"Client closed request"}'),
    ],
)
def test_a_gateway_or_a_crash_proves_nothing(code: int, body: str) -> None:
    assert isinstance(read_add(fold(Answer(code, body))), Unknown)


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (429, ""),
        (429, PAGE.format("Too Many Requests")),
        (429, '{"message":"Too Many Attempts."}'),
        (429, '{"error":"Unknown error"}'),
        (200, '{"error":"Too many requests. Limit 50/minute."}'),
    ],
)
def test_throttling_is_not_sent(code: int, body: str) -> None:
    outcome = read_add(fold(Answer(code, body, retry_after=7)))
    assert isinstance(outcome, NotSent)
    assert outcome.retry_after == 7


def test_evidence_is_short_and_without_the_key() -> None:
    body = '{"error":"Bad link for key=' + KEY + '", "more":"' + "é" * 5_000 + '"}'
    outcome = read_add(fold(Answer(200, body, secrets=(KEY,))))
    assert isinstance(outcome, Rejected)
    assert outcome.text == "Bad link for key=[key]"
    assert KEY not in outcome.excerpt
    assert len(outcome.excerpt.encode()) <= 4096


def test_the_key_is_hidden_where_the_excerpt_would_cut_it() -> None:
    answer = Answer(200, "x" * 4_090 + KEY, secrets=(KEY,))
    assert KEY[:6] not in answer.excerpt


def test_an_answer_does_not_print_its_secrets() -> None:
    assert KEY not in repr(Answer(200, "", secrets=(KEY,)))
