"""What banks write of a payment: notifications in the words of seven countries, and lines of a statement."""

import json
import random
from collections.abc import Callable
from datetime import datetime

from shop.ledger.topup import coin_micro
from shop.money import MICRO


def grouped(minor: int, currency: str, thousands: str, mark: str) -> str:
    """Return an amount in the smallest coins as a bank writes it, with these marks."""
    per_unit = MICRO // coin_micro(currency)
    whole, rest = divmod(minor, per_unit)
    return f"{whole:,}".replace(",", thousands) + (f"{mark}{rest:02d}" if per_unit > 1 else "")


def _hdfc(minor: int, words: str, balance: int, dice: random.Random) -> str:
    return (
        f"Rs.{grouped(minor, 'INR', ',', '.')} credited to a/c **4821 on 01-03-26 by a/c linked to VPA "
        f"ann@ybl {words} (UPI Ref No {dice.randrange(10**12):012d}). Avl Bal: "
        f"Rs.{grouped(balance, 'INR', ',', '.')}"
    )


def _sber(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = grouped(minor, "RUB", " ", ","), grouped(balance, "RUB", " ", ",")
    if dice.random() < 0.5:
        return f"СБЕРБАНК. Перевод {amount}р от ИВАН И. «{words}» Баланс: {rest}р"
    return f"Пополнение, счет RUB. {amount} RUB. Сергей С. {words}. Доступно {rest} RUB"


def _sepay(minor: int, words: str, balance: int, dice: random.Random) -> str:
    told = {"id": dice.randrange(10**9), "gateway": "Vietcombank", "transferType": "in", "code": None}
    return json.dumps(told | {"content": words, "transferAmount": minor, "accumulated": balance})


def _pix(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = grouped(minor, "BRL", ".", ","), grouped(balance, "BRL", ".", ",")
    when = f"{dice.randrange(24):02d}:{dice.randrange(60):02d}"
    return f"Você recebeu um Pix de Ana Souza no valor de R$ {amount} às {when}. {words}. Saldo: R$ {rest}"


def _nigerian(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = grouped(minor, "NGN", ",", "."), grouped(balance, "NGN", ",", ".")
    tail = f"Avail Bal: NGN{rest}\nDate: 01-Mar-2026 {dice.randrange(10, 24)}:15"
    return f"Acct: ****1234\nAmt: NGN{amount} CR\nDesc: NIP {words}\n{tail}"


def _uzbek(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = grouped(minor, "UZS", " ", "."), grouped(balance, "UZS", " ", ".")
    head = dice.choice(("🟢 Perevod na kartu", "Zachislenie"))
    return f"{head} {words}\n➕ {amount} UZS\n💳 ***8346\n🕒 01.03.26 12:30\n💰 {rest} UZS"


def _german(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = grouped(minor, "EUR", ".", ","), grouped(balance, "EUR", ".", ",")
    return f"Zahlungseingang {amount} EUR von Max {dice.choice('ABC')}. {words}. Kontostand {rest} EUR"


BANKS: dict[str, Callable[[int, str, int, random.Random], str]] = {
    "INR": _hdfc,
    "RUB": _sber,
    "VND": _sepay,
    "BRL": _pix,
    "NGN": _nigerian,
    "UZS": _uzbek,
    "EUR": _german,
}


def statement(minor: int, currency: str, words: str, *, number: str, at: datetime, reverses: str = "") -> str:
    """Return a statement with one transfer: so much came, or went back to whom `reverses` names."""
    amount = grouped(minor, currency, ".", ",")
    sign = "-" if reverses else ""
    head = "Buchungstag;Uhrzeit;Verwendungszweck;Betrag;Währung;Transaction ID;Type;Reverses"
    kind = "Storno" if reverses else "Gutschrift"
    return (
        f"{head}\n{at:%d.%m.%Y};{at:%H:%M:%S};{words};{sign}{amount};{currency};{number};{kind};{reverses}\n"
    )
