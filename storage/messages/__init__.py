"""What comes from Telegram and what is owed to people."""
