"""Tables of the phrases panels refuse with, and the judgement of a refusal's kind.

A phrase is a row of words that stand together in the text; `...` leaves room for
others, `a/b` means either word and `a*` any ending. Case, accents and punctuation do
not count, and `neworder.error.not_enough_funds` is read as its words. In scripts
without blanks between words, the parts of a phrase may stand anywhere in this order.

No phrase holds HTTP codes or error numbers: panels use one number for several
meanings, 113 for "no funds" and for "you have an active order with this link".
"""

import html
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from shop.heard import as_words
from shop.replies import RefillRefusal, Refusal


class Kind(StrEnum):
    """The subject of a refusal."""

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
    VAGUE = "vague"  # proves nothing, so reconciliation must decide
    OTHER = "other"

    @property
    def refusal(self) -> Refusal:
        """The shop's name for this kind."""
        return Refusal(self.value) if self.value in set(Refusal) else Refusal.OTHER


ABOUT_ORDERS_THAT_EXIST = frozenset({Kind.ORDER, Kind.REFILL, Kind.CANCEL})
"""No objections to a new order: whatever else such a text says, it proves nothing of one."""

VAGUE_ANYWHERE = (
    "provider/supplier/upstream/vendor/reseller/providers/suppliers/vendors/resellers",
    "провайдер*/поставщик*/постачальник*",
    "proveedor/proveedores/fornecedor/fornecedores/fournisseur/fournisseurs/fornitore/fornitori",
    "anbieter/anbieters/lieferant/lieferanten/leverancier/dostawca/dostawcy/furnizor/furnizorul",
    "sağlayıcı*/tedarikçi*",
    "nhà cung cấp",
    "nguồn",
    "penyedia/pemasok",
    "saldo/server/panel/api pusat",
    "saldo server/admin/owner",
    "供应商",
    "供應商",
    "供货商",
    "供貨商",
    "上游",
    "上级",
    "上級",
    "上家",
    "渠道",
    "对接",
    "對接",
    "货源",
    "貨源",
    "供給元",
    "仕入先",
    "プロバイダ",
    "공급업체",
    "공급자",
    "공급사",
    "본사",
    "المزود/مزود/المورد/للمزود/المصدر/للمصدر",
    "پنل/سایت/سرور اصلی/مادر",
    "источник*/партнер*/партнёр*",
    "у админ*/владельц*",
    "kaynak/üst panel*/site*/sunucu*",
    "our/admin/admins/owner/owners/seller/sellers/master balance/fund/funds/credit/credits",
    "admin/owner/seller has/have no/not/insufficient/low",
    "third party",
    "основн*/главн* панел*/сервер*/сайт*",
    "ana panel*/sunucu*/site*",
    "panel/servidor/site/sitio/serveur principal",
    "主站",
    "总站",
    "took too long",
    "time out/outs",
    "timeout/timeouts/timedout",
    "timed out",
    "at/from/by the/our/their source/origin/parent/partner",
    "at/from/by source",
    "no response/reply/answer",
    "not respond/responding/responded",
    "being processed/created/placed/checked/reviewed/verified/handled/delivered",
    "order/request/purchase will start/begin/run/continue/resume/wait",
    "order/request/purchase will be processed/started/sent/placed/delivered/completed/executed",
    "under/manual review",
    "quantity/price/link ... updated/reduced/adjusted/changed/corrected",
    "quantity was/has/been lowered/raised/increased/decreased/rounded/capped",
    "replaced/substituted by/with",
    "partially/partial accepted/placed",
    "accepted/placed partially",
    "database/mysql/sql/sqlstate/redis/cache/socket/cron/worker/deadlock",
    "temporarily unavailable",
    "temporary unavailable/error/problem/failure",
    "was/were/been/is/are charged/deducted/debited",
    "after debit/debiting/charge/charging/deduction/deducting",
    "amount charged/deducted/debited",
    "duplicate/identical order/orders/request/transaction/submission",
    "order/request/transaction duplicate/duplicated",
    "same request",
    "request ... in progress",
    "order/request ... already exists/processed/submitted/placed/created/received/accepted",
    "remote/external/source/parent/main/partner/origin/child/sub panel/server/api/site/order",
    "api/panel/server ... returned/responded/answered/replied",
    "returned error/an",
    "error from",
    "lock wait",
    "idempotency ... reused/used/mismatch/conflict",
)
"""A text with one of these may be about an existing order, whatever else it says."""

