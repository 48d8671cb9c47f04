"""Texts for people: one catalogue per language, and the Translator that fills in the values."""

from locales.catalogues import Catalogues
from locales.translator import Translator
from shop.sentences import marked

__all__ = ["Catalogues", "Translator", "marked"]
