"""Sentences in a person's language, with values inserted safely.

English sentences are the keys, gettext's way.
"""

import gettext
import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from copy import copy
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property

from babel import Locale, UnknownLocaleError, parse_locale

from locales import digits
from locales.amounts import Amounts
from locales.right_to_left import RIGHT_TO_LEFT, set_out
from shop.currency import EXACT, Steps
from shop.ledger.topup import STARS, coin_micro
from shop.sentences import Amount, Html, marked
from shop.zones import CITIES, ahead_of_utc, clock_of, minutes_of

SOURCE = "en"

# Around a value whose direction differs from its sentence's, so that neither reorders the other.
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_ISOLATES = frozenset("\u2066\u2067\u2068")
# Classes of UAX #9: right-to-left letters, their digits, and the marks that change a line's direction.
_TURNING = frozenset(("R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
# Text that people copy out of a message has to be exact.
_COPIED = re.compile("(<code>.*?</code>)", re.DOTALL)

# Names that people write and the tables of languages do not have.
_COUNTRIES_TOO = {
    "uk": "GB",
    "england": "GB",
    "britain": "GB",
    "great britain": "GB",
    "англия": "GB",
    "usa": "US",
    "america": "US",
    "сша": "US",
    "америка": "US",
    "uae": "AE",
    "korea": "KR",
    "world": "WW",
    "worldwide": "WW",
    "whole world": "WW",
    "everywhere": "WW",
    "весь мир": "WW",
}

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Letters that the tables have and no country has."""

OWN_NAMES = {
    "ar": "العربية", "en": "English", "es": "Español", "fa": "فارسی", "hi": "हिन्दी", "id": "Bahasa Indonesia",
    "pt": "Português", "ru": "Русский", "tr": "Türkçe", "uz": "Oʻzbek",
}  # fmt: skip
"""So that a list of languages needs the data of none, which is 1.3 MiB each."""

UNDER = marked("under {amount}")
"""Of an amount above 0 that is less than the smallest one shown."""

LATEST_MOMENT = 2**31 - 1
"""Seconds since 1970 that Telegram takes: until 2038."""

YEAR_UNSAID = timedelta(days=300)
"""How far from now a moment says no year. Further away, its day could be taken for that of another year."""

Value = str | int | Amount | datetime


class Translator:
    """Says things in one language.

    Called, it gives Telegram HTML: every value but Html is escaped, and a moment stands in the zone of the
    reader's own clock (see `_by_own_clock`). `label` gives plain
    text, for buttons, toasts and commands. Placeholders are `{named}`. A value
    with right-to-left letters, and any value in a right-to-left sentence,
    is isolated from its sentence; inside <code>, where people copy it, it is not. Without `now`,
    which tells the present moment, no moment says its year.
    """

    def __init__(
        self,
        language: str,
        catalogue: gettext.NullTranslations,
        steps: Steps = EXACT,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.language = language
        self._steps = steps
        self._now = now
        self._locale = _locale_of(language)
        self._catalogue = catalogue
        self._zone: str | None = None
        self._elsewhere: dict[str | None, Translator] = {None: self}

    @property
    def zone(self) -> str:
        """The reader's zone, UTC if nobody knows it."""
        return self._zone or "UTC"

    def at(self, zone: str | None) -> "Translator":
        """Return the same for a reader in this zone, as `shop.zones` writes it; None: nobody knows where."""
        if zone not in self._elsewhere:
            there = self._elsewhere[zone] = copy(self)
            there._zone = zone
        return self._elsewhere[zone]

    @property
    def own_name(self) -> str:
        """This language's name in itself, as it stands in a list."""
        return own_name(self.language)

    def __call__(self, sentence: str, **values: Value) -> str:
        return self._fill(self._said(sentence), values, escape=True)

    def label(self, sentence: str, **values: Value) -> str:
        """Return the sentence as plain text."""
        return self._fill(self._said(sentence), values, escape=False)

    def inserted(self, value: str) -> str:
        """Return a value as HTML, for a text that is no sentence of ours."""
        return self._apart(self._shown(value, escape=True))

    def plural(self, one: str, many: str, n: int, **values: Value) -> str:
        """Return the plural form for `n`, which is inserted as {n}."""
        sentence = self._catalogue.ngettext(one, many, n)
        if self._isolate:
            sentence = set_out(sentence)
        return self._fill(sentence, {**values, "n": n}, escape=True)

    def number(self, value: int) -> str:
        """Return a whole number with this language's grouping."""
        return digits.whole(value, self._locale)

    @property
    def separator(self) -> str:
        """What stands between two numbers on one line."""
        return digits.separator(self._locale)

    def tenths(self, value: int) -> str:
        """Return a number of tenths with one decimal: 46 is 4.6."""
        return digits.decimal(Decimal(value).scaleb(-1), "0.0", self._locale)

    def percent(self, ppm: int) -> str:
        """Return a share as an exact percentage, without the sign: 29000 is 2.9."""
        return digits.decimal(Decimal(ppm).scaleb(-4), "0.####", self._locale)

    def percentage(self, ppm: int) -> str:
        """Return the same with its sign, where this language has it: 2.9 %, %2,9."""
        return self.label("{number} %", number=self.percent(ppm))

    def country(self, code: str) -> str:
        """Return a country's name in this language, or the code where it has none."""
        return str(self._locale.territories.get(code, code))

    def country_code(self, name: str) -> str | None:
        """Return the two letters of a country by them, or its name in this language or in English.

        None if there is no such country.
        """
        wanted = " ".join(name.casefold().split())
        letters = wanted.upper()
        if len(letters) == 2 and letters not in _NO_COUNTRIES and letters in _locale_of(SOURCE).territories:
            return letters
        if wanted in _COUNTRIES_TOO:
            return _COUNTRIES_TOO[wanted]
        for locale in (self._locale, _locale_of(SOURCE)):
            for code, known in locale.territories.items():
                if len(code) == 2 and code.isalpha() and known.casefold() == wanted:
                    return str(code)
        return None

    def money(self, micro: int, currency: str) -> str:
        """Return a price, with all digits: it was rounded to the step when it was made.

        Also an operator's costs and margins. What people have, owe or get is one of the kinds below.
        """
        return self._amounts.exact(micro, currency)

    def balance(self, micro: int, currency: str) -> str:
        """Return what somebody has or gets back, rounded down to the step."""
        return self._amounts.down(micro, currency)

    def due(self, micro: int, currency: str) -> str:
        """Return what somebody has to pay, rounded up to the step."""
        return self._amounts.up(micro, currency)

    def movement(self, micro: int, currency: str) -> str:
        """Return an amount that came in or went out, with its sign, rounded like a balance."""
        shown = self.balance(micro, currency)
        return f"+{shown}" if micro >= self._steps(currency) else shown

    def exact_movement(self, micro: int, currency: str) -> str:
        """Return an amount that came in or went out, with its sign and all digits, for an operator."""
        shown = self.money(micro, currency)
        return f"+{shown}" if micro > 0 else shown

    def button_amount(self, micro: int, currency: str) -> str:
        """Return an amount to choose, short: 25 instead of 25.00."""
        return self._amounts.round(micro, currency)

    def paid(self, currency: str, amount_minor: int) -> str:
        """Return an amount as its payer saw it: in whole Stars, or in money."""
        if currency == STARS:
            return f"{self.number(amount_minor)} ⭐"
        return self.money(amount_minor * coin_micro(currency), currency)

    def moment(self, moment: datetime) -> str:
        """Return a moment by the reader's clock, else in UTC, in short form, as plain text.

        It says its year if it is most of a year away. A sentence takes the moment itself.
        """
        from babel.dates import format_datetime  # noqa: PLC0415 - as the data of a language: when it is needed

        there = moment.astimezone(clock_of(self._zone))
        offset = ahead_of_utc(minutes_of(self._zone, moment))
        is_far = self._now is not None and abs(moment - self._now()) > YEAR_UNSAID
        pattern = "d MMM y HH:mm" if is_far else "d MMM HH:mm"
        words = str(format_datetime(there, pattern, locale=self._locale))
        return f"{digits.own(words, self._locale)} {offset}"

    def day(self, moment: datetime) -> str:
        """Return the day of a moment by the reader's clock, else in UTC, as short as it gets: 28 Nov."""
        from babel.dates import format_datetime  # noqa: PLC0415 - as above

        there = moment.astimezone(clock_of(self._zone))
        return digits.own(str(format_datetime(there, "d MMM", locale=self._locale)), self._locale)

    def city(self, zone: str) -> str:
        """Return the name of a zone's city in this language, or as the tz database has it."""
        named = self._locale.time_zones.get(zone, {}).get("city")
        return str(named or zone.rpartition("/")[2].replace("_", " "))

    def hour(self, written: str) -> str:
        """Return a time of the day, or two of them, in this language's digits: 22:00–08:30."""
        return digits.own(written, self._locale)

    def place(self, zone: str | None, now: datetime) -> str:
        """Return the name of whoever's clock this is: of the zone's city, or of its distance from UTC."""
        return self.city(zone) if zone and "/" in zone else ahead_of_utc(minutes_of(zone, now))

    def cities(self) -> dict[str, str]:
        """Return the zones by their cities' names in this language, in small letters."""
        told = self._locale.time_zones
        known = {str(told[zone]["city"]).casefold(): str(zone) for zone in told if "city" in told[zone]}
        return {**known, **{self.city(zone).casefold(): zone for zone in CITIES}}

    def series(self, texts: Iterable[str]) -> str:
        """Join texts into one value, each isolated from the others."""
        comma = "، " if self._isolate else ", "
        return comma.join(self._apart(text) for text in texts)

    def line(self, text: str) -> str:
        """Return a line of figures and signs so that it begins on the side on which this language does."""
        return RIGHT_TO_LEFT + text if self._isolate else text

    def _said(self, sentence: str) -> str:
        said = self._catalogue.gettext(sentence)
        return set_out(said) if self._isolate else said

    def _fill(self, sentence: str, values: dict[str, Value], *, escape: bool) -> str:
        if not values:
            return sentence.replace("{{", "{").replace("}}", "}")
        exact = {name: self._shown(value, escape=escape) for name, value in values.items()}
        apart = {name: self._apart(text) for name, text in exact.items()}
        parts = enumerate(_COPIED.split(sentence))
        return "".join(part.format_map(exact if place % 2 else apart) for place, part in parts)

    def _shown(self, value: Value, *, escape: bool) -> str:
        if isinstance(value, datetime):
            return self._by_own_clock(value) if escape else self.moment(value)
        if isinstance(value, Amount):
            text = self.money(value.micro, value.currency)
        else:
            text = self.number(value) if isinstance(value, int) else value
        return html.escape(text, quote=False) if escape and not isinstance(value, Html) else text

    def _by_own_clock(self, moment: datetime) -> str:
        """Return a moment as HTML that Telegram's apps show by the reader's clock, and others as `moment`.

        core.telegram.org/bots/api#date-time-entity-formatting: `dt` is a short date and a short time. A
        moment that Telegram's 32 bits cannot hold, as by a clock that is wrong by decades, is words alone.
        """
        words = html.escape(self.moment(moment), quote=False)
        if not 0 <= moment.timestamp() <= LATEST_MOMENT:
            return words
        return f'<tg-time unix="{int(moment.timestamp())}" format="dt">{words}</tg-time>'

    @cached_property
    def _amounts(self) -> Amounts:
        return Amounts(self._locale, self._steps, lambda amount: self.label(UNDER, amount=amount))

    @cached_property
    def _isolate(self) -> bool:
        """True if this language is written from right to left. Reads its data, as the first number does."""
        return self._locale.text_direction == "rtl"

    def _apart(self, text: str) -> str:
        return f"{_ISOLATE}{_balanced(text)}{_END_ISOLATE}" if self._isolate or _turns(text) else text


def own_name(language: str) -> str:
    """Return a language's name in itself; where it is none of ours, with the data of that language."""
    if known := OWN_NAMES.get(language):
        return known
    locale = _locale_of(language)
    name = str(locale.get_display_name(locale) or language)
    return name[:1].upper() + name[1:]


def _locale_of(language: str) -> Locale:
    """Return Babel's locale; where its name is complete, without the 2 MiB of all locales' relations."""
    try:
        return Locale(*parse_locale(language))
    except UnknownLocaleError:
        return Locale.parse(language)


def _turns(text: str) -> bool:
    """Return True if anything in `text` could reorder the words around it."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in _TURNING for letter in text)


def _balanced(text: str) -> str:
    """Return `text` with its isolates balanced: a name must not end the isolate around it."""
    if text.isascii():
        return text
    kept, depth = [], 0
    for letter in text:
        if letter == _END_ISOLATE and not depth:
            continue
        depth += (letter in _ISOLATES) - (letter == _END_ISOLATE)
        kept.append(letter)
    return "".join(kept) + _END_ISOLATE * depth
