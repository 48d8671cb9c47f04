"""What each shipped gateway's documents want and answer, written out by hand, beside its file.

Nothing here uses the engine: bodies are literal, signatures are made with hashlib and hmac.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from payments.described.meanings import Meaning

PAYLOAD = "Ab-cdefghij_klmnopqrstuvwxyz0123"
HEX = "7b7acc82693bd9e5fecb6aa90e8705cb"
NUMBER = "2172277557203902"
CALLBACK = "https://shop.example/payments/x"
BACK = "https://t.me/shop_bot"
PERSON = 42
CONTENT = {"content-type": "application/json"}

Signed = tuple[dict[str, str], bytes]

W, P, L, M = Meaning.WAITING, Meaning.PAID, Meaning.LESS, Meaning.MORE
E, R, U = Meaning.EXPIRED, Meaning.REFUNDED, Meaning.UNCLEAR


@dataclass(frozen=True)
class Sent:
    """A request as the documents want one."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Case:
    """One gateway. `told` is its answer about a payment with this status; `words` what each status means.

    `came` is what is credited for the words that are not credited as 12.05. In a call the bytes of `vital`
    are signed, all of them if empty.
    """

    keys: Mapping[str, str]
    currency: str
    create: Sent | None
    created: str
    id: str
    link: str
    ask: Sent
    told: str
    words: Mapping[str, Meaning]
    call: Callable[[Mapping[str, str]], Signed]
    heard: tuple[str, str]
    charge: str
    came: Mapping[str, int] = field(default_factory=dict)
    vital: bytes = b""
    is_signing: bool = True
    find: Sent | None = None
    found: str = "{}"
    answer: str = ""


def hmac_hex(name: str, key: str | bytes, text: bytes) -> str:
    """Return an HMAC's hex digits."""
    return hmac.new(key.encode() if isinstance(key, str) else key, text, name).hexdigest()


def heleket_sign(body: bytes, key: str) -> str:
    """Return Heleket's signature: the MD5 of the body in Base64 and the key."""
    return hashlib.md5(base64.b64encode(body) + key.encode()).hexdigest()  # noqa: S324 - as Heleket has it


def basic(user: str, password: str) -> dict[str, str]:
    """Return the header of HTTP's Basic authentication."""
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def in_header(name: str, hash_name: str, key_name: str, body: bytes) -> Callable[[Mapping[str, str]], Signed]:
    """Return the maker of a call whose raw body is signed in a header."""
    return lambda keys: ({name: hmac_hex(hash_name, keys[key_name], body)}, body)


def _crypto_pay_call(keys: Mapping[str, str]) -> Signed:
    body = (
        b'{"update_id":1,"update_type":"invoice_paid","request_date":"2026-01-01T12:00:00Z","payload":'
        b'{"invoice_id":528890,"status":"paid","payload":"' + PAYLOAD.encode() + b'"}}'
    )
    key = hashlib.sha256(keys["token"].encode()).digest()
    return {"crypto-pay-api-signature": hmac_hex("sha256", key, body)}, body


CRYPTO_PAY = Case(
    keys={"token": "123:AAzz"},
    currency="USD",
    create=Sent(
        "POST",
        "https://pay.crypt.bot/api/createInvoice",
        {"crypto-pay-api-token": "123:AAzz", **CONTENT},
        b'{"currency_type":"fiat","fiat":"USD","amount":"12.05","description":"Wallet top-up",'
        b'"payload":"Ab-cdefghij_klmnopqrstuvwxyz0123","expires_in":3600,"allow_comments":false}',
    ),
    created='{"ok":true,"result":{"invoice_id":528890,"status":"active",'
    '"bot_invoice_url":"https://t.me/CryptoBot?start=IVDoTcNBYEfk"}}',
    id="528890",
    link="https://t.me/CryptoBot?start=IVDoTcNBYEfk",
    ask=Sent(
        "POST",
        "https://pay.crypt.bot/api/getInvoices",
        {"crypto-pay-api-token": "123:AAzz", **CONTENT},
        b'{"invoice_ids":"528890"}',
    ),
    told='{"ok":true,"result":{"items":[{"invoice_id":528890,"currency_type":"fiat","fiat":"USD",'
    '"amount":"12.05","status":"WORD","payload":"Ab-cdefghij_klmnopqrstuvwxyz0123"}]}}',
    words={"active": W, "paid": P, "expired": E},
    call=_crypto_pay_call,
    heard=("528890", PAYLOAD),
    charge="528890",
)

