"""Which of the tests that reach a changed function are run, and in what copy of the code."""

import subprocess
import tomllib
from pathlib import Path

from chaos.mutation import ROOT, Tried, quickest


def test_the_quickest_tests_are_run_that_fit_into_the_time() -> None:
    seconds = {"slow": 9.0, "b": 0.5, "a": 0.5, "quick": 0.25, "next": 1.0}
    assert quickest(seconds, 1.25) == ["quick", "a", "b"]
    assert quickest(seconds, 100) == ["quick", "a", "b", "next", "slow"]


def test_a_function_that_only_slow_tests_reach_has_one() -> None:
    assert quickest({"slow": 9.0, "slower": 10.0}, 2) == ["slow"]
    assert quickest({}, 2) == []


def test_a_change_belongs_to_its_package() -> None:
    assert Tried("shop.money.x_rounded_up__mutmut_1", "").package == "shop"
    assert Tried("shop.catalogue.search.xǁServiceSearchǁfind__mutmut_1", "").package == "shop.catalogue"


def test_the_changed_copy_has_all_that_a_test_may_read() -> None:
    """A test that reads a page or a file of the deployment failed there, and `make mutation` with it."""
    listed = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    mutmut = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    copied = {*mutmut["also_copy"], *mutmut["source_paths"], "tests", "pyproject.toml"}
    assert {Path(one).parts[0] for one in listed} == copied
