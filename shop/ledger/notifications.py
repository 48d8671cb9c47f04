"""Read a bank's notification or SMS: the one amount that was credited.

Nothing is guessed. A message is a transfer only if it can be read in one way: one amount, in the account's
currency, that was credited. A balance beside it is not the amount, money that left is not money that came,
and a message that may mean two things is unclear: None, for a person to look at.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shop.currency import currency_named
from shop.ledger.transfers import BLANKS, SIGN, SIGN_OF, Transfer, id_of, minor_of
from shop.typed import as_number

LONGEST = 4_000
"""Characters of a notification; what is longer is no bank's."""

_NUMBER = r"\d+(?:[.,']\d+)*(?: \d{3}(?!\d)(?:[.,]\d{1,2}(?!\d))?)*"
_MONEY = re.compile(
    rf"(?:(?:(?<!\w)(?P<lead>[-−–+➕]) ?)?(?<![^\W\d_])(?P<before>{SIGN})[.:]? ?(?P<inner>[-−–+] ?)?"
    rf"|(?:(?<!\w)(?P<plain>[-−–+➕]) ?|(?<![\w.,:*/−–-])))"
    rf"(?P<number>{_NUMBER})(?: ?(?P<after>{SIGN})(?![^\W\d_])|(?![\w*]))",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"(?<![\d.,])(?:\d{4}-\d{1,2}-\d{1,2}(?:[ T](?=\d\d:))?|\d{1,2}[-./ ]?[A-Za-z]{3}[-./ ]?\d{4}"
    r"|\d{1,2}[-.]?[A-Za-z]{3}[-.]?\d{2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{1,2}:\d\d(?::\d\d)?)(?![\d,])"
)
_BALANCE = re.compile(
    r"\b(?:bal|avl\w*|avail\w*|balan\w*|bakiye|limit|лимит|остат\w*|доступно|баланс\w*|saldo|solde|kontostand"
    r"|disponi\w*|dispon[ií]vel|s[oố] d[uư]|sd|qoldi[qgʻ'‘]*\w*|ostat\w*|dostupno)\b|💰"
)
_CAME = re.compile(
    r"\bcredit(?:ed)?\b|\bcr\b|\breceived?\b|\bdeposit(?:ed)?\b|зачисл\w*|пополн\w*|поступ\w*"
    r"|перев[её]л\w* вам"
    r"|перевод (?:[\d ,.]+ ?(?:р|₽|руб|rub)\.? )?от\b|\brecebe(?!dor)\w*|\brecebid\w*|\bcreditad\w*"
    r"|(?<!người )(?<!nguoi )nh[aậ]n\b|ghi c[oó]\b"
    r"|\bkirim\b|zachisl\w*|popoln\w*|eingegangen|zahlungseingang|gutschrift|\brecibi\w*|\babono\b|\bre[cç]u\b"
    r"|\bkredit\b|accredit\w*|\bricevut\w*"
)
WENT = re.compile(
    r"\bdebit\w*|\bdr\b|\bsent\b|\bspent\b|withdr\w*|списан\w*|выдач\w*|\bснят\w*"
    r"|перевод (?:для|на|клиенту)\b|\benviou\b|\benviad\w*|\bpagou\b|d[eé]bito"
    r"|\bsaque\b|chuy[eể]n [dđ]i|\btr[uừ] ti[eề]n"
    r"|\bchiqim\b|spisan\w*"
    r"|abbuchung|lastschrift|belast\w*|\bpagaste\b|pr[eé]l[eè]vement|\btransfer(?:red)? (?:of .{1,30} )?to\b"
)
BOUGHT = re.compile(
    r"purchase\w*|\bpaid\b|оплат\w*|покупк\w*|плат[её]ж\w*|\bcompra\w*|oplat\w*|pokupk\w*|platezh"
    r"|to['‘’ʻ`]?l(?:ov|an)\w*"
)
"""Money that left, too, if it stands before the amount; behind it a payer may have written it."""

