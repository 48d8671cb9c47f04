"""Read single values as panels write them: amounts, counts, ids, flags, words; and items by their ids.

Each function returns None for a value that cannot be read without guessing. Absent is not 0, and "1,250"
is not a number, because it can be either of two. "1,234.56", "1.234,56", "1 234,56" and "1,234,567"
separate thousands unambiguously; "1.0E-5" is PHP's form of a small number; "12.34 USD" and "$12.34"
name their currency.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeGuard

from shop.currency import MONEY
from shop.currency import currency_named as currency_of
from shop.typed import as_number, seen, without_sign

LARGEST = 10**12
"""Larger than any price, and within a 64-bit column of micro-units."""

_SURELY_SMALL = 12  # digits of a number that is less than LARGEST
_ENDLESS = re.compile(r"[0-9]{13,40}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TAGS = (
    "a|abbr|address|article|b|big|blockquote|br|center|code|dd|div|dl|dt|em|figure|font|h[1-6]|header|hr|i|img"
    "|ins|kbd|label|li|mark|ol|p|pre|s|section|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th"
    "|thead|tr|tt|u|ul|video|iframe|del|button|input|o:p|svg|path|main|footer|nav|form"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(
    r"<br\s*/?>|<hr[^<>]*>|</?(?:p|div|li|ul|ol|tr|table|h[1-6]|blockquote|section|article)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ID = re.compile(r"[^\s\x00-\x1f\x7f<>{}\[\]\"']{1,128}")
_WITH_DECIMALS = re.compile(r"(\d+)\.0+")
_WHOLE = re.compile(r"0*([1-9][0-9]*)(?:\.0+)?")
_NO_ID = {"0", "null", "none", "nil", "false", "true", "undefined", "nan", "error", "success"}
_YES = {"1", "true", "yes", "on", "2"}  # "2" is a Turkish script's "show refill"
_NO = {"0", "false", "no", "off"}

_PLAIN = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,40})?|\.[0-9]{1,40}|[0-9]{1,12}\.")
_EXPONENT = re.compile(r"[0-9](?:\.[0-9]{1,30})?[eE][+-]?[0-9]{1,2}")
_GROUPED = (
    re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}\.[0-9]{1,40}"),  # 1,234.56 and 12,34,567.89
    re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})+,[0-9]{3}"),  # 1,234,567
)
_GROUPED_BY_POINTS = (
    re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,40}"),  # 1.234,56
    re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}"),  # 1.234.567
)
_GROUPED_BY_BLANKS = re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]{1,40})?")
_BLANKS = {
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " "),
    **str.maketrans({"٫": ".", "٬": "'", "．": ".", "，": ","}),
}
"""Blanks, and marks of other scripts, as the forms below have them."""

_TURNS_ROUND = re.compile("[\u202d\u202e]")
_WITHOUT_BOUNDS = {"unlimited", "nolimit", "infinity", "∞"}
_MINUS = dict.fromkeys(map(ord, "\u2212\u2013\ufe63\uff0d"), "-")

SIGNS: dict[str, frozenset[str]] = {
    "$": frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP", "EGP"}),
    "¥": frozenset({"CNY", "JPY"}),
    "₹": frozenset({"INR"}),
    "₽": frozenset({"RUB"}),
    "₺": frozenset({"TRY"}),
    "₴": frozenset({"UAH"}),
    "₦": frozenset({"NGN"}),
    "৳": frozenset({"BDT"}),
    "₫": frozenset({"VND"}),
    "₩": frozenset({"KRW"}),
    "฿": frozenset({"THB"}),
    "₱": frozenset({"PHP"}),
    "R$": frozenset({"BRL"}),
    "US$": frozenset({"USD"}),
    "Rp": frozenset({"IDR"}),
    "Rs": frozenset({"INR", "PKR", "NPR", "LKR"}),
    "Rs.": frozenset({"INR", "PKR", "NPR", "LKR"}),
    "₨": frozenset({"INR", "PKR", "NPR", "LKR"}),
    "TL": frozenset({"TRY"}),
    "₪": frozenset({"ILS"}),
    "₸": frozenset({"KZT"}),
    "руб": frozenset({"RUB"}),
    "руб.": frozenset({"RUB"}),
    "zł": frozenset({"PLN"}),
    "kr": frozenset({"SEK", "NOK", "DKK"}),
    "KSh": frozenset({"KES"}),
    "GH₵": frozenset({"GHS"}),
    "A$": frozenset({"AUD"}),
    "C$": frozenset({"CAD"}),
    "HK$": frozenset({"HKD"}),
    "NT$": frozenset({"TWD"}),
    "S$": frozenset({"SGD"}),
    "RM": frozenset({"MYR"}),
    "đ": frozenset({"VND"}),
    "VNĐ": frozenset({"VND"}),
    "Kč": frozenset({"CZK"}),
    "Ft": frozenset({"HUF"}),
    "лв": frozenset({"BGN"}),
    "лв.": frozenset({"BGN"}),
    "грн": frozenset({"UAH"}),
    "грн.": frozenset({"UAH"}),
    "р.": frozenset({"RUB"}),
    "сум": frozenset({"UZS"}),
    "so'm": frozenset({"UZS"}),
    "CFA": frozenset({"XOF", "XAF"}),
    "FCFA": frozenset({"XOF", "XAF"}),
    "S/": frozenset({"PEN"}),
    "S/.": frozenset({"PEN"}),
    "₵": frozenset({"GHS"}),
}
_SIGNS = {sign.casefold(): named for sign, named in SIGNS.items()}
_NO_CURRENCY = frozenset(
    {"from", "only", "each", "per", "max", "min", "avg", "upto", "pcs", "lakh", "lac"}
    | {"mil", "mln", "mio", "mrd", "bln", "tys", "tis", "ths", "k", "m"}
)
"""Words that make another amount of a figure, or a bound."""
_NAMED = re.compile(
    r"(?P<before>[^\d\s.,+-]{0,4}\.?)\s*(?P<figure>[\d.,+-][^A-Za-z$€£]*?(?:[eE][+-]?\d+)?)\s*(?P<after>[^\d\s.,+-]{0,4}\.?)"
)

_CODE_AND_SIGN = re.compile(r"([A-Za-z]{3,4})\s+([^\w\s.,+-].*)")
"""USD $5.00, which is $5.00 USD."""

_EXACT = range(-_SURELY_SMALL, 1)

_EMPTY: tuple[object, ...] = (None, "", [], {})

Item = tuple[str | None, object]


def amount(value: object, currency: str | None = None) -> Decimal | None:
    """Return a price, charge or balance that is not negative; any currency it names must be `currency`."""
    number = signed_amount(value, currency)
    return number if number is not None and number >= 0 else None


def signed_amount(value: object, currency: str | None = None) -> Decimal | None:
    """Return an amount of money; some panels' balances go below zero."""
    if isinstance(value, str):
        return money_figure(value, currency)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if abs(number) < LARGEST else None


