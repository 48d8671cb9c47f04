"""The catalogue as the shop has it: on show, left out, stopped."""

from collections.abc import Mapping, Sequence

from handlers.buttons import CURATED, DESK, ROUTE, RULES, Button
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.operator.panel.views import left_out_lines
from handlers.view import MOST_ROWS, Row, View, shortened
from locales import Translator
from storage.catalogue.store import Account

STOPPED_SHOWN = MOST_ROWS - 4
"""Stopped services with a button each; those behind them follow when these are sold again."""

SERVICES = Button(DESK, "", "services")


def catalogue_page(
    count: int,
    account: Account,
    left_out: Mapping[str, tuple[str, ...]],
    t: Translator,
    *,
    stopped: Sequence[tuple[str, str]],
    stopped_in_all: int,
    hidden: int = 0,
) -> View:
    """What is on show, since when, and what is not and why. `stopped` are numbers with names."""
    lines = [t("🗂 <b>Catalogue</b>"), _on_show(count, account, t), *left_out_lines(left_out, t)]
    if hidden:
        lines.append(t("Hidden: {count}", count=hidden))
    if stopped:
        lines += [
            "",
            t.plural(
                "🛑 {n} service is not sold, because the panel charged more than its price for three orders:",
                "🛑 {n} services are not sold, because the panel charged more than their price for three "
                "orders each:",
                stopped_in_all,
            ),
        ]
        lines += [
            t("{number} · {service}", number=number, service=shortened(name, 80)) for number, name in stopped
        ]
        if stopped_in_all > len(stopped):
            lines.append(t("… and {count} more", count=stopped_in_all - len(stopped)))
    rows: list[Row] = [
        (("▶️ " + t.label("Resume {service}", service=number[:16]), Button(DESK, number, "resume")),)
        for number, _ in stopped
    ]
    return View("\n".join(lines), (*rows, *_doors(hidden, t), back_to_desk(t)))


def _doors(hidden: int, t: Translator) -> list[Row]:
    """The doors to everything that can be done with the catalogue."""
    return [
        (
            ("📂 " + t.label("Sections"), Button(CURATED, "", "sections")),
            ("🔎 " + t.label("Find"), Button(CURATED, "", "find")),
            ("🙈 " + t.label("Hidden: {count}", count=hidden), Button(CURATED, "", "hidden")),
        ),
        (
            ("🚫 " + t.label("Hiding rules"), Button(RULES, "", "list")),
            ("🆕 " + t.label("What changed"), Button(CURATED, "", "changes")),
        ),
        (("🔀 " + t.label("Routes and fallbacks"), Button(ROUTE, "", "list")),),
    ]


def _on_show(count: int, account: Account, t: Translator) -> str:
    if account.catalogue_at is None:
        return t("Services: not read yet")
    return t("Services on show: {count}, read {moment}", count=count, moment=account.catalogue_at)


def sure_to_resume(number: str, name: str, t: Translator) -> View:
    """One more question before a service is sold again that lost the shop money."""
    text = t(
        "<b>Sell service {number} again?</b>\n{service}\nThe panel charged more than its price for three "
        "orders. After three more it is stopped again; until then the shop bears what is too much.",
        number=number[:20],
        service=shortened(name, 120),
    )
    yes = ("✅ " + t.label("Yes, sell it again"), Button(DESK, number, "resumed"))
    return View(text, ((yes,), back_and_desk(t, SERVICES)))
