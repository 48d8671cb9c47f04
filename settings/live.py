"""The settings in force: the environment's, over those that owners set in the chat, over the defaults.

Everything that can change while the kiosk runs is read from here at each use (docs/decisions/0071).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from settings import Settings, problems_by_field
from shop.live_values import KEYS, TRANSLATED, Checked, LiveKey, LiveValue, Source, Stands, WrongValue

_HIDDEN = "a secret, which never passes through a chat"
_IDENTITY = "names whose money and orders these are; only `bot.py convert` carries them over"
_AT_START = "read once, before anybody is answered"

FIXED: Mapping[str, str] = {
    "bot_token": _HIDDEN,
    "panel_key": _HIDDEN,
    "telegram_proxy": "may hold a password; " + _AT_START,
    "panel_proxy": "may hold a password; " + _AT_START,
    "database_url": "may hold a password; what is set in the chat is kept there",
    "payment_provider_token": _HIDDEN,
    "crypto_pay_token": _HIDDEN,
    "crypto_pay_root": "decides who is told the token",
    "gateways": _AT_START,
    "bank_transfer": "whoever could change it in the chat could have people pay into another account",
    "bank_currency": _AT_START,
    "bank_value": _AT_START,
    "bank_senders": "whoever could change it in the chat could say that money came",
    "ton_address": "whoever could change it in the chat could have people pay to another address",
    "ton_value": _AT_START,
    "ton_key": _HIDDEN,
    "tron_address": "whoever could change it in the chat could have people pay to another address",
    "tron_value": _AT_START,
    "tron_key": _HIDDEN,
    "payments_url": _AT_START,
    "payments_listen": _AT_START,
    "webhook_secret": _HIDDEN,
    "panel_url": _IDENTITY,
    "access": _IDENTITY,
    "currency": _IDENTITY,
    "admin_ids": "whoever could change it in the chat could make themselves an owner",
    "allowed_ids": "people are let in, and roles given, on the desk's own screens",
    "markup_percent": "`/prices default` changes it at once",
    "price_step": "amounts in sight are rounded by it, and " + _AT_START,
    "credit_limit": "every booking holds to it, and in one process they must all hold to the same",
    "panel_profile": "decides how every answer of the panel is read, also those still to come",
    "panel_account": "decides what counts as evidence in cases that are open",
    "panel_calls": _AT_START,
    "panels": _AT_START,
    "telegram_api_root": _AT_START,
    "replicas": _AT_START,
    "webhook_url": _AT_START,
    "webhook_listen": _AT_START,
    "health_listen": _AT_START,
    "backup_folder": "names a place on the machine; whoever could change it could have the book copied there",
    "backup_keep": "whoever could change it in the chat could have old backups deleted",
    "backup_every_hours": _AT_START,
    "backup_key": _HIDDEN,
    "backup_chat": "whoever could change it in the chat could have the book sent to a chat",
    "log_level": "what happens before the database is open stands in the log, too",
    "log_format": "what happens before the database is open stands in the log, too",
}
"""The settings that only the environment has, and why; all others can be changed in the chat."""

BESIDE = {"topup_most": "topup_least"}
"""Settings that are refused because of another: that other may be the one that was set in the chat."""

LONGEST = 60
"""Characters of a value in a remark."""

Follower = Callable[[Settings], Awaitable[None]]


class _Typed(Settings):
    """Settings of which nothing is read from outside: for checking what was typed in the chat."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library hands it over by this name
        init_settings: PydanticBaseSettingsSource,
        *_others: PydanticBaseSettingsSource,
        **_named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is given, and nothing else."""
        return (init_settings,)

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: object, _info: ValidationInfo) -> object:
        """Keep quotes and signs as they were typed: no env file has been here."""
        return value.strip() if isinstance(value, str) else value


class InForce:
    """The settings in force. `now` is replaced as a whole at each change, and never changed itself.

    `given` are the environment's. `read` returns what was set in the chat.
    """

    def __init__(self, given: Settings, read: Callable[[], Awaitable[Sequence[LiveValue]]]) -> None:
        self.given = given
        self.now = given
        self._read = read
        self._kept: dict[str, LiveValue] = {}
        self._troubles: dict[str, str] = {}
        self._followers: list[Follower] = []
        self._one_at_a_time = asyncio.Lock()

    def on_change(self, follower: Follower) -> None:
        """Have this called after each change, for what does not read `now` at each use."""
        self._followers.append(follower)

    async def refresh(self) -> None:
        """Take what was set in the chat, at once and everywhere. See shop.live_values.LiveSettings."""
        async with self._one_at_a_time:  # else rows that were read earlier could be taken later
            self._kept = {row.field: row for row in await self._read()}
            self.now, self._troubles = self._merged(self._values())
            for follower in self._followers:
                await follower(self.now)

    def stands(self, key: LiveKey) -> Stands:
        """Return what is in force for this key, and where it comes from."""
        kept, trouble = self._kept.get(key.field), self._troubles.get(key.field, "")
        source = Source.NOWHERE
        if self._is_given(key.field):
            source = Source.ENVIRONMENT
        elif kept is not None and not trouble:
            source = Source.DESK
        default = Settings.model_fields[key.field].default
        return Stands(_text(getattr(self.now, key.field)), source, _text(default), kept, trouble)

    def check(self, key: LiveKey, value: str | None) -> Checked:
        """Return what this value would do, None for nothing. Raises WrongValue."""
        wanted = self._values()
        wanted.pop(key.field, None)
        if value is not None:
            wanted[key.field] = value
        after, troubles = self._merged(wanted)
        if key.field in troubles:
            raise WrongValue(troubles[key.field])
        for field, why in troubles.items():
            if self._troubles.get(field) != why:  # another one is used no more because of this
                raise WrongValue(why)
        known = set(self.now.remarks())
        remarks = tuple(line for line in after.remarks() if line not in known)
        taken = _text(getattr(after, key.field)) if value is not None else None
        return Checked(taken, after.own_words, remarks)

    def remarks(self) -> Sequence[str]:
        """Name each value set in the chat that is not in force, and why."""
        return [self._remark(row) for _, row in sorted(self._kept.items()) if row.field in self._troubles]

    def _remark(self, row: LiveValue) -> str:
        name, trouble, key = row.field.upper(), self._troubles[row.field], KEYS.get(row.field)
        if key is None:
            return f"{name}, set at the desk, is not used: {trouble}"
        is_text = key.name in TRANSLATED  # which is too long for a line
        if not self._is_given(row.field):
            what = "the text" if is_text else _short(row.value)
            return f"{name}: {what} set at the desk is not used: {trouble}"
        if is_text:
            return f"{name}: the environment's text wins over the one set at the desk"
        wins = _short(_text(getattr(self.given, row.field)))
        return f"{name}: the environment's {wins} wins over {_short(row.value)}, set at the desk"

    def _is_given(self, field: str) -> bool:
        """Return True if the environment says something here, be it what the default says."""
        return field in self.given.model_fields_set and getattr(self.given, field) not in {"", None}

    def _values(self) -> dict[str, str]:
        return {row.field: row.value for row in self._kept.values()}

    def _merged(self, values: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
        """Return the settings with these values, and why some of them are not used."""
        troubles: dict[str, str] = {}
        wanted = dict(values)
        for field in values:
            if field not in KEYS:
                troubles[field] = "this release has no such value to set in the chat"
            elif self._is_given(field):
                troubles[field] = f"{field.upper()} stands in the environment"
            if field in troubles:
                del wanted[field]
        while wanted:
            try:
                typed = _Typed(**(self._around(wanted) | wanted))
            except ValidationError as error:
                for field, why in _blamed(error, wanted):
                    troubles[field] = why
                    del wanted[field]
                continue
            return self.given.model_copy(update={one: getattr(typed, one) for one in wanted}), troubles
        return self.given, troubles

    def _around(self, wanted: Iterable[str]) -> dict[str, Any]:
        """Return the environment's settings that have to be there, or are held against these."""
        beside = {*BESIDE, *BESIDE.values()}
        needed = {name for name, field in Settings.model_fields.items() if field.is_required()}
        return {name: getattr(self.given, name) for name in needed | beside if name not in wanted}


def _blamed(error: ValidationError, wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return which of these values are not taken, each with the reason; at least one."""
    found = problems_by_field(error)
    blamed = [(field, why) for field, why in found.items() if field in wanted]
    if blamed:
        return blamed
    beside = [(BESIDE[field], f"{field.upper()} {why}") for field, why in found.items() if field in BESIDE]
    blamed = [(field, why) for field, why in beside if field in wanted]
    if not blamed:
        raise error  # of the environment's own values, which were read at the start
    return blamed


def _text(value: object) -> str:
    """Return a value as it is written in the environment."""
    return "" if value is None else str(value)


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
