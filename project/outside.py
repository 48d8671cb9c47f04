"""What a site would load from elsewhere: `python -m project.outside site` names it and exits with 1."""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

_LOADS = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
_ABROAD = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_IN_STYLES = re.compile(r"(?:url\(\s*|@import\s+)[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)
_NOT_LOADED = frozenset({"canonical", "alternate", "prev", "next", "author", "license", "edit"})
"""Relations of a `<link>` that a browser does not fetch."""


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        given = {name: value or "" for name, value in attrs}
        self.found += _IN_STYLES.findall(given.get("style", ""))
        if tag == "link" and set(given.get("rel", "").split()) & _NOT_LOADED:
            return
        for name in _LOADS.get(tag, ()):
            addresses = given.get(name, "").split(",") if name == "srcset" else [given.get(name, "")]
            self.found += [one.strip() for one in addresses if _ABROAD.match(one.strip())]

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.found += _IN_STYLES.findall(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_style and tag != "style"


def loaded(site: Path) -> Iterator[str]:
    """Yield what the site's pages and styles load from elsewhere, each with the file's name."""
    for path in sorted(site.rglob("*")):
        if path.suffix == ".html":
            page = _Page()
            page.feed(path.read_text())
            yield from (f"{path.relative_to(site)}: {one}" for one in page.found)
        elif path.suffix in {".css", ".svg"}:
            found = _IN_STYLES.findall(path.read_text())
            yield from (f"{path.relative_to(site)}: {one}" for one in found)


def check(site: Path) -> None:
    """Raise SystemExit with what is loaded from elsewhere, if anything is."""
    found = list(loaded(site))
    if found:
        raise SystemExit("The site would load from elsewhere:\n" + "\n".join(found))


if __name__ == "__main__":
    check(Path(sys.argv[1]))
