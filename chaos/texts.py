"""Hostile texts wherever people put text: none is mark-up, none stops an answer, none is a formula.

    python -m chaos.texts [how many] [seed]

HTML, names, links, formulas, payloads of deep links, data of buttons of 64 bytes, half signs, and messages at
Telegram's 4,096 UTF-16 units are put together from parts, and said, tapped, or borne as a name, in this
process. In no answer does a hostile link lead anywhere, and no hostile tag is mark-up; the fake Telegram
refuses what Telegram would refuse. The same seed makes the same texts.
"""

import asyncio
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from chaos.result import Result, numbers_given, print_results, seed_or_new
from shop.transfer.cells import safe_cell
from storage.messages.tables import inbox

if TYPE_CHECKING:
    from playground.telegram import FakeMessage
    from tests.in_process import Harness

EVIL = "evil.example"
"""The host of every hostile link: in an entity or on a button, it is a person's mark-up that came through."""

NEVER_OURS = {"strikethrough", "spoiler", "underline"}
"""Mark-up that no sentence of the kiosk has."""

PARTS = (
    *(
        f'<a href="https://{EVIL}/">win</a>',
        "<s>x</s>",
        "<tg-spoiler>x</tg-spoiler>",
        "<u>x",
        "</b></i>",
        "<b",
    ),
    *(
        "&lt;s&gt;",
        "&amp;#60;s&amp;#62;",
        "&#60;s>",
        "<!--",
        "<pre>",
        "]]>",
        f"[win](https://{EVIL}/)",
        "~x~",
        "||x||",
    ),
    *(
        "{name}",
        "{0}",
        "{",
        "}",
        "%s",
        "%(name)s",
        "{{",
        "\\",
        "`",
        "*",
        "_",
        "'",
        '"',
        "\r\n",
        "\t",
        "\u2028",
    ),
    *(
        "\u202e",
        "\u2066",
        "\u2069",
        "\u200f",
        "\u0000",
        "\ud83d",
        "\udc00",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "e\u0301" * 20,
    ),
    *("=1+1", "=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "|calc"),
    *(
        "https://[::1",
        "https://a@b@c/",
        "javascript:alert(1)",
        "tg://user?id=1",
        "https://例え.jp/é",
        "http://\u202eexample",
    ),
    *(
        "/start",
        "/order",
        "/orders",
        "@kiosk_bot",
        "#1",
        "' OR 1=1 --",
        "../../etc/passwd",
        "१२३",
        "٣٫٥",
        "1e9",
        "∞",
    ),
)
STARTS = (
    "",
    "/start ",
    "/start g_",
    "/start i_",
    "/order ",
    "/order 1 ",
    "/mass ",
    "/support ",
    "/orders ",
    "/find ",
)
DATA = ("home", "o:1", "d:confirm:", "s:en:speak:", "w:", "p:", "desk:", "st:")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNITS = 4_096
BATCH = 10
"""Texts between two looks."""


@dataclass
class _Seen:
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def run(n: int = 10_000, seed: int | None = None) -> Result:
    """Try `n` hostile texts; without a `seed` it takes a new one."""
    chosen, seen = seed_or_new(seed), _Seen()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="kiosk-texts-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PTB warns of odd fields
        asyncio.run(_tried(Path(folder), n, random.Random(chosen), seen))
    counts = dict(sorted(seen.counts.items()))
    return Result("hostile texts", n, tuple(seen.wrong), time.perf_counter() - started, chosen, counts)


async def _tried(folder: Path, n: int, dice: random.Random, seen: _Seen) -> None:
    from storage.upgrade import upgrade  # noqa: PLC0415 - PTB is imported with the harness
    from tests.in_process import Harness  # noqa: PLC0415 - PTB reads its environment when imported

    database = folder / "kiosk.db"
    await upgrade(f"sqlite+aiosqlite:///{database}")
    harness = Harness(database, access="shop", manual_topup="Into the tin.")
    await harness.opens()
    for one in (harness.ann, harness.olga):
        await one.says("/start")
    for start in range(0, n, BATCH):
        batch = [_text(dice) for _ in range(min(BATCH, n - start))]
        await _one_batch(harness, dice, batch, seen)
    await _nothing_is_left(harness, seen)
    await harness.closes()


async def _one_batch(harness: "Harness", dice: random.Random, texts: list[str], seen: _Seen) -> None:
    """Put these texts somewhere, and look at everything that is said about them."""
    before = harness.telegram.version
    for text in texts:
        _put(harness, dice, text, seen)
        if (cell := safe_cell(text)).startswith(FORMULA):
            seen.wrong.append(f"a formula: {cell!r:.200}")
    try:
        await harness.settles()
    except Exception as error:  # noqa: BLE001 - this looks for any exception at all
        seen.wrong.append(f"{error!r:.300} after {texts!r:.2000}")
    for chat in list(harness.telegram.chats.values()):
        for message in chat.changed_since(before):
            if message.sender["is_bot"]:
                seen.counts["answers"] += 1
                _look(message, texts, seen)


def _put(harness: "Harness", dice: random.Random, text: str, seen: _Seen) -> None:
    """Say this text, bear it as a name, tap it as a button's data, or ask for it inline."""
    updates, user = harness.telegram.updates, harness.ann.person.user
    query = {"id": str(dice.randrange(10**9)), "from": dict(user)}
    way = dice.choice(("said", "said", "named", "tapped", "asked"))
    seen.counts[way] += 1
    match way:
        case "said":
            updates.add("message", _message(harness, _cut(dice.choice(STARTS) + text, UNITS)))
        case "named":
            user["first_name"] = _cut(text, 64) or "x"
            updates.add("message", _message(harness, dice.choice(("/start", "/support", "/wallet", "hello"))))
        case "tapped":
            data = (dice.choice(DATA) + text).encode("utf-8", "replace")[:64].decode("utf-8", "replace")
            tap = {"chat_instance": "1", "data": data, "message": _message(harness, "card")}
            updates.add("callback_query", query | tap)
        case "asked":
            updates.add("inline_query", query | {"query": text[:256], "offset": ""})


def _message(harness: "Harness", text: str) -> dict[str, Any]:
    """Return a message of Ann's as Telegram would hand it over; commands are marked as such."""
    user = dict(harness.ann.person.user)
    chat = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
    marked: dict[str, Any] = {}
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0].encode("utf-16-le", "surrogatepass")) // 2
        marked = {"entities": [{"type": "bot_command", "offset": 0, "length": length}]}
    now = int(harness.clock.now().timestamp())
    return {"message_id": 900_000, "from": user, "chat": chat, "date": now, "text": text, **marked}


