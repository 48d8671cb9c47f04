"""The desk's first screen, and the log of what staff did."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.buttons import (
    ALERT,
    BUNDLES,
    DESK,
    DESK_ORDER,
    EXPORTS,
    IMPORTS,
    MAINTENANCE,
    QUALITY,
    SETTINGS,
    STANDING,
    SUPPLIERS,
    TEXTS,
    TRANSFER,
    Button,
)
from handlers.navigation import back_and_home, home
from handlers.operator.act_words import act_line
from handlers.operator.desk.stops import Stop
from handlers.operator.figure_words import sales_line
from handlers.operator.navigation import DESK_HOME, QUEUE, back_to_desk
from handlers.view import Row, Target, View, as_many_as_fit, in_pairs, shortened
from locales import Translator
from shop.acts import Noted
from shop.desk_figures import Figures
from shop.ordering.order import Order
from shop.person import OPERATING, Role
from storage.catalogue.store import Account

LOGGED = 15
"""Acts on a page of the log."""

A_YEAR = 365
"""Days."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """A supplier's balance. `days` is how long it lasts, None if that is not known; `name` may be empty."""

    name: str
    account: Account
    days: int | None


@dataclass(frozen=True, slots=True)
class DeskSummary:
    """How the shop stands today, and each supplier's account."""

    today: Figures
    balances: Sequence[Lasting]
    stops: Sequence[Stop]


def desk_card(t: Translator, role: Role, waiting: int, summary: DeskSummary | None = None) -> View:
    """The desk, with the doors that this role may open. `summary` is for those who run the shop."""
    label = t.label("Waiting for you: {count}", count=waiting) if waiting else t.label("Waiting for you")
    queue: Row = (("🔔 " + label, QUEUE),)
    stops = summary.stops if summary is not None else ()
    ends = dict.fromkeys(stop.ends_it for stop in stops if stop.ends_it is not None)
    head = _today(summary, t) if summary is not None else t("🗝 <b>The desk</b>")
    lines = [head, *(stop.text for stop in stops)]
    last: Row = (("⋯ " + t.label("More"), Button(DESK, "", "more")), home(t))
    rows = (*((one,) for one in ends), queue, *in_pairs(main_doors(t, role)), last)
    return View("\n".join(lines), rows)


def more_card(t: Translator, role: Role, *, hears_orders: bool) -> View:
    """The doors that are opened less often."""
    doors = [*more_doors(t, role)]
    if role in OPERATING:
        doors.append(_order_notices(t, is_on=hears_orders))
    log: Row = (("📜 " + t.label("Log"), Button(DESK, "", "log")),) if role in OPERATING else ()
    return View(t("🗝 <b>More of the desk</b>"), (*in_pairs(doors), (*log, *back_and_home(t, DESK_HOME))))


def _today(summary: DeskSummary, t: Translator) -> str:
    parts = sales_line(summary.today, t)
    for one in summary.balances:
        account = one.account
        if account.balance_micro is not None:
            amount = t.balance(account.balance_micro, account.currency or "").strip()
            left = "" if one.days is None else f" ({lasting_words(one.days, t)})"
            parts.append((f"{one.name} {amount}" if one.name else t("panel {amount}", amount=amount)) + left)
    return "\n".join([t("🗝 <b>The desk</b>"), f"{t('Today')}: {t.separator.join(parts)}"])


def lasting_words(days: int, t: Translator) -> str:
    """Say for how many days a balance lasts. Few orders make it centuries, of which nobody knows anything."""
    if days > A_YEAR:
        return t("more than a year")
    return t.plural("{n} day", "{n} days", days) if days else t("less than a day")


def _order_notices(t: Translator, *, is_on: bool) -> tuple[str, Target]:
    label = t.label("New orders: told") if is_on else t.label("New orders: not told")
    return "🛎 " + label, Button(DESK, "", "hush" if is_on else "hear")


