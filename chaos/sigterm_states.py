"""The states in which `chaos.sigterms` ends a kiosk: each leads one there and says what must hold then.

Where a state lasts only for moments, Telegram or the panel takes its time, so that the signal meets it.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

from aiohttp.test_utils import unused_port

from chaos.sigterm_scene import Scene
from playground.clock import SystemClock
from playground.gateways import FakeCryptoPay
from playground.gateways.calling import Caller
from playground.gateways.routes import gateway_routes
from playground.server import serve
from playground.telegram import FakePerson
from playground.telegram.faults import too_many
from tests.faults.test_gateway_killed import of_shop
from tests.faults.test_paying import billed, pays

SLOW = 1.0
"""Seconds that Telegram takes for a call in a state that would else be over at once."""

CROWD = 60
WORDS = "We are closed on Sunday."
ENDED_EARLY = -15
"""What the system makes of SIGTERM before a program has said what it wants instead."""


async def starting(scene: Scene) -> None:
    """At any moment of a start, even before it hears signals."""
    scene.codes = (0, ENDED_EARLY)
    scene.process.ann.says("/help")
    scene.must_see(scene.process.ann, "What I can do")
    await scene.process.launches()
    await asyncio.sleep(scene.dice.uniform(0, 1.5))


async def without_telegram(scene: Scene) -> None:
    """Before Telegram has ever answered."""
    await scene.process.telegram_goes()
    scene.mends.append(scene.process.telegram_is_back)
    child = await scene.process.launches()
    await scene.process.until(lambda: "Telegram does not answer" in child.output, "a line about Telegram")


async def idle(scene: Scene) -> None:
    """With nothing to do but a poll."""
    await scene.starts()


async def in_turns(scene: Scene) -> None:
    """While people's turns wait for Telegram."""
    await scene.starts()
    scene.process.latency.round_trip = SLOW
    for person in (scene.process.ann, scene.process.bob):
        person.says("/help")
        person.says("/orders")
        scene.must_see(person, "What I can do")
        scene.must_see(person, "order", most=9)
    await scene.process.until(lambda: scene.process.rows("SELECT seq FROM inbox"), "an update taken in")


async def by_webhook(scene: Scene) -> None:
    """While Telegram brings updates to a webhook."""
    scene.settings = scene.process.webhook()
    await in_turns(scene)


async def add_is_slow(scene: Scene) -> None:
    """Between the attempt and its answer, which comes in time."""
    scene.process.panel.arm("slow", action="add", seconds=2)
    await scene.starts()
    await scene.orders()
    await scene.process.until(lambda: scene.process.panel.adds_received, "the add")
    scene.must_see(scene.process.ann, "Pending")


async def add_hangs(scene: Scene) -> None:
    """Between the attempt and its answer, which never comes."""
    scene.process.panel.arm("hang_after", action="add")
    await scene.starts()
    await scene.orders()
    await scene.process.until(lambda: scene.process.panel.adds_received, "the add")
    scene.must_see(scene.process.ann, "Being checked")


async def order_waits(scene: Scene) -> None:
    """While the panel takes no orders."""
    scene.process.panel.arm("throttle_429", action="add", seconds=3)
    scene.refused = 1
    await scene.starts()
    await scene.orders()
    await scene.process.until(lambda: scene.process.panel.adds_received, "the add")


async def sweep_hangs(scene: Scene) -> None:
    """While the sweep asks for orders and the operator for the balance, and neither gets an answer."""
    await scene.starts()
    await scene.orders()
    await scene.process.sees(scene.process.ann, "Pending")
    for action in ("status", "balance"):
        scene.process.panel.arm("hang_before", times=99, action=action)
    await scene.until_asked("status")


async def answer_was_lost(scene: Scene) -> None:
    """While an order is looked into whose answer was lost."""
    scene.process.panel.arm("reset_after", action="add")
    await scene.starts()
    await scene.orders()
    await scene.process.sees(scene.process.ann, "Being checked")
    scene.process.panel.arm("hang_before", times=99, action="*")
    await scene.until_asked("balance")


async def cancel_hangs(scene: Scene) -> None:
    """While a customer's wish to stop an order is at the panel."""
    await scene.starts()
    await scene.orders()
    ann, panel = scene.process.ann, scene.process.panel
    await scene.process.sees(ann, "Pending")
    panel.arm("hang_after", action="cancel")
    ann.taps("Cancel order")
    await scene.process.sees(ann, "Stop it")
    ann.taps("Stop it")
    await scene.until_asked("cancel")

    def check() -> Iterator[str]:
        times = sum(call.action == "cancel" for call in panel.calls)
        if times != 1:
            yield f"the panel was asked {times} times to stop the order"

    scene.checks.append(check)


async def in_broadcast(scene: Scene) -> None:
    """In the middle of a broadcast."""
    process = scene.process
    crowd = [process.telegram.add_person(3_000 + n, f"Person {n}") for n in range(CROWD)]
    await scene.starts()
    for person in crowd:
        person.says("/cancel")
        scene.must_see(person, WORDS)
    await process.falls_quiet()
    process.olga.says("/broadcast")
    await process.sees(process.olga, "Send me the message")
    process.olga.says(WORDS)
    await process.sees(process.olga, "Confirm")
    process.olga.taps("Confirm")
    some = scene.dice.randint(1, CROWD - 10)
    await process.until(lambda: _heard(crowd) >= some, f"{some} copies")


