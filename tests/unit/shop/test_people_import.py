"""Which lines of a file of people are good, and why others are not: nothing is guessed."""

import pytest

from shop.errors import ShopError
from shop.transfer.people_file import MOST_LINES
from shop.transfer.people_import import import_key, source_named
from shop.transfer.people_lines import LONGEST_NAME, Wrong
from tests.unit.shop.people_files import HEAD, read, row


def wrong(line: str) -> Wrong:
    found = read(f"{HEAD}{line}\n")
    assert not found.rows
    [only] = found.wrong
    assert only.line == 2
    return only.why


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "5001,Cem,@cem_k,tr,12.50,USD,gold,yes\n",
        "5001,Cem,cem_k,tr,12.50,usd,GOLD,1\n",
        "5001;Cem;cem_k;tr;12,50;USD;gold;true\n",
        "5001\tCem\tcem_k\ttr-TR\t$12.50\tUSD\tgold\ty\n",
        HEAD.replace("\n", "\r\n") + '5001,"Cem","cem_k","TR","12,50","USD","gold","yes"\r\n',
        "Balance,ID,Banned,Name,Level,Username,Lang,Spam\n12.50,5001,yes,Cem,gold,cem_k,tr,x\n",
    ],
    ids=["a heading", "none", "semicolons", "tabs", "quotes", "another order"],
)
def test_one_person_in_many_forms(text: str) -> None:
    got = row(text)
    assert (got.person_id, got.name, got.username, got.language) == (5001, "Cem", "cem_k", "tr")
    assert (got.balance_micro, got.level, got.banned) == (12_500_000, "gold", True)


def test_only_the_id_is_needed() -> None:
    got = row("5001\n")
    assert (got.name, got.username, got.language) == ("5001", None, "en")
    assert (got.balance_micro, got.level, got.banned) == (0, "", False)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("-100123,G", Wrong.GROUP),
        ("0,Zero", Wrong.NO_ID),
        ("1.5,Half", Wrong.NO_ID),
        ("99999999999999999,Long", Wrong.NO_ID),
        ("=5001,F", Wrong.NO_ID),
        ("700,Bot", Wrong.BOT),
        ("1,A,,,-1", Wrong.NEGATIVE),
        pytest.param("1,A,,,−1", Wrong.NEGATIVE, id="a minus sign"),
        ("1,A,,,(5.00)", Wrong.NEGATIVE),
        ("1,A,,,1.000", Wrong.UNCLEAR),
        ("1,A,,,1e5", Wrong.AMOUNT),
        ("1,A,,,=SUM(A1)", Wrong.AMOUNT),
        ("1,A,,,999999999999", Wrong.TOO_MUCH),
        ("1,A,,,1,EUR", Wrong.CURRENCY),
        (f"1,{'x' * (LONGEST_NAME + 1)}", Wrong.NAME),
        ("1,A,two words", Wrong.USERNAME),
        ("1,A,,english please", Wrong.LANGUAGE),
        ("1,A,,,1,USD,silver", Wrong.LEVEL),
        ("1,A,,,1,USD,,perhaps", Wrong.BANNED),
        ("1,A,,,1,USD,,no,more", Wrong.COLUMNS),
    ],
)
def test_each_wrong_line_says_why(line: str, why: Wrong) -> None:
    assert wrong(line) is why


def test_a_twin_is_left_out_and_the_first_stays() -> None:
    found = read(HEAD + "1,A,,,1\n2,B,,,2\n1,C,,,3\n")
    assert [one.name for one in found.rows] == ["A", "B"]
    assert [(one.line, one.why) for one in found.wrong] == [(4, Wrong.TWIN)]


def test_lines_are_numbered_as_an_editor_does() -> None:
    found = read(HEAD + '\n1,"A\nB",,,1\nx,C\n')
    assert [(one.line, one.name) for one in found.rows] == [(3, "A\nB")]
    assert [one.line for one in found.wrong] == [5]


