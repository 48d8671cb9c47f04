"""`python -m locales [language ...]`: collect the sentences and update every catalogue.

New sentences are added empty, unused ones removed. Name a language to begin it.
"""

import signal
import sys

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from locales.gathering import gathered
from locales.po_files import HERE, file_of, forms, languages_in


def main(languages: list[str]) -> None:
    """Update the existing catalogues, and begin those named. Ends the program if one is no language."""
    for language in languages:
        try:
            Locale.parse(language)
        except (UnknownLocaleError, ValueError):
            sys.exit(f"{language!r} is no language; name one by its code, like de or pt")
    template, lines = gathered(HERE.parent), list[str]()
    for language in sorted({*languages_in(), *languages}):
        file = file_of(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue = Catalog(locale=language, fuzzy=False)
        if file.exists():
            with file.open("rb") as stream:
                catalogue = read_po(stream, locale=language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with file.open("wb") as stream:
            write_po(stream, catalogue, width=100, ignore_obsolete=True, include_lineno=False)
        missing = sum(1 for message in catalogue if message.id and not any(forms(message.string)))
        lines.append(f"{file.relative_to(HERE.parent)}: {len(catalogue)} sentences, {missing} to do\n")
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # all is done; nobody may read it, as behind `| head`
    sys.stdout.write("".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
