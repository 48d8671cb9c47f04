"""Statements as different banks write them: cells, moments, signs, references, letters."""

from datetime import timedelta, timezone

import pytest

from shop.errors import ShopError
from shop.ledger.references import reference_for
from shop.ledger.statement_files import Unread, read_csv, statement_text

REFERENCE = reference_for(17)
ABROAD = timezone(timedelta(hours=7))


def amounts(text: str, currency: str = "EUR") -> list[tuple[int, bool]]:
    return [(one.amount_minor, one.is_reversal) for one in read_csv(text, currency=currency).transfers]


def whys(text: str, currency: str = "EUR") -> list[Unread]:
    return [one.why for one in read_csv(text, currency=currency).unread]


@pytest.mark.parametrize(
    "text",
    [
        "Buchungstag;Verwendungszweck;Betrag\n01.03.2026;Danke, lieber Shop, bis bald, Max;10,00\n",
        "Date,Description,Amount\n2026-03-01,one; two; three; four,10.00\n",
        "Date\tDescription\tAmount\n2026-03-01\ta, b, c, d; e\t10.00\n",
        "Account, of, somebody, in, four, words\nDate;Amount\n01.03.2026;10,00\n",
    ],
)
def test_the_heading_says_what_parts_the_cells(text: str) -> None:
    """The mark was taken that a line has most of; a payer's words have commas, too."""
    assert amounts(text) == [(1_000, False)]


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        ("01/03/2026 11:30 PM", None, "2026-03-01T16:30:00"),
        ("01/03/2026 11:30:15 pm", None, "2026-03-01T16:30:15"),
        ("01/03/2026 11:30\u202fp.m.", None, "2026-03-01T16:30:00"),
        ("01/03/2026", "12:10 AM", "2026-02-28T17:10:00"),
        ("01/03/2026", "12:10PM", "2026-03-01T05:10:00"),
        ("01/03/2026", "13:10 PM", "2026-03-01T06:10:00"),
        ("2026-03-01T11:30:00Z", None, "2026-03-01T11:30:00"),
        ("2026-03-01T11:30:00.123Z", None, "2026-03-01T11:30:00"),
        ("2026-03-01 11:30:00+03:00", None, "2026-03-01T08:30:00"),
        ("2026-03-01T11:30:00-0530", None, "2026-03-01T17:00:00"),
        ("2026-03-01 11:30 UTC", None, "2026-03-01T11:30:00"),
        ("2026-03-01 11:30 GMT+2", None, "2026-03-01T09:30:00"),
        ("2026-03-01 11:30", None, "2026-03-01T04:30:00"),
        ("01.03.2026, 11:30 Uhr", None, "2026-03-01T04:30:00"),
        ("1 Mar 2026", None, "2026-03-01T16:59:59"),
        ("01-MAR-26", None, "2026-03-01T16:59:59"),
        ("01 March 2026 11:30", None, "2026-03-01T04:30:00"),
        ("Mar 1, 2026 11:30 PM", None, "2026-03-01T16:30:00"),
        ("3 Sept 2026", None, "2026-09-03T16:59:59"),
    ],
)
def test_a_moment_is_read_as_the_bank_says_it(day: str, clock: str | None, moment: str) -> None:
    """Half past eleven at night was read as in the morning, and a time that says its zone by another one."""
    line = f'"{day}"\t{clock or ""}\t5.00\n30/03/2026\t\t6.00\n'
    first, *_ = read_csv(f"Date\tTime\tAmount\n{line}", currency="EUR", zone=ABROAD).transfers
    assert first.at.isoformat() == f"{moment}+00:00"


@pytest.mark.parametrize(
    "day",
    ["01/03/2026 14:30 AM", "1 Mai 2026", "1 Mar 10:30", "32 Mar 2026", "01/03/2026 11:30+99:00", "Mar 2026"],
)
def test_what_is_no_moment_is_not_read(day: str) -> None:
    assert whys(f"Date;Amount\n{day};5,00\n30/03/2026;6,00\n") == [Unread.DATE]


@pytest.mark.parametrize(
    ("heading", "came", "went"),
    [
        ("Dr / Cr", "CR", "DR"),
        ("Credit/Debit", "Credit", "Debit"),
        ("Soll/Haben", "H", "S"),
        ("Af Bij", "Bij", "Af"),
        ("Credit Debit Indicator", "CRDT", "DBIT"),
        ("Направление", "Приход", "Расход"),
        ("Дебет/Кредит", "Кредит", "Дебет"),
        ("", "+", "-"),
        ("Type", "C", "D"),
        ("Tipo", "Entrada", "Saída"),
    ],
)
def test_a_column_may_say_what_came_and_what_went(heading: str, came: str, went: str) -> None:
    """Kotak's amounts have no sign, and a column "Dr / Cr" beside them: what went was read as what came."""
    text = f"Date;Description;Amount;{heading}\n01.03.2026;a;5,00;{came}\n01.03.2026;b;6,00;{went}\n"
    assert amounts(text) == [(500, False)]
    assert whys(text) == [Unread.WENT]
    again = f"Date;Description;Amount;{heading}\n01.03.2026;storno;6,00;{went}\n01.03.2026;a;5,00;{came}\n"
    assert amounts(again) == [(600, True), (500, False)]


