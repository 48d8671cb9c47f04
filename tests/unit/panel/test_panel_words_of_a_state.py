"""A word for an end is no end where the words beside it say that more is to come."""

import json

import pytest

from panel.readers.states import STATES, state_of
from panel.readers.status import read_refill_status, read_status
from panel.reply import Answer, fold
from panel.values.texts import plain
from shop.heard import state_key
from shop.replies import ItemError, PanelState, RefillState, StatusReport


@pytest.mark.parametrize(
    "word",
    [
        "Completed 50%",
        "50% Completed",
        "Completed (45%)",
        "Completed: 45 %",
        "Completed [99.9%]",
        "Complete 0%",
        "Done (50/100)",
        "Completed (500/1000)",
        "Completed (50 of 100)",
        "Completed (50 out of 100)",
        "Completed (waiting)",
        "Completed (in queue)",
        "Finished [pending]",
        "Completed (in progress)",
        "Completed (processing)",
        "Completed (soon)",
        "Completed (estimated)",
        "Completed?",
        "Tamamlandı %45",
        "已完成 (45%)",
    ],
)
def test_a_share_or_a_remark_may_say_that_it_is_not_done(word: str) -> None:
    assert state_of(word, STATES) is None


@pytest.mark.parametrize(
    "word",
    [
        "100% completed",
        "Completed 100 %",
        "100,0% done",
        "Completed (100%)",
        "Done (100/100)",
        "Completed (1000 of 1000)",
        "Completed (no drop)",
        "Completed [real]",
        "Completed (12/05/2024)",
        "Completed (2024/05/12)",
        "✅ Completed",
        "TAMAMLANDI",
        "tamamlandi",
        "Concluída",
        "CONCLUIDA",
        "Hoàn tất",
        "تکمیل شده",
        "انجام شد",
    ],
)
def test_a_whole_share_and_a_plain_remark_leave_it_an_end(word: str) -> None:
    assert state_of(word, STATES) is PanelState.COMPLETED


@pytest.mark.parametrize(
    "word",
    [
        "Completed (drop 5%)",
        "Completed (5% drop)",
        "Completed (drop rate 0-5%)",
        "Completed [max drop 10%]",
        "Completed (up to 5% drop possible)",
        "Completed (non drop)",
        "Completed (HQ)",
        "Completed (refill 30 days)",
        "Completed (R30)",
        "Completed (no refill)",
        "Completed (by system)",
        "Completed (2024-05-12 10:00 UTC)",
        "Completed (500)",
        "Completed - drop 5%",
        "Completed – HQ",
        "Completed — refill 30 days",
        "Completed | real",
        "Completed: 12/05/2024",
        "Completed, no drop",
        "Completed (HQ) - 12 May 2024",
        "Выполнен (drop 5%)",
        "已完成 (HQ)",
        "已完成（HQ）",
        "已完成：2024-05-12",
    ],
)
def test_a_remark_of_neutral_words_leaves_it_an_end(word: str) -> None:
    assert state_of(word, STATES) is PanelState.COMPLETED


@pytest.mark.parametrize(
    "word",
    [
        "Completed (remains 20)",
        "Completed (20 left)",
        "Completed (missing 20)",
        "Completed (no followers)",
        "Completed (stopped)",
        "Completed (less)",
        "Completed (success rate 50%)",
        "Completed (980 delivered)",
        "Completed (20left)",
        "Completed (drop 5%, 20 remain)",
        "Completado (parcial)",
        "Completado (reembolso)",
        "Concluído (devolvido)",
        "Выполнен (частично)",
        "Выполнен (возврат 50%)",
        "Tamamlandı (kısmi)",
        "Tamamlandı (iade edildi)",
        "已完成 (部分)",
        "已完成（退款）",
        "Completed - 20 left",
        "Completed - waiting",
        "Completed: partly",
        "Completed / Pending",
        "Pending - Completed",
        "Pending (Completed)",
        "Processing | Done",
        "In progress, done",
    ],
)
def test_a_remark_that_may_take_from_an_end_waits_to_be_taught(word: str) -> None:
    assert state_of(word, STATES) is None


@pytest.mark.parametrize(
    "word",
    [
        "Partial (remains 20)",
        "Partial - 20 left",
        "Partially completed (HQ)",
        "Canceled (by seller)",
        "Canceled: refunded",
        "Refunded - HQ",
        "Failed (HQ)",
        "Reembolsado (50%)",
        "Reembolsado (parcial)",
        "Reembolsado - HQ",
        "Parado (HQ)",
    ],
)
def test_a_state_that_gives_money_back_is_known_by_its_whole_text(word: str) -> None:
    taught = {**STATES, "reembolsado": PanelState.REFUNDED, "parado": PanelState.PARTIAL}
    assert state_of(word, taught) in {None, STATES.get(state_key(word))}


