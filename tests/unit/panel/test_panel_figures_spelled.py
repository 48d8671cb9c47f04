"""Figures in more spellings that can be read one way, and catalogues that contradict themselves."""

import json
from decimal import Decimal

import pytest

from panel.readers.catalogue import read_balance, read_services
from panel.readers.orders import read_orders
from panel.readers.status import read_status
from panel.reply import Answer, fold
from panel.values.figures import LARGEST, count, limit
from panel.values.money import AccountMoney, signed_amount
from shop.errors import PanelGarbled
from shop.replies import PanelState, StatusReport

ROW = {"service": 1, "name": "N", "category": "C", "type": "Default", "rate": "0.9", "min": 1, "max": 10}


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("٥٠٫٢٥", "50.25"),
        ("۵۰٫۲۵", "50.25"),
        ("١٬٢٣٤٫٥٦", "1234.56"),
        ("۱٬۲۳۴٬۵۶۷", "1234567"),
        ("５０．２５", "50.25"),
        ("１，２３４．５６", "1234.56"),
        ("\u200e5.00", "5.00"),
        ("5.00\u200f", "5.00"),
        ("\u20685.00\u2069", "5.00"),
        ("5\u200b.00", "5.00"),
        ("\ufeff5.00", "5.00"),
        ("−٥٫٥", "-5.5"),
        ("1\u2007234.5", "1234.5"),
    ],
)
def test_marks_of_other_scripts_part_figures_too(written: str, figure: str) -> None:
    assert signed_amount(written) == Decimal(figure)


@pytest.mark.parametrize("written", ["١٬٢٣٤", "1٫234٫5", "1،234", "１．２３４．5", "5\u202e.00", "٬٥"])
def test_what_can_be_read_two_ways_or_none_is_not_read(written: str) -> None:
    assert count(written) is None or count(written) == 1234


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("5.00 TL", "TRY"),
        ("5.00 ₪", "ILS"),
        ("₸5.00", "KZT"),
        ("5.00 руб.", "RUB"),
        ("5.00 руб", "RUB"),
        ("5.00 zł", "PLN"),
        ("A$5.00", "AUD"),
        ("HK$5.00", "HKD"),
        ("C$5.00", "CAD"),
        ("kr 5.00", "SEK"),
        ("KSh 5.00", "KES"),
        ("₨5.00", "PKR"),
        ("GH₵5.00", "GHS"),
    ],
)
def test_more_signs_name_a_currency(written: str, currency: str) -> None:
    assert signed_amount(written, currency) == Decimal("5.00")
    assert signed_amount(written, "EUR") is None


@pytest.mark.parametrize("written", ["USD .5", "USD 0.5", "usd 5e-1", "USD -.5"])
def test_a_code_before_a_bare_point_is_no_sign(written: str) -> None:
    assert abs(signed_amount(written, "USD") or 0) == Decimal("0.5")


@pytest.mark.parametrize(
    "most", ["unlimited", "Unlimited", "no limit", "∞", "infinity", "1e30", "1E+15", 1e15]
)
def test_a_maximum_beyond_all_bounds_is_the_largest(most: object) -> None:
    body = json.dumps([{**ROW, "max": most}])
    [service] = read_services(fold(Answer(200, body))).services
    assert service.max == LARGEST


@pytest.mark.parametrize("written", ["many", "-1", "1.5", "unlimited?", "1e2.5", True])
def test_other_words_are_no_limit(written: object) -> None:
    assert limit(written) in {None, -1}


def test_a_least_without_bounds_is_none() -> None:
    with pytest.raises(PanelGarbled):
        read_services(fold(Answer(200, json.dumps([{**ROW, "min": "unlimited"}]))))


@pytest.mark.parametrize("other", [{"rate": "90"}, {"rate": "0.09"}, {"type": "Package"}])
def test_a_service_listed_twice_with_two_prices_has_none(other: dict[str, str]) -> None:
    rows = [ROW, {**ROW, "service": 2}, {**ROW, "service": "1.0" if "type" in other else "1", **other}]
    listing = read_services(fold(Answer(200, json.dumps(rows))))
    assert [service.id for service in listing.services] == ["2"]
    assert listing.reasons == {"listed twice, at two prices": ("1",)}


def test_a_service_in_two_categories_is_one() -> None:
    rows = [ROW, {**ROW, "category": "New"}, {**ROW, "rate": "0.90", "name": "M"}]
    listing = read_services(fold(Answer(200, json.dumps(rows))))
    assert [(service.id, service.category) for service in listing.services] == [("1", "C")]
    assert listing.reasons == {}


