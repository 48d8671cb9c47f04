"""JSON that was encoded twice, and text in the encodings of old scripts."""

import json
from typing import Any

import httpx
import pytest

from panel.client import PanelClient
from panel.lenient_json import Document, read, text_of
from panel.readers.add import read_add
from panel.readers.status import read_status
from panel.reply import Answer, fold
from playground.clock import HandClock
from shop.replies import Accepted, AddRequest, PanelState, Refusal, Rejected, StatusReport, Unknown


def packed(value: Any) -> str:
    return json.dumps(json.dumps(value))


@pytest.mark.parametrize(
    "body",
    [
        packed({"order": 23501}),
        " \ufeff" + packed({"order": 23501}) + "\n",
        json.dumps(' {"order": 23501}\n'),
        "{&quot;order&quot;:23501}",
        "{ &#34;order&#34; : &#34;23501&#34; }",
    ],
)
def test_an_answer_that_was_encoded_twice_is_decoded_twice(body: str) -> None:
    assert read_add(fold(Answer(200, body))) == Accepted("23501", 200, body)


def test_a_refusal_and_a_report_may_be_encoded_twice() -> None:
    refused = read_add(fold(Answer(200, packed({"error": "Not enough funds"}))))
    assert isinstance(refused, Rejected)
    assert refused.why is Refusal.FUNDS
    told = {"1": {"status": "Completed", "charge": "1"}, "2": {"status": "Pending", "charge": "1"}}
    reports = read_status(fold(Answer(200, packed(told))), ["1", "2"]).by_id
    states = {number: one.state for number, one in reports.items() if isinstance(one, StatusReport)}
    assert states == {"1": PanelState.COMPLETED, "2": PanelState.PENDING}


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(packed({"order": 1})),  # three times is nobody's habit
        json.dumps('{"order":1'),
        json.dumps('{"order":1,}'),
        json.dumps('{"order":1}{"order":1}'),
        json.dumps("23501"),
        packed({"order": 1}) + packed({"order": 1}),
        packed({"order": 1})[:-1],
        json.dumps("{'order': 1}"),
        "{&quot;order&quot;:1",
        "{&quot;order&quot;:1,&quot;order&quot;:2}",
        "{&quot;order&quot;:1}{&quot;order&quot;:1}",
    ],
)
def test_what_is_not_surely_one_answer_is_unknown(body: str) -> None:
    assert isinstance(read_add(fold(Answer(200, body))), Unknown)


def test_entities_in_plain_json_stay() -> None:
    assert read('{"name":"a &quot;b&quot; &amp; c"}') == Document({"name": "a &quot;b&quot; &amp; c"})
    assert read('"{not json}"') == Document("{not json}")


@pytest.mark.parametrize(
    ("text", "encoding", "why"),
    [
        ("Недостаточно средств на балансе", "cp1251", Refusal.FUNDS),
        ("Неверная ссылка", "cp1251", Refusal.LINK),
        ("Ведутся технические работы", "cp1251", Refusal.OTHER),
        ("余额不足", "gbk", Refusal.FUNDS),
        ("您的账户余额不足，请充值", "gb2312", Refusal.FUNDS),
        ("系统维护中", "gbk", Refusal.OTHER),
        ("链接无效", "gbk", Refusal.LINK),
    ],
)
def test_an_errors_text_is_read_in_the_encoding_it_can_only_be_in(
    text: str, encoding: str, why: Refusal
) -> None:
    for body in (f'{{"error":"{text}"}}', f'{{"order":null,"error":"Error: {text}"}}'):
        outcome = read_add(fold(Answer(200, text_of(body.encode(encoding)))))
        assert isinstance(outcome, Rejected), outcome
        assert outcome.why is why
        assert text in outcome.text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("잔액이 부족합니다", "euc-kr"),
        ("残高不足です", "shift_jis"),
        ("餘額不足", "big5"),
        ("Düşük bütçe", "cp1254"),
        ("Saldo insuficiente: añada crédito", "latin-1"),
        ("Niewystarczające środki", "cp1250"),
        ("à", "latin-1"),
        ("НЕДОСТАТОЧНО", "cp1251"),
    ],
)
def test_what_could_be_several_encodings_keeps_its_marks(text: str, encoding: str) -> None:
    body = f'{{"error":"{text}"}}'.encode(encoding)
    assert "\ufffd" in text_of(body)
    assert read(text_of(body)).value


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Düşük bütçe", "windows-1254"),
        ("Düşük bütçe", "ISO-8859-9"),
        ("Saldo não é suficiente", "iso-8859-1"),
        ("Niewystarczające środki", "windows-1250"),
        ("НЕДОСТАТОЧНО СРЕДСТВ", "windows-1251"),
        ("Недостаточно средств", "koi8-r"),
        ("잔액 부족", "euc-kr"),
        ("余额不足", "gb2312"),
    ],
)
async def test_the_encoding_that_an_answer_names_is_believed(text: str, charset: str) -> None:
    body = f'{{"error":"{text}"}}'.encode(charset)
    headers = {"content-type": f"text/html; charset={charset}"}
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, content=body, headers=headers))
    panel = PanelClient("https://panel.example/api", "canary-key", "mainstream", HandClock(), transport)
    outcome = await panel.add(AddRequest("1", "https://instagram.com/a", {"quantity": 1}))
    assert isinstance(outcome, Rejected), outcome
    assert outcome.why is Refusal.FUNDS


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "rot13", "unicode_escape", "idna", "gbk", "nonsense"])
def test_an_encoding_that_would_change_the_json_is_not_believed(charset: str) -> None:
    body = b'{"error":"caf\xe9\\u0021"}'
    assert text_of(body, charset) == '{"error":"caf\ufffd\\u0021"}'


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "gbk"])
def test_utf8_is_utf8_whatever_the_answer_says_of_it(charset: str) -> None:
    assert text_of('{"error":"Düşük bütçe 余额"}'.encode(), charset) == '{"error":"Düşük bütçe 余额"}'
