"""An error that tells of an order proves nothing, in whatever language, and whatever else it objects to."""

import json

import pytest

from panel.readers.add import read_add
from panel.refusal_phrases import Kind, kind_of
from panel.reply import Answer, fold
from shop.replies import AddOutcome, Refusal, Rejected, Unknown

MAY_EXIST = (
    "We saved your order. Insufficient funds, please top up",
    "Order pending payment: insufficient balance",
    "Link already has an active order, merged into order 123",
    "Your order was merged with an existing order for this link",
    "order_id=4711 Not enough balance",
    "Order #881: your balance is insufficient",
    "Order No. 881, bad link",
    "Заказ №123 поставлен в очередь: недостаточно средств",
    "Заказ сохранён, пополните баланс",
    "Pedido em fila, saldo insuficiente",
    "Pedido registrado, enlace inválido",
    "Sipariş kaydedildi fakat link geçersiz",
    "Pesanan sudah masuk antrian, saldo tidak cukup",
    "Pesanan sedang diproses, saldo kurang",
    "Đơn hàng đang được xử lý, số dư không đủ",
    "订单处理中，链接无效",
    "订单已保存，余额不足",
    "訂單處理中，餘額不足",
    "주문 처리 중, 잔액 부족",
    "주문이 처리되었습니다. 잔액 부족",
    "주문을 등록했습니다. 잔액이 부족하여 더 할 수 없습니다",
    "Quantity more than maximum, split into 2 orders",
    "Added to order 123: insufficient balance",
    "รับคำสั่งซื้อแล้ว ยอดเงินไม่เพียงพอ",
    "注文は処理中です。残高不足",
    "تم استلام طلبك، الرصيد غير كاف",
    "سفارش شما ثبت شد، موجودی کافی نیست",
    "ऑर्डर बनाया गया, बैलेंस कम",
    "Commande en attente, solde insuffisant",
    "Votre commande a été prise en compte mais lien invalide",
    "Ihre Bestellung wurde aufgenommen, ungültiger Link",
    "Ordine registrato, credito insufficiente",
    "Zamówienie przyjęte, niewystarczające środki",
    "Remote panel: Incorrect API key",
    "External API returned: Insufficient balance",
    "Source panel returned error: bad link",
    "main server: low balance",
    "parent panel: incorrect service id",
    "Child order failed: bad link",
    "Quantity more than maximum, order split into 2",
    "Order 5123 exists with the same link",
    "Lock wait timeout exceeded; not enough funds",
    "Idempotency key reused with incorrect parameters",
    "Balance deducted, service not found",
    "Deducted 0.90 from your balance. Invalid link.",
    "Payment taken but link is invalid",
)

REFUSED = (
    (Refusal.FUNDS, "Order was not saved: insufficient balance"),
    (Refusal.FUNDS, "Заказ не поставлен в очередь: недостаточно средств"),
    (Refusal.FUNDS, "سفارش ثبت نشد، موجودی کافی نیست"),
    (Refusal.FUNDS, "You have not enough funds for this order (0.00 USD)"),
    (Refusal.FUNDS, "Not enough funds for order 50 USD"),
    (Refusal.FUNDS, "Balance insuffisant"),
    (Refusal.FUNDS, "O saldo não é suficiente"),
    (Refusal.FUNDS, "Please fund your account"),
    (Refusal.FUNDS, "Deposit to continue"),
    (Refusal.FUNDS, "Insufficient wallet"),
    (Refusal.FUNDS, "neworder.error.funds"),
    (Refusal.FUNDS, "Otillräckligt saldo"),
    (Refusal.FUNDS, "Ikke nok midler"),
    (Refusal.FUNDS, "Nincs elég egyenleg"),
    (Refusal.FUNDS, "Nedovoljno sredstava"),
    (Refusal.FUNDS, "Nedostatečný zůstatek"),
    (Refusal.FUNDS, "Nepakanka lėšų"),
    (Refusal.FUNDS, "Недостатъчен баланс"),
    (Refusal.FUNDS, "Balansınız kifayət deyil"),
    (Refusal.FUNDS, "Pondo ay hindi sapat"),
    (Refusal.FUNDS, "Salio lako halitoshi"),
    (Refusal.FUNDS, "Brak wystarczających środków"),
    (Refusal.QUANTITY, "Minimum order 50"),
    (Refusal.QUANTITY, "Max. order: 10000"),
    (Refusal.QUANTITY, "Order amount 100 is less than minimum"),
    (Refusal.DUPLICATE_LINK, "There is already an order pending for this link"),
    (Refusal.DUPLICATE_LINK, "You have an active order 123 with this link"),
    (Refusal.LINK, "External links are not allowed: bad link"),
    (Refusal.FUNDS, "Insufficient balance to order 1000 followers"),
    (Refusal.FUNDS, "You do not have enough funds to order 1000"),
    (Refusal.QUANTITY, "You cannot order 1000 of this service, max is 500"),
    (Refusal.QUANTITY, "Please order 100 or more. Quantity less than minimal"),
    (Refusal.QUANTITY, "The quantity must be divided by 10"),
    (Refusal.QUANTITY, "Runs: quantity divided by runs less than minimum"),
    (Refusal.FUNDS, "주문 처리 실패: 잔액 부족"),
    (Refusal.FUNDS, "주문을 처리할 수 없습니다. 잔액 부족"),
    (Refusal.FUNDS, "잔액 부족으로 주문을 처리할 수 없습니다"),
    (Refusal.FUNDS, "주문을 등록하지 못했습니다. 잔액 부족"),
    (Refusal.FUNDS, "ऑर्डर नहीं बनाया गया, बैलेंस कम"),
    (Refusal.FUNDS, "ไม่สามารถรับคำสั่งซื้อได้แล้ว ยอดเงินไม่เพียงพอ"),
)


def answered(text: str) -> AddOutcome:
    return read_add(fold(Answer(200, json.dumps({"error": text}))))


@pytest.mark.parametrize("text", MAY_EXIST)
def test_the_order_may_exist(text: str) -> None:
    assert isinstance(answered(text), Unknown)


@pytest.mark.parametrize(("why", "text"), REFUSED)
def test_no_order_is_told_of(why: Refusal, text: str) -> None:
    outcome = answered(text)
    assert isinstance(outcome, Rejected)
    assert outcome.why is why


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Order #55 cannot be cancelled", Kind.CANCEL),
        ("Refill for order 55 is not available", Kind.REFILL),
        ("Order 55 not found", Kind.ORDER),
        ("Order was placed yesterday, refill is not allowed", Kind.REFILL),
    ],
)
def test_what_is_asked_of_an_order_may_be_refused_by_its_number(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind
    assert isinstance(answered(text), Unknown)
