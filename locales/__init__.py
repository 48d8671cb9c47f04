"""Texts for people: one catalogue per language, and the Translator that fills in the values."""

from locales.translator import Catalogues, Translator
from shop.sentences import marked

__all__ = ["Catalogues", "Translator", "marked"]
