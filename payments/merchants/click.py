"""Click's SHOP API: Click calls twice for each payment, to prepare it and to complete it.

Written from docs.click.uz, read in November 2026, and not tried with Click:

* "Click-API - Request" (docs.click.uz/en/click-api-request): POST with a form; `action` 0 prepares and 1
  completes; `sign_string` is the md5 of click_trans_id + service_id + SECRET_KEY + merchant_trans_id +
  (merchant_prepare_id, to complete) + amount + action + sign_time, each as it was written. `amount` is in
  soums, as text that may have decimals. Answers name `merchant_prepare_id`, or `merchant_confirm_id`.
* "Click-API - Error" (docs.click.uz/en/click-api-error): the codes. A complete with `error` below 0 has the
  payment canceled, and is answered -9.
* The same page has -4 for "trying to confirm or cancel the previously confirmed transaction". A complete that
  comes again, after a lost answer, is answered as the first one (as paytechuz does), so that Click is not
  told of an error where the money was credited. -4 is for another payment of a paid invoice, and for a
  complete that would cancel what was completed.
* The link (my.click.uz/services/pay) is from other projects' code; no page of Click about it was read.

A payer may begin a payment several times, and Click does not always end those that were left. So several may
be prepared for an invoice; the first that is completed is taken, and the others are refused with -4.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from payments.base import Answer
from payments.merchants.asking import Act, Ask
from shop.ledger.merchant import MerchantFacts, MerchantState, MerchantTransaction, Settled, Step, Verdict

ROOT = "https://my.click.uz"

SIGN, AMOUNT, ACTION, PAID, NO_INVOICE, UNKNOWN, MALFORMED, CANCELED = -1, -2, -3, -4, -5, -6, -8, -9
NOTES = {
    0: "Success",
    SIGN: "SIGN CHECK FAILED!",
    AMOUNT: "Incorrect parameter amount",
    ACTION: "Action not found",
    PAID: "Already paid",
    NO_INVOICE: "Order does not exist",
    UNKNOWN: "Transaction does not exist",
    MALFORMED: "Error in request from click",
    CANCELED: "Transaction cancelled",
}
NEEDED = ("click_trans_id", "service_id", "merchant_trans_id", "amount", "action", "error", "sign_time")
PREPARE, COMPLETE = "0", "1"

_DIGITS = re.compile(r"[0-9]{1,18}")
_AMOUNT = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,6}))?")
_ERROR = re.compile(r"-?[0-9]{1,9}")
MOST_FIELDS = 40


class Click:
    """Click's side of one service of one merchant."""

    name = "click"
    label = "💳 Click"
    called = "Click"

    def __init__(self, merchant: str, service: str, secret: str, root: str = ROOT) -> None:
        self._merchant = merchant
        self._service = service
        self._secret = secret
        self._root = root or ROOT

    def link(self, number: str, amount_minor: int, back: str) -> str:
        """See Merchant."""
        fields = {
            "service_id": self._service,
            "merchant_id": self._merchant,
            "amount": f"{amount_minor // 100}.{amount_minor % 100:02}",
            "transaction_param": number,
            "return_url": back,
        }
        return f"{self._root}/services/pay?{urlencode(fields)}"

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Ask | Answer:  # noqa: ARG002 - signed in the body
        """See Merchant."""
        fields = _fields(body)
        action = fields.get("action", "")
        if not all(fields.get(name) for name in NEEDED):
            return _error(MALFORMED)
        if action == COMPLETE and not fields.get("merchant_prepare_id"):
            return _error(MALFORMED)
        if fields["service_id"] != self._service or not self._is_signed(fields):
            return _error(SIGN)
        if action not in {PREPARE, COMPLETE}:
            return _error(ACTION)
        their_id, error = fields["click_trans_id"], fields["error"]
        if not _DIGITS.fullmatch(their_id) or not _ERROR.fullmatch(error):
            return _error(MALFORMED)
        prepared = fields.get("merchant_prepare_id", "") if action == COMPLETE else ""
        return Ask(
            _act(action, int(error)),
            their_id,
            fields["merchant_trans_id"] if _DIGITS.fullmatch(fields["merchant_trans_id"]) else "",
            _minor(fields["amount"]),
            at=now,
            reason=int(error),
            our_id=int(prepared) if _DIGITS.fullmatch(prepared) else None,
            echo=fields["merchant_trans_id"],
        )

    def judge(self, ask: Ask, facts: MerchantFacts, now: datetime) -> Verdict:  # noqa: ARG002 - see Merchant
        """See Merchant."""
        if facts.amount_minor is None:
            return Verdict(error=NO_INVOICE)
        return _prepare(ask, facts) if ask.act is Act.CREATE else _complete(ask, facts)

    def answer_to(self, ask: Ask, settled: Settled) -> Answer:
        """See Merchant."""
        if settled.verdict.error:
            return _error(settled.verdict.error)
        assert settled.transaction is not None  # noqa: S101 - no other verdict is without an error
        named = "merchant_prepare_id" if ask.act is Act.CREATE else "merchant_confirm_id"
        return _answer(
            {
                "click_trans_id": int(ask.their_id),
                "merchant_trans_id": ask.echo,
                named: settled.transaction.id,
                "error": 0,
                "error_note": NOTES[0],
            }
        )

    def answer_list(self, ask: Ask, transactions: Sequence[MerchantTransaction]) -> Answer:  # noqa: ARG002 - there is none
        """See Merchant; Click asks for no list."""
        return _error(ACTION)

    def answer_refused(self, ask: Ask) -> Answer:  # noqa: ARG002 - see Merchant
        """See Merchant."""
        return _error(CANCELED)

    def answer_unknown(self, ask: Ask) -> Answer:  # noqa: ARG002 - see Merchant
        """See Merchant. No code means "ask again", so this is no answer of the protocol at all."""
        return Answer("", status=503)

    def _is_signed(self, fields: Mapping[str, str]) -> bool:
        prepared = fields.get("merchant_prepare_id", "") if fields["action"] == COMPLETE else ""
        parts = (
            fields["click_trans_id"],
            fields["service_id"],
            self._secret,
            fields["merchant_trans_id"],
            prepared,
            fields["amount"],
            fields["action"],
            fields["sign_time"],
        )
        made = hashlib.md5("".join(parts).encode(errors="replace"), usedforsecurity=False).hexdigest()
        given = fields.get("sign_string", "").lower()
        return hmac.compare_digest(made.encode(), given.encode(errors="replace"))


