"""The confirm card."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from handlers.buttons import DRAFT, TOKEN, Button
from handlers.growth.coupon_views import ON_CARD, coupon_door, without_coupon
from handlers.navigation import home, new_order
from handlers.ordering.link_views import odd_link_rows
from handlers.ordering.list_views import length
from handlers.ordering.paying_views import Shortage, paying_rows, shortage_lines
from handlers.ordering.question_words import LABELS, choice_label
from handlers.ordering.start_views import later_button, start_promise
from handlers.view import Row, Target, View, in_pairs, shortened
from locales import Translator
from shop.ordering.order import Order
from shop.ordering.terms import Terms
from shop.reconciliation.answer import AnswerDue


@dataclass(frozen=True, slots=True)
class CardChoices:
    """What the confirm card offers besides Confirm, Back and Cancel.

    `spreads`: drip-feed; `starts_later`: another start; `takes_coupons`: one can be used. `previews` says
    if the link's preview is shown, and a button switches it; None: neither preview nor button. `odd_link`
    is the link that the person has to decide about, empty if none is.
    """

    spreads: bool = False
    starts_later: bool = False
    takes_coupons: bool = False
    previews: bool | None = None
    odd_link: str = ""


NO_CHOICES = CardChoices()


def confirm_card(
    draft_id: str,
    token: str,
    terms: Terms,
    t: Translator,
    *,
    shortage: Shortage | None = None,
    acknowledged: bool = False,
    choices: CardChoices = NO_CHOICES,
) -> View:
    """Service, link, quantity and price, and the one button that orders; if the wallet is short, pays.

    `acknowledged`: the person knows of a running twin.
    """
    lines = [t("<b>Check your order</b>"), "", *terms_lines(terms, t), "", price_of(terms, t)]
    lines += [*_posts_promise(terms, t), *start_promise(terms, t)]
    if shortage is not None:
        lines += ["", *shortage_lines(shortage, t, starts_later=terms.starts is not None)]
        ordering = paying_rows(token, shortage, t, acknowledged=acknowledged)
    else:
        confirming = Button(TOKEN, token, "again" if acknowledged else "ok")
        ordering = [(("✅ " + t.label("Confirm"), confirming),)]
    leaving = (
        ("⬅️ " + t.label("Back"), Button(DRAFT, draft_id, "back")),
        ("✖️ " + t.label("Cancel"), Button(DRAFT, draft_id, "cancel")),
        home(t),
    )
    rows = (*ordering, *_choice_rows(draft_id, terms, t, choices), leaving)
    return View("\n".join(lines), rows, preview=(choices.previews and previewed(terms)) or "")


def _choice_rows(draft_id: str, terms: Terms, t: Translator, choices: CardChoices) -> Iterator[Row]:
    if choices.odd_link:
        yield from odd_link_rows(draft_id, choices.odd_link, t)
    switches = _timing(draft_id, terms, t, choices)
    if choices.takes_coupons:
        switches.append(without_coupon(t) if terms.coupon else coupon_door(t, ON_CARD))
    if choices.previews is not None and previewed(terms) is not None:
        switches.append(_preview_switch(draft_id, t, is_on=choices.previews))
    yield from in_pairs(switches)


def previewed(terms: Terms) -> str | None:
    """Return the link that a preview can be shown of; None for a target that is no link."""
    return terms.link if terms.link.startswith(("https://", "http://")) else None


def _preview_switch(draft_id: str, t: Translator, *, is_on: bool) -> tuple[str, Target]:
    label, value = (t.label("Hide the preview"), "off") if is_on else (t.label("Show the preview"), "on")
    return "🖼 " + label, Button(DRAFT, draft_id, "preview", value)


def _posts_promise(terms: Terms, t: Translator) -> list[str]:
    """What is promised of a subscription: that what is not used comes back."""
    if not terms.is_by_post:
        return []
    return [
        "",
        t(
            "The most that it can cost is taken now. When it ends, the money for posts that did not come is "
            "back in your wallet."
        ),
    ]


def _timing(draft_id: str, terms: Terms, t: Translator, choices: CardChoices) -> list[tuple[str, Target]]:
    """The buttons about time; there may be none."""
    spread = ("⏱ " + t.label("Spread over time"), Button(DRAFT, draft_id, "spread"))
    return [
        *((spread,) if choices.spreads else ()),
        *((later_button(draft_id, terms, t),) if choices.starts_later else ()),
    ]


def not_ordered(t: Translator) -> View:
    """What a given up draft becomes."""
    return View("❌ " + t("Canceled. Nothing was ordered."), ((new_order(t), home(t)),))


def twin_warning(
    draft_id: str,
    token: str,
    twin: Order,
    terms: Terms,
    t: Translator,
    *,
    shortage: Shortage | None,
    answer: AnswerDue | None,
) -> View:
    """The warning that an order for the same service and link is running; asks once more.

    `answer`: until when that one is looked into, if nobody knows yet whether it was placed.
    """
    warning = _still_running(twin, answer, t)
    card = confirm_card(draft_id, token, terms, t, shortage=shortage, acknowledged=True)
    return View(f"{warning}\n\n{card.text}", card.rows)


def _still_running(twin: Order, answer: AnswerDue | None, t: Translator) -> str:
    number = str(twin.id)
    if twin.is_scheduled and twin.starts_at is not None:
        return t(
            "⚠️ <b>Order {order} for this link starts {moment}.</b>\nIf both run at the same time, the second "
            "is often refused. Order again anyway?",
            order=number,
            moment=twin.starts_at,
        )
    if answer is None:
        return t(
            "⚠️ <b>Order {order} for this link is still running.</b>\nA second one is often refused until "
            "it is done. Order again anyway?",
            order=number,
        )
    return t(
        "⚠️ <b>Order {order} for this link is being checked, until {moment} at the latest.</b>\nIf it went "
        "through, this would be a second one, and you would pay for both. Order again anyway?",
        order=number,
        moment=answer.by,
    )


def terms_lines(terms: Terms, t: Translator, *, is_over: bool = False) -> list[str]:
    """Service, link, quantity and all other answers; of an order that `is_over`, nothing that is to come."""
    lines = [t("Service: {service}", service=shortened(terms.service_name, 120))]
    if terms.bundle:
        lines.append(t("Part of the bundle: {bundle}", bundle=terms.bundle))
    if terms.link:
        lines.append(t("Link: {link}", link=terms.link))
    if terms.quantity is not None and not terms.is_by_post:
        lines.append(t("Quantity: {quantity}", quantity=terms.quantity))
    lines += [*_per_post(terms, t), *_drip_feed(terms, t, is_over=is_over)]
    lines += [
        f"{t(LABELS[name])}: {_value(name, value, t)}"
        for name, value in terms.fields.items()
        if name in LABELS and not (name in {"min", "max"} and terms.per_post_micro)
    ]
    if terms.starts_at is not None:
        lines.append(t("Start: {moment}", moment=terms.starts_at))
    return lines


def price_of(terms: Terms, t: Translator) -> str:
    """The price that is charged, exactly."""
    if terms.is_by_post:
        return t(
            "Price: <b>{price}</b> at the most, {each} for each post",
            price=t.money(terms.price_micro, terms.currency),
            each=t.money(terms.per_post_micro, terms.currency),
        )
    if terms.per_post_micro:
        return t(
            "Price: nothing now, up to <b>{price}</b> for each post",
            price=t.money(terms.per_post_micro, terms.currency),
        )
    if terms.bundle:
        return t(
            "Its share of the bundle's price: <b>{price}</b>",
            price=t.money(terms.price_micro, terms.currency),
        )
    price = t("Price: <b>{price}</b>", price=t.money(terms.price_micro, terms.currency))
    return f"{price}\n{_discount(terms, t)}" if terms.coupon else price


def _discount(terms: Terms, t: Translator) -> str:
    return t(
        "🎟 {code}: {off} off, {whole} without it",
        code=terms.coupon,
        off=t.money(terms.discount_micro, terms.currency),
        whole=t.money(terms.price_micro + terms.discount_micro, terms.currency),
    )


def _per_post(terms: Terms, t: Translator) -> list[str]:
    least, most = terms.fields.get("min"), terms.fields.get("max")
    if not terms.per_post_micro or not (isinstance(least, int) and isinstance(most, int)):
        return []
    return [t("Each new post: {min} to {max}", min=least, max=most)]


def _drip_feed(terms: Terms, t: Translator, *, is_over: bool) -> list[str]:
    runs, interval, each = terms.fields.get("runs"), terms.fields.get("interval"), terms.each
    if not (isinstance(runs, int) and isinstance(interval, int)) or each is None:
        return []
    spread = t(
        "Drip-feed: {runs} runs of {each}, {interval} min apart", runs=runs, each=each, interval=interval
    )
    if is_over:
        return [spread]
    last = length(timedelta(minutes=(runs - 1) * interval), t)
    return [spread, t("The last run begins after {time}", time=last)]


def _value(name: str, value: object, t: Translator) -> str:
    if isinstance(value, list):
        first = shortened(t.series(str(entry) for entry in value), 160)
        return t("{count} · {first}", count=len(value), first=first)
    if isinstance(value, int):
        return t.number(value)
    return t("{text}", text=shortened(choice_label(name, str(value), t), 160))
