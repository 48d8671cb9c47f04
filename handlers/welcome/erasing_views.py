"""Delete my data: what goes and what stays, what stands in the way, and the end."""

from handlers.buttons import START, Button
from handlers.growth.gift_views import GIFTS
from handlers.navigation import ask_us, back_and_home, home, my_orders, new_order
from handlers.view import Row, View
from handlers.welcome.preference_views import ERASE, SETTINGS
from locales import Translator
from shop.erasure import Obstacle, OpenMatters


def question(t: Translator, *, is_member: bool) -> View:
    """What goes and what stays, and the button that does it."""
    text = t(
        "🗑 <b>Delete my data</b>\n\n"
        "This goes for good: your name, your settings and favourites, what you looked for or were filling "
        "in, the links and words of your orders, and your receipts.\n\n"
        "This stays: the figures of orders and payments, under your number at Telegram and without a name. "
        "The shop's books need them.\n\n"
        "What stands in this chat is yours: delete it in Telegram."
    )
    if is_member:
        text += "\n\n" + t("Your membership is not paid again. What you have paid for lasts.")
    sure = ("🗑 " + t.label("Delete for good"), Button(START, "", "eraseall"))
    return View(text, ((sure,), back_and_home(t, SETTINGS)))


def obstacle_view(
    obstacle: Obstacle, matters: OpenMatters, contact: str, t: Translator, *, is_outside: bool = False
) -> View:
    """What stands in the way, and what to do about it. `contact` is whoever answers people.

    `is_outside`: the reader may not order, and can neither spend money nor take a gift back.
    """
    rows: tuple[Row, ...]
    match obstacle:
        case Obstacle.ORDERS:
            text = t(
                "⚠️ You have orders under way: {count}. Your data can be deleted once they have ended.",
                count=matters.orders,
            )
            rows = ((my_orders(t),),)
        case Obstacle.PAYMENT:
            text = t(
                "⚠️ The shop is still looking at a payment of yours. "
                "Your data can be deleted once that is decided."
            )
            rows = ((ask_us(contact, t),),)
        case Obstacle.GIFTS if is_outside:
            text = t(
                "⚠️ You have gifts that nobody has taken yet: {count}. They come back by themselves; then "
                "your data can be deleted.",
                count=matters.gifts,
            )
            rows = ()
        case Obstacle.GIFTS:
            text = t(
                "⚠️ You have gifts that nobody has taken yet: {count}. Take them back first; then your data "
                "can be deleted.",
                count=matters.gifts,
            )
            rows = ((("🎁 " + t.label("Gifts"), GIFTS),),)
        case Obstacle.MONEY:
            spending = t(
                "⚠️ You have {amount} in your wallet. Spend it, or ask us to return it; "
                "then your data can be deleted.",
                amount=_amounts(matters, t),
            )
            asking = t(
                "⚠️ You have {amount} in your wallet. Ask the shop to return it, or give it up; then your "
                "data can be deleted.",
                amount=_amounts(matters, t),
            )
            text = asking if is_outside else spending
            give_up = ("🗑 " + t.label("Give the money up"), Button(START, matters.money_mark, "giveup"))
            rows = ((new_order(t), ask_us(contact, t)), (give_up,))
    return View(text, (*rows, back_and_home(t, SETTINGS)))


def giving_up(matters: OpenMatters, t: Translator) -> View:
    """The second question, where somebody would rather lose their money."""
    text = t(
        "🗑 <b>Give up {amount}?</b>\nIt then belongs to the shop, and nobody can give it back to you. "
        "All your data is deleted with it.",
        amount=_amounts(matters, t),
    )
    sure = ("🗑 " + t.label("Give up and delete"), Button(START, matters.money_mark, "eraseall"))
    return View(text, ((sure,), back_and_home(t, ERASE)))


def operators_stay(t: Translator, *, owns: bool) -> View:
    """Whoever works in the shop is named in its decisions; `owns`: by its settings."""
    if owns:
        text = t("⚠️ You run this shop, so it has to know you. Take your number out of ADMIN_IDS first.")
    else:
        text = t("⚠️ You work in this shop, so it has to know you. Have an owner take your role first.")
    return View(text, (back_and_home(t, SETTINGS),))


def deleted(t: Translator, *, comes_back: bool) -> View:
    """The end; `comes_back`: whoever may order here can begin anew."""
    anew = t("✅ Your data is deleted. If you come back, you begin anew.")
    text = anew if comes_back else t("✅ Your data is deleted.")
    return View(text, ((home(t),),))


def being_deleted(t: Translator) -> View:
    """While it goes on, everything else waits."""
    text = t("🗑 Your data is being deleted. That takes a moment; then you can begin anew.")
    return View(text, ((home(t),),))


def _amounts(matters: OpenMatters, t: Translator) -> str:
    return t.series(t.balance(*one) for one in matters.money)
