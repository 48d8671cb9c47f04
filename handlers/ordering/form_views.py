"""The form's questions and the confirm card."""

from handlers.buttons import DRAFT, TOKEN, TOPUP, Button
from handlers.ordering.browsing_views import shortened_html
from handlers.price_lines import Prices
from handlers.view import Row, View, shortened
from locales import Translator, marked
from shop.catalogue.storefront import Offer
from shop.ordering.draft import Draft
from shop.ordering.fields import Ask, Counted, Field
from shop.ordering.order import Order, Terms

QUESTIONS: dict[str, str] = {
    "link": marked("<b>Send the link.</b>"),
    "quantity": marked("<b>How many?</b>"),
    "comments": marked("<b>Send the comments</b>, one on each line. A text file (.txt) is fine too."),
    "usernames": marked("<b>Send the usernames</b>, one on each line."),
    "hashtags": marked("<b>Send the hashtags</b>, one on each line."),
    "hashtag": marked("<b>Send the hashtag.</b>"),
    "keywords": marked("<b>Send the keywords</b>, one on each line."),
    "groups": marked("<b>Send the groups</b>, one on each line."),
    "username": marked("<b>Send the username.</b>"),
    "media": marked("<b>Send the link of the post whose likers should be mentioned.</b>"),
    "answer_number": marked("<b>Which answer in the poll?</b> Send its number, counted from 1."),
    "min": marked("<b>Minimum per new post?</b>"),
    "max": marked("<b>Maximum per new post?</b>"),
    "posts": marked("<b>For how many new posts?</b> Skip for no limit."),
    "old_posts": marked("<b>For how many of the existing posts?</b> Skip for none."),
    "delay": marked("<b>How many minutes after a post should it start?</b>"),
    "expiry": marked("<b>Until which day?</b> Send it like 31/12/2030, or Skip for no end."),
    "country": marked("<b>From which country?</b> Send its two letters, or WW for the whole world."),
    "device": marked("<b>On which device?</b>"),
    "type_of_traffic": marked("<b>Where should the visitors come from?</b>"),
    "google_keyword": marked("<b>Which keyword should they search for?</b>"),
    "referring_url": marked("<b>Which page should they come from?</b> Send its link."),
    "runs": marked(
        "<b>Spread it over time?</b>\n"
        "Send the number of runs: each one delivers the whole quantity. Skip for one run."
    ),
    "interval": marked("<b>How many minutes between two runs?</b>"),
}

CHOICES: dict[tuple[str, str], str] = {
    ("device", "1"): marked("Computer"),
    ("device", "2"): marked("Android"),
    ("device", "3"): marked("iPhone"),
    ("device", "4"): marked("Phones"),
    ("device", "5"): marked("All devices"),
    ("type_of_traffic", "1"): marked("A search engine"),
    ("type_of_traffic", "2"): marked("Another page"),
    ("type_of_traffic", "3"): marked("Nowhere: direct"),
}

LABELS: dict[str, str] = {
    "comments": marked("Comments"),
    "usernames": marked("Usernames"),
    "hashtags": marked("Hashtags"),
    "hashtag": marked("Hashtag"),
    "keywords": marked("Keywords"),
    "groups": marked("Groups"),
    "username": marked("Username"),
    "media": marked("Post"),
    "answer_number": marked("Answer"),
    "min": marked("Minimum"),
    "max": marked("Maximum"),
    "posts": marked("New posts"),
    "old_posts": marked("Earlier posts"),
    "delay": marked("Starts after, in minutes"),
    "expiry": marked("Until"),
    "country": marked("Country"),
    "device": marked("Device"),
    "type_of_traffic": marked("Visitors from"),
    "google_keyword": marked("Keyword"),
    "referring_url": marked("Page"),
}


def question(draft: Draft, field: Field, sold: Offer, prices: Prices, t: Translator) -> View:
    """One question of the form, below what was chosen so far."""
    service = sold.service
    head = f"<b>{shortened_html(service.name, t)}</b>\n{prices.line(service)}"
    parts = [head, t(QUESTIONS[field.name]), *_hints(field, sold, t)]
    if field is sold.form.fields[0] and service.description:
        parts.insert(1, f"<i>{shortened_html(service.description, t, 400)}</i>")
    choices = _choices(draft, field, t)
    last: list[tuple[str, Button]] = [("⬅️ " + t.label("Back"), Button(DRAFT, draft.id, "back"))]
    if field.optional:
        last.append(("⏭ " + t.label("Skip"), Button(DRAFT, draft.id, "skip", field.name)))
    last.append(("✖️ " + t.label("Cancel"), Button(DRAFT, draft.id, "cancel")))
    return View("\n\n".join(part for part in parts if part), (*choices, tuple(last)))


