"""Terms: what a person confirms of a draft, frozen; the request to the panel, and its price."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shop.catalogue.services import Service
from shop.ordering.answers import Answer
from shop.ordering.fields import OrderForm
from shop.ordering.same_link import same_link_key
from shop.pricing.quotes import Quote
from shop.replies import AddRequest


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms a person confirms: the request to the panel and its price, frozen.

    `quantity` is the whole amount over all runs, None where nothing is counted; where
    `asks_quantity`, the panel is told how many `each` run has. `fields` are its other
    parameters beside the link. `cost_micro` is what the panel will charge, in micro-units
    of its own currency. A subscription costs `per_post_micro` for each post; if that is paid beforehand,
    `quantity` is the number of posts. `starts` is when it goes out, in seconds since 1970 (UTC); None is at
    once.
    `price_micro` is what is left after a `coupon` took `discount_micro` off.
    `panel_number` is the panel's own number of the service where the shop has another; `panel` then names its
    panel account. Both are empty for services of PANEL_URL.
    An order that is part of a bundle has its name and number; its price is its share of the bundle's.
    """

    service_id: str
    service_name: str
    link: str
    quantity: int | None
    fields: dict[str, str | int | list[str]]
    price_micro: int
    currency: str
    per_post_micro: int = 0
    refill: bool | None = None
    cancel: bool | None = None
    cost_micro: int = 0
    asks_quantity: bool = False
    starts: int | None = None
    coupon: str = ""
    discount_micro: int = 0
    panel: str = ""
    panel_number: str = ""
    bundle: str = ""
    bundle_id: int = 0

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Terms":
        """Return the terms that were stored. Earlier releases kept each run's quantity among the fields."""
        fields = {name: value for name, value in stored["fields"].items() if name != "quantity"}
        asks = stored.get("asks_quantity", "quantity" in stored["fields"])
        return cls(**{**stored, "fields": fields, "asks_quantity": asks})

    @property
    def each(self) -> int | None:
        """How many each run has, or all of them without drip-feed; None where the panel is not told."""
        if not self.asks_quantity or self.quantity is None:
            return None
        runs = self.fields.get("runs")
        return self.quantity // runs if isinstance(runs, int) else self.quantity

    @property
    def is_free_by_coupon(self) -> bool:
        """True if a coupon took the whole price off."""
        return not self.price_micro and bool(self.discount_micro)

    @property
    def is_by_post(self) -> bool:
        """True if the price of so many posts is paid beforehand, and what is not used comes back."""
        return self.per_post_micro > 0 and self.quantity is not None

    @property
    def starts_at(self) -> datetime | None:
        """When it goes out; None: at once."""
        return None if self.starts is None else datetime.fromtimestamp(self.starts, UTC)

    @property
    def subject(self) -> str:
        """The order's target: its link, or the name a subscription follows."""
        return self.link or str(self.fields.get("username", ""))

    @property
    def link_key(self) -> str:
        """A key equal for all spellings of one link."""
        return same_link_key(self.link) if self.link else f"name:{self.subject.lstrip('@').lower()}"

    @property
    def add_request(self) -> AddRequest:
        """The order in the panel's terms."""
        fields: dict[str, str | int | tuple[str, ...]] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in self.fields.items()
        }
        if self.each is not None:
            fields["quantity"] = self.each
        number = self.panel_number or self.service_id
        return AddRequest(service_id=number, link=self.link or None, fields=fields)


def terms_of(
    service: Service, answers: dict[str, Answer], quote: Quote, *, starts_at: datetime | None = None
) -> Terms:
    """Return the terms of a complete draft at this quote.

    The order goes out at `starts_at` (aware, UTC); None: at once.
    """
    link = answers.get("link")
    return Terms(
        service_id=service.id,
        service_name=service.name,
        link=link if isinstance(link, str) else "",
        quantity=quote.quantity,
        fields={
            name: value
            for name, value in answers.items()
            if value is not None and name not in {"link", "quantity"}
        },
        price_micro=quote.price_micro,
        currency=quote.currency,
        per_post_micro=quote.per_post_micro,
        refill=service.refill,
        cancel=service.cancel,
        cost_micro=quote.cost_micro,
        asks_quantity="quantity" in answers,
        starts=None if starts_at is None else int(starts_at.timestamp()),
        panel=service.panel if service.panel_number else "",
        panel_number=service.panel_number,
    )


def answers_of(terms: Terms, form: OrderForm) -> dict[str, Answer]:
    """Return the answers that lead to these terms, for a reorder; drip-feed only if it was chosen."""
    answers: dict[str, Answer] = {**terms.fields}
    if terms.link:
        answers["link"] = terms.link
    if terms.each is not None:
        answers["quantity"] = terms.each
    for field in form.fields:
        if field.optional:
            answers.setdefault(field.name, None)
    answers.setdefault("runs", None)
    return answers