def test_a_sign_of_the_balance_says_nothing_of_the_amount() -> None:
    kotak = "Date,Description,Amount,Dr / Cr,Balance,Dr / Cr\n01-03-2026,a,5.00,CR,90.00,DR\n"
    assert amounts(kotak) == [(500, False)]
    head = "Date,Description,Debit,Credit,Balance,Dr/Cr\n"
    overdraft = f"{head}01-03-2026,a,,5.00,90.00,DR\n01-03-2026,b,6.00,,1.00,DR\n"
    assert amounts(overdraft) == [(500, False)]
    assert whys(overdraft) == [Unread.WENT]


def test_sums_and_headings_of_further_pages_hide_no_direction() -> None:
    """One other word in the column, and what went was read as what came."""
    head = "Date;Description;Amount;Dr / Cr\n"
    page = f"{head}01.03.2026;a;5,00;CR\n01.03.2026;b;6,00;DR\n"
    text = f"{page}{head}02.03.2026;c;7,00;DR\nTotal;;18,00;3 lines\n"
    assert amounts(text) == [(500, False)]
    assert whys(text) == [Unread.WENT, Unread.DATE, Unread.WENT, Unread.DATE]


@pytest.mark.parametrize("accounts", [("40702810", "50.01"), ("62", ""), ("", "40702810")])
@pytest.mark.parametrize("names", ["Дебет;Кредит", "Дебет (счёт);Кредит (счёт)", "DR;CR"])
def test_accounts_of_an_entry_are_no_amounts(names: str, accounts: tuple[str, str]) -> None:
    """Beside its amount an entry has two accounts, and one of them was read as the amount."""
    text = f"Дата;{names};Сумма;Назначение\n01.03.2026;{';'.join(accounts)};5,00;a\n"
    assert amounts(text) == [(500, False)]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Type", ("D", "W")),
        ("Code", ("D", "D")),
        ("Class", ("S", "S")),
        ("Note", ("in", "by hand")),
        ("Mark", ("", "")),
    ],
)
def test_codes_that_say_something_else_are_no_signs(heading: str, cells: tuple[str, str]) -> None:
    lines = "".join(f"01.03.2026;{cell};5,00\n" for cell in cells)
    assert amounts(f"Date;{heading};Amount\n{lines}") == [(500, False), (500, False)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("500.00 Cr", (50_000, False)),
        ("500.00CR.", (50_000, False)),
        ("₹ 1,500.00 Cr", (150_000, False)),
        ("500,00 C", (50_000, False)),
        ("1\u00a0500,00", (150_000, False)),
        ("500.00 Dr", Unread.WENT),
        ("500.00dr", Unread.WENT),
        ("500,00 D", Unread.WENT),
        ("500,00-", Unread.WENT),
        ("500,-", Unread.AMOUNT),
        ("500.00 x", Unread.AMOUNT),
        ("500.00 5 Cr", Unread.AMOUNT),
    ],
)
def test_a_sign_may_stand_behind_the_amount(written: str, read: tuple[int, bool] | Unread) -> None:
    text = f'Date\tDescription\tAmount\n01.03.2026\ta\t"{written}"\n'
    assert [*amounts(text, "INR"), *whys(text, "INR")] == [read]


def test_a_reference_in_another_column_than_the_words_counts() -> None:
    """Of two columns with words the first known one was read, and a payer's reference stood in the other."""
    head = "Date;Description;Payer;Reference;Amount\n"
    [there] = read_csv(f"{head}01.03.2026;Money from ANN;Ann;{REFERENCE};5,00\n", currency="EUR").transfers
    assert there.text == f"Money from ANN | {REFERENCE}"
    [not_there] = read_csv(f"{head}01.03.2026;Money from ANN;Ann;FT26060AB7;5,00\n", currency="EUR").transfers
    assert not_there.text == "Money from ANN"
    head = "Date;Description;Something else;Amount\n"
    [strange] = read_csv(f"{head}01.03.2026;;UPI {REFERENCE}/ANN;5,00\n", currency="EUR").transfers
    assert strange.text == f"UPI {REFERENCE}/ANN"
    [alone] = read_csv(
        f"Date;Memo;Reference;Amount\n01.03.2026;;{REFERENCE};5,00\n", currency="EUR"
    ).transfers
    assert alone.text == REFERENCE


