"""The site of documents: its pages and links, and that it loads nothing from elsewhere."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from project.outside import check, loaded
from project.site_links import INCLUDED, Links

ROOT = Path(__file__).parents[3]
MADE = {*INCLUDED.values(), "conversation.md", "decisions/index.md"}
"""Pages of the site that are not files of docs/."""

PAGES = {
    "index.md",
    "architecture.md",
    "money.md",
    "operator/alerts.md",
    "decisions/index.md",
    "pictures/a.jpg",
}


def test_each_page_stands_in_the_navigation_and_what_stands_there_is_a_page() -> None:
    """`make docs` refuses a page that nobody can reach."""
    listed = re.findall(r"^ +- (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE)
    docs = ROOT / "docs"
    pages = MADE | {file.relative_to(docs).as_posix() for file in docs.rglob("*.md")}
    assert [page for page in sorted(pages) if not any(fnmatch(page, one) for one in listed)] == []
    assert [one for one in listed if not any(fnmatch(page, one) for page in pages)] == []


@pytest.mark.parametrize(
    ("page", "written", "reads"),
    [
        ("index.md", "[m](docs/money.md#fees)", "[m](money.md#fees)"),
        ("index.md", "![p](docs/pictures/a.jpg)", "![p](pictures/a.jpg)"),
        ("index.md", "[d](docs/decisions)", "[d](decisions/index.md)"),
        ("operator/alerts.md", "[a](../../ARCHITECTURE.md)", "[a](../architecture.md)"),
        ("operator/alerts.md", "[m](../money.md), [h](#here)", "[m](../money.md), [h](#here)"),
        ("money.md", "[code](../shop/money.py)", "code"),
        ("money.md", "[gone](gone.md)", "[gone](gone.md)"),
        ("money.md", "`[a](../shop)` [w](https://t.me/x)", "`[a](../shop)` [w](https://t.me/x)"),
        ("index.md", "[![p](docs/pictures/a.jpg)](docs/money.md)", "[![p](pictures/a.jpg)](money.md)"),
    ],
)
def test_a_link_leads_where_it_does_in_the_repository(page: str, written: str, reads: str) -> None:
    assert Links(PAGES).rewritten(written, page) == reads


def test_with_an_address_of_the_code_links_lead_there() -> None:
    links = Links(PAGES, "https://code.example/kiosk")
    assert links.rewritten("[x](../shop/a.py)", "money.md") == "[x](https://code.example/kiosk/shop/a.py)"


LOADS = (
    '<script src="https://cdn.example/a.js"></script>',
    '<link rel="stylesheet" href="//fonts.example/f">',
    '<img src="HTTP://img.example/a.png">',
    '<img srcset="a.png 1x, https://img.example/b.png 2x">',
    "<style>@import 'https://s.example/a.css';</style>",
    '<p style="background: url(https://i.example/b)">x</p>',
)


@pytest.mark.parametrize("html", LOADS)
def test_what_a_page_loads_from_elsewhere_is_named(html: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(html)
    assert len(list(loaded(tmp_path))) == 1
    with pytest.raises(SystemExit, match=r"page\.html"):
        check(tmp_path)


def test_links_and_own_files_are_no_load(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<link rel="canonical" href="https://a.example"><a href="https://b.example">b</a>'
        '<img src="a.png"><script>const x = "https://c.example"</script><style>a{b:url("c.png")}</style>'
    )
    (tmp_path / "a.css").write_text("a { background: url(data:image/svg+xml;base64,AA) }")
    check(tmp_path)
    (tmp_path / "b.css").write_text("@font-face { src: url(https://fonts.example/a.woff2) }")
    assert list(loaded(tmp_path)) == ["b.css: https://fonts.example/a.woff2"]
