"""The figures of the desk in words."""

from locales import Translator
from shop.desk_figures import Figures


def sales_line(figures: Figures, t: Translator) -> list[str]:
    """Return the parts of a line: how many orders, and for each currency what was taken and what is left."""
    count = sum(one.orders for one in figures.sold)
    parts = [t.plural("{n} order", "{n} orders", count)]
    for one in figures.sold:
        parts.append(t("{amount}", amount=t.balance(one.taken_micro, one.currency).strip()))
        margin = t.balance(one.margin_micro, one.currency).strip()
        parts.append(t("{amount} margin", amount=margin))
    return parts


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
