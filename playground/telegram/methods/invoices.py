"""Methods that make an invoice: in a chat, or behind a link."""

import re
from dataclasses import replace
from typing import Any

from playground.telegram.invoices import BOUNDS, STARS, Invoice
from playground.telegram.keyboards import Button, Markup
from playground.telegram.messages import Content
from playground.telegram.methods.reading import read_keyboard, read_reply, required, writable_chat
from playground.telegram.methods.registry import Methods
from playground.telegram.params import Params
from playground.telegram.refusals import Unmodelled, bad_request
from playground.telegram.subscriptions import is_allowed
from playground.telegram.world import World

_TITLE, _DESCRIPTION, _PAYLOAD_BYTES = 32, 255, 128  # core.telegram.org/bots/api#sendinvoice
_MOST = 999_999_999_999  # the limit of Telegram's own server for an amount of any currency
_TIPS = ("max_tip_amount", "suggested_tip_amounts")
_ORDER_INFO = (
    "need_name",
    "need_phone_number",
    "need_shipping_address",
    "send_phone_number_to_provider",
    "send_email_to_provider",
    "is_flexible",
)
_UNMODELLED = ("provider_data", "photo_url", "business_connection_id")


def send_invoice(world: World, params: Params) -> dict[str, Any]:
    chat = writable_chat(world, params)
    invoice = read_invoice(world, params)
    if chat.kind != "private":
        raise Unmodelled("invoices in groups")
    if params.flag("protect_content"):
        raise Unmodelled("protect_content of an invoice")
    markup = read_keyboard(params, inline_only=True, for_invoice=True) or pay_button(invoice)
    reply_to = read_reply(chat, params)
    message = world.post(chat, world.bot, Content(invoice=invoice), markup=markup, reply_to=reply_to)
    chat.action = None
    return message.json()


def create_invoice_link(world: World, params: Params) -> str:
    invoice = read_invoice(world, params)
    period = params.integer("subscription_period")
    if period:
        invoice = replace(invoice, subscription_period=period)
        if not is_allowed(invoice):  # the words are assumed; the limits are Telegram's
            raise bad_request("SUBSCRIPTION_PERIOD_INVALID")
    link = f"https://t.me/${world.new_number()}"
    world.invoice_links[link] = invoice
    return link


def pay_button(invoice: Invoice) -> Markup:
    """Return the keyboard that an invoice has if the bot gives it none."""
    return Markup("inline", ((Button(f"Pay {invoice.price}", kind="pay"),),))


def read_invoice(world: World, params: Params) -> Invoice:
    """Return the invoice of a call. Raises Refusal in Telegram's words."""
    title, description = required(params, "title"), required(params, "description")
    payload, currency = required(params, "payload"), required(params, "currency")
    required(params, "prices")
    amounts = _amounts(params.nested("prices"))
    # Telegram does not publish its error messages for these two; the limits are Telegram's.
    if len(title) > _TITLE:
        raise bad_request("invoice title is too long")
    if len(description) > _DESCRIPTION:
        raise bad_request("invoice description is too long")
    if len(payload.encode()) > _PAYLOAD_BYTES:
        raise bad_request("INVOICE_PAYLOAD_INVALID")
    _check_terms(world, params, currency, amounts)
    start = params.text("start_parameter") or ""
    needs_email = currency != STARS and params.flag("need_email")
    return Invoice(title, description, payload, currency, sum(amounts), start, needs_email)


def _check_terms(world: World, params: Params, currency: str, amounts: list[int]) -> None:
    token = params.text("provider_token")
    asked = [name for name in _TIPS if params.nested(name)]
    if currency == STARS:
        # Telegram has one error message for a Stars invoice with a provider, with tips, or with a breakdown.
        if token or asked or len(amounts) != 1:
            raise bad_request("STARS_INVOICE_INVALID")
    elif token not in world.provider_tokens:
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    else:
        # Questions about the buyer are ignored with Stars, and only with Stars.
        asked += [name for name in _ORDER_INFO if params.flag(name)]
    asked += [name for name in _UNMODELLED if params.text(name)]
    if asked:
        raise Unmodelled(f"{asked[0]} of an invoice")
    _check_total(currency, sum(amounts))


def _check_total(currency: str, total: int) -> None:
    if not re.fullmatch("[A-Z]{3}", currency):
        raise bad_request("CURRENCY_INVALID")
    if currency not in BOUNDS:
        raise Unmodelled(f"invoices in {currency}")
    minimum, maximum = BOUNDS[currency]
    if not minimum <= total <= maximum:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")


def _amounts(value: Any) -> list[int]:
    if not isinstance(value, list):
        raise bad_request("expected an Array of labeled prices")
    amounts = [_amount(item) for item in value]
    if sum(amounts) <= 0:
        raise bad_request("total price must be positive")
    if sum(amounts) > _MOST:
        raise bad_request("total price is too big")
    return amounts


def _amount(item: Any) -> int:
    complaint = "can't parse labeled price: "
    if not isinstance(item, dict):
        raise bad_request(f"{complaint}LabeledPrice must be an Object")
    if not isinstance(item.get("label"), str) or not item["label"]:
        raise bad_request(f"{complaint}LabeledPrice label must be non-empty")
    try:
        amount = int(str(item.get("amount")))
    except ValueError:
        raise bad_request(f'{complaint}Can\'t parse "amount" as Number') from None
    if abs(amount) > _MOST:
        raise bad_request("too big amount of the currency specified")
    return amount


METHODS: Methods = {
    "sendInvoice": send_invoice,
    "createInvoiceLink": create_invoice_link,
}
