"""The search words of every language: `<language>/search_words.txt`, a line for each English word.

A line is `English words: word, word, two words`. Below `small talk:` are words that ask for nothing.
A language may have this file without a catalogue of sentences.
"""

from functools import cache
from pathlib import Path

from shop.catalogue.search_words import SearchWords

HERE = Path(__file__).parent
SMALL_TALK = "small talk"


@cache
def search_words() -> SearchWords:
    """Read the files once; where two languages have the same word, the first language's meaning counts."""
    english: dict[str, str] = {}
    for file in sorted(HERE.glob("*/search_words.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            meaning, colon, words = line.partition(":")
            if line.startswith("#") or not colon:
                continue
            for word in words.split(","):
                english.setdefault(word.strip(), "" if meaning == SMALL_TALK else meaning.strip())
    return SearchWords(english)


def is_search(text: str) -> bool:
    """Return True if the text can name a service, in any language."""
    return search_words().is_search(text)