@pytest.mark.parametrize("number", [1.0, "1.0", "#1", "１", "1\u200b", " 1"])
def test_a_services_number_changes_its_type_and_stays(number: object) -> None:
    [service] = read_services(fold(Answer(200, json.dumps([{**ROW, "service": number}])))).services
    assert service.id == "1"


@pytest.mark.parametrize(
    ("row", "is_read"),
    [
        ({"rate": "0.90 EUR"}, False),
        ({"rate": "€0.90"}, False),
        ({"rate": "Rp 9.000,50"}, False),
        ({"rate": "0.90", "currency": "EUR"}, False),
        ({"rate": "0.90 USD"}, True),
        ({"rate": "$0.90"}, True),
        ({"rate": "0.90", "currency": "usd"}, True),
        ({"rate": "0.90", "currency": "$"}, True),
        ({"rate": "0.90", "currency": ""}, True),
        ({"rate": "0.90", "currency": None}, True),
        ({"rate": "0.90"}, True),
    ],
)
def test_a_price_in_another_currency_than_the_accounts_is_none(row: dict[str, str], *, is_read: bool) -> None:
    rows = [{**ROW, **row}, {**ROW, "service": 2}]
    listing = read_services(fold(Answer(200, json.dumps(rows))), AccountMoney("USD"))
    assert len(listing.services) == 1 + is_read
    assert listing.reasons == ({} if is_read else {"a price in another currency": ("1",)})
    assert len(read_services(fold(Answer(200, json.dumps(rows)))).services) == 2


def test_a_row_names_its_currency_as_the_balance_does() -> None:
    rows = [{**ROW, "currency": "$"}, {**ROW, "service": 2, "rate": "$0.90"}, {**ROW, "service": 3}]
    reply = fold(Answer(200, json.dumps(rows)))
    assert [one.id for one in read_services(reply, AccountMoney("AUD", {"$": "AUD"})).services] == [
        "1",
        "2",
        "3",
    ]
    assert [one.id for one in read_services(reply, AccountMoney("AUD")).services] == ["2", "3"]


def test_where_the_operator_names_the_currency_the_panels_name_for_it_does_not_count() -> None:
    rows = [{**ROW, "currency": "USD"}, {**ROW, "service": 2, "rate": "0.90 USD"}]
    reply = fold(Answer(200, json.dumps(rows)))
    assert [one.id for one in read_services(reply, AccountMoney("INR", None)).services] == ["1"]


def test_a_balance_may_stand_in_a_list_of_one() -> None:
    balance, _ = read_balance(fold(Answer(200, '[{"balance":"5","currency":"USD"}]')))
    assert (balance.amount, balance.currency) == (Decimal(5), "USD")
    with pytest.raises(PanelGarbled):
        read_balance(fold(Answer(200, '[{"balance":"5"},{"balance":"6"}]')))


@pytest.mark.parametrize("currency", ["USDT", "CREDITS", None])
def test_an_accounts_own_unit_may_be_written_as_a_dollar(currency: str | None) -> None:
    rows = [{**ROW, "rate": "$0.90"}, {**ROW, "service": 2, "currency": "USD"}]
    reply = fold(Answer(200, json.dumps(rows)))
    assert len(read_services(reply, AccountMoney(currency)).services) == 2


@pytest.mark.parametrize(
    ("account", "row"),
    [
        ("UZS", {"rate": "0.90", "currency": "USD"}),
        ("IRR", {"rate": "0.90", "currency": "$"}),
        ("IRR", {"rate": "95200", "currency": "IRT"}),
        ("AED", {"rate": "$0.90"}),
        ("USD", {"rate": "12000", "currency": "uzs"}),
    ],
)
def test_no_currency_is_taken_for_another_however_few_panels_have_it(
    account: str, row: dict[str, str]
) -> None:
    """Sold at the figure of a dearer currency it would be next to nothing."""
    rows = [{**ROW, **row}, {**ROW, "service": 2}]
    listing = read_services(fold(Answer(200, json.dumps(rows))), AccountMoney(account))
    assert [one.id for one in listing.services] == ["2"]


