"""The site of documents, as MkDocs builds it (`make docs`): hooks that mkdocs.yml names.

Nothing is loaded from elsewhere: drawings are made when the site is built.
"""

import hashlib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import mermaidx
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from project.outside import check
from project.site_links import INCLUDED, Links

ROOT = Path(__file__).parents[1]
CONVERSATION = "# The order conversation\n\nEach arrow is what the person did, named as its handler is.\n"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Replace each pattern in the navigation, like `decisions/*.md`, by the pages that there are."""
    config.nav = _with_pages(config.nav, Path(config.docs_dir))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are not kept in `docs/`."""
    for path, name in INCLUDED.items():
        files.append(File.generated(config, name, content=(ROOT / path).read_text()))
    drawing = (ROOT / "docs" / "conversation.mmd").read_text()
    page = f"{CONVERSATION}\n```mermaid\n{drawing}```\n"
    files.append(File.generated(config, "conversation.md", content=page))
    files.append(File.generated(config, "decisions/index.md", content=_decisions()))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return the page with links that lead somewhere on the site."""
    code = f"{config.repo_url.rstrip('/')}/blob/main" if config.repo_url else ""
    return Links({one.src_uri for one in files}, code).rewritten(markdown, page.file.src_uri)


def on_post_build(config: MkDocsConfig) -> None:
    """Raise SystemExit if a page would load something from elsewhere."""
    check(Path(config.site_dir))


def drawing(source: str, *_: Any, **__: Any) -> str:
    """Return a Mermaid drawing as SVG inside the page; called by pymdownx.superfences."""
    name = "drawing-" + hashlib.sha256(source.encode()).hexdigest()[:8]  # its styles are told apart by it
    svg = mermaidx.render(source).svg().replace("my-svg", name)
    return f'<div class="drawing">{svg}</div>'


def _with_pages(nav: Any, folder: Path) -> Any:
    if isinstance(nav, dict):
        return {title: _with_pages(part, folder) for title, part in nav.items()}
    if not isinstance(nav, list):
        return nav
    listed: list[Any] = []
    for part in nav:
        if isinstance(part, str) and "*" in part:
            there = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
            listed += [name for name in there if fnmatch(name, part) and name not in nav]
        else:
            listed.append(_with_pages(part, folder))
    return listed


def _decisions() -> str:
    """Return the page that lists the decisions, newest first."""
    lines = ["# Decisions", "", "What was chosen, why, and what follows. The newest stand first.", ""]
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md"), reverse=True):
        words = path.read_text().partition("\n")[0].partition(". ")[2]
        lines.append(f"* {path.name[:4]} [{words}]({path.name})")
    return "\n".join([*lines, ""])
