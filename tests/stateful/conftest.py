"""How long the stateful tests run: briefly in `make test`, for hours with `--hypothesis-profile=long`."""

from hypothesis import settings

settings.register_profile("long", max_examples=500, stateful_step_count=80, deadline=None)