CHARGED = [
    ("USD", {"charge": "95200", "currency": "IRT"}, None),
    ("USD", {"charge": "95200", "currency": "irr"}, None),
    ("USD", {"charge": "0.3", "currency": "€"}, None),
    ("USD", {"charge": "0.3 EUR"}, None),
    ("USD", {"charge": "€0.3"}, None),
    ("IRT", {"charge": "0.3", "currency": "USD"}, None),
    ("USD", {"charge": "0.3", "currency": "$"}, "0.3"),
    ("USD", {"charge": "$0.3", "currency": "usd"}, "0.3"),
    ("USD", {"charge": "0.3", "currency": "USDT"}, "0.3"),
    ("USD", {"charge": "0.3", "currency": "credits"}, "0.3"),
    ("USD", {"charge": "0.3", "currency": ""}, "0.3"),
    ("USD", {"charge": "0.3"}, "0.3"),
    ("CREDITS", {"charge": "0.3", "currency": "USD"}, "0.3"),
    (None, {"charge": "0.3", "currency": "EUR"}, "0.3"),
]


@pytest.mark.parametrize(("account", "told", "charged"), CHARGED)
@pytest.mark.parametrize("is_usual", [True, False])
def test_a_charge_in_another_currency_than_the_accounts_is_none(
    account: str | None, told: dict[str, str], charged: str | None, *, is_usual: bool
) -> None:
    """Else each order is overcharged, or none, and its service goes off sale."""
    money = AccountMoney(account)
    shape = {"start_count": "5", "remains": "300"} if is_usual else {"remains": 300}
    body = json.dumps({"status": "In progress", **shape, **told})
    report = read_status(fold(Answer(200, body)), ["1"], account=money).by_id["1"]
    assert isinstance(report, StatusReport)
    assert (report.state, report.remains) == (PanelState.IN_PROGRESS, 300)
    assert report.charge == (None if charged is None else Decimal(charged))
    many = json.dumps({"1": {"status": "In progress", **shape, **told}, "2": {"status": "Pending"}})
    reports = read_status(fold(Answer(200, many)), ["1", "2"], account=money).by_id
    assert reports["1"] == report
    [listed] = read_orders(fold(Answer(200, json.dumps([{"order": 1, **told}]))), account=money).orders
    assert listed.charge == report.charge


@pytest.mark.parametrize("rate", ["15.000", "1.500", "950.500", "Rp 15.000", "Rp15.000", "15.000 IDR"])
def test_a_price_that_may_be_thousands_of_a_currency_without_coins_is_none(rate: str) -> None:
    """Read as fifteen it would be sold at a thousandth."""
    rows = [{**ROW, "rate": rate}, {**ROW, "service": 2, "rate": "950"}]
    listing = read_services(fold(Answer(200, json.dumps(rows))), AccountMoney("IDR"))
    assert [one.id for one in listing.services] == ["2"]
    assert listing.reasons == {"a rate that may be a thousandfold": ("1",)}


@pytest.mark.parametrize(
    ("account", "rate"),
    [
        ("VND", "₫15.000"),
        ("VND", "15.000 ₫"),
        ("KRW", "₩15.000"),
        ("JPY", "¥15.000"),
        ("IDR", "+15.000"),
        ("IDR", "15.000\u200b"),
        ("IDR", "１５．０００"),
        ("IRR", "۱۵.۰۰۰"),
        ("IRT", "15.000"),
    ],
)
def test_however_it_is_written_and_whatever_sign_it_has(account: str, rate: str) -> None:
    rows = [{**ROW, "rate": rate}, {**ROW, "service": 2, "rate": "950"}]
    listing = read_services(fold(Answer(200, json.dumps(rows))), AccountMoney(account))
    assert [one.id for one in listing.services] == ["2"]
    assert listing.reasons == {"a rate that may be a thousandfold": ("1",)}


def test_a_price_in_another_currency_does_not_show_how_ours_are_written() -> None:
    rows = [{**ROW, "rate": "15.000"}, {**ROW, "service": 2, "rate": "0.90", "currency": "USD"}]
    rows += [{**ROW, "service": 3, "rate": "950"}, {**ROW, "service": 4, "rate": "$0.90"}]
    listing = read_services(fold(Answer(200, json.dumps(rows))), AccountMoney("IDR"))
    assert [one.id for one in listing.services] == ["3"]


@pytest.mark.parametrize(
    "other",
    [
        "15000.000", "0.125", "12.5", "12.50", "12.5000", "1,250.000", "1,250.50", "1 250.000",
        "Rp 12.50", "12.50 IDR", "Rp 1,250.000",
    ],
)  # fmt: skip
def test_points_before_decimals_elsewhere_in_the_list_show_what_they_are(other: str) -> None:
    rows = [{**ROW, "rate": "950.500"}, {**ROW, "service": 2, "rate": other}]
    listing = read_services(fold(Answer(200, json.dumps(rows))), AccountMoney("IDR"))
    assert next(one.rate_micro for one in listing.services) == 950_500_000
    assert len(listing.services) == 2


