"""The catalogue and the balance, field by field, and why one cannot be read."""

import json
from decimal import Decimal
from typing import Any

import pytest

from panel.readers.catalogue import Listing, read_balance, read_services
from panel.reply import Answer, fold
from shop.catalogue.services import Service
from shop.errors import PanelGarbled, PanelRefused
from shop.replies import Balance

ROW = {"service": 1, "rate": "0.9"}


def listing(value: Any) -> Listing:
    return read_services(fold(Answer(200, value if isinstance(value, str) else json.dumps(value))))


def service(**members: Any) -> Service:
    [only] = listing([{**ROW, **members}]).services
    return only


def balance(value: Any, currency: str | None = None, secrets: tuple[str, ...] = ()) -> tuple[Balance, bool]:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_balance(fold(Answer(200, text, secrets=secrets)), currency)


def test_each_field_is_read_from_its_own_name() -> None:
    read = service(
        NAME="A\nb",
        Category="C\nd",
        type="Custom\nComments",
        min="10",
        max="20",
        refill=1,
        cancel=0,
        dripfeed="1",
        desc="E\nf",
    )
    assert read == Service(
        id="1", name="A b", category="C d", type="Custom Comments", rate_micro=900_000, min=10, max=20,
        refill=True, cancel=False, dripfeed=True, description="E\nf",
    )  # fmt: skip


def test_texts_are_kept_up_to_their_lengths() -> None:
    read = service(name="n" * 400, category={"name": "c" * 400}, type="t" * 200, description="d" * 5_000)
    lengths = (len(read.name), len(read.category), len(read.type), len(read.description))
    assert lengths == (300, 300, 100, 4_000)


@pytest.mark.parametrize(("value", "read"), [(0, None), ("0", None), (1, 1), ("10000000000000", 10**12)])
def test_a_limit_of_nothing_is_none(value: object, read: int | None) -> None:
    assert (service(min=value).min, service(max=value).max) == (read, read)


@pytest.mark.parametrize(
    ("members", "number"),
    [
        ({"service": 5, "id": 6}, "5"),
        ({"service": "", "id": 6}, "6"),
        ({"service": None, "service_id": 7}, "7"),
    ],
)
def test_a_services_number_has_several_names(members: dict[str, Any], number: str) -> None:
    assert service(**members).id == number


def test_a_service_that_comes_twice_is_the_first_one() -> None:
    rows = [{**ROW, "name": "First"}, {**ROW, "name": "Second"}, {**ROW, "service": 2}]
    assert [(one.id, one.name) for one in listing(rows).services] == [("1", "First"), ("2", "#2")]


@pytest.mark.parametrize("wrapper", ["data", "services", "result", "response", "packages"])
def test_rows_are_found_in_any_wrapper(wrapper: str) -> None:
    for rows in ([ROW], {"0": ROW}, [7, ROW, "x"]):
        assert listing({"status": "success", wrapper: rows}) == listing([ROW])


def test_rows_left_out_are_counted_and_the_first_five_are_named() -> None:
    unpriced = [{"service": number} for number in range(10, 17)]
    odd = [{**ROW, "service": "", "name": "x" * 50}, {**ROW, "service": None, "name": " "}]
    read = listing([{**ROW, "refill": True}, *unpriced, *odd])
    assert read.refused == 9
    assert dict(read.reasons) == {"no rate": ("10", "11", "12", "13", "14"), "no number": ("x" * 40, "?")}
    assert (read.has_flags, read.mended) == (True, False)
    assert listing([ROW]) == Listing(listing([ROW]).services)


@pytest.mark.parametrize("flag", ["refill", "cancel", "dripfeed", "REFILL"])
def test_a_flag_in_any_row_shows_the_dialect(flag: str) -> None:
    assert listing([ROW, {**ROW, "service": 2, flag: None}]).has_flags
    assert not listing([ROW, {**ROW, "service": 2, f"{flag}s": None}]).has_flags


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("[]", "the catalogue is empty"),
        ("{}", "the catalogue is empty"),
        ({"data": []}, "the catalogue is empty"),
        ([1, 2], "the catalogue has a shape that is not known"),
        ({"hello": "world"}, "the catalogue has a shape that is not known"),
        ({"status": "odd", "data": "Empty"}, "the catalogue has a shape that is not known"),
        ([{"rate": 1}], "no service in the panel's list can be read (1 of 1: no number)"),
        (
            [{"service": 1}, {"rate": 1}, {"service": 2}],
            "no service in the panel's list can be read (2 of 3: no rate)",
        ),
        ([{**ROW, "rate": "1,25"}], "no service in the panel's list can be read (1 of 1: unreadable rate)"),
        (
            [{**ROW, "max": "many"}],
            "no service in the panel's list can be read (1 of 1: unreadable minimum or maximum)",
        ),
        ("", "the answer is empty (HTTP 200)"),
    ],
)
def test_an_answer_without_a_service_says_why(value: Any, why: str) -> None:
    with pytest.raises(PanelGarbled) as caught:
        listing(value)
    assert str(caught.value) == why


