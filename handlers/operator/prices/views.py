"""The screens of /prices: all rules with examples, and one change in words."""

from collections.abc import Collection

from handlers.operator.navigation import back_to_desk
from handlers.operator.prices.rule_words import (
    cost_and_price,
    example_of,
    example_of_rate,
    name_of,
    value_of,
    what,
)
from handlers.view import View, as_many_as_fit, shortened
from locales import Translator, marked
from shop.catalogue.services import Service
from shop.catalogue.storefront import Storefront
from shop.person import Person
from shop.pricing.board import Closed, PanelPrices, Pricing
from shop.pricing.changes import Changed
from shop.pricing.price_list import Scope, rate_text

SHOWN, LISTED = 8, 60
"""Maximum rules of a kind, with examples and by themselves."""

TITLES: dict[Scope, str] = {
    Scope.LEVEL: marked("<b>Levels</b>"),
    Scope.CATEGORY: marked("<b>Categories</b>"),
    Scope.SERVICE: marked("<b>Services</b>"),
}

NAME = 40
"""Characters of a name in a list of rules."""


def price_report(
    board: Pricing, storefront: Storefront, t: Translator, *, stopped: Collection[str] = ()
) -> View:
    """Every rule, what an example costs at the panel and here, and how each is changed.

    `stopped` are services that are not sold, because the panel charged too much for them.
    """
    prices = board.prices
    first = example_of(Scope.DEFAULT, "", storefront, prices) or next(storefront.services, None)
    head = [
        t("<b>Prices</b>"),
        t("By default: <b>{value}</b>", value=value_of(Scope.DEFAULT, prices.set_default_ppm, board, t)),
        t("Never less than <b>{value}</b> above cost", value=t.percentage(prices.floor_ppm)),
        why_closed(board, t) or _rates(board, t),
    ]
    if first is not None:
        head.append(_example(first, "", board, t))
    if stopped:
        head.append(
            t(
                "🛑 Not sold, because the panel charged too much: {services}. "
                "Sell one again with <code>/prices resume {first}</code>",
                services=", ".join(sorted(stopped)[:SHOWN]) + (" …" if len(stopped) > SHOWN else ""),
                first=min(stopped),
            )
        )
    parts = [
        "\n".join(line for line in head if line),
        *(_section(scope, board, storefront, t) for scope in TITLES),
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
    return View("\n\n".join(part for part in parts if part), (back_to_desk(t),))


def price_changed(
    changed: Changed, board: Pricing, storefront: Storefront, t: Translator, *, whose: Person | None
) -> View:
    """One change: before and after in words, and an example at the new price."""
    change = changed.change
    lines = [
        t(
            "{what}: {before} → <b>{after}</b>",
            what=what(change.scope, change.key, storefront, whose, t),
            before=value_of(change.scope, changed.before, board, t),
            after=value_of(change.scope, change.value, board, t),
        )
    ]
    if change.scope is Scope.RATE:
        service = example_of_rate(change.key, storefront, board)
    else:
        service = example_of(change.scope, change.key, storefront, board.prices)
    level = change.key if change.scope is Scope.LEVEL else ""
    if change.scope is Scope.PERSON and isinstance(change.value, str):
        level = change.value
    if service is not None:
        lines.append(_example(service, level, board, t))
    have_it = list(board.prices.people.values()).count(change.key)
    if change.scope is Scope.LEVEL and change.value is None and have_it:
        lines.append(
            t(
                "People who have this level: {count}. Until it has a rule again, they pay as if they had "
                "none.",
                count=have_it,
            )
        )
    if closed := why_closed(board, t):
        lines.append(closed)
    return View("\n".join(lines), (back_to_desk(t),))


def why_closed(board: Pricing, t: Translator) -> str:
    """Say what is missing before anything can be sold; empty if nothing is."""
    match board.closed:
        case Closed.BALANCE_UNREAD:
            return t("⚠️ Nothing is sold yet: the panel's balance, and so its currency, has not been read.")
        case Closed.OTHER_CURRENCY:
            return t(
                "⚠️ Nothing is sold: the panel has changed the currency of your account. "
                "Stop the kiosk and start it again, it says what to do."
            )
        case Closed.NO_RATE:
            return t(
                "⚠️ Nothing is sold: the panel's prices are in {panel}, the shop's in {currency}. "
                "Set how many {currency} one {panel} is: <code>/prices rate 1.0825</code>",
                panel=board.main.currency,
                currency=board.currency,
            )
        case Closed.PRICES_OLD:
            return t(
                "⚠️ Nothing is sold: the panel has not reported its prices since {moment}. I keep asking; "
                "/panel shows what it answers instead.",
                moment=board.main.priced_at or "?",
            )
        case None:
            return ""


def why_paused(prices: PanelPrices, board: Pricing, t: Translator) -> str:
    """Say why nothing of one supplier is sold while the shop sells; empty if its services are."""
    match prices.closed:
        case Closed.BALANCE_UNREAD:
            return t("⚠️ Not sold yet: the balance, and so the currency, has not been read.")
        case Closed.OTHER_CURRENCY | Closed.NO_RATE:
            return t(
                "⚠️ Not sold: its prices are in {panel}, the shop's in {currency}. "
                "Set how many {currency} one {panel} is: <code>/prices rate {panel} 1.0825</code>",
                panel=prices.currency,
                currency=board.currency,
            )
        case Closed.PRICES_OLD:
            return t("⚠️ Not sold: no prices since {moment}. I keep asking.", moment=prices.priced_at or "?")
        case None:
            return ""


def _rates(board: Pricing, t: Translator) -> str:
    """Say the rate of each currency of a panel's that is not the shop's."""
    lines = [
        t(
            "Rate: 1 {panel} = <b>{rate}</b>",
            panel=currency,
            rate=f"{rate_text(nano)} {board.currency}" if nano is not None else "?",
        )
        for currency, nano in board.rates().items()
    ]
    return "\n".join(lines) or t(
        "Rate: not needed, the panel's prices are in {currency} too", currency=board.currency
    )


def rules_report(scope: Scope, board: Pricing, storefront: Storefront, t: Translator) -> View:
    """All rules of a kind, without examples."""
    lines = [line for _, line in _rules(scope, board, storefront, t)]
    fitting = as_many_as_fit(lines[:LISTED])
    rest = len(lines) - len(fitting)
    more = [t("… and {count} more", count=rest)] if rest else []
    return View("\n".join([t(TITLES[scope]), *(fitting or [t("none")]), *more]), (back_to_desk(t),))


def _section(scope: Scope, board: Pricing, storefront: Storefront, t: Translator) -> str:
    """The first rules of a kind with examples; empty if there are none."""
    rules = _rules(scope, board, storefront, t)
    lines = [t(TITLES[scope])] if rules else []
    for key, line in rules[:SHOWN]:
        level = key if scope is Scope.LEVEL else ""
        lines.append(_beside(line, example_of(scope, key, storefront, board.prices), level, board, t))
    if len(rules) > SHOWN:
        more = len(rules) - SHOWN
        lines.append(t("… and {count} more: <code>/prices {kind}</code>", count=more, kind=scope.value))
    return "\n".join(lines)


def _rules(scope: Scope, board: Pricing, storefront: Storefront, t: Translator) -> list[tuple[str, str]]:
    """Return each rule of a kind: its key and its line in words."""
    held = list(board.prices.people.values())
    rules = []
    for key, value in sorted(board.prices.rules_of(scope).items()):
        words = value_of(scope, value, board, t)
        if scope is Scope.LEVEL:
            count = held.count(key)
            line = t("{level}: <b>{value}</b>, people: {count}", level=key, value=words, count=count)
        else:
            name = shortened(name_of(scope, key, storefront), NAME)
            line = t("{name}: <b>{value}</b>", name=name, value=words)
        rules.append((key, line))
    return rules


def _beside(line: str, service: Service | None, level: str, board: Pricing, t: Translator) -> str:
    """Return a rule's line, with an example if there is one."""
    if service is None:
        return line
    prices = t("{text}", text=cost_and_price(service, level, board, t))
    return f"{line}{t.separator}{prices}"


def _example(service: Service, level: str, board: Pricing, t: Translator) -> str:
    return t(
        "For example {service}: {prices}",
        service=shortened(service.name, NAME),
        prices=cost_and_price(service, level, board, t),
    )
