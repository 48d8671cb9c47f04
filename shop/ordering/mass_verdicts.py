"""The verdict on each line of a mass order: what it costs, or what is wrong and what is allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shop.catalogue.services import Service
from shop.catalogue.storefront import Offer, Storefront
from shop.errors import ShopError
from shop.ordering.answers import Answer, read_answer
from shop.ordering.fields import Counted
from shop.ordering.link_offers import doubt_about
from shop.ordering.link_text import the_link_in
from shop.ordering.mass_lines import COLUMNS, TypedLine
from shop.ordering.terms import Terms, terms_of
from shop.ordering.typed_numbers import readings
from shop.pricing.board import OwnPrices
from shop.pricing.quotes import Quote

Target = tuple[str, str]
"""A link's key and a service: two orders of one person for both are twins."""

_LINE = frozenset({"link", "quantity"})
"""What a line can answer."""

_OF_A_PROFILE = "link_of_a_profile"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line comes to: its `terms`, or why it is `refused`.

    `same_as` is the number of an earlier line for the same service and link, `twin` the running order.
    `is_odd`: the link leads to a post, and the service is for a profile; it can be ordered all the same.
    """

    number: int
    line: TypedLine
    terms: Terms | None = None
    refused: ShopError | None = None
    same_as: int | None = None
    twin: int | None = None
    is_odd: bool = False

    @property
    def is_doubled(self) -> bool:
        """True if the same is ordered already, by an earlier line or a running order."""
        return self.same_as is not None or self.twin is not None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts on a list's lines, in their order."""

    verdicts: tuple[Verdict, ...]

    @property
    def terms(self) -> tuple[Terms, ...]:
        """The terms of the lines that can be ordered."""
        return tuple(one.terms for one in self.verdicts if one.terms is not None)

    @property
    def wrong(self) -> tuple[int, ...]:
        """The numbers of the lines that cannot be ordered."""
        return tuple(one.number for one in self.verdicts if one.refused is not None)

    @property
    def doubled(self) -> tuple[int, ...]:
        """The numbers of the lines that order once more what is ordered already."""
        return tuple(one.number for one in self.verdicts if one.is_doubled)

    @property
    def known_twins(self) -> frozenset[int]:
        """The running orders that the verdicts name."""
        return frozenset(one.twin for one in self.verdicts if one.twin is not None)

    @property
    def total_micro(self) -> int:
        """The price of all lines that can be ordered."""
        return sum(terms.price_micro for terms in self.terms)

    @property
    def currency(self) -> str:
        """The currency of all their prices; empty if there is none."""
        return next((terms.currency for terms in self.terms), "")


def target_of(terms: Terms) -> Target:
    """Return what tells these terms from other orders' of the same person."""
    return terms.link_key, terms.service_id


def judge(
    lines: Sequence[TypedLine],
    storefront: Storefront,
    prices: OwnPrices,
    today: date,
    running: Mapping[Target, int],
) -> Judgement:
    """Return the verdict on each line. `running` are the person's running orders by what they are for."""
    verdicts: list[Verdict] = []
    seen: dict[Target, int] = {}
    for number, line in enumerate(lines, 1):
        try:
            terms = _terms(line, storefront, prices, today)
        except ShopError as refused:
            verdicts.append(Verdict(number, line, refused=refused))
            continue
        target = target_of(terms)
        same_as, twin = seen.setdefault(target, number), running.get(target)
        verdicts.append(
            Verdict(
                number,
                line,
                terms,
                same_as=None if same_as == number else same_as,
                twin=twin,
                is_odd=_is_odd(terms, storefront),
            )
        )
    return Judgement(tuple(verdicts))


def _is_odd(terms: Terms, storefront: Storefront) -> bool:
    service = storefront.sold(terms.service_id).service
    return doubt_about(terms.link, service.panels_name) is not None


def offer_of(service_id: str, storefront: Storefront) -> Offer:
    """Return a service that one line can order. Raises ShopError if it is none, or asks for more."""
    if not storefront.knows(service_id):
        raise ShopError("mass_no_service", service=service_id[:20])
    offer = storefront.sold(service_id)
    if not {field.name for field in offer.form.fields} <= _LINE:
        raise ShopError("mass_asks_more", service=offer.service.name[:60])
    return offer


def quote_without_link(
    line: TypedLine, storefront: Storefront, prices: OwnPrices, today: date
) -> tuple[Service, Quote]:
    """Return the line's service and its quote while its link is not known yet. Raises as a verdict would."""
    offer = offer_of(line.service, storefront)
    answers = _answers(line, offer, today, without="link")
    return offer.service, prices.quote(offer.service, offer.form, answers)


def _terms(line: TypedLine, storefront: Storefront, prices: OwnPrices, today: date) -> Terms:
    """Return the line's terms at today's price. Raises ShopError naming what is wrong."""
    if line.columns != COLUMNS:
        raise ShopError("mass_columns", count=line.columns)
    offer = offer_of(line.service, storefront)
    answers = _answers(line, offer, today)
    return terms_of(offer.service, answers, prices.quote(offer.service, offer.form, answers))


def _answers(line: TypedLine, offer: Offer, today: date, without: str = "") -> dict[str, Answer]:
    """Return the line's answers, but for the field `without`. Raises ShopError for a wrong one."""
    answers: dict[str, Answer] = {}
    for field in offer.form.fields:
        if field.name != without:
            text = the_link_in(line.link) if field.name == "link" else line.quantity
            answers[field.name] = _read(offer, field.name, text, answers, today)
    if offer.form.counted is Counted.ONCE and line.quantity and readings(line.quantity) != (1,):
        raise ShopError("mass_package")
    return answers


def _read(offer: Offer, name: str, text: str, answers: dict[str, Answer], today: date) -> Answer:
    """Return one answer. A profile's link where a post is needed is refused: a list cannot ask about it."""
    try:
        return read_answer(
            offer.form.field(name),
            text,
            service=offer.service,
            form=offer.form,
            answers=answers,
            platforms=offer.platforms,
            today=today,
        )
    except ShopError as refused:
        raise ShopError("mass_link_of_a_profile") if refused.key == _OF_A_PROFILE else refused from None
