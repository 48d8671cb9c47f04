"""Further scenarios of the crash matrix: lists, what is taken back, given, decided, refunded, told to many.

Each begins after an order whose `add` met the fault, as the others do, where the fault leaves something to
act on; what the panel does matters only to those that `FAULTED` names.
"""

from collections.abc import Mapping
from typing import Final

from playground.clock import SystemClock
from playground.gateways import FakeCryptoPay
from playground.gateways.routes import gateway_routes
from tests.faults.crash_scenarios import (
    ORDERING,
    RETURNING,
    Death,
    Fault,
    Ordered,
    Scenario,
    orders,
    stands_as_it_must,
)
from tests.faults.process import KioskProcess, links

WORDS = "We are closed on Sunday."
RECEIPT = "Paid at noon, number 4711"
GIVEN = 5_000_000


async def orders_a_list(process: KioskProcess) -> list[str]:
    """Order two links by a list."""
    both = [next(links), next(links)]
    number = _number_of(process)
    process.ann.says("/mass\n" + "\n".join(f"{number} | {link} | 100" for link in both))
    await process.sees(process.ann, "2 lines")
    process.ann.taps("Confirm")
    return both


async def list_is_ordered_once(process: KioskProcess, _death: Death, _fault: Fault, both: list[str]) -> None:
    """Assert that each line is one order, here and at the panel."""
    await process.falls_quiet()
    assert [len(process.ordered_at.orders_for(link)) for link in both] == [1, 1]
    assert [row["state"] for row in process.rows("SELECT state FROM orders")] == ["pending", "pending"]
    await process.sees(process.ann, "2 orders")


async def drops_an_order(process: KioskProcess) -> None:
    """Order something for this evening, and drop it."""
    ann = process.ann
    ann.says(f"/order {_number_of(process)} {next(links)} 100")
    await process.sees(ann, "Check your order")
    ann.taps("Start later")
    await process.sees(ann, "When")
    ann.says("20:00")
    await process.sees(ann, "Start: ")
    ann.taps("Confirm")
    await process.sees(ann, "Waiting · starts")
    ann.taps("Cancel order")
    await process.sees(ann, "Cancel order")
    ann.taps("Yes, cancel it")


async def nothing_was_ordered(process: KioskProcess, _death: Death, _fault: Fault, _done: None) -> None:
    """Assert that the order is void, its money back, and the panel never heard of it."""
    await process.until(lambda: process.rows("SELECT id FROM orders WHERE state = 'voided'"), "the end")
    await process.falls_quiet()
    assert not process.ordered_at.orders
    assert not process.rows("SELECT kind FROM account WHERE balance_micro <> 0")
    await process.sees(process.ann, "Canceled. Nothing was ordered.")


async def is_canceled_there(process: KioskProcess) -> Ordered:
    """Order, and have the panel cancel it."""
    done = await orders(process)
    await process.falls_quiet()
    [order] = process.ordered_at.orders.values()
    process.ordered_at.set_state(order.id, "Canceled", remains=order.quantity)
    return done


async def _ended_with_one(process: KioskProcess, state: str, kind: str) -> None:
    """Assert that the order came to this state, by one entry of this kind, and all money is back."""
    await process.until(
        lambda: [row for row in process.rows("SELECT state FROM orders") if row["state"] == state], "the end"
    )
    await process.falls_quiet()
    assert not process.rows("SELECT kind FROM account WHERE balance_micro <> 0")
    assert [row["kind"] for row in process.rows("SELECT kind FROM journal")].count(kind) == 1


async def is_refunded_once(process: KioskProcess, _death: Death, _fault: Fault, _done: Ordered) -> None:
    """Assert that all of the money is back."""
    await _ended_with_one(process, "canceled", "refund")


async def asks_to_stop(process: KioskProcess) -> Ordered:
    """Order, and ask the panel to stop it."""
    service = next(one for one in process.ordered_at.catalogue if one.cancel and one.type == "Default")
    link = next(links)
    process.ann.says(f"/order {service.id} {link} {service.min}")
    await process.sees(process.ann, "Check your order")
    done = Ordered(process.ann.taps("Confirm"), link)
    await process.sees(process.ann, "Cancel order")
    await process.falls_quiet()
    process.ann.taps("Cancel order")
    await process.sees(process.ann, "Stop it")
    process.ann.taps("Stop it")
    return done


async def is_asked_once(process: KioskProcess, _death: Death, _fault: Fault, done: Ordered) -> None:
    """Assert that the panel was asked at most once, and the request is not left half done."""
    await process.until(
        lambda: process.rows("SELECT id FROM request WHERE state NOT IN ('asking', 'sending')"), "an end"
    )
    asked = [call for call in process.ordered_at.calls if call.action == "cancel"]
    assert len(asked) <= 1
    assert len(process.rows("SELECT id FROM request")) == 1
    assert len(process.ordered_at.orders_for(done.link)) == 1


