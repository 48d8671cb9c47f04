"""Fake chains behind the APIs that list an address's transactions: strict, and strange once told to be."""

from playground.chains.fake import FakeChain, Move
from playground.chains.toncenter import FakeToncenter
from playground.chains.trongrid import FakeTronGrid

__all__ = ["FakeChain", "FakeToncenter", "FakeTronGrid", "Move"]