@pytest.mark.parametrize(
    "word",
    [
        "Completed (USA)",
        "Completed [US]",
        "Completed - India",
        "Completed (Türkiye)",
        "Completed (Saudi Arabia)",
        "Completed (United States, HQ)",
        "Completed (Brazil | R30)",
        "Completed (female, worldwide)",
        "Выполнен (Россия)",
        "已完成（USA）",
    ],
)
def test_a_remark_that_names_a_place_leaves_it_an_end(word: str) -> None:
    assert state_of(word, STATES) is PanelState.COMPLETED


@pytest.mark.parametrize(
    "word",
    [
        "Expired (12/05/2024)",
        "Expired (2024-05-12 10:00 UTC)",
        "Expired - 12 May 2024",
        "Expired (30 days)",
        "Expired (HQ)",
        "Expired (USA)",
        "Expired (by system)",
        "Expired [auto]",
    ],
)
def test_a_subscription_that_has_run_its_time_may_have_a_neutral_remark(word: str) -> None:
    assert state_of(word, STATES) is PanelState.EXPIRED


@pytest.mark.parametrize(
    "word",
    [
        "Expired (3)",
        "Expired (3/10)",
        "Expired (3 of 10)",
        "Expired (3 posts)",
        "Expired - 3 posts left",
        "Expired: 3",
        "Expired (70%)",
        "Expired (refill)",
        "Expired (refill 30 days)",
        "Expired (R30)",
        "Expired - no refill",
        "Expired (guarantee)",
        "Expired (lifetime warranty)",
        "Expired (drop 5%)",
        "Expired (partial)",
        "Expired (refunded)",
        "Expired (soon)",
        "Expired (renewed)",
        "Expired (card)",
        "Expired (completed)",
        "Completed (expired)",
        "Expired (pending)",
        "Expired (full)",
        "Expired (HQ)?",
    ],
)
def test_a_remark_that_may_be_about_posts_or_a_guarantee_waits_to_be_taught(word: str) -> None:
    assert state_of(word, STATES) is None


def test_a_whole_text_that_was_taught_is_believed() -> None:
    taught = {**STATES, "completed20left": PanelState.PARTIAL, "reembolsado50": PanelState.PARTIAL}
    assert state_of("Completed (20 left)", taught) is PanelState.PARTIAL
    assert state_of("Reembolsado (50%)", taught) is PanelState.PARTIAL


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Pending - in queue", PanelState.PENDING),
        ("Processing - 50%", PanelState.PROCESSING),
        ("In progress: 500/1000", PanelState.IN_PROGRESS),
        ("In progress | server 2", PanelState.IN_PROGRESS),
        ("Pending (started)", PanelState.PENDING),
        ("On hold, ask support", PanelState.PAUSED),
        ("处理中（50%）", PanelState.PROCESSING),
        ("Processing: error", None),
        ("Processing - partial", None),
        ("Odd - completed", None),
    ],
)
def test_an_order_at_work_may_have_a_remark_behind_a_dash(word: str, state: PanelState | None) -> None:
    assert state_of(word, STATES) is state


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("In progress (45%)", PanelState.IN_PROGRESS),
        ("In progress 500/1000", None),
        ("45% in progress", PanelState.IN_PROGRESS),
        ("Pending (in queue)", PanelState.PENDING),
        ("İşlemde", PanelState.IN_PROGRESS),
        ("Yükleniyor", PanelState.IN_PROGRESS),
        ("در حال انجام", PanelState.IN_PROGRESS),
        ("Đang chạy", PanelState.IN_PROGRESS),
    ],
)
def test_an_order_at_work_may_say_how_far_it_is(word: str, state: PanelState | None) -> None:
    assert state_of(word, STATES) is state


@pytest.mark.parametrize(
    "word",
    [
        "Refunded 50%",
        "Canceled (45%)",
        "Canceled (pending)",
        "Отменён",
        "İptal edildi",
        "已取消",
        "Dibatalkan",
        "Đã hủy",
        "لغو شده",
        "Partial (157 left)",
        "Частично",
        "Not completed",
        "Incomplete",
    ],
)
def test_words_about_money_in_any_language_wait_to_be_taught(word: str) -> None:
    assert state_of(word, STATES) is None


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Done", RefillState.COMPLETED),
        ("Finished", RefillState.COMPLETED),
        ("✅ Completed", RefillState.COMPLETED),
        ("Completed (45%)", None),
        ("Running", RefillState.IN_PROGRESS),
        ("In progress (45%)", RefillState.IN_PROGRESS),
        ("In queue", RefillState.PENDING),
        ("Waiting", RefillState.PENDING),
        ("Canceled", RefillState.REJECTED),
        ("Rejected", RefillState.REJECTED),
        ("Declined", RefillState.REJECTED),
        ("Failed", RefillState.REJECTED),
        ("Partial", None),
        ("Refunded", None),
        ("Paused", None),
    ],
)
def test_a_refills_state_has_the_words_of_an_orders(word: str, state: RefillState | None) -> None:
    answer = Answer(200, json.dumps({"refill": 1, "status": word, "id": 5}))
    report = read_refill_status(fold(answer), ["1"]).by_id["1"]
    assert not isinstance(report, ItemError)
    assert report.state is state


