"""Single values are read without guessing, or not at all."""

from decimal import Decimal

import pytest

from panel.values.figures import count, limit
from panel.values.money import amount, signed_amount
from panel.values.texts import flag, identifier, paragraph, plain


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("0.27819", "0.27819"),
        (" 12 ", "12"),
        (3, "3"),
        (Decimal("0.08011655652"), "0.08011655652"),
        ("0.08011655652", "0.08011655652"),
        ("95200", "95200"),
        ("1,234.56", "1234.56"),
        ("12,345,678.9", "12345678.9"),
        ("12,34,567.89", "1234567.89"),
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234,56", "1234.56"),
        ("1 000", "1000"),
        ("1\u202f234\u202f567.5", "1234567.5"),
        ("1'234.50", "1234.5"),
        ("1.0E-5", "0.00001"),
        ("1.2E+6", "1200000"),
        ("5.0E-5", "0.00005"),
        ("1e3", "1000"),
        ("+1", "1"),
        (".5", "0.5"),
        ("5.", "5"),
        ("\u0661\u0662.\u0665", "12.5"),
        ("12.34 USD", "12.34"),
        ("USD 12.34", "12.34"),
        ("12.34usd", "12.34"),
        ("$12.34", "12.34"),
        ("$1,234.56", "1234.56"),
        ("1.234,56 €", "1234.56"),
        ("R$ 12.50", "12.5"),
        ("Rp 1.234.567", "1234567"),
        ("₹12,34,567.89", "1234567.89"),
        ("5 USDT", "5"),
    ],
)
def test_amounts_are_exact(value: object, number: str) -> None:
    assert amount(value) == Decimal(number)


@pytest.mark.parametrize(
    "value",
    [
        "1,25",
        "1,250",
        "-1,250",
        "1,2,3",
        "1.2.3",
        "1,25,0",
        "1,2345.6",
        "1.23,456.7",
        "1 00",
        "12 34",
        "1e99",
        "1e400",
        "1.5 2.5",
        "$1 EUR",
        "1 apples",
        "x1",
        "",
        "Unknown",
        ".",
        "e5",
        "0x1",
        "-1",
        None,
        True,
        False,
        [],
        {},
        -1,
        10**13,
        "1" * 13,
    ],
)
def test_doubtful_amounts_are_refused(value: object) -> None:
    assert amount(value) is None


def test_a_balance_may_be_negative() -> None:
    assert signed_amount("-5.20") == Decimal("-5.2")
    assert signed_amount(Decimal("-5.20")) == Decimal("-5.2")
    assert signed_amount("--5") is None
    assert signed_amount("-$5.20") == signed_amount("\u22125.20 USD") == Decimal("-5.2")


@pytest.mark.parametrize(
    ("text", "currency", "agrees"),
    [
        ("$5", "USD", True),
        ("$5", "CAD", True),
        ("$5", "EUR", False),
        ("5 USD", "usd", True),
        ("5 USD", "EUR", False),
        ("€5", "EUR", True),
        ("5 ₽", "RUB", True),
        ("5 ₽", "USD", False),
    ],
)
def test_an_amount_names_the_currency_of_the_answer_or_is_not_read(
    text: str, currency: str, agrees: bool
) -> None:
    assert (amount(text, currency) is not None) is agrees


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("50", 50),
        (50, 50),
        (Decimal("50.0"), 50),
        ("50.00", 50),
        ("-3", -3),
        ("0", 0),
        ("1,000,000", 1_000_000),
        ("1.0E+9", 10**9),
        ("1 000", 1000),
    ],
)
def test_counts_are_whole_numbers(value: object, number: int) -> None:
    assert count(value) == number


@pytest.mark.parametrize(
    "value", ["1,000", "10.000", "1.5", Decimal("1.5"), "Unknown", "", None, True, "5 USD", [], 10**13]
)
def test_doubtful_counts_are_refused(value: object) -> None:
    assert count(value) is None


@pytest.mark.parametrize(
    ("value", "text"), [(23501, "23501"), (" 7 ", "7"), ("ord_01HX", "ord_01HX"), (10**20, "1" + "0" * 20)]
)
def test_ids_are_text(value: object, text: str) -> None:
    assert identifier(value) == text


@pytest.mark.parametrize(
    "value",
    [
        0,
        "0",
        "000",
        -5,
        "-5",
        "\u22125",
        "\uff0d５",
        "00000000-0000-0000-0000-000000000000",
        "0-0",
        "",
        " ",
        None,
        True,
        False,
        "null",
        "None",
        "false",
        Decimal("1.5"),
        [],
        {},
        "Incorrect order ID",
        "a\nb",
        "x" * 129,
        "\ufffd1",
        "<b>1</b>",
        "NaN",
        chr(0xD800),
    ],
)
def test_what_is_no_id_is_refused(value: object) -> None:
    assert identifier(value) is None


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (True, True),
        (1, True),
        ("1", True),
        ("2", True),
        (False, False),
        (0, False),
        ("0", False),
        (None, None),
        ("", None),
        ("maybe", None),
        ([], None),
    ],
)
def test_flags_have_three_states(value: object, meant: bool | None) -> None:
    assert flag(value) is meant


def test_text_is_safe_to_store() -> None:
    assert plain("a\0b\ud800\x1b c") == "ab\ufffd\ufffd c"
    assert plain("x" * 600) == "x" * 500
    assert plain(True) == plain(None) == plain([]) == ""


def test_descriptions_keep_their_lines() -> None:
    assert paragraph("R30 &amp; more\r\nInstant <b>Start</b>\r\n") == "R30 & more\nInstant Start"
    assert paragraph(None) == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>Speed: 1k /day</p><br>Refill: 30 days", "Speed: 1k /day\n\nRefill: 30 days"),
        ("Speed < 5k, start > 1 h", "Speed < 5k, start > 1 h"),
        ("<3 likes", "<3 likes"),
        ("a <link> of yours", "a <link> of yours"),
        ("&lt;b&gt;Bold&lt;/b&gt; &amp; more", "Bold & more"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ('<span style="color:red">Red</span> <strong>x</strong>', "Red x"),
        ("<script>alert(1)</script>Hi<!-- no -->", "Hi"),
        ("line<BR/>line", "line\nline"),
    ],
)
def test_tags_are_read_as_text(written: str, read: str) -> None:
    assert paragraph(written) == read


@pytest.mark.parametrize(
    ("value", "read"), [("9999999999999", 10**12), (10**15, 10**12), ("1,000", None), ("50", 50)]
)
def test_a_limit_beyond_all_bounds_is_as_large_as_they_get(value: object, read: int | None) -> None:
    assert limit(value) == read
