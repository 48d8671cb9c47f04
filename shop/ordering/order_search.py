"""Finding one's own orders by typed words: the order's number, words of its service's name, or its link."""

from dataclasses import dataclass

from shop.catalogue.platforms import words_of
from shop.errors import ShopError
from shop.ordering.link_offers import clean_link
from shop.ordering.link_text import the_link_in
from shop.ordering.same_link import same_link_key
from shop.typed import as_id, seen

LONGEST = 100
"""Characters of the words that are looked for: more adds nothing."""

_MOST_WORDS = 7
_SHORTEST_LINK = 3
"""Characters from which words may be a part of a link: shorter ones are in every link."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among their orders. `number` is None if the words are none.

    `link` may be a part of one; `target` is the key of the one whole link in the words, however it is
    written, and empty if there is none.
    """

    words: str
    number: int | None
    names: tuple[str, ...]
    link: str
    target: str = ""

    @classmethod
    def read(cls, text: str) -> "Wanted":
        """Return what these words ask for; without any `words` nothing is found."""
        words = " ".join(seen(text).split())
        whole = _whole_link(words)
        words = (whole if whole and len(words) > LONGEST else words)[:LONGEST].rstrip()
        digits = as_id(words)
        is_number = digits.isascii() and digits.isdecimal() and len(digits) <= 18
        link = _plain(words.removeprefix("@"))
        return cls(
            words=words,
            number=int(digits) if is_number else None,
            names=tuple(words_of(words)[:_MOST_WORDS]),
            link=link if len(link) >= _SHORTEST_LINK and " " not in link else "",
            target=same_link_key(whole) if whole else "",
        )

    def fits(self, order_id: int, service_name: str, link: str) -> bool:
        """Return True for the order's number, a part of its link, or if each word begins one of its name."""
        return order_id == self.number or self.fits_link(link) or self.fits_name(service_name)

    def fits_link(self, link: str) -> bool:
        """Return True if the words are a part of this link, or hold one to the same target."""
        if self.link and self.link in _plain(link):
            return True
        return bool(self.target) and self.target == same_link_key(link)

    def fits_name(self, service_name: str) -> bool:
        """Return True if each word begins one of this name."""
        if not self.names:
            return False
        named = words_of(service_name)
        return all(any(word.startswith(one) for word in named) for one in self.names)


def _whole_link(words: str) -> str:
    """Return the one link in these words, without what a Share button adds to it; empty if there is none."""
    try:
        return clean_link(the_link_in(words))
    except ShopError:
        return ""


def _plain(link: str) -> str:
    """Return a link to compare: people leave out how it begins, and write it in any case."""
    plain = link.casefold().removeprefix("https://").removeprefix("http://")
    return plain.removeprefix("www.").rstrip("/")
