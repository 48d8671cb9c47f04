"""Reconciliation of an order whose answer was lost: the case, the evidence, the decision."""
