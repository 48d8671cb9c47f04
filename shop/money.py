"""Money in integer micro-units: a millionth of one unit of a currency.

0.27819 is exactly 278190 micro; a rate of "0.90" per 1000 is exactly 900 micro
for one. No amount is ever a float.
"""

import re
from decimal import Decimal

from shop.typed import AROUND_A_NUMBER, as_typed_number

MICRO = 1_000_000
"""Micro-units in one unit of the currency."""

PRICE_QUANTUM = 100
"""Prices are rounded up to this many micro-units (0.0001) once, at the quote."""

_PLAIN_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")

# "1.000", "12,345": the mark separates thousands or decimals. "0.125" and "1.2345" are unambiguous.
_TWO_READINGS = re.compile(r"([1-9][0-9]{0,11})[.,]([0-9]{3})")
_POINTS = str.maketrans("٫٬’‘ʼʻ´\u00a0\u2007\u2009\u202f", ".''''''    ", "\u20e3")
_BEHIND = re.compile(r"(?:/-|[\s,!;:؛.])+$")
_NO_CENTS = re.compile(r"(?<=[.,])[-–—]$")
"""As in "50,-": what stands before that mark is whole."""

# Marks between thousands that can be nothing else: blanks and apostrophes; points or commas with the other
# of them behind, for one or two decimals; the same mark more than once; and as in India, 1,00,000.
_GROUPED = re.compile(
    "|".join(
        (
            r"[1-9][0-9]{0,2}([ '])[0-9]{3}(?:\1[0-9]{3})*(?:[.,][0-9]{1,2})?",
            r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]{1,2}",
            r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]{1,2}",
            r"[1-9][0-9]{0,2}([.,])[0-9]{3}(?:\2[0-9]{3})+",
            r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]{1,2})?",
        )
    )
)
_LISTED = re.compile(r"[\d.]*,(?:[\d.]*,[\d.,]*|\d{1,2}|\d{4,})")
"""Amounts with nothing but commas between them."""

_DOLLARS = "DOLLAR DOLLARS ДОЛЛАР ДОЛЛАРА ДОЛЛАРОВ DÓLAR DÓLARES DOLAR DOLLOR دولار دلار डॉलर"
_PESOS, _RUPEES = "PESO PESOS ПЕСО", "RS RS. RUPEE RUPEES RUPAYE РУПИЙ रुपये रुपया रुपए روپیه"
_SIGNS = {
    "USD": f"$ US$ BUCKS БАКСОВ {_DOLLARS}", "AUD": f"$ A$ {_DOLLARS}", "CAD": f"$ C$ {_DOLLARS}",
    "NZD": f"$ NZ$ {_DOLLARS}", "SGD": f"$ S$ {_DOLLARS}", "HKD": f"$ HK$ {_DOLLARS}",
    "ARS": f"$ {_PESOS}", "MXN": f"$ MX$ {_PESOS}", "CLP": f"$ {_PESOS}", "COP": f"$ {_PESOS}",
    "BRL": "R$ REAL REAIS", "EUR": "€ EURO EUROS ЕВРО AVRO YEVRO يورو یورو यूरो", "GBP": "£ POUND POUNDS",
    "PLN": "ZŁ", "RUB": "₽ РУБ РУБ. Р Р. РУБЛЬ РУБЛЯ РУБЛЕЙ RUBLE RUBLES",
    "UAH": "₴ ГРН ГРН. ГРИВНА ГРИВНЫ ГРИВЕН ГРИВЕНЬ", "KZT": "₸ ТГ ТГ. ТЕНГЕ ТЕҢГЕ TENGE",
    "UZS": "SO'M SOM SUM СУМ СУМОВ СЎМ", "TRY": "₺ TL LIRA ЛИР ЛИРА", "INR": f"₹ {_RUPEES}", "PKR": _RUPEES,
    "NPR": _RUPEES, "LKR": _RUPEES, "BDT": "৳ TAKA", "IDR": "RP RP. RUPIAH РУПИЙ", "VND": "₫ Đ", "THB": "฿",
    "PHP": f"₱ {_PESOS}", "KRW": "₩ 원", "JPY": "¥ 円", "CNY": "¥ 元", "ILS": "₪", "IRR": "﷼ ریال",
    "IRT": "تومان تومن", "NGN": "₦ NAIRA", "SAR": "ريال ر.س SR RIYAL RIYALS",
    "AED": "درهم د.إ DH DHS DIRHAM DIRHAMS", "EGP": "جنيه ج.م LE", "KES": "KSH",
}  # fmt: skip
"""What people write for a currency beside its code, in capitals."""


def parse_amount(text: str) -> Decimal | None:
    """Return the amount written in `text`, or None if reading it needs a guess.

    Only plain digits with an optional point are accepted: no sign, no exponent,
    no thousands separator ("1,25" can mean two numbers).
    """
    stripped = text.strip()
    return Decimal(stripped) if _PLAIN_NUMBER.fullmatch(stripped) else None


