"""Fake payment gateways: strict about what they are sent, as strange as the world once a fault is armed."""

from playground.gateways.crypto_pay import FakeCryptoPay
from playground.gateways.fake import Asked, Bill, FakeGateway
from playground.gateways.heleket import FakeHeleket
from playground.gateways.robokassa import FakeRobokassa
from playground.gateways.yookassa import FakeYooKassa

__all__ = [
    "Asked",
    "Bill",
    "FakeCryptoPay",
    "FakeGateway",
    "FakeHeleket",
    "FakeRobokassa",
    "FakeYooKassa",
]
