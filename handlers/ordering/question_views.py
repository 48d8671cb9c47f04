"""One question of the form, below what was answered so far, with the answers that can be tapped."""

from collections.abc import Iterator, Sequence

from handlers.buttons import DRAFT, Button
from handlers.navigation import home
from handlers.ordering.chat_views import chat_row
from handlers.ordering.link_views import link_rows, odd_link_rows, short_link
from handlers.ordering.question_words import LABELS, choice_label, link_words, words_for
from handlers.ordering.steps import shortened_html
from handlers.price_lines import Prices
from handlers.view import LABEL, Row, View, in_rows, shortened
from locales import Translator
from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ordering.answers import Answer
from shop.ordering.chat_choice import chats_for
from shop.ordering.draft import LINK, RUNS, Draft
from shop.ordering.fields import COMMON_COUNTRIES, Ask, Counted, Field
from shop.ordering.link_target import target_of_service
from shop.ordering.quantities import quantities
from shop.ordering.spreading import DAY, INTERVALS, ready_choices

COMMON_DELAYS = ("0", "30", "60", "180", "600")


def question(
    draft: Draft, field: Field, sold: Offer, prices: Prices, t: Translator, *, links: Sequence[str] = ()
) -> View:
    """One question of the form, below what was chosen so far. `links` are offered as answers to it.

    At the link's question an odd link has to be decided about first.
    """
    service = sold.service
    head = f"<b>{shortened_html(service.name, t)}</b>\n{prices.line(service)}"
    parts = [head, _given(draft, sold, t), *_asked(field, sold, t), *_hints(field, sold, t)]
    if field.name == LINK and draft.odd_link:
        parts = [f"🔗 {shortened_html(short_link(draft.odd_link), t)}", *parts]
    elif links:
        parts.append(t("Tap one of your last links, or send another."))
    if field is sold.form.fields[0] and service.description:
        parts.insert(1, f"<i>{shortened_html(service.description, t, 400)}</i>")
    text = "\n\n".join(part for part in parts if part)
    of_chats = chat_row(draft.id, chats_for(sold), t) if field.name == LINK else ()
    if field.name == LINK and draft.odd_link:
        return View(text, (*odd_link_rows(draft.id, draft.odd_link, t), *_ways_on(draft, field, t)))
    rows = (*link_rows(draft.id, links), *of_chats, *_choices(draft, field, sold, prices, t))
    return View(text, (*rows, *_ways_on(draft, field, t)))


def _ways_on(draft: Draft, field: Field, t: Translator) -> tuple[Row, ...]:
    back = ("⬅️ " + t.label("Back"), Button(DRAFT, draft.id, "back"))
    cancel = ("✖️ " + t.label("Cancel"), Button(DRAFT, draft.id, "cancel"))
    if not field.optional:
        return ((back, cancel, home(t)),)
    skip = ("⏭ " + t.label("Skip"), Button(DRAFT, draft.id, "skip", field.name))
    return (back, skip), (cancel, home(t))


def _asked(field: Field, sold: Offer, t: Translator) -> list[str]:
    if field.name != LINK:
        return [t(words_for(field))]
    platform = sold.platform
    asked, example = link_words(platform.key if platform else "", target_of_service(sold.service.panels_name))
    if not example:
        to_platform = (
            t("It should lead to {platform}.", platform=platform.label) if platform and platform.hosts else ""
        )
        return [t(asked), to_platform]
    if "name" in example and "…" not in example and platform and platform.profile:
        return [t(asked), t("It looks like {example}; @name is enough.", example=example)]
    return [t(asked), t("It looks like {example}.", example=example)]


def _hints(field: Field, sold: Offer, t: Translator) -> list[str]:
    least, most = sold.service.min, sold.service.max
    if least is None or most is None:
        return []
    if field.ask is Ask.QUANTITY:
        return [t("From {min} to {max}. Tap one, or type a number: 1k is fine.", min=least, max=most)]
    if sold.form.counted is Counted.LINES and field.name == sold.form.lines:
        return [t("From {min} to {max}.", min=least, max=most)]
    return []


