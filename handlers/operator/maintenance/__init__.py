"""Closing and opening the shop."""