@dataclass(frozen=True, slots=True)
class AccountMoney:
    """The `currency` of our account at the panel, None while it is unknown, and how the panel names others.

    `aliases` is None where the panel's own word for its currency does not count.
    """

    currency: str | None = None
    aliases: Mapping[str, str] | None = field(default_factory=dict)

    @property
    def known(self) -> str | None:
        """The currency, if others can be told from it: not credits, or a coin that may be called a dollar."""
        return self.currency if self.currency in MONEY else None

    def is_another(self, word: object) -> bool:
        """Return True if this word surely names another currency."""
        return self.known is not None and self.named_by(word) != self.currency

    def named_by(self, word: object) -> str | None:
        """Return the currency that this word surely names; else the account's, None while it is unknown."""
        named = None if self.aliases is None else currency_of(plain(word, 16), self.aliases)
        return named if named in MONEY else self.currency


ANY_MONEY = AccountMoney()


def count(value: object) -> int | None:
    """Return a whole number; a negative one is passed on for the caller to doubt."""
    if isinstance(value, str):
        if value.isdecimal() and value.isascii() and len(value) <= _SURELY_SMALL:
            return int(value)
        number = signed_figure(value)
        if number is not None and abs(number) < 1000 and number.as_tuple().exponent == -3:
            return None  # "1.000", in whatever digits, may mean a thousand
    else:
        number = signed_amount(value)
    return int(number) if number is not None and number == int(number) else None


