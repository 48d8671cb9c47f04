"""One message in place of many, when much happens at once to a person's orders."""

from collections.abc import Callable, Iterable, Sequence

from handlers import navigation
from handlers.navigation import WALLET
from handlers.orders.ending_views import back_micro
from handlers.view import Row, View, shortened
from locales import Translator, marked
from shop.digest import Entry
from shop.ordering.order import Order, OrderState

NAMED_GROUPS = 12
"""How many lines say of which service their orders are; beyond, they only say how they ended."""

NAME = 40
"""Characters of a service's name: a hundred orders fit into one message."""

DONE = marked("✅ Done")
LABELS = {
    OrderState.COMPLETED: DONE,
    OrderState.PARTIAL: marked("◑ Partly delivered"),
    OrderState.CANCELED: marked("❌ Canceled"),
    OrderState.REJECTED: marked("⛔ Not accepted"),
    OrderState.VOIDED: marked("❌ Not placed"),
}
MONEY, REFILLED, NOT_REFILLED = (
    marked("↩️ Money back"),
    marked("♻️ Refilled"),
    marked("♻️ Refill not granted"),
)

News = Sequence[tuple[Entry, Order]]


def digest_view(news: News, t: Translator) -> View:
    """What happened to these orders, all of them named; and what came back, by currency."""
    parts = ["<b>" + _head(news, t) + "</b>", "\n".join(_lines(news, t)), "\n".join(_sums(news, t))]
    text = "\n\n".join(part for part in parts if part)
    doors: Row = (navigation.my_orders(t), navigation.home(t))
    wallet: tuple[Row, ...] = ((("💰 " + t.label("Wallet"), WALLET),),) if parts[2] else ()
    return View(text, (doors, *wallet))


def _head(news: News, t: Translator) -> str:
    count = len({order.id for _, order in news})
    if all(_outcome(entry) == DONE for entry, _ in news):
        return t.plural("✅ {n} order is done.", "✅ {n} orders are done.", count)
    return t.plural("📦 There is news of {n} order.", "📦 There is news of {n} orders.", count)


def _lines(news: News, t: Translator) -> Iterable[str]:
    """Yield one line for each way they ended and each service, with the orders' numbers."""
    by_service = _grouped(news, lambda order: shortened(order.terms.service_name, NAME))
    groups = by_service if len(by_service) <= NAMED_GROUPS else _grouped(news, lambda _: "")
    for (outcome, service), numbers in groups.items():
        listed = t.series(map(str, numbers))
        if service:
            yield t("{what}: {orders} · {service}", what=t.label(outcome), orders=listed, service=service)
        else:
            yield t("{what}: {orders}", what=t.label(outcome), orders=listed)


def _grouped(news: News, service: Callable[[Order], str]) -> dict[tuple[str, str], list[int]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for entry, order in news:
        groups.setdefault((_outcome(entry), service(order)), []).append(order.id)
    return groups


def _outcome(entry: Entry) -> str:
    if entry.kind == "money_back":
        return MONEY
    if entry.kind == "refill":
        return REFILLED if entry.state == "done" else NOT_REFILLED
    return LABELS.get(OrderState(entry.state), DONE)


def _sums(news: News, t: Translator) -> Iterable[str]:
    """Yield what of these orders' prices is back in the wallet, one line for each currency."""
    back: dict[int, tuple[str, int]] = {}
    for entry, order in news:
        if entry.kind != "refill":
            state = OrderState(entry.state) if entry.state else order.state
            back[order.id] = (order.terms.currency, back_micro(order, state))
    sums: dict[str, int] = {}
    for currency, micro in back.values():
        sums[currency] = sums.get(currency, 0) + micro
    for currency, micro in sums.items():
        if micro:
            amount = t.balance(micro, currency)
            yield t("<b>{amount}</b> for these orders is back in your wallet.", amount=amount)
