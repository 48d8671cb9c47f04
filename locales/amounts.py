"""How an amount of money reads: its sign or code, its marks and its digits, by language and step."""

from collections.abc import Callable
from dataclasses import dataclass

from babel import Locale

from locales import digits
from shop.currency import SIGNS, Steps, own_step
from shop.money import MICRO, rounded_down, rounded_up

MINUS = "−"
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Form:
    """How a language writes amounts: its digits and marks, and on which side and how near a sign stands."""

    decimal_mark: str
    sign_first: bool
    gap: str
    grouped: Callable[[int], str]
    own: Callable[[str], str]

    @classmethod
    def of(cls, locale: Locale) -> "Form":
        """Return the form of this language, as Babel knows it."""
        pattern = locale.currency_formats["standard"].pattern.lstrip("\u200e\u200f")
        return cls(
            digits.decimal_mark(locale),
            sign_first=pattern.startswith("¤"),
            gap=NO_BREAK if pattern.startswith(f"¤{NO_BREAK}") else "",
            grouped=lambda whole: digits.whole(whole, locale),
            own=lambda decimals: digits.own(decimals, locale),
        )

    def amount(self, micro: int, currency: str, *, fewest: int) -> str:
        """Return all digits of an amount, with at least `fewest` decimals."""
        whole, rest = divmod(abs(micro), MICRO)
        decimals = f"{rest:06d}".rstrip("0").ljust(fewest, "0")
        number = self.grouped(whole) + (self.decimal_mark + self.own(decimals) if decimals else "")
        sign = SIGNS.get(currency)
        if sign and self.sign_first:
            text = f"{sign}{self.gap}{number}"
        else:
            text = f"{number}{NO_BREAK}{sign or currency}" if currency else number
        return f"{MINUS}{text}" if micro < 0 else text


def fewest_decimals(currency: str, step_micro: int) -> int:
    """Return how many decimals an amount has even if they are 0: none where the step is whole.

    Two where coins are thousandths, too: three zeros would seem to be thousands.
    """
    return 0 if step_micro % MICRO == 0 or own_step(currency) == MICRO else 2


class Amounts:
    """Amounts in one language. Each method is one kind of amount; `steps` says to what each is rounded.

    `under` says that there is less than an amount.
    """

    def __init__(self, locale: Locale, steps: Steps, under: Callable[[str], str]) -> None:
        self._form = Form.of(locale)
        self._steps = steps
        self._under = under

    def exact(self, micro: int, currency: str) -> str:
        """Return every digit: of a price, which was rounded when it was made, or of an operator's figures."""
        return self._form.amount(micro, currency, fewest=fewest_decimals(currency, self._steps(currency)))

    def down(self, micro: int, currency: str) -> str:
        """Return what somebody has: never more than there is, and never 0 where there is something."""
        step = self._steps(currency)
        shown = rounded_down(micro, step)
        if micro and not shown:
            return self._under(self.exact(step, currency))
        return self.exact(shown, currency)

    def up(self, micro: int, currency: str) -> str:
        """Return what somebody has to pay: never less than is needed."""
        return self.exact(rounded_up(micro, self._steps(currency)), currency)

    def round(self, micro: int, currency: str) -> str:
        """Return an amount for a button: without decimals where they are all 0."""
        return self._form.amount(
            micro,
            currency,
            fewest=0 if micro % MICRO == 0 else fewest_decimals(currency, self._steps(currency)),
        )
