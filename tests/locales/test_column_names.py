"""The names that a mass order's help gives its columns are a header of such a list, in every language."""

import re

import pytest

from handlers.mass.views import how_to
from locales import Catalogues
from shop.ordering.mass_lines import TypedLine, read_lines
from tests.unit.shop.goods import POST

CATALOGUES = Catalogues()
COLUMNS = re.compile(r"[^|\n]+ \| [^|\n]+ \| [^|\n]+")


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_the_names_in_the_help_are_a_header(language: str) -> None:
    text = how_to("m", CATALOGUES.of(language)).text
    [named] = [line for line in text.splitlines() if COLUMNS.search(line) and "http" not in line]
    header = named.rpartition(":")[2].strip()
    assert read_lines(f"{header}\n12 | {POST} | 100") == [TypedLine("12", POST, "100")]