def main_doors(t: Translator, role: Role) -> list[tuple[str, Target]]:
    """The doors that are opened every day."""
    served: list[tuple[str, Target]] = [
        ("📦 " + t.label("Orders"), Button(DESK_ORDER, "", "list", "a")),
        ("👥 " + t.label("People"), Button(DESK, "", "people")),
    ]
    if role not in OPERATING:
        return served
    texts: list[tuple[str, Target]] = [("✍️ " + t.label("Texts"), Button(TEXTS, "", "list"))]
    return [
        *served,
        ("🏷 " + t.label("Prices"), Button(DESK, "", "prices")),
        ("🗂 " + t.label("Catalogue"), Button(DESK, "", "services")),
        ("📣 " + t.label("Broadcast"), Button(DESK, "", "broadcast")),
        ("📈 " + t.label("Statistics"), Button(DESK, "", "stats")),
        ("🔌 " + t.label("Panel"), Button(DESK, "", "panel")),
        *(texts if role is Role.OWNER else ()),
    ]


def more_doors(t: Translator, role: Role) -> list[tuple[str, Target]]:
    """All other doors, but the log, which stands in the last row."""
    tickets: list[tuple[str, Target]] = [("🎫 " + t.label("Tickets"), Button(DESK, "", "tickets"))]
    if role not in OPERATING:
        return tickets
    owners: list[tuple[str, Target]] = [
        ("🔑 " + t.label("Staff"), Button(STANDING, "", "staff")),
        ("⚙️ " + t.label("Shop settings"), Button(SETTINGS, "", "list")),
        ("📤 " + t.label("Export"), Button(EXPORTS, "", "home")),
        ("📥 " + t.label("Import"), Button(IMPORTS, "", "home")),
    ]
    return [
        *tickets,
        ("🚨 " + t.label("Alerts"), Button(ALERT, "", "list")),
        ("🧪 " + t.label("Quality"), Button(QUALITY, "", "list")),
        ("⚖️ " + t.label("Suppliers"), Button(SUPPLIERS, "", "list")),
        ("🎁 " + t.label("Bundles"), Button(BUNDLES, "", "list")),
        ("🏦 " + t.label("Bank transfers"), Button(TRANSFER, "", "open")),
        ("🎟 " + t.label("Coupons"), Button(DESK, "", "coupons")),
        ("🚪 " + t.label("Door, bans"), Button(STANDING, "", "door")),
        *(owners if role is Role.OWNER else ()),
        ("🛠 " + t.label("Maintenance"), Button(MAINTENANCE, "", "home")),
    ]


def log_page(acts: Sequence[Noted], t: Translator, *, is_first: bool) -> View:
    """What staff did, newest first; one more than a page says that there are older ones."""
    shown = acts[:LOGGED]
    title = t("📜 <b>What staff did</b>")
    if not shown:
        return View(f"{title}\n{t('Nothing yet.')}", (back_to_desk(t),))
    lines = as_many_as_fit([act_line(one, t) for one in shown])
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("Newest"), Button(DESK, "", "log")))
    if len(acts) > LOGGED:
        turning.append(("➡️ " + t.label("Next"), Button(DESK, str(shown[-1].id), "older")))
    return View("\n".join([title, *lines]), (*((tuple(turning),) if turning else ()), back_to_desk(t)))


def orders_came(found: Sequence[Order], count: int, t: Translator) -> View:
    """The notice of new orders to an operator who wants it; of many it names the first."""
    head = t.plural("🛎 <b>{n} new order</b>", "🛎 <b>{n} new orders</b>", count)
    lines = [
        t(
            "{order} · {service} · {price}",
            order=str(order.id),
            service=shortened(order.terms.service_name, 60),
            price=t.money(order.terms.price_micro, order.terms.currency),
        )
        for order in found
    ]
    more = count - len(found)
    rest = [t("… and {count} more", count=more)] if more > 0 else []
    return View("\n".join([head, *lines, *rest]), (back_to_desk(t),))
