"""The card that asks to accept the shop's terms, and the terms to read first."""

from handlers.buttons import START, Button
from handlers.navigation import GO_ON, WALLET, back_and_home
from handlers.view import Row, View
from locales import Translator
from shop.own_words import OwnWords, in_language, version_of

ORDER, TOPUP, MEMBERSHIP = "order", "topup", "member"
"""What a person was about to do, and does next: the `value` of every button here."""

BEFORE = {ORDER: GO_ON, TOPUP: WALLET, MEMBERSHIP: WALLET}
"""The screen to go back to without accepting."""


def acceptance(words: OwnWords, then: str, t: Translator, *, again: bool) -> View:
    """The question, before `then`; `again` if other terms were accepted before."""
    if again:
        asked = t(
            "📜 <b>The terms of this shop have changed</b>\n"
            "By ordering or topping up here you accept them as they are now."
        )
    else:
        asked = t(
            "📜 <b>Before you go on</b>\nBy ordering or topping up here you accept the terms of this shop."
        )
    read = ("📖 " + t.label("Read"), Button(START, "", "readterms", then))
    rows: tuple[Row, ...] = ((read, _accept(words, then, t)), back_and_home(t, BEFORE[then]))
    return View(asked, rows)


def terms_to_accept(words: OwnWords, then: str, t: Translator) -> View:
    """The whole terms; below them they can be accepted."""
    back = Button(START, "", "askterms", then)
    rows: tuple[Row, ...] = ((_accept(words, then, t),), back_and_home(t, back))
    return View(t("📜 <b>Terms</b>") + f"\n\n{terms_text(words, t)}", rows)


def terms_text(words: OwnWords, t: Translator) -> str:
    """The operator's terms, in another language if there are none in the reader's; else the shop's own."""
    own = in_language(words.terms, t.language) or next(iter(words.terms.values()), "")
    return own or t(
        "The price you confirm is the price you pay. An order is placed once, and only after you confirm it. "
        "What is not delivered is back in your wallet by itself. Give links to what is yours or what you may "
        "promote, and leave them public until the order is done. The shop keeps your name at Telegram, your "
        "orders and your payments, and passes on the link of an order to have it delivered."
    )


def _accept(words: OwnWords, then: str, t: Translator) -> tuple[str, Button]:
    """The button accepts the version that its card is about, and no other."""
    return ("✅ " + t.label("I accept"), Button(START, version_of(words.terms), "accept", then))
