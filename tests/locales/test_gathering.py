"""No sentence is missed, wherever it stands in an expression."""

from pathlib import Path

import pytest

from locales.gathering import gathered


@pytest.mark.parametrize(
    "code",
    [
        't("It is due")',
        't("It " "is " "due")',
        "f\"<b>{t('It is due')}</b>\"",
        'title(more=t("It is due"), other=shortened(t("Other"), 8))',
        't("Outside", inner=t("It is due"))',
        'drawn.label("It is due")',
        'lines = [\n    one\n    for one in (t("Other"), t("It is due"))\n]',
    ],
)
def test_a_sentence_is_found_in(code: str, tmp_path: Path) -> None:
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "views.py").write_text(f"VIEW = {code}\n", encoding="utf-8")
    assert "It is due" in gathered(tmp_path)


@pytest.mark.parametrize(
    "code",
    [
        't.plural("{n} is due", "{n} are due", count, why=shortened(t("Other"), 80))',
        "f\"{t.plural('{n} is due', '{n} are due', 2)}\"",
    ],
)
def test_both_forms_are_found_in(code: str, tmp_path: Path) -> None:
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "views.py").write_text(f"VIEW = {code}\n", encoding="utf-8")
    assert ("{n} is due", "{n} are due") in [one.id for one in gathered(tmp_path)]


def test_a_comment_for_translators_comes_along(tmp_path: Path) -> None:
    (tmp_path / "payments").mkdir()
    code = '# why this is so\n# Translators: a button\n# of two words\nGO = marked("It is due")\n'
    (tmp_path / "payments" / "labels.py").write_text(code, encoding="utf-8")
    found = gathered(tmp_path).get("It is due")
    assert found is not None
    assert found.auto_comments == ["Translators: a button", "of two words"]
    assert found.locations == [("payments/labels.py", 4)]
