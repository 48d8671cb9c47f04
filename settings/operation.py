"""How the kiosk runs: its database, several on one, what a monitor reads, backups and the log."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, field_validator

from messaging.webhook_address import listening_place
from settings.environment import FromEnvironment
from settings.forms import Lower, Place, Whole
from settings.gateways import GatewaySettings
from settings.words import MUST_BE, database_url, folder_named, upper

DatabaseAddress = Annotated[str, AfterValidator(database_url)]
LEAST_BACKUP_KEY = 12


class DatabaseSettings(FromEnvironment):
    """The settings for commands that only need the database, like `aside`."""

    database_url: DatabaseAddress = "sqlite+aiosqlite:///kiosk.db"


class AuditSettings(DatabaseSettings, GatewaySettings):
    """The settings of `audit`: the database, and the gateways that it holds against the book."""


class OperationSettings(DatabaseSettings):
    """What concerns whoever keeps the kiosk running."""

    replicas: Annotated[Literal["", "yes"], Lower] = ""
    health_listen: Place = ""
    backup_folder: Annotated[str, AfterValidator(folder_named)] = "backups"
    backup_keep: Annotated[int, Whole, Field(ge=0, le=10_000)] = 14
    backup_every_hours: Annotated[int, Whole, Field(ge=0, le=720)] = 0
    backup_key: SecretStr = SecretStr("")
    backup_chat: Annotated[Literal["", "yes"], Lower] = ""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(upper)] = "INFO"
    log_format: Annotated[Literal["text", "json"], Lower] = "text"

    @field_validator("backup_key")
    @classmethod
    def _key_is_no_word(cls, key: SecretStr) -> SecretStr:
        if key and len(key.get_secret_value()) < LEAST_BACKUP_KEY:
            raise ValueError(MUST_BE["BACKUP_KEY"])
        return key

    @property
    def is_shared(self) -> bool:
        """True if other kiosks may run on the same database: never on a file."""
        return self.replicas == "yes" and not self.database_url.startswith("sqlite")

    @property
    def health_place(self) -> tuple[str, int] | None:
        """The host and port that serve what a monitor asks for; None for none."""
        return listening_place(self.health_listen) if self.health_listen else None
