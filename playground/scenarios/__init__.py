"""Scenarios of one click: what may happen to a shop, played live in front of the visitor."""
