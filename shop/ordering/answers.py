"""Read the text a person typed as the answer to one question.

Wrong input raises a ShopError whose key names the sentence that says what is allowed;
the caller then asks the same question again.
"""

import re
from datetime import date, datetime
from typing import TypeAlias

from shop.catalogue.platforms import Platform, words_of
from shop.catalogue.services import Service
from shop.errors import ShopError
from shop.ordering.fields import COMMENTS, Ask, Counted, Field, OrderForm
from shop.ordering.link import check_link
from shop.ordering.link_offers import doubt_about
from shop.ordering.link_target import needs_the_public, wants_a_post
from shop.ordering.link_text import UNSEEN
from shop.ordering.name_lists import names_listed
from shop.ordering.time_words import with_numbers
from shop.ordering.typed_numbers import readings
from shop.ordering.usernames import username_in
from shop.plain import is_plain
from shop.typed import as_typed_number, seen

Answer: TypeAlias = "str | int | list[str] | None"
"""A person's answer; None if they skipped an optional question."""


MAX_LINE = 500
"""Characters in one comment; panels refuse longer ones."""

_WORD = re.compile(r"(?=.*[^\W_])[^\s\x00-\x1f]{1,120}")
"""With a letter or a digit: an emoji or a lone "@" is nobody's name."""

_TEXT = re.compile(r"[^\r\n\x00-\x1f]{1,120}")
_KEPT = frozenset({Ask.LINK, Ask.LINES, Ask.WORD, Ask.TEXT})
"""Answers passed on to the panel character by character."""

_MARKS = "".join(mark for mark in UNSEEN if mark not in "\u200c\u200d\ufe0e\ufe0f")
"""Invisible characters but those that are a part of a letter or an emoji."""

_COUNTRY = re.compile(r"[A-Za-z]{2}")


def read_answer(  # the one place where a field's kind decides
    field: Field,
    text: str,
    *,
    service: Service,
    form: OrderForm,
    answers: dict[str, Answer],
    platforms: tuple[Platform, ...],
    today: date,
    cuts_at: tuple[str, ...] = (),
    odd_link: str = "",
    parted: bool = False,
) -> Answer:
    """Return the answer in `text`, checked. Raises ShopError naming what is allowed.

    `cuts_at` lists the marks at which the panel cuts a comment and charges for each part. `odd_link` is a
    clean link that is taken although its target is of another kind. A `parted` list has
    one item in each line.
    """
    if field.ask in _KEPT and not is_plain(text):
        raise ShopError("link_not_plain" if field.ask is Ask.LINK else "text_not_plain")
    match field.ask:
        case Ask.LINK:
            if field.name != "link":
                return _link(text, ())
            return check_target(text, platforms, service.panels_name, odd_link=odd_link)
        case Ask.QUANTITY:
            return _quantity(field, text, service, answers)
        case Ask.NUMBER:
            number = _bounded(text, field.minimum, field.maximum)
            return _runs_within(number, field, service, answers) if field.name == "runs" else number
        case Ask.LINES:
            named = field.name == "usernames"
            is_one_a_line = parted or not (named or field.name == "hashtags")
            parts = text.splitlines() if is_one_a_line else names_listed(text)
            lines = _lines(field, parts, service, form, cuts_at if field.name == COMMENTS else ())
            return [username_in(line, platforms) for line in lines] if named else lines
        case Ask.CHOICE:
            return _choice(field, text)
        case Ask.DATE:
            return date_in(text, today).strftime("%d/%m/%Y")  # as panels take it
        case Ask.WORD:
            word = username_in(text, platforms) if field.name == "username" else text
            return _matching(_WORD, _bare(word), ShopError("word_not_single"))
        case Ask.TEXT:
            return _matching(_TEXT, text, ShopError("text_not_one_line"))
        case Ask.COUNTRY:
            return _matching(_COUNTRY, text, ShopError("country_not_two_letters")).upper()


# Targets other than links: words of a service's name, and the shape of its target.
_NO_LINKS = (
    (frozenset({"hashtag", "hashtags", "хештег", "хэштег"}), re.compile(r"#[^\W_][\w]{0,99}")),
    (
        frozenset({"email", "e-mail", "emails", "mail", "gmail"}),
        re.compile(r"[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+"),
    ),
    (frozenset({"phone", "number", "sms", "whatsapp", "телефон"}), re.compile(r"\+\d{7,15}")),
)


