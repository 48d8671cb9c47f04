"""The pages of docs/reference are what the code says."""

import pytest

from project.reference import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_written_of_the_code(name: str) -> None:
    assert (FOLDER / name).read_text() == PAGES[name](), "`make reference` writes it anew"


def test_there_is_no_other_reference_page() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(PAGES)
