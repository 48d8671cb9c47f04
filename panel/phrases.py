"""How panels' words are written down as phrases, and the phrases that prove nothing.

A phrase is a row of words that stand together in the text; `...` leaves room
for others, `a/b` means one of the two and `a*` any ending. Case, accents and
punctuation do not count, and `neworder.error.not_enough_funds` is read as its
words. In scripts that put no blanks between words the parts of a phrase stand
anywhere, one after the other.

HTTP codes and error numbers are in no phrase: panels use one number for several
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


VAGUE_ANYWHERE = (
    "provider/supplier/upstream/vendor/reseller",
    "third party",
    "took too long",
    "time out/outs",
    "no response/reply/answer",
    "not respond/responding/responded",
    "being processed/created/placed/checked",
    "under/manual review",
    "quantity/price/link ... updated/reduced/adjusted/changed/corrected",
    "database/mysql/sql/sqlstate/redis/cache/socket/cron/worker/deadlock",
    "temporarily unavailable",
    "temporary unavailable/error/problem/failure",
    "was/were/been/is/are charged/deducted/debited",
    "amount charged/deducted/debited",
    "duplicate/identical order/orders/request/transaction/submission",
    "order/request/transaction duplicate/duplicated",
    "same request",
    "request ... in progress",
    "order/request ... already exists/processed/submitted/placed/created/received/accepted",
)
"""A text with one of these may be about an order that exists, whatever else it says."""

MADE = (
    "order/orders/request/purchase ... created/placed/accepted/queued/received/registered",
    "order/orders/request/purchase ... saved/added/submitted",
    "заказ/заявка ... создан*/принят*/размещен*/оформлен*/добавлен*",
    "pedido/orden/compra/solicitud ... creado/creada/criado/criada/realizado",
    "pedido/orden/compra/solicitud ... recibido/recebido/aceptado/aceito",
    "commande ... creee/enregistree/acceptee/passee/recue",
    "bestellung/auftrag ... erstellt/angelegt/angenommen/erhalten",
    "ordine ... creato/ricevuto/accettato",
    "sipariş/siparişiniz ... oluşturuldu/alındı/verildi",
    "pesanan/order ... dibuat/diterima/berhasil",
    "đơn ... đã ... tạo/nhận/đặt",
    "订单 已创建",
    "订单 成功",
    "订单 已提交",
    "注文 受け付け",
    "주문 접수",
    "주문 생성",
    "الطلب ... تم*/انشاؤه/استلام*",
)
"""An order was made, so the rest of the text is no refusal of it; unless a word of NOT stands there."""

NOT = frozenset(
    {"not", "cannot", "cant", "couldnt", "wasnt", "isnt", "wont", "didnt", "never", "no", "unable", "failed"}
    | {"before", "until", "unless", "already", "be", "не", "нельзя", "nao", "non", "nicht", "ne", "pas"}
    | {"tidak", "gagal", "belum", "khong", "chua", "لا", "لم"}
)
"""Words in or before a phrase of MADE that take it back: "order was not created"."""

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

TAKEN_NOTE = AFFIRMATIONS | frozenset(
    {"sent", "requested", "submitted", "received", "queued", "scheduled", "marked", "added", "approved", "ok"}
    | {"initiated", "started", "registered", "refilled", "canceled", "cancelled", "refilling", "processing"}
)
"""One of these says that a refill or cancel was taken note of ..."""

NOT_YET = frozenset(
    {
        "will",
        "available",
        "only",
        "until",
        "wait",
        "can",
        "may",
        "when",
        "after",
        "before",
        "later",
        "nothing",
    }
    | {"impossible", "ineligible", "never"}
)
"""... unless one of these puts it off: "refill will be available in 12 hours"."""
