"""How an order went, line by line, with the panel's own words where they are kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import DESK_ORDER, Button
from handlers.operator.act_words import DID
from handlers.operator.navigation import back_and_desk
from handlers.operator.orders.doors import card_of
from handlers.orders.views import order_head
from handlers.view import Row, Target, View, shortened
from locales import Translator, marked
from shop.acts import Noted
from shop.ledger.journals import JournalKind
from shop.ordering.order import GIVEN_BACK, Order
from shop.ordering.place import AttemptOutcome
from shop.ordering.request import Request, RequestKind, RequestState
from shop.ordering.timeline import Attempt, Booked, Timeline, Told
from shop.reconciliation.case import Case, Resolution

ON_A_PAGE = 8
EXCERPT = 150
"""Characters of what a panel wrote: a page of these lines fits a message, in any script."""

ATTEMPTS: dict[AttemptOutcome, str] = {
    AttemptOutcome.OPEN: marked("📤 try {n}: sent, no answer yet"),
    AttemptOutcome.ACCEPTED: marked("📤 try {n}: the panel took it"),
    AttemptOutcome.REJECTED: marked("📤 try {n}: the panel refused it"),
    AttemptOutcome.NOT_SENT: marked("📤 try {n}: not sent"),
    AttemptOutcome.UNKNOWN: marked("📤 try {n}: the answer was lost"),
}

BOOKED: dict[JournalKind, str] = {
    JournalKind.RESERVE: marked("💰 {amount} held for it"),
    JournalKind.CAPTURE: marked("💰 {amount} paid for it"),
    JournalKind.VOID: marked("💰 {amount} back in the wallet, nothing was sold"),
    JournalKind.REFUND: marked("💰 {amount} given back"),
    JournalKind.DISCOUNT: marked("💰 {amount} of a coupon booked"),
}

TOLD: dict[str, str] = {
    "card": marked("its card"),
    "finished": marked("its end"),
    "money_back": marked("money that came back"),
    "refill": marked("its refill"),
}
"""What its customer was told, by the kind of the notice."""

ASKED: dict[RequestKind, str] = {
    RequestKind.REFILL: marked("♻️ a refill was asked for"),
    RequestKind.CANCEL: marked("🛑 its stop was asked for"),
}

OUTCOMES: dict[tuple[RequestKind, RequestState], str] = {
    (RequestKind.REFILL, RequestState.REQUESTED): marked("♻️ the panel took the refill"),
    (RequestKind.REFILL, RequestState.UNCLEAR): marked("♻️ the answer about the refill was lost"),
    (RequestKind.REFILL, RequestState.REFUSED): marked("♻️ the refill was refused"),
    (RequestKind.REFILL, RequestState.DONE): marked("♻️ the refill is done"),
    (RequestKind.REFILL, RequestState.REJECTED): marked("♻️ the refill was not granted"),
    (RequestKind.CANCEL, RequestState.REQUESTED): marked("🛑 the panel took the stop"),
    (RequestKind.CANCEL, RequestState.UNCLEAR): marked("🛑 the answer about the stop was lost"),
    (RequestKind.CANCEL, RequestState.REFUSED): marked("🛑 the stop was refused"),
    (RequestKind.CANCEL, RequestState.DONE): marked("🛑 it was stopped"),
    (RequestKind.CANCEL, RequestState.REJECTED): marked("🛑 too late to stop it"),
}


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one order; `decider` is the name of who decided its case, "" if nobody did."""

    order: Order
    known: Timeline
    case: Case | None
    acts: Sequence[Noted]
    decider: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened, in words; `raw` is what the panel wrote then."""

    at: datetime
    text: str
    raw: str = ""


def timeline(history: History, t: Translator, *, came: str, page: int) -> View:
    """A page of the timeline, the earliest first; a page that is not there is the last one."""
    lines = sorted(_lines(history, t), key=lambda line: line.at)
    pages = max(1, -(-len(lines) // ON_A_PAGE))
    page = min(page, pages - 1)
    shown = lines[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    title = t("🕰 <b>Timeline</b> · page {number} of {count}", number=page + 1, count=pages)
    text = [order_head(history.order, t), title, "", *(_written(line, t) for line in shown)]
    number = history.order.id
    return View(
        "\n".join(text), (*_steps(number, came, page, pages, t), back_and_desk(t, card_of(number, came)))
    )


def _steps(number: int, came: str, page: int, pages: int, t: Translator) -> tuple[Row, ...]:
    def to(other: int) -> Button:
        return Button(DESK_ORDER, str(number), "line", f"{came}/{other}")

    row: list[tuple[str, Target]] = []
    if page > 0:
        row.append(("◀️ " + t.label("Previous"), to(page - 1)))
    if page < pages - 1:
        row.append(("▶️ " + t.label("Next"), to(page + 1)))
    return (tuple(row),) if row else ()


def _written(line: Line, t: Translator) -> str:
    said = t("{moment} ·", moment=line.at) + f" {line.text}"
    raw = shortened(line.raw, EXCERPT)
    return f"{said}\n{t('<code>{text}</code>', text=raw)}" if raw else said


def _lines(history: History, t: Translator) -> Iterator[Line]:
    yield from _of_order(history.order, t)
    for attempt in history.known.attempts:
        yield from _of_attempt(attempt, t, was_lost=history.case is not None)
    if history.case is not None:
        yield from _of_case(history.case, history.decider, t)
    for asked in history.order.requests:
        yield from _of_request(asked, t)
    for booked in history.known.booked:
        yield _of_money(booked, t)
    for told in history.known.told:
        yield _of_notice(told, t)
    for noted in history.acts:
        yield _of_act(noted, t)


def _of_order(order: Order, t: Translator) -> Iterator[Line]:
    yield Line(order.created_at, t("🧾 confirmed by its customer"))
    number = order.panel_order_id or order.former_number
    if order.placed_at is not None and number is not None:  # None: the number was taken back
        yield Line(order.placed_at, t("📤 at the panel as {number}", number=shortened(number, 40)))
    if order.begun_at is not None:
        yield Line(order.begun_at, t("🚚 delivery had begun"))
    if order.late_told_at is not None:
        yield Line(order.late_told_at, t("🐌 later than usual; operators were told"))
    if order.refund_held_at is not None:
        yield Line(order.refund_held_at, t("⏳ the panel reports a refund; it is on hold"))
    if order.heard_at is not None and order.panel_word is not None:
        yield Line(order.heard_at, t("📨 the panel's latest word"), order.panel_word)
    if order.finished_at is not None:
        why = order.reason.text if order.reason is not None and order.state in GIVEN_BACK else ""
        yield Line(order.finished_at, t("🏁 ended"), why)


def _of_attempt(attempt: Attempt, t: Translator, *, was_lost: bool) -> Iterator[Line]:
    """What came of a try. The row of one whose answer `was_lost` says since what was found out later."""
    is_sent = attempt.outcome is not AttemptOutcome.NOT_SENT
    outcome = AttemptOutcome.UNKNOWN if was_lost and is_sent else attempt.outcome
    words = t(ATTEMPTS[outcome], n=attempt.number)
    if attempt.http_status is not None:
        words += t.separator + t("HTTP {number}", number=str(attempt.http_status))
    yield Line(attempt.finished_at or attempt.started_at, words, attempt.excerpt)


def _of_case(case: Case, decider: str, t: Translator) -> Iterator[Line]:
    yield Line(case.opened_at, t("❔ nobody knew whether the panel has it; looked into"))
    if case.settled_at is None:
        return
    if case.verdict is Resolution.ADOPTED:
        said = t("✅ found at the panel")
    else:
        said = t("✖️ given up: it was not placed")
    if decider:
        said += t.separator + t("decided by {name}", name=shortened(decider, 40))
    yield Line(case.settled_at, said)


def _of_request(asked: Request, t: Translator) -> Iterator[Line]:
    yield Line(asked.asked_at, t(ASKED[asked.kind]))
    outcome = OUTCOMES.get((asked.kind, asked.state))
    if outcome is not None:
        yield Line(asked.changed_at, t(outcome), asked.text)


def _of_money(booked: Booked, t: Translator) -> Line:
    amount = t.money(booked.amount_micro, booked.currency)
    return Line(booked.at, t(BOOKED.get(booked.kind, marked("💰 {amount} booked")), amount=amount))


def _of_notice(told: Told, t: Translator) -> Line:
    what = t.label(TOLD[told.kind])
    if told.at is not None:
        return Line(told.at, t("✉️ its customer was told: {what}", what=what))
    return Line(told.owed_at, t("✉️ owed to its customer: {what}", what=what), told.error)


def _of_act(noted: Noted, t: Translator) -> Line:
    actor = shortened(noted.actor or str(noted.act.actor_id), 40)
    details = {name: str(value) for name, value in noted.act.details.items()}
    words = t("🗝 <b>{actor}</b> {did}", actor=actor, did=t.label(DID[noted.act.did], **details))
    if noted.act.amount_micro is not None and noted.act.currency is not None:
        words += t.separator + t.money(noted.act.amount_micro, noted.act.currency)
    return Line(noted.at, words)
