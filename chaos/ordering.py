"""Orders without the conversation that leads to them: a confirm card, confirmed."""

from dataclasses import replace
from typing import TYPE_CHECKING

from shop.money import ceil_div
from shop.ordering.draft import CONFIRM, Draft
from shop.ordering.order import QUOTE_HOLDS, Order
from shop.ordering.terms import Terms
from shop.person import Person
from storage.orders.drafts import ConfirmCard

if TYPE_CHECKING:
    from tests.in_process import Harness

ANN, BOB = 101, 102


async def people(harness: "Harness") -> None:
    """Have Ann and Bob write to the kiosk."""
    for number, name in ((ANN, "Ann"), (BOB, "Bob")):
        await harness.kiosk.stores.people.seen(Person(number, name, "en"), harness.clock.now())


async def ordered(harness: "Harness", person: int, service: str, link: str, quantity: int) -> Order:
    """Confirm this order for this person; it waits to be submitted."""
    stores, now = harness.kiosk.stores, harness.clock.now()
    found = (await stores.catalogue.get()).service(service)
    assert found is not None  # noqa: S101 - the fake panel sells it; tells mypy
    cost = ceil_div(found.rate_micro * quantity, 1000)
    terms = Terms(
        service_id=service,
        service_name=found.name,
        link=link,
        quantity=quantity,
        fields={},
        asks_quantity=True,
        price_micro=cost,
        currency="USD",
        cost_micro=cost,
    )
    draft = Draft.new(person)
    card = ConfirmCard(f"card of {link}", terms, now + QUOTE_HOLDS)
    await stores.drafts.save(replace(draft, question=CONFIRM), now, card)
    return await stores.orders.reserve(token=card.token, person_id=person, acknowledged=True, now=now)
