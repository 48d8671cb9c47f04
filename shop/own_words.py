"""What the operator says to customers in their own words, by language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

EVERYBODY = ""
"""The language of a text for everybody who has none in their own."""

LANGUAGES = ("ar", "es", "fa", "hi", "id", "pt", "ru", "tr", "uz")
"""The languages beside English in which such a text may be given; a setting has a field for each."""

NAME = "name"
"""What {name} stands for in a text: whoever reads it."""

_TAG = re.compile(r"(<[^<>]*>)")
_PLACE = re.compile(r"\{([^{}\s]{1,32})\}")

Texts = Mapping[str, str]
"""A text by language; a language without one is missing."""


def in_language(texts: Texts, language: str) -> str:
    """Return the text for a reader of this language ("ru", "pt_BR"); empty where there is none at all."""
    return texts.get(language) or texts.get(language.partition("_")[0]) or texts.get(EVERYBODY, "")


def unknown_places(text: str) -> list[str]:
    """Return the words in braces that stand for nothing, as they were typed."""
    return [f"{{{word}}}" for word in _PLACE.findall(text) if word != NAME]


def filled(text: str, name: str) -> str:
    """Return this HTML with its reader's name where it says {name}; other braces stay, and all within tags.

    `name` is HTML already: people may call themselves anything.
    """
    parts = _TAG.split(text)
    return "".join(part if n % 2 else part.replace(f"{{{NAME}}}", name) for n, part in enumerate(parts))


VERSION = 12
"""Characters of a version: they fit into a button, and two texts share none."""


def version_of(texts: Texts) -> str:
    """Return what names exactly these texts, in all languages and but for blanks; empty without any."""
    if not texts:
        return ""
    said = "\0".join(f"{language} {' '.join(text.split())}" for language, text in sorted(texts.items()))
    return sha256(said.encode()).hexdigest()[:VERSION]


@dataclass(slots=True)
class Banner:
    """The picture above the first screen: a file's path, an https address, or Telegram's id of a file.

    `file_id` is Telegram's id of it once it was sent; `is_refused` says that Telegram did not take it.
    """

    source: str
    is_file: bool = False
    file_id: str = ""
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The operator's texts. `welcome`, `footer` and `terms` are HTML, already checked; the others are plain.

    `welcome` and `footer` may call their reader by {name}.

    `contact` is the address of whoever answers customers, empty if they write to the bot itself;
    `strangers_contact` is the same for those who may not order.
    """

    welcome: Texts = field(default_factory=dict)
    footer: Texts = field(default_factory=dict)
    terms: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    short_description: Texts = field(default_factory=dict)
    contact: str = ""
    strangers_contact: str = ""
    banner: Banner | None = None
