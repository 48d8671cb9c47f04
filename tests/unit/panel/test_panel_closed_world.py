"""Only known refusals count: after any other answer the order may exist."""

import json

import pytest

from panel.readers.add import read_add
from panel.refusal_phrases import Kind
from panel.reply import Answer, fold
from shop.heard import Heard, key_of, refusal_key, state_key
from shop.replies import Accepted, Refusal, Rejected, Unknown

UNPROVEN = (
    "Operation took too long",
    "Order was created but could not be sent to the provider",
    "Order #5 has been placed, insufficient balance at supplier",
    "Your balance has been charged but nobody answered",
    "Provider has insufficient balance",
    "系统繁忙",
    "系统繁忙，请稍后再试",
    "tente novamente",
    "Bitte versuchen Sie es später noch einmal",
    "もう一度お試しください",
    "잠시 후 다시 시도해 주세요",
    "Заказ создан, но не отправлен: недостаточно средств у поставщика",
    "Sipariş oluşturuldu, miktar düşürüldü",
    "Pedido criado, saldo insuficiente no fornecedor",
    "订单已创建，余额不足",
    "duplicate order",
    "Duplicate request detected",
    "Order already exists for this link",
    "Same request is in progress",
    "Idempotency key already used",
    "Order not found",
    "Order cancelled",
    "Order was not completed",
    "Refill is not available",
    "Manual review is required",
    "Order must be confirmed by an administrator",
    "Invalid response",
    "Dripfeed order scheduled",
    "Quantity reduced to 500",
    "Link is valid",
    "The service is temporarily unavailable",
    "Access denied to database",
    "user not found in cache, retry",
    "Oops",
    "E_1042",
    "null pointer",
)

REFUSED: dict[Refusal, tuple[str, ...]] = {
    Refusal.FUNDS: (
        "Insufficient Fund",
        "Insufficient wallet balance",
        "Please recharge your account",
        "Please add balance to your account",
        "Please top-up first",
        "Credit limit exceeded",
        "You have exceeded your available credit",
        "Your balance is too low",
        "Low credits",
        "No credits left",
        "Balance: not enough, 0.05 needed",
        "You cannot afford this order",
        "余额不足",
        "您的账户余额不足，请充值后再下单",
        "餘額不足",
        "잔액이 부족합니다",
        "残高が不足しています",
        "ยอดเงินไม่เพียงพอ",
        "Bakiyeniz yetersiz",
        "На вашем счёте недостаточно средств",
        "Пополните баланс",
        "Заказ не создан: недостаточно средств",
        "Недостатньо коштів",
        "Saldo insuficiente",
        "No tienes saldo suficiente",
        "Você não tem saldo suficiente",
        "Fonds insuffisants",
        "Ihr Guthaben reicht nicht aus",
        "Nicht genügend Guthaben",
        "Credito insufficiente",
        "Saldo tidak mencukupi",
        "Số dư không đủ",
        "رصيدك غير كافٍ",
        "موجودی کافی نیست",
        "आपका बैलेंस पर्याप्त नहीं है",
        "অপর্যাপ্ত ব্যালেন্স",
        "Niewystarczające środki",
        "Balansda yetarli mablag' yo'q, hisobda mablag' yetarli emas",
    ),
    Refusal.SERVICE: (
        "服务不存在",
        "サービスが見つかりません",
        "서비스를 찾을 수 없습니다",
        "Servicio no encontrado",
        "Услуга временно отключена",
    ),
    Refusal.QUANTITY: (
        "数量必须大于100",
        "最小数量为 50",
        "Количество меньше минимального",
        "Jumlah minimal 50",
    ),
    Refusal.LINK: (
        "链接无效",
        "リンクが無効です",
        "잘못된 링크: 링크가 잘못되었습니다",
        "Ungültiger Link",
        "Lien invalide",
    ),
    Refusal.AUTH: ("API密钥无效", "APIキーが無効です", "Clave de API no válida", "Ungültiger API-Schlüssel"),
    Refusal.PARAMS: ("参数错误", "缺少参数", "Неверные параметры"),
}