@pytest.mark.parametrize("account", ["USD", "KWD", "CREDITS", None])
def test_elsewhere_three_decimals_are_decimals(account: str | None) -> None:
    rows = [{**ROW, "rate": "15.000"}, {**ROW, "service": 2, "rate": 15.125}]
    listing = read_services(fold(Answer(200, json.dumps(rows))), AccountMoney(account))
    assert [one.rate_micro for one in listing.services] == [15_000_000, 15_125_000]


@pytest.mark.parametrize(
    ("written", "currency", "figure"),
    [
        ("$12.34 USD", "USD", "12.34"),
        ("$12.34USD", "USD", "12.34"),
        ("USD $12.34", "USD", "12.34"),
        ("-$12.34 USD", "USD", "-12.34"),
        ("$12.34 MXN", "MXN", "12.34"),
        ("R$ 12.34 BRL", "BRL", "12.34"),
        ("€1.234,56 EUR", "EUR", "1234.56"),
        ("RM12.50", "MYR", "12.50"),
        ("RM 1,234.50", "MYR", "1234.50"),
        ("150000đ", "VND", "150000"),
        ("150000 VNĐ", "VND", "150000"),
        ("12.50 Kč", "CZK", "12.50"),
        ("1500 Ft", "HUF", "1500"),
        ("12.50 лв.", "BGN", "12.50"),
        ("12.50 грн", "UAH", "12.50"),
        ("12.50 р.", "RUB", "12.50"),
        ("150000 so'm", "UZS", "150000"),
        ("1500 FCFA", "XOF", "1500"),
        ("1500 CFA", "XAF", "1500"),
        ("S/ 12.50", "PEN", "12.50"),
        ("S/.12.50", "PEN", "12.50"),
        ("NT$12.50", "TWD", "12.50"),
        ("S$12.50", "SGD", "12.50"),
        ("₵12.50", "GHS", "12.50"),
        ("rp 9.000,50", "IDR", "9000.50"),
        ("RS. 12.50", "INR", "12.50"),
        ("ksh 12.50", "KES", "12.50"),
        ("12.50 tl", "TRY", "12.50"),
        ("&#8377;12.50", "INR", "12.50"),
        ("&euro;12.50", "EUR", "12.50"),
        ("&#36;12.50", "USD", "12.50"),
        ("12.50&nbsp;&euro;", "EUR", "12.50"),
    ],
)
def test_an_amount_may_be_written_as_its_people_write_it(written: str, currency: str, figure: str) -> None:
    assert signed_amount(written, currency) == signed_amount(written) == Decimal(figure)
    assert signed_amount(written, "CHF") is None


@pytest.mark.parametrize(
    "written",
    [
        "$5.00 EUR",
        "€5.00 USD",
        "EUR $5.00",
        "$5.00 €",
        "$5.00 lakh",
        "1 lakh",
        "5 mil",
        "5 mln",
        "5 mio",
        "5 tys",
        "5 mrd",
        "from 0.90",
        "only 5",
        "max 5",
        "min 5",
        "5 each",
        "5 per",
        "5 avg",
        "5 pcs",
        "5 &lt; 6",
        "&5",
    ],
)
def test_what_makes_another_amount_of_a_figure_is_no_currency(written: str) -> None:
    assert signed_amount(written) is None
    assert signed_amount(written, "USD") is None


@pytest.mark.parametrize(
    "rate", ["&#8363;15.000", "VND ₫15.000", "₫15.000 VND", "15.000đ", "15.000&nbsp;VNĐ"]
)
def test_a_price_that_may_be_a_thousandfold_is_none_however_its_currency_is_written(rate: str) -> None:
    rows = [{**ROW, "rate": rate}, {**ROW, "service": 2, "rate": "9000"}]
    listing = read_services(fold(Answer(200, json.dumps(rows))), AccountMoney("VND"))
    assert [one.id for one in listing.services] == ["2"]
    assert listing.reasons == {"a rate that may be a thousandfold": ("1",)}


def test_a_balance_names_its_currency_behind_a_sign() -> None:
    balance, _ = read_balance(fold(Answer(200, '{"balance":"$12.34 USD"}')))
    assert (balance.amount, balance.currency) == (Decimal("12.34"), "USD")
