"""Where settings come from: the environment, and below it .env."""

from pathlib import Path

from pydantic import ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from env_file import PATH, values_in
from settings.words import cleaned

ENVIRONMENT = SettingsConfigDict(
    env_file=PATH,
    env_file_encoding="utf-8-sig",
    env_ignore_empty=True,
    extra="ignore",
    frozen=True,
    defer_build=True,  # most of these classes are only inherited from, or used by other commands
)


class _FromFile(PydanticBaseSettingsSource):
    """Reads .env as `env_file` does; the library's own would replace ${…} in secrets too."""

    def __init__(self, kind: type[BaseSettings], file: object) -> None:
        super().__init__(kind)
        values = values_in(file) if isinstance(file, Path) else {}
        self._values = {name.lower(): text for name, text in values.items() if text}

    def get_field_value(
        self,
        field: FieldInfo,  # noqa: ARG002 - the library's signature
        field_name: str,
    ) -> tuple[str | None, str, bool]:
        """See PydanticBaseSettingsSource."""
        return self._values.get(field_name), field_name, False

    def __call__(self) -> dict[str, str]:
        """Return the values that the file has for fields."""
        return {name: text for name, text in self._values.items() if name in self.settings_cls.model_fields}


class FromEnvironment(BaseSettings):
    """Settings from the environment, and below it from .env."""

    model_config = ENVIRONMENT

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where values come from, the first outweighing the others."""
        file = dotenv_settings.env_file if isinstance(dotenv_settings, DotEnvSettingsSource) else None
        return init_settings, env_settings, _FromFile(settings_cls, file)

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: object, info: ValidationInfo) -> object:
        """Return a value cleaned; if nothing is left, as of `# a comment` alone, the default."""
        name = info.field_name or ""
        meant, field = cleaned(name, value), cls.model_fields[name]
        return field.default if meant == "" and not field.is_required() else meant
