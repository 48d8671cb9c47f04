"""Settings from the environment and .env; all problems are reported at once.

The names are a contract: docs/settings.md, .env.example and the container rely on
them. Secrets never appear in a repr, a log line or an error.

Each subject has its file, and `kiosk` joins them. Everybody else imports settings from here, and what is none
from `live`, `panel_accounts` and `gateway_accounts`.
"""

from settings.gateways import GatewaySettings
from settings.kiosk import Settings
from settings.loading import EXIT_BAD_SETTINGS, load, problems_by_field, problems_of, refusing
from settings.names import remarks_of_names
from settings.operation import AuditSettings, DatabaseSettings
from settings.words import folder_named

__all__ = [
    "EXIT_BAD_SETTINGS",
    "AuditSettings",
    "DatabaseSettings",
    "GatewaySettings",
    "Settings",
    "folder_named",
    "load",
    "problems_by_field",
    "problems_of",
    "refusing",
    "remarks_of_names",
]