def _prepare(ask: Ask, facts: MerchantFacts) -> Verdict:
    known = facts.transaction
    if facts.amount_minor != ask.amount_minor:
        return Verdict(error=AMOUNT)
    if known is not None:
        return _standing(ask, known) or Verdict(error=PAID if known.state is MerchantState.PERFORMED else 0)
    if facts.refusal is not None:
        return Verdict(error=_REFUSALS.get(facts.refusal, CANCELED))
    return Verdict(Step.CREATE)


def _complete(ask: Ask, facts: MerchantFacts) -> Verdict:
    known = facts.transaction
    if known is None or known.id != ask.our_id:
        return Verdict(error=UNKNOWN)
    if known.amount_minor != ask.amount_minor:
        return Verdict(error=AMOUNT)
    if standing := _standing(ask, known):
        return standing
    is_done = known.state is MerchantState.PERFORMED
    if ask.act is Act.CANCEL:
        return Verdict(error=PAID) if is_done else Verdict(Step.CANCEL, CANCELED, reason=ask.reason)
    if is_done:
        return Verdict()
    return Verdict(error=PAID) if facts.refusal == "invoice_paid" else Verdict(Step.PERFORM)


def _standing(ask: Ask, known: MerchantTransaction) -> Verdict | None:
    """Return the verdict on a transaction of another invoice, or one that was canceled before; else None."""
    if known.number != ask.number:
        return Verdict(error=NO_INVOICE)
    is_over = known.state in {MerchantState.CANCELED, MerchantState.RETURNED}
    return Verdict(error=CANCELED) if is_over else None


_REFUSALS = {"invoice_paid": PAID, "invoice_unknown": NO_INVOICE}
"""Whatever else keeps an invoice from being paid ends the payment: its time is over, or the shop pauses."""


def _fields(body: bytes) -> dict[str, str]:
    """Return the form's fields; none if it is no form, or names a field twice."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else {}


def _act(action: str, error: int) -> Act:
    if action == PREPARE:
        return Act.CREATE
    return Act.CANCEL if error < 0 else Act.PERFORM


def _minor(text: str) -> int:
    """Return an amount in tiyin; 0, which no invoice asks for, if it is none."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return 0
    coins = (found[2] or "").rstrip("0")
    return int(found[1]) * 100 + int(coins.ljust(2, "0")) if len(coins) <= 2 else 0


def _error(code: int) -> Answer:
    return _answer({"error": code, "error_note": NOTES[code]})


def _answer(told: Mapping[str, Any]) -> Answer:
    return Answer(json.dumps(told), "application/json")
