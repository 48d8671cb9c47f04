"""Words of people's own languages for what services are called in English, and words that ask for nothing."""

import re
from collections.abc import Callable, Mapping

from shop.catalogue.platforms import words_of

LONGEST_PHRASE = 3
"""Words of a phrase that is looked up as one."""

_NAME = re.compile(r"(?<![\w@./])@\w[\w.-]*(?:/\d+)?")
"""A person's or a channel's @name, or a post of one, which names no service."""


class SearchWords:
    """English words by words of other languages; an empty text stands for small talk."""

    def __init__(self, english: Mapping[str, str] | None = None) -> None:
        folded = {" ".join(words_of(word)): text for word, text in (english or {}).items()}
        self._english = {word: text for word, text in folded.items() if word}

    def translated(self, query: str, knows: Callable[[str], bool]) -> str:
        """Return the query with known phrases in English; what the catalogue `knows` stays as it is.

        @names are left out.
        """
        query = _NAME.sub(" ", query).strip() if "@" in query else query
        words, said, at = words_of(query), [], 0
        if not any(word in self._english for word in self._phrases(words)):
            return query
        while at < len(words):
            length = self._length(words, at, knows)
            said.append(self._english[" ".join(words[at : at + length])] if length else words[at])
            at += length or 1
        return " ".join(said) or query

    def _phrases(self, words: list[str]) -> list[str]:
        ends = range(1, LONGEST_PHRASE + 1)
        return [" ".join(words[at : at + length]) for at in range(len(words)) for length in ends]

    def _length(self, words: list[str], at: int, knows: Callable[[str], bool]) -> int:
        """Return the length of the longest phrase that begins here; 0 if the word stays."""
        if knows(words[at]):
            return 0
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            if self._english.get(" ".join(words[at : at + length])):
                return length
        return 0

    def is_search(self, text: str) -> bool:
        """Return True if the text can name a service: no command, emoji, @name, thanks or greeting."""
        words = words_of(_NAME.sub(" ", text))
        return not text.strip().startswith("/") and any(self._english.get(word) != "" for word in words)
