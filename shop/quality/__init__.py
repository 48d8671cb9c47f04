"""How good services are, by the shop's own orders: figures, a rule against failing ones, comparison."""
