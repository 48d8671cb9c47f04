"""A panel under maintenance refuses an order in plain words; one that keeps the order for later does not."""

import json

import pytest

from panel.readers.add import read_add
from panel.refusal_phrases import Kind, kind_of
from panel.reply import Answer, fold
from shop.replies import Accepted, AddOutcome, Refusal, Rejected, Unknown

CLOSED = (
    "Maintenance",
    "Server under maintenance, try later",
    "Server is under maintenance. Please try again later.",
    "The panel is on maintenance",
    "We are under maintenance",
    "API under maintenance!",
    "Maintenance mode is enabled",
    "Scheduled maintenance until 18:00 UTC",
    "Service under maintenance",
    "Orders cannot be placed during maintenance",
    "No orders are accepted, maintenance",
    "Ordering is disabled: maintenance",
    "Sunucu bakımda",
    "Sistem bakım modunda, lütfen sonra tekrar deneyin",
    "Bakım çalışması yapılmaktadır",
    "Bakım çalışması nedeniyle sipariş alınmıyor",
    "Ведутся технические работы",
    "Сервер на техническом обслуживании",
    "Идут профилактические работы, попробуйте позже",
    "Техобслуживание",
    "Приём заказов не ведётся: технические работы",
    "Проводяться технічні роботи",
    "Sistema em manutenção",
    "Não é possível fazer pedidos: manutenção",
    "El sitio está en mantenimiento",
    "Site en maintenance",
    "Il server è in manutenzione",
    "Wartungsarbeiten, bitte später",
    "Der Server ist im Wartungsmodus",
    "De server is in onderhoud",
    "Przerwa techniczna",
    "Trwają prace techniczne",
    "Server sedang dalam pemeliharaan",
    "Hệ thống đang bảo trì!",
    "Hệ thống đang bảo dưỡng",
    "系统维护中",
    "服务器正在维护，请稍后再试",
    "系統維護，請稍後",
    "系统维护，暂停接受订单",
    "メンテナンス中です",
    "現在保守作業中です",
    "서버 점검 중입니다",
    "시스템 점검으로 주문할 수 없습니다",
    "ปิดปรับปรุงระบบ",
    "الموقع تحت الصيانة",
    "الموقع مغلق للصيانة",
    "سایت در حال تعمیر است",
    "साइट रखरखाव में है",
)

MAY_BE_KEPT = (
    "Your order will be processed after maintenance",
    "Order is on hold until the maintenance is over",
    "Maintenance: orders may be delayed",
    "Order 4711 waits for the end of maintenance",
    "Ваш заказ будет выполнен после технических работ",
    "Pedido em espera: manutenção",
    "Su pedido se procesará después del mantenimiento",
    "Siparişiniz bakım çalışması sonrası başlayacak",
    "Votre commande sera traitée après la maintenance",
    "Ihre Bestellung wird nach der Wartung bearbeitet",
    "Pesanan akan diproses setelah pemeliharaan",
    "系统维护，订单将在之后处理",
    "メンテナンス後に注文を処理します",
    "서버 점검 후 주문이 처리됩니다",
    "سيتم تنفيذ طلبك بعد الصيانة",
)

ABOUT_ANOTHER_PANEL = (
    "The main panel is on maintenance",
    "Main server under maintenance",
    "Provider is under maintenance",
    "The provider's panel is under maintenance, try later",
    "Parent panel maintenance",
    "Source site is under maintenance",
    "External API under maintenance",
    "Ana sunucu bakımda",
    "Основной сервер на техническом обслуживании",
    "Servidor principal em manutenção",
    "主站维护中",
    "Поставщик: недостаточно средств",
    "Saldo insuficiente en el proveedor",
    "Saldo do fornecedor insuficiente",
    "Tedarikçi bakiyesi yetersiz",
    "Số dư của nhà cung cấp không đủ",
    "供应商余额不足",
    "上游余额不足",
    "공급업체 잔액 부족",
    "Your providers' balance is insufficient",
)


def answered(body: object, code: int = 200) -> AddOutcome:
    return read_add(fold(Answer(code, json.dumps(body))))


@pytest.mark.parametrize("text", CLOSED)
@pytest.mark.parametrize("code", [200, 400, 503])
def test_a_panel_under_maintenance_has_placed_nothing(text: str, code: int) -> None:
    outcome = answered({"error": text}, code)
    assert isinstance(outcome, Rejected), kind_of(text)
    assert (outcome.why, outcome.text) == (Refusal.OTHER, text)


@pytest.mark.parametrize("key", ["message", "msg"])
@pytest.mark.parametrize("text", ["Sunucu bakımda", "Hệ thống đang bảo trì!", "Under maintenance"])
def test_a_message_about_maintenance_is_one_without_a_mark(key: str, text: str) -> None:
    assert isinstance(answered({key: text}), Rejected)
    assert isinstance(answered({key: text, "order": 5}), Accepted)


@pytest.mark.parametrize("text", MAY_BE_KEPT)
def test_an_order_may_be_kept_until_it_is_over(text: str) -> None:
    assert isinstance(answered({"error": text}), Unknown)


@pytest.mark.parametrize("text", ABOUT_ANOTHER_PANEL)
def test_what_another_panel_said_may_be_heard_after_the_order_was_kept(text: str) -> None:
    """A reseller passes on what its own supplier said, and may keep the order until that one takes it."""
    assert kind_of(text) is Kind.VAGUE
    assert isinstance(answered({"error": text}), Unknown)


@pytest.mark.parametrize(
    "text",
    [
        "Your order will be kept until maintenance ends, no action needed",
        "Orders are delayed due to maintenance, please do not reorder",
        "We are in maintenance, your order comes later. No refunds",
        "Maintenance: your order will not be lost",
        "Under maintenance, pending orders cannot be cancelled",
        "Maintenance, please don't send the order again",
    ],
)
def test_a_negation_that_reassures_does_not_close_the_panel(text: str) -> None:
    assert kind_of(text) is Kind.VAGUE


@pytest.mark.parametrize(
    "text",
    [
        "Maintenance, please do not place orders",
        "Under maintenance, no orders are taken, no refunds",
        "Orders cannot be placed during maintenance",
        "Maintenance: your order was not accepted, do not worry",
    ],
)
def test_a_panel_that_takes_no_orders_refuses_them(text: str) -> None:
    assert kind_of(text) is Kind.MAINTENANCE
