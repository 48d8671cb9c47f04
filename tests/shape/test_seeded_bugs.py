"""The seeded bugs of `make chaos` can still be put into the code, and their tests are there."""

from pathlib import Path

import pytest

from chaos.bugs import BUGS, Bug, StalePatch, Swap

ROOT = Path(__file__).parents[2]


def test_each_has_a_name_of_its_own_and_none_was_dropped() -> None:
    assert len(BUGS) == len({bug.name for bug in BUGS}) == 32


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_it_can_still_be_put_in(bug: Bug) -> None:
    for path, text in bug.patched(ROOT).items():
        assert text != path.read_text()
        compile(text, str(path), "exec")
    for test in bug.tests:
        file, _, name = test.partition("::")
        assert f"def {name.partition('[')[0]}" in (ROOT / file).read_text()


def test_a_stale_patch_is_loud() -> None:
    stale = Bug("stale", (Swap("shop/ledger/journals.py", "this stands nowhere", ""),), ())
    with pytest.raises(StalePatch, match=r"found 0 times in shop/ledger/journals\.py"):
        stale.patched(ROOT)
