"""Trying a profile: against a gateway that answers as the file says, and with keys the gateway for real.

The first part finds a file that contradicts itself: a path that leads nowhere, a word that credits nothing, a
signature that is not recognised. It cannot find a file that misunderstands its gateway; only the second can.
"""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx

from payments.base import Finding, NoAnswer, PayLink, Proof, Refused, WentBack
from payments.described import wire
from payments.described.amounts import written_amount
from payments.described.call_back_claims import claims_of
from payments.described.calls import Gateway, NotThere
from payments.described.meanings import Meaning
from payments.described.profile import Ask, Call, CallBack, List, Profile
from payments.described.signing import dotted_names, of_body, signed
from payments.described.template import Value, filled
from payments.described.way import DescribedWay, reference
from shop.clock import Clock
from shop.ledger.topup import INVOICE_HOLDS, Invoice

NUMBER = "1001"
PAGE = "https://pay.example/1001"
ASKED = 500
PART = 200
LOCKED_OUT = ("HTTP 401", "HTTP 403")
"""How a refusal begins that is about the key; any other may be about a payment that is not there."""

_NAMED = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried. `is_good` is None for a remark."""

    words: str
    is_good: bool | None


async def rehearse(profile: Profile, clock: Clock) -> AsyncIterator[Step]:
    """Yield what a gateway that answers as this file says and the engine make of one another."""
    keys = {name: f"{name}-of-the-rehearsal" for name in profile.keys}
    currency = next(iter(profile.money.currencies), "USD")
    expires = clock.now() + INVOICE_HOLDS
    invoice = Invoice("r" * 32, 101, profile.name, currency, ASKED, ASKED * 10_000, currency, expires)
    other = _Counterpart(profile, invoice)
    way = DescribedWay(Gateway(profile, keys, transport=other), clock, callback="https://shop.example/called")
    try:
        invoice, made = await _made(way, invoice)
        yield made
        for meaning, words in profile.words.items():
            for word in words:
                yield await _told(way, other, invoice, meaning, word)
        if profile.callback is not None:
            yield _called(profile.callback, profile, keys, invoice)
    finally:
        await way.aclose()


async def ask_for_real(profile: Profile, keys: Mapping[str, str], clock: Clock, *, root: str = "") -> Step:
    """Return how the gateway answers one call that only reads. Nothing is made and nothing is changed."""
    call = profile.list or profile.ask or profile.find
    if call is None:
        return Step("live: the file has no call that only reads", None)
    gateway = Gateway(profile, keys, root=root)
    now = clock.now()
    values: dict[str, Value] = {
        "page": 1,
        "offset": 0,
        "per_page": getattr(call, "per_page", 1),
        "since": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
        "since_unix": int((now - timedelta(days=1)).timestamp()),
        "now_unix": int(now.timestamp()),
        "id": "1",
        "ids": "1",
        "reference": "1",
    }
    try:
        await gateway.ask(call, values, none=call.none)
    except NotThere:
        return Step("live: the gateway answers, and has no such payment", True)
    except Refused as refused:
        is_locked_out = str(refused).startswith(LOCKED_OUT)
        return Step(f"live: the gateway refuses: {refused}", False if is_locked_out else None)
    except NoAnswer as silence:
        return Step(f"live: no answer ({silence})", False)
    finally:
        await gateway.aclose()
    return Step("live: the gateway answers", True)


async def _made(way: DescribedWay, invoice: Invoice) -> tuple[Invoice, Step]:
    try:
        shown = await way.show(invoice)
    except (NoAnswer, Refused) as problem:
        return invoice, Step(f"an invoice is not made: {problem}", is_good=False)
    if not isinstance(shown, PayLink):
        return invoice, Step("an invoice is made without a page", is_good=False)
    words = f"an invoice is made: number {shown.gateway_id or 'none'}, page {shown.url}"
    number = shown.gateway_id or NUMBER  # where a signed call is the first to name it
    return replace(invoice, url=shown.url, gateway_id=number), Step(words, is_good=True)


async def _told(
    way: DescribedWay, other: "_Counterpart", invoice: Invoice, meaning: Meaning, word: str
) -> Step:
    """Have the gateway say this word of the invoice, and compare what the engine makes of that."""
    other.says(word, meaning)
    try:
        found = await way.look(invoice)
    except (NoAnswer, Refused) as problem:
        return Step(f"“{word}” is not understood: {problem}", is_good=False)
    came = _words_of(found)
    expected = {
        Meaning.PAID: f"{ASKED} came",
        Meaning.LESS: f"{PART} came",
        Meaning.MORE: f"{ASKED + PART} came",
        Meaning.REFUNDED: "it went back",
    }.get(meaning, "nothing yet")
    if came == expected:
        return Step(f"“{word}” means {meaning}: {came}", is_good=True)
    if meaning in {Meaning.LESS, Meaning.MORE} and came == "nothing yet":
        return Step(f"“{word}” means {meaning}, but the file does not say where the amount stands", None)
    return Step(
        f"“{word}” means {meaning}, so {expected} was expected, and the engine says: {came}", is_good=False
    )


def _words_of(found: Any) -> str:
    findings: list[Finding] = list(found)
    if any(isinstance(one, WentBack) for one in findings):
        return "it went back"
    came = sum(one.paid.amount_minor for one in findings if isinstance(one, Proof))
    return f"{came} came" if came else "nothing yet"


def _called(call: CallBack, profile: Profile, keys: Mapping[str, str], invoice: Invoice) -> Step:
    """Sign a call as the file says, and see whether it is recognised, and no more once it is changed."""
    about: dict[str, Any] = {}
    for path, value in ((call.id, NUMBER), (call.reference, reference(profile, invoice))):
        if path:
            _place(about, path, value)
    members = about if call.items is None else _place({}, call.items, about)
    headers = {name.lower(): filled(value, keys) for name, value in call.headers.items()}
    if call.body == "form" or (call.sign is not None and ("{header." in call.sign.of or call.sign.part)):
        return Step("a call-back of this kind is not rehearsed", None)
    body = wire.compact_json(members)
    if call.sign is not None:
        shown = signed(call.sign, {**keys, **of_body(body, members), **dotted_names("body", members)})
        if call.sign.header:
            headers[call.sign.header.lower()] = shown
        else:
            body = wire.compact_json({**members, call.sign.field: shown})
    elif not call.headers:
        return Step("call-backs are not signed; each is a hint to ask", None)
    heard = claims_of(call, headers, body, keys)
    named = str(wire.text_at(call.id or call.reference, about)).encode()
    changed = claims_of(call, headers, body.replace(named, named[:-1] + b"x"), keys)
    is_good = heard.is_signed and (call.sign is None or not changed.is_signed)
    return Step(f"a signed call-back is {'recognised' if is_good else 'NOT recognised'}", is_good)


class _Counterpart(httpx.AsyncBaseTransport):
    """Answers as the file says that its gateway does."""

    def __init__(self, profile: Profile, invoice: Invoice) -> None:
        self._profile = profile
        self._invoice = invoice
        self._word, self._meaning = "", Meaning.WAITING

    def says(self, word: str, meaning: Meaning) -> None:
        """From now on say this of the invoice."""
        self._word, self._meaning = word, meaning

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        profile = self._profile
        for call in (profile.create, profile.ask, profile.find, profile.list):
            if call is not None and self._is_meant(call, request):
                answer = self._answer(call)
                return httpx.Response(200, content=wire.compact_json(answer), request=request)
        return httpx.Response(404, content=b'{"error":"nothing here"}', request=request)

    def _is_meant(self, call: Call, request: httpx.Request) -> bool:
        """Return True if a request is of this call: by its method and the shape of its address."""
        shape = ".+".join(re.escape(part) for part in _NAMED.split(call.url))
        return request.method == call.method and re.search(rf"{shape}(\?.*)?$", str(request.url)) is not None

    def _answer(self, call: Call) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        for path, value in self._profile.ok.items():
            _place(answer, path, value)
        create = self._profile.create
        if create is not None and call is create:
            for place, value in ((create.id, NUMBER), (create.link, PAGE)):
                if place:
                    _place(answer, place, value)
        elif isinstance(call, Ask):
            item = self._item()
            listed = [item] if isinstance(call, List) else item
            if call.items is None:
                return {**answer, **item}
            before = wire.value_at(call.items, answer)
            _place(answer, call.items, {**before, **item} if isinstance(before, dict) else listed)
        return answer

    def _item(self) -> dict[str, Any]:
        """Return the invoice as the gateway tells it, in the state that it says."""
        reads, money = self._profile.payment, self._profile.money
        invoice = self._invoice
        came = {Meaning.LESS: PART, Meaning.MORE: ASKED + PART}.get(self._meaning, ASKED)
        # Where coins are told beside it, the amount is what was asked.
        amount = ASKED if reads.came else came
        item: dict[str, Any] = {}
        values: tuple[tuple[str | None, Any], ...] = (
            (reads.id, NUMBER),
            (reads.reference, reference(self._profile, invoice)),
            (reads.status, self._word),
            (reads.amount, written_amount(amount, invoice.currency, money.form)),
            (reads.currency, invoice.currency),
            (reads.came, str(came)),
            (reads.wanted, str(ASKED)),
        )
        for path, value in values:
            if path:
                _place(item, path, value)
        return item


def _place(root: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Put a value at this path, making tables and lists on the way; return the root."""
    *above, last = path.split(".")
    here: Any = root
    for part, below in zip(above, path.split(".")[1:], strict=True):
        empty: Any = [] if below.isdecimal() else {}
        if isinstance(here, list):
            while len(here) <= int(part):
                here.append(empty)
            here = here[int(part)]
        else:
            here = here.setdefault(part, empty)
    if isinstance(here, list):
        here.append(value)
    else:
        here[last] = value
    return root
