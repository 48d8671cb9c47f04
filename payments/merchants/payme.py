"""Payme's Merchant API: JSON-RPC calls by which Payme makes, performs and cancels transactions at our shop.

Written from developer.help.paycom.uz, read in November 2026, and not tried with Payme or its sandbox:

* "Протокол Merchant API": POST, every answer with HTTP status 200; "Формат запроса" and "Формат ответа": the
  members `method`, `params`, `id`, and `result` or `error` with `code`, `message` (ru, uz, en) and `data`.
* "Схема взаимодействия": basic authentication with the key of the cash desk. That the login is `Paycom` is
  from Payme's own template (github.com/PaycomUZ/paycom-integration-java-template) and from paytechuz.
* "Типы данных": ids of 24 characters, times in milliseconds, amounts in tiyin, states and reasons.
* "CreateTransaction": a transaction of more than 12 hours (43 200 000 ms, counted from `time`) is canceled
  with reason 4. That a repeated call is answered as the first one, and what a call in another state gets,
  is from the diagrams there, from Payme's template and from "Песочница" (every call is sent twice).
* "PerformTransaction", "CancelTransaction", "CheckTransaction", "GetStatement": answers and errors. A
  statement goes by `time`, from <= time <= to, oldest first, with all transactions that were ever created.
* "Ошибки (ERRORS)": the codes. Which of -31050 to -31099 stands for what is the merchant's own choice.
* "Отправка чека по методу GET": the link, base64 of `m=...;ac.invoice=...;a=...;c=...`.
"""

import base64
import binascii
import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from payments.base import Answer
from payments.merchants.asking import EPOCH, Act, Ask
from shop.ledger.merchant import MerchantFacts, MerchantState, MerchantTransaction, Settled, Step, Verdict

ROOT = "https://checkout.paycom.uz"
LOGIN = "Paycom"
ACCOUNT = "invoice"
"""The member of `account` that names the invoice; the operator gives it this name at Payme."""

LASTS = timedelta(hours=12)
TIMED_OUT = 4
"""The reason of a transaction that was canceled because it had lasted too long."""

AMOUNT, UNKNOWN, CANNOT_CANCEL, CANNOT = -31001, -31003, -31007, -31008
NO_INVOICE, IS_PAID, IS_BUSY, IS_OVER, IS_CLOSED = -31050, -31051, -31052, -31053, -31054
UNREADABLE, MALFORMED, NO_METHOD, FORBIDDEN, TROUBLE = -32700, -32600, -32601, -32504, -32400

OF_ACCOUNT = range(-31099, -31049)
"""Errors that name the member of `account` which they are about."""

REFUSALS = {
    "invoice_paid": IS_PAID,
    "invoice_ordered": IS_OVER,
    "invoice_expired": IS_OVER,
    "invoice_unknown": NO_INVOICE,
}
"""The codes of why an invoice cannot be paid; whatever else stops a payment is the shop's own pause."""

WORDS = {
    AMOUNT: ("Неверная сумма", "Summa noto‘g‘ri", "Wrong amount"),
    UNKNOWN: ("Транзакция не найдена", "Tranzaksiya topilmadi", "There is no such transaction"),
    CANNOT_CANCEL: (
        "Деньги уже потрачены, отменить нельзя",
        "Pul sarflangan, bekor qilib bo‘lmaydi",
        "The money is spent, so this cannot be canceled",
    ),
    CANNOT: ("Операция невозможна", "Amalni bajarib bo‘lmaydi", "This cannot be done"),
    NO_INVOICE: ("Счёт не найден", "Hisob topilmadi", "There is no such invoice"),
    IS_PAID: ("Счёт уже оплачен", "Hisob to‘langan", "This invoice is paid already"),
    IS_BUSY: (
        "Счёт уже оплачивается",
        "Hisob bo‘yicha to‘lov ketmoqda",
        "Another payment of this invoice is under way",
    ),
    IS_OVER: ("Срок счёта истёк", "Hisob muddati tugagan", "The time to pay this invoice is over"),
    IS_CLOSED: (
        "Магазин сейчас не принимает платежи",
        "Do‘kon hozir to‘lov qabul qilmaydi",
        "The shop takes no payments just now",
    ),
    UNREADABLE: ("Запрос не читается", "So‘rovni o‘qib bo‘lmadi", "The request cannot be read"),
    MALFORMED: ("Неверный запрос", "So‘rov noto‘g‘ri", "The request is not as it must be"),
    NO_METHOD: ("Метод не найден", "Usul topilmadi", "There is no such method"),
    FORBIDDEN: ("Нет доступа", "Ruxsat yo‘q", "Access denied"),
    TROUBLE: ("Внутренняя ошибка", "Ichki xato", "Internal error"),
}
"""In Russian, Uzbek and English, as Payme shows them to its payers."""

