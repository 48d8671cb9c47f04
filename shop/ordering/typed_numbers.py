"""Read whole numbers as people type them: 1000, 10 000, 1.000, 1k, 1,5k, ١٬٠٠٠, 2 тыс.

A number counts things, so a mark with three digits behind it parts thousands. Behind "1.500k" there are two
numbers, 1,500 and 1,500,000: both are returned, and whoever asked has to ask again.
"""

import re

from shop.typed import as_typed_number

LARGEST = 10**12
"""Nobody orders as many."""

_WORDS = {
    1: "pcs pc pieces шт штук штуки adet tane buah biji ta dona unit units unidades عدد",
    1_000: """
        k к тыс тысяча тысячи тысяч тис тисяч tys ming мың bin ribu rb thousand tausend tsd mille mila
        nghìn ngàn هزار ألف الف آلاف الاف हज़ार हजार 千 천""",
    10_000: "万 萬 만",
    100_000: "lakh lakhs lac लाख",
    1_000_000: """
        m м mln млн kk кк milyon million millions millones milhões миллион миллиона миллионов juta jt triệu
        میلیون مليون""",
    10_000_000: "crore crores करोड़",
}
"""Words and letters for a multiple, or for pieces, that mean the same to everybody who uses them.

"mil" is not among them: it is a thousand in Spanish, and short for a million in English.
"""

_SCALE = {word: scale for scale, words in _WORDS.items() for word in words.split()}
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
_AROUND = " \"'«»“”„()[]*`"
_ENDS = re.compile(r"[\s,!;:؛]+$")
_NO_DECIMALS = re.compile(r"(\d{4,}|\d{1,3}(?:[ .,'_]\d{2,3})+)([.,٫])0{1,2}")
"""A thousand or more with decimals that are none: of "10,00" nobody knows what was meant."""

_PLAIN = re.compile(r"\d{1,12}")
_DECIMAL = re.compile(r"(?P<whole>\d.*?)(?P<mark>[.,٫])(?P<rest>\d+)")


def readings(text: str) -> tuple[int, ...]:
    """Return the whole numbers this text can mean, the largest first: none, one, or two."""
    plain = as_typed_number(text).translate(_SAME).lower()
    typed = _TYPED.fullmatch(_ENDS.sub("", plain.strip(_AROUND)).strip(_AROUND))
    if typed is None:
        return ()
    digits, word = typed.groups()
    if word is None:
        decimals = _NO_DECIMALS.fullmatch(digits)
        found = {_whole(decimals[1] if decimals and decimals[2] not in decimals[1] else digits)}
    elif (scale := _SCALE.get(word.strip())) is not None:
        whole = _whole(digits)
        found = {None if whole is None else whole * scale, _scaled(digits, scale)}
    else:
        return ()
    return tuple(sorted((one for one in found if one is not None and one < LARGEST), reverse=True))


def read_number(text: str) -> int | None:
    """Return the whole number in this text; None if there is none, or if it can be one of two."""
    found = readings(text)
    return found[0] if len(found) == 1 else None


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