_UUID = "26109ba0-b05b-4ee0-93d1-fd62c822ce95"
_HELEKET = {"merchant": "8b03432e-385b-4670-8d06-064591096795", "api_key": "pay-key"}
_HELEKET_CREATE = (
    b'{"amount":"12.05","currency":"USD","order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","lifetime":3600,'
    b'"url_callback":"https://shop.example/payments/x","url_return":"https://t.me/shop_bot",'
    b'"url_success":"https://t.me/shop_bot"}'
)


def _heleket_headers(body: bytes) -> dict[str, str]:
    return {"merchant": _HELEKET["merchant"], "sign": heleket_sign(body, _HELEKET["api_key"]), **CONTENT}


def _heleket_call(keys: Mapping[str, str]) -> Signed:
    """Return the call as PHP's json_encode writes it: slashes escaped, other letters left as they are."""
    said = (
        '{"type":"payment","uuid":"26109ba0-b05b-4ee0-93d1-fd62c822ce95",'
        '"order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","amount":"12.05","payment_amount":"12.42",'
        '"is_final":true,"status":"paid","from":null,"currency":"USD","additional_data":"Größe http:\\/\\/x"}'
    ).encode()
    return {}, said[:-1] + b',"sign":"' + heleket_sign(said, keys["api_key"]).encode() + b'"}'


HELEKET = Case(
    keys=_HELEKET,
    currency="USD",
    create=Sent(
        "POST",
        "https://api.heleket.com/v1/payment",
        _heleket_headers(_HELEKET_CREATE),
        _HELEKET_CREATE,
    ),
    created='{"state":0,"result":{"uuid":"26109ba0-b05b-4ee0-93d1-fd62c822ce95","order_id":"1","amount":"12.05",'
    '"payment_status":"check","url":"https://pay.heleket.com/pay/26109ba0","expired_at":1689098133}}',
    id=_UUID,
    link="https://pay.heleket.com/pay/26109ba0",
    ask=Sent(
        "POST",
        "https://api.heleket.com/v1/payment/info",
        _heleket_headers(b'{"uuid":"26109ba0-b05b-4ee0-93d1-fd62c822ce95"}'),
        b'{"uuid":"26109ba0-b05b-4ee0-93d1-fd62c822ce95"}',
    ),
    find=Sent(
        "POST",
        "https://api.heleket.com/v1/payment/info",
        _heleket_headers(b'{"order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123"}'),
        b'{"order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123"}',
    ),
    told='{"state":0,"result":{"uuid":"26109ba0-b05b-4ee0-93d1-fd62c822ce95",'
    '"order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","amount":"12.05","currency":"USD","payer_amount":"10.00",'
    '"payment_amount":"5.00","payer_currency":"USDT","payment_status":"WORD"}}',
    words={
        "check": W, "process": W, "confirm_check": W, "wrong_amount_waiting": W,
        "paid": P, "wrong_amount": L, "paid_over": M, "cancel": E, "fail": E,
        "refund_paid": R, "refund_process": U, "refund_fail": U, "system_fail": U, "locked": U,
    },
    came={"wrong_amount": 602, "paid_over": 602},
    call=_heleket_call,
    heard=(_UUID, PAYLOAD),
    charge=_UUID,
)  # fmt: skip

