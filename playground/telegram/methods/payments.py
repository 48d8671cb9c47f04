"""Methods about payments: approving one, refunding Stars, listing transactions, subscriptions."""

from typing import Any

from playground.telegram.checkout import DECLINED, TOO_FEW_STARS, Checkout
from playground.telegram.ledger import Charge
from playground.telegram.messages import Content, FakeMessage
from playground.telegram.methods.reading import required
from playground.telegram.methods.registry import Methods
from playground.telegram.params import Params
from playground.telegram.refusals import bad_request
from playground.telegram.subscriptions import Subscription
from playground.telegram.world import World

_PAGE = 100  # core.telegram.org/bots/api#getstartransactions


def answer_pre_checkout_query(world: World, params: Params) -> bool:
    agreed = params.flag("ok")
    refusal = "" if agreed else required(params, "error_message")
    checkout = world.open_checkout(params.text("pre_checkout_query_id"))
    checkout.answered = True
    if agreed:
        _settle(world, checkout)
    else:
        checkout.refusal = refusal
    world.bump()
    return True


def refund_star_payment(world: World, params: Params) -> bool:
    person_id = params.integer("user_id")
    if person_id <= 0:
        raise bad_request("invalid user_id specified")
    charge_id = required(params, "telegram_payment_charge_id")
    if person_id not in world.users:
        raise bad_request("USER_ID_INVALID")
    charge = world.ledger.charges.get(charge_id)
    if charge is None or charge.user["id"] != person_id or not charge.invoice.in_stars:
        # A known error of Telegram's, but its page about refunds has none for this case.
        raise bad_request("CHARGE_NOT_FOUND")
    if charge.refunded:
        raise bad_request("CHARGE_ALREADY_REFUNDED")
    world.ledger.refund(charge, world.timestamp())
    _announce(world, charge, "refunded_payment")
    return True


def get_star_transactions(world: World, params: Params) -> dict[str, Any]:
    offset = max(0, params.integer("offset"))
    limit = min(max(1, params.integer("limit", _PAGE)), _PAGE)
    page = world.ledger.transactions[offset : offset + limit]
    return {"transactions": [transaction.json() for transaction in page]}


def get_my_star_balance(world: World, _params: Params) -> dict[str, int]:
    return {"amount": world.ledger.balance}


def _settle(world: World, checkout: Checkout) -> None:
    """Take the money if it is there; the bot learns only of payments that went through."""
    if not world.ledger.has(checkout.person_id, checkout.invoice):
        checkout.refusal = TOO_FEW_STARS
        return
    if checkout.card_declined and not checkout.invoice.in_stars:
        checkout.refusal = DECLINED
        return
    user = world.users[checkout.person_id]
    charge = world.ledger.charge(user, checkout.invoice, world.new_number(), world.timestamp())
    checkout.charge_id = charge.id
    begun = world.subscriptions.begin(charge, world.timestamp())
    paid = _announce(world, charge, "successful_payment", begun)
    if checkout.message is not None:
        checkout.message.receipt = paid.id
        world.touch(world.chats[checkout.person_id], checkout.message)


def renew_due(world: World) -> None:
    """Charge every subscription whose time is over; without enough Stars it ends."""
    for one in world.subscriptions.due(world.timestamp()):
        if not world.ledger.has(one.person_id, one.first.invoice):
            one.failed = True
            world.updates.add("subscription", one.update_json("failed"))
            continue
        at, one.until = one.until, one.until + one.first.invoice.subscription_period
        charge = world.ledger.charge(one.first.user, one.first.invoice, world.new_number(), at)
        _announce(world, charge, "successful_payment", one)


def edit_user_star_subscription(world: World, params: Params) -> bool:
    person_id, charge_id = params.integer("user_id"), required(params, "telegram_payment_charge_id")
    if person_id not in world.users:
        raise bad_request("USER_ID_INVALID")
    edited = world.subscriptions.find(person_id, charge_id)
    if edited is None:  # assumed, as for a refund
        raise bad_request("CHARGE_NOT_FOUND")
    is_canceled = params.flag("is_canceled")
    if edited.stopped and not is_canceled:
        edited.canceled = True  # allowing is not switching on: that is left to its person
    edited.stopped = is_canceled
    world.bump()
    return True


def _announce(
    world: World, charge: Charge, kind: str, subscription: Subscription | None = None
) -> FakeMessage:
    """Post the service message in the person's chat, and its update."""
    person_id = charge.user["id"]
    about = world.ledger.order_info(person_id, charge.invoice) if kind == "successful_payment" else {}
    of_subscription = subscription.json_of(charge) if subscription is not None else {}
    said = {kind: {**charge.json(), **about, **of_subscription}}
    message = world.post(world.chats[person_id], charge.user, Content(service=said))
    world.updates.add("message", message.json())
    return message


METHODS: Methods = {
    "answerPreCheckoutQuery": answer_pre_checkout_query,
    "refundStarPayment": refund_star_payment,
    "getStarTransactions": get_star_transactions,
    "getMyStarBalance": get_my_star_balance,
    "editUserStarSubscription": edit_user_star_subscription,
}
