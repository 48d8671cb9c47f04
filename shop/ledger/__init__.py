"""Movements of money, and topping up."""
