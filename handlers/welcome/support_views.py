"""Who helps, and on what terms people buy here: /support, /paysupport, /terms."""

from handlers.buttons import START, WALLET, Button
from handlers.navigation import ask_us, back_and_home, my_orders
from handlers.shop_terms.views import terms_text
from handlers.tickets.views import write_door
from handlers.view import Link, Row, Target, View
from locales import Translator
from shop.own_words import OwnWords
from shop.tickets.ticket import About

TERMS = Button(START, "", "terms")
STATEMENT = Button(WALLET, "", "statement")


def support(words: OwnWords, t: Translator) -> View:
    """The answer to /support."""
    known = t("Is it about an order? Then tell us its number: My orders has it.")
    parts = [t("💬 <b>Ask us</b>"), _who_answers(words, t), known]
    rows: tuple[Row, ...] = (
        (_to_a_person(words, t),),
        (my_orders(t), ("📜 " + t.label("Terms"), TERMS)),
        back_and_home(t),
    )
    return View("\n".join(parts), rows)


def pay_support(words: OwnWords, t: Translator) -> View:
    """The answer to /paysupport: who settles questions about payments, which Telegram does not."""
    parts = [
        t("💳 <b>Questions about a payment</b>"),
        t(
            "This shop answers for everything that is paid here, also in Stars; Telegram's own support "
            "cannot help with it."
        ),
        _who_answers(words, t),
        t(
            "Say when you paid and how much; the statement of your wallet has every payment. What an order "
            "does not deliver is back in your wallet by itself."
        ),
    ]
    rows: tuple[Row, ...] = (
        (_to_a_person(words, t, About.PAYMENT),),
        (("📄 " + t.label("Statement"), STATEMENT), ("📜 " + t.label("Terms"), TERMS)),
        back_and_home(t),
    )
    return View("\n\n".join(parts), rows)


def terms(words: OwnWords, t: Translator) -> View:
    """The answer to /terms: the operator's, or what the shop itself promises."""
    rows: tuple[Row, ...] = ((ask_us(words.contact, t),), back_and_home(t))
    return View(t("📜 <b>Terms</b>") + f"\n\n{terms_text(words, t)}", rows)


def called(t: Translator) -> View:
    """The answer when somebody has asked for a person."""
    text = t("✅ The shop's operator has been told, and will write to you here at Telegram.")
    return View(text, (back_and_home(t),))


def _who_answers(words: OwnWords, t: Translator) -> str:
    if words.contact:
        return t("Write to us: a person reads it and answers.")
    return t("Write your message now: a person of the shop reads it and answers here.")


def _to_a_person(words: OwnWords, t: Translator, about: About = About.SHOP) -> tuple[str, Target]:
    if words.contact:
        return ("💬 " + t.label("Write to us"), Link(words.contact))
    return write_door(t, about)