MADE = (
    "order/orders/request/purchase ... created/placed/accepted/queued/received/registered",
    "order/orders/request/purchase ... saved/added/submitted/reserved/executed/generated",
    "order/orders/request/purchase pending/waiting/awaiting/held/scheduled/sent",
    "order/orders/request/purchase is/was/has/been pending/waiting/awaiting/held/scheduled/sent",
    "order/request/purchase ... is/was/been/put/goes in/into/on queue/progress/line/hold",
    "order/request/purchase on hold",
    "got/have your/the order/request",
    "order/orders/request ... merged/combined/split/divided/joined",
    "merged/combined/split/joined ... order/orders",
    "quantity ... split/divided into/in/to",
    "saved/created/placed/received/registered/queued/accepted your/the/an order/request/purchase",
    "balance/amount/funds/payment/money/credits deducted/debited/withdrawn/reserved/taken",
    "deducted/debited/withdrawn/taken ... balance/account/wallet",
    "charged ... from/to your/the balance/account/wallet/card",
    "transaction/task/job/record ... created/saved/stored/inserted/recorded",
    "заказ/заявка ... создан*/принят*/размещен*/оформлен*/добавлен*/поставлен*/отправлен*/сохранен*",
    "замовлення ... створен*/прийнят*/розміщен*/оформлен*/додан*/надіслан*/збережен*",
    "поръчка* ... създаден*/приет*/получен*/изпратен*",
    "pedido/orden/ordem/compra/solicitud ... efetuado/efetuada/efectuado/efectuada/hecho/hecha/feito/feita",
    "ordem ... criada/registrada/recebida/aceita/enviada",
    "pedido/orden/compra/solicitud ... creado/creada/criado/criada/realizado/registrado/registrada",
    "pedido/orden/compra/solicitud ... recibido/recebido/aceptado/aceito/enviado/cola/fila",
    "commande ... creee/enregistree/acceptee/passee/recue/attente/prise",
    "votre commande est en cours/attente/file",
    "bestellung/auftrag ... bearbeitet/bearbeitung/warteschlange",
    "bestellung/auftrag ... erstellt/angelegt/angenommen/erhalten/aufgenommen/eingegangen",
    "bestellung/auftrag ... aufgegeben/platziert/gespeichert/ausgeführt",
    "bestelling ... geplaatst/aangemaakt/ontvangen/opgeslagen/geaccepteerd",
    "beställningen/ordern ... skapats/mottagits/lagts/sparats",
    "ordren/bestillingen ... oprettet/modtaget/gemt/opprettet/mottatt/lagret",
    "ordine ... effettuato/inviato/confermato/salvato",
    "ordine ... creato/ricevuto/accettato/registrato/inserito/preso/coda",
    "zamówienie ... kolejce/realizacji/przetwarzane",
    "zamówienie ... przyjęte/utworzone/złożone/zapisane/dodane",
    "objednávka ... vytvořena/přijata/odeslána/vytvorená/prijatá/odoslaná",
    "rendelés/rendelése/rendelésed ... létrejött/rögzítve/elfogadva/fogadva",
    "narudžba/narudžbina/porudžbina ... kreirana/primljena/poslata/poslana",
    "comanda/comenzii ... plasată/creată/primită/înregistrată/salvată",
    "παραγγελία ... καταχωρήθηκε/δημιουργήθηκε/ελήφθη",
    "הזמנה/ההזמנה/הזמנתך ... התקבלה/נוצרה/בוצעה/נשמרה",
    "order/request/purchase in moderation",
    "заказ/заявка на модерации/проверке",
    "деньги/средства/сумма/оплата списан*/снят*/удержан*",
    "списан*/снят* ... баланса/баланс/счета",
    "баланса/счета списан*/снят*",
    "saldo/importe/monto/dinero/valor/montante ... descontado/debitado/cobrado",
    "descontó/debitó/cobró ... saldo/importe/monto/dinero",
    "montant/solde ... débité/prélevé",
    "guthaben/betrag ... abgebucht/abgezogen/belastet",
    "importo/saldo/credito ... addebitato/scalato",
    "bakiyeden/bakiyenizden/bakiyeniz düşüldü/çekildi/kesildi",
    "tutar/ücret/ödeme tahsil/çekildi/kesildi edildi",
    "tutar/ücret/ödeme çekildi/kesildi",
    "saldo ... dipotong/terpotong/dikurangi",
    "đã trừ",
    "تم خصم",
    "کسر شد/شده",
    "balansdan/hisobdan/pul yechildi",
    "已扣款",
    "已扣除",
    "已扣费",
    "引き落とされました",
    "차감되었",
    "차감됐",
    "หักเงินแล้ว",
    "заказ/заявка в очереди/ожидании",
    "заказ/заявка ожидает/ждет/отложен*/приостановлен*/удержан*",
    "заказ/заявка на удержании/паузе",
    "замовлення в/у/на черзі/очікуванні/паузі",
    "замовлення очікує/відкладен*/призупинен*",
    "pedido/orden/ordem/compra ... espera/aguardando/pausado/pausada/retenido/retido",
    "pedido/orden/ordem/compra ... pendiente/pendente de pago/pagamento/saldo/fondos/fundos",
    "ordine in attesa/sospeso/pausa",
    "ordine è in attesa/sospeso/pausa",
    "bestellung/auftrag wartet/pausiert/ausstehend/zurückgestellt",
    "bestellung/auftrag ist/wurde pausiert/ausstehend/zurückgestellt",
    "zamówienie oczekuje/wstrzymane/zawieszone",
    "zamówienie zostało wstrzymane/zawieszone",
    "sipariş*/siparişiniz beklemede/bekliyor/bekletiliyor/askıda/askıya",
    "pesanan/order/orderan tertunda/ditunda/menunggu/ditahan",
    "pesanan/order/orderan anda/kamu tertunda/ditunda/menunggu/ditahan",
    "đơn ... chờ/treo",
    "الطلب/طلبك/طلبكم قيد/معلق/بانتظار",
    "سفارش شما/تان در صف/انتظار",
    "سفارش شما/تان معلق/منتظر",
    "ऑर्डर लंबित/प्रतीक्षा/होल्ड/कतार",
    "ऑर्डर में/पर प्रतीक्षा/होल्ड/कतार",
    "buyurtma/buyurtmangiz navbatda/kutilmoqda/kutmoqda/kutyapti",
    "order ... natanggap/nagawa/nailagay",
    "sifariş/sifarişiniz ... edildi/alındı/yaradıldı/göndərildi",
    "buyurtma/buyurtmangiz ... qilindi/yaratildi/joylandi/yuborildi",
    "sipariş/siparişiniz ... oluşturuldu/alındı/verildi/kaydedildi/sıraya/gönderildi",
    "pesanan/order/orderan ... sudah/telah/berhasil masuk/dibuat/diterima/terkirim/tersimpan/disimpan",
    "pesanan/order ... dibuat/diterima/berhasil/antrian/antrean/diproses/disimpan",
    "đơn ... đã/đang ... tạo/nhận/đặt/lưu/xử",
    "订单 已创建",
    "订单 等待",
    "订单 排队",
    "订单 已挂起",
    "订单 成功",
    "订单 已提交",
    "订单 已保存",
    "订单 已生成",
    "下单成功",
    "下單成功",
    "订单 处理中",
    "订单 正在",
    "訂單 已建立",
    "訂單 等待",
    "訂單 排隊",
    "訂單 已成立",
    "訂單 已提交",
    "訂單 已儲存",
    "訂單 成功",
    "訂單 正在",
    "訂單 處理中",
    "注文 受け付け",
    "注文 処理中",
    "注文 登録",
    "注文 作成",
    "注文 保留",
    "注文 承り",
    "注文 完了",
    "주문 접수",
    "주문 생성",
    "주문 처리",
    "주문 등록",
    "주문 대기",
    "주문 보류",
    "주문 완료",
    "รับ คำสั่งซื้อ แล้ว",
    "สั่งซื้อสำเร็จ",
    "คำสั่งซื้อถูกสร้าง",
    "คำสั่งซื้อรอ",
    "الطلب ... تم*/انشاؤه/استلام*",
    "تم ... طلبك/طلبكم/الطلب",
    "سفارش ... ثبت شد/شده",
    "ऑर्डर ... बनाया/प्राप्त/स्वीकार/दर्ज",
)
"""An order was made, so the text does not refuse it, unless it also holds a word of NOT."""

NOT = frozenset(
    {"not", "cannot", "cant", "couldnt", "wasnt", "isnt", "wont", "didnt", "never", "no", "unable", "failed"}
    | {"before", "until", "unless", "already", "be", "не", "нельзя", "nao", "non", "nicht", "ne", "pas"}
    | {"tidak", "gagal", "belum", "khong", "chua", "لا", "لم", "nie", "नहीं", "niet", "inte", "ej", "ikke"}
    | {"nebyla", "nebola", "nem", "nije", "δεν", "לא"}
)
"""Words in or before a phrase of MADE that negate it: "order was not created"."""