STATES = {
    MerchantState.CREATED: 1,
    MerchantState.PERFORMED: 2,
    MerchantState.CANCELED: -1,
    MerchantState.RETURNED: -2,
}
METHODS = {
    "CheckPerformTransaction": Act.CHECK,
    "CreateTransaction": Act.CREATE,
    "PerformTransaction": Act.PERFORM,
    "CancelTransaction": Act.CANCEL,
    "CheckTransaction": Act.LOOK,
    "GetStatement": Act.LIST,
}

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MILLISECOND = timedelta(milliseconds=1)
_LATEST = 10**14
"""Milliseconds: a moment beyond it is none that a database holds."""

_MOST_MINOR = 10**15


class _Malformed(Exception):
    """A call without what its method needs."""


class Payme:
    """Payme's side of one cash desk. `root` is the page's address, another one for the sandbox."""

    name = "payme"
    label = "💳 Payme"
    called = "Payme"

    def __init__(self, merchant: str, key: str, root: str = ROOT) -> None:
        self._merchant = merchant
        self._key = key
        self._root = root or ROOT

    def link(self, number: str, amount_minor: int, back: str) -> str:
        """See Merchant."""
        params = f"m={self._merchant};ac.{ACCOUNT}={number};a={amount_minor};c={back}"
        return f"{self._root}/{base64.b64encode(params.encode()).decode()}"

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Ask | Answer:  # noqa: ARG002 - see Merchant
        """See Merchant."""
        try:
            call = json.loads(body)
        except (ValueError, RecursionError):  # not JSON, not UTF-8, a number or a depth of no use
            call = None
        echo = _echo(call)
        if not _is_authorised(headers.get("authorization", ""), self._key):
            return _error(echo, FORBIDDEN)
        if call is None:
            return _error(echo, UNREADABLE)
        if not isinstance(call, dict) or not isinstance(call.get("method"), str):
            return _error(echo, MALFORMED)
        act = METHODS.get(call["method"])
        if act is None:
            return _error(echo, NO_METHOD, call["method"][:64])
        try:
            return _ask(act, call.get("params"), echo)
        except _Malformed:
            return _error(echo, MALFORMED)

    def judge(self, ask: Ask, facts: MerchantFacts, now: datetime) -> Verdict:
        """See Merchant."""
        return _JUDGES[ask.act](ask, facts, now)

    def answer_to(self, ask: Ask, settled: Settled) -> Answer:
        """See Merchant."""
        if settled.verdict.error:
            return _error(ask.echo, settled.verdict.error)
        if ask.act is Act.CHECK:
            return _result(ask.echo, {"allow": True})
        assert settled.transaction is not None  # noqa: S101 - no other verdict is without an error
        whole = _whole(settled.transaction)
        return _result(ask.echo, {name: whole[name] for name in _ANSWERED[ask.act]})

    def answer_list(self, ask: Ask, transactions: Sequence[MerchantTransaction]) -> Answer:
        """See Merchant."""
        lines = [
            {
                "id": one.their_id,
                "time": _millis(one.asked_at),
                "amount": one.amount_minor,
                "account": {ACCOUNT: one.number},
                **_whole(one),
            }
            for one in transactions
        ]
        return _result(ask.echo, {"transactions": lines})

    def answer_refused(self, ask: Ask) -> Answer:
        """See Merchant."""
        return _error(ask.echo, CANNOT_CANCEL if ask.act is Act.CANCEL else CANNOT)

    def answer_unknown(self, ask: Ask) -> Answer:
        """See Merchant."""
        return _error(ask.echo, TROUBLE)


def _ask(act: Act, params: Any, echo: int | str | None) -> Ask:
    """Return the call with what its method needs. Raises _Malformed."""
    if not isinstance(params, dict):
        raise _Malformed
    if act is Act.LIST:
        return Ask(act, at=_moment(params.get("from")), until=_moment(params.get("to")), echo=echo)
    their_id = "" if act is Act.CHECK else _their_id(params.get("id"))
    if act in {Act.PERFORM, Act.LOOK}:
        return Ask(act, their_id, echo=echo)
    if act is Act.CANCEL:
        return Ask(act, their_id, reason=_whole_number(params.get("reason"), 1_000), echo=echo)
    return Ask(
        act,
        their_id,
        _number(params.get("account")),
        _whole_number(params.get("amount"), _MOST_MINOR),
        at=EPOCH if act is Act.CHECK else _moment(params.get("time")),
        echo=echo,
    )


def _check(ask: Ask, facts: MerchantFacts, now: datetime) -> Verdict:  # noqa: ARG001 - see _JUDGES
    if facts.amount_minor is None:
        return Verdict(error=NO_INVOICE)
    if facts.amount_minor != ask.amount_minor:
        return Verdict(error=AMOUNT)
    if facts.refusal is not None:
        return Verdict(error=REFUSALS.get(facts.refusal, IS_CLOSED))
    return Verdict(error=IS_BUSY if facts.is_busy else 0)


