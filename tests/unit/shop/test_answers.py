"""Reading answers: what people type, what is allowed, and the error for everything else."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.services import Service
from shop.errors import ShopError
from shop.ordering.answers import Answer, check_target, read_answer
from shop.ordering.fields import FORMS, Field, OrderForm, form_of
from shop.ordering.name_lists import names_listed
from shop.ordering.typed_numbers import readings

SERVICE = Service("1", "Likes", "Instagram Likes", "Default", 100, 10, 5000)
TODAY = date(2026, 11, 22)


def read(
    name: str, text: str, form: OrderForm = FORMS["default"], answers: dict[str, Answer] | None = None
) -> Answer:
    return read_answer(
        form.field(name), text, service=SERVICE, form=form, answers=answers or {}, platforms=(), today=TODAY
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1000", 1000), (" 1000 ", 1000), ("1,000", 1000), ("1 000", 1000), ("1.000", 1000),
        ("1'000", 1000), ("1\u00a0000", 1000), ("1k", 1000), ("2K", 2000), ("1m", 1_000_000),
        ("12,345,678", 12_345_678), ("1,25", None), ("1.5", None), ("1.5k", 1500), ("1,5k", 1500),
        ("0,5 k", 500), ("-5", None), ("+5", None), ("1e3", None), ("٣", 3), ("\u200e1000\u200b", 1000),
        ("１０００", 1000), ("۱k", 1000), ("10\u202f000", 10_000), ("10\u2009000", 10_000),
        ("10’000", 10_000), ("١٬٠٠٠", 1000), ("۱۰٬۰۰۰", 10_000), ("١٫٥k", 1500), ("1،000", 1000),
        ("1，000", 1000), ("１．０００", 1000), ("１０ｋ", 10_000), ("（１０００）", 1000), ("1´000", 1000),
        ("5 آلاف", 5000), ("1000 tane", 1000), ("1000 biji", 1000), ("1000 штук", 1000), ("1000 ta", 1000),
        ("1,00,000", 100_000), ("10_000", 10_000), ("2к", 2000), ("2 тыс", 2000), ("1,5 тыс.", 1500),
        ("2 млн", 2_000_000), ("5 bin", 5000), ("۵ هزار", 5000), ("3М", 3_000_000), ("1 500k", 1_500_000),
        ("1,500.5k", 1_500_500), ("0.500k", 500), ("1.500.000k", 1_500_000_000), ("1.2345k", None),
        ("0,500", None), ("01,000", None), ("1,000.000", None), ("1,00", None), ("1 00", None),
        ("1,0000", None), ("1.500k", None), ("2 mil", None), ("2 of them", None), ("k", None),
        ("1,000.00", 1000), ("1.000,00", 1000), ("1000.00", 1000), ("1000,0", 1000), ("١٠٠٠٫٠٠", 1000),
        ("1 000,00", 1000), ("1,00,000.00", 100_000), ("100.00", None), ("10,00", None), ("1000.50", None),
        ("1,000.000,00", None), ("1000,", 1000), ("1000!", 1000), ("1 000 ;", 1000), ('"1000"', 1000),
        ("«1 000»", 1000), ("(1000)", 1000), ("*1k*", 1000), ("`1000`", 1000), ("1000،", 1000),
        ("1000؛", 1000),
        ("1000?", None), ("~1000", None), ("100-200", None), ("100+", None), ("1000 pcs", 1000),
        ("1.500 шт.", 1500), ("1000 adet", 1000), ("۱۰۰۰ عدد", 1000), ("1️⃣0️⃣0️⃣", 100), ("1 lakh", 100_000),
        ("1.5 lakh", 150_000), ("2 crore", 20_000_000), ("1,5 jt", 1_500_000), ("2 juta", 2_000_000),
        ("3 nghìn", 3000), ("3 ngàn", 3000), ("2 triệu", 2_000_000), ("1万", 10_000), ("1.5万", 15_000),
        ("2천", 2000), ("2만", 20_000), ("5 thousand", 5000), ("5 Tausend", 5000), ("5 Tsd.", 5000),
        ("5 mille", 5000), ("5 mila", 5000), ("5 тысяч", 5000), ("5 тисяч", 5000), ("5 мың", 5000),
        ("1kk", 1_000_000),
        ("1.5кк", 1_500_000), ("2 million", 2_000_000), ("2 millones", 2_000_000), ("2 milhões", 2_000_000),
        ("2 миллиона", 2_000_000), ("1.234 lakh", None), ("1.000.00", None), ("1,000,00", None),
        ("1.2345 million", 1_234_500),
        ("5 likes", 5), ("1000 followers", 1000), ("1 000 подписчиков", 1000), ("1k likes", 1000),
        ("1000 Me gusta", 1000), ("1.000 seguidores", 1000), ("1.000 adet", 1000), ("1.500 beğeni", 1500),
        ("2 bin takipçi", 2000), ("1,5 тыс подписчиков", 1500), ("۱۰۰۰ تا", 1000), ("۱۰ هزار تا", 10_000),
        ("١٠٠٠ متابع", 1000), ("10 ming obunachi", 10_000), ("10 mingta", 10_000), ("1000 ko'rish", 1000),
        ("१,००० फॉलोअर्स", 1000), ("500 suka", 500), ("500rb penonton", 500_000), ("1000 uds.", 1000),
        ("#2", 2), ("№ 1000", 1000), ("1000.00 pcs", 1000), ("1.000,0 likes", 1000), ("10,00 likes", None),
        ("5 dollars", None), ("1000 на аккаунт", None), ("1000 likes 5", None), ("followers", None),
        ("1 likes k", None),
        ("lakh", None), ("1 000 1 000", None), ("1000 1000", None), ("1٬٠٠٠٫٠٠", 1000),
        ("999999999m", None), ("", None), ("ten", None), ("10 20", None), ("1" * 13, None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, number: int | None) -> None:
    assert (readings(text) == (number,)) if number is not None else (len(readings(text)) != 1)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        *(("1.500k", (1_500_000, 1500)), ("2,000 тыс", (2_000_000, 2000))),
        *(("1,250m", (1_250_000_000, 1_250_000)), ("5 mil", (5_000_000, 5000))),
        *(("2,5mil", (2_500_000, 2500)), ("10 mil seguidores", (10_000_000, 10_000))),
    ],
)
def test_a_number_that_can_be_two_is_asked_about(text: str, numbers: tuple[int, int]) -> None:
    assert readings(text) == numbers
    with pytest.raises(ShopError, match="number_unclear") as asked:
        read("quantity", text)
    assert [asked.value.values[name] for name in ("many", "few")] == [str(number) for number in numbers]


@given(st.integers(1, 10**9), st.sampled_from(" .,'_\u00a0\u202f’٬"))
def test_thousands_may_be_parted_by_any_mark(number: int, mark: str) -> None:
    assert readings(f"{number:,}".replace(",", mark)) == (number,)


@given(st.integers(1, 10**6), st.sampled_from(["k", "K", "к", " тыс", "m"]), st.sampled_from(".,٫"))
def test_a_part_of_a_thousand_is_read_exactly(tenths: int, word: str, mark: str) -> None:
    scale = 10**6 if word == "m" else 1000
    written = f"{tenths // 10}{mark}{tenths % 10}{word}"
    assert readings(written) == ((tenths * scale // 10,) if tenths * scale // 10 < 10**12 else ())


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = readings(text)
    assert len(found) <= 2
    assert all(number >= 0 for number in found)


@given(
    st.sampled_from([(form, field) for form in FORMS.values() for field in form.fields]),
    st.text(max_size=300),
)
def test_any_answer_is_read_or_refused_with_a_sentence(question: tuple[OrderForm, Field], text: str) -> None:
    form, field = question
    with contextlib.suppress(ShopError):
        read(field.name, text, form)


@pytest.mark.parametrize(
    "mark", ["{n}. ", "{n}) ", "{n}.", "({n}) ", "{n} - ", "#{n} ", "- ", "• ", "— ", "✅ ", "{n}️⃣ ", "١. "]
)
@pytest.mark.parametrize("sign", ["", "@"])
def test_the_marks_of_a_list_are_no_names(mark: str, sign: str) -> None:
    names = [f"{sign}name{n}" for n in range(1, 13)]
    listed = "\n".join(mark.format(n=n) + name for n, name in enumerate(names, 1))
    assert read("usernames", listed, FORMS["mentions"]) == names


@pytest.mark.parametrize("between", ["، ", "،", "、", "|", " | ", "؛", ", ", ";", " - ", " / "])
def test_names_stand_between_any_marks(between: str) -> None:
    names = [f"name_{n}" for n in range(1, 13)]
    assert read("usernames", between.join(names), FORMS["mentions"]) == names


@pytest.mark.parametrize(
    "listed", ["9.gag\n10.gag", "100.days\n101.days", "24.7.news\n25.7.news", "2pac\n3pac"]
)
def test_numbers_of_lines_are_names_where_names_would_be_the_same_without(listed: str) -> None:
    assert names_listed(listed) == listed.split("\n")


@pytest.mark.parametrize("tags", ["#2024 #love\n#2025 #fun", "#❤️ #🔥", "#1 #love\n#2 #fun"])
def test_tags_of_digits_and_of_pictures_are_tags(tags: str) -> None:
    assert names_listed(tags) == tags.split()


def test_a_name_of_digits_is_a_name() -> None:
    names = [str(n) for n in range(1001, 1012)]
    assert read("usernames", "\n".join(names), FORMS["mentions"]) == names


def test_lines_are_trimmed_and_empty_ones_go() -> None:
    form = FORMS["customcommentspackage"]
    assert read("comments", "  one \r\n\n two\u2028\n", form) == ["one", "two"]
    with pytest.raises(ShopError, match="lines_empty"):
        read("comments", " \n \n", form)
    with pytest.raises(ShopError, match="line_too_long"):
        read("comments", "a" * 501, form)


@pytest.mark.parametrize("word", ["🙂", "@", "...", "-_-", "@👍🏽"])
def test_what_has_neither_letter_nor_digit_names_nobody(word: str) -> None:
    for kind, field in (("mentionsuserfollowers", "username"), ("mentionshashtag", "hashtag")):
        with pytest.raises(ShopError, match="word_not_single"):
            read(field, word, FORMS[kind])


def test_names_are_passed_on_without_the_marks_that_an_app_puts_around_them() -> None:
    assert read("username", "\u2068@ann\u2069 ", FORMS["mentionsuserfollowers"]) == "@ann"
    assert read("hashtag", "\u200e#گل\u200cها\u200e", FORMS["mentionshashtag"]) == "#گل\u200cها"
    assert read("usernames", "\u200fann\u200f, \u200b\n@bob\ufeff", FORMS["mentionswithhashtags"]) == [
        "ann",
        "@bob",
    ]
    assert read("groups", "\u200et.me/one\nt.me/two\u200e", FORMS["invitesfromgroups"]) == [
        "t.me/one",
        "t.me/two",
    ]
    with pytest.raises(ShopError, match="word_not_single"):
        read("username", "\u200e\u2069", FORMS["mentionsuserfollowers"])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("https://t.me/ann_s", "ann_s"),
        ("tiktok.com/@ann.s?lang=en", "ann.s"),
        ("https://x.com/Ann", "Ann"),
        ("https://twitter.com/@ann/", "ann"),
        ("https://m.youtube.com/@ann-s", "ann-s"),
        ("instagram://user?username=ann", "ann"),
        ("ann.co", "ann.co"),
        ("@ann", "@ann"),
    ],
)
def test_a_profiles_link_is_read_as_its_username(typed: str, name: str) -> None:
    assert read("username", typed, FORMS["mentionsuserfollowers"]) == name
    assert read("usernames", f"bob {typed}", FORMS["mentionswithhashtags"]) == ["bob", name]


@pytest.mark.parametrize(
    "typed",
    [
        *("https://t.me/+AbCdEf123456", "https://t.me/ann/5", "https://www.tiktok.com/ann"),
        *("https://www.facebook.com/profile.php?id=1", "https://x.com/home", "linkedin.com/in/ann"),
    ],
)
def test_a_link_that_names_nobody_is_no_username(typed: str) -> None:
    with pytest.raises(ShopError, match="username_of_link"):
        read("username", typed, FORMS["mentionsuserfollowers"])


def test_a_comment_keeps_its_marks() -> None:
    assert read("comments", "\u200fسلام ❤\ufe0f", FORMS["customcommentspackage"]) == ["\u200fسلام ❤\ufe0f"]


def test_runs_stay_within_the_maximum_of_all_runs_together() -> None:
    assert read("runs", "5", answers={"quantity": 1000}) == 5
    with pytest.raises(ShopError, match="runs_over_max") as refused:
        read("runs", "6", answers={"quantity": 1000})
    assert refused.value.values["runs"] == 5
    with pytest.raises(ShopError, match="runs_never_fit"):
        read("runs", "2", answers={"quantity": 3000})


@pytest.mark.parametrize(
    "text",
    [
        "31/12/2030",
        "31.12.2030",
        "31-12-2030",
        "٣١/١٢/٢٠٣٠",
        "۳۱.۱۲.۲۰۳۰",
        "३१/१२/२०३०",
        "2030-12-31",
        "2030.12.31",
        "３１／１２／２０３０",
        "\u200f31/12/2030\u200f",
        "31 декабря 2030 г.",
        "31.12.2030г.",
        "31. 12. 2030",
        "31 12 2030",
        "Dec 31, 2030",
        "31st December 2030",
        "31 de diciembre de 2030",
        "31 de dezembro de 2030",
        "31 Aralık 2030",
        "31 Desember 2030",
        "31-dekabr 2030",
        "۳۱ دسامبر ۲۰۳۰",
        "٣١ ديسمبر ٢٠٣٠",
        "३१ दिसंबर २०३०",
    ],
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert read("expiry", text, FORMS["subscriptions"]) == "31/12/2030"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("22/11/2026", "date_past"),
        ("31/02/2030", "date_unreadable"),
        ("2030-31-12", "date_unreadable"),
        ("31/12/30", "date_unreadable"),
        ("31 декабря", "date_unreadable"),
        ("31 февраля 2030", "date_unreadable"),
        ("2026-11-22", "date_past"),
        ("soon", "date_unreadable"),
        ("12/31/2030", "date_unreadable"),
    ],
)
def test_dates_that_are_none(text: str, key: str) -> None:
    with pytest.raises(ShopError, match=key):
        read("expiry", text, FORMS["subscriptions"])


@pytest.mark.parametrize(
    "kind",
    [
        "Default",
        "default",
        "",
        "Custom_comments",
        "custom comments",
        "Custom Comments Package",
        "Mentions User Followers",
        "Realtime",
        "SEO",
    ],
)
def test_types_in_every_spelling(kind: str) -> None:
    assert form_of(Service("1", "A", "B", kind, 1, 1, 1)) is not None


def test_a_type_nobody_described_is_not_sold() -> None:
    assert form_of(Service("1", "A", "B", "Quantum Likes", 1, 1, 1)) is None


@pytest.mark.parametrize(
    ("name", "text", "key", "values"),
    [
        ("quantity", "  1.500k ", "number_unclear", {"typed": "1.500k", "many": "1500000", "few": "1500"}),
        ("quantity", "ten", "number_not_whole", {"min": 10, "max": 5000}),
        ("quantity", "9", "number_out_of_range", {"min": 10, "max": 5000}),
        ("quantity", "5001", "number_out_of_range", {"min": 10, "max": 5000}),
        ("link", "https://x.com/a\x07b", "link_not_plain", {}),
    ],
)
def test_a_wrong_answer_says_what_is_allowed(
    name: str, text: str, key: str, values: dict[str, object]
) -> None:
    with pytest.raises(ShopError) as refused:
        read(name, text)
    assert refused.value.key == key
    assert refused.value.values == values


@pytest.mark.parametrize("number", [10, 5000])
def test_the_least_and_the_most_are_allowed(number: int) -> None:
    assert read("quantity", str(number)) == number


def test_a_word_of_another_kind_than_plain_text_is_refused_as_text() -> None:
    with pytest.raises(ShopError) as refused:
        read("comments", "a\x07b", FORMS["customcomments"])
    assert refused.value.key == "text_not_plain"


def test_the_most_of_a_subscription_is_not_below_its_least() -> None:
    form = FORMS["subscriptions"]
    assert read("max", "200", form, {"min": 200}) == 200
    with pytest.raises(ShopError) as refused:
        read("max", "199", form, {"min": 200})
    assert (refused.value.key, refused.value.values) == ("max_below_min", {"min": 200})


def test_a_comment_may_be_five_hundred_characters_long() -> None:
    form = FORMS["customcomments"]
    lines = ["x" * 500] * 10
    assert read("comments", "\n".join(lines), form) == lines
    with pytest.raises(ShopError) as refused:
        read("comments", "\n".join([*lines, "x" * 501]), form)
    assert (refused.value.key, refused.value.values) == ("line_too_long", {"limit": 500})
    with pytest.raises(ShopError) as refused:
        read("comments", "one", form)
    assert (refused.value.key, refused.value.values) == (
        "lines_out_of_range",
        {"count": 1, "min": 10, "max": 5000},
    )


@pytest.mark.parametrize(
    ("text", "service", "target"),
    [
        ("+49 (151) 234-567-89", "WhatsApp Number", "+4915123456789"),
        ("+4915123456789", "SMS", "+4915123456789"),
        (" #cats ", "Instagram Hashtag Followers", "#cats"),
        ("ann.smith+1@mail.example", "Gmail Reviews", "ann.smith+1@mail.example"),
    ],
)
def test_a_target_that_is_no_link_is_taken_where_the_service_asks_for_it(
    text: str, service: str, target: str
) -> None:
    assert check_target(text, (), service) == target


@pytest.mark.parametrize("text", ["#cats", "+4915123456789", "ann@mail.example"])
def test_what_is_no_link_is_refused_where_a_link_is_asked_for(text: str) -> None:
    with pytest.raises(ShopError):
        check_target(text, (), "Instagram Likes")


@pytest.mark.parametrize("text", ["1k foo", "5 k x", "2 thousand or so"])
def test_a_thousand_of_what_is_not_counted_is_no_number(text: str) -> None:
    assert readings(text) == ()


def test_a_remark_in_brackets_is_no_name_unless_it_is_the_whole_line() -> None:
    assert names_listed("ann (my best friend)\nbob (vip)") == ["ann", "bob"]
    assert names_listed("(vip)") == ["(vip)"]
