"""The Translator: choice of language, inserted values, and refused catalogues."""

import gettext
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from locales import Catalogues, Translator
from locales.po_files import BrokenCatalogue, compiled, file_of, forms, languages_in, problems_in, some_of
from locales.translator import OWN_NAMES, own_name
from shop.currency import Steps
from shop.money import MICRO, parse_amount, rounded_down, rounded_up, two_readings, typed_amount

SPOKEN = Catalogues()
ENGLISH, RUSSIAN = SPOKEN.of("en"), SPOKEN.of("ru")
ARABIC = Translator("ar", gettext.NullTranslations())

HEAD = """msgid ""
msgstr ""
"Language: pt\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("RU", "ru"),
        ("ru_RU", "ru"),
        ("en", "en"),
        ("en-GB", "en"),
        ("pt-br", "pt"),
        ("xx-at", "en"),
        ("zz", "en"),
        ("", "en"),
        ("-", "en"),
        (None, "en"),
    ],
)
def test_the_language_is_telegrams_or_english(code: str | None, language: str) -> None:
    assert SPOKEN.of(code).language == language


NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def test_a_moment_is_shown_by_the_readers_clock_and_says_the_time_in_utc_elsewhere() -> None:
    tag = f'<tg-time unix="{int(NOON.timestamp())}" format="dt">'
    assert ENGLISH("until {moment}", moment=NOON) == f"until {tag}26 Nov 12:00 UTC</tg-time>"
    assert RUSSIAN("{moment}", moment=NOON) == f"{tag}26 нояб. 12:00 UTC</tg-time>"
    assert ENGLISH.label("until {moment}", moment=NOON) == "until 26 Nov 12:00 UTC"


@pytest.mark.parametrize("year", [1, 1969, 2039, 2999, 9999])
def test_a_moment_that_telegram_cannot_hold_is_words_alone(year: int) -> None:
    said = ENGLISH("until {moment}", moment=NOON.replace(year=year))
    assert said == "until 26 Nov 12:00 UTC"


def test_a_moment_in_a_right_to_left_sentence_is_isolated_as_a_whole() -> None:
    said = ARABIC("{moment}", moment=NOON)
    assert said.startswith("\u2068<tg-time "), said
    assert said.endswith("</tg-time>\u2069"), said


def test_a_dialect_is_said_in_the_language_it_is_of(tmp_path: Path) -> None:
    assert loaded(tmp_path, "").of("pt-br").language == "pt"


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert ENGLISH("started at {count}", count=1_234_567) == "started at 1,234,567"
    assert RUSSIAN("started at {count}", count=1_234_567) == "было 1\u00a0234\u00a0567"
    assert RUSSIAN.number(999) == "999"


def test_a_number_that_is_a_name_is_left_as_it_is() -> None:
    assert RUSSIAN("Order {order} · {status}", order="12345", status="?") == "Заказ №12345 · ?"


def test_moments_are_short_and_say_their_zone() -> None:
    moment = datetime(2026, 3, 8, 7, 5, 59, tzinfo=UTC)
    assert ENGLISH.moment(moment) == "8 Mar 07:05 UTC"
    assert RUSSIAN.moment(moment) == "8 мар. 07:05 UTC"


TODAY = NOON.replace(month=12)
OF_TODAY = Catalogues(now=lambda: TODAY)


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (-3650, "28 Dec 2016 12:00 UTC"),
        (-301, "28 Feb 2026 12:00 UTC"),
        (-300, "1 Mar 12:00 UTC"),
        (0, "26 Dec 12:00 UTC"),
        (6, "1 Jan 12:00 UTC"),
        (300, "22 Oct 12:00 UTC"),
        (301, "23 Oct 2027 12:00 UTC"),
        (1825, "25 Dec 2031 12:00 UTC"),
    ],
)
def test_a_moment_that_could_be_taken_for_one_of_another_year_says_its_year(days: int, shown: str) -> None:
    t, moment = OF_TODAY.of("en"), TODAY + timedelta(days=days)
    assert t.moment(moment) == shown
    assert t.label("until {moment}", moment=moment) == f"until {shown}"
    assert f">{shown}</tg-time>" in t("until {moment}", moment=moment)
    assert t.at("Asia/Tokyo").moment(moment) == shown.replace("12:00 UTC", "21:00 UTC+9")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ar", "26 نوفمبر 2024 12:00 UTC"),
        ("es", "26 nov 2024 12:00 UTC"),
        ("fa", "۲۶ نوامبر ۲۰۲۴ ۱۲:۰۰ UTC"),
        ("hi", "26 नव॰ 2024 12:00 UTC"),
        ("id", "26 Nov 2024 12:00 UTC"),
        ("pt", "26 nov. 2024 12:00 UTC"),
        ("ru", "26 нояб. 2024 12:00 UTC"),
        ("tr", "26 Kas 2024 12:00 UTC"),
        ("uz", "26 noy 2024 12:00 UTC"),
    ],
)
def test_a_year_stands_where_the_language_has_it(language: str, shown: str) -> None:
    assert OF_TODAY.of(language).moment(NOON.replace(year=2024)) == shown


def test_the_year_is_that_of_the_readers_clock() -> None:
    t, moment = OF_TODAY.of("en"), datetime(2030, 12, 31, 23, 59, tzinfo=UTC)
    assert t.moment(moment) == "31 Dec 2030 23:59 UTC"
    assert t.at("Asia/Tokyo").moment(moment) == "1 Jan 2031 08:59 UTC+9"


SHOP = Catalogues(steps=Steps("USD", 10_000))
IN_SHOP = SHOP.of("en")


@pytest.mark.parametrize("micro", [1, 900_000, 278_190, 1_234_567_890_000])
def test_money_read_back_is_the_same(micro: int) -> None:
    amount = ENGLISH.money(micro, "USD").removeprefix("$").replace(",", "")
    assert parse_amount(amount) == parse_amount(f"{micro // 10**6}.{micro % 10**6:06}")


@pytest.mark.parametrize(
    ("language", "currency", "shown"),
    [
        ("en", "USD", "−$1,234.50"),
        ("ru", "USD", "−1\u00a0234,50\u00a0$"),
        ("ru", "RUB", "−1\u00a0234,50\u00a0₽"),
        ("en", "CHF", "−1,234.50\u00a0CHF"),
    ],
)
def test_amounts_have_the_marks_of_the_language(language: str, currency: str, shown: str) -> None:
    assert SHOP.of(language).money(-1_234_500_000, currency) == shown


def test_what_one_has_is_rounded_down_and_what_one_owes_up() -> None:
    assert (IN_SHOP.balance(786_299, "USD"), IN_SHOP.due(3_432_601, "USD")) == ("$0.78", "$3.44")
    assert (IN_SHOP.balance(9_999, "USD"), IN_SHOP.movement(1, "USD")) == ("under $0.01",) * 2
    assert (IN_SHOP.balance(-1, "USD"), IN_SHOP.movement(12_345, "USD")) == ("−$0.01", "+$0.01")
    assert (IN_SHOP.balance(1_999_999, "IDR"), IN_SHOP.due(1, "JPY")) == ("1\u00a0IDR", "¥1")
    assert (IN_SHOP.balance(9_600, "KWD"), IN_SHOP.due(21_900, "KWD")) == ("0.009\u00a0KWD", "0.022\u00a0KWD")


def test_no_three_zeros_behind_a_mark_seem_to_be_thousands() -> None:
    assert IN_SHOP.money(1_500_000_000, "KWD") == "1,500.00\u00a0KWD"


@given(st.integers(0, 10**12), st.integers(0, 10**12).map(lambda n: n * 10_000))
def test_price_balance_and_what_is_missing_add_up(balance: int, price: int) -> None:
    shown_balance, missing = rounded_down(balance, 10_000), rounded_up(price - balance, 10_000)
    assert shown_balance <= balance
    assert shown_balance + missing == price


def test_values_are_escaped_in_html_and_not_in_labels() -> None:
    assert ENGLISH("<b>{category}</b>", category="<i>&'\"") == "<b>&lt;i&gt;&amp;'\"</b>"
    assert ENGLISH.label("Found for “{words}”", words="<i>&'\"") == "Found for “<i>&'\"”"
    assert ENGLISH.plural("<b>{n}</b> {what}", "<b>{n}</b> {what}s", 2, what="<i>") == "<b>2</b> &lt;i&gt;s"


def test_braces_in_a_value_are_no_placeholders() -> None:
    assert RUSSIAN("{text}", text="{0} {text} {text.__class__}") == "{0} {text} {text.__class__}"
    assert RUSSIAN("{{as it is}}") == "{as it is}"


def test_values_keep_to_themselves_in_a_sentence_from_right_to_left() -> None:
    said = "\u2068{}\u2069".format
    assert ARABIC("{min} to {max}", min=1000, max="a<") == f"{said('1,000')} to {said('a&lt;')}"
    assert ARABIC.label("{min} to {max}", min=1, max="a<") == f"{said('1')} to {said('a<')}"
    assert ARABIC.plural("{n} of {all}", "{n} of {all}", 3, all="7") == f"{said('3')} of {said('7')}"


@pytest.mark.parametrize("t", [ENGLISH, RUSSIAN], ids=["en", "ru"])
@pytest.mark.parametrize("turning", ["محمد", "Ann שלום", "Ann \u202eefil", "١٢", "\u2067Ann\u2069"])
def test_a_value_from_right_to_left_keeps_to_itself_in_any_sentence(t: Translator, turning: str) -> None:
    assert t("{name} ({number})", name=turning, number="101") == f"\u2068{turning}\u2069 (101)"
    assert t.label("{name}: {n}", name=turning, n=5) == f"\u2068{turning}\u2069: 5"
    assert t.series(["a", turning, "b"]) == f"a, \u2068{turning}\u2069, b"


@pytest.mark.parametrize("plain", ["Ann", "Аня", "李", "👩‍👩‍👧", "5.00 USD", "Zoë ½", "https://t.me/ann?a=1"])
def test_any_other_value_goes_in_as_it_is(plain: str) -> None:
    assert ENGLISH("{text}", text=plain) == RUSSIAN.label("{text}", text=plain) == plain


@pytest.mark.parametrize("t", [ENGLISH, ARABIC], ids=["en", "ar"])
def test_what_people_copy_has_no_marks_in_it(t: Translator) -> None:
    said = t("{name}: <code>/find {name}</code> <code>{other}</code>", name="محمد", other="a")
    outside = "\u200e" if t is ARABIC else ""
    assert said == f"\u2068محمد\u2069: {outside}<code>/find محمد</code> <code>a</code>"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("محمد\u2069", "محمد"),
        ("\u2069\u2069\u202eAnn", "\u202eAnn"),
        ("\u2067\u2067محمد\u2069", "\u2067\u2067محمد\u2069\u2069"),
        ("\u2069ש\u2068a\u2069\u2069", "ש\u2068a\u2069"),
    ],
)
def test_no_name_ends_the_isolate_around_it(name: str, shown: str) -> None:
    assert ENGLISH("{name} says 5", name=name) == f"\u2068{shown}\u2069 says 5"


def test_what_a_language_lacks_is_said_in_english(tmp_path: Path) -> None:
    t = loaded(tmp_path, 'msgid "Back"\nmsgstr ""\n\nmsgid "{n} a"\nmsgid_plural "{n} b"\nmsgstr[0] ""\n').of(
        "pt"
    )
    assert t.language == "pt"
    assert (t.label("Back"), t.label("Next"), t.plural("{n} a", "{n} b", 2)) == ("Back", "Next", "2 b")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ('msgid "Back"\nmsgstr "Назад', 8, "double quotes"),
        ('msgid "Back"\nmsgstr Назад"', 8, "double quotes"),
        ('msgid "Back"\nmsgstr "на "зад""', 8, "double quotes"),
        ('<<<<<<< HEAD\nmsgid "Back"\nmsgstr "Назад"', 7, "double quotes"),
        ('msgid "Back"\nmsgstr "Назад"\n"и ещё"\nwhat is this', 10, "double quotes"),
        ('msgid "Next"\nmsgstr "Дальше"\n\nmsgid "Back"\n', 10, "missing msgstr"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"', 7, "more translations"),
    ],
)
def test_a_broken_file_leaves_its_people_with_english(
    tmp_path: Path, text: str, line: int, problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(BrokenCatalogue) as refused:
        compiled(file)
    assert f"bot.po:{line}: " in str(refused.value)
    assert problem in str(refused.value)
    assert Catalogues(tmp_path).of("pt").label("Back") == "Back"
    assert str(refused.value) in caplog.text
    assert problems_in(tmp_path) == [f"{refused.value}; until it is mended its people read English"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('msgid "Order {order}"\nmsgstr "Заказ {ordr}"', "{ordr}"),
        ('msgid "Order {order}"\nmsgstr "Заказ {order.__class__}"', "__class__"),
        ('msgid "Order {order}"\nmsgstr "Заказ {order"', "'}'"),
        ('msgid "Order {order}"\nmsgstr "Заказ {}"', "{}"),
        ('msgid "Order {order}"\nmsgid_plural "{n} b"\nmsgstr[0] "{n}"\nmsgstr[1] "{m}"', "{m}"),
    ],
)
def test_a_sentence_with_a_broken_placeholder_is_said_in_english(
    tmp_path: Path, text: str, problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    t = loaded(tmp_path, f'{text}\n\nmsgid "Back"\nmsgstr "Назад"\n').of("pt")
    assert t("Order {order}", order="5") == "Order 5"
    assert t.plural("Order {order}", "{n} b", 2, order="5") == "2 b"
    assert t.label("Back") == "Назад"
    assert ["bot.po:7: " in problem for problem in problems_in(tmp_path)] == [True]
    assert "bot.po:7: " in caplog.text
    assert problem in caplog.text


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("charset=utf-8", "charset=klingon"), ("nplurals=2", "nplurals=two"), ("(n != 1)", "(n is many)")],
)
def test_a_broken_head_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    with pytest.raises(BrokenCatalogue, match=r"bot\.po: "):
        compiled(written(tmp_path, 'msgid "Back"\nmsgstr "Назад"\n', head=HEAD.replace(right, wrong)))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenCatalogue, match=r"bot\.po: 'utf-8' codec can't decode"):
        compiled(written(tmp_path, 'msgid "Back"\nmsgstr "Назад"\n', encoding="cp1251"))


def test_a_language_is_read_when_it_is_spoken_and_no_earlier(tmp_path: Path) -> None:
    languages = Catalogues(tmp_path)
    file = written(tmp_path, 'msgid "Back"\nmsgstr "Назад"\n')
    languages = Catalogues(tmp_path)
    assert languages.languages == ("en", "pt")
    file.write_text(file.read_text(encoding="utf-8").replace("Назад", "Voltar"), encoding="utf-8")
    t = languages.of("pt-br")
    assert t.label("Back") == "Voltar"
    file.unlink()
    assert languages.of("pt") is t


def test_a_few_sentences_can_be_read_of_a_language_that_nobody_speaks(tmp_path: Path) -> None:
    languages = loaded(tmp_path, 'msgid "Back"\nmsgstr "Voltar"\n')
    assert languages.some_of("pt", ["Back", "Next"]) == {"Back": "Voltar", "Next": "Next"}
    assert languages.some_of("", ["Back"]) == {"Back": "Back"}


@pytest.mark.parametrize("language", languages_in())
def test_a_few_sentences_are_those_of_the_whole_file(language: str) -> None:
    file = file_of(language)
    whole = compiled(file).translations
    with file.open("rb") as stream:
        sentences = [entry.id for entry in read_po(stream) if entry.id and isinstance(entry.id, str)]
    assert len(sentences) > 1_000
    assert some_of(file, sentences) == {sentence: whole.gettext(sentence) for sentence in sentences}


ODD = """#, fuzzy
msgid "Next"
msgstr "Seguinte"