def typed_amount(text: str, currency: str = "") -> Decimal | None:
    """Like `parse_amount`, for typed text; None also if the text has `two_readings`.

    Digits may be of any script, a comma counts as a point, and the currency's code or sign may stand on
    either side. Marks may part thousands where they can be nothing else: "1,000.00", "1 000", "1.000.000".
    """
    plain = without_currency(text, currency)
    if _GROUPED.fullmatch(plain):
        plain = _ungrouped(plain)
    return None if _TWO_READINGS.fullmatch(plain) else parse_amount(plain.replace(",", "."))


def _ungrouped(grouped: str) -> str:
    """Return the digits, with a point before the one or two that stand behind the last mark."""
    *whole, last = re.split(r"[ ',.]", grouped)
    return "".join(whole) + (f".{last}" if len(last) < 3 else last)


def two_readings(text: str, currency: str = "") -> tuple[str, str] | None:
    """Return both readings of an amount with exactly three digits after its only mark, unambiguously.

    >>> two_readings("50.000"), two_readings("0.500")
    (('50000', '50.0000'), None)
    """
    found = _TWO_READINGS.fullmatch(without_currency(text, currency))
    return (found[1] + found[2], f"{found[1]}.{found[2]}0") if found else None


def amounts_in(text: str) -> list[str]:
    """Return the amounts of a typed list, as they are written there.

    Blanks, semicolons and commas part them; but not a comma that stands with a point, or alone before three
    digits.

    >>> amounts_in("1,000.50, 2.5; 50 10"), amounts_in("5,10,250"), amounts_in("1,000")
    (['1,000.50', '2.5', '50', '10'], ['5', '10', '250'], ['1,000'])
    """
    chunks = re.split(r"[;،\s]+|,\s+", text.strip())
    each = (chunk.split(",") if _LISTED.fullmatch(chunk) else [chunk.strip(",")] for chunk in chunks)
    return [part for parts in each for part in parts if part]


def is_typed(micro: int, text: str, currency: str) -> bool:
    """Return True if the text says this amount, which is known and only typed once more, in any reading.

    >>> is_typed(1_215_000, "1.215", "USD"), is_typed(1_215_000_000, "1,215", "USD")
    (True, True)
    """
    both = two_readings(text, currency)
    amounts = map(parse_amount, both) if both else (typed_amount(text, currency),)
    return any(amount is not None and micro_up(amount) == micro for amount in amounts)


def without_currency(text: str, currency: str) -> str:
    """Return the text in capitals and ASCII digits, without the currency and a sentence's marks."""
    plain = _bare(_in_capitals(text))
    for _ in range(2 if currency else 0):  # "$50 USD" has two
        for sign in _names_of(currency):
            bare = plain.removeprefix(sign) if plain.startswith(sign) else plain.removesuffix(sign)
            if bare != plain:
                plain = _bare(bare)
                break
    return plain


def _bare(plain: str) -> str:
    """Return the text without the marks of a sentence around it."""
    return _BEHIND.sub("", _NO_CENTS.sub("00", plain.strip(AROUND_A_NUMBER))).strip(AROUND_A_NUMBER)


def names_currency(word: str, currency: str) -> bool:
    """Return True if a word is this currency's code, or what people write for it.

    >>> names_currency("usd", "USD"), names_currency("руб.", "RUB"), names_currency("€", "USD")
    (True, True, False)
    """
    return _in_capitals(word) in _names_of(currency)


def _names_of(currency: str) -> list[str]:
    """Return the code and the signs, the longest first: one may begin or end another."""
    return sorted((currency, *_SIGNS.get(currency, "").split()), key=len, reverse=True)


def _in_capitals(text: str) -> str:
    return as_typed_number(text).translate(_POINTS).upper()


def micro_up(amount: Decimal) -> int:
    """Return `amount` in micro-units, rounded up."""
    scaled = amount * MICRO
    whole = int(scaled)
    return whole + 1 if scaled > whole else whole


def ceil_div(number: int, divisor: int) -> int:
    """Return `number / divisor` rounded up, for a positive divisor."""
    return -(-number // divisor)


def rounded_down(micro: int, step_micro: int) -> int:
    """Return the multiple of the step at or below `micro`; a debt becomes a larger one."""
    return micro // step_micro * step_micro


def rounded_up(micro: int, step_micro: int) -> int:
    """Return the multiple of the step at or above `micro`."""
    return ceil_div(micro, step_micro) * step_micro


def amount_text(micro: int) -> str:
    """Return `micro` as exact text, with at least two decimals and no more than needed.

    >>> amount_text(900000), amount_text(278190)
    ('0.90', '0.27819')
    """
    sign = "-" if micro < 0 else ""
    whole, rest = divmod(abs(micro), MICRO)
    decimals = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole}.{decimals}"
