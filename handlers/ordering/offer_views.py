"""The card of one service: all that is known of it before it is ordered."""

from handlers.ordering.known import Known
from handlers.ordering.list_views import FAVOURITE_SIGN, ORDERED_SIGN, lasting, service_key
from handlers.ordering.steps import back_and_cancel, draft_button, shortened_html
from handlers.price_lines import Prices
from handlers.view import Row, View, shortened
from locales import Translator
from shop.catalogue.measured import Measure
from shop.catalogue.ratings import Score
from shop.catalogue.storefront import Offer, Storefront
from shop.ordering.draft import Draft


def offer_card(draft: Draft, storefront: Storefront, known: Known, t: Translator) -> View:
    """The card of the draft's service. Raises ShopError if it is not on sale (any more)."""
    offer = storefront.sold(draft.service_id)
    service = offer.service
    lines = [f"<b>{shortened_html(service.name, t, 300)}</b>", _number(service.id, t)]
    if service.description:
        lines += ["", f"<i>{shortened_html(service.description, t, 600)}</i>"]
    lines += ["", *_price_lines(offer, known.prices, t)]
    lines += [
        t(
            "♻️ Refill if they drop: {answer}",
            answer=_told(known.unrefilled.refill_of(service), t),
        ),
        t("🛑 Can be stopped: {answer}", answer=_told(service.cancel, t)),
    ]
    score = known.scores.of(service.id)
    if score is not None:
        lines.append(_score(score, t))
    measure = known.measured.of(service.id)
    if measure is not None:
        lines += _measured(measure, t)
    if service.id in known.shelf.ordered:
        lines.append(f"{ORDERED_SIGN} " + t("You have ordered this before."))
    if draft.browse.link:
        lines.append(f"🔗 {shortened_html(draft.browse.link, t, 80)}")
    key = service_key(service)
    row: Row = (
        ("🛒 " + t.label("Order"), draft_button(draft, "take", key)),
        (f"{FAVOURITE_SIGN} " + t.label("Kept"), draft_button(draft, "unkeep", key))
        if service.id in known.shelf.favourites
        else ("☆ " + t.label("Keep"), draft_button(draft, "keep", key)),
    )
    own = {*known.shelf.favourites, *known.shelf.ordered}
    tells: tuple[Row, ...] = ((("🔔 " + t.label("Tell me"), draft_button(draft, "tell", key)),),)
    if known.news and service.id in own:
        tells = ()
    return View("\n".join(lines), (row, *tells, *back_and_cancel(draft, t)))


def _score(score: Score, t: Translator) -> str:
    """What customers say of it."""
    return t.plural(
        "⭐ {score} of 5 by {n} customer",
        "⭐ {score} of 5 by {n} customers",
        score.customers,
        score=t.tenths(score.tenths),
    )


def _measured(measure: Measure, t: Translator) -> list[str]:
    """How long it takes, by the shop's own orders."""
    done, late = lasting(measure.finish, t), lasting(measure.nearly_all, t)
    began = (
        []
        if measure.start is None
        else [t("🚀 Usually starts within {time}", time=lasting(measure.start, t))]
    )
    usual = t("🏁 Usually done within {time}, nearly always within {late}", time=done, late=late)
    source = t.plural("measured by our last {n} order", "measured by our last {n} orders", measure.orders)
    return [*began, usual, f"<i>{source}</i>"]


def _price_lines(offer: Offer, prices: Prices, t: Translator) -> list[str]:
    examples = prices.examples(offer)
    if not examples:
        return [prices.line(offer.service)]
    lines = [t("{count} for <b>{price}</b>", count=count, price=price) for count, price in examples]
    least, most = offer.service.min, offer.service.max
    if least is not None and most is not None:
        lines.append(t("From {min} to {max}.", min=least, max=most))
    return lines


def _told(answer: bool | None, t: Translator) -> str:
    if answer is None:
        return t.label("not stated")
    return t.label("yes") if answer else t.label("no")


def _number(service_id: str, t: Translator) -> str:
    """A service's number, to be copied."""
    return t("No. <code>{number}</code>", number=shortened(service_id, 120))