def _look(message: "FakeMessage", texts: list[str], seen: _Seen) -> None:
    """Note what of people's texts became more than text."""
    found = [
        one for one in message.content.entities if one["type"] in NEVER_OURS or EVIL in one.get("url", "")
    ]
    if found:
        seen.wrong.append(f"mark-up {found} of {texts!r:.2000} in {message.text!r:.300}")
    for row in message.markup.rows if message.markup else ():
        seen.wrong += [f"a button leads to {EVIL}: {texts!r:.2000}" for one in row if EVIL in (one.url or "")]


async def _nothing_is_left(harness: "Harness", seen: _Seen) -> None:
    """Note the updates that were not handled: an answer that Telegram refused sets its update aside."""

    def unit(connection: Connection) -> list[tuple[str, str | None, int]]:
        kinds = inbox.c.state, inbox.c.error
        asked = select(*kinds, func.count()).where(inbox.c.state != "done").group_by(*kinds)
        return [(state, error, count) for state, error, count in connection.execute(asked)]

    for state, error, count in await harness.kiosk.stores.database.read(unit):
        seen.wrong.append(f"{count} updates are {state}: {error}")


def _text(dice: random.Random) -> str:
    """Put a hostile text together; now and then it is as long as Telegram allows, to the unit."""
    text = "".join(dice.choice(PARTS) for _ in range(dice.choice((1, 1, 2, 3, 8))))
    if dice.random() < 0.1:
        units = dice.choice((63, 64, 65, 255, 256, 1_023, 1_024, UNITS - 1, UNITS))
        text = _cut(text * (units // len(text) + 1), units)
    return text


def _cut(text: str, units: int) -> str:
    """Return as much of the text as so many UTF-16 units hold; a sign of two may be cut in half."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