def _hints(field: Field, sold: Offer, t: Translator) -> list[str]:
    if field.name == "link" and sold.platform is not None and sold.platform.hosts:
        return [t("It should lead to {platform}.", platform=sold.platform.label)]
    lines_count = sold.form.counted is Counted.LINES and field.name == sold.form.lines
    limits = sold.service.min, sold.service.max
    if (field.ask is Ask.QUANTITY or lines_count) and limits[0] is not None and limits[1] is not None:
        return [t("From {min} to {max}.", min=limits[0], max=limits[1])]
    return []


def _choices(draft: Draft, field: Field, t: Translator) -> list[Row]:
    buttons = [
        (choice_label(field.name, choice, t), Button(DRAFT, draft.id, "choice", f"{field.name}={choice}"))
        for choice in field.choices
    ]
    across = 2 if any((field.name, choice) in CHOICES for choice in field.choices) else 4
    return [tuple(buttons[start : start + across]) for start in range(0, len(buttons), across)]


def choice_label(name: str, choice: str, t: Translator) -> str:
    """A choice in words, if it has any."""
    words = CHOICES.get((name, choice))
    return t.label(words) if words else choice


def confirm_card(draft_id: str, token: str, terms: Terms, t: Translator, *, missing_micro: int = 0) -> View:
    """Service, link, quantity and price, and the one button that orders.

    `missing_micro` is how much the wallet is short, in micro-units.
    """
    lines = [t("<b>Check your order</b>"), "", *terms_lines(terms, t), "", price_of(terms, t)]
    if missing_micro > 0:
        missing = t.due(missing_micro, terms.currency)
        lines += ["", t("You need <b>{missing}</b> more.", missing=missing)]
    text = "\n".join(lines)
    top_up: Row = (("➕ " + t.label("Top up"), Button(TOPUP, "", "open")),)
    rows: tuple[Row, ...] = (
        *((top_up,) if missing_micro > 0 else ()),
        (("✅ " + t.label("Confirm"), Button(TOKEN, token, "ok")),),
        (
            ("⬅️ " + t.label("Back"), Button(DRAFT, draft_id, "back")),
            ("✖️ " + t.label("Cancel"), Button(DRAFT, draft_id, "cancel")),
        ),
    )
    return View(text, rows)


def twin_warning(draft_id: str, token: str, twin: Order, terms: Terms, t: Translator) -> View:
    """The warning that an order for the same service and link is running; asks once more."""
    warning = t(
        "⚠️ <b>Order {order} for this link is still running.</b>\nPanels often refuse a second one until "
        "it is done. Order again anyway?",
        order=str(twin.id),
    )
    card = confirm_card(draft_id, token, terms, t)
    again: Row = (("✅ " + t.label("Confirm"), Button(TOKEN, token, "again")),)
    return View(f"{warning}\n\n{card.text}", (again, *card.rows[1:]))


def terms_lines(terms: Terms, t: Translator) -> list[str]:
    """Service, link, quantity and all other answers."""
    lines = [t("Service: {service}", service=shortened(terms.service_name, 120))]
    if terms.link:
        lines.append(t("Link: {link}", link=terms.link))
    if terms.quantity is not None:
        lines.append(t("Quantity: {quantity}", quantity=terms.quantity))
    lines += _drip_feed(terms, t)
    lines += [
        f"{t(LABELS[name])}: {_value(name, value, t)}"
        for name, value in terms.fields.items()
        if name in LABELS
    ]
    return lines


def price_of(terms: Terms, t: Translator) -> str:
    """The price that is charged, exactly."""
    if terms.per_post_micro:
        return t(
            "Price: nothing now, up to <b>{price}</b> for each post",
            price=t.money(terms.per_post_micro, terms.currency),
        )
    return t("Price: <b>{price}</b>", price=t.money(terms.price_micro, terms.currency))


def _drip_feed(terms: Terms, t: Translator) -> list[str]:
    runs, interval, each = terms.fields.get("runs"), terms.fields.get("interval"), terms.each
    if not (isinstance(runs, int) and isinstance(interval, int)) or each is None:
        return []
    spread = t(
        "Drip-feed: {runs} runs of {each}, {interval} minutes apart", runs=runs, each=each, interval=interval
    )
    hours, minutes = divmod((runs - 1) * interval, 60)
    return [spread, t("The last run begins after {hours} h {minutes} min", hours=hours, minutes=minutes)]


def _value(name: str, value: object, t: Translator) -> str:
    if isinstance(value, list):
        first = shortened(t.series(str(entry) for entry in value), 160)
        return t("{count} · {first}", count=len(value), first=first)
    if isinstance(value, int):
        return t.number(value)
    return t("{text}", text=shortened(choice_label(name, str(value), t), 160))
