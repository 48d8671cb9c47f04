"""From a draft to the end of an order."""
