"""What people see of memberships: what one gives, until when it lasts, and whether it is paid again."""

from datetime import datetime

from handlers.buttons import MEMBER, Button
from handlers.navigation import WALLET, back_and_home
from handlers.view import Link, Row, View
from locales import Translator, marked
from shop.ledger.payment import Payment
from shop.ledger.topup import STARS, Invoice
from shop.membership.membership import Membership, MembershipOffer, Renewal

OPEN = Button(MEMBER, "", "open")

RENEWALS: dict[Renewal, str] = {
    Renewal.ON: marked("Then Telegram takes {stars} for the next 30 days, unless you stop it."),
    Renewal.STOPPING: marked("It is being stopped. Telegram has not answered yet; I go on asking."),
    Renewal.STOPPED: marked("It does not renew: nothing more is taken."),
    Renewal.ALLOWING: marked("Telegram is being asked to let it renew again."),
    Renewal.ALLOWED: marked(
        "It does not renew now. Switch it on in Telegram: Settings, My Stars, then this subscription."
    ),
}
"""Whether a membership is paid again, in its member's words."""


def membership_door(t: Translator) -> tuple[str, Button]:
    """The button that leads to the membership."""
    return "⭐ " + t.label("Membership"), OPEN


def _head(points_ppm: int, t: Translator) -> list[str]:
    """The title, and what a membership gives. A level moves the markup, which is a share of the cost."""
    gives = t(
        "Members pay less: a price is lower by up to {percent} of what the service costs us.",
        percent=t.percentage(points_ppm),
    )
    return [t("<b>⭐ Membership</b>"), *([gives] if points_ppm > 0 else [])]


def membership_offer(offer: MembershipOffer, points_ppm: int, t: Translator) -> View:
    """What a membership gives and costs, and the button that makes its link."""
    stars = t.paid(STARS, offer.stars)
    costs = t(
        "It costs {stars} for 30 days. Telegram takes them again every 30 days until you stop that, here or "
        "in Telegram's settings.",
        stars=stars,
    )
    join = (t.label("Join for {stars}", stars=stars), Button(MEMBER, "", "join"))
    return View("\n".join((*_head(points_ppm, t), "", costs)), ((join,), back_and_home(t, WALLET)))


def pay_page(invoice: Invoice, url: str, points_ppm: int, t: Translator) -> View:
    """The link that Telegram made, while it can be paid."""
    until = t("Tap the button to pay; the link holds until {until}.", until=invoice.expires_at)
    label = t.label("Pay {amount}", amount=t.paid(STARS, invoice.amount_minor))
    text = "\n".join((*_head(points_ppm, t), "", until))
    return View(text, (((label, Link(url)),), back_and_home(t, OPEN)))


def running(mine: Membership, points_ppm: int, t: Translator) -> View:
    """Until when it lasts, whether it is paid again, and the button that changes that."""
    lasts = t("You are a member until {until}.", until=mine.until)
    renews = t(RENEWALS[mine.renewal], stars=t.paid(STARS, mine.stars))
    rows = (_change(mine, t), back_and_home(t, WALLET))
    text = "\n".join((*_head(points_ppm, t), "", lasts, renews))
    return View(text, tuple(row for row in rows if row))


def _change(mine: Membership, t: Translator) -> Row:
    if mine.renewal in {Renewal.ON, Renewal.ALLOWED}:
        return (("⏹ " + t.label("Stop renewing"), Button(MEMBER, str(mine.id), "stop")),)
    if mine.renewal is Renewal.STOPPED:
        return (("🔁 " + t.label("Renew again"), Button(MEMBER, str(mine.id), "renew")),)
    return ()


def none_offered(t: Translator) -> View:
    """What somebody reads who is no member where nobody can join."""
    return View(t("Memberships are not offered here now."), (back_and_home(t, WALLET),))


def period_paid(stars: int, until: datetime, t: Translator) -> View:
    """The message at each charge."""
    text = t(
        "✅ {stars} paid, thank you. Your membership lasts until {until}.",
        stars=t.paid(STARS, stars),
        until=until,
    )
    return View(text, ((membership_door(t),), back_and_home(t, WALLET)))


def membership_over(t: Translator, *, can_join: bool) -> View:
    """The message when a membership has ended."""
    text = t("⌛ Your membership has ended. The usual prices hold again.")
    door: tuple[Row, ...] = ((membership_door(t),),) if can_join else ()
    return View(text, (*door, back_and_home(t, WALLET)))


def given_back(payment: Payment, t: Translator) -> View:
    """The message when a charge was given back."""
    text = t(
        "↩️ Your payment of {amount} for a membership was given back to you. The time it paid for is over.",
        amount=t.paid(payment.currency, payment.amount_minor),
    )
    return View(text, (back_and_home(t, WALLET),))