def _given(draft: Draft, sold: Offer, t: Translator) -> str:
    """What was answered so far, in one line."""
    shown = (
        t("✓ {answer}", answer=_short(field.name, draft.answers[field.name], t))
        for field in sold.form.fields
        if draft.answers.get(field.name) is not None
    )
    return " · ".join(shown)


def _short(name: str, answer: Answer, t: Translator) -> str:
    if name == LINK:
        return short_link(str(answer))
    if isinstance(answer, list):
        return t.label("{label}: {count}", label=t.label(LABELS[name]), count=len(answer))
    value = t.number(answer) if isinstance(answer, int) else choice_label(name, str(answer), t)
    return value if name == "quantity" else f"{t.label(LABELS[name])}: {shortened(value, 40)}"


def _choices(draft: Draft, field: Field, sold: Offer, prices: Prices, t: Translator) -> list[Row]:
    if field.name == RUNS:
        return [(key,) for key in _ready(draft, sold, t)]
    if field.ask is Ask.QUANTITY:
        keys = list(_quantities(draft, field, sold, prices, t))
    else:
        keys = [_choice(draft, field.name, choice, t) for choice in _offered(field)]
    across = 3 if field.name in {"delay", "interval"} else 2
    return in_rows(keys, across)


def _offered(field: Field) -> tuple[str, ...]:
    """Return the answers worth a button; the others can be typed."""
    if field.ask is Ask.COUNTRY:
        return COMMON_COUNTRIES
    if field.name == "interval":
        return tuple(str(minutes) for minutes in INTERVALS)
    if field.name == "delay":
        return tuple(choice for choice in COMMON_DELAYS if choice in field.choices)
    return field.choices


def _choice(draft: Draft, name: str, choice: str, t: Translator, label: str = "") -> tuple[str, Button]:
    shown = label or shortened(choice_label(name, choice, t), LABEL)
    return shown, Button(DRAFT, draft.id, "choice", f"{name}={choice}")


def _quantities(
    draft: Draft, field: Field, sold: Offer, prices: Prices, t: Translator
) -> Iterator[tuple[str, Button]]:
    """The usual quantities with their prices."""
    for number in quantities(sold.service):
        lower = draft.answers.get("min")
        if field.name == "max" and isinstance(lower, int) and number < lower:
            continue
        try:
            price = _price(draft, sold, prices, t, {field.name: number}) if field.name == "quantity" else ""
        except ShopError:
            continue  # too dear to be booked
        yield _choice(draft, field.name, str(number), t, _with_price(t.number(number), price, t))


def _ready(draft: Draft, sold: Offer, t: Translator) -> Iterator[tuple[str, Button]]:
    """The ready ways to spread the order."""
    each = draft.answers.get("quantity")
    amount = each if isinstance(each, int) else 0
    for runs, minutes in ready_choices(sold.service, draft.answers):
        if minutes == DAY:
            shown = t.label("{runs} × {each}, one a day", runs=runs, each=amount)
        else:
            shown = t.label("{runs} × {each}, one an hour", runs=runs, each=amount)
        yield shown, Button(DRAFT, draft.id, RUNS, f"{runs}x{minutes}")


def _with_price(label: str, price: str, t: Translator) -> str:
    """The label with its price behind it, where a phone shows both."""
    both = f"{label}{t.separator}{price}" if price else label
    return both if len(both) <= LABEL else label


def _price(draft: Draft, sold: Offer, prices: Prices, t: Translator, more: dict[str, Answer]) -> str:
    """The price with these answers; empty while nothing is sold. Raises ShopError if it is too high."""
    if prices.own is None:
        return ""
    quoted = prices.own.quote(sold.service, sold.form, {**draft.answers, **more})
    return t.money(quoted.price_micro, quoted.currency)