NOT_BESIDE = {
    "nu": "comanda/comenzii",
    "hindi": "natanggap/nagawa/nailagay",
    "rədd": "sifariş/sifarişiniz",
    "ləğv": "sifariş/sifarişiniz",
    "rad": "buyurtma/buyurtmangiz",
    "bekor": "buyurtma/buyurtmangiz",
}
"""The same for phrases with one of these words: elsewhere "nu" is Dutch for now, and Vietnamese for women."""

NOT_BEFORE = ("ไม่",)
NOT_BEHIND = (
    *("실패", "에 실패", "할 수 없", "될 수 없", "하지 못", "하지 않", "되지 못", "되지 않", "불가"),
    *("できません", "できない", "できなかった", "に失敗", "失敗", "されません", "されていません"),
)
"""The same where words have no blanks between them: right before a phrase, and right behind one."""

ORDERS_IN_MAINTENANCE = (
    "order/orders/request/requests/purchase/purchases",
    "заказ*/заявк*/замовлен*",
    "pedido/pedidos/orden/ordenes/solicitud/solicitação/compra/compras",
    "commande/commandes",
    "bestellung/bestellungen/auftrag/aufträge",
    "ordine/ordini",
    "bestelling*",
    "zamówieni*",
    "sipariş*",
    "pesanan/pesananmu/order/orderan",
    "đơn",
    "buyurtma*",
    "订单",
    "訂單",
    "注文",
    "주문",
    "คำสั่งซื้อ",
    "الطلب/طلبك/طلبكم/طلب/الطلبات/طلبات",
    "سفارش*",
    "ऑर्डर",
    "অর্ডার",
    "הזמנה/הזמנות/הזמנתך",
)
"""A text about maintenance that speaks of orders may tell of one that is kept till it is over ..."""

CLOSED_TO_ORDERS = frozenset(
    {"not", "cannot", "cant", "couldnt", "wont", "no", "unable", "disabled", "unavailable", "closed"}
    | {"stopped", "suspended", "rejected", "refused", "denied", "declined", "impossible"}
    | {"не", "нельзя", "невозможно", "нет", "não", "non", "nicht", "pas", "niet", "nie", "ne", "tidak"}
    | {"belum", "không", "chưa", "لا", "لم", "नहीं", "alınmıyor", "verilemez", "kapalı"}
)
"""... unless one of these says that none are taken."""

CLOSED_UNSPACED = (
    *("无法", "不能", "不可", "暂停", "停止", "無法", "暫停", "できません", "できない"),
    *("할 수 없", "불가", "중단", "ไม่"),
)
"""The same where words have no blanks between them."""

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
"""A text that begins like this may hide anything, even an order that was created."""

NEGATIONS = frozenset(
    {"not", "no", "cannot", "cant", "unable", "disabled", "expired", "over", "already", "denied", "failed"}
    | {"invalid", "incorrect", "unavailable", "rejected", "refused", "unknown", "wrong", "missing", "bad"}
    | {"unsupported", "insufficient", "too", "must", "required", "less", "inactive", "suspended", "banned"}
    | {"unauthenticated", "unauthorized", "forbidden", "maintenance", "exceeded", "hidden", "private"}
    | {"nothing", "never", "impossible", "ineligible"}
)
"""One of these turns a message that nothing marks as an error into a refusal ..."""

DENIALS_ELSEWHERE = (
    "нельзя/невозможн*/недоступ*/отклонен*/отказан*/запрещен*/недостаточно/неверн*",
    "не может/могут/удалось/возможно/поддерживается/разрешен*/доступ*/найден*",
    "неможлив*/недоступн*/відхилен*/відмовлен*/недостатньо",
    "edilemez/yapılamaz/edilemedi/yapılamadı/reddedildi/başarısız/geçersiz/yetersiz",
    "mümkün/yeterli değil",
    "tidak dapat/bisa/tersedia/valid/ditemukan/boleh/mencukupi/cukup",
    "gagal/ditolak",
    "no se puede/pudo",
    "no es/está posible/disponible/permitido/válido",
    "não permitido/disponível/possível/pode/foi",
    "não é permitido/possível/válido",
    "rechazado/rechazada/rejeitado/rejeitada/denegado/denegada/negado/recusado/recusada",
    "imposible/impossível/indisponível/inválido/inválida/insuficiente/insuficientes",
    "refusé/refusée/insuffisant/insuffisants/invalide",
    "nest pas",
    "ne peut",
    "nicht möglich/verfügbar/erlaubt/gefunden/gültig/genug/genügend",
    "abgelehnt/fehlgeschlagen/ungültig/ungültiger",
    "non possibile/disponibile/valido/può",
    "rifiutato/rifiutata/impossibile/insufficiente",
    "nie można/udało",
    "odrzucone/odrzucona/odrzucony/niemożliwe",
    "không thể/được/hợp/đủ",
    "thất bại",
    "từ chối",
    "لا يمكن/يوجد",
    "تم رفض",
    "غير ممكن/متاح/كاف/كافي/صالح/مسموح",
    "نیست/ندارد/نشد",
    *("无法", "不能", "不可", "失败", "不足", "拒绝", "无效", "無法", "失敗", "無效"),
    *("できません", "할 수 없", "불가", "실패", "부족", "ไม่สามารถ", "ไม่เพียงพอ"),
)
"""... and these do so in other languages, unless one of TAKEN_ELSEWHERE stands before it ..."""

TAKEN_ELSEWHERE = (
    "заявка/запрос ... принят*/отправлен*/создан*",
    "запит/заявку ... прийнят*/надіслан*/створен*",
    "talebi/talebiniz/talep ... alındı/iletildi/gönderildi/oluşturuldu",
    "permintaan ... diterima/berhasil/dikirim/terkirim",
    "solicitud ... enviada/recibida/aceptada/registrada",
    "solicitação ... enviada/recebida/aceita/registrada",
    "demande ... acceptée/envoyée/enregistrée/reçue",
    "anfrage/antrag ... gesendet/angenommen/erhalten",
    "richiesta ... inviata/accettata/ricevuta",
    "yêu cầu ... đã được",
    "申请 已提交",
    "请求 已提交",
    "申請 已提交",
)
"""A request was taken: "Заявка принята, отменить её нельзя" does not refuse it."""

AFFIRMATIONS = frozenset(
    {"success", "successful", "successfully", "created", "placed", "accepted", "thank", "thanks"}
)
"""... unless one of these is beside it."""