def test_what_the_operator_taught_is_meant_exactly() -> None:
    taught = {**STATES, "completed50": PanelState.COMPLETED}
    assert state_of("Completed 50%", taught) is PanelState.COMPLETED
    assert state_of("Completed 60%", taught) is None


def test_an_orders_own_failure_is_its_state() -> None:
    [report] = read_status(fold(Answer(200, '{"order":5,"status":"Fail"}')), ["5"]).by_id.values()
    assert report == StatusReport(PanelState.FAILED, "Fail")


@pytest.mark.parametrize(
    "word",
    [
        "Выполнен (Completed)",
        "已完成 (Completed)",
        "Tamamlandı / Completed",
        "Done [completed]",
        "已完成（Completed）",
    ],
)
def test_an_end_in_two_languages_is_an_end(word: str) -> None:
    assert state_of(word, STATES) is PanelState.COMPLETED


@pytest.mark.parametrize(
    "word", ["Completed (start 500)", "Completed (Start count: 500)", "Completed (ID: 12)"]
)
def test_a_figure_that_is_no_share_leaves_it_an_end(word: str) -> None:
    assert state_of(word, STATES) is PanelState.COMPLETED


@pytest.mark.parametrize(
    "word",
    [
        "Completed - 5k of 10k",
        "Completed (5k/10k)",
        "Completed (1.5k of 2k)",
        "Completed: 5K out of 10K",
        "Completed (500 of the 1000)",
        "Completed (1m/2m)",
        "Completed - 500",
        "Completed: 500",
        "Completed | 12",
        "Completed, 5k",
        "Completed (Partial)",
        "Completed (Canceled)",
        "Completed (Pending)",
    ],
)
def test_a_share_in_thousands_or_a_bare_figure_behind_it_waits_to_be_taught(word: str) -> None:
    assert state_of(word, STATES) is None


MOVE_NOTHING = {
    PanelState.PENDING: (
        "В очереди", "Новый", "Создан", "В очікуванні", "Aguardando", "En cola", "Na fila", "Bekliyor",
        "Sırada", "Antri", "Đang chờ", "Chờ xử lý", "排队中", "等待处理", "未开始", "待機中", "대기",
        "รอดำเนินการ", "قيد الانتظار", "در انتظار", "Oczekujące", "In attesa", "In wachtrij", "În așteptare",
        "Väntar", "Σε αναμονή", "Gözləyir", "ממתין",
    ),
    PanelState.IN_PROGRESS: (
        "В процессе", "Запущен", "Виконується", "İcra olunur", "İşleniyor", "Başladı", "En curso", "In corso",
        "W trakcie", "W realizacji", "În curs", "Σε εξέλιξη", "Pågår", "Folyamatban", "Probíhá",
        "Sedang proses", "Sedang diproses", "Diproses", "Đang xử lý", "Đang thực hiện", "执行中", "実行中",
        "작업중", "กำลังดำเนินการ", "قيد التنفيذ", "جاري التنفيذ",
    ),
    PanelState.COMPLETED: (
        "Готово", "Виконано", "Завършен", "Zakończone", "Ukończono", "Zrealizowane", "Finalizată",
        "Ολοκληρώθηκε", "Voltooid", "Slutförd", "Fullført", "Færdig", "Valmis", "Dokončeno", "Završeno",
        "Tamamlanmış", "Finalizado", "Entregado", "Entregue", "Erledigt", "Completo", "Completata",
        "Đã hoàn thành", "完成", "完了しました", "완료됨", "เสร็จสิ้น", "اكتمل", "הושלם", "Bajarildi",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "word"), [(state, word) for state, words in MOVE_NOTHING.items() for word in words]
)
def test_a_state_that_moves_no_money_is_known_in_the_languages_of_panels(
    state: PanelState, word: str
) -> None:
    for spelled in (word, word.upper(), word.lower(), f"{word}."):
        assert state_of(plain(spelled), STATES) is state


@pytest.mark.parametrize(
    "word",
    [
        "Частично", "Отменен", "Возврат", "Reembolsado", "Parcial", "Cancelado", "İptal", "İade", "已取消",
        "已退款", "Dibatalkan", "Đã hủy", "Remboursé", "Storniert", "Terminado", "Bitti", "ملغي", "취소됨",
        "Готово (частично)", "Completo (parcial)", "Voltooid 50%", "完成 (部分)",
    ],
)  # fmt: skip
def test_a_state_that_may_give_money_back_waits_to_be_taught(word: str) -> None:
    assert state_of(word, STATES) is None
