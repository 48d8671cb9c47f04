"""What is known of one panel's words beyond the usual: from its profile, and from the operator."""

from collections.abc import Iterable, Mapping

from panel.phrases import Kind
from panel.profile import TEACHABLE
from shop.heard import Heard, HeardText
from shop.replies import PanelState


class Lexicon:
    """The texts of refusals by `shop.heard.refusal_key`, the words of states by `shop.heard.state_key`.

    What the operator has taught counts before the profile's.
    """

    def __init__(self) -> None:
        self.refusals: Mapping[str, Kind] = {}
        self.states: Mapping[str, PanelState] = {}
        self._profiles: tuple[Mapping[str, Kind], Mapping[str, PanelState]] = ({}, {})
        self._taught: tuple[HeardText, ...] = ()

    def speak(self, refusals: Mapping[str, Kind], states: Mapping[str, PanelState]) -> None:
        """From now on the panel is known by this profile's words."""
        self._profiles = (refusals, states)
        self._put_together()

    def learn(self, taught: Iterable[HeardText]) -> None:
        """The operator has taught these, and no others. A meaning that is none any more is passed over."""
        self._taught = tuple(taught)
        self._put_together()

    def _put_together(self) -> None:
        refusals, states = dict(self._profiles[0]), dict(self._profiles[1])
        for one in self._taught:
            if one.heard is Heard.REFUSAL and one.meaning in TEACHABLE:
                refusals[one.key] = Kind(one.meaning)
            if one.heard is Heard.STATE and one.meaning in set(PanelState):
                states[one.key] = PanelState(one.meaning)
        self.refusals, self.states = refusals, states


def meanings_of(heard: Heard) -> tuple[str, ...]:
    """What an operator may say that a text means."""
    return tuple(sorted(TEACHABLE)) if heard is Heard.REFUSAL else tuple(PanelState)
