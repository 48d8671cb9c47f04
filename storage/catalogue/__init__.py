"""Services and prices, the panel account, and the panel's unknown words."""
