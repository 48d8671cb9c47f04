"""Countries as people type them: a name in their language or in English, or its two letters."""

from locales import Translator
from shop.errors import ShopError
from shop.ordering.fields import WORLD
from shop.typed import seen


def country_in(text: str, t: Translator) -> str:
    """Return the two letters of the country in `text`. Raises ShopError if there is no such country."""
    typed = seen(text)
    code = WORLD if typed.upper() == WORLD else t.country_code(typed)
    if code is None:
        raise ShopError("country_not_two_letters")
    return code
