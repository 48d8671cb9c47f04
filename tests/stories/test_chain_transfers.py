"""Paying to the shop's own address on a chain: read at its API, matched, credited once it lies deep."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.backing_up import backup, go_on, restore
from playground.chains import FakeChain
from tests.in_process import OLGA, Harness, Player

UNITS = {"ton": 10**9, "tron": 10**6}
KEYS = {"ton": "t-key-of-the-tests", "tron": "r-key-of-the-tests"}
ADDRESSES = {
    "ton": "EQCnp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp9og",
    "tron": "TJmmqjb1DK9TTZbQXzRQ2AuA94z4gKAPFh",
}
NAMES = ("ton", "tron")


@dataclass
class Shop:
    """A shop with one address, and the chain that it is on."""

    harness: Harness
    name: str

    @property
    def chain(self) -> FakeChain:
        return self.harness.chains[self.name]

    async def passes(self) -> None:
        """Let a minute and a half pass, in which the chain is read."""
        for _ in range(3):
            self.harness.clock.advance(30)
            await self.harness.kiosk.payments.close_gaps_by(self.name)
            await self.harness.settles()

    def sends(self, amount: str, comment: str = "", **more: Any) -> None:
        """Somebody sends this many coins to the shop."""
        whole, _, rest = amount.partition(".")
        units = int(whole) * UNITS[self.name] + int(rest.ljust(2, "0")) * UNITS[self.name] // 100
        self.chain.pays(units, comment if self.name == "ton" else "", **more)

    async def has(self, amount: str) -> None:
        await self.harness.ann.says("/wallet")
        await self.harness.ann.sees(f"Balance: ${amount}")


@pytest.fixture(params=NAMES)
async def shop(request: pytest.FixtureRequest, database_file: Path) -> AsyncIterator[Shop]:
    name = str(request.param)
    own = {f"{name}_address": ADDRESSES[name], f"{name}_key": KEYS[name], f"{name}_value": "2"}
    own |= {"access": "shop", "topup_amounts": "5, 20"}
    harness = Harness(database_file, **own)  # type: ignore[arg-type]  # settings alone
    harness.chains[name].key = KEYS[name]
    await harness.opens()
    for player in (harness.ann, harness.olga):
        await player.says("/start")
    yield Shop(harness, name)
    await harness.audited()
    await harness.closes()


async def asks_to_pay(shop: Shop, player: Player | None = None) -> tuple[str, str]:
    """Begin a top-up of five dollars; return the exact coins, and the comment if there is one."""
    player = player or shop.harness.ann
    await player.says("/topup")
    await player.taps(f"u:{shop.name}:amount:5000000")
    found = re.search(r"Send exactly ([\d.]+)", player.screen)
    assert found is not None, player.screen
    await player.sees(ADDRESSES[shop.name], "on this chain only")
    comment = re.search(r"Write (\w{6}) as the comment", player.screen)
    assert (comment is None) is (shop.name == "tron")
    return found[1], comment[1] if comment else ""


async def test_what_comes_is_credited_once_it_lies_deep(shop: Shop) -> None:
    amount, comment = await asks_to_pay(shop)
    shop.sends(amount, comment)
    await shop.harness.kiosk.payments.close_gaps_by(shop.name)
    await shop.harness.settles()
    await shop.has("0.00")
    await shop.passes()
    await shop.harness.ann.sees("came into your wallet", "is paid. Thank you!")
    credit = f"{float(amount) * 2:.2f}"
    await shop.has(credit)
    await shop.passes()
    await shop.has(credit)


async def test_check_reads_the_chain_now(shop: Shop) -> None:
    amount, comment = await asks_to_pay(shop)
    shop.sends(amount, comment)
    shop.harness.clock.advance(90)
    await shop.harness.ann.taps("Check")
    await shop.harness.settles()
    await shop.harness.ann.sees("is paid. Thank you!")


async def test_a_clock_ahead_of_the_chains_has_a_person_decide(shop: Shop) -> None:
    """The coins seem to have come before they were asked for; unread, they would be lost."""
    shop.chain.ahead = timedelta(hours=-1)
    amount, comment = await asks_to_pay(shop)
    shop.sends(amount, comment)
    await shop.passes()
    await shop.has("0.00")
    await shop.harness.olga.taps("1. Ann")
    await shop.has(f"{float(amount) * 2:.2f}")


async def test_what_names_nobody_is_the_operators_if_it_may_be_somebodys(shop: Shop) -> None:
    amount, _ = await asks_to_pay(shop)
    shop.sends(f"{float(amount) - 0.02:.2f}")  # an exchange has taken its fee
    await shop.passes()
    await shop.has("0.00")
    await shop.harness.olga.sees("came to your address", "1. Ann (101) was to pay", "nearly the amount")
    await shop.harness.olga.taps("1. Ann")
    await shop.harness.ann.sees("came into your wallet")


@pytest.mark.parametrize("shop", ["ton"], indirect=True)  # parts need the comment
async def test_more_than_twice_the_amount_waits_for_a_person_also_in_parts(shop: Shop) -> None:
    """Else whoever waits until the coin has fallen could send any sum at the rate of before."""
    amount, comment = await asks_to_pay(shop)
    asked, coin = Decimal(amount), Decimal("0.01")
    for part in (asked, asked - coin):
        shop.sends(str(part), comment)
        await shop.passes()
    credited = str((2 * asked - coin) * 2)
    await shop.has(credited)
    shop.sends(str(asked - 2 * coin), comment)
    await shop.passes()
    await shop.has(credited)
    await shop.harness.olga.sees("came to your address", "much more came than was asked for")
    await shop.harness.olga.taps("1. Ann")
    await shop.has(str((3 * asked - 3 * coin) * 2))


async def test_a_coin_worth_nothing_here_is_not_offered(database_file: Path) -> None:
    harness = Harness(database_file, access="shop", ton_address=ADDRESSES["ton"], ton_value="0")
    await harness.opens()
    await harness.ann.says("/start")
    await harness.ann.says("/topup")
    await harness.ann.sees("Topping up is not set up here")
    await harness.closes()


async def test_what_was_sent_since_an_old_backup_is_read_after_the_restore(
    shop: Shop, tmp_path: Path
) -> None:
    harness = shop.harness
    amount, comment = await asks_to_pay(shop)
    settings = harness.kiosk.settings
    told = await backup(settings, tmp_path / "kept", harness.clock)
    shop.sends(amount, comment)
    await shop.passes()
    await shop.has("5.00")
    await harness.closes()
    harness.clock.advance(timedelta(days=9).total_seconds())
    for left in harness.database.parent.glob(f"{harness.database.name}*"):
        left.unlink()
    await restore(settings, Path(told[0]), harness.clock, operators={OLGA}, is_meant=True)
    await harness.comes_back()
    await harness.kiosk.standstill_watch.compare()
    await go_on(settings, harness.clock, anyway=True)
    await harness.passes(60)
    await shop.passes()
    await shop.has("5.00")
