"""The documents agree with the code: settings, commands, crash points, decisions."""

import re
from pathlib import Path

import pytest
from babel import Locale

from handlers.welcome.views import COMMANDS, OPERATOR_COMMANDS
from locales import Catalogues
from panel.profile import AUTO, BUILT_IN
from settings import Settings
from shop.ledger.journals import AccountKind

ROOT = Path(__file__).parents[2]
SETTINGS = [name.upper() for name in Settings.model_fields]


@pytest.mark.parametrize("document", ["docs/settings.md", ".env.example"])
def test_every_setting_is_explained(document: str) -> None:
    text = (ROOT / document).read_text()
    missing = [name for name in SETTINGS if not re.search(rf"\b{name}\b", text)]
    assert missing == []


def test_the_example_names_no_setting_that_is_not_there() -> None:
    named = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert set(named) == set(SETTINGS)


@pytest.mark.parametrize("document", ["docs/settings.md", ".env.example"])
def test_every_dialect_is_named(document: str) -> None:
    lines = (ROOT / document).read_text().splitlines()
    assert any(all(re.search(rf"\b{name}\b", line) for name in (AUTO, *BUILT_IN)) for line in lines)


def test_every_command_is_explained() -> None:
    text = (ROOT / "docs" / "commands.md").read_text()
    named = set(re.findall(r"`/([a-z]+)", text))
    assert [name for name in (*COMMANDS, *OPERATOR_COMMANDS, "start") if name not in named] == []


def test_every_account_of_the_ledger_is_explained() -> None:
    rows = [line for line in (ROOT / "docs" / "money.md").read_text().splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([a-z:]+)`", row.split("|")[1])}
    assert set(AccountKind) - named == set()


@pytest.mark.parametrize("document", ["README.md", "docs/commands.md", "docs/settings.md", ".env.example"])
def test_every_language_is_named(document: str) -> None:
    text = (ROOT / document).read_text()
    names = [Locale(language).english_name for language in Catalogues().languages if language != "en"]
    assert [name for name in names if str(name) not in text] == []


def test_every_language_can_be_chosen_in_the_playground() -> None:
    page = (ROOT / "playground" / "page" / "index.html").read_text()
    offered = {code.partition("-")[0] for code in re.findall(r'<option value="([a-z-]+)">', page)}
    assert set(Catalogues().languages) <= offered


def test_every_room_has_its_paragraph() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    rooms = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
    assert [room for room in rooms if f"`{room}/`" not in text] == []


def test_every_picture_is_shown_and_small() -> None:
    text = "".join(file.read_text() for file in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")))
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert len(pictures) >= 5
    for picture in pictures:
        assert f"pictures/{picture.name})" in text
        assert picture.stat().st_size < 200_000, picture.name


def test_every_link_inside_the_documents_leads_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("playground/*.md")]
    links = [
        (document, target)
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    ]
    assert len(links) > 200
    lost = [
        f"{document.name}: {target}" for document, target in links if not (document.parent / target).exists()
    ]
    assert lost == []


def test_every_decision_has_a_number_of_its_own_and_is_cited_by_it() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in records]
    assert len(numbers) > 100
    assert len(set(numbers)) == len(numbers)
    for number, path in zip(numbers, records, strict=True):
        assert path.read_text().startswith(f"# {number}. "), path.name
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        cited = re.findall(r"\[(?:decision\s+)?(\d+)\]\([^)]*?(\d{4})-[^)]*\.md\)", document.read_text())
        assert [one for one in cited if int(one[0]) != int(one[1])] == [], document.name
