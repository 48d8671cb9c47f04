"""The price of an order, from the operator's rules and the panel's prices."""
