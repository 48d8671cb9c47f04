"""All dialects by name."""

from collections.abc import Mapping
from typing import Literal, get_args

from playground.panel.dialects import Dialect, Mainstream, Seed
from playground.panel.laravel import Laravel

DialectName = Literal["seed", "mainstream", "laravel", "laravel-lists"]

NAMES: tuple[str, ...] = get_args(DialectName)

DIALECTS: Mapping[str, Dialect] = {
    "seed": Seed(),
    "mainstream": Mainstream(),
    "laravel": Laravel(),
    "laravel-lists": Laravel(by_position=True),
}
