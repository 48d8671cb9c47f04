"""Finding a panel's dialect without spending money: by its host, its catalogue and its balance."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from panel.profile import BUILT_IN, UNDECIDED, Profile, load_profile


@dataclass(slots=True)
class Clues:
    """What was seen of the panel so far; None is "not seen yet".

    `has_flags`: whether its catalogue says refill, cancel or dripfeed of any
    service. `is_sloppy`: whether its balance was only readable leniently.
    """

    has_flags: bool | None = None
    is_sloppy: bool | None = None

    @property
    def are_enough(self) -> bool:
        """Whether both were seen."""
        return self.has_flags is not None and self.is_sloppy is not None


def profile_of_host(url: str) -> Profile | None:
    """The built-in profile that knows this address's host."""
    host = (urlsplit(url).hostname or "").lower()
    profiles = (load_profile(name) for name in BUILT_IN)
    return next((profile for profile in profiles if host in profile.hosts), None)


def profile_of_clues(clues: Clues) -> Profile:
    """The built-in profile that the clues agree on, else the one that works with either."""
    if clues.has_flags is True and clues.is_sloppy is False:
        return load_profile("mainstream")
    if clues.has_flags is False and clues.is_sloppy is True:
        return load_profile("seed")
    return load_profile(UNDECIDED)
