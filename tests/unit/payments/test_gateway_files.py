"""The shipped gateways' files: each asks as its documents want, and means what they say, and no more."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from payments.base import Finding, NoAnswer, PayLink, Ports, Proof, RefundWish, Refused, WentBack
from payments.described import files
from payments.described.calls import Gateway
from payments.described.files import SHIPPED, load_gateway, names_in
from payments.described.meanings import CAME, Meaning
from payments.described.profile import Profile
from payments.described.way import DescribedWay
from playground.clock import HandClock
from shop.ledger.topup import INVOICE_HOLDS, Invoice, Paid
from tests.unit.payments.cases import (
    BACK,
    CALLBACK,
    CASES,
    CONTENT,
    HEX,
    NUMBER,
    PAYLOAD,
    PERSON,
    REFUSALS,
    Case,
    Sent,
)

NAMES = sorted(CASES)
HTTPS_OWN = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length"}
"""Headers that httpx adds to every request."""


class Wire:
    """A gateway that answers what it is given, and keeps what it was asked."""

    def __init__(self, *answers: str | tuple[int, str]) -> None:
        self.asked: list[httpx.Request] = []
        self._answers = list(answers)
        self.transport = httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self._answers.pop(0)
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        return httpx.Response(status, content=body.encode())

    @property
    def sent(self) -> list[Sent]:
        """The requests, without what httpx adds."""
        return [
            Sent(
                one.method,
                str(one.url),
                {name: value for name, value in one.headers.items() if name not in HTTPS_OWN},
                one.content,
            )
            for one in self.asked
        ]


def a_way(name: str, wire: Wire | None = None, *, keys: Mapping[str, str] | None = None) -> DescribedWay:
    """Return the way through a shipped gateway."""
    transport = (wire or Wire()).transport
    gateway = Gateway(load_gateway(name), keys or CASES[name].keys, transport=transport)
    return DescribedWay(gateway, HandClock(), callback=CALLBACK, back=BACK)


def an_invoice(name: str, *, number: str = "") -> Invoice:
    """Return an invoice of 12.05; the gateway has told this number of it."""
    return Invoice(
        payload=PAYLOAD,
        person_id=PERSON,
        way=name,
        currency=CASES[name].currency,
        amount_minor=1205,
        credit_micro=12_050_000,
        credit_currency=CASES[name].currency,
        expires_at=HandClock().now() + INVOICE_HOLDS,
        gateway_id=number,
    )


def number_of(case: Case) -> str:
    """Return the number under which a payment is asked about."""
    return case.id or case.charge


def credited(name: str, amount_minor: int, *, back: int = 0) -> Proof:
    """Return the proof that so much came, and so much of it went back."""
    case = CASES[name]
    paid = Paid(name, case.charge, PERSON, PAYLOAD, case.currency, amount_minor, in_parts=True)
    return Proof(replace(paid, back_minor=back))


async def said_of(name: str, told: str, *, number: str | None = None) -> Sequence[Finding]:
    """Return what this answer proves about an invoice."""
    known = number_of(CASES[name]) if number is None else number
    return await a_way(name, Wire(told)).look(an_invoice(name, number=known))


def flipped(body: bytes, place: int) -> bytes:
    """Return the bytes with one bit changed at this place."""
    return body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]


def is_signed(way: DescribedWay, headers: Mapping[str, str], body: bytes) -> bool:
    """Return True if the way takes this call as the gateway's own."""
    hint = way.read_hint(headers, body)
    return hint is not None and hint.is_signed


def test_every_shipped_file_has_its_documents_written_out() -> None:
    assert names_in(SHIPPED) == NAMES, "each file needs its Case in cases.py, and each Case its file"


def test_every_shipped_file_has_its_row_in_the_guide() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "gateways.md").read_text(encoding="utf-8")
    rows = {row[2]: row[3:6] for line in guide.splitlines() if len(row := re.split(r" *\| *", line)) == 7}
    for name in set(NAMES) - {"crypto_pay"}:  # which has a chapter of its own
        profile, (currencies, keys, refunded) = load_gateway(name), rows[f"`{name}`"]
        first = [] if currencies == "any" else currencies.removesuffix(" …").split(", ")
        assert first == list(profile.money.currencies[: len(first)]), name
        assert (len(first) == len(profile.money.currencies)) == (not currencies.endswith("…")), name
        assert keys == ", ".join(f"`{key.upper()}`" for key in profile.keys)
        assert refunded == ("yes" if profile.refund else "no"), name


