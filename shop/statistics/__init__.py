"""Statistics: what the rows say of a period, and the charts made of it."""
