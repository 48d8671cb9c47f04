"""What panels say when they refuse, as one table.

A phrase is a row of words that stand together in the text; `...` leaves room
for others and `a/b` means one of the two. Case, accents and punctuation do not
count, and `neworder.error.not_enough_funds` is read as its words. The first
row that fits decides, so the order of `REFUSALS` is part of the table.

HTTP codes and error numbers are not in it: panels use one number for several
meanings, 113 for "no funds" and for "you have an active order with this link".
"""

from enum import StrEnum

from shop.replies import Refusal


class Kind(StrEnum):
    """What a refusal is about."""

    AUTH = "auth"
    FUNDS = "funds"
    DUPLICATE_LINK = "duplicate_link"
    SERVICE = "service"
    QUANTITY = "quantity"
    LINK = "link"
    PARAMS = "params"
    UNSUPPORTED = "unsupported"
    ORDER = "order"
    REFILL = "refill"
    CANCEL = "cancel"
    THROTTLED = "throttled"
    MAINTENANCE = "maintenance"
    VAGUE = "vague"  # proves nothing, so it has to be looked into
    OTHER = "other"

    @property
    def refusal(self) -> Refusal:
        """The same in the shop's words."""
        return Refusal(self.value) if self.value in set(Refusal) else Refusal.OTHER


VAGUE_BEGINNINGS = (
    "an error occurred/occured",
    "error occurred/occured",
    "internal error",
    "internal server error",
    "server error",
    "unknown error",
    "unexpected error",
    "something went/is wrong",
    "order failed",
    "order creation failed",
    "failed to create/place/process/submit/add/save",
    "unable to create/place/process/submit/add/save",
    "could not create/place/process/submit/add/save",
    "there was an error/problem",
    "the order could not be placed/created/processed",
    "order could not be placed/created/processed",
    "service unavailable",
    "service temporarily unavailable",
    "bad gateway",
    "gateway timeout",
    "error while/during/when/in",
    "system/processing/api/provider/upstream error",
    "cannot create/place/process",
    "request/transaction failed",
    "sqlstate",
    "curl error",
    "exception",
    "произошла/внутренняя ошибка",
    "ошибка сервера",
    "bir hata oluştu",
    "ocurrió/ocorreu un/um error/erro",
    "error/erro interno",
    "une erreur",
    "terjadi kesalahan",
    "đã xảy ra lỗi",
    "có lỗi xảy ra",
)
"""A text that begins like this may hide anything, also an order that was created."""

