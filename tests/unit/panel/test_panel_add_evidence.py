"""What is kept of the answer to an order: the reason for the operator, the HTTP status, and the evidence."""

import pytest

from panel.readers.add import order_id_in, read_add
from panel.refusal_phrases import Kind
from panel.reply import Answer, fold
from shop.heard import refusal_key
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown

FEWER = "the panel asks for fewer calls (HTTP 429)"
REDIRECTS = "the panel's address redirects; set the right one"
FORBIDDEN = "a server in front of the panel refused the call (HTTP 403)"
FIREWALL = "a firewall in front of the panel refused the call (HTTP 400)"
CLOUDFLARE = '{"cloudflare_error": true, "title": "Error 1010: Access denied"}'


def outcome(code: int | None, body: str) -> AddOutcome:
    return read_add(fold(Answer(code, body, retry_after=7)))


@pytest.mark.parametrize(
    ("code", "body", "reason"),
    [
        (200, "", "the answer is empty (HTTP 200)"),
        (None, "", "the answer is empty (HTTP unknown)"),
        (200, "[]", "the answer is no object (HTTP 200)"),
        (200, '{"order":1', "the answer breaks off (HTTP 200)"),
        (200, "{}", "the answer gives neither an order nor an error (HTTP 200)"),
        (200, '{"order":"pending"}', "the answer gives neither an order nor an error (HTTP 200)"),
        (200, '{"order":1}{"order":1}', "the panel answered 2 times in one (order 1)"),
        (200, '{"error":{"order":5,"message":"Bad link"}}', "the panel gave order 5 and an error: Bad link"),
        (200, '{"errors":{"Order_ID":5,"text":"No"}}', "the panel gave order 5 and an error: No"),
        (200, '{"order":1,"error":"Bad link"}', "the panel gave order 1 and an error: Bad link"),
        (200, '{"error":"Server Error"}', "the panel's error proves nothing: Server Error"),
        (500, '{"error":"Weird"}', "the panel's error proves nothing: Weird"),
        (200, '{"error":"Order not found"}', "the panel's words prove nothing: Order not found"),
        (200, "Bad link", "there is no JSON in the answer: Bad link"),
        (200, '"Bad link"', "the answer is no object: Bad link"),
        (500, "Bad link", "there is no JSON in the answer: Bad link"),
        (302, "", f"{REDIRECTS} (HTTP 302, which scripts also say when they are done)"),
        (300, "", f"{REDIRECTS} (HTTP 300, which scripts also say when they are done)"),
        (399, "", f"{REDIRECTS} (HTTP 399, which scripts also say when they are done)"),
    ],
)
def test_an_unknown_outcome_says_why_and_keeps_the_answer(code: int | None, body: str, reason: str) -> None:
    read = outcome(code, body)
    assert isinstance(read, Unknown)
    assert (read.reason, read.http_status, read.excerpt) == (reason, code, body)


@pytest.mark.parametrize(
    ("code", "body", "read"),
    [
        (200, '{"error":"Bad link"}', Rejected(Refusal.LINK, "Bad link", 200, '{"error":"Bad link"}')),
        (400, "Bad link", Rejected(Refusal.LINK, "Bad link", 400, "Bad link")),
        (499, "Bad link", Rejected(Refusal.LINK, "Bad link", 499, "Bad link")),
        (
            200,
            '{"error":"Maintenance"}',
            Rejected(Refusal.OTHER, "Maintenance", 200, '{"error":"Maintenance"}'),
        ),
        (403, "", Rejected(Refusal.BLOCKED, FORBIDDEN, 403, "")),
        (307, "", Rejected(Refusal.BLOCKED, REDIRECTS, 307, "")),
        (308, "", Rejected(Refusal.BLOCKED, REDIRECTS, 308, "")),
        (400, "sgcaptcha", Rejected(Refusal.BLOCKED, FIREWALL, 400, "sgcaptcha")),
        (429, "<html>", NotSent(FEWER, 7, 429, "<html>")),
        (429, '{"error":"Bad link"}', NotSent(FEWER, 7, 429, '{"error":"Bad link"}')),
        (400, "Slow down", NotSent("Slow down", 7, 400, "Slow down")),
        (201, '{"order":5}', Accepted("5", 201, '{"order":5}')),
    ],
)
def test_a_known_outcome_keeps_the_answer(code: int, body: str, read: AddOutcome) -> None:
    assert outcome(code, body) == read


def test_a_firewalls_json_is_not_the_panels() -> None:
    read = outcome(403, CLOUDFLARE)
    assert isinstance(read, Rejected)
    assert read.text == "a firewall in front of the panel refused the call (HTTP 403)"


