"""Which service delivers instead of another: routes and fallbacks."""
