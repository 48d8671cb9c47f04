"""Every language is complete and keeps placeholders, buttons and commands intact."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from locales import Catalogues, Translator
from locales.__main__ import main
from locales.gathering import gathered
from locales.po_files import HERE, file_of, forms, languages_in
from locales.translator import OWN_NAMES
from playground.telegram.markup_text import parse_html
from shop.own_words import LANGUAGES

FILES = {language: file_of(language) for language in languages_in()}
SPOKEN = Catalogues()
NASTY = ["<b>&\"'{}", "</b></i>&lt;", "\u202eשלום عليكم", "👩‍👩‍👧🇷🇺✌🏽", "ж" * 300, "{name}", "%s\\n\x00"]
UNCHANGING = re.compile(r"(?<![\w<:/])/[a-z]+(?: \d+)?|PANEL_KEY|https://|31/12/2030|\.txt|WW|256")

in_every_language = pytest.mark.parametrize("language", sorted(FILES))


@dataclass(frozen=True)
class Entry:
    """A sentence and one form of its translation."""

    source: str
    said: str


@cache
def template() -> Catalog:
    """All sentences of the code."""
    return gathered(HERE.parent)


@cache
def catalogue(language: str) -> Catalog:
    """Return one language's catalogue."""
    with FILES[language].open("rb") as stream:
        return read_po(stream, locale=language)


def messages(of: Catalog) -> dict[str, Message]:
    """Return all messages but the header, by the English sentence (or its plural)."""
    return {forms(message.id)[-1]: message for message in of if message.id}


def entries(language: str) -> Iterator[Entry]:
    """Return every sentence with each form of its translation."""
    sentences = messages(catalogue(language))
    assert len(sentences) > 1_000, "a test of no sentences passes"
    for source, message in sentences.items():
        for said in forms(message.string):
            yield Entry(source, said)


def placeholders(text: str) -> Counter[str]:
    """Count the placeholders' names."""
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def tags(text: str) -> Counter[str]:
    """Return the HTML tags."""
    return Counter(re.findall(r"</?\w[^>]*>", text))


def emoji(text: str) -> list[str]:
    """Return the emoji, in order; № and the like are words."""
    return [letter for letter in text if unicodedata.category(letter) == "So" and letter >= "←"]


def test_every_language_is_whole() -> None:
    assert SPOKEN.languages == ("en", *LANGUAGES), "LANGUAGES of shop/own_words.py, in order"
    assert set(OWN_NAMES) == set(SPOKEN.languages), "a language's name in itself"
    for language in SPOKEN.languages:
        lines = (HERE / language / "search_words.txt").read_text(encoding="utf-8").splitlines()
        meanings = {line.partition(":")[0] for line in lines}
        assert {"followers", "likes", "views", "small talk"} <= meanings, f"what people of {language} search"


@pytest.mark.parametrize("language", ["xx", "", "not a language"])
def test_only_a_language_is_begun(language: str) -> None:
    with pytest.raises(SystemExit, match="is no language"):
        main([language])
    assert "xx" not in languages_in()


@in_every_language
def test_says_everything_and_nothing_else(language: str) -> None:
    wanted, there = messages(template()), messages(catalogue(language))
    assert sorted(wanted) == sorted(there), "run python -m locales, and translate what is new"
    assert [source for source, message in there.items() if not all(forms(message.string))] == []
    assert [source for source, message in there.items() if message.fuzzy] == []
    assert not catalogue(language).obsolete
    assert not catalogue(language).fuzzy


@in_every_language
def test_placeholders_tags_and_signs_stay(language: str) -> None:
    for entry in entries(language):
        assert placeholders(entry.said) == placeholders(entry.source), entry
        assert tags(entry.said) == tags(entry.source), entry
        assert emoji(entry.said) == emoji(entry.source), entry
        assert entry.said.count("\n") == entry.source.count("\n"), entry
        assert entry.said == entry.said.strip(), entry


@in_every_language
def test_what_is_to_be_typed_exactly_so_stays(language: str) -> None:
    for entry in entries(language):
        assert set(UNCHANGING.findall(entry.said)) == set(UNCHANGING.findall(entry.source)), entry


@in_every_language
def test_buttons_are_called_by_their_names(language: str) -> None:
    t = SPOKEN.of(language)
    named = {"Skip": t.label("Skip"), "Tap Order": t.label("Order")}
    for entry in entries(language):
        for words, label in named.items():
            assert label in entry.said or words not in entry.source, entry


@in_every_language
def test_counts_as_the_language_does(language: str) -> None:
    rule, file = get_plural(language), catalogue(language)
    assert file.num_plurals == rule.num_plurals
    ours, theirs = c2py(file.plural_expr), c2py(rule.plural_expr)
    assert [ours(n) for n in range(1200)] == [theirs(n) for n in range(1200)]  # however it is spelled
    for message in messages(file).values():
        wanted = rule.num_plurals if isinstance(message.id, tuple) else 1
        assert len(forms(message.string)) == wanted, message.id


@in_every_language
@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_is_valid_html_whatever_is_filled_in(language: str, value: str) -> None:
    t = SPOKEN.of(language)
    for message in messages(template()).values():
        source = forms(message.id)[-1]
        names = placeholders(source)
        text, entities = parse_html(filled(t, forms(message.id), value))
        assert text.count(value) >= names.total() - names["n"], source
        assert len(entities) == tags(source).total() / 2, source


def filled(t: Translator, source: tuple[str, ...], value: str) -> str:
    """Return the sentence as sent, with `value` for every placeholder."""
    values = dict.fromkeys(placeholders(source[-1]), value)
    if len(source) == 1:
        return t(source[0], **values)
    values.pop("n", None)
    return t.plural(source[0], source[1], 2, **values)


@in_every_language
def test_no_value_stands_inside_a_tag(language: str) -> None:
    """Inside a tag, a value would need another kind of escaping."""
    for entry in entries(language):
        assert not re.search(r"<[^>]*\{", entry.source + entry.said), entry


def test_russian_counts_people() -> None:
    t = SPOKEN.of("ru")
    one = (
        "This is how it will look. <b>{n}</b> person will get it: "
        "everybody who has written to the bot and has not blocked it."
    )
    said = {n: t.plural(one, "{n}", n) for n in (0, 1, 2, 5, 11, 12, 21, 22, 25, 101, 111, 1000)}
    assert {n for n, text in said.items() if "Получит " in text} == {1, 21, 101}
    assert {n for n, text in said.items() if "человека" in text} == {2, 22}
    assert "Получат <b>1\u00a0000</b> человек:" in said[1000]