def _create(ask: Ask, facts: MerchantFacts, now: datetime) -> Verdict:
    known = facts.transaction
    if known is None:
        checked = _check(ask, facts, now)
        if checked.error:
            return checked
        return Verdict(error=CANNOT) if now - ask.at > LASTS else Verdict(Step.CREATE)
    if known.number != ask.number:
        return Verdict(error=NO_INVOICE)
    if known.amount_minor != ask.amount_minor:
        return Verdict(error=AMOUNT)
    if known.state is not MerchantState.CREATED:
        return Verdict(error=CANNOT)
    return _timed_out(known, now) or Verdict()


def _perform(ask: Ask, facts: MerchantFacts, now: datetime) -> Verdict:  # noqa: ARG001 - see _JUDGES
    match facts.transaction:
        case None:
            return Verdict(error=UNKNOWN)
        case MerchantTransaction(state=MerchantState.PERFORMED):
            return Verdict()
        case MerchantTransaction(state=MerchantState.CREATED) as known:
            return _timed_out(known, now) or Verdict(Step.PERFORM)
    return Verdict(error=CANNOT)


def _cancel(ask: Ask, facts: MerchantFacts, now: datetime) -> Verdict:  # noqa: ARG001 - see _JUDGES
    if facts.transaction is None:
        return Verdict(error=UNKNOWN)
    steps = {MerchantState.CREATED: Step.CANCEL, MerchantState.PERFORMED: Step.GIVE_BACK}
    return Verdict(steps.get(facts.transaction.state, Step.NOTHING), reason=ask.reason)


def _look(ask: Ask, facts: MerchantFacts, now: datetime) -> Verdict:  # noqa: ARG001 - see _JUDGES
    return Verdict(error=UNKNOWN if facts.transaction is None else 0)


_JUDGES: Mapping[Act, Callable[[Ask, MerchantFacts, datetime], Verdict]] = {
    Act.CHECK: _check,
    Act.CREATE: _create,
    Act.PERFORM: _perform,
    Act.CANCEL: _cancel,
    Act.LOOK: _look,
}

_ANSWERED = {
    Act.CREATE: ("create_time", "transaction", "state"),
    Act.PERFORM: ("transaction", "perform_time", "state"),
    Act.CANCEL: ("transaction", "cancel_time", "state"),
    Act.LOOK: ("create_time", "perform_time", "cancel_time", "transaction", "state", "reason"),
}
"""What of a transaction each method answers."""


def _timed_out(known: MerchantTransaction, now: datetime) -> Verdict | None:
    return Verdict(Step.CANCEL, CANNOT, reason=TIMED_OUT) if now - known.asked_at > LASTS else None


def _whole(transaction: MerchantTransaction) -> dict[str, Any]:
    return {
        "create_time": _millis(transaction.created_at),
        "perform_time": _millis(transaction.performed_at),
        "cancel_time": _millis(transaction.canceled_at),
        "transaction": str(transaction.id),
        "state": STATES[transaction.state],
        "reason": transaction.reason,
    }


def _is_authorised(header: str, key: str) -> bool:
    scheme, _, told = header.partition(" ")
    try:
        given = base64.b64decode(told.strip(), validate=True)
    except (binascii.Error, ValueError):  # no base64, or letters that are none of ASCII
        return False
    return scheme.lower() == "basic" and hmac.compare_digest(given, f"{LOGIN}:{key}".encode())


def _echo(call: Any) -> int | str | None:
    """Return a request's id, to be answered with it, if it is one."""
    told = call.get("id") if isinstance(call, dict) else None
    is_number = isinstance(told, int) and not isinstance(told, bool) and abs(told) < 2**63
    return told if is_number or (isinstance(told, str) and len(told) <= 64) else None


def _their_id(told: Any) -> str:
    if not isinstance(told, str) or not _ID.fullmatch(told):
        raise _Malformed
    return told


def _number(account: Any) -> str:
    """Return the invoice's number; what cannot be one names no invoice, which is an error of its own."""
    told = account.get(ACCOUNT) if isinstance(account, dict) else None
    if isinstance(told, int) and not isinstance(told, bool) and 0 < told < 10**16:
        return str(told)
    return told if isinstance(told, str) and re.fullmatch(r"[0-9]{1,16}", told) else ""


def _whole_number(told: Any, most: int) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or abs(told) > most:
        raise _Malformed
    return told


def _moment(told: Any) -> datetime:
    millis = _whole_number(told, _LATEST)
    if millis < 0:
        raise _Malformed
    return EPOCH + timedelta(milliseconds=millis)


def _millis(moment: datetime | None) -> int:
    return 0 if moment is None else (moment - EPOCH) // _MILLISECOND


def _result(echo: int | str | None, result: Mapping[str, Any]) -> Answer:
    return _answer({"result": result, "id": echo})


def _error(echo: int | str | None, code: int, data: str = "") -> Answer:
    words = dict(zip(("ru", "uz", "en"), WORDS[code], strict=True))
    about = ACCOUNT if code in OF_ACCOUNT else data
    return _answer({"error": {"code": code, "message": words, "data": about or None}, "id": echo})


def _answer(told: Mapping[str, Any]) -> Answer:
    return Answer(json.dumps(told), "application/json")
