"""What givers, takers and their chats see of gifts."""

from collections.abc import Sequence

from telegram import InlineQueryResultArticle, InputTextMessageContent

from handlers.buttons import GIFT, Button
from handlers.navigation import WALLET, back_and_home, home, new_order
from handlers.paging import page_of
from handlers.view import PARSE_MODE, Copy, Link, Share, View, in_rows, markup
from locales import Translator, marked
from shop.catalogue.deep_links import link_that_starts, link_to_shop
from shop.growth.gifts import ASKED_INLINE, GIFT_LINK, Gift, GiftState

GIFTS = Button(GIFT, "", "open")
OFFERED = 4
"""Amounts on buttons."""

SHOWN = 4
"""Open gifts on a page."""

ENDED: dict[GiftState, str] = {
    GiftState.TAKEN: marked("🎁 Your gift of {amount} was taken."),
    GiftState.CANCELED: marked("🎁 You took the gift of {amount} back. The money is in your wallet."),
    GiftState.EXPIRED: marked("🎁 Nobody took your gift of {amount} in time. The money is in your wallet."),
    GiftState.RECALLED: marked(
        "🎁 Your gift of {amount} has ended, because a payment of yours went back. Its money was put back "
        "into your wallet before."
    ),
}
"""What a giver reads of a gift that has ended."""


def gift_door(t: Translator) -> tuple[str, Button]:
    """The button that leads to gifts."""
    return "🎁 " + t.label("Gift"), GIFTS


def gift_question(
    amounts: Sequence[int],
    waiting: Sequence[Gift],
    currency: str,
    t: Translator,
    *,
    giveable_micro: int,
    wanted: str = "",
    note: str = "",
) -> View:
    """How much to give, below `note`, and a page of the gifts that wait to be taken.

    `wanted` is what a button says of the page.
    """
    parts = [
        note,
        t(
            "🎁 <b>A gift for a friend</b>\nYou make it here and send it into any chat; whoever opens it "
            "first has it. What the shop or friends gave you cannot be given on."
        ),
        t(
            "You can give up to {amount}. Choose an amount, or send one.",
            amount=t.money(giveable_micro, currency),
        )
        if giveable_micro
        else t("There is nothing to give now. What you top up can be given."),
    ]
    offered = [micro for micro in amounts if micro <= giveable_micro][:OFFERED]
    tiles = [(t.button_amount(micro, currency), Button(GIFT, "", "amount", str(micro))) for micro in offered]
    rows = in_rows(tiles)
    shown, _, steps = page_of(waiting, wanted, SHOWN, lambda page: Button(GIFT, "", "open", page), t)
    for one in shown:
        label = t.label("{number}: {amount}, not taken yet", number=str(one.id), amount=_amount(one, t))
        rows.append((("🎁 " + label, Button(GIFT, str(one.id), "show")),))
    return View("\n\n".join(part for part in parts if part), (*rows, *steps, back_and_home(t, WALLET)))


def sure_to_give(offered: Gift, t: Translator) -> View:
    """What is about to happen, and the one button that does it."""
    text = t(
        "🎁 <b>A gift of {amount}</b>\nConfirm takes the money out of your wallet. Whoever opens the gift "
        "first has it. Until then you can take it back; after 30 days it comes back by itself.",
        amount=_amount(offered, t),
    )
    confirm = ("✅ " + t.label("Confirm"), Button(GIFT, str(offered.id), "make"))
    return View(text, ((confirm,), back_and_home(t, GIFTS)))


def gift_card(made: Gift, username: str, t: Translator) -> View:
    """A gift that its giver has made, as it is now."""
    if made.state is not GiftState.OPEN:
        return gift_ended(made, t)
    text = t(
        "🎁 <b>A gift of {amount}</b> waits to be taken until {moment}.\nSend it to a friend with the "
        "button, or copy its link. The link is as good as the money: show it to nobody else.",
        amount=_amount(made, t),
        moment=made.expires_at,
    )
    return View(
        text,
        (
            (("📨 " + t.label("Send it to a friend"), Share(f"{ASKED_INLINE} {made.id}")),),
            (("📋 " + t.label("Copy the link"), Copy(link_to_gift(made, username))),),
            (("↩️ " + t.label("Take it back"), Button(GIFT, str(made.id), "cancel")),),
            back_and_home(t, GIFTS),
        ),
    )


def gift_ended(ended: Gift, t: Translator) -> View:
    """A gift that is over, to its giver."""
    words = ENDED.get(ended.state, marked("🎁 This gift of {amount} was not made."))
    return View(t(words, amount=_amount(ended, t)), (back_and_home(t, WALLET),))


def gift_taken(taken: Gift, balance_micro: int, t: Translator) -> View:
    """The money of a friend is in the wallet."""
    text = t(
        "🎁 <b>{amount}</b> from a friend is in your wallet. Balance: {balance}",
        amount=_amount(taken, t),
        balance=t.balance(balance_micro, taken.currency),
    )
    return View(text, ((new_order(t), ("💰 " + t.label("Wallet"), WALLET)), (home(t),)))


def gift_elsewhere(shown: Gift, username: str, t: Translator) -> View:
    """The message about a gift in another chat. Telegram lets us edit it because it has a button."""
    if shown.state is GiftState.OPEN:
        text = t(
            "🎁 <b>A gift of {amount} for you</b>\nWhoever opens it first has it.", amount=_amount(shown, t)
        )
        opens = ("🎁 " + t.label("Open the gift"), Link(link_to_gift(shown, username)))
    else:
        taken = shown.state is GiftState.TAKEN
        words = t("🎁 The gift of {amount} was taken.", amount=_amount(shown, t))
        text = words if taken else t("🎁 This gift can no longer be taken.")
        opens = ("🛍 " + t.label("Open the shop"), Link(link_to_shop(username)))
    return View(text, ((opens,),))


def gift_result(shown: Gift, username: str, t: Translator) -> InlineQueryResultArticle:
    """An open gift in the list of `@bot gift`, and the message that it becomes."""
    view = gift_elsewhere(shown, username, t)
    return InlineQueryResultArticle(
        id=f"g-{shown.id}",
        title="🎁 " + t.label("Gift of {amount}", amount=_amount(shown, t)),
        description=t.label("Whoever opens it first has it"),
        input_message_content=InputTextMessageContent(message_text=view.text, parse_mode=PARSE_MODE),
        reply_markup=markup(*view.rows),
    )


def link_to_gift(shown: Gift, username: str) -> str:
    """Return the link by which a gift is taken."""
    return link_that_starts(username, GIFT_LINK + shown.token)


def _amount(shown: Gift, t: Translator) -> str:
    return t.money(shown.amount_micro, shown.currency)
