"""Bodies that no panel should send, read by the kiosk's decoder: nothing may raise or be salvaged.

    python -m chaos.bodies [how many] [seed]

Bodies are real ones cut, doubled, garbled and wrapped in warnings, and random
JSON, for every action and many HTTP statuses. "Salvaged" counts orders
that the decoder accepted although the body breaks off. The seed is printed,
and the same seed makes the same bodies.
"""

import json
import random
import string
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chaos.result import Result, numbers_given, print_results, seed_or_new
from panel.explain import explain
from panel.lenient_json import text_of
from panel.reply import Answer

CORPUS = Path(__file__).parent.parent / "tests" / "corpus" / "panel_bodies.jsonl"

ACTIONS = ("add", "services", "status", "balance", "refill", "refill_status", "cancel", "orders")
STATUSES = (
    *(None, 200, 200, 200, 201, 204, 301, 400, 401, 402),
    *(403, 404, 405, 419, 422, 429, 500, 502, 503, 522),
)
ASKED: tuple[dict[str, str], ...] = (
    *({}, {"order": "1"}, {"orders": "1,10,100"}, {"refills": "1,2"}, {"order": "x"}),
)
VALUES = (
    *('""', "0", "-1", "1.5", "true", "false", "null", "[]", "{}", "NaN", "-Infinity", "1e400", "1e-999999"),
    *('"1,25"', '"Unknown"', '"\\ud800"', '"\\u0000"', '{"error":"x"}', '["x"]', "Success", "In progress"),
    *("9" * 5_000, '"' + "x" * 3_000 + '"', "[" * 200 + "]" * 200, '"2\u0660"', "'a'", "+1", "01", ".5"),
)
JUNK = (
    '<br />\n<b>Warning</b>:  Undefined array key "x" in <b>/api.php</b> on line <b>88</b><br />\n',
    *("\ufeff", "callback(", ");", "<!DOCTYPE html><html>", "</html>", "#0 {main}\n  thrown", "\0"),
    *("SQLSTATE[23000] ", ")]}',\n", "Array\n(\n    [order] => 1\n)\n", "{", "}", "[", '"', "a{color:red}"),
)
KEYS = (
    *("order", "order_id", "id", "error", "errors", "status", "message", "msg", "data", "success", "1", "10"),
    *(
        "balance",
        "currency",
        "charge",
        "remains",
        "start_count",
        "refill",
        "cancel",
        "service",
        "rate",
        "min",
    ),
)
TEXTS = ("Completed", "Incorrect order ID", "Not enough funds", "Server Error", "https://instagram.com/x")
SLOPS = (("}", ",}"), ('"', "'"), ('"', ""), ("{", "["), (":", "="), (" ", "\t"))


@dataclass(frozen=True, slots=True)
class Case:
    """One body to read, and the question it answers."""

    action: str
    http_status: int | None
    body: bytes
    request: dict[str, str]
    is_cut: bool = False


def run(n: int = 100_000, seed: int | None = None) -> Result:
    """Read `n` generated bodies; without a `seed` it takes a new one."""
    chosen = seed_or_new(seed)
    started = time.perf_counter()
    exceptions: list[str] = []
    salvaged: list[str] = []
    for case in cases(n, chosen):
        try:
            verdict = explain(case.action, Answer(case.http_status, text_of(case.body)), case.request)
        except Exception as error:  # noqa: BLE001  this looks for any exception at all
            exceptions.append(f"{error!r} from {case}")
            continue
        if case.is_cut and verdict.word == "ok":
            salvaged.append(f"taken for an order: {case}")
    counts = {"exceptions": len(exceptions), "salvaged": len(salvaged)}
    wrong = (*exceptions, *salvaged)
    return Result("panel bodies", n, wrong, time.perf_counter() - started, chosen, counts)


