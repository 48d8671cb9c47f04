"""What every subject stands on: connections, units, columns, what can go wrong."""
