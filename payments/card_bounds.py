"""Telegram's bounds for a card invoice's total: about 1 to 10,000 USD."""

from decimal import Decimal

from payments.base import Bounds
from shop.currency import OF_A_THOUSAND
from shop.money import MICRO, micro_up

WORTH_A_DOLLAR = {
    "AED": "3.67", "AFN": "70", "ALL": "92", "AMD": "390", "ARS": "1000", "AUD": "1.52", "AZN": "1.7",
    "BAM": "1.8", "BDT": "118", "BGN": "1.8", "BHD": "0.376", "BND": "1.35", "BOB": "6.9", "BRL": "5.5",
    "BYN": "3.3", "CAD": "1.37", "CHF": "0.88", "CLP": "930", "CNY": "7.2", "COP": "4100", "CRC": "515",
    "CZK": "23", "DKK": "6.9", "DOP": "60", "DZD": "135", "EGP": "49", "ETB": "120", "EUR": "0.92",
    "GBP": "0.78", "GEL": "2.7", "GHS": "15", "GTQ": "7.75", "HKD": "7.8", "HNL": "25", "HRK": "7",
    "HUF": "360", "IDR": "16000", "ILS": "3.7", "INR": "85", "IQD": "1310", "IRR": "42100", "ISK": "138",
    "JMD": "157", "JOD": "0.709", "JPY": "150", "KES": "129", "KGS": "87", "KRW": "1370", "KZT": "480",
    "LBP": "89500", "LKR": "300", "MAD": "9.9", "MDL": "17.8", "MMK": "2100", "MNT": "3400", "MOP": "8",
    "MUR": "46", "MVR": "15.4", "MXN": "18.5", "MYR": "4.5", "MZN": "64", "NGN": "1550", "NIO": "36.8",
    "NOK": "10.7", "NPR": "135", "NZD": "1.65", "PAB": "1", "PEN": "3.75", "PHP": "57", "PKR": "278",
    "PLN": "3.95", "PYG": "7700", "QAR": "3.64", "RON": "4.6", "RSD": "107", "RUB": "90", "SAR": "3.75",
    "SEK": "10.5", "SGD": "1.34", "SYP": "13000", "THB": "35", "TJS": "10.7", "TMT": "3.5", "TND": "3.1",
    "TRY": "34", "TTD": "6.8", "TWD": "32", "TZS": "2650", "UAH": "41", "UGX": "3700", "USD": "1",
    "UYU": "41", "UZS": "12700", "VES": "40", "VND": "25000", "YER": "250", "ZAR": "18", "ZMW": "26",
}  # fmt: skip
"""The currencies of cards (core.telegram.org/bots/payments/currencies.json). Telegram's bounds follow the
exchange rates of the day; these rates are of one day, so only USD is exact."""

MINIMUM_DOLLARS, MAXIMUM_DOLLARS = 1, 10_000

DRIFT = Decimal("1.5")
"""How far a rate may have moved since: amounts further outside are refused here, Telegram judges the rest."""


def card_bounds(currency: str, *, drift: Decimal = Decimal(1)) -> Bounds | None:
    """Return a card invoice's bounds; None if no card is charged in this currency.

    None, too, for currencies of a thousand coins: we do not know in which of them Telegram counts, and to
    be wrong would charge a tenth, or ten times as much.
    """
    worth = WORTH_A_DOLLAR.get(currency)
    if worth is None or currency in OF_A_THOUSAND:
        return None
    allowed = Decimal(1) if currency == "USD" else drift
    dollar = Decimal(worth)
    minimum = micro_up(dollar * MINIMUM_DOLLARS / allowed)
    return Bounds(minimum, int(dollar * MAXIMUM_DOLLARS * allowed * MICRO))
