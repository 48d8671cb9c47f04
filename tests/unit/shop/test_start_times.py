"""When an order is to start: what people type, by the clock of a zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shop.errors import ShopError
from shop.ordering.start_times import FARTHEST, Start, offered_starts, read_start

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    """Return this moment, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", at(27, 14, 30)),
        ("11:59", at(28, 11, 59)),
        ("14.30", at(27, 14, 30)),
        ("at 14:30", at(27, 14, 30)),
        ("2:30 pm", at(27, 14, 30)),
        ("9am", at(28, 9)),
        ("9.05 pm", at(27, 21, 5)),
        ("12 am", at(28, 0)),
        ("tomorrow 9", at(28, 9)),
        ("Tomorrow at 9.", at(28, 9)),
        ("9 tomorrow", at(28, 9)),
        ("tomorrow 9.05", at(28, 9, 5)),
        ("today 20:00", at(27, 20)),
        ("завтра в 9", at(28, 9)),
        ("mañana 9:15", at(28, 9, 15)),
        ("hari ini 20:00", at(27, 20)),
        ("فردا ۹:۳۰", at(28, 9, 30)),
        ("غدا ٩", at(28, 9)),
        ("कल ९:००", at(28, 9)),
        ("28.11 14:30", at(28, 14, 30)),
        ("14:30 28.11", at(28, 14, 30)),
        ("28.11 9", at(28, 9)),
        ("28/11 9:00", at(28, 9)),
        ("28.11.2026, 14:30", at(28, 14, 30)),
        ("28-11-2026 14:30", at(28, 14, 30)),
        ("2026-11-28 14:30", at(28, 14, 30)),
        ("12.12 10.30", at(12, 10, 30, month=12)),
        ("1.12 10:00", at(1, 10, month=12)),
        ("01.12. 10:00", at(1, 10, month=12)),
        ("01.12.26 10:00", at(1, 10, month=12)),
        ("28/11/26 9", at(28, 9)),
        ("amanhã às 9h", at(28, 9)),
        ("hoje 20h", at(27, 20)),
        ("послезавтра в 9", at(29, 9)),
        ("２０：３０", at(27, 20, 30)),
        ("tonight at 8", at(27, 20)),
        ("Tonight 8:15", at(27, 20, 15)),
        ("tonight 11 pm", at(27, 23)),
        ("tonight 20:00", at(27, 20)),
        ("\u200f١٤:٣٠\u200f", at(27, 14, 30)),
        *(("8 вечера", at(27, 20)), ("завтра в 9 утра", at(28, 9)), ("завтра в 3 дня", at(28, 15))),
        *(("9 de la mañana", at(28, 9)), ("mañana a las 9 de la mañana", at(28, 9))),
        *(("hoy a las 8 de la noche", at(27, 20)), ("amanhã às 3 da tarde", at(28, 15))),
        *(("bu akşam 8", at(27, 20)), ("yarın sabah 9'da", at(28, 9)), ("bugün 20:00’de", at(27, 20))),
        *(("besok jam 9 pagi", at(28, 9)), ("jam 8 malam", at(27, 20)), ("malam ini jam 20.00", at(27, 20))),
        *(("ertaga ertalab soat 9 da", at(28, 9)), ("bugun kechqurun 8", at(27, 20))),
        *(("٢:٣٠ مساءً", at(27, 14, 30)), ("٩ صباحا", at(28, 9)), ("الليلة 9", at(27, 21))),
        *(("امشب ساعت ۹", at(27, 21)), ("فردا ۹ صبح", at(28, 9)), ("پس‌فردا ۹:۰۰", at(29, 9))),
        *(("आज रात 8 बजे", at(27, 20)), ("कल सुबह 9 बजे", at(28, 9)), ("परसों 9:00", at(29, 9))),
        *(("tomorrow evening 8", at(28, 20)), ("9 o’clock tomorrow", at(28, 9)), ("tmrw 9am", at(28, 9))),
        *(("noon", at(28, 12)), ("завтра в полдень", at(28, 12)), ("(14:30)", at(27, 14, 30))),
        *(("in 2 hours", at(27, 14)), ("через полчаса", at(27, 12, 30)), ("через час", at(27, 13))),
        *(("en 2 horas", at(27, 14)), ("daqui a 2 horas", at(27, 14)), ("2 saat sonra", at(27, 14))),
        *(("30 menit lagi", at(27, 12, 30)), ("2 soatdan keyin", at(27, 14)), ("2 घंटे बाद", at(27, 14))),
        *(("۲ ساعت دیگه", at(27, 14)), ("بعد ٣ ساعات", at(27, 15)), ("in an hour", at(27, 13))),
        *(("28 ноября в 14:30", at(28, 14, 30)), ("28 de noviembre 14:30", at(28, 14, 30))),
        *(("Nov 28, 2:30 pm", at(28, 14, 30)), ("14:30 November 28th", at(28, 14, 30))),
        *(("28 Kasım 14:30", at(28, 14, 30)), ("28-noyabr 9:00", at(28, 9)), ("28 نوفمبر 9:00", at(28, 9))),
        *(("1 дек 2026 10:00", at(1, 10, month=12)), ("28 नवंबर 9:00", at(28, 9))),
        *(("Saturday 9:00", at(28, 9)), ("в субботу в 9", at(28, 9)), ("شنبه ۹:۰۰", at(28, 9))),
        *(("sábado a las 9 h", at(28, 9)), ("Friday 14:30", at(27, 14, 30)), ("вс 9:00", at(29, 9))),
        ("пятница 11:00", at(4, 11, month=12)),
        *(
            ("Minggu malam jam 8", at(29, 20)),
            ("شنبه شب ساعت ۸", at(28, 20)),
            ("besok malam jam 8", at(28, 20)),
        ),
        *(("8 pm in the evening", at(27, 20)), ("tomorrow afternoon 12 pm", at(28, 12))),
        *(("بعد ساعة", at(27, 13)), ("через минуту", at(27, 12, 1)), ("in hour", at(27, 13))),
        *(("2026-11-28T14:30:00", at(28, 14, 30)), ("9:30h", at(28, 9, 30)), ("20:00 hs", at(27, 20))),
    ],
)
def test_typed_words_mean_a_moment(typed: str, meant: datetime) -> None:
    assert read_start(typed, NOW, UTC) == meant


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("", "start_unclear"),
        ("soon", "start_unclear"),
        ("9", "start_unclear"),
        ("12.11", "start_unclear"),
        ("28.11", "start_unclear"),
        ("tomorrow", "start_unclear"),
        ("2h", "start_unclear"),
        ("9.5", "start_unclear"),
        ("tonight 12", "start_unclear"),
        ("tonight 1:30", "start_unclear"),
        *((said, "start_unclear") for said in ("12 ночи", "2 ночи", "in the morning", "завтра утром")),
        *((said, "start_unclear") for said in ("20:00 МСК", "20:00 UTC+3", "2026-11-28T14:30Z", "13 утра")),
        *((said, "start_unclear") for said in ("2 hours", "through 2", "next Friday 9", "31 февраля 9:00")),
        ("in 800 hours", "start_too_far"),
        *((said, "start_unclear") for said in ("tomorrow night 1 am", "Friday night 12 am", "tonight 1 am")),
        *((said, "start_unclear") for said in ("8 am in the evening", "9 pm in the morning")),
        *((said, "start_unclear") for said in ("malam minggu jam 8", "malam Jumat 20:00", "شب جمعه ساعت ۸")),
        *((said, "start_unclear") for said in ("in hours", "in minutes", "через минуты", "بعد ساعات")),
        ("25:00", "start_unclear"),
        ("14:60", "start_unclear"),
        ("13 pm", "start_unclear"),
        ("31.02 10:00", "start_unclear"),
        ("99.99 10:00", "start_unclear"),
        ("0000-00-00 10:00", "start_unclear"),
        ("14:30 15:30", "start_unclear"),
        ("tomorrow 28.11 14:30", "start_unclear"),
        ("14:30 please", "start_unclear"),
        ("10.30 12.12", "start_unclear"),
        ("-1:30", "start_unclear"),
        ("today 11:00", "start_past"),
        ("27.11 11:00", "start_past"),
        ("27.11.2025 14:30", "start_past"),
        ("2025-11-28 14:30", "start_past"),
        ("28.12 14:30", "start_too_far"),
        ("9999-12-31 23:59", "start_too_far"),
        ("😀" * 4096, "start_unclear"),
        ("14:30" + " " * 100 + "never", "start_unclear"),
    ],
)
def test_what_no_order_can_start_at_is_refused(typed: str, refused: str) -> None:
    with pytest.raises(ShopError) as error:
        read_start(typed, NOW, UTC)
    assert error.value.key == refused


