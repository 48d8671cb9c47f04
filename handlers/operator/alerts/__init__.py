"""Messages to the operators that nobody asked for."""
