"""The bot's Stars, compared once a day: payment by payment, and the balance with all that moved it."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, update

from playground.telegram.faults import Fault, refusal, timeout_before, too_many
from playground.telegram.invoices import Invoice
from playground.telegram.ledger import Ledger
from shop.ledger.topup import STARS, Paid
from storage.ledger.tables import invoice, payment
from tests.in_process import ANN, Harness
from tests.stories.test_payments_found import loses_a_payment
from tests.stories.test_topping_up import PROVIDER, pays

DAY = 86_400
BALANCE, SETTLED = "Telegram says how many Stars this bot has", "The bot's Stars are explained again"
LIST, AGREES = "Telegram's list of Stars and the ledger do not agree", "and the ledger agree again"
ANOTHER_BOT = 700_000_009


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which Ann has paid 77 Stars."""
    harness = Harness(
        database_file,
        access="shop",
        star_value="0.013",
        payment_provider_token=PROVIDER,
        topup_amounts="1, 5, 20",
    )
    harness.telegram.world.provider_tokens.add(PROVIDER)
    await harness.opens()
    await harness.olga.says("/start")
    harness.ann.person.tops_up(100_000)
    await pays_one(harness)
    yield harness
    await harness.closes()


async def pays_one(shop: Harness) -> None:
    """Have Ann pay 77 Stars."""
    await shop.ann.says("/topup")
    await shop.ann.taps("Telegram Stars")
    await shop.ann.taps("$1 · 77 ⭐")
    await pays(shop.ann)


async def compares(shop: Harness, after: float = DAY) -> None:
    """Let time pass, and compare as the schedule does."""
    shop.clock.advance(after)
    await shop.kiosk.alert_watch.compare_stars()
    await shop.settles()


def cards(shop: Harness, *words: str) -> list[str]:
    """Return the operator's messages that say one of these."""
    return [one.text for one in shop.olga.person.chat if any(word in one.text for word in words)]


async def changes(shop: Harness, unit: Callable[[Connection], object]) -> None:
    """Change rows behind the shop's back."""
    await shop.kiosk.stores.database.write(unit)


async def test_what_is_explained_is_no_alert(shop: Harness) -> None:
    ledger = shop.telegram.world.ledger
    await compares(shop)
    ledger.withdraw(50, int(shop.clock.now().timestamp()))
    ledger.bill(20, int(shop.clock.now().timestamp()))
    await compares(shop)
    assert (ledger.balance, cards(shop, BALANCE, LIST)) == (25, [])


async def test_a_withdrawal_under_way_is_explained_whether_it_has_left_or_not(shop: Harness) -> None:
    ledger = shop.telegram.world.ledger
    ledger.withdraw(50, int(shop.clock.now().timestamp()), state="pending")
    await compares(shop)
    ledger.deposited = 50  # as if it left later
    await compares(shop)
    assert cards(shop, BALANCE) == []
    ledger.deposited = 51
    await compares(shop)
    assert len(cards(shop, BALANCE)) == 1


async def test_what_nothing_explains_is_one_card_that_follows_the_figure(shop: Harness) -> None:
    ledger = shop.telegram.world.ledger
    ledger.deposited = -7
    for _ in range(3):
        await compares(shop, 600)
    [card] = cards(shop, BALANCE)
    assert "-7" in card
    await shop.restarts()
    ledger.deposited = 12
    await compares(shop, 600)
    [card] = cards(shop, BALANCE)
    assert "+12" in card
    ledger.deposited = 0
    await compares(shop, 600)
    assert cards(shop, BALANCE) == []
    [card] = cards(shop, SETTLED)
    assert card.startswith("✅")


@pytest.mark.parametrize("fault", [timeout_before(), refusal(400, "Bad Request: not today"), too_many(30)])
@pytest.mark.parametrize("method", ["getMyStarBalance", "getStarTransactions"])
async def test_without_an_answer_nothing_is_concluded(shop: Harness, method: str, fault: Fault) -> None:
    shop.telegram.world.ledger.deposited = -7
    shop.telegram.plan(method, fault)
    await compares(shop)
    assert cards(shop, BALANCE) == []
    await compares(shop)
    assert len(cards(shop, BALANCE)) == 1
    shop.telegram.world.ledger.deposited = 0
    shop.telegram.plan(method, fault)
    await compares(shop)
    assert (len(cards(shop, BALANCE)), cards(shop, SETTLED)) == (1, []), "closed without an answer"
    await compares(shop)
    assert (cards(shop, BALANCE), len(cards(shop, SETTLED))) == ([], 1)


async def test_what_telegram_did_not_book_yet_or_we_did_not_is_not_judged(shop: Harness) -> None:
    await loses_a_payment(shop.ann)
    await compares(shop, 60)
    assert cards(shop, BALANCE, LIST) == []
    await compares(shop, 7_200)
    assert cards(shop, BALANCE) == [], "the other card tells of it"
    [card] = cards(shop, LIST)
    assert "only: 1." in card
    await shop.kiosk.payments.close_gaps()
    await compares(shop, 60)
    assert len(cards(shop, AGREES)) == 1