@pytest.mark.parametrize(
    ("body", "strange"),
    [
        ('{"error":"Weird"}', "Weird"),
        ('{"error":"Order not found"}', "Order not found"),
        ('{"error":"Refill not found"}', "Refill not found"),
        ('{"error":"Cannot cancel"}', "Cannot cancel"),
        ('{"error":"Server Error"}', ""),
        ('{"status":"fail"}', ""),
        ('{"order":1,"error":"Weird"}', ""),
        ("{}", ""),
    ],
)
def test_words_are_strange_if_an_operator_could_explain_them(body: str, strange: str) -> None:
    read = outcome(200, body)
    assert isinstance(read, Unknown)
    assert read.strange == strange


def test_words_that_were_taught_to_prove_nothing_are_strange_no_more() -> None:
    taught = {refusal_key("Weird"): Kind.VAGUE}
    read = read_add(fold(Answer(200, '{"error":"Weird"}', taught=taught)))
    assert isinstance(read, Unknown)
    assert (read.reason, read.strange) == ("the panel's error proves nothing: Weird", "")


def test_taught_words_are_believed_without_json_and_whatever_the_status() -> None:
    taught = {refusal_key("Kota doldu"): Kind.FUNDS}
    for code in (200, 500):
        read = read_add(fold(Answer(code, "Kota doldu", taught=taught)))
        assert read == Rejected(Refusal.FUNDS, "Kota doldu", code, "Kota doldu")


@pytest.mark.parametrize("state", ["Fail", "error", "Failed"])
def test_an_orders_own_failure_leaves_it_an_order(state: str) -> None:
    assert isinstance(outcome(200, f'{{"order":5,"status":"{state}"}}'), Accepted)
    assert isinstance(outcome(200, f'{{"order":5,"status":"{state}","message":"Oh"}}'), Unknown)
    assert isinstance(outcome(200, '{"order":5,"success":false}'), Unknown)
    assert isinstance(outcome(200, f'{{"status":"{state}"}}'), Unknown)


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"orderid": 5}, "5"),
        ({"order": 0, "orderid": 6}, "6"),
        ({"order": "abc", "order_id": 6}, "6"),
        ({"id": 7}, "7"),
        *(({"id": 7, key: "text"}, None) for key in ("message", "msg", "error", "errors", "detail", "title")),
        *(({"id": 7, key: "text"}, None) for key in ("reason", "code")),
        ({"id": 7, "message": ""}, "7"),
        ({"id": 7, "message": "text", "order": 5}, "5"),
        *(({key: {"Order": 5}}, "5") for key in ("data", "order", "result", "response")),
        ({"data": "x", "result": {"id": 5}}, "5"),
        ({"data": {"id": 5, "msg": "x"}}, None),
        ({"other": {"order": 5}}, None),
        ({"order": 4, "data": {"order": 5}}, "4"),
    ],
)
def test_an_orders_number_is_found_where_panels_put_it(members: dict[str, object], found: str | None) -> None:
    assert order_id_in(members) == found


def test_in_an_answer_that_is_not_well_a_bare_id_is_the_requests() -> None:
    assert order_id_in({"id": 7}, is_well=False) is None
    assert order_id_in({"data": {"id": 7}}, is_well=False) is None
    assert order_id_in({"data": {"order": 7}}, is_well=False) == "7"
    assert isinstance(outcome(399, '{"id":7}'), Accepted)
    assert isinstance(outcome(400, '{"id":7}'), Unknown)


@pytest.mark.parametrize(
    "beside",
    [
        '"data":[{"order":55}]',
        '"orders":[{"order_id":"55"}]',
        '"placed":{"order":55}',
        '"result":{"data":{"Order":{"id":55}}}',
        '"errors":[{"message":"x","order":55}]',
        '"details":{"about":{"orderId":55}}',
    ],
)
@pytest.mark.parametrize("code", [200, 402])
def test_a_refusal_proves_nothing_where_the_answer_names_an_order(code: int, beside: str) -> None:
    """The money would go back although the panel delivers."""
    read = outcome(code, f'{{"error":"Not enough funds",{beside}}}')
    assert isinstance(read, Unknown)
    assert read.reason == "the panel gave order 55 and an error: Not enough funds"


@pytest.mark.parametrize("beside", ['"request":{"order":0}', '"sort":{"order":"asc"}', '"about":[{"id":55}]'])
def test_a_refusal_counts_where_the_answer_names_no_order(beside: str) -> None:
    assert isinstance(outcome(200, f'{{"error":"Not enough funds",{beside}}}'), Rejected)