TAKEN_NOTE = AFFIRMATIONS | frozenset(
    {"sent", "requested", "submitted", "received", "queued", "scheduled", "marked", "added", "approved", "ok"}
    | {"initiated", "started", "registered", "refilled", "canceled", "cancelled", "refilling", "processing"}
)
"""One of these says that a refill or cancel was noted ..."""

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
"""... unless one of these postpones it: "refill will be available in 12 hours"."""


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
        ),
    ),
    (
        Kind.MAINTENANCE,
        ("maintenance",),
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
            "not support/supported/allowed/available ... dripfeed",
            "not support/supported/allowed/available ... drip feed",
            "dripfeed ... not/disabled/unavailable/invalid/required/must",
            "drip feed ... not/disabled/unavailable/invalid/required/must",
            "no/invalid/incorrect dripfeed",
            "required parameter ... request id",
            "idempotency ... required/missing",
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
            "incorrect/invalid/unknown/unsupported/undefined/wrong action/actions/method/endpoint",
            "no action/actions/method/endpoint specified/given/provided/set/found",
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
        ),
    ),
    (
        Kind.FUNDS,
        (
            "enough fund/funds/balance/money/credit/credits/cash",
            "enough ... fund/funds/balance/money/credit/credits",
            "insufficient/unsufficient/inadequate fund/funds/balance/money/credit/credits/amount",
            "insufficient/unsufficient ... fund/funds/balance/credit/credits/money",
            "not sufficient",
            "low balance/fund/funds/credit/credits",
            "lack of fund/funds/balance/credit/money",
            "balance is/are/was/seems too/low/insufficient/not/empty/less/zero/negative/exhausted/0",
            "balance too/low/insufficient/not/empty/less/exhausted/exceeded",
            "balance ... insufficient/exhausted/negative",
            "balance ... not/isnt enough/sufficient",
            "fund/funds/credit/credits ... insufficient/low/exhausted/exceeded",
            "out of fund/funds/credit/credits/balance/money",
            "no/zero/negative/minimum fund/funds/balance/credit/credits/money",
            "exceed/exceeds/exceeded/exceeding ... balance/credit/credits/fund/funds",
            "credit/spending/debt limit",
            "overdraft",
            "fund your/the/my account/wallet/balance",
            "deposit to continue",
            "insufficient wallet",
            "err/error funds/balance",
            "add/deposit/load/reload ... fund/funds/money/credit/credits/balance",
            "top up",
            "topup",
            "recharge",
            "refill/reload/charge your/the/my account/balance/wallet",
            "payment required",
            "cannot/cant afford",
            "wallet is/too/balance ... low/empty/insufficient/not",
        ),
    ),
    (
        Kind.DUPLICATE_LINK,
        (
            "link/url duplicate/duplicated",
            "duplicate/duplicated/same/identical link/url",
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
        ),
    ),
    (
        Kind.QUANTITY,
        (
            "quantity ... less/more/must/min/max/minimum/maximum/minimal/maximal",
            "quantity ... invalid/incorrect/wrong/between",
            "quantity ... out/limit/limits/greater/lower/higher",
            "quantity ... exceed/exceeds/exceeded/not/too/below/above/range",
            "quantity ... multiple/integer/number/numeric/required/missing",
            "quantity ... allowed/zero/small/large/low/high/big",
            "invalid/incorrect/wrong/bad/missing/least/error/valid quantity",
            "minimum/maximum/min/max/minimal/maximal quantity",
            "min/max/minimum/maximum/minimal/maximal order/amount/is/limit",
            "less than min/minimum/minimal",
            "more/greater than max/maximum/maximal",
            "below/above the minimum/maximum",
            "out of bounds",
            "error increment",
        ),
    ),
    (
        Kind.LINK,
        (
            "bad/invalid/incorrect/wrong/malformed/broken/missing/unsupported link/links/url/username",
            "link/links/url ... invalid/incorrect/wrong/required/missing/unsupported/empty/malformed/broken",
            "link/links/url not",
            "link/links/url is/are/was/does/do not",
            "link/url isnt/cant/doesnt",
            "link/url must",
            "valid link/url",
            "link/url format",
            "error link",
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
            "no such order/orders",
            "order/orders ... not found/exist/exists/yours/belong",
            "order/orders ... does not exist/belong",
            "order/orders ... doesnt/dont exist/belong",
            "order/orders isnt/arent yours/found",
            "no order/orders found",
        ),
    ),
    (
        Kind.PARAMS,
        (
            "incorrect/invalid/bad/wrong/missing/empty/malformed request/parameter/parameters/params/param",
            "incorrect/invalid/bad/wrong/missing/empty/malformed input/inputs/data/field/fields/value/format",
            "missing ... parameter/parameters/field/fields/data",
            "required parameter/parameters/field/fields/data",
            "field/fields/parameter/parameters/value/data is/are required",
            "link/url/service/quantity/comment/comments/username/usernames is/are required",
            "keywords/runs/interval is/are required",
            "hashtags/hashtag/groups/country/answer_number/min/max/posts/delay/type is/are required",
            "fill in",
            "comment/comments field",
            "invalid/incorrect/wrong interval/runs/comment/comments/username/usernames/hashtag/hashtags",
            "invalid/incorrect/wrong answer/country/expiry/delay/posts/groups/keywords",
            "error comment/comments/schedule/runs/interval",
            "validation error/errors/failed/exception/failure",
            "given data was invalid",
            "field/value/runs/interval/comments/username/delay/posts/number must",
            "must be a/an/at/in/between/greater/less/numeric/integer/string/valid/unique",
            "must not be empty/blank",
            "not valid",
            "not a number/valid",
            "parameter/parameters",
        ),
    ),
    (Kind.ORDER, ("incorrect/invalid/unknown/wrong/missing order/orders",)),
    (
        Kind.VAGUE,
        (
            "try again",
            "retry",
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
            "undefined/syntax/fatal/database/db/query/network error/property/variable/index",
            "cannot read",
            "call to undefined/a",
            "array offset",
            "trying to get property",
            "is not defined",
        ),
    ),
)
"""Refusal texts by kind. The first match decides."""


# The first match decides: "the refill period has already expired" is over, and "not available for this
# service until the order is completed" is only too early.
REFILL_REFUSALS: tuple[tuple[RefillRefusal, tuple[str, ...]], ...] = (
    (
        RefillRefusal.OVER,
        (
            "days/period/time/window/guarantee/warranty is/are/was/has/have over/expired/ended/passed",
            "days/period/time/window/guarantee/warranty ... has/have already expired/ended/passed",
            "days/period/time/window/guarantee/warranty expired/ended/exceeded",
            "refill/refills is/was/has/have expired/over/ended",
            "refill expired",
            "срок ... истек/истёк/закончился/прошел/прошёл",
        ),
    ),
    (
        RefillRefusal.NOT_YET,
        (
            "yet/until/wait/hour/hours/later/already/after/before",
            "order/orders ... not completed/complete/finished",
            "pending/active/running refill/refills",
            "уже/подождите/час/часа/часов/позже",
        ),
    ),
    (
        RefillRefusal.SERVICE,
        (
            "refill/refills/refilling ... disabled/not/unavailable/no/never/cannot/off ... service/services",
            "service/services ... not/no/without/never/doesnt/isnt ... refill/refills/refilled/refillable",
            "no/without refill/refills ... service/services",
            "рефил*/восстановлен*/докрутк* ... недоступ*/отключ*/запрещ* ... услуг*/сервис*",
        ),
    ),
)
"""Why a refill is refused: for its service, for good, or for now."""


