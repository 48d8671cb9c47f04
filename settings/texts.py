"""The settings that are the operator's own words, and the picture above the first screen."""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from messaging.telegram_html import shown_length
from messaging.webhook_address import can_be_asked_for
from settings.environment import FromEnvironment
from shop.own_words import EVERYBODY, LANGUAGES, Banner, OwnWords, Texts
from shop.typed import seen

LONGEST_WELCOME, LONGEST_FOOTER, LONGEST_TERMS = 800, 200, 3000
"""Characters shown, so that the screens around them fit into one message."""

LARGEST_PICTURE = 10_000_000
"""Bytes of a photo that Telegram takes: core.telegram.org/bots/api#sendphoto."""

_NAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_LINK = re.compile(r"(https://)?(?:t\.me|telegram\.me)/(\S+)", re.IGNORECASE)
_ADDRESS = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?", re.IGNORECASE)
_HOST = re.compile(r"[\w.~-]+")
"""A host's name; in any script."""

_FILE_ID = re.compile(r"[A-Za-z0-9_-]{16,}")


def _html(limit: int, text: str) -> str:
    if text and not seen(text):
        raise ValueError("has no visible characters")
    shown = shown_length(text)
    if shown > limit:
        message = f"can have at most {limit} characters; it shows {shown} characters"
        raise ValueError(message)
    return text


def _welcome(text: str) -> str:
    return _html(LONGEST_WELCOME, text)


def _footer(text: str) -> str:
    return _html(LONGEST_FOOTER, text)


def _terms(text: str) -> str:
    return _html(LONGEST_TERMS, text)


def _contact(value: str) -> str:
    """Return the address that a button can open. Raises ValueError."""
    if not value:
        return ""
    if link := _LINK.fullmatch(value):
        return f"https://t.me/{link[2]}"
    if name := _NAME.fullmatch(value):
        return f"https://t.me/{name[1]}"
    if _ADDRESS.fullmatch(value) and _leads_somewhere(value):
        return value
    raise ValueError("must be a name at Telegram like @ann_helps, or a link that begins with https://")


def _leads_somewhere(address: str) -> bool:
    """Return False for what Telegram takes for no address: it would refuse every message with the button."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # brackets that are open, or a port that is no number
        return False
    is_telegram = host in ("t.me", "telegram.me")
    has_host = _HOST.fullmatch(host) is not None and can_be_asked_for(host) and port != 0
    return has_host and not (is_telegram and not parts.path.strip("/"))


def _banner(value: str) -> str:
    """Check that there is a picture, as far as this can be known at a start. Raises ValueError."""
    if not value or _is_web(value):
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("must be an address like https://example.com/shop.jpg, without blanks")
        return value
    if _is_file(value):
        if Path(value).stat().st_size > LARGEST_PICTURE:
            raise ValueError(
                "is a file of more than 10 MB, which Telegram takes for no photo; make it smaller"
            )
        return value
    if _FILE_ID.fullmatch(value):
        return value
    raise ValueError(
        "names no file that is there; it must be a picture's path, an https address, or Telegram's file id"
    )


def _is_file(value: str) -> bool:
    try:
        return Path(value).is_file()
    except OSError:  # too long for a name, or in a folder that may not be read
        return False


def _is_web(value: str) -> bool:
    return value.lower().startswith(("http://", "https://"))


def _lines(value: object) -> object:
    """Read \\n as the end of a line: an env file of Docker's has no other way to write one."""
    return value.replace("\\n", "\n") if isinstance(value, str) else value


Welcome = Annotated[str, BeforeValidator(_lines), AfterValidator(_welcome)]
Footer = Annotated[str, BeforeValidator(_lines), AfterValidator(_footer)]
Terms = Annotated[str, BeforeValidator(_lines), AfterValidator(_terms)]
Description = Annotated[str, BeforeValidator(_lines), Field(max_length=512)]
ShortDescription = Annotated[str, BeforeValidator(_lines), Field(max_length=120)]


class TranslatedTexts(FromEnvironment):
    """The same texts for readers of another language, which the field's name ends with."""

    welcome_ar: Welcome = ""
    welcome_es: Welcome = ""
    welcome_fa: Welcome = ""
    welcome_hi: Welcome = ""
    welcome_id: Welcome = ""
    welcome_pt: Welcome = ""
    welcome_ru: Welcome = ""
    welcome_tr: Welcome = ""
    welcome_uz: Welcome = ""

    footer_ar: Footer = ""
    footer_es: Footer = ""
    footer_fa: Footer = ""
    footer_hi: Footer = ""
    footer_id: Footer = ""
    footer_pt: Footer = ""
    footer_ru: Footer = ""
    footer_tr: Footer = ""
    footer_uz: Footer = ""

    terms_ar: Terms = ""
    terms_es: Terms = ""
    terms_fa: Terms = ""
    terms_hi: Terms = ""
    terms_id: Terms = ""
    terms_pt: Terms = ""
    terms_ru: Terms = ""
    terms_tr: Terms = ""
    terms_uz: Terms = ""

    description_ar: Description = ""
    description_es: Description = ""
    description_fa: Description = ""
    description_hi: Description = ""
    description_id: Description = ""
    description_pt: Description = ""
    description_ru: Description = ""
    description_tr: Description = ""
    description_uz: Description = ""

    short_description_ar: ShortDescription = ""
    short_description_es: ShortDescription = ""
    short_description_fa: ShortDescription = ""
    short_description_hi: ShortDescription = ""
    short_description_id: ShortDescription = ""
    short_description_pt: ShortDescription = ""
    short_description_ru: ShortDescription = ""
    short_description_tr: ShortDescription = ""
    short_description_uz: ShortDescription = ""


class TextSettings(TranslatedTexts):
    """What the operator says in their own words, to readers of any language."""

    support_contact: Annotated[str, AfterValidator(_contact)] = ""
    terms: Terms = ""
    welcome: Welcome = ""
    footer: Footer = ""
    banner: Annotated[str, AfterValidator(_banner)] = ""
    description: Description = ""
    short_description: ShortDescription = ""

    @property
    def own_words(self) -> OwnWords:
        """The operator's words, as the shop has them."""
        is_file = bool(self.banner) and not _is_web(self.banner) and _is_file(self.banner)
        return OwnWords(
            welcome=self._in_languages("welcome"),
            footer=self._in_languages("footer"),
            terms=self._in_languages("terms"),
            description=self._in_languages("description"),
            short_description=self._in_languages("short_description"),
            contact=self.support_contact,
            strangers_contact=self.support_contact,
            banner=Banner(self.banner, is_file) if self.banner else None,
        )

    def _in_languages(self, name: str) -> Texts:
        fields = {EVERYBODY: name, **{language: f"{name}_{language}" for language in LANGUAGES}}
        return {language: text for language, field in fields.items() if (text := getattr(self, field))}
