"""Contracts of the storage."""
