"""The buttons that lead to bundles."""

from handlers.buttons import BUNDLE_OFFER, Button
from handlers.view import Target
from locales import Translator
from shop.bundles.bundle import OnSale

LIST = Button(BUNDLE_OFFER, "", "list")


def bundles_door(t: Translator) -> tuple[str, Target]:
    """The button that leads to all bundles."""
    return "🎁 " + t.label("Bundles"), LIST


def bundle_button(sold: OnSale) -> tuple[str, Target]:
    """The button that opens this bundle, by its name."""
    return f"🎁 {sold.bundle.name}", Button(BUNDLE_OFFER, str(sold.id), "open")
