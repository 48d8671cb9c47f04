"""How the demo's kiosk is set up, as the page's Settings tab shows and changes it."""

from dataclasses import dataclass

ACCESS = ("private", "shop")
MOST_PERCENT = 10_000


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """The settings a visitor plays with.

    `access` is one of ACCESS; `markup` is a whole percentage; `stars` says whether Stars are accepted.
    """

    access: str = "private"
    markup: int = 0
    stars: bool = True

    def environment(self) -> dict[str, str]:
        """Return them as the kiosk's own settings.

        No membership is among them: it needs a price level, which Olga alone can make, and then she can set
        the rest in the chat.
        """
        return {
            "ACCESS": self.access,
            "MARKUP_PERCENT": str(self.markup),
            "STAR_VALUE": "0.02" if self.stars else "0",
            "MANUAL_TOPUP": "Send it to `DE00 1234 5678`, or put it into the tin beside the door.",
        }


PRIVATE = ShopSettings()
"""Ann and Bob order on the panel's balance."""

SHOP = ShopSettings("shop", 35)
"""Everybody orders, each from a wallet: what `make demo` shows."""