def test_quotes_that_are_closed_keep_what_they_hold() -> None:
    found = read('1,"A ""the"" B, C",,,1\n2,"D\nE",,,2\n')
    assert [(one.line, one.name) for one in found.rows] == [(1, 'A "the" B, C'), (2, "D\nE")]


def test_a_cell_that_our_own_export_made_safe_is_read_as_it_was() -> None:
    assert row("1,'=1+1\n").name == "=1+1"
    assert row("1,'quoted'\n").name == "'quoted'"


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("", "import_empty", {}),
        ("\n\n , \n", "import_empty", {}),
        (HEAD, "import_empty", {}),
        ('1,"' + "x" * 200_000, "import_broken", {"line": 1}),
        (HEAD + '5,"A\nB"\n\n1,"' + "x" * 200_000, "import_broken", {"line": 5}),
        ("x\n" * (MOST_LINES + 1), "import_too_long", {"most": MOST_LINES}),
        ('5001;"Alex;;en;5.00\n5002;Bo;;en;1.00\n5003;"Kate;;en;70.00\n', "import_broken", {"line": 1}),
        ('5001;Al;;en;5.00\n5002;"Bo;;en;1.00\n5003;Kate";;en;70.00\n', "import_broken", {"line": 2}),
        (HEAD + '1,A\n2,"B,,,5.00\n3,C,,,1.00\n', "import_broken", {"line": 3}),
    ],
    ids=[
        *("nothing", "blanks", "a heading", "one long cell", "a long cell later", "too many lines"),
        *("two open quotes", "a quote closed in a later line", "a quote open to the end"),
    ],
)
def test_a_file_that_is_no_table_is_refused(text: str, key: str, values: dict[str, object]) -> None:
    with pytest.raises(ShopError) as refused:
        read(text)
    assert (refused.value.key, refused.value.values) == (key, values)


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [
        ("id,user_id,balance", "id", "user_id"),
        ("balance,Telegram_ID,username,ID", "Telegram_ID", "ID"),
        ("user_id,balance,amount", "balance", "amount"),
        ("id,balance,balance", "balance", "balance"),
        ("id,balance,is_banned,blocked", "is_banned", "blocked"),
    ],
)
def test_two_columns_that_can_be_the_same_are_not_chosen_from(head: str, first: str, second: str) -> None:
    """A bot's own table numbers its rows in `id`, and its people in `user_id`: strangers would be paid."""
    with pytest.raises(ShopError) as refused:
        read(f"{head}\n1,5001,12.50\n")
    assert (refused.value.key, refused.value.values) == ("import_twice", {"first": first, "second": second})


@pytest.mark.parametrize(
    "text",
    [
        "Kunde,Saldo\n5001,12.50\n",
        "name,balance\nAnn,12.50\n",
        "Nutzer;Name;Sprache;Guthaben\n5001;Ann;de;12,50\n",
        "5001,12.50\n5002,3\n",
        "5001;12,50\n",
        "5001,\n5002,$3\n",
        "5001,-1.000\n",
    ],
    ids=[
        *("an unknown heading", "no id", "four unknown ones", "balances", "semicolons", "only a later one"),
        "a debt",
    ],
)
def test_columns_that_nobody_has_named_are_not_guessed(text: str) -> None:
    """A balance in the second column was somebody's name: they were brought in with nothing."""
    with pytest.raises(ShopError) as refused:
        read(text)
    assert refused.value.key == "import_columns"


def test_of_two_names_the_first_is_shown() -> None:
    assert row("user_id,first_name,name,login,username\n5001,Cem,Kaya,cem_k,cem_kaya\n").name == "Cem"


def test_the_source_is_a_plain_name() -> None:
    assert source_named("  OldBot ") == "oldbot"
    assert source_named("") == "import"
    assert import_key("oldbot", 5) == "import:oldbot:5"
    assert source_named("7x_y-" + "z" * 27) == "7x_y-" + "z" * 27
    for text in ("my bot", "a:b", "бот", "x" * 33, "<b>", "-a", "_a"):
        with pytest.raises(ShopError) as refused:
            source_named(text)
        assert refused.value.key == "import_source"
