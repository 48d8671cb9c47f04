"""Read whole numbers as people type them: 1000, 10 000, 1.000, 1k, 1,5k, ١٬٠٠٠, 2 тыс, 1000 likes.

A number counts things, so a mark with three digits behind it parts thousands. Behind "1.500k" there are two
numbers, 1,500 and 1,500,000: both are returned, and whoever asked has to ask again.
"""

import re

from shop.catalogue.platforms import words_of
from shop.quality.kind_words import THINGS
from shop.typed import AROUND_A_NUMBER, as_id

LARGEST = 10**12
"""Nobody orders as many."""

_WORDS = {
    1: "pcs pc pieces шт штук штуки adet tane buah biji ta dona unit units unidades uds und piezas عدد تا नग",
    1_000: """
        k к тыс тысяча тысячи тысяч тис тисяч tys ming mingta мың bin ribu rb thousand tausend tsd mille mila
        nghìn ngàn هزار ألف الف آلاف الاف हज़ार हजार 千 천""",
    10_000: "万 萬 만",
    100_000: "lakh lakhs lac लाख",
    1_000_000: """
        m м mln млн kk кк milyon million millions millones milhões миллион миллиона миллионов juta jt triệu
        میلیون مليون""",
    10_000_000: "crore crores करोड़",
}
"""Words and letters for a multiple, or for pieces, that mean the same to everybody who uses them."""

_SCALES: dict[str, tuple[int, ...]] = {
    **{word: (scale,) for scale, words in _WORDS.items() for word in words.split()},
    "mil": (1_000_000, 1_000),
}
"""What each word multiplies by. "mil" is a thousand in Spanish and Portuguese, a million in English."""

_COUNTED = frozenset(" ".join(phrase) for phrases in THINGS.values() for phrase, _ in phrases)
"""What is ordered, like followers: behind a number it says what the number counts."""

_BLANKS = " \u00a0\u2007\u2009\u202f"
_SAME = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "´": "'",
        "٬": "'",
        "،": ",",
        "，": ",",
        "\u20e3": None,
        **dict.fromkeys(_BLANKS, " "),
    }
)
_TYPED = re.compile(r"(\d(?:[\d .,'_٫]*\d)?) ?([^\W\d_][^\d_]*?)?\.?")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ .,'_])\d{3})(?:\1\d{3})*")
_INDIAN = re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}")
_ENDS = re.compile(r"[\s,!;:؛]+$")
_NO_DECIMALS = re.compile(r"(\d{4,}|\d{1,3}(?:[ .,'_]\d{2,3})+)([.,٫])0{1,2}")
"""A thousand or more with decimals that are none: of "10,00" nobody knows what was meant."""

_PLAIN = re.compile(r"\d{1,12}")
_DECIMAL = re.compile(r"(?P<whole>\d.*?)(?P<mark>[.,٫])(?P<rest>\d+)")


def readings(text: str) -> tuple[int, ...]:
    """Return the whole numbers this text can mean, the largest first: none, one, or two.

    Nobody counts in parts of one: the point of "1.000 likes" parts thousands.
    """
    parts = _parts(text)
    if parts is None:
        return ()
    digits, scales = parts[0], _scales(parts[1]) if parts[1] else (1,)
    if scales == (1,):
        decimals = _NO_DECIMALS.fullmatch(digits)
        found = {_whole(decimals[1] if decimals and decimals[2] not in decimals[1] else digits)}
    else:
        whole = _whole(digits)
        found = set()
        for scale in scales:
            found |= {None if whole is None else whole * scale, _scaled(digits, scale)}
    return tuple(sorted((one for one in found if one is not None and one < LARGEST), reverse=True))


def read_number(text: str) -> int | None:
    """Return the whole number in this text; None if there is none, or if it can be one of two."""
    found = readings(text)
    return found[0] if len(found) == 1 else None


def multiples(text: str) -> tuple[int, ...]:
    """Return the `readings` of a number with a word for thousands or the like, and nothing else behind it."""
    parts = _parts(text)
    return readings(text) if parts and _SCALES.get(parts[1] or "", (1,)) != (1,) else ()


def _parts(text: str) -> tuple[str, str | None] | None:
    """Return the digits and the words behind them; None for any other text."""
    plain = as_id(text).translate(_SAME).lower()
    typed = _TYPED.fullmatch(_ENDS.sub("", plain.strip(AROUND_A_NUMBER)).strip(AROUND_A_NUMBER))
    return (typed[1], typed[2]) if typed is not None else None


def _scales(word: str) -> tuple[int, ...]:
    """Return what the words behind a number multiply it by: thousands, what is counted, or both."""
    known = _SCALES.get(word)
    if known is not None:
        return known
    first, _, rest = word.partition(" ")
    if _is_counted(word):
        return (1,)
    return _SCALES.get(first.rstrip("."), ()) if _is_counted(rest.strip()) else ()


def _is_counted(word: str) -> bool:
    return _SCALES.get(word) == (1,) or " ".join(words_of(word)) in _COUNTED


def _whole(digits: str) -> int | None:
    """Return the number whose marks, if any, part thousands."""
    if _PLAIN.fullmatch(digits):
        return int(digits)
    grouped = _GROUPED.fullmatch(digits) or _INDIAN.fullmatch(digits)
    return int(re.sub(r"\D", "", digits)) if grouped else None


def _scaled(digits: str, scale: int) -> int | None:
    """Return a number with decimals times `scale`, if that is whole: 1.5 thousand is, 1.2345 is not."""
    decimal = _DECIMAL.fullmatch(digits)
    whole = _whole(decimal["whole"]) if decimal else None
    if decimal is None or whole is None or decimal["mark"] in decimal["whole"]:
        return None
    rest = decimal["rest"]
    part, left = divmod(int(rest) * scale, 10 ** len(rest))
    return None if left else whole * scale + part
