"""Calls of gateways and words of banks, fuzzed: nothing raises, and nothing unsigned is taken for signed.

    python -m chaos.calls [how many] [seed]

For every described gateway a call-back with the names of its file, for Payme and Click one of their methods,
and for banks the messages of tests/corpus/bank_words.jsonl: each with parts changed, cut off, or as noise.
The signatures are made up, so a call that counts as a gateway's own is forged. The same seed makes the same
calls.
"""

import base64
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from chaos.hostile_json import STRANGE, mutated
from chaos.result import Result, numbers_given, print_results, seed_or_new
from payments.base import Answer
from payments.described.calls import Gateway
from payments.described.files import SHIPPED, load_gateway, names_in
from payments.described.profile import CallBack
from payments.described.way import DescribedWay
from payments.merchants.asking import Ask
from payments.merchants.click import Click
from payments.merchants.payme import Payme
from payments.transfers.telling import read_post
from shop.clock import SystemClock
from shop.ledger.notifications import read_notification
from shop.ledger.statement_files import read_csv

WORDS = Path(__file__).parent.parent / "tests" / "corpus" / "bank_words.jsonl"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = "key-of-the-fuzzer"
PAYME = {"authorization": "Basic " + base64.b64encode(f"Paycom:{KEY}".encode()).decode()}
METHODS = (
    *("CheckPerformTransaction", "CreateTransaction", "PerformTransaction", "CancelTransaction"),
    *("CheckTransaction", "GetStatement", "ChangePassword", ""),
)
CLICKS = {
    "click_trans_id": "15", "service_id": "24680", "merchant_trans_id": "1001", "amount": "5000.00",
    "action": "0", "error": "0", "sign_time": "2026-03-01 12:00:00", "sign_string": "0" * 32,
    "merchant_prepare_id": "1",
}  # fmt: skip
Reader = DescribedWay | Payme | Click
CURRENCIES = ("USD", "EUR", "RUB", "VND", "INR", "NGN", "UZS", "")


class Heard(NamedTuple):
    """What was called: `way` is a gateway's name or `bank`."""

    way: str
    headers: Mapping[str, str]
    body: bytes


def run(n: int = 50_000, seed: int | None = None, *, ways: Sequence[str] = ()) -> Result:
    """Read `n` fuzzed calls, of these `ways` if there are any; without a `seed` it takes a new one."""
    chosen = seed_or_new(seed)
    started, dice = time.perf_counter(), random.Random(chosen)
    known, wrong, met = readers(), list[str](), Counter[str]()
    for _ in range(n):
        call = _call(dice, known, ways or ("bank", *known))
        try:
            found = read(call, known)
        except Exception as error:  # noqa: BLE001 - this looks for any exception at all
            wrong.append(f"{error!r} from {call}"[:2_000])
            continue
        met[found] += 1
        if found == "signed":
            wrong.append(f"a made-up signature counts: {call}"[:2_000])
    counts = dict(sorted(met.items()))
    return Result("fuzzed calls", n, tuple(wrong), time.perf_counter() - started, chosen, counts)


def readers() -> dict[str, Reader]:
    """Return who reads each gateway's calls."""
    ways: dict[str, Reader] = {}
    for name in names_in(SHIPPED):
        profile = load_gateway(name)
        if profile.callback is not None:
            keys = {key: f"{key}-{KEY}" for key in profile.keys}
            ways[name] = DescribedWay(
                Gateway(profile, keys), SystemClock(), callback="https://shop.example/x"
            )
    return {**ways, "payme": Payme("merchant", KEY), "click": Click("13579", "24680", KEY)}


def read(call: Heard, known: Mapping[str, Reader]) -> str:
    """Read one call as the kiosk does; return in a word what it came to."""
    if call.way == "bank":
        return _read_bank(call)
    reader = known[call.way]
    if isinstance(reader, DescribedWay):
        hint = reader.read_hint(call.headers, call.body)
        return "nothing" if hint is None else "signed" if hint.is_signed else "hint"
    answer = reader.read(call.headers, call.body, NOON)
    if isinstance(answer, Ask):
        # Payme's calls have its key here, to get further in; Click signs each, and none of these is signed.
        return "asked" if call.way == "payme" else "signed"
    return "refused" if isinstance(answer, Answer) else "nothing"