def has(part: str) -> list[str]:
    """Return the gateways whose files have this part."""
    return [name for name in NAMES if getattr(load_gateway(name), part) is not None]


def test_all_that_a_file_says_is_held_against_the_documents() -> None:
    """What has no line in these tables is asked in a way that no test has seen."""
    assert set(REFUSALS) == set(has("create"))
    assert {name for name in NAMES if CASES[name].find is not None} == set(has("find"))
    assert set(DROPS) == set(has("drop"))
    assert set(LISTS) == set(has("list"))
    assert set(REFUNDS) == set(STATES) == set(has("refund"))
    readings = {name: load_gateway(name).payment for name in NAMES}
    assert {row[0] for row in KEPT} == {name for name, one in readings.items() if one.fee or one.net}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_short_and_says_where_it_comes_from(name: str) -> None:
    profile = load_gateway(name)
    assert profile.name == name
    assert len((SHIPPED / f"{name}.toml").read_text(encoding="utf-8").splitlines()) <= 80
    assert not profile.tried, "docs/gateways.md says that none was tried: say there which one was"
    assert re.search(r"\b20\d\d-(0[1-9]|1[0-2])\b", profile.source), "the month in which it was read"
    assert set(profile.keys) == set(CASES[name].keys)


@pytest.mark.parametrize("name", NAMES)
async def test_an_invoice_is_made_as_the_documents_want(name: str) -> None:
    case, wire = CASES[name], Wire(CASES[name].created)
    shown = await a_way(name, wire).show(an_invoice(name))
    assert wire.sent == ([] if case.create is None else [case.create])
    assert shown == PayLink(case.link, case.id)


@pytest.mark.parametrize("name", NAMES)
async def test_without_an_address_of_ours_none_is_sent(name: str) -> None:
    wire = Wire(CASES[name].created)
    gateway = Gateway(load_gateway(name), CASES[name].keys, transport=wire.transport)
    await DescribedWay(gateway, HandClock()).show(an_invoice(name))
    assert bool(wire.asked) is (CASES[name].create is not None)
    for one in wire.asked:
        assert not any(
            word in f"{one.url} {one.content!r}" for word in ("callback_url=", "json%3Dtrue", "ipn_")
        )
        assert b'url_callback"' not in one.content
        assert b"notification_url" not in one.content


@pytest.mark.parametrize("name", NAMES)
async def test_an_invoice_is_asked_about_as_the_documents_want(name: str) -> None:
    case = CASES[name]
    wire = Wire(case.told.replace("WORD", "?"))
    await a_way(name, wire).look(an_invoice(name, number=number_of(case)))
    assert wire.sent == [case.ask]


@pytest.mark.parametrize("name", [name for name in NAMES if CASES[name].find is not None])
async def test_one_whose_number_was_lost_is_looked_for_under_our_reference(name: str) -> None:
    case = CASES[name]
    own = case.told.replace("WORD", next(word for word in case.words if case.words[word] is Meaning.PAID))
    inner = own.removeprefix('{"status":"success","data":').removesuffix("}")
    found = case.found.replace("TOLD", own).replace("OWN", inner)
    wire = Wire(own if case.found == "{}" else found)
    assert await a_way(name, wire).look(an_invoice(name)) == [credited(name, 1205)]
    assert wire.sent == [case.find]


@pytest.mark.parametrize(("name", "word"), [(name, word) for name in NAMES for word in CASES[name].words])
async def test_every_word_means_what_the_documents_say(name: str, word: str) -> None:
    case = CASES[name]
    meaning = case.words[word]
    found = await said_of(name, case.told.replace("WORD", word))
    assert load_gateway(name).meaning(word) is meaning
    if meaning is Meaning.REFUNDED:
        assert found == [WentBack(case.charge)]
    else:
        assert found == ([credited(name, case.came.get(word, 1205))] if meaning in CAME else [])


