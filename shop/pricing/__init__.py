"""What an order costs, by the operator's rules and by what the panel says."""
