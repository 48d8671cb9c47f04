"""Finding one's own orders by typed words: the order's number, words of its service's name, or its link."""

from dataclasses import dataclass

from shop.catalogue.platforms import words_of
from shop.typed import as_number, seen

LONGEST = 100
"""Characters of the words that are looked for: more adds nothing."""

_MOST_WORDS = 7
_SHORTEST_LINK = 3
"""Characters from which words may be a part of a link: shorter ones are in every link."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among their orders. `number` is None if the words are none."""

    words: str
    number: int | None
    names: tuple[str, ...]
    link: str

    @classmethod
    def read(cls, text: str) -> "Wanted":
        """Return what these words ask for; without any `words` nothing is found."""
        words = " ".join(seen(text).split())[:LONGEST].rstrip()
        digits = as_number(words).removeprefix("#")
        is_number = digits.isascii() and digits.isdecimal() and len(digits) <= 18
        link = _plain(words)
        return cls(
            words=words,
            number=int(digits) if is_number else None,
            names=tuple(words_of(words)[:_MOST_WORDS]),
            link=link if len(link) >= _SHORTEST_LINK and " " not in link else "",
        )

    def fits(self, order_id: int, service_name: str, link: str) -> bool:
        """Return True for the order's number, a part of its link, or if each word begins one of its name."""
        if order_id == self.number or (self.link and self.link in _plain(link)):
            return True
        if not self.names:
            return False
        named = words_of(service_name)
        return all(any(word.startswith(one) for word in named) for one in self.names)


def _plain(link: str) -> str:
    """Return a link to compare: people leave out how it begins, and write it in any case."""
    plain = link.casefold().removeprefix("https://").removeprefix("http://")
    return plain.removeprefix("www.").rstrip("/")
