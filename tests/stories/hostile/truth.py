"""What is wrong after a scenario: in the wallets, in the book, and in what people were told."""

import re
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from shop.ledger.journals import Account, AccountKind, JournalKind
from storage.ledger.tables import account, journal, payment, posting
from tests.in_process import Harness, Player
from tests.stories.hostile.table import Right

CAME = re.compile(r"([\d,]+(?:\.\d+)?)\D{0,8} came into your wallet")
BALANCE = re.compile(r"Balance: \D{0,6}([\d,]+(?:\.\d+)?)")
THANKS = "is paid. Thank you!"
WENT_BACK = ("went back to its payer", "Telegram refunded a payment")
UNKNOWN = "I do not know what it is for"


async def what_is_wrong(shop: Harness, right: Right) -> list[str]:
    """Return everything that is not as it must be, as sentences."""
    rows = await shop.kiosk.stores.database.read(_payments)
    came = await shop.kiosk.stores.database.read(_came)
    currency = shop.kiosk.services.board.currency
    wrong = []
    for player, due in ((shop.ann, right.ann), (shop.bob, right.bob)):
        has = await _balance(shop, Account(AccountKind.WALLET, player.id, currency))
        if has != due:
            wrong.append(f"{player.person.name} has {has}, and {due} is right")
        wrong += _untrue(player, came.get(player.id, 0), is_told=right.is_told)
    wrong += await _said_of_the_wallet(shop, right)
    loss = -await _balance(shop, Account(AccountKind.WRITE_OFF, None, currency))
    if loss != right.lost:
        wrong.append(f"{loss} is lost, and {right.lost} is right")
    waiting = sum(one.invoice_id is None for one in rows)
    if waiting != right.suspended:
        wrong.append(f"{waiting} payments wait, and {right.suspended} is right")
    return wrong + _untrue_to_the_operator(shop, rows, waiting)


def _untrue(player: Player, credited: int, *, is_told: bool) -> list[str]:
    """Return what a customer was told that is not so. All that was ever credited counts."""
    texts = [message.text for message in player.person.home.messages.values()]
    told = sum(_micro(found) for text in texts for found in CAME.findall(text))
    wrong = []
    if told > credited or (is_told and told != credited):
        wrong.append(f"{player.person.name} was told that {told} came, and {credited} did")
    if not credited and any(THANKS in text for text in texts):
        wrong.append(f"{player.person.name} was thanked for nothing")
    return wrong


async def _said_of_the_wallet(shop: Harness, right: Right) -> list[str]:
    if not right.is_told:
        return []
    await shop.ann.says("/wallet")
    found = BALANCE.findall(shop.ann.person.last.text)
    if [_micro(one) for one in found] == [right.ann]:
        return []
    return [f"/wallet says {found}, and {right.ann} is right"]


def _untrue_to_the_operator(shop: Harness, rows: list[Any], waiting: int) -> list[str]:
    """Return alerts of what has not happened."""
    texts = [message.text for message in shop.olga.person.home.messages.values()]
    is_back = any(one.state == "returned" for one in rows)
    wrong = []
    if not is_back and any(words in text for text in texts for words in WENT_BACK):
        wrong.append("the operator was told of a refund that is none")
    if bool(waiting) != any(UNKNOWN in text for text in texts):
        wrong.append(f"{waiting} payments wait, and the operator was told otherwise")
    return wrong


def _came(connection: Connection) -> dict[int, int]:
    """Return what each customer's wallet ever got from outside."""
    owner = account.c.owner_id
    joined = posting.join(journal).join(account)
    found = select(owner, func.sum(posting.c.amount_micro)).select_from(joined)
    found = found.where(journal.c.kind == JournalKind.TOPUP, account.c.kind == AccountKind.WALLET)
    return {row[0]: int(row[1]) for row in connection.execute(found.group_by(owner))}


def _payments(connection: Connection) -> list[Any]:
    return list(connection.execute(select(payment)).all())


async def _balance(shop: Harness, account: Account) -> int:
    return await shop.kiosk.stores.ledger.balance(account)


def _micro(text: str) -> int:
    return int(Decimal(text.replace(",", "")) * 1_000_000)
