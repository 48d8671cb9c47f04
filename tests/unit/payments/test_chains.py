"""Chains' files and lines: amounts exact to the base unit, addresses by checksum, errors by line."""

import ast
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

import payments.chains
from payments.base import NoAnswer
from payments.chains.addresses import Kind, canonical_address
from payments.chains.files import chain_named
from payments.chains.lines import LONGEST_TEXT, line_of, minor_of_units, transfer_of
from payments.chains.profile import ChainProfile
from payments.chains.reader import ChainReader
from payments.described import wire
from payments.described.files import ProfileProblem, names_in
from playground.clock import HandClock

FOLDER = Path(payments.chains.__file__).parent
NAMES = ("ton", "tron")

ADDRESS = {
    "ton": "UQCR2AKH5EUqGjaJRTQ025FRhA3wVzcBvCe3vC9Gd1EvR5hb",
    "tron": "TJmmqjb1DK9TTZbQXzRQ2AuA94z4gKAPFh",
}
RAW = "0:91D80287E4452A1A3689453434DB9151840DF0573701BC27B7BC2F4677512F47"
USDT = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
HASH = {"ton": "kVSR0ug/WtNBgXnyHIjcXn1eJmKDPkpTKAPqYxtJVDM=", "tron": "ab" * 32}

UNITS = some.integers(0, 10**30)


def a_profile(name: str, **item: Any) -> ChainProfile:
    """Return a shipped profile, with these members of [item] changed."""
    known = chain_named(name).model_dump()
    return ChainProfile.model_validate({**known, "item": {**known["item"], **item}})


def a_line(name: str, amount: object = "1000000000", **members: Any) -> dict[str, Any]:
    """Return a line as the API's documents show one."""
    if name == "tron":
        return {
            "transaction_id": HASH[name],
            "token_info": {"symbol": "USDT", "address": USDT, "decimals": 6, "name": "Tether USD"},
            "block_timestamp": 1_767_268_800_123,
            "from": "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
            "to": ADDRESS[name],
            "type": "Transfer",
            "value": amount,
        } | members
    content = {"hash": "h", "body": "b", "decoded": {"type": "text_comment", "comment": "K7M2-QX"}}
    message = {"source": "0:" + "5A" * 32, "destination": RAW, "value": amount, "bounced": False}
    return {
        "account": RAW,
        "hash": HASH[name],
        "now": 1_767_268_800,
        "mc_block_seqno": 70_000_000,
        "description": {"type": "ord", "aborted": False},
        "in_msg": {**message, "message_content": content},
    } | members


def told(name: str, said: dict[str, Any], **item: Any) -> Any:
    """Return what a line brought to the address."""
    profile = a_profile(name, **item)
    known = canonical_address(ADDRESS[name], profile.address)
    assert known is not None
    return transfer_of(line_of(said, profile), profile, known)


@given(UNITS, some.sampled_from([("ton", 9), ("tron", 6)]))
def test_an_amount_is_floored_to_cents(units: int, chain: tuple[str, int]) -> None:
    name, decimals = chain
    cent = 10 ** (decimals - 2)
    transfer = told(name, a_line(name, str(units)))
    if units < cent:
        assert transfer is None
    else:
        assert type(transfer.amount_minor) is int
        assert transfer.amount_minor * cent <= units < (transfer.amount_minor + 1) * cent


@given(some.lists(UNITS, max_size=6), some.integers(0, 18))
def test_parts_never_bring_more_than_the_whole(parts: list[int], decimals: int) -> None:
    each = sum(minor_of_units(one, decimals, "USDT") for one in parts)
    assert each <= minor_of_units(sum(parts), decimals, "USDT") <= each + len(parts)


