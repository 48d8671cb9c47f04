"""A line of a mass order in words: its price, or what is wrong with it."""

from collections.abc import Sequence

from handlers.sentences import sentence_for
from handlers.view import shortened
from locales import Translator
from shop.ordering.mass_verdicts import Verdict
from shop.plain import units

ON_A_PAGE = 20
"""Lines on one page at most."""

ROOM = 2_600
"""UTF-16 units of a page's lines: with what stands around them a message holds 4,096."""


def verdict_words(verdict: Verdict, t: Translator) -> str:
    """The line's number, what it orders at what price, or its refusal; Telegram HTML."""
    terms, number = verdict.terms, t.number(verdict.number)
    if terms is None:
        typed = shortened(verdict.line.typed, 70) or "…"
        why = sentence_for(verdict.refused, t).removeprefix("⚠️ ") if verdict.refused else ""
        return t("⚠️ <b>{number}.</b> {typed}", number=number, typed=typed) + f"\n{why}"
    what = t(
        "{sign} <b>{number}.</b> {quantity} × {service} · {price}",
        sign="‼️" if verdict.is_doubled or verdict.is_odd else "✅",
        number=number,
        quantity=1 if terms.quantity is None else terms.quantity,
        service=shortened(terms.service_name, 44),
        price=t.money(terms.price_micro, terms.currency),
    )
    lines = [what, t("{text}", text=shortened(terms.link, 60))]
    if verdict.is_odd:
        lines.append(t("This leads to a post, and the service is for a profile."))
    if verdict.same_as is not None:
        lines.append(t("The same as line {line}.", line=t.number(verdict.same_as)))
    elif verdict.twin is not None:
        lines.append(t("Order {order} for this is still running.", order=str(verdict.twin)))
    return "\n".join(lines)


def pages_of_lines(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first and the last of the lines, from 1, that fit on each page."""
    pages: list[tuple[int, int]] = []
    first, room = 1, ROOM
    for number, line in enumerate(words, 1):
        length = units(line)
        if number > first and (length > room or number - first >= ON_A_PAGE):
            pages.append((first, number - 1))
            first, room = number, ROOM
        room -= length + 1
    return [*pages, (first, len(words))] if words else []