REFUSALS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (
        Kind.THROTTLED,
        (
            "too many requests/attempts/calls/queries",
            "rate limit/limited/limiting",
            "request/requests limit",
            "requests per second/minute/hour/day",
            "maximum 100 orders",
            "slow down",
            "слишком много запросов",
            "çok fazla istek",
            "demasiadas solicitudes/peticiones",
            "muitas solicitações/requisições",
            "terlalu banyak permintaan",
            "quá nhiều yêu cầu",
        ),
    ),
    (
        Kind.MAINTENANCE,
        (
            "maintenance",
            "bakımda",
            "bakım çalışması",
            "bảo trì",
            "технические/техническое работы/обслуживание",
            "manutenção",
            "mantenimiento",
            "pemeliharaan",
        ),
    ),
    (
        Kind.LINK,
        (
            "profile/page/post/channel/group/video is/are private/hidden/closed/deleted",
            "instagram/tiktok/facebook/twitter/telegram account/profile/user ... private/hidden/found",
            "account/link is private/hidden",
            "private account/profile",
        ),
    ),
    (
        Kind.PARAMS,
        (
            "dripfeed",
            "drip feed",
            "required parameter ... request id",
            "idempotency",
        ),
    ),
    (Kind.REFILL, ("refill ... for this service/order", "service ... not support refill/refills")),
    (
        Kind.CANCEL,
        ("cancel/cancellation ... for this service/order", "service ... not support cancel/cancellation"),
    ),
    (
        Kind.UNSUPPORTED,
        (
            "incorrect/invalid/unknown/unsupported/undefined/wrong/no action/actions/method/endpoint",
            "action ... invalid/incorrect/unknown/unsupported/undefined",
            "action ... not allowed/found/supported/available/recognized/exist/implemented",
            "no such action",
            "method/action not allowed/implemented",
            "not implemented",
            "via api ... not supported/available/allowed/possible",
            "not supported/available/allowed/possible via api",
            "cancel/cancellation/canceling/cancelling is/are not supported",
            "refill/refills/refilling is/are not supported",
            "only available manually",
            "endpoint/route ... not found",
        ),
    ),
    (
        Kind.AUTH,
        (
            "api key/keys",
            "apikey",
            "invalid/incorrect/wrong/missing/bad/unknown/expired/no key/token/apikey/credentials",
            "key/token ... invalid/incorrect/wrong/missing/expired/required/disabled",
            "parameter/parameters key",
            "api is disable/disabled/inactive/blocked",
            "api access",
            "invalid/incorrect/wrong api",
            "user/customer/client/account not found",
            "user/customer/client/account does not exist/exists",
            "user/customer/client/account doesnt exist/exists",
            "user/account ... inactive/suspended/banned/blocked/disabled/locked/frozen/deactivated",
            "user/account ... not active/activated/verified",
            "account banned/suspended/inactive",
            "unauthenticated",
            "unauthorized/unauthorised",
            "not authorized/authorised/authenticated",
            "authentication/authorization/login failed/required",
            "forbidden",
            "access/permission denied",
            "ip ... not allowed/whitelisted/authorized/permitted",
            "ip ... blocked/banned",
            "неверный/неправильный/недействительный ключ/api",
            "ключ ... неверный/неверен/недействителен",
            "api anahtarı",
            "clave/chave/clé ... api",
            "api ... salah/inválida/invalide/geçersiz/hatalı",
            "khóa api",
            "kalit ... xato/noto",
        ),
    ),
    (
        Kind.FUNDS,
        (
            "enough funds/balance/money/credit/credits/cash",
            "enough ... funds/balance",
            "insufficient funds/balance/money/credit/credits/amount",
            "insufficient ... funds/balance",
            "low balance/funds",
            "balance is/too low/insufficient/not/empty/less",
            "balance not enough",
            "out of funds",
            "add/deposit ... funds",
            "top up",
            "düşük bütçe",
            "yetersiz bakiye",
            "bakiye ... yetersiz/yetersizdir/düşük",
            "недостаточно средств/денег/баланса",
            "недостаточно ... средств/баланс/балансе",
            "не хватает средств/денег",
            "saldo insuficiente/insuficientes",
            "fondos insuficientes",
            "saldo ... tidak/kurang",
            "solde/fonds insuffisant/insuffisants",
            "số dư ... không",
            "không đủ ... dư/tiền",
            "mablag ... yetarli",
            "الرصيد",
            "رصيدك",
        ),
    ),
    (
        Kind.DUPLICATE_LINK,
        (
            "link/url duplicate/duplicated",
            "duplicate/same/identical link/url/order",
            "active/running/pending order ... link/url/page",
            "link/url ... active/running/pending order",
            "order/orders with/for/on/to this/the/same link/url",
            "link/url ... already",
            "already ... link/url",
            "already has/have an/a active/running/pending order",
            "active order already",
        ),
    ),
    (
        Kind.SERVICE,
        (
            "service/services id/ids",
            "service/package type",
            "incorrect/invalid/disabled/unknown/inactive/wrong service/package/product",
            "service/services/package ... not found/available/active/exist/exists/valid/enabled",
            "service/package ... invalid/inactive/disabled/incorrect/unavailable/closed/removed",
            "сервис/услуга/услуги ... найдена/найден/недоступна/недоступен/отключена/существует",
            "servis ... bulunamadı/geçersiz/pasif",
            "layanan ... tidak",
            "servicio/serviço ... no/não/inválido/invalido",
            "dịch vụ ... không",
        ),
    ),
    (
        Kind.QUANTITY,
        (
            "quantity",
            "min/max/minimum/maximum/minimal/maximal order/amount/is/limit",
            "less than min/minimum/minimal",
            "more/greater than max/maximum/maximal",
            "below/above the minimum/maximum",
            "out of bounds",
            "error increment",
            "количество",
            "miktar",
            "cantidad/quantidade/quantité",
            "jumlah",
            "số lượng",
        ),
    ),
    (
        Kind.LINK,
        (
            "bad/invalid/incorrect/wrong/malformed/broken/missing/unsupported link/links/url/username",
            "link/url ... invalid/incorrect/wrong/required/missing/valid/format/supported/empty",
            "error link",
            "неверная/некорректная/неправильная ссылка",
            "ссылка/ссылку",
            "geçersiz link/bağlantı",
            "enlace/lien ... inválido/invalido/invalide",
        ),
    ),
    (Kind.CANCEL, ("cancel/cancels/canceled/cancelled/canceling/cancelling/cancellation",)),
    (
        Kind.REFILL,
        ("refill/refills/refilled/refilling", "order is/was not completed", "order not completed"),
    ),
    (
        Kind.ORDER,
        (
            "order/orders id/ids",
            "incorrect/invalid/unknown/wrong/no such/missing order/orders",
            "order/orders ... not found/exist/exists/yours/belong",
            "order/orders ... does not/doesnt exist/belong",
            "no order/orders found",
            "заказ/заказы ... найден/найдены/существует",
            "sipariş ... bulunamadı",
            "orden/pedido ... no/não",
            "pesanan ... tidak",
            "đơn hàng ... không",
        ),
    ),
    (
        Kind.PARAMS,
        (
            "incorrect/invalid/bad/wrong/missing/empty/malformed request/parameter/parameters/params/param",
            "incorrect/invalid/bad/wrong/missing/empty/malformed input/inputs/data/field/fields/value/format",
            "missing ... parameter/parameters/field/fields/data",
            "required parameter/parameters/field/fields/data",
            "is/are required",
            "fill in",
            "comment/comments field",
            "invalid/incorrect/wrong interval/runs/comment/comments/username/usernames/hashtag/hashtags",
            "invalid/incorrect/wrong answer/country/expiry/delay/posts/groups/keywords",
            "error comment/comments/schedule/runs/interval",
            "validation",
            "given data was invalid",
            "must be",
            "must not be",
            "not valid",
            "parameter/parameters",
        ),
    ),
    (
        Kind.VAGUE,
        (
            "try again",
            "internal/server/unknown error",
            "error occurred/occured",
            "something went/is wrong",
            "unexpected",
            "timeout/timedout",
            "timed out",
            "exception",
            "stack trace",
            "bad gateway",
            "sqlstate",
            "curl",
            "deadlock",
            "connection refused/reset/failed/error",
            "provider/upstream error/failed",
            "already exists/processed/submitted/placed/created",
            "duplicate request/transaction",
            "undefined/syntax/fatal/database/db/query/network error/property/variable/index",
            "cannot read",
            "call to undefined/a",
            "array offset",
            "trying to get property",
            "is not defined",
        ),
    ),
)
"""Texts of refusals, and what they are about. The first that fits decides."""

NEGATIONS = frozenset(
    {"not", "no", "cannot", "cant", "unable", "disabled", "expired", "over", "already", "denied", "failed"}
    | {"invalid", "incorrect", "unavailable", "rejected", "refused", "unknown", "wrong", "missing", "bad"}
    | {"unsupported", "insufficient", "too", "must", "required", "less", "inactive", "suspended", "banned"}
    | {"unauthenticated", "unauthorized", "forbidden", "maintenance", "exceeded", "hidden", "private"}
)
"""One of these makes a message that nothing marks as an error a refusal ..."""

AFFIRMATIONS = frozenset(
    {"success", "successful", "successfully", "created", "placed", "accepted", "thank", "thanks"}
)
"""... unless one of these stands beside it."""
