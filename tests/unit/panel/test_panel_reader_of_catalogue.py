"""The catalogue and the balance."""

import json
from decimal import Decimal
from typing import Any

import pytest

from panel.readers.catalogue import Listing, read_balance, read_services
from panel.reply import Answer, fold
from shop.catalogue.services import Service
from shop.errors import PanelGarbled, PanelRefused
from shop.replies import Balance

ROW = {"service": 1, "name": "Followers", "category": "First", "type": "Default", "rate": "0.90"}


def listing(value: Any) -> Listing:
    return read_services(fold(Answer(200, value if isinstance(value, str) else json.dumps(value))))


def service(**row: Any) -> Service:
    (only,) = listing([{**ROW, **row}]).services
    return only


def test_a_service_is_read_from_its_row() -> None:
    assert service(min="50", max=10000) == Service(
        id="1", name="Followers", category="First", type="Default", rate_micro=900_000, min=50, max=10_000
    )


def test_rates_are_rounded_up_to_the_micro() -> None:
    assert service(rate="0.0000011").rate_micro == 2


@pytest.mark.parametrize(
    ("sent", "meant"), [(True, True), (0, False), ("1", True), (None, None), ("2", True)]
)
def test_a_flag_is_read_as_panels_write_it(sent: Any, meant: bool | None) -> None:
    assert service(refill=sent, cancel=sent, dripfeed=sent) == service(
        refill=meant, cancel=meant, dripfeed=meant
    )


def test_decoys_and_extras_are_ignored() -> None:
    assert service(service=694, service_id=2, features=[], pricing_model="per_item").id == "694"


def test_names_are_cleaned() -> None:
    named = service(name="Real &amp; Active\r\n🔥", desc="R30\r\nInstant", category={"name": "Cats"})
    assert (named.name, named.description, named.category) == ("Real & Active 🔥", "R30\nInstant", "Cats")


def test_missing_texts_have_stand_ins() -> None:
    bare = listing([{"service": 7, "rate": 1}]).services[0]
    assert (bare.name, bare.type, bare.category, bare.min, bare.max) == ("#7", "Default", "", None, None)


@pytest.mark.parametrize("wrapped", [{"data": [ROW]}, {"services": [ROW]}, {"0": ROW}, [ROW, ROW]])
def test_the_list_is_found_in_its_wrapper(wrapped: Any) -> None:
    assert [one.id for one in listing(wrapped).services] == ["1"]


@pytest.mark.parametrize(
    "row",
    [
        {"rate": "1,25"},
        {"rate": None},
        {"rate": -1},
        {"service": 0},
        {"min": "1,000"},
        {"max": "10.000"},
        {"min": -5},
        {"max": "many"},
    ],
)
def test_a_doubtful_row_is_left_out(row: dict[str, Any]) -> None:
    read = listing([{**ROW, "service": 2}, {**ROW, **row}])
    assert [one.id for one in read.services] == ["2"]
    assert read.refused == 1
    with pytest.raises(PanelGarbled):
        listing([{**ROW, **row}])


@pytest.mark.parametrize("body", ["[]", "{}", '{"data":[]}', "", "<html>", '[{"service":1,"rate":"1"},{"ser'])
def test_an_empty_or_broken_list_is_no_catalogue(body: str) -> None:
    with pytest.raises(PanelGarbled):
        listing(body)


def test_a_panel_may_say_that_it_is_empty() -> None:
    assert listing({"status": "success", "data": "Empty Data"}).services == ()


def test_a_catalogue_tells_of_flags_and_of_mended_json() -> None:
    assert listing([{**ROW, "refill": None}]).has_flags
    assert not listing([ROW]).has_flags
    assert listing('[{"service":1,"rate":"1",}]').mended


@pytest.mark.parametrize(
    ("body", "money"),
    [
        ('{"balance":"100.84292","currency":"USD"}', Balance(Decimal("100.84292"), "USD")),
        ('{"balance": 10000, "currency": "USD",}', Balance(Decimal(10000), "USD")),
        ('{"balance":-5.2}', Balance(Decimal("-5.2"), None)),
        ('{"status":"success","data":{"balance":"7"}}', Balance(Decimal(7), None)),
        ('{"balance":1234567,"balancef":"1,234,567"}', Balance(Decimal(1234567), None)),
        ('{"balance":"0","message":"Your account is not verified"}', Balance(Decimal(0), None)),
    ],
)
def test_a_balance_is_read_with_its_currency(body: str, money: Balance) -> None:
    assert read_balance(fold(Answer(200, body)))[0] == money


def test_a_profile_may_know_the_currency_better() -> None:
    assert read_balance(fold(Answer(200, '{"balance":1,"currency":"USD"}')), "IRT")[0].currency == "IRT"


@pytest.mark.parametrize("body", ['{"balance":"1,234"}', '{"balance":null}', "{}", '{"balance":true}', "[1]"])
def test_an_unreadable_balance_is_not_zero(body: str) -> None:
    with pytest.raises(PanelGarbled):
        read_balance(fold(Answer(200, body)))


def test_a_refusal_is_raised_with_its_reason() -> None:
    with pytest.raises(PanelRefused) as caught:
        read_balance(fold(Answer(200, '{"error":"The account does not exists"}')))
    assert caught.value.why == "auth"
