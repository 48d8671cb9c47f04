"""A text of the shop's exactly as its readers see it."""

from html import escape

from handlers.view import Row, View
from handlers.welcome.home_views import Home, home_card
from handlers.welcome.support_views import support, terms
from locales import Translator
from shop.live_values import LiveKey
from shop.own_words import OwnWords, in_language


def preview(key: LiveKey, words: OwnWords, name: str, t: Translator) -> View:
    """The screen on which this text stands, for a reader of this name; only links have their buttons."""
    if key.name == "terms":
        return View(terms(words, t).text)
    if key.name == "support_contact":
        screen = support(words, t)
        links: tuple[Row, ...] = (screen.rows[0],) if words.contact else ()
        return View(screen.text, links)
    if key.name in {"description", "short_description"}:
        texts = words.description if key.name == "description" else words.short_description
        return View(escape(in_language(texts, t.language), quote=False) or "–")
    return View(home_card(Home(name=name, orders=(), words=words), t).text)
