"""The message with news of a person's services, and the screen on which they are wanted or not."""

from collections.abc import Mapping, Sequence

from handlers.buttons import START, Button
from handlers.navigation import back_and_home, home
from handlers.ordering.list_views import key_of_id
from handlers.ordering.steps import shortened_html
from handlers.view import Row, View
from locales import Translator
from shop.catalogue.labels import Entry, labels
from shop.catalogue.service_news import Change, Item, items_of

SETTINGS, NEWS = Button(START, "", "settings"), Button(START, "", "news")
WANT, CARD = "newson", "card"
STOP = Button(START, "", "newsoff")
DOORS = 5
"""Services whose cards the message leads to."""

NAME = 60


def line(t: Translator, *, wanted: bool) -> str:
    """What /settings says of them."""
    return "📰 " + (t("News of your services: on") if wanted else t("News of your services: off"))


def door(t: Translator) -> tuple[str, Button]:
    """The door from /settings."""
    return "📰 " + t.label("News"), NEWS


def switch(t: Translator, *, wanted: bool) -> View:
    """What the news is, and the button that starts or stops them."""
    text = t(
        "📰 <b>News of your services</b>\n"
        "When a favourite of yours, or a service you have ordered before, changes its price, goes or comes "
        "back, I tell you: in the daytime, and at most once a day."
    )
    says = t("The news is on.") if wanted else t("The news is off.")
    change = ("🔕 " + t.label("Stop this news"), STOP) if wanted else _start(t)
    return View(f"{text}\n\n{says}", ((change,), back_and_home(t, SETTINGS)))


def _start(t: Translator) -> tuple[str, Button]:
    return "🔔 " + t.label("Tell me"), Button(START, "", WANT)


def news(payload: Mapping[str, object], t: Translator) -> View:
    """The news, with the ways to the services' cards and out of the news."""
    items, currency = list(items_of(payload)), str(payload["currency"])
    lines = [_told(one, currency, t) for one in items]
    more = int(str(payload["more"]))
    if more:
        lines.append(t.plural("… and {n} more service", "… and {n} more services", more))
    title = t("📰 <b>News of your services</b>")
    note = t("<i>Prices are for 1,000, or for one package.</i>")
    rows: tuple[Row, ...] = (
        *((one,) for one in _doors(items, currency, t)),
        (("🔕 " + t.label("Stop this news"), STOP),),
        (home(t),),
    )
    return View("\n".join((title, "", *lines, "", note)), rows)


def _told(item: Item, currency: str, t: Translator) -> str:
    name = shortened_html(item.name or item.service_id, t, NAME)
    now, before = t.money(item.now_micro or 0, currency), t.money(item.before_micro or 0, currency)
    match item.change:
        case Change.UP:
            return "🔺 " + t("{price} instead of {before}", price=now, before=before) + f" · {name}"
        case Change.DOWN:
            return "🔻 " + t("{price} instead of {before}", price=now, before=before) + f" · {name}"
        case Change.GONE:
            return "🚫 " + t("No longer sold") + f" · {name}"
        case Change.BACK:
            return "✅ " + t("Back for {price}", price=now) + f" · {name}"


def _doors(items: Sequence[Item], currency: str, t: Translator) -> list[tuple[str, Button]]:
    sold = [one for one in items if one.now_micro is not None][:DOORS]
    entries = [
        Entry(t.money(one.now_micro or 0, currency), one.name or one.service_id, one.service_id)
        for one in sold
    ]
    return [
        (label, Button(START, key_of_id(one.service_id), CARD))
        for label, one in zip(labels(entries), sold, strict=True)
    ]