@pytest.mark.parametrize("name", NAMES)
def test_a_file_knows_no_word_that_is_not_documented(name: str) -> None:
    told = {word.lower() for words in load_gateway(name).words.values() for word in words}
    assert told == {word.lower() for word in CASES[name].words}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "robokassa"])
async def test_another_currency_stays_what_it_is(name: str) -> None:
    case = CASES[name]
    paid = next(word for word in case.words if case.words[word] is Meaning.PAID)
    told = case.told.replace("WORD", paid).replace(f'"{case.currency}"', '"EUR"')
    found = await said_of(name, told.replace(f'"{case.currency.lower()}"', '"eur"'))
    assert [one.paid.currency for one in found if isinstance(one, Proof)] == ["EUR"]


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in {"paystack", "mercadopago", "robokassa"}]
)
async def test_without_our_reference_the_gateways_number_tells_whose_payment_it_is(name: str) -> None:
    case = CASES[name]
    paid = next(word for word in case.words if case.words[word] is Meaning.PAID)
    told = case.told.replace("WORD", paid).replace(PAYLOAD, "")
    assert await said_of(name, told) == [credited(name, 1205)]
    assert await said_of(name, told, number="another") == []


@pytest.mark.parametrize("name", REFUSALS)
async def test_a_refusal_is_told_in_the_gateways_words(name: str) -> None:
    status, body, words = REFUSALS[name]
    with pytest.raises(Refused) as refused:
        await a_way(name, Wire((status, body))).show(an_invoice(name))
    assert str(refused.value) == words


@pytest.mark.parametrize("name", REFUSALS)
async def test_only_what_makes_no_second_invoice_is_made_again(name: str) -> None:
    wire = Wire((500, ""), CASES[name].created)
    making = a_way(name, wire).show(an_invoice(name))
    if name in {"heleket", "yookassa"}:
        assert await making == PayLink(CASES[name].link, CASES[name].id)
        assert wire.sent == [CASES[name].create] * 2
    else:
        with pytest.raises(NoAnswer):
            await making
        assert len(wire.asked) == 1


@pytest.mark.parametrize("name", NAMES)
async def test_somebody_elses_payment_proves_nothing(name: str) -> None:
    case = CASES[name]
    paid = next(word for word in case.words if case.words[word] is Meaning.PAID)
    told = case.told.replace("WORD", paid)
    for ours in (PAYLOAD, HEX, f"<Value>{NUMBER}"):
        told = told.replace(ours, ours[:-1] + "9")
    assert told != case.told.replace("WORD", paid)
    assert await said_of(name, told) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_signed_call_is_known_and_a_changed_one_is_not(name: str) -> None:
    case, way = CASES[name], a_way(name)
    headers, body = case.call(case.keys)
    hint = way.read_hint(headers, body)
    assert hint is not None
    assert (hint.gateway_id, hint.reference, hint.is_signed) == (*case.heard, case.is_signing)
    assert hint.answer == case.answer
    start, end = _vital(case, body)
    assert not any(is_signed(way, headers, flipped(body, place)) for place in range(start, end))


@pytest.mark.parametrize("name", NAMES)
def test_a_call_whose_headers_are_changed_is_not_known(name: str) -> None:
    case, way = CASES[name], a_way(name)
    headers, body = case.call(case.keys)
    for header, value in headers.items():
        assert not is_signed(way, {**headers, header: ""}, body)
        for place in range(len(value)):
            assert not is_signed(way, {**headers, header: flipped(value.encode(), place).decode()}, body)


@pytest.mark.parametrize("name", [name for name in NAMES if CASES[name].is_signing])
def test_another_key_signs_nothing(name: str) -> None:
    case = CASES[name]
    headers, body = case.call({key: f"{value}x" for key, value in case.keys.items()})
    assert a_way(name).read_hint(headers, body) is not None
    assert not is_signed(a_way(name), headers, body)