@pytest.mark.parametrize("text", UNPROVEN)
@pytest.mark.parametrize("code", [200, 400, 409, 422, 499, 500])
def test_other_words_prove_nothing(text: str, code: int) -> None:
    assert isinstance(read_add(fold(Answer(code, f'{{"error":"{text}"}}'))), Unknown)
    assert isinstance(read_add(fold(Answer(code, f'{{"status":"error","message":"{text}"}}'))), Unknown)


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in REFUSED.items() for text in texts])
def test_known_words_refuse(why: Refusal, text: str) -> None:
    outcome = read_add(fold(Answer(200, f'{{"error":"{text}"}}')))
    assert isinstance(outcome, Rejected), outcome
    assert outcome.why is why


@pytest.mark.parametrize(
    "body",
    [
        '{"error":true}',
        '{"status":"error"}',
        '{"success":false}',
        '{"id":"req_8f3a","message":"Insufficient balance"}',
        '{"id":77,"error":"Operation took too long"}',
        '{"data":{"id":"req_1","message":"queued"}}',
        '{"order":"pending"}',
        '{"order":"insufficient_balance"}',
        '{"order_id":"none-yet"}',
        '{"order":"Fail","status":"error"}',
    ],
)
def test_what_is_no_number_of_an_order(body: str) -> None:
    assert isinstance(read_add(fold(Answer(200, body))), Unknown)


def test_a_bare_id_is_no_orders_in_an_answer_that_failed() -> None:
    assert read_add(fold(Answer(200, '{"id":77}'))) == Accepted("77", 200, '{"id":77}')
    assert isinstance(read_add(fold(Answer(400, '{"id":77}'))), Unknown)
    assert isinstance(read_add(fold(Answer(500, '{"order":77}'))), Accepted)


def test_what_nobody_knows_is_handed_on_to_be_explained() -> None:
    assert read_add(fold(Answer(200, '{"error":"系统繁忙"}'))).strange == "系统繁忙"  # type: ignore[union-attr]  # it is Unknown, as above
    assert read_add(fold(Answer(400, "Weird words"))).strange == "Weird words"  # type: ignore[union-attr]  # likewise
    assert read_add(fold(Answer(200, '{"error":"Unknown error"}'))).strange == ""  # type: ignore[union-attr]  # it is known to say nothing


@pytest.mark.parametrize("code", [200, 400, 500])
def test_an_operator_teaches_a_text_whatever_numbers_are_in_it(code: int) -> None:
    taught = {refusal_key("Kota aşıldı: 5 TL"): Kind.FUNDS, refusal_key("Bad link"): Kind.VAGUE}
    known = read_add(fold(Answer(code, '{"error":"KOTA AŞILDI: 12 TL!"}', taught=taught)))
    assert isinstance(known, Rejected)
    assert known.why is Refusal.FUNDS
    doubted = read_add(fold(Answer(code, '{"error":"Bad link"}', taught=taught)))
    assert isinstance(doubted, Unknown)
    assert doubted.strange == ""
    assert isinstance(read_add(fold(Answer(code, '{"error":"Kota aşıldı"}', taught=taught))), Unknown)


def test_keys_of_texts() -> None:
    assert (
        refusal_key("Wait 5 s (id req_8f3a)!") == refusal_key("wait 17 S... ID req_77") == "wait # s id req #"
    )
    assert state_key("✅ In_Progress.") == "inprogress"
    assert key_of(Heard.REFUSAL, "!?") == ""


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Error 17", "Error 18"),
        ("E1001", "E2002"),
        ("1001", "1002"),
        ("Error code: 5, please try later", "Error code: 6, please try later"),
        ("ERR_105 at your service", "ERR_210 at your service"),
        ("#17 failed", "#18 failed"),
        ("Sorry, something went wrong (e17)", "Sorry, something went wrong (e18)"),
    ],
)
def test_what_one_error_number_was_taught_to_mean_says_nothing_of_another(one: str, another: str) -> None:
    taught = {refusal_key(one): Kind.FUNDS}
    assert isinstance(read_add(fold(Answer(200, json.dumps({"error": one}), taught=taught))), Rejected)
    assert isinstance(read_add(fold(Answer(200, json.dumps({"error": another}), taught=taught))), Unknown)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Kota aşıldı: 5 TL", "kota asildi 12 TL!"),
        ("wait 5s more", "Wait 17s more"),
        ("Least 10 a day", "least 50 a day"),
    ],
)
def test_figures_make_no_other_text(one: str, another: str) -> None:
    assert refusal_key(one) == refusal_key(another)