@pytest.mark.parametrize("status", ["success", "SUCCESS", "true", True])
def test_a_panel_says_in_words_that_it_sells_nothing(status: object) -> None:
    told = json.dumps({"status": status, "data": "Nothing"})
    assert listing(told) == Listing(())
    assert listing(told[:-1] + ",}") == Listing((), mended=True)


def test_a_refusal_is_no_catalogue() -> None:
    with pytest.raises(PanelRefused, match="auth: Invalid API key"):
        listing({"error": "Invalid API key", "services": [ROW]})


@pytest.mark.parametrize(
    ("value", "currency", "read"),
    [
        ({"Balance": "1.5", "Currency": "usd"}, None, Balance(Decimal("1.5"), "usd")),
        ({"balance": "1.5 USD"}, None, Balance(Decimal("1.5"), "USD")),
        ({"balance": "1.5 USD"}, "USD", Balance(Decimal("1.5"), "USD")),
        ({"balance": "$1.5"}, None, Balance(Decimal("1.5"), None)),
        ({"balance": 1, "currency": "c" * 30}, None, Balance(Decimal(1), "c" * 16)),
        ({"balance": 1, "currency": ""}, None, Balance(Decimal(1), None)),
        ({"balance": 1, "data": {"balance": 2, "currency": "EUR"}}, None, Balance(Decimal(1), None)),
        ({"data": {"balance": 2, "currency": "EUR"}}, None, Balance(Decimal(2), "EUR")),
        ({"data": {"balance": 2, "currency": "EUR"}}, "USD", Balance(Decimal(2), "USD")),
    ],
)
def test_a_balance_has_a_currency_if_it_is_named(value: Any, currency: str | None, read: Balance) -> None:
    assert balance(value, currency) == (read, False)


def test_a_balance_that_had_to_be_mended_says_so() -> None:
    assert balance('{"balance": 5,}') == (Balance(Decimal(5), None), True)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"balance": "1,234"}, "'1,234'"),
        ({}, "''"),
        ({"balance": "x" * 60}, f"'{'x' * 40}'"),
        ({"balance": [5]}, "''"),
    ],
)
def test_a_balance_that_is_not_read_is_shown_in_short_and_without_the_key(value: Any, shown: str) -> None:
    why = "the answer holds no balance that can be read without guessing: "
    with pytest.raises(PanelGarbled) as caught:
        balance(value)
    assert str(caught.value) == why + shown
    with pytest.raises(PanelGarbled) as caught:
        balance({"balance": "my secret"}, secrets=("secret",))
    assert str(caught.value) == why + "'my [key]'"


def test_a_balance_in_another_currency_than_the_answers_is_not_read() -> None:
    with pytest.raises(PanelGarbled):
        balance({"balance": "5 EUR", "currency": "USD"})
    with pytest.raises(PanelGarbled):
        balance({"balance": "5 EUR"}, "USD")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, "Default"),
        ("", "Default"),
        ("  ", "Default"),
        ([], "Default"),
        ({}, "Default"),
        ("Package", "Package"),
        (1, "1"),
        ({"id": 10, "name": "Package"}, "Package"),
        ({"id": 10}, "?"),
        (["Package"], "?"),
        (True, "?"),
        (False, "?"),
    ],
)
def test_a_type_that_cannot_be_read_is_not_the_usual_one(value: object, read: str) -> None:
    """A package's price is that of one order, and as the usual type a thousandth of it would be asked."""
    assert service(type=value).type == read


def test_two_types_of_one_service_are_none() -> None:
    assert service(type="Default", Type="Package").type == "?"


@pytest.mark.parametrize("nothing", ["\u202e\u200f", "\u200b \u2060", "<b>\u2800</b>", "\ufe0f"])
def test_a_name_that_shows_nothing_is_none(nothing: str) -> None:
    """Its button would be empty."""
    read = service(name=nothing, category=nothing)
    assert (read.name, read.category) == ("#1", "")
    assert service(name=f"{nothing}\u062b").name.endswith("\u062b")


def test_a_category_or_name_may_be_a_number() -> None:
    read = service(name=100, category=7)
    assert (read.name, read.category) == ("100", "7")
    assert service(category={"id": 7, "name": 8}).category == "8"
    assert (service(name=True).name, service(name=["A"]).name, service(category=["A"]).category) == (
        "#1",
        "#1",
        "",
    )


@pytest.mark.parametrize("key", ["details", "title", "message", "detail"])
def test_what_the_only_service_says_of_itself_refuses_no_list(key: str) -> None:
    for text in ("No refill. Private accounts are not allowed", "Invalid link: no refund", "Maintenance"):
        assert service(**{key: text}).id == "1"
    with pytest.raises(PanelRefused):
        listing([{key: "Invalid API key"}])
