"""The desk's first screen, and the log of what staff did."""

from collections.abc import Sequence

from handlers.buttons import DESK, STANDING, Button
from handlers.navigation import home
from handlers.operator.desk.act_words import act_line
from handlers.operator.navigation import back_to_desk
from handlers.view import Row, Target, View, as_many_as_fit
from locales import Translator
from shop.acts import Noted
from shop.person import OPERATING, Role

LOGGED = 15
"""Acts on a page of the log."""


def desk_card(t: Translator, role: Role) -> View:
    """The desk, with the doors that this role may open."""
    doors = list(_doors(t, role))
    rows: list[Row] = [tuple(doors[start : start + 2]) for start in range(0, len(doors), 2)]
    return View(t("🗝 <b>The desk</b>"), (*rows, (home(t),)))


def _doors(t: Translator, role: Role) -> Sequence[tuple[str, Target]]:
    tickets: list[tuple[str, Target]] = [("🎫 " + t.label("Tickets"), Button(DESK, "", "tickets"))]
    if role not in OPERATING:
        return tickets
    return [
        ("🔎 " + t.label("Orders to decide"), Button(DESK, "", "review")),
        *tickets,
        ("🏷 " + t.label("Prices"), Button(DESK, "", "prices")),
        ("🔌 " + t.label("Panel"), Button(DESK, "", "panel")),
        ("📣 " + t.label("Broadcast"), Button(DESK, "", "broadcast")),
        ("🎟 " + t.label("Coupons"), Button(DESK, "", "coupons")),
        ("📜 " + t.label("Log"), Button(DESK, "", "log")),
        ("🚪 " + t.label("Door and bans"), Button(STANDING, "", "door")),
        *([("👥 " + t.label("Staff"), Button(STANDING, "", "staff"))] if role is Role.OWNER else []),
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
