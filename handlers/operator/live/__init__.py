"""/texts and Shop settings: what owners change in the chat while the kiosk runs."""
