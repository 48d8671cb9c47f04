"""/broadcast: a message for everybody."""
