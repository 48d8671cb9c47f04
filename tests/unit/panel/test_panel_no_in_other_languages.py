"""A message that says no, in other languages: beside a success of a request, and alone about a new order."""

import json

import pytest

from panel.readers.add import read_add
from panel.readers.request import read_request
from panel.reply import Answer, fold
from shop.replies import Refusal, Rejected, Requested, Unknown

SAYS_NO = (
    "Refill talebi reddedildi",
    "Bu sipariş için refill yapılamaz",
    "Permintaan refill tidak dapat diproses",
    "Pembatalan ditolak",
    "Рефилл недоступен",
    "Отмена невозможна",
    "Нельзя отменить",
    "Запрос отклонён",
    "Скасування неможливе",
    "No se puede cancelar",
    "Cancelamento não permitido",
    "Solicitud rechazada",
    "Annulation refusée",
    "Stornierung nicht möglich",
    "Annullamento non possibile",
    "Nie można anulować",
    "Không thể hủy đơn",
    "无法取消",
    "取消失敗",
    "キャンセルできません",
    "취소할 수 없습니다",
    "ไม่สามารถยกเลิกได้",
    "لا يمكن الإلغاء",
    "امکان لغو وجود ندارد",
    "Отмена невозможна, запрос уже отправлен",
    "Запрос не принят: отмена невозможна",
    "Permintaan tidak diterima, tidak dapat dibatalkan",
    "Yêu cầu đã bị từ chối",
    "订单已提交，无法取消",
)
SAYS_YES = (
    "Refill talebiniz alındı",
    "İptal talebi alındı",
    "Permintaan diterima",
    "Заявка принята, не отправляйте её ещё раз",
    "Solicitud enviada",
    "Pedido de cancelamento enviado",
    "Annulation demandée",
    "已提交取消",
    "キャンセルを受け付けました",
    "Non-drop refill requested",
    "Refill added. No action needed",
    "Cancel request sent, no action is required",
    "Заявка № 12 принята",
    "Заявка принята, повторный запрос невозможен 24 часа",
    "Permintaan Anda diterima, tidak dapat dibatalkan",
    "İptal talebi alındı, tekrar talep edilemez",
    "Yêu cầu của bạn đã được gửi, không thể gửi lại",
    "申请已提交，不可重复提交",
)


@pytest.mark.parametrize("action", ["refill", "cancel"])
@pytest.mark.parametrize("text", SAYS_NO)
def test_a_success_that_says_no_is_not_taken_for_a_yes(action: str, text: str) -> None:
    for body in ({"status": "success", "message": text}, {"success": True, "msg": text}, {"message": text}):
        outcome = read_request(action, fold(Answer(200, json.dumps(body))), ["7"]).outcome
        assert not isinstance(outcome, Requested)


@pytest.mark.parametrize("action", ["refill", "cancel"])
@pytest.mark.parametrize("text", SAYS_YES)
def test_a_success_that_says_yes_stays_one(action: str, text: str) -> None:
    body = {"status": "success", "message": text}
    assert isinstance(read_request(action, fold(Answer(200, json.dumps(body))), ["7"]).outcome, Requested)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("余额不足", Refusal.FUNDS),
        ("Saldo insuficiente", Refusal.FUNDS),
        ("Недостаточно средств", Refusal.FUNDS),
        ("Bakiye yetersiz", Refusal.FUNDS),
        ("Số dư không đủ", Refusal.FUNDS),
        ("链接无效", Refusal.LINK),
        ("Geçersiz link", Refusal.LINK),
        ("Enlace inválido", Refusal.LINK),
    ],
)
@pytest.mark.parametrize("more", [{}, {"code": 1}, {"code": -1, "data": None}])
def test_a_message_alone_refuses_a_new_order(text: str, why: Refusal, more: dict[str, object]) -> None:
    for key in ("msg", "message"):
        outcome = read_add(fold(Answer(200, json.dumps({**more, key: text}))))
        assert isinstance(outcome, Rejected)
        assert outcome.why is why


@pytest.mark.parametrize(
    "text",
    [
        "下单成功，余额不足",
        "Quantidade: 100",
        "Cantidad 100, enlace recibido",
        "数量 100",
        "Пополните баланс!",
    ],
)
def test_a_message_that_says_no_no_is_no_refusal(text: str) -> None:
    assert isinstance(read_add(fold(Answer(200, json.dumps({"message": text})))), Unknown)