def _vital(case: Case, body: bytes) -> tuple[int, int]:
    """Return from where to where a call's bytes are signed."""
    if not case.vital:
        return 0, len(body)
    place = body.find(case.vital)
    return (place, place + len(case.vital)) if place >= 0 else (0, 0)


async def test_less_is_credited_only_where_the_gateway_says_how_much() -> None:
    told = CASES["heleket"].told.replace("WORD", "wrong_amount")
    assert await said_of("heleket", told.replace('"5.00"', "null")) == []
    assert await said_of("heleket", told.replace('"5.00"', '"-5.00"')) == []
    assert await said_of("heleket", told.replace('"10.00"', "null")) == []


async def test_a_further_deposit_to_a_paid_address_counts_for_nothing() -> None:
    told = CASES["nowpayments"].told.replace("WORD", "finished")
    assert await said_of("nowpayments", told) == [credited("nowpayments", 1205)]
    assert (
        await said_of("nowpayments", told.replace('"parent_payment_id":null', '"parent_payment_id":7')) == []
    )


async def test_each_payment_that_a_signed_call_names_is_asked_about() -> None:
    case = CASES["nowpayments"]
    second = case.told.replace("123456789", "77").replace("WORD", "waiting")
    wire = Wire(second, case.told.replace("WORD", "finished"))
    way = a_way("nowpayments", wire)
    headers, body = case.call(case.keys)
    way.read_hint({}, body.replace(b"123456789", b"66"))  # not signed: anybody may have sent this
    way.read_hint(headers, body)
    way.read_hint(headers, body)
    assert await way.look(an_invoice("nowpayments", number="77")) == [credited("nowpayments", 1205)]
    asked = [one.url.path for one in wire.asked]
    assert asked == ["/v1/payment/77", "/v1/payment/123456789"]


@pytest.mark.parametrize(("back", "minor"), [("0", 0), ("2.05", 205), ("2.051", 206), ("12.04", 1204)])
async def test_what_went_back_in_part_is_told(back: str, minor: int) -> None:
    told = CASES["yookassa"].told.replace("WORD", "succeeded")
    refunded = f'"refunded_amount":{{"value":"{back}","currency":"RUB"}},"metadata"'
    found = await said_of("yookassa", told.replace('"metadata"', refunded))
    assert found == [credited("yookassa", 1205, back=minor)]


@pytest.mark.parametrize("back", ["12.05", "12.06"])
async def test_what_went_back_wholly_is_gone(back: str) -> None:
    told = CASES["yookassa"].told.replace("WORD", "succeeded")
    refunded = f'"refunded_amount":{{"value":"{back}"}},"metadata"'
    assert await said_of("yookassa", told.replace('"metadata"', refunded)) == [
        WentBack(CASES["yookassa"].charge)
    ]


async def test_robokassa_has_no_operation_before_the_page_is_opened() -> None:
    result = "<OperationStateResponse><Result><Code>{}</Code><Description>{}</Description></Result>"
    answer = result + "</OperationStateResponse>"
    assert await said_of("robokassa", answer.format(3, "No operation")) == []
    with pytest.raises(Refused, match=r"HTTP 200: Bad signature$"):
        await said_of("robokassa", answer.format(1, "Bad signature"))


async def test_paystack_knows_no_transaction_that_was_never_begun() -> None:
    wire = Wire((404, '{"status":false,"message":"Transaction reference not found"}'))
    assert await a_way("paystack", wire).look(an_invoice("paystack")) == []


async def test_mercado_pago_gives_back_in_part() -> None:
    told = CASES["mercadopago"].told.replace("WORD", "approved").replace('_refunded":0', '_refunded":2.05')
    assert await said_of("mercadopago", told) == [credited("mercadopago", 1205, back=205)]


async def test_what_went_back_may_be_written_as_a_loss() -> None:
    told = CASES["mercadopago"].told.replace("WORD", "approved")
    all_of_it = WentBack(CASES["mercadopago"].charge)
    for written, found in (("-2.05", credited("mercadopago", 1205, back=205)), ("-12.05", all_of_it)):
        assert await said_of("mercadopago", told.replace('_refunded":0', f'_refunded":{written}')) == [found]


