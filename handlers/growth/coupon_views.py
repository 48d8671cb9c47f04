"""What customers see of coupons."""

from handlers.buttons import COUPON, Button
from handlers.navigation import GO_ON, WALLET, back_and_home, home, new_order
from handlers.view import View
from locales import Translator
from shop.growth.coupons import Coupon

ON_CARD = "card"
"""The value of a button that stands on the confirm card."""


def coupon_door(t: Translator, value: str = "") -> tuple[str, Button]:
    """The button that asks for a coupon."""
    return "🎟 " + t.label("Coupon"), Button(COUPON, "", "ask", value)


def without_coupon(t: Translator) -> tuple[str, Button]:
    """The button that puts the coupon of the confirm card away."""
    return "🎟 " + t.label("Without the coupon"), Button(COUPON, "", "drop")


def coupon_question(t: Translator, *, has_order: bool, note: str = "") -> View:
    """The question for a coupon, below `note`; `has_order`: an order waits for it."""
    text = t("🎟 <b>Coupon</b>\nSend its name as you got it. Capitals, spaces and hyphens make no difference.")
    back = GO_ON if has_order else WALLET
    return View("\n\n".join(part for part in (note, text) if part), (back_and_home(t, back),))


def coupon_credited(coupon: Coupon, balance_micro: int, t: Translator) -> View:
    """An amount is in the wallet."""
    text = t(
        "🎟 <b>{code}</b>: {amount} is in your wallet now. Balance: {balance}",
        code=coupon.code,
        amount=t.money(coupon.amount_micro, coupon.currency),
        balance=t.balance(balance_micro, coupon.currency),
    )
    return View(text, ((new_order(t),), back_and_home(t, WALLET)))


def coupon_ready(coupon: Coupon, t: Translator) -> View:
    """A percentage waits for the next order."""
    text = t(
        "🎟 <b>{code}</b> takes {percent} % off your next order.",
        code=coupon.code,
        percent=t.percent(coupon.percent_ppm),
    )
    lines = [text]
    if coupon.least_micro:
        least = t.money(coupon.least_micro, coupon.currency)
        lines.append(t("It is for orders from {least}.", least=least))
    if (until := coupon.valid_until) is not None:
        lines.append(t("It is valid until {moment}.", moment=until))
    return View("\n".join(lines), ((new_order(t),), (without_coupon(t), home(t))))


def coupon_put_away(t: Translator) -> View:
    """No coupon waits any more."""
    return View(t("No coupon is used for your next order."), ((new_order(t), home(t)),))
