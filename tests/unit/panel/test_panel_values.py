"""Single values are read without guessing, or not at all."""

from decimal import Decimal

import pytest

from panel.values import amount, count, flag, identifier, paragraph, plain, signed_amount


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("0.27819", "0.27819"),
        (" 12 ", "12"),
        (3, "3"),
        (Decimal("0.08011655652"), "0.08011655652"),
        ("0.08011655652", "0.08011655652"),
        ("95200", "95200"),
    ],
)
def test_amounts_are_exact(value: object, number: str) -> None:
    assert amount(value) == Decimal(number)


@pytest.mark.parametrize(
    "value",
    [
        "1,25",
        "1,250.50",
        "1 000",
        "1e3",
        "+1",
        "$1",
        "1 USD",
        "",
        "Unknown",
        ".5",
        "5.",
        "\N{ARABIC-INDIC DIGIT ONE}",
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


@pytest.mark.parametrize(
    ("value", "number"), [("50", 50), (50, 50), (Decimal("50.0"), 50), ("50.00", 50), ("-3", -3), ("0", 0)]
)
def test_counts_are_whole_numbers(value: object, number: int) -> None:
    assert count(value) == number


@pytest.mark.parametrize(
    "value", ["1,000", "10.000", "1.5", Decimal("1.5"), "Unknown", "", None, True, "\u0661", [], 10**13]
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
    assert paragraph("R30 &amp; more\r\nInstant <b>Start</b>\r\n") == "R30 & more\nInstant <b>Start</b>"
    assert paragraph(None) == ""
