"""Names and texts of services as the shop shows them."""

import pytest

from shop.catalogue.search_words import SearchWords

ENGLISH = {
    "takipçi": "followers",
    "canlı yayın": "live",
    "canlı yayın izleyici": "live viewers",
    "izleyici": "viewers",
    "merhaba": "",
    "teşekkürler": "",
}


@pytest.mark.parametrize(
    ("query", "english"),
    [
        ("instagram takipçi", "instagram followers"),
        ("canlı yayın", "live"),
        ("tiktok canlı yayın izleyici", "tiktok live viewers"),
        ("izleyici canlı yayın", "viewers live"),
        ("canlı yayın tiktok likes", "live tiktok likes"),
        ("canlı izleyici", "canli viewers"),
        ("Instagram Likes!", "Instagram Likes!"),
        ("takipçi", "followers"),
        ("@ann_smith takipçi", "followers"),
        ("likes @ann.smith", "likes"),
        ("@ann_smith", ""),
        ("@ann_smith/5", ""),
        ("mail ann@smith.example", "mail ann@smith.example"),
    ],
)
def test_the_longest_phrase_that_is_known_is_put_into_english(query: str, english: str) -> None:
    assert SearchWords(ENGLISH).translated(query, lambda _: False) == english


def test_what_the_catalogue_itself_says_stays_as_it_is() -> None:
    assert SearchWords(ENGLISH).translated("takipçi izleyici", {"takipci"}.__contains__) == "takipci viewers"


@pytest.mark.parametrize("text", ["instagram takipçi", "likes", "merhaba likes", " takipçi"])
def test_words_for_something_are_a_search(text: str) -> None:
    assert SearchWords(ENGLISH).is_search(text)


@pytest.mark.parametrize("text", ["merhaba", "merhaba teşekkürler", "/start likes", " /likes", "😀", ""])
def test_small_talk_and_commands_are_none(text: str) -> None:
    assert not SearchWords(ENGLISH).is_search(text)
