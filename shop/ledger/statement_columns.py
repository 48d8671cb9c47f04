"""What banks call the columns of a statement, in the languages known here, and how a column is found."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from shop.ledger.statement_moments import is_day
from shop.ledger.transfers import CODES

Line = tuple[int, list[str]]
"""The number of a line, and its cells."""


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(","))


_CALLED: Mapping[str, tuple[str, ...]] = {
    "credit": _listed(
        "credit, credit amount, credit amt, deposit, deposit amt, deposit amount, deposits, paid in, "
        "money in, приход, зачислено, поступление, credito, entrada, haben, abono, ghi co, kirim, "
        "credits, cr, кредит, сумма по кредиту"
    ),
    "debit": _listed(
        "debit, debit amount, withdrawal, withdrawal amt, withdrawal amount, withdrawals, paid out, "
        "money out, расход, списано, списание, debito, saida, soll, cargo, ghi no, chiqim, debits, dr, "
        "дебет, сумма по дебету"
    ),
    "amount": _listed(
        "amount, transaction amount, сумма платежа, сумма в валюте счета, сумма операции, сумма, valor, "
        "betrag, umsatz, importe, montant, importo, so tien, summa, miqdor"
    ),
    "date": _listed(
        "date, transaction date, txn date, booking date, trans date, дата операции, дата и время, дата, "
        "дата платежа, data, data lancamento, buchungstag, buchungsdatum, datum, fecha, ngay, "
        "ngay giao dich, sana, operation date, value date, valuta, valutadatum, completed date, "
        "posting date, tran date, buchung, дата проводки, started date"
    ),
    "time": _listed("time, время, hora, uhrzeit, heure, gio, vaqt"),
    "text": _listed(
        "description, narration, details, transaction details, remarks, particulars, purpose, memo, "
        "remittance information, назначение платежа, назначение, описание, комментарий, descricao, "
        "historico, verwendungszweck, concepto, libelle, causale, noi dung, dien giai, mo ta, izoh, "
        "maqsad, tavsif, reference, payment reference, transaction remarks, transaction description, "
        "narrative, lancamento"
    ),
    "currency": _listed(
        "currency, ccy, валюта платежа, валюта операции, валюта, moeda, wahrung, waehrung, divisa, "
        "moneda, devise, tien te, valyuta"
    ),
    "id": _listed(
        "transaction id, transaction number, id, utr, reference no, ref no, chq /ref no, chq/ref no, "
        "номер операции, номер документа, identificador, referenz, ma giao dich, so tham chieu"
    ),
    "reverses": _listed("reverses, original id, original transaction id"),
    "kind": _listed("type, transaction type, dr/cr, cr/dr, тип, тип операции, tipo, buchungstext, loai"),
    "status": _listed("status, state, статус, situacao, estado, trang thai, holat"),
}
"""Of each column the names it may have, as `folded` writes them."""

_AMOUNTS = frozenset(_CALLED["amount"])
_PERHAPS_ACCOUNTS = frozenset({"дебет", "кредит", "dr", "cr"})
"""Beside a column of amounts these name the two accounts of an entry, or only mark its side."""

_IN_AND_OUT = (
    *(("cr", "dr"), ("credit", "debit"), ("crdt", "dbit"), ("c", "d"), ("cr", "db"), ("kredit", "debet")),
    *(("in", "out"), ("money in", "money out"), ("paid in", "paid out"), ("incoming", "outgoing")),
    *(("deposit", "withdrawal"), ("haben", "soll"), ("h", "s"), ("bij", "af"), ("+", "-"), ("k", "d")),
    *(("кредит", "дебет"), ("к", "д"), ("кт", "дт"), ("приход", "расход"), ("зачисление", "списание")),
    *(("поступление", "списание"), ("credito", "debito"), ("entrada", "saida"), ("entrada", "salida")),
    *(("abono", "cargo"), ("ingreso", "egreso"), ("haber", "debe"), ("avere", "dare"), ("entrata", "uscita")),
    *(("alacak", "borc"), ("kirim", "chiqim")),
)
"""What banks write in a column of its own where amounts have no sign: of what came, and of what went."""


def folded(name: str) -> str:
    """Return a column's name without accents, brackets and case."""
    bare = re.sub(r"\(.*?\)|\.(?=\s|$)", " ", name.casefold().replace("đ", "d"))
    apart = unicodedata.normalize("NFKD", bare.replace("й", "¦"))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("¦", "й")
    return " ".join(plain.replace("_", " ").split())


def places_of(cells: Sequence[str]) -> dict[str, int]:
    """Return where each known column stands; of several names for one, the first known here counts."""
    names = [folded(cell) for cell in cells]
    if not _AMOUNTS.isdisjoint(names):
        names = ["" if name in _PERHAPS_ACCOUNTS else name for name in names]
    found = {
        column: next((names.index(name) for name in called if name in names), -1)
        for column, called in _CALLED.items()
    }
    return {column: where for column, where in found.items() if where >= 0}


def direction_of(body: Sequence[Line], place: Mapping[str, int], width: int) -> tuple[int, str] | None:
    """Return the first column whose cells are nothing but the two words of a pair, and its word for "went".

    Letters and signs alone may be codes of something else, so both of them have to be there. Lines without a
    day count for nothing: sums, and the heading again on each page.
    """
    of_a_day = [cells for _, cells in body if place["date"] < len(cells) and is_day(cells[place["date"]])]
    free = [n for n in range(width) if n not in place.values()]
    for n in [place["kind"], *free] if "kind" in place else free:
        words = _few_words(cells[n] for cells in of_a_day if n < len(cells))
        for came, went in _IN_AND_OUT:
            if words and words <= {came, went} and (len(went) > 1 or len(words) > 1):
                return n, went
    return None


def _few_words(written: Iterable[str]) -> set[str]:
    """Return the different words of a column, none if there are more than two."""
    words: set[str] = set()
    for cell in written:
        words |= {folded(cell)} - {""}
        if len(words) > 2:
            return set()
    return words


def is_heading(place: Mapping[str, int]) -> bool:
    """Return True if a line with these columns names them: a day, and what came then."""
    return "date" in place and bool({"amount", "credit"} & place.keys())


def currency_of_heading(cells: Sequence[str]) -> str:
    """Return the one currency that headings name, as "Amount (INR)" does."""
    told = {found[1].upper() for cell in cells if (found := re.search(r"\(([A-Za-z]{3})\)", cell))}
    known = told & set(CODES)
    return known.pop() if len(known) == 1 else ""
