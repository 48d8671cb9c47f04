"""JSON that a panel spoiled, and how it is mended."""

import json

import pytest

from panel.lenient_json import Unmendable, mend


@pytest.mark.parametrize(("levels", "is_read"), [(40, True), (41, False)])
def test_sloppy_json_is_mended_to_the_depth_that_is_read(levels: int, is_read: bool) -> None:
    text = "[" * levels + "Yes," + "]" * levels
    if is_read:
        assert mend(text, json.JSONDecoder())
        return
    with pytest.raises(Unmendable):
        mend(text, json.JSONDecoder())