_OXAPAY_CALL = (
    b'{"track_id":"184747701","status":"Paid","type":"invoice","amount":12.05,"value":12.05,"currency":"USD",'
    b'"order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","txs":[{"status":"confirmed","value":1e-7}]}'
)

OXAPAY = Case(
    keys={"api_key": "oxa-key"},
    currency="USD",
    create=Sent(
        "POST",
        "https://api.oxapay.com/v1/payment/invoice",
        {"merchant_api_key": "oxa-key", **CONTENT},
        b'{"amount":12.05,"currency":"USD","lifetime":60,"order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123",'
        b'"description":"Wallet top-up","callback_url":"https://shop.example/payments/x",'
        b'"return_url":"https://t.me/shop_bot"}',
    ),
    created='{"data":{"track_id":"184747701","payment_url":"https://pay.oxapay.com/12373985/184747701",'
    '"expired_at":1734546589,"date":1734510589},"message":"Operation completed successfully!","error":{},'
    '"status":200,"version":"1.0.0"}',
    id="184747701",
    link="https://pay.oxapay.com/12373985/184747701",
    ask=Sent("GET", "https://api.oxapay.com/v1/payment/184747701", {"merchant_api_key": "oxa-key"}),
    told='{"data":{"track_id":"184747701","order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","status":"WORD",'
    '"amount":12.05,"currency":"USD","txs":[{"amount":3,"currency":"USDT"}]},"error":null,"status":200}',
    words={
        "new": W, "waiting": W, "paying": W, "paid": P, "Paid": P, "manual_accept": P, "underpaid": U,
        "refunding": U, "refunded": R, "expired": E,
    },
    call=in_header("hmac", "sha512", "api_key", _OXAPAY_CALL),
    heard=("184747701", PAYLOAD),
    charge="184747701",
    answer="ok",
)  # fmt: skip

_YOO = "23d93cac-000f-5000-8000-126628f15141"
_YOO_CALL = (
    b'{"type":"notification","event":"payment.succeeded","object":{"id":"23d93cac-000f-5000-8000-126628f15141",'
    b'"status":"succeeded","metadata":{"reference":"Ab-cdefghij_klmnopqrstuvwxyz0123"}}}'
)

YOOKASSA = Case(
    keys={"shop_id": "100500", "secret_key": "test_abc"},
    currency="RUB",
    create=Sent(
        "POST",
        "https://api.yookassa.ru/v3/payments",
        {**basic("100500", "test_abc"), "idempotence-key": PAYLOAD, **CONTENT},
        b'{"amount":{"value":"12.05","currency":"RUB"},"capture":true,"confirmation":{"type":"redirect",'
        b'"return_url":"https://t.me/shop_bot"},"description":"Wallet top-up",'
        b'"metadata":{"reference":"Ab-cdefghij_klmnopqrstuvwxyz0123"}}',
    ),
    created='{"id":"23d93cac-000f-5000-8000-126628f15141","status":"pending","paid":false,"amount":'
    '{"value":"12.05","currency":"RUB"},"confirmation":{"type":"redirect","confirmation_url":'
    '"https://yoomoney.ru/api-pages/v2/payment-confirm/epl?orderId=23d93cac"},"metadata":{},"test":false}',
    id=_YOO,
    link="https://yoomoney.ru/api-pages/v2/payment-confirm/epl?orderId=23d93cac",
    ask=Sent("GET", f"https://api.yookassa.ru/v3/payments/{_YOO}", basic("100500", "test_abc")),
    told='{"id":"23d93cac-000f-5000-8000-126628f15141","status":"WORD","paid":true,"amount":'
    '{"value":"12.05","currency":"RUB"},"metadata":{"reference":"Ab-cdefghij_klmnopqrstuvwxyz0123"}}',
    words={"pending": W, "waiting_for_capture": W, "succeeded": P, "canceled": E},
    call=lambda _: ({}, _YOO_CALL),
    heard=(_YOO, PAYLOAD),
    charge=_YOO,
    is_signing=False,
)


