"""What the default sets are called."""

from locales import Translator, marked

SETS: dict[str, str] = {
    "reports": marked("Mass reports"),
    "dislikes": marked("Dislikes"),
    "elections": marked("Votes in elections"),
    "reviews": marked("Bought reviews"),
    "polls": marked("Votes in polls"),
}
"""The names of the sets of shop/catalogue/harmful.toml; a test compares them."""


def name_of_set(key: str, t: Translator) -> str:
    """The name of a default set; its key, if this release does not know it."""
    return t.label(SETS[key]) if key in SETS else key
