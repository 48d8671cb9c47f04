"""What the cells of a file of people may hold, where they may stand, and what is said of wrong ones."""

import pytest

from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, JournalKind, Posting
from shop.person import IDS_BELOW
from shop.transfer.cells import Micro, csv_text
from shop.transfer.export import HEADS, ExportKind
from shop.transfer.people_file import ReadFile
from shop.transfer.people_import import Found, bringing
from shop.transfer.people_lines import LONGEST_NAME, PersonRow, Wrong, WrongRow
from tests.unit.shop.people_files import HEAD, read, row

ANN = PersonRow(1, 5, "Ann", "ann_a", "en", 1_250_000, "gold", banned=False)


def wrong(text: str) -> tuple[Wrong, str]:
    found = read(text)
    [only] = found.wrong
    assert not found.rows
    return only.why, only.cell


@pytest.mark.parametrize(
    ("line", "why", "cell"),
    [
        ("-100123", Wrong.GROUP, "-100123"),
        ("ann", Wrong.NO_ID, "ann"),
        (f"{IDS_BELOW}", Wrong.NO_ID, f"{IDS_BELOW}"),
        ("-" + "1" * 17, Wrong.NO_ID, "-" + "1" * 17),
        ("700,Bot", Wrong.BOT, "700"),
        (f"1,{'x' * (LONGEST_NAME + 1)}", Wrong.NAME, "x" * 40),
        ("1,A,@abc", Wrong.USERNAME, "@abc"),
        ("1,A,1abcd", Wrong.USERNAME, "1abcd"),
        (f"1,A,{'x' * 33}", Wrong.USERNAME, "x" * 33),
        ("1,A,,e", Wrong.LANGUAGE, "e"),
        ("1,A,,en-", Wrong.LANGUAGE, "en-"),
        ("1,A,,,twelve", Wrong.AMOUNT, "twelve"),
        ("1,A,,,100000000000.01", Wrong.TOO_MUCH, "100000000000.01"),
        ("1,A,,,1,EUR", Wrong.CURRENCY, "EUR"),
        ("1,A,,,1,,silver", Wrong.LEVEL, "silver"),
        ("1,A,,,1,,,maybe", Wrong.BANNED, "maybe"),
        (f"{'9' * 50}", Wrong.NO_ID, "9" * 40),
        (f"1,A,,,{'x' * 50}", Wrong.AMOUNT, "x" * 40),
        ("1,A,,,1,,,,more", Wrong.COLUMNS, "1"),
        (f"{'5' * 50},A,,,1,,,,more", Wrong.COLUMNS, "5" * 40),
    ],
)
def test_the_wrong_cell_is_shown_in_part(line: str, why: Wrong, cell: str) -> None:
    assert read(HEAD + line) == ReadFile([], [WrongRow(2, why, cell)])


def test_of_a_line_with_many_wrong_cells_the_first_by_weight_is_named() -> None:
    cells = ["x", "n" * 200, "u!", "e", "-1", "EUR", "silver", "maybe"]
    good = {"x": "1", "-1": "1", "n" * 200: "A", "u!": "", "e": "", "EUR": "", "silver": "", "maybe": "no"}
    named = []
    for wrong_cell, right in good.items():
        named.append(wrong(HEAD + ",".join(cells))[0].value)
        cells[cells.index(wrong_cell)] = right
    assert named == ["no_id", "negative", "name", "username", "language", "currency", "level", "banned"]
    assert row(HEAD + ",".join(cells)).person_id == 1


@pytest.mark.parametrize(
    "line",
    [
        f"{IDS_BELOW - 1}",
        "1,A,,,100000000000.00",
        f"1,{'x' * LONGEST_NAME}",
        "1,A,abcd",
        f"1,A,@{'x' * 32}",
        "1,A,,deu",
        "1,A,,zh_Hans",
        "1,A,,,,,GOLD",
        "1,A,,,1,,,",
    ],
)
def test_what_is_just_allowed(line: str) -> None:
    assert not read(HEAD + line).wrong


@pytest.mark.parametrize(("said", "language"), [("pt_BR", "pt"), ("PT-br", "pt"), ("uz", "uz"), ("", "en")])
def test_a_language_is_known_without_its_country(said: str, language: str) -> None:
    assert row(f"1,A,,{said}\n").language == language


@pytest.mark.parametrize("said", ["1", "Yes", "TRUE", "y", "banned"])
def test_who_is_banned_in_many_words(said: str) -> None:
    assert row(f"1,A,,,,,,{said}\n").banned