async def is_voided_by_hand(process: KioskProcess) -> Ordered:
    """Order with a lost answer, and have Olga give the money back."""
    done, olga = await orders(process), process.olga
    await process.falls_quiet()
    await process.until(lambda: process.rows("SELECT order_id FROM inquiry"), "a case")
    process.asks_the_operator()
    olga.says("/review")
    await process.sees(olga, "please decide")
    olga.taps("Void")
    await process.sees(olga, "goes back to the customer")
    olga.taps("Yes, void")
    return done


async def is_void_once(process: KioskProcess, _death: Death, _fault: Fault, _done: Ordered) -> None:
    """Assert that the order is void and its money back."""
    await _ended_with_one(process, "voided", "void")


async def hands_in_a_receipt(process: KioskProcess) -> Ordered:
    """Order; then say that $7.50 was paid by hand, and have Olga credit it."""
    done, ann, olga = await orders(process), process.ann, process.olga
    await process.falls_quiet()
    ann.says("/topup")
    await process.sees(ann, "How would you like to pay?")
    ann.taps("By hand")
    await process.sees(ann, "How much?")
    ann.says("7.50")
    await process.sees(ann, "I have paid")
    ann.taps("I have paid")
    await process.sees(ann, "Send a photo of the receipt")
    ann.says(RECEIPT)
    await process.sees(ann, "Is this right?")
    olga.says("/menu")
    ann.taps("Send to the shop")
    await process.sees(olga, "says $7.50")
    olga.taps("Credit it")
    return done


async def is_credited_by_hand(process: KioskProcess, death: Death, fault: Fault, done: Ordered) -> None:
    """Assert that it was credited once, and the order is as it must be."""
    await process.until(lambda: process.rows("SELECT id FROM topup WHERE state = 'approved'"), "the credit")
    await process.falls_quiet()
    [row] = process.rows("SELECT way, amount_micro FROM topup")
    moved = {"wallet": row["amount_micro"], f"clearing:{row['way']}": -row["amount_micro"]}
    await stands_as_it_must(process, death, fault, done, moved)
    await process.sees(process.ann, "$7.50 came into your wallet")


async def gives_to_ann(process: KioskProcess) -> Ordered:
    """Order; then have Olga give Ann $5."""
    done, olga = await orders(process), process.olga
    await process.falls_quiet()
    olga.says(f"/find {process.ann.id}")
    await process.sees(olga, "Orders: ")
    olga.taps("Give")
    await process.sees(olga, "How much shall")
    olga.says("5 for the long wait")
    await process.sees(olga, "Give Ann")
    olga.taps("Confirm")
    return done


async def is_given_once(process: KioskProcess, death: Death, fault: Fault, done: Ordered) -> None:
    """Assert that Ann has it once."""
    await process.sees(process.ann, "Credited: +$5.00")
    await process.falls_quiet()
    await stands_as_it_must(process, death, fault, done, {"wallet": GIVEN, "expense:promo": -GIVEN})


async def makes_a_gift(process: KioskProcess) -> str:
    """Have Olga give Ann $5, and Ann make a gift of it; return what stands in its link."""
    ann = process.ann
    ann.tops_up(1_000)
    ann.says("/topup")
    await process.sees(ann, "How much?")
    ann.says("5")
    await process.sees(ann, "Your wallet gets exactly $5.00")
    ann.pays(next(one for one in ann.home.messages.values() if one.content.invoice is not None))
    await process.sees(ann, "came into your wallet")
    ann.says("/wallet")
    await process.sees(ann, "Gift")
    ann.taps("Gift")
    await process.sees(ann, "Choose an amount")
    ann.says("5")
    await process.sees(ann, "Confirm takes the money out of your wallet")
    ann.taps("Confirm")
    return ""


async def takes_a_gift(process: KioskProcess) -> str:
    """Make a gift, and have Bob take it."""
    await makes_a_gift(process)
    return await _taken(process)


async def _taken(process: KioskProcess) -> str:
    await process.sees(process.ann, "waits to be taken")
    [link] = [one.data or "" for row in process.ann.last.keyboard for one in row if one.kind == "copy_text"]
    token = link.rpartition("=")[2]
    process.bob.says(f"/start {token}")
    return token


async def gift_is_taken_once(process: KioskProcess, _death: Death, _fault: Fault, token: str) -> None:
    """Assert that Bob has it, Ann has not, and it cannot be taken again."""
    token = token or await _taken(process)
    await process.sees(process.bob, "is in your wallet")
    process.olga.says(f"/start {token}")
    await process.sees(process.olga, "Somebody was quicker")
    await process.falls_quiet()
    query = "SELECT owner_id, balance_micro FROM account WHERE kind = 'wallet' AND balance_micro <> 0"
    assert process.rows(query) == [{"owner_id": process.bob.id, "balance_micro": GIVEN}]


