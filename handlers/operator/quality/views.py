"""The desk's screens about quality: the list, what is off sale, one service."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.buttons import QUALITY, SUPPLIERS, Button
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.operator.quality.figures import quality_lines
from handlers.price_lines import is_flat
from handlers.view import Row, Target, View, shortened
from locales import Translator
from shop.catalogue.services import Service
from shop.quality.rule import FailRule
from storage.catalogue.rate_moves import RateMove
from storage.orders.quality import Kept

LISTED = 5
"""Services on a page: with the rule, the pages and the ways back that is a phone's screen of buttons."""

MOVES_SHOWN = 5

LIST = Button(QUALITY, "", "list")
STOPPED = Button(QUALITY, "", "stopped")
RULE = Button(QUALITY, "", "rule")

Named = tuple[Kept, str]
"""A row, and the service's name."""


@dataclass(frozen=True, slots=True)
class ShownService:
    """All that a service's card shows; `cost_micro` is None while the price cannot be converted."""

    number: str
    name: str
    supplier: str
    service: Service | None
    kept: Kept | None
    moves: Sequence[RateMove]
    cost_micro: int | None
    currency: str
    has_alike: bool


def quality_list(
    page: Sequence[Named], rule: FailRule | None, stopped: int, t: Translator, *, is_first: bool
) -> View:
    """The services that fail most first; one more than a page says that there are others."""
    lines = [
        t("🧪 <b>Quality of services</b>"),
        t("By the last orders of each that have ended. Failed is what was not delivered whole."),
        rule_line(rule, t),
        "",
        *([_line(one, name, t) for one, name in page[:LISTED]] or [t("No order has ended yet.")]),
    ]
    ways: list[tuple[str, Target]] = [("📏 " + t.label("The rule"), RULE)]
    if stopped:
        ways.append(("🛑 " + t.label("Off sale: {count}", count=stopped), STOPPED))
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("First page"), LIST))
    if len(page) > LISTED:
        last = page[LISTED - 1][0]
        turning.append(("▶️ " + t.label("Next"), Button(QUALITY, last.service_id, "next", str(last.worst))))
    rows = (*_tiles(page[:LISTED]), *((tuple(turning),) if turning else ()), tuple(ways), back_to_desk(t))
    return View("\n".join(lines), rows)


def stopped_list(page: Sequence[Named], t: Translator, *, is_first: bool) -> View:
    """The services that the rule has taken off sale."""
    lines = [t("🛑 <b>Off sale, because they failed</b>")]
    lines += [_line(one, name, t) for one, name in page[:LISTED]] or [t("None.")]
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("First page"), STOPPED))
    if len(page) > LISTED:
        turning.append(("▶️ " + t.label("Next"), Button(QUALITY, page[LISTED - 1][0].service_id, "stopped")))
    rows = (*_tiles(page[:LISTED]), *((tuple(turning),) if turning else ()), back_and_desk(t, LIST))
    return View("\n".join(lines), rows)


def rule_line(rule: FailRule | None, t: Translator) -> str:
    """Say what the rule is."""
    if rule is None:
        return t("Rule: off. Nothing goes off sale by itself.")
    return t(
        "Rule: off sale when more than {percent} % of the last {orders} failed.",
        percent=rule.percent,
        orders=rule.last,
    )


def _line(kept: Kept, name: str, t: Translator) -> str:
    sign = "🛑 " if kept.stopped is not None else ""
    failed = kept.quality.failed
    return sign + t(
        "{number} · {service}: failed {failed} of {orders}",
        number=shortened(kept.service_id, 20),
        service=shortened(name, 60),
        failed=failed.some,
        orders=failed.all,
    )


def _tiles(page: Sequence[Named]) -> list[Row]:
    labels = [shortened(f"{shortened(one.service_id, 12)} · {name}", 30) for one, name in page]
    return [((label, open_service(one.service_id)),) for label, (one, _) in zip(labels, page, strict=True)]


def open_service(number: str) -> Button:
    """Leads to the card of this service."""
    return Button(QUALITY, number, "card")


def service_card(shown: ShownService, t: Translator) -> View:
    """How good one service is, what it costs the shop, and how that has moved."""
    kept = shown.kept
    head = t("🧪 <b>{number}</b> · {service}", number=shown.number[:20], service=shortened(shown.name, 200))
    lines = [head]
    if shown.supplier:
        lines.append(t("Supplier: {name}", name=shown.supplier))
    if kept is not None and kept.stopped is not None:
        lines.append(
            t(
                "🛑 Off sale since {moment}: {failed} of {orders} failed. Orders at the panel go on.",
                moment=kept.stopped.at,
                failed=kept.stopped.failed,
                orders=kept.stopped.of,
            )
        )
    elif shown.service is None:
        lines.append(t("It is not on sale."))
    if kept is not None and kept.stopped is None and kept.resumed_at is not None:
        lines.append(t("Put back on sale at {moment}", moment=kept.resumed_at))
    lines += ["", *quality_lines(None if kept is None else kept.quality, t), *_price_lines(shown, t)]
    rows: list[Row] = []
    if kept is not None and kept.stopped is not None:
        rows.append((("▶️ " + t.label("Put back on sale"), Button(QUALITY, shown.number, "back")),))
    if shown.has_alike:
        rows.append((("⚖️ " + t.label("Compare"), Button(SUPPLIERS, shown.number, "like")),))
    return View("\n".join(lines), (*rows, back_and_desk(t, LIST)))


def _price_lines(shown: ShownService, t: Translator) -> list[str]:
    lines: list[str] = []
    if shown.cost_micro is not None and shown.service is not None:
        lines += ["", cost_line(shown.service, shown.cost_micro, shown.currency, t)]
    if shown.moves:
        lines += ["", t("Its price at the panel has moved:")]
        lines += [
            t(
                "{moment}: {before} → {after}",
                moment=one.at,
                before=t.balance(one.before_micro, one.currency).strip(),
                after=t.balance(one.after_micro, one.currency).strip(),
            )
            for one in shown.moves
        ]
    return lines


def cost_line(service: Service, cost_micro: int, currency: str, t: Translator) -> str:
    """Say what a service costs the shop."""
    price = t.balance(cost_micro, currency).strip()
    if is_flat(service):
        return t("costs us {price} an order", price=price)
    return t("costs us {price} for a thousand", price=price)


def sure_to_put_back(number: str, name: str, t: Translator) -> View:
    """One more question before a service is sold again that failed."""
    text = t(
        "<b>Put service {number} back on sale?</b>\n{service}\nIts earlier failures are forgotten: the rule "
        "takes it off again only when new orders fail.",
        number=number[:20],
        service=shortened(name, 120),
    )
    yes = ("✅ " + t.label("Yes, put it back"), Button(QUALITY, number, "resume"))
    return View(text, ((yes,), back_and_desk(t, open_service(number))))