@pytest.mark.parametrize("said", ["0", "No", "FALSE", "n"])
def test_who_is_not_banned(said: str) -> None:
    assert not row(f"1,A,,,,,,{said}\n").banned


@pytest.mark.parametrize(
    "heads",
    [
        "user_id,first_name,user_name,lang,amount,cur,group,ban",
        "userid,full_name,login,language_code,money,currency,tier,blocked",
        "Telegram_ID,FullName,@,Language,Wallet,Cur,Level,is_banned",
        " tg_id , name , username , lang , balance , cur , level , banned ",
        "chat_id,name,username,lang,balance,cur,level,banned",
        "User ID,First name,User-name,Language code,Balance,Currency,Level,Is banned",
    ],
)
def test_columns_are_known_by_what_other_bots_call_them(heads: str) -> None:
    assert row(f"{heads}\n5,Ann,ann_a,en,1.25,USD,gold,no\n") == PersonRow(
        2, 5, "Ann", "ann_a", "en", 1_250_000, "gold", banned=False
    )


def test_columns_that_are_not_asked_for_are_passed_over_and_named() -> None:
    assert read("user_id,Saldo,,name\n5,12.50,x,Ann\n").passed_over == ["Saldo"]
    assert read("5,Ann\n").passed_over == []
    assert row("joined,id,spam\n2024,5,x\n") == PersonRow(2, 5, "5", None, "en", 0, "", banned=False)
    assert row("id,name,name\n5,Ann,Bob\n").name == "Ann"
    assert wrong("id,name\n5,Ann,Bob\n") == (Wrong.COLUMNS, "5")


def test_only_the_first_line_can_be_a_heading() -> None:
    found = read(f"{HEAD}5,Ann\n{HEAD}")
    assert [one.name for one in found.rows] == ["Ann"]
    assert found.wrong == [WrongRow(3, Wrong.NO_ID, "id")]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_line_that_tells_a_spreadsheet_the_mark_is_nobodys(mark: str) -> None:
    assert row(f"sep={mark}\nid{mark}balance\n5{mark}1.25\n") == PersonRow(
        3, 5, "5", None, "en", 1_250_000, "", banned=False
    )


def test_empty_lines_and_empty_cells_at_the_end_are_no_matter() -> None:
    assert row("5,Ann,,,,,,no,,\n").name == "Ann"
    assert row("\n\n ; \n5;Ann;;;;;;;;;\n\n") == PersonRow(4, 5, "Ann", None, "en", 0, "", banned=False)


def test_the_first_line_says_what_parts_the_cells_and_quotes_keep_them_whole() -> None:
    assert row("5;Ann, B;;;1,25\n").name == "Ann, B"
    assert row('5,"Ann; B",,,"1,25"\n').name == "Ann; B"
    assert row('5\t"Ann\tB"\t\t\t1,25\n').name == "Ann\tB"
    assert row('5,"Ann\r\nB"\r\n').name == "Ann\r\nB"
    assert row("\n" * 19 + "5;Ann\n").name == "Ann"


def test_a_wrong_line_leaves_its_person_to_a_later_one() -> None:
    found = read("5,Ann,,,twelve\n5,Ann,,,12\n5,Ann,,,13\n")
    assert [one.balance_micro for one in found.rows] == [12_000_000]
    assert found.wrong == [WrongRow(1, Wrong.AMOUNT, "twelve"), WrongRow(3, Wrong.TWIN, "5")]


def test_the_shops_own_file_of_people_can_be_brought_in_again() -> None:
    people = [
        (5, "=Ann", "ann_a", "en", Micro(1_250_000), "USD", "gold", "no", Micro(0), "", "yes"),
        (6, 'B, "O"', None, "pt", Micro(0), "USD", "", "yes", Micro(0), "", "no"),
    ]
    text = csv_text([HEADS[ExportKind.PEOPLE], *([*one, None, None] for one in people)])
    assert read(text).rows == [
        PersonRow(2, 5, "=Ann", "ann_a", "en", 1_250_000, "gold", banned=False),
        PersonRow(3, 6, 'B, "O"', None, "pt", 0, "", banned=True),
    ]


@pytest.mark.parametrize(
    "micro", [1, 900, 123_000, 1_000_000, 1_234_000, 12_345_000, 1_000_000_000, 9_734_500, 5_000_001]
)
def test_every_balance_of_the_shops_own_file_has_one_reading(micro: int) -> None:
    """12.345 can be twelve thousand to whoever imports it: such people were left out, with their money."""
    text = csv_text([("id", "balance"), (5, Micro(micro))])
    assert row(text).balance_micro == micro


