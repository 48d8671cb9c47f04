"""What the command line refuses before anything is done."""

import pytest

import bot


@pytest.mark.parametrize("words", [["kept.backup", "--go-on"], ["--go-on", "kept.backup", "--yes"]])
def test_a_backup_is_put_back_or_one_goes_on(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With both, an earlier standstill ended at once, and nobody had opened the file."""
    with pytest.raises(SystemExit) as ended:
        bot.parser().parse_args(["restore", *words])
    assert ended.value.code == 2
    assert "not allowed with argument" in capsys.readouterr().err


def test_each_by_itself_is_understood() -> None:
    put_back = bot.parser().parse_args(["restore", "kept.backup", "--yes"])
    assert (put_back.file, put_back.yes, put_back.go_on) == ("kept.backup", True, False)
    going_on = bot.parser().parse_args(["restore", "--go-on", "--yes"])
    assert (going_on.file, going_on.yes, going_on.go_on) == (None, True, True)
    assert bot.parser().parse_args(["restore"]).file is None