TONGUES: dict[Kind, tuple[str, ...]] = {
    Kind.THROTTLED: (
        "слишком много запросов",
        "çok fazla istek",
        "demasiadas solicitudes/peticiones",
        "muitas solicitações/requisições",
        "trop de requêtes/demandes",
        "zu viele anfragen",
        "troppe richieste",
        "terlalu banyak permintaan",
        "quá nhiều yêu cầu",
        "请求 过于频繁",
        "请求 太频繁",
        "請求 過於頻繁",
        "操作 频繁",
        "リクエスト 多すぎ",
        "요청 너무 많",
        "طلبات كثيرة",
    ),
    Kind.MAINTENANCE: (
        "bakımda/bakımdadır/bakımdayız",
        "bakım çalışma*/modu*/aşamasında/nedeniyle/sebebiyle",
        "bảo trì/dưỡng",
        "техническ*/профилактическ*/регламентн* работ*/обслуживан*",
        "техобслуживан*/техработ*",
        "на обслуживании",
        "технічн*/профілактичн* робот*/обслуговуван*",
        "manutenção",
        "mantenimiento",
        "manutenzione",
        "wartung/wartungsarbeiten/wartungsmodus/wartungspause",
        "onderhoud/onderhoudswerkzaamheden",
        "konserwacj*/konserwacyjn*",
        "prace/prac/przerwa/przerwy techniczn*",
        "mentenanță/mentenanța",
        "pemeliharaan",
        "penyelenggaraan",
        "texnik* ishlar*",
        "texniki iş*/xidmət*",
        "συντήρηση/συντήρησης",
        "系统 维护",
        "系統 維護",
        "服务器 维护",
        "伺服器 維護",
        "正在 维护",
        "正在 維護",
        "維護中",
        "维护中",
        "停机 维护",
        "停機 維護",
        "メンテナンス",
        "保守作業",
        "점검 중",
        "서버 점검",
        "시스템 점검",
        "정기 점검",
        "ปิดปรับปรุง",
        "บำรุงรักษา",
        "صيانة/الصيانة/للصيانة/بالصيانة",
        "تعمیر و نگهداری",
        "در حال تعمیر*",
        "रखरखाव",
        "অনুরক্ষণ/রক্ষণাবেক্ষণ*",
        "תחזוקה",
    ),
    Kind.AUTH: (
        "неверный/неправильный/недействительный ключ/api",
        "ключ ... неверный/неверен/недействителен",
        "аккаунт/пользователь ... заблокирован*/отключен*",
        "доступ запрещен",
        "api anahtar*",
        "hesab* ... askıya/engellen*/yasakl*",
        "clave/chave/clé ... api",
        "api ... salah/inválida/inválido/invalide/geçersiz/hatalı/ungültig/errata/non",
        "conta/cuenta ... suspensa/suspendida/bloqueada/inativa/inactiva",
        "ungültiger api",
        "chiave api",
        "khóa api",
        "akun ... diblokir/ditangguhkan/dinonaktifkan",
        "kalit ... xato/noto",
        "密钥 无效",
        "密钥 错误",
        "密鑰 無效",
        "密鑰 錯誤",
        "key 错误",
        "账号 封禁",
        "账户 冻结",
        "apiキー 無効",
        "apiキー 正しく",
        "api 키 유효하지",
        "api 키 잘못",
        "مفتاح ... غير/خاطئ/ليس",
    ),
    Kind.FUNDS: (
        "düşük bütçe/bakiye",
        "yetersiz bakiye/kredi/bütçe",
        "bakiye* ... yetersiz*/düşük/yok/yetmiyor/yeterli",
        "недостаточно средств/денег/баланса/кредитов",
        "недостаточно ... средств/баланс/балансе/денег/счете/счету",
        "не хватает/хватило/достаточно средств/денег/баланса",
        "средств ... недостаточно",
        "пополните/пополнить ... баланс/счет",
        "нет/мало средств/денег",
        "недостатньо коштів/грошей/баланс*",
        "поповніть рахунок/баланс",
        "қаражат жеткіліксіз",
        "saldo/fondos/fundos/crédito/credito insuficiente/insuficientes",
        "fondi/credito/saldo insufficiente/insufficienti",
        "saldo ... não/no ... suficiente",
        "sem/sin saldo/fondos/fundos/crédito",
        "no tiene/tienes/hay ... suficiente/suficientes",
        "não tem/possui/há ... suficiente/suficientes",
        "saldo ... insuficiente/baixo/bajo/agotado/insufficiente",
        "recargue/recarga/recarregue su/tu/seu/sua saldo/cuenta/conta",
        "adicione/agregue/anada saldo/fondos/fundos",
        "saldo ... tidak/kurang/habis/mencukupi",
        "dana tidak cukup/mencukupi",
        "baki ... tidak/kurang",
        "isi ulang saldo",
        "solde/fonds/crédit/balance ... insuffisant/insuffisants/insuffisante",
        "pas assez/suffisamment de/d fonds/argent/solde/crédit/crédits",
        "rechargez votre compte/solde",
        "guthaben ... aus/nicht/niedrig/gering/erschöpft/ausreichend/ungenügend",
        "nicht genug/genügend/ausreichend guthaben/geld/credits",
        "unzureichendes guthaben",
        "unzureichende mittel",
        "onvoldoende saldo/tegoed",
        "otillräckligt/otillräckliga saldo/medel",
        "ikke nok midler/penge/saldo",
        "utilstrekkelig/utilstrækkelig saldo",
        "nincs elég/elegendő egyenleg/pénz",
        "nedovoljno sredstava",
        "nedostatok/nedostatek sredstv/sredstev/prostředků/prostriedkov",
        "nedostatečný zůstatek",
        "nepakanka lėšų",
        "недостатъчен баланс",
        "недостатъчна наличност",
        "баланс* ... жеткіліксіз",
        "balans* ... kifayət",
        "pondo ... sapat",
        "salio ... halitoshi",
        "salio halitoshi",
        "brak ... środków",
        "niewystarczające/niewystarczająca/za środki/saldo/kwota/mało",
        "nedostatek prostředků",
        "fonduri insuficiente",
        "sold insuficient",
        "ανεπαρκές υπόλοιπο",
        "số dư/tiền ... không/hết",
        "không đủ ... dư/tiền",
        "hết tiền",
        "nạp thêm tiền",
        "mablag* ... yetarli",
        "hisob* ... yetarli",
        "balans* ... yetarli/catmir/yetmir/kifayet",
        "kulang ... balance/pera",
        "الرصيد ... كاف/كافي/غير/لا/منخفض",
        "رصيد/رصيدك/رصيدكم ... كاف/كافي/غير/لا/منخفض/يكفي/منتهي",
        "لا يوجد/يكفي رصيد/الرصيد/رصيدك",
        "موجودی ... کافی/کم/نیست/ندارد",
        "اعتبار ... کافی",
        "بیلنس ... کم/ناکافی/کافی",
        "יתרה ... מספיק/מספקת/נמוכה",
        "אין מספיק כסף/יתרה",
        "बैलेंस ... कम/पर्याप्त/नहीं/अपर्याप्त",
        "अपर्याप्त शेष/राशि/बैलेंस/धनराशि",
        "शेष ... पर्याप्त/अपर्याप्त",
        "অপর্যাপ্ত ব্যালেন্স/তহবিল",
        "ব্যালেন্স ... নেই/কম/পর্যাপ্ত/নয়",
        "余额 不足",
        "餘額 不足",
        "额度 不足",
        "額度 不足",
        "金额 不足",
        "资金 不足",
        "資金 不足",
        "积分 不足",
        "点数 不足",
        "余额 不够",
        "请 充值",
        "請 儲值",
        "账户 欠费",
        "残高 不足",
        "残高 足り",
        "残高が ありません",
        "ポイント 不足",
        "잔액 부족",
        "잔고 부족",
        "포인트 부족",
        "크레딧 부족",
        "충전 해주세요",
        "충전 하세요",
        "충전이 필요",
        "ยอดเงิน ไม่เพียงพอ",
        "ยอดเงิน ไม่พอ",
        "เครดิต ไม่เพียงพอ",
        "เครดิต ไม่พอ",
        "ยอดคงเหลือ ไม่เพียงพอ",
        "เติมเงิน",
    ),
    Kind.DUPLICATE_LINK: (
        "по/с этой/этому/данной/такой ссылке/ссылкой уже",
        "ссылка/ссылке ... активный/активного заказ",
        "bu link/bağlantı için ... aktif/devam/mevcut/zaten",
        "enlace/link ... ya/já tiene/tem/tiene/possui ... pedido/orden",
        "pedido/orden activo/activa/ativo ... enlace/link",
        "commande ... cours ... lien",
        "pesanan aktif ... link",
        "link ... masih/sudah ... pesanan/proses",
        "链接 进行中",
        "链接 未完成",
        "链接 已有订单",
        "링크 진행 중",
        "リンク 進行中",
    ),
    Kind.SERVICE: (
        "сервис/услуга/услуги ... найдена/найден/недоступна/недоступен/отключена/отключен/существует/активна",
        "неверный/неверная/неизвестная/неверный сервис/услуга",
        "servis ... bulunamadı/geçersiz/pasif/kapalı/aktif",
        "geçersiz servis",
        "layanan ... tidak/nonaktif",
        "servicio/serviço ... no/não/inválido/invalido/inactivo/inativo/desactivado/desativado/indisponível",
        "servicio/serviço inválido/invalido",
        "service ... introuvable/invalide/indisponible/désactivé",
        "dienst/service ... nicht verfügbar/gefunden",
        "servizio non/invalido",
        "dịch vụ ... không",
        "服务 不存在",
        "服务 无效",
        "服务 已下架",
        "服务 不可用",
        "服務 不存在",
        "服務 無效",
        "商品 不存在",
        "商品 下架",
        "サービス 存在しません",
        "サービス 見つかりません",
        "サービス 無効",
        "サービス 利用できません",
        "서비스 존재하지",
        "서비스 찾을 수",
        "서비스 유효하지",
        "서비스 비활성",
        "ไม่พบ บริการ",
        "บริการ ไม่พร้อม",
        "الخدمة ... غير/لا",
        "خدمة غير",
        "सेवा ... नहीं/अमान्य",
        "سرویس ... نیست/نامعتبر/یافت",
    ),
    Kind.QUANTITY: (
        "количество",
        "miktar",
        "cantidad/quantidade/quantité",
        "menge/anzahl ... mindestens/höchstens/zwischen/ungültig/minimum/maximum/kleiner/größer",
        "quantità",
        "jumlah",
        "số lượng",
        "数量",
        "數量",
        "수량",
        "จำนวน ต่ำสุด",
        "จำนวน สูงสุด",
        "จำนวน ไม่ถูกต้อง",
        "الكمية",
        "मात्रा",
        "تعداد ... حداقل/حداکثر/نامعتبر",
    ),
    Kind.LINK: (
        "неверная/некорректная/неправильная/недействительная/неверный ссылка/ссылку/url",
        "ссылка/ссылку ... неверн*/некорректн*/недействительн*/указана/обязательн*/укажите",
        "укажите/введите ... ссылку",
        "профиль/аккаунт/канал/страница ... закрыт*/приватн*/найден*",
        "geçersiz link/bağlantı",
        "link/bağlantı ... geçersiz/hatalı/yanlış/zorunlu",
        "profil ... gizli",
        "enlace/lien/link ... inválido/invalido/invalide/incorrecto/incorreto/requerido",
        "link/enlace inválido/invalido/incorrecto",
        "lien invalide",
        "ungültiger link",
        "link ... ungültig",
        "link non valido",
        "link/tautan ... salah/tidak",
        "liên kết ... không/sai",
        "đường dẫn ... không/sai",
        "链接 无效",
        "链接 错误",
        "链接 不正确",
        "链接 格式",
        "連結 無效",
        "鏈接 無效",
        "リンク 無効",
        "リンク 正しく",
        "url 無効",
        "링크 유효하지",
        "링크 잘못",
        "링크 올바르지",
        "ลิงก์ ไม่ถูกต้อง",
        "الرابط ... غير/خاطئ/ليس",
        "رابط غير",
        "लिंक ... अमान्य/गलत",
        "لینک ... نامعتبر/اشتباه/نیست",
    ),
    Kind.ORDER: (
        "заказ/заказы/заказа ... найден/найдены/найдено/существует",
        "замовлення ... знайдено/існує",
        "sipariş ... bulunamadı",
        "sifariş ... tapılmadı",
        "buyurtma topilmadi",
        "orden/pedido ... no/não",
        "commande/commandes introuvable/introuvables",
        "bestellung/auftrag nicht gefunden/vorhanden",
        "bestelling niet gevonden",
        "ordine non trovato/esiste",
        "zamówienie ... istnieje",
        "znaleziono zamówienia",
        "objednávka nenalezena/nenájdená/neexistuje",
        "comanda ... găsită/există",
        "pesanan/orderan ... tidak",
        "đơn hàng ... không",
        "không tìm thấy đơn",
        "الطلب غير موجود",
        "سفارش ... یافت نشد",
        "ऑर्डर नहीं मिला",
        "订单 不存在",
        "订单 未找到",
        "找不到订单",
        "訂單 不存在",
        "找不到訂單",
        "注文 見つかり",
        "注文 存在しません",
        "주문 찾을 수",
        "주문 존재하지",
        "ไม่พบคำสั่งซื้อ",
    ),
    Kind.PARAMS: (
        "параметр/параметры/параметров ... неверн*/обязательн*/отсутству*",
        "неверные/неверный параметры/параметр/запрос",
        "заполните ... поле/поля",
        "parâmetro/parâmetros/parámetro/parámetros ... inválido/inválidos/faltante/faltantes",
        "parametre ... eksik/hatalı/geçersiz",
        "参数 错误",
        "参数 缺失",
        "缺少 参数",
        "參數 錯誤",
        "パラメータ 不正",
        "파라미터 잘못",
    ),
}