def test_a_balance_comes_into_the_wallet_once_for_each_source() -> None:
    entry = bringing("oldbot", ANN, "USD", actor_id=9)
    assert (entry.key, entry.kind, entry.actor_id) == ("import:oldbot:5", JournalKind.IMPORT, 9)
    assert {*entry.postings} == {
        Posting(Account(AccountKind.WALLET, 5, "USD"), 1_250_000),
        Posting(Account("clearing:import", None, "USD"), -1_250_000),
    }


def test_what_two_parts_of_a_file_have_is_added_up() -> None:
    one, other = Found(5, 2, 1, 3, 1, 1, 1_000_000), Found(10, 20, 30, 40, 50, 60, 70)
    assert one.and_(other) == Found(15, 22, 31, 43, 51, 61, 1_000_070)
    assert one.new == 3


def test_the_language_of_indonesia_is_no_heading() -> None:
    found = read("5,Budi,budi_s,id,1.25\n6,Sari,sari_s,id,2.00\n")
    assert [(one.person_id, one.language, one.balance_micro) for one in found.rows] == [
        (5, "id", 1_250_000),
        (6, "id", 2_000_000),
    ]
    assert not found.wrong


@pytest.mark.parametrize(
    "title",
    [
        *("Users", "Export of 30.11.2026", "Export 2026;all users", "Users;;"),
        *("Users, all, of our shop", "All, also those, that are gone, for ever"),
    ],
)
def test_a_heading_may_stand_below_a_title(title: str) -> None:
    """Read in the usual order, Anna would come without her balance, which would be her name."""
    found = read(f"{title}\n\nuser id;balance;username\n5;1,25;Anna\n")
    assert [(one.person_id, one.balance_micro, one.username) for one in found.rows] == [
        (5, 1_250_000, "Anna")
    ]
    assert [(one.line, one.why) for one in found.wrong] == [(1, Wrong.NO_ID)]


def test_below_a_wrong_line_a_line_is_no_heading_for_a_single_cell() -> None:
    found = read("a1,Ann\nbob,Bob,,id\n5,Cem,,id,1.25\n")
    assert [(one.person_id, one.language) for one in found.rows] == [(5, "id")]
    assert [one.why for one in found.wrong] == [Wrong.NO_ID, Wrong.NO_ID]


@pytest.mark.parametrize("name", ["", "\u3164", "\u2800 \u200b"])
def test_whoever_has_no_name_that_can_be_seen_is_called_by_their_number(name: str) -> None:
    assert row(f"5,{name},ann_a,en,1").name == "5"


def test_cells_are_read_as_databases_write_them() -> None:
    """PostgreSQL's own COPY of the questions in docs/operating.md: every line of it was left out."""
    found = read(
        "id,name,username,language,balance,level,banned\n"
        "5,Ann,ann_a,en,12.3400000000000000,gold,f\n"
        "6,Bob,NULL,NULL,0.00000000000000000000,NULL,t\n"
        "7,\\N,\\N,\\N,\\N,\\N,\\N\n"
        "8,None,None,nan,0.30000000000000004,,0.0\n"
    )
    assert found.wrong == []
    assert [(one.person_id, one.balance_micro, one.banned) for one in found.rows] == [
        (5, 12_340_000, False), (6, 0, True), (7, 0, False), (8, 300_000, False),
    ]  # fmt: skip
    assert [(one.name, one.username, one.language) for one in found.rows] == [
        ("Ann", "ann_a", "en"), ("Bob", None, "en"), ("7", None, "en"), ("8", None, "en"),
    ]  # fmt: skip


@pytest.mark.parametrize("said", ["123456789.0", "\u202a123456789\u202c", "\ufeff123456789", "۱۲۳۴۵۶۷۸۹"])
def test_an_id_is_read_as_spreadsheets_and_scripts_write_it(said: str) -> None:
    assert row(f"{HEAD}{said},Ann").person_id == 123_456_789


@pytest.mark.parametrize("said", ["123.000", "5.000", "123456789,0", "1.23E+09", "123 456", "NULL", "12.5"])
def test_an_id_that_may_be_another_is_none(said: str) -> None:
    assert wrong(f'{HEAD}"{said}",Ann') == (Wrong.NO_ID, said)


def test_a_heading_may_begin_with_what_nobody_sees() -> None:
    """A file that two programs have marked as UTF-8."""
    assert row("\ufeffid,balance\n5,1.25\n").balance_micro == 1_250_000
    assert row("\ufeff5,Ann\n").person_id == 5


def test_a_divided_amount_in_the_place_of_a_name_is_seen() -> None:
    with pytest.raises(ShopError, match="import_columns"):
        read("5,12.3400000000000000\n")
