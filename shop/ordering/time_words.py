"""Rewrite what people say of days and hours in the shop's languages as what start_times reads.

Names of months become numbers, a part of the day (in the morning, вечера, malam) one of PARTS, and phrases
for a day one word. Texts are in lower case and ASCII digits.
"""

import re
from datetime import timedelta
from typing import NamedTuple

from shop.errors import ShopError

_MONTHS = """
jan january yan янв январь января ene enero janeiro ocak oca januari yanvar ژانویه يناير जनवरी जन
feb february фев февр февраль февраля febrero fev fevereiro şubat şub februari fevral فوریه فبراير फरवरी फ़रवरी फ़र
mar march мар март марта marzo março mart maret مارس मार्च
apr april апр апрель апреля abr abril nisan aprel آوریل أبريل ابريل अप्रैल nis
may май мая mayo maio mayıs mei مه مايو मई mai
jun june июн июнь июня junio junho haziran juni iyun ژوئن يونيو जून haz iyn
jul july июл июль июля julio julho temmuz juli iyul ژوئیه يوليو जुलाई tem iyl जुल
aug august авг август августа ago agosto ağustos agustus avgust اوت أغسطس اغسطس अगस्त ağu agu avg अग
sep sept september сен сент сентябрь сентября septiembre set setembro eylül sentabr سپتامبر سبتمبر सितंबर सितम्बर eyl sen सित
oct october окт октябрь октября octubre out outubro ekim okt oktober oktabr اکتبر أكتوبر اكتوبر अक्टूबर अक्तूबर eki अक्टू
nov november ноя нояб ноябрь ноября noviembre novembro kasım nopember noyabr نوامبر نوفمبر नवंबर नवम्बर kas noy नव
dec december дек декабрь декабря dic diciembre dez dezembro aralık des desember dekabr دسامبر ديسمبر दिसंबर दिसम्बर ara dek दिस
"""  # noqa: E501 - a month a line, its last words being how the shop itself shortens it

_WEEKDAYS = """
monday mon понедельник пн lunes segunda segunda-feira pazartesi senin dushanba دوشنبه الاثنين الإثنين सोमवार
tuesday tue вторник вт martes terça terça-feira salı selasa seshanba سهشنبه الثلاثاء मंगलवार
wednesday wed среда среду ср miércoles miercoles quarta quarta-feira çarşamba rabu chorshanba چهارشنبه الأربعاء الاربعاء बुधवार
thursday thu четверг чт jueves quinta quinta-feira perşembe kamis payshanba پنجشنبه الخميس गुरुवार
friday fri пятница пятницу пт viernes sexta sexta-feira cuma jumat jum'at juma جمعه الجمعة शुक्रवार
saturday sat суббота субботу сб sábado sabado cumartesi sabtu shanba شنبه السبت शनिवार
sunday sun воскресенье вс domingo pazar minggu yakshanba یکشنبه الأحد الاحد रविवार
"""  # noqa: E501 - a day a line

WEEKDAYS = {word: day for day, line in enumerate(_WEEKDAYS.strip().splitlines()) for word in line.split()}
"""The days of the week by their names, Monday being 0."""

MORNING, AFTERNOON, EVENING, NIGHT = "~morning", "~afternoon", "~evening", "~night"


class PartOfDay(NamedTuple):
    """The hours of a part of the day: on a clock of twelve, which are all am or all pm, and of twenty-four.

    An hour outside of them is not certain: "2 at night" can be of this night or the next.
    """

    of_twelve: range
    half: str
    of_twenty_four: range


PARTS = {
    MORNING: PartOfDay(range(1, 12), "am", range(0)),
    AFTERNOON: PartOfDay(range(1, 8), "pm", range(12, 20)),
    EVENING: PartOfDay(range(4, 12), "pm", range(13, 24)),
    NIGHT: PartOfDay(range(7, 12), "pm", range(19, 24)),
}

_SAID = {
    MORNING: """in the morning, morning, de la mañana, por la mañana, da manhã, de manhã
        утра, утром, sabahı, sabah, pagi, ertalab, صباحا, صباحاً, صبح, सुबह""",
    AFTERNOON: """in the afternoon, afternoon, de la tarde, por la tarde, da tarde, à tarde, de tarde
        дня, днём, днем, öğleden sonra, siang, sore, بعدازظهر, بعد از ظهر, عصر, दोपहर""",
    EVENING: """in the evening, evening, вечера, вечером, akşamı, akşam, kechqurun, शाम""",
    NIGHT: """at night, night, de la noche, por la noche, da noite, à noite, de noite
        gece, malam, شب, रात""",
    "pm": "مساء, مساءً, م",
    "am": "ص",
    "today ~evening": """tonight, сегодня вечером, esta noche, hoje à noite, bu akşam, bu gece
        malam ini, nanti malam, bugun kechqurun, امشب, الليلة, आज रात, आज शाम""",
    "lusa": """day after tomorrow, pasado mañana, depois de amanhã, öbür gün, بعد غد, بعد الغد
        پسفردا, پس فردا, परसों""",
    "tomorrow": "tmrw, tmr, tomorow, tommorow, tommorrow",
    "12:00": "12 noon, noon, полдень, mediodía, mediodia, meio-dia",
}