async def invoice_is_made(scene: Scene) -> None:
    """While somebody asks for an invoice."""
    ann = scene.process.ann
    await scene.starts()
    ann.says("/topup")
    await scene.process.sees(ann, "How much?")
    scene.process.latency.round_trip = SLOW
    ann.says("5")
    scene.must_see(ann, "Your wallet gets exactly $5.00")


async def asked_before_paying(scene: Scene) -> None:
    """While Telegram asks if somebody may pay: either it is told in time, or nobody is charged."""
    await scene.starts()
    await billed(scene.process, scene.process.ann)
    scene.process.latency.round_trip = SLOW
    pays(scene.process.ann)


async def paying(scene: Scene) -> None:
    """When Telegram says that somebody has paid."""
    await asked_before_paying(scene)
    scene.process.latency.round_trip = 0.05
    paid = scene.process.telegram.world.checkouts.values
    await scene.process.until(lambda: any(one.charge_id for one in paid()), "a charge")
    scene.paid[scene.process.ann] = 5_000_000
    scene.must_see(scene.process.ann, "$5.00 came into your wallet")


async def notices_are_held(scene: Scene) -> None:
    """While Telegram wants no messages in a chat that has some waiting."""
    await scene.starts()
    await scene.orders()
    await scene.process.sees(scene.process.ann, "Pending")
    await scene.process.falls_quiet()
    ann, calls = scene.process.ann, scene.process.telegram.calls_of
    scene.process.telegram.plan("sendMessage", too_many(4), too_many(2), chat_id=ann.id)
    for order in scene.process.panel.orders.values():
        scene.process.panel.set_state(order.id, "Completed", remains=0)
    await scene.process.until(lambda: any(one.status == 429 for one in calls("sendMessage")), "a 429")
    scene.must_see(ann, "is done")


async def drawing(scene: Scene) -> None:
    """While a process of its own draws the statistics."""
    await scene.starts()
    scene.process.olga.says("/stats")
    await scene.process.until(lambda: scene.process.rows("SELECT seq FROM inbox"), "an update taken in")


async def in_backup(scene: Scene) -> None:
    """While `bot.py backup` reads the database."""
    await scene.starts()
    folder = str(scene.process.folder / "backups")
    making = asyncio.create_task(scene.process.runs("backup", BACKUP_FOLDER=folder))
    scene.beside.append(making)
    await asyncio.sleep(scene.dice.uniform(0.2, 1.0))

    def check() -> Iterator[str]:
        if making.result().code != 0:
            yield f"the backup ended with {making.result()}"

    scene.checks.append(check)


async def called_by_gateway(scene: Scene) -> None:
    """When a payment gateway calls because somebody has paid on its page."""
    process, ann = scene.process, scene.process.ann
    gateway = FakeCryptoPay(SystemClock())
    server = await serve(gateway_routes("/crypto_pay", gateway, "Crypto Pay"))
    scene.stack.push_async_callback(server.stop)
    gateway.root = f"{server.url}/crypto_pay"
    place = f"127.0.0.1:{unused_port()}"
    scene.settings = of_shop(gateway) | {
        "PAYMENTS_URL": f"http://{place}/pay",
        "PAYMENTS_LISTEN": place,
        "LOG_LEVEL": "INFO",
    }
    await scene.starts()
    child, said = process.children[-1], "Crypto Pay calls http"
    await process.until(lambda: said in child.output, "the address in the log")
    [address] = re.findall(r"Crypto Pay calls (http\S+/crypto_pay/[0-9a-f]{32})\b", child.output)
    gateway.webhook = address.replace("/pay/", "/")
    ann.says("/topup")
    await process.sees(ann, "How much?")
    ann.taps("$5")
    await process.sees(ann, "Pay on the page below")
    scene.must_see(ann, "$5.00 came into your wallet")
    calling = asyncio.create_task(Caller([gateway]).run())
    scene.stack.callback(calling.cancel)
    gateway.pays(gateway.newest)
    asked = len(gateway.calls)
    await process.until(lambda: not gateway.hints or len(gateway.calls) > asked, "a call of the gateway")


def _heard(crowd: list[FakePerson]) -> int:
    return sum(any(one.text == WORDS for one in person.chat) for person in crowd)


State = Callable[[Scene], Awaitable[None]]
"""Lead a kiosk into a state."""

STATES: Final[tuple[Any, ...]] = (
    starting,
    without_telegram,
    idle,
    in_turns,
    by_webhook,
    add_is_slow,
    add_hangs,
    order_waits,
    sweep_hangs,
    answer_was_lost,
    cancel_hangs,
    in_broadcast,
    invoice_is_made,
    asked_before_paying,
    paying,
    called_by_gateway,
    notices_are_held,
    drawing,
    in_backup,
)