async def test_plisios_payment_in_another_coin_is_found_by_its_call() -> None:
    case = CASES["plisio"]
    wire = Wire(case.told.replace("WORD", "cancelled duplicate"), case.told.replace("WORD", "completed"))
    way = a_way("plisio", wire)
    way.read_hint(*case.call(case.keys))
    assert await way.look(an_invoice("plisio", number="first")) == [credited("plisio", 1205)]
    assert [one.url.path for one in wire.asked] == [
        "/api/v1/operations/first",
        f"/api/v1/operations/{case.id}",
    ]


DROPS = {
    "crypto_pay": (
        Sent(
            "POST",
            "https://pay.crypt.bot/api/deleteInvoice",
            {"crypto-pay-api-token": "123:AAzz", **CONTENT},
            b'{"invoice_id":"i1"}',
        ),
        '{"ok":true,"result":true}',
    ),
    "razorpay": (
        Sent(
            "POST",
            "https://api.razorpay.com/v1/payment_links/i1/cancel",
            {"authorization": CASES["razorpay"].ask.headers["authorization"]},
        ),
        '{"id":"i1","status":"cancelled"}',
    ),
}


@pytest.mark.parametrize("name", DROPS)
async def test_an_invoice_is_dropped_as_the_documents_want(name: str) -> None:
    wanted, answer = DROPS[name]
    wire = Wire(answer)
    await a_way(name, wire).drop(an_invoice(name, number="i1"))
    assert wire.sent == [wanted]


REFUNDS = {
    "yookassa": Sent(
        "POST",
        "https://api.yookassa.ru/v3/refunds",
        {
            **CASES["yookassa"].ask.headers,
            "idempotence-key": "kiosk-refund-c1",
            **CONTENT,
        },
        b'{"payment_id":"c1","amount":{"value":"12.05","currency":"RUB"}}',
    ),
    "paystack": Sent(
        "POST",
        "https://api.paystack.co/refund",
        {"authorization": "Bearer sk_test_1", **CONTENT},
        b'{"transaction":"c1","amount":1205}',
    ),
    "mercadopago": Sent(
        "POST",
        "https://api.mercadopago.com/v1/payments/c1/refunds",
        {
            "authorization": "Bearer APP_USR-1",
            "x-idempotency-key": "kiosk-refund-c1",
            "x-render-in-process-refunds": "true",
            **CONTENT,
        },
        b'{"amount":12.05}',
    ),
}
STATES = {
    "yookassa": ('{"id":"r1","status":"%s"}', ("pending", "succeeded"), "canceled"),
    "paystack": ('{"status":true,"data":{"status":"%s"}}', ("pending", "processed"), "failed"),
    "mercadopago": ('{"id":1,"status":"%s"}', ("approved", "in_process"), "rejected"),
}


async def refunds(name: str, answer: str | tuple[int, str], *, n: int = 1) -> list[Sent]:
    """Give a payment of 12.05 back, in the n-th try; return what was sent."""
    wire = Wire(answer)
    wish = RefundWish("c1", PERSON, CASES[name].currency, 1205, n)
    await a_way(name, wire).refund(wish, _no_ports())
    return wire.sent


def _no_ports() -> Ports:
    nothing: Callable[..., object] = lambda: None  # noqa: E731 - no port is used
    return Ports(*[nothing] * 6)  # type: ignore[arg-type]  # none of them is asked


def test_only_what_can_be_repeated_without_harm_is_given_back() -> None:
    assert {name for name in NAMES if a_way(name).refunds} == set(REFUNDS)


@pytest.mark.parametrize("name", REFUNDS)
async def test_a_refund_is_asked_for_as_the_documents_want(name: str) -> None:
    answer, good, bad = STATES[name]
    for state in good:
        assert await refunds(name, answer % state) == [REFUNDS[name]]
    with pytest.raises(Refused):
        await refunds(name, answer % bad)
    with pytest.raises(NoAnswer):
        await refunds(name, (202, answer % ""))