def cases(n: int, seed: int) -> Iterator[Case]:
    """Return the `n` cases of `seed`."""
    dice = random.Random(seed)
    corpus = [json.loads(line)["body"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    for _ in range(n):
        yield _case(dice, corpus)


def _case(dice: random.Random, corpus: Sequence[str]) -> Case:
    body = dice.choice(corpus) if dice.random() < 0.7 else _value(dice, 0)
    action, status, request = dice.choice(ACTIONS), dice.choice(STATUSES), dice.choice(ASKED)
    if dice.random() < 0.2:
        cut = _cut(dice, body)
        is_cut = cut != body and cut.count("{") > cut.count("}")
        return Case(action, status, cut.encode(errors="replace"), request, is_cut)
    for _ in range(dice.randint(1, 3)):
        body = dice.choice(_MUTATIONS)(dice, body)
    raw = body.encode(dice.choice(("utf-8", "utf-8", "utf-16", "cp1251")), "replace")
    return Case(action, status, _noise(dice, raw) if dice.random() < 0.3 else raw, request)


def _cut(dice: random.Random, body: str) -> str:
    """Cut the body at a place inside its outermost brackets."""
    start = body.find("{")
    end = body.rfind("}")
    return body[: dice.randint(start + 1, end)] if 0 <= start < end and body.strip()[0] in "{[" else body


def _swapped(dice: random.Random, body: str) -> str:
    """Replace one value by one that is never expected there."""
    colons = [place for place, sign in enumerate(body) if sign == ":"]
    if not colons:
        return body + dice.choice(VALUES)
    start = dice.choice(colons) + 1
    ends = [place for sign in ",}]" if (place := body.find(sign, start)) > 0]
    return body[:start] + dice.choice(VALUES) + body[min(ends, default=len(body)) :]


def _wrapped(dice: random.Random, body: str) -> str:
    return dice.choice(("", dice.choice(JUNK))) + body + dice.choice(("", dice.choice(JUNK)))


def _doubled(dice: random.Random, body: str) -> str:
    return body + dice.choice(("", "\n", ",")) + dice.choice((body, _value(dice, 2)))


def _nested(dice: random.Random, body: str) -> str:
    key = dice.choice(KEYS)
    return dice.choice((f'{{"{key}":{body}}}', f"[{body}]", f'{{"status":"success","data":{body}}}'))


def _sloppy(dice: random.Random, body: str) -> str:
    return body.replace(*dice.choice(SLOPS))


def _renamed(dice: random.Random, body: str) -> str:
    return body.replace(f'"{dice.choice(KEYS)}"', f'"{dice.choice(KEYS)}"')


_MUTATIONS: tuple[Callable[[random.Random, str], str], ...] = (
    *(_swapped, _swapped, _wrapped, _doubled, _nested, _sloppy, _renamed),
)


def _noise(dice: random.Random, body: bytes) -> bytes:
    """Change, add or remove a few bytes."""
    noisy = bytearray(body)
    for _ in range(dice.randint(1, 5)):
        place = dice.randint(0, len(noisy))
        noisy[place : place + dice.randint(0, 2)] = dice.randbytes(dice.randint(0, 2))
    return bytes(noisy)


def _value(dice: random.Random, depth: int) -> str:
    """Make a random JSON value, mostly under keys that panels use."""
    kind = dice.randrange(6 if depth < 4 else 4)
    if kind == 0:
        return dice.choice(VALUES)
    if kind == 1:
        return str(dice.randint(-(10**6), 10**12))
    if kind == 2:
        return json.dumps("".join(dice.choices(string.printable, k=dice.randint(0, 20))))
    if kind == 3:
        return json.dumps(dice.choice(TEXTS))
    items = [_value(dice, depth + 1) for _ in range(dice.randint(0, 4))]
    if kind == 4:
        return f"[{','.join(items)}]"
    return "{" + ",".join(f'"{dice.choice(KEYS)}":{item}' for item in items) + "}"


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