def _read_bank(call: Heard) -> str:
    told = read_post(call.headers, call.body, NOON)
    text = told.text if told is not None else call.body.decode("utf-8", "replace")
    read_csv(text)
    found = [read_notification(text, currency, NOON, "BANK") for currency in CURRENCIES]
    return "credit" if any(found) else "nothing"


def _call(dice: random.Random, known: Mapping[str, Reader], ways: Sequence[str]) -> Heard:
    way = dice.choice(ways)
    headers, fields, is_form = _valid(dice, way, known.get(way))
    changed = fields if way == "payme" and dice.random() < 0.1 else mutated(dice, fields, [fields])
    if is_form and isinstance(changed, dict):
        body = urlencode({key: str(value) for key, value in changed.items()}, errors="replace").encode()
    else:
        body = json.dumps(changed).encode()
    headers = {name: _signature(dice) if value == "?" else value for name, value in headers.items()}
    match dice.randrange(10):
        case 0:
            body = body[: dice.randrange(len(body) + 1)]
        case 1:
            at = dice.randrange(len(body) + 1)
            body = body[:at] + dice.randbytes(dice.randint(1, 4)) + body[at:]
        case 2:
            body = dice.choice((b"", b"[" * 5_000, b"null", b"\xff\xfe", b"<a>&b;</a>", b"=&=&=", b"%%%"))
    return Heard(way, headers, body)


def _valid(dice: random.Random, way: str, reader: Reader | None) -> tuple[dict[str, str], Any, bool]:
    """Return the headers ("?" is a signature), the fields, and whether they are a form, as it should be."""
    if isinstance(reader, Payme):
        params = {"id": "5305e3bab097f420a62ced0b", "time": 1772366400000, "amount": 500000, "reason": 3}
        params |= {"account": {"order": "1001"}, "from": 1772366400000, "to": 1772366500000}
        return PAYME, {"method": dice.choice(METHODS), "params": params, "id": 7}, False
    if isinstance(reader, Click):
        return {}, CLICKS, True
    if reader is None:
        is_form = dice.random() < 0.3
        kind = "application/x-www-form-urlencoded" if is_form else "application/json"
        return {"content-type": kind}, dice.choice(_bank_words()), is_form
    call = _called(way)
    assert call is not None  # noqa: S101 - `_readers` takes no others; tells mypy
    return _named_headers(call), _members(call), call.body == "form"


@cache
def _bank_words() -> list[Any]:
    return [json.loads(line) for line in WORDS.read_text(encoding="utf-8").splitlines()]


@cache
def _called(way: str) -> CallBack | None:
    return load_gateway(way).callback


def _named_headers(call: CallBack) -> dict[str, str]:
    signed = [call.sign.header] if call.sign is not None and call.sign.header else []
    return {name.lower(): "?" for name in (*call.headers, *signed)}


def _members(call: CallBack) -> dict[str, Any]:
    """Return a body that has something at every place that the file names."""
    members: dict[str, Any] = {"status": "paid", "amount": "5.00", "currency": "USD"}
    if call.sign is not None and call.sign.field:
        members[call.sign.field] = "0" * 64
    for path in (call.id, call.reference):
        inner: Any = members
        *above, last = [part for part in (path or "id").split(".") if part]
        for part in above:
            inner = inner.setdefault(part, {}) if isinstance(inner, dict) else {}
        if isinstance(inner, dict):
            inner[last] = "1001"
    return members if call.items is None else {call.items.split(".")[0]: members}


def _signature(dice: random.Random) -> str:
    odd = [one for one in STRANGE if isinstance(one, str)]
    return dice.choice(("0" * 64, "0" * 128, "v1=" + "a" * 64, "t=1,v1=ff", "Basic eDp5", dice.choice(odd)))


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
