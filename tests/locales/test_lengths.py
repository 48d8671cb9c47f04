"""Every text fits where it is shown: the command menu, a button, the answer to a tap."""

import ast
from functools import cache
from string import Formatter

import pytest

from handlers.ordering.question_words import CHOICES
from handlers.sentences import SENTENCES
from handlers.welcome.views import COMMANDS, OPERATOR_COMMANDS
from locales import Catalogues
from locales.po_files import HERE
from shop.transfer.people_file import COLUMNS

HANDLERS = HERE.parent / "handlers"
SPOKEN = Catalogues()
BESIDE = len("🔄️ ")
"""The emoji before a button's words."""

COMMAND, BUTTON, TOAST = 60, 64 - BESIDE, 200
"""Characters of a command's text that a phone shows; Telegram accepts 256."""

TYPICAL: dict[str, str | int] = {
    "platform": "X (Twitter)",
    "code": "c" * 32,
    "most": "1000.123456 USDT",
    "least": "1000.123456 USDT",
    "marks": "|",
    "limit": 2048,
    "minutes": 10,
    "typed": "1000000.123 usd",
    "many": "1000000123",
    "few": "1000000.1230",
    "name": "n" * 40,
    "min": 10_000,
    "max": 1_000_000_000,
    "quantity": 10_000_000,
    "runs": 1000,
    "maximum": "1000.00",
    "count": 10_000,
    "words": "w" * 60,
    "service": "s" * 40,
    "minimum": "1.00",
    "currency": "USDT",
    "amount": "1000.123456 USDT",
    "credit": "1000.123456 USDT",
    "person": "7000000001",
    "order": "12345678901234567890",
    "id": "1234567890abcdef1234567890abcdef1234",
    "number": "1234567890",
    "days": 30,
    "time": "23:59",
    "status": "Being checked",
    "moment": "31 Dec 2026 23:59 UTC+12:45",
    "line": 12_345,
    "seconds": 60,
    "rule": "must be an amount like 500 or 12.50, or empty",
    "why": "w" * 20,
    "stars": 100_000,
    "needed": 100_000,
    "actor": "a" * 20,
    "currencies": "EUR, INR, USDT",
    "other": "1234567890",
    "fewest": 2,
    "first": "telegram_id",
    "second": "person id",
    "columns": ", ".join(COLUMNS),
    "command": "/credit",
    "did": "d" * 60,
}


@cache
def labels() -> tuple[frozenset[str], frozenset[str]]:
    """Return the texts of all `t.label(...)` in the handlers: answers to taps, and the others."""
    toasts: set[str] = set()
    others: set[str] = set()
    for file in HANDLERS.rglob("*.py"):
        source = file.read_text()
        if ".label(" not in source:
            continue
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
        answers = [
            call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "answer"
        ]
        answering = {inner for answer in answers for inner in ast.walk(answer)}
        for call in calls:
            match call:
                case ast.Call(func=ast.Attribute(attr="label"), args=[ast.Constant(value=str(text))]):
                    (toasts if call in answering else others).add(text)
    return frozenset(toasts), frozenset(others)


def names(text: str) -> list[str]:
    """Return the placeholders."""
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def limits() -> dict[str, int]:
    """Return the limit of each text that has one. Labels with values are titles, which may be longer."""
    toasts, others = labels()
    return (
        dict.fromkeys((*COMMANDS.values(), *OPERATOR_COMMANDS.values()), COMMAND)
        | dict.fromkeys((text for text in (*others, *CHOICES.values()) if not names(text)), BUTTON)
        | dict.fromkeys((*SENTENCES.values(), *toasts), TOAST)
    )


@pytest.mark.parametrize("language", SPOKEN.languages)
def test_every_text_fits(language: str) -> None:
    t, room = SPOKEN.of(language), limits()
    said = {text: t.label(text, **{name: TYPICAL[name] for name in names(text)}) for text in room}
    assert {text: sentence for text, sentence in said.items() if len(sentence) > room[text]} == {}


def test_all_of_them_are_looked_at() -> None:
    toasts, others = labels()
    assert "Deleted." in toasts
    assert {"Refill", "Confirm", "Skip"} <= others
    assert len(limits()) > 70
