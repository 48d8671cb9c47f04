"""The words people search with: each one of every language's file is understood."""

import pytest

from locales.search_words import HERE, SMALL_TALK, is_search, search_words


def listed() -> list[tuple[str, str, str]]:
    """Return every word of the files, with its language and its meaning."""
    return [
        (file.parent.name, word.strip(), meaning.strip())
        for file in sorted(HERE.glob("*/search_words.txt"))
        for meaning, colon, words in (
            line.partition(":") for line in file.read_text("utf-8").splitlines() if line[:1] != "#"
        )
        if colon
        for word in words.split(",")
    ]


def test_every_word_for_something_is_put_into_english() -> None:
    wrong = [
        (language, word, said)
        for language, word, meaning in listed()
        if meaning != SMALL_TALK
        and (said := search_words().translated(word, lambda _: False)) not in (meaning, word)
    ]
    unknown = [
        (language, word)
        for language, word, meaning in listed()
        if meaning != SMALL_TALK and search_words().translated(word, lambda _: False) == word != meaning
    ]
    assert (wrong, unknown) == ([], [])


def test_no_small_talk_is_a_search() -> None:
    assert [
        (language, word) for language, word, meaning in listed() if meaning == SMALL_TALK and is_search(word)
    ] == []


@pytest.mark.parametrize(
    "question",
    [
        "How do I pay?",
        "when will my order arrive",
        "I paid but nothing came!",
        "¿Cuándo llega mi pedido?",
        "где мой заказ",
        "siparişim ne zaman gelecek",
        "أين طلبي",
        "भुगतान कैसे करें",
        "@ann_smith",
        "@ann_smith, @bob",
        "@ann_smith/5",
        "меню",
        "отмена",
        "menü",
        "assalomu alaykum",
        "selamat pagi",
        "السلام عليكم",
        "لغو",
        "मेनू",
        "boa tarde",
        "buenos días",
        "salam",
    ],
)
def test_a_question_about_money_or_orders_is_no_search(question: str) -> None:
    assert not is_search(question)


@pytest.mark.parametrize(
    "wish", ["no refill", "how much is 1000 followers", "как купить подписчиков", "real likes"]
)
def test_words_for_a_service_are_one_whatever_stands_beside_them(wish: str) -> None:
    assert is_search(wish)
