"""All languages of the shop. A language is read when somebody first speaks it, and kept from then on."""

import gettext
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path

from locales.po_files import HERE, BrokenCatalogue, compiled, file_of, languages_in, some_of
from locales.translator import SOURCE, Translator
from shop.currency import EXACT, Steps

log = logging.getLogger("kiosk.locales")


class Catalogues:
    """The languages below `folder`. `steps` says to what amounts are rounded where they are shown.

    `now` tells the present moment, by which a moment long ago or far ahead says its year.

    A file that cannot be read stops nobody: its people read English, and the log names file and line,
    as `doctor` does.
    """

    def __init__(
        self, folder: Path = HERE, *, steps: Steps = EXACT, now: Callable[[], datetime] | None = None
    ) -> None:
        self._folder = folder
        self._steps = steps
        self._now = now
        self.languages: tuple[str, ...] = (SOURCE, *languages_in(folder))
        self._named = {_plain(language): language for language in self.languages}
        self._spoken: dict[str, Translator] = {}

    def of(self, code: str | None) -> Translator:
        """Return the translator for a Telegram `language_code`, which may be absent or like "pt-br"."""
        return self._kept(self._language_of(code) or SOURCE)

    def has(self, code: str | None) -> bool:
        """Return True if the shop has the language that this `language_code` says."""
        return self._language_of(code) is not None

    def _language_of(self, code: str | None) -> str | None:
        wanted = _plain(code or "")
        return self._named.get(wanted) or self._named.get(wanted.partition("-")[0])

    def some_of(self, language: str, sentences: Collection[str]) -> Mapping[str, str]:
        """Return these sentences in a language that nobody may ever speak, and keep nothing else of it."""
        try:
            if language in self.languages and language != SOURCE:
                return some_of(file_of(language, self._folder), sentences)
        except (BrokenCatalogue, OSError) as problem:
            log.error("The bot's profile speaks English to people of %s, because of %s", language, problem)
        return {sentence: sentence for sentence in sentences}

    def _kept(self, language: str) -> Translator:
        if language not in self._spoken:
            self._spoken[language] = self._read(language)
        return self._spoken[language]

    def _read(self, language: str) -> Translator:
        if language == SOURCE:
            return Translator(SOURCE, gettext.NullTranslations(), self._steps, self._now)
        try:
            found = compiled(file_of(language, self._folder))
        except (BrokenCatalogue, OSError) as problem:
            log.error("People of the language %s read English, because of %s", language, problem)
            return self._kept(SOURCE)
        for sentence in found.left_out:
            log.error("One sentence is said in English: %s", sentence)
        return Translator(language, found.translations, self._steps, self._now)


def _plain(code: str) -> str:
    return code.lower().replace("_", "-")