_ARRIVED = re.compile(
    r"\b(?:received?|accepted|deposited) your\b"
    r"|\breceived by (?!(?:you|us|upi|neft|imps|rtgs|ach|sepa|pix|bank|card|cash|cheque|wire|transfer)\b)"
    r"|\b(?:credited|deposited) (?:in)?to (?:(?:\w+ ){0,2}\w+'s\b|(?:the )?(?:beneficiar|payee|recipient))"
    r"|\b(?:beneficiary|payee|recipient)\b[^.;:\n]{0,30}\bcredited"
    r"|зачисл\w*[^.;:\n]{0,15} получател|^(?s:(?!.*(?:отправител|плательщик|\bот (?!\d))).*получател)"
    r"|\brecebeu (?:[ao] )?(?:seu|sua)\b|\brecebid[ao] por (?!(?:você|voce|pix|ted|doc|qr|chave)\b|r\$|\d)"
    r"|\brecibi(?:do|ó) (?:tu|su)\b"
    r"|\brecibid[ao] por (?!(?:ti|usted|spei|bizum|sinpe|pse|sepa|us|usd|eur|mxn|transferencia)\b|[$€\d])"
    r"|\bre[cç]u (?:ton|votre)\b|\bre[cç]u par (?!(?:vous|sepa|virement|carte)\b)|(?:beim|dem) empfänger"
    r"|accredit\w* (?:al |sul conto del )beneficiari|\bricevuto (?:il|la) (?:tu[oa]|su[oa])\b"
    r"|\bke (?:rekening )?penerima\b"
)
"""Money that left, and has come to whom it was sent: banks tell that in the words of what came."""

NOT_DONE = re.compile(
    r"\bfail|declin|pending|\bcancel|reject|on hold|\bprocessing\b|being processed|\bschedul"
    r"|отклон|отмен|ожида|обработк|\bне (?:выполн|зачисл|исполн|прош)|pendiente|rechazad|en proceso"
    r"|pendente|recusad|agendad|em processamento|vorgemerkt|abgelehnt|storniert|en attente|\brefusé"
    r"|annul|\brejeté|sospeso|rifiutat|beklemede|i\u0307?ptal|reddedil|thất bại|đang xử lý|đã hủy|\bgagal\b"
    r"|tertunda|dibatalkan|diproses|rad etil|\bbekor\b"
)
"""Money that may come yet, or does not."""

_PERHAPS = re.compile(
    r"\b(?:will|can|could|to|shall) be\b|\brequest\w*|revers\w*|refund\w*|\breturned\b"
    r"|\botp\b|pre-?approved|\bloan\b|\bnot (?:been )?credited"
    r"|возврат\w*|estorn\w*|devolu\w*|devuelt\w*|storno|rückbuch\w*|\bsẽ\b|vozvrat|otmena"
)
_AMOUNT = re.compile(r"\b(?:amt|amount|сумм\w*|summa|valor|betrag|montant|importe|số tiền|so tien|gd)\b")
_TO_YOU = re.compile(r"\bsent (?:to )?you\b|\bpaid you\b|\benviou um pix para você")
_OF_A_CARD = re.compile(r"(?:карт\w*|сч[её]т\w*|card|acct?|a/c|account|ending|no|kart\w*|conta|konto)[.: ]*$")


@dataclass(frozen=True, slots=True)
class _Money:
    """An amount with its currency as it stands in a message; `minor` is None if it is unclear."""

    minor: int | None
    codes: frozenset[str]
    sign: str
    is_balance: bool
    end: int


def read_notification(text: str, currency: str, received_at: datetime, sender: str = "") -> Transfer | None:
    """Return the transfer this message tells of; None if it is unclear, or tells of no credit.

    Its id comes from the text and the moment, so the same message read again is the same transfer. An
    amount has its currency beside it; SePay's JSON has fields instead, and an id.
    """
    plain = unicodedata.normalize("NFC", as_number(text)).translate(BLANKS)
    if not plain or len(plain) > LONGEST:
        return None
    if plain.startswith("{"):
        return _from_json(plain, currency, received_at, sender)
    minor = _credited(plain, currency)
    if not minor:
        return None
    return Transfer(id_of(plain, received_at.isoformat()), minor, currency, received_at, plain, sender)


