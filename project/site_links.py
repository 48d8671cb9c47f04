"""Links of the documents, as they must read on the site: there the repository is not beside the pages."""

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

INCLUDED: Mapping[str, str] = {
    "README.md": "index.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "playground/README.md": "playground.md",
}
"""Documents outside of `docs/` that are pages of the site, and the name that each has there."""

_MOVED: Mapping[str, str] = {
    "docs/decisions": "decisions/index.md",
    "docs/conversation.mmd": "conversation.md",
}
_FROM = {page: path for path, page in INCLUDED.items()}
_CODE = re.compile(r"(^ *```.*?^ *```|`[^`\n]*`)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Links:
    """Rewrites links. `pages` are the files of the site; `code` is the address of the code, or empty."""

    pages: Collection[str]
    code: str = ""

    def rewritten(self, text: str, page: str) -> str:
        """Return the page's Markdown with each link as it leads on the site.

        What is no page there leads to the code; without an address of the code only its words are left.
        """
        kept: list[str] = []

        def put_aside(found: re.Match[str]) -> str:
            kept.append(found[0])
            return f"\0{len(kept) - 1}\0"

        changed = _LINK.sub(lambda found: self._link(found, page), _CODE.sub(put_aside, text))
        return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], changed)

    def _link(self, found: re.Match[str], page: str) -> str:
        mark, words, target = found.groups()
        if mark == "":
            words = _LINK.sub(lambda inner: self._link(inner, page), words)
        path, _, heading = target.partition("#")
        if not path or ":" in path:
            return f"{mark}[{words}]({target})"
        source = _FROM.get(page, f"docs/{page}")
        there = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        name = INCLUDED.get(there) or _MOVED.get(there) or there.removeprefix("docs/")
        if name in self.pages and (there in INCLUDED or there.startswith("docs/")):
            way = posixpath.relpath(name, posixpath.dirname(page) or ".")
            return f"{mark}[{words}]({way}{'#' if heading else ''}{heading})"
        if there.startswith("docs/"):
            return f"{mark}[{words}]({target})"  # `--strict` reports that it leads nowhere
        return f"[{words}]({self.code}/{there})" if self.code else words
