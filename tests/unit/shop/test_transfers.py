"""Reading what a bank says came in: one amount that was credited, or none; and each line of a statement."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from shop.ledger.notifications import read_notification
from shop.ledger.statement_files import MOST_LINES, STATEMENT, Unread, read_csv
from shop.ledger.statement_moments import TwoDays, is_day_first, moment_of
from shop.ledger.transfers import Transfer, id_of, minor_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SEPAY = {
    "id": 92704, "gateway": "Vietcombank", "transactionDate": "2026-03-01 14:02:37", "code": None,
    "content": "K7M4QX cam on", "transferType": "in", "transferAmount": 2277000, "accumulated": 19077000,
}  # fmt: skip


def amount(text: str, currency: str) -> int | None:
    read = read_notification(text, currency, NOON, "BANK")
    return read.amount_minor if read else None


@pytest.mark.parametrize(
    ("currency", "minor", "text"),
    [
        ("INR", 4_500_000, "Rs.45,000.00 credited to a/c **4821 on 01-07-26 at 09:02. Avl Bal: Rs.93,211.40"),
        (
            "INR",
            2_300_000,
            "HDFC Bank: Rs. 23000.00 credited to a/c XX1234 by VPA s@ybl (UPI Ref No 225524688883).",
        ),
        (
            "INR",
            1_000_000,
            "A/c NN09089 credited for INR 10000.00 thru UPI. Bal INR 15220.36 (incl. of chq in clg)",
        ),
        ("INR", 10_000_000, "You have received ₹1,00,000 from ANN. Available balance ₹2,00,000.50"),
        ("RUB", 1_500_000, "СБЕРБАНК. Перевод 15000р от ИВАН И. Баланс: 25 000,50р"),
        ("RUB", 100_050, "СЧЁТ1234 12:30 Перевод 1\u00a0000,50р от ИВАН И. Баланс: 5000р"),
        ("RUB", 80_000, "Пополнение, счет RUB. 800 RUB. Сергей С. Доступно 713,79 RUB"),
        ("RUB", 1_500_000, "Пополнение. Счет RUB. 15 000,00 RUB. Элекснет. Остаток -1026.57 RUB"),
        ("RUB", 353_596, "Пополнение. Счет RUB. 3535,96 ₽. Др. банк. Оплата K7M4QX. Доступно 3535,97 ₽"),
        (
            "VND",
            500_000,
            "SD TK 0071000 +500,000VND luc 12-03-2026 10:00. SD 5,000,000VND. Ref MBVCB.123.K7M4QX",
        ),
        ("VND", 2_277_000, json.dumps(SEPAY)),
        ("VND", 50_000, json.dumps({"transfer_type": "credit", "amount": 50000, "transaction_id": "a1"})),
        ("VND", 500, '{"transfer_type": "credit", "amount": 500.000, "transaction_id": "a1"}'),
        ("VND", 500_000, '{"transfer_type": "credit", "amount": "500.000", "transaction_id": "a1"}'),
        ("VND", 50_000, '{"transfer_type": "credit", "amount": 5e4, "transaction_id": "a1"}'),
        ("BRL", 195_000, "Você recebeu um Pix de João no valor de R$ 1.950,00. Saldo: R$ 2.000,10"),
        ("BRL", 65, "ANA enviou um Pix para você. Você recebeu um Pix de R$0,65."),
        ("NGN", 5_000_000, "Acct: ****1234\nAmt: NGN50,000.00 CR\nDesc: NIP K7 N4\nAvail Bal: NGN120,000.00"),
        ("NGN", 500_000, "You have received N5,000.00 from ADA. Bal: N7,000.00"),
        (
            "UZS",
            990_000,
            "🟢 Perevod na kartu\n➕ 9 900.00 UZS\n💳 ***8346\n🕒 01.02.26 12:30\n💰 32 203.52 UZS",
        ),
        ("UZS", 10_000_000, "Zachislenie: 100 000,00 so'm. Qoldiq: 150 000,00 so'm"),
        ("EUR", 123_450, "Zahlungseingang: 1.234,50 EUR von Max, K7M4QX. Kontostand 2.000,00 EUR"),
        ("EUR", 123_450, "EUR 1,234.50 received from Max"),
        ("EUR", 500, "٥,٠٠ EUR received from Max"),
        ("USD", 5_000, "Ann sent you $50.00"),
    ],
)
def test_an_amount_that_came_in_is_read(currency: str, minor: int, text: str) -> None:
    assert amount(text, currency) == minor


@pytest.mark.parametrize(
    ("currency", "text"),
    [
        ("VND", '{"transfer_type": "credit", "amount": 1.234, "transaction_id": "a1"}'),
        ("VND", '{"transfer_type": "credit", "amount": 0.500, "transaction_id": "a1"}'),
        ("VND", '{"transfer_type": "credit", "amount": 1e999999999, "transaction_id": "a1"}'),
        ("VND", '{"transfer_type": "credit", "amount": -5e4, "transaction_id": "a1"}'),
        ("INR", "a/c XX9089 is debited for Rs.180.00 on 06-08-23 and credited to a/c no. XX0007"),
        ("INR", "Rs.500.00 sent from A/C **1234 to OLA. Bal: Rs.12,345.00"),
        ("INR", "Avl Bal in A/c **1234: Rs.12,345.00. Credited interest soon"),
        ("INR", "Rs.500.00 credited, Rs.5.00 credited. Bal: Rs.12,345.00"),
        ("INR", "Pre-approved: Rs.3,00,000 can be credited to A/c XX8821 today"),
        ("INR", "Rs.500.00 will be credited to a/c **1"),
        ("INR", "Request: Rs.500.00 received"),
        ("INR", "12,345.00 credited to your account"),
        ("INR", "USD 50.00 credited to a/c **1"),
        ("INR", "Rs.4,200.00 (USD 50.00) credited to a/c **1"),
        ("RUB", "Перевод. Счет RUB. 500.01 RUB. Баланс 6999.9 RUB"),
        ("RUB", "Оплата СБП, счет RUB. 1760 RUB. YANDEX.AFISHA. Доступно 9480.79 RUB"),
        ("RUB", "Списание 500р. Зачислено. Остаток 100р"),
        ("RUB", "Возврат. Счет RUB. 2070 RUB. Доступно 3000 RUB"),
        ("RUB", "Зачисление карта 34 500р. Баланс 1 000р"),
        ("BRL", "Você enviou um Pix de R$ 30,00 para ANA."),
        ("BRL", "Saldo: R$ 30,00"),
        ("NGN", "Amt: NGN18,450.00 DR\nDesc: POS\nAvail Bal: NGN245,100.00"),
        ("USD", "$5.07 received, on hold until it is looked at"),
        ("USD", "Deposit of $5.07 is being processed"),
        ("USD", "Deposit of $5.07 canceled"),
        ("INR", "Cheque deposit of Rs.500.07 returned"),
        ("RUB", "Зачисление 500,07р в обработке"),
        ("RUB", "Пополнение на 500,07р не прошло"),
        ("BRL", "Pix recebido de R$ 50,07 em processamento"),
        ("EUR", "Virement reçu de 50,07 EUR en attente"),
        ("EUR", "Gutschrift 50,07 EUR vorgemerkt"),
        ("VND", json.dumps(SEPAY | {"transferType": "out"})),
        ("VND", json.dumps(SEPAY | {"amount": 5})),
        ("VND", json.dumps(SEPAY | {"transferAmount": True})),
        ("VND", json.dumps(SEPAY | {"transferAmount": 10.5})),
        ("EUR", json.dumps(SEPAY)),
        ("VND", '{"transferType": "in"'),
        ("VND", "{}"),
        ("EUR", "Gutschrift -5,00 EUR"),
        ("EUR", "5,00 EUR"),
        ("EUR", "Gutschrift 0,00 EUR"),
        ("KWD", "KWD 1.500 credited"),
        ("EUR", ""),
        ("EUR", "5,00 EUR received " + "x" * 5_000),
    ],
)
def test_what_is_unclear_or_no_credit_is_nothing(currency: str, text: str) -> None:
    assert amount(text, currency) is None


@pytest.mark.parametrize(
    ("currency", "text"),
    [
        ("USD", "Bob received your Zelle payment of $5.07"),
        ("USD", "Bob has received your payment of $5.07"),
        ("USD", "Your transfer of $5.07 was received by Bob"),
        ("USD", "Your transfer of $5.07 was deposited into Bob's account"),
        ("USD", "Bob has deposited your transfer of $5.07"),
        ("USD", "Your payment of $5.07 has been credited to Bob’s account"),
        ("INR", "Your NEFT for Rs.500.07 has been credited to the beneficiary BOB on 25-11-2025"),
        ("INR", "Rs.500.07 credited to beneficiary a/c XX5678 through IMPS"),
        ("INR", "Beneficiary a/c XX5678 has been credited with Rs.500.07 by NEFT"),
        ("RUB", "Перевод 500,07 ₽ зачислен получателю Ивану И."),
        ("RUB", "Перевод 500,07р зачислен на карту получателя"),
        ("RUB", "Получатель: Иван И. Перевод 500,07 ₽ зачислен"),
        ("BRL", "Bob recebeu seu Pix de R$ 50,07"),
        ("BRL", "Seu Pix de R$ 50,07 foi recebido por Bob"),
        ("BRL", "Pix realizado! R$ 50,07. Recebedor: Bob"),
        ("EUR", "Bob ha recibido tu transferencia de 50,07 EUR"),
        ("EUR", "Tu transferencia de 50,07 EUR ha sido recibida por Bob"),
        ("EUR", "Bob a reçu votre virement de 50,07 EUR"),
        ("EUR", "Votre virement de 50,07 EUR a été reçu par Bob"),
        ("EUR", "Ihre Überweisung über 50,07 EUR ist beim Empfänger eingegangen"),
        ("EUR", "Gutschrift beim Empfänger Bob: 50,07 EUR"),
        ("EUR", "Il tuo bonifico di 50,07 EUR è stato accreditato al beneficiario"),
        ("EUR", "Bob ha ricevuto il tuo bonifico di 50,07 EUR"),
        ("VND", "Bạn đã chuyển 500.007 VND cho người nhận NGUYEN VAN A"),
        ("VND", "Chuyen khoan 500,007 VND thanh cong. Nguoi nhan: BOB"),
        ("IDR", "Kredit Rp 50.007 ke rekening penerima berhasil"),
    ],
)
def test_what_reached_somebody_else_did_not_come_here(currency: str, text: str) -> None:
    """A bank also tells whoever sent money, as an operator who gave a payment back, that it has arrived."""
    assert amount(text, currency) is None


@pytest.mark.parametrize(
    ("currency", "text"),
    [
        ("INR", "Rs.500.07 credited to your A/c XX12 by NEFT from BOB"),
        ("INR", "Rs.500.07 received by UPI from bob@ybl"),
        ("USD", "$500.07 deposited into your account"),
        ("USD", "Credited to Savings: $500.07 from Bob's shop"),
        ("RUB", "Поступление 500,07 руб. Плательщик: ООО Лес. Получатель: ИП Ли"),
        ("RUB", "Поступление 500,07 руб. от ООО Лес. Получатель: ИП Ли"),
        ("BRL", "Pix recebido por chave: R$ 500,07. Pagador: Bob. Recebedor: Ann"),
        ("EUR", "Has recibido una transferencia por 500,07 EUR"),
        ("EUR", "Transferencia recibida por Bizum de 500,07 EUR"),
        ("EUR", "Virement reçu par SEPA: 500,07 EUR"),
        ("EUR", "Bonifico ricevuto da Bob: 500,07 EUR"),
        ("EUR", "Zahlungseingang 500,07 EUR. Auftraggeber: Bob, Empfänger: Ann"),
    ],
)
def test_who_got_it_may_stand_in_the_message_of_what_came(currency: str, text: str) -> None:
    assert amount(text, currency) == 50_007


@pytest.mark.parametrize(
    "words",
    [
        "Rs.9999.00 credited Avl Bal",
        "Rs.9999.00",
        "credited Rs.9999.00 Bal Rs.",
        "+Rs.9999.00",
        "Bal: Rs.9999.00",
    ],
)
def test_a_payer_cannot_write_another_amount_into_the_message(words: str) -> None:
    before = f"Desc: {words} Amt: Rs.1.00 CR. Bal: Rs.50.00"
    behind = f"Rs.1.00 credited to a/c **1, {words}. Bal: Rs.50.00"
    assert amount(before, "INR") in {None, 100}
    assert amount(behind, "INR") in {None, 100}
    assert amount("Desc: thanks Amt: Rs.1.00 CR. Bal: Rs.50.00", "INR") == 100


@pytest.mark.parametrize(
    "text",
    [
        "Desc: Rs.9999.00 Avl Bal Amt: Rs.1.00 CR",
        "Desc: Rs.9999.00 Bal: Rs.1.00 CR. Bal: Rs.50.00",
        "Desc: Rs.9999.00 Avl Bal Amt: Rs.1.00 CR. Bal: Rs.50.00",
    ],
)
def test_a_payer_cannot_make_the_true_amount_look_like_a_balance(text: str) -> None:
    assert amount(text, "INR") is None


def test_the_same_message_is_the_same_transfer_and_another_moment_is_not() -> None:
    text = "5,00 EUR received from Max"
    first = read_notification(text, "EUR", NOON, "BANK")
    assert first == read_notification(f" {text}\n", "EUR", NOON, "BANK")
    later = read_notification(text, "EUR", NOON + timedelta(seconds=1), "BANK")
    assert first is not None
    assert later is not None
    assert first.id != later.id
    assert (first.at, first.sender, first.currency, first.text) == (NOON, "BANK", "EUR", text)


def test_sepay_has_ids_of_its_own() -> None:
    read = read_notification(json.dumps(SEPAY), "VND", NOON)
    assert read is not None
    assert (read.id, read.text, read.sender) == ("sepay:92704", "K7M4QX cam on", "")


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("1,000", "INR", 100_000), ("1.000", "EUR", 100_000), ("1.000", "VND", 1_000), ("1,5", "EUR", 150),
        ("12,34,567.8", "INR", 123_456_780), ("1'234.50", "CHF", 123_450), ("1.234.567", "EUR", 123_456_700),
        ("0,500", "EUR", None), ("1,23,4", "INR", None), ("1.234,567", "EUR", None), ("1.2.3", "EUR", None),
        ("12 34", "EUR", None), ("1,234,56", "EUR", None), ("100.50", "JPY", None), ("100.00", "JPY", 100),
        ("1.500", "KWD", None), ("", "EUR", None), ("-5", "EUR", None), ("1" * 13, "EUR", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_banks_write_them(written: str, currency: str, minor: int | None) -> None:
    assert minor_of(written, currency) == minor


# --- statements -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "line", "minor", "currency"),
    [
        ("Date,Description,Amount (INR)", '01-03-2026,K7M4QX,"1,00,000.50"', 10_000_050, "INR"),
        (
            "Date;Narration;Withdrawal Amt.;Deposit Amt.;Currency",
            "01-03-26;K7M4QX;;5,000.00;INR",
            500_000,
            "INR",
        ),
        (
            "Дата операции;Статус;Сумма операции;Валюта операции;Описание",
            "01.03.2026;OK;1 850,50;RUB;K7M4QX",
            185_050,
            "RUB",
        ),
        ("Data;Descrição;Valor", "01/03/2026;K7M4QX;R$ 1.950,00", 195_000, "BRL"),
        (
            "Ngày giao dịch\tNội dung\tSố tiền\tTiền tệ",
            "2026-03-01\tK7M4QX\t2,277,000\tVND",
            2_277_000,
            "VND",
        ),
        ("Buchungstag;Verwendungszweck;Betrag;Währung", "01.03.26;K7M4QX;2.500,00;EUR", 250_000, "EUR"),
        ("Sana;Izoh;Summa", "01.03.2026;K7M4QX;9 900.00 UZS", 990_000, "UZS"),
        ("Fecha;Concepto;Importe;Moneda", "01.03.2026;K7M4QX;+5,00;€", 500, "EUR"),
    ],
)
def test_columns_are_found_by_their_names(heading: str, line: str, minor: int, currency: str) -> None:
    day_first = line.replace("01", "13", 1) if line.startswith("01/") else line
    read = read_csv(f"{heading}\n{day_first}\n")
    assert not read.unread
    (transfer,) = read.transfers
    assert (transfer.amount_minor, transfer.currency, transfer.text) == (minor, currency, "K7M4QX")
    assert transfer.sender == STATEMENT
    assert (transfer.at.month, transfer.at.year, transfer.at.tzinfo) == (3, 2026, UTC)


def test_every_wrong_line_is_listed_by_its_number_with_why() -> None:
    lines = [
        "Statement of account",
        "Date;Description;Amount;Currency;Transaction ID;Status",
        "01.03.2026;good;5,00;EUR;a;OK",
        "yesterday;x;5,00;EUR;b;OK",
        "31.02.2026;x;5,00;EUR;c;OK",
        "01.03.2026;x;many;EUR;d;OK",
        "01.03.2026;x;5,00;;e;OK",
        "01.03.2026;x;-5,00;EUR;f;OK",
        "",
        "01.03.2026;x;5,00;EUR;g;FAILED",
        "01.03.2026;x;6,00;EUR;a;OK",
        "01.03.2026;x;5,00;EUR;h;OK;more",
        "01.03.2026;x",
        "01.03.2026;x;5,00;US$;i;OK",
        '01.03.2026;"x;5,00;EUR;j;OK',
    ]
    read = read_csv("\n".join(lines))
    assert [one.id for one in read.transfers] == ["a", "i"]
    assert [(one.line, one.why) for one in read.unread] == [
        (1, Unread.BEFORE), (4, Unread.DATE), (5, Unread.DATE), (6, Unread.AMOUNT), (7, Unread.CURRENCY),
        (8, Unread.WENT), (10, Unread.NOT_DONE), (11, Unread.TWIN), (12, Unread.COLUMNS), (13, Unread.AMOUNT),
        (15, Unread.BROKEN),
    ]  # fmt: skip


def test_a_quote_that_swallows_lines_is_seen() -> None:
    read = read_csv('Date;Description;Amount\n01.03.2026;"x;5,00\n01.03.2026;y";6,00\n', currency="EUR")
    assert [one.why for one in read.unread] == [Unread.BROKEN]


def test_without_a_heading_nothing_is_read() -> None:
    for text in ("", "01.03.2026;5,00", "Name;Amount\nAnn;5"):
        assert [one.why for one in read_csv(text).unread] == [Unread.HEADING]


def test_a_statement_too_long_says_so_for_each_line_beyond() -> None:
    text = "Date;Amount\n" + "01.03.2026;5,00\n" * (MOST_LINES + 2)
    read = read_csv(text, currency="EUR")
    assert len(read.transfers) == MOST_LINES
    assert [(one.line, one.why) for one in read.unread] == [
        (MOST_LINES + 2, Unread.TOO_MANY),
        (MOST_LINES + 3, Unread.TOO_MANY),
    ]


def test_days_that_can_be_two_need_a_line_that_tells() -> None:
    head = "Date;Amount;Currency\n"
    unclear = read_csv(head + "03/04/2026;5.00;USD\n04/04/2026;6.00;USD")
    assert [one.why for one in unclear.unread] == [Unread.TWO_DATES]
    month_first = read_csv(head + "03/04/2026;5.00;USD\n03/14/2026;6.00;USD")
    assert [one.at.month for one in month_first.transfers] == [3, 3]
    day_first = read_csv(head + "03/04/2026;5.00;USD\n14/03/2026;6.00;USD")
    assert [one.at.month for one in day_first.transfers] == [4, 3]


def test_a_day_is_its_last_second_and_a_time_is_of_the_zone() -> None:
    zone = timezone(timedelta(hours=7))
    read = read_csv("Date;Time;Amount\n2026-03-01;;5\n2026-03-01;08:30;6", currency="EUR", zone=zone)
    assert [one.at.isoformat() for one in read.transfers] == [
        "2026-03-01T16:59:59+00:00",
        "2026-03-01T01:30:00+00:00",
    ]


@pytest.mark.parametrize(
    "state",
    """
    Pending/Failed/On hold/Cancelled/Rejected/In progress/Processing/Reversed/Refunded/Returned/Scheduled
    Expired/Incomplete/Not completed/Void/Blocked/В обработке/Отклонено/Отменена/Не выполнено/Ожидает/Возврат
    Авторизация/Pendiente/Rechazado/Cancelado/En proceso/Devuelto/Pendente/Recusado/Agendado/Em processamento
    Estornado/Vorgemerkt/Abgelehnt/Storniert/En attente/Refusé/Annulé/Rejeté/In sospeso/Annullato/Rifiutato
    Beklemede/İptal/Reddedildi/Thất bại/Đang xử lý/Đã hủy/Gagal/Tertunda/Dibatalkan/Diproses/Rad etilgan
    Bekor qilingan
    """.strip()
    .replace("\n", "/")
    .split("/"),
)
def test_what_is_not_done_yet_has_not_come(state: str) -> None:
    lines = f"2026-01-02,x,5.07,{state.strip()}\n2026-01-02,x,6.07,Completed"
    read = read_csv(f"Date,Description,Amount,Status\n{lines}", currency="USD")
    assert [one.amount_minor for one in read.transfers] == [607]
    assert [one.why for one in read.unread] == [Unread.NOT_DONE]


@pytest.mark.parametrize(
    "state",
    """
    Completed/Success/Successful/Posted/Settled/Processed/Paid/Approved/Done/OK/Выполнено/Исполнен/Зачислено
    Проведено/Completado/Realizado/Concluído/Gebucht/Exécuté/Eseguito/Tamamlandı/Thành công/Berhasil/Bajarildi
    """.strip()
    .replace("\n", "/")
    .split("/"),
)
def test_what_is_done_has_come(state: str) -> None:
    read = read_csv(f"Date,Description,Amount,Status\n2026-01-02,x,5.07,{state.strip()}", currency="USD")
    assert [one.amount_minor for one in read.transfers] == [507]


def test_a_line_of_its_own_may_say_that_money_was_taken_back() -> None:
    lines = "2026-01-02,x,5.07,Reversed\n2026-01-03,Reversal of x,-5.07,Reversed"
    read = read_csv(f"Date,Description,Amount,Status\n{lines}", currency="USD")
    assert [(one.amount_minor, one.is_reversal) for one in read.transfers] == [(507, True)]
    assert [one.line for one in read.unread] == [2]


@pytest.mark.parametrize(
    ("came", "went"),
    [
        ("Incoming transfer", "Outgoing transfer"),
        ("Transfer in", "Transfer out"),
        ("Cash in", "CASH OUT"),
        ("Received", "Send money"),
        ("Поступление", "Исходящий перевод"),
        ("Перевод", "Комиссия банка"),
        ("Entrada", "Saída"),
        ("Transferencia recibida", "Transferencia emitida"),
        ("Virement reçu", "Virement émis"),
        ("Eingang", "Ausgehende Überweisung"),
        ("Bonifico in entrata", "Bonifico in uscita"),
        ("Gelen havale", "Giden havale"),
        ("Transfer masuk", "Transfer keluar"),
        ("Deposit", "Bank fee"),
    ],
)
def test_a_kind_says_that_an_amount_without_a_sign_left(came: str, went: str) -> None:
    """Also where there are more kinds than two, so that no pair of words tells the direction."""
    lines = f"2026-01-02,{came},x,5.07\n2026-01-02,{went},x,5.07\n2026-01-02,Interest,x,0.01"
    read = read_csv(f"Date,Type,Description,Amount\n{lines}", currency="USD")
    assert [one.amount_minor for one in read.transfers] == [507, 1]
    assert [one.why for one in read.unread] == [Unread.WENT]


def test_equal_lines_are_different_transfers_and_a_pasted_statement_again_is_the_same() -> None:
    text = "Date;Amount\n01.03.2026;5,00\n01.03.2026;5,00\n"
    first, second = read_csv(text, currency="EUR"), read_csv(text, currency="EUR")
    assert len({one.id for one in first.transfers}) == 2
    assert first == second


def test_what_was_taken_back_is_a_reversal_and_names_what_it_takes() -> None:
    rows = ["-5,00;Storno;a1", "-5,00;Gebühr;", "5,00;Storno;a1"]
    text = "\n".join(["Date;Amount;Type;Reverses", *(f"01.03.2026;{row}" for row in rows)])
    read = read_csv(text, currency="EUR")
    first, second = read.transfers
    assert isinstance(first, Transfer)
    assert (first.is_reversal, first.reverses, first.amount_minor) == (True, "a1", 500)
    assert (second.is_reversal, second.reverses) == (False, None)
    assert [one.why for one in read.unread] == [Unread.WENT]


def test_sepays_code_is_among_the_words_of_its_transfer() -> None:
    read = read_notification(json.dumps(SEPAY | {"content": "cam on", "code": "K7M4QX"}), "VND", NOON)
    assert read is not None
    assert read.text == "cam on | K7M4QX"


def test_a_transfer_told_without_an_id_keeps_the_same_one_in_every_release() -> None:
    """One more letter in it, and each line of a statement that is read again would be credited again."""
    assert id_of("a", "b") == "text:7e18f737311b2dc3b2f269dd78396b03"
    assert id_of("\ud800") == id_of("?")


@pytest.mark.parametrize("day", ["05/12/2026", "12/05/2026", "12/11/2026"])
def test_twelve_may_be_a_month_and_a_day(day: str) -> None:
    assert is_day_first([day]) is None
    with pytest.raises(TwoDays):
        moment_of(day, "10:00", UTC, day_first=None)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["05/13/2026"], False),
        (["13/05/2026"], True),
        (["13/05/2026", "05/13/2026"], None),
        (["05.04.2026"], True),
        (["05/12/2026", "12/05/2026"], None),
    ],
)
def test_days_tell_which_of_two_numbers_is_the_month(days: list[str], found: bool | None) -> None:
    assert is_day_first(days) is found