def _phrases(texts: str) -> list[str]:
    return [phrase for phrase in re.split(r"\s*[,\n]\s*", texts.strip()) if phrase]


_EVE = re.compile(rf"(?:malam(?:\s+hari)?|شب)\s+(?:{'|'.join(WEEKDAYS)})(?![^\s,;.!])")
"""In Indonesian and Persian: to some the night before that day, to others the night after it."""

_MEANT = {phrase: meaning for meaning, texts in _SAID.items() for phrase in _phrases(texts)}
_PHRASE = re.compile(
    r"(?<![^\s,;\d])(?:" + "|".join(map(re.escape, sorted(_MEANT, key=len, reverse=True))) + r")(?![^\s,;.!])"
)
_MONTH = {word: n for n, line in enumerate(_MONTHS.strip().splitlines(), 1) for word in line.split()}
_NAMES = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"(?<![\d:./-])(\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]*(?:de\s+)?\b({_NAMES})(?!\w)[.॰]?(?:,?\s+(?:de\s+)?(\d{{4}})\b)?"
)
_MONTH_DAY = re.compile(
    rf"\b({_NAMES})[.॰]?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.])(?:,?\s+(\d{{4}})(?![\d:.]))?"
)

_ONE = r"(?:an?|один|одну|una?|uma?|bir|satu|bitta|یک|एक)"
_UNITS = {
    "hours": r"hours?|hrs?|h|час(?:а|ов)?|horas?|saat|jam|soat(?:dan)?|ساع(?:ة|ات|ت)|घंट[ेा]",
    "minutes": r"minutes?|mins?|минут[уы]?|мин|minutos?|dakika|menit|daqiqa(?:dan)?|دقيقة|دقائق|دقیقه|मिनट",
}
_HALF_AN_HOUR = re.compile(
    r"in half an hour|через полчаса|en media hora|em meia hora|yarım saat sonra|setengah jam lagi"
)
_ALONE = {"hours": "hour|hora|час|ساعة", "minutes": "minute|minuto|минуту|دقيقة"}
"""What is one even without a number: через час. "In hours" is no time."""

_BEFORE = r"(?:in|через|en|em|dentro de|daqui a|dalam|بعد)"
_BEHIND = r"(?:sonra|lagi|keyin|बाद|में|دیگر|دیگه|بعد|later|from now)"
_WAITS = tuple(
    (re.compile(shape.format(count=rf"(?:(\d{{1,3}})|{_ONE})", unit=f"(?:{unit})", alone=_ALONE[name])), name)
    for name, unit in _UNITS.items()
    for shape in (rf"{_BEFORE}\s+(?:{{count}}\s*{{unit}}|{{alone}})", rf"{{count}}\s*{{unit}}\s+{_BEHIND}")
)


def with_numbers(text: str) -> str:
    """Return the text with dates whose month has a name in numbers: 28 ноября 2026 as 28/11/2026."""
    text = _DAY_MONTH.sub(lambda found: _date(found[1], found[2], found[3]), text)
    return _MONTH_DAY.sub(lambda found: _date(found[2], found[1], found[3]), text)


def _date(day: str, month: str, year: str | None) -> str:
    return f"{day}/{_MONTH[month]}" + (f"/{year}" if year else "")


def simplified(text: str) -> str:
    """Return the text with each phrase of the tables as what stands for it, and clocks without seconds.

    Raises ShopError for the night of a weekday that can be one of two.
    """
    if _EVE.search(text):
        raise ShopError("start_unclear")
    text = re.sub(r"(\d{4}-\d{1,2}-\d{1,2})t(?=\d)", r"\1 ", text.replace("’", "'"))
    text = re.sub(r"\b(\d{1,2}:\d{2})(?::\d{2}|h)\b", r"\1", text)
    text = re.sub(r"(?<=\d)'[dt][ae]\b", "", text)
    return with_numbers(_PHRASE.sub(lambda found: f" {_MEANT[found.group()]} ", text))


def wait_in(text: str) -> timedelta | None:
    """Return the wait that the text is, like "in 2 hours" or "через час"; None for any other text."""
    if _HALF_AN_HOUR.fullmatch(text):
        return timedelta(minutes=30)
    for shape, unit in _WAITS:
        if found := shape.fullmatch(text):
            return timedelta(**{unit: int(found[1] or 1)})
    return None
