"""Updates from Telegram, and messages to people."""
