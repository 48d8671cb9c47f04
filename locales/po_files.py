"""The files of translated sentences: read, checked, and compiled in memory."""

import gettext
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, escape, read_po

HERE = Path(__file__).parent
DOMAIN = "bot"

_PO_LINE = re.compile(rb'\s*(#.*|(msg\w+(\[\d\])?\s+)?"([^"\\]++|\\.)*+")?\s*')


class BrokenCatalogue(ValueError):
    """A file that cannot be read; the text names the file and the line."""


class Translations(gettext.NullTranslations):
    """What a catalogue says, as gettext's own class would say it, which reads compiled files alone.

    To write one, Babel sorts sentences by a comparison in Python: a third of what reading a language takes.
    """

    def __init__(self, catalogue: Catalog) -> None:
        """Raises ValueError if the rule of the plural forms cannot be understood."""
        super().__init__()
        self._place_of = gettext.c2py(catalogue.plural_expr)
        self._said: dict[str, str] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        for message in list(catalogue)[1:]:  # the first is the file's head
            if message.string and not message.fuzzy and not message.context:
                self._take(forms(message.id), forms(message.string))

    def _take(self, english: tuple[str, ...], said: tuple[str, ...]) -> None:
        """Know what is said for a sentence, or for one with plural forms; one not written yet is English."""
        if len(english) == 1:
            self._said[english[0]] = said[0]
            return
        one, many = english
        self._forms[one] = tuple(form or (many if place else one) for place, form in enumerate(said))
        self._said[one] = self.ngettext(one, many, 1)

    def gettext(self, message: str) -> str:
        """Return what is said for this sentence."""
        return self._said.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the plural form for `n`."""
        said, place = self._forms.get(msgid1, ()), self._place_of(n)
        if place < len(said):
            return said[place]
        return msgid1 if n == 1 else msgid2


@dataclass(frozen=True, slots=True)
class Compiled:
    """What one file says. `left_out` names the sentences that would have failed; they are said in English."""

    translations: gettext.NullTranslations
    left_out: Sequence[str]


def file_of(language: str, folder: Path = HERE) -> Path:
    """Return where the sentences of a language stand."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def languages_in(folder: Path = HERE) -> list[str]:
    """Return the languages that have a file, in the order of their codes."""
    return sorted(file.parts[-3] for file in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def problems_in(folder: Path = HERE) -> list[str]:
    """Return what is wrong with any language's file: file, line, and what its people read instead."""
    problems = []
    for language in languages_in(folder):
        try:
            left_out = compiled(file_of(language, folder)).left_out
            problems += [f"{problem}; until it is mended this sentence is English" for problem in left_out]
        except BrokenCatalogue as problem:
            problems.append(f"{problem}; until it is mended its people read English")
    return problems


def compiled(file: Path) -> Compiled:
    """Compile this file in memory, anew when it has changed. Raises BrokenCatalogue."""
    return _compiled(file, file.stat().st_mtime_ns)


def some_of(file: Path, sentences: Collection[str]) -> Mapping[str, str]:
    """Return what this file says for a few sentences, and keep nothing else of it. Raises BrokenCatalogue."""
    return _some_of(file, file.stat().st_mtime_ns, tuple(sentences))


@cache
def _compiled(file: Path, _changed_ns: int) -> Compiled:
    return _read(file)


@cache
def _some_of(file: Path, _changed_ns: int, sentences: Sequence[str]) -> Mapping[str, str]:
    """Parse only the entries that are asked for: a whole file takes a tenth of a second."""
    few = _entries_of(file.read_bytes(), sentences)
    try:
        _check_lines(file, few)
        said = _parsed(file, few)
    except BrokenCatalogue:
        said = _read(file)  # which names the line of the whole file
    return {sentence: said.translations.gettext(sentence) for sentence in sentences}


def _entries_of(content: bytes, sentences: Sequence[str]) -> bytes:
    """Return the head of a file, and its entries for these sentences."""
    wanted = {escape(sentence)[1:-1].encode() for sentence in sentences}
    head, *entries = content.replace(b"\r\n", b"\n").split(b"\n\n")
    few = [entry for entry in entries if _sentence_in(entry) in wanted]
    return b"\n\n".join([head, *few, b""])


def _sentence_in(entry: bytes) -> bytes:
    """Return an entry's English sentence as it is written there, its lines put together."""
    _, _, rest = entry.partition(b"msgid ")
    lines = rest.partition(b"\nmsg")[0].split(b"\n")
    return b"".join(line.strip()[1:-1] for line in lines)


def _read(file: Path) -> Compiled:
    content = file.read_bytes()
    _check_lines(file, content)
    return _parsed(file, content)


def _parsed(file: Path, content: bytes) -> Compiled:
    try:
        catalogue = read_po(io.BytesIO(content), abort_invalid=True)
        left_out = _leave_out_broken(file, catalogue)
        translations = Translations(catalogue)
    except PoFileError as error:
        problem = str(error).rpartition(" on ")[0]  # Babel counts lines from 0
        raise BrokenCatalogue(f"{file}:{error.lineno + 1}: {problem}") from error
    except (ValueError, LookupError) as error:
        raise BrokenCatalogue(f"{file}: {error}") from error
    return Compiled(translations, left_out)


def _check_lines(file: Path, content: bytes) -> None:
    """Refuse a line without its closing quote: Babel accepts it and cuts off the text's last letter."""
    for number, line in enumerate(content.splitlines(), start=1):
        if not _PO_LINE.fullmatch(line):
            raise BrokenCatalogue(f"{file}:{number}: neither a comment nor a text between two double quotes")


def _leave_out_broken(file: Path, catalogue: Catalog) -> list[str]:
    """Take out each sentence with a placeholder that nobody fills in: each turn that says it would fail."""
    problems = []
    for message in list(catalogue)[1:]:  # the first is the file's head
        if problem := _problem_of(message.id, message.string):
            problems.append(f"{file}:{message.lineno}: {problem}")
            catalogue.delete(message.id, message.context)
    return problems


def _problem_of(source: str | Iterable[str], said: str | Iterable[str] | None) -> str:
    """Return what is wrong with the placeholders of a translation, empty if nothing is."""
    try:
        unknown = _placeholders(" ".join(forms(said))) - _placeholders(" ".join(forms(source)))
    except ValueError as error:
        return str(error)
    named = ", ".join(f"{{{name}}}" for name in sorted(unknown))
    return f"nobody fills in {named}" if unknown else ""


def forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return one sentence, or all its plural forms."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
