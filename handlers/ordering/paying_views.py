"""The confirm card of somebody whose wallet is short: what is missing, and the ways to pay just that."""

from dataclasses import dataclass

from handlers.buttons import START, TOKEN, Button
from handlers.view import Row, in_pairs
from locales import Translator
from payments.base import Way
from payments.tariff import Tariff
from shop.ledger.topup import STARS


@dataclass(frozen=True, slots=True)
class Shortage:
    """How much a wallet lacks for an order, in micro-units, and what can be paid in its currency."""

    missing_micro: int
    tariff: Tariff

    @property
    def dues(self) -> list[tuple[Way, int]]:
        """The ways that can pay it, each with the amount: more than is missing where a way takes no less."""
        each = ((way, self.tariff.due(way, self.missing_micro)) for way in self.tariff.ways)
        return [(way, due) for way, due in each if due is not None]


def shortage_lines(shortage: Shortage, t: Translator, *, starts_later: bool) -> list[str]:
    """What is missing, and what happens with it. `starts_later`: the order waits for its own moment."""
    currency, dues = shortage.tariff.currency, shortage.dues
    lines = [t("You need <b>{missing}</b> more.", missing=t.due(shortage.missing_micro, currency))]
    if not dues:
        return [*lines, t("Ask the shop to credit your wallet, then tap Refresh.")]
    if starts_later:
        lines[0] += " " + t("Pay it, and the order is confirmed by itself.")
    else:
        lines[0] += " " + t("Pay it, and the order goes out by itself.")
    return lines + [
        t(
            "{way}: {least} at least; what is left over stays in your wallet.",
            way=t.label(way.label),
            least=t.due(shortage.tariff.paid_micro(way, due), currency),
        )
        for way, due in dues
        if due > shortage.missing_micro
    ]


def paying_rows(token: str, shortage: Shortage, t: Translator, *, acknowledged: bool = False) -> list[Row]:
    """The ways to pay, Stars in a row of their own. `acknowledged` as in shop.ordering.paid.Wish."""
    action = "payagain" if acknowledged else "pay"
    of_stars: list[Row] = []
    others: list[tuple[str, Button]] = []
    missing = t.due(shortage.missing_micro, shortage.tariff.currency)
    for way, due in shortage.dues:
        button = Button(TOKEN, token, action, way.name)
        price = shortage.tariff.price(way, due)
        if way.instructions is None and price.currency == STARS:
            label = t.plural("Pay {n} Star and order", "Pay {n} Stars and order", price.amount_minor)
            of_stars.append((("⭐ " + label, button),))
            continue
        paid = t.due(shortage.tariff.paid_micro(way, due), shortage.tariff.currency)
        amount = f"{t.separator}{paid}" if paid != missing else ""
        others.append((t.label(way.label) + amount, button))
    rows = [*of_stars, *in_pairs(others)]
    return rows or [(("🔄 " + t.label("Refresh"), Button(START, "", "resume")),)]