async def test_another_refund_has_another_key(subtests: pytest.Subtests) -> None:
    """A gateway that knows the key would answer what it answered to the refused one."""
    for name, wanted in REFUNDS.items():
        with subtests.test(name):
            [sent] = await refunds(name, STATES[name][0] % STATES[name][1][0], n=2)
            keyed = {"kiosk-refund-c1": "kiosk-refund-c1-2"}
            assert sent.headers == {key: keyed.get(value, value) for key, value in wanted.headers.items()}


def test_parts_are_given_back_where_the_gateway_tells_of_them() -> None:
    assert {name for name in NAMES if a_way(name).refunds_parts} == {"yookassa", "mercadopago"}


def test_without_a_key_no_part_goes_back_as_it_might_twice() -> None:
    said = tomllib.loads((SHIPPED / "yookassa.toml").read_text(encoding="utf-8"))
    assert Profile(**said).refunds_parts
    said["refund"] |= {"headers": {}, "already": ["has gone back"]}
    assert not Profile(**said).refunds_parts


async def test_a_refund_that_paystack_made_before_is_made() -> None:
    said = '{"status":false,"message":"Transaction has been fully reversed","code":"transaction_reversed"}'
    assert await refunds("paystack", (400, said)) == [REFUNDS["paystack"]]
    with pytest.raises(Refused):
        await refunds("paystack", (400, '{"status":false,"message":"Insufficient balance"}'))


@pytest.mark.parametrize(
    "answer",
    [
        (401, '{"type":"error","code":"invalid_credentials","description":"Authentication failed"}'),
        (403, "<html>Access denied</html>"),
        (400, "<html>Bad request</html>"),
        (409, '{"type":"error","description":"A request with this key is being worked on"}'),
    ],
)
@pytest.mark.parametrize("name", REFUNDS)
async def test_what_is_not_about_the_refund_does_not_say_that_nothing_went_back(
    name: str, answer: tuple[int, str]
) -> None:
    """The answer to an earlier try may have been lost, and the customer have the money."""
    with pytest.raises(NoAnswer):
        await refunds(name, answer)


def ports_with(clock: HandClock, *followed: Invoice) -> Ports:
    """Return ports through which these invoices are followed."""

    async def all_of_them(way: str, now: object) -> Sequence[Invoice]:  # noqa: ARG001 - there is one way
        return followed

    return replace(_no_ports(), clock=clock, followed=all_of_them)


async def reread(name: str, wire: Wire, *followed: Invoice) -> list[Finding]:
    """Return all that one look at these invoices proves, an hour after they were made."""
    clock = HandClock()
    gateway = Gateway(load_gateway(name), CASES[name].keys, transport=wire.transport)
    way = DescribedWay(gateway, clock)
    clock.advance(timedelta(hours=1).total_seconds())
    return [one async for part in way.reread(ports_with(clock, *followed)) for one in part]


async def test_yookassas_list_is_read_page_by_page() -> None:
    own = CASES["yookassa"].told.replace("WORD", "succeeded")
    wire = Wire('{"items":[],"next_cursor":"37a5"}', f'{{"items":[{own}]}}')
    assert await reread("yookassa", wire, an_invoice("yookassa")) == [credited("yookassa", 1205)]
    since = "created_at.gte=2025-12-28T13%3A00%3A00Z"
    assert [str(one.url) for one in wire.asked] == [
        f"https://api.yookassa.ru/v3/payments?limit=100&{since}",
        f"https://api.yookassa.ru/v3/payments?limit=100&{since}&cursor=37a5",
    ]