def check_target(text: str, platforms: tuple[Platform, ...], service_name: str, *, odd_link: str = "") -> str:
    """Return an order's target, cleaned: a link, or whatever else the service's name asks for.

    Raises ShopError naming what is allowed. `link_of_a_profile` has the clean link among its values; that
    link is taken as `odd_link`.
    """
    words, plain = set(words_of(service_name)), seen(text)
    for names, shape in _NO_LINKS:
        if words & names and shape.fullmatch(compact := re.sub(r"(?<=\d)[ ()-]+(?=\d)", "", plain)):
            return compact
    link = _link(text, platforms, public=wants_a_post(service_name) or needs_the_public(service_name))
    doubt = doubt_about(link, service_name)
    if doubt is not None and doubt.key == "link_of_a_profile" and link != odd_link:
        raise doubt
    return link


def _link(text: str, platforms: tuple[Platform, ...], *, public: bool = False) -> str:
    """Return a link to one of the platforms; panels list services for one platform under another."""
    first: ShopError | None = None
    for platform in platforms or (None,):
        try:
            return check_link(text, platform, public=public)
        except ShopError as refused:
            first = first or refused
    assert first is not None  # noqa: S101 - there was at least one to try; tells mypy
    raise first


def as_typed(answer: Answer) -> str:
    """Return the answer as a person would type it, so that it can be read again, a list as `parted`."""
    return "\n".join(answer) if isinstance(answer, list) else str(answer)


def _bounded(text: str, minimum: int, maximum: int) -> int:
    found = readings(text)
    if len(found) > 1:
        many, few = map(str, found)
        raise ShopError("number_unclear", typed=text.strip()[:20], many=many, few=few)
    if not found:
        raise ShopError("number_not_whole", min=minimum, max=maximum)
    [number] = found
    if not minimum <= number <= maximum:
        raise ShopError("number_out_of_range", min=minimum, max=maximum)
    return number


def _quantity(field: Field, text: str, service: Service, answers: dict[str, Answer]) -> int:
    number = _bounded(text, service.min or 1, service.max or 1_000_000_000)
    lower = answers.get("min")
    if field.name == "max" and isinstance(lower, int) and number < lower:
        raise ShopError("max_below_min", min=lower)
    return number


def _runs_within(runs: int, field: Field, service: Service, answers: dict[str, Answer]) -> int:
    """The panel's maximum holds for all runs together (SmartPanel and Glycon families)."""
    each = answers.get("quantity")
    if isinstance(each, int) and service.max is not None and each * runs > service.max:
        if (fitting := service.max // each) < field.minimum:
            raise ShopError("runs_never_fit", quantity=each, max=service.max)
        raise ShopError("runs_over_max", quantity=each, max=service.max, runs=fitting)
    return runs


def _lines(
    field: Field, parts: list[str], service: Service, form: OrderForm, cuts_at: tuple[str, ...]
) -> list[str]:
    stripped = [part.strip() if field.name == COMMENTS else _bare(part) for part in parts]
    lines = [line for line in stripped if seen(line)]
    if not lines:
        raise ShopError("lines_empty")
    longest = max(len(line) for line in lines)
    if longest > MAX_LINE:
        raise ShopError("line_too_long", limit=MAX_LINE)
    if any(mark in line.lower() for mark in cuts_at for line in lines):
        raise ShopError("comments_cut", marks=" ".join(mark.strip() or "␣" for mark in cuts_at))
    if form.counted is Counted.LINES and form.lines == field.name:
        minimum, maximum = service.min or 1, service.max or 1_000_000
        if not minimum <= len(lines) <= maximum:
            raise ShopError("lines_out_of_range", count=len(lines), min=minimum, max=maximum)
    return lines


def _bare(text: str) -> str:
    """Return the text without the marks of direction and other invisible ones that apps put around a name."""
    return text.strip().strip(_MARKS).strip()


def _choice(field: Field, text: str) -> str:
    chosen = text.strip()
    if chosen not in field.choices:
        raise ShopError("choice_unknown")
    return chosen


def date_in(text: str, today: date) -> date:
    """Return the day after `today` that is written as d/m/Y or Y/m/d, or with its month's name.

    People also write dots, dashes and blanks.

    Raises ShopError for what is no date, and for a day that is not later than today.
    """
    plain = re.sub(r"\s*г\.?$", "", with_numbers(as_typed_number(text).casefold()))
    plain = re.sub(r"\s*[.\-]\s*|(?<=\d)\s+(?=\d)", "/", plain)
    plain = re.sub(r"(\d{4})/(\d{1,2})/(\d{1,2})", r"\3/\2/\1", plain)
    try:
        day = datetime.strptime(plain, "%d/%m/%Y").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        raise ShopError("date_unreadable") from None
    if day <= today:
        raise ShopError("date_past")
    return day


def _matching(shape: re.Pattern[str], text: str, otherwise: ShopError) -> str:
    trimmed = text.strip()
    if not shape.fullmatch(trimmed):
        raise otherwise
    return trimmed