def test_the_day_is_the_readers() -> None:
    """At 23:00 in London tomorrow is another day than in Moscow, where it is two o'clock at night."""
    late = at(27, 23)
    assert read_start("tomorrow 9", late, UTC) == at(28, 9)
    assert read_start("tomorrow 9", late, MOSCOW) == at(29, 6)
    assert read_start("9:00", late, MOSCOW) == at(28, 6)


def test_a_date_of_the_next_year_is_found_in_december() -> None:
    december = at(20, 12, month=12)
    assert read_start("02.01 10:00", december, UTC) == at(2, 10, month=1, year=2027)


def test_a_time_that_the_clock_jumps_over_is_as_much_later() -> None:
    """In Berlin, on 29 March 2026, 2:30 does not exist: it is 3:30, and the rest of the day is right."""
    berlin, before = ZoneInfo("Europe/Berlin"), at(28, 12, month=3)
    assert read_start("29.03 2:30", before, berlin) == at(29, 1, 30, month=3)
    assert read_start("29.03 9:00", before, berlin) == at(29, 7, month=3)


def test_a_time_that_the_clock_shows_twice_is_the_next_of_the_two() -> None:
    """In Berlin, on 25 October 2026, it is 2:30 at half past midnight UTC, and again an hour later."""
    berlin = ZoneInfo("Europe/Berlin")
    between, second = at(25, 0, 40, month=10), at(25, 1, 30, month=10)
    assert read_start("2:30", at(25, 0, 10, month=10), berlin) == at(25, 0, 30, month=10)
    assert read_start("2:30", between, berlin) == second
    assert read_start("today 2:30", between, berlin) == second
    assert read_start("2:30", second, berlin) == at(26, 1, 30, month=10)


def test_the_bounds_are_exact() -> None:
    assert read_start("27.12 12:00", NOW, UTC) == NOW + FARTHEST
    with pytest.raises(ShopError, match="start_too_far"):
        read_start("27.12 12:01", NOW, UTC)


def test_tonight_is_offered_until_the_evening() -> None:
    def offered(now: datetime) -> dict[Start, datetime]:
        return {one.start: one.at for one in offered_starts(now, MOSCOW)}

    assert offered(NOW) == {
        Start.IN_AN_HOUR: NOW + timedelta(hours=1),
        Start.TONIGHT: at(27, 17),
        Start.TOMORROW: at(28, 6),
    }
    assert Start.TONIGHT not in offered(at(27, 17))