def plain_amount(value: object) -> Decimal | None:
    """What `amount` returns, of a text of digits and a point; None for anything else, which may be one."""
    return Decimal(value) if isinstance(value, str) and _PLAIN.fullmatch(value) else None


def plain_count(value: object) -> int | None:
    """What `count` returns, of a text of few digits; None for anything else, which may be one."""
    if isinstance(value, str) and len(value) <= _SURELY_SMALL and value.isdecimal() and value.isascii():
        return int(value)
    return None


def limit(value: object) -> int | None:
    """Return a minimum or maximum; one beyond all bounds becomes `LARGEST`."""
    if isinstance(value, str) and (_ENDLESS.fullmatch(value.strip()) or _EXPONENT.fullmatch(value.strip())):
        number = Decimal(value.strip())
        return LARGEST if number >= LARGEST else count(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and value >= LARGEST:
        return LARGEST
    return count(value)


def most(value: object) -> int | None:
    """Return a maximum, which may be none at all: "unlimited"."""
    return LARGEST if isinstance(value, str) and squeezed(value.strip()) in _WITHOUT_BOUNDS else limit(value)


def identifier(value: object) -> str | None:
    """Return the id of something that exists: text, never 0, null or a word that means "no"."""
    if (
        isinstance(value, Decimal)
        and value == value.to_integral_value()
        and value.as_tuple().exponent in _EXACT
    ):
        value = int(value)  # PHP's 23501.0; a number with an exponent may have lost digits
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    if not text.isascii():
        text = as_number(text).translate(_MINUS)
    if text.lower() in _NO_ID or text.startswith("-") or not _ID.fullmatch(text):
        return None
    is_nothing = not text.strip("0-")  # also as a UUID of zeros
    return None if is_nothing or "\ufffd" in text or _CONTROL.search(text) else text


def without_decimals(item_id: str) -> str:
    """Return "23501" for "23501.0", as some scripts write it; any other id as it is."""
    whole = _WITH_DECIMALS.fullmatch(item_id)
    return whole[1] if whole else item_id


def says_empty(members: Mapping[str, object]) -> bool:
    """Return True if a success has a sentence in place of its list, as some panels do for an empty one."""
    return str(members.get("status")).lower() in {"success", "true"} and isinstance(members.get("data"), str)


def flag(value: object) -> bool | None:
    """Return True, False, or None if not given."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, int | str) else ""
    return True if word in _YES else False if word in _NO else None


def plain(value: object, maximum: int = 500) -> str:
    """Return text safe for any database, terminal and chat; empty if the value is not text."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    text = unicodedata.normalize("NFC", str(value)[: 2 * maximum])
    return " ".join(_CONTROL.sub("\ufffd", text.replace("\0", "")).split())[:maximum]


def is_binary(text: str) -> bool:
    """Return True if this has signs that no text has, as compressed bytes do."""
    return _CONTROL.search(text.replace("\0", "")) is not None


def paragraph(value: object, maximum: int = 4000) -> str:
    """Like `plain`, but keep lines and read HTML as text: block tags break lines, others are dropped."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(value[: 4 * maximum])
    if _TAG.search(text):
        text = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", text)))
    lines = (plain(line, maximum) for line in html.unescape(text).splitlines())
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()[:maximum]


def squeezed(word: str) -> str:
    """Return a state's word as `STATES` spells it: "In_Progress" is "inprogress"."""
    return "".join(letter for letter in word.casefold() if letter not in " _-\t")


def lower_keys(members: Mapping[str, object]) -> dict[str, object]:
    """Return the members with plain lower-case keys: "Start Count" is "start_count".

    Of two keys that become one, an empty value gives way. Values that contradict each other become a tuple:
    no reader takes it for a value, and each of it may be an objection.
    """
    by_key: dict[str, object] = {}
    for key, value in members.items():
        plain_key = key.strip().lower()
        if " " in plain_key:
            plain_key = "_".join(plain_key.split())
        by_key[plain_key] = _agreed(by_key[plain_key], value) if plain_key in by_key else value
    return by_key


def _agreed(one: object, other: object) -> object:
    if other in _EMPTY:
        return one
    if one in _EMPTY or one == other:
        return other
    if plain(one) and plain(one).casefold() == plain(other).casefold():
        return one
    return (*each(one), *each(other))


def each(value: object) -> tuple[object, ...]:
    """Return what stands under a key: one value, or those that contradict each other (see `lower_keys`)."""
    return value if isinstance(value, tuple) else (value,)


def first(members: Mapping[str, object], keys: Iterable[str]) -> object:
    """Return the value of the first of `keys` that has one."""
    for key in keys:
        value = members.get(key)
        if value is not None and value != "":
            return value
    return None


def signed_figure(text: str) -> Decimal | None:
    """Return the number in `text`, without a currency; None if it has two readings or none."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    written = _in_ascii(text)
    digits = written.removeprefix("-") if written.startswith("-") else written.removeprefix("+")
    number = _figure(digits)
    if number is None or number >= LARGEST:
        return None
    return -number if written.startswith("-") else number


def _in_ascii(figure: str) -> str:
    """Return a figure as ASCII writes it, without what nobody sees."""
    plain = figure if figure.isascii() or _TURNS_ROUND.search(figure) else seen(figure)
    return "".join(_ascii(sign) for sign in plain.translate(_BLANKS).translate(_MINUS).strip())


def written_in(text: str) -> str:
    """Return how the figure of this amount is written: in ASCII, without currency or sign."""
    _, parts = _parts_of(text)
    return _in_ascii(text if parts is None else parts["figure"]).lstrip("+-")


def _parts_of(text: str) -> tuple[str, re.Match[str] | None]:
    """Return the sign of an amount, and its figure with the currency before or behind it."""
    written = (html.unescape(text) if "&" in text else text).translate(_MINUS).strip()
    sign, rest = ("-", written[1:]) if written.startswith("-") else ("", written)
    coded = _CODE_AND_SIGN.fullmatch(rest)
    return sign, _NAMED.fullmatch(rest if coded is None else f"{coded[2]} {coded[1]}")


def money_figure(text: str, currency: str | None = None) -> Decimal | None:
    """Return the amount in `text`, if any currency it names is `currency` (None: any currency)."""
    number = signed_figure(text)
    if number is not None:
        return number
    sign, parts = _parts_of(text)
    if parts is None:
        return None
    before, after = parts["before"], parts["after"]
    if not (before or after) or not all(_agrees(named, currency) for named in (before, after) if named):
        return None
    if before and after and after.upper() not in _SIGNS.get(before.casefold(), ()):
        return None
    return signed_figure(sign + parts["figure"])


def currency_named(text: str) -> str | None:
    """Return the currency code that an amount names in letters: "12.34 USD"."""
    _, parts = _parts_of(text)
    named = (parts["after"] or parts["before"]).upper() if parts is not None else ""
    return named if len(named) == 3 and _is_code(named) else None


def _agrees(named: str, currency: str | None) -> bool:
    wanted = (currency or "").strip().upper()
    meant = _SIGNS.get(named.casefold())
    if meant is not None:
        return not wanted or wanted in meant or wanted == named.upper()
    return _is_code(named) and (not wanted or named.upper() == wanted)


def _is_code(named: str) -> bool:
    if named.casefold() in _NO_CURRENCY:
        return False
    return 3 <= len(named) <= 4 and named.isascii() and named.isalpha()


def _ascii(sign: str) -> str:
    """Return a digit of any script in ASCII."""
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


def _figure(digits: str) -> Decimal | None:
    try:
        if _PLAIN.fullmatch(digits) or _EXPONENT.fullmatch(digits):
            return Decimal(digits)
        if any(form.fullmatch(digits) for form in _GROUPED):
            return Decimal(digits.replace(",", ""))
        if any(form.fullmatch(digits) for form in _GROUPED_BY_POINTS):
            return Decimal(digits.replace(".", "").replace(",", "."))
        if _GROUPED_BY_BLANKS.fullmatch(digits):
            return Decimal(re.sub("[ '’]", "", digits).replace(",", "."))
    except InvalidOperation:
        return None
    return None


@dataclass(frozen=True, slots=True)
class Matched:
    """The raw items by id; `strays` were not asked about, `unplaced` rows have no id."""

    by_id: dict[str, object]
    strays: tuple[str, ...] = ()
    unplaced: int = 0


def match(value: object, asked: Sequence[str], id_keys: tuple[str, ...], ours: Sequence[str] = ()) -> Matched:
    """Match the items of a list of rows or a map of ids. With nothing asked, every id counts.

    An id that comes twice with different values is left out. `ours` are ids beside those `asked` that we
    know to be other items of ours.
    """
    if len(asked) > 1 and _is_map_of(value, asked, id_keys):
        return Matched(value)
    items = list(_items(value, asked, id_keys, ours))
    if len(items) == 1 and items[0][0] is None and len(asked) <= 1:
        return Matched({asked[0] if asked else "": items[0][1]})
    spelled = _as_asked(asked)
    placed: dict[str, object] = {}
    contradicted: set[str] = set()
    for found, item in items:
        item_id = found if found is None else spelled.get(id_key(found), found)
        if item_id is not None and placed.setdefault(item_id, item) != item:
            contradicted.add(item_id)
    wanted = set(asked) or set(placed)
    return Matched(
        by_id={item_id: item for item_id, item in placed.items() if item_id in wanted - contradicted},
        strays=tuple(item_id for item_id in placed if item_id not in wanted),
        unplaced=sum(item_id is None for item_id, _ in items),
    )


def id_key(item_id: str) -> str:
    """Return a key equal for two spellings of one number: 7, "7.0", "#7" and "007"."""
    number = _WHOLE.fullmatch(without_sign(item_id))
    return number[1] if number else item_id


def _as_asked(asked: Sequence[str]) -> dict[str, str]:
    """Return the ids as they were asked about, by their keys, without those that share one."""
    keys = Counter(map(id_key, asked))
    return {id_key(item_id): item_id for item_id in asked if keys[id_key(item_id)] == 1}


def _is_map_of(value: object, asked: Sequence[str], id_keys: tuple[str, ...]) -> TypeGuard[dict[str, object]]:
    """Return True if this is what was asked for and nothing else: objects under their ids, without others."""
    if not isinstance(value, dict) or not value.keys() <= set(asked):
        return False
    return all(
        isinstance(item, dict) and not any(key in id_keys or " " in key or not key.islower() for key in item)
        for item in value.values()
    )


def _items(
    value: object, asked: Sequence[str], id_keys: tuple[str, ...], ours: Sequence[str]
) -> Iterator[Item]:
    value = as_list(value)
    if isinstance(value, Mapping):
        rows = {key: item for key, item in value.items() if _is_item(key, item)}
        yield from _of_map(rows, asked, id_keys, ours)
    elif isinstance(value, list):
        yield from _of_list(value, id_keys)


def _of_list(rows: Sequence[object], id_keys: tuple[str, ...]) -> Iterator[Item]:
    """Yield a list's rows by the ids that they name; one that names two in two spellings is of neither."""
    for row in rows:
        ids = _first_ids(row, id_keys) if isinstance(row, dict) else []
        if len(set(ids)) == 1:
            yield ids[0], row


def _of_map(
    rows: Mapping[str, object], asked: Sequence[str], id_keys: tuple[str, ...], ours: Sequence[str]
) -> Iterator[Item]:
    """Yield a map's rows by the ids that they are about.

    A row that names another id than its key is about that one, as the key may be a place in a list. Where
    the key is what we asked about, and no place, the other one is what the panel's own supplier calls it: the
    key counts. But a row that names another id of ours, or the same as another row, contradicts its key, and
    casts doubt on all rows like it.
    """
    own_names = tuple(name for name in id_keys if name != "id")
    keys = {key: identifier(key) for key in rows}
    called = {key: _called(keys[key], row, own_names) for key, row in rows.items()}
    in_doubt = _places(rows, asked)
    if called == keys:
        yield from ((keys[key], row) for key, row in rows.items() if key not in in_doubt)
        return
    asked_keys, places = frozenset(map(id_key, asked)), max(len(rows), len(asked))
    otherwise = {
        key: called_id
        for key, called_id in called.items()
        if called_id is not None and called_id != keys[key] and _is_asked(keys[key], asked_keys, places)
    }
    theirs = list(map(id_key, otherwise.values()))
    is_doubtful = len(set(theirs)) < len(theirs) or not asked_keys.union(map(id_key, ours)).isdisjoint(theirs)
    for key, row in rows.items():
        if key in in_doubt:
            continue
        if key not in otherwise:
            yield called[key], row
        elif not is_doubtful:
            yield keys[key], row


def _places(rows: Mapping[str, object], asked: Sequence[str]) -> Collection[str]:
    """Return the keys that may be places, counted from 1, as the bare `id` in their rows is another number.

    An `id` may be another table's, so it counts only where one of them is another number we asked about.
    """
    if "1" not in rows or rows.keys() != set(map(str, range(1, len(rows) + 1))):
        return ()
    told = {key: own_id(row, ("id",)) for key, row in rows.items() if isinstance(row, dict)}
    others = {key: number for key, number in told.items() if number is not None and id_key(number) != key}
    return () if frozenset(map(id_key, asked)).isdisjoint(map(id_key, others.values())) else others


def _is_asked(key: str | None, asked_keys: frozenset[str], places: int) -> bool:
    """Return True if this key is surely an id that was asked about, not a place among so many."""
    number = None if key is None else id_key(key)
    if number is None or number not in asked_keys:
        return False
    return not number.isdecimal() or int(number) > places


def as_list(value: object) -> object:
    """Return the list of which PHP made a map: its keys are places, not ids. Any other value stays."""
    is_map_of_places = isinstance(value, Mapping) and value.keys() == set(map(str, range(len(value))))
    return list(value.values()) if is_map_of_places and isinstance(value, Mapping) else value


def _is_item(key: str, item: object) -> bool:
    """Return True if a map's member is about an id; other keys may hold texts too."""
    return isinstance(item, dict) or (isinstance(item, str) and any(sign.isdigit() for sign in key))


def named(key: str, item: object, id_keys: tuple[str, ...]) -> str | None:
    """Return the id of a map's member: its own, else its key. A bare `id` may be another table's."""
    return _called(identifier(key), item, tuple(name for name in id_keys if name != "id"))


def _called(by_key: str | None, item: object, names: tuple[str, ...]) -> str | None:
    if not isinstance(item, dict):
        return by_key
    own = own_ids(item, names)
    if not own or is_one_of(by_key, own):
        return by_key
    return own[0] if len(set(_first_ids(item, names))) == 1 else by_key


def own_id(row: Mapping[str, object], id_keys: tuple[str, ...]) -> str | None:
    """Return the id that a row itself names, also inside an object: `{"order": {"id": 7}}`."""
    return _first_ids(row, id_keys)[0]


def _first_ids(row: Mapping[str, object], id_keys: tuple[str, ...]) -> list[str | None]:
    return [_id_in(one, id_keys) for one in each(first(lower_keys(row), id_keys))]


def own_ids(row: Mapping[str, object], id_keys: tuple[str, ...]) -> list[str]:
    """Return all ids that a row names: `order` may be the supplier's, and `order_id` ours."""
    members = lower_keys(row)
    found = (_id_in(one, id_keys) for key in id_keys for one in each(members.get(key)))
    return [one for one in found if one is not None]


def _id_in(own: object, id_keys: tuple[str, ...]) -> str | None:
    return identifier(first(lower_keys(own), ("id", *id_keys)) if isinstance(own, dict) else own)


def is_one_of(item_id: str | None, ids: Iterable[str]) -> bool:
    """Return True if one of `ids` is this id, in whatever spelling."""
    return item_id is not None and id_key(item_id) in map(id_key, ids)
