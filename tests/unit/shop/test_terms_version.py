"""A version names the operator's terms: it changes with their words, and with nothing else."""

from shop.own_words import VERSION, version_of

TERMS = {"": "Nothing is given back.", "ru": "Ничего не возвращается."}


def test_no_terms_have_no_version() -> None:
    assert version_of({}) == ""


def test_blanks_and_the_order_of_languages_change_nothing() -> None:
    other = {"ru": " Ничего\tне  возвращается.\n", "": "Nothing\nis given back."}
    assert version_of(other) == version_of(TERMS)
    assert len(version_of(TERMS)) == VERSION


def test_other_words_and_further_languages_make_another_version() -> None:
    assert version_of(TERMS | {"ru": "Всё возвращается."}) != version_of(TERMS)
    assert version_of(TERMS | {"es": ""}) != version_of(TERMS)
    assert version_of({"": "a", "ru": "b"}) != version_of({"": "b", "ru": "a"})
    assert version_of({"": "a b"}) != version_of({"": "ab"})
