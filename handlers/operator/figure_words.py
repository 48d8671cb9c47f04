"""The figures of the desk in words."""

from locales import Translator, marked
from shop.desk_figures import Figures
from shop.ledger.journals import AccountKind

_BESIDES: dict[AccountKind, str] = {
    AccountKind.MEMBERSHIP: marked("Memberships {amount}"),
    AccountKind.SURCHARGE: marked("Fees from payers {amount}"),
    AccountKind.BONUS: marked("Bonuses to payers {amount}"),
    AccountKind.FEES: marked("Kept by payment services {amount}"),
}


def sales_line(figures: Figures, t: Translator) -> list[str]:
    """Return the parts of a line: how many orders, and for each currency what was taken and what is left."""
    count = sum(one.orders for one in figures.sold)
    parts = [t.plural("{n} order", "{n} orders", count)]
    for one in figures.sold:
        parts.append(t("{amount}", amount=t.money(one.taken_micro, one.currency).strip()))
        margin = t.money(one.margin_micro, one.currency).strip()
        parts.append(t("{amount} margin", amount=margin))
    return parts


def besides_line(figures: Figures, t: Translator) -> str:
    """Say what was earned and spent besides the orders; empty if nothing was."""
    return t.separator.join(
        t(_BESIDES[one.kind], amount=t.exact_movement(one.micro, one.currency).strip())
        for one in figures.besides
    )


def unknown_line(figures: Figures, t: Translator) -> str:
    """Say how many orders are not in the margin, because nobody knows their cost; empty if there is none."""
    unknown = sum(one.unknown for one in figures.sold)
    if not unknown:
        return ""
    return t.plural(
        "{n} order is not in the margin: its cost is not known yet.",
        "{n} orders are not in the margin: their cost is not known yet.",
        unknown,
    )
