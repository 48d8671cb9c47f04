"""What the shop itself has to do with gateways that call it."""

import pytest

from settings import Settings
from tests.in_process import KEY, TOKEN
from tests.stories.merchants_world import (
    ENVIRONMENT,
    PAYME_KEY,
    T1,
    Payme,
    Shop,
    asks_to_pay,
    click,
    payme,
    shop,
)

__all__ = ["click", "payme", "shop"]


async def test_an_invoice_that_was_asked_for_is_not_tidied_away(shop: Shop, payme: Payme) -> None:
    await asks_to_pay(shop.ann, "Payme")
    await payme.creates(await asks_to_pay(shop.ann, "Payme"))
    await asks_to_pay(shop.ann, "Payme")
    shop.clock.advance(400 * 86_400)
    await shop.kiosk.stores.tidying.tidy(shop.clock.now())
    assert (await payme.calls("CheckTransaction", id=T1))["result"]["state"] == 1


@pytest.mark.parametrize(
    ("changed", "without", "told"),
    [
        ({"payments_url": ""}, "", "PAYMENTS_URL must be set: payme and click in GATEWAYS"),
        ({}, "GATEWAY_PAYME_KEY", "payme: GATEWAY_PAYME_KEY is missing"),
        ({"gateways": "click, click:off"}, "", "click is there twice"),
    ],
)
def test_what_the_operator_has_to_set(
    changed: dict[str, str], without: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, "" if name == without else value)
    values = {
        "bot_token": TOKEN,
        "panel_url": "http://127.0.0.1:1/panel/api/v2",
        "panel_key": KEY,
        "admin_ids": "900",
        "gateways": "payme, click",
        "payments_url": "https://shop.example/payments",
        **changed,
    }
    with pytest.raises(ValueError, match=told):
        Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]  # read from text


def test_another_currency_and_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    values = {
        "bot_token": TOKEN,
        "panel_url": "http://127.0.0.1:1/panel/api/v2",
        "panel_key": KEY,
        "admin_ids": "900",
        "gateways": "payme",
        "payments_url": "https://shop.example/payments",
    }
    settings = Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]  # read from text
    assert any("Payme takes no USD" in remark for remark in settings.remarks())
    assert PAYME_KEY in settings.secrets
    assert ENVIRONMENT["GATEWAY_PAYME_MERCHANT"] not in settings.secrets