def _credited(plain: str, currency: str) -> int | None:
    """Return the one amount that came in, or None.

    Its payer wrote some of these words, and may have written amounts and "Bal" among them: a message with
    two balances is unclear too.
    """
    words = _TO_YOU.sub("received", plain.casefold())
    if any(found.search(words) for found in (WENT, _ARRIVED, NOT_DONE, _PERHAPS)):
        return None
    money_in = list(_money_in(plain, currency))
    moved = [money for money in money_in if not money.is_balance]
    if not moved or len({money.minor for money in money_in if money.is_balance}) > 1:
        return None
    if any(money.minor is None or currency not in money.codes or money.sign == "-" for money in moved):
        return None
    head = plain[: moved[0].end].casefold()
    if BOUGHT.search(head) or not (_CAME.search(words) or any(money.sign for money in moved)):
        return None
    amounts = {money.minor for money in moved}
    return amounts.pop() if len(amounts) == 1 else None


def _money_in(plain: str, currency: str) -> Iterator[_Money]:
    """Yield each number that has a currency beside it."""
    bare, end = _MOMENT.sub(lambda moment: "¦" * len(moment[0]), plain), 0
    for found in _MONEY.finditer(bare):
        named = [SIGN_OF[name.casefold()] for name in _signs_beside(found)]
        if not named:
            continue
        sign = (found["lead"] or found["inner"] or found["plain"] or "").strip()
        sign = "+" if sign in {"+", "➕"} else sign and "-"
        label = bare[end : found.start()].casefold().rpartition("\n")[2]
        codes = frozenset.intersection(*named)
        minor = None if _may_be_two(found, label) else minor_of(found["number"], currency)
        balance = _BALANCE.search(label) if sign != "+" else None
        if balance and _AMOUNT.search(label, balance.end()):
            balance, minor = None, None
        yield _Money(minor, codes, sign, balance is not None, found.end())
        end = found.end()


def _signs_beside(found: re.Match[str]) -> list[str]:
    """Return the currency signs of a number; a mere N is one in N5,000, but not in "4 N" or "N 4"."""
    before, after = found["before"] or "", found["after"] or ""
    if before.upper() == "N" and (found.start("number") != found.end("before") or len(found["number"]) < 3):
        before = ""
    return [name for name in (before, after) if name and not (name is after and name.upper() == "N")]


def _may_be_two(found: re.Match[str], label: str) -> bool:
    """Return True if the blanks in a number may part two: "card 34 500 RUB", "Rs 500 225"."""
    if " " not in found["number"]:
        return False
    ends_open = not found["after"] and not re.search(r"[.,]\d{1,2}$", found["number"])
    return ends_open or (not found["before"] and bool(_OF_A_CARD.search(label)))


MOST_DIGITS = 15
"""Before the point of a number in JSON: one like 1e999999999 is no amount, and would be written out."""


def _minor_of_json(amount: object, currency: str) -> int | None:
    """Return an amount of JSON in smallest coins; a number's point parts no thousands, as a text's may."""
    if isinstance(amount, bool):
        return None
    if isinstance(amount, Decimal):
        if amount.adjusted() > MOST_DIGITS or amount != round(amount, 2):
            return None
        amount = f"{amount:.2f}"
    return minor_of(str(amount), currency)


def _from_json(plain: str, currency: str, at: datetime, sender: str) -> Transfer | None:
    """Read SePay's web-hook, in either of its two forms; None for any other JSON, and for money that left."""
    try:
        told = json.loads(plain, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    came = told.get("transferType") == "in" or told.get("transfer_type") == "credit"
    amounts = [told[name] for name in ("transferAmount", "amount") if name in told]
    number = told.get("id") or told.get("transaction_id")
    if not came or len(amounts) != 1 or not isinstance(number, int | str) or not number:
        return None
    minor = _minor_of_json(amounts[0], currency)
    if not minor or currency_named(str(told.get("currency") or "VND")) != currency:
        return None
    words = [told.get(name) for name in ("content", "description", "code", "payment_code")]
    written = " | ".join(dict.fromkeys(str(word) for word in words if word))
    return Transfer(f"sepay:{number}", minor, currency, at, written, sender)
