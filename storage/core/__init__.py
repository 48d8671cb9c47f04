"""The base of every subject: connections, units, columns, errors."""
