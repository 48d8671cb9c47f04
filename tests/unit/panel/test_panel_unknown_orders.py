"""A panel that knows no such order says so in many words, and in many languages."""

import json

import pytest

from panel.readers.add import read_add
from panel.readers.status import read_status
from panel.refusal_phrases import Kind, kind_of
from panel.reply import Answer, fold
from shop.replies import ItemError, Refusal, Rejected, Unknown

UNKNOWN = (
    "Incorrect order",
    "Invalid order",
    "Unknown order",
    "Wrong order",
    "Missing order",
    "No such order",
    "No such orders",
    "Order doesn't exist",
    "Order doesn't belong to you",
    "This order isn't yours",
    "Orders don't exist",
    "Commande introuvable",
    "Bestellung nicht gefunden",
    "Bestelling niet gevonden",
    "Ordine non trovato",
    "Nie znaleziono zamówienia",
    "Zamówienie nie istnieje",
    "Замовлення не знайдено",
    "الطلب غير موجود",
    "سفارش یافت نشد",
    "注文が見つかりません",
    "订单未找到",
    "找不到订单",
    "訂單不存在",
    "주문이 존재하지 않습니다",
    "ไม่พบคำสั่งซื้อ",
    "Buyurtma topilmadi",
    "Sifariş tapılmadı",
    "Không tìm thấy đơn hàng",
    "ऑर्डर नहीं मिला",
    "Objednávka nenalezena",
    "Comanda nu a fost găsită",
    "Orderan tidak ditemukan",
    "Заказа не существует",
)


@pytest.mark.parametrize("text", UNKNOWN)
def test_the_one_order_that_was_asked_about_is_not_known(text: str) -> None:
    told = read_status(fold(Answer(200, json.dumps({"error": text}))), ["7"]).by_id
    assert told == {"7": ItemError(text)}


@pytest.mark.parametrize("text", UNKNOWN)
def test_said_of_a_new_order_it_proves_nothing(text: str) -> None:
    assert isinstance(read_add(fold(Answer(200, json.dumps({"error": text})))), Unknown)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Invalid order parameters", Kind.PARAMS),
        ("Missing order data", Kind.PARAMS),
        ("Invalid order quantity: quantity must be 10 or more", Kind.QUANTITY),
        ("Invalid order link: bad url", Kind.LINK),
        ("Wrong order of parameters", Kind.PARAMS),
    ],
)
def test_what_is_wrong_in_an_order_is_still_told_by_its_name(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind
    outcome = read_add(fold(Answer(200, json.dumps({"error": text}))))
    assert isinstance(outcome, Rejected)
    assert outcome.why is Refusal(kind.value)