@given(UNITS, some.integers(0, 18))
def test_decimals_may_stand_in_the_line(units: int, decimals: int) -> None:
    said = a_line("tron", units, token_info={"address": USDT, "decimals": decimals})
    transfer = told("tron", said, decimals=None, decimals_at="token_info.decimals")
    expected = units * 100 // 10**decimals
    assert (transfer.amount_minor if transfer else 0) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_line_is_a_transfer(name: str) -> None:
    transfer = told(name, a_line(name, "12349999999"))
    millis = 123 if name == "tron" else 0
    assert transfer.at == datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(milliseconds=millis)
    assert transfer.at.utcoffset() == timedelta(0)
    assert (transfer.sender, transfer.is_reversal, transfer.reverses) == (name, False, None)
    if name == "ton":
        assert (transfer.id, transfer.amount_minor) == (f"ton:{HASH[name]}", 1234)
        assert (transfer.text, transfer.currency) == ("K7M2-QX", "TON")
    else:
        assert (transfer.id, transfer.amount_minor) == (f"tron:{HASH[name]}:12349999999", 1_234_999)
        assert (transfer.text, transfer.currency) == ("", "USDT")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "amount", ["-1", "1.5", "x", "1e999", "1,0", True, [], Decimal("0.5"), "9" * 50, "0x10"]
)
def test_an_amount_that_is_none_is_no_clear_answer(name: str, amount: object) -> None:
    with pytest.raises(NoAnswer):
        told(name, a_line(name, amount))


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("tron", {"token_info": {"symbol": "USDT", "decimals": 6}}),
        ("tron", {"type": None}),
        ("tron", {"transaction_id": ""}),
        ("tron", {"transaction_id": "a" * 300}),
        ("tron", {"block_timestamp": None}),
        ("tron", {"block_timestamp": "soon"}),
        ("tron", {"block_timestamp": 10**20}),
        ("ton", {"description": {}}),
        ("ton", {"now": -5}),
        ("ton", {"hash": None}),
    ],
)
def test_a_line_to_us_without_a_fact_is_no_clear_answer(name: str, members: dict[str, Any]) -> None:
    with pytest.raises(NoAnswer):
        told(name, a_line(name, **members))


@pytest.mark.parametrize("aborted", [True, 0, "false", 1, "False"])
def test_only_false_itself_says_that_it_did_not_fail(aborted: object) -> None:
    assert told("ton", a_line("ton", description={"aborted": aborted})) is None


@pytest.mark.parametrize(
    "contract", [USDT.lower(), USDT[:-1], USDT + " ", "USDT", "41a614f803b6fd780986a42c78ec9c7f77e6ded13c"]
)
def test_a_token_of_another_contract_is_none_whatever_it_is_called(contract: str) -> None:
    """A forged amount is not even read: 78 digits of nothing must not stop the reading."""
    forged = {"symbol": "USDT", "name": "Tether USD", "decimals": 6, "address": contract}
    assert told("tron", a_line("tron", "9" * 78, token_info=forged)) is None


def test_a_comment_of_any_length_is_cut() -> None:
    content = {"decoded": {"comment": "я" * 10_000}}
    message = {"destination": RAW, "value": "1000000000", "bounced": False, "message_content": content}
    assert told("ton", a_line("ton", in_msg=message)).text == "я" * LONGEST_TEXT


def test_every_spelling_of_an_account_on_ton_is_one() -> None:
    spellings = (ADDRESS["ton"], "EQCR2AKH5EUqGjaJRTQ025FRhA3wVzcBvCe3vC9Gd1EvR8We", RAW, RAW.lower())
    assert {canonical_address(one, "ton") for one in spellings} == {RAW}
    assert canonical_address(ADDRESS["ton"].replace("_", "/"), "ton") == RAW


@given(some.sampled_from(NAMES), some.data())
def test_a_mistyped_address_is_none(name: Kind, data: some.DataObject) -> None:
    right = ADDRESS[name]
    place = data.draw(some.integers(0, len(right) - 1))
    other = data.draw(some.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789"))
    wrong = right[:place] + other + right[place + 1 :]
    assert (canonical_address(wrong, name) is None) == (wrong != right)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("ton", ""),
        ("ton", ADDRESS["tron"]),
        ("ton", "0:12"),
        ("ton", "kQCR2AKH5EUqGjaJRTQ025FRhA3wVzcBvCe3vC9Gd1EvR34U"),
        ("tron", ADDRESS["ton"]),
        ("tron", "T" + "z" * 33),
        ("tron", "0x41"),
    ],
)
def test_what_is_no_address_is_told_at_once(name: str, address: str) -> None:
    with pytest.raises(ValueError, match="is no address on"):
        ChainReader(chain_named(name), address, HandClock())


def test_the_shipped_files_are_short_and_honest() -> None:
    assert tuple(names_in(FOLDER)) == NAMES
    for name in NAMES:
        profile, text = chain_named(name), (FOLDER / f"{name}.toml").read_text()
        assert profile.name == name
        assert not profile.tried
        assert "not tried" in text
        assert len(text.splitlines()) <= 80