@lru_cache(maxsize=512)
def kind_of(text: str) -> Kind:
    """Return a refusal text's kind; OTHER if no phrase fits, so that it proves nothing."""
    spaced = _spaced(text)
    padded = f" {as_words(spaced)} "
    known = _patterns()
    of_itself = _ASK.sub(" ", padded)
    if known.beginnings.match(padded) or known.anywhere.search(of_itself):
        return Kind.DUPLICATE_LINK if _names_an_older_order(of_itself) else Kind.VAGUE
    kind = _kind_in(padded)
    if kind in ABOUT_ORDERS_THAT_EXIST:
        return kind
    if kind is Kind.MAINTENANCE and _may_keep_an_order(padded):
        return Kind.VAGUE
    if _names_an_order(padded) or _NUMBERED_ELSEWHERE.search(spaced.casefold()):
        return Kind.VAGUE
    if _says_order_was_made(padded):
        return Kind.VAGUE
    clauses = _CLAUSES.split(spaced.strip())  # "Not enough funds, order saved": the "not" is of the first
    is_made = len(clauses) > 1 and any(_says_order_was_made(f" {as_words(one)} ") for one in clauses)
    return Kind.VAGUE if is_made else kind


def _spaced(text: str) -> str:
    """Return the text with blanks between its words, as "notEnoughFunds" and "Not&nbsp;enough" have none."""
    plain = html.unescape(text)
    return plain if " " in plain.strip() else _CAMEL.sub(" ", plain)