msgctxt "a key"
msgid "Back"
msgstr "Voltar"

msgid "{n} a"
msgid_plural "{n} b"
msgstr[0] "{n} c"
msgstr[1] ""

"""


@pytest.mark.parametrize("language", [*languages_in(), ""])
def test_what_a_file_says_is_what_gettext_says_of_it_compiled(language: str, tmp_path: Path) -> None:
    file = file_of(language) if language else written(tmp_path, ODD)
    with file.open("rb") as stream:
        catalogue = read_po(stream)
    compiled_form = io.BytesIO()
    write_mo(compiled_form, catalogue)
    compiled_form.seek(0)
    theirs, ours = gettext.GNUTranslations(compiled_form), compiled(file).translations
    for message in list(catalogue)[1:]:
        one, *many = forms(message.id)
        assert ours.gettext(one) == theirs.gettext(one)
        for sentence in many:
            said = [ours.ngettext(one, sentence, n) for n in range(130)]
            assert said == [theirs.ngettext(one, sentence, n) for n in range(130)]


def test_a_few_broken_sentences_name_their_line_of_the_whole_file(tmp_path: Path) -> None:
    written(tmp_path, 'msgid "Next"\nmsgstr "Seguinte"\n\nmsgid "Back"\nmsgstr "Voltar\n')
    with pytest.raises(BrokenCatalogue, match=rf"{file_of('pt', tmp_path)}:\d+:") as whole:
        compiled(file_of("pt", tmp_path))
    with pytest.raises(BrokenCatalogue) as few:
        some_of(file_of("pt", tmp_path), ["Back"])
    assert str(few.value) == str(whole.value)


def test_a_file_that_is_gone_when_somebody_speaks_leaves_them_with_english(tmp_path: Path) -> None:
    languages = loaded(tmp_path, 'msgid "Back"\nmsgstr "Voltar"\n')
    file_of("pt", tmp_path).unlink()
    assert languages.of("pt").label("Back") == "Back"
    assert languages.some_of("pt", ["Back"]) == {"Back": "Back"}


PERSIAN = Translator("fa", gettext.NullTranslations())


def test_persian_writes_its_own_digits_and_marks() -> None:
    assert PERSIAN.number(10_000) == "۱۰٬۰۰۰"
    assert PERSIAN.tenths(46) == "۴٫۶"
    assert PERSIAN.money(1_760_000, "USD") == "$\u00a0۱٫۷۶"
    assert PERSIAN.moment(NOON) == "۲۶ نوامبر ۱۲:۰۰ UTC"
    assert (PERSIAN.separator, ENGLISH.separator) == (" | ", " · "), "a dot would be a zero"
    assert PERSIAN("{n}", n="https://t.me/1") == "\u2068https://t.me/1\u2069", "what people typed stays"


@pytest.mark.parametrize(
    ("language", "amount", "number"),
    [
        ("ar", "1,234.50\u00a0$", "12,345"),
        ("es", "1.234,50\u00a0$", "12.345"),
        ("pt", "$\u00a01.234,50", "12.345"),
        ("tr", "$1.234,50", "12.345"),
        ("hi", "$1,234.50", "12,345"),
        ("id", "$1.234,50", "12.345"),
        ("uz", "1\u00a0234,50\u00a0$", "12\u00a0345"),
    ],
)
def test_amounts_and_numbers_have_the_marks_of_the_language(language: str, amount: str, number: str) -> None:
    t = Translator(language, gettext.NullTranslations())
    assert (t.money(1_234_500_000, "USD"), t.number(12_345)) == (amount, number)


def test_names_of_languages_are_those_of_unicodes_tables() -> None:
    for language, ours in OWN_NAMES.items():
        theirs = str(Locale.parse(language).get_display_name()).replace("o‘", "oʻ")
        assert ours.casefold().removeprefix("bahasa ") == theirs.casefold(), language
    assert own_name("uk") == "Українська"


def written(folder: Path, text: str, *, head: str = HEAD, encoding: str = "utf-8") -> Path:
    """Write the file of a folder with only this one."""
    file = file_of("pt", folder)
    file.parent.mkdir(parents=True)
    file.write_bytes((head + text).encode(encoding))
    return file


def loaded(folder: Path, text: str) -> Catalogues:
    """Return the languages of a folder with only this file."""
    written(folder, text)
    return Catalogues(folder)


@pytest.mark.parametrize("currency", ["USD", "EUR", "RUB", "UZS", "IDR", "INR", "IRR", "TRY", "BRL"])
@pytest.mark.parametrize("language", SPOKEN.languages)
def test_an_amount_as_the_shop_writes_it_is_read_or_asked_about(language: str, currency: str) -> None:
    for micro in (5_500_000, 1_000_000_000, 123_456_780_000, 100_000_000_000):
        shown = SPOKEN.of(language).money(micro, currency)
        read, both = typed_amount(shown, currency), two_readings(shown, currency)
        assert (read is None) is (both is not None), shown
        amount = read if both is None else parse_amount(both[0])
        assert amount is not None
        assert abs(amount * MICRO - micro) < MICRO, shown  # what is no coin of it is not shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("للإنهاء /cancel.", "للإنهاء \u200e/cancel."),
        ("اكتب <code>@{name}</code> أو (@ann)", "اكتب \u200e<code>@kiosk</code> أو (\u200e@ann)"),
        ("ملف .txt أو .csv", "ملف \u200e.txt أو \u200e.csv"),
        ("/topup يشحنها.\n/help", "\u200f\u200e/topup يشحنها.\n/help"),
        ("https://t.me/ann a/b 1/2 {n}.", "https://t.me/ann a/b 1/2 \u20687\u2069."),
    ],
)
def test_a_command_in_a_sentence_from_right_to_left_has_its_stroke_in_front(said: str, shown: str) -> None:
    assert ARABIC(said, name="kiosk", n=7) == ARABIC.plural(said, said, 7, name="kiosk") == shown
    assert RUSSIAN(said, name="kiosk", n=7) == said.format(name="kiosk", n=7)


def test_a_line_of_signs_begins_where_the_language_does() -> None:
    assert (ARABIC.line("▰▱ 50 %"), ENGLISH.line("▰▱ 50 %")) == ("\u200f▰▱ 50 %", "▰▱ 50 %")


def test_a_series_has_the_comma_of_its_language() -> None:
    said = "\u2068{}\u2069".format
    assert ENGLISH.series(["1", "2"]) == "1, 2"
    assert ARABIC.series(["1", "2"]) == PERSIAN.series(["1", "2"]) == f"{said('1')}، {said('2')}"


def test_a_time_of_the_day_has_the_digits_of_its_language() -> None:
    assert (PERSIAN.hour("22:00–08:30"), RUSSIAN.hour("22:15")) == ("۲۲:۰۰–۰۸:۳۰", "22:15")