def sha256(text: str) -> str:
    """Return a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


ROBOKASSA_LINK = (
    "https://auth.robokassa.ru/Merchant/Index.aspx?MerchantLogin=my%20shop&OutSum=12.05"
    "&InvId=2172277557203902&Description=Wallet%20top-up&ExpirationDate=2026-01-01T13%3A00%3A00Z"
    "&Shp_ref=2172277557203902&SignatureValue="
    + sha256("my shop:12.05:2172277557203902:one:Shp_ref=2172277557203902")
)


def _robokassa_call(keys: Mapping[str, str]) -> Signed:
    text = f"12.050000:2172277557203902:{keys['password2']}:Shp_ref=2172277557203902"
    signature = sha256(text).upper()
    said = f"OutSum=12.050000&InvId=2172277557203902&SignatureValue={signature}&Shp_ref=2172277557203902"
    return {}, said.encode()


_ROBOKASSA_ASK = Sent(
    "GET",
    "https://auth.robokassa.ru/Merchant/WebService/Service.asmx/OpStateExt?MerchantLogin=my+shop"
    "&InvoiceID=2172277557203902&Signature=" + sha256("my shop:2172277557203902:two"),
)

ROBOKASSA = Case(
    keys={"login": "my shop", "password1": "one", "password2": "two"},
    currency="RUB",
    create=None,
    created="",
    id=NUMBER,
    link=ROBOKASSA_LINK,
    ask=_ROBOKASSA_ASK,
    find=_ROBOKASSA_ASK,
    told='<?xml version="1.0" encoding="utf-8" ?><OperationStateResponse '
    'xmlns="http://merchant.roboxchange.com/WebService/"><Result><Code>0</Code></Result><State><Code>WORD</Code>'
    "<StateDate>2026-01-01T15:00:00.0000000+03:00</StateDate></State><Info><IncSum>13.00</IncSum>"
    "<OutSum>11.60</OutSum><OpKey>7F</OpKey></Info><UserField><Field><Name>Shp_ref</Name>"
    "<Value>2172277557203902</Value></Field></UserField></OperationStateResponse>",
    words={"5": W, "10": E, "20": W, "50": W, "60": R, "80": U, "100": P},
    call=_robokassa_call,
    heard=(NUMBER, NUMBER),
    charge=NUMBER,
    answer="OK2172277557203902",
)

_PLATEGA = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
_PLATEGA_CALL = (
    b'{"id":"3fa85f64-5717-4562-b3fc-2c963f66afa6","amount":12.05,"currency":"RUB","status":"CONFIRMED",'
    b'"paymentMethod":2,"payload":"Ab-cdefghij_klmnopqrstuvwxyz0123"}'
)
_PLATEGA_KEYS = {"x-merchantid": "m-1", "x-secret": "s-1"}

PLATEGA = Case(
    keys={"merchant_id": "m-1", "secret": "s-1"},
    currency="RUB",
    create=Sent(
        "POST",
        "https://app.platega.io/v2/transaction/process",
        {**_PLATEGA_KEYS, **CONTENT},
        b'{"paymentDetails":{"amount":12.05,"currency":"RUB"},"description":"Wallet top-up",'
        b'"return":"https://t.me/shop_bot","failedUrl":"https://t.me/shop_bot",'
        b'"payload":"Ab-cdefghij_klmnopqrstuvwxyz0123"}',
    ),
    created='{"transactionId":"3fa85f64-5717-4562-b3fc-2c963f66afa6","status":"PENDING",'
    '"url":"https://pay.platega.io/?id=3fa85f64&mh=1","expiresIn":"00:15:00","rate":91.2}',
    id=_PLATEGA,
    link="https://pay.platega.io/?id=3fa85f64&mh=1",
    ask=Sent("GET", f"https://app.platega.io/transaction/{_PLATEGA}", _PLATEGA_KEYS),
    told='{"id":"3fa85f64-5717-4562-b3fc-2c963f66afa6","status":"WORD","paymentDetails":{"amount":12.05,'
    '"currency":"RUB"},"payload":"Ab-cdefghij_klmnopqrstuvwxyz0123","mechantId":"m-1"}',
    words={"PENDING": W, "CONFIRMED": P, "CANCELED": E, "CHARGEBACKED": R, "EXPIRED": E, "FAILED": U},
    call=lambda keys: ({"x-merchantid": keys["merchant_id"], "x-secret": keys["secret"]}, _PLATEGA_CALL),
    heard=(_PLATEGA, PAYLOAD),
    charge=_PLATEGA,
    vital=b"nothing in its body is signed",
)

_PAYSTACK_BEARER = {"authorization": "Bearer sk_test_1"}

PAYSTACK = Case(
    keys={"secret_key": "sk_test_1"},
    currency="NGN",
    create=Sent(
        "POST",
        "https://api.paystack.co/transaction/initialize",
        {**_PAYSTACK_BEARER, **CONTENT},
        b'{"email":"42@customers.invalid","amount":1205,"currency":"NGN",'
        b'"reference":"7b7acc82693bd9e5fecb6aa90e8705cb","callback_url":"https://t.me/shop_bot"}',
    ),
    created='{"status":true,"message":"Authorization URL created","data":{"authorization_url":'
    '"https://checkout.paystack.com/3ni8kdavz62431k","access_code":"3ni8kdavz62431k",'
    '"reference":"7b7acc82693bd9e5fecb6aa90e8705cb"}}',
    id=HEX,
    link="https://checkout.paystack.com/3ni8kdavz62431k",
    ask=Sent("GET", f"https://api.paystack.co/transaction/verify/{HEX}", _PAYSTACK_BEARER),
    find=Sent("GET", f"https://api.paystack.co/transaction/verify/{HEX}", _PAYSTACK_BEARER),
    told='{"status":true,"message":"Verification successful","data":{"id":4099260516,"domain":"test",'
    '"status":"WORD","reference":"7b7acc82693bd9e5fecb6aa90e8705cb","amount":1205,"requested_amount":1205,'
    '"currency":"NGN"}}',
    words={
        "success": P, "pending": W, "processing": W, "ongoing": W, "queued": W, "abandoned": W, "failed": W,
        "reversed": R,
    },
    call=in_header(
        "x-paystack-signature",
        "sha512",
        "secret_key",
        b'{"event":"charge.success","data":{"id":4099260516,"status":"success",'
        b'"reference":"7b7acc82693bd9e5fecb6aa90e8705cb","amount":1205,"currency":"NGN"}}',
    ),
    heard=(HEX, HEX),
    charge="4099260516",
)  # fmt: skip

_RAZOR = basic("rzp_test_1", "secret")

RAZORPAY = Case(
    keys={"key_id": "rzp_test_1", "key_secret": "secret", "webhook_secret": "hook"},
    currency="INR",
    create=Sent(
        "POST",
        "https://api.razorpay.com/v1/payment_links",
        {**_RAZOR, **CONTENT},
        b'{"amount":1205,"currency":"INR","accept_partial":false,"description":"Wallet top-up",'
        b'"reference_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","expire_by":1767272400,"notify":{"sms":false,'
        b'"email":false},"reminder_enable":false,"callback_url":"https://t.me/shop_bot","callback_method":"get"}',
    ),
    created='{"id":"plink_ExjpAUN3gVHrPJ","amount":1205,"amount_paid":0,"currency":"INR","accept_partial":false,'
    '"reference_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","short_url":"https://rzp.io/i/nxrHnLJ",'
    '"status":"created","payments":null}',
    id="plink_ExjpAUN3gVHrPJ",
    link="https://rzp.io/i/nxrHnLJ",
    ask=Sent("GET", "https://api.razorpay.com/v1/payment_links/plink_ExjpAUN3gVHrPJ", _RAZOR),
    find=Sent("GET", f"https://api.razorpay.com/v1/payment_links?reference_id={PAYLOAD}", _RAZOR),
    found='{"payment_links":[TOLD]}',
    told='{"id":"plink_ExjpAUN3gVHrPJ","amount":5000,"amount_paid":1205,"currency":"INR","status":"WORD",'
    '"reference_id":"Ab-cdefghij_klmnopqrstuvwxyz0123"}',
    words={"created": W, "partially_paid": L, "paid": P, "expired": E, "cancelled": E},
    came={"partially_paid": 1205},
    call=in_header(
        "x-razorpay-signature",
        "sha256",
        "webhook_secret",
        b'{"entity":"event","event":"payment_link.paid","payload":{"payment_link":{"entity":'
        b'{"id":"plink_ExjpAUN3gVHrPJ","reference_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","status":"paid"}}}}',
    ),
    heard=("plink_ExjpAUN3gVHrPJ", PAYLOAD),
    charge="plink_ExjpAUN3gVHrPJ",
)

_PLISIO = "5ee0e502283675293c450d0e"


def _plisio_call(keys: Mapping[str, str]) -> Signed:
    said = (
        b'{"txn_id":"5ee0e502283675293c450d0e","ipn_type":"invoice","merchant":"Shop","amount":"0.0012",'
        b'"currency":"BTC","order_number":"Ab-cdefghij_klmnopqrstuvwxyz0123","confirmations":3,'
        b'"source_rate":0.00000012,"status":"completed","source_currency":"USD","source_amount":"12.05"}'
    )
    written = said.replace(b"0.00000012", b"1.2e-7")  # as JavaScript and PHP write this number
    return {}, written[:-1] + b',"verify_hash":"' + hmac_hex(
        "sha1", keys["api_key"], written
    ).encode() + b'"}'


PLISIO = Case(
    keys={"api_key": "plisio-key"},
    currency="USD",
    create=Sent(
        "GET",
        "https://api.plisio.net/api/v1/invoices/new?source_currency=USD&source_amount=12.05"
        "&order_number=Ab-cdefghij_klmnopqrstuvwxyz0123&order_name=Wallet+top-up&expire_min=60"
        "&callback_url=https%3A%2F%2Fshop.example%2Fpayments%2Fx%3Fjson%3Dtrue"
        "&success_invoice_url=https%3A%2F%2Ft.me%2Fshop_bot&api_key=plisio-key",
    ),
    created='{"status":"success","data":{"txn_id":"5ee0e502283675293c450d0e",'
    '"invoice_url":"https://plisio.net/invoice/5ee0e502283675293c450d0e","invoice_total_sum":"0.0012"}}',
    id=_PLISIO,
    link=f"https://plisio.net/invoice/{_PLISIO}",
    ask=Sent("GET", f"https://api.plisio.net/api/v1/operations/{_PLISIO}?api_key=plisio-key"),
    find=Sent(
        "GET",
        "https://api.plisio.net/api/v1/operations?type=invoice"
        "&search=Ab-cdefghij_klmnopqrstuvwxyz0123&api_key=plisio-key",
    ),
    found='{"status":"success","data":{"operations":[{"id":"another","status":"completed","params":{"order_number":'
    '"Ab-cdefghij_klmnopqrstuvwxyz01234","source_amount":"99","source_currency":"USD"}},OWN]}}',
    told='{"status":"success","data":{"id":"5ee0e502283675293c450d0e","type":"invoice","status":"WORD",'
    '"currency":"BTC","actual_sum":"0.0015","params":{"order_number":"Ab-cdefghij_klmnopqrstuvwxyz0123",'
    '"amount":"0.0012","source_amount":"12.05","source_currency":"USD"}}}',
    words={
        "new": W, "pending": W, "pending internal": W, "completed": P, "mismatch": M, "expired": E,
        "cancelled": E, "error": U, "cancelled duplicate": E,
    },
    came={"mismatch": 1205},
    call=_plisio_call,
    heard=(_PLISIO, PAYLOAD),
    charge=_PLISIO,
)  # fmt: skip

_NOW_BODY = (
    b'{"payment_id":123456789,"parent_payment_id":null,"invoice_id":5222917334,"payment_status":"finished",'
    b'"pay_address":"addr","price_amount":12.05,"price_currency":"usd","pay_amount":0.170005,'
    b'"actually_paid":1.2e-7,"pay_currency":"trx","order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123",'
    b'"order_description":"top-up \xc3\xbc","fee":{"withdrawalFee":0,"depositFee":0.10,"currency":"usd"}}'
)
_NOW_SORTED = (
    b'{"actually_paid":1.2e-7,"fee":{"currency":"usd","depositFee":0.10,"withdrawalFee":0},'
    b'"invoice_id":5222917334,"order_description":"top-up \xc3\xbc",'
    b'"order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","parent_payment_id":null,"pay_address":"addr",'
    b'"pay_amount":0.170005,"pay_currency":"trx","payment_id":123456789,"payment_status":"finished",'
    b'"price_amount":12.05,"price_currency":"usd"}'
)

NOWPAYMENTS = Case(
    keys={"api_key": "now-key", "ipn_secret": "ipn"},
    currency="USD",
    create=Sent(
        "POST",
        "https://api.nowpayments.io/v1/invoice",
        {"x-api-key": "now-key", **CONTENT},
        b'{"price_amount":12.05,"price_currency":"usd","order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123",'
        b'"order_description":"Wallet top-up","ipn_callback_url":"https://shop.example/payments/x",'
        b'"success_url":"https://t.me/shop_bot","cancel_url":"https://t.me/shop_bot"}',
    ),
    created='{"id":"5222917334","token_id":"5998913548","order_id":"test_1","price_amount":"12.05",'
    '"price_currency":"USD","invoice_url":"https://nowpayments.io/payment/?iid=5222917334"}',
    id="",
    link="https://nowpayments.io/payment/?iid=5222917334",
    ask=Sent("GET", "https://api.nowpayments.io/v1/payment/123456789", {"x-api-key": "now-key"}),
    told='{"payment_id":123456789,"invoice_id":5222917334,"payment_status":"WORD","price_amount":12.05,'
    '"price_currency":"usd","pay_amount":100,"actually_paid":40,"pay_currency":"trx",'
    '"order_id":"Ab-cdefghij_klmnopqrstuvwxyz0123","parent_payment_id":null}',
    words={
        "waiting": W, "confirming": W, "confirmed": W, "sending": W, "partially_paid": L, "finished": P,
        "failed": U, "refunded": R, "expired": E,
    },
    came={"partially_paid": 482},
    call=lambda keys: ({"x-nowpayments-sig": hmac_hex("sha512", keys["ipn_secret"], _NOW_SORTED)}, _NOW_BODY),
    heard=("123456789", PAYLOAD),
    charge="123456789",
)  # fmt: skip

_MP_BEARER = {"authorization": "Bearer APP_USR-1"}


def _mercadopago_call(keys: Mapping[str, str]) -> Signed:
    text = b"id:999;request-id:bb56a2f1;ts:1742505638683;"
    signature = hmac_hex("sha256", keys["webhook_secret"], text)
    headers = {"x-signature": f"ts=1742505638683,v1={signature}", "x-request-id": "bb56a2f1"}
    return headers, b'{"id":12345,"type":"payment","action":"payment.updated","data":{"id":"999"}}'


_MP_FIND = Sent(
    "GET",
    "https://api.mercadopago.com/v1/payments/search?external_reference=Ab-cdefghij_klmnopqrstuvwxyz0123"
    "&sort=date_created&criteria=desc",
    _MP_BEARER,
)

MERCADOPAGO = Case(
    keys={"access_token": "APP_USR-1", "webhook_secret": "hook"},
    currency="BRL",
    create=Sent(
        "POST",
        "https://api.mercadopago.com/checkout/preferences",
        {**_MP_BEARER, **CONTENT},
        b'{"items":[{"title":"Wallet top-up","quantity":1,"currency_id":"BRL","unit_price":12.05}],'
        b'"external_reference":"Ab-cdefghij_klmnopqrstuvwxyz0123",'
        b'"notification_url":"https://shop.example/payments/x","back_urls":{"success":"https://t.me/shop_bot",'
        b'"pending":"https://t.me/shop_bot","failure":"https://t.me/shop_bot"},"expires":true,'
        b'"expiration_date_to":"2026-01-01T13:00:00.000+00:00"}',
    ),
    created='{"id":"202809963-920c288b","init_point":"https://www.mercadopago.com.br/checkout/v1/redirect?pref_id=2",'
    '"sandbox_init_point":"https://sandbox.mercadopago.com.br/x","external_reference":"A1"}',
    id="202809963-920c288b",
    link="https://www.mercadopago.com.br/checkout/v1/redirect?pref_id=2",
    ask=_MP_FIND,
    find=_MP_FIND,
    told='{"results":[{"id":999,"external_reference":"Ab-cdefghij_klmnopqrstuvwxyz0123","status":"WORD",'
    '"transaction_amount":12.05,"currency_id":"BRL","transaction_amount_refunded":0}],"paging":{"total":1}}',
    words={
        "pending": W, "in_process": W, "authorized": W, "rejected": W, "approved": P, "cancelled": E,
        "refunded": R, "charged_back": R, "in_mediation": U,
    },
    call=_mercadopago_call,
    heard=("999", ""),
    charge="999",
    vital=b"999",
)  # fmt: skip

_CRYPTO_WORDS = "HTTP 401: {'code': 401, 'name': 'UNAUTHORIZED'}"
REFUSALS: Mapping[str, tuple[int, str, str]] = {
    "crypto_pay": (401, '{"ok":false,"error":{"code":401,"name":"UNAUTHORIZED"}}', _CRYPTO_WORDS),
    "heleket": (200, '{"state":1,"message":"The amount is wrong"}', "HTTP 200: The amount is wrong"),
    "oxapay": (
        400,
        '{"data":{},"message":"Bad","error":{"type":"invalid","key":"k","message":"No amount"},"status":400}',
        "HTTP 400: {'type': 'invalid', 'key': 'k', 'message': 'No amount'}",
    ),
    "yookassa": (400, '{"type":"error","code":"invalid","description":"Bad sum"}', "HTTP 400: Bad sum"),
    "platega": (400, '{"statusCode":400,"message":"No requisites"}', "HTTP 400: No requisites"),
    "paystack": (401, '{"status":false,"message":"Invalid key"}', "HTTP 401: Invalid key"),
    "razorpay": (
        400,
        '{"error":{"code":"BAD_REQUEST_ERROR","description":"At least INR 1.00"}}',
        "HTTP 400: At least INR 1.00",
    ),
    "plisio": (
        422,
        '{"status":"error","data":{"name":"Bad Request","message":"key plisio-key is wrong","code":1}}',
        "HTTP 422: key ··· is wrong",
    ),
    "nowpayments": (401, '{"status":false,"message":"Invalid api key"}', "HTTP 401: Invalid api key"),
    "mercadopago": (400, '{"message":"bad item","error":"bad_request","status":400}', "HTTP 400: bad item"),
}
"""Documented refusals: the HTTP status, the body, and how each ends in our log."""

CASES: Mapping[str, Case] = {
    "crypto_pay": CRYPTO_PAY,
    "heleket": HELEKET,
    "oxapay": OXAPAY,
    "yookassa": YOOKASSA,
    "robokassa": ROBOKASSA,
    "platega": PLATEGA,
    "paystack": PAYSTACK,
    "razorpay": RAZORPAY,
    "plisio": PLISIO,
    "nowpayments": NOWPAYMENTS,
    "mercadopago": MERCADOPAGO,
}
