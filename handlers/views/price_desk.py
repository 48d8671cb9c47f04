"""The operator's screens of /prices: all rules with examples, and one change in words."""

from collections.abc import Mapping

from handlers.view import View, shortened
from handlers.views.price_words import cost_and_price, example_of, name_of, value_of, what
from locales import Translator
from shop.catalogue import Service
from shop.person import Person
from shop.price_board import Closed, PriceBoard
from shop.price_change import Changed
from shop.price_list import Scope, percent_text, rate_text
from shop.showcase import Showcase

SHOWN = 8
"""Rules of a kind on one screen; Telegram takes 4096 characters."""

NAME = 40
"""Characters of a name in a list of rules."""


def price_report(board: PriceBoard, showcase: Showcase, t: Translator) -> View:
    """Every rule, what an example costs at the panel and here, and how each is changed."""
    prices, first = board.prices, next(showcase.services, None)
    head = [
        t("<b>Prices</b>"),
        t("By default: <b>{value}</b>", value=value_of(Scope.DEFAULT, prices.set_default_ppm, board, t)),
        t("Never less than <b>{value}</b> above cost", value=f"{percent_text(prices.floor_ppm)} %"),
        why_closed(board, t) or _rate(board, t),
    ]
    if first is not None:
        head.append(_example(first, "", board, t))
    parts = [
        "\n".join(line for line in head if line),
        _section(t("<b>Levels</b>"), _levels(board, first, t), t),
        _section(t("<b>Categories</b>"), _rules(Scope.CATEGORY, prices.categories, board, showcase, t), t),
        _section(t("<b>Services</b>"), _rules(Scope.SERVICE, prices.services, board, showcase, t), t),
        t(
            "Change something by sending a line like these; <code>off</code> as the last word removes it:\n"
            "<code>/prices default 30</code>\n"
            "<code>/prices floor 5</code>\n"
            "<code>/prices rate 1.0825</code>\n"
            "<code>/prices category Instagram Likes 40</code>\n"
            "<code>/prices service 12 50</code>\n"
            "<code>/prices level vip -10</code>\n"
            "<code>/prices person 101 vip</code>"
        ),
    ]
    return View("\n\n".join(part for part in parts if part))


def price_changed(
    it: Changed, board: PriceBoard, showcase: Showcase, t: Translator, *, whose: Person | None
) -> View:
    """One change: before and after in words, and an example at the new price."""
    change = it.change
    lines = [
        t(
            "{what}: {before} → <b>{after}</b>",
            what=what(change.scope, change.key, showcase, whose, t),
            before=value_of(change.scope, it.before, board, t),
            after=value_of(change.scope, change.value, board, t),
        )
    ]
    service = example_of(change.scope, change.key, showcase)
    level = change.key if change.scope is Scope.LEVEL else ""
    if change.scope is Scope.PERSON and isinstance(change.value, str):
        level = change.value
    if service is not None:
        lines.append(_example(service, level, board, t))
    if closed := why_closed(board, t):
        lines.append(closed)
    return View("\n".join(lines))


def why_closed(board: PriceBoard, t: Translator) -> str:
    """What is missing before anything can be sold; empty where nothing is."""
    match board.closed:
        case Closed.BALANCE_UNREAD:
            return t("⚠️ Nothing is sold yet: the panel's balance, and so its currency, has not been read.")
        case Closed.NO_RATE:
            return t(
                "⚠️ Nothing is sold: the panel's prices are in {panel}, the shop's in {currency}. "
                "Set how many {currency} one {panel} is: <code>/prices rate 1.0825</code>",
                panel=board.panel_currency,
                currency=board.currency,
            )
        case None:
            return ""


def _rate(board: PriceBoard, t: Translator) -> str:
    if board.rate_key is None:
        return t("Rate: not needed, the panel's prices are in {currency} too", currency=board.currency)
    nano = board.prices.rates[board.rate_key]
    return t(
        "Rate: 1 {panel} = <b>{rate}</b>",
        panel=board.panel_currency,
        rate=f"{rate_text(nano)} {board.currency}",
    )


def _levels(board: PriceBoard, example: Service | None, t: Translator) -> list[str]:
    held = list(board.prices.people.values())
    lines = []
    for name, points in sorted(board.prices.levels.items()):
        line = t(
            "{level}: <b>{value}</b>, people: {count}",
            level=name,
            value=value_of(Scope.LEVEL, points, board, t),
            count=held.count(name),
        )
        lines.append(_beside(line, example, name, board, t))
    return lines


def _rules(
    scope: Scope, rules: Mapping[str, int], board: PriceBoard, showcase: Showcase, t: Translator
) -> list[str]:
    lines = []
    for key, ppm in sorted(rules.items()):
        name = name_of(scope, key, showcase)
        line = t("{name}: <b>{value}</b>", name=shortened(name, NAME), value=value_of(scope, ppm, board, t))
        lines.append(_beside(line, example_of(scope, key, showcase), "", board, t))
    return lines


def _beside(line: str, service: Service | None, level: str, board: PriceBoard, t: Translator) -> str:
    """A rule's line with an example, where there is one."""
    if service is None:
        return line
    prices = t("{text}", text=cost_and_price(service, level, board, t))
    return f"{line} · {prices}"


def _section(title: str, lines: list[str], t: Translator) -> str:
    if not lines:
        return ""
    more = [t("… and {count} more", count=len(lines) - SHOWN)] if len(lines) > SHOWN else []
    return "\n".join([title, *lines[:SHOWN], *more])


def _example(service: Service, level: str, board: PriceBoard, t: Translator) -> str:
    return t(
        "For example {service}: {prices}",
        service=shortened(service.name, NAME),
        prices=cost_and_price(service, level, board, t),
    )