def written_as(tmp_path: Path, name: str, old: str, new: str) -> str:
    """Return the path of a shipped file with a change in it."""
    text = (FOLDER / f"{name}.toml").read_text()
    assert old in text
    file = tmp_path / f"{name}2.toml"
    file.write_text(text.replace(old, new))
    return str(file)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("ton", 'address = "ton"', 'address = "btc"', "line 9: address: "),
        ("ton", "decimals = 9", "", "line 27: item: needs either decimals or decimals_at"),
        ("ton", "blocks = 10", "", "line 46: depth: block, blocks and newest belong together"),
        ("ton", 'sort = "asc"', 'sort = "{order}"', "list: {order} is no value that is made"),
        ("ton", 'items = "transactions"', "", "list.items: is missing"),
        ("tron", "asked = true", "", "depth: needs asked, blocks or seconds"),
        ("tron", 'contract = "TR7', '# contract = "TR7', "contract and item.token belong together"),
        ("tron", 'token = "token_info.address"', "", "contract and item.token belong together"),
        ("tron", "per_page = 100", "per_page = 1", "line 21: list.per_page: "),
        ("tron", 'root = "https:', 'root = "http:', "line 7: root: "),
        ("tron", "[item]", "[items]", "item: is missing"),
        ("tron", "tried = false", "tried = ", "is not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, name: str, old: str, new: str, says: str) -> None:
    with pytest.raises(ProfileProblem) as caught:
        chain_named(written_as(tmp_path, name, old, new))
    assert says in str(caught.value)


def test_what_is_no_chain_is_told_with_those_there_are() -> None:
    for named in ("btc", "../gateways/heleket"):
        with pytest.raises(ProfileProblem, match="ton, tron"):
            chain_named(named)


BODIES: dict[str, httpx.Response] = {
    "html": httpx.Response(200, text="<html><body>Just a moment</body></html>"),
    "nothing": httpx.Response(200, text=""),
    "half": httpx.Response(200, text='{"success": true, "data": [{"transaction_id": "ab'),
    "no list": httpx.Response(200, json={"success": True, "meta": {}}),
    "another list": httpx.Response(200, json={"success": True, "data": {}}),
    "null": httpx.Response(200, json={"success": True, "data": None}),
    "no line": httpx.Response(200, json={"success": True, "data": ["x"]}),
    "no success": httpx.Response(200, json={"success": False, "data": []}),
    "not found": httpx.Response(404, json={"success": True, "data": []}),
    "elsewhere": httpx.Response(302, headers={"Location": "https://evil.example/"}),
    "empty": httpx.Response(204),
    "too large": httpx.Response(200, content=b" " * (wire.LARGEST + 1)),
    "itself again": httpx.Response(200, json={"success": True, "data": [], "meta": {"fingerprint": "a"}}),
}


@pytest.mark.parametrize("name", sorted(BODIES))
async def test_what_is_no_clear_answer_tells_nothing(name: str) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return BODIES[name]

    transport = httpx.MockTransport(answer)
    reader = ChainReader(chain_named("tron"), ADDRESS["tron"], HandClock(), transport=transport)
    with pytest.raises(NoAnswer):
        await reader.read(datetime(2026, 1, 1, tzinfo=UTC))
    await reader.aclose()
    assert set(asked) == {"api.trongrid.io"}


async def test_what_is_asked_is_what_the_documents_have() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        is_block = request.url.path.endswith("masterchainInfo")
        return httpx.Response(200, json={"last": {"seqno": 7}} if is_block else {"transactions": []})

    transport = httpx.MockTransport(answer)
    reader = ChainReader(chain_named("ton"), f" {ADDRESS['ton']} ", HandClock(), key="k", transport=transport)
    await reader.read(datetime(2026, 1, 1, 12, 0, 0, 999_999, tzinfo=UTC))
    account = RAW.replace(":", "%3A")
    query = f"account={account}&start_utime=1767268800&limit=50&offset=0&sort=asc"
    assert [str(one.url) for one in asked] == [
        "https://toncenter.com/api/v3/masterchainInfo",
        "https://toncenter.com/api/v3/transactions?" + query,
    ]
    assert [one.headers["x-api-key"] for one in asked] == ["k", "k"]


@pytest.mark.parametrize("number", [None, 0, -1, "x", 1.5])
async def test_without_the_newest_block_there_is_no_depth(number: object) -> None:
    said = {"last": {"seqno": number}, "transactions": []}
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, json=said))
    reader = ChainReader(chain_named("ton"), ADDRESS["ton"], HandClock(), transport=transport)
    with pytest.raises(NoAnswer, match="newest block"):
        await reader.read(datetime(2026, 1, 1, tzinfo=UTC))


def test_no_float_is_made_of_money() -> None:
    made = [
        f"{file.name}:{node.lineno}"
        for file in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and file.name != "asking.py")
    ]
    assert made == []
