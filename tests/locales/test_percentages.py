"""A percentage has its sign where its reader's language has it: 5 %, 5%, %5, ۵٪."""

import re

import pytest
from babel.messages.pofile import read_po

from locales import Catalogues
from locales.po_files import file_of, forms

CATALOGUES = Catalogues()
IN_A_SENTENCE = re.compile(r"[%٪]\s?\{\w+\}|\{\w+\}\s?[%٪]")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "2.9 %"),
        ("ru", "2,9 %"),
        ("es", "2,9 %"),
        ("tr", "%2,9"),
        ("id", "2,9%"),
        ("fa", "\u2068۲٫۹\u2069٪"),
    ],
)
def test_a_percentage_reads_as_in_its_language(language: str, shown: str) -> None:
    assert CATALOGUES.of(language).percentage(29_000) == shown


@pytest.mark.parametrize("language", [one for one in CATALOGUES.languages if one != "en"])
def test_each_sentence_writes_percentages_alike(language: str) -> None:
    with file_of(language).open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    said = (text for one in catalogue for text in forms(one.string))
    written = {re.sub(r"\{\w+\}", "{}", found) for text in said for found in IN_A_SENTENCE.findall(text)}
    assert len(written) == 1, written