def _names_an_older_order(padded: str) -> bool:
    """Return True if all that is delivered is an older order for the link: "already being delivered"."""
    known, without = _patterns(), _OLDER.sub(r"\1", padded)
    is_vague = without == padded or known.beginnings.match(without) or known.anywhere.search(without)
    return not is_vague and _kind_in(without) is Kind.DUPLICATE_LINK


def _kind_in(padded: str) -> Kind:
    return next((kind for kind, pattern in _patterns().kinds if pattern.search(padded)), Kind.OTHER)


def refill_refusal(text: str) -> RefillRefusal | None:
    """Return why this text refuses a refill; None if it does not say."""
    padded = f" {as_words(text)} "
    return next((why for why, pattern in _refill_patterns() if pattern.search(padded)), None)


@lru_cache(maxsize=2048)
def may_deny_an_order(text: str) -> bool:
    """Return True if a remark may say that there is no such order or key; False if it only names them."""
    padded = _ID_OR_KEY.sub(lambda found: f" {found[1] or found[2]} ", f" {as_words(_spaced(text))} ")
    return any(pattern.search(padded) for pattern in _patterns().denials)


def is_negative(text: str) -> bool:
    """Return True if a text that is not marked as an error sounds like one."""
    words = _NOTHING_TO_DO.sub(" ", f" {as_words(text)} ").split()
    if not AFFIRMATIONS.isdisjoint(words):
        return False
    return not NEGATIONS.isdisjoint(words) or _is_negative_elsewhere(f" {' '.join(words)} ")


def _is_negative_elsewhere(padded: str) -> bool:
    """Return True if a text says no in another language, and not only of what follows a request it took."""
    patterns = _elsewhere()
    no = patterns.denials.search(padded)
    return no is not None and not _says(patterns.taken, padded[: no.start() + 1])


class _Elsewhere(NamedTuple):
    denials: re.Pattern[str]
    taken: re.Pattern[str]


@cache
def _elsewhere() -> _Elsewhere:
    return _Elsewhere(pattern_of(DENIALS_ELSEWHERE), pattern_of(TAKEN_ELSEWHERE))


def is_yes(text: str) -> bool:
    """Return True if a text says that a request was noted, and nothing negates or postpones it."""
    words = set(as_words(text).split())
    return bool(words & TAKEN_NOTE) and words.isdisjoint(NEGATIONS | NOT_YET)


def _names_an_order(padded: str) -> bool:
    """Return True if the text names an order by its number; not "minimum order 50"."""
    return any(
        before not in _OTHER_FIGURES and (is_id or not _AN_AMOUNT.match(behind))
        for before, is_id, behind in _NUMBERED.findall(_TO_BUY.sub(" ", padded))
    )


def _says_order_was_made(padded: str) -> bool:
    """Return True if the text says that an order was made, and nothing in or before that negates it."""
    return _says(_patterns().made, padded)


def _says(phrases: re.Pattern[str], padded: str) -> bool:
    """Return True if one of these phrases is in the text, and nothing in it or right before it negates it."""
    negated = _negated()
    for found in phrases.finditer(padded):
        own = found[0].split()
        words = {*padded[: found.start()].split()[-3:], *own}
        is_negated = negated.before.search(padded, 0, found.start()) or negated.behind.match(
            padded, found.end()
        )
        is_none = any(word in words and not beside.isdisjoint(own) for word, beside in negated.beside)
        if not is_negated and not is_none and negated.words.isdisjoint(words):
            return True
    return False


def _may_keep_an_order(padded: str) -> bool:
    """Return True if a text about maintenance speaks of orders, and does not say that none are taken."""
    if not _patterns().kept.search(padded):
        return False
    padded = _REASSURES.sub(" ", padded)
    is_closed = not _negated().closed.isdisjoint(padded.split())
    return not is_closed and not any(as_words(part) in padded for part in CLOSED_UNSPACED)


