"""The operator's own words among the settings: what is taken, and what a refusal names."""

from pathlib import Path

import pytest

from locales import Catalogues
from settings import Settings
from shop.own_words import LANGUAGES, in_language
from tests.unit.top.test_settings import problems, settings

pytestmark = pytest.mark.usefixtures("no_settings_from_outside")


def test_nothing_set_is_nothing_said() -> None:
    words = settings().own_words
    assert (words.contact, words.banner, in_language(words.welcome, "ru")) == ("", None, "")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("@ann_helps", "https://t.me/ann_helps"),
        ("ann_helps", "https://t.me/ann_helps"),
        ("t.me/ann_helps", "https://t.me/ann_helps"),
        ("https://telegram.me/ann_helps?text=Hi", "https://t.me/ann_helps?text=Hi"),
        ("https://t.me/+AbCdEf123", "https://t.me/+AbCdEf123"),
        ("https://help.example.com/form", "https://help.example.com/form"),
        ("https://help.example.com:8443/", "https://help.example.com:8443/"),
        ("https://помощь.рф/", "https://помощь.рф/"),
        ("https://my_shop.example/", "https://my_shop.example/"),
        ("@ann_helps  # my sister", "https://t.me/ann_helps"),
    ],
)
def test_a_contact_becomes_an_address(typed: str, address: str) -> None:
    assert settings(support_contact=typed).own_words.contact == address


@pytest.mark.parametrize(
    "typed",
    [
        "ask Ann", "ann@example.com", "http://help.example.com", "@1", "tg://x", "https://t.me/",
        "https://telegram.me", "https://help.example.com:99999/", "https://help.example.com:0/",
        "https://help.example.com:x/", "https://[help.example.com]/", "https://[help.example/", "https://a..b/",
        "https://help.example.com,https://x.example",
    ],
)  # fmt: skip
def test_a_contact_that_no_button_can_open(typed: str) -> None:
    (line,) = problems(support_contact=typed)
    assert line.startswith("SUPPORT_CONTACT: must be a name at Telegram like @ann_helps")
    assert typed not in line


def test_a_broken_tag_names_the_setting_and_the_place() -> None:
    lines = problems(welcome="Hello\n<b>all", terms_ru="a<br>b")
    known = "a, b, blockquote, code, del, em, i, ins, pre, s, span, strike, strong, tg-emoji, tg-spoiler"
    known += ", tg-time, u"
    assert lines == [
        f"TERMS_RU: has a tag that Telegram does not know, <br>, in line 1 at character 2; it knows {known}",
        "WELCOME: has a <b> without its </b> in line 2 at character 1",
    ]


def test_texts_that_are_too_long() -> None:
    lines = problems(
        welcome="w" * 801, terms="t" * 3001, description="d" * 513, short_description_ru="s" * 121
    )
    assert sorted(lines) == [
        "DESCRIPTION: must have at most 512 characters",
        "SHORT_DESCRIPTION_RU: must have at most 120 characters",
        "TERMS: can have at most 3000 characters; it shows 3001 characters",
        "WELCOME: can have at most 800 characters; it shows 801 characters",
    ]
    assert settings(welcome="<b>" + "w" * 800 + "</b>").welcome


def test_a_number_sign_is_only_a_sign_in_a_text() -> None:
    assert settings(welcome="We are # 1", description="#1 in town").own_words.welcome[""] == "We are # 1"


def test_the_end_of_a_line_may_be_written_out() -> None:
    words = settings(welcome=r"Hello\nAnn", description=r"One\nTwo").own_words
    assert (words.welcome[""], words.description[""]) == ("Hello\nAnn", "One\nTwo")
    (line,) = problems(terms=r"One\n<b>two")
    assert "in line 2 at character 1" in line


def test_a_text_in_the_readers_language_or_for_everybody() -> None:
    words = settings(welcome="Hello", welcome_ru="Привет", terms="Fair").own_words
    assert [in_language(words.welcome, one) for one in ("ru", "ru_RU", "en", "fa")] == [
        "Привет",
        "Привет",
        "Hello",
        "Hello",
    ]
    assert in_language(words.terms, "ru") == "Fair"


def test_every_language_of_the_shop_has_its_settings() -> None:
    assert set(LANGUAGES) == set(Catalogues().languages) - {"en"}
    for language in LANGUAGES:
        for text in ("welcome", "footer", "terms", "description", "short_description"):
            assert f"{text}_{language}" in Settings.model_fields


def test_a_shop_without_a_contact_is_remarked() -> None:
    (line,) = settings(access="shop").remarks()
    assert line.startswith("OPERATORS_CHAT and SUPPORT_CONTACT are empty")
    assert settings(access="shop", support_contact="@ann_helps").remarks() == []
    assert settings(access="shop", operators_chat="-1001234567890").remarks() == []
    assert settings().remarks() == []


def test_a_banner_is_a_file_an_address_or_telegrams_id(tmp_path: Path) -> None:
    picture = tmp_path / "shop.png"
    picture.write_bytes(b"\x89PNG")
    for source, is_file in (
        (str(picture), True),
        ("https://shop.example/a.jpg", False),
        ("AgACAgI" * 8, False),
    ):
        banner = settings(banner=source).own_words.banner
        assert banner is not None
        assert (banner.source, banner.is_file) == (source, is_file)
    for wrong in (
        "pictures/none.png",
        "http://shop.example/a.jpg",
        "https://shop.example/a b.jpg",
        str(tmp_path),
        f"{'p' * 300}.png",  # longer than a name can be
    ):
        (line,) = problems(banner=wrong)
        assert line.startswith("BANNER: ")
    picture.write_bytes(bytes(10_000_001))
    (line,) = problems(banner=str(picture))
    assert "more than 10 MB" in line
