"""The panel accounts at which the shop orders, and how orders are followed there."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator

from panel.client import check_panel_url
from panel.profile import load_profile
from settings.environment import FromEnvironment
from settings.forms import Loss, Lower, Proxy, Whole
from settings.panel_accounts import PanelAccount, read_accounts
from settings.words import yes_or_no
from shop.identity import panel_name


class PanelSettings(FromEnvironment):
    """Where the panels are: PANEL_URL and the folder PANELS; the keys, and how they are spoken to."""

    panel_url: str
    panel_key: SecretStr
    panel_proxy: Proxy = SecretStr("")
    panel_profile: str = "auto"
    panels: str = ""
    panel_account: Annotated[Literal["own", "shared"], Lower] = "own"
    panel_calls: Annotated[Annotated[int, Field(ge=1, le=64)] | None, Whole] = None

    @field_validator("panel_key")
    @classmethod
    def _key_can_be_sent(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value()
        if not text:
            message = "is missing; the panel shows it on its API page"
            raise ValueError(message)
        if not (text.isascii() and text.isprintable()) or " " in text:
            message = "holds blanks or characters that no key has; copy it again from the panel's API page"
            raise ValueError(message)
        return key

    @field_validator("panel_url")
    @classmethod
    def _panel_url_allowed(cls, url: str) -> str:
        problem = check_panel_url(url)
        if problem:
            raise ValueError(problem)
        return url

    @field_validator("panel_profile")
    @classmethod
    def _profile_exists(cls, name: str) -> str:
        load_profile(name)  # a ProfileProblem is a ValueError with a sentence for the operator
        return name

    @field_validator("panels")
    @classmethod
    def _panels_can_be_read(cls, folder: str) -> str:
        read_accounts(folder)
        return folder

    @model_validator(mode="after")
    def _accounts_differ(self) -> Self:
        names: dict[str, str] = {}
        for one in self.accounts:
            panel = panel_name(one.url, one.key.get_secret_value())
            if panel in names:
                message = (
                    f"PANELS: {one.name}.toml names the account of {names[panel] or 'PANEL_URL'} once more"
                )
                raise ValueError(message)
            names[panel] = one.name and f"{one.name}.toml"
        return self

    @property
    def key(self) -> str:
        """The panel's key, for the wire only."""
        return self.panel_key.get_secret_value()

    @property
    def accounts(self) -> tuple[PanelAccount, ...]:
        """The panel accounts at which the shop orders, PANEL_URL's first. Raises ValueError."""
        first = PanelAccount(
            "",
            self.panel_url,
            self.panel_key,
            self.panel_profile,
            self.panel_account,
            calls=self.panel_calls,
        )
        return (first, *read_accounts(self.panels))

    @property
    def way_to_panel(self) -> str:
        """The proxy for the panel, for the wire only; empty for none."""
        return self.panel_proxy.get_secret_value()


class OrderSettings(FromEnvironment):
    """How orders are followed, and what becomes of those that the panel lost or does not take."""

    panel_probe: Annotated[Literal["auto", "no", "yes"], BeforeValidator(yes_or_no)] = "auto"
    unknown_hours: Annotated[int, Whole, Field(ge=1, le=720)] = 24
    sweep_seconds: Annotated[int, Whole, Field(ge=1, le=86_400)] = 60
    fallback_loss: Loss = "0"