_OXAPAY_QUERY = "type=invoice&from_date=1766926800&sort_by=create_date&sort_type=desc&page=1&size=100"
LISTS = {
    "crypto_pay": (
        Sent(
            "POST",
            "https://pay.crypt.bot/api/getInvoices",
            body=b'{"status":"paid","offset":0,"count":1000}',
        ),
        '{"ok":true,"result":{"items":[%s]}}',
    ),
    "oxapay": (
        Sent("GET", f"https://api.oxapay.com/v1/payment?{_OXAPAY_QUERY}"),
        '{"status":200,"data":{"list":[%s]}}',
    ),
    "yookassa": (
        Sent(
            "GET",
            "https://api.yookassa.ru/v3/payments?limit=100&created_at.gte=2025-12-28T13%3A00%3A00Z",
        ),
        '{"items":[%s]}',
    ),
    "paystack": (
        Sent("GET", "https://api.paystack.co/transaction?perPage=50&page=1&from=2025-12-28T13%3A00%3A00Z"),
        '{"status":true,"data":[%s]}',
    ),
    "razorpay": (
        Sent("GET", "https://api.razorpay.com/v1/payment_links?count=100&skip=0&from=1766926800"),
        '{"payment_links":[%s]}',
    ),
    "plisio": (
        Sent(
            "GET", "https://api.plisio.net/api/v1/operations?type=invoice&page=1&limit=50&api_key=plisio-key"
        ),
        '{"status":"success","data":{"operations":[%s]}}',
    ),
}


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_finds_what_was_made_with_a_lost_answer(name: str) -> None:
    wanted, answer = LISTS[name]
    case = CASES[name]
    paid = next(word for word in case.words if case.words[word] is Meaning.PAID)
    whole = case.told.replace("WORD", paid)
    _, _, inner = whole.rpartition('"items":[' if '"items":[' in whole else '"data":')
    item = inner[: _end_of_object(inner)]
    wire = Wire(answer % item, (404, "{}"))
    found = await reread(name, wire, an_invoice(name))
    assert found[0] == credited(name, 1205)
    assert wire.sent[0] == replace(wanted, headers=case.ask.headers)


async def test_a_refused_list_keeps_no_invoice_from_being_asked_about() -> None:
    paid = CASES["razorpay"].told.replace("WORD", "paid")
    wire = Wire((400, '{"error":{"description":"no"}}'), f'{{"payment_links":[{paid}]}}')
    assert await reread("razorpay", wire, an_invoice("razorpay")) == [credited("razorpay", 1205)]


def _end_of_object(text: str) -> int:
    """Return where the JSON object at the beginning of a text ends."""
    deep = 0
    for place, letter in enumerate(text):
        deep += {"{": 1, "}": -1}.get(letter, 0)
        if deep == 0:
            return place + 1
    raise AssertionError(text)


KEPT = [
    ("yookassa", "succeeded", '"income_amount":{"value":"11.62","currency":"RUB"}', 430_000),
    ("yookassa", "succeeded", '"income_amount":{"value":"12.05","currency":"RUB"}', 0),
    ("yookassa", "succeeded", '"income_amount":{"value":"-1","currency":"RUB"}', 0),
    ("paystack", "success", '"fees":19', 190_000),
    ("paystack", "success", '"fees":1205', 0),
    ("paystack", "success", '"fees":null', 0),
    ("mercadopago", "approved", '"transaction_details":{"net_received_amount":11.55}', 500_000),
    ("crypto_pay", "paid", '"fee_amount":"0.25","paid_amount":"10"', 301_250),
    ("crypto_pay", "paid", '"fee_amount":"0.25","paid_amount":"0"', 0),
    ("crypto_pay", "paid", '"fee_amount":"1e-18","paid_amount":"10"', 0),
]


@pytest.mark.parametrize(("name", "word", "more", "kept_micro"), KEPT)
async def test_what_the_gateway_keeps(name: str, word: str, more: str, kept_micro: int) -> None:
    """Of 12.05, in units, the smallest coins, another coin, or as what is left; nonsense is no fee."""
    told = CASES[name].told.replace("WORD", word)
    place = f'"status":"{word}"'
    assert place in told
    [found] = await said_of(name, told.replace(place, f"{place},{more}"))
    assert isinstance(found, Proof)
    assert (found.paid.amount_minor, found.paid.kept_micro) == (1205, kept_micro)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [('fee = "fee"\nnet = "net"\n', "fee or net"), ('fee_of = "paid"\n', "fee_of needs fee")],
)
def test_a_fee_is_described_in_one_way(lines: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    text = (Path(files.__file__).parent.parent / "gateways" / "heleket.toml").read_text()
    file.write_text(text.replace('id = "uuid"\nreference', f'{lines}id = "uuid"\nreference', 1))
    with pytest.raises(files.ProfileProblem, match=problem):
        load_gateway(str(file))