async def test_a_payment_that_is_booked_with_another_amount_shows_in_the_balance(shop: Harness) -> None:
    await changes(shop, lambda connection: connection.execute(update(payment).values(amount_minor=80)))
    await compares(shop)
    [card] = cards(shop, BALANCE)
    assert "-3" in card


async def test_a_payment_that_telegram_does_not_have_is_told_though_a_new_one_came(shop: Harness) -> None:
    now = shop.clock.now()
    await shop.kiosk.stores.payments.paid(Paid("stars", "stx-nobody", ANN, "none", STARS, 5), now)
    shop.clock.advance(DAY)
    await pays_one(shop)
    await compares(shop, 60)
    [card] = cards(shop, LIST)
    assert "only: 1." in card


async def test_what_was_given_back_is_explained_on_both_sides(shop: Harness) -> None:
    olga = shop.olga
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 77 ⭐ back")
    await olga.taps("Confirm")
    await compares(shop)
    assert (shop.telegram.world.ledger.balance, cards(shop, BALANCE, LIST)) == (0, [])


@pytest.mark.parametrize("state", ["credited", "returned"])
async def test_a_return_that_stands_on_one_side_only_is_told(
    shop: Harness, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = shop.telegram.world.ledger
    [charge] = ledger.charges.values()
    if state == "credited":
        ledger.refund(charge, int(shop.clock.now().timestamp()))
    else:
        await changes(shop, lambda connection: connection.execute(update(payment).values(state=state)))
    await compares(shop)
    [card] = cards(shop, LIST)
    assert "only: 1." in card
    assert charge.id in caplog.text


async def test_what_an_affiliate_gets_is_explained_also_when_the_payment_went_back(shop: Harness) -> None:
    ledger = shop.telegram.world.ledger
    ledger.has_affiliate = True
    await pays_one(shop)
    await compares(shop)
    assert (ledger.balance, cards(shop, BALANCE, LIST)) == (147, [])
    ledger.refund(list(ledger.charges.values())[-1], int(shop.clock.now().timestamp()))
    await shop.kiosk.payments.close_gaps()
    await compares(shop)
    ledger.deposited = 7  # as if the affiliate's share came back with it: Telegram does not say
    await compares(shop)
    assert cards(shop, BALANCE, LIST) == []


async def test_what_another_program_took_before_the_first_invoice_is_explained(shop: Harness) -> None:
    ledger = shop.telegram.world.ledger
    await changes(shop, lambda connection: connection.execute(delete(payment)))
    first = shop.clock.now() + timedelta(seconds=30)
    await changes(shop, lambda connection: connection.execute(update(invoice).values(created_at=first)))
    await compares(shop)
    assert (ledger.balance, cards(shop, BALANCE, LIST)) == (77, [])


async def test_another_bot_is_not_measured_by_what_the_first_one_took(shop: Harness) -> None:
    def is_another(connection: Connection) -> None:
        connection.execute(update(payment).values(bot_id=ANOTHER_BOT))
        connection.execute(update(invoice).values(bot_id=ANOTHER_BOT))

    await changes(shop, is_another)
    ledger = shop.telegram.world.ledger
    ledger.transactions.clear()
    await compares(shop)
    await pays_one(shop)
    await compares(shop)
    assert (ledger.balance, cards(shop, BALANCE, LIST)) == (77, [])


async def test_a_clock_behind_telegrams_concludes_nothing(shop: Harness) -> None:
    await loses_a_payment(shop.ann)
    shop.telegram.world.ledger.deposited = -7
    await compares(shop, 7_200)
    assert (len(cards(shop, LIST)), len(cards(shop, BALANCE))) == (1, 1)
    shop.clock.set_ahead(timedelta(days=-2))
    await shop.passes(60)
    shop.telegram.world.ledger.deposited = 0
    await compares(shop, 60)
    assert (len(cards(shop, LIST)), len(cards(shop, BALANCE))) == (1, 1), "closed by a clock that was set"


class BusyLedger(Ledger):
    """Somebody pays 5 Stars in the moment in which the bot asks for its balance, three times."""

    @property
    def balance(self) -> int:
        if len(self.transactions) < 4:
            payer = next(iter(self.charges.values())).user
            bill = Invoice("Tea", "another program", f"tea {len(self.transactions)}", STARS, 5)
            self.charge(payer, bill, bill.payload, self.transactions[-1].date)
        return super().balance


async def test_a_payment_between_the_list_and_the_balance_is_no_difference(shop: Harness) -> None:
    world = shop.telegram.world
    world.ledger = BusyLedger(**vars(world.ledger))
    await compares(shop, 60)
    assert (len(world.ledger.transactions), cards(shop, BALANCE, LIST)) == (4, [])
