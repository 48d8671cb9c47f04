"""Samples of what `make chaos` proves at length."""