def pattern_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the phrases to find any of them in `f" {as_words(text)} "`."""
    return re.compile("|".join(_phrase(phrase) for phrase in phrases))


def _phrase(phrase: str) -> str:
    if _UNSPACED.search(phrase):
        return ".*?".join(re.escape(as_words(part)) for part in phrase.split())
    steps = phrase.split()
    return " " + "".join("(?:.*? )??" if step == "..." else _one_of(step.split("/")) + " " for step in steps)


def _one_of(words: list[str]) -> str:
    return "(?:" + "|".join(_word(word) for word in words) + ")"


def _word(word: str) -> str:
    return re.escape(as_words(word.removesuffix("*"))) + ("[^ ]*" if word.endswith("*") else "")


def _rows() -> Iterator[tuple[Kind, tuple[str, ...]]]:
    """Yield the rows of REFUSALS, each kind's other languages after its last row."""
    last = {kind: number for number, (kind, _) in enumerate(REFUSALS)}
    for number, (kind, phrases) in enumerate(REFUSALS):
        yield kind, phrases + (TONGUES.get(kind, ()) if last[kind] == number else ())


_CLAUSES = re.compile(r"[.!?;,:\n]+\s+|\s[-–—]\s+|\s*[()]\s*|[。！？；，、：،؛]\s*")
_ASK = re.compile(
    r" (?:contact|ask|message|tell|inform|hubungi)(?: the| our| your)? (?:admins?|owners?|sellers?)(?= )"
)
"""To whom a refusal sends its reader, so that what follows is not of theirs: "contact admin. Balance: 0"."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")

_NUMBERED = re.compile(
    r"(?:([^ ]+) )?order (?:(id|no|nr|number|ref(?:erence)?(?: [a-z]{1,8})?) )?\d+ (?=([^ ]*))"
)
_NUMBERED_ELSEWHERE = re.compile(
    "(?:заказ|заявк|замовлен|pedido|orden|ordem|commande|bestellung|auftrag|ordine|zamówieni|sipariş|pesanan"
    "|orderan|đơn hàng|đơn|buyurtma|订单|訂單|주문|注文|คำสั่งซื้อ|طلب|سفارش|ऑर्डर)"
    r"[^\W\d]{0,12}\s*(?:#|№|n[º°]|\b(?:no|nr|id|номер|número|numero|numéro|nomor|nummer|raqami|số|رقم|شماره)\b"
    r"|号|號|번호|番号|หมายเลข)[\s.:#№º°]*\d"
)
"""An order's number in other languages, with its mark: "pedido #123"; not "pedido 100 seguidores"."""
_OTHER_FIGURES = frozenset(
    {"min", "max", "minimum", "maximum", "minimal", "maximal", "least", "most", "per", "each", "this", "your"}
    | {"must", "can", "may", "should", "only", "active", "pending", "running", "previous", "existing"}
)
"""Before "order 50" these make it an amount, or another order for the same link."""
_AN_AMOUNT = re.compile(
    r"\d|(?:usd|eur|rub|try|brl|inr|idr|vnd|ngn|or|of|and|units?|pcs|pieces|items)$"
    r"|(?:followers?|likes?|views?|members?|subscribers?|comments?)$"
)
_TO_BUY = re.compile(
    r" (?:funds?|balance|credits?|money|enough|sufficient|needs?|able|unable|want) to order \d+(?= )"
    r"| (?:cannot|cant|could not|can not) order \d+(?= )"
)
"""To order so many: no number of an order, unlike "added to order 50"."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts without blanks between words, or with particles after them: Thai, Lao, Burmese,
Khmer, kana, Chinese characters, Hangul."""


class _Negated(NamedTuple):
    words: frozenset[str]
    beside: tuple[tuple[str, frozenset[str]], ...]
    closed: frozenset[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]


@cache
def _negated() -> _Negated:
    return _Negated(
        words=frozenset(map(as_words, NOT)),
        beside=tuple(
            (as_words(no), frozenset(as_words(beside).split())) for no, beside in NOT_BESIDE.items()
        ),
        closed=frozenset(map(as_words, CLOSED_TO_ORDERS)),
        before=re.compile(rf"(?:{'|'.join(map(as_words, NOT_BEFORE))})[^ ]{{0,12}}$"),
        behind=re.compile(rf"[^ ]? ?(?:{'|'.join(map(as_words, NOT_BEHIND))})"),
    )


_OLDER = re.compile(
    r"((?<!order is)(?<!order was) (?:already|active|another|previous|existing|earlier) (?:[^ ]+ ){0,6}?)"
    r"being delivered(?= )"
)
_REASSURES = re.compile(
    r" (?:do not|dont) (?:reorder|resend|repeat|retry|worry|cancel|panic|refund)(?= )"
    r"| (?:do not|dont) (?:place|send|submit|create|make|order)(?: [^ ]+){0,3}? again(?= )"
    r"| no (?:action|need|worry|worries|refund|refunds|refill|refills)(?= )"
    r"| (?:cannot|cant|wont|will not|not) (?:be )?(?:lost|canceled|cancelled|refunded|affected)(?= )"
)
"""Negations in texts about orders that are kept: "no action needed", "it will not be lost"."""

_NOTHING_TO_DO = re.compile(r" no (?:further )?action (?:is )?(?:needed|required|necessary)(?= )")

_ID_OR_KEY = re.compile(r" (orders?) ids? | api ?(keys?) ")
_DENIES = (
    "incorrect/invalid/unknown/wrong/missing/bad order/orders/key/keys",
    "order/orders/key/keys is/are/was incorrect/invalid/unknown/wrong/missing/bad",
)


class _Patterns(NamedTuple):
    denials: tuple[re.Pattern[str], ...]
    beginnings: re.Pattern[str]
    anywhere: re.Pattern[str]
    made: re.Pattern[str]
    kept: re.Pattern[str]
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]


@cache
def _patterns() -> _Patterns:
    """Compile all phrases, at the first refusal: at each start it would take a tenth of the time."""
    beginnings = f"(?: error| errors| sorry| oops| whoops)?(?:{pattern_of(VAGUE_BEGINNINGS).pattern})"
    kinds = tuple((kind, pattern_of(phrases)) for kind, phrases in _rows())
    of_orders = tuple(pattern for kind, pattern in kinds if kind in {Kind.ORDER, Kind.AUTH})
    return _Patterns(
        denials=(*of_orders, pattern_of(_DENIES)),
        beginnings=re.compile(beginnings),
        anywhere=pattern_of(VAGUE_ANYWHERE),
        made=pattern_of(MADE),
        kept=pattern_of(ORDERS_IN_MAINTENANCE),
        kinds=kinds,
    )


@cache
def _refill_patterns() -> tuple[tuple[RefillRefusal, re.Pattern[str]], ...]:
    """Compile the phrases about refills, at the first refusal."""
    return tuple((why, pattern_of(phrases)) for why, phrases in REFILL_REFUSALS)