async def broadcasts(process: KioskProcess) -> None:
    """Have Ann and Bob write, and Olga write to everybody."""
    for person in (process.ann, process.bob, process.olga):
        person.says("/start")
        await process.sees(person, "what shall it be")
    process.olga.says("/broadcast")
    await process.sees(process.olga, "Send me the message")
    process.olga.says(WORDS)
    await process.sees(process.olga, "This is how it will look")
    process.olga.taps("Confirm")


async def everybody_has_it(process: KioskProcess, _death: Death, _fault: Fault, _done: None) -> None:
    """Assert that it was one broadcast with one letter for each."""
    ended = "SELECT total FROM broadcast WHERE state = 'done'"
    await process.until(lambda: process.rows(ended), "the end of the broadcast")
    await process.falls_quiet()
    assert process.rows("SELECT total FROM broadcast") == [{"total": 3}]
    for person in (process.ann, process.bob):
        assert sum(one.from_bot and one.text == WORDS for one in person.chat) == 1


async def serves_a_gateway(process: KioskProcess) -> Mapping[str, str]:
    """Serve Crypto Pay beside Telegram and the panel."""
    gateway = FakeCryptoPay(SystemClock())
    url = await process.also_serves(gateway_routes("/crypto_pay", gateway, "Crypto Pay"))
    gateway.root = f"{url}/crypto_pay"
    _gateways[process] = gateway
    return {
        "ACCESS": "shop",
        "STAR_VALUE": "0",
        "CRYPTO_PAY_TOKEN": gateway.token,
        "CRYPTO_PAY_ROOT": gateway.root,
        "TOPUP_AMOUNTS": "5",
    }


_gateways: dict[KioskProcess, FakeCryptoPay] = {}


async def asks_for_a_bill(process: KioskProcess) -> None:
    """Ask for a bill of $5 at the gateway."""
    process.ann.says("/topup")
    await process.sees(process.ann, "How much?")
    process.ann.taps("$5")


async def bill_is_credited_once(process: KioskProcess, _death: Death, _fault: Fault, _done: None) -> None:
    """Assert that the newest bill, which is the one that is shown, is credited when it is paid."""
    gateway = _gateways.pop(process)
    await process.sees(process.ann, "Pay on the page below")
    gateway.pays(gateway.newest)
    await process.sees(process.ann, "$5.00 came into your wallet")
    await process.falls_quiet()
    assert process.rows("SELECT credited_micro FROM payment") == [{"credited_micro": 5_000_000}]


def _number_of(process: KioskProcess) -> str:
    return str(process.ordered_at.catalogue.of_type("Default").id)


def _deaths(scenario: Scenario, *points: str, order: str = "settled") -> dict[str, Death]:
    return {point: Death(scenario, (point,), order) for point in points}


SHOP: Final = {"ACCESS": "shop"}
BY_HAND: Final = {"MANUAL_TOPUP": "Into the tin."}
VOIDING: Final = Scenario(is_voided_by_hand, is_void_once, {"PANEL_PROBE": "no"})
RECEIPTS: Final = Scenario(hands_in_a_receipt, is_credited_by_hand, BY_HAND)
AT_GATEWAY: Final = Scenario(asks_for_a_bill, bill_is_credited_once, prepares=serves_a_gateway)

FURTHER: Final[Mapping[str, Death]] = {
    **_deaths(ORDERING, "before_delivered", "after_delivered", order="any"),
    **_deaths(Scenario(orders_a_list, list_is_ordered_once), "before_list_reserved", "after_list_reserved"),
    **_deaths(Scenario(drops_an_order, nothing_was_ordered), "before_withdrawn", "after_withdrawn"),
    **_deaths(Scenario(is_canceled_there, is_refunded_once), "before_refund", "after_refund"),
    **_deaths(Scenario(asks_to_stop, is_asked_once), "after_request_claim", "before_request_answered"),
    **_deaths(VOIDING, "before_voided", "after_voided"),
    **_deaths(RECEIPTS, "before_decided", "after_decided"),
    **_deaths(RETURNING, "after_return_begun", "after_returned"),
    **_deaths(Scenario(gives_to_ann, is_given_once), "before_change", "after_change"),
    **_deaths(Scenario(makes_a_gift, gift_is_taken_once, SHOP), "after_gift_made"),
    **_deaths(Scenario(takes_a_gift, gift_is_taken_once, SHOP), "after_gift_taken"),
    **_deaths(Scenario(broadcasts, everybody_has_it), "before_broadcast", "after_broadcast"),
    **_deaths(AT_GATEWAY, "after_offer", "after_create", "after_shown"),
}
"""Each further point of app/crash_points.py."""

EVERY: Final = ("every",)
FAULTED: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("before_delivered", "after_delivered"), EVERY),
    **dict.fromkeys(("before_decided", "after_decided", "before_change", "after_change"), EVERY),
    **dict.fromkeys(("after_return_begun", "after_returned"), EVERY),
    **dict.fromkeys(("before_voided", "after_voided"), ("reset_before",)),
}
"""The faults with which a point is played: all, these, or else none."""