@pytest.mark.parametrize(
    ("heading", "came", "went"),
    [
        ("Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance",
         "TRANSFER,Current,2026-03-01 10:00,2026-03-01 10:01,a,5.00,0.00,EUR,COMPLETED,9",
         "CARD_PAYMENT,Current,2026-03-01 10:00,2026-03-01 10:01,b,-6.00,0.00,EUR,COMPLETED,9"),
        ("Tran Date,CHQNO,PARTICULARS,DR,CR,BAL,SOL",
         "01-03-2026,-,a,,5.00,9,1", "01-03-2026,-,b,6.00,,9,1"),
        ("Date,Value Date,Reference,Debits,Credits,Balance,Remarks",
         "01-Mar-2026,01-Mar-2026,,,5.00,9,a", "01-Mar-2026,01-Mar-2026,,6.00,,9,b"),
        ("Дата проводки;Сумма по дебету;Сумма по кредиту;Назначение платежа",
         "01.03.2026;;5,00;a", "01.03.2026;6,00;;b"),
        ("Номер документа;Дата;Дебет;Кредит;Назначение платежа",
         "1;01.03.2026;;5,00;a", "2;01.03.2026;6,00;;b"),
        ("Details,Posting Date,Description,Amount,Type,Balance",
         "CREDIT,03/13/2026,a,5.00,ACCT_XFER,9", "DEBIT,03/13/2026,b,-6.00,ACCT_XFER,9"),
        ("Buchung;Wertstellungsdatum;Verwendungszweck;Betrag",
         "01.03.2026;01.03.2026;a;5,00", "01.03.2026;;b;-6,00"),
        ("S No.,Transaction Date,Transaction Remarks,Withdrawal Amount (EUR ),Deposit Amount (EUR )",
         "1,13/03/2026,a,0.0,5.00", "2,13/03/2026,b,6.00,0.0"),
    ],
)  # fmt: skip
def test_columns_of_large_banks_are_known(heading: str, came: str, went: str) -> None:
    read = read_csv(f"{heading}\n{came}\n{went}\n", currency="EUR")
    assert [(one.amount_minor, one.text) for one in read.transfers] == [(500, "a")]
    assert [one.why for one in read.unread] == [Unread.WENT]


@pytest.mark.parametrize("nothing", ["-", "0", "0000000000", "N/A", "б/н", "null", ""])
def test_two_lines_without_a_number_are_two(nothing: str) -> None:
    lines = f"01.03.2026;a;{nothing};5,00\n01.03.2026;b;{nothing};6,00\n"
    assert amounts(f"Date;Description;Ref No;Amount\n{lines}") == [(500, False), (600, False)]


@pytest.mark.parametrize(("number", "noted"), [("-", "-"), ("N/A", "N/A"), ("4711", None), ("", None)])
def test_what_stands_in_the_place_of_a_number_is_noted(number: str, noted: str | None) -> None:
    """Who stored the transfer under it before must know it again."""
    [one] = read_csv(f"Date;Ref No;Amount\n2026-03-01;{number};10.00\n", currency="EUR").transfers
    assert (one.no_number, one.id == number) == (noted, number == "4711")


RUSSIAN = "Дата операции;Сумма платежа;Назначение платежа\n01.03.2026;5,00;Пополнение от Ёлкиной\n"
GERMAN = "Buchungstag;Betrag;Währung;Verwendungszweck\n01.03.2026;5,00;EUR;Grüße, Müller\n"
BRAZILIAN = "Data;Descrição;Crédito;Débito\n01.03.2026;AÇÃO da Conceição;5,00;\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (GERMAN, "cp1252"),
        (BRAZILIAN, "cp1252"),
        (RUSSIAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        ("Date;Amount;Description\n01.03.2026;5,00;перевод\n", "cp1251"),
        ("Date;Amount;Description\n01.03.2026;5,00;Grüße\n", "cp1252"),
    ],
)
def test_the_letters_of_windows_are_read_where_the_heading_proves_them(text: str, encoding: str) -> None:
    """Most banks write their CSV files so; they were refused, and nobody can save them anew on a phone."""
    assert statement_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "content",
    [
        "Имя;Возраст\nАня;5\n".encode("cp1251"),
        b"%PDF-1.7 \xe9\nDate;Amount\n01.03.2026;5,00\n",
        b"PK\x03\x04\xff",
        GERMAN.encode("cp1252") + b"\0",
        "Date;Amount;Description\n01.03.2026;5,00;Иванов\n02.03.2026;5,00;Пет".encode() + b"\xd1\n",
        "Date;Amount;Description\n01.03.2026;5,00;Grüße, Jör".encode() + b"\xc3\n",
    ],
)
def test_what_no_heading_proves_is_not_read(content: bytes) -> None:
    with pytest.raises(ShopError, match="file_not_text"):
        statement_text(content)
