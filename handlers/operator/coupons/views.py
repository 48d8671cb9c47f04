"""The screens of /coupon."""

from collections.abc import Sequence

from handlers.buttons import DESK, Button
from handlers.operator.navigation import back_to_desk
from handlers.view import PAGE, Target, View
from locales import Translator
from shop.growth.coupons import Coupon, Tally
from shop.money import MICRO

LISTED = PAGE
"""Coupons on a page of the list."""


def coupon_list(live: Sequence[Tally], t: Translator, currency: str, *, is_first: bool) -> View:
    """The live coupons with how they were used, and how one is made and stopped.

    One more than a page has says that there are others behind it.
    """
    lines = [_line(one, t) for one in live[:LISTED]] or [t("There are no coupons yet.")]
    how = t(
        "Make one with a line like these:\n"
        "<code>/coupon SUMMER 10%</code>\n"
        "<code>/coupon SUMMER 10% uses 500 each 2 from 5 until 31/12/2030</code>\n"
        "<code>/coupon HELLO 1.50 uses 100</code>\n"
        "A percentage is taken off one order, an amount ({example}) is credited to the wallet. "
        "<code>uses</code>: in all; <code>each</code>: by a person, once unless you say more; "
        "<code>from</code>: orders of at least so much; <code>until</code>: the end of that day, UTC.\n"
        "<code>/coupon stop SUMMER</code> ends one.",
        example=t.money(MICRO * 3 // 2, currency),
    )
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("First page"), Button(DESK, "", "coupons")))
    if len(live) > LISTED:
        last = str(live[LISTED - 1].coupon.id)
        turning.append(("➡️ " + t.label("Next"), Button(DESK, last, "coupons")))
    rows = (tuple(turning),) if turning else ()
    return View("\n".join([t("🎟 <b>Coupons</b>"), "", *lines, "", how]), (*rows, back_to_desk(t)))


def coupon_made(coupon: Coupon, t: Translator) -> View:
    """A coupon was made: what it does, and how often."""
    lines = [t("✅ Coupon <b>{code}</b> is live.", code=coupon.code), "", *_lines(coupon, t)]
    return View("\n".join(lines), (back_to_desk(t),))


def coupon_stopped(tally: Tally, t: Translator) -> View:
    """A coupon was stopped."""
    text = t("⏹ Coupon <b>{code}</b> is stopped.", code=tally.coupon.code)
    return View(f"{text}\n{_used(tally, t)}", (back_to_desk(t),))


def _line(tally: Tally, t: Translator) -> str:
    parts = [*_lines(tally.coupon, t), _used(tally, t)]
    return f"{t('<b>{code}</b>', code=tally.coupon.code)}{t.separator}{t.separator.join(parts)}"


def _lines(coupon: Coupon, t: Translator) -> list[str]:
    if coupon.is_credit:
        lines = [t("{amount} for the wallet", amount=t.money(coupon.amount_micro, coupon.currency))]
    else:
        lines = [t("{percent} % off an order", percent=t.percent(coupon.percent_ppm))]
    if coupon.uses is not None:
        lines.append(t("in all at most: {count}", count=coupon.uses))
    lines.append(t("each person at most: {count}", count=coupon.each))
    if coupon.least_micro and not coupon.is_credit:  # an earlier version took it for an amount, too
        lines.append(t("for orders from {least}", least=t.money(coupon.least_micro, coupon.currency)))
    if (until := coupon.valid_until) is not None:
        lines.append(t("until {moment}", moment=until))
    return lines


def _used(tally: Tally, t: Translator) -> str:
    amount = t.money(tally.micro, tally.coupon.currency)
    return t("used: {count}, {amount} in all", count=tally.uses, amount=amount)
